//! Checking an attached file before it is kept.

use crate::order::excerpt;
use crate::order::{Media, NewShot, Sha256};
use crate::picture::size;
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};

/// The largest file that can be attached: 30 MB.
pub const LARGEST_FILE: u64 = 30 * 1024 * 1024;

/// The longest file name that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// Checks a file by its content. PNG, JPEG, WebP, PDF and recordings (MP3, M4A, MP4) are kept, whatever their names end in:
/// chat programs save JPEGs as `.png`, and a package writes the ending that fits. Of a picture only the head is decoded here;
/// [`damage`](super::damage) looks through all of it.
pub fn inspect(name: &str, bytes: Vec<u8>) -> Outcome<NewShot> {
    let name = plain_name(name);
    let shown = excerpt(&name);
    let refused = |why: Text| Failure::new(Code::Shot, why);
    if bytes.is_empty() {
        return Err(refused(text!(shot_empty, name = shown)));
    }
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large(&name));
    }
    let Some(media) = sniff(&bytes) else {
        return Err(refused(match unaccepted(&bytes) {
            Some(format) => text!(shot_unaccepted, name = shown, format = format),
            None => text!(shot_of_no_kind, name = shown),
        }));
    };
    let pixels = match media {
        Media::Pdf | Media::Mp3 | Media::M4a | Media::Mp4 => None,
        Media::Png | Media::Jpeg | Media::Webp => {
            Some(size(&bytes).ok_or_else(|| refused(text!(shot_without_size, name = shown)))?)
        }
    };
    Ok(NewShot {
        sha256: Sha256::of(&bytes),
        name,
        media,
        pixels,
        bytes,
    })
}

/// The refusal of a file over [`LARGEST_FILE`], for callers that see the length before they read the bytes.
pub fn too_large(name: &str) -> Failure {
    Failure::new(Code::Shot, text!(shot_too_large, name = excerpt(name)))
}

/// The last part of a path in either system's way of writing, without control characters.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    if plain.trim().is_empty() {
        "截图".to_owned()
    } else {
        plain
    }
}

fn sniff(bytes: &[u8]) -> Option<Media> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Media::Png)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some(Media::Jpeg)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(Media::Webp)
    } else if bytes.starts_with(b"%PDF-") {
        Some(Media::Pdf)
    } else if bytes.starts_with(b"ID3") || is_mp3_frame(bytes) {
        Some(Media::Mp3)
    } else {
        match bytes.get(4..12)? {
            [b'f', b't', b'y', b'p', b'M', b'4', b'A' | b'B', _] => Some(Media::M4a),
            [b'f', b't', b'y', b'p', ..] if unaccepted(bytes).is_none() => Some(Media::Mp4),
            _ => None,
        }
    }
}

/// Whether it begins with the head of an MP3 frame: the sync bits, layer III, and no reserved bit rate or frequency.
fn is_mp3_frame(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, second, third, ..]
        if second & 0xe6 == 0xe2 && second & 0x18 != 0x08 && third & 0xf0 != 0xf0 && third & 0xf0 != 0 && third & 0x0c != 0x0c)
}

/// The name of a picture format that phones and pages write and authorities do not take. A general brand (`mif1`) leaves it to
/// the compatible ones which of the two it is.
fn unaccepted(bytes: &[u8]) -> Option<&'static str> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let brands = rest.strip_prefix(b"ftyp")?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    // The version stands between the first brand and the others.
    let others = brands.get(8..length.saturating_sub(8).min(brands.len()));
    let of_any =
        |names: &[&[u8]]| others.is_some_and(|others| others.chunks(4).any(|brand| names.contains(&brand)));
    match brands.get(..4)? {
        b"avif" | b"avis" => Some("AVIF"),
        b"mif1" | b"msf1" | b"miaf" if of_any(&[b"avif", b"avis"]) => Some("AVIF"),
        b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" | b"miaf" => Some("HEIC"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn png() -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::new(3, 2)
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_kept_byte_for_byte_with_its_size() {
        let shot = inspect("C:\\图片\\支付.png", png()).unwrap();
        assert_eq!(
            (shot.name.as_str(), shot.media, shot.pixels),
            ("支付.png", Media::Png, Some((3, 2)))
        );
        assert_eq!(shot.bytes, png());
        assert_eq!(inspect("a.pdf", b"%PDF-1.7 x".to_vec()).unwrap().pixels, None);
        assert_eq!(inspect("", png()).unwrap().name, "截图");
    }

    #[test]
    fn the_bytes_say_what_it_is_and_not_the_name() {
        for name in ["a.jpg", "a.pdf", "a.heic", "a.txt", "a"] {
            let shot = inspect(name, png()).unwrap();
            assert_eq!((shot.name.as_str(), shot.media), (name, Media::Png));
        }
    }

    #[test]
    fn a_recording_is_known_by_its_head() {
        for (name, head, media) in [
            ("电话.mp3", &b"ID3\x03\0\0\0\0\0\0"[..], Media::Mp3),
            ("电话.mp3", b"\xff\xfb\x90\x64\0\0", Media::Mp3),
            ("录屏.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0", Media::Mp4),
            ("电话.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0", Media::M4a),
        ] {
            let shot = inspect(name, head.to_vec()).unwrap();
            assert_eq!((shot.media, shot.pixels), (media, None), "{name}");
        }
        for bytes in [
            &b"\xff\xff\xff\xff"[..],
            b"\xff\xe0\0\0",
            b"\0\0\0\x18ftypavif\0\0\0\0",
        ] {
            assert!(inspect("x", bytes.to_vec()).is_err());
        }
    }

    /// The head of a picture of such brands, and the beginning of what follows.
    fn still(brand: &[u8; 4], others: &[&[u8; 4]]) -> Vec<u8> {
        let mut bytes = (16 + 4 * others.len() as u32).to_be_bytes().to_vec();
        bytes.extend(b"ftyp");
        bytes.extend(brand);
        bytes.extend([0; 4]);
        bytes.extend(others.iter().flat_map(|brand| brand.iter()));
        bytes.extend(b"\0\0\0\xebmetaavif");
        bytes
    }

    #[test]
    fn what_cannot_be_kept_is_refused_with_a_reason() {
        let mut heic = vec![0, 0, 0, 24];
        heic.extend(b"ftypheic\0\0\0\0");
        let mut cut = png();
        cut.truncate(20);
        for (name, bytes, word) in [
            ("a.png", Vec::new(), "空的"),
            ("a.png", b"not a picture".to_vec(), "不是"),
            ("a.heic", heic, "是 HEIC 图片"),
            ("a.jpg", still(b"mif1", &[b"mif1", b"heic"]), "是 HEIC 图片"),
            ("a.avif", still(b"avif", &[b"avif", b"mif1"]), "是 AVIF 图片"),
            ("a.avif", still(b"avis", &[]), "是 AVIF 图片"),
            ("a.heic", still(b"mif1", &[b"mif1", b"avif"]), "是 AVIF 图片"),
            ("a.png", cut, "损坏"),
            ("a.gif", b"GIF89a".to_vec(), "不是"),
            ("a.png", vec![0; LARGEST_FILE as usize + 1], "30 MB"),
        ] {
            let refused = inspect(name, bytes).unwrap_err();
            assert_eq!(refused.code, Code::Shot);
            assert!(refused.message().contains(word), "{}", refused.message());
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(head in 0usize..5, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let heads: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"%PDF-", b""];
            let mut all = heads[head].to_vec();
            all.extend(bytes);
            let _ = inspect("x", all);
        }
    }
}
