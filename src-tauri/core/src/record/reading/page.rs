//! From the rows of a page to its fields.

use super::gathered::{Gathered, Rank, Raw};
use super::rows::{Glyph, Row, rows, text_of};
use super::value;
use super::words::{Found, Meaning, words};
use super::{Doubt, Field, Layout, Seen};
use crate::order::Moment;

/// How many rows that only explain something may stand between a label and its value.
const MOST_HINTS: usize = 2;
/// How far below a number, in heights of its digits, the rest of it may stand; digits are lower than a line.
const FARTHEST_PIECE: u32 = 3;
/// How far below its label, in heights of a line, a merchant's number may stand: there may be a bar code between them.
const FARTHEST_CODE: u32 = 8;

pub(super) fn gather(seen: &[Seen], now: Moment) -> Gathered {
    let rows = rows(seen);
    let lines: Vec<String> = rows.iter().map(Row::text).collect();
    let (layout, score) = words().layout(&lines);
    let mut page = Gathered::new(layout, score);
    let labelled = Labelled::of(&rows, layout);
    let (raws, loose) = labelled.values(now);
    for raw in raws {
        page.take(raw, now);
    }
    page.head(rows.get(..labelled.first()).unwrap_or(&rows));
    for row in loose.iter().filter_map(|at| rows.get(*at)) {
        page.unlabelled(row);
    }
    page
}

/// The rows of a page and the label at the start of each.
struct Labelled<'a> {
    rows: &'a [Row],
    layout: Layout,
    /// How many stray glyphs stand before the label, and the label.
    found: Vec<Option<(usize, Found)>>,
    right_edge: u32,
}

impl<'a> Labelled<'a> {
    fn of(rows: &'a [Row], layout: Layout) -> Self {
        let ends = rows.iter().filter_map(|row| row.glyphs.last());
        Self {
            rows,
            layout,
            found: rows.iter().map(|row| label_of(row, layout)).collect(),
            right_edge: ends.map(|glyph| glyph.right).max().unwrap_or(0),
        }
    }

    /// The first row with a label.
    fn first(&self) -> usize {
        let first = self.found.iter().position(Option::is_some);
        first.unwrap_or(self.rows.len())
    }

    /// The values of all labels, and the rows that belong to none.
    fn values(&self, now: Moment) -> (Vec<Raw>, Vec<usize>) {
        let mut raws: Vec<Raw> = Vec::new();
        let mut loose = Vec::new();
        let mut at = 0;
        while let Some(row) = self.rows.get(at) {
            let Some((skipped, label)) = self.found.get(at).copied().flatten() else {
                loose.push(at);
                at += 1;
                continue;
            };
            let glyphs = row.glyphs.get(skipped..).unwrap_or_default();
            let label_end = glyphs
                .get(label.taken.saturating_sub(1))
                .map_or(0, |glyph| glyph.right);
            raws.extend(in_row(row, glyphs, label, self.layout));
            let Some(raw) = raws.last_mut() else { break };
            let before = self.below(raw, at, label_end, now);
            at = self.goes_on(raw, before, label_end) + 1;
        }
        (raws, loose)
    }

    /// The rows without a label that follow one, each with the blank above it and the height of the line above.
    fn following(&self, at: usize) -> impl Iterator<Item = (usize, &Row, u32, u32)> {
        let pairs = self.rows.iter().zip(self.rows.iter().skip(1)).enumerate();
        pairs
            .skip(at)
            .take_while(move |(at, _)| matches!(self.found.get(at + 1), Some(None)))
            .map(|(at, (last, next))| {
                let blank = next.top.saturating_sub(last.bottom);
                (at + 1, next, blank, last.height().max(1))
            })
    }

    /// Takes a value from below its label, where none stands beside it or what stands there has not the form of one. Tells the
    /// last row that was taken.
    fn below(&self, raw: &mut Raw, at: usize, label_end: u32, now: Moment) -> usize {
        if raw.meaning.fits(&raw.text, now) {
            return at;
        }
        let beside = raw.places.first().map(|place| place.left);
        let below = self
            .following(at)
            .take_while(|(_, next, blank, height)| {
                let code = raw.meaning == Meaning::Field(Field::MerchantOrderNo)
                    && *blank < height * FARTHEST_CODE
                    && value::is_code(&next.text());
                *blank < height * 2 || code
            })
            .take(1 + MOST_HINTS)
            .find(|(row, next, _, height)| {
                let left = next.glyphs.first().map_or(0, |glyph| glyph.left);
                let in_column = beside.is_none_or(|beside| left + height > beside || left > label_end);
                // Further down only what is nothing else can be meant.
                let sure = *row == at + 1 || !raw.meaning.is_number() || value::is_code(&next.text());
                in_column && sure && raw.meaning.fits(&next.text(), now)
            })
            .map(|(row, next, _, _)| (row, next));
        let first = || {
            self.following(at)
                .next()
                .filter(|(_, _, blank, height)| *blank < height * 2)
        };
        let taken = below.or_else(|| {
            let (row, next, _, _) = first()?;
            raw.text.is_empty().then_some((row, next))
        });
        let Some((row, next)) = taken else { return at };
        if !raw.text.is_empty() && !words().is_hint(&raw.text) {
            raw.doubt = Some(Doubt::NoLabel);
        }
        raw.text.clear();
        raw.places.clear();
        raw.confidence = 100.0;
        raw.add(next, &next.glyphs);
        row
    }

    /// Adds the lines on which a long value goes on. Tells the last row that was taken.
    fn goes_on(&self, raw: &mut Raw, from: usize, label_end: u32) -> usize {
        let mut before = from;
        for (at, next, blank, height) in self.following(from) {
            let left = next.glyphs.first().map_or(0, |glyph| glyph.left);
            let in_column =
                raw.places.first().is_some_and(|place| left + height > place.left) || left > label_end;
            let last = self.rows.get(before).and_then(|last| last.glyphs.last());
            let full = last.is_some_and(|glyph| glyph.right + 2 * height > self.right_edge) && blank < height;
            // A number may break anywhere, in large type long before the edge.
            let piece = raw.meaning.is_number()
                && blank < height * FARTHEST_PIECE
                && value::is_piece(&next.text())
                && !raw.meaning.is_whole(self.layout, &raw.text);
            if !in_column || raw.text.is_empty() || !(full || piece) {
                break;
            }
            if !full && !value::is_long_piece(&raw.text) {
                raw.doubt = Some(Doubt::Wrapped);
                break;
            }
            raw.add(next, &next.glyphs);
            if !full {
                raw.doubt = Some(Doubt::Wrapped);
            }
            before = at;
        }
        if raw.meaning.is_whole(self.layout, &raw.text) {
            raw.doubt = None;
        }
        before
    }
}

/// The values that stand in the row of their labels.
fn in_row(row: &Row, glyphs: &[Glyph], label: Found, layout: Layout) -> Vec<Raw> {
    let mut pieces = vec![(label, glyphs)];
    pieces.extend(further_labels(glyphs, label, layout));
    let mut ends: Vec<usize> = pieces
        .iter()
        .skip(1)
        .map(|(_, rest)| glyphs.len() - rest.len())
        .collect();
    ends.push(glyphs.len());
    let mut begins = 0;
    let mut raws = Vec::new();
    for ((label, piece), end) in pieces.into_iter().zip(ends) {
        let value = piece.get(label.taken..end - begins).unwrap_or_default();
        begins = end;
        let mut raw = Raw {
            meaning: label.meaning,
            label: piece.iter().take(label.taken).map(|glyph| glyph.c).collect(),
            rank: label.rank(),
            text: String::new(),
            places: Vec::new(),
            confidence: 100.0,
            typed: false,
            doubt: None,
        };
        raw.add(row, value);
        raws.push(raw);
    }
    raws
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

impl Found {
    pub fn rank(&self) -> Rank {
        match (self.exact, self.wide) {
            (false, _) => Rank::Misread,
            (true, true) => Rank::Wide,
            (true, false) => Rank::Narrow,
        }
    }
}

impl Raw {
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
}
