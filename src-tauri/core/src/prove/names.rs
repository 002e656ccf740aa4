//! File names that every system takes.

/// The longest part of a file name that comes from a person, in characters.
const LONGEST: usize = 64;

/// Names that Windows keeps for devices, with any ending, the figures also when they are raised:
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file> (checked 2026-11-28).
const RESERVED: [&str; 28] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "com¹", "com²", "com³", "lpt¹",
    "lpt²", "lpt³",
];

/// Turns any text into a part of a file name: letters, digits and Chinese characters stay, everything else becomes `_`;
/// never empty, never hidden, at most 64 characters.
pub fn safe_name(text: &str) -> String {
    let mut name: String = text
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '_'
            }
        })
        .collect();
    name = name.trim_matches(['.', '_']).chars().take(LONGEST).collect();
    let name = name.trim_end_matches(['.', '_']);
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    if name.is_empty() {
        "未命名".to_owned()
    } else if RESERVED.contains(&stem.as_str()) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::safe_name;
    use proptest::prelude::*;

    #[test]
    fn names_that_every_system_takes() {
        for (text, name) in [
            ("星河卡盟", "星河卡盟"),
            ("../../etc/passwd", "etc_passwd"),
            ("a:b*c?.png", "a_b_c_.png"),
            ("CON.png", "_CON.png"),
            ("com².txt", "_com².txt"),
            ("...", "未命名"),
            ("😀", "未命名"),
            ("支付 (1).png", "支付__1_.png"),
        ] {
            assert_eq!(safe_name(text), name);
        }
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_folder(text in ".{0,300}") {
            let name = safe_name(&text);
            prop_assert!(!name.is_empty() && name.chars().count() <= 65);
            prop_assert!(!name.starts_with('.') && !name.contains(['/', '\\', ':', '\0', '\n']) && !name.ends_with(['.', ' ']));
        }
    }
}
