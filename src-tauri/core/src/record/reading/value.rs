//! Mending what an engine misreads in amounts, times, numbers and names.

use super::rows::is_han;
use super::{Doubt, half_width};
use crate::Code;
use crate::order::{Fen, Moment, Zone};
use crate::record::table::wall_clock;
use crate::record::{Toward, read_amount, read_moment};
use chrono::NaiveDateTime;

/// The zone of payment bills.
const BILLS: Zone = Zone::Asia__Shanghai;
/// A number with fewer characters is a piece of one.
const SHORTEST_NUMBER: usize = 4;

/// Letters and signs that are taken for digits.
fn as_digit(c: char) -> Option<char> {
    Some(match c {
        'O' | 'o' | 'D' | 'Q' | '〇' => '0',
        'l' | 'I' | '|' | 'i' | '!' | '[' | ']' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'B' => '8',
        _ => return None,
    })
}

/// Reads an amount and says what makes it doubtful. The sign and what the currency sign was read as are left out, up to
/// three characters before the first digit.
pub(in crate::record) fn amount(text: &str) -> Option<(Fen, Option<Doubt>)> {
    let plain = half_width(text);
    let plain = plain.trim();
    let mut first = plain.chars().position(|c| c.is_ascii_digit())?;
    // A one before the first comma is often read as a bracket.
    let comma = plain
        .chars()
        .position(|c| c == ',')
        .filter(|comma| *comma < first);
    if let Some(comma) = comma {
        let one = |c: char| matches!(c, '[' | ']' | 'l' | 'I' | '|');
        let ones = plain
            .chars()
            .take(comma)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .take_while(|c| one(*c))
            .count();
        first = comma - ones.min(1);
    }
    let before: Vec<char> = plain.chars().take(first).filter(|c| !c.is_whitespace()).collect();
    // "人民币98.50", "合计：¥98.50" and the like are handled by labels; more than this is a sentence.
    if before.len() > 3
        || before.iter().filter(|c| is_han(**c)).count() > 2
        || before.iter().any(|c| matches!(c, '.' | ','))
    {
        return None;
    }
    let mut mended = before.iter().any(|c| as_digit(*c).is_some());
    let body: String = plain
        .chars()
        .skip(first)
        .take_while(|c| !matches!(c, '元' | '('))
        .collect();
    let body = body
        .trim_end_matches(|c: char| !c.is_ascii_digit() && as_digit(c).is_none() || c == '|')
        .trim();
    if body.chars().count() > 20 {
        return None;
    }
    let mut digits = String::new();
    let mut blank = false;
    for c in body.chars() {
        match c {
            '0'..='9' => {
                if blank && digits.ends_with(|c: char| c.is_ascii_digit()) {
                    digits.push('_');
                }
                digits.push(c);
            }
            '.' | ',' => digits.push(c),
            '。' | '·' | '、' | '\'' | ';' | ':' => {
                digits.push('.');
                mended = true;
            }
            c if c.is_whitespace() => {
                blank = true;
                continue;
            }
            c => {
                digits.push(as_digit(c)?);
                mended = true;
            }
        }
        blank = false;
    }
    let (number, flaw) = pointed(&digits)?;
    let fen = read_amount(&number, Code::Amount).ok()?;
    let padded = number.len() > 1 && number.starts_with('0') && !number.starts_with("0.");
    let flaw = flaw.or((mended || padded).then_some(Doubt::Mended));
    Some((fen, flaw))
}

/// Puts the point where it belongs: digits, `.`, `,` and `_` for a blank in, a plain number out.
fn pointed(digits: &str) -> Option<(String, Option<Doubt>)> {
    let Some(last) = digits.rfind(['.', ',', '_']) else {
        return Some((digits.to_owned(), Some(Doubt::NoPoint)));
    };
    let (whole, decimals) = (digits.get(..last)?, digits.get(last + 1..)?);
    let mark = digits.get(last..)?.chars().next()?;
    let groups: Vec<&str> = whole.split(['.', ',', '_']).collect();
    let grouped = groups.len() == 1
        || groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.iter().skip(1).all(|group| group.len() == 3);
    let clean = !whole.contains(['.', '_']);
    if whole.is_empty() {
        return None;
    }
    match (mark, decimals.len()) {
        ('.', 2) if grouped => Some((
            format!("{}.{decimals}", groups.concat()),
            (!clean).then_some(Doubt::Mended),
        )),
        ('.', 1) if grouped => Some((format!("{}.{decimals}", groups.concat()), Some(Doubt::Shape))),
        (',' | '_', 2) if grouped => Some((format!("{}.{decimals}", groups.concat()), Some(Doubt::NoPoint))),
        (',', 3) if grouped => Some((digits.replace([',', '.', '_'], ""), Some(Doubt::NoPoint))),
        // The blank or comma is within the number, and the point is gone or elsewhere.
        ('.', 2) => Some((format!("{}.{decimals}", groups.concat()), Some(Doubt::Mended))),
        _ => None,
    }
}

/// Reads a time: the form's text and what makes it doubtful. A full date and time comes out as `2026-11-20 21:03:45`; one
/// without a year or a day stays as it is written, as far as a form could read it.
pub(in crate::record) fn time(text: &str, now: Moment, zone: Zone) -> Option<(String, Option<Doubt>)> {
    let plain = half_width(text).trim().to_owned();
    if plain.chars().count() > 60 {
        return None;
    }
    full_time(&plain, zone).or_else(|| {
        let at = read_moment(&plain, now, BILLS, Toward::Past, Code::PaidAt).ok()?;
        // Digits alone are a number that happens to make a time.
        let written = plain.contains([':', '点', '时']);
        let typed = if zone == BILLS && !plain.contains('年') {
            plain
        } else {
            at.local(zone)
        };
        written.then_some((typed, None))
    })
}

fn full_time(plain: &str, zone: Zone) -> Option<(String, Option<Doubt>)> {
    let mut groups: Vec<String> = Vec::new();
    let mut marks: Vec<String> = Vec::new();
    let mut mended = false;
    let mut in_digits = false;
    for c in plain.chars() {
        let digit = match c {
            '0'..='9' => Some(c),
            c if in_digits => as_digit(c)
                .filter(|_| c.is_ascii_alphabetic() || c == '|')
                .inspect(|_| mended = true),
            _ => None,
        };
        match (digit, in_digits) {
            (Some(digit), true) => groups.last_mut()?.push(digit),
            (Some(digit), false) => groups.push(digit.to_string()),
            (None, _) if groups.is_empty() => mended |= !c.is_whitespace(),
            (None, true) => marks.push(c.to_string()),
            (None, false) => marks.last_mut()?.push(c),
        }
        in_digits = digit.is_some();
    }
    // A blank within a time of day, or the blank between day and hour lost.
    if let Some(day_and_hour) = groups.get_mut(2).filter(|day| day.len() == 4) {
        let hour = day_and_hour.split_off(2);
        groups.insert(3, hour);
        marks.insert(2.min(marks.len()), " ".to_owned());
    }
    if !(5..=6).contains(&groups.len()) || groups.first()?.len() != 4 {
        return None;
    }
    if plain.contains("下午") || plain.contains("晚上") || plain.contains("中午") || plain.contains("凌晨")
    {
        return None;
    }
    if groups.iter().skip(1).any(|group| group.len() > 2)
        || groups.iter().skip(4).any(|group| group.len() != 2)
    {
        return None;
    }
    let expected: [&[&str]; 5] = [
        &["-", "/", ".", "年"],
        &["-", "/", ".", "月"],
        &["日", "", "T"],
        &[":"],
        &[":"],
    ];
    for (mark, expected) in marks.iter().zip(expected) {
        mended |= !expected.contains(&mark.trim());
    }
    let after = marks.get(groups.len() - 1).map_or("", |mark| mark.trim());
    mended |= !matches!(after, "" | "秒" | ">" | "复制");
    let (date, time) = (groups.get(..3)?.join("-"), groups.get(3..)?.join(":"));
    let (at, seconds) = wall_clock(&format!("{date} {time}")).ok()?;
    let shown = in_zone(at, zone)?;
    let shown = if seconds { shown.as_str() } else { shown.get(..16)? };
    Some((shown.to_owned(), mended.then_some(Doubt::Mended)))
}

/// A bill's time in the person's zone.
fn in_zone(at: NaiveDateTime, zone: Zone) -> Option<String> {
    let at = at.and_local_timezone(BILLS).earliest()?;
    Some(Moment::from(at).local(zone))
}

/// Reads a number: exact text without blanks and without the words of buttons around it, and what makes it doubtful.
/// `mend` turns letters among digits into the digits for which they are misread.
pub(super) fn number(text: &str, mend: bool) -> Option<(String, Option<Doubt>)> {
    let plain: Vec<char> = half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(200)
        .collect();
    let mut odd = false;
    let mut kept: Vec<char> = Vec::new();
    for c in plain {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '|') && !kept.is_empty() {
            kept.push(c);
        } else if kept.len() >= SHORTEST_NUMBER && is_han(c) {
            break;
        } else if !kept.is_empty() {
            odd |= !matches!(c, '>' | '"' | '”' | '\'' | ':');
        }
    }
    while kept.last().is_some_and(|c| matches!(c, '-' | '_' | '|')) {
        kept.pop();
    }
    let digits = kept.iter().filter(|c| c.is_ascii_digit()).count();
    if kept.len() < SHORTEST_NUMBER || digits < SHORTEST_NUMBER {
        return None;
    }
    // Letters before the digits are meant. Among digits alone they are misread ones; among other letters it is open.
    let prefix = kept.iter().take_while(|c| c.is_ascii_uppercase()).count();
    let letters = || {
        kept.iter()
            .skip(prefix)
            .filter(|c| c.is_ascii_alphabetic() || **c == '|')
    };
    let mut mended = false;
    if mend && letters().all(|c| as_digit(*c).is_some()) {
        for c in kept.iter_mut().skip(prefix) {
            if let Some(digit) = as_digit(*c) {
                *c = digit;
                mended = true;
            }
        }
    } else if mend {
        odd |= letters().any(|c| matches!(c, 'O' | 'o' | 'l' | 'I' | '|'));
    }
    let doubt = (odd || mended).then_some(Doubt::Mended);
    Some((kept.into_iter().collect(), doubt))
}

/// Reads a name: no blanks beside Chinese characters, no stray marks at its ends.
pub(super) fn name(text: &str) -> Option<String> {
    let stray = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '”'
                    | '“'
                    | '\''
                    | '‘'
                    | '’'
                    | ':'
                    | '：'
                    | '|'
                    | ';'
                    | '>'
                    | '》'
                    | '<'
                    | '_'
                    | '~'
                    | '，'
                    | ','
                    | '、'
                    | '。'
                    | '.'
                    | '·'
                    | '-'
                    | '—'
            )
    };
    let text = text.trim_matches(stray);
    let mut name = String::new();
    let mut blank = false;
    for c in text.chars().take(200) {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank
            && name
                .chars()
                .next_back()
                .is_some_and(|last| !is_han(last) && last != ')' && last != '(')
            && !is_han(c)
            && c != '('
            && c != ')'
        {
            name.push(' ');
        }
        blank = false;
        name.push(c);
    }
    (!name.is_empty()).then_some(name)
}

/// A company's name: its brackets are Chinese ones, as in the register.
pub(super) fn company(text: &str) -> Option<String> {
    let name: String = name(text)?
        .chars()
        .map(|c| match c {
            '(' | '〈' | '〔' | '【' | '[' | '《' => '（',
            ')' | '〉' | '〕' | '】' | ']' | '》' => '）',
            c => c,
        })
        .collect();
    (name.chars().count() >= 2).then_some(name)
}

/// An account to be charged, and what makes it doubtful. A mobile number has eleven digits.
pub(super) fn account(text: &str, mobile: bool) -> Option<(String, Option<Doubt>)> {
    let plain: String = half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(100)
        .collect();
    let plain = plain
        .trim_end_matches("复制")
        .trim_matches(|c: char| matches!(c, ':' | '"' | '”' | '>' | '|' | '(' | ')'));
    // Before mere digits a Chinese character is a speck.
    let rest = plain.trim_start_matches(is_han);
    let plain = if rest.len() >= 5 && rest.bytes().all(|b| b.is_ascii_digit()) {
        rest
    } else {
        plain
    };
    if plain.is_empty() {
        return None;
    }
    let digits = plain.chars().all(|c| c.is_ascii_digit() || c == '*');
    let odd = if mobile {
        !(digits && plain.len() == 11 && plain.starts_with('1'))
    } else {
        // A letter among mere digits that looks like a digit.
        let looks = plain
            .chars()
            .filter(|c| !c.is_ascii_digit() && as_digit(*c).is_some())
            .count();
        let letters = plain.chars().filter(|c| !c.is_ascii_digit()).count();
        looks > 0 && looks == letters
    };
    Some((plain.to_owned(), odd.then_some(Doubt::Shape)))
}

#[cfg(test)]
mod tests;
