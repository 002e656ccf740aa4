//! A paper of one payment: labels, and the values beside them. The text may come in any order, so it is read by place.

use crate::letters::{Page, narrow_letter};
use daozhang_core::record::{Holds, Place, ReadRow};

/// The one row of a page of labels, if its first label is there.
pub fn read(page: &Page, labels: &[(&str, Holds)]) -> Option<ReadRow> {
    let lines = page.lines();
    let cells: Vec<String> = labels
        .iter()
        .map(|(label, holds)| {
            let mut values = lines.iter().filter_map(|(_, line)| value(line, label));
            // Of the two sides of a payment the payee's stands lower.
            let found = match holds {
                Holds::Counterparty => values.next_back(),
                _ => values.next(),
            };
            found.unwrap_or_default()
        })
        .collect();
    if cells.first().is_none_or(String::is_empty) {
        return None;
    }
    let first = lines
        .iter()
        .find(|(_, line)| labels.iter().any(|(label, _)| value(line, label).is_some()));
    let last = lines
        .iter()
        .rfind(|(_, line)| labels.iter().any(|(label, _)| value(line, label).is_some()));
    Some(ReadRow {
        place: Place {
            page: 1,
            nth: 1,
            top: first.map_or(0.0, |(y, _)| y - 12.0),
            bottom: last.map_or(0.0, |(y, _)| y + 4.0),
            goes_on: false,
        },
        cells,
    })
}

/// What stands behind a label: `支付宝流水号 2025…`, `小写:30.00`, where the label may have blanks between its letters.
fn value(line: &str, label: &str) -> Option<String> {
    let mut wanted = label.chars();
    let mut next = wanted.next();
    let mut begun = false;
    for (at, drawn) in line.char_indices() {
        let c = narrow_letter(drawn);
        if next == Some(c) {
            begun = true;
            next = wanted.next();
            if next.is_none() {
                let rest = line[at + drawn.len_utf8()..].trim_start();
                let rest = rest.trim_start_matches([':', '：']).trim();
                return (!rest.is_empty()).then(|| rest.to_owned());
            }
        } else if begun && c != ' ' {
            begun = false;
            wanted = label.chars();
            next = wanted.next();
            if next == Some(c) {
                begun = true;
                next = wanted.next();
            }
        }
    }
    None
}
