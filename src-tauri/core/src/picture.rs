//! Opening attached pictures: within bounds, and upright.

use image::{DynamicImage, ImageDecoder, ImageReader, ImageResult, Limits};
use std::io::Cursor;

/// The largest picture that pages show, in pixels: a screenshot of 20,000 × 4,000 is, a decompression bomb is not.
pub const MOST_PIXELS: u64 = 80_000_000;

/// What decoding may take, in bytes: a screenshot of 20,000 × 4,000 pixels fits, a decompression bomb does not.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// Decodes a picture as every viewer shows it: a photograph lies in its file as the sensor stood, and its EXIF data say how
/// to turn it. `longest_side`, in pixels, bounds it further.
///
/// # Errors
/// What cannot be decoded, or only with more memory or pixels than that.
pub(crate) fn upright(bytes: &[u8], longest_side: Option<u32>) -> ImageResult<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    limits.max_image_width = longest_side;
    limits.max_image_height = longest_side;
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // The decoder itself does not count the pixels that it fills.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Whether a picture of that size is too large for pages.
pub(crate) fn is_too_large((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > MOST_PIXELS
}

/// Width and height of a picture as it is shown, in pixels, from its head alone; none where it has no size.
pub(crate) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    use image::metadata::Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let lies = matches!(
        decoder.orientation(),
        Ok(Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH)
    );
    let shown = if lies { (height, width) } else { (width, height) };
    (width > 0 && height > 0).then_some(shown)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use image::{ImageFormat, Rgb, RgbImage};

    /// A picture as a JPEG whose EXIF data say that it stands as `orientation` says (1 to 8).
    pub(crate) fn photographed(picture: RgbImage, orientation: u8) -> Vec<u8> {
        let mut jpeg = Cursor::new(Vec::new());
        picture.write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
        let jpeg = jpeg.into_inner();
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        let length = u16::try_from(exif.len() + 2).unwrap();
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xff, 0xe1]);
        bytes.extend(length.to_be_bytes());
        bytes.extend(exif);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    /// The same of 40 × 20 pixels, the left half black.
    pub(crate) fn turned(orientation: u8) -> Vec<u8> {
        let half = RgbImage::from_fn(40, 20, |x, _| if x < 20 { Rgb([0; 3]) } else { Rgb([255; 3]) });
        photographed(half, orientation)
    }

    /// A small JPEG whose head says that it has so many pixels.
    pub(crate) fn saying(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = turned(1);
        let frame = bytes.windows(2).position(|mark| mark == [0xff, 0xc0]).unwrap();
        bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
        bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
        bytes
    }

    #[test]
    fn a_picture_that_takes_too_much_memory_is_not_opened() {
        let large = upright(&saying(30_000, 30_000), None);
        assert!(matches!(large, Err(image::ImageError::Limits(_))), "{large:?}");
    }

    #[test]
    fn a_turned_photograph_stands_upright() {
        // Where the black half lies once the picture is turned: a point of it, of 40 × 20 or 20 × 40 pixels.
        for (orientation, size_shown, black, white) in [
            (1, (40, 20), (5, 10), (35, 10)),
            (2, (40, 20), (35, 10), (5, 10)),
            (3, (40, 20), (35, 10), (5, 10)),
            (4, (40, 20), (5, 10), (35, 10)),
            (5, (20, 40), (10, 5), (10, 35)),
            (6, (20, 40), (10, 5), (10, 35)),
            (7, (20, 40), (10, 35), (10, 5)),
            (8, (20, 40), (10, 35), (10, 5)),
        ] {
            let bytes = turned(orientation);
            let shown = upright(&bytes, None).unwrap().into_rgb8();
            assert_eq!(shown.dimensions(), size_shown, "{orientation}");
            assert_eq!(size(&bytes), Some(size_shown), "{orientation}");
            assert!(shown.get_pixel(black.0, black.1).0[0] < 60, "{orientation}");
            assert!(shown.get_pixel(white.0, white.1).0[0] > 200, "{orientation}");
        }
    }

    #[test]
    fn a_side_that_is_too_long_is_refused() {
        assert!(upright(&turned(1), Some(39)).is_err());
        assert!(upright(&turned(1), Some(40)).is_ok());
        assert_eq!(size(b"\xff\xd8\xff"), None);
    }
}
