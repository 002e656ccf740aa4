//! The labels in a line, each with its value.

use super::super::half_width;
use super::super::rows::Glyph;
use super::super::value;
use super::super::words::{Found, Meaning, words};
use super::super::{Doubt, Field, Layout};
use super::{Item, Reader};

/// A label in a line: where it begins, how many glyphs it takes, and what speaks against it.
struct Label {
    at: usize,
    found: Found,
    doubt: Option<Doubt>,
}

/// The labels of a line with their values. The first may be followed by a blank; those further on need a colon, or a value of their
/// form where a sentence or a blank parts them from what stands before.
pub(super) fn items(line: &str, reader: Reader) -> Vec<Item> {
    let raw: Vec<char> = line.chars().collect();
    let (places, glyphs) = glyphs(&raw);
    let mut labels: Vec<Label> = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let label = Parting::before(&glyphs, at).and_then(|parting| {
            let before = labels.last().map(|label| label.found.meaning);
            announced(&glyphs, at, parting, before, reader)
        });
        match label {
            Some(label) => {
                at += label.found.taken;
                labels.push(label);
            }
            None => at += 1,
        }
    }
    let raw_at = |glyph: usize| places.get(glyph).copied().unwrap_or(raw.len());
    let text = |from: usize, to: usize| {
        raw.get(from..to.max(from))
            .unwrap_or_default()
            .iter()
            .collect::<String>()
    };
    let ends = labels.iter().skip(1).map(|label| label.at);
    let ends: Vec<usize> = ends.chain([glyphs.len()]).collect();
    labels
        .into_iter()
        .zip(ends)
        .map(|(label, end)| {
            let begins = label.at + label.found.taken;
            Item {
                label: text(raw_at(label.at), raw_at(begins))
                    .trim()
                    .trim_end_matches([':', '：'])
                    .to_owned(),
                meaning: label.found.meaning,
                value: text(raw_at(begins), raw_at(end))
                    .trim()
                    .trim_end_matches([',', '，', ';', '；', '|', '、', '。', '【'])
                    .trim()
                    .to_owned(),
                rank: label.found.rank(),
                doubt: label.doubt,
                row: None,
            }
        })
        .collect()
}

/// The label that a cell is, and nothing else.
pub(super) fn whole_label(cell: &str, layout: Layout) -> Option<Found> {
    let plain = half_width(cell);
    let name: Vec<char> = plain.split('(').next().unwrap_or_default().chars().collect();
    let (_, mut glyphs) = glyphs(&name);
    for glyph in &mut glyphs {
        glyph.gap = 0.0;
    }
    words()
        .label(layout, &glyphs)
        .filter(|label| label.exact && label.taken == glyphs.len())
}

/// The characters but for the blanks, and their places.
fn glyphs(raw: &[char]) -> (Vec<usize>, Vec<Glyph>) {
    let mut places = Vec::new();
    let mut glyphs: Vec<Glyph> = Vec::new();
    let mut gap = 0.0;
    for (at, c) in raw.iter().copied().enumerate() {
        if c.is_whitespace() {
            gap = 2.0;
            continue;
        }
        places.push(at);
        glyphs.push(Glyph {
            c,
            left: 0,
            right: 0,
            confidence: 100.0,
            gap,
        });
        gap = 0.0;
    }
    (places, glyphs)
}

/// What parts a label from what stands before it.
#[derive(Clone, Copy, PartialEq)]
enum Parting {
    Start,
    Blank,
    Mark,
}

impl Parting {
    fn before(glyphs: &[Glyph], at: usize) -> Option<Self> {
        let Some(before) = at.checked_sub(1).and_then(|before| glyphs.get(before)) else {
            return Some(Self::Start);
        };
        let mark = matches!(
            before.c,
            ',' | '，' | ';' | '；' | '|' | '、' | '。' | '】' | '【' | '·' | '*' | '!' | '！'
        );
        let blank = glyphs.get(at).is_some_and(|glyph| glyph.gap > 0.0);
        match (mark, blank) {
            (true, _) => Some(Self::Mark),
            (false, true) => Some(Self::Blank),
            (false, false) => None,
        }
    }
}

/// The label at a place of a line, if what follows makes it one. `before` is what the label before it announces.
fn announced(
    glyphs: &[Glyph],
    at: usize,
    parting: Parting,
    before: Option<Meaning>,
    reader: Reader,
) -> Option<Label> {
    let rest = glyphs.get(at..)?;
    let label = |found: Found, doubt: Option<Doubt>| Some(Label { at, found, doubt });
    let found = words().label(reader.layout, rest).filter(|label| label.exact);
    if let Some(found) = found {
        let first = before.is_none() && at < 3;
        let sign = rest.first().is_some_and(|glyph| glyph.c == '#');
        if sign {
            return hash(rest, found).and_then(|doubt| label(found, doubt));
        }
        // A remark may speak of anything.
        let free = before.is_none_or(|before| before != Meaning::Other);
        let follows = free && fits(found, rest, parting, reader);
        if first || colon(rest, found.taken) || follows {
            return label(found, None);
        }
        return None;
    }
    // 「订单号是…」 and, in a sentence, 「实付18.8元」 or 「商品…」: nothing parts the label from its value.
    let found = words().prefix(reader.layout, rest)?;
    let next = rest.get(found.taken)?;
    if matches!(next.c, '是' | '为') {
        let found = Found {
            taken: found.taken + 1,
            ..found
        };
        let said = !matches!(found.meaning, Meaning::Other | Meaning::Status);
        return if said && fits(found, rest, Parting::Mark, reader) {
            label(found, Some(Doubt::Sentence))
        } else {
            None
        };
    }
    let free = before.is_some_and(|before| before != Meaning::Other) || before.is_none() && at == 0;
    let figure = matches!(next.c, '¥' | '￥') || next.c.is_ascii_digit();
    if free
        && parting != Parting::Blank
        && figure
        && fits(found, rest, parting, reader)
        && is_figure(found.meaning)
    {
        return label(found, None);
    }
    let account = found.meaning == Meaning::Field(Field::Account) && next.c.is_ascii_alphanumeric();
    if free && parting == Parting::Mark && account && fits(found, rest, parting, reader) {
        return label(found, None);
    }
    let product = found.meaning == Meaning::Field(Field::Product) && !goes_on(next.c);
    if before.is_some_and(|before| before != Meaning::Other) && parting == Parting::Mark && product {
        return label(found, Some(Doubt::Sentence));
    }
    None
}

fn is_figure(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Total
            | Meaning::Payable
            | Meaning::Discount
            | Meaning::UnitPrice
            | Meaning::Quantity
            | Meaning::Field(Field::Amount)
    )
}

/// Whether the text behind a label has the form of its value.
fn fits(found: Found, rest: &[Glyph], parting: Parting, reader: Reader) -> bool {
    let mut text = String::new();
    for glyph in rest.iter().skip(found.taken) {
        if glyph.gap > 0.0 && !text.is_empty() {
            text.push(' ');
        }
        text.push(glyph.c);
    }
    let begins = |known: fn(char) -> bool| text.starts_with(known);
    match found.meaning {
        meaning if is_figure(meaning) => {
            let number = text.trim_start_matches(['-', '+', '¥', '￥', ' ']);
            number.starts_with(|c: char| c.is_ascii_digit())
        }
        Meaning::OrderedAt | Meaning::Field(Field::PaidAt) => {
            let text = value::clause(&text);
            let whole = |text: &str| found.meaning.fits(text, reader.now);
            // What follows may belong to the next label.
            let first_two = || text.split(' ').take(2).collect::<Vec<_>>().join(" ");
            whole(text) || whole(&first_two())
        }
        meaning if meaning.is_number() => {
            begins(|c| c.is_ascii_alphanumeric() || c == '#')
                && value::number(value::clause(&text), true).is_some()
        }
        Meaning::Field(Field::Account) => {
            let word = text.split(' ').next().unwrap_or_default();
            begins(|c| c.is_ascii_alphanumeric()) && value::is_account(value::clause(word))
        }
        // A name may hold such a word itself.
        Meaning::Field(Field::Product | Field::Platform | Field::Merchant) => {
            parting == Parting::Mark && !text.is_empty()
        }
        _ => false,
    }
}

/// Whether a character makes a longer word or a sentence out of the label before it.
fn goes_on(c: char) -> bool {
    matches!(
        c,
        '已' | '将'
            | '有'
            | '的'
            | '问'
            | '发'
            | '到'
            | '不'
            | '未'
            | '会'
            | '在'
            | '由'
            | '没'
            | '可'
            | '请'
            | '和'
            | '与'
            | '及'
            | '或'
            | '，'
            | '。'
            | ','
            | '！'
            | '!'
            | '；'
    )
}

/// What speaks against a number behind a `#` being that of an order. Orders of one widespread shop software have eighteen digits.
fn hash(rest: &[Glyph], found: Found) -> Option<Option<Doubt>> {
    let number: String = rest
        .iter()
        .skip(found.taken)
        .map(|glyph| glyph.c)
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let sure = number.len() == 18 && digits == 18;
    (number.len() >= 8 && digits >= 4).then_some((!sure).then_some(Doubt::NoLabel))
}

fn colon(rest: &[Glyph], taken: usize) -> bool {
    taken
        .checked_sub(1)
        .and_then(|last| rest.get(last))
        .is_some_and(|glyph| matches!(glyph.c, ':' | '：'))
}
