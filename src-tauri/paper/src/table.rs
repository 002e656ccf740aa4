//! The rows of a paper, page by page: where its columns are, which lines belong to one row, and which of them go on from the
//! page before.

mod columns;
mod header;

use crate::letters::{Letter, Page, Rule, lines, narrow, written};
use columns::Columns;
use daozhang_core::record::{Holds, PaperColumn, Place, ReadRow};
use header::Header;
use std::collections::BTreeMap;

/// Two lines nearer than this, in points, are one.
const NEAR: f64 = 1.5;
/// A table that goes on begins above this, in points.
const PAGE_TOP: f64 = 100.0;
/// Lines that end a table.
const ENDS: [&str; 3] = ["打印完毕", "合并统计", "收入合计"];

/// How a form's table is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    pub columns: &'static [PaperColumn],
    pub begins: usize,
    pub centred: bool,
}

/// A table on its way through the pages.
pub struct Table {
    form: Form,
    /// The columns as the last header had them.
    columns: Option<Columns>,
    pub rows: Vec<ReadRow>,
}

/// What a page gave.
pub struct OfPage {
    /// How many rows begin on it.
    pub rows: usize,
    /// Whether it has a header.
    pub headed: bool,
    /// Where its table begins and ends.
    pub span: Option<(f64, f64)>,
}

/// A part of the page from top to bottom.
type Band = (f64, f64);
/// The lines of each column.
type ByColumn<'a> = Vec<Vec<Vec<&'a Letter>>>;

impl Table {
    pub fn new(form: Form) -> Self {
        Self {
            form,
            columns: None,
            rows: Vec::new(),
        }
    }

    /// Whether any page so far had the columns.
    pub fn is_headed(&self) -> bool {
        self.columns.is_some()
    }

    /// Reads the rows of a page, from 1.
    pub fn page(&mut self, number: u32, page: &Page) -> OfPage {
        let header = Header::find(page, self.form);
        let headed = header.is_some();
        let mut below = 0.0;
        if let Some(header) = header {
            below = header.lowest + 1.0;
            self.columns = Some(Columns::of(header, page, self.form.centred));
        }
        let nothing = OfPage {
            rows: 0,
            headed,
            span: headed.then_some((below, below)),
        };
        let Some(columns) = &self.columns else {
            return nothing;
        };
        let Some((usual, letters)) = of_table(page, columns, below) else {
            return nothing;
        };
        let by = self.by_column(columns, letters, usual, headed.then_some(below));
        let begins = columns.place_of(self.form.begins);
        let days: Vec<f64> = by
            .get(begins)
            .into_iter()
            .flatten()
            .filter(|line| is_day(&tight(line)))
            .map(|line| line[0].y)
            .collect();
        let level = level_rules(page, columns);
        if days.is_empty() {
            // The end of a row may be all that a page has of the table.
            if let [top, bottom, ..] = level[..]
                && !headed
                && top < PAGE_TOP
            {
                self.add_to_last(&by, (top, bottom), number);
            }
            return nothing;
        }
        let ruled = ruled(&level, &days);
        let held: Vec<Vec<Vec<String>>>;
        let bands: Vec<Band>;
        if ruled.len() == days.len() {
            bands = ruled;
            held = bands.iter().map(|band| within(&by, *band)).collect();
            if number > 1 {
                self.go_on(&by, &level, bands[0], number);
            }
        } else {
            let assigned = assigned(&by, begins, &days, usual, below);
            (bands, held) = spread(&by, &assigned, days.len(), usual);
        }
        let span = (bands[0].0, bands[bands.len() - 1].1);
        let count = bands.len();
        for (nth, ((top, bottom), lines)) in (1..).zip(bands.into_iter().zip(held)) {
            let cells = self.cells(&lines);
            self.rows.push(ReadRow {
                place: Place {
                    page: number,
                    nth,
                    top,
                    bottom,
                    goes_on: false,
                },
                cells,
            });
        }
        OfPage {
            rows: count,
            headed,
            span: Some(span),
        }
    }

    /// The lines of a row in the order of the form's columns.
    fn cells(&self, lines: &[Vec<String>]) -> Vec<String> {
        let mut cells = vec![String::new(); self.form.columns.len()];
        let Some(columns) = &self.columns else {
            return cells;
        };
        for (place, lines) in lines.iter().enumerate() {
            if let Some(of) = columns.form_place(place) {
                // The day stands over its time; what is broken elsewhere has no blank there.
                let blank = if self.form.columns[of].holds == Holds::At {
                    " "
                } else {
                    ""
                };
                cells[of] = lines.join(blank);
            }
        }
        cells
    }

    fn by_column<'a>(
        &self,
        columns: &Columns,
        letters: Vec<&'a Letter>,
        usual: f64,
        below: Option<f64>,
    ) -> ByColumn<'a> {
        let place = columns.placing(&letters, usual);
        let begins = columns.place_of(self.form.begins);
        let near = |_: &Letter, _: &Letter| 0.3 * usual;
        let group = |letters: &[(&'a Letter, usize)]| {
            let mut by: ByColumn<'a> = vec![Vec::new(); columns.len()];
            for (column, of) in by.iter_mut().enumerate() {
                let own = letters
                    .iter()
                    .filter(|(_, at)| *at == column)
                    .map(|(letter, _)| *letter);
                *of = lines(own.collect(), near);
            }
            by
        };
        let mut letters: Vec<(&Letter, usize)> = letters.into_iter().zip(place).collect();
        // Nothing below the line that ends a table is of it.
        let end = lines(letters.iter().map(|(letter, _)| *letter).collect(), near)
            .iter()
            .find(|line| ENDS.iter().any(|end| tight(line).starts_with(end)))
            .map(|line| line[0].y);
        if let Some(end) = end {
            letters.retain(|(letter, _)| letter.y < end - 0.3 * usual);
        }
        // The second, English part of a header ends above the first row.
        if let Some(below) = below {
            let first = group(&letters)[begins]
                .iter()
                .find(|line| is_day(&tight(line)))
                .map(|line| line[0].y);
            if let Some(first) = first {
                let english: Vec<f64> = lines(letters.iter().map(|(letter, _)| *letter).collect(), near)
                    .iter()
                    .filter(|line| line[0].y < first && line[0].y < below + 40.0)
                    .filter(|line| tight(line).chars().all(|c| c.is_ascii_alphabetic()))
                    .map(|line| line[0].y)
                    .collect();
                letters.retain(|(letter, _)| !english.iter().any(|y| (letter.y - y).abs() < 0.3 * usual));
            }
        }
        let mut by = group(&letters);
        for column in &mut by {
            column.retain(|line| {
                let text = tight(line);
                let foot = text.starts_with('第') && text.ends_with('页');
                !foot
            });
        }
        by
    }

    /// Adds to the last row what stands of it on a further page: the first band of a ruled page without a day.
    fn go_on(&mut self, by: &ByColumn<'_>, level: &[f64], first: Band, number: u32) {
        let before = |pair: &&[f64]| (pair[1] - first.0).abs() <= NEAR + 0.1;
        if let Some(pair) = level.windows(2).find(before) {
            self.add_to_last(by, (pair[0], pair[1]), number);
        }
    }

    /// Adds what a band says to the last row, which is one of the page before.
    fn add_to_last(&mut self, by: &ByColumn<'_>, band: Band, number: u32) {
        let lines = within(by, band);
        let said = self.cells(&lines);
        let is_head = said
            .iter()
            .zip(self.form.columns)
            .any(|(cell, column)| column.names.contains(&narrow(cell).as_str()));
        if is_head || said.iter().all(String::is_empty) {
            return;
        }
        let Some(row) = self.rows.iter_mut().rfind(|row| row.place.page + 1 == number) else {
            return;
        };
        row.place.goes_on = true;
        for ((cell, more), column) in row.cells.iter_mut().zip(said).zip(self.form.columns) {
            if column.holds == Holds::At && !more.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&more);
        }
    }
}

/// A line without blanks.
fn tight(line: &[&Letter]) -> String {
    line.iter().map(|letter| letter.text.as_str()).collect()
}

/// Whether a line is a day: `2025-09-27` or `20250927`.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    match bytes {
        [year @ .., b'-', m1, m2, b'-', d1, d2] if year.len() == 4 => {
            digits(year) && digits(&[*m1, *m2, *d1, *d2])
        }
        [b'2', b'0', ..] if bytes.len() == 8 => digits(bytes),
        _ => false,
    }
}

/// The letters of a table, which are of one size and not pale: anything else is a watermark or a seal. Gives the size too.
fn of_table<'a>(page: &'a Page, columns: &Columns, below: f64) -> Option<(f64, Vec<&'a Letter>)> {
    let (left, right) = columns.ends();
    let dark = || {
        page.letters
            .iter()
            .filter(|letter| !letter.pale && letter.left >= left - 2.0 && letter.y > below)
    };
    let mut sizes: Vec<f64> = dark()
        .filter(|letter| letter.right <= right + 4.0)
        .map(|letter| letter.size)
        .collect();
    sizes.sort_by(f64::total_cmp);
    let usual = *sizes.get(sizes.len() / 2)?;
    let fits = |letter: &&Letter| (letter.size - usual).abs() < 0.12 * usual && letter.left <= right + 60.0;
    Some((usual, dark().filter(fits).collect()))
}

/// Places that are nearly one as one.
fn merged(mut places: Vec<f64>) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    let mut out: Vec<f64> = Vec::new();
    for place in places {
        if out.last().is_none_or(|last| place - last > NEAR) {
            out.push(place);
        }
    }
    out
}

/// The level rules that go through most of the table.
fn level_rules(page: &Page, columns: &Columns) -> Vec<f64> {
    let (left, right) = columns.ends();
    let mut joined: BTreeMap<i64, Rule> = BTreeMap::new();
    for rule in page.rules.iter().filter(|rule| rule.is_level()) {
        if rule.left > left + 6.0 && rule.right < left {
            continue;
        }
        let all = joined.entry((rule.top * 2.0).round() as i64).or_insert(*rule);
        all.left = all.left.min(rule.left);
        all.right = all.right.max(rule.right);
    }
    let wide = 0.7 * (right.min(page.width) - left);
    merged(
        joined
            .into_values()
            .filter(|rule| rule.right - rule.left > wide)
            .map(|rule| rule.top)
            .collect(),
    )
}

/// The bands between level rules that hold one day each.
fn ruled(level: &[f64], days: &[f64]) -> Vec<Band> {
    level
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(top, bottom)| days.iter().filter(|y| **y > *top && **y < *bottom + 0.5).count() == 1)
        .collect()
}

/// The lines of each column inside of a band.
fn within(by: &ByColumn<'_>, (top, bottom): Band) -> Vec<Vec<String>> {
    by.iter()
        .map(|lines| {
            let inside = lines
                .iter()
                .filter(|line| line[0].y > top && line[0].y < bottom + 0.5);
            inside.map(|line| written(line)).collect()
        })
        .collect()
}

/// To which day each line of each column belongs, where no rules say so: a cell is a block of lines one leading apart, and belongs
/// to the day that is nearest to its middle or to its top, whichever fits the whole page better.
fn assigned(
    by: &ByColumn<'_>,
    begins: usize,
    days: &[f64],
    usual: f64,
    below: f64,
) -> Vec<Vec<(usize, usize)>> {
    let timed = by[begins].iter().filter(|line| !is_day(&tight(line))).count() * 2 > days.len();
    let pitch = days
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(f64::MAX, f64::min);
    let mut gaps: Vec<f64> = by
        .iter()
        .flat_map(|column| column.windows(2).map(|pair| pair[1][0].y - pair[0][0].y))
        .filter(|gap| *gap < 2.2 * usual && *gap < 0.8 * pitch)
        .collect();
    gaps.sort_by(f64::total_cmp);
    let lead = gaps.get(gaps.len() / 4).copied().unwrap_or(0.0);
    let middle = if timed { lead / 2.0 } else { 0.0 };
    let mut cost = [0.0; 2];
    let mut tries = [vec![Vec::new(); by.len()], vec![Vec::new(); by.len()]];
    for (column, lines) in by.iter().enumerate() {
        let mut first = 0;
        while first < lines.len() {
            let mut last = first;
            while last + 1 < lines.len()
                && lines[last + 1][0].y - lines[last][0].y < 1.1 * lead
                && !(column == begins && is_day(&tight(&lines[last + 1])))
            {
                last += 1;
            }
            let (top, bottom) = (lines[first][0].y, lines[last][0].y);
            for (way, (point, beside)) in [(f64::midpoint(top, bottom), middle), (top, 0.0)]
                .into_iter()
                .enumerate()
            {
                let nearest = days
                    .iter()
                    .enumerate()
                    .map(|(day, y)| (day, (point - y - beside).abs()))
                    .min_by(|one, other| one.1.total_cmp(&other.1));
                let Some((day, apart)) = nearest else {
                    continue;
                };
                let behind = day + 1 == days.len() && apart > 4.0 * lead.max(1.5 * usual);
                if top > below && !behind {
                    cost[way] += apart;
                    tries[way][column].extend((first..=last).map(|line| (line, day)));
                }
            }
            first = last + 1;
        }
    }
    let [middles, tops] = tries;
    if cost[0] <= cost[1] { middles } else { tops }
}

/// The bands and the lines of rows that no rules part: as far as a row's own text goes, then half way to its neighbours'.
fn spread(
    by: &ByColumn<'_>,
    assigned: &[Vec<(usize, usize)>],
    days: usize,
    usual: f64,
) -> (Vec<Band>, Vec<Vec<Vec<String>>>) {
    let mut spans = vec![(f64::MAX, f64::MIN); days];
    let mut held = vec![vec![Vec::new(); by.len()]; days];
    for (column, of) in assigned.iter().enumerate() {
        for (line, day) in of {
            let line = &by[column][*line];
            let span: &mut Band = &mut spans[*day];
            span.0 = span.0.min(line[0].y - 0.88 * usual);
            span.1 = span.1.max(line[0].y + 0.2 * usual);
            held[*day][column].push(written(line));
        }
    }
    let bands = (0..days)
        .map(|day| {
            let top = match day.checked_sub(1) {
                Some(before) => f64::midpoint(spans[before].1, spans[day].0),
                None => spans[day].0 - 2.0,
            };
            let bottom = match spans.get(day + 1) {
                Some(after) => f64::midpoint(spans[day].1, after.0),
                None => spans[day].1 + 2.0,
            };
            (top, bottom)
        })
        .collect();
    (bands, held)
}
