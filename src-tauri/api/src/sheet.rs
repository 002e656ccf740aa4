//! A person's own list of orders: all of its rows become orders, or none.

use crate::Imported;
use crate::data_file::{DataFile, logged};
use crate::orders::with_learned_window;
use daozhang_core::order::{Facts, Fen, Moment, Word, excerpt};
use daozhang_core::record::{
    Chosen, Draft, Field, Likeness, ListColumn, check, guess_kind, is_whole, read_sheet, tells,
};
use daozhang_core::rules::Rules;
use daozhang_core::store::{Same, SameBy, Store};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
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
    /// Its columns and what they are taken for.
    pub columns: Vec<ListColumn>,
    /// Why it cannot be imported before a column is added, or one is taken for something else.
    pub incomplete: Option<Failure>,
    /// Its orders, each with its line.
    pub orders: Vec<(u32, Facts)>,
    /// What is wrong; while there is anything nothing can be imported.
    pub faults: Vec<FileFault>,
    /// Rows that are the same as one above them: their line and that of the first. They may be one payment told twice, or two.
    pub twins: Vec<(u32, u32)>,
    /// What to look at, one sentence each.
    pub flagged: Vec<Text>,
    pub rows: usize,
}

/// What importing a list would come to.
pub(crate) struct Foreseen {
    /// How many of its orders are logged, unless a row that is the same as another one is a payment of its own.
    pub fresh: usize,
    /// The equal rows of which it is asked, as in [`OpenedSheet::twins`]; without those that are logged already.
    pub twins: Vec<(u32, u32)>,
    /// What to look at before, one sentence each.
    pub flagged: Vec<Text>,
}

impl DataFile {
    /// Reads a list of orders and checks each row as the form would; `chosen` corrects what its columns are taken for. Nothing
    /// is stored.
    pub fn open_sheet(&self, name: &str, bytes: &[u8], chosen: &Chosen, now: Moment) -> Outcome<OpenedSheet> {
        let rules = &self.works.rules;
        let read = read_sheet(name, bytes, chosen)?;
        let mut sheet = OpenedSheet {
            name: name.to_owned(),
            incomplete: read.refusal(),
            flagged: read.mapping().into_iter().collect(),
            columns: read.columns,
            orders: Vec::new(),
            faults: Vec::new(),
            twins: Vec::new(),
            rows: read.rows.len(),
        };
        if sheet.incomplete.is_some() {
            return Ok(sheet);
        }
        if read.without_kinds {
            sheet.flagged.push(text!(sheet_kinds_by_product));
        }
        let mut over: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut firsts: HashMap<Row, u32> = HashMap::new();
        let mut kinds: Vec<Text> = Vec::new();
        for row in read.rows {
            let line = row.line;
            if let Some(state) = row.over {
                over.entry(state).or_default().push(line);
                continue;
            }
            let says = |said| text!(bill_row_says, line = line, text = said);
            sheet.flagged.extend(row.flags.into_iter().map(says));
            if let Some((column, amount)) = row.came_back {
                sheet.faults.push(FileFault {
                    line,
                    column: Text::as_it_is(column),
                    message: text!(sheet_row_refunded, amount = excerpt(&amount)),
                });
                continue;
            }
            let checked = draft(row.draft, read.without_kinds, rules)
                .and_then(|(draft, taken)| Ok((check(&draft, rules, now)?, taken)));
            match checked {
                Ok((order, taken)) => {
                    kinds.extend(taken.filter(|taken| !kinds.contains(taken)));
                    match firsts.entry(Row::of(&order.facts)) {
                        Entry::Vacant(first) => {
                            first.insert(line);
                        }
                        // With a number it is told already which payment it is.
                        Entry::Occupied(first) if is_unnumbered(&order.facts) => {
                            sheet.twins.push((line, *first.get()));
                        }
                        Entry::Occupied(_) => {}
                    }
                    sheet.orders.push((line, order.facts));
                }
                Err(failure) => sheet.faults.push(FileFault {
                    line,
                    column: Text::as_it_is(column(failure.code)),
                    message: failure.text,
                }),
            }
        }
        if !kinds.is_empty() {
            sheet
                .flagged
                .push(text!(sheet_kinds_taken, kinds = Text::list(kinds)));
        }
        sheet.flagged.extend(over.into_iter().map(left_out));
        Ok(sheet)
    }

    /// What importing a list would come to, and what is asked before.
    pub(crate) fn foresee(&self, sheet: &OpenedSheet) -> Outcome<Foreseen> {
        let all: Vec<u32> = sheet.twins.iter().map(|(line, _)| *line).collect();
        let (with_twins, done) = sheet.fresh(&self.store, &all)?;
        let is_new = |line: &u32| with_twins.iter().any(|(fresh, _)| fresh == line);
        let twins: Vec<(u32, u32)> = sheet
            .twins
            .iter()
            .filter(|(line, _)| is_new(line))
            .copied()
            .collect();
        Ok(Foreseen {
            fresh: with_twins.len() - twins.len(),
            twins,
            flagged: done.flagged,
        })
    }

    /// Logs all orders of a list in one transaction; those that are logged already, from an earlier import, are passed over.
    /// Of rows that are the same the first is logged, and those whose lines are among `twins`, which the person says are
    /// payments of their own.
    ///
    /// # Errors
    /// A list that lacks a column, or one with a fault: the first is named, and nothing is written.
    pub fn import_sheet(
        &mut self,
        sheet: &OpenedSheet,
        twins: &[u32],
        rehearse: bool,
        now: Moment,
    ) -> Outcome<Imported> {
        if let Some(incomplete) = &sheet.incomplete {
            return Err(incomplete.clone());
        }
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
            return Ok(sheet.fresh(&self.store, twins)?.1);
        }
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let (fresh, done) = sheet.fresh(tx, twins)?;
            for (_, facts) in fresh {
                let facts = with_learned_window(tx, facts)?;
                logged(tx, facts, Vec::new(), &[], &clockwork)?;
            }
            Ok(done)
        })
    }
}

/// Of the rows that are over: that they were left out, by the word that says so.
fn left_out((state, lines): (String, Vec<u32>)) -> Text {
    /// Enough to find them by.
    const NAMED: usize = 10;
    let named = lines
        .iter()
        .take(NAMED)
        .map(|line| Text::as_it_is(line.to_string()));
    let (count, named, state) = (lines.len(), Text::list(named), excerpt(&state));
    if lines.len() <= NAMED {
        text!(sheet_rows_over, state = state, lines = named)
    } else {
        text!(sheet_many_rows_over, state = state, lines = named, count = count)
    }
}

/// Whether neither the order nor the payment has a number.
fn is_unnumbered(facts: &Facts) -> bool {
    facts.order_no.is_none() && number_of(facts).is_none()
}

/// What makes two rows the same.
#[derive(PartialEq, Eq, Hash)]
struct Row {
    platform: String,
    product: String,
    amount: Fen,
    paid_at: Moment,
    order_no: Option<String>,
    account: Option<String>,
}

impl Row {
    fn of(facts: &Facts) -> Self {
        Self {
            platform: facts.platform.clone(),
            product: facts.product.clone(),
            amount: facts.amount,
            paid_at: facts.paid_at,
            order_no: facts.order_no.clone(),
            account: facts.account.clone(),
        }
    }
}

impl OpenedSheet {
    /// The orders that are not logged yet, each with its line, and what importing them comes to.
    fn fresh(&self, store: &Store, twins: &[u32]) -> Outcome<(Vec<(u32, Facts)>, Imported)> {
        let mut fresh: Vec<(u32, Facts)> = Vec::new();
        let together = self.paid_together();
        let mut flagged = self.flagged.clone();
        let mut times: HashMap<Row, (u32, usize)> = HashMap::new();
        let mut numbered: HashSet<(&str, &str)> = HashSet::new();
        let mut paid = HashSet::new();
        for (line, facts) in &self.orders {
            let order_no = facts.order_no.as_deref();
            let payment = number_of(facts);
            let whole = payment.and_then(|payment| together.get(&payment));
            let again = order_no.is_some_and(|no| !numbered.insert((&facts.platform, no)))
                || whole.is_none() && payment.is_some_and(|payment| !paid.insert(payment));
            if again {
                flagged.push(text!(sheet_row_again, line = *line));
                continue;
            }
            if let Some(Same { of, by }) = store.same_purchase(&Likeness::of(facts), None)? {
                flagged.push(match by {
                    SameBy::Payment | SameBy::PartOfPayment => {
                        text!(sheet_row_paid, line = *line, order = of.0)
                    }
                    SameBy::MerchantNumber => text!(sheet_row_of_merchant, line = *line, order = of.0),
                    SameBy::OrderNumber => text!(sheet_row_logged, line = *line, order = of.0),
                });
                continue;
            }
            let (first, time) = times.entry(Row::of(facts)).or_insert((*line, 0));
            *time += 1;
            // As many of them as are logged came with an earlier import.
            if *time <= store.logged_times(facts)? {
                continue;
            }
            if *time > 1 && !twins.contains(line) {
                flagged.push(text!(sheet_row_twin, line = *line, other = *first));
                continue;
            }
            let facts = facts.clone();
            let facts = match whole {
                None => facts,
                Some(whole) => {
                    let mut payments = facts.paid();
                    payments
                        .iter_mut()
                        .for_each(|payment| payment.whole = Some(*whole));
                    facts.paid_by(payments)
                }
            };
            fresh.push((*line, facts));
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

/// A row as a form. Kinds and channels are written by their Chinese names, as in the template, or by a word that tells the kind;
/// where no column tells it, the product does. Gives back too as what a kind was taken that is called otherwise.
fn draft(mut draft: Draft, without_kinds: bool, rules: &Rules) -> Outcome<(Draft, Option<Text>)> {
    let bare = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let named = |names: Vec<&str>| Text::list(names.into_iter().map(Text::as_it_is));
    let kinds = || named(rules.kinds.iter().map(|kind| kind.name.chinese()).collect());
    let typed = bare(&draft.kind);
    let mut taken = None;
    let by_name = rules
        .kinds
        .iter()
        .find(|rule| bare(rule.name.chinese()) == typed || rule.key == typed);
    if let Some(rule) = by_name {
        draft.kind.clone_from(&rule.key);
    } else if without_kinds {
        let unclear = || {
            let product = excerpt(&draft.product);
            Failure::new(
                Code::Kind,
                text!(sheet_kind_unclear, product = product, known = kinds()),
            )
        };
        let guessed = guess_kind(&draft.product, rules).ok_or_else(unclear)?;
        draft.kind.clone_from(&guessed.key);
    } else if !typed.is_empty() {
        let kind = excerpt(draft.kind.trim());
        let Some(guessed) = guess_kind(&typed, rules) else {
            return Err(Failure::new(
                Code::Kind,
                text!(sheet_kind_unknown, kind = kind, known = kinds()),
            ));
        };
        taken = Some(text!(
            sheet_kind_taken,
            typed = kind,
            kind = Text::from(&guessed.name)
        ));
        draft.kind.clone_from(&guessed.key);
    }
    let name = bare(&draft.channel);
    let channel = rules.channels.iter().find(|rule| {
        let called = bare(rule.name.chinese());
        called == name || called.trim_end_matches("支付") == name || rule.key == name
    });
    match channel {
        Some(rule) => draft.channel.clone_from(&rule.key),
        None if name.is_empty() => {}
        None => {
            let channel = excerpt(draft.channel.trim());
            let known = named(rules.channels.iter().map(|rule| rule.name.chinese()).collect());
            return Err(Failure::new(
                Code::Channel,
                text!(sheet_channel_unknown, channel = channel, known = known),
            ));
        }
    }
    Ok((draft, taken))
}

/// The name of the column of which a failure speaks.
fn column(code: Code) -> &'static str {
    let word = serde_json::to_value(code).ok();
    let field = word.as_ref().and_then(|word| Field::from_word(word.as_str()?));
    field.unwrap_or(Field::Note).name()
}
