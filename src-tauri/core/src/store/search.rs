//! Search: every word of the query must occur in the order's texts.
//!
//! The trigram index finds nothing for words under three characters, and Chinese is full of them, so each word takes
//! its own way: long ones the index, short ones LIKE.

use rusqlite::types::Value;

/// A query, split into words.
pub(super) struct Search {
    words: Vec<String>,
}

/// More words than this only slow the search down.
const MOST_WORDS: usize = 8;
/// The shortest word that the trigram index can find, in characters.
const SHORTEST_INDEXED: usize = 3;

impl Search {
    /// Splits what a person typed.
    pub(super) fn new(text: &str) -> Self {
        let words = text
            .to_lowercase()
            .split_whitespace()
            .take(MOST_WORDS)
            .map(str::to_owned)
            .collect();
        Self { words }
    }

    /// Adds the conditions and their values to those of a query over `orders`.
    pub(super) fn narrow(&self, wheres: &mut Vec<String>, values: &mut Vec<Value>) {
        let (long, short): (Vec<&String>, Vec<&String>) = self
            .words
            .iter()
            .partition(|word| word.chars().count() >= SHORTEST_INDEXED);
        if !long.is_empty() {
            let phrases: Vec<String> = long
                .iter()
                .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
                .collect();
            wheres
                .push("orders.id IN (SELECT rowid FROM order_search WHERE order_search MATCH ?)".to_owned());
            values.push(phrases.join(" AND ").into());
        }
        for word in short {
            wheres.push("search_text LIKE ? ESCAPE '\\'".to_owned());
            let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            values.push(format!("%{escaped}%").into());
        }
    }
}
