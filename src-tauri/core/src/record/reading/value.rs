//! Mending what an engine misreads in amounts, times, numbers and names.

use super::rows::is_han;
use super::words::words;
use super::{Doubt, half_width};
use crate::Code;
use crate::order::{BEIJING, Fen, Moment};
use crate::record::table::wall_clock;
use crate::record::{Toward, read_amount, read_moment};
use chrono::NaiveDate;

/// A number with fewer characters is a piece of one.
const SHORTEST_NUMBER: usize = 4;
/// A number with so many characters may not fit in one line.
const LONG_PIECE: usize = 12;

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

/// Reads a typed amount, in which nothing is mended that a form would take.
pub(super) fn typed_amount(text: &str) -> Option<(Fen, Option<Doubt>)> {
    match read_amount(figure(text), Code::Amount) {
        Ok(fen) => Some((fen, None)),
        Err(_) => amount(text),
    }
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
pub(in crate::record) fn time(text: &str, now: Moment) -> Option<(String, Option<Doubt>)> {
    let plain = half_width(text).trim().to_owned();
    if plain.chars().count() > 60 {
        return None;
    }
    full_time(&plain).or_else(|| {
        let at = read_moment(&plain, now, BEIJING, Toward::Past, Code::PaidAt).ok()?;
        // Digits alone are a number that happens to make a time.
        let written = plain.contains([':', '点', '时']);
        let typed = if plain.contains('年') {
            at.local(BEIJING)
        } else {
            plain
        };
        written.then_some((typed, None))
    })
}

fn full_time(plain: &str) -> Option<(String, Option<Doubt>)> {
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
    let shown = at.format(if seconds {
        "%Y-%m-%d %H:%M:%S"
    } else {
        "%Y-%m-%d %H:%M"
    });
    Some((shown.to_string(), mended.then_some(Doubt::Mended)))
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
            // Four digits before these are a year, a price or a length.
            if kept.len() <= SHORTEST_NUMBER + 1 && matches!(c, '年' | '元' | '点' | '分' | '天') {
                return None;
            }
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

/// Marks that belong to no name when they stand at its ends.
fn is_stray(c: char) -> bool {
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
}

/// Reads a typed name: its blanks are meant.
pub(super) fn typed_name(text: &str) -> Option<String> {
    let words: Vec<&str> = text.trim_matches(is_stray).split_whitespace().collect();
    let name: String = words.join(" ").chars().take(200).collect();
    (!name.is_empty()).then_some(name)
}

/// Reads a name: no blanks beside Chinese characters, no stray marks at its ends.
pub(super) fn name(text: &str) -> Option<String> {
    let text = text.trim_matches(is_stray);
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
        .trim_matches(|c: char| matches!(c, ':' | '"' | '”' | '>' | '|'));
    // "12345678(QQ号)": what the account is for is no part of it.
    let plain = match plain.split_once('(') {
        Some((account, remark)) if !account.is_empty() && remark.contains(is_han) => account,
        _ => plain.trim_matches(['(', ')']),
    };
    let (plain, mended) = bare_account(plain);
    if !plain.contains(char::is_alphanumeric) {
        return None;
    }
    if plain.contains(['*', '•', '●']) {
        return Some((plain.to_owned(), Some(Doubt::Starred)));
    }
    let digits = plain.chars().all(|c| c.is_ascii_digit());
    let odd = if mobile {
        !(digits && plain.len() == 11 && plain.starts_with('1'))
    } else {
        // A letter among mere digits that looks like a digit.
        let looks = plain
            .chars()
            .filter(|c| !c.is_ascii_digit() && as_digit(*c).is_some())
            .count();
        let letters = plain.chars().filter(|c| !c.is_ascii_digit()).count();
        // A Chinese character says that a word stands there, or that one was left on it.
        looks > 0 && looks == letters || !is_account(plain) || plain.contains(is_han)
    };
    let doubt = odd.then_some(Doubt::Shape).or(mended.then_some(Doubt::Mended));
    Some((plain.to_owned(), doubt))
}

/// An account without what stands right before it, and whether that may have been a part of it or something else.
fn bare_account(plain: &str) -> (&str, bool) {
    let is_number = |text: &str| text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit());
    // "QQ号12345678": what kind it is of is no part of it, where what follows is an account by itself.
    if let Some(word) = words().account_word(plain)
        && let Some(behind) = plain.strip_prefix(word)
    {
        let rest = behind.trim_start_matches([':', ')']);
        let is_word = word.contains(is_han) || rest != behind;
        if is_word && is_account(rest) && !rest.contains(is_han) {
            return (rest, false);
        }
        // "QQ12345678": letters alone may begin a name that somebody gave himself.
        if !is_word && is_number(rest) {
            return (rest, true);
        }
    }
    // Before mere digits a Chinese character is a speck; several are a word that nobody knows.
    let rest = plain.trim_start_matches(is_han);
    if is_number(rest) {
        let before = plain.strip_suffix(rest).unwrap_or_default();
        return (rest, before.chars().count() > 1);
    }
    (plain, false)
}

/// Whether a text looks like an account: letters and digits, not words.
pub(super) fn is_account(text: &str) -> bool {
    let known = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '*' | '•' | '●');
    text.chars().filter(known).count() >= 3
}

/// How many, of a text like `2`, `x2` or `2个`.
pub(super) fn quantity(text: &str) -> Option<i64> {
    let plain = half_width(text);
    let digits = plain
        .trim()
        .trim_start_matches(|c: char| matches!(c, 'x' | 'X' | '×' | '*') || c.is_whitespace())
        .trim_end_matches(|c: char| is_han(c) || c.is_whitespace());
    let short = !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|b| b.is_ascii_digit());
    short
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|count| *count > 0)
}

/// A product without the `x 2` with which a shop ends it, and how many these are.
pub(super) fn without_times(text: &str) -> (&str, Option<i64>) {
    let text = text.trim_end();
    let Some(at) = text.rfind(['x', 'X', '×']) else {
        return (text, None);
    };
    let (name, times) = text.split_at(at);
    let count = quantity(times).filter(|_| name.ends_with(char::is_whitespace) && times.len() > 1);
    if count.is_some() && !name.trim().is_empty() && times.ends_with(|c: char| c.is_ascii_digit()) {
        (name.trim_end(), count)
    } else {
        (text, None)
    }
}

/// Whether a name ends in what may be an `x 2` that belongs to it or not.
pub(super) fn ends_in_times(name: &str) -> bool {
    let before = name.trim_end_matches(|c: char| c.is_ascii_digit());
    before.len() < name.len() && before.trim_end().ends_with(['x', 'X', '×'])
}

/// The part of a typed value before the sentence goes on.
pub(super) fn clause(text: &str) -> &str {
    let text = text.trim();
    let end = text
        .char_indices()
        .find(|(_, c)| matches!(c, '，' | '。' | '；' | '！' | '？'))
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text).trim_end()
}

/// The part of a typed value that can be an amount: before a remark in brackets, or before the sentence goes on.
pub(super) fn figure(text: &str) -> &str {
    let text = text.trim();
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let digit_follows = text
            .get(at + c.len_utf8()..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let ends = match c {
            '(' | '（' => at > 0,
            '，' | '。' | '；' | ',' | ';' => !digit_follows,
            _ => false,
        };
        if ends {
            end = at;
            break;
        }
    }
    text.get(..end).unwrap_or(text).trim_end()
}

/// The amount that a line is and nothing else: with two decimals, or with a currency sign.
pub(super) fn bare_amount(text: &str) -> Option<(Fen, Option<Doubt>)> {
    let text = text.trim();
    let number = text
        .trim_start_matches(['-', '－', '−', '+'])
        .trim_start_matches(['¥', '￥'])
        .trim_start_matches(['-', '−'])
        .trim()
        .trim_end_matches('元')
        .trim_end();
    let signed = text.contains(['¥', '￥', '元']);
    let pointed = number
        .rsplit_once('.')
        .is_some_and(|(_, decimals)| decimals.len() == 2);
    let figures = !number.is_empty()
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    (figures && (signed || pointed))
        .then(|| read_amount(number, Code::Amount).ok())
        .flatten()
        .map(|fen| (fen, None))
}

/// Whether a line is nothing but letters and digits, but for the word of a button behind them.
pub(super) fn is_code(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '|');
    code_of(text).chars().all(known) && !code_of(text).is_empty()
}

/// Whether a line is nothing but a piece of a number.
pub(super) fn is_piece(text: &str) -> bool {
    let code = code_of(text);
    let digits = code.chars().filter(char::is_ascii_digit).count();
    is_code(text) && code.len() >= 2 && digits * 4 >= code.len()
}

fn code_of(text: &str) -> String {
    half_width(text)
        .trim_end_matches(|c: char| is_han(c) || c.is_whitespace())
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// Whether a piece of a number is so long that it breaks over a line.
pub(super) fn is_long_piece(text: &str) -> bool {
    is_piece(text) && text.chars().filter(char::is_ascii_alphanumeric).count() >= LONG_PIECE
}

/// A 交易单号 of 微信支付: 28 digits with the date from the eleventh on.
pub(super) fn is_wechat_number(number: &str) -> bool {
    number.len() == 28 && number.bytes().all(|b| b.is_ascii_digit()) && date(number, 10).is_some()
}

/// A 订单号 of 支付宝: 28 to 32 digits that begin with the date.
pub(super) fn is_alipay_number(number: &str) -> bool {
    (28..=32).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
        && date(number, 0).is_some()
}

/// The date at a place of a number, if there is a likely one.
pub(super) fn date(number: &str, at: usize) -> Option<NaiveDate> {
    let digits = number
        .get(at..at + 8)
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let date = NaiveDate::parse_from_str(digits, "%Y%m%d").ok()?;
    digits.starts_with("20").then_some(date)
}

#[cfg(test)]
mod tests;
