//! Files that nobody has taken: each is a real one of its kind, and no two are the same.

use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// The size of a made picture in pixels: as high and wide as a telephone's screen, seen from afar.
const PICTURE: (u32, u32) = (270, 585);

/// The bytes of a file of the kind that its name says.
pub fn file(name: &str) -> Vec<u8> {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    let ending = Path::new(name)
        .extension()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let head: &[u8] = match ending.to_str().unwrap_or_default() {
        "pdf" => b"%PDF-1.7\n",
        "mp3" => b"ID3\x03\0\0\0\0\0\0",
        "m4a" => b"\0\0\0\x18ftypM4A \0\0\0\0",
        "mp4" => b"\0\0\0\x18ftypmp42\0\0\0\0",
        "txt" => "这不是图片。".as_bytes(),
        "jpg" | "jpeg" => return picture(number, ImageFormat::Jpeg),
        _ => return picture(number, ImageFormat::Png),
    };
    [head, &number.to_be_bytes()].concat()
}

/// A dark field on white, as a screenshot has; the number is in its colour.
fn picture(number: u32, format: ImageFormat) -> Vec<u8> {
    let [_, red, green, blue] = number.to_be_bytes();
    let (width, height) = PICTURE;
    let drawn = RgbImage::from_fn(width, height, |x, y| {
        if (20..120).contains(&x) && (20..60).contains(&y) {
            Rgb([red, green.wrapping_mul(16), blue.wrapping_mul(8)])
        } else {
            Rgb([255, 255, 255])
        }
    });
    let mut bytes = Cursor::new(Vec::new());
    let _ = drawn.write_to(&mut bytes, format);
    bytes.into_inner()
}
