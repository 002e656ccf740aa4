//! The names of a table's columns on a page.

use super::Form;
use crate::letters::{Letter, Page, narrow};

/// How many names make a header.
const ENOUGH: usize = 6;
/// How far above and below the name that begins a row the others may stand, in points.
const AROUND: f64 = 14.0;

/// Where the names of the columns stand.
pub struct Header {
    /// The line of the name of the column that begins a row.
    pub y: f64,
    /// The lowest line of a name.
    pub lowest: f64,
    /// The columns that are there: their places in the form, and where their names begin and end.
    pub names: Vec<(usize, f64, f64)>,
}

impl Header {
    /// Looks for the names in a band of lines: they may stand on lines of their own.
    pub fn find(page: &Page, form: Form) -> Option<Self> {
        let lines = page.grouped();
        let first = form.columns.get(form.begins)?.names;
        for (place, line) in lines.iter().enumerate() {
            let joined: String = line.iter().map(|letter| letter.text.as_str()).collect();
            if !first.iter().any(|name| joined.contains(name)) {
                continue;
            }
            let y = line[0].y;
            let from = place.saturating_sub(3);
            let until = (place + 4).min(lines.len());
            let near: Vec<Vec<&Letter>> = lines[from..until]
                .iter()
                .filter(|line| (line[0].y - y).abs() < AROUND)
                .map(|line| line.iter().copied().filter(|letter| !letter.pale).collect())
                .collect();
            if let Some(header) = Self::of(&near, y, form) {
                return Some(header);
            }
        }
        None
    }

    fn of(near: &[Vec<&Letter>], y: f64, form: Form) -> Option<Self> {
        let mut names = Vec::new();
        let (mut from, mut lowest) = (f64::MIN, y);
        for (place, column) in form.columns.iter().enumerate() {
            let found = column
                .names
                .iter()
                .flat_map(|name| near.iter().filter_map(move |line| named(line, name, from)))
                .min_by(|one, other| one.0.total_cmp(&other.0));
            match found {
                Some((left, right, y)) => {
                    from = left;
                    lowest = lowest.max(y);
                    names.push((place, left, right));
                }
                None if column.optional => {}
                None => return None,
            }
        }
        (names.len() >= ENOUGH.min(form.columns.len())).then_some(Self { y, lowest, names })
    }
}

/// Where the first run of letters that is a name begins and ends on a line, behind a place.
fn named(line: &[&Letter], name: &str, behind: f64) -> Option<(f64, f64, f64)> {
    for start in 0..line.len() {
        if line[start].left <= behind {
            continue;
        }
        let mut text = String::new();
        for end in start..line.len() {
            if end > start && line[end].left - line[end - 1].right > 1.2 * line[end].size {
                break;
            }
            text.push_str(&narrow(&line[end].text));
            if text == name {
                return Some((line[start].left, line[end].right, line[start].y));
            }
            if !name.starts_with(text.as_str()) {
                break;
            }
        }
    }
    None
}
