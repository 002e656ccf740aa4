//! A small picture of an attached one.

use crate::picture::upright;
use crate::{Code, Failure, Outcome, text};
use image::codecs::jpeg::JpegEncoder;

/// The longer side of a thumbnail in pixels.
const SIDE: u32 = 360;

/// Makes a JPEG that fits into 360 × 360 pixels out of a picture's bytes.
pub fn thumbnail(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let unreadable = || Failure::new(Code::Shot, text!(shot_without_thumbnail));
    let small = upright(bytes, None)
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
    use crate::picture::tests::turned;
    use std::io::Cursor;

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

    #[test]
    fn a_photograph_that_was_taken_upright_is_not_lying() {
        let small = image::load_from_memory(&thumbnail(&turned(6)).unwrap()).unwrap();
        assert!(small.height() > small.width());
    }
}
