//! Compresses the files of `static/` for the release, so that they leave as small as they can.

use std::io::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=static");
    for embedded in ["templates", "locales", "fixtures"] {
        println!("cargo::rerun-if-changed={embedded}");
    }
    let out = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("compressed");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    // In development files come straight from disk: what is compressed would be stale.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        for file in fs::read_dir("static")? {
            let path = file?.path();
            if path.is_file() {
                compress(&path, &out)?;
            }
        }
    }
    Ok(())
}

fn compress(path: &Path, out: &Path) -> io::Result<()> {
    let content = fs::read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut content.as_slice(), &mut brotli, &params)?;
    fs::write(out.join(format!("{name}.br")), brotli)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&content)?;
    fs::write(out.join(format!("{name}.gz")), gzip.finish()?)
}
