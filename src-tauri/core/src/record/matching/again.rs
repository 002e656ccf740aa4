//! What was there before: rows that a file has more than once, and rows that were imported, in whichever form they come.

use super::index::may_be_same;
use super::payments::{CANDIDATES, other_merchant};
use super::{Matched, Matching, RowKey, Standing, minute, told_refund};
use crate::order::{Fen, Moment, Span};
use crate::record::bill::{BillRow, RowKind};
use crate::record::number::tells;
use crate::text;
use std::collections::{HashMap, HashSet};

/// How many rows of one price and minute are looked at for one whose seller has another name by now.
const MOST_OF_MINUTE: usize = 64;

impl<'a> Matching<'a> {
    /// Leaves out rows that the file has more than once, in whichever form: of two the one stays that tells more, or else the
    /// first. Where two payments with one number differ in more than their form, neither is taken without being asked about.
    pub(super) fn drop_repeats(&mut self) {
        let rows = &self.bill.rows;
        let payments: HashSet<&str> = (0..rows.len())
            .filter(|at| self.is_payment(*at) && rows[*at].kind != RowKind::Refund)
            .map(|at| rows[at].payment_no.as_str())
            .collect();
        let mut seen: HashMap<(bool, &str, Fen, i64), Vec<usize>> = HashMap::new();
        let mut whole: HashSet<(RowKey, &str, &str)> = HashSet::new();
        let on_minute = |at: Moment| at.0 % Span::MINUTE.0 == 0;
        // A spreadsheet's copy has no seconds.
        let mut places: Vec<usize> = (0..rows.len())
            .filter(|at| !rows[*at].payment_no.is_empty())
            .collect();
        places.sort_by_key(|at| on_minute(rows[*at].at));
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
            let same = seen
                .entry((refund, number, row.amount, minute(row.at)))
                .or_default();
            // Several refunds may have the number of their payment, and differ in nothing but the second.
            let of_payment = refund && (payments.contains(number) || self.index.is_payment(number));
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
        let mut numbered: HashMap<&str, Vec<usize>> = HashMap::new();
        for ((refund, number, ..), places) in seen {
            if !refund {
                numbered.entry(number).or_default().extend(places);
            }
        }
        for at in numbered.into_values().filter(|rows| rows.len() > 1).flatten() {
            self.ask(at, text!(bill_number_twice));
        }
    }

    /// The rows that were imported before, in this form or in another one that a spreadsheet made of them.
    pub(super) fn recognize(&mut self) {
        let rows = &self.bill.rows;
        for (at, row) in rows.iter().enumerate() {
            let key = RowKey::of(self.bill.format, row);
            if self.is_alone(at)
                && tells(&row.payment_no)
                && let Some(order) = self.index.holder(&key)
            {
                self.know(at, order.id);
            }
        }
        let mut forms: Vec<usize> = self.open_rows();
        // What has lost the least finds its row first.
        forms.sort_by_key(|at| {
            let row = self.row(*at);
            (!tells(&row.payment_no), row.at, &row.merchant_order_no, row.line)
        });
        let mut used: HashSet<(usize, &'a RowKey)> = HashSet::new();
        let mut unknown = Vec::new();
        for at in forms {
            let row = self.row(at);
            let Some((place, key, unsure)) = self.other_form(row, &used) else {
                unknown.push(at);
                continue;
            };
            used.insert((place, key));
            if !tells(&row.payment_no) {
                self.know(at, self.index.orders[place].id);
                continue;
            }
            self.pay(at, place, vec![text!(bill_same_row_whole)]);
            if unsure {
                self.ask(at, text!(bill_like_several));
            }
        }
        // It may have gone to an order that somebody knows under another number.
        for at in unknown {
            let row = self.row(at);
            if !tells(&row.payment_no)
                && let Some(held) = self.index.held(&RowKey::of(self.bill.format, row))
                && used.insert(held)
            {
                let against = text!(bill_other_merchant_number);
                self.ask_about(at, &self.index.orders[held.0], against);
            }
        }
    }

    /// The row of an order that is this one in another form: of both, one has lost its number. With it, whether another row
    /// fits as well.
    fn other_form(
        &self,
        row: &'a BillRow,
        used: &HashSet<(usize, &'a RowKey)>,
    ) -> Option<(usize, &'a RowKey, bool)> {
        let whole = tells(&row.payment_no);
        let fits = |(place, key): &&(usize, &'a RowKey)| {
            let order = &self.index.orders[*place];
            let both_whole = whole && tells(&key.payment_no);
            !used.contains(&(*place, *key))
                && !both_whole
                && may_be_same(&row.payment_no, &key.payment_no)
                && !other_merchant(row, order)
        };
        let of_minute = |seller| self.index.forms(row.amount, minute(row.at), seller).iter();
        // The order may have got another seller's name since.
        let named = |(place, _): &&(usize, &'a RowKey)| {
            let order = &self.index.orders[*place];
            let merchant = tells(&row.merchant_order_no)
                && order.merchant_order_no.as_deref() == Some(&row.merchant_order_no);
            merchant || self.sellers.fits(self.seller(row), order)
        };
        let mut found: Vec<(usize, &'a RowKey)> = of_minute(&row.counterparty)
            .chain(of_minute("").take(MOST_OF_MINUTE).filter(named))
            .filter(fits)
            .take(CANDIDATES)
            .copied()
            .collect();
        found.sort_by_key(|(place, key)| {
            let order = &self.index.orders[*place];
            let same_merchant = order.merchant_order_no.as_deref() == Some(&row.merchant_order_no);
            (!same_merchant, key.at != row.at, *place)
        });
        found.dedup();
        let (place, key) = *found.first()?;
        let order = &self.index.orders[place];
        let sure = order.merchant_order_no.as_deref() == Some(&row.merchant_order_no) || key.at == row.at;
        Some((place, key, !sure && found.len() > 1))
    }
}
