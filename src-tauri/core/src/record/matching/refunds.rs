//! Which payment a refund gave back, and how much of it is not known yet.

use super::index::{Held, Named, is_long, may_be_same};
use super::ledger::Ledger;
use super::paid::{Payments, Whom, title};
use super::{
    Logged, Matched, Matching, NEAR, Purpose, Refunded, RowKey, Standing, day, distance, told_refund,
};
use crate::order::{Fen, Moment, OrderId, Span};
use crate::record::bill::{BillRow, RowKind, RowStatus, original_no};
use crate::record::number::tells;
use crate::text;
use crate::words::Text;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How long after a payment a refund is looked for, where no number says which it belongs to.
const REFUND_WITHIN: Span = Span::days(190);
/// How many payments are looked at for one refund, the latest first: of more than these none can be told from the others.
pub(super) const MOST_ALIKE: usize = 32;
/// How much two titles have to have in common, in characters.
const SAME_TITLE: usize = 3;

/// Payments that one refund may have given back as well as another, and whether they are payments for the same as well.
type Group = (Vec<Refunded>, bool);

/// What a refund found.
enum Found {
    One(Refunded, Vec<Text>),
    /// Several that nothing tells apart, the likeliest first; and whether they are payments for the same as well.
    Several(Vec<Refunded>, bool),
    None,
}

impl<'a> Matching<'a> {
    /// Finds the payments of refunds. Gives back what is booked for each order.
    pub(super) fn refunds(&mut self) -> HashMap<OrderId, Fen> {
        let mut rows: Vec<usize> = (0..self.bill.rows.len())
            .filter(|at| self.row(*at).kind == RowKind::Refund && self.is_alone(*at))
            .collect();
        if rows.is_empty() {
            return HashMap::new();
        }
        rows.sort_by_key(|at| {
            let row = self.row(*at);
            (self.matched[*at].asks, row.at, &row.payment_no, *at)
        });
        let payments = Payments::new(self);
        rows.retain(|at| !self.is_same_refund(*at));
        rows.retain(|at| !self.is_known_refund(*at, &payments));
        let mut ledgers: HashMap<Refunded, Ledger> = HashMap::new();
        // What a number names goes first: the rest has to make do with what is left.
        let mut unnumbered = Vec::new();
        for at in rows {
            match self.refund_by_number(at, &payments, &ledgers) {
                Some((of, notes)) => self.book(at, of, notes, &mut ledgers),
                None => unnumbered.push(at),
            }
        }
        let mut open: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
        for at in unnumbered {
            if self.is_form_of_refund(at, &payments) {
                continue;
            }
            match self.refund_by_seller(at, &payments, &mut ledgers) {
                Found::One(of, notes) => self.book(at, of, notes, &mut ledgers),
                Found::Several(of, alike) => open.entry((of, alike)).or_default().push(at),
                Found::None => self.refund_of_none(at),
            }
        }
        self.book_several(open, &mut ledgers);
        ledgers
            .into_iter()
            .filter_map(|(of, ledger)| match of {
                Refunded::Order(of) => Some((of, ledger.booked)),
                Refunded::Row(_) => None,
            })
            .collect()
    }

    /// Books refunds that may belong to several payments: as many of them as there are such payments are one of each, which
    /// may leave fewer payments to others. What is left then is a question.
    fn book_several(&mut self, open: BTreeMap<Group, Vec<usize>>, ledgers: &mut HashMap<Refunded, Ledger>) {
        let mut groups: Vec<(Group, Vec<usize>)> = open.into_iter().collect();
        let mut of_payment: HashMap<Refunded, Vec<usize>> = HashMap::new();
        for (number, ((of, _), _)) in groups.iter().enumerate() {
            for of in of {
                of_payment.entry(*of).or_default().push(number);
            }
        }
        let mut waiting: BTreeSet<usize> = (0..groups.len()).collect();
        while let Some(number) = waiting.pop_first() {
            let ((of, alike), rows) = &mut groups[number];
            let left = self.unbooked(of, ledgers);
            if !*alike || rows.is_empty() || rows.len() < left.len() {
                continue;
            }
            for (place, at) in std::mem::take(rows).into_iter().enumerate() {
                match left.get(place) {
                    Some(of) => {
                        self.book(at, *of, vec![text!(bill_matched_by_seller)], ledgers);
                        waiting.extend(of_payment.get(of).into_iter().flatten());
                    }
                    None => self.refund_of_none(at),
                }
            }
        }
        for ((of, _), rows) in groups {
            let left = self.unbooked(&of, ledgers);
            for at in rows {
                self.ask_of_several(at, &left, ledgers);
            }
        }
    }

    /// Those of some payments that something can come back of yet.
    fn unbooked(&self, of: &[Refunded], ledgers: &HashMap<Refunded, Ledger>) -> Vec<Refunded> {
        let open = of.iter().filter(|of| self.is_unbooked(**of, ledgers));
        open.copied().collect()
    }

    /// Asks which of several payments a refund gave back.
    fn ask_of_several(&mut self, at: usize, of: &[Refunded], ledgers: &mut HashMap<Refunded, Ledger>) {
        let Some(first) = of.first() else {
            return self.refund_of_none(at);
        };
        self.matched[at].asks = true;
        self.book(at, *first, Vec::new(), ledgers);
        if matches!(self.matched[at].standing, Standing::Known(_)) {
            return;
        }
        let name = |of: &Refunded| match of {
            Refunded::Order(of) => text!(bill_name_order, order = of.0),
            Refunded::Row(row) => text!(bill_name_line, line = self.row(*row).line),
        };
        let named = Text::list(of.iter().take(5).map(name));
        // Of payments that nobody pursues it does not matter which came back.
        let pursued = of.iter().any(|of| self.is_pursued(*of));
        let line = self.row(at).line;
        let matched = &mut self.matched[at];
        matched
            .notes
            .insert(0, text!(bill_refund_of_several, of = &named));
        if pursued {
            matched
                .said
                .push(text!(bill_row_refund_of_several, line = line, of = named));
        }
    }

    /// Whether a payment is logged or may be.
    fn is_pursued(&self, of: Refunded) -> bool {
        match of {
            Refunded::Order(_) => true,
            Refunded::Row(at) => self.purposes[at] == Purpose::Recharge,
        }
    }

    fn refund_of_none(&mut self, at: usize) {
        let row = self.row(at);
        let matched = &mut self.matched[at];
        matched.notes.push(text!(bill_refund_of_none));
        // A bank's paper tells of the refunds of everything that was bought.
        if self.bill.format.is_bank() {
            return;
        }
        matched.said.push(text!(
            bill_row_refund_of_none,
            line = row.line,
            amount = row.amount,
            seller = crate::order::excerpt(if row.counterparty.is_empty() {
                &row.item
            } else {
                &row.counterparty
            }),
        ));
    }

    /// Whether a refund's number is its own, and not that of the payment.
    fn own_number(&self, row: &'a BillRow, payments: &Payments<'a>) -> Option<&'a str> {
        let number = row.payment_no.as_str();
        let of_payment = |at: &usize| self.row(*at).payment_no == number;
        let in_file = payments
            .numbers
            .get(number)
            .is_some_and(|rows| rows.iter().any(of_payment));
        let logged = self.index.numbered(number, row.at).next().is_some();
        (tells(number) && !in_file && !logged).then_some(number)
    }

    /// Whether a refund was imported before, just as it is. A row of an order stands for one of the file.
    fn is_same_refund(&mut self, at: usize) -> bool {
        let row = self.row(at);
        let held = self.index.held(&RowKey::of(self.bill.format, row));
        let whole = tells(&row.payment_no);
        let found = held
            .iter()
            .filter(|held| !self.used.contains(*held))
            .filter(|held| whole || self.may_be_of(row, &self.index.orders[held.0]))
            .min_by_key(|held| {
                let order = &self.index.orders[held.0];
                let same = order.merchant_order_no.as_deref() == Some(&row.merchant_order_no);
                (!same, **held)
            })
            .copied();
        let Some(held) = found else {
            return false;
        };
        self.know_refund(at, held);
        true
    }

    fn know_refund(&mut self, at: usize, held: Held) {
        self.used.insert(held);
        self.matched[at] = Matched::of(Standing::Known(self.index.orders[held.0].id));
    }

    /// Whether a refund that has lost its number may have been one of an order.
    fn may_be_of(&self, row: &'a BillRow, order: &'a Logged) -> bool {
        let number = row.merchant_order_no.as_str();
        let merchant = tells(number) && order.merchant_order_no.as_deref() == Some(number);
        merchant
            || match self.whom(row) {
                Whom::Seller(name) => self.sellers.fits(name, order),
                Whom::Title(of) => title(&order.product) == of,
            }
    }

    /// Whether a refund was imported before, by its own number.
    fn is_known_refund(&mut self, at: usize, payments: &Payments<'a>) -> bool {
        let row = self.row(at);
        let own = self.own_number(row, payments);
        let Some(held) = own.and_then(|number| self.index.refund(number)) else {
            return false;
        };
        let (order, key) = (&self.index.orders[held.0], self.index.key(held));
        if key.amount == row.amount {
            self.know_refund(at, held);
        } else {
            self.ask(
                at,
                text!(bill_refund_number_twice, order = order.id.0, amount = key.amount),
            );
        }
        true
    }

    /// The row of an order's refunds that is this one in another form: without its number, or with the payment's, it is the
    /// one of its amount and day.
    fn refund_form(&self, row: &'a BillRow, place: usize) -> Option<Held> {
        let number = row.payment_no.as_str();
        let order = &self.index.orders[place];
        (0..order.rows.len())
            .map(|own| (place, own))
            .filter(|held| {
                let key = self.index.key(*held);
                let whole =
                    |number: &str| tells(number) && self.index.payment_numbers(order).all(|of| of != number);
                let both_own = whole(number) && whole(&key.payment_no) && number != key.payment_no;
                key.source == self.bill.format.source()
                    && key.is_refund()
                    && key.amount == row.amount
                    && day(key.at) == day(row.at)
                    && !both_own
                    && may_be_same(number, &key.payment_no)
                    && !self.used.contains(held)
            })
            .min_by_key(|held| {
                let key = self.index.key(*held);
                (distance(key.at, row.at), key.at)
            })
    }

    /// Whether a refund that no number leads anywhere is one that was imported before, and has lost its number.
    fn is_form_of_refund(&mut self, at: usize, payments: &Payments<'a>) -> bool {
        let row = self.row(at);
        let found = payments
            .refunded(self, row)
            .find_map(|place| self.refund_form(row, place));
        let Some(held) = found else {
            return false;
        };
        self.know_refund(at, held);
        true
    }

    /// What a payment in the bill is: the order that it belongs to, or itself.
    pub(super) fn payee(&self, at: usize) -> Refunded {
        match self.matched[at].standing {
            Standing::Payment { of } if !self.matched[at].asks => Refunded::Order(of),
            Standing::Known(of) | Standing::News { of, .. } => Refunded::Order(of),
            _ => Refunded::Row(at),
        }
    }

    /// When a payment in the bill was made: its order may know it a little earlier, and is asked alone the next time.
    pub(super) fn paid_at(&self, at: usize) -> Moment {
        let paid = self.row(at).at;
        match self.payee(at) {
            Refunded::Order(of) => self.index.order(of).map_or(paid, |order| order.paid_at.min(paid)),
            Refunded::Row(_) => paid,
        }
    }

    fn ledger<'l>(&self, of: Refunded, ledgers: &'l mut HashMap<Refunded, Ledger>) -> &'l mut Ledger {
        ledgers.entry(of).or_insert_with(|| match of {
            Refunded::Order(id) => match self.index.order(id) {
                Some(order) => Ledger::of(order, self.bill.format.source()),
                None => Ledger::new(Fen(0)),
            },
            Refunded::Row(at) => Ledger::new(self.row(at).amount),
        })
    }

    /// The payment that a number of a refund names: the payment's own number first, in the bill and in the data, then weaker
    /// ones.
    fn refund_by_number(
        &self,
        at: usize,
        payments: &Payments<'a>,
        ledgers: &HashMap<Refunded, Ledger>,
    ) -> Option<(Refunded, Vec<Text>)> {
        let row = self.row(at);
        let original = original_no(row).filter(|number| tells(number));
        let numbers = [
            (original.unwrap_or_default(), true),
            (row.payment_no.as_str(), true),
            (row.merchant_order_no.as_str(), false),
        ];
        for (number, own) in numbers {
            if !tells(number) {
                continue;
            }
            let mut found: Vec<(bool, Payee)> = Vec::new();
            for place in payments.numbers.get(number).into_iter().flatten() {
                let payment = self.row(*place);
                found.push((
                    payment.payment_no == number,
                    Payee {
                        of: self.payee(*place),
                        amount: payment.amount,
                        at: self.paid_at(*place),
                        says: says(payment, row.amount),
                        open: self.is_unbooked(self.payee(*place), ledgers),
                        fits: self.paid_at(*place) <= row.at + NEAR,
                        number: &payment.payment_no,
                        same_seller: self.sellers.alike(&payment.counterparty, &row.counterparty),
                    },
                ));
            }
            for (place, order, named) in self.index.numbered(number, row.at) {
                found.push((
                    named == Named::Payment,
                    Payee {
                        of: Refunded::Order(order.id),
                        amount: order.amount,
                        at: order.paid_at,
                        says: false,
                        open: self.is_unbooked(Refunded::Order(order.id), ledgers),
                        fits: order.paid_at <= row.at + NEAR,
                        number: payments.payment_numbers(self, place).next().unwrap_or_default(),
                        same_seller: self.sellers.fits(&row.counterparty, order),
                    },
                ));
            }
            found.retain(|(of_payment, payee)| {
                let strong = own || *of_payment;
                // What names another payment than the original one is no number of this purchase alone.
                let other = original.is_some_and(|original| tells(payee.number) && payee.number != original);
                let shops = is_long(number) || payee.same_seller && payee.amount >= row.amount;
                strong || payee.fits && !other && shops
            });
            let best = found.iter().max_by_key(|(of_payment, payee)| {
                (
                    own && *of_payment,
                    payee.fits && payee.amount >= row.amount,
                    payee.says,
                    payee.open,
                    payee.amount == row.amount,
                    payee.at,
                    payee.number,
                    payee.of,
                )
            });
            if let Some((_, best)) = best {
                return Some((best.of, Vec::new()));
            }
        }
        None
    }

    /// Whether nothing of this bill or of the data was booked for a payment that would cover it.
    fn is_unbooked(&self, of: Refunded, ledgers: &HashMap<Refunded, Ledger>) -> bool {
        match (ledgers.get(&of), of) {
            (Some(ledger), _) => ledger.refunded < ledger.paid,
            (None, Refunded::Order(id)) => self
                .index
                .order(id)
                .is_some_and(|order| order.refunded < order.amount),
            (None, Refunded::Row(_)) => true,
        }
    }

    /// The payment that a refund without a number gave back: of the same seller or title and the same amount, or of which the
    /// bill says that so much came back. What a person has noted already comes first.
    fn refund_by_seller(
        &self,
        at: usize,
        payments: &Payments<'a>,
        ledgers: &mut HashMap<Refunded, Ledger>,
    ) -> Found {
        let row = self.row(at);
        let whom = self.whom(row);
        let unsure = || vec![text!(bill_matched_by_seller)];
        // What names its payment belongs to no other.
        let original = original_no(row).filter(|number| tells(number));
        let other = |number: &str| original.is_some_and(|original| tells(number) && number != original);
        let mut found: Vec<(Refunded, &'a str, Moment, bool)> = Vec::new();
        let earlier = |paid: Moment| paid <= row.at + NEAR && row.at - paid <= REFUND_WITHIN;
        let paid = |at: &usize| self.paid_at(*at);
        let exact = latest(payments.sellers.get(&(whom, row.amount)), row.at, paid);
        let told = latest(payments.told.get(&whom), row.at, paid);
        let mut seen: HashSet<Refunded> = HashSet::new();
        for place in exact.chain(told) {
            let payment = self.row(*place);
            let says = says(payment, row.amount);
            let of = self.payee(*place);
            let fits = payment.amount == row.amount || says;
            if earlier(self.paid_at(*place)) && fits && !other(&payment.payment_no) && seen.insert(of) {
                found.push((of, &payment.item, paid(place), says));
            }
        }
        let logged = payments.orders.get(&(whom, row.amount));
        for place in latest(logged, row.at, |place| self.index.orders[*place].paid_at) {
            let order = &self.index.orders[*place];
            let of = Refunded::Order(order.id);
            let other = payments.payment_numbers(self, *place).any(other);
            if earlier(order.paid_at) && !other && seen.insert(of) {
                found.push((of, &order.product, order.paid_at, false));
            }
        }
        let noted = found
            .iter()
            .filter(|(of, ..)| self.ledger(*of, ledgers).holds(row))
            .max_by_key(|(of, _, at, _)| (*at, *of));
        if let Some((of, ..)) = noted {
            return Found::One(*of, unsure());
        }
        found.retain(|(of, ..)| {
            let ledger = self.ledger(*of, ledgers);
            ledger.refunded < ledger.paid
        });
        let said = found
            .iter()
            .filter(|(.., says)| *says)
            .max_by_key(|(of, _, at, _)| (*at, *of));
        if let Some((of, ..)) = said {
            return Found::One(*of, unsure());
        }
        let title = title(&row.item);
        let alike = |item: &str| matches!(whom, Whom::Title(_)) || same_title(title, item);
        let of_title: Vec<_> = found.iter().filter(|(_, item, ..)| alike(item)).collect();
        let mut rest: Vec<(Moment, Refunded)> = match of_title.is_empty() {
            true => found.iter().map(|(of, _, at, _)| (*at, *of)).collect(),
            false => of_title.iter().map(|(of, _, at, _)| (*at, *of)).collect(),
        };
        rest.sort();
        match rest.as_slice() {
            [] => Found::None,
            [(_, of)] if !of_title.is_empty() => Found::One(*of, unsure()),
            // A seller of everything gives back many things.
            _ => Found::Several(
                rest.into_iter().rev().map(|(_, of)| of).collect(),
                !of_title.is_empty(),
            ),
        }
    }

    pub(super) fn whom(&self, row: &'a BillRow) -> Whom<'a> {
        if row.counterparty.is_empty() {
            Whom::Title(title(&row.item))
        } else {
            Whom::Seller(&row.counterparty)
        }
    }

    /// Books a refund: as much of it as is not known, and never more than was paid. What is asked about counts for nothing
    /// before a person says yes.
    fn book(
        &mut self,
        at: usize,
        of: Refunded,
        mut notes: Vec<Text>,
        ledgers: &mut HashMap<Refunded, Ledger>,
    ) {
        let row = self.row(at);
        if let Refunded::Order(id) = of
            && let Some(place) = self.index.place(id)
            && let Some(held) = self.refund_form(row, place)
        {
            return self.know_refund(at, held);
        }
        let ledger = self.ledger(of, ledgers);
        let before = self.matched[at].asks.then(|| ledger.clone());
        let known = ledger.cover(row.at, row.amount);
        let fresh = row.amount - known;
        let amount = fresh.min(ledger.paid - ledger.refunded).max(Fen(0));
        let beside = ledger.beside();
        ledger.refunded = ledger.refunded + amount;
        ledger.booked = ledger.booked + amount;
        let (paid, refunded) = (ledger.paid, ledger.refunded);
        if let Some(before) = before {
            *ledger = before;
        }
        let mut said = Vec::new();
        if fresh == Fen(0) {
            notes.push(text!(bill_refund_known));
        } else if known > Fen(0) {
            notes.push(text!(bill_refund_in_part, refund = row.amount, fresh = fresh));
        } else if beside > Fen(0) && amount > Fen(0) {
            said.push(text!(bill_refund_beside, refund = row.amount, noted = beside));
        }
        if amount < fresh {
            said.push(text!(
                bill_refund_surplus,
                refund = row.amount,
                paid = paid,
                refunded = refunded,
                more = fresh - amount
            ));
        }
        let matched = &mut self.matched[at];
        matched.standing = Standing::Refund { of, amount };
        matched.notes.extend(notes);
        for note in said {
            matched
                .said
                .push(text!(bill_row_says, line = row.line, text = &note));
            matched.notes.push(note);
        }
    }
}

/// A payment that a refund's number names.
struct Payee<'a> {
    of: Refunded,
    amount: Fen,
    at: Moment,
    /// Whether its own row says that so much came back.
    says: bool,
    open: bool,
    /// Whether it was paid before.
    fits: bool,
    number: &'a str,
    same_seller: bool,
}

/// Whether a payment's own row says that this much came back of it.
fn says(payment: &BillRow, amount: Fen) -> bool {
    match told_refund(payment) {
        Some(told) => told >= amount,
        None => payment.status == RowStatus::Closed && payment.amount == amount,
    }
}

/// The last of a list, sorted by when they were paid, that were paid before a moment; the latest first.
fn latest(
    list: Option<&Vec<usize>>,
    until: Moment,
    paid: impl Fn(&usize) -> Moment,
) -> impl Iterator<Item = &usize> {
    let list = list.map_or(&[][..], Vec::as_slice);
    let until = list.partition_point(|one| paid(one) <= until + NEAR);
    list.iter().take(until).rev().take(MOST_ALIKE)
}

/// Whether two titles speak of one thing, or one says nothing.
fn same_title(one: &str, other: &str) -> bool {
    if one.is_empty() || other.is_empty() || one.contains(other) || other.contains(one) {
        return true;
    }
    let parts: Vec<char> = one.chars().collect();
    parts.windows(SAME_TITLE).any(|part| {
        let part: String = part.iter().collect();
        other.contains(&part)
    })
}
