//! What one cell says, without what stands around it.

use super::super::half_width;
use std::borrow::Cow;

/// How many digits of a number a spreadsheet keeps.
const KEPT_DIGITS: usize = 15;

/// The cell without blanks, TAB, BOM and stray quotes around it.
pub(super) fn trimmed(cell: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}');
    let mut text = cell.trim_matches(blank);
    // `="123"` and `'123` are how people keep a spreadsheet from rounding a number.
    if let Some(kept) = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')) {
        return kept.trim_matches(blank);
    }
    if let Some(kept) = text.strip_prefix('\'')
        && kept.starts_with(|c: char| c.is_ascii_digit())
    {
        text = kept;
    }
    if let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        return inner.trim_matches(blank);
    }
    if text.bytes().filter(|b| *b == b'"').count() == 1 {
        return text.trim_matches('"').trim_matches(blank);
    }
    text
}

/// Half-width text without blanks around it.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text.trim())
    } else {
        Cow::Owned(half_width(text).trim().to_owned())
    }
}

/// The text, or nothing where it is one of the marks that bills write for "nothing".
pub fn blank_mark(text: &str) -> &str {
    match text {
        "/" | "-" | "--" | "null" | "NULL" => "",
        _ => text,
    }
}

/// Whether a number has gone through a spreadsheet that kept its first fifteen digits: `2.02609E+27`,
/// `2026092822001410000000000000`.
pub fn has_lost_digits(text: &str) -> bool {
    if let Some((number, power)) = text.split_once(['E', 'e']) {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        return digits(power.trim_start_matches('+')) && digits(&number.replacen('.', "", 1));
    }
    text.len() >= KEPT_DIGITS + 3
        && text.bytes().all(|b| b.is_ascii_digit())
        && text
            .get(KEPT_DIGITS..)
            .is_some_and(|rest| rest.bytes().all(|b| b == b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_lose_what_stands_around_them() {
        for (cell, text) in [
            (" 3985734\t", "3985734"),
            ("\u{a0}支出\u{3000}", "支出"),
            ("\"3985734\"\t", "3985734"),
            ("\"半个引号", "半个引号"),
            ("\"爆款\"手机壳", "\"爆款\"手机壳"),
            ("=\"2026092822001414\"", "2026092822001414"),
            ("'2026092822001414", "2026092822001414"),
            ("\u{feff}交易时间", "交易时间"),
            ("\"", ""),
            ("\"\"", ""),
        ] {
            assert_eq!(trimmed(cell), text, "{cell:?}");
        }
    }

    #[test]
    fn a_number_that_a_spreadsheet_rounded_is_noticed() {
        for text in [
            "2.02609E+27",
            "2.02609282200141E27",
            "2026092822001410000000000000",
        ] {
            assert!(has_lost_digits(text), "{text}");
        }
        for text in [
            "2026092822001414871400000001",
            "CP0232671700000000000001",
            "E27",
            "1000000",
            "",
            "100E",
            "T2E5",
        ] {
            assert!(!has_lost_digits(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_makes_it_panic(text in "\\PC{0,40}") {
            let _ = (has_lost_digits(&text), trimmed(&text));
        }
    }
}
