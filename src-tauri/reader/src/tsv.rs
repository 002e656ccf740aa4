//! Tesseract's table of what it saw.

use daozhang_core::record::Seen;

/// The most words that are read of a page; a screenshot has a few hundred.
const MOST_WORDS: usize = 20_000;
/// The longest word in characters.
const LONGEST_WORD: usize = 200;

/// Reads the words out of tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height,
/// confidence, text. Rows that are no words or do not make sense are left out.
pub(crate) fn parse_tsv(text: &str) -> Vec<Seen> {
    text.lines().filter_map(word).take(MOST_WORDS).collect()
}

fn word(line: &str) -> Option<Seen> {
    let mut cells = line.splitn(12, '\t');
    let mut next = || cells.next();
    if next()?.trim() != "5" {
        return None;
    }
    next()?;
    let mut number = || next()?.trim().parse::<u32>().ok();
    let line = (number()?, number()?, number()?);
    number()?;
    let (left, top, width, height) = (number()?, number()?, number()?, number()?);
    // Far beyond any picture; also keeps sums of these from overflowing.
    if [left, top, width, height].iter().any(|n| *n > 1_000_000) || width == 0 || height == 0 {
        return None;
    }
    let confidence: f32 = cells.next()?.trim().parse().ok()?;
    let text: String = cells
        .next()?
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .take(LONGEST_WORD)
        .collect();
    (!text.is_empty() && confidence.is_finite()).then(|| Seen {
        text,
        left,
        top,
        width,
        height,
        confidence: confidence.clamp(0.0, 100.0),
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_read_and_everything_else_is_left_out() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            1\t1\t0\t0\t0\t0\t0\t0\t780\t600\t-1\t\n\
            5\t1\t1\t1\t2\t1\t36\t40\t120\t30\t96.5\t交易单号\n\
            5\t1\t1\t1\t2\t2\t200\t40\t300\t30\t91\t42\t00\n\
            5\t1\t1\t1\t2\t3\t-5\t40\t300\t30\t91\tx\n\
            5\t1\t1\t1\t2\t4\t5\t40\t4294967295\t30\t91\tx\n\
            5\t1\t1\t1\t2\t5\t5\t40\t30\t30\tNaN\tx\n\
            5\t1\t1\t1\t2\t6\t5\t40\t30\t30\t90\t \n\
            5\t1\t1\n";
        let seen = parse_tsv(tsv);
        assert_eq!(seen.len(), 2);
        assert_eq!(
            (seen[0].text.as_str(), seen[0].line, seen[0].confidence),
            ("交易单号", (1, 1, 2), 96.5)
        );
        assert_eq!(
            (seen[1].text.as_str(), seen[1].left, seen[1].width),
            ("4200", 200, 300)
        );
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "(5\t|[0-9]{1,12}\t|[-.\\PC]{0,4}\t|\n){0,60}") {
            parse_tsv(&text);
        }
    }
}
