//! Which logged order a row of a bill belongs to.
//!
//! Numbers decide first; where a bill has none in common with an order, the amount and the time do, and then the person is
//! told so. A refund belongs to a payment: by its numbers, else by merchant, amount and what the payment's own row says.

use super::bill::{Bill, BillFormat, BillRow, RowKind, RowStatus, original_no};
use crate::order::{Fen, Moment, OrderId, Span, Word, Zone};
use std::collections::HashMap;

/// How far a time that a person typed may lie from the bill's, where no number speaks for the two being one purchase.
const NEAR: Span = Span(10 * Span::MINUTE.0);
/// The same where the merchant is the same as well.
const SAME_DAY: Span = Span::DAY;
/// How long after a payment a refund is looked for, where no number says which it belongs to.
const REFUND_WITHIN: Span = Span(190 * Span::DAY.0);

/// An order as matching sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the fields are those of `Facts` and `Standing`, documented there"
)]
pub struct Logged {
    pub id: OrderId,
    pub platform: String,
    pub product: String,
    pub merchant: Option<String>,
    pub channel: Option<String>,
    pub order_no: Option<String>,
    pub payment_no: Option<String>,
    pub merchant_order_no: Option<String>,
    pub amount: Fen,
    pub refunded: Fen,
    pub paid_at: Moment,
    /// The rows of bills that it has already.
    pub rows: Vec<RowKey>,
}

/// What makes two rows the same one, in whichever file they stand. A number alone does not: an order may have several
/// rows, and an anonymised bill repeats one number on many.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowKey {
    /// The app that wrote the bill: `alipay`, `wechat`, `jd`, `meituan`.
    pub source: String,
    /// The word of the row's kind.
    pub kind: String,
    /// The payment app's number.
    pub payment_no: String,
    /// Its time.
    pub at: Moment,
    /// Its amount.
    pub amount: Fen,
}

impl RowKey {
    /// The key of a row in a bill of this format.
    pub fn of(format: BillFormat, row: &BillRow) -> Self {
        Self {
            source: source(format).to_owned(),
            kind: row.kind.word().to_owned(),
            payment_no: row.payment_no.clone(),
            at: row.at,
            amount: row.amount,
        }
    }

    /// The key of the refund that a payment's own row tells of.
    pub fn of_told_refund(format: BillFormat, row: &BillRow, amount: Fen) -> Self {
        Self {
            kind: RowKind::Refund.word().to_owned(),
            amount,
            ..Self::of(format, row)
        }
    }
}

/// The app that writes bills of a format.
pub fn source(format: BillFormat) -> &'static str {
    match format {
        BillFormat::AlipayWeb | BillFormat::AlipayApp2021 | BillFormat::AlipayApp => "alipay",
        BillFormat::WechatCsv | BillFormat::WechatXlsx => "wechat",
        BillFormat::Jd => "jd",
        BillFormat::Meituan => "meituan",
    }
}

/// What can be done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to this order, as a proof of the payment. What disagrees or is unsure is said in sentences.
    Payment {
        /// The order.
        of: OrderId,
        /// What disagrees.
        notes: Vec<String>,
    },
    /// Money that came back.
    Refund {
        /// For what.
        of: Refunded,
        /// How much of it the order does not know of yet; zero where the person has noted it already.
        amount: Fen,
        /// What is unsure.
        notes: Vec<String>,
    },
    /// It was imported before, to this order.
    Known(OrderId),
    /// Nothing logged belongs to it.
    Alone,
}

/// What a refund was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refunded {
    /// An order that is logged.
    Order(OrderId),
    /// A payment in the same bill that is not logged yet, by its place among the rows.
    Row(usize),
}

/// Says for each row of a bill where it stands, in their order.
pub fn match_bill(bill: &Bill, orders: &[Logged], zone: Zone) -> Vec<Standing> {
    let index = Index::new(orders);
    let told_refunds = told_refunds(bill);
    let mut standings: Vec<Standing> = bill
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| match row.kind {
            RowKind::Payment => {
                let standing = payment(bill.format, row, &index, zone);
                news(standing, told_refunds.get(&at).copied(), &index)
            }
            RowKind::Refund | RowKind::Unpaid | RowKind::Other => Standing::Alone,
        })
        .collect();
    let payments = Payments::new(bill);
    // What each order and each row is told of by refunds further up, so that one is not told twice.
    let mut told: HashMap<OrderId, Fen> = HashMap::new();
    for (at, row) in bill.rows.iter().enumerate() {
        if row.kind == RowKind::Refund {
            let standing = refund(bill, row, &payments, &standings, &index, &mut told);
            standings[at] = standing;
        }
    }
    standings
}

/// What payments' own rows say came back of them and no refund's row of the bill says, by their places.
pub fn told_refunds(bill: &Bill) -> HashMap<usize, Fen> {
    let payments = Payments::new(bill);
    let mut told: HashMap<usize, Fen> = HashMap::new();
    for (at, row) in bill.rows.iter().enumerate() {
        if row.kind == RowKind::Payment {
            let all = (row.status == RowStatus::Refunded).then_some(row.amount);
            if let Some(refunded) = row.refunded.or(all) {
                told.insert(at, refunded);
            }
        }
    }
    for row in bill.rows.iter().filter(|row| row.kind == RowKind::Refund) {
        if let Some(told) = payments.of(row).and_then(|(at, _)| told.get_mut(&at)) {
            *told = *told - row.amount;
        }
    }
    told.retain(|_, refunded| *refunded > Fen(0));
    told
}

/// A payment that was imported before may say now that its money came back.
fn news(standing: Standing, told: Option<Fen>, index: &Index<'_>) -> Standing {
    let (Standing::Known(of), Some(told)) = (&standing, told) else {
        return standing;
    };
    match index.order(*of) {
        Some(order) if order.refunded < told => Standing::Refund {
            of: Refunded::Order(*of),
            amount: told - order.refunded,
            notes: vec!["账单上这一笔现在显示已退款。".to_owned()],
        },
        _ => standing,
    }
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
            for number in numbers.into_iter().flatten().filter(|number| tells(number)) {
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

/// Whether a number can tell one purchase from another.
fn tells(number: &str) -> bool {
    number.len() >= 6
}

fn distance(a: Moment, b: Moment) -> i64 {
    (a - b).0.abs()
}

fn payment(format: BillFormat, row: &BillRow, index: &Index<'_>, zone: Zone) -> Standing {
    let key = RowKey::of(format, row);
    if let Some(of) = index.rows.get(&key) {
        return Standing::Known(*of);
    }
    let by_number = index
        .numbered(&row.payment_no)
        .chain(index.numbered(&row.merchant_order_no))
        // One number on rows of different days and amounts is no purchase's own.
        .filter(|order| order.amount == row.amount || distance(order.paid_at, row.at) <= SAME_DAY.0)
        .min_by_key(|order| (order.amount != row.amount, distance(order.paid_at, row.at)));
    if let Some(order) = by_number {
        // The same purchase in another form of the same app's bill, which may state another time for it.
        let has_it = order.rows.iter().any(|known| {
            known.source == key.source
                && known.kind == key.kind
                && known.payment_no == key.payment_no
                && known.amount == key.amount
        });
        if has_it {
            return Standing::Known(order.id);
        }
        return Standing::Payment {
            of: order.id,
            notes: disagreements(row, order, zone),
        };
    }
    let mut near: Vec<&Logged> = index
        .of_amount(row.amount, row.at, SAME_DAY)
        .filter(|order| {
            let same_channel = match (format.channel(), &order.channel) {
                (Some(of_bill), Some(of_order)) => of_bill == of_order,
                _ => true,
            };
            let other_number = order.payment_no.as_deref().is_some_and(tells)
                && format.channel().is_some()
                && order.payment_no.as_deref() != Some(&row.payment_no);
            let has_a_row = order.rows.iter().any(|known| known.source == key.source);
            let within = distance(order.paid_at, row.at) <= NEAR.0 || same_seller(&row.counterparty, order);
            same_channel && !other_number && !has_a_row && within
        })
        .collect();
    near.sort_by_key(|order| {
        (
            !same_seller(&row.counterparty, order),
            distance(order.paid_at, row.at),
        )
    });
    match near.as_slice() {
        [] => Standing::Alone,
        [order, others @ ..] => {
            let mut notes = vec!["单号对不上，是按金额和时间对上的，请核对。".to_owned()];
            if !others.is_empty() {
                notes.push(format!(
                    "另有 {} 笔金额相同、时间相近的订单，请核对是不是这一笔。",
                    others.len()
                ));
            }
            notes.extend(disagreements(row, order, zone));
            Standing::Payment { of: order.id, notes }
        }
    }
}

fn same_seller(counterparty: &str, order: &Logged) -> bool {
    !counterparty.is_empty()
        && (order.platform == counterparty || order.merchant.as_deref() == Some(counterparty))
}

fn disagreements(row: &BillRow, order: &Logged, zone: Zone) -> Vec<String> {
    let mut notes = Vec::new();
    if order.amount != row.amount {
        notes.push(format!(
            "金额不一致：账单是 {} 元，记的是 {} 元。",
            row.amount.yuan(),
            order.amount.yuan()
        ));
    }
    if distance(order.paid_at, row.at) > NEAR.0 {
        notes.push(format!(
            "时间不一致：账单是 {}，记的是 {}。",
            row.at.local(zone),
            order.paid_at.local(zone)
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
    fn new(bill: &'a Bill) -> Self {
        let mut payments = Self {
            bill,
            numbers: HashMap::new(),
            sellers: HashMap::new(),
        };
        for (at, row) in bill.rows.iter().enumerate() {
            if row.kind != RowKind::Payment {
                continue;
            }
            for number in [&row.payment_no, &row.merchant_order_no] {
                if tells(number) {
                    payments.numbers.entry(number).or_default().push(at);
                }
            }
            payments.sellers.entry(&row.counterparty).or_default().push(at);
        }
        payments
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
        match row.refunded {
            Some(refunded) => refunded >= amount,
            None => matches!(row.status, RowStatus::Refunded | RowStatus::Closed) && row.amount == amount,
        }
    }
}

fn refund(
    bill: &Bill,
    row: &BillRow,
    payments: &Payments<'_>,
    standings: &[Standing],
    index: &Index<'_>,
    told: &mut HashMap<OrderId, Fen>,
) -> Standing {
    if let Some(of) = index.rows.get(&RowKey::of(bill.format, row)) {
        return Standing::Known(*of);
    }
    let unsure = "单号对不上，是按商户、商品和金额对上的，请核对。".to_owned();
    if let Some((at, by_number)) = payments.of(row) {
        let notes = if by_number { Vec::new() } else { vec![unsure] };
        return match &standings[at] {
            Standing::Payment { of, .. } | Standing::Known(of) => of_order(*of, row, notes, index, told),
            Standing::Refund { .. } | Standing::Alone => Standing::Refund {
                of: Refunded::Row(at),
                amount: row.amount,
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
        return of_order(order.id, row, Vec::new(), index, told);
    }
    let middle = row.at - Span(REFUND_WITHIN.0 / 2);
    let mut alike = index
        .of_amount(row.amount, middle, Span(REFUND_WITHIN.0 / 2))
        .filter(|order| same_seller(&row.counterparty, order) && order.refunded < order.amount);
    match (alike.next(), alike.next()) {
        (Some(order), None) => of_order(order.id, row, vec![unsure], index, told),
        _ => Standing::Alone,
    }
}

/// A refund to a logged order: as much of it as the order does not know of yet. What the person noted by hand covers the
/// first of the bill's refunds.
fn of_order(
    of: OrderId,
    row: &BillRow,
    mut notes: Vec<String>,
    index: &Index<'_>,
    told: &mut HashMap<OrderId, Fen>,
) -> Standing {
    let Some(order) = index.order(of) else {
        return Standing::Alone;
    };
    let booked = order
        .rows
        .iter()
        .filter(|key| key.kind == RowKind::Refund.word())
        .fold(Fen(0), |sum, key| sum + key.amount);
    let by_hand = Fen((order.refunded - booked).0.max(0));
    let before = told.entry(of).or_default();
    let covered = Fen((by_hand - *before).0.clamp(0, row.amount.0));
    let room = Fen(
        (order.amount - order.refunded - Fen((*before - by_hand).0.max(0)))
            .0
            .max(0),
    );
    *before = *before + row.amount;
    let amount = Fen((row.amount - covered).0.min(room.0));
    if amount == Fen(0) {
        notes.push("这笔退款已经记过，只补作凭证。".to_owned());
    } else if amount < row.amount {
        notes.push(format!(
            "退款是 {} 元，其中 {} 元还没有记。",
            row.amount.yuan(),
            amount.yuan()
        ));
    }
    Standing::Refund {
        of: Refunded::Order(of),
        amount,
        notes,
    }
}

#[cfg(test)]
mod tests;
