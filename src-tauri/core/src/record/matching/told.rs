//! What payments' own rows say came back of them, and how much of it is news.

use super::index::may_be_same;
use super::{RowKey, minute};
use crate::order::Fen;
use crate::record::bill::{BillFormat, BillRow, RowStatus};
use crate::record::number::tells;

/// What a payment's own row says came back of it in all.
pub fn told_refund(row: &BillRow) -> Option<Fen> {
    let all = (row.status == RowStatus::Refunded).then_some(row.amount);
    row.refunded.or(all).filter(|told| *told > Fen(0))
}

/// What is known of the refunds of an order, which one payment or several paid.
#[derive(Clone, Copy, Debug)]
pub struct KnownBack<'a> {
    /// What it cost: no more can come back.
    pub amount: Fen,
    /// All that came back, whoever told of it.
    pub refunded: Fen,
    /// The rows of bills that it has.
    pub rows: &'a [RowKey],
}

/// How much of what payments say came back of them is not known yet, for each in their order. `payments` are the rows of one
/// bill that pay one order. Each tells of itself alone: that so much came back of one is no news of another, but what is known
/// without the payment that it belongs to may be of any.
pub fn news_of(format: BillFormat, payments: &[&BillRow], known: KnownBack<'_>) -> Vec<Fen> {
    let told: Vec<Fen> = payments
        .iter()
        .map(|row| told_refund(row).unwrap_or_default())
        .collect();
    // What was booked earlier because one of these said so, and because others did that are not among them.
    let mut before = vec![Fen(0); payments.len()];
    let mut others: Vec<&RowKey> = Vec::new();
    let mut keys: Vec<&RowKey> = known
        .rows
        .iter()
        .filter(|key| key.is_told() && is_of_other_payment(format, key))
        .collect();
    keys.sort_by_key(|key| (!tells(&key.payment_no), key.amount));
    for key in keys {
        let own = (0..payments.len())
            .filter(|at| key.source == format.source() && is_of(key, payments[*at]))
            .min_by_key(|at| {
                (
                    told[*at] != key.amount,
                    told[*at] < key.amount,
                    before[*at] > Fen(0),
                    *at,
                )
            });
        match own {
            Some(at) => before[at] = before[at].max(key.amount),
            None => match others.iter_mut().find(|other| may_be_one(other, key)) {
                Some(other) if other.amount < key.amount => *other = key,
                Some(_) => {}
                None => others.push(key),
            },
        }
    }
    let sum = |sums: &mut dyn Iterator<Item = Fen>| sums.fold(Fen(0), |all, one| all + one);
    let in_all = sum(&mut (0..payments.len()).map(|at| told[at].max(before[at])))
        + sum(&mut others.iter().map(|key| key.amount));
    let mut news = (in_all.min(known.amount) - known.refunded).max(Fen(0));
    let mut fresh = vec![Fen(0); payments.len()];
    // First what no payment said before; then what was taken back of what one did.
    for said_before in [false, true] {
        // What is known may well be of the earlier ones.
        for at in (0..payments.len()).rev() {
            let most = if said_before {
                told[at] - fresh[at]
            } else {
                (told[at] - before[at]).max(Fen(0))
            };
            if before[at] <= told[at] {
                let part = news.min(most);
                fresh[at] = fresh[at] + part;
                news = news - part;
            }
        }
    }
    fresh
}

/// Whether what a row told of cannot have been told by another app of the same payment: a shop and the app that it was paid
/// with tell of one.
fn is_of_other_payment(format: BillFormat, key: &RowKey) -> bool {
    key.source == format.source() || !key.is_of_shop() && !BillFormat::is_of_shop(format.source())
}

/// Whether a payment may be the one whose row told of a refund.
fn is_of(key: &RowKey, payment: &BillRow) -> bool {
    tells(&key.payment_no) && key.payment_no == payment.payment_no
        || minute(key.at) == minute(payment.at) && may_be_same(&key.payment_no, &payment.payment_no)
}

fn may_be_one(one: &RowKey, other: &RowKey) -> bool {
    one.source == other.source
        && (tells(&one.payment_no) && one.payment_no == other.payment_no
            || minute(one.at) == minute(other.at) && may_be_same(&one.payment_no, &other.payment_no))
}
