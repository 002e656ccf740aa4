//! Masking: what an archive for sharing shows of accounts, numbers, card keys, telephones and identity numbers.

use crate::picture::upright;
use crate::{Failure, Outcome, text};
use image::{ImageFormat, Rgb, RgbImage};
use serde::{Deserialize, Serialize};
use serde_json::Value;
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

/// Masks every run of letters and digits that may be an account, a number, a card key, a telephone or an identity number,
/// and `secrets` wherever they stand: their first and last characters stay. Dates and hashes are left alone.
pub fn mask_text(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.trim().is_empty()) {
        text = text.replace(secret, &masked(secret));
    }
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '*') {
            run.push(c);
            continue;
        }
        out.push_str(&if is_telling(&run) {
            masked(&run)
        } else {
            run.clone()
        });
        run.clear();
        out.push(c);
    }
    out.pop();
    out
}

/// The same for all texts of a JSON document.
pub fn mask_json(value: &mut Value, secrets: &[&str]) {
    match value {
        Value::String(text) => *text = mask_text(text, secrets),
        Value::Array(all) => all.iter_mut().for_each(|one| mask_json(one, secrets)),
        Value::Object(all) => all.values_mut().for_each(|one| mask_json(one, secrets)),
        _ => {}
    }
}

fn is_telling(run: &str) -> bool {
    const SHORTEST: usize = 7;
    let digits = run.chars().filter(char::is_ascii_digit).count();
    let is_date =
        run.len() >= 10 && run.as_bytes().get(4) == Some(&b'-') && run.as_bytes().get(7) == Some(&b'-');
    let is_hash = run.len() == 64 && run.chars().all(|c| c.is_ascii_hexdigit());
    let is_key = run.len() >= 12 && digits > 0;
    !is_date && !is_hash && !run.contains('*') && (digits >= SHORTEST || is_key)
}

fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let shown = match chars.len() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 3,
    };
    let hidden = chars.len() - 2 * shown;
    let mut out: String = chars[..shown].iter().collect();
    out.push_str(&"*".repeat(hidden.min(6)));
    out.extend(&chars[chars.len() - shown..]);
    out
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
    use proptest::prelude::*;

    #[test]
    fn what_tells_who_somebody_is_is_masked_and_the_rest_stays() {
        for (text, shown) in [
            ("电话 13800000001，请回", "电话 138*****001，请回"),
            ("卡密 ABCD-1234-EFGH-5678", "卡密 ABC******678"),
            ("身份证 11010119900101123X。", "身份证 110******23X。"),
            (
                "2026-11-20 21:03:45 付款 98.50 元",
                "2026-11-20 21:03:45 付款 98.50 元",
            ),
            ("100 Q币", "100 Q币"),
        ] {
            assert_eq!(mask_text(text, &[]), shown);
        }
        assert_eq!(
            mask_text("QQ 号：10001，10001", &["10001"]),
            "QQ 号：1***1，1***1"
        );
        let hash = "a".repeat(63) + "1";
        assert_eq!(mask_text(&hash, &[]), hash);
    }

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

    proptest! {
        #[test]
        fn no_secret_survives(secret in "[A-Za-z0-9]{8,30}", before in "[一-龥 ：]{0,5}") {
            let text = format!("{before}{secret}，{secret}");
            prop_assert!(!mask_text(&text, &[&secret]).contains(&secret));
        }
    }
}
