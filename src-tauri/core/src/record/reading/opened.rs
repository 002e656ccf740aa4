//! From a picture's bytes to the picture that an engine reads.

use crate::picture::upright;
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use image::{DynamicImage, ImageError, Rgb, RgbImage};

/// The longer side of a picture that is read, in pixels.
const LONGEST_SIDE: u32 = 32_000;
/// The shorter side below which nothing can be read, in pixels.
const SHORTEST_SIDE: u32 = 24;

/// A rectangle in the pixels of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

/// Decodes a picture within limits, in colour, as it stands. One that cannot be decoded, that is too small to hold text or far
/// too large is refused with [`Code::Shot`].
pub(in crate::record) fn opened(picture: &[u8]) -> Outcome<RgbImage> {
    let refused = |why: Text| Failure::new(Code::Shot, why);
    let decoded = upright(picture, Some(LONGEST_SIDE)).map_err(|error| match error {
        ImageError::Limits(_) => refused(text!(picture_too_large)),
        error => refused(text!(picture_unreadable)).because(error),
    })?;
    if decoded.width().min(decoded.height()) < SHORTEST_SIDE {
        return Err(refused(text!(picture_too_small)));
    }
    Ok(on_white(decoded))
}

/// What is transparent shows the white ground of a page.
fn on_white(decoded: DynamicImage) -> RgbImage {
    if !decoded.color().has_alpha() {
        return decoded.into_rgb8();
    }
    let with_alpha = decoded.into_rgba8();
    let mut picture = RgbImage::new(with_alpha.width(), with_alpha.height());
    for (to, from) in picture.pixels_mut().zip(with_alpha.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let mixed = |channel: u32| u8::try_from((channel * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
        *to = Rgb([mixed(red), mixed(green), mixed(blue)]);
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::tests::photographed;
    use std::io::Cursor;

    fn png(picture: &DynamicImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_photograph_is_read_as_it_stands() {
        let page = RgbImage::from_fn(40, 60, |_, y| Rgb([if y < 20 { 200 } else { 20 }, 20, 20]));
        for (orientation, lying) in [
            (3, image::imageops::rotate180(&page)),
            (6, image::imageops::rotate270(&page)),
            (8, image::imageops::rotate90(&page)),
        ] {
            let read = opened(&photographed(lying, orientation)).unwrap();
            assert_eq!(read.dimensions(), page.dimensions());
            assert!(read.get_pixel(20, 5).0[0] > 150 && read.get_pixel(20, 50).0[0] < 90);
        }
    }

    #[test]
    fn what_is_transparent_is_white() {
        let clear = image::RgbaImage::from_fn(30, 30, |x, _| {
            image::Rgba([10, 20, 30, if x < 15 { 0 } else { 255 }])
        });
        let read = opened(&png(&clear.into())).unwrap();
        assert_eq!(
            (read.get_pixel(3, 3).0, read.get_pixel(20, 3).0),
            ([255; 3], [10, 20, 30])
        );
        let grey = DynamicImage::new_luma_a8(30, 30);
        assert!(
            opened(&png(&grey))
                .unwrap()
                .pixels()
                .all(|pixel| pixel.0 == [255; 3])
        );
    }

    #[test]
    fn a_broken_a_tiny_and_an_endless_picture_are_refused() {
        let white = png(&DynamicImage::new_rgb8(300, 300));
        assert!(opened(&white).is_ok());
        let tiny = png(&DynamicImage::new_luma8(20, 300));
        let long = png(&DynamicImage::new_luma8(LONGEST_SIDE + 1, 30));
        assert!(long.len() < 100_000);
        for bytes in [&white[..white.len() / 2], b"", b"%PDF-1.7", &tiny, &long] {
            let refused = opened(bytes).unwrap_err();
            assert_eq!(refused.code, Code::Shot);
            assert!(refused.message().ends_with('。') && refused.message().chars().count() < 60);
        }
    }
}
