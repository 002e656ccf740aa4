//! Numbers by which a shop or a payment app knows a purchase: exact text, of which nothing is computed.

use super::squeezed;
use super::table::has_lost_digits;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Fewer characters than this are too easily the same by chance.
const SHORTEST: usize = 6;

/// What people write for a number that there is none of.
const NOTHING: &[&str] = &[
    "无",
    "没有",
    "暂无",
    "无单号",
    "没有单号",
    "/",
    "-",
    "--",
    "null",
    "NULL",
    "N/A",
    "n/a",
];

/// The text without the characters that nobody sees: they come along when something is copied, and two texts that look the
/// same would be two.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .filter(|c| c.general_category() != GeneralCategory::Format)
        .collect()
}

/// Several numbers stand in a text, and nothing says which is meant.
#[derive(Debug, PartialEq, Eq)]
pub struct SeveralNumbers;

/// The number in what was typed or pasted, without blanks and without what was copied with it: `订单号：A0000001 复制` is
/// `A0000001`. A text in which no number stands stays as it is; none for an empty one.
///
/// # Errors
/// A text with several numbers and words between them.
pub fn read_number(text: &str) -> Result<Option<String>, SeveralNumbers> {
    let text = squeezed(&visible(text));
    if text.is_empty() || NOTHING.contains(&text.as_str()) {
        return Ok(None);
    }
    if text.chars().all(in_number) {
        return Ok(Some(text));
    }
    let mut numbers = text
        .split(|c: char| !in_number(c))
        .map(|part| part.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|part| part.len() >= SHORTEST && part.bytes().any(|b| b.is_ascii_digit()));
    match (numbers.next(), numbers.next()) {
        (Some(number), None) if stands_alone(&text, number) => Ok(Some(number.to_owned())),
        (Some(_), Some(_)) if text.chars().any(is_word) => Err(SeveralNumbers),
        _ => Ok(Some(text)),
    }
}

/// Whether a character can stand in a number. A star hides one.
fn in_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '*' | '.' | '/' | '+' | '=' | '|' | '@' | '~')
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii()
}

/// Whether nothing but words in Chinese, a label before a colon and marks stand around a number.
fn stands_alone(text: &str, number: &str) -> bool {
    let Some((before, behind)) = text.split_once(number) else {
        return false;
    };
    let plain = |text: &str| !text.contains(|c: char| c.is_ascii_alphanumeric());
    let label = |text: &str| text.ends_with([':', '#', '=']) || plain(text);
    label(before) && plain(behind)
}

/// Whether a number is all there: neither rounded by a spreadsheet nor hidden behind stars.
pub fn is_whole(number: &str) -> bool {
    let hidden = |c: char| matches!(c, '*' | '＊' | '•' | '●' | '…' | '?' | '？');
    !has_lost_digits(number) && !number.contains(hidden) && !number.to_ascii_lowercase().contains("xxx")
}

/// Whether a number can tell one purchase from another: a whole one, not too short, and not the same character throughout.
pub fn tells(number: &str) -> bool {
    let mut chars = number.chars();
    let first = chars.next();
    number.chars().count() >= SHORTEST && is_whole(number) && chars.any(|c| Some(c) != first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_loses_what_was_copied_with_it() {
        for (text, number) in [
            ("A0000001", "A0000001"),
            ("订单号：A0000001 复制", "A0000001"),
            ("订单编号:A0000001复制", "A0000001"),
            ("订单号 A0000001", "A0000001"),
            ("Order ID: A0000001", "A0000001"),
            ("#20261120000001", "20261120000001"),
            ("【A0000001】", "A0000001"),
            ("A0000001（已付款）", "A0000001"),
            ("2026 1120 0000 01", "20261120000001"),
            ("２０２６１１２０", "20261120"),
            ("T200P1000001\u{200b}", "T200P1000001"),
            ("\u{feff}T200\u{200d}P1000001\u{2060}", "T200P1000001"),
            ("MC-88001", "MC-88001"),
            ("2026_1", "2026_1"),
            ("4200****1234", "4200****1234"),
            ("A1", "A1"),
            ("{{7*7}}", "{{7*7}}"),
            ("第12345号", "第12345号"),
        ] {
            assert_eq!(read_number(text), Ok(Some(number.to_owned())), "{text}");
        }
        for text in ["", " ", "\u{200b}", "无", "/", "n/a"] {
            assert_eq!(read_number(text), Ok(None), "{text}");
        }
        for text in ["订单号A0000001支付单号B0000002", "A0000001和A0000002"] {
            assert_eq!(read_number(text), Err(SeveralNumbers), "{text}");
        }
    }

    #[test]
    fn only_a_whole_number_tells_purchases_apart() {
        for number in ["4200000000202611200000000001", "MC-88001", "100001"] {
            assert!(tells(number), "{number}");
        }
        for number in [
            "",
            "12345",
            "2.02611E+27",
            "2026092822001410000000000000",
            "4200****1234",
            "4200…1234",
            "4200xxxx1234",
            "000000",
            "订单",
        ] {
            assert!(!tells(number), "{number}");
        }
    }

    proptest! {
        #[test]
        fn a_number_that_was_read_is_read_as_itself(text in "\\PC{0,40}") {
            if let Ok(Some(number)) = read_number(&text) {
                prop_assert_eq!(read_number(&number), Ok(Some(number.clone())));
            }
        }
    }
}
