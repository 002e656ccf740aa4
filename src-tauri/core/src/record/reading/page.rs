//! From the rows of a page to its fields.

use super::rows::{Glyph, Row, rows, text_of};
use super::value;
use super::words::{Found, Meaning, words};
use super::{Doubt, Field, Layout, PageStatus, Place, ReadField, Seen};
use crate::Code;
use crate::order::{Fen, Moment, Zone};
use crate::record::read_amount;

/// Below this an engine's word is not to be trusted, and in an amount or a time even less.
pub(super) const FAINT: f32 = 45.0;
pub(super) const FAINT_FIGURE: f32 = 70.0;

/// What a page says, before its parts are compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gathered {
    pub layout: Layout,
    /// How much speaks for the layout.
    pub score: u32,
    pub fields: Vec<ReadField>,
    /// Amounts that say they are what was paid.
    pub paid: Vec<ReadAmount>,
    /// Where a label says that an amount was paid, but it could not be read.
    pub unread: Vec<Place>,
    /// The large amount above the rows.
    pub heading: Option<ReadAmount>,
    pub totals: Vec<ReadAmount>,
    pub discounts: Vec<Fen>,
    pub ordered_at: Option<ReadField>,
    pub status: Option<PageStatus>,
}

/// An amount somewhere on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReadAmount {
    pub fen: Fen,
    pub doubt: Option<Doubt>,
    pub places: Vec<Place>,
    pub confidence: f32,
}

/// A label's value: its text, line by line.
pub(super) struct Raw {
    meaning: Meaning,
    label: String,
    exact: bool,
    text: String,
    places: Vec<Place>,
    confidence: f32,
    /// Whether it was typed, so that every character is meant.
    typed: bool,
}

pub(super) fn gather(seen: &[Seen], now: Moment, zone: Zone) -> Gathered {
    let rows = rows(seen);
    let lines: Vec<String> = rows.iter().map(Row::text).collect();
    let (layout, score) = words().layout(&lines);
    let mut page = Gathered::new(layout, score);
    let (raws, first, loose) = labelled(&rows, layout);
    for raw in raws {
        page.take(raw, now, zone);
    }
    page.head(rows.get(..first).unwrap_or(&rows));
    for row in loose.iter().filter_map(|at| rows.get(*at)) {
        page.unlabelled(row);
    }
    page
}

/// The values of all labels, the first row with a label, and the rows that belong to none.
fn labelled(rows: &[Row], layout: Layout) -> (Vec<Raw>, usize, Vec<usize>) {
    let found: Vec<Option<(usize, Found)>> = rows.iter().map(|row| label_of(row, layout)).collect();
    let right_edge = rows
        .iter()
        .filter_map(|row| row.glyphs.last())
        .map(|glyph| glyph.right)
        .max()
        .unwrap_or(0);
    let mut raws: Vec<Raw> = Vec::new();
    let mut loose = Vec::new();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let Some((skipped, label)) = found.get(at).copied().flatten() else {
            loose.push(at);
            at += 1;
            continue;
        };
        let glyphs = row.glyphs.get(skipped..).unwrap_or_default();
        let label_end = glyphs
            .get(label.taken.saturating_sub(1))
            .map_or(0, |glyph| glyph.right);
        let mut pieces = vec![(label, glyphs)];
        pieces.extend(further_labels(glyphs, label, layout));
        let mut ends: Vec<usize> = pieces
            .iter()
            .skip(1)
            .map(|(_, rest)| glyphs.len() - rest.len())
            .collect();
        ends.push(glyphs.len());
        let mut begins = 0;
        for ((label, piece), end) in pieces.into_iter().zip(ends) {
            let value = piece.get(label.taken..end - begins).unwrap_or_default();
            begins = end;
            let mut raw = Raw {
                meaning: label.meaning,
                label: piece.iter().take(label.taken).map(|glyph| glyph.c).collect(),
                exact: label.exact,
                text: String::new(),
                places: Vec::new(),
                confidence: 100.0,
                typed: false,
            };
            raw.add(row, value);
            raws.push(raw);
        }
        let Some(raw) = raws.last_mut() else { break };
        let mut before = at;
        // The value under its label, and the lines on which a long value goes on.
        while let (Some(last), Some(next), Some(None)) =
            (rows.get(before), rows.get(before + 1), found.get(before + 1))
        {
            let left = next.glyphs.first().map_or(0, |glyph| glyph.left);
            let blank = next.top.saturating_sub(last.bottom);
            let height = last.height().max(1);
            let goes_on = if raw.text.is_empty() {
                before == at && blank < height * 2
            } else {
                let full = last
                    .glyphs
                    .last()
                    .is_some_and(|glyph| glyph.right + 2 * height > right_edge);
                let in_column =
                    raw.places.first().is_some_and(|place| left + height > place.left) || left > label_end;
                full && in_column && blank < height
            };
            if !goes_on {
                break;
            }
            raw.add(next, &next.glyphs);
            before += 1;
        }
        at = before + 1;
    }
    let first = found.iter().position(Option::is_some).unwrap_or(rows.len());
    (raws, first, loose)
}

/// The label at the start of a row, or after one stray mark.
fn label_of(row: &Row, layout: Layout) -> Option<(usize, Found)> {
    words()
        .label(layout, &row.glyphs)
        .map(|found| (0, found))
        .or_else(|| {
            let rest = row.glyphs.get(1..)?;
            words()
                .label(layout, rest)
                .filter(|found| found.exact)
                .map(|found| (1, found))
        })
}

/// Labels further on in the row, each with the glyphs from its start.
fn further_labels(glyphs: &[Glyph], first: Found, layout: Layout) -> Vec<(Found, &[Glyph])> {
    let mut labels = Vec::new();
    let mut at = first.taken + 1;
    while let Some(glyph) = glyphs.get(at) {
        let rest = glyphs.get(at..).unwrap_or_default();
        if glyph.gap > 1.0
            && let Some(found) = words().label(layout, rest).filter(|found| found.exact)
            && rest.len() > found.taken
        {
            labels.push((found, rest));
            at += found.taken;
        }
        at += 1;
    }
    labels
}

impl Raw {
    /// A value of pasted text.
    pub fn typed(meaning: Meaning, label: String, text: String) -> Self {
        Self {
            meaning,
            label,
            exact: true,
            text,
            places: Vec::new(),
            confidence: 100.0,
            typed: true,
        }
    }

    fn add(&mut self, row: &Row, glyphs: &[Glyph]) {
        if glyphs.is_empty() {
            return;
        }
        self.text.push_str(&text_of(glyphs));
        self.places.push(row.place(glyphs));
        self.confidence = glyphs
            .iter()
            .map(|glyph| glyph.confidence)
            .fold(self.confidence, f32::min);
    }

    fn amount(&self) -> Option<ReadAmount> {
        let typed = read_amount(&self.text, Code::Amount).ok().filter(|_| self.typed);
        let (fen, doubt) = match typed {
            Some(fen) => (fen, None),
            None => value::amount(&self.text)?,
        };
        Some(ReadAmount {
            fen,
            doubt: doubt.or((self.confidence < FAINT_FIGURE).then_some(Doubt::Faint)),
            places: self.places.clone(),
            confidence: self.confidence,
        })
    }
}

impl Gathered {
    pub fn new(layout: Layout, score: u32) -> Self {
        Self {
            layout,
            score,
            fields: Vec::new(),
            paid: Vec::new(),
            unread: Vec::new(),
            heading: None,
            totals: Vec::new(),
            discounts: Vec::new(),
            ordered_at: None,
            status: None,
        }
    }

    /// Reads the value of a label as what the label announces.
    pub fn take(&mut self, raw: Raw, now: Moment, zone: Zone) {
        let faint = |bound: f32| (raw.confidence < bound).then_some(Doubt::Faint);
        let read = |field: Field, value: String, doubt: Option<Doubt>| ReadField {
            field,
            value,
            doubt,
            places: raw.places.clone(),
            confidence: raw.confidence,
        };
        let field = match raw.meaning {
            Meaning::Other => return,
            Meaning::Status => {
                self.status = self.status.or_else(|| state_of(&raw.text));
                return;
            }
            Meaning::Total => {
                self.totals.extend(raw.amount());
                return;
            }
            Meaning::Discount => {
                self.discounts.extend(raw.amount().map(|amount| amount.fen));
                return;
            }
            Meaning::OrderedAt => {
                if let Some((at, doubt)) = value::time(&raw.text, now, zone) {
                    let doubt = doubt.or(faint(FAINT_FIGURE));
                    self.ordered_at.get_or_insert(read(Field::PaidAt, at, doubt));
                }
                return;
            }
            Meaning::Field(field) => field,
        };
        let read = match field {
            Field::Amount => {
                match raw.amount() {
                    Some(amount) => self.paid.push(amount),
                    None => self.unread.clone_from(&raw.places),
                }
                None
            }
            Field::PaidAt => value::time(&raw.text, now, zone)
                .map(|(at, doubt)| read(field, at, doubt.or(faint(FAINT_FIGURE)))),
            Field::OrderNo | Field::PaymentNo | Field::MerchantOrderNo => {
                value::number(&raw.text, !raw.typed)
                    .map(|(number, doubt)| read(field, number, doubt.or(faint(FAINT))))
            }
            Field::Account => value::account(&raw.text, raw.label.contains("手机"))
                .map(|(account, doubt)| read(field, account, doubt.or(faint(FAINT)))),
            Field::Merchant => value::company(&raw.text).map(|name| read(field, name, faint(FAINT))),
            Field::Channel => words()
                .channel(&raw.text)
                .filter(|_| matches!(self.layout, Layout::OrderPage | Layout::Text))
                .map(|key| read(field, key.to_owned(), None)),
            Field::Product | Field::Platform => {
                value::name(&raw.text).map(|name| read(field, name, faint(FAINT)))
            }
            Field::Kind | Field::Window | Field::Note => None,
        };
        if let Some(read) = read {
            self.add(read, raw.exact);
        }
    }

    /// Keeps the first value of a field, unless a label that was read exactly announces a better one.
    pub fn add(&mut self, read: ReadField, exact: bool) {
        match self.fields.iter_mut().find(|other| other.field == read.field) {
            None => self.fields.push(read),
            Some(other) if other.doubt.is_some() && read.doubt.is_none() && exact => *other = read,
            Some(_) => {}
        }
    }
}

/// The state in the words of a label's value; an amount beside a refund makes it a part.
fn state_of(text: &str) -> Option<PageStatus> {
    let (status, _) = words().state(text)?;
    let amount = text.chars().any(|c| c.is_ascii_digit());
    Some(if status == PageStatus::Refunded && amount {
        PageStatus::PartlyRefunded
    } else {
        status
    })
}
