//! What the room looks at.

use super::diagnosis::Answers;
use crate::order::{History, KeptKey, Moment, Order, Seller, ShotRole, Zone};
use crate::rules::{LimitSet, Rules, standing_limits};
use crate::{Failure, Outcome, text};
use serde::{Deserialize, Serialize};

/// An order with all that is known of it at a moment.
#[derive(Clone, Copy)]
pub struct Matter<'a> {
    pub order: &'a Order,
    pub history: &'a History,
    pub seller: &'a Seller,
    /// What each attached file shows.
    pub shots: &'a [ShotRole],
    /// The card keys, none of which may stand in a letter.
    pub keys: &'a [KeptKey],
    pub rules: &'a Rules,
    pub now: Moment,
    /// The zone in which a person reads times.
    pub zone: Zone,
    /// Where their own clock is: what is told in China's time says so where that shows another.
    pub home: Zone,
}

/// A diagnosis as it stands in the timeline: the text of its event's `facts`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WrittenDiagnosis {
    /// The key of the row.
    pub row: String,
    /// The time against the window by then.
    pub time: String,
    pub answers: Answers,
}

impl Matter<'_> {
    /// The last diagnosis in the timeline.
    pub fn diagnosed(&self) -> Option<WrittenDiagnosis> {
        serde_json::from_str(&self.history.diagnosed.as_ref()?.1).ok()
    }

    /// Refuses to write anything while card keys came, and nobody said yet whether they are all: whatever was said of the rest
    /// might be untrue.
    pub(super) fn keys_are_told(&self) -> Outcome<()> {
        let standing = &self.order.standing;
        if standing.keys_are_open() {
            return Err(Failure::failed(text!(
                letter_keys_open,
                came = standing.keys.came,
                quantity = self.order.facts.quantity
            )));
        }
        Ok(())
    }

    /// The limits that run beside the matter.
    pub fn limits(&self) -> Vec<LimitSet> {
        standing_limits(
            &self.order.facts,
            &self.order.clock,
            self.seller,
            self.history,
            self.rules,
        )
    }
}
