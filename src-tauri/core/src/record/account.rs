//! Accounts to be charged: comparing them, and noticing a slip before it costs the money.

use super::half_width;
use crate::rules::{AccountForm, PhoneRange};
use crate::words::RowText;
use serde::Serialize;
use ts_rs::TS;

/// What to look at in an account before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccountCheck {
    /// What will be charged, with its digits in groups: `138 0000 0001`.
    pub groups: String,
    /// What looks wrong, one sentence each.
    pub faults: Vec<String>,
}

/// Looks at an account of a form. None where there is nothing typed. Nothing here refuses: a seller may know
/// accounts that this app does not.
pub fn check_account(typed: &str, form: AccountForm, ranges: &[PhoneRange]) -> Option<AccountCheck> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let mut faults = Vec::new();
    let mut fault = |wrong: bool, text: &str| {
        if wrong {
            faults.push(text.to_owned());
        }
    };
    let plain = half_width(typed);
    fault(
        plain != typed,
        "里面有全角字符，充值页面可能不认；请换成半角再填。",
    );
    let inside = plain.trim();
    fault(
        inside.chars().any(char::is_whitespace),
        "中间有空格，复制到充值页面前请去掉。",
    );
    fault(
        inside.chars().any(|c| c.is_control() || is_invisible(c)),
        "里面有看不见的字符，请手动重打一遍。",
    );
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
                fault(
                    true,
                    if alike {
                        "手机号里混进了字母，像是把 0 写成 O、1 写成 l，请核对。"
                    } else {
                        "手机号应当全是数字，请核对。"
                    },
                );
            } else if bare.len() != 11 {
                faults.push(format!("手机号是 11 位，这里有 {} 位，请核对。", bare.len()));
            } else if !ranges
                .iter()
                .any(|range| range.prefixes.iter().any(|prefix| bare.starts_with(prefix)))
            {
                faults.push(format!("{} 开头不是常见的手机号段，请核对。", &bare[..3]));
            }
        }
        AccountForm::Qq => {
            if !all_digits {
                fault(true, "QQ 号应当全是数字，请核对是不是填成了昵称或邮箱。");
            } else if !(5..=11).contains(&bare.len()) || bare.starts_with('0') {
                faults.push(format!(
                    "QQ 号是 5 到 11 位、不以 0 开头，这里是 {} 位，请核对。",
                    bare.len()
                ));
            }
        }
        AccountForm::Any => {
            // Long digits with one letter among them are most likely a slip.
            let nearly = digits >= 6 && !all_digits && digits + 1 == bare.chars().count();
            fault(
                nearly && alike,
                "数字里混进了一个像数字的字母（O/0、l/1），请核对。",
            );
            let mixed =
                bare.chars().any(|c| c.is_ascii_uppercase()) && bare.chars().any(|c| c.is_ascii_lowercase());
            fault(
                mixed && !bare.contains('@'),
                "有大写也有小写，请照账号原样填，不少平台区分大小写。",
            );
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
                word => assert!(
                    check.faults.concat().contains(word),
                    "{typed}: {:?}",
                    check.faults
                ),
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
