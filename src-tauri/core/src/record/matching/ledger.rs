//! How much of what came back of one payment is known, and what stands for which refund.

use super::{Logged, RowKey};
use crate::order::{Fen, Moment};
use crate::record::bill::BillRow;

/// What refunds come to for a payment, in the course of a bill.
#[derive(Clone)]
pub(super) struct Ledger {
    pub paid: Fen,
    /// What is known and what was booked since.
    pub refunded: Fen,
    /// What became known in another way than by this app's rows of refunds, and stands for none of them yet.
    told: Vec<Told>,
    /// What was booked of this bill.
    pub booked: Fen,
}

/// A sum that a person noted, or that a payment's own row told of.
#[derive(Clone, Copy)]
struct Told {
    amount: Fen,
    left: Fen,
    at: Moment,
    /// Whether it is all that had come back by then.
    in_all: bool,
}

impl Ledger {
    pub fn new(paid: Fen) -> Self {
        Self {
            paid,
            refunded: Fen(0),
            told: Vec::new(),
            booked: Fen(0),
        }
    }

    /// What an order knows, as the rows of one app's refunds left it.
    pub fn of(order: &Logged, source: &str) -> Self {
        let mut ledger = Self {
            refunded: order.refunded,
            ..Self::new(order.amount)
        };
        let is_own = |key: &RowKey| key.source == source && key.is_refund();
        for returned in &order.returned {
            match &returned.row {
                Some(key) if is_own(key) => {}
                Some(key) if key.is_told() => ledger.told.push(Told {
                    amount: key.amount,
                    left: key.amount,
                    at: returned.at,
                    in_all: true,
                }),
                _ => ledger.told.push(Told {
                    amount: returned.amount,
                    left: returned.amount,
                    at: returned.at,
                    in_all: false,
                }),
            }
        }
        let mut own: Vec<&RowKey> = order.rows.iter().filter(|key| is_own(key)).collect();
        own.sort_by_key(|key| (key.at, &key.payment_no));
        for key in own {
            let booked = order.returned.iter().find(|one| one.row.as_ref() == Some(key));
            if booked.map_or(Fen(0), |one| one.amount) < key.amount {
                ledger.cover(key.at, key.amount);
            } else {
                ledger.include(key.at, key.amount);
            }
        }
        ledger
    }

    /// How much of a refund is known in another way: as a sum of its amount, or within one that was known after it. That sum
    /// stands for nothing else from then on.
    pub fn cover(&mut self, at: Moment, amount: Fen) -> Fen {
        let in_all = self.include(at, amount);
        let noted = |told: &&mut Told| !told.in_all && told.left > Fen(0);
        let equal = self
            .told
            .iter_mut()
            .filter(noted)
            .find(|told| told.left == amount && told.amount == amount);
        if let Some(told) = equal {
            told.left = Fen(0);
            return amount;
        }
        let mut missing = amount - in_all;
        if missing > Fen(0) {
            for told in self.told.iter_mut().filter(noted).filter(|told| told.at >= at) {
                let part = told.left.min(missing);
                told.left = told.left - part;
                missing = missing - part;
            }
        }
        amount - missing
    }

    /// Counts a refund among what payments' rows told of in all; gives back how much of it they did.
    fn include(&mut self, at: Moment, amount: Fen) -> Fen {
        let mut most = Fen(0);
        for told in self.told.iter_mut().filter(|told| told.in_all) {
            if told.at >= at || told.left == amount && told.amount == amount {
                let part = told.left.min(amount);
                told.left = told.left - part;
                most = most.max(part);
            }
        }
        most
    }

    /// Whether something that was noted otherwise is just this refund.
    pub fn holds(&self, row: &BillRow) -> bool {
        let equal = |told: &Told| told.left == row.amount && told.amount == row.amount;
        let later = |told: &Told| told.at >= row.at && told.left >= row.amount;
        self.told.iter().any(|told| equal(told) || later(told))
    }

    /// What was noted otherwise and stands for no row.
    pub fn beside(&self) -> Fen {
        self.told.iter().fold(Fen(0), |sum, told| sum + told.left)
    }
}
