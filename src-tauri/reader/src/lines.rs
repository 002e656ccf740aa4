//! From the characters of a line to words with their places, as the core takes them.

use crate::boxes::Quad;
use crate::networks::Character;
use daozhang_core::record::Seen;

/// A blank of this many heights of a line parts two words that no space parts.
const BLANK: f32 = 1.6;
/// A lesser slope is chance: pixels down for each pixel to the right.
const LEVEL: f32 = 0.003;
/// A line that is less than this many heights long says nothing of the slope.
const LONG: f32 = 4.0;

/// A line as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Its corners in pixels of the picture.
    pub quad: Quad,
    pub characters: Vec<Character>,
}

impl Line {
    fn length(&self) -> f32 {
        let [tl, tr, ..] = self.quad;
        (tr[0] - tl[0]).hypot(tr[1] - tl[1])
    }

    fn height(&self) -> f32 {
        let [tl, _, _, bl] = self.quad;
        (bl[0] - tl[0]).hypot(bl[1] - tl[1])
    }

    /// The middle of the line at a part of its length.
    fn middle(&self, at: f32) -> [f32; 2] {
        let [tl, tr, br, bl] = self.quad;
        std::array::from_fn(|k| {
            let (left, right) = ((tl[k] + bl[k]) / 2.0, (tr[k] + br[k]) / 2.0);
            left + (right - left) * at
        })
    }

    /// Its words: what stands between blanks. The place of each is that of its characters; `number` is the line's.
    pub fn words(&self, number: u32) -> Vec<Seen> {
        let wide = |c: &Character| c.text.chars().all(|c| c > '\u{2e7f}');
        let unit = self.height() / self.length().max(1.0);
        let half = |c: &Character| unit * if wide(c) { 0.4 } else { 0.22 };
        let mut words: Vec<Vec<&Character>> = vec![Vec::new()];
        for character in &self.characters {
            let blank = character.text.trim().is_empty();
            let far = words
                .last()
                .and_then(|word| word.last())
                .is_some_and(|last| character.at - last.at > unit * BLANK);
            if blank || far {
                words.push(Vec::new());
            }
            if let Some(word) = words.last_mut().filter(|_| !blank) {
                word.push(character);
            }
        }
        words
            .iter()
            .filter_map(|word| {
                let (first, last) = (word.first()?, word.last()?);
                let [from, to] = [first.at - half(first), last.at + half(last)].map(|at| at.clamp(0.0, 1.0));
                let ([left, _], [right, _]) = (self.middle(from), self.middle(to));
                let [_, middle] = self.middle((from + to) / 2.0);
                let pixels = |n: f32| n.round().max(0.0) as u32;
                Some(Seen {
                    text: word.iter().map(|c| c.text.as_str()).collect(),
                    left: pixels(left.min(right)),
                    top: pixels(middle - self.height() / 2.0),
                    width: pixels((right - left).abs()).max(1),
                    height: pixels(self.height()).max(1),
                    // A mean hides the one figure that is wrong.
                    confidence: 100.0 * word.iter().map(|c| c.probability).fold(1.0, f32::min),
                    line: (1, 1, number),
                })
            })
            .collect()
    }
}

/// How far the lines of a page fall: pixels down for each pixel to the right, of most of them.
pub(crate) fn slope(quads: &[Quad]) -> f32 {
    let mut slopes: Vec<(f32, f32)> = quads
        .iter()
        .filter_map(|[tl, tr, _, bl]| {
            let (right, down) = (tr[0] - tl[0], tr[1] - tl[1]);
            let height = (bl[0] - tl[0]).hypot(bl[1] - tl[1]);
            (right > height * LONG).then_some((down / right, right))
        })
        .collect();
    slopes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = slopes.iter().map(|(_, length)| length).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    let middle = slopes.iter().find(|(_, length)| {
        sum += length;
        sum >= half
    });
    middle.map_or(0.0, |(slope, _)| *slope).clamp(-0.5, 0.5)
}

/// Whether a page lies so level that its slope is no matter.
pub(crate) fn is_level(slope: f32) -> bool {
    slope.abs() < LEVEL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(quad: Quad, text: &str, ats: &[f32]) -> Line {
        let character = |(c, at): (char, &f32)| Character {
            text: c.to_string(),
            probability: if c == '？' { 0.4 } else { 0.9 },
            at: *at,
        };
        Line {
            quad,
            characters: text.chars().zip(ats).map(character).collect(),
        }
    }

    #[test]
    fn words_stand_where_their_characters_are_and_are_as_sure_as_the_least_of_them() {
        let quad = [[100.0, 200.0], [500.0, 200.0], [500.0, 240.0], [100.0, 240.0]];
        let seen = line(quad, "单号 8？9", &[0.05, 0.15, 0.3, 0.8, 0.85, 0.9]).words(7);
        let told: Vec<_> = seen
            .iter()
            .map(|word| (word.text.as_str(), word.left, word.width, word.confidence.round()))
            .collect();
        assert_eq!(told, [("单号", 104, 72, 90.0), ("8？9", 411, 58, 40.0)]);
        assert!(
            seen.iter()
                .all(|word| (word.top, word.height, word.line) == (200, 40, (1, 1, 7)))
        );
        // A wide blank parts words without a space.
        let seen = line(quad, "实付98", &[0.05, 0.15, 0.9, 0.95]).words(1);
        assert_eq!(seen.len(), 2);
    }

    #[test]
    fn a_word_on_a_slope_stands_on_its_own_height() {
        let quad = [[100.0, 200.0], [500.0, 240.0], [496.0, 280.0], [96.0, 240.0]];
        let seen = line(quad, "甲 乙", &[0.05, 0.5, 0.95]).words(1);
        assert!(seen[0].top < 205 && seen[1].top > 230, "{seen:?}");
        assert!((slope(&[quad]) - 0.1).abs() < 1e-6);
    }

    #[test]
    fn the_slope_is_that_of_most_of_the_text() {
        let at = |slope: f32, width: f32| {
            [
                [0.0, 0.0],
                [width, slope * width],
                [width, slope * width + 20.0],
                [0.0, 20.0],
            ]
        };
        assert_eq!(
            slope(&[at(0.0, 300.0), at(0.02, 400.0), at(0.4, 90.0), at(0.02, 200.0)]),
            0.02
        );
        assert_eq!(slope(&[at(0.3, 40.0)]), 0.0);
        assert!(is_level(slope(&[])));
    }
}
