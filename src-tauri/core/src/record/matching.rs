//! Which logged order a row of a bill belongs to.
//!
//! Numbers decide first; where a bill has none in common with an order, the amount and the time do, and then the person is
//! told so. A refund belongs to a payment: by its numbers, else by merchant, amount and what the payment's own row says.

use super::bill::{Bill, BillFormat, BillRow, RowKind, RowStatus, original_no};
use super::number::tells;
use crate::order::{Fen, Moment, OrderId, Payment, Span, Word, Zone};
use crate::text;
use crate::words::Text;
use std::collections::{HashMap, HashSet};

/// How far a time that a person typed may lie from the bill's, where no number speaks for the two being one purchase.
const NEAR: Span = Span::minutes(10);
/// The same where the merchant is the same as well.
const SAME_DAY: Span = Span::DAY;
/// More rows than this with one number, or of one seller, tell nothing.
const MOST_ALIKE: usize = 1_000;
/// How long after a payment a refund is looked for, where no number says which it belongs to.
const REFUND_WITHIN: Span = Span::days(190);

/// An order as matching sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    pub id: OrderId,
    pub platform: String,
    pub product: String,
    pub merchant: Option<String>,
    pub channel: Option<String>,
    pub order_no: Option<String>,
    pub payment_no: Option<String>,
    pub merchant_order_no: Option<String>,
    /// Its payments, where it was not paid by one alone or that one paid for more; see [`Facts::payments`].
    ///
    /// [`Facts::payments`]: crate::order::Facts::payments
    pub payments: Vec<Payment>,
    pub amount: Fen,
    pub refunded: Fen,
    pub paid_at: Moment,
    /// The rows of bills that it has already.
    pub rows: Vec<RowKey>,
}

impl Logged {
    /// What no payment is known for, where only a part is known.
    fn unpaid(&self) -> Fen {
        match self.payments.as_slice() {
            [] => Fen(0),
            payments => payments
                .iter()
                .fold(self.amount, |open, payment| open - payment.amount),
        }
    }
}

/// What makes two rows the same one, in whichever file they stand. A number alone does not: an order may have several
/// rows, and an anonymised bill repeats one number on many.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowKey {
    /// The app that wrote the bill: `alipay`, `wechat`, `jd`, `meituan`.
    pub source: String,
    /// The word of the row's kind.
    pub kind: String,
    pub payment_no: String,
    pub at: Moment,
    pub amount: Fen,
}

impl RowKey {
    pub fn of(format: BillFormat, row: &BillRow) -> Self {
        Self {
            source: format.source().to_owned(),
            kind: row.kind.word().to_owned(),
            payment_no: row.payment_no.clone(),
            at: row.at,
            amount: row.amount,
        }
    }

    /// Whether it stands in the bill of a shop, whose numbers are its own.
    pub fn is_of_shop(&self) -> bool {
        BillFormat::is_of_shop(&self.source)
    }

    /// The key of the refund that a payment's own row tells of. It is of a kind of its own: the refund's own row may come
    /// with a later bill.
    pub fn of_told_refund(format: BillFormat, row: &BillRow, amount: Fen) -> Self {
        Self {
            kind: "told-refund".to_owned(),
            amount,
            ..Self::of(format, row)
        }
    }
}

/// What can be done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to this order, as a proof of the payment. What disagrees or is unsure is said in sentences.
    Payment {
        of: OrderId,
        /// What disagrees.
        notes: Vec<Text>,
    },
    Refund {
        of: Refunded,
        /// How much of it the order does not know of yet; zero where it knows of all.
        amount: Fen,
        /// What the same app's refunds to the order that were imported before come to.
        before: Fen,
        /// What is unsure.
        notes: Vec<Text>,
    },
    /// A payment that was imported before and says now that so much of it came back in all, more than its order knows of.
    News { of: OrderId, told: Fen },
    /// It was imported before, to this order.
    Known(OrderId),
    /// The file has the same row further up.
    Repeated,
    /// Nothing logged belongs to it.
    Alone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refunded {
    Order(OrderId),
    /// A payment in the same bill that is not logged yet, by its place among the rows.
    Row(usize),
}

/// Says for each row of a bill where it stands, in their order. `payments` says of each row whether it is one for
/// something, also where its kind does not: a person may have told the app not to count it.
pub fn match_bill(bill: &Bill, payments: &[bool], orders: &[Logged], zone: Zone) -> Vec<Standing> {
    let index = Index::new(orders);
    let mut standings = vec![Standing::Alone; bill.rows.len()];
    let mut seen: HashSet<RowKey> = HashSet::new();
    // One order is paid once: it takes the row that fits it best, and leaves the others alone.
    let mut taken: HashSet<OrderId> = HashSet::new();
    let mut open = Vec::new();
    for (at, row) in bill.rows.iter().enumerate() {
        let key = RowKey::of(bill.format, row);
        if !row.payment_no.is_empty() && !seen.insert(key.clone()) {
            standings[at] = Standing::Repeated;
        } else if let Some(of) = index.rows.get(&key) {
            standings[at] = Standing::Known(*of);
        } else if payments[at] {
            match by_number(&key, row, &index, zone) {
                Some(standing) => {
                    if let Standing::Payment { of, .. } = &standing {
                        taken.insert(*of);
                    }
                    standings[at] = standing;
                }
                None => open.push(at),
            }
        }
    }
    let mut pairs: Vec<(bool, i64, usize, &Logged)> = open
        .into_iter()
        .flat_map(|at| {
            let row = &bill.rows[at];
            by_amount(bill.format, row, &index).map(move |order| {
                let seller = same_seller(&row.counterparty, order);
                (!seller, distance(order.paid_at, row.at), at, order)
            })
        })
        .collect();
    pairs.sort_by_key(|(other_seller, apart, at, order)| (*other_seller, *apart, *at, order.id.0));
    for (.., at, order) in &pairs {
        if standings[*at] == Standing::Alone && taken.insert(order.id) {
            let row = &bill.rows[*at];
            let mut notes = vec![text!(bill_matched_by_amount)];
            let others = pairs.iter().filter(|pair| pair.2 == *at).count() - 1;
            if others > 0 {
                notes.push(text!(bill_others_alike, others = others));
            }
            notes.extend(disagreements(row, order, zone));
            standings[*at] = Standing::Payment { of: order.id, notes };
        }
    }
    let found = Payments::new(bill, payments, &standings);
    let mut booked: HashMap<OrderId, Booked> = HashMap::new();
    for (at, row) in bill.rows.iter().enumerate() {
        if row.kind == RowKind::Refund && standings[at] == Standing::Alone {
            standings[at] = refund(bill, row, &found, &standings, &index, &mut booked);
        }
    }
    for (at, row) in bill.rows.iter().enumerate() {
        if let (Standing::Known(of), true, Some(told)) = (&standings[at], payments[at], told_refund(row))
            && let Some(order) = index.order(*of)
        {
            let known = order.refunded + booked.get(of).map_or(Fen(0), |booked| booked.now);
            if known < told.min(order.amount) {
                standings[at] = Standing::News { of: *of, told };
            }
        }
    }
    standings
}

/// What a payment's own row says came back of it in all.
pub fn told_refund(row: &BillRow) -> Option<Fen> {
    let all = (row.status == RowStatus::Refunded).then_some(row.amount);
    row.refunded.or(all).filter(|told| *told > Fen(0))
}

/// The orders by what a row may have in common with them.
struct Index<'a> {
    orders: &'a [Logged],
    rows: HashMap<&'a RowKey, OrderId>,
    numbers: HashMap<&'a str, Vec<usize>>,
    /// By amount, in the order of their payment.
    amounts: HashMap<Fen, Vec<usize>>,
    places: HashMap<OrderId, usize>,
}

impl<'a> Index<'a> {
    fn new(orders: &'a [Logged]) -> Self {
        let mut index = Self {
            orders,
            rows: HashMap::new(),
            numbers: HashMap::new(),
            amounts: HashMap::new(),
            places: HashMap::with_capacity(orders.len()),
        };
        for (at, order) in orders.iter().enumerate() {
            index.places.insert(order.id, at);
            index.rows.extend(order.rows.iter().map(|key| (key, order.id)));
            let numbers = [&order.payment_no, &order.merchant_order_no, &order.order_no];
            let further = order.payments.iter().map(|payment| &payment.payment_no);
            for number in numbers
                .into_iter()
                .chain(further)
                .flatten()
                .filter(|number| tells(number))
            {
                let places = index.numbers.entry(number).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
            index.amounts.entry(order.amount).or_default().push(at);
        }
        for places in index.amounts.values_mut() {
            places.sort_by_key(|at| orders[*at].paid_at);
        }
        index
    }

    fn order(&self, id: OrderId) -> Option<&'a Logged> {
        self.places.get(&id).map(|at| &self.orders[*at])
    }

    fn numbered(&self, number: &str) -> impl Iterator<Item = &'a Logged> {
        let places = tells(number).then(|| self.numbers.get(number)).flatten();
        places.into_iter().flatten().map(|at| &self.orders[*at])
    }

    /// The orders of this amount that were paid within a span of a moment.
    fn of_amount(&self, amount: Fen, around: Moment, within: Span) -> impl Iterator<Item = &'a Logged> {
        let places: &[usize] = self.amounts.get(&amount).map_or(&[], Vec::as_slice);
        let from = places.partition_point(|at| self.orders[*at].paid_at < around - within);
        places[from..]
            .iter()
            .map(|at| &self.orders[*at])
            .take_while(move |order| order.paid_at <= around + within)
    }
}

fn distance(a: Moment, b: Moment) -> i64 {
    (a - b).0.abs()
}

/// Where a payment stands by its numbers; none if no order has one of them.
fn by_number(key: &RowKey, row: &BillRow, index: &Index<'_>, zone: Zone) -> Option<Standing> {
    let order = index
        .numbered(&row.payment_no)
        .chain(index.numbered(&row.merchant_order_no))
        // One number on rows of different days and amounts is no purchase's own.
        .filter(|order| {
            order.amount == row.amount
                || distance(order.paid_at, row.at) <= SAME_DAY.0
                // The rest of a price comes weeks after the deposit.
                || row.amount <= order.unpaid()
        })
        .min_by_key(|order| (order.amount != row.amount, distance(order.paid_at, row.at)))?;
    // The same purchase in another form of the same app's bill, which may state another time for it.
    let has_it = order.rows.iter().any(|known| {
        known.source == key.source
            && known.kind == key.kind
            && known.payment_no == key.payment_no
            && known.amount == key.amount
            && distance(known.at, key.at) <= SAME_DAY.0
    });
    Some(if has_it {
        Standing::Known(order.id)
    } else {
        Standing::Payment {
            of: order.id,
            notes: disagreements(row, order, zone),
        }
    })
}

/// The orders that a payment may belong to by its amount and its time, where no number says so.
fn by_amount<'a>(
    format: BillFormat,
    row: &'a BillRow,
    index: &Index<'a>,
) -> impl Iterator<Item = &'a Logged> {
    index
        .of_amount(row.amount, row.at, SAME_DAY)
        .filter(move |order| {
            let same_channel = match (format.channel(), &order.channel) {
                (Some(of_bill), Some(of_order)) => of_bill == of_order,
                _ => true,
            };
            let other_number = order.payment_no.as_deref().is_some_and(tells)
                && format.channel().is_some()
                && order.payment_no.as_deref() != Some(&row.payment_no);
            let has_a_row = order.rows.iter().any(|known| known.source == format.source());
            let within = distance(order.paid_at, row.at) <= NEAR.0 || same_seller(&row.counterparty, order);
            same_channel && !other_number && !has_a_row && within
        })
}

fn same_seller(counterparty: &str, order: &Logged) -> bool {
    !counterparty.is_empty()
        && (order.platform == counterparty || order.merchant.as_deref() == Some(counterparty))
}

fn disagreements(row: &BillRow, order: &Logged, zone: Zone) -> Vec<Text> {
    let mut notes = Vec::new();
    if order.amount != row.amount {
        notes.push(text!(
            bill_amount_disagrees,
            bill = row.amount,
            order = order.amount
        ));
    }
    if distance(order.paid_at, row.at) > NEAR.0 {
        notes.push(text!(
            bill_time_disagrees,
            bill = row.at.local(zone),
            order = order.paid_at.local(zone),
        ));
    }
    notes
}

/// The payments of a bill by what a refund may have in common with them.
struct Payments<'a> {
    bill: &'a Bill,
    numbers: HashMap<&'a str, Vec<usize>>,
    sellers: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Payments<'a> {
    fn new(bill: &'a Bill, payments: &[bool], standings: &[Standing]) -> Self {
        let mut found = Self {
            bill,
            numbers: HashMap::new(),
            sellers: HashMap::new(),
        };
        for (at, row) in bill.rows.iter().enumerate() {
            // What stands twice is taken over once, from its first row.
            if row.kind != RowKind::Payment && !payments[at] || standings[at] == Standing::Repeated {
                continue;
            }
            for number in [&row.payment_no, &row.merchant_order_no] {
                if tells(number) {
                    found.numbers.entry(number).or_default().push(at);
                }
            }
            // Only a payment that says so of itself can be found without a number.
            if told_refund(row).is_some() || row.status == RowStatus::Closed {
                found.sellers.entry(&row.counterparty).or_default().push(at);
            }
        }
        // What stands on very many rows tells none of them from the others.
        found.numbers.retain(|_, places| places.len() <= MOST_ALIKE);
        found.sellers.retain(|_, places| places.len() <= MOST_ALIKE);
        found
    }

    /// The payment that a refund gave back, and whether a number says so.
    fn of(&self, refund: &BillRow) -> Option<(usize, bool)> {
        let earlier = |at: &usize| {
            let row = &self.bill.rows[*at];
            row.at <= refund.at && row.amount >= refund.amount
        };
        let numbers = [
            original_no(refund).unwrap_or_default(),
            &refund.merchant_order_no,
            &refund.payment_no,
        ];
        let by_number = numbers.iter().find_map(|number| {
            let places = self.numbers.get(number)?;
            places
                .iter()
                .copied()
                .filter(earlier)
                .max_by_key(|at| (self.says(*at, refund.amount), self.bill.rows[*at].at))
        });
        if let Some(at) = by_number {
            return Some((at, true));
        }
        let same_item = |at: &usize| {
            let item = &self.bill.rows[*at].item;
            item == &refund.item
                || item.is_empty()
                || refund.item.is_empty()
                || refund.item.contains(item.as_str())
        };
        let places = self.sellers.get(refund.counterparty.as_str())?;
        places
            .iter()
            .copied()
            .filter(earlier)
            .filter(|at| refund.at - self.bill.rows[*at].at <= REFUND_WITHIN)
            .filter(same_item)
            .filter(|at| self.says(*at, refund.amount))
            .max_by_key(|at| self.bill.rows[*at].at)
            .map(|at| (at, false))
    }

    /// Whether a payment's own row says that this much came back of it.
    fn says(&self, at: usize, amount: Fen) -> bool {
        let row = &self.bill.rows[at];
        match told_refund(row) {
            Some(told) => told >= amount,
            None => row.status == RowStatus::Closed && row.amount == amount,
        }
    }
}

/// What refunds further up in the bill come to for an order.
#[derive(Clone, Copy, Default)]
struct Booked {
    all: Fen,
    /// What the order did not know of.
    now: Fen,
}

fn refund(
    bill: &Bill,
    row: &BillRow,
    payments: &Payments<'_>,
    standings: &[Standing],
    index: &Index<'_>,
    booked: &mut HashMap<OrderId, Booked>,
) -> Standing {
    let of_bill = bill.format.source();
    let unsure = text!(bill_matched_by_seller);
    if let Some((at, by_number)) = payments.of(row) {
        let notes = if by_number { Vec::new() } else { vec![unsure] };
        return match &standings[at] {
            Standing::Payment { of, .. } | Standing::Known(of) => {
                of_order(*of, of_bill, row, notes, index, booked)
            }
            _ => Standing::Refund {
                of: Refunded::Row(at),
                amount: row.amount,
                before: Fen(0),
                notes,
            },
        };
    }
    let original = original_no(row).unwrap_or_default();
    let fits = |order: &&Logged| order.paid_at <= row.at && order.amount >= row.amount;
    let by_number = [original, &row.merchant_order_no, &row.payment_no]
        .into_iter()
        .find_map(|number| {
            index
                .numbered(number)
                .filter(fits)
                .max_by_key(|order| order.paid_at)
        });
    if let Some(order) = by_number {
        return of_order(order.id, of_bill, row, Vec::new(), index, booked);
    }
    let middle = row.at - Span(REFUND_WITHIN.0 / 2);
    let mut alike = index
        .of_amount(row.amount, middle, Span(REFUND_WITHIN.0 / 2))
        .filter(|order| same_seller(&row.counterparty, order) && order.refunded < order.amount);
    match (alike.next(), alike.next()) {
        (Some(order), None) => of_order(order.id, of_bill, row, vec![unsure], index, booked),
        _ => Standing::Alone,
    }
}

/// A refund to a logged order: as much of it as the order does not know of yet. An order that knows of as much as all
/// refunds of this app come to has them already, whether the person noted them, another bill did, or the payment's own row.
fn of_order(
    of: OrderId,
    of_bill: &str,
    row: &BillRow,
    mut notes: Vec<Text>,
    index: &Index<'_>,
    booked: &mut HashMap<OrderId, Booked>,
) -> Standing {
    let Some(order) = index.order(of) else {
        return Standing::Alone;
    };
    let before = order
        .rows
        .iter()
        .filter(|key| key.kind == RowKind::Refund.word() && key.source == of_bill)
        .fold(Fen(0), |sum, key| sum + key.amount);
    let booked = booked.entry(of).or_default();
    booked.all = booked.all + row.amount;
    let amount = unknown(
        before + booked.all,
        row.amount,
        order.amount,
        order.refunded + booked.now,
    );
    booked.now = booked.now + amount;
    if amount == Fen(0) {
        notes.push(text!(bill_refund_known));
    } else if amount < row.amount {
        notes.push(text!(bill_refund_in_part, refund = row.amount, fresh = amount));
    }
    Standing::Refund {
        of: Refunded::Order(of),
        amount,
        before,
        notes,
    }
}

/// How much of a refund of `this` an order of `paid` does not know of, which knows of `refunded`, where all refunds up to
/// this one come to `all`.
pub fn unknown(all: Fen, this: Fen, paid: Fen, refunded: Fen) -> Fen {
    Fen((all.min(paid) - refunded).0.clamp(0, this.0))
}

#[cfg(test)]
mod tests;
