//! QR codes: the dark modules of an address, for pages and for paper.

use super::errors::Error;
use crate::documents::Modules;
use fast_qr::{ECL, QRBuilder};
use std::fmt::Write;

/// Four modules of white around, as the standard asks.
const QUIET: usize = 4;

/// The QR code of an address: the dark modules of one row after the other.
pub fn modules(address: String) -> Result<Modules, Error> {
    let code = QRBuilder::new(address).ecl(ECL::M).build().map_err(|refused| Error::Other(format!("{refused:?}")))?;
    let mut runs = Vec::new();
    for y in 0..code.size {
        let row = &code[y][..code.size];
        let mut x = 0;
        while x < code.size {
            let run = row[x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                runs.push((x + QUIET, y + QUIET, run));
            }
            x += run.max(1);
        }
    }
    Ok(Modules { side: code.size + 2 * QUIET, runs })
}

/// As one path of an SVG.
pub fn path(runs: &[(usize, usize, usize)]) -> String {
    let mut path = String::new();
    for (x, y, run) in runs {
        let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
    }
    path
}
