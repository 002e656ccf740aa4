//! Orders in pasted text.

use super::check::crossed;
use super::page::{Gathered, Raw};
use super::rows::Glyph;
use super::words::{Found, Meaning, shipped, words};
use super::{Field, Layout, Reading, half_width};
use crate::Outcome;
use crate::order::{Moment, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// The most that is read of a text: in all, of a line, and of orders.
const LONGEST_TEXT: usize = 60_000;
const LONGEST_LINE: usize = 1_000;
const MOST_ORDERS: usize = 200;
/// From this score on the text is a bill of one app and its words mean what they mean there.
const BILL_SCORE: u32 = 4;

const ORDER_NO: Meaning = Meaning::Field(Field::OrderNo);

/// A label and its value as they stand in a text.
struct Item {
    label: String,
    meaning: Meaning,
    value: String,
}

/// Reads pasted text: lines of `label：value`, several of them in a line, a value under its label, or a table with tabs.
/// One reading an order, no reading for text without any label. What is typed is exact: nothing is mended in it. Refuses only
/// where the words of the rules cannot be read.
pub fn read_text(text: &str, now: Moment, zone: Zone) -> Outcome<Vec<Reading>> {
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
    let orders = table(&lines, layout).unwrap_or_else(|| grouped(&lines, layout));
    let readings = orders
        .into_iter()
        .map(|items| {
            let mut page = Gathered::new(layout, score);
            for item in items {
                page.take(Raw::typed(item.meaning, item.label, item.value), now, zone);
            }
            Reading {
                layout: Layout::Text,
                ..crossed(page, now, zone)
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

/// The orders of a table: a row of labels with tabs between them, and rows with as many cells.
fn table(lines: &[String], layout: Layout) -> Option<Vec<Vec<Item>>> {
    let cells = |line: &str| {
        line.split('\t')
            .map(|cell| cell.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let heads = |line: &String| {
        let cells = cells(line);
        let heads: Vec<Option<Found>> = cells.iter().map(|cell| whole_label(cell, layout)).collect();
        (heads.iter().flatten().count() >= 3).then_some((cells, heads))
    };
    let (at, (names, heads)) = lines
        .iter()
        .enumerate()
        .find_map(|(at, line)| Some((at, heads(line)?)))?;
    let rows = lines
        .iter()
        .skip(at + 1)
        .map(|line| cells(line))
        .filter(|cells| cells.len() > 1 && cells.len() <= heads.len());
    let orders = rows.map(|cells| {
        let named = names.iter().zip(&heads).zip(cells);
        named
            .filter_map(|((name, head), value)| {
                Some(Item {
                    label: name.clone(),
                    meaning: head.as_ref()?.meaning,
                    value,
                })
            })
            .collect()
    });
    let orders: Vec<_> = orders.collect();
    (!orders.is_empty()).then_some(orders)
}

/// The orders of lines with labels.
fn grouped(lines: &[String], layout: Layout) -> Vec<Vec<Item>> {
    stretches(lines, layout).into_iter().flat_map(parted).collect()
}

/// What stands between lines of dashes.
fn stretches(lines: &[String], layout: Layout) -> Vec<Vec<Item>> {
    let mut stretches: Vec<Vec<Item>> = vec![Vec::new()];
    // A label that still waits for its value on the next line.
    let mut open = false;
    for line in lines {
        if line.trim().is_empty() {
            continue;
        }
        if is_rule(line) {
            stretches.push(Vec::new());
            open = false;
            continue;
        }
        let items = items(line, layout);
        let Some(stretch) = stretches.last_mut() else {
            break;
        };
        if items.is_empty() {
            match stretch.last_mut() {
                Some(last) if open => last.value = line.trim().to_owned(),
                _ => {
                    if let Some((_, true)) = words().state(line) {
                        stretch.push(Item {
                            label: String::new(),
                            meaning: Meaning::Status,
                            value: line.trim().to_owned(),
                        });
                    }
                }
            }
            open = false;
        }
        if let Some(last) = items.last() {
            open = last.value.is_empty();
        }
        stretch.extend(items);
    }
    stretches
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
        let again = !first_repeats
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
    number || first && labelled().count() > 1
}

/// A line of dashes or the like between two orders.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3
        && line
            .chars()
            .all(|c| matches!(c, '-' | '=' | '*' | '_' | '—' | '─' | '－' | '＝' | '~'))
}

/// The labels of a line with their values. The first may be followed by a blank, those further on need a colon.
fn items(line: &str, layout: Layout) -> Vec<Item> {
    let raw: Vec<char> = line.chars().collect();
    let mut places = Vec::new();
    let mut glyphs: Vec<Glyph> = Vec::new();
    let mut gap = 0.0;
    for (at, c) in raw.iter().copied().enumerate() {
        if c.is_whitespace() {
            gap = 2.0;
            continue;
        }
        places.push(at);
        glyphs.push(Glyph {
            c,
            left: 0,
            right: 0,
            confidence: 100.0,
            gap,
        });
        gap = 0.0;
    }
    let mut found: Vec<(usize, usize, Meaning)> = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let rest = glyphs.get(at..).unwrap_or_default();
        let parted = at == 0 || rest.first().is_some_and(|glyph| glyph.gap > 0.0) || {
            let before = glyphs.get(at - 1).map_or(' ', |glyph| glyph.c);
            matches!(
                before,
                ',' | '，' | ';' | '；' | '|' | '、' | '。' | '】' | '【' | '·' | '*'
            )
        };
        let label = parted
            .then(|| words().label(layout, rest))
            .flatten()
            .filter(|label| label.exact);
        if let Some(label) = label
            && (found.is_empty() && at < 3 || colon(rest, label.taken))
        {
            found.push((at, label.taken, label.meaning));
            at += label.taken;
        } else {
            at += 1;
        }
    }
    let raw_at = |glyph: usize| places.get(glyph).copied().unwrap_or(raw.len());
    let text = |from: usize, to: usize| {
        raw.get(from..to.max(from))
            .unwrap_or_default()
            .iter()
            .collect::<String>()
    };
    let ends: Vec<usize> = found
        .iter()
        .skip(1)
        .map(|(at, _, _)| *at)
        .chain([glyphs.len()])
        .collect();
    found
        .into_iter()
        .zip(ends)
        .map(|((at, taken, meaning), end)| Item {
            label: text(raw_at(at), raw_at(at + taken))
                .trim()
                .trim_end_matches([':', '：'])
                .to_owned(),
            meaning,
            value: text(raw_at(at + taken), raw_at(end))
                .trim()
                .trim_end_matches([',', '，', ';', '；', '|', '、', '。', '【'])
                .trim()
                .to_owned(),
        })
        .collect()
}

fn colon(rest: &[Glyph], taken: usize) -> bool {
    taken
        .checked_sub(1)
        .and_then(|last| rest.get(last))
        .is_some_and(|glyph| matches!(glyph.c, ':' | '：'))
}

fn whole_label(cell: &str, layout: Layout) -> Option<Found> {
    let plain = half_width(cell);
    let name = plain.split('(').next().unwrap_or_default();
    let glyphs: Vec<Glyph> = name
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| Glyph {
            c,
            left: 0,
            right: 0,
            confidence: 100.0,
            gap: 0.0,
        })
        .collect();
    words()
        .label(layout, &glyphs)
        .filter(|label| label.exact && label.taken == glyphs.len())
}

#[cfg(test)]
mod tests;
