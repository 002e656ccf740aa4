//! The ledger of an order's card keys: writing them down, what became of each, and showing one in full.

use crate::data_file::{DataFile, changed};
use daozhang_core::order::view::OrderDetail;
use daozhang_core::order::{CardKey, Case, Change, EventKind, Ledger, Moment, OrderId, undone};
use daozhang_core::record::{self, KeyTold, KeysTold};
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use ts_rs::TS;

/// What came of writing keys down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KeysAdded {
    pub order: OrderDetail,
    pub added: usize,
    /// How many stood there more than once.
    pub doubled: u32,
    /// How many the ledger had already.
    pub known: u32,
    /// The lines of which something is no key, from 1.
    pub left_out: Vec<u32>,
}

/// A card key in full.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RevealedKey {
    pub n: u32,
    /// The card's number, where it came with one.
    pub number: Option<String>,
    pub key: String,
}

impl DataFile {
    /// Writes card keys down that came.
    pub fn add_keys(&mut self, id: OrderId, told: &KeysTold, now: Moment) -> Outcome<KeysAdded> {
        let works = self.works.clone();
        let (added, doubled, known, left_out) = self.store.write(|tx| {
            let case = tx.case(id)?;
            let added = record::check_keys(told, &case, now, works.zone)?;
            let count = added.keys.len();
            let change = Change {
                keys: added.keys,
                ..Change::of(added.happening)
            };
            changed(tx, &case, change, &works.at(now))?;
            Ok((count, added.doubled, added.known, added.left_out))
        })?;
        Ok(KeysAdded {
            order: self.show(id)?,
            added,
            doubled,
            known,
            left_out,
        })
    }

    /// Writes down what became of card keys that were tried.
    pub fn try_keys(&mut self, id: OrderId, told: &KeyTold, now: Moment) -> Outcome<()> {
        let zone = self.works.zone;
        self.change(id, now, |case| {
            Ok(Change::of(record::check_tried(told, case, now, zone)?))
        })
    }

    /// Card keys in full, by their numbers; all of the order without any.
    pub fn revealed(&self, id: OrderId, which: &[u32]) -> Outcome<Vec<RevealedKey>> {
        let case = self.store.case(id)?;
        let ledger = Ledger::of(&case.events);
        if let Some(n) = which.iter().find(|n| ledger.key(**n).is_none()) {
            return Err(Failure::new(
                Code::NotFound,
                text!(key_unknown, typed = n.to_string(), count = ledger.keys.len()),
            ));
        }
        let wanted = ledger
            .keys
            .iter()
            .filter(|key| which.is_empty() || which.contains(&key.n));
        wanted
            .map(|key| {
                let kept = case
                    .keys
                    .iter()
                    .find(|kept| (kept.seq, kept.place) == (key.seq, key.place));
                let CardKey { number, key: own } = kept
                    .map(|kept| kept.key.clone())
                    .ok_or_else(|| Failure::failed(text!(key_lost)))?;
                Ok(RevealedKey {
                    n: key.n,
                    number,
                    key: own,
                })
            })
            .collect()
    }
}

/// Refuses to take back that a key is bad where another came in its place: the order would have more than were ordered.
pub(crate) fn check_undone(case: &Case, seq: u32) -> Outcome<()> {
    let is_tried =
        |event: &&daozhang_core::order::Event| event.seq == seq && event.what.kind == EventKind::KeyTried;
    if !case.events.iter().any(|event| is_tried(&event)) {
        return Ok(());
    }
    let gone = undone(&case.events);
    let left: Vec<_> = case
        .events
        .iter()
        .filter(|event| event.seq != seq && !gone.contains(&event.seq) && event.what.undoes.is_none())
        .cloned()
        .collect();
    let (good, quantity) = (Ledger::of(&left).tally().good(), case.order.facts.quantity);
    if good > quantity {
        return Err(Failure::failed(text!(
            keys_too_many_good,
            quantity = quantity,
            good = good
        )));
    }
    Ok(())
}
