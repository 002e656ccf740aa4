//! A small picture of an attached one.

use crate::{Code, Failure, Outcome, text};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageReader, Limits};
use std::io::Cursor;

/// The longer side of a thumbnail in pixels.
const SIDE: u32 = 360;
/// What decoding may take, in bytes: a screenshot of 20,000 × 4,000 pixels fits, a decompression bomb does not.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// Makes a JPEG that fits into 360 × 360 pixels out of a picture's bytes.
pub fn thumbnail(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let unreadable = || Failure::new(Code::Shot, text!(shot_without_thumbnail));
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| unreadable().because(error))?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let small = reader
        .decode()
        .map_err(|error| unreadable().because(error))?
        .thumbnail(SIDE, SIDE)
        .into_rgb8();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 82)
        .encode_image(&small)
        .map_err(|error| unreadable().because(error))?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbnail_is_small_and_a_broken_picture_gives_none() {
        let mut png = Cursor::new(Vec::new());
        image::RgbaImage::new(2000, 500)
            .write_to(&mut png, image::ImageFormat::Png)
            .unwrap();
        let small = image::load_from_memory(&thumbnail(png.get_ref()).unwrap()).unwrap();
        assert_eq!((small.width(), small.height()), (360, 90));
        assert!(thumbnail(&png.get_ref()[..png.get_ref().len() / 2]).is_err());
        assert!(thumbnail(b"").is_err());
    }
}
