//! A person's own list of orders: all of its rows become orders, or none.

use crate::Imported;
use crate::data_file::{DataFile, logged};
use crate::orders::with_learned_window;
use daozhang_core::order::{Facts, Fen, Moment, Word, excerpt};
use daozhang_core::record::{Draft, Field, Likeness, check, is_whole, read_sheet, tells};
use daozhang_core::rules::Rules;
use daozhang_core::store::{Same, SameBy, Store};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use ts_rs::TS;

/// What is wrong in a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FileFault {
    /// The line, or row of a sheet, from 1.
    pub line: u32,
    /// The name of the column.
    pub column: Text,
    /// What is wrong, in one sentence.
    pub message: Text,
}

/// A list that was read and checked.
pub struct OpenedSheet {
    pub name: String,
    /// Its orders, each with its line.
    pub orders: Vec<(u32, Facts)>,
    /// What is wrong; while there is anything nothing can be imported.
    pub faults: Vec<FileFault>,
    /// What to look at, one sentence each.
    pub flagged: Vec<Text>,
    pub rows: usize,
}

impl DataFile {
    /// Reads a list of orders and checks each row as the form would. Nothing is stored.
    pub fn open_sheet(&self, name: &str, bytes: &[u8], now: Moment) -> Outcome<OpenedSheet> {
        let read = read_sheet(name, bytes)?;
        let mut sheet = OpenedSheet {
            name: name.to_owned(),
            orders: Vec::new(),
            faults: Vec::new(),
            flagged: read.flagged,
            rows: read.rows.len(),
        };
        for row in read.rows {
            sheet.flagged.extend(
                row.flags
                    .iter()
                    .map(|flag| text!(bill_row_says, line = row.line, text = flag.text())),
            );
            let line = row.line;
            let draft = draft(row.draft, &self.works.rules);
            match check(&draft, &self.works.rules, now) {
                Ok(order) => sheet.orders.push((line, order.facts)),
                Err(failure) => sheet.faults.push(FileFault {
                    line,
                    column: Text::as_it_is(column(failure.code)),
                    message: by_name(failure, &draft, &self.works.rules),
                }),
            }
        }
        Ok(sheet)
    }

    /// How many orders of a list are not logged yet, and what to look at before importing it.
    pub(crate) fn would_import(&self, sheet: &OpenedSheet) -> Outcome<(usize, Vec<Text>)> {
        let (fresh, done) = sheet.fresh(&self.store)?;
        Ok((fresh.len(), done.flagged))
    }

    /// Logs all orders of a list in one transaction; those that are logged already, from an earlier import, are passed over.
    ///
    /// # Errors
    /// A list with a fault: the first is named, and nothing is written.
    pub fn import_sheet(&mut self, sheet: &OpenedSheet, rehearse: bool, now: Moment) -> Outcome<Imported> {
        if let Some(fault) = sheet.faults.first() {
            let (line, column, said) = (fault.line, &fault.column, &fault.message);
            return Err(Failure::failed(match sheet.faults.len() {
                1 => text!(sheet_fault, line = line, column = column, fault = said),
                count => text!(
                    sheet_faults,
                    line = line,
                    column = column,
                    fault = said,
                    count = count
                ),
            }));
        }
        if rehearse {
            return Ok(sheet.fresh(&self.store)?.1);
        }
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let (fresh, done) = sheet.fresh(tx)?;
            for facts in fresh {
                let facts = with_learned_window(tx, facts)?;
                logged(tx, facts, Vec::new(), &[], &clockwork)?;
            }
            Ok(done)
        })
    }
}

impl OpenedSheet {
    /// The orders that are not logged yet, and what importing them comes to.
    fn fresh(&self, store: &Store) -> Outcome<(Vec<Facts>, Imported)> {
        let mut fresh: Vec<Facts> = Vec::new();
        let together = self.paid_together();
        let mut flagged = self.flagged.clone();
        let mut seen = HashSet::new();
        let mut numbered: HashSet<(&str, &str)> = HashSet::new();
        let mut paid = HashSet::new();
        for (line, facts) in &self.orders {
            let (order_no, account) = (facts.order_no.as_deref(), facts.account.as_deref());
            let same = (
                facts.platform.as_str(),
                facts.product.as_str(),
                facts.amount,
                facts.paid_at,
                order_no,
                account,
            );
            let payment = number_of(facts);
            let whole = payment.and_then(|payment| together.get(&payment));
            let again = order_no.is_some_and(|no| !numbered.insert((&facts.platform, no)))
                || whole.is_none() && payment.is_some_and(|payment| !paid.insert(payment));
            if !seen.insert(same) || again {
                flagged.push(text!(sheet_row_again, line = *line));
            } else if let Some(Same { of, by }) = store.same_purchase(&Likeness::of(facts), None)? {
                flagged.push(match by {
                    SameBy::Payment | SameBy::PartOfPayment => {
                        text!(sheet_row_paid, line = *line, order = of.0)
                    }
                    SameBy::MerchantNumber => text!(sheet_row_of_merchant, line = *line, order = of.0),
                    SameBy::OrderNumber => text!(sheet_row_logged, line = *line, order = of.0),
                });
            } else if !store.is_logged(facts)? {
                let facts = facts.clone();
                fresh.push(match whole {
                    None => facts,
                    Some(whole) => {
                        let mut payments = facts.paid();
                        payments
                            .iter_mut()
                            .for_each(|payment| payment.whole = Some(*whole));
                        facts.paid_by(payments)
                    }
                });
            }
        }
        let mut done = Imported {
            format: "sheet".to_owned(),
            rows: self.rows,
            read: self.orders.len(),
            orders_created: fresh.len(),
            flagged,
            ..Imported::default()
        };
        done.skipped = done.read - done.orders_created;
        Ok((fresh, done))
    }

    /// What a payment came to in all that paid for several orders of the list: each of them has an order number of its own.
    fn paid_together(&self) -> HashMap<PaymentNumber<'_>, Fen> {
        let mut orders: HashMap<PaymentNumber<'_>, Vec<&Facts>> = HashMap::new();
        for (_, facts) in &self.orders {
            if let Some(payment) = number_of(facts) {
                orders.entry(payment).or_default().push(facts);
            }
        }
        orders.retain(|_, orders| {
            let numbers: HashSet<_> = orders
                .iter()
                .filter_map(|facts| facts.order_no.as_deref().filter(|number| is_whole(number)))
                .collect();
            orders.len() > 1 && numbers.len() == orders.len()
        });
        let all = |orders: Vec<&Facts>| orders.iter().fold(Fen(0), |sum, facts| sum + facts.amount);
        orders
            .into_iter()
            .map(|(payment, orders)| (payment, all(orders)))
            .collect()
    }
}

/// The app of a payment, where it is known, and its number.
type PaymentNumber<'a> = (Option<&'a str>, &'a str);

fn number_of(facts: &Facts) -> Option<PaymentNumber<'_>> {
    let number = facts.payment_no.as_deref().filter(|number| tells(number))?;
    Some((facts.channel.as_deref(), number))
}

/// A row as a form. Kinds and channels may be written by their Chinese names.
fn draft(mut draft: Draft, rules: &Rules) -> Draft {
    if let Some(kind) = rules
        .kinds
        .iter()
        .find(|kind| kind.name.chinese() == draft.kind.trim())
    {
        draft.kind.clone_from(&kind.key);
    }
    let name = draft.channel.trim();
    let channel = rules.channels.iter().find(|channel| {
        [
            channel.name.chinese(),
            channel.name.chinese().trim_end_matches("支付"),
        ]
        .contains(&name)
    });
    if let Some(channel) = channel {
        draft.channel.clone_from(&channel.key);
    }
    draft
}

/// What is said of a row, with the names that a list may have where the form has keys.
fn by_name(failure: Failure, draft: &Draft, rules: &Rules) -> Text {
    let (kind, channel) = (draft.kind.trim(), draft.channel.trim());
    match failure.code {
        Code::Kind if !kind.is_empty() => {
            let known = rules.kinds.iter().map(|kind| Text::as_it_is(kind.name.chinese()));
            text!(kind_unknown, kind = excerpt(kind), known = Text::list(known))
        }
        Code::Channel if !channel.is_empty() => {
            let known = rules
                .channels
                .iter()
                .map(|channel| Text::as_it_is(channel.name.chinese()));
            text!(
                channel_unknown,
                channel = excerpt(channel),
                known = Text::list(known)
            )
        }
        _ => failure.text,
    }
}

/// The name of the column of which a failure speaks.
fn column(code: Code) -> &'static str {
    let word = serde_json::to_value(code).ok();
    let field = word.as_ref().and_then(|word| Field::from_word(word.as_str()?));
    field.unwrap_or(Field::Note).name()
}
