//! The ladder's rows: who can be turned to, when each fits a case, and what it needs.

use super::{Place, Provenance, Records};
use crate::order::{Seller, SellerKind, Span, Stage, Topic};
use crate::text;
use crate::words::{RowText, Text};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A step of the ladder: somebody to turn to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StepRule {
    pub key: String,
    pub name: RowText,
    /// What its button says.
    pub act: RowText,
    /// How far the matter has gone with it.
    pub stage: Stage,
    /// Its place among the steps that are proposed one after the other; none for one that is only offered.
    pub turn: Option<u8>,
    /// What the timeline holds once it was taken.
    pub records: Records,
    /// The way there.
    pub how: RowText,
    /// The way there by payment channel, where it differs.
    #[serde(default)]
    pub ways: BTreeMap<String, RowText>,
    /// Its official address or telephone number.
    pub official: Option<RowText>,
    /// The steps that exclude it once they were taken.
    #[serde(default)]
    pub excludes: Vec<String>,
    /// What is said then.
    pub warning: Option<RowText>,
    /// What it takes, in the order in which it is asked for.
    pub needs: Vec<Needed>,
    /// Whether it fits a case: the first row that holds decides, and where none does it fits.
    #[serde(default)]
    pub when: Vec<When>,
    /// Why it fits or does not, by reason.
    pub why: BTreeMap<String, RowText>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Whether a step can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Before everything else, whatever was done before.
    Now,
    /// In its turn.
    Fits,
    /// At any time, and never proposed.
    Open,
    /// Its turn has not come, or something is missing first.
    Later,
    Unfit,
}

/// What a step needs of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needed {
    LegalName,
    Address,
    PaymentShot,
    PaymentNo,
    OrderNo,
    Channel,
    /// A demand that stands in the timeline.
    Demand,
}

impl Needed {
    pub fn name(self) -> Text {
        match self {
            Self::LegalName => text!(need_legal_name),
            Self::Address => text!(need_address),
            Self::PaymentShot => text!(need_payment_shot),
            Self::PaymentNo => text!(need_payment_no),
            Self::OrderNo => text!(need_order_no),
            Self::Channel => text!(need_channel),
            Self::Demand => text!(need_demand),
        }
    }

    /// Where it can be given.
    pub fn place(self) -> Place {
        match self {
            Self::LegalName | Self::Address => Place::Seller,
            Self::PaymentShot => Place::Shots,
            Self::PaymentNo | Self::OrderNo | Self::Channel => Place::Facts,
            Self::Demand => Place::Letter,
        }
    }
}

/// What is known of the seller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SellerSign {
    /// Nobody was found, or vanished and not to be found by an authority.
    Gone,
    /// Vanished, or nobody was found.
    Vanished,
    /// Gone, and no organisation is named anywhere: neither as the seller nor as the payee.
    Unfound,
    /// Not told yet.
    Unknown,
    /// Its name or its address is missing.
    Unnamed,
    /// A telephone operator that sells its own credit.
    Operator,
    NotOperator,
    /// A private person.
    Private,
    /// No marketplace stands between.
    OffMarketplace,
}

/// A condition of a step: all that is given in it has to hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    pub seller: Option<SellerSign>,
    /// Whether the kind charges a mobile number.
    pub mobile: Option<bool>,
    /// The payment channel is one of these; `none` is an order without one.
    pub channel: Option<Vec<String>>,
    /// Whether the platform was sent a demand.
    pub demanded: Option<bool>,
    /// Whether the platform still has time to answer, or to keep its word.
    pub awaited: Option<bool>,
    /// The seller has not answered, and was not asked so many days ago.
    pub asked_within_days: Option<u32>,
    /// A limit of this topic is over.
    pub over: Option<Topic>,
    /// Whether a step that excludes this one took the complaint on.
    pub excluded: Option<bool>,
    pub is: Fit,
    /// The key of its sentence.
    pub why: String,
}

/// What the conditions of steps look at.
#[derive(Clone, Debug)]
pub struct CaseSigns<'a> {
    pub seller: &'a Seller,
    /// Whether the seller's name or the payee's is one of an organisation.
    pub organisation: bool,
    /// Whether the kind charges a mobile number.
    pub mobile: bool,
    pub channel: Option<&'a str>,
    pub demanded: bool,
    pub awaited: bool,
    /// Whether the seller answered: refused, or promised something.
    pub answered: bool,
    /// How long ago the seller was asked first.
    pub asked: Option<Span>,
    /// The topics of limits that are over.
    pub over: Vec<Topic>,
    /// The steps that took the complaint on.
    pub accepted: Vec<&'a str>,
}

impl When {
    fn holds(&self, signs: &CaseSigns<'_>, excludes: &[String]) -> bool {
        let seller = signs.seller;
        let is_seller = |sign| match sign {
            SellerSign::Gone => seller.is_gone(),
            SellerSign::Vanished => seller.vanished || seller.kind == SellerKind::Nobody,
            SellerSign::Unfound => seller.is_gone() && !signs.organisation,
            SellerSign::Unknown => seller.kind == SellerKind::Unknown,
            SellerSign::Unnamed => !seller.is_named(),
            SellerSign::Operator => seller.kind == SellerKind::Operator,
            SellerSign::NotOperator => seller.kind != SellerKind::Operator,
            SellerSign::Private => seller.is_private(),
            SellerSign::OffMarketplace => !seller.is_on_marketplace(),
        };
        let excluded = || {
            excludes
                .iter()
                .any(|other| signs.accepted.contains(&other.as_str()))
        };
        let is_asked_within = |days: u32| {
            let days = Span(i64::from(days) * Span::DAY.0);
            !signs.answered && signs.asked.is_none_or(|ago| ago < days)
        };
        let channel = signs.channel.unwrap_or("none");
        self.seller.is_none_or(is_seller)
            && self.mobile.is_none_or(|is| is == signs.mobile)
            && self
                .channel
                .as_ref()
                .is_none_or(|keys| keys.iter().any(|key| key == channel))
            && self.demanded.is_none_or(|is| is == signs.demanded)
            && self.awaited.is_none_or(|is| is == signs.awaited)
            && self.asked_within_days.is_none_or(is_asked_within)
            && self.over.is_none_or(|topic| signs.over.contains(&topic))
            && self.excluded.is_none_or(|is| is == excluded())
    }
}

impl StepRule {
    /// The sentence of a reason.
    pub fn why(&self, reason: &str) -> Text {
        self.why.get(reason).map(Text::from).unwrap_or_default()
    }

    /// Whether a complaint is filed there.
    pub fn files(&self) -> bool {
        self.records == Records::Filing
    }

    /// Whether the step fits a case, and the key of the reason.
    pub fn fit(&self, signs: &CaseSigns<'_>) -> (Fit, &str) {
        self.when
            .iter()
            .find(|row| row.holds(signs, &self.excludes))
            .map_or((Fit::Fits, "fits"), |row| (row.is, row.why.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Word;
    use crate::rules::Rules;
    use std::collections::BTreeSet;

    /// Every combination of what a condition of the shipped steps can see.
    fn every_case(rules: &Rules, look: &mut dyn FnMut(&CaseSigns<'_>)) {
        let named = |kind, vanished| Seller {
            kind,
            vanished,
            legal_name: "星河网络科技（示例）有限公司".to_owned(),
            address: "示例省示例市示例路 1 号".to_owned(),
            ..Seller::default()
        };
        let mut sellers = Vec::new();
        for kind in SellerKind::ALL {
            for vanished in [false, true] {
                sellers.push(named(*kind, vanished));
                sellers.push(Seller {
                    address: String::new(),
                    ..named(*kind, vanished)
                });
            }
        }
        let channels: Vec<Option<&str>> = rules
            .channels
            .iter()
            .map(|channel| Some(channel.key.as_str()))
            .chain([None])
            .collect();
        let topics = [Topic::RefundRoute, Topic::TelecomWindow, Topic::Limitation];
        let asked = [
            None,
            Some(Span::DAY),
            Some(Span(15 * Span::DAY.0 - 1)),
            Some(Span(15 * Span::DAY.0)),
        ];
        let accepted: Vec<Vec<&str>> = rules
            .steps
            .iter()
            .map(|step| vec![step.key.as_str()])
            .chain([vec![]])
            .collect();
        for seller in &sellers {
            for channel in &channels {
                for bits in 0..256_u32 {
                    let bit = |n: u32| bits & (1 << n) != 0;
                    for asked in asked {
                        for accepted in &accepted {
                            look(&CaseSigns {
                                seller,
                                organisation: bit(7),
                                mobile: bit(0),
                                channel: *channel,
                                demanded: bit(1),
                                awaited: bit(2),
                                answered: bit(3),
                                asked,
                                over: (4..)
                                    .zip(topics)
                                    .filter(|(n, _)| bit(*n))
                                    .map(|(_, topic)| topic)
                                    .collect(),
                                accepted: accepted.clone(),
                            });
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_condition_decides_some_case_and_every_sentence_is_said_of_one() {
        let rules = Rules::shipped().unwrap();
        let mut said: Vec<BTreeSet<String>> = vec![BTreeSet::new(); rules.steps.len()];
        let mut decided: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); rules.steps.len()];
        every_case(&rules, &mut |signs| {
            for (n, step) in rules.steps.iter().enumerate() {
                let (_, why) = step.fit(signs);
                if !said[n].contains(why) {
                    said[n].insert(why.to_owned());
                }
                if let Some(row) = step.when.iter().position(|row| row.holds(signs, &step.excludes)) {
                    decided[n].insert(row);
                }
            }
        });
        for (n, step) in rules.steps.iter().enumerate() {
            let sentences: BTreeSet<String> = step.why.keys().cloned().collect();
            assert_eq!(said[n], sentences, "{}", step.key);
            assert_eq!(
                decided[n].len(),
                step.when.len(),
                "a condition of {} decides nothing",
                step.key
            );
            let channels = step.when.iter().filter_map(|row| row.channel.as_ref()).flatten();
            for key in channels.chain(step.ways.keys()).filter(|key| *key != "none") {
                assert!(rules.channel(key).is_ok(), "{}: {key}", step.key);
            }
            for other in &step.excludes {
                assert!(rules.step(other).unwrap().files(), "{}: {other}", step.key);
            }
        }
        let mut turns: Vec<u8> = rules.steps.iter().filter_map(|step| step.turn).collect();
        turns.sort_unstable();
        assert!(
            turns.windows(2).all(|two| two[0] < two[1]),
            "two steps have one turn"
        );
    }
}
