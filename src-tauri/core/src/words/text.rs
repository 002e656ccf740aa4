use super::{Language, RowText};
use crate::order::Fen;
use serde::{Serialize, Serializer};
use std::fmt;
use ts_rs::TS;

/// Something to say, in no language yet. Shown or serialized it is a sentence in [the language spoken](super::speaking).
#[derive(Clone, Debug, PartialEq, Eq, TS)]
#[ts(as = "String")]
pub struct Text(pub(super) Said);

/// Nothing to say.
impl Default for Text {
    fn default() -> Self {
        Self::as_it_is("")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Message(&'static str, Vec<(&'static str, Arg)>),
    Row(RowText),
    AsItIs(String),
    Joined(Vec<Text>, Option<&'static str>),
}

/// What stands in a message's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words of the person or of a file, or digits: the same in every language.
    Str(String),
    /// A count, by which a language may choose its plural.
    Int(i64),
    /// Something that is said in the message's own language.
    Text(Text),
}

impl Text {
    pub(super) fn message(key: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self(Said::Message(key, args))
    }

    /// Words that are the same in every language: the person's own, or those of a file.
    pub fn as_it_is(words: impl Into<String>) -> Self {
        Self(Said::AsItIs(words.into()))
    }

    /// Several one after the other, with what a language puts between the items of a list: `、`.
    pub fn list(texts: impl IntoIterator<Item = Self>) -> Self {
        Self(Said::Joined(texts.into_iter().collect(), Some("list-comma")))
    }

    /// Several one after the other, with what a language puts between clauses: `；`.
    pub fn clauses(texts: impl IntoIterator<Item = Self>) -> Self {
        Self(Said::Joined(texts.into_iter().collect(), Some("list-semicolon")))
    }

    /// Several sentences, with what a language puts between them.
    pub fn sentences(texts: impl IntoIterator<Item = Self>) -> Self {
        Self(Said::Joined(texts.into_iter().collect(), Some("list-sentence")))
    }

    /// Several with nothing between them.
    pub fn joined(texts: impl IntoIterator<Item = Self>) -> Self {
        Self(Said::Joined(texts.into_iter().collect(), None))
    }

    /// The key of a message, for whoever has to know which sentence it is.
    pub fn key(&self) -> Option<&'static str> {
        match &self.0 {
            Said::Message(key, _) => Some(key),
            _ => None,
        }
    }

    /// In Chinese, whatever is spoken: for what is kept or leaves the app.
    pub fn chinese(&self) -> String {
        self.said_in(Language::chinese())
    }

    pub fn said_in(&self, language: &'static Language) -> String {
        match &self.0 {
            Said::Message(key, args) => language.format(key, args),
            Said::Row(row) => row.said_in(language).to_owned(),
            Said::AsItIs(words) => words.clone(),
            Said::Joined(texts, between) => {
                let between = between.map(|key| language.format(key, &[])).unwrap_or_default();
                let said: Vec<_> = texts.iter().map(|text| text.said_in(language)).collect();
                said.join(&between)
            }
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.said_in(Language::spoken()))
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<&RowText> for Text {
    fn from(row: &RowText) -> Self {
        Self(Said::Row(row.clone()))
    }
}

impl From<&RowText> for Arg {
    fn from(row: &RowText) -> Self {
        Self::Text(row.into())
    }
}

/// For the help of the command line.
#[cfg(feature = "clap")]
impl From<Text> for clap::builder::StyledStr {
    fn from(text: Text) -> Self {
        text.to_string().into()
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Str(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Str(text.clone())
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Str(text.to_owned())
    }
}

impl From<char> for Arg {
    fn from(text: char) -> Self {
        Self::Str(text.to_string())
    }
}

/// An amount in 元, as digits.
impl From<Fen> for Arg {
    fn from(amount: Fen) -> Self {
        Self::Str(amount.yuan())
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&Text> for Arg {
    fn from(text: &Text) -> Self {
        Self::Text(text.clone())
    }
}

macro_rules! counts {
    ($($number:ty),+) => {
        $(impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })+
    };
}
counts!(i32, i64, u8, u16, u32, u64, usize);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Topic;
    use crate::text;
    use crate::words::{MESSAGES, speaking};

    #[test]
    fn a_message_is_said_in_the_language_that_is_spoken_when_it_is_shown() {
        let text = text!(order_not_found, number = 7);
        assert_eq!(
            text.to_string(),
            "没有编号为 7 的订单，请用 daozhang list 查看有哪些。"
        );
        let english = Language::of("en").unwrap();
        assert_eq!(
            speaking(english, || text.to_string()),
            "There is no order 7. See which there are with daozhang list."
        );
        assert_eq!(
            speaking(english, || serde_json::to_string(&text).unwrap()),
            "\"There is no order 7. See which there are with daozhang list.\""
        );
        assert_eq!(
            text.to_string(),
            "没有编号为 7 的订单，请用 daozhang list 查看有哪些。"
        );
    }

    #[test]
    fn a_list_and_its_items_are_of_one_language() {
        let list = Text::list([Text::as_it_is("a"), text!(order_not_found, number = 1)]);
        assert_eq!(
            list.chinese(),
            "a、没有编号为 1 的订单，请用 daozhang list 查看有哪些。"
        );
        assert_eq!(
            list.said_in(Language::of("en").unwrap()),
            "a, There is no order 1. See which there are with daozhang list."
        );
    }

    #[test]
    fn english_counts_and_keeps_the_words_of_the_person() {
        let english = |text: Text| text.said_in(Language::of("en").unwrap());
        assert_eq!(
            english(text!(advice_overdue, count = 1)),
            "1 order is overdue at this platform. Don’t buy anything large here for now."
        );
        assert_eq!(
            english(text!(advice_overdue, count = 12)),
            "12 orders are overdue at this platform. Don’t buy anything large here for now."
        );
        assert_eq!(
            english(text!(order_alike, platform = "微信支付", product = "其他")),
            "Looks much like “其他” at 微信支付: about the same time, and the same product or amount. Log it only if it is another order."
        );
        assert_eq!(
            english(text!(
                advice_operator,
                named = "mobile",
                operator = "China Unicom"
            )),
            "The product says China Mobile, but this number range first belonged to China Unicom. Unless the number was carried over, check it."
        );
        let rows = text!(rows_masks);
        assert_eq!(
            english(text!(rescue_gaps, rows = rows, count = 1)),
            "“Masks”: 1 place cannot be read."
        );
    }

    #[test]
    fn a_third_language_is_one_catalogue() {
        let said = text!(order_not_found, number = 7).said_in(Language::pseudo());
        assert!(
            said.starts_with('⟦') && said.ends_with('⟧') && said.contains('7'),
            "{said}"
        );
    }

    #[test]
    fn what_is_put_together_reads_well_in_both_languages() {
        let rules = crate::rules::Rules::shipped().unwrap();
        let article = rules.law.iter().find(|one| one.key == "consumer-53").unwrap();
        for (text, chinese, english) in [
            (
                text!(
                    channel_unknown,
                    channel = "x",
                    known = Text::list(["wechat", "other"].map(Text::as_it_is))
                ),
                "没有“x”这个支付渠道，请从这些里选一个：wechat、other。",
                "There is no payment channel “x”. Choose one of these: wechat, other.",
            ),
            (
                text!(article_cited, law = &article.short, article = &article.article),
                "《消费者权益保护法》第五十三条",
                "Article 53 (第五十三条) of the Consumer Rights Protection Law (消费者权益保护法)",
            ),
            (
                text!(main_ahead_why, topic = Topic::Remind.name()),
                "到账了吗之前，先等一等。",
                "Nothing to do yet. Next comes “Has it arrived?”.",
            ),
            (
                text!(
                    sheet_faults,
                    line = 3,
                    column = "金额",
                    fault = text!(amount_missing),
                    count = 4
                ),
                "第 3 行“金额”：还没有填金额，请填实际付了多少元，例如 98.50。（共 4 处）整张表都没有导入，改好后再导入一次。",
                "Row 3, “金额”: No amount yet. Enter what was really paid in yuan, such as 98.50. (4 in all) Nothing of the sheet was imported; mend it and import it again.",
            ),
            (
                text!(shot_gone),
                "这张截图已经不在了，请重新添加。",
                "This screenshot is gone. Add it again.",
            ),
        ] {
            assert_eq!(text.chinese(), chinese);
            assert_eq!(text.said_in(Language::of("en").unwrap()), english);
        }
    }

    #[test]
    fn every_sentence_can_be_said_in_every_language() {
        for language in Language::all() {
            for (key, arguments) in MESSAGES {
                let args: Vec<_> = arguments.iter().map(|name| (*name, Arg::Int(7))).collect();
                let said = language.format(key, &args);
                assert_ne!(said, *key, "{language:?} has no {key}");
                assert!(
                    arguments.is_empty() || said.contains('7'),
                    "{language:?} says nothing of {arguments:?}: {said}"
                );
                assert!(!said.contains('{'), "{language:?}, {key}: {said}");
                assert!(
                    !said.trim().is_empty() || key.starts_with("list-"),
                    "{language:?}, {key}"
                );
            }
        }
    }

    /// Chinese stands in other languages only as the name of what is Chinese on the person's screen or paper: the snapshot lists
    /// where.
    #[test]
    fn other_languages_hold_chinese_names_only() {
        let mut named = String::new();
        for language in Language::all().iter().filter(|one| one.tag() != "zh-CN") {
            for (key, arguments) in MESSAGES {
                let args: Vec<_> = arguments.iter().map(|name| (*name, Arg::Int(7))).collect();
                let said = language.format(key, &args);
                if said.contains(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) {
                    named.push_str(&format!("{} {key}: {said}\n", language.tag()));
                }
            }
        }
        insta::assert_snapshot!(named);
    }
}
