//! Files that are no table, told by their first bytes, each with what to do instead.

use crate::{Failure, Outcome};

const PICTURE: &str =
    "这是一张图片。截图请放进订单的凭证里；这里要的是账单文件，请从支付 App 导出 CSV、XLSX 或 ZIP。";

/// What the first bytes of a file say, and the sentence for it.
const SIGNATURES: [(&[u8], &str); 15] = [
    (
        b"%PDF",
        "这是 PDF，账单要原始表格。导出时请选“用于个人对账”，得到 CSV、XLSX 或 ZIP 再导入。",
    ),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"BM6", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (
        b"MZ",
        "这是一个程序，不是账单。不要打开来路不明的程序；账单请从支付 App 导出。",
    ),
    (b"\x7fELF", "这是一个程序，不是账单。请从支付 App 导出账单。"),
    (b"Rar!", "这是 RAR 压缩包，请先解压，再导入里面的 CSV 或 XLSX。"),
    (
        b"7z\xbc\xaf\x27\x1c",
        "这是 7z 压缩包，请先解压，再导入里面的 CSV 或 XLSX。",
    ),
    (
        b"\x1f\x8b",
        "这是 gzip 压缩文件，请先解压，再导入里面的 CSV 或 XLSX。",
    ),
    (
        b"SQLite format 3\0",
        "这是数据库文件，不是账单。请从支付 App 导出 CSV、XLSX 或 ZIP。",
    ),
    (
        b"{\\rtf",
        "这是写字板文档，不是账单。请从支付 App 导出 CSV、XLSX 或 ZIP。",
    ),
    (b"PK\x05\x06", "这个压缩包是空的，请重新下载账单。"),
];

/// Refuses what is no text.
pub(super) fn refuse_by_content(bytes: &[u8]) -> Outcome<()> {
    let refused = |sentence: &str| Err(Failure::failed(sentence));
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return refused("这个文件是空的，请重新下载账单再导入。");
    }
    if let Some((_, sentence)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return refused(sentence);
    }
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if riff || bytes.get(4..8) == Some(b"ftyp") {
        return refused(PICTURE);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return refused(if is_locked_workbook(bytes) {
            "这个 Excel 文件设了打开密码，请在 Excel 或 WPS 里取消密码、另存为 .xlsx 再导入。"
        } else {
            "这是旧版 Office 文件（.xls），请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 再导入。"
        });
    }
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if ["<!doctype html", "<html", "<head", "<table", "<meta"]
        .iter()
        .any(|tag| start.starts_with(tag))
    {
        return refused("这是网页，不是账单文件。下载链接可能已过期，请重新申请账单，下载后再导入。");
    }
    if start.starts_with("<?xml") {
        return refused("这是 XML 文件，请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 再导入。");
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
            assert!(
                sentence.ends_with('。') && sentence.chars().count() < 150,
                "{sentence}"
            );
        }
    }
}
