//! Which payments of a bill are recharges, something that has to arrive later, and which are payments of another kind.
//!
//! Words of the product, the name of the seller and the bill's category are hints; `rules/recharges.toml` says what each of
//! them is worth.

mod account;
mod hints;
mod words;

use super::{BillRow, Direction, RowKind};
use crate::rules::{Alone, AsideKind, AsideRule, KindRule, RechargeRules, recharge_rules, shipped_kinds};
use crate::text;
use crate::words::{RowText, Text};
use crate::{Outcome, order::excerpt};
use hints::{Hint, Hints, Meaning, Place};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use words::{Words, folded};

/// The product kind where nothing tells one.
const NO_KIND: &str = "other";
/// How many hints make a row sure.
const ENOUGH: i32 = 2;

/// Why a payment counts as a recharge, or is only offered as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The product has this word.
    Word(String),
    /// The seller's name has this word.
    Seller(String),
    /// The bill files it under this category.
    Category(String),
    /// What leaves it open whether it is an order of its own.
    Doubt(RowText),
}

impl Reason {
    /// What it says, in one sentence or clause.
    pub fn text(&self) -> Text {
        match self {
            Self::Word(word) => text!(bill_why_word, word = excerpt(word)),
            Self::Seller(word) => text!(bill_why_seller, word = excerpt(word)),
            Self::Category(name) => text!(bill_why_category, category = excerpt(name)),
            Self::Doubt(why) => why.into(),
        }
    }
}

/// A payment for something that has to arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recharge {
    /// The key of the product kind.
    pub kind: String,
    /// Whether it is one for sure; else the person is asked.
    pub sure: bool,
    pub why: Vec<Reason>,
    /// The account that is charged, as the bill shows it: `155****2328`.
    pub account: Option<String>,
}

/// A payment that is no order of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    pub kind: AsideKind,
    /// The word by which it is known.
    pub word: String,
}

impl Aside {
    /// Which it is and why it is left aside, in one sentence.
    pub fn text(&self) -> Text {
        match self.kind {
            AsideKind::Renewal => text!(bill_aside_renewal, word = excerpt(&self.word)),
            AsideKind::AfterUse => text!(bill_aside_after_use, word = excerpt(&self.word)),
            AsideKind::Family => text!(bill_aside_family, word = excerpt(&self.word)),
            AsideKind::Transfer => text!(bill_aside_transfer, word = excerpt(&self.word)),
            AsideKind::RedPacket => text!(bill_aside_red_packet, word = excerpt(&self.word)),
            AsideKind::Repayment => text!(bill_aside_repayment, word = excerpt(&self.word)),
            AsideKind::Instalment => text!(bill_aside_instalment, word = excerpt(&self.word)),
            AsideKind::Deposit => text!(bill_aside_deposit, word = excerpt(&self.word)),
        }
    }
}

/// What a row of a bill is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    Recharge(Recharge),
    Aside(Aside),
    /// Anything else.
    Neither,
}

/// The rules, ready to be asked of any number of rows.
#[derive(Debug)]
pub struct Recharges {
    item: Words<Meaning>,
    seller: Words<Meaning>,
    category: Words<Meaning>,
    status: Words<Meaning>,
    method: Words<Meaning>,
    /// By the whole name of a category: its hint, and how many it takes away.
    categories: HashMap<String, (Option<Hint>, u32)>,
    words: Vec<Hint>,
    sellers: Vec<Hint>,
    doubts: Vec<RowText>,
    asides: Vec<AsideRule>,
    /// By the key of a product kind; the kind with the least counts where words of several fit.
    breadth: HashMap<String, u8>,
}

impl Recharges {
    /// The rules that come with the app.
    pub fn shipped() -> Outcome<&'static Self> {
        static SHIPPED: LazyLock<Outcome<Recharges>> =
            LazyLock::new(|| Recharges::new(recharge_rules()?, &shipped_kinds()?));
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    fn new(rules: RechargeRules, kinds: &[KindRule]) -> Outcome<Self> {
        let mut words = Vec::new();
        let mut item: Vec<(String, Meaning)> = Vec::new();
        for kind in kinds {
            let of_kind = |alone: Alone| Hint {
                alone,
                kind: Some(kind.key.clone()),
                kinds: Vec::new(),
                titles: false,
                anywhere: alone == Alone::Sure,
            };
            item.extend(
                kind.words
                    .in_bill()
                    .map(|word| (word.clone(), Meaning::Hint(words.len()))),
            );
            words.push(of_kind(Alone::Sure));
            let unsure = kind.words.unsure_in_bill();
            item.extend(unsure.map(|word| (word.clone(), Meaning::Hint(words.len()))));
            words.push(of_kind(Alone::Offered));
        }
        for rule in rules.words {
            item.extend(
                rule.words
                    .into_iter()
                    .map(|word| (word, Meaning::Hint(words.len()))),
            );
            words.push(Hint {
                alone: rule.alone,
                kind: rule.kind,
                kinds: Vec::new(),
                titles: rule.titles,
                anywhere: rule.anywhere,
            });
        }
        let mut sellers = Vec::new();
        let mut seller: Vec<(String, Meaning)> = Vec::new();
        for rule in rules.sellers {
            seller.extend(
                rule.names
                    .into_iter()
                    .map(|name| (name, Meaning::Hint(sellers.len()))),
            );
            sellers.push(Hint {
                alone: rule.alone,
                kind: rule.kind,
                kinds: rule.kinds,
                titles: false,
                anywhere: false,
            });
        }
        let mut categories: HashMap<String, (Option<Hint>, u32)> = HashMap::new();
        for rule in &rules.categories {
            for name in &rule.names {
                let hint = Hint {
                    alone: rule.alone,
                    kind: None,
                    kinds: rule.kinds.clone(),
                    titles: false,
                    anywhere: false,
                };
                categories.insert(name.clone(), (Some(hint), 0));
            }
        }
        for phrase in rules.otherwise.into_iter().flat_map(|rule| rule.words) {
            item.push((phrase.clone(), Meaning::Otherwise));
            seller.push((phrase, Meaning::Otherwise));
        }
        for rule in rules.against {
            let takes = rule.takes;
            item.extend(rule.item.into_iter().map(|word| (word, Meaning::Against(takes))));
            seller.extend(
                rule.seller
                    .into_iter()
                    .map(|name| (name, Meaning::Against(takes))),
            );
            for name in rule.category {
                categories.entry(name).or_insert((None, 0)).1 += takes;
            }
        }
        let mut doubts = Vec::new();
        for rule in rules.doubts {
            item.extend(
                rule.words
                    .into_iter()
                    .map(|word| (word, Meaning::Doubt(doubts.len()))),
            );
            doubts.push(rule.why);
        }
        let mut columns: [Vec<(String, Meaning)>; 3] = Default::default();
        for (at, rule) in rules.asides.iter().enumerate() {
            let [category, status, method] = &mut columns;
            for (column, words) in [
                (&mut item, &rule.item),
                (category, &rule.category),
                (status, &rule.status),
                (method, &rule.method),
            ] {
                column.extend(words.iter().map(|word| (word.clone(), Meaning::Aside(at))));
                if !words.is_empty() {
                    column.extend(rule.unless.iter().map(|word| (word.clone(), Meaning::Unless(at))));
                }
            }
        }
        let [category, status, method] = columns;
        let found_by =
            |words: &[(String, Meaning)]| Words::new(words.iter().map(|(word, means)| (word, *means)));
        Ok(Self {
            item: found_by(&item)?,
            seller: found_by(&seller)?,
            category: found_by(&category)?,
            status: found_by(&status)?,
            method: found_by(&method)?,
            categories,
            words,
            sellers,
            doubts,
            asides: rules.asides,
            breadth: kinds
                .iter()
                .map(|kind| (kind.key.clone(), kind.words.breadth))
                .collect(),
        })
    }

    /// What a row is. Refunds, income and orders that were never paid are neither; a payment that came back is what it was,
    /// with its own status.
    pub fn judge(&self, row: &BillRow) -> Judged {
        // A repayment has a direction of its own in some bills.
        let neutral = row.kind == RowKind::Other && row.direction != Direction::In;
        if row.kind != RowKind::Payment && !neutral {
            return Judged::Neither;
        }
        let item = folded(&row.item);
        let hints = Hints::of(&item, &self.item, &self.words);
        let seller_text = folded(&row.counterparty);
        let sellers = Hints::of(&seller_text, &self.seller, &self.sellers);
        let recharge = self.weigh(row, &item, &hints, &sellers);
        let kind = recharge.as_ref().map(|found| found.kind.as_str());
        if let Some(aside) = self.aside(row, &hints, neutral, kind) {
            return Judged::Aside(aside);
        }
        // A person may have told the app not to count a payment of such a category.
        let counts = !neutral
            || self
                .categories
                .get(&row.category)
                .and_then(|(hint, _)| hint.as_ref())
                .is_some_and(|hint| hint.alone != Alone::Nothing);
        match recharge {
            Some(recharge) if counts => Judged::Recharge(recharge),
            _ => Judged::Neither,
        }
    }

    /// Weighs the hints of a row against what speaks against it.
    fn weigh(&self, row: &BillRow, item: &str, hints: &Hints<'_>, sellers: &Hints<'_>) -> Option<Recharge> {
        let category = self.categories.get(&row.category);
        let of_category = category.and_then(|(hint, _)| hint.as_ref());
        let mut against = hints.against;
        if !hints.places.keys().any(|at| self.words[*at].anywhere) {
            against += sellers.against + category.map_or(0, |(_, takes)| *takes);
        }
        let mut kinds: Vec<Option<&str>> = Vec::new();
        for at in hints.places.keys() {
            let kind = self.words[*at].kind.as_deref();
            if kind.is_some() && !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds.push(None);
        let weighed = kinds
            .into_iter()
            .map(|kind| self.of_kind(kind, hints, sellers, of_category));
        let best = weighed.max_by_key(|weight| {
            let narrow = -i32::from(weight.kind.map_or(u8::MAX, |kind| self.breadth_of(kind)));
            // Where a word is sure of its kind the narrowest counts; else the one with the most hints.
            match weight.own {
                true => (true, narrow, 0),
                false => (false, weight.hints, narrow),
            }
        })?;
        let total = best.hints - i32::try_from(against).unwrap_or(i32::MAX);
        if !best.offers || total < 1 {
            return None;
        }
        let doubt = hints.doubt.and_then(|at| self.doubts.get(at));
        let mut why: Vec<Reason> = Vec::new();
        why.extend(best.word.map(|word| Reason::Word(word.to_owned())));
        why.extend(best.seller.map(|name| Reason::Seller(name.to_owned())));
        why.extend(best.category.then(|| Reason::Category(row.category.clone())));
        why.extend(doubt.cloned().map(Reason::Doubt));
        let of_seller = sellers
            .places
            .keys()
            .find_map(|at| self.sellers[*at].kind.as_deref());
        Some(Recharge {
            kind: best.kind.or(of_seller).unwrap_or(NO_KIND).to_owned(),
            // What several weak hints add up to is still not sure where something speaks against it.
            sure: total >= ENOUGH
                && best.plain
                && best.named
                && (against == 0 || best.certain)
                && doubt.is_none(),
            why,
            account: account::phone(item).or_else(|| account::phone(&folded(&row.note))),
        })
    }

    fn breadth_of(&self, kind: &str) -> u8 {
        // The kind that says nothing has no words of its own.
        self.breadth
            .get(kind)
            .copied()
            .filter(|breadth| *breadth > 0)
            .unwrap_or(u8::MAX - 1)
    }

    /// What speaks for a row being of a kind, or of none in particular.
    fn of_kind<'a>(
        &self,
        kind: Option<&'a str>,
        hints: &Hints<'a>,
        sellers: &Hints<'a>,
        category: Option<&Hint>,
    ) -> Weight<'a> {
        let mut weight = Weight {
            kind,
            own: false,
            certain: false,
            hints: 0,
            offers: false,
            plain: false,
            named: false,
            word: None,
            seller: None,
            category: false,
        };
        let mut strongest = 0;
        for (at, word) in &hints.places {
            let hint = &self.words[*at];
            if hint.kind.is_some() && hint.kind.as_deref() != kind {
                continue;
            }
            let counts = match hint.alone {
                Alone::Sure => ENOUGH,
                Alone::Offered | Alone::Nothing => 1,
            };
            weight.own |= hint.alone == Alone::Sure && hint.kind.is_some();
            weight.certain |= hint.alone == Alone::Sure;
            weight.hints += counts;
            weight.named |= hint.alone != Alone::Nothing;
            weight.offers |= hint.alone != Alone::Nothing;
            // A name alone does not say what of it was bought.
            weight.plain |= !hint.titles;
            let strength = counts * 2 + i32::from(hint.alone != Alone::Nothing);
            if strength > strongest {
                (strongest, weight.word) = (strength, Some(*word));
            }
        }
        let agrees = |hint: &Hint| {
            kind.is_none_or(|kind| hint.kinds.is_empty() || hint.kinds.iter().any(|one| one == kind))
        };
        let mut agreeing = sellers
            .places
            .iter()
            .filter(|(at, _)| agrees(&self.sellers[**at]))
            .peekable();
        if agreeing.peek().is_some() {
            weight.hints += 1;
            for (at, name) in agreeing {
                let offers = self.sellers[*at].alone != Alone::Nothing;
                weight.named |= offers;
                weight.offers |= offers;
                if offers && weight.seller.is_none() {
                    weight.seller = Some(*name);
                }
            }
        }
        if let Some(hint) = category.filter(|hint| agrees(hint)) {
            weight.hints += 1;
            weight.offers |= hint.alone != Alone::Nothing;
            weight.category = hint.alone != Alone::Nothing;
        }
        weight
    }

    /// The payment of another kind that a row is.
    fn aside(&self, row: &BillRow, hints: &Hints<'_>, neutral: bool, kind: Option<&str>) -> Option<Aside> {
        let category = folded(&row.category);
        let status = folded(&row.status_text);
        let method = folded(&row.method);
        let mut found: BTreeMap<usize, [Option<&str>; 4]> = BTreeMap::new();
        let of_item = hints.asides.iter().map(|(at, word)| (Place::Item, *at, *word));
        let elsewhere = [
            (Place::Category, hints::asides(&category, &self.category)),
            (Place::Status, hints::asides(&status, &self.status)),
            (Place::Method, hints::asides(&method, &self.method)),
        ];
        let elsewhere = elsewhere
            .iter()
            .flat_map(|(place, asides)| asides.iter().map(|(at, word)| (*place, *at, *word)));
        for (place, at, word) in of_item.chain(elsewhere) {
            found.entry(at).or_default()[place as usize].get_or_insert(word);
        }
        found.into_iter().find_map(|(at, words)| {
            let rule = &self.asides[at];
            let asked = [
                rule.item.is_empty(),
                rule.category.is_empty(),
                rule.status.is_empty(),
                rule.method.is_empty(),
            ];
            let fits = asked
                .iter()
                .zip(&words)
                .all(|(none, word)| *none || word.is_some())
                && (!rule.neutral || neutral)
                && (rule.kinds.is_empty()
                    || kind.is_some_and(|kind| rule.kinds.iter().any(|one| one == kind)));
            fits.then(|| Aside {
                kind: rule.key,
                word: words.into_iter().flatten().next().unwrap_or_default().to_owned(),
            })
        })
    }
}

/// What speaks for a row being of a kind.
struct Weight<'a> {
    kind: Option<&'a str>,
    /// Whether a word is sure of this kind.
    own: bool,
    /// Whether a word is sure by itself, of this kind or of any.
    certain: bool,
    hints: i32,
    /// Whether one of them says something by itself.
    offers: bool,
    /// Whether a word other than a name is among them.
    plain: bool,
    /// Whether a word or the seller says something by itself; a category holds too many other things.
    named: bool,
    /// The word that says most.
    word: Option<&'a str>,
    /// What of the seller's name says something.
    seller: Option<&'a str>,
    category: bool,
}

#[cfg(test)]
mod tests;
