//! Whether a paper carries a signature, and whether bytes follow it. It is found and not checked.

use daozhang_core::record::Signature;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Object};

/// Looks for dictionaries that say which bytes of the file they cover.
pub fn find(pdf: &Pdf, bytes: &[u8]) -> Signature {
    let mut covered: Option<i64> = None;
    for object in pdf.objects() {
        let Object::Dict(dict) = object else {
            continue;
        };
        let dict: Dict<'_> = dict;
        if !dict.contains_key("Contents") {
            continue;
        }
        let Some(range) = dict.get::<Array<'_>>("ByteRange") else {
            continue;
        };
        let range: Vec<i64> = range.iter::<i64>().take(4).collect();
        if let [_, _, from, length] = range[..] {
            covered = covered.max(Some(from.saturating_add(length)));
        }
    }
    let Some(end) = covered else {
        return Signature::None;
    };
    let behind = usize::try_from(end).ok().and_then(|end| bytes.get(end..));
    match behind {
        Some(behind) if behind.iter().all(u8::is_ascii_whitespace) => Signature::Found,
        _ => Signature::ChangedAfter,
    }
}
