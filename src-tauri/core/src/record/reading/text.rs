//! Orders in pasted text.

mod beside;
mod label;
mod line;
mod table;

use super::check::crossed;
use super::gathered::{Gathered, Rank, Raw};
use super::words::{Meaning, shipped, words};
use super::{Doubt, Field, Layout, Reading};
use crate::Outcome;
use crate::order::Moment;
use line::Lines;
use std::collections::{BTreeMap, BTreeSet};

/// The most that is read of a text: in all, of a line, and of orders.
const LONGEST_TEXT: usize = 60_000;
const LONGEST_LINE: usize = 1_000;
const MOST_ORDERS: usize = 200;
/// From this score on the text is a bill of one app and its words mean what they mean there.
const BILL_SCORE: u32 = 4;

const ORDER_NO: Meaning = Meaning::Field(Field::OrderNo);

/// A label and its value as they stand in a text, or a line without a label.
#[derive(Clone, Debug)]
struct Item {
    /// Empty where there is none.
    label: String,
    meaning: Meaning,
    value: String,
    rank: Rank,
    doubt: Option<Doubt>,
    /// The row of a table in which it stands.
    row: Option<usize>,
}

impl Item {
    /// A line without a label.
    fn loose(line: &str) -> Self {
        Self {
            label: String::new(),
            meaning: Meaning::Other,
            value: line.trim().to_owned(),
            rank: Rank::Guess,
            doubt: Some(Doubt::NoLabel),
            row: None,
        }
    }

    fn is_loose(&self) -> bool {
        self.label.is_empty() && self.meaning == Meaning::Other
    }

    /// Whether it is a state without a label.
    fn is_lone_state(&self) -> bool {
        self.label.is_empty() && self.meaning == Meaning::Status
    }

    /// Whether a label says that it is the state, but nobody knows which.
    fn is_unknown_state(&self) -> bool {
        !self.label.is_empty()
            && self.meaning == Meaning::Status
            && !self.value.trim().is_empty()
            && !words().is_hint(&self.value)
            && words().state(&self.value).is_none()
    }
}

/// Who reads a text, and how its words are meant.
#[derive(Clone, Copy)]
struct Reader {
    layout: Layout,
    now: Moment,
}

/// Reads pasted text: lines of `label：value`, several of them in a line or a sentence, a value under its label, tables with tabs
/// and what stands around them. One reading an order, no reading for text without any label. What is typed is exact: nothing is
/// mended in it. Refuses only where the words of the rules cannot be read.
pub fn read_text(text: &str, now: Moment) -> Outcome<Vec<Reading>> {
    shipped()?;
    let lines: Vec<String> = text
        .chars()
        .take(LONGEST_TEXT)
        .collect::<String>()
        .lines()
        .map(|line| {
            line.chars()
                .map(|c| if c.is_control() && c != '\t' { ' ' } else { c })
                .take(LONGEST_LINE)
                .collect()
        })
        .collect();
    let (layout, score) = words().layout(&lines);
    let layout = if score >= BILL_SCORE {
        layout
    } else {
        Layout::OrderPage
    };
    let reader = Reader { layout, now };
    let stretches = Lines::of(&lines, reader).stretches();
    let readings = stretches
        .into_iter()
        .flat_map(orders)
        .map(|items| {
            let mut page = Gathered::new(layout, score);
            // What the shop itself calls the state is not what a line about something else would make of it.
            let unknown = items.iter().any(Item::is_unknown_state);
            let told = items.iter().filter(|item| !(unknown && item.is_lone_state()));
            for item in told.cloned() {
                let raw = Raw::typed(item.meaning, item.label, item.rank, item.value, item.doubt);
                page.take(raw, now);
            }
            page.beside(&items);
            Reading {
                layout: Layout::Text,
                ..crossed(page, now)
            }
        })
        .filter(|reading| {
            reading
                .fields
                .iter()
                .any(|read| !matches!(read.field, Field::Channel | Field::Kind))
        })
        .take(MOST_ORDERS)
        .collect();
    Ok(readings)
}

/// The orders of a stretch: each row of a table, or what the labels part.
fn orders(stretch: Vec<Item>) -> Vec<Vec<Item>> {
    match table::own_orders(&stretch) {
        Some(orders) => orders,
        None => parted(stretch).into_iter().map(table::summed).collect(),
    }
}

/// The orders of a stretch. A new one begins where the first label of the current one comes again, with another order number, or,
/// where the first label of all stands once, where any label comes again and what is once in an order (its amount, its times,
/// its numbers) does so next.
fn parted(stretch: Vec<Item>) -> Vec<Vec<Item>> {
    let numbers = stretch.iter().filter(|item| item.meaning == ORDER_NO);
    let numbers: BTreeSet<String> = numbers.map(|item| item.value.clone()).collect();
    // From each label on, the next that is once in an order.
    let mut next = None;
    let mut next_once: Vec<_> = stretch
        .iter()
        .rev()
        .map(|item| {
            if is_once(item.meaning) {
                next = Some((item.label.clone(), item.value.clone()));
            }
            next.clone()
        })
        .collect();
    next_once.reverse();
    // Where the first label comes again, that is what parts them.
    let mut labelled = stretch.iter().filter(|item| !item.label.is_empty());
    let first_repeats = labelled
        .next()
        .is_some_and(|first| labelled.any(|item| item.label == first.label));
    let mut orders: Vec<Vec<Item>> = vec![Vec::new()];
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for (item, once) in stretch.into_iter().zip(next_once) {
        let Some(order) = orders.last_mut() else { break };
        let before = told.get(&item.label).zip(once.as_ref());
        let again = item.row.is_none()
            && !first_repeats
            && before.is_some_and(|(value, (label, once))| {
                told.get(label).is_some_and(|known| match numbers.len() {
                    0 => *value != item.value || known != once,
                    // What has one number is one order, however often it names a product.
                    1 => false,
                    _ => true,
                })
            });
        if again || begins_another(order, &item) {
            if orders.len() > MOST_ORDERS {
                break;
            }
            told.clear();
            orders.push(Vec::new());
        }
        if !item.label.is_empty() {
            told.entry(item.label.clone())
                .or_insert_with(|| item.value.clone());
        }
        if let Some(order) = orders.last_mut() {
            order.push(item);
        }
    }
    orders
}

fn is_once(meaning: Meaning) -> bool {
    match meaning {
        Meaning::OrderedAt => true,
        Meaning::Field(field) => field.is_number() || matches!(field, Field::Amount | Field::PaidAt),
        _ => false,
    }
}

fn begins_another(order: &[Item], item: &Item) -> bool {
    let labelled = || order.iter().filter(|known| !known.label.is_empty());
    let first = labelled()
        .next()
        .is_some_and(|first| first.meaning == item.meaning && first.label == item.label);
    let number = item.meaning == ORDER_NO
        && labelled().any(|known| known.meaning == item.meaning && known.value != item.value);
    number || item.row.is_none() && first && labelled().count() > 1
}

#[cfg(test)]
mod tests;
