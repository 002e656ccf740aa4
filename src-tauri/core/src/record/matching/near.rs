//! What nearly matched: it is said, because an order that is logged twice is asked for twice.

use super::index::names;
use super::payments::nearest;
use super::{Matching, NEAR, Purpose};
use crate::order::{Fen, Span};
use std::collections::{HashMap, HashSet};

/// How far a payment of the same amount may lie from an order that it is held against.
const HOUR: Span = Span::HOUR;
/// Of how many parts of a price one may differ, where the seller and the time are those of an order: a coupon.
const PARTS: i64 = 5;

impl<'a> Matching<'a> {
    /// Says of payments that belong to no order which order they look like, and takes none of them unasked.
    pub(super) fn nearly(&mut self) {
        // By time a bank's rows were held against everything already.
        if self.bill.format.is_bank() {
            return;
        }
        let orders = self.index.orders;
        let waiting: Vec<usize> = (0..orders.len())
            .filter(|place| self.awaits_row(*place))
            .collect();
        if waiting.is_empty() {
            return;
        }
        let mut amounts: HashMap<Fen, Vec<usize>> = HashMap::new();
        let mut sellers: HashMap<&str, Vec<usize>> = HashMap::new();
        for place in waiting {
            let order = &orders[place];
            amounts.entry(order.amount).or_default().push(place);
            for name in names(order) {
                sellers.entry(name).or_default().push(place);
            }
        }
        for places in amounts.values_mut().chain(sellers.values_mut()) {
            places.sort_by_key(|place| (orders[*place].paid_at, orders[*place].id));
        }
        let mut said: HashSet<usize> = HashSet::new();
        let mut rows = self.open_rows();
        rows.retain(|at| !self.matched[*at].asks);
        rows.sort_by_key(|at| (self.purposes[*at] != Purpose::Recharge, self.row(*at).at, *at));
        for at in rows {
            let row = self.row(at);
            let recharge = self.purposes[at] == Purpose::Recharge;
            let of_amount = amounts.get(&row.amount).map_or(&[][..], Vec::as_slice);
            let of_seller = sellers.get(self.seller(row)).map_or(&[][..], Vec::as_slice);
            let by_amount = nearest(of_amount, orders, row.at, HOUR).into_iter();
            let by_seller = nearest(of_seller, orders, row.at, NEAR)
                .into_iter()
                .filter(|place| {
                    let (one, other) = (orders[*place].amount.0, row.amount.0);
                    recharge && (one - other).abs() * PARTS <= one.max(other)
                });
            // What is no recharge is named once for each order: there may be many of one price.
            let found = by_amount
                .chain(by_seller)
                .find(|place| !self.other_way(row, &orders[*place]) && (recharge || !said.contains(place)));
            let Some(place) = found else {
                continue;
            };
            said.insert(place);
            let order = &orders[place];
            let against = self.against(at, order);
            self.ask_about(at, order, against);
        }
    }
}
