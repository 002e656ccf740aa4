//! From words with places to the rows of a page.

use super::{Place, Seen};

/// The most rows and glyphs a row that are looked at.
const MOST_ROWS: usize = 2_000;
const MOST_GLYPHS: usize = 400;

/// Places beyond this many pixels are of no picture; leaving them out keeps sums from overflowing.
const FARTHEST: u32 = 1_000_000;

/// One character with its place across the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub c: char,
    pub left: u32,
    pub right: u32,
    /// The confidence of its word, 0–100.
    pub confidence: f32,
    /// The blank before it, in heights of a line; 0 within a word.
    pub gap: f32,
}

/// What stands at one height of a page, from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    pub glyphs: Vec<Glyph>,
    pub top: u32,
    pub bottom: u32,
}

impl Row {
    pub fn height(&self) -> u32 {
        self.bottom.saturating_sub(self.top)
    }

    pub fn text(&self) -> String {
        text_of(&self.glyphs)
    }

    /// The place of some of its glyphs.
    pub fn place(&self, glyphs: &[Glyph]) -> Place {
        let left = glyphs.iter().map(|glyph| glyph.left).min().unwrap_or(0);
        let right = glyphs.iter().map(|glyph| glyph.right).max().unwrap_or(0);
        Place {
            left,
            top: self.top,
            width: right.saturating_sub(left),
            height: self.height(),
        }
    }
}

/// The text of glyphs. A blank stands where there was one, but not beside Chinese characters.
pub(super) fn text_of(glyphs: &[Glyph]) -> String {
    let mut text = String::new();
    let mut before: Option<char> = None;
    for glyph in glyphs {
        if let Some(before) = before
            && glyph.gap > 0.2
            && !(is_han(before) && is_han(glyph.c))
        {
            text.push(' ');
        }
        text.push(glyph.c);
        before = Some(glyph.c);
    }
    text
}

/// Whether it is a Chinese character or Chinese punctuation.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// The words in rows from top to bottom. Words of one line of the engine stay together; lines that overlap by half are one
/// row.
pub(super) fn rows(seen: &[Seen]) -> Vec<Row> {
    let mut lines: Vec<(u32, u32, Vec<&Seen>)> = Vec::new();
    let near = |word: &&Seen| {
        [word.left, word.top, word.width, word.height]
            .iter()
            .all(|n| *n <= FARTHEST)
    };
    for word in seen
        .iter()
        .filter(near)
        .filter(|word| !word.text.trim().is_empty())
    {
        let (top, bottom) = (word.top, word.top + word.height);
        match lines.last_mut() {
            Some((line_top, line_bottom, words))
                if words.last().is_some_and(|last| last.line == word.line) =>
            {
                *line_top = (*line_top).min(top);
                *line_bottom = (*line_bottom).max(bottom);
                words.push(word);
            }
            _ => lines.push((top, bottom, vec![word])),
        }
    }
    lines.sort_by_key(|(top, bottom, _)| top + *bottom);
    let mut rows: Vec<(u32, u32, Vec<&Seen>)> = Vec::new();
    for (top, bottom, words) in lines {
        let near = rows.iter_mut().rev().take(3).find(|row| {
            let overlap = row.1.min(bottom).saturating_sub(row.0.max(top));
            let smaller = (row.1 - row.0).min(bottom - top);
            let larger = (row.1 - row.0).max(bottom - top);
            overlap * 2 > smaller && larger < smaller * 3
        });
        match near {
            // The first line of a row gives its height; a neighbour of another size must not swallow the next row.
            Some(row) => row.2.extend(words),
            None => rows.push((top, bottom, words)),
        }
    }
    rows.truncate(MOST_ROWS);
    rows.sort_by_key(|(top, _, _)| *top);
    rows.into_iter()
        .map(|(top, bottom, mut words)| {
            words.sort_by_key(|word| word.left);
            Row {
                glyphs: glyphs(&words, bottom.saturating_sub(top).max(1)),
                top,
                bottom,
            }
        })
        .collect()
}

fn glyphs(words: &[&Seen], height: u32) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::new();
    for word in words {
        let weight = |c: char| if is_han(c) { 2 } else { 1 };
        let whole: u64 = word.text.chars().map(weight).sum::<u64>().max(1);
        let at = |sum: u64| {
            let offset = u64::from(word.width) * sum / whole;
            word.left + u32::try_from(offset).unwrap_or(word.width)
        };
        let mut sum = 0;
        for (n, c) in word.text.chars().enumerate() {
            let left = at(sum);
            sum += weight(c);
            let gap = match glyphs.last() {
                Some(last) if n == 0 => left.saturating_sub(last.right) as f32 / height as f32,
                _ => 0.0,
            };
            glyphs.push(Glyph {
                c,
                left,
                right: at(sum),
                confidence: word.confidence,
                gap,
            });
        }
    }
    glyphs.truncate(MOST_GLYPHS);
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: u32, top: u32, line: u32) -> Seen {
        Seen {
            text: text.into(),
            left,
            top,
            width: 30 * u32::try_from(text.chars().count()).unwrap(),
            height: 30,
            confidence: 90.0,
            line: (1, 1, line),
        }
    }

    #[test]
    fn label_and_value_of_two_blocks_are_one_row() {
        let seen = [
            word("商户单号", 20, 100, 1),
            word("支付时间", 20, 20, 2),
            word("21:03", 400, 25, 3),
            word("XH1", 300, 104, 4),
            word("２", 400, 104, 4),
        ];
        let texts: Vec<String> = rows(&seen).iter().map(Row::text).collect();
        assert_eq!(texts, ["支付时间 21:03", "商户单号 XH1 ２"]);
    }

    #[test]
    fn places_beyond_all_pictures_do_no_harm() {
        let huge = Seen {
            left: u32::MAX,
            top: u32::MAX,
            width: u32::MAX,
            height: u32::MAX,
            ..word("长", 0, 0, 1)
        };
        assert_eq!(rows(&[huge.clone(), word("近", 0, 0, 1), huge]).len(), 1);
    }
}
