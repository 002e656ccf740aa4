//! Comparing the parts of a page with each other.

use super::gathered::{Gathered, Rank, ReadAmount};
use super::page::gather;
use super::value::{date, is_alipay_number, is_wechat_number};
use super::words::words;
use super::{Doubt, Field, Layout, ReadField, Reading, Seen};
use crate::Code;
use crate::order::{BEIJING, Fen, Moment, Word};
use crate::record::{Toward, read_moment};
use chrono::NaiveDate;

/// Reads what an engine saw of one page. Its times are Beijing's, as all that a payment page shows.
pub fn read_page(seen: &[Seen], now: Moment) -> Reading {
    crossed(gather(seen, now), now)
}

/// From what a page says to its fields, each with what speaks against it.
pub(super) fn crossed(mut page: Gathered, now: Moment) -> Reading {
    if let Some(amount) = page.amount() {
        page.add(amount, Rank::Narrow);
    }
    if let Some(mut ordered) = page.ordered_at.clone() {
        ordered.doubt = Some(ordered.doubt.unwrap_or(Doubt::Ordered));
        page.add(ordered, Rank::Guess);
    }
    page.channel();
    page.kind();
    page.dates(now);
    let mut fields = page.fields;
    fields.sort_by_key(|read| read.field);
    Reading {
        layout: page.layout,
        fields,
        status: page.status,
    }
}

impl Gathered {
    /// What was paid: on a bill the large amount, on an order page the labelled one.
    fn amount(&self) -> Option<ReadField> {
        let bill = self.is_bill();
        let discount = self.discounts.iter().copied().fold(Fen(0), |sum, fen| sum + fen);
        let whole = self.unit_price.as_ref().map(|price| ReadAmount {
            fen: Fen(price.fen.0.saturating_mul(self.quantity.unwrap_or(1))),
            ..price.clone()
        });
        let total = self.total(discount).or(whole.as_ref());
        let paid = self.paid.first();
        let (chosen, guessed) = match (bill, &self.heading, paid, self.payable.first()) {
            (true, Some(heading), _, _) => (heading, false),
            (_, _, Some(paid), _) => (paid, false),
            // It is called so before it is paid, too.
            (_, _, None, Some(payable)) => (payable, !self.is_paid(payable, discount)),
            // On an order page a lone large amount or a sum may be before a discount.
            (false, Some(heading), None, None) if self.totals.is_empty() => (heading, true),
            _ if self.unread.is_empty() => (total?, true),
            _ => return None,
        };
        let others = || {
            self.paid
                .iter()
                .chain(bill.then_some(self.heading.as_ref()).flatten())
        };
        let pieces = whole.as_ref().filter(|_| self.quantity.is_some());
        let before = || self.totals.iter().chain(&self.payable).chain(pieces);
        let adds_up = |total: &&ReadAmount| total.fen == chosen.fen || total.fen - discount == chosen.fen;
        let conflict = others().find(|other| other.fen != chosen.fen).or_else(|| {
            before()
                .find(|total| !adds_up(total))
                .filter(|_| !before().any(|total| adds_up(&total)))
        });
        let confirmed = others().filter(|other| other.fen == chosen.fen).count() > 1
            || before().any(|total| adds_up(&total) && total.places != chosen.places);
        // Of two values that the looks saw, the one that stands elsewhere too is meant.
        if let Some(Doubt::Differs(second)) = &chosen.doubt
            && !confirmed
            && let Some(other) = others().chain(before()).find(|other| other.fen.yuan() == *second)
        {
            return Some(ReadField {
                field: Field::Amount,
                value: other.fen.yuan(),
                doubt: Some(Doubt::Differs(chosen.fen.yuan())),
                places: chosen.places.clone(),
                confidence: chosen.confidence,
            });
        }
        let doubt = match (&chosen.doubt, conflict) {
            (Some(Doubt::Differs(other)), _) => Some(Doubt::Differs(other.clone())),
            (_, Some(other)) => Some(Doubt::Amounts(other.fen.yuan())),
            // The same amount elsewhere makes up for a mended or faint character, but a point may be lost twice.
            (Some(Doubt::Mended | Doubt::Shape | Doubt::Faint), None) if confirmed => None,
            (doubt, None) => doubt.clone().or(guessed.then_some(Doubt::NoLabel)),
        };
        Some(ReadField {
            field: Field::Amount,
            value: chosen.fen.yuan(),
            doubt,
            places: chosen.places.clone(),
            confidence: chosen.confidence,
        })
    }

    /// The sum that is likeliest to be what was paid: the one that is another less the discounts, else the last.
    fn total(&self, discount: Fen) -> Option<&ReadAmount> {
        let less = |total: &&ReadAmount| {
            discount > Fen(0) && self.totals.iter().any(|other| other.fen - discount == total.fen)
        };
        self.totals.iter().find(less).or(self.totals.last())
    }

    /// Whether what had to be paid was paid: there is a time of it, and another amount leads to it.
    fn is_paid(&self, payable: &ReadAmount, discount: Fen) -> bool {
        let leads = |other: &ReadAmount| other.fen - discount == payable.fen || other.fen == payable.fen;
        self.value(Field::PaidAt).is_some() && self.totals.iter().chain(&self.heading).any(leads)
    }

    fn conclude(&mut self, field: Field, value: &str, doubt: Option<Doubt>) {
        let read = ReadField {
            field,
            value: value.to_owned(),
            doubt,
            places: Vec::new(),
            confidence: 100.0,
        };
        self.add(read, Rank::Guess);
    }

    fn channel(&mut self) {
        // One word alone may be chance.
        let doubt = (self.score < 3).then_some(Doubt::NoLabel);
        match self.layout {
            Layout::Wechat | Layout::Alipay | Layout::Unionpay => {
                self.conclude(Field::Channel, self.layout.word(), doubt)
            }
            Layout::OrderPage | Layout::Text => {}
        }
    }

    fn kind(&mut self) {
        let product = self.fields.iter().find(|read| read.field == Field::Product);
        if let Some(kind) = product.and_then(|product| words().kind(&product.value)) {
            self.conclude(Field::Kind, kind, None);
        }
    }

    /// Compares the time of payment with the numbers that carry a date, with the time of the order and with today.
    fn dates(&mut self, now: Moment) {
        let at = |text: &str| read_moment(text, now, BEIJING, Toward::Past, Code::PaidAt);
        let read = self.value(Field::PaidAt).map(at).transpose();
        let ordered = self.ordered_at.as_ref().and_then(|read| at(&read.value).ok());
        let day = |at: Moment| at.in_zone(BEIJING).date_naive();
        let mut wrong = Vec::new();
        let paid = match read {
            Ok(paid) => paid,
            Err(refused) => {
                wrong.push((Field::PaidAt, Doubt::Refused(refused.text)));
                None
            }
        };
        if paid.is_some_and(|paid| ordered.is_some_and(|ordered| ordered > paid)) {
            wrong.push((Field::PaidAt, Doubt::Dates));
        }
        for field in [Field::PaymentNo, Field::OrderNo] {
            let Some(number) = self.value(field) else { continue };
            let stated = match (field, self.layout) {
                (Field::PaymentNo, Layout::Wechat) => {
                    if !is_wechat_number(number) {
                        wrong.push((field, Doubt::Shape));
                    }
                    date(number, 10)
                }
                (Field::PaymentNo, Layout::Alipay) => {
                    if !is_alipay_number(number) {
                        wrong.push((field, Doubt::Shape));
                    }
                    date(number, 0)
                }
                (Field::OrderNo, _) => date(number, 0),
                _ => None,
            };
            let fits = |stated: NaiveDate| {
                let near = [paid, ordered];
                near.iter().all(Option::is_none) || near.into_iter().flatten().any(|at| day(at) == stated)
            };
            if stated.is_some_and(|stated| !fits(stated)) {
                wrong.push((field, Doubt::Dates));
                wrong.push((Field::PaidAt, Doubt::Dates));
            }
        }
        for (field, doubt) in wrong {
            if let Some(read) = self.fields.iter_mut().find(|read| read.field == field) {
                read.doubt.get_or_insert(doubt);
            }
        }
    }

    fn value(&self, field: Field) -> Option<&str> {
        self.fields
            .iter()
            .find(|read| read.field == field)
            .map(|read| read.value.as_str())
    }
}
