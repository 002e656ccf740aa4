//! Where the columns of a table are, and which of them a letter belongs to.

use super::header::Header;
use super::merged;
use crate::letters::{Letter, Page, lines};
use std::collections::HashMap;

/// The bounds of the columns from left to right.
pub struct Columns {
    bounds: Vec<f64>,
    /// Where the names begin.
    names: Vec<f64>,
    /// The places of the columns in the form.
    of_form: Vec<usize>,
    /// Whether upright rules part them.
    ruled: bool,
    centred: bool,
}

impl Columns {
    pub fn of(header: Header, page: &Page, centred: bool) -> Self {
        let names = &header.names;
        let edge = page.width - 10.0;
        let mut bounds: Vec<f64> = if centred {
            let middles: Vec<f64> = names
                .iter()
                .map(|(_, left, right)| f64::midpoint(*left, *right))
                .collect();
            let first = middles[0] - (middles[1] - middles[0]) / 2.0;
            let between = middles.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
            [first].into_iter().chain(between).chain([edge]).collect()
        } else {
            let last = names.last().map_or(edge, |(_, left, _)| (left + 200.0).min(edge));
            let begins = names.iter().map(|(_, left, _)| left - 1.5);
            begins.chain([last]).collect()
        };
        // Upright rules through the header are the truth, where there are enough of them.
        let upright = merged(
            page.rules
                .iter()
                .filter(|rule| rule.is_upright() && rule.top < header.y && rule.bottom > header.y - 6.0)
                .map(|rule| rule.left)
                .collect(),
        );
        let ruled = upright.len() == names.len() + 1;
        if ruled {
            bounds = upright;
        }
        Self {
            bounds,
            names: names.iter().map(|(_, left, _)| *left).collect(),
            of_form: names.iter().map(|(place, ..)| *place).collect(),
            ruled,
            centred,
        }
    }

    pub fn len(&self) -> usize {
        self.of_form.len()
    }

    /// Where the first begins and the last ends.
    pub fn ends(&self) -> (f64, f64) {
        let first = self.bounds.first().copied().unwrap_or_default();
        (first, self.bounds.last().copied().unwrap_or_default())
    }

    /// The place of a column of the form among those that are there.
    pub fn place_of(&self, of_form: usize) -> usize {
        self.of_form.iter().position(|of| *of == of_form).unwrap_or(0)
    }

    /// The place in the form of one that is there.
    pub fn form_place(&self, place: usize) -> Option<usize> {
        self.of_form.get(place).copied()
    }

    /// The column of each letter. Without upright rules a whole run goes into one: cells may begin a little left of their name.
    pub fn placing(&self, letters: &[&Letter], usual: f64) -> Vec<usize> {
        let mut placed: Vec<usize> = letters.iter().map(|letter| self.by_middle(letter)).collect();
        if self.ruled {
            return placed;
        }
        let places = letters.iter().enumerate();
        let places: HashMap<*const Letter, usize> = places
            .map(|(place, letter)| (std::ptr::from_ref(*letter), place))
            .collect();
        for line in lines(letters.to_vec(), |_, _| 0.3 * usual) {
            let mut start = 0;
            while start < line.len() {
                let mut end = start + 1;
                while end < line.len() && !self.breaks(&line, start, end, usual) {
                    end += 1;
                }
                let column = self.by_run(line[start].left, line[end - 1].right);
                for letter in &line[start..end] {
                    if let Some(place) = places.get(&std::ptr::from_ref(*letter)) {
                        placed[*place] = column;
                    }
                }
                start = end;
            }
        }
        placed
    }

    /// Whether a run of letters ends before one.
    fn breaks(&self, line: &[&Letter], start: usize, end: usize, usual: f64) -> bool {
        let gap = line[end].left - line[end - 1].right >= 0.5 * usual;
        let name = !self.centred && self.names.iter().any(|left| (line[end].left - left).abs() < 1.6);
        // A run of dashes for nothing, and the next cell right behind it.
        let dashes = end >= start + 5
            && line[start..end].iter().all(|letter| letter.text == "-")
            && line[end].text != "-";
        gap || name || dashes
    }

    fn by_middle(&self, letter: &Letter) -> usize {
        let middle = f64::midpoint(letter.left, letter.right);
        (0..self.len())
            .rev()
            .find(|column| middle >= self.bounds[*column])
            .unwrap_or(0)
    }

    fn by_run(&self, left: f64, right: f64) -> usize {
        if self.centred {
            let covered = |column: usize| right.min(self.bounds[column + 1]) - left.max(self.bounds[column]);
            (0..self.len())
                .max_by(|one, other| covered(*one).total_cmp(&covered(*other)))
                .unwrap_or(0)
        } else {
            (0..self.len())
                .rev()
                .find(|column| left + 6.0 >= self.bounds[*column])
                .unwrap_or(0)
        }
    }
}
