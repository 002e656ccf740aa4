//! What is looked at before a PDF is opened: that it is one, that its end is there, and that it does not unfold to more than fits.

use daozhang_core::record::Unread;
use flate2::{Decompress, FlushDecompress, Status};

/// The largest file that is read, in bytes.
const LARGEST: usize = 30 * 1024 * 1024;
/// The most that all streams of a file may unfold to, in bytes.
const MOST_UNFOLDED: u64 = 256 * 1024 * 1024;
/// Where the head may stand, and how near to the end the end mark.
const HEAD: usize = 1024;
const TAIL: usize = 2048;

/// Refuses what is not to be opened.
pub fn check(pdf: &[u8]) -> Result<(), Unread> {
    if pdf.len() > LARGEST {
        return Err(Unread::TooLarge);
    }
    let head = &pdf[..pdf.len().min(HEAD)];
    if !holds(head, b"%PDF-") {
        return Err(Unread::NoPdf);
    }
    if !holds(pdf, b" obj") {
        return Err(Unread::Broken);
    }
    let tail = &pdf[pdf.len().saturating_sub(TAIL)..];
    if !holds(tail, b"startxref") || !holds(tail, b"%%EOF") {
        return Err(Unread::Cut);
    }
    let mut left = MOST_UNFOLDED;
    let mut rest = pdf;
    while let Some(at) = find(rest, b"stream") {
        let ends = at >= 3 && rest.get(at - 3..at) == Some(b"end");
        rest = &rest[at + b"stream".len()..];
        if ends {
            continue;
        }
        let data = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
        // What a zlib stream begins with; an encrypted one is none, and unfolds under the limits of the process.
        if data.first().is_some_and(|first| first & 0x0f == 8) {
            left = left.checked_sub(unfolded(data, left)).ok_or(Unread::TooLarge)?;
        }
    }
    Ok(())
}

/// How long a stream is unfolded, or more than `most` if it is longer than that.
fn unfolded(data: &[u8], most: u64) -> u64 {
    let mut stream = Decompress::new(true);
    let mut room = vec![0; 64 * 1024];
    while stream.total_out() <= most {
        let from = usize::try_from(stream.total_in())
            .unwrap_or(data.len())
            .min(data.len());
        let before = (stream.total_in(), stream.total_out());
        match stream.decompress(&data[from..], &mut room, FlushDecompress::None) {
            Ok(Status::Ok) if (stream.total_in(), stream.total_out()) != before => {}
            _ => break,
        }
    }
    stream.total_out()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    find(bytes, part).is_some()
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let (first, others) = part.split_first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        let at = from + at;
        if bytes[at + 1..].starts_with(others) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}
