//! Which logged order a row of a bill belongs to.
//!
//! Numbers decide first, the strongest of all rows and orders before a weaker one. Where a bill has none in common with an
//! order, the seller, the amount and the time do if they all fit; the amount and the time alone only make a question of it.
//! A refund belongs to a payment: by its numbers, else by seller or title and amount. The same rules hold between two rows of
//! one file as between a row and what is logged, so that a file says the same however often and in which order it comes.

mod again;
mod index;
mod ledger;
mod lines;
mod near;
mod paid;
mod payments;
mod refunds;
mod sellers;
#[cfg(test)]
mod tests;
mod told;

pub use told::{KnownBack, news_of, told_refund};

use super::bill::{Bill, BillFormat, BillRow, RowFlag, RowKind};
use super::number::tells;
use crate::order::{Fen, Moment, OrderId, Payment, Span, Word, Zone};
use crate::rules::SellerWords;
use crate::text;
use crate::words::Text;
use index::{Held, Index};
use sellers::Sellers;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How far a time that a person typed may lie from the bill's, where no number speaks for the two being one purchase.
const NEAR: Span = Span::minutes(10);
/// The same where the seller is the same and the row is a recharge.
const SAME_DAY: Span = Span::DAY;

/// An order as matching sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    pub id: OrderId,
    pub platform: String,
    pub product: String,
    pub merchant: Option<String>,
    pub channel: Option<String>,
    pub order_no: Option<String>,
    pub merchant_order_no: Option<String>,
    /// See [`Facts::paid`].
    ///
    /// [`Facts::paid`]: crate::order::Facts::paid
    pub payments: Vec<Payment>,
    pub amount: Fen,
    pub refunded: Fen,
    pub paid_at: Moment,
    /// The rows of bills that it has already.
    pub rows: Vec<RowKey>,
    /// What it knows came back.
    pub returned: Vec<Returned>,
}

/// Money that came back, as it was booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    pub amount: Fen,
    /// When it came back; where only a payment's own row tells of it, when that was known.
    pub at: Moment,
    /// The row of a bill that told of it; none if the person did.
    pub row: Option<RowKey>,
}

/// What makes two rows the same one, in whichever file they stand.
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

/// The kind of a refund of which only the payment's own row tells.
const TOLD: &str = "told-refund";

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

    /// The key of the refund that a payment's own row tells of; `amount` is what it says came back in all. It is of a kind of
    /// its own: the refund's own row may come with a later bill.
    pub fn of_told_refund(format: BillFormat, row: &BillRow, amount: Fen) -> Self {
        Self {
            kind: TOLD.to_owned(),
            amount,
            ..Self::of(format, row)
        }
    }

    /// Whether it stands in the bill of a shop, whose numbers are its own.
    pub fn is_of_shop(&self) -> bool {
        BillFormat::is_of_shop(&self.source)
    }

    fn is_refund(&self) -> bool {
        self.kind == RowKind::Refund.word()
    }

    fn is_told(&self) -> bool {
        self.kind == TOLD
    }

    /// A person may tell the app later not to count a payment, and its row changes its kind.
    fn is_payment(&self) -> bool {
        !self.is_refund() && !self.is_told()
    }
}

/// What a row is for, before it is held against anything that is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// No payment, or one that the app does not count.
    Nothing,
    Payment,
    /// A payment that its own words make a recharge.
    Recharge,
}

/// What can be done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to this order, as a proof of the payment.
    Payment { of: OrderId },
    Refund {
        of: Refunded,
        /// How much of it the order does not know of yet and can have got back; zero where it knows of all.
        amount: Fen,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refunded {
    Order(OrderId),
    /// A payment in the same bill that is not logged yet, by its place among the rows.
    Row(usize),
}

/// Where a row stands, and what a person should know of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    pub standing: Standing,
    /// What speaks for it and against it, one sentence each.
    pub notes: Vec<Text>,
    /// Whether nothing may be written of it before a person says yes.
    pub asks: bool,
    /// What is said of it even where it is left, each with its line.
    pub said: Vec<Text>,
}

impl Matched {
    fn of(standing: Standing) -> Self {
        Self {
            standing,
            notes: Vec::new(),
            asks: false,
            said: Vec::new(),
        }
    }
}

/// Says for each row of a bill where it stands, in their order. `purposes` says of each row what it is for. An order takes one
/// payment, or several that its amount has room for.
pub fn match_bill(
    bill: &Bill,
    purposes: &[Purpose],
    orders: &[Logged],
    words: &SellerWords,
    zone: Zone,
) -> Vec<Matched> {
    let mut matching = Matching {
        bill,
        purposes,
        index: Index::new(bill.format, orders),
        sellers: Sellers::new(words),
        zone,
        matched: vec![Matched::of(Standing::Alone); bill.rows.len()],
        taken: HashMap::new(),
        used: HashSet::new(),
    };
    matching.drop_repeats();
    matching.recognize();
    matching.by_number();
    matching.by_seller();
    matching.by_time();
    matching.twice_paid();
    matching.nearly();
    let booked = matching.refunds();
    matching.ask_of_banks();
    matching.news(&booked);
    matching.matched
}

/// A bill on its way to its standings.
struct Matching<'a> {
    bill: &'a Bill,
    purposes: &'a [Purpose],
    index: Index<'a>,
    sellers: Sellers<'a>,
    zone: Zone,
    matched: Vec<Matched>,
    /// The orders that rows of this bill pay, by their places, and how much of each.
    taken: HashMap<usize, Fen>,
    /// The rows of orders that stand for a row of this bill.
    used: HashSet<Held>,
}

impl<'a> Matching<'a> {
    fn row(&self, at: usize) -> &'a BillRow {
        &self.bill.rows[at]
    }

    /// Whether a row counts as a payment for something.
    fn is_payment(&self, at: usize) -> bool {
        self.purposes[at] != Purpose::Nothing
    }

    /// Whether a row is a payment that nothing was found for so far.
    fn is_open(&self, at: usize) -> bool {
        self.is_payment(at) && self.row(at).kind != RowKind::Refund && self.is_alone(at)
    }

    fn is_alone(&self, at: usize) -> bool {
        self.matched[at].standing == Standing::Alone
    }

    fn open_rows(&self) -> Vec<usize> {
        (0..self.bill.rows.len()).filter(|at| self.is_open(*at)).collect()
    }

    /// Who was paid, as the bill names them; a shop's own bill may name nobody but itself.
    fn seller(&self, row: &'a BillRow) -> &'a str {
        if row.counterparty.is_empty() && self.bill.format.is_shop() {
            return self.bill.format.seller();
        }
        &row.counterparty
    }

    /// Makes questions of what a bank's paper tells under no number: it names the app and not the seller, and many a payment has
    /// one amount.
    fn ask_of_banks(&mut self) {
        if !self.bill.format.is_bank() {
            return;
        }
        for at in 0..self.matched.len() {
            let row = self.row(at);
            let numbered = tells(&row.payment_no) || tells(&row.merchant_order_no);
            let goes = !matches!(self.matched[at].standing, Standing::Known(_) | Standing::Repeated);
            let counts = self.is_payment(at) || row.kind == RowKind::Refund;
            let matched = self.matched[at].standing != Standing::Alone;
            // What belongs to nothing that is logged may be the same as a row of the app's own paper.
            if goes && counts && (!numbered || !matched) && !self.matched[at].asks {
                let recharge = self.purposes[at] == Purpose::Recharge;
                if matched || recharge {
                    self.matched[at].asks = true;
                    self.matched[at].notes.push(text!(bill_bank_has_no_number));
                }
            }
        }
    }

    /// What payments say later of their refunds, where their order does not know of as much.
    fn news(&mut self, booked: &HashMap<OrderId, Fen>) {
        let mut payments: BTreeMap<OrderId, Vec<(bool, usize)>> = BTreeMap::new();
        for at in 0..self.matched.len() {
            let row = self.row(at);
            if self.is_payment(at)
                && row.kind != RowKind::Refund
                && told_refund(row).is_some()
                && let Refunded::Order(of) = self.payee(at)
            {
                let new = matches!(self.matched[at].standing, Standing::Payment { .. });
                payments.entry(of).or_default().push((new, at));
            }
        }
        for (of, mut places) in payments {
            let Some(order) = self.index.order(of) else {
                continue;
            };
            // What was imported before is what is known.
            places.sort_unstable();
            let rows: Vec<&BillRow> = places.iter().map(|(_, at)| self.row(*at)).collect();
            let known = KnownBack {
                amount: order.amount,
                refunded: order.refunded + booked.get(&of).copied().unwrap_or_default(),
                rows: &order.rows,
            };
            let news = news_of(self.bill.format, &rows, known);
            for ((new, at), news) in places.into_iter().zip(news) {
                if !new
                    && news > Fen(0)
                    && let Some(told) = told_refund(self.row(at))
                {
                    self.matched[at].standing = Standing::News { of, told };
                }
            }
        }
    }

    /// What of a row disagrees with the amount and the time that are logged.
    fn disagreements(&self, row: &BillRow, amount: Fen, paid_at: Moment) -> Vec<Text> {
        let mut notes = Vec::new();
        let same_day = row.flags.contains(&RowFlag::DayOnly) && day(row.at) == day(paid_at);
        if amount != row.amount {
            notes.push(text!(bill_amount_disagrees, bill = row.amount, order = amount));
        }
        if !same_day && distance(paid_at, row.at) > NEAR {
            notes.push(text!(
                bill_time_disagrees,
                bill = row.at.local(self.zone),
                order = paid_at.local(self.zone),
            ));
        }
        notes
    }
}

fn distance(a: Moment, b: Moment) -> Span {
    Span((a - b).0.abs())
}

/// The minute of a moment: a spreadsheet that saves a bill again drops the seconds.
fn minute(at: Moment) -> i64 {
    at.0.div_euclid(Span::MINUTE.0)
}

/// The day of a moment on the clocks of the bills, which are China's.
fn day(at: Moment) -> i64 {
    (at.0 + 8 * Span::HOUR.0).div_euclid(Span::DAY.0)
}
