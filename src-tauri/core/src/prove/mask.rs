//! Masking pictures for sharing.

use crate::picture::upright;
use crate::{Failure, Outcome, text};
use image::{ImageFormat, Rgb, RgbImage};
use serde::{Deserialize, Serialize};
use std::io::Cursor;
use ts_rs::TS;

/// A rectangle of a picture that is blacked out, in pixels of the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MaskBox {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// A picture with its boxes blacked out, as PNG. Boxes are cut at its edges.
///
/// # Errors
/// A picture that cannot be opened: it is not shared then.
pub fn mask_picture(bytes: &[u8], boxes: &[MaskBox]) -> Outcome<Vec<u8>> {
    let unreadable = || Failure::failed(text!(mask_unopened));
    // Boxes were drawn over the picture as it is shown: a turned photograph stands upright there.
    let shown = upright(bytes, None).map_err(|error| unreadable().because(error))?;
    let mut picture: RgbImage = shown.into_rgb8();
    for one in boxes {
        let right = one.x.saturating_add(one.width).min(picture.width());
        let bottom = one.y.saturating_add(one.height).min(picture.height());
        for y in one.y..bottom {
            for x in one.x..right {
                picture.put_pixel(x, y, Rgb([0, 0, 0]));
            }
        }
    }
    let mut png = Cursor::new(Vec::new());
    picture
        .write_to(&mut png, ImageFormat::Png)
        .map_err(|error| unreadable().because(error))?;
    Ok(png.into_inner())
}

/// Whether a picture can be opened to be masked.
pub fn can_be_masked(bytes: &[u8]) -> bool {
    upright(bytes, None).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_black_and_the_rest_of_the_picture_stays() {
        let mut png = Cursor::new(Vec::new());
        RgbImage::from_pixel(10, 10, Rgb([200, 100, 50]))
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        let boxes = [MaskBox {
            x: 2,
            y: 3,
            width: 4,
            height: u32::MAX,
        }];
        let masked = image::load_from_memory(&mask_picture(png.get_ref(), &boxes).unwrap())
            .unwrap()
            .into_rgb8();
        assert_eq!(masked.get_pixel(2, 3), &Rgb([0, 0, 0]));
        assert_eq!(masked.get_pixel(5, 9), &Rgb([0, 0, 0]));
        assert_eq!(masked.get_pixel(6, 3), &Rgb([200, 100, 50]));
        assert_eq!(masked.get_pixel(2, 2), &Rgb([200, 100, 50]));
        assert!(mask_picture(b"no picture", &boxes).is_err());
    }
}
