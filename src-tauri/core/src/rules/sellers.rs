//! The words that the names of sellers have in common.

use super::Provenance;
use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SellerWords {
    #[serde(rename = "generic")]
    rows: Vec<GenericWords>,
    organisation: GenericWords,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GenericWords {
    pub words: Vec<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl SellerWords {
    /// The words, in the order of the file: a longer one stands before those that it holds.
    pub fn generic(&self) -> impl Iterator<Item = &String> {
        self.rows.iter().flat_map(|row| &row.words)
    }

    /// Whether a name is one under which an organisation is registered, so that its address can be looked up.
    pub fn is_organisation(&self, name: &str) -> bool {
        let mut words = self.organisation.words.iter();
        words.any(|word| name.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rules;

    #[test]
    fn a_registered_name_is_known_from_a_payee_that_is_none() {
        let words = Rules::shipped().unwrap().sellers;
        for name in [
            "星河网络科技（示例）有限公司",
            "示例县星河网络经营部",
            "示例市星河数码商行（个体工商户）",
            "示例（集团）",
        ] {
            assert!(words.is_organisation(name), "{name}");
        }
        for name in [
            "个人收款（示例）",
            "拼多多平台商户",
            "星河卡盟",
            "张**",
            "扫二维码付款",
            "官方旗舰店",
            "",
        ] {
            assert!(!words.is_organisation(name), "{name}");
        }
    }

    #[test]
    fn no_word_stands_before_a_longer_one_that_holds_it() {
        let rules = Rules::shipped().unwrap();
        let words: Vec<&String> = rules.sellers.generic().collect();
        for (at, word) in words.iter().enumerate() {
            let later = words[at + 1..].iter().find(|later| later.contains(word.as_str()));
            assert_eq!(later, None, "{word}");
        }
    }
}
