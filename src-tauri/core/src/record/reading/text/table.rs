//! Tables inside a text.

use super::super::value;
use super::super::words::{Found, Meaning};
use super::super::{Doubt, Field, Layout};
use super::label::whole_label;
use super::{Item, ORDER_NO};
use crate::order::Fen;
use std::collections::BTreeSet;

/// So many cells of a line have to be labels for it to be the head of a table.
const ENOUGH_LABELS: usize = 3;
/// And so many of the pieces between commas for them to be the lines of a page.
const ENOUGH_PIECES: usize = 6;

/// The names of a table's columns.
pub(super) struct Heads(Vec<(String, Option<Found>)>);

impl Heads {
    /// The names in a line, if it is the head of a table.
    pub fn of(line: &str, layout: Layout) -> Option<Self> {
        let heads: Vec<_> = cells(line)
            .into_iter()
            .map(|cell| {
                let label = whole_label(&cell, layout).filter(|_| !cell.ends_with([':', '：']));
                (cell, label)
            })
            .collect();
        (heads.iter().filter(|(_, label)| label.is_some()).count() >= ENOUGH_LABELS).then_some(Self(heads))
    }

    /// The values in a line, if it is a row of the table.
    pub fn row(&self, line: &str, number: usize) -> Option<Vec<Item>> {
        let cells = cells(line);
        let is_row = cells.len() > 1 && cells.len() <= self.0.len() && !is_labelled(&cells);
        if !is_row {
            return None;
        }
        let named = self.0.iter().zip(cells);
        let values = named.filter_map(|((name, label), value)| {
            let label = label.as_ref()?;
            Some(Item {
                label: name.clone(),
                meaning: label.meaning,
                value,
                rank: label.rank(),
                doubt: None,
                row: Some(number),
            })
        });
        Some(values.collect())
    }
}

/// A line of a list of values, as a page is read aloud: labels and values between commas.
pub(super) fn listed(line: &str, layout: Layout) -> Vec<String> {
    let pieces: Vec<&str> = line.split([',', '，']).map(str::trim).collect();
    let labels = || pieces.iter().filter(|piece| whole_label(piece, layout).is_some());
    if pieces.len() >= ENOUGH_PIECES && labels().count() >= ENOUGH_LABELS {
        pieces.into_iter().map(str::to_owned).collect()
    } else {
        vec![line.to_owned()]
    }
}

/// The cells of a line, parted by tabs, by upright strokes, or by wide blanks.
fn cells(line: &str) -> Vec<String> {
    let trimmed = |cells: Vec<&str>| cells.into_iter().map(|cell| cell.trim().to_owned()).collect();
    if line.contains('\t') {
        return trimmed(line.split('\t').collect());
    }
    let strokes = line.trim().trim_matches('|');
    if strokes.contains('|') {
        return trimmed(strokes.split('|').collect());
    }
    trimmed(
        line.trim()
            .split("  ")
            .filter(|cell| !cell.trim().is_empty())
            .collect(),
    )
}

/// Whether the first cell is a label, or another says itself what it is.
fn is_labelled(cells: &[String]) -> bool {
    let is_label = |text: &str| whole_label(text, Layout::OrderPage).is_some();
    cells.first().is_some_and(|first| is_label(first))
        || cells.iter().any(|cell| {
            cell.split_once([':', '：'])
                .is_some_and(|(label, _)| is_label(label))
        })
}

/// The orders of a stretch whose table has one in each row: each with what stands over the table for all of them.
pub(super) fn own_orders(stretch: &[Item]) -> Option<Vec<Vec<Item>>> {
    let rows: BTreeSet<usize> = stretch.iter().filter_map(|item| item.row).collect();
    let first = stretch.iter().position(|item| item.row.is_some())?;
    let numbered = stretch
        .iter()
        .any(|item| item.row.is_some() && item.meaning == ORDER_NO);
    let around = || {
        stretch
            .iter()
            .filter(|item| item.row.is_none() && !item.label.is_empty())
    };
    let of_one = around().any(|item| item.meaning == ORDER_NO)
        || around().any(|item| matches!(item.meaning, Meaning::Field(Field::Amount) | Meaning::Payable))
        || rows.len() == 1;
    if !numbered && of_one || numbered && rows.len() == 1 {
        return None;
    }
    let shared: Vec<&Item> = stretch
        .iter()
        .take(first)
        .filter(|item| {
            matches!(
                item.meaning,
                Meaning::Field(Field::Platform | Field::Merchant | Field::Channel)
            )
        })
        .collect();
    let order = |row: usize| {
        let own = stretch.iter().filter(|item| item.row == Some(row));
        own.chain(shared.iter().copied()).cloned().collect()
    };
    Some(rows.into_iter().map(order).collect())
}

/// One order whose table has several rows: their sums are one, and what only one row says of a piece is left out.
pub(super) fn summed(order: Vec<Item>) -> Vec<Item> {
    let rows: BTreeSet<usize> = order.iter().filter_map(|item| item.row).collect();
    if rows.len() < 2 {
        return order;
    }
    let sums: Vec<Item> = [Meaning::Total, Meaning::Field(Field::Amount)]
        .into_iter()
        .filter_map(|meaning| sum(&order, meaning))
        .collect();
    let of_a_piece = |meaning: Meaning| {
        matches!(
            meaning,
            Meaning::Total
                | Meaning::Payable
                | Meaning::UnitPrice
                | Meaning::Quantity
                | Meaning::Discount
                | Meaning::Field(Field::Amount)
        )
    };
    let kept = order
        .iter()
        .filter(|item| item.row.is_none() || !of_a_piece(item.meaning))
        .cloned();
    kept.chain(sums).collect()
}

/// What a column comes to over all rows of one order. A sum of the whole order that filled one merged cell stands in every row once it
/// is copied, and looks like a price of each; and a table may show only some of the rows. So only a sum outside the table makes it sure
/// which of the two is meant.
fn sum(order: &[Item], meaning: Meaning) -> Option<Item> {
    let cells = || {
        order
            .iter()
            .filter(move |item| item.row.is_some() && item.meaning == meaning)
    };
    let read: Option<Vec<(Fen, Option<Doubt>)>> =
        cells().map(|item| value::typed_amount(&item.value)).collect();
    let read = read?;
    let first = cells().next()?;
    let one = read.first()?.0;
    let all = read.iter().fold(Fen(0), |sum, (fen, _)| sum + *fen);
    let merged = read.len() > 1 && read.iter().all(|(fen, _)| *fen == one);
    let own = cells()
        .zip(&read)
        .find_map(|(item, (_, doubt))| item.doubt.clone().or_else(|| doubt.clone()));
    let outside = Outside::of(order);
    let (fen, doubt) = if outside.tells(all) {
        (all, None)
    } else if merged && outside.tells(one) {
        (one, None)
    } else if merged {
        (all, Some(Doubt::Another(one.yuan())))
    } else {
        (all, Some(Doubt::Summed))
    };
    Some(Item {
        value: fen.yuan(),
        doubt: own.or(doubt),
        ..first.clone()
    })
}

/// The sums that stand outside a table, and what was taken off.
struct Outside {
    sums: Vec<Fen>,
    discount: Fen,
}

impl Outside {
    fn of(order: &[Item]) -> Self {
        let amounts = |known: fn(Meaning) -> bool| -> Vec<Fen> {
            order
                .iter()
                .filter(|item| item.row.is_none() && known(item.meaning))
                .filter_map(|item| value::typed_amount(&item.value))
                .map(|(fen, _)| fen)
                .collect()
        };
        let is_sum = |meaning: Meaning| {
            matches!(
                meaning,
                Meaning::Total | Meaning::Payable | Meaning::Field(Field::Amount)
            )
        };
        Self {
            sums: amounts(is_sum),
            discount: amounts(|meaning: Meaning| meaning == Meaning::Discount)
                .into_iter()
                .fold(Fen(0), |sum, fen| sum + fen),
        }
    }

    /// Whether one of the sums is this one, before or after what was taken off.
    fn tells(&self, fen: Fen) -> bool {
        self.sums
            .iter()
            .any(|sum| *sum == fen || *sum - self.discount == fen || fen - self.discount == *sum)
    }
}
