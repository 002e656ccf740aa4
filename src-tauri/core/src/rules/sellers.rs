//! The words that the names of sellers have in common.

use super::Provenance;
use serde::Deserialize;

/// The words that say nothing of who a seller is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SellerWords {
    #[serde(rename = "generic")]
    rows: Vec<GenericWords>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GenericWords {
    pub words: Vec<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl SellerWords {
    /// The words, in the order of the file: a longer one stands before those that it holds.
    pub fn generic(&self) -> impl Iterator<Item = &String> {
        self.rows.iter().flat_map(|row| &row.words)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rules;

    #[test]
    fn no_word_stands_before_a_longer_one_that_holds_it() {
        let rules = Rules::shipped().unwrap();
        let words: Vec<&String> = rules.sellers.generic().collect();
        for (at, word) in words.iter().enumerate() {
            let later = words[at + 1..].iter().find(|later| later.contains(word.as_str()));
            assert_eq!(later, None, "{word}");
        }
    }
}
