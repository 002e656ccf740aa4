//! CSV as apps and spreadsheets write it, in whatever encoding it comes.
//!
//! The rows are split here and not by a CSV crate: payment apps write cells that begin with a quote and never close it,
//! and a strict reader swallows the rest of the file into such a cell.

use super::Table;
use crate::Outcome;
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

/// How many lines say which separator a file uses.
const SNIFFED_LINES: usize = 200;
/// The longest cell in quotes, in bytes. One that is not closed by then was never opened.
const LONGEST_QUOTED: usize = 4_000;

/// Reads the rows of a text.
pub(super) fn read(bytes: &[u8], most_rows: usize) -> Outcome<Table> {
    let text = decoded(bytes);
    split(&text, separator(&text), most_rows)
}

/// The text: by its BOM, else as UTF-8, else as GB18030. What cannot be decoded becomes U+FFFD.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        return text;
    }
    let broken_at = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    // A file that was cut in the middle of its last letter is still UTF-8.
    if broken_at.error_len().is_none() && broken_at.valid_up_to() > 0 {
        return UTF_8.decode_without_bom_handling(bytes).0;
    }
    let (chinese, had_errors) = GB18030.decode_without_bom_handling(bytes);
    if !had_errors {
        return chinese;
    }
    let (unicode, _) = UTF_8.decode_without_bom_handling(bytes);
    let lost = |text: &str| text.matches('\u{fffd}').count();
    if lost(&unicode) < lost(&chinese) {
        unicode
    } else {
        chinese
    }
}

/// The separator that the first lines have most of.
fn separator(text: &str) -> u8 {
    let weight = |separator: u8| -> usize {
        text.split(['\n', '\r'])
            .take(SNIFFED_LINES)
            .map(|line| line.bytes().filter(|b| *b == separator).count().min(20))
            .sum()
    };
    // Some bills put a TAB after a number, so the comma wins a draw.
    let mut best = (b',', weight(b','));
    for other in [b'\t', b';'] {
        let weight = weight(other);
        if weight > best.1 {
            best = (other, weight);
        }
    }
    best.0
}

fn split(text: &str, separator: u8, most_rows: usize) -> Outcome<Table> {
    let bytes = text.as_bytes();
    let mut table = Table::default();
    let mut cell = String::new();
    let (mut at, mut line, mut row_line) = (0, 1u32, 1u32);
    while at < bytes.len() && table.len() < most_rows {
        let in_quotes = quoted(bytes, at, separator);
        let length = in_quotes.unwrap_or_else(|| {
            let rest = bytes.get(at..).unwrap_or_default();
            rest.iter()
                .position(|b| *b == separator || matches!(b, b'\n' | b'\r'))
                .unwrap_or(rest.len())
        });
        let ended_by = bytes.get(at + length).copied();
        let raw = text.get(at..at + length).unwrap_or_default();
        if in_quotes.is_some() && (raw.contains("\"\"") || raw.contains(['\n', '\r'])) {
            cell.clear();
            let inner = raw.trim_matches([' ', '\t']);
            let inner = inner.strip_prefix('"').unwrap_or(inner);
            let inner = inner.strip_suffix('"').unwrap_or(inner);
            cell.push_str(&inner.replace("\"\"", "\"").replace(['\n', '\r'], " "));
            line = line.saturating_add(newlines(raw));
            table.push(&cell)?;
        } else {
            table.push(raw)?;
        }
        at += length + 1;
        if ended_by != Some(separator) {
            table.end_row(row_line)?;
            if ended_by == Some(b'\r') && bytes.get(at) == Some(&b'\n') {
                at += 1;
            }
            line = line.saturating_add(1);
            row_line = line;
        }
    }
    table.end_row(row_line)?;
    Ok(table)
}

fn newlines(text: &str) -> u32 {
    let count = text.matches('\n').count().max(text.matches('\r').count());
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The length of a cell in quotes that starts here, up to its separator; `None` if no quote is opened, or where it is
/// not closed right before a separator.
fn quoted(bytes: &[u8], start: usize, separator: u8) -> Option<usize> {
    let blank = |b: u8| b == b' ' || (b == b'\t' && separator != b'\t');
    let mut at = start;
    while bytes.get(at).is_some_and(|b| blank(*b)) {
        at += 1;
    }
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    at += 1;
    let limit = bytes.len().min(start + LONGEST_QUOTED);
    while at < limit {
        if bytes.get(at) != Some(&b'"') {
            at += 1;
            continue;
        }
        if bytes.get(at + 1) == Some(&b'"') {
            at += 2;
            continue;
        }
        at += 1;
        while bytes.get(at).is_some_and(|b| blank(*b)) {
            at += 1;
        }
        return match bytes.get(at) {
            None | Some(b'\n' | b'\r') => Some(at - start),
            Some(b) if *b == separator => Some(at - start),
            // The quote stood in the middle of the cell: `"new" phone case`.
            Some(_) => None,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let table = read(text.as_bytes(), usize::MAX).unwrap();
        table
            .rows()
            .map(|row| (row.line, row.cells().map(str::to_owned).collect()))
            .collect()
    }

    fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn rows_of_every_sort_of_csv() {
        for (text, expected) in [
            (
                "a,b\r\n\r\nc,d,\n",
                vec![row(1, &["a", "b"]), row(3, &["c", "d", ""])],
            ),
            ("a,\"b,c\",d", vec![row(1, &["a", "b,c", "d"])]),
            (
                "\"3985734\"\t,\"129847129\"\t,x\n",
                vec![row(1, &["3985734", "129847129", "x"])],
            ),
            (
                "a,\"b\r\nc\",d\ne,f",
                vec![row(1, &["a", "b  c", "d"]), row(3, &["e", "f"])],
            ),
            ("a,\"say \"\"hi\"\"\",b", vec![row(1, &["a", "say \"hi\"", "b"])]),
            (
                "a,\"never closed,b\nc,d\n",
                vec![row(1, &["a", "never closed", "b"]), row(2, &["c", "d"])],
            ),
            (
                "a,\"new\" case,b\nc,d\n",
                vec![row(1, &["a", "\"new\" case", "b"]), row(2, &["c", "d"])],
            ),
            (
                "a\tb\tc\nd\te,f\tg\n",
                vec![row(1, &["a", "b", "c"]), row(2, &["d", "e,f", "g"])],
            ),
            (
                "a;b;c\nd;e;f\n",
                vec![row(1, &["a", "b", "c"]), row(2, &["d", "e", "f"])],
            ),
            ("a,b\rc,d\r", vec![row(1, &["a", "b"]), row(2, &["c", "d"])]),
            (",\n,,\n", vec![]),
        ] {
            assert_eq!(rows(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "交易时间,金额（元）\n2026-09-28 17:20:33,¥14.95\n";
        let with_bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let little: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_be_bytes)
            .collect();
        let (gbk, _, lossy) = GB18030.encode(text);
        assert!(!lossy);
        for bytes in [text.as_bytes(), &with_bom, &little, &big, &gbk] {
            assert_eq!(decoded(bytes), text, "{bytes:?}");
        }
    }

    #[test]
    fn a_letter_that_gbk_lacks_is_read() {
        let (bytes, _, lossy) = GB18030.encode("㐂𠮷饭店,a,b,c,d");
        assert!(!lossy);
        assert_eq!(decoded(&bytes), "㐂𠮷饭店,a,b,c,d");
    }

    #[test]
    fn one_damaged_letter_does_not_change_the_encoding() {
        let mut bytes = "交易时间,金额,交易状态\n".repeat(3).into_bytes();
        assert!(decoded(&bytes[..bytes.len() - 3]).starts_with("交易时间"));
        bytes[3] = 0xff;
        assert!(decoded(&bytes).contains("金额,交易状态"));
    }
}
