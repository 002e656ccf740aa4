//! The hints that one text gives: which of the words in it count.

use super::words::{Hit, Words};
use crate::rules::Alone;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a word of the rules means; the numbers are places among the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Hint(usize),
    /// A phrase in which a word means something else.
    Otherwise,
    /// It takes so many hints away.
    Against(u32),
    Doubt(usize),
    Aside(usize),
    /// A phrase in which a word of an aside does not count.
    Unless(usize),
}

/// What a row of the rules says for a payment being a recharge.
#[derive(Debug)]
pub struct Hint {
    pub alone: Alone,
    /// The key of the product kind that it tells.
    pub kind: Option<String>,
    /// The keys of the kinds that it agrees with; empty for all.
    pub kinds: Vec<String>,
    /// Whether it counts in a title too.
    pub titles: bool,
    /// Whether neither the seller nor the category speaks against it.
    pub anywhere: bool,
}

/// A column in which an aside is looked for, in the order in which they are asked.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    Item,
    Category,
    Status,
    Method,
}

/// The hints of a text.
#[derive(Debug, Default)]
pub struct Hints<'a> {
    /// By the place of the hint, the word that gave it.
    pub places: BTreeMap<usize, &'a str>,
    /// How many hints are taken away.
    pub against: u32,
    pub doubt: Option<usize>,
    /// The places of the rules of which a word stands in it, with the word.
    pub asides: Vec<(usize, &'a str)>,
}

impl<'a> Hints<'a> {
    /// Of words that overlap the longest counts.
    pub fn of(text: &'a str, words: &'a Words<Meaning>, of: &[Hint]) -> Self {
        let named = titled(text);
        let in_title = |span: &Range<usize>| {
            named
                .iter()
                .any(|title| title.start <= span.start && span.end <= title.end)
        };
        let mut hints = Self::default();
        let mut weighed: Vec<Hit<'a, Meaning>> = Vec::new();
        let mut aside: Vec<Hit<'a, Meaning>> = Vec::new();
        for hit in words.within(text) {
            match hit.means {
                Meaning::Hint(_) | Meaning::Otherwise | Meaning::Against(_) => weighed.push(hit),
                Meaning::Doubt(at) => hints.doubt = hints.doubt.or(Some(*at)),
                Meaning::Aside(_) | Meaning::Unless(_) => aside.push(hit),
            }
        }
        weighed.sort_by_key(|hit| {
            let rank = match hit.means {
                Meaning::Hint(at) if of[*at].alone == Alone::Sure => 1,
                Meaning::Hint(_) => 2,
                _ => 0,
            };
            (Reverse(hit.length), rank, hit.span.start)
        });
        let mut taken: Vec<Range<usize>> = Vec::new();
        for hit in weighed {
            let overlaps = |other: &Range<usize>| {
                hit.span.start < other.end && other.start < hit.span.end && *other != hit.span
            };
            if taken.iter().any(overlaps) {
                continue;
            }
            match hit.means {
                Meaning::Hint(at) if !in_title(&hit.span) || of[*at].titles => {
                    hints.places.entry(*at).or_insert(hit.word);
                }
                Meaning::Against(takes) => hints.against = hints.against.max(*takes),
                _ => {}
            }
            taken.push(hit.span);
        }
        hints.asides = kept(&aside)
            .filter(|(_, span, _)| !in_title(span))
            .map(|(at, _, word)| (at, word))
            .collect();
        hints
    }
}

/// The rules of which a word stands in a text, with the word.
pub fn asides<'a>(text: &'a str, words: &'a Words<Meaning>) -> Vec<(usize, &'a str)> {
    let hits: Vec<Hit<'a, Meaning>> = words.within(text).collect();
    kept(&hits).map(|(at, _, word)| (at, word)).collect()
}

/// The words that stand in no phrase in which they do not count.
fn kept<'a, 'h>(hits: &'h [Hit<'a, Meaning>]) -> impl Iterator<Item = (usize, Range<usize>, &'a str)> + 'h {
    hits.iter().filter_map(move |hit| {
        let Meaning::Aside(at) = *hit.means else {
            return None;
        };
        let excepted = hits.iter().any(|other| {
            *other.means == Meaning::Unless(at)
                && other.span.start <= hit.span.start
                && hit.span.end <= other.span.end
        });
        (!excepted).then(|| (at, hit.span.clone(), hit.word))
    })
}

/// What stands within 《》, with the marks.
fn titled(text: &str) -> Vec<Range<usize>> {
    let mut titles = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find('《')) {
        let start = from + start;
        let end = text
            .get(start..)
            .and_then(|rest| rest.find('》'))
            .map_or(text.len(), |end| start + end);
        titles.push(start..end);
        from = end;
        if from >= text.len() {
            break;
        }
        from += '》'.len_utf8();
    }
    titles
}
