//! Pictures to attach: real files of real formats.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{ImageFormat, Rgb, RgbImage};

/// A small picture whose bytes differ with `shade`.
pub fn png(shade: u8) -> Vec<u8> {
    encoded(shade, ImageFormat::Png)
}

pub fn jpeg(shade: u8) -> Vec<u8> {
    encoded(shade, ImageFormat::Jpeg)
}

/// A picture of a payment page with made-up values, as a phone would have taken it.
pub fn payment_page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/payment-page.png")
}

/// The bytes of that picture.
pub fn payment_page_bytes() -> Vec<u8> {
    fs::read(payment_page()).expect("the picture is in the repository")
}

/// That page as a telephone photographs it that is held sideways: lying, with a note (EXIF) of how it stands.
pub fn payment_page_lying() -> Vec<u8> {
    let page = image::load_from_memory(&payment_page_bytes()).expect("it is a picture");
    let lying = image::imageops::rotate270(&page.into_rgb8());
    let jpeg = at_quality(&lying, 95);
    let note = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    [&jpeg[..2], note, &jpeg[2..]].concat()
}

fn encoded(shade: u8, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(64, 96, |x, y| Rgb([shade, (x * 4) as u8, (y * 2) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("a picture can be encoded");
    bytes.into_inner()
}

/// A photograph of about so many bytes: a JPEG with the grain that cameras leave, different for each `seed`. It carries the
/// place at which it was taken, as a telephone writes it.
pub fn photograph(seed: u32, width: u32, height: u32, about: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut grain = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let light = 128 + ((x / 40 + y / 60 + seed) % 7) as i32 * 14;
        let speck = (grain() >> 27) as i32 - 16;
        let value = (light + speck).clamp(0, 255) as u8;
        Rgb([value, value.wrapping_add(6), value / 2 + 60])
    });
    // The quality whose file comes nearest from below.
    let (mut low, mut high) = (5, 100);
    let mut best = at_quality(&picture, low);
    while low + 1 < high {
        let middle = (low + high) / 2;
        let bytes = at_quality(&picture, middle);
        if bytes.len() <= about {
            (low, best) = (middle, bytes);
        } else {
            high = middle;
        }
    }
    with_place(best)
}

fn at_quality(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .expect("a picture can be encoded");
    bytes
}

/// What a made-up telephone says of the place.
pub const PLACE: &str = "GPSLatitude 0.0001 made-up";

/// Puts an Exif segment behind the start of a JPEG.
fn with_place(jpeg: Vec<u8>) -> Vec<u8> {
    let mut segment = b"Exif\0\0".to_vec();
    // A TIFF without entries, and after it a text that says where.
    segment.extend(b"II*\0\x08\0\0\0\0\0\0\0\0\0");
    segment.extend(PLACE.as_bytes());
    let length = (segment.len() as u16 + 2).to_be_bytes();
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1, length[0], length[1]]);
    bytes.extend(segment);
    bytes.extend(&jpeg[2..]);
    bytes
}
