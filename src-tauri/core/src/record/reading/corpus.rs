//! Texts as people paste them (`tests/fixtures/texts`) and words as an engine saw them on pages (`tests/fixtures/words`, written by
//! the example `words` of the crate `daozhang-reader`), with what is true of each: what was read right, that nothing wrong comes
//! without a mark, and that no text's state is wrong.

use super::{Engine, Field, Looks, ReadField, Reading, RgbImage, Seen, Wanted, read_picture, read_text};
use crate::Outcome;
use crate::order::{Moment, Word};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use strum::VariantArray;

/// 2026-11-23 08:00 in Shanghai.
const NOW: Moment = Moment(1_795_392_000_000);

/// How a field was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Right,
    RightMarked,
    Missing,
    WrongMarked,
    WrongUnmarked,
}

/// What is true of one order.
pub(super) struct Truth(toml::Table);

impl Truth {
    pub fn of(table: &toml::Value) -> Self {
        Self(table.as_table().expect("an order is a table").clone())
    }

    fn values(&self, key: &str) -> Vec<String> {
        match self.0.get(key) {
            Some(toml::Value::String(value)) => vec![value.clone()],
            Some(toml::Value::Array(values)) => values
                .iter()
                .map(|value| value.as_str().expect("a text").to_owned())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// How each field came out that is told, or was read; `same` says when two values are one.
    pub fn marks(&self, read: Option<&Reading>, same: &dyn Fn(&str, &str) -> bool) -> Vec<(Field, Mark)> {
        let fields = Field::VARIANTS
            .iter()
            .copied()
            .filter(|field| field.is_readable());
        fields
            // The kind is concluded from the product, by rules that have tests of their own.
            .filter(|field| *field != Field::Kind)
            .filter_map(|field| {
                let read = read.and_then(|reading| reading.field(field));
                Some((field, self.mark(field, read, same)?))
            })
            .collect()
    }

    fn mark(
        &self,
        field: Field,
        read: Option<&ReadField>,
        same: &dyn Fn(&str, &str) -> bool,
    ) -> Option<Mark> {
        let mut right = self.values(field.word());
        let mut doubtful = self.values("doubtful").iter().any(|name| name == field.word());
        if field == Field::PaidAt && right.is_empty() {
            right = self.values("ordered_at");
            doubtful = true;
        }
        doubtful |= right.iter().any(|value| value.contains('*'));
        let Some(read) = read else {
            return (!right.is_empty()).then_some(Mark::Missing);
        };
        let is_right = right.iter().any(|value| same(value, &read.value));
        Some(match (is_right, read.doubt.is_some()) {
            (true, true) => Mark::RightMarked,
            (true, false) if !doubtful => Mark::Right,
            (false, true) => Mark::WrongMarked,
            _ => Mark::WrongUnmarked,
        })
    }

    pub fn status(&self) -> Option<&str> {
        self.0.get("status").and_then(toml::Value::as_str)
    }
}

/// A table of how the fields came out, and a list of those that are not right.
#[derive(Default)]
pub(super) struct Tally {
    counts: BTreeMap<(String, Mark), usize>,
    wrong: String,
    pub silent: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, split: &str, name: &str, read: Option<&Reading>, field: Field, mark: Mark) {
        *self.counts.entry((split.to_owned(), mark)).or_default() += 1;
        let value = read
            .and_then(|reading| reading.field(field))
            .map_or("", |read| read.value.as_str());
        if mark >= Mark::Missing {
            let _ = writeln!(self.wrong, "{name} {}: {mark:?} {value}", field.word());
        }
        if mark == Mark::WrongUnmarked {
            self.silent.push(format!("{name} {} {value}", field.word()));
        }
    }

    pub fn shown(&self) -> String {
        let mut shown = String::from("       right (marked)  missing  wrong, marked  wrong, unmarked\n");
        let splits: std::collections::BTreeSet<&String> =
            self.counts.keys().map(|(split, _)| split).collect();
        for split in splits {
            let of = |mark| self.counts.get(&(split.clone(), mark)).copied().unwrap_or(0);
            let (marked, right) = (of(Mark::RightMarked), of(Mark::Right));
            let _ = writeln!(
                shown,
                "{split}   {} ({marked})  {}  {}  {}",
                right + marked,
                of(Mark::Missing),
                of(Mark::WrongMarked),
                of(Mark::WrongUnmarked)
            );
        }
        shown + "\n" + &self.wrong
    }
}

fn truth_of(folder: &str) -> (PathBuf, toml::Table) {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures")).join(folder);
    let truth = std::fs::read_to_string(folder.join("truth.toml")).unwrap();
    (folder, truth.parse().unwrap())
}

#[test]
fn nothing_wrong_in_a_pasted_text_comes_without_a_mark() {
    let (folder, truth) = truth_of("texts");
    let mut tally = Tally::default();
    let (mut states, mut invented) = (String::new(), Vec::new());
    for text in truth["text"].as_array().unwrap() {
        let (name, split) = (text["name"].as_str().unwrap(), text["split"].as_str().unwrap());
        let pasted = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        let readings = read_text(&pasted, NOW).unwrap();
        let orders: Vec<Truth> = text["order"].as_array().unwrap().iter().map(Truth::of).collect();
        let nothing = Truth(toml::Table::new());
        for n in 0..orders.len().max(readings.len()) {
            let (truth, read) = (orders.get(n).unwrap_or(&nothing), readings.get(n));
            for (field, mark) in truth.marks(read, &|right, read| right == read) {
                tally.add(split, name, read, field, mark);
            }
            let status = read
                .and_then(|reading| reading.status)
                .map(|status| status.word());
            if status != truth.status() {
                let _ = writeln!(states, "{name} {:?}, read {status:?}", truth.status());
                // A state may be missed, but carries no mark that would let the person see that it is wrong.
                invented.extend(status.map(|status| format!("{name} {status}")));
            }
        }
    }
    insta::assert_snapshot!(format!("{}\nstates\n{states}", tally.shown()));
    assert_eq!(tally.silent, Vec::<String>::new());
    assert_eq!(invented, Vec::<String>::new());
}

/// An engine that sees what stands in a list.
struct Listed(Looks);

impl Listed {
    /// The look that a list calls `Pieces` was at a picture that much larger.
    const LARGER: f64 = 1.3;

    fn of(list: &str) -> Self {
        let mut looks = Looks::default();
        for line in list.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            if let ["Slope", slope] = cells.as_slice() {
                looks.slope = slope.parse().expect("a slope");
                continue;
            }
            let [
                look,
                left,
                top,
                width,
                height,
                confidence,
                block,
                paragraph,
                row,
                text,
            ] = cells.as_slice()
            else {
                panic!("{line}");
            };
            let number = |cell: &str| cell.parse::<u32>().expect("a number");
            let (seen, larger) = match *look {
                "First" | "Page" => (&mut looks.first, 1.0),
                "Second" => (&mut looks.second, 1.0),
                "Pieces" => (&mut looks.second, Self::LARGER),
                look => panic!("{look}"),
            };
            let pixels = |cell: &str| (f64::from(number(cell)) / larger).round() as u32;
            seen.push(Seen {
                text: (*text).to_owned(),
                left: pixels(left),
                top: pixels(top),
                width: pixels(width).max(1),
                height: pixels(height).max(1),
                confidence: confidence.parse().expect("a confidence"),
                line: (number(block), number(paragraph), number(row)),
            });
        }
        Self(looks)
    }
}

impl Engine for Listed {
    fn name(&self) -> &str {
        "listed"
    }

    fn look(&self, _: &RgbImage, _: Wanted) -> Outcome<Looks> {
        Ok(self.0.clone())
    }
}

#[test]
fn nothing_wrong_on_a_page_comes_without_a_mark() {
    let (folder, truth) = truth_of("words");
    let mut blank = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(80, 80, image::Luma([255]))
        .write_to(&mut blank, image::ImageFormat::Png)
        .unwrap();
    let mut tally = Tally::default();
    for page in truth["page"].as_array().unwrap() {
        let (name, split) = (page["name"].as_str().unwrap(), page["split"].as_str().unwrap());
        let list = std::fs::read_to_string(folder.join(format!("{name}.tsv"))).unwrap();
        let reading = read_picture(&Listed::of(&list), blank.get_ref(), NOW, &|| true).unwrap();
        let squeezed = |text: &str| text.replace(' ', "");
        for (field, mark) in
            Truth::of(page).marks(Some(&reading), &|right, read| squeezed(right) == squeezed(read))
        {
            tally.add(split, name, Some(&reading), field, mark);
        }
    }
    insta::assert_snapshot!(tally.shown());
    assert_eq!(tally.silent, Vec::<String>::new());
}
