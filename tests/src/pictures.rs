//! Pictures to attach: real files of real formats.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{ImageFormat, Rgb, RgbImage};

/// A small picture whose bytes differ with `shade`.
pub fn png(shade: u8) -> Vec<u8> {
    encoded(shade, ImageFormat::Png)
}

/// The same as a JPEG.
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

fn encoded(shade: u8, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(64, 96, |x, y| Rgb([shade, (x * 4) as u8, (y * 2) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("a picture can be encoded");
    bytes.into_inner()
}
