//! The words that the names of sellers have in common.

use super::Provenance;
use serde::Deserialize;
use strum::IntoStaticStr;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SellerWords {
    #[serde(rename = "generic")]
    rows: Vec<GenericWords>,
    organisation: GenericWords,
    private: GenericWords,
    agent: GenericWords,
}

/// Who a payee in a bill is by its name. A name is no proof: what follows from it is said with a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Payee {
    /// Nothing tells.
    Plain,
    /// A private person.
    Private,
    /// A company that collects money for others.
    Agent,
}

impl Payee {
    /// Its word, as in the diagnosis table.
    pub fn word(self) -> &'static str {
        self.into()
    }
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

    /// Who a payee is by the name that a bill gives it; a private person's is often masked with stars.
    pub fn payee(&self, name: &str) -> Payee {
        let has = |row: &GenericWords| row.words.iter().any(|word| name.contains(word.as_str()));
        let masked = name.contains(['*', '＊']) && name.chars().count() <= 8;
        if has(&self.private) || masked && !self.is_organisation(name) {
            Payee::Private
        } else if has(&self.agent) {
            Payee::Agent
        } else {
            Payee::Plain
        }
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
    use super::Payee;

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
    fn a_payee_is_private_or_collects_for_others_only_where_its_name_says_so() {
        let words = Rules::shipped().unwrap().sellers;
        for (name, payee) in [
            ("张**", Payee::Private),
            ("*示例", Payee::Private),
            ("（*例）", Payee::Private),
            ("扫二维码付款", Payee::Private),
            ("个人收款（示例）", Payee::Private),
            ("示例支付科技有限公司", Payee::Agent),
            ("某某码支付", Payee::Agent),
            ("星河网络科技（示例）有限公司", Payee::Plain),
            ("示例**科技有限公司", Payee::Plain),
            ("星河卡盟", Payee::Plain),
            ("", Payee::Plain),
        ] {
            assert_eq!(words.payee(name), payee, "{name}");
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
