//! Pictures: decoded, turned upright, made smaller and encoded again, so that what is stored holds no metadata and runs
//! nowhere.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use std::io::Cursor;

/// Longest side of a stored picture, pixels.
const LONGEST_SIDE: u32 = 1600;
/// Larger pictures are refused before they are decoded (`security.md` §1).
const MOST_PIXELS: u64 = 24_000_000;

/// A picture of ours: its sides, then JPEG.
pub type Made = ((u32, u32), Vec<u8>);

/// Whether these bytes say of themselves that they are a picture that we decode.
pub fn is_one(bytes: &[u8]) -> bool {
    image::guess_format(bytes).is_ok_and(|format| format.reading_enabled())
}

/// The picture made harmless, or the key of what is wrong. The type is judged by content, never by what was claimed.
pub fn harmless(bytes: &[u8]) -> Result<Made, &'static str> {
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
    Ok((picture.dimensions(), encoded))
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
        let (sides, jpeg) = harmless(&png(3200, 1600)).expect("a picture");
        assert_eq!(sides, (1600, 800));
        assert!(jpeg.starts_with(&[0xff, 0xd8]));
    }

    #[test]
    fn cve_2023_42802_what_is_no_picture_is_none_whatever_it_is_called() {
        for bytes in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"%PDF-1.7", b"GIF89a", b"", b"<html>\x89PNG"] {
            assert!(!is_one(bytes));
        }
        let broken = b"\x89PNG\r\n\x1a\n broken";
        assert!(is_one(broken));
        assert_eq!(harmless(broken).err(), Some("mistake-picture"));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_decoded() {
        assert_eq!(harmless(&png(6000, 5000)).err(), Some("mistake-picture-large"));
    }
}
