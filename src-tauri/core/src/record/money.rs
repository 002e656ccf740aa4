//! Reading money: one grammar, with the limits and the sentences of a form around it.

use super::table::plain;
use crate::order::{Fen, excerpt};
use crate::{Code, Failure, Outcome, text};

/// The largest amount that an order may have: 1,000,000 元.
pub const LARGEST_AMOUNT: Fen = Fen(100_000_000);
/// The largest number of 元 that is read at all.
const MOST_YUAN: i64 = 999_999_999_999;

/// Why a text is no money.
#[derive(Debug, PartialEq, Eq)]
enum NoMoney {
    Empty,
    Unreadable,
    Negative,
    /// More than two decimals.
    TooFine,
    TooMuch,
}

/// Reads an amount as people type or paste it: `98.5`, `98.50`, `￥98.50`, `1,098.50`, `98.5元`. `code` says which
/// field it stands in.
pub fn read_amount(text: &str, code: Code) -> Outcome<Fen> {
    let why = match read(text) {
        Ok(Fen(0)) => text!(amount_zero),
        Ok(amount) if amount <= LARGEST_AMOUNT => return Ok(amount),
        Ok(_) | Err(NoMoney::TooMuch) => text!(amount_too_large),
        Err(NoMoney::Empty) => text!(amount_missing),
        Err(NoMoney::Unreadable) => text!(amount_unreadable, typed = excerpt(text.trim())),
        Err(NoMoney::Negative) => text!(amount_negative),
        Err(NoMoney::TooFine) => text!(amount_too_fine, typed = excerpt(number_in(&plain(text)))),
    };
    Err(Failure::new(code, why))
}

/// Reads money to the 分: `28.16`, `¥28.16`, `￥1,028.16`, `28.1元`. None for anything else, also for a negative amount
/// and for more than two decimals.
pub fn money(text: &str) -> Option<Fen> {
    read(text).ok()
}

fn number_in(plain: &str) -> &str {
    plain
        .trim_start_matches(['¥', '￥'])
        .trim_end_matches('元')
        .trim()
}

fn read(text: &str) -> Result<Fen, NoMoney> {
    let plain = plain(text);
    if plain.is_empty() {
        return Err(NoMoney::Empty);
    }
    let number = number_in(&plain);
    if number.starts_with('-') {
        return Err(NoMoney::Negative);
    }
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let pointed = number.len() > whole.len();
    if pointed && decimals.is_empty() || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NoMoney::Unreadable);
    }
    let yuan = yuan(whole).ok_or(NoMoney::Unreadable)?;
    if decimals.len() > 2 {
        return Err(NoMoney::TooFine);
    }
    if yuan > MOST_YUAN {
        return Err(NoMoney::TooMuch);
    }
    let fen = decimals
        .bytes()
        .zip([10, 1])
        .map(|(digit, worth)| i64::from(digit - b'0') * worth);
    Ok(Fen(yuan * 100 + fen.sum::<i64>()))
}

/// The number before the point, in groups of three or in none.
fn yuan(whole: &str) -> Option<i64> {
    let mut yuan: i64 = 0;
    for (position, group) in whole.split(',').enumerate() {
        let fits = match position {
            _ if group.len() == whole.len() => !group.is_empty(),
            0 => (1..=3).contains(&group.len()),
            _ => group.len() == 3,
        };
        if !fits || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        for digit in group.bytes() {
            yuan = yuan.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
        }
    }
    Some(yuan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;
    use proptest::prelude::*;

    #[test]
    fn amounts_as_people_write_them() {
        for (text, fen) in [
            ("98.5", 9850),
            ("98.50", 9850),
            ("￥98.50", 9850),
            ("¥ 98.50", 9850),
            ("1,098.50", 109_850),
            ("１，０９８．５０", 109_850),
            ("98元", 9800),
            ("0.01", 1),
            ("007", 700),
            ("1000000", 100_000_000),
            ("1,000,000.00", 100_000_000),
        ] {
            assert_eq!(read_amount(text, Code::Amount), Ok(Fen(fen)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_in_one_sentence() {
        let long = "9".repeat(100_000);
        for text in [
            "",
            " ",
            "0",
            "0.00",
            "-5",
            "－5",
            "1000000.01",
            "98.505",
            "1e5",
            "98.",
            ".5",
            "1,09",
            "10,98.50",
            "九十八",
            "98.5.0",
            "98,50",
            "NaN",
            "{{7*7}}",
            &long,
        ] {
            let refused = read_amount(text, Code::Amount).unwrap_err();
            assert_eq!(refused.code, Code::Amount, "{text}");
            assert!(
                refused.message().ends_with('。') && refused.message().chars().count() < 80,
                "{}",
                refused.message()
            );
            assert!(!refused.message().contains('\n'));
        }
    }

    #[test]
    fn money_is_read_to_the_fen() {
        for (text, fen) in [
            ("14.95", 1495),
            ("¥28.16", 2816),
            ("￥1,028.16", 102_816),
            ("10.2", 1020),
            ("0.00", 0),
            ("481", 48_100),
            ("２０．５０元", 2050),
            ("999999999999.99", 99_999_999_999_999),
        ] {
            assert_eq!(money(text), Some(Fen(fen)), "{text}");
        }
    }

    #[test]
    fn what_is_no_money_is_no_money() {
        let long = "9".repeat(100);
        for text in [
            "", "支出", "-5.00", "14.955", "1.", ".5", "1,2", "1,0000", ",100", "1e3", "NaN", "1.2.3",
            "1.,5", "1.+5", &long,
        ] {
            assert_eq!(money(text), None, "{text}");
        }
    }

    #[test]
    fn a_refusal_quotes_what_was_typed_in_every_language() {
        let refused = read_amount("十块", Code::Amount).unwrap_err().text;
        assert_eq!(refused.chinese(), "看不懂金额“十块”，请只填数字，例如 98.50。");
        assert_eq!(
            refused.said_in(Language::of("en").unwrap()),
            "The amount “十块” cannot be read. Enter digits only, such as 98.50."
        );
    }

    proptest! {
        #[test]
        fn what_is_written_out_is_read_back(fen in 1i64..=100_000_000) {
            prop_assert_eq!(read_amount(&Fen(fen).yuan(), Code::Amount), Ok(Fen(fen)));
        }

        #[test]
        fn money_written_out_is_read_back(fen in 0i64..=99_999_999_999_999) {
            prop_assert_eq!(money(&Fen(fen).yuan()), Some(Fen(fen)));
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,40}") {
            let _ = (read_amount(&text, Code::Amount), money(&text));
        }
    }
}
