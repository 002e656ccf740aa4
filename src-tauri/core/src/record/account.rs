//! Accounts to be charged: comparing them, and noticing a slip before it costs the money.

use super::half_width;
use crate::rules::{AccountForm, PhoneRange};
use crate::text;
use crate::words::{RowText, Text};
use serde::Serialize;
use ts_rs::TS;

/// What to look at in an account before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccountCheck {
    /// What will be charged, with its digits in groups: `138 0000 0001`.
    pub groups: String,
    /// What looks wrong, one sentence each.
    pub faults: Vec<Text>,
}

/// Looks at an account of a form. None where there is nothing typed. Nothing here refuses: a seller may know
/// accounts that this app does not.
pub fn check_account(typed: &str, form: AccountForm, ranges: &[PhoneRange]) -> Option<AccountCheck> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let mut faults = Vec::new();
    let plain = half_width(typed);
    if plain != typed {
        faults.push(text!(account_full_width));
    }
    let inside = plain.trim();
    if inside.chars().any(char::is_whitespace) {
        faults.push(text!(account_blank_inside));
    }
    if inside.chars().any(|c| c.is_control() || is_invisible(c)) {
        faults.push(text!(account_invisible));
    }
    let bare: String = inside
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let alike = bare.chars().any(|c| "OoQIl|SsBZz".contains(c));
    let all_digits = digits == bare.chars().count();
    let mut groups = grouped(&bare, &[4; 16]);
    match form {
        AccountForm::Mobile => {
            groups = grouped(&bare, &[3, 4, 4]);
            if !all_digits {
                faults.push(if alike {
                    text!(account_mobile_letters)
                } else {
                    text!(account_mobile_digits)
                });
            } else if bare.len() != 11 {
                faults.push(text!(account_mobile_length, length = bare.len()));
            } else if !ranges
                .iter()
                .any(|range| range.prefixes.iter().any(|prefix| bare.starts_with(prefix)))
            {
                faults.push(text!(account_mobile_range, start = &bare[..3]));
            }
        }
        AccountForm::Qq => {
            if !all_digits {
                faults.push(text!(account_qq_digits));
            } else if !(5..=11).contains(&bare.len()) || bare.starts_with('0') {
                faults.push(text!(account_qq_length, length = bare.len()));
            }
        }
        AccountForm::Any => {
            // Long digits with one letter among them are most likely a slip.
            let nearly = digits >= 6 && !all_digits && digits + 1 == bare.chars().count();
            if nearly && alike {
                faults.push(text!(account_letter_like_digit));
            }
            let mixed =
                bare.chars().any(|c| c.is_ascii_uppercase()) && bare.chars().any(|c| c.is_ascii_lowercase());
            if mixed && !bare.contains('@') {
                faults.push(text!(account_mixed_case));
            }
        }
    }
    if !all_digits {
        groups = inside.to_owned();
    }
    Some(AccountCheck { groups, faults })
}

/// The operator that a mobile number was first given to.
pub fn operator<'a>(number: &str, ranges: &'a [PhoneRange]) -> Option<&'a RowText> {
    let number = half_width(number);
    let number: String = number.chars().filter(char::is_ascii_digit).collect();
    let range = ranges
        .iter()
        .find(|range| range.prefixes.iter().any(|prefix| number.starts_with(prefix)))?;
    (number.len() == 11).then_some(&range.operator)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn grouped(text: &str, lengths: &[usize]) -> String {
    let mut chars = text.chars();
    let mut groups = Vec::new();
    for length in lengths {
        let group: String = chars.by_ref().take(*length).collect();
        if group.is_empty() {
            break;
        }
        groups.push(group);
    }
    let rest: String = chars.collect();
    if !rest.is_empty() {
        groups.push(rest);
    }
    groups.join(" ")
}

/// Whether what a page shows is the account that was ordered: blanks, dashes, full-width digits and the case of letters do
/// not tell accounts apart, and a page may show some characters as `*`.
pub fn same_account(ordered: &str, shown: &str) -> bool {
    let plain = |text: &str| -> Vec<char> {
        half_width(text)
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (ordered, shown) = (plain(ordered), plain(shown));
    !shown.is_empty()
        && shown.iter().any(|c| *c != '*')
        && ordered.len() == shown.len()
        && ordered
            .iter()
            .zip(&shown)
            .all(|(ordered, shown)| ordered == shown || *shown == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_an_account_is_noticed_by_its_kind() {
        let rules = crate::rules::Rules::shipped().unwrap();
        let ranges = &rules.phones;
        for (typed, kind, groups, word) in [
            ("13800000001", "phone-credit-fast", "138 0000 0001", ""),
            (" 138-0000-0001 ", "phone-credit-slow", "138 0000 0001", ""),
            ("1380000001", "phone-credit-fast", "138 0000 001", "11 位"),
            ("12800000001", "phone-credit-fast", "128 0000 0001", "号段"),
            ("138O0000001", "phone-credit-fast", "138O0000001", "字母"),
            ("１３８００００００01", "data-plan", "138 0000 0001", "全角"),
            ("138 0000 0001", "data-plan", "138 0000 0001", "空格"),
            (
                "138\u{200b}00000001",
                "data-plan",
                "138\u{200b}00000001",
                "看不见",
            ),
            ("10001", "q-coin", "1000 1", ""),
            ("012345", "q-coin", "0123 45", "0 开头"),
            ("1234", "q-coin", "1234", "5 到 11"),
            ("a@example.com", "q-coin", "a@example.com", "数字"),
            ("PlayerOne", "game-points", "PlayerOne", "大小写"),
            (
                "Player.One@example.com",
                "membership",
                "Player.One@example.com",
                "",
            ),
            ("1000l2345", "game-points", "1000l2345", "字母"),
            ("1000113550000012345", "fuel-card", "1000 1135 5000 0012 345", ""),
        ] {
            let check = check_account(typed, rules.kind(kind).unwrap().account.form, ranges).unwrap();
            assert_eq!(check.groups, groups, "{typed}");
            match word {
                "" => assert!(check.faults.is_empty(), "{typed}: {:?}", check.faults),
                word => {
                    let faults = Text::joined(check.faults).chinese();
                    assert!(faults.contains(word), "{typed}: {faults}");
                }
            }
        }
        assert_eq!(check_account("  ", AccountForm::Qq, ranges), None);
        assert_eq!(
            operator("138 0000 0001", ranges).map(RowText::chinese),
            Some("中国移动")
        );
        assert_eq!(operator("1380000000", ranges), None);
    }

    #[test]
    fn accounts_are_compared_as_people_do() {
        for (ordered, shown, same) in [
            ("13800000001", "138 0000 0001", true),
            ("13800000001", "138****0001", true),
            ("13800000001", "１３８０００００００１", true),
            ("Player-One", "playerone", true),
            ("13800000001", "13800000010", false),
            ("13800000001", "1380000001", false),
            ("10001", "*****", false),
            ("10001", "", false),
        ] {
            assert_eq!(same_account(ordered, shown), same, "{ordered} {shown}");
        }
    }
}
