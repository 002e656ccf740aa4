//! Card keys (卡密) as they are told: written down from what a shop sent, and what became of each when it was tried.

mod pasted;

pub use pasted::{Pasted, read_keys};

use super::draft::{LONGEST_TEXT, limited, read_at};
use crate::order::{
    CardKey, Case, EventKind, Happening, KeyState, KeysFacts, Ledger, Moment, Problem, Sha256, TriedFacts,
    Word, Zone, excerpt, shown, written,
};
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use serde::Deserialize;
use std::collections::BTreeSet;
use ts_rs::TS;

/// Keys that came, as pasted.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct KeysTold {
    /// A block with all of them; empty where only `all` is said.
    pub text: String,
    /// When they came; empty for now.
    pub at: String,
    /// Whether with them all that came is written down.
    pub all: bool,
    /// Whether what stands two by two on a line is a card's number and its password.
    pub pairs: bool,
}

/// Keys that were checked and can be written down.
pub struct Added {
    pub happening: Happening,
    pub keys: Vec<CardKey>,
    /// How many stood there twice, and how many the ledger has already.
    pub doubled: u32,
    pub known: u32,
    /// The lines of which something is no key, from 1.
    pub left_out: Vec<u32>,
}

/// Checks keys that came.
///
/// # Errors
/// A text without any, or in which it cannot be told what one is; more than were ordered; a moment that is not.
pub fn check_keys(told: &KeysTold, case: &Case, now: Moment, zone: Zone) -> Outcome<Added> {
    let facts = &case.order.facts;
    let ledger = Ledger::of(&case.events);
    let tally = ledger.tally();
    let room = facts.quantity.saturating_sub(tally.good());
    let pasted = match (told.text.trim(), told.all && tally.came > 0) {
        ("", true) => Pasted::default(),
        _ => read_keys(&told.text, told.pairs, room)?,
    };
    let has: BTreeSet<String> = ledger
        .keys
        .iter()
        .filter_map(|one| {
            case.keys
                .iter()
                .find(|kept| (kept.seq, kept.place) == (one.seq, one.place))
        })
        .map(|kept| kept.key.identity())
        .collect();
    let count = pasted.keys.len();
    let keys: Vec<CardKey> = pasted
        .keys
        .into_iter()
        .filter(|key| !has.contains(&key.identity()))
        .collect();
    let known = many(count - keys.len());
    if keys.is_empty() && !told.all {
        return Err(Failure::new(Code::Text, text!(keys_known, count = known)));
    }
    if keys.is_empty() && tally.all {
        return Err(Failure::new(Code::Text, text!(keys_all_said)));
    }
    let added = many(keys.len());
    if added > room {
        return Err(Failure::new(
            Code::Text,
            text!(
                keys_too_many,
                quantity = facts.quantity,
                had = tally.good(),
                added = added
            ),
        ));
    }
    let at = read_at(&told.at, facts.paid_at, now, zone)?;
    let last4 = keys.iter().map(CardKey::last4).collect();
    let written_down = KeysFacts {
        first: ledger.next(),
        last4,
        all: told.all,
    };
    // It stands in the timeline, which is Chinese.
    let words = match (added, told.all) {
        (0, _) => text!(keys_told_all, count = tally.came),
        (_, true) => text!(keys_told_with_all, count = added),
        (_, false) => text!(keys_told, count = added),
    };
    Ok(Added {
        happening: Happening {
            facts: Some(written(&written_down)?),
            ..Happening::new(EventKind::KeysAdded, at).saying(words.chinese())
        },
        keys,
        doubled: pasted.doubled,
        known,
        left_out: pasted.left_out,
    })
}

fn many(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What became of keys that were tried, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct KeyTold {
    /// The keys: each by its last four or its number in the ledger, or a range of numbers.
    pub keys: Vec<String>,
    /// The word of the state.
    pub state: String,
    /// When it was tried; empty for now.
    pub at: String,
    /// The exact words of the page.
    pub says: String,
    /// The hash of an attached picture of the page.
    pub piece: String,
}

/// Checks what became of keys that were tried.
///
/// # Errors
/// A key that is none, or of which several have this end; a state that is none; more that work than were ordered; a picture
/// that the order does not have; a moment that is not.
pub fn check_tried(told: &KeyTold, case: &Case, now: Moment, zone: Zone) -> Outcome<Happening> {
    let ledger = Ledger::of(&case.events);
    if ledger.keys.is_empty() {
        return Err(Failure::failed(text!(keys_nothing)));
    }
    let keys = chosen(&told.keys, &ledger)?;
    let state = KeyState::from_word(told.state.trim()).ok_or_else(|| {
        let known = KeyState::ALL
            .iter()
            .map(|state| Text::as_it_is(format!("{}（{}）", state.word(), state.name())));
        let known = Text::list(known);
        Failure::failed(text!(
            key_state_unknown,
            typed = excerpt(&told.state),
            known = known
        ))
    })?;
    let quantity = case.order.facts.quantity;
    let is_good = |one: &&crate::order::LedgerKey| {
        let state = if keys.contains(&one.n) { state } else { one.state };
        !state.is_bad()
    };
    let good = many(ledger.keys.iter().filter(is_good).count());
    if good > quantity {
        return Err(Failure::failed(text!(
            keys_too_many_good,
            quantity = quantity,
            good = good
        )));
    }
    let says = limited(&told.says, Code::Text, text!(name_text), LONGEST_TEXT)?;
    let piece = piece_of(told.piece.trim(), case)?;
    if state == KeyState::Untried && (says.is_some() || piece.is_some()) {
        return Err(Failure::new(Code::Text, text!(key_untried_says)));
    }
    let at = read_at(&told.at, case.order.facts.paid_at, now, zone)?;
    // The page may show the key itself.
    let says = says.map(|says| crate::order::without_keys(&says, case.keys.iter().map(|kept| &kept.key)));
    // It stands in the timeline, which is Chinese.
    let mut words = text!(key_told, which = named(&keys, &ledger), state = state.name()).chinese();
    if let Some(says) = &says {
        words += &text!(key_told_says, says = says.as_str()).chinese();
    }
    Ok(Happening {
        facts: Some(written(&TriedFacts { keys, state, says })?),
        shot: piece,
        ..Happening::new(EventKind::KeyTried, at).saying(words)
    })
}

/// The keys that were named, by their numbers.
pub fn chosen(typed: &[String], ledger: &Ledger) -> Outcome<Vec<u32>> {
    let mut all = BTreeSet::new();
    let words = typed.iter().flat_map(|words| words.split([',', '，', '、', ' ']));
    for word in words.map(str::trim).filter(|word| !word.is_empty()) {
        all.extend(one_or_range(word, ledger)?);
    }
    if all.is_empty() {
        return Err(Failure::failed(text!(key_unnamed)));
    }
    Ok(all.into_iter().collect())
}

fn one_or_range(word: &str, ledger: &Ledger) -> Outcome<Vec<u32>> {
    let unknown = || {
        Failure::failed(text!(
            key_unknown,
            typed = excerpt(word),
            count = many(ledger.keys.len())
        ))
    };
    let ends: Vec<u32> = ledger
        .keys
        .iter()
        .filter(|key| {
            key.last4
                .as_deref()
                .is_some_and(|last4| last4.eq_ignore_ascii_case(word))
        })
        .map(|key| key.n)
        .collect();
    match ends[..] {
        [one] => return Ok(vec![one]),
        [] => {}
        _ => {
            let numbers = Text::list(ends.iter().map(|n| Text::as_it_is(n.to_string())));
            return Err(Failure::failed(text!(
                key_several,
                last4 = word,
                numbers = numbers
            )));
        }
    }
    let number = |text: &str| {
        text.trim()
            .parse::<u32>()
            .ok()
            .filter(|n| ledger.key(*n).is_some())
    };
    if let Some((from, to)) = word.split_once('-') {
        let (from, to) = number(from).zip(number(to)).ok_or_else(unknown)?;
        let within = ledger
            .keys
            .iter()
            .map(|key| key.n)
            .filter(|n| (from..=to).contains(n));
        let within: Vec<u32> = within.collect();
        return if within.is_empty() {
            Err(unknown())
        } else {
            Ok(within)
        };
    }
    number(word).map(|n| vec![n]).ok_or_else(unknown)
}

/// The keys as a timeline names them.
fn named(keys: &[u32], ledger: &Ledger) -> Text {
    /// So many are named one by one.
    const APART: usize = 5;
    if keys.len() > APART {
        return text!(key_named_many, count = many(keys.len()));
    }
    Text::list(keys.iter().map(|n| {
        let last4 = ledger.key(*n).and_then(|key| key.last4.as_deref());
        match last4 {
            Some(_) => text!(key_named, n = *n, shown = shown(last4)),
            None => text!(key_named_short, n = *n),
        }
    }))
}

fn piece_of(typed: &str, case: &Case) -> Outcome<Option<Sha256>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let sha256 =
        Sha256::from_hex(typed).filter(|sha256| case.shots.iter().any(|shot| shot.sha256 == *sha256));
    sha256
        .map(Some)
        .ok_or_else(|| Failure::new(Code::Shot, text!(shot_of_another)))
}

/// Refuses a problem that the ledger contradicts.
///
/// # Errors
/// Keys that came, work or are bad, of another number than is said now.
pub(super) fn check_against_keys(problem: Problem, received: u32, case: &Case) -> Outcome<()> {
    let tally = Ledger::of(&case.events).tally();
    let quantity = case.order.facts.quantity;
    if tally.came == 0 {
        return Ok(());
    }
    let refused = |text| Err(Failure::new(Code::Received, text));
    let most = if tally.is_whole(quantity) {
        tally.good().min(quantity)
    } else {
        quantity.saturating_sub(tally.bad)
    };
    match problem {
        Problem::NotDelivered => refused(text!(problem_keys_came, came = tally.came)),
        Problem::Short if tally.came >= quantity => refused(text!(problem_keys_whole, came = tally.came)),
        Problem::Short if received < tally.good() => refused(text!(received_below_keys, good = tally.good())),
        Problem::BadKey if received < tally.works => {
            refused(text!(received_below_working, works = tally.works))
        }
        Problem::Short | Problem::BadKey if received > most => {
            refused(text!(received_above_keys, most = most))
        }
        _ => Ok(()),
    }
}

/// Refuses that all came as it should where the ledger has keys that cannot be used, and none in their place.
///
/// # Errors
/// Such keys.
pub fn check_arrived(case: &Case) -> Outcome<()> {
    let tally = Ledger::of(&case.events).tally();
    if tally.bad > 0 && tally.good() < case.order.facts.quantity {
        return Err(Failure::failed(text!(arrived_bad_keys, bad = tally.bad)));
    }
    Ok(())
}

/// Refuses a quantity that is below what the ledger has.
///
/// # Errors
/// More keys than that.
pub fn check_quantity(quantity: u32, case: &Case) -> Outcome<()> {
    let good = Ledger::of(&case.events).tally().good();
    if quantity < good {
        return Err(Failure::new(
            Code::Quantity,
            text!(quantity_below_keys, good = good),
        ));
    }
    Ok(())
}
