//! Reading an amount of money.

use super::half_width;
use crate::order::Fen;
use crate::order::excerpt;
use crate::{Code, Failure, Outcome};

/// The largest amount that an order may have: 1,000,000 元.
const LARGEST: Fen = Fen(100_000_000);

/// Reads an amount as people type or paste it: `98.5`, `98.50`, `￥98.50`, `1,098.50`, `98.5元`. `code` says which
/// field it stands in.
pub fn read_amount(text: &str, code: Code) -> Outcome<Fen> {
    let refused = |why: String| Failure::new(code, why);
    let plain = half_width(text);
    let plain = plain.trim();
    if plain.is_empty() {
        return Err(refused(
            "还没有填金额，请填实际付了多少元，例如 98.50。".to_owned(),
        ));
    }
    let number = plain
        .trim_start_matches(['¥', '￥'])
        .trim_end_matches('元')
        .trim();
    let unreadable = || {
        refused(format!(
            "看不懂金额“{}”，请只填数字，例如 98.50。",
            excerpt(text.trim())
        ))
    };
    if number.starts_with('-') {
        return Err(refused("金额不能是负数，请填实际付了多少元。".to_owned()));
    }
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let digits = ungrouped(whole).ok_or_else(unreadable)?;
    if !decimals.bytes().all(|b| b.is_ascii_digit()) || (number.contains('.') && decimals.is_empty()) {
        return Err(unreadable());
    }
    if decimals.len() > 2 {
        return Err(refused(format!(
            "金额“{}”的小数多于两位，请按账单填到分，例如 98.50。",
            excerpt(number)
        )));
    }
    let too_large = || refused("金额超过了 1,000,000 元，请核对是不是多打了几位。".to_owned());
    if digits.len() > 12 {
        return Err(too_large());
    }
    let yuan: i64 = digits.parse().map_err(|_| unreadable())?;
    let fen: i64 = format!("{decimals:0<2}").parse().map_err(|_| unreadable())?;
    let amount = Fen(yuan * 100 + fen);
    if amount > LARGEST {
        return Err(too_large());
    }
    if amount == Fen(0) {
        return Err(refused("金额不能是 0，请填实际付了多少元。".to_owned()));
    }
    Ok(amount)
}

/// The digits without thousands separators; `None` if the groups are not of three.
fn ungrouped(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let grouped =
        groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    (groups.iter().all(digits) && grouped).then(|| {
        let joined = groups.concat();
        let trimmed = joined.trim_start_matches('0');
        if trimmed.is_empty() {
            "0".to_owned()
        } else {
            trimmed.to_owned()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
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

    proptest! {
        #[test]
        fn what_is_written_out_is_read_back(fen in 1i64..=100_000_000) {
            prop_assert_eq!(read_amount(&Fen(fen).yuan(), Code::Amount), Ok(Fen(fen)));
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,40}") {
            let _ = read_amount(&text, Code::Amount);
        }
    }
}
