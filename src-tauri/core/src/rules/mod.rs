//! The data files that a person may correct: product kinds, channels and letters, each row with its source, the day
//! it was checked and its certainty. Code reads them; no fact of theirs stands in code.

mod letters;

pub use letters::{LetterRule, Part};

use crate::order::{Span, Topic, Word};
use crate::{Code, Failure, Outcome};
use serde::Deserialize;

/// How sure a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Certainty {
    /// The primary text was read.
    A,
    /// A secondary source.
    B,
    /// Inferred from what was found.
    C,
    /// The app's own starting value or wording: no claim about the world.
    #[serde(rename = "own")]
    Own,
}

/// Where a row comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Provenance {
    /// The source, in words or as an address.
    pub source: String,
    /// The day on which it was last checked.
    pub checked: chrono::NaiveDate,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A product kind (品类).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct KindRule {
    /// Its key, as it stands in an order.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What the account to be charged is called.
    pub account: String,
    /// How long arrival may take when the platform promised nothing.
    #[serde(rename = "window_minutes", deserialize_with = "minutes")]
    pub window: Span,
    /// When the person is first asked whether it came, counted like the window.
    #[serde(rename = "remind_minutes", deserialize_with = "minutes")]
    pub remind: Span,
    /// More time for what was paid at the edge of a month.
    #[serde(
        rename = "month_edge_grace_minutes",
        default,
        deserialize_with = "some_minutes"
    )]
    pub month_edge_grace: Option<Span>,
    /// When the seller's after-sale service closes.
    #[serde(flatten)]
    pub after_sale: Option<AfterSale>,
    /// What has to be asked before an order counts as overdue.
    pub confirm: Option<String>,
    /// Where the row comes from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// When a seller's after-sale service closes, counted from the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct AfterSale {
    /// When the person is warned.
    #[serde(rename = "after_sale_warn_days", deserialize_with = "days")]
    pub warn: Span,
    /// When it closes.
    #[serde(rename = "after_sale_days", deserialize_with = "days")]
    pub closes: Span,
}

/// When the app reminds of a topic, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TopicRule {
    /// The topic.
    #[serde(rename = "key")]
    pub topic: Topic,
    /// How long after what the person did it begins.
    #[serde(rename = "after_minutes", default = "no_time", deserialize_with = "minutes")]
    pub after: Span,
    /// At the end of which day it begins, counted from a filing.
    #[serde(default)]
    pub after_days: u32,
    /// When it comes again if the person does nothing, counted from its beginning; the last step repeats.
    #[serde(rename = "again_minutes", deserialize_with = "all_minutes")]
    pub again: Vec<Span>,
    /// Where the row comes from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A payment channel (支付渠道).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ChannelRule {
    /// Its key, as it stands in an order.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What its bills call the payment's own number.
    pub payment_no: String,
    /// What its bills call the merchant's number.
    pub merchant_order_no: String,
    /// Where the row comes from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// All rules.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Product kinds in the order of the form.
    pub kinds: Vec<KindRule>,
    /// Payment channels in the order of the form.
    pub channels: Vec<ChannelRule>,
    /// Letters.
    pub letters: Vec<LetterRule>,
    /// One for every topic, in the order of [`Topic::WORDS`].
    topics: Vec<TopicRule>,
}

#[derive(Deserialize)]
struct KindFile {
    kind: Vec<KindRule>,
}

#[derive(Deserialize)]
struct ChannelFile {
    channel: Vec<ChannelRule>,
}

#[derive(Deserialize)]
struct TopicFile {
    topic: Vec<TopicRule>,
}

impl Rules {
    /// The rules that come with the app.
    pub fn shipped() -> Outcome<Self> {
        let kinds: KindFile = parse(
            "product-kinds.toml",
            include_str!("../../rules/product-kinds.toml"),
        )?;
        let channels: ChannelFile = parse("channels.toml", include_str!("../../rules/channels.toml"))?;
        let letters = vec![
            parse(
                "letters/platform.toml",
                include_str!("../../rules/letters/platform.toml"),
            )?,
            parse(
                "letters/12315.toml",
                include_str!("../../rules/letters/12315.toml"),
            )?,
        ];
        let TopicFile { topic: mut rows } =
            parse("reminders.toml", include_str!("../../rules/reminders.toml"))?;
        let mut topics = Vec::new();
        for (topic, word) in Topic::WORDS {
            let row = rows.iter().position(|row| row.topic == *topic);
            topics.push(
                row.map(|row| rows.swap_remove(row))
                    .ok_or_else(|| Failure::failed(format!("规则文件 reminders.toml 里缺少 {word}。")))?,
            );
        }
        Ok(Self {
            kinds: kinds.kind,
            channels: channels.channel,
            letters,
            topics,
        })
    }

    /// When the app reminds of a topic.
    pub fn topic(&self, topic: Topic) -> &TopicRule {
        // The discriminant is the place in `Topic::WORDS`, which is the order of the rows.
        &self.topics[topic as usize]
    }

    /// The product kind of a key.
    pub fn kind(&self, key: &str) -> Outcome<&KindRule> {
        self.kinds.iter().find(|kind| kind.key == key).ok_or_else(|| {
            let known: Vec<&str> = self.kinds.iter().map(|kind| kind.key.as_str()).collect();
            Failure::new(
                Code::Kind,
                format!(
                    "没有“{}”这个品类，请从这些里选一个：{}。",
                    crate::order::excerpt(key),
                    known.join("、")
                ),
            )
        })
    }

    /// The payment channel of a key.
    pub fn channel(&self, key: &str) -> Outcome<&ChannelRule> {
        self.channels
            .iter()
            .find(|channel| channel.key == key)
            .ok_or_else(|| {
                let known: Vec<&str> = self.channels.iter().map(|channel| channel.key.as_str()).collect();
                Failure::new(
                    Code::Channel,
                    format!(
                        "没有“{}”这个支付渠道，请从这些里选一个：{}。",
                        crate::order::excerpt(key),
                        known.join("、")
                    ),
                )
            })
    }

    /// The letter to a recipient.
    pub fn letter(&self, key: &str) -> Outcome<&LetterRule> {
        self.letters
            .iter()
            .find(|letter| letter.key == key)
            .ok_or_else(|| {
                let known: Vec<&str> = self.letters.iter().map(|letter| letter.key.as_str()).collect();
                Failure::failed(format!(
                    "没有写给“{}”的话术，现有的是：{}。",
                    crate::order::excerpt(key),
                    known.join("、")
                ))
            })
    }
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Outcome<T> {
    toml::from_str(text)
        .map_err(|error| Failure::failed(format!("规则文件 {name} 读不出来：{}", error.message())))
}

fn some_minutes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Span>, D::Error> {
    minutes(deserializer).map(Some)
}

fn no_time() -> Span {
    Span(0)
}

fn all_minutes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Span>, D::Error> {
    let minutes = Vec::<u32>::deserialize(deserializer)?;
    if minutes.contains(&0) || !minutes.is_sorted() {
        return Err(serde::de::Error::custom("spans that do not grow"));
    }
    Ok(minutes
        .into_iter()
        .map(|minutes| Span(i64::from(minutes) * Span::MINUTE.0))
        .collect())
}

fn days<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
    Ok(Span(i64::from(u32::deserialize(deserializer)?) * Span::DAY.0))
}

fn minutes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
    let minutes = u32::deserialize(deserializer)?;
    if minutes == 0 {
        return Err(serde::de::Error::custom("a span of 0 minutes"));
    }
    Ok(Span(i64::from(minutes) * Span::MINUTE.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provenances(rules: &Rules) -> Vec<(&str, &Provenance)> {
        let kinds = rules
            .kinds
            .iter()
            .map(|kind| (kind.key.as_str(), &kind.provenance));
        let channels = rules
            .channels
            .iter()
            .map(|channel| (channel.key.as_str(), &channel.provenance));
        let letters = rules
            .letters
            .iter()
            .map(|letter| (letter.key.as_str(), &letter.provenance));
        let topics = rules
            .topics
            .iter()
            .map(|topic| (topic.topic.word(), &topic.provenance));
        kinds.chain(channels).chain(letters).chain(topics).collect()
    }

    #[test]
    fn every_row_has_a_source_and_a_day() {
        let rules = Rules::shipped().unwrap();
        for (key, provenance) in provenances(&rules) {
            assert!(provenance.source.chars().count() > 5, "{key} has no source");
            assert!(
                provenance.checked.to_string().as_str() >= "2026-01-01",
                "{key} was not checked lately"
            );
        }
    }

    #[test]
    fn every_topic_has_its_own_row() {
        let rules = Rules::shipped().unwrap();
        for (topic, _) in Topic::WORDS {
            assert_eq!(rules.topic(*topic).topic, *topic);
        }
    }

    #[test]
    fn no_repealed_rule_is_named() {
        for text in [
            include_str!("../../rules/product-kinds.toml"),
            include_str!("../../rules/channels.toml"),
            include_str!("../../rules/reminders.toml"),
            include_str!("../../rules/letters/platform.toml"),
            include_str!("../../rules/letters/12315.toml"),
        ] {
            assert!(
                !text.contains("暂行办法") && !text.contains("45 个工作日") && !text.contains("45个工作日"),
                "a repealed rule is named"
            );
        }
    }

    #[test]
    fn keys_are_unique_and_an_unknown_one_is_refused_with_the_known_ones() {
        let rules = Rules::shipped().unwrap();
        let mut keys: Vec<&str> = rules.kinds.iter().map(|kind| kind.key.as_str()).collect();
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all);
        let refused = rules.kind("qcoin").unwrap_err();
        assert_eq!(refused.code, Code::Kind);
        assert!(refused.message.contains("q-coin"));
    }
}
