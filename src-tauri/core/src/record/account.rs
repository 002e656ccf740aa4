//! Comparing accounts.

use super::half_width;

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
