//! ZIP: the one bill in an archive, or the parts of a workbook.

use super::package::{Archive, Package, damaged, entry_name};
use super::rewrite::main_part;
use super::{LARGEST_TABLE, Opened, too_large, workbook};
use crate::{Code, Failure, Outcome, text};
use std::io::Read;
use zip::result::ZipError;

/// How the names of files end that may be tables.
const TABLES: [&str; 5] = [".csv", ".xlsx", ".xlsm", ".txt", ".tsv"];

/// Opens a workbook, or the one table in an archive.
pub(super) fn open(name: &str, bytes: &[u8], password: Option<&str>, most_rows: usize) -> Outcome<Opened> {
    let mut package = Package::open(name, bytes)?;
    if let Some(book) = main_part(&mut package) {
        return workbook::read(package, &book, most_rows);
    }
    if package.has("[Content_Types].xml") || package.has("mimetype") {
        return Err(Failure::failed(text!(table_archive_document)));
    }
    let mut archive = package.archive;
    let index = only_table(&mut archive)?;
    let (inside, bytes) = unpacked(&mut archive, index, password)?;
    if bytes.starts_with(b"PK\x03\x04") {
        let mut nested = Package::open(&inside, &bytes)?;
        return match main_part(&mut nested) {
            Some(book) => workbook::read(nested, &book, most_rows),
            None => Err(nested_archive()),
        };
    }
    super::open(&inside, &bytes, None, most_rows)
}

/// The one PDF in an archive that holds no table, with its name; none where there is none or the archive is something else.
pub(super) fn paper(name: &str, bytes: &[u8], password: Option<&str>) -> Outcome<Option<(String, Vec<u8>)>> {
    let mut package = Package::open(name, bytes)?;
    if main_part(&mut package).is_some() || package.has("[Content_Types].xml") {
        return Ok(None);
    }
    let mut archive = package.archive;
    let mut papers = Vec::new();
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(index) else {
            continue;
        };
        let name = entry_name(entry.name_raw()).to_lowercase();
        if name.ends_with(".pdf") && !name.starts_with("__macosx/") {
            papers.push(index);
        } else if TABLES.iter().any(|ending| name.ends_with(ending)) {
            return Ok(None);
        }
    }
    match papers[..] {
        [index] => unpacked(&mut archive, index, password).map(Some),
        _ => Ok(None),
    }
}

fn nested_archive() -> Failure {
    Failure::failed(text!(table_archive_nested))
}

/// The index of the only file that can be a bill.
fn only_table(archive: &mut Archive<'_>) -> Outcome<usize> {
    let (mut tables, mut archives, mut files) = (Vec::new(), 0, 0);
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(index) else {
            continue;
        };
        let name = entry_name(entry.name_raw()).to_lowercase();
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        if entry.is_dir() || last.is_empty() || last.starts_with('.') || name.starts_with("__macosx/") {
            continue;
        }
        files += 1;
        let ends = |endings: &[&str]| endings.iter().any(|ending| last.ends_with(ending));
        if ends(&TABLES) {
            tables.push(index);
        } else if ends(&[".zip", ".rar", ".7z", ".gz"]) {
            archives += 1;
        }
    }
    match (tables[..].first(), tables.len()) {
        (Some(only), 1) => Ok(*only),
        (Some(_), count) => Err(Failure::failed(text!(table_archive_tables, count = count))),
        // An entry without an ending that it is known by: its content decides.
        (None, _) if files == 1 && archives == 0 => (0..archive.len())
            .find(|index| archive.by_index_raw(*index).is_ok_and(|entry| entry.is_file()))
            .ok_or_else(|| Failure::failed(text!(table_archive_empty))),
        (None, _) if archives > 0 => Err(nested_archive()),
        (None, _) => Err(Failure::failed(text!(table_archive_no_bill))),
    }
}

/// The name and the bytes of an entry.
fn unpacked(archive: &mut Archive<'_>, index: usize, password: Option<&str>) -> Outcome<(String, Vec<u8>)> {
    let (name, locked) = {
        let entry = archive
            .by_index_raw(index)
            .map_err(|error| Failure::failed(text!(table_archive_damaged)).because(error))?;
        (entry_name(entry.name_raw()), entry.encrypted())
    };
    let password = password.map(str::trim).filter(|password| !password.is_empty());
    let wrong = || Failure::new(Code::Password, text!(table_password_wrong));
    let entry = match (locked, password) {
        (false, _) => archive.by_index(index),
        (true, Some(password)) => archive.by_index_decrypt(index, password.as_bytes()),
        (true, None) => {
            return Err(Failure::new(Code::Password, text!(table_password_needed)));
        }
    };
    let mut entry = entry.map_err(|error| match error {
        ZipError::InvalidPassword => wrong(),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Failure::failed(text!(table_archive_unknown))
        }
        _ => damaged(&name),
    })?;
    let mut bytes = Vec::new();
    let limit = LARGEST_TABLE as u64;
    // The size that the archive states is not believed.
    match entry.by_ref().take(limit + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > LARGEST_TABLE => Err(too_large()),
        Ok(_) => Ok((name, bytes)),
        // A wrong password passes the one-byte check of the old cipher once in 256 times, and then gives garbage.
        Err(_) if locked => Err(wrong()),
        Err(_) => Err(damaged(&name)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::archive;
    use super::*;
    use encoding_rs::GB18030;
    use zip::unstable::write::FileOptionsExt;
    use zip::write::SimpleFileOptions;
    use zip::{AesMode, CompressionMethod};

    const CSV: &str = "交易时间,金额\n2026-09-28 17:20:33,1.00\n";

    fn read(bytes: &[u8], password: Option<&str>) -> Result<usize, Failure> {
        super::super::open("a.zip", bytes, password, usize::MAX).map(|opened| opened.tables[0].len())
    }

    #[test]
    fn both_ciphers_open_with_the_password_only() {
        let plain = SimpleFileOptions::default();
        let old = plain.with_deprecated_encryption(b"123456").unwrap();
        let aes = plain.with_aes_encryption(AesMode::Aes256, "123456");
        for options in [old, aes] {
            let bytes = archive(&[("账单.csv", CSV.as_bytes())], options);
            assert_eq!(read(&bytes, Some("123456")), Ok(2));
            assert_eq!(read(&bytes, Some(" 123456\n")), Ok(2));
            for password in [None, Some(""), Some("654321"), Some("12345")] {
                let refused = read(&bytes, password).unwrap_err();
                assert_eq!(refused.code, Code::Password, "{password:?}");
                assert!(refused.message().chars().count() < 150 && refused.message().ends_with('。'));
            }
        }
    }

    #[test]
    fn a_password_that_is_not_needed_does_no_harm() {
        let bytes = archive(&[("账单.csv", CSV.as_bytes())], SimpleFileOptions::default());
        assert_eq!(read(&bytes, Some("123456")), Ok(2));
    }

    #[test]
    fn a_wrong_password_is_never_a_damaged_file() {
        let options = SimpleFileOptions::default()
            .with_deprecated_encryption(b"right")
            .unwrap();
        let bytes = archive(&[("a.csv", CSV.repeat(50).as_bytes())], options);
        for number in 0..600 {
            let refused = read(&bytes, Some(&format!("wrong{number}"))).unwrap_err();
            assert_eq!(refused.code, Code::Password, "{number}");
        }
    }

    #[test]
    fn an_entry_name_in_gbk_is_read() {
        let mut bytes = archive(&[("aaaa.csv", CSV.as_bytes())], SimpleFileOptions::default());
        for start in 0..bytes.len() - 4 {
            if &bytes[start..start + 4] == b"aaaa" {
                bytes[start..start + 4].copy_from_slice(&GB18030.encode("账单").0);
            }
        }
        assert_eq!(read(&bytes, None), Ok(2));
    }

    #[test]
    fn folders_and_leftovers_are_passed_over() {
        let bytes = archive(
            &[
                ("账单/a.csv", CSV.as_bytes()),
                ("__MACOSX/账单/._a.csv", b"x"),
                ("账单/说明.pdf", b"%PDF"),
            ],
            SimpleFileOptions::default(),
        );
        assert_eq!(read(&bytes, None), Ok(2));
    }

    #[test]
    fn what_is_not_one_bill_is_refused() {
        let options = SimpleFileOptions::default();
        let inner = archive(&[("a.csv", CSV.as_bytes())], options);
        for (bytes, word) in [
            (archive(&[("a.csv", b"x"), ("b.csv", b"y")], options), "一个一个"),
            (archive(&[("a.zip", &inner)], options), "还是压缩包"),
            (archive(&[("a.csv", &inner)], options), "还是压缩包"),
            (archive(&[("a.jpg", b"\xff\xd8\xff")], options), "图片"),
            (archive(&[("a.jpg", b"x"), ("b.jpg", b"x")], options), "没有 CSV"),
            (
                archive(
                    &[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")],
                    options,
                ),
                "文档",
            ),
            (archive(&[], options), "空的"),
            (inner[..inner.len() - 30].to_vec(), "损坏"),
        ] {
            let refused = read(&bytes, None).unwrap_err().message();
            assert!(refused.contains(word), "{refused}");
        }
        let many: Vec<String> = (0..1_001).map(|number| format!("{number}.csv")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
        assert!(
            read(&archive(&many, options), None)
                .unwrap_err()
                .message()
                .contains("太多")
        );
    }

    #[test]
    fn a_bomb_is_stopped_while_it_unfolds() {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut bytes = archive(&[("a.csv", &vec![b'a'; LARGEST_TABLE + 1])], options);
        assert!(bytes.len() < 2_000_000);
        assert_eq!(read(&bytes, None), Err(too_large()));
        // The same, with a size of 10 bytes stated in the directory.
        let directory = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        bytes[directory + 24..directory + 28].copy_from_slice(&10u32.to_le_bytes());
        assert!(read(&bytes, None).is_err());
    }
}
