//! Pictures: decoded, turned upright, made smaller and encoded again, so that what is stored holds no metadata and runs
//! nowhere; served through their ticket alone.

use super::errors::Error;
use crate::domain::ids::AttachmentId;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, Picture, StoredPicture};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use rocket::fs::TempFile;
use rocket::http::{ContentType, Header};
use rocket::{Responder, Route, State, get, routes, uri};
use std::io::Cursor;

pub fn routes() -> Vec<Route> {
    routes![show]
}

/// Longest side of a stored picture, pixels.
const LONGEST_SIDE: u32 = 1600;
/// Larger pictures are refused before they are decoded (`security.md` §1).
const MOST_PIXELS: u64 = 24_000_000;
/// As many pictures as a message may carry.
pub const MOST_PICTURES: usize = 5;

/// Reads the pictures of a form; an empty file field is none. The error is the key of what is wrong.
pub async fn read(files: &[TempFile<'_>]) -> Result<Vec<Picture>, &'static str> {
    let files: Vec<&TempFile<'_>> = files.iter().filter(|file| file.len() > 0).collect();
    if files.len() > MOST_PICTURES {
        return Err("mistake-pictures-many");
    }
    let mut pictures = Vec::new();
    for file in files {
        let name = file.raw_name().map_or("", |name| name.dangerous_unsafe_unsanitized_raw().as_str()).to_owned();
        let mut bytes = Vec::new();
        let mut stream = file.open().await.map_err(|_| "mistake-picture")?;
        tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut bytes).await.map_err(|_| "mistake-picture")?;
        let made = tokio::task::spawn_blocking(move || harmless(&bytes, &name)).await;
        pictures.push(made.map_err(|_| "mistake-picture")??);
    }
    Ok(pictures)
}

/// The type is judged by content, never by what was claimed.
fn harmless(bytes: &[u8], name: &str) -> Result<Picture, &'static str> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| "mistake-picture")?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| "mistake-picture")?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err("mistake-picture-large");
    }
    let orientation = decoder.orientation().map_err(|_| "mistake-picture")?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| "mistake-picture")?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture = picture.resize(LONGEST_SIDE, LONGEST_SIDE, image::imageops::FilterType::Triangle);
    }
    let picture = picture.to_rgb8();
    let mut encoded = Vec::new();
    JpegEncoder::new_with_quality(&mut encoded, 82).encode_image(&picture).map_err(|_| "mistake-picture")?;
    let (width, height) = picture.dimensions();
    Ok(Picture { name: shown_name(name), media_type: "image/jpeg", width, height, bytes: encoded })
}

/// The given name, for display alone: no path, no control character, at most 80 characters.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')).take(80).collect()
}

/// A picture as it leaves: whatever was uploaded, a browser shows a picture or nothing.
#[derive(Responder)]
pub struct Shown {
    bytes: Vec<u8>,
    media_type: ContentType,
    policy: Header<'static>,
    disposition: Header<'static>,
    cache: Header<'static>,
}

impl Shown {
    /// A picture that its reader may see.
    pub fn of(picture: StoredPicture) -> Self {
        Self {
            media_type: ContentType::parse_flexible(&picture.media_type).unwrap_or(ContentType::Binary),
            bytes: picture.bytes,
            policy: Header::new("content-security-policy", "sandbox; default-src 'none'"),
            disposition: Header::new("content-disposition", "inline"),
            cache: Header::new("cache-control", "private, no-store"),
        }
    }
}

#[get("/attachments/<id>")]
async fn show(viewer: &Viewer, id: AttachmentId, db: &State<Db>) -> Result<Shown, Error> {
    Ok(Shown::of(tickets::picture(db, viewer, id).await?.ok_or(Error::NotFound)?))
}

/// The address of a picture.
pub fn href(id: AttachmentId) -> String {
    uri!(show(id)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_made_smaller_and_a_jpeg() {
        let picture = harmless(&png(3200, 1600), "C:\\photos\\imprimante.png").expect("a picture");
        assert_eq!((picture.width, picture.height, picture.media_type), (1600, 800, "image/jpeg"));
        assert_eq!(picture.name, "imprimante.png");
        assert!(picture.bytes.starts_with(&[0xff, 0xd8]));
    }

    #[test]
    fn cve_2023_42802_what_is_no_picture_is_refused_whatever_it_is_called() {
        for bytes in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"%PDF-1.7", b"GIF89a", b"", b"\x89PNG\r\n\x1a\n broken"] {
            assert_eq!(harmless(bytes, "photo.jpg").err(), Some("mistake-picture"));
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_decoded() {
        assert_eq!(harmless(&png(6000, 5000), "large.png").err(), Some("mistake-picture-large"));
    }

    #[test]
    fn a_name_is_for_display_alone() {
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("photo\u{202e}gpj.exe\r\n"), "photogpj.exe");
    }
}
