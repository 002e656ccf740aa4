//! A person's own list of orders: all of its rows become orders, or none.

use crate::Imported;
use crate::data_file::{DataFile, logged};
use crate::orders::with_learned_window;
use daozhang_core::order::{Facts, Fen, Moment, Word, excerpt};
use daozhang_core::record::{Chosen, Draft, Field, Likeness, ListColumn, check, guess_kind, read_sheet, tells};
use daozhang_core::rules::Rules;
use daozhang_core::store::{Same, SameBy, Store};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::collections::hash_map::Entry;
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

impl DataFile {
    /// Reads a list of orders and checks each row as the form would; `chosen` corrects what its columns are taken for. Nothing is
    /// stored.
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
        let mut firsts: HashMap<Row, u32> = HashMap::new();
        for row in read.rows {
            let line = row.line;
            sheet.flagged.extend(
                row.flags
                    .into_iter()
                    .map(|flag| text!(bill_row_says, line = line, text = flag)),
            );
            if let Some((column, message)) = row.over {
                sheet.faults.push(FileFault {
                    line,
                    column: Text::as_it_is(column),
                    message,
                });
                continue;
            }
            let checked = draft(row.draft, read.without_kinds, rules)
                .and_then(|draft| check(&draft, rules, now));
            match checked {
                Ok(order) => {
                    match firsts.entry(Row::of(&order.facts)) {
                        Entry::Vacant(first) => {
                            first.insert(line);
                        }
                        Entry::Occupied(first) => sheet.twins.push((line, *first.get())),
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
        Ok(sheet)
    }

    /// Logs all orders of a list in one transaction; those that are logged already, from an earlier import, are passed over.
    ///
    /// Of rows that are the same, the first is logged, and those of `twins` that the person says are payments of their own.
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
            for facts in fresh {
                let facts = with_learned_window(tx, facts.clone())?;
                logged(tx, facts, Vec::new(), &[], &clockwork)?;
            }
            Ok(done)
        })
    }
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
    payment_no: Option<String>,
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
            payment_no: facts.payment_no.clone(),
        }
    }
}

impl OpenedSheet {
    /// The orders that are not logged yet, and what importing them comes to.
    fn fresh(&self, store: &Store, twins: &[u32]) -> Outcome<(Vec<&Facts>, Imported)> {
        let mut fresh: Vec<&Facts> = Vec::new();
        let mut flagged = self.flagged.clone();
        let mut times: HashMap<Row, (u32, usize)> = HashMap::new();
        let mut numbered: HashSet<(&str, &str)> = HashSet::new();
        let mut paid: HashSet<&str> = HashSet::new();
        for (line, facts) in &self.orders {
            let order_no = facts.order_no.as_deref().filter(|number| tells(number));
            let payment_no = facts.payment_no.as_deref().filter(|number| tells(number));
            let again = order_no.is_some_and(|no| !numbered.insert((&facts.platform, no)))
                || payment_no.is_some_and(|no| !paid.insert(no));
            if again {
                flagged.push(text!(sheet_row_again, line = *line));
                continue;
            }
            if let Some(Same { of, by }) = store.same_purchase(&Likeness::of(facts), None)? {
                flagged.push(match by {
                    SameBy::Payment | SameBy::PartOfPayment => {
                        text!(sheet_row_paid, line = *line, order = of.0)
                    }
                    SameBy::MerchantNumber | SameBy::OrderNumber => {
                        text!(sheet_row_logged, line = *line, order = of.0)
                    }
                });
                continue;
            }
            let (first, time) = times.entry(Row::of(facts)).or_insert((*line, 0));
            *time += 1;
            // As many of them as are logged came with an earlier import.
            if *time <= store.logged_times(facts)? {
                continue;
            }
            if *time == 1 || twins.contains(line) {
                fresh.push(facts);
            } else {
                flagged.push(text!(sheet_row_twin, line = *line, other = *first));
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
}

/// A row as a form. Kinds and channels are written by their Chinese names, as in the template; where no column tells the kind,
/// the product does.
fn draft(mut draft: Draft, without_kinds: bool, rules: &Rules) -> Outcome<Draft> {
    let bare = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let known = |names: Vec<&str>| Text::list(names.into_iter().map(Text::as_it_is));
    let kinds = || known(rules.kinds.iter().map(|kind| kind.name.chinese()).collect());
    let kind = bare(&draft.kind);
    let by_name = rules
        .kinds
        .iter()
        .find(|rule| bare(rule.name.chinese()) == kind || rule.key == kind);
    if let Some(rule) = by_name {
        draft.kind.clone_from(&rule.key);
    } else if without_kinds {
        let guessed = guess_kind(&draft.product, rules).ok_or_else(|| {
            let product = excerpt(&draft.product);
            Failure::new(Code::Kind, text!(sheet_kind_unclear, product = product, known = kinds()))
        })?;
        draft.kind.clone_from(&guessed.key);
    } else if !kind.is_empty() {
        let kind = excerpt(draft.kind.trim());
        return Err(Failure::new(
            Code::Kind,
            text!(sheet_kind_unknown, kind = kind, known = kinds()),
        ));
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
            let known = known(rules.channels.iter().map(|rule| rule.name.chinese()).collect());
            return Err(Failure::new(
                Code::Channel,
                text!(sheet_channel_unknown, channel = channel, known = known),
            ));
        }
    }
    Ok(draft)
}

/// The name of the column of which a failure speaks.
fn column(code: Code) -> &'static str {
    let word = serde_json::to_value(code).ok();
    let field = word.as_ref().and_then(|word| Field::from_word(word.as_str()?));
    field.unwrap_or(Field::Note).name()
}
