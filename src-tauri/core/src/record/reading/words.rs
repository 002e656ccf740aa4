//! The labels and words that pages use, from the rules, and finding them in what an engine misread.

use super::super::squeezed;
use super::rows::Glyph;
use super::{Field, Layout, PageStatus, half_width};
use crate::{Outcome, rules};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Meaning {
    Status,
    /// A sum before discounts.
    Total,
    /// A sum after them, which may not be paid yet.
    Payable,
    Discount,
    /// What one piece costs.
    UnitPrice,
    Quantity,
    OrderedAt,
    Other,
    #[serde(untagged)]
    Field(Field),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum On {
    Any,
    #[serde(untagged)]
    Layout(Layout),
}

#[derive(Debug, Deserialize)]
pub(super) struct Label {
    pub layout: On,
    pub field: Meaning,
    /// Whether they may mean something else, so that a narrower label of the field counts before them.
    #[serde(default)]
    pub wide: bool,
    pub words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Mark {
    layout: Layout,
    words: BTreeMap<String, u32>,
}

/// Words of one kind, as they stand on a page.
#[derive(Debug, Deserialize)]
struct Listed {
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct State {
    status: PageStatus,
    /// Whether they tell it only as the value of a label.
    #[serde(default)]
    wide: bool,
    /// Whether they tell it wherever they stand.
    #[serde(default)]
    sentence: bool,
    words: Vec<String>,
}

/// The words that tell a product kind or a payment channel.
#[derive(Debug)]
struct Keyed {
    key: String,
    words: Vec<String>,
}

/// All words of the rules.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Words {
    label: Vec<Label>,
    mark: Vec<Mark>,
    title: Vec<Listed>,
    hint: Vec<Listed>,
    shop: Vec<Listed>,
    variant: Vec<Listed>,
    account: Vec<Listed>,
    state: Vec<State>,
    #[serde(skip)]
    kind: Vec<Keyed>,
    #[serde(skip)]
    channel: Vec<Keyed>,
}

/// A label that was found at the start of some glyphs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub meaning: Meaning,
    /// How many glyphs it takes, with the colon.
    pub taken: usize,
    /// Whether every character of it was read right.
    pub exact: bool,
    /// Whether it may mean something else.
    pub wide: bool,
}

/// The words of the rules, or what is wrong with their file.
pub(super) fn shipped() -> Outcome<&'static Words> {
    static WORDS: LazyLock<Outcome<Words>> = LazyLock::new(read);
    WORDS.as_ref().map_err(Clone::clone)
}

fn read() -> Outcome<Words> {
    let (kinds, channels) = (rules::shipped_kinds()?, rules::shipped_channels()?);
    Ok(Words {
        kind: kinds
            .into_iter()
            .map(|kind| Keyed {
                words: kind.words.on_page().cloned().collect(),
                key: kind.key,
            })
            .collect(),
        channel: channels
            .into_iter()
            .map(|channel| Keyed {
                key: channel.key,
                words: channel.words,
            })
            .collect(),
        ..rules::reading_words()?
    })
}

/// The words of the rules; none where [`shipped`] refuses, which everything that reads a page or a text asks first.
pub(super) fn words() -> &'static Words {
    static NONE: LazyLock<Words> = LazyLock::new(Words::default);
    shipped().unwrap_or(&NONE)
}

impl Words {
    /// The label at the start of the glyphs, the longest first and rather an exact one. A misread character is forgiven in a
    /// label of three or more.
    pub fn label(&self, layout: Layout, glyphs: &[Glyph]) -> Option<Found> {
        let start: Vec<char> = glyphs.iter().take(16).map(|glyph| plain(glyph.c)).collect();
        let mut best: Option<(Found, usize, u8)> = None;
        for row in &self.label {
            let rank = match row.layout {
                On::Layout(on) if on == layout => 1,
                On::Any => 0,
                On::Layout(_) => continue,
            };
            for word in &row.words {
                let word: Vec<char> = word.chars().collect();
                let Some((length, exact)) = fits(&word, &start, glyphs, row.field.is_number()) else {
                    continue;
                };
                let found = Found {
                    meaning: row.field,
                    taken: length,
                    exact,
                    wide: row.wide,
                };
                let better = best.is_none_or(|(other, letters, other_rank)| {
                    (found.exact, word.len(), rank) > (other.exact, letters, other_rank)
                });
                if better {
                    best = Some((found, word.len(), rank));
                }
            }
        }
        let (mut found, _, _) = best?;
        let rest = glyphs.get(found.taken..).unwrap_or_default();
        found.taken += rest
            .iter()
            .take_while(|glyph| matches!(plain(glyph.c), ':' | ';' | '.' | '|' | '"' | '”' | '“' | '\''))
            .count();
        Some(found)
    }

    /// The label at the start of the glyphs, the longest, whatever follows it.
    pub fn prefix(&self, layout: Layout, glyphs: &[Glyph]) -> Option<Found> {
        let start: Vec<char> = glyphs.iter().take(16).map(|glyph| plain(glyph.c)).collect();
        let of_layout = |row: &&Label| match row.layout {
            On::Layout(on) => on == layout,
            On::Any => true,
        };
        let all = self
            .label
            .iter()
            .filter(of_layout)
            .flat_map(|row| row.words.iter().map(move |word| (row, word)));
        all.filter(|(_, word)| {
            word.chars().zip(&start).filter(|(a, b)| a == *b).count() == word.chars().count()
        })
        .max_by_key(|(row, word)| (word.chars().count(), row.layout != On::Any))
        .map(|(row, word)| Found {
            meaning: row.field,
            taken: word.chars().count(),
            exact: true,
            wide: row.wide,
        })
    }

    /// The layout of which most words stand in the text; an order page if none tells.
    pub fn layout(&self, lines: &[String]) -> (Layout, u32) {
        let plain: Vec<String> = lines.iter().map(|line| squeezed(line)).collect();
        let mut best = (Layout::OrderPage, 0);
        for mark in &self.mark {
            let score = mark
                .words
                .iter()
                .filter(|(word, _)| plain.iter().any(|line| line.contains(word.as_str())))
                .map(|(_, weight)| weight)
                .sum();
            if score > best.1 {
                best = (mark.layout, score);
            }
        }
        best
    }

    /// Whether the text is a heading that names no shop.
    pub fn is_title(&self, text: &str) -> bool {
        let text = squeezed(text);
        let text = text.trim_matches(['【', '】', '[', ']', '<', '>']);
        self.title
            .iter()
            .flat_map(|title| &title.words)
            .any(|word| close(word, text))
    }

    /// Whether the text only explains something, or is the name of a button.
    pub fn is_hint(&self, text: &str) -> bool {
        let text = squeezed(text);
        let mut words = self.hint.iter().flat_map(|hint| &hint.words);
        words.any(|word| close(word, &text) || word.chars().count() >= 6 && text.contains(word.as_str()))
    }

    /// Whether the text is a label of what kind of piece was bought, which stands under its name.
    pub fn is_variant(&self, text: &str) -> bool {
        let text = squeezed(text);
        let mut words = self.variant.iter().flat_map(|variant| &variant.words);
        words.any(|word| *word == text)
    }

    /// The word of what kind an account is with which the text begins, the longest.
    pub fn account_word(&self, text: &str) -> Option<&str> {
        self.account
            .iter()
            .flat_map(|account| &account.words)
            .filter(|word| text.starts_with(word.as_str()))
            .max_by_key(|word| word.len())
            .map(String::as_str)
    }

    /// Whether the text ends as the name of a shop.
    pub fn is_shop(&self, text: &str) -> bool {
        let text = squeezed(text);
        let text = text.trim_end_matches('>');
        let mut words = self.shop.iter().flat_map(|shop| &shop.words);
        words.any(|word| text.ends_with(word.as_str()) && text.chars().count() > word.chars().count())
    }

    /// The state that a text tells: the first row of the rules of which a word stands in it, and whether it is that word
    /// and nothing else.
    pub fn state(&self, text: &str) -> Option<(PageStatus, bool)> {
        let text = squeezed(text);
        let rows = || {
            self.state
                .iter()
                .flat_map(|state| state.words.iter().map(|word| (state.status, word.as_str())))
        };
        let near = |word: &str| {
            text == word
                || text.starts_with(word) && word.ends_with('(')
                || word.chars().count() >= 4 && close(word, &text)
        };
        let within = rows()
            .find(|(_, word)| text.contains(word))
            .map(|(status, _)| status);
        let whole = rows().find(|(_, word)| near(word)).map(|(status, _)| status);
        let status = within.or(whole)?;
        Some((status, whole == Some(status)))
    }

    /// The state that a text tells where no label says that it is one.
    pub fn lone_state(&self, text: &str) -> Option<(PageStatus, bool)> {
        let plain = squeezed(text);
        let is_told = |state: &&State| state.words.iter().any(|word| plain.contains(word.as_str()));
        let wide = self.state.iter().find(is_told).is_some_and(|state| state.wide);
        if wide { None } else { self.state(text) }
    }

    /// The state that a sentence tells, wherever it stands.
    pub fn told_state(&self, text: &str) -> Option<PageStatus> {
        let text = squeezed(text);
        let mut sentences = self.state.iter().filter(|state| state.sentence);
        let told = sentences.find(|state| state.words.iter().any(|word| text.contains(word.as_str())))?;
        Some(told.status)
    }

    /// The product kind of which alone a word stands in the text.
    pub fn kind(&self, text: &str) -> Option<&str> {
        only(&self.kind, text)
    }

    /// The channel of which a word stands in the text.
    pub fn channel(&self, text: &str) -> Option<&str> {
        let text = squeezed(text);
        let hit = |keyed: &&Keyed| keyed.words.iter().any(|word| text.contains(word.as_str()));
        self.channel
            .iter()
            .find(hit)
            .map(|keyed| keyed.key.as_str())
            .or_else(|| {
                let near = |keyed: &&Keyed| {
                    keyed
                        .words
                        .iter()
                        .any(|word| word.chars().count() >= 3 && close(word, &text))
                };
                self.channel.iter().find(near).map(|keyed| keyed.key.as_str())
            })
    }
}

fn only<'a>(rows: &'a [Keyed], text: &str) -> Option<&'a str> {
    let text = squeezed(text).to_uppercase();
    let mut hits = rows
        .iter()
        .filter(|row| row.words.iter().any(|word| text.contains(&word.to_uppercase())));
    let first = hits.next()?;
    hits.next().is_none().then_some(first.key.as_str())
}

/// Whether a word stands at the start: how many glyphs it takes, and whether exactly. Behind the label of a `number` it may
/// follow at once.
fn fits(word: &[char], start: &[char], glyphs: &[Glyph], number: bool) -> Option<(usize, bool)> {
    // Where a label ends there is a blank, a colon or the end; a Chinese character that follows at once makes it part of
    // a longer word. The less a label is itself, the wider the blank has to be.
    let ends_at = |length: usize, blank: f32| match glyphs.get(length) {
        None => true,
        Some(next) => next.gap > blank || matches!(plain(next.c), ':' | ';' | '"' | '”'),
    };
    if start.starts_with(word) {
        let next = start.get(word.len());
        let figure = |c: &char| c.is_ascii_digit() || matches!(c, '¥' | '￥' | '-' | '#');
        let open = next.is_some_and(|c| match word {
            ['#'] => c.is_ascii_alphanumeric(),
            _ => word.len() >= 3 && (figure(c) || number && c.is_ascii_alphanumeric()),
        });
        let blank = if word.len() >= 3 { 0.4 } else { 0.9 };
        return (open || ends_at(word.len(), blank)).then_some((word.len(), true));
    }
    if word.len() < 3 {
        return None;
    }
    // Three characters of which one is missing are a word of their own.
    let shorter = (word.len() >= 4).then_some(word.len() - 1);
    [Some(word.len()), Some(word.len() + 1), shorter]
        .into_iter()
        .flatten()
        .find(|length| {
            start
                .get(..*length)
                .is_some_and(|read| distance_at_most_one(word, read))
                && ends_at(*length, 0.6)
        })
        .map(|length| (length, false))
}

/// Whether two texts are the same but for one character.
fn close(word: &str, text: &str) -> bool {
    if word.chars().count() < 3 {
        return word == text;
    }
    let (word, text): (Vec<char>, Vec<char>) = (word.chars().collect(), text.chars().take(40).collect());
    distance_at_most_one(&word, &text)
}

/// Whether one changed, missing or additional character makes one out of the other.
fn distance_at_most_one(a: &[char], b: &[char]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (
        a.get(same..).unwrap_or_default(),
        b.get(same..).unwrap_or_default(),
    );
    let tail = |rest: &[char], skip: usize| rest.get(skip..).unwrap_or_default().to_vec();
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => rest_a.is_empty() || tail(rest_a, 1) == tail(rest_b, 1),
        std::cmp::Ordering::Less => rest_a == tail(rest_b, 1),
        std::cmp::Ordering::Greater => tail(rest_a, 1) == rest_b,
    }
}

/// The half-width form of a character.
fn plain(c: char) -> char {
    half_width(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
}

#[cfg(test)]
mod tests;
