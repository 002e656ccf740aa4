//! What of an attached file cannot be seen, or not by everybody: said while the person can still get a better one.

use crate::order::{Media, NewShot, excerpt};
use crate::picture::{is_too_large, upright};
use crate::text;
use crate::words::Text;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use image::ImageError;

/// Looks through a file that can be kept, and says what is wrong with it: cut off, damaged, or locked by a password. It is
/// kept as it is all the same, because it may be all that the person has.
pub fn damage(shot: &NewShot) -> Option<Text> {
    let name = || excerpt(&shot.name);
    if shot.pixels.is_some_and(is_too_large) {
        return Some(text!(shot_oversized, name = name()));
    }
    let broken = match shot.media {
        Media::Png | Media::Jpeg | Media::Webp => match whole_picture(shot) {
            Ok(whole) => !whole,
            // It may be whole, and nobody can tell.
            Err(ImageError::Limits(_)) => return Some(text!(shot_oversized, name = name())),
            Err(_) => true,
        },
        Media::Pdf => match Pdf::new(shot.bytes.clone()) {
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
                return Some(text!(shot_locked, name = name()));
            }
            opened if is_locked_and_broken(&shot.bytes, opened.is_ok()) => {
                return Some(text!(shot_locked, name = name()));
            }
            Ok(_) => !ends_as_pdf(&shot.bytes),
            Err(LoadPdfError::Decryption(_) | LoadPdfError::Invalid) => true,
        },
        Media::M4a | Media::Mp4 => !whole_recording(&shot.bytes),
        // A sound file of frames plays as far as it goes, and says nowhere how far that should be.
        Media::Mp3 => false,
    };
    broken.then(|| text!(shot_damaged, name = name()))
}

/// Whether all of a picture is there and can be decoded.
fn whole_picture(shot: &NewShot) -> Result<bool, ImageError> {
    let ends = match shot.media {
        // The decoder fills what is missing with grey and says nothing.
        Media::Jpeg => ends_as_jpeg(&shot.bytes),
        _ => true,
    };
    upright(&shot.bytes, None).map(|_| ends)
}

/// Whether the scans of a JPEG go on until its end mark. What cameras and chat programs append behind it is no matter.
fn ends_as_jpeg(bytes: &[u8]) -> bool {
    const END: u8 = 0xd9;
    let mut at = 2;
    loop {
        // A mark is 0xff, as often as it likes, and a byte that is neither that nor zero.
        let Some(ff) = bytes
            .get(at..)
            .and_then(|rest| rest.iter().position(|byte| *byte == 0xff))
        else {
            return false;
        };
        at += ff;
        let Some(mark) = bytes.get(at + 1) else {
            return false;
        };
        match mark {
            &END => return true,
            // Filling, an escaped byte of a scan, or a restart in one: no length follows.
            0xff => at += 1,
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            // A part with a length. Behind the head of a scan its data follow, and they are searched for the next mark.
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
            }
        }
    }
}

/// Whether a PDF has its end mark near the end, where every writer puts it.
fn ends_as_pdf(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(2_048)..];
    tail.windows(5).any(|mark| mark == b"%%EOF")
}

/// Whether a PDF whose table of places is damaged has a password besides. A reader that puts such a table together again
/// passes over a trailer that is glued to its word, and with it over the lock, or only says that it could not.
fn is_locked_and_broken(bytes: &[u8], opened: bool) -> bool {
    const LOCK: &[u8] = b"/Encrypt";
    const GLUED: &[u8] = b"trailer<<";
    if find(bytes, LOCK).is_none() {
        return false;
    }
    if opened {
        return find(bytes, GLUED).is_some() && Pdf::new(replaced(bytes, GLUED, b"trailer <<")).is_err();
    }
    // Only the lock keeps it shut.
    Pdf::new(replaced(bytes, LOCK, b"/Removed")).is_ok()
}

fn find(bytes: &[u8], piece: &[u8]) -> Option<usize> {
    bytes.windows(piece.len()).position(|window| window == piece)
}

fn replaced(bytes: &[u8], piece: &[u8], with: &[u8]) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::with_capacity(bytes.len() + with.len()), bytes);
    while let Some(at) = find(rest, piece) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(with);
        rest = &rest[at + piece.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// Whether the boxes of a recording end where the file does, and one of them says how to play the others.
fn whole_recording(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut playable = false;
    while !rest.is_empty() {
        let (Some(length), Some(kind)) = (rest.first_chunk::<4>(), rest.get(4..8)) else {
            return false;
        };
        let length = match u32::from_be_bytes(*length) {
            0 => rest.len() as u64,
            1 => match rest.get(8..16).and_then(|long| <[u8; 8]>::try_from(long).ok()) {
                Some(long) => u64::from_be_bytes(long),
                None => return false,
            },
            length => u64::from(length),
        };
        playable |= kind == b"moov";
        match usize::try_from(length)
            .ok()
            .filter(|length| *length >= 8)
            .and_then(|length| rest.get(length..))
        {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    playable
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::tests::{saying, turned};
    use crate::record::inspect;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn said(name: &str, bytes: &[u8]) -> Option<String> {
        damage(&inspect(name, bytes.to_vec()).unwrap()).map(|text| text.to_string())
    }

    fn picture(format: image::ImageFormat) -> Vec<u8> {
        let noise = image::RgbImage::from_fn(120, 90, |x, y| {
            image::Rgb([(x * 7 + y * 13) as u8, (x * y) as u8, (x ^ y) as u8])
        });
        let mut bytes = Cursor::new(Vec::new());
        noise.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_that_is_cut_off_is_said_and_a_whole_one_is_not() {
        use image::ImageFormat::{Jpeg, Png, WebP};
        for (name, format) in [("a.png", Png), ("a.jpg", Jpeg), ("a.webp", WebP)] {
            let whole = picture(format);
            assert_eq!(said(name, &whole), None, "{name}");
            for part in [whole.len() / 2, whole.len() * 9 / 10, whole.len() - 20] {
                let told = said(name, &whole[..part]).unwrap_or_default();
                assert!(
                    told.contains("不完整") && told.contains(name),
                    "{name} {part}: {told}"
                );
            }
        }
        let mut followed = picture(Jpeg);
        followed.extend(b"what a camera appends");
        assert_eq!(said("a.jpg", &followed), None);
        assert_eq!(said("a.jpg", &turned(6)), None);
    }

    #[test]
    fn a_picture_that_is_too_large_is_not_called_damaged() {
        let large = saying(30_000, 30_000);
        let told = said("长截图.jpg", &large).unwrap();
        assert!(told.contains("太大") && !told.contains("不完整"), "{told}");
        let read = crate::record::reading::opened(&large).unwrap_err();
        assert!(read.message().contains("太大"), "{}", read.message());
    }

    #[test]
    fn a_recording_that_is_cut_off_is_said() {
        let mut film = b"\0\0\0\x10ftypmp42\0\0\0\0".to_vec();
        assert!(said("a.mp4", &film).is_some(), "nothing says how to play it");
        film.extend(b"\0\0\0\x0cmoov\0\0\0\0\0\0\0\x18mdat");
        film.extend([7; 16]);
        assert_eq!(said("a.mp4", &film), None);
        film.pop();
        assert!(said("a.mp4", &film).is_some_and(|told| told.contains("不完整")));
    }

    /// The least PDF with one empty page, with its table of places.
    fn pdf(trailer: &str, more: &str) -> Vec<u8> {
        let mut out = "%PDF-1.7\n".to_owned();
        let mut places = Vec::new();
        for object in [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
            more,
        ] {
            places.push(out.len());
            out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", places.len()));
        }
        let table = out.len();
        out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1));
        for place in &places {
            out.push_str(&format!("{place:010} 00000 n \n"));
        }
        out.push_str(&format!(
            "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n",
            places.len() + 1
        ));
        out.into_bytes()
    }

    #[test]
    fn a_document_that_nobody_can_open_is_said() {
        let whole = pdf("", "<< >>");
        assert_eq!(said("a.pdf", &whole), None);
        let cut = said("a.pdf", &whole[..whole.len() - 60]).unwrap();
        assert!(cut.contains("不完整"), "{cut}");
        assert!(said("a.pdf", b"%PDF-1.7 and nothing else").is_some());
        let key = "00".repeat(32);
        let locked = pdf(
            &format!("/Encrypt 4 0 R /ID [<{0}> <{0}>]", "11".repeat(16)),
            &format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{key}> /U <{key}> >>"),
        );
        let told = said("a.pdf", &locked).unwrap();
        assert!(told.contains("密码"), "{told}");
        // A table of places that leads nowhere, with the trailer's words apart and glued together.
        let text = String::from_utf8(locked).unwrap();
        let table = text.find("xref\n").unwrap();
        let astray = text.replace(&format!("startxref\n{table}"), "startxref\n0");
        for broken in [
            astray.clone(),
            astray.replace("trailer\n<<", "trailer<<"),
            astray.replace("trailer\n<<", "trailer<<").replace("%%EOF\n", ""),
        ] {
            let told = said("a.pdf", broken.as_bytes()).unwrap_or_default();
            assert!(told.contains("密码"), "{broken}: {told}");
        }
        // The same damage without a lock is mended by every reader.
        let open = String::from_utf8(pdf("", "<< >>")).unwrap();
        let astray = open
            .replace("startxref\n", "startxref\n9")
            .replace("trailer\n<<", "trailer<<");
        assert_eq!(said("a.pdf", astray.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(head in 0usize..5, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let heads: [&[u8]; 5] =
                [b"\xff\xd8\xff", b"%PDF-1.7\n", b"\0\0\0\x10ftypmp42\0\0\0\0", b"RIFF\0\0\0\0WEBP", b"\x89PNG\r\n\x1a\n"];
            let all = [heads[head], &bytes].concat();
            ends_as_jpeg(&all);
            whole_recording(&all);
            ends_as_pdf(&all);
            if let Ok(shot) = inspect("x", all) {
                let _ = damage(&shot);
            }
        }
    }
}
