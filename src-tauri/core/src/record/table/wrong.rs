//! Files that are no table, told by their first bytes, each with what to do instead.

use crate::words::Text;
use crate::{Failure, Outcome, text};

fn picture() -> Text {
    text!(table_is_picture)
}

/// What the first bytes of a file say, and the sentence for it.
type Signature = (&'static [u8], fn() -> Text);

const SIGNATURES: [Signature; 15] = [
    (b"%PDF", || text!(table_is_pdf)),
    (b"\x89PNG", picture),
    (b"\xff\xd8\xff", picture),
    (b"GIF8", picture),
    (b"BM6", picture),
    (b"II*\0", picture),
    (b"MM\0*", picture),
    (b"MZ", || text!(table_is_windows_program)),
    (b"\x7fELF", || text!(table_is_linux_program)),
    (b"Rar!", || text!(table_is_rar)),
    (b"7z\xbc\xaf\x27\x1c", || text!(table_is_7z)),
    (b"\x1f\x8b", || text!(table_is_gzip)),
    (b"SQLite format 3\0", || text!(table_is_database)),
    (b"{\\rtf", || text!(table_is_rtf)),
    (b"PK\x05\x06", || text!(table_archive_empty)),
];

/// Refuses what is no text.
pub(super) fn refuse_by_content(bytes: &[u8]) -> Outcome<()> {
    let refused = |sentence: Text| Err(Failure::failed(sentence));
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return refused(text!(table_empty));
    }
    if let Some((_, sentence)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return refused(sentence());
    }
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if riff || bytes.get(4..8) == Some(b"ftyp") {
        return refused(picture());
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return refused(if is_locked_workbook(bytes) {
            text!(table_workbook_locked)
        } else {
            text!(table_workbook_old)
        });
    }
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if ["<!doctype html", "<html", "<head", "<table", "<meta"]
        .iter()
        .any(|tag| start.starts_with(tag))
    {
        return refused(text!(table_is_web_page));
    }
    if start.starts_with("<?xml") {
        return refused(text!(table_is_xml));
    }
    Ok(())
}

/// Whether an OLE container holds an encrypted workbook: its directory then names this stream, in UTF-16.
fn is_locked_workbook(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn every_wrong_file_gets_its_own_sentence() {
        let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0".to_vec();
        let locked: Vec<u8> = ole
            .iter()
            .copied()
            .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for (bytes, word) in [
            (b"%PDF-1.7".to_vec(), "PDF"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "图片"),
            (b"\xff\xd8\xff\xe0".to_vec(), "图片"),
            (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), "图片"),
            (b"\0\0\0\x18ftypheic".to_vec(), "图片"),
            (b"MZ\x90\0".to_vec(), "程序"),
            (b"Rar!\x1a\x07".to_vec(), "RAR"),
            (ole, "旧版"),
            (locked, "打开密码"),
            (b"\xef\xbb\xbf<!DOCTYPE html><html>".to_vec(), "网页"),
            (b"".to_vec(), "空的"),
            (b" \r\n".to_vec(), "空的"),
        ] {
            let refused = refuse_by_content(&bytes).unwrap_err().message();
            assert!(refused.contains(word), "{refused}");
        }
        assert_eq!(refuse_by_content("交易时间,金额".as_bytes()), Ok(()));
    }

    #[test]
    fn every_sentence_is_one_short_line() {
        for (_, sentence) in SIGNATURES {
            let (chinese, english) = (
                sentence().chinese(),
                sentence().said_in(Language::of("en").unwrap()),
            );
            assert!(
                chinese.ends_with('。') && chinese.chars().count() < 150,
                "{chinese}"
            );
            assert!(english.ends_with('.'), "{english}");
        }
    }
}
