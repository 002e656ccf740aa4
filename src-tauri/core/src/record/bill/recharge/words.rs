//! Finding all words of a list in a text at once.

use crate::record::half_width;
use crate::text;
use crate::{Failure, Outcome};
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;
use std::ops::Range;

/// Stands for a number in a word.
const NUMBER: char = '#';

/// As texts and words are compared: half width, lower case, without what is not seen, and without blanks but those between
/// two Latin words.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank = false;
    for c in half_width(text).chars() {
        match c {
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            _ if c.is_whitespace() => blank = true,
            _ => {
                let between_words =
                    c.is_ascii_alphanumeric() && folded.ends_with(|last: char| last.is_ascii_alphanumeric());
                if blank && between_words {
                    folded.push(' ');
                }
                blank = false;
                if c.is_ascii() {
                    folded.push(c.to_ascii_lowercase());
                } else {
                    folded.extend(c.to_lowercase());
                }
            }
        }
    }
    folded
}

/// A word with what it means.
#[derive(Debug)]
struct Word<T> {
    /// As it stands in the rules.
    shown: String,
    /// Whether a number comes before it.
    after_number: bool,
    /// What follows its first piece, each after a number.
    rest: Vec<String>,
    /// Whether a number comes after it.
    before_number: bool,
    /// How many characters it has beside numbers.
    length: usize,
    means: T,
}

/// A word that stands in a text.
#[derive(Debug)]
pub struct Hit<'a, T> {
    /// From which byte to which, with its numbers.
    pub span: Range<usize>,
    /// How many characters the word has beside numbers.
    pub length: usize,
    /// As it stands in the rules.
    pub word: &'a str,
    pub means: &'a T,
}

/// Words of which all are looked for at once.
#[derive(Debug)]
pub struct Words<T> {
    automaton: AhoCorasick,
    /// By the first piece of a word, in the order of the automaton.
    by_piece: Vec<Vec<Word<T>>>,
}

impl<T> Words<T> {
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a String, T)>) -> Outcome<Self> {
        let mut by_piece: BTreeMap<String, Vec<Word<T>>> = BTreeMap::new();
        for (shown, means) in words {
            let folded = folded(shown);
            let mut pieces: Vec<String> = folded
                .split(NUMBER)
                .filter(|piece| !piece.is_empty())
                .map(str::to_owned)
                .collect();
            if pieces.is_empty() {
                continue;
            }
            let length = pieces.iter().map(|piece| piece.chars().count()).sum();
            let first = pieces.remove(0);
            by_piece.entry(first).or_default().push(Word {
                shown: shown.clone(),
                after_number: folded.starts_with(NUMBER),
                rest: pieces,
                before_number: folded.ends_with(NUMBER),
                length,
                means,
            });
        }
        let automaton = AhoCorasick::new(by_piece.keys()).map_err(|error| {
            Failure::failed(text!(
                rule_file_unread,
                file = "recharges.toml",
                why = error.to_string()
            ))
        })?;
        Ok(Self {
            automaton,
            by_piece: by_piece.into_values().collect(),
        })
    }

    /// Every word that stands in a folded text, overlapping ones too.
    pub fn within<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Hit<'a, T>> + 'a {
        self.automaton.find_overlapping_iter(text).flat_map(move |found| {
            let words = self.by_piece.get(found.pattern().as_usize());
            words.into_iter().flatten().filter_map(move |word| {
                let span = word.span(text, found.start()..found.end())?;
                Some(Hit {
                    span,
                    length: word.length,
                    word: &word.shown,
                    means: &word.means,
                })
            })
        })
    }
}

impl<T> Word<T> {
    /// Where the whole word stands whose first piece was found; none if the rest is missing or it is part of a longer word.
    fn span(&self, text: &str, first: Range<usize>) -> Option<Range<usize>> {
        let bytes = text.as_bytes();
        let in_number = |byte: &&u8| byte.is_ascii_digit() || **byte == b'.';
        let (mut start, mut end) = (first.start, first.end);
        if self.after_number {
            let digits = bytes.get(..start)?.iter().rev().take_while(in_number).count();
            if digits == 0 {
                return None;
            }
            start -= digits;
        }
        let number_after = |end: usize| {
            let digits = bytes.get(end..)?.iter().take_while(in_number).count();
            (digits > 0).then_some(end + digits)
        };
        for piece in &self.rest {
            end = number_after(end)?;
            if !text.get(end..)?.starts_with(piece.as_str()) {
                return None;
            }
            end += piece.len();
        }
        if self.before_number {
            end = number_after(end)?;
        }
        let goes_on = |one: Option<&u8>, other: Option<&u8>| match (one, other) {
            (Some(one), Some(other)) => {
                one.is_ascii_alphabetic() && other.is_ascii_alphabetic()
                    || one.is_ascii_digit() && other.is_ascii_digit()
            }
            _ => false,
        };
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        let last = end.checked_sub(1).and_then(|at| bytes.get(at));
        let whole = !goes_on(before, bytes.get(start)) && !goes_on(last, bytes.get(end));
        whole.then_some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let words = Words::new(words.iter().map(|word| (word, ()))).unwrap();
        let text = folded(text);
        words.within(&text).map(|hit| text[hit.span].to_owned()).collect()
    }

    #[test]
    fn width_case_blanks_and_what_is_not_seen_make_no_difference() {
        for (text, same) in [
            ("Ｑ 币", "q币"),
            ("QB\u{200b} 100 个", "qb 100个"),
            ("App  Store\u{3000}充值", "app store充值"),
            ("50 元", "50元"),
        ] {
            assert_eq!(folded(text), same);
        }
    }

    #[test]
    fn a_latin_word_and_a_number_end_where_they_end() {
        assert_eq!(found(&["vip"], "SVIP viper vip会员 xVIP"), ["vip"]);
        assert_eq!(found(&["648"], "16480 648元"), ["648"]);
        assert_eq!(found(&["qb"], "qb100 vqb qbx"), ["qb"]);
    }

    #[test]
    fn a_number_may_be_any() {
        assert_eq!(
            found(
                &["#个月", "充#送#", "第#/#期"],
                "3个月 个月 充100送20.5 充送 第2/12期"
            ),
            ["3个月", "充100送20.5", "第2/12期"]
        );
    }

    #[test]
    fn words_are_found_that_overlap_or_begin_alike() {
        assert_eq!(found(&["会员", "大会员", "会员#天"], "大会员7天").len(), 3);
    }
}
