//! What was there before: rows that a file has more than once, and rows that were imported, in whichever form they come.

use super::index::{Held, may_be_same};
use super::payments::{CANDIDATES, other_merchant};
use super::sellers::Sellers;
use super::{Logged, Matched, Matching, Purpose, RowKey, Standing, minute, told_refund};
use crate::order::{Fen, Moment, Span};
use crate::record::bill::{BillRow, RowKind};
use crate::record::number::tells;
use crate::text;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// How many rows of one price and minute are looked at for one whose seller has another name by now.
const MOST_OF_MINUTE: usize = 64;

impl<'a> Matching<'a> {
    /// Leaves out rows that the file has more than once, in whichever form: of two the one stays that tells more, or else the
    /// first. Where two rows with one number of their own differ in more than their form, neither is taken without being asked
    /// about.
    pub(super) fn drop_repeats(&mut self) {
        let rows = &self.bill.rows;
        let payments: HashSet<&str> = (0..rows.len())
            .filter(|at| self.is_payment(*at) && rows[*at].kind != RowKind::Refund)
            .map(|at| rows[at].payment_no.as_str())
            .collect();
        let is_of_payment = |number: &str| payments.contains(number) || self.index.knows(number);
        let mut seen: HashMap<(bool, &str, Fen, Option<i64>), Vec<usize>> = HashMap::new();
        let mut whole: HashSet<(RowKey, &str, &str)> = HashSet::new();
        let on_minute = |at: Moment| at.0 % Span::MINUTE.0 == 0;
        // A spreadsheet's copy has no seconds; of two that are alike in that the one goes first that tells more.
        let mut places: Vec<usize> = (0..rows.len())
            .filter(|at| !rows[*at].payment_no.is_empty())
            .collect();
        places.sort_by_key(|at| {
            let row = &rows[*at];
            let recharge = self.purposes[*at] == Purpose::Recharge;
            let merchant = row.merchant_order_no.as_str();
            let told = Reverse(told_refund(row));
            (
                on_minute(row.at),
                row.at,
                !tells(merchant),
                !recharge,
                merchant,
                &row.counterparty,
                told,
            )
        });
        for at in places {
            let row = &rows[at];
            let number = row.payment_no.as_str();
            let refund = row.kind == RowKind::Refund;
            if !tells(number) || !refund && !self.is_payment(at) {
                // What a spreadsheet left of two numbers may be the same: only the merchant's tells of two purchases.
                let key = RowKey::of(self.bill.format, row);
                let again = !whole.insert((key, &row.merchant_order_no, &row.counterparty));
                if again && tells(&row.merchant_order_no) {
                    self.matched[at] = Matched::of(Standing::Repeated);
                }
                continue;
            }
            // Several refunds may have the number of their payment, and differ in nothing but the second. Where a refund has
            // a number of its own, no time makes another one of it.
            let of_payment = refund && is_of_payment(number);
            let time = (!refund || of_payment).then(|| minute(row.at));
            let same = seen.entry((refund, number, row.amount, time)).or_default();
            let again = same.iter_mut().find(|first| {
                let first = rows[**first].at;
                !of_payment || first == row.at || on_minute(first) || on_minute(row.at)
            });
            match again {
                None => same.push(at),
                Some(first) if told_refund(&rows[*first]) < told_refund(row) => {
                    self.matched[*first] = Matched::of(Standing::Repeated);
                    *first = at;
                }
                Some(_) => self.matched[at] = Matched::of(Standing::Repeated),
            }
        }
        let mut numbered: HashMap<(bool, &str), Vec<usize>> = HashMap::new();
        for ((refund, number, ..), places) in seen {
            if !refund || !is_of_payment(number) {
                numbered.entry((refund, number)).or_default().extend(places);
            }
        }
        for at in numbered.into_values().filter(|rows| rows.len() > 1).flatten() {
            self.ask(at, text!(bill_number_twice));
        }
    }

    /// The payments that were imported before, in this form or in another one that a spreadsheet made of them. Each row that
    /// an order has stands for one of the file; those that are just the same go first.
    pub(super) fn recognize(&mut self) {
        let rows = &self.bill.rows;
        let mut places: Vec<usize> = (0..rows.len())
            .filter(|at| rows[*at].kind != RowKind::Refund && self.is_alone(*at))
            .filter(|at| self.is_payment(*at) || tells(&rows[*at].payment_no))
            .collect();
        // What is sure and has lost the least finds its row first.
        places.sort_by_key(|at| {
            let row = &rows[*at];
            (
                self.matched[*at].asks,
                !tells(&row.payment_no),
                !tells(&row.merchant_order_no),
                row.at,
                &row.merchant_order_no,
                row.line,
            )
        });
        for own_seller in [true, false] {
            places.retain(|at| !self.is_known(*at, own_seller));
        }
        places.retain(|at| self.is_payment(*at));
        for own_seller in [true, false] {
            places.retain(|at| !self.is_form(*at, own_seller));
        }
        for at in places {
            self.may_be_known(at);
        }
    }

    /// Whether a row was imported before, just as it is. With `own_seller` only what has the name of the row's seller counts.
    fn is_known(&mut self, at: usize, own_seller: bool) -> bool {
        let row = self.row(at);
        let held = self.index.held(&RowKey::of(self.bill.format, row));
        let found = if tells(&row.payment_no) {
            // One payment may have paid for several orders, and each has its row.
            self.used.extend(held);
            held.first().copied()
        } else {
            self.forms_of(row, held.iter().copied(), own_seller)
                .first()
                .copied()
        };
        let Some(held) = found else {
            return false;
        };
        self.used.insert(held);
        self.know(at, self.index.orders[held.0].id);
        true
    }

    /// Whether the row of an order is this one in another form: of both, one has lost its number. With `own_seller` only what
    /// has the name of the row's seller counts.
    fn is_form(&mut self, at: usize, own_seller: bool) -> bool {
        let row = self.row(at);
        let of_minute = |seller| {
            self.index
                .forms(row.amount, minute(row.at), seller)
                .iter()
                .copied()
        };
        // The order may have got another seller's name since.
        let found = if own_seller {
            self.forms_of(row, of_minute(&row.counterparty), true)
        } else {
            self.forms_of(row, of_minute("").take(MOST_OF_MINUTE), false)
        };
        let Some(held) = found.first().copied() else {
            return false;
        };
        self.used.insert(held);
        let order = &self.index.orders[held.0];
        if !tells(&row.payment_no) {
            self.know(at, order.id);
            return true;
        }
        let sure = same_merchant(row, order) || self.index.key(held).at == row.at;
        self.pay(at, held.0, vec![text!(bill_same_row_whole)]);
        if !sure && found.len() > 1 {
            self.ask(at, text!(bill_like_several));
        }
        true
    }

    /// Asks about a row that has lost its number and may have gone to an order that somebody knows under another one.
    fn may_be_known(&mut self, at: usize) {
        let row = self.row(at);
        if tells(&row.payment_no) {
            return;
        }
        let of_minute = self.index.forms(row.amount, minute(row.at), "").iter().copied();
        let found = of_minute.take(MOST_OF_MINUTE).find(|held| {
            !self.used.contains(held) && may_be_same(&row.payment_no, &self.index.key(*held).payment_no)
        });
        if let Some(held) = found {
            self.used.insert(held);
            let order = &self.index.orders[held.0];
            self.ask_about(at, order, self.against(at, order));
        }
    }

    /// Those of some rows that orders have, and that stand for no row of the file yet, which may be this one in whichever
    /// form, the likeliest first.
    fn forms_of(&self, row: &'a BillRow, rows: impl Iterator<Item = Held>, own_seller: bool) -> Vec<Held> {
        let whole = tells(&row.payment_no);
        let fits = |held: &Held| {
            let (order, key) = (&self.index.orders[held.0], self.index.key(*held));
            let both_whole = whole && tells(&key.payment_no);
            let seller = row.counterparty.is_empty()
                || Sellers::is_same(&row.counterparty, order)
                || !own_seller && (same_merchant(row, order) || self.sellers.fits(self.seller(row), order));
            !self.used.contains(held)
                && !both_whole
                && seller
                && may_be_same(&row.payment_no, &key.payment_no)
                && !other_merchant(row, order)
        };
        let mut found: Vec<Held> = rows.filter(fits).take(CANDIDATES).collect();
        found.sort_by_key(|held| {
            let same = same_merchant(row, &self.index.orders[held.0]);
            (!same, self.index.key(*held).at != row.at, *held)
        });
        found.dedup();
        found
    }
}

/// Whether a row and an order have one number of the merchant.
fn same_merchant(row: &BillRow, order: &Logged) -> bool {
    tells(&row.merchant_order_no) && order.merchant_order_no.as_deref() == Some(&row.merchant_order_no)
}
