//! The logged orders by what a row may have in common with them.

use super::super::bill::BillFormat;
use super::super::number::tells;
use super::super::table::has_lost_digits;
use super::{Logged, RowKey, day, minute};
use crate::order::{Fen, Moment, OrderId};
use std::collections::HashMap;

/// More orders than these with one number are looked at no further than the nearest in time.
pub(super) const NEAREST: usize = 16;
/// From this many characters on a number is no date, no till and no counter of a small shop.
const LONG: usize = 12;

/// Which of an order's numbers one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    Payment,
    Merchant,
    Order,
}

/// A row that an order has: the order's place, and which of its rows. Two of its rows may look alike.
pub(super) type Held = (usize, usize);

pub(super) struct Index<'a> {
    pub format: BillFormat,
    pub orders: &'a [Logged],
    rows: HashMap<&'a RowKey, Vec<Held>>,
    /// The refunds of this app that have a number.
    refunds: HashMap<&'a str, Held>,
    /// The orders with a refund of this app, by its amount and day.
    refunded: HashMap<(Fen, i64), Vec<usize>>,
    /// The orders that have a number, and as what; by when they were paid.
    numbers: HashMap<&'a str, Vec<(usize, Named)>>,
    /// The rows of payments of this app, by amount, minute and seller.
    forms: HashMap<(Fen, i64, &'a str), Vec<Held>>,
    places: HashMap<OrderId, usize>,
}

impl<'a> Index<'a> {
    pub fn new(format: BillFormat, orders: &'a [Logged]) -> Self {
        let mut index = Self {
            format,
            orders,
            rows: HashMap::new(),
            refunds: HashMap::new(),
            refunded: HashMap::new(),
            numbers: HashMap::new(),
            forms: HashMap::new(),
            places: HashMap::with_capacity(orders.len()),
        };
        for (at, order) in orders.iter().enumerate() {
            index.places.insert(order.id, at);
            for (number, key) in order.rows.iter().enumerate() {
                let held = (at, number);
                index.rows.entry(key).or_default().push(held);
                if key.source != format.source() || key.is_told() {
                    continue;
                }
                if key.is_refund() {
                    index
                        .refunded
                        .entry((key.amount, day(key.at)))
                        .or_default()
                        .push(at);
                    if tells(&key.payment_no) {
                        index.refunds.insert(&key.payment_no, held);
                    }
                    continue;
                }
                for seller in names(order).chain([""]) {
                    let form = (key.amount, minute(key.at), seller);
                    index.forms.entry(form).or_default().push(held);
                }
            }
            let payments = order.payments.iter().filter_map(|paid| paid.payment_no.as_ref());
            let payments = payments.map(|number| (number, Named::Payment));
            let merchant = order
                .merchant_order_no
                .iter()
                .map(|number| (number, Named::Merchant));
            let own = order.order_no.iter().map(|number| (number, Named::Order));
            for (number, named) in payments.chain(merchant).chain(own) {
                if tells(number) {
                    index.numbers.entry(number).or_default().push((at, named));
                }
            }
        }
        for places in index.numbers.values_mut().filter(|places| places.len() > 1) {
            places.sort_by_key(|(at, named)| (orders[*at].paid_at, orders[*at].id, *named));
        }
        index
    }

    pub fn order(&self, id: OrderId) -> Option<&'a Logged> {
        self.place(id).map(|at| &self.orders[at])
    }

    pub fn place(&self, id: OrderId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// A row that an order has.
    pub fn key(&self, held: Held) -> &'a RowKey {
        &self.orders[held.0].rows[held.1]
    }

    /// The rows of orders that are just this one.
    pub fn held(&self, key: &RowKey) -> &[Held] {
        self.rows.get(key).map_or(&[], Vec::as_slice)
    }

    /// The refund of this app with a number.
    pub fn refund(&self, number: &str) -> Option<Held> {
        self.refunds.get(number).copied()
    }

    /// The orders that have a refund of this app of this amount and day, by their places.
    pub fn refunded_on(&self, amount: Fen, day: i64) -> impl Iterator<Item = usize> {
        self.refunded.get(&(amount, day)).into_iter().flatten().copied()
    }

    /// The orders that have a number, those paid nearest to `around` where they are very many.
    pub fn numbered(&self, number: &str, around: Moment) -> impl Iterator<Item = (usize, &'a Logged, Named)> {
        let places: &[(usize, Named)] = match self.numbers.get(number) {
            Some(places) if tells(number) => places,
            _ => &[],
        };
        let orders = self.orders;
        let middle = places.partition_point(|(at, _)| orders[*at].paid_at < around);
        let from = middle.saturating_sub(NEAREST);
        let until = (middle + NEAREST).min(places.len());
        places
            .get(from..until)
            .unwrap_or_default()
            .iter()
            .map(move |(at, named)| (*at, &orders[*at], *named))
    }

    /// Whether a logged order has a number, whatever it calls it.
    pub fn knows(&self, number: &str) -> bool {
        self.numbers.contains_key(number)
    }

    /// The rows of payments that are logged of this amount, minute and seller.
    pub fn forms(&self, amount: Fen, minute: i64, seller: &'a str) -> &[Held] {
        self.forms
            .get(&(amount, minute, seller))
            .map_or(&[], Vec::as_slice)
    }

    /// The rows of payments of this app that an order has.
    pub fn paid_rows(&self, order: &'a Logged) -> impl Iterator<Item = &'a RowKey> {
        let source = self.format.source();
        order
            .rows
            .iter()
            .filter(move |key| key.source == source && key.is_payment())
    }

    /// The numbers by which this app knows the payments of an order.
    pub fn payment_numbers(&self, order: &'a Logged) -> impl Iterator<Item = &'a str> {
        let channel = self.format.channel();
        order
            .payments
            .iter()
            .filter(move |paid| channel.is_some() && (paid.app.is_none() || paid.app.as_deref() == channel))
            .filter_map(|paid| paid.payment_no.as_deref())
            .filter(|number| tells(number))
    }

    /// Whether this app knows a payment of an order already, by a number or by its row.
    pub fn is_paid(&self, order: &'a Logged) -> bool {
        self.payment_numbers(order).next().is_some() || self.paid_rows(order).next().is_some()
    }

    /// What of an order's amount is not covered by the payments that this app knows of.
    pub fn room(&self, order: &'a Logged) -> Fen {
        let rows = self
            .paid_rows(order)
            .map(|key| (key.payment_no.as_str(), key.amount));
        // A number that tells nothing says no more than that it was paid for.
        let payments = order
            .payments
            .iter()
            .filter_map(|paid| Some((paid.payment_no.as_deref()?, paid.amount)))
            .filter(|(number, _)| tells(number));
        let mut sum = Fen(0);
        let mut counted: Vec<&str> = Vec::new();
        // The row says what was paid where the order says what it costs.
        for (number, amount) in rows.chain(payments) {
            if tells(number) && counted.contains(&number) {
                continue;
            }
            counted.push(number);
            sum = sum + amount;
        }
        Fen((order.amount - sum).0.max(0))
    }
}

/// The names under which an order's seller is known.
pub(super) fn names(order: &Logged) -> impl Iterator<Item = &str> {
    let merchant = order
        .merchant
        .as_deref()
        .filter(|merchant| *merchant != order.platform);
    [Some(order.platform.as_str()), merchant]
        .into_iter()
        .flatten()
        .filter(|name| !name.is_empty())
}

/// Whether a number is too long to be used by two shops.
pub(super) fn is_long(number: &str) -> bool {
    number.len() >= LONG
}

/// Whether two numbers can be the same one, of which a spreadsheet may have rounded one or both.
pub(super) fn may_be_same(one: &str, other: &str) -> bool {
    match (has_lost_digits(one), has_lost_digits(other)) {
        _ if one.is_empty() || other.is_empty() || one == other => true,
        (true, true) => true,
        (true, false) => rounds_to(other, one),
        (false, true) => rounds_to(one, other),
        (false, false) => false,
    }
}

/// Whether a spreadsheet may have made `lost` of `whole`.
fn rounds_to(whole: &str, lost: &str) -> bool {
    let (mantissa, length) = match lost.split_once(['E', 'e']) {
        Some((mantissa, power)) => {
            let Ok(power) = power.trim_start_matches('+').parse::<usize>() else {
                return false;
            };
            (mantissa.replacen('.', "", 1), power.saturating_add(1))
        }
        None => (lost.trim_end_matches('0').to_owned(), lost.len()),
    };
    if whole.len() != length || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let kept = whole.get(..mantissa.len()).unwrap_or(whole);
    match (mantissa.parse::<u64>(), kept.parse::<u64>()) {
        // The last digit that was kept may be rounded up.
        (Ok(lost), Ok(kept)) => lost == kept || lost == kept + 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_number_fits_only_what_it_may_have_been() {
        for (one, other, same) in [
            ("2.02609E+27", "2026092822001400000000000041", true),
            ("2.02610E+27", "2026099822001400000000000041", true),
            ("2.02609E+27", "2026102822001400000000000041", false),
            ("2.02609E+27", "202609282200140000000000004", false),
            (
                "2026092322001410000000000000",
                "2026092322001413000000000046",
                true,
            ),
            (
                "2026092322001410000000000000",
                "2026092322001513000000000046",
                false,
            ),
            ("2.02609E+27", "2.02609E+27", true),
            ("", "2026092822001400000000000041", true),
            (
                "2026092822001400000000000041",
                "2026092822001400000000000042",
                false,
            ),
        ] {
            assert_eq!(may_be_same(one, other), same, "{one} {other}");
            assert_eq!(may_be_same(other, one), same, "{other} {one}");
        }
    }
}
