//! How bytes are packed, told by their first two; unpacked within limits, whatever the header `Content-Type` says.

use super::Unreadable;
use flate2::read::{GzDecoder, ZlibDecoder};
use std::io::Read;

/// How many bytes are taken from an agent.
pub const MOST_RECEIVED: usize = 8 * 1024 * 1024;
/// How many there may be once unpacked, and how many for each that was sent.
const MOST_UNPACKED: u64 = 20 * 1024 * 1024;
const MOST_RATIO: u64 = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Zlib,
    Gzip,
    Plain,
}

impl Packing {
    /// From the first bytes.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0x78, second, ..] if (0x78_u16 * 256 + u16::from(*second)).is_multiple_of(31) => Self::Zlib,
            [0x1f, 0x8b, ..] => Self::Gzip,
            _ => Self::Plain,
        }
    }
}

/// The packing and what was packed.
pub(super) fn unpack(bytes: &[u8]) -> Result<(Packing, Vec<u8>), Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > MOST_RECEIVED {
        return Err(Unreadable::TooLarge);
    }
    let packing = Packing::of(bytes);
    let unpacked = match packing {
        Packing::Zlib => inflated(ZlibDecoder::new(bytes), bytes.len())?,
        Packing::Gzip => inflated(GzDecoder::new(bytes), bytes.len())?,
        Packing::Plain => bytes.to_vec(),
    };
    Ok((packing, unpacked))
}

fn inflated(from: impl Read, received: usize) -> Result<Vec<u8>, Unreadable> {
    let most = MOST_UNPACKED.min(MOST_RATIO * u64::try_from(received).unwrap_or(u64::MAX));
    let mut all = Vec::new();
    // One more than is allowed tells that there is more.
    from.take(most + 1).read_to_end(&mut all).map_err(|_| Unreadable::Packing)?;
    if u64::try_from(all.len()).unwrap_or(u64::MAX) > most { Err(Unreadable::Bomb) } else { Ok(all) }
}
