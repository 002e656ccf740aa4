//! What sellers say when they refuse, and what letters answer.

use super::{Provenance, Rules, keys};
use crate::order::excerpt;
use crate::words::RowText;
use crate::{Code, Failure, Outcome, text};
use serde::Deserialize;

/// A reason for which a seller refuses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ExcuseRule {
    pub key: String,
    /// As the form and a letter call it: 以…为由拒绝.
    pub name: RowText,
    /// By which it is known in what was said.
    words: Vec<String>,
    /// What a letter answers: a template over a letter's fields, in whole sentences.
    pub answer: String,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// The file of excuses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ExcuseRules {
    /// What stands before an excuse that is asked, denied or supposed.
    doubt: Vec<String>,
    #[serde(rename = "excuse")]
    pub all: Vec<ExcuseRule>,
}

impl ExcuseRules {
    /// The excuses that a text holds for sure, each once.
    fn in_text(&self, text: &str) -> Vec<&ExcuseRule> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let clauses: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|clause| !clause.is_empty())
            .collect();
        let is_said = |word: &str| {
            clauses.iter().any(|clause| {
                let before = clause.find(word).map(|at| &clause[..at]);
                before.is_some_and(|before| !self.doubt.iter().any(|doubt| before.contains(doubt.as_str())))
            })
        };
        let said = |rule: &&ExcuseRule| rule.words.iter().any(|word| is_said(word));
        self.all.iter().filter(said).collect()
    }
}

impl Rules {
    /// The reason of a key.
    ///
    /// # Errors
    /// An unknown one, with the known ones.
    pub fn excuse(&self, key: &str) -> Outcome<&ExcuseRule> {
        let known = &self.excuses.all;
        known.iter().find(|excuse| excuse.key == key).ok_or_else(|| {
            let known = keys(known.iter().map(|excuse| &excuse.key));
            Failure::new(
                Code::Reason,
                text!(excuse_unknown, typed = excerpt(key), known = known),
            )
        })
    }

    /// The reasons of a refusal: the one that the person named, else those that its text holds for sure.
    pub fn excuses(&self, reason: Option<&str>, text: Option<&str>) -> Vec<&ExcuseRule> {
        match reason {
            Some(key) => self.excuse(key).ok().into_iter().collect(),
            None => self.excuses.in_text(text.unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_known_where_it_is_sure() {
        let rules = Rules::shipped().unwrap();
        for (text, keys) in [
            ("经核实卡密已使用，无法退款", "used no-refund"),
            ("亲，该卡 已 激活", "used"),
            ("虚拟商品一经售出概不退换", "no-refund"),
            ("系统维护中，请耐心等待", "maintenance wait"),
            ("很抱歉，有人在你付款之前抢走了商品，请联系客服。", "out-of-stock"),
            ("异常订单：库存可使用卡密不足", "out-of-stock"),
            ("您填错账号了", "wrong-number"),
            ("可以退到平台余额继续使用", "balance"),
            ("没有录屏不处理", "need-video"),
            ("非本平台发放的卡", "not-ours"),
            ("我们后台显示充值成功", "shown-delivered"),
            ("已超过质保时间", "too-late"),
            // Asked, denied or supposed.
            ("请问卡密是否已使用？", ""),
            ("页面没有显示已使用", ""),
            ("如果已激活就不行", ""),
            ("为什么概不退换", ""),
            // Denied in one clause, said in another.
            ("不是我们的问题，卡已使用", "used"),
            ("", ""),
            ("不同意", ""),
        ] {
            let found = rules.excuses(None, Some(text));
            let found: Vec<&str> = found.iter().map(|rule| rule.key.as_str()).collect();
            assert_eq!(found.join(" "), keys, "{text}");
        }
    }

    #[test]
    fn what_the_person_named_is_what_counts() {
        let rules = Rules::shipped().unwrap();
        let found = rules.excuses(Some("balance"), Some("卡密已使用"));
        let found: Vec<&str> = found.iter().map(|rule| rule.key.as_str()).collect();
        assert_eq!(found, ["balance"]);
        let refused = rules.excuse("tired").unwrap_err();
        assert!(refused.message().contains("no-refund"), "{}", refused.message());
    }
}
