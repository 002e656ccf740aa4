//! What the lines of a text say that have no label.

use super::super::gathered::{Gathered, Rank, ReadAmount};
use super::super::head::is_name_like;
use super::super::value;
use super::super::words::{Meaning, words};
use super::super::{Doubt, Field, Layout, ReadField};
use super::Item;

impl Gathered {
    /// Takes the large amount, the names beside it and numbers by their form from the lines without a label. All of it is marked, but
    /// on a bill, where the amount has its place.
    pub(super) fn beside(&mut self, items: &[Item]) {
        let loose = |at: usize| items.get(at).filter(|item| item.is_loose());
        let amount = (0..items.len()).find_map(|at| Some((at, value::bare_amount(&loose(at)?.value)?)));
        if let Some((_, (fen, doubt))) = amount.clone() {
            self.heading = Some(ReadAmount {
                fen,
                doubt,
                places: Vec::new(),
                confidence: 100.0,
            });
        }
        let name = |at: usize| {
            let line = loose(at)?.value.as_str();
            (is_name_like(line) && words().state(line).is_none() && !value::is_piece(line)).then_some(line)
        };
        if self.is_bill() {
            let over = amount
                .as_ref()
                .and_then(|(at, _)| at.checked_sub(1))
                .and_then(name);
            self.guess(Field::Platform, over, None);
            let number = (0..items.len()).find_map(|at| self.number_by_form(&loose(at)?.value));
            self.guess(Field::PaymentNo, number.as_deref(), Some(Doubt::NoLabel));
            return;
        }
        let is_shop = |line: &&str| words().is_shop(line);
        let shop = (0..items.len()).filter_map(name).find(is_shop);
        self.guess(Field::Platform, shop, Some(Doubt::NoLabel));
        let product = |at: usize| name(at).filter(|line| !is_shop(line));
        // Over the price, with the shop between them or not, or over what it is made up of.
        let over_price = amount.and_then(|(at, _)| {
            let over = at.checked_sub(1)?;
            product(over).or_else(|| product(over.checked_sub(1)?))
        });
        let over_label = || {
            (1..items.len()).find_map(|at| {
                let of_a_piece = matches!(
                    items.get(at)?.meaning,
                    Meaning::Quantity | Meaning::Payable | Meaning::Total | Meaning::Field(Field::Amount)
                );
                let begins = of_a_piece || words().is_variant(&items.get(at)?.label);
                begins.then(|| product(at - 1)).flatten()
            })
        };
        let counted = || {
            (0..items.len()).find_map(|at| {
                let line = &loose(at)?.value;
                let (name, times) = value::without_times(line);
                times.map(|_| name)
            })
        };
        let found = over_price.or_else(over_label).or_else(counted);
        self.guess(Field::Product, found, Some(Doubt::NoLabel));
    }

    fn guess(&mut self, field: Field, value: Option<&str>, doubt: Option<Doubt>) {
        let value = value.map(|value| value::without_times(value).0);
        if let Some(value) = value.and_then(value::typed_name) {
            let read = ReadField {
                field,
                value,
                doubt,
                places: Vec::new(),
                confidence: 100.0,
            };
            self.add(read, Rank::Guess);
        }
    }

    /// A payment number of the bill's app by its form.
    fn number_by_form(&self, line: &str) -> Option<String> {
        let (number, _) = value::number(line, false)?;
        let known = match self.layout {
            Layout::Wechat => value::is_wechat_number(&number) && number.starts_with("42000"),
            Layout::Alipay => value::is_alipay_number(&number),
            _ => false,
        };
        known.then_some(number)
    }
}
