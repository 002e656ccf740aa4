//! The lines of a text, one after the other.

use super::super::value;
use super::super::words::{Meaning, words};
use super::super::{Doubt, Field};
use super::label::items;
use super::table::{Heads, listed};
use super::{Item, Reader};

/// How many lines that only explain something may stand between a label and its value.
const MOST_HINTS: usize = 2;
/// So many labels without a colon one below the other are a column that was torn from its values.
const TORN: usize = 3;

/// What waits for the next line.
#[derive(Clone, Copy, PartialEq)]
enum Waiting {
    Nothing,
    /// A label without a value, and how many lines have passed since.
    Label(usize),
    /// A number that may go on.
    Number,
}

pub(super) struct Lines {
    lines: Vec<String>,
    reader: Reader,
    stretches: Vec<Vec<Item>>,
    heads: Option<Heads>,
    rows: usize,
    waiting: Waiting,
    /// How many labels in a row had no value and no colon.
    bare: usize,
}

impl Lines {
    pub fn of(lines: &[String], reader: Reader) -> Self {
        Self {
            lines: lines
                .iter()
                .flat_map(|line| listed(line, reader.layout))
                .collect(),
            reader,
            stretches: vec![Vec::new()],
            heads: None,
            rows: 0,
            waiting: Waiting::Nothing,
            bare: 0,
        }
    }

    /// What stands between lines of dashes.
    pub fn stretches(mut self) -> Vec<Vec<Item>> {
        for line in std::mem::take(&mut self.lines) {
            self.line(&line);
        }
        self.stretches
    }

    fn line(&mut self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        if is_rule(line) {
            self.stretches.push(Vec::new());
            self.waiting = Waiting::Nothing;
            self.heads = None;
            return;
        }
        if let Some(heads) = Heads::of(line, self.reader.layout) {
            self.heads = Some(heads);
            self.waiting = Waiting::Nothing;
            return;
        }
        if let Some(row) = self.heads.as_ref().and_then(|heads| heads.row(line, self.rows)) {
            self.rows += 1;
            self.waiting = Waiting::Nothing;
            self.push(row);
            return;
        }
        let mut found = items(line, self.reader);
        if found.is_empty() {
            self.without_label(line);
            return;
        }
        if let Some(sender) = sender(line) {
            found.insert(0, sender);
        }
        self.labelled(line, found);
    }

    fn labelled(&mut self, line: &str, found: Vec<Item>) {
        let alone = found.len() == 1 && !line.contains([':', '：']);
        let Some(last) = found.last() else { return };
        let fits = self.fits(last.meaning, &last.value);
        self.bare = if alone && last.value.is_empty() {
            self.bare + 1
        } else {
            0
        };
        self.waiting = if self.bare >= TORN {
            Waiting::Nothing
        } else if !fits {
            Waiting::Label(0)
        } else if last.meaning.is_number() {
            Waiting::Number
        } else {
            Waiting::Nothing
        };
        self.push(found);
    }

    fn without_label(&mut self, line: &str) {
        let state = is_state(line);
        let waiting = std::mem::replace(&mut self.waiting, Waiting::Nothing);
        let bare = std::mem::take(&mut self.bare);
        let reader = self.reader;
        let last = self
            .stretches
            .last_mut()
            .and_then(|stretch| stretch.iter_mut().rev().find(|item| !item.is_loose()));
        match (waiting, last) {
            (Waiting::Label(_), Some(last))
                if (!state || last.meaning == Meaning::Status) && takes(last.meaning, line, reader) =>
            {
                if !last.value.is_empty() && !words().is_hint(&last.value) {
                    last.doubt = Some(Doubt::NoLabel);
                }
                last.value = line.trim().to_owned();
                if last.meaning.is_number() {
                    self.waiting = Waiting::Number;
                }
                return;
            }
            (Waiting::Label(hints), Some(_)) if hints < MOST_HINTS && !state => {
                self.waiting = Waiting::Label(hints + 1);
                self.bare = bare;
            }
            (Waiting::Number, Some(last))
                if value::is_piece(line) && !last.meaning.is_whole(reader.layout, &last.value) =>
            {
                last.doubt = Some(Doubt::Wrapped);
                if value::is_long_piece(&last.value) {
                    last.value.push_str(line.trim());
                    self.waiting = Waiting::Number;
                    if last.meaning.is_whole(reader.layout, &last.value) {
                        last.doubt = None;
                    }
                    return;
                }
            }
            _ => {}
        }
        if state {
            self.push(vec![Item {
                meaning: Meaning::Status,
                ..Item::loose(last_clause(line))
            }]);
        } else {
            let mut loose = vec![Item::loose(line)];
            loose.extend(sender(line));
            self.push(loose);
        }
    }

    fn fits(&self, meaning: Meaning, value: &str) -> bool {
        meaning.fits(value, self.reader.now)
    }

    fn push(&mut self, items: Vec<Item>) {
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.extend(items);
        }
    }
}

/// Whether a line is the value of a label that stands above it.
fn takes(meaning: Meaning, line: &str, reader: Reader) -> bool {
    let fits = meaning.fits(line, reader.now);
    match meaning {
        // In the line below, nothing else may stand beside the number.
        meaning if meaning.is_number() => fits && value::is_code(line),
        Meaning::Field(Field::Account) => fits && value::is_account(line),
        Meaning::Field(Field::Product | Field::Platform | Field::Merchant) => {
            fits && value::bare_amount(line).is_none() && !words().is_title(line)
        }
        _ => fits,
    }
}

/// Whether a line is a state and nothing else, or several of them.
fn is_state(line: &str) -> bool {
    let whole = |text: &str| matches!(words().state(text), Some((_, true)));
    whole(line)
        || line
            .split(['，', ',', '。'])
            .filter(|clause| !clause.trim().is_empty())
            .all(whole)
}

/// Of several states in a line the last is where the order stands.
fn last_clause(line: &str) -> &str {
    let clauses = || {
        line.split(['，', ',', '。'])
            .filter(|clause| !clause.trim().is_empty())
    };
    let several = clauses().count() > 1 && !matches!(words().state(line), Some((_, true)));
    if several {
        clauses().next_back().unwrap_or(line)
    } else {
        line
    }
}

/// Who sends a notice: the name in brackets with which it begins.
fn sender(line: &str) -> Option<Item> {
    let (name, rest) = line.trim_start().strip_prefix('【')?.split_once('】')?;
    let notice = ["您", "订单", "客户", "用户"]
        .iter()
        .any(|word| rest.contains(word));
    let named = notice && (2..=20).contains(&name.chars().count()) && !words().is_title(name);
    named.then(|| Item {
        meaning: Meaning::Field(Field::Platform),
        ..Item::loose(name)
    })
}

/// A line of dashes or the like between two orders.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3
        && line
            .chars()
            .all(|c| matches!(c, '-' | '=' | '*' | '_' | '—' | '─' | '－' | '＝' | '~'))
}
