//! Which order a payment belongs to: by number, as another form of a row that is logged, by seller, or by time alone.

use super::index::{Named, is_long, may_be_same};
use super::lines::Lines;
use super::sellers::Sellers;
use super::{Logged, Matched, Matching, NEAR, Purpose, RowKey, SAME_DAY, Standing, day, distance, minute};
use crate::order::{Fen, Moment, OrderId, Payment, Span};
use crate::record::bill::{BillRow, RowFlag, RowKind};
use crate::record::number::tells;
use crate::text;
use crate::words::Text;
use std::collections::{HashMap, HashSet};

/// How long after a payment another one under the same merchant number may be the same purchase, charged twice.
const CHARGED_TWICE: Span = Span::days(3);
/// The middle of a day, behind its beginning.
const NOON: Span = Span(12 * Span::HOUR.0);
/// How far from it a payment may lie that a bank books on the next day.
const A_DAY_OFF: Span = Span(36 * Span::HOUR.0);
/// How many orders of one price and one moment are looked at for a row without a number.
pub(super) const CANDIDATES: usize = 16;

/// How surely a number that a row and an order have in common says that they are one; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// The payment's own number.
    Own,
    /// The payment's number, where the order has it as another one.
    Misplaced,
    Merchant,
    Order,
    /// Numbers that mean different things.
    Mixed,
}

/// How well a row fits an order of its amount and time; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// A recharge, and the seller may be the order's.
    Sure,
    Recharge,
    Payment,
}

/// A row and an order that have a number in common.
struct Link<'a> {
    strength: Strength,
    number: &'a str,
    row: usize,
    place: usize,
    order: &'a Logged,
}

impl<'a> Matching<'a> {
    /// Makes a question of a row, and says so whatever becomes of it.
    pub(super) fn ask(&mut self, at: usize, note: Text) {
        let said = text!(bill_row_says, line = self.row(at).line, text = &note);
        let matched = &mut self.matched[at];
        matched.asks = true;
        matched.notes.push(note);
        matched.said.push(said);
    }

    pub(super) fn pay(&mut self, at: usize, place: usize, notes: Vec<Text>) {
        let taken = self.taken.entry(place).or_default();
        *taken = *taken + self.bill.rows[at].amount;
        let matched = &mut self.matched[at];
        matched.standing = Standing::Payment {
            of: self.index.orders[place].id,
        };
        matched.notes.extend(notes);
    }

    pub(super) fn know(&mut self, at: usize, of: OrderId) {
        self.matched[at] = Matched::of(Standing::Known(of));
    }

    /// Matches by numbers: the surest of all rows and orders before any that is less sure.
    pub(super) fn by_number(&mut self) {
        let mut links: Vec<Link<'a>> = Vec::new();
        for at in self.open_rows() {
            let row = self.row(at);
            for (own, number) in [(true, &row.payment_no), (false, &row.merchant_order_no)] {
                for (place, order, named) in self.index.numbered(number, row.at) {
                    links.push(Link {
                        strength: self.strength(own, number, named, order),
                        number,
                        row: at,
                        place,
                        order,
                    });
                }
            }
        }
        links.sort_by_key(|link| {
            let row = self.row(link.row);
            let other_seller = !Sellers::is_same(&row.counterparty, link.order);
            let apart = distance(link.order.paid_at, row.at);
            (
                link.strength,
                link.order.amount != row.amount,
                other_seller,
                apart,
                row.at,
                &row.payment_no,
                link.order.id,
            )
        });
        let mut numbers: HashSet<(usize, &str)> = HashSet::new();
        for link in links {
            if !self.is_alone(link.row) {
                continue;
            }
            if link.strength > Strength::Misplaced {
                self.take(&link);
            } else if !numbers.contains(&(link.place, link.number)) {
                self.take_own(&link);
                if !self.is_alone(link.row) {
                    numbers.insert((link.place, link.number));
                }
            }
        }
    }

    fn strength(&self, own: bool, number: &str, named: Named, order: &Logged) -> Strength {
        let channel = self.bill.format.channel();
        let bank = self.bill.format.is_bank();
        match (own, channel.is_some() || bank, named) {
            // The number in a bank's paper is the one of the app that was paid with.
            (true, true, Named::Payment) if bank => Strength::Own,
            (true, true, Named::Payment) => {
                let same_app = order.payments.iter().any(|paid| {
                    paid.payment_no.as_deref() == Some(number)
                        && (paid.app.is_none() || paid.app.as_deref() == channel)
                });
                if same_app { Strength::Own } else { Strength::Mixed }
            }
            (true, true, _) if is_long(number) => Strength::Misplaced,
            // A shop's own number is the order's, whatever it was written down as.
            (true, false, _) => Strength::Own,
            (false, _, Named::Merchant) => Strength::Merchant,
            (false, _, Named::Order) => Strength::Order,
            _ => Strength::Mixed,
        }
    }

    /// Takes a row for an order that has the number of its payment. One number on two sums is a mistake somewhere, and a
    /// person's to tell.
    fn take_own(&mut self, link: &Link<'a>) {
        let (row, order) = (self.row(link.row), link.order);
        let known = self
            .index
            .paid_rows(order)
            .find(|key| key.payment_no == row.payment_no || same_form(key, row));
        if known.is_some_and(|key| key.amount == row.amount) {
            return self.know(link.row, order.id);
        }
        let named = |payment: &&Payment| payment.payment_no.as_deref() == Some(link.number);
        let payment = order.payments.iter().find(named).or(order.payments.first());
        let (of_payment, paid_at) = match payment {
            Some(payment) => (payment.whole.unwrap_or(payment.amount), payment.paid_at),
            None => (order.amount, order.paid_at),
        };
        let same_amount = of_payment == row.amount || order.amount == row.amount;
        if known.is_some() || !same_amount && distance(paid_at, row.at) > SAME_DAY {
            return self.ask(link.row, text!(bill_number_of_order, order = order.id.0));
        }
        let notes = self.disagreements(row, of_payment, paid_at);
        if same_amount {
            return self.pay(link.row, link.place, notes);
        }
        self.pay(link.row, link.place, Vec::new());
        for note in notes {
            self.ask(link.row, note);
        }
    }

    /// Takes a row for an order that has a weaker number of it, if nothing else speaks against that.
    fn take(&mut self, link: &Link<'a>) {
        let (row, order) = (self.row(link.row), link.order);
        let apart = distance(order.paid_at, row.at);
        let same_amount = order.amount == row.amount;
        // A short number may be a till's or a day's, and another shop's.
        let seller = self.seller(row);
        let taken = self.taken.get(&link.place).copied();
        let paid = taken.is_some() || self.index.is_paid(order);
        // The rest of a price comes weeks after the deposit.
        let rest = paid
            && row.amount < order.amount
            && row.amount <= self.index.room(order) - taken.unwrap_or_default();
        let fits = if is_long(link.number) {
            same_amount || apart <= SAME_DAY || rest
        } else {
            let near = apart <= NEAR || apart <= SAME_DAY && self.sellers.fits(seller, order);
            same_amount && near
        };
        if !fits {
            return;
        }
        if paid && !rest {
            return;
        }
        let far = !paid && apart > CHARGED_TWICE;
        let notes = self.disagreements(row, order.amount, order.paid_at);
        self.pay(link.row, link.place, notes);
        if far {
            self.ask_about(link.row, order, Text::default());
        }
    }

    /// Makes a question of whether a row belongs to an order: what speaks for it, and what against it.
    pub(super) fn ask_about(&mut self, at: usize, order: &'a Logged, against: Text) {
        let row = self.row(at);
        let apart = distance(order.paid_at, row.at).spoken();
        let days = (day(order.paid_at) - day(row.at)).abs();
        let amount = if order.amount == row.amount && is_of_day(row) && days <= 1 {
            match days {
                0 => text!(bill_same_amount_same_day),
                _ => text!(bill_same_amount_next_day),
            }
        } else if order.amount == row.amount {
            text!(bill_same_amount, apart = apart)
        } else {
            text!(
                bill_other_amount,
                bill = row.amount,
                order = order.amount,
                apart = apart
            )
        };
        let mut why = vec![amount];
        if against != Text::default() {
            why.push(against);
        }
        let why = Text::clauses(why);
        let matched = &mut self.matched[at];
        matched.asks = true;
        matched
            .notes
            .insert(0, text!(bill_like_order, order = order.id.0, why = &why));
        matched.said.push(text!(
            bill_row_like_order,
            line = row.line,
            order = order.id.0,
            why = why
        ));
    }

    /// Whether an order waits for its payment in this app's bill, as far as the order itself says.
    pub(super) fn awaits_row(&self, place: usize) -> bool {
        self.is_free(place) && !self.index.is_paid(&self.index.orders[place])
    }

    /// Whether an order has the number of its payment, but no row of a bill.
    fn awaits_lost_row(&self, place: usize) -> bool {
        let order = &self.index.orders[place];
        self.is_free(place) && self.index.paid_rows(order).next().is_none()
    }

    /// Whether an order can have been paid through this app, and no row of this bill pays it.
    fn is_free(&self, place: usize) -> bool {
        let order = &self.index.orders[place];
        let other_channel = match (self.bill.format.channel(), &order.channel) {
            (Some(of_bill), Some(of_order)) => of_bill != of_order,
            _ => false,
        };
        !other_channel && !self.taken.contains_key(&place)
    }

    /// Whether a shop's bill and an order name different ways of paying.
    pub(super) fn other_way(&self, row: &BillRow, order: &Logged) -> bool {
        let way = self.bill.format.channel_of(&row.method);
        way.zip(order.channel.as_deref())
            .is_some_and(|(of_row, of_order)| of_row != of_order)
    }

    /// Matches rows without a number in common to orders at the same seller, of the same amount and near in time: of all of
    /// them the nearest pair first. Recharges may lie a day apart.
    pub(super) fn by_seller(&mut self) {
        // A bank names the app that passed the money on, not the seller.
        if self.bill.format.is_bank() {
            return;
        }
        let waiting: Vec<usize> = (0..self.index.orders.len())
            .filter(|place| self.awaits_row(*place))
            .collect();
        if waiting.is_empty() {
            return;
        }
        for (within, recharges) in [(SAME_DAY, true), (NEAR, false)] {
            let rows: Vec<usize> = self
                .open_rows()
                .into_iter()
                .filter(|at| !self.matched[*at].asks)
                .filter(|at| (self.purposes[*at] == Purpose::Recharge) == recharges)
                .collect();
            let free = waiting
                .iter()
                .copied()
                .filter(|place| !self.taken.contains_key(place));
            let mut lines = Lines::new(self, &rows, free);
            for (at, place) in lines.pairs(self, within) {
                let (row, order) = (self.row(at), &self.index.orders[place]);
                let mut notes = vec![text!(bill_matched_by_amount)];
                let others = lines.others(self.seller(row), row, order);
                if others > 0 {
                    notes.push(text!(bill_others_alike, others = others));
                }
                notes.extend(self.disagreements(row, order.amount, order.paid_at));
                self.pay(at, place, notes);
            }
        }
    }

    /// Matches what is left by amount and time. A recharge whose seller may be the order's is taken; anything else is a
    /// question.
    pub(super) fn by_time(&mut self) {
        let orders = self.index.orders;
        let mut waiting: HashMap<Fen, Vec<usize>> = HashMap::new();
        // Only a row that has lost its number can be the payment of an order that has it.
        let mut numbered: HashMap<Fen, Vec<usize>> = HashMap::new();
        for (place, order) in orders.iter().enumerate() {
            if self.awaits_row(place) {
                waiting.entry(order.amount).or_default().push(place);
            } else if self.awaits_lost_row(place) {
                numbered.entry(order.amount).or_default().push(place);
            }
        }
        if waiting.is_empty() && numbered.is_empty() {
            return;
        }
        for places in waiting.values_mut().chain(numbered.values_mut()) {
            places.sort_by_key(|place| (orders[*place].paid_at, orders[*place].id));
        }
        let mut pairs: Vec<(Fit, Span, Moment, usize, usize)> = Vec::new();
        // How many orders a row may pay.
        let mut alike: HashMap<usize, usize> = HashMap::new();
        for at in self.open_rows() {
            let row = self.row(at);
            if self.matched[at].asks {
                continue;
            }
            let near = |places: &HashMap<Fen, Vec<usize>>| {
                let places = places.get(&row.amount).map_or(&[][..], Vec::as_slice);
                match is_of_day(row) {
                    true => nearest(places, orders, row.at + NOON, A_DAY_OFF),
                    false => nearest(places, orders, row.at, NEAR),
                }
            };
            let mut places = near(&waiting);
            alike.insert(at, places.len());
            if !tells(&row.payment_no) {
                let may_be = |place: &usize| {
                    let mut numbers = self.index.payment_numbers(&orders[*place]);
                    numbers.any(|number| may_be_same(number, &row.payment_no))
                };
                places.extend(near(&numbered).into_iter().filter(may_be));
            }
            for place in places {
                let order = &orders[place];
                if self.other_way(row, order) {
                    continue;
                }
                let fit = match self.purposes[at] {
                    _ if told_otherwise(row, order) || self.bill.format.is_bank() => Fit::Payment,
                    Purpose::Recharge if self.sellers.fits(self.seller(row), order) => Fit::Sure,
                    Purpose::Recharge => Fit::Recharge,
                    _ => Fit::Payment,
                };
                pairs.push((fit, distance(order.paid_at, row.at), row.at, at, place));
            }
        }
        pairs.sort_by_key(|(fit, apart, time, at, place)| {
            (
                *fit,
                *apart,
                *time,
                &self.bill.rows[*at].payment_no,
                *at,
                orders[*place].id,
            )
        });
        for (fit, _, _, at, place) in pairs {
            if !self.is_alone(at) || self.taken.contains_key(&place) {
                continue;
            }
            let (row, order) = (self.row(at), &orders[place]);
            if fit == Fit::Sure {
                let notes = [text!(bill_matched_by_amount)]
                    .into_iter()
                    .chain(self.disagreements(row, order.amount, order.paid_at));
                self.pay(at, place, notes.collect());
                continue;
            }
            self.pay(at, place, Vec::new());
            self.ask_about(at, order, self.against(at, order));
            let others = alike.get(&at).map_or(0, |all| all.saturating_sub(1));
            if self.bill.format.is_bank() && others > 0 {
                self.matched[at]
                    .notes
                    .push(text!(bill_others_alike, others = others));
            }
        }
    }

    /// What speaks against a row's being an order's payment.
    pub(super) fn against(&self, at: usize, order: &'a Logged) -> Text {
        let row = self.row(at);
        let seller = self.seller(row);
        let mut against = Vec::new();
        if self.bill.format.is_bank() {
            return text!(bill_bank_has_no_number);
        }
        if !self.sellers.fits(seller, order) {
            against.push(text!(
                bill_other_seller,
                bill = crate::order::excerpt(seller),
                order = crate::order::excerpt(&order.platform)
            ));
        }
        if self.purposes[at] != Purpose::Recharge {
            against.push(text!(bill_no_recharge));
        }
        if told_otherwise(row, order) {
            against.push(text!(bill_other_merchant_number));
        }
        if against.is_empty() {
            return Text::default();
        }
        Text::clauses(against)
    }

    /// Says of payments under one merchant's number that they may be one purchase, charged twice: the payment that is no
    /// order's, or else the later one.
    pub(super) fn twice_paid(&mut self) {
        let mut purchases: HashMap<(&str, Fen), Vec<usize>> = HashMap::new();
        for (at, row) in self.bill.rows.iter().enumerate() {
            let payment = self.is_payment(at) && row.kind != RowKind::Refund;
            if payment && tells(&row.merchant_order_no) && self.matched[at].standing != Standing::Repeated {
                purchases
                    .entry((&row.merchant_order_no, row.amount))
                    .or_default()
                    .push(at);
            }
        }
        for rows in purchases.values_mut().filter(|rows| rows.len() > 1) {
            rows.sort_by_key(|at| {
                let row = &self.bill.rows[*at];
                // What belongs to an order counts as the first.
                (
                    self.matched[*at].standing == Standing::Alone,
                    row.at,
                    &row.payment_no,
                )
            });
        }
        for at in self.open_rows() {
            let row = self.row(at);
            if self.purposes[at] != Purpose::Recharge || !tells(&row.merchant_order_no) {
                continue;
            }
            let near = |at: Moment| distance(at, row.at) <= CHARGED_TWICE;
            let before = purchases
                .get(&(row.merchant_order_no.as_str(), row.amount))
                .and_then(|rows| {
                    let own = rows.iter().position(|other| *other == at)?;
                    let other = self.row(*rows.get(own.checked_sub(1)?)?);
                    let twice = tells(&other.payment_no)
                        && tells(&row.payment_no)
                        && other.payment_no != row.payment_no
                        && other.counterparty == row.counterparty;
                    (twice && near(other.at)).then_some(other.line)
                });
            let order = self
                .index
                .numbered(&row.merchant_order_no, row.at)
                .find(|(place, order, _)| {
                    let paid = self.index.is_paid(order) || self.taken.contains_key(place);
                    let seller =
                        is_long(&row.merchant_order_no) || self.sellers.fits(self.seller(row), order);
                    paid && seller && order.amount == row.amount && near(order.paid_at)
                })
                .map(|(_, order, _)| order.id);
            let note = match (order, before) {
                (Some(order), _) => text!(bill_paid_twice_order, order = order.0),
                (None, Some(line)) => text!(bill_paid_twice, line = line),
                (None, None) => continue,
            };
            let said = text!(bill_row_says, line = row.line, text = &note);
            self.matched[at].notes.push(note);
            self.matched[at].said.push(said);
        }
    }
}

/// Whether a row says on which day it was and not when: it is as near to any moment of that day.
fn is_of_day(row: &BillRow) -> bool {
    row.flags.contains(&RowFlag::DayOnly)
}

/// Whether a person gave an order another number of the merchant than a row has. Each app has its own: what the row of a
/// payment brought tells nothing here.
pub(super) fn told_otherwise(row: &BillRow, order: &Logged) -> bool {
    other_merchant(row, order) && !order.rows.iter().any(RowKey::is_payment)
}

/// Whether a row and an order have different numbers of the merchant.
pub(super) fn other_merchant(row: &BillRow, order: &Logged) -> bool {
    let known = order.merchant_order_no.as_deref().filter(|number| tells(number));
    known.is_some_and(|known| tells(&row.merchant_order_no) && known != row.merchant_order_no)
}

/// Whether a row that is logged is this one, but for what a spreadsheet took from it.
fn same_form(key: &RowKey, row: &BillRow) -> bool {
    key.amount == row.amount
        && minute(key.at) == minute(row.at)
        && may_be_same(&key.payment_no, &row.payment_no)
}

/// The orders of a sorted list that were paid nearest to a moment, within a span of it.
pub(super) fn nearest(places: &[usize], orders: &[Logged], around: Moment, within: Span) -> Vec<usize> {
    let middle = places.partition_point(|place| orders[*place].paid_at < around);
    let near = |place: &&usize| distance(orders[**place].paid_at, around) <= within;
    let (before, after) = places.split_at(middle);
    let mut found: Vec<usize> = before
        .iter()
        .rev()
        .take_while(near)
        .take(CANDIDATES)
        .copied()
        .collect();
    found.extend(after.iter().take_while(near).take(CANDIDATES));
    found.sort_by_key(|place| (distance(orders[*place].paid_at, around), orders[*place].id));
    found.truncate(CANDIDATES);
    found
}
