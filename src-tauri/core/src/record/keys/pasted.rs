//! Card keys out of a pasted block, in whatever form a shop sent them.
//!
//! A line is read for labels (卡号：… 密码：…) first, and else taken apart where a sign stands that no key has. What could be one
//! key or two is decided by how many are still to come, and where that says nothing it is asked.

use super::super::number::visible;
use crate::order::CardKey;
use crate::{Code, Failure, Outcome, text};
use std::collections::BTreeSet;

/// Keys as they were pasted, each once.
#[derive(Default)]
pub struct Pasted {
    pub keys: Vec<CardKey>,
    /// How many stood there once more.
    pub doubled: u32,
    /// The lines of which something is no key, from 1.
    pub left_out: Vec<u32>,
}

/// The longest text, and the longest key.
const LONGEST: usize = 200_000;
const LONGEST_KEY: usize = 512;
/// What has fewer letters and digits is no key.
const SHORTEST_KEY: usize = 4;

/// What a label says of what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    /// The card's number.
    Number,
    /// What opens it.
    Secret,
    /// Both, one behind the other.
    Both,
    /// Nothing of a key.
    Aside,
}

/// Labels as shops print them, the longer ones of a beginning first. Latin ones need a colon behind them.
const LABELS: [(&str, Label); 58] = [
    ("卡号卡密", Label::Both),
    ("卡号密码", Label::Both),
    ("卡号/卡密", Label::Both),
    ("卡号/密码", Label::Both),
    ("卡号和密码", Label::Both),
    ("账号密码", Label::Both),
    ("帐号密码", Label::Both),
    ("充值卡号", Label::Number),
    ("充值密码", Label::Secret),
    ("兑换密码", Label::Secret),
    ("卡片密码", Label::Secret),
    ("卡密内容", Label::Secret),
    ("卡密信息", Label::Secret),
    ("卡密码", Label::Secret),
    ("序列号", Label::Number),
    ("卡片号", Label::Number),
    ("卡号", Label::Number),
    ("账号", Label::Number),
    ("帐号", Label::Number),
    ("卡密", Label::Secret),
    ("密码", Label::Secret),
    ("密钥", Label::Secret),
    ("口令", Label::Secret),
    ("充值码", Label::Secret),
    ("兑换码", Label::Secret),
    ("激活码", Label::Secret),
    ("礼品码", Label::Secret),
    ("提货码", Label::Secret),
    ("券码", Label::Secret),
    ("序列码", Label::Secret),
    ("激活密钥", Label::Secret),
    ("有效期至", Label::Aside),
    ("有效期", Label::Aside),
    ("过期时间", Label::Aside),
    ("到期时间", Label::Aside),
    ("购买时间", Label::Aside),
    ("发货时间", Label::Aside),
    ("下单时间", Label::Aside),
    ("订单编号", Label::Aside),
    ("订单号", Label::Aside),
    ("商品名称", Label::Aside),
    ("商品", Label::Aside),
    ("面值", Label::Aside),
    ("面额", Label::Aside),
    ("金额", Label::Aside),
    ("数量", Label::Aside),
    ("客服", Label::Aside),
    ("cardno", Label::Number),
    ("card no", Label::Number),
    ("card", Label::Number),
    ("sn", Label::Number),
    ("cdkey", Label::Secret),
    ("cdk", Label::Secret),
    ("key", Label::Secret),
    ("code", Label::Secret),
    ("pin", Label::Secret),
    ("password", Label::Secret),
    ("pwd", Label::Secret),
];

/// Words beside a key that say nothing of what it is.
const NOTES: [&str; 14] = [
    "未使用",
    "未激活",
    "未用",
    "有效",
    "正常",
    "可用",
    "已发货",
    "发货成功",
    "复制",
    "一键复制",
    "点击复制",
    "已使用",
    "已被使用",
    "无效",
];

/// Reads the keys of a block. `pairs`: what stands two by two on a line is a number and its password; `room`: how many keys the
/// order can still take.
///
/// # Errors
/// No key at all, one that is too long, and a line that could be one key or two.
pub fn read_keys(text: &str, pairs: bool, room: u32) -> Outcome<Pasted> {
    let refused = |text| Err(Failure::new(Code::Text, text));
    if text.chars().count() > LONGEST {
        return refused(text!(keys_too_long, most = LONGEST));
    }
    let folded = folded(text);
    let mut block = Block::default();
    for (line, words) in (1..).zip(folded.lines()) {
        block.line(line, words);
    }
    let (found, left_out) = block.keys(pairs, room)?;
    if found.is_empty() {
        return refused(text!(keys_none));
    }
    let mut seen = BTreeSet::new();
    let mut doubled = 0;
    let mut keys = Vec::new();
    for key in found {
        if key.secrets().any(|part| part.len() > LONGEST_KEY) {
            return refused(text!(key_too_long, most = LONGEST_KEY));
        }
        if seen.insert(key.identity()) {
            keys.push(key);
        } else {
            doubled += 1;
        }
    }
    Ok(Pasted {
        keys,
        doubled,
        left_out: left_out.into_iter().collect(),
    })
}

/// The text half as wide, without what nobody sees, with one kind of blank, line end and dash; a number in a ring parts as a
/// comma does.
fn folded(text: &str) -> String {
    let parted = text.replace("\r\n", "\n");
    let lines: String = parted
        .chars()
        .map(|c| match c {
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            other => other,
        })
        .collect();
    visible(&lines)
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(u32::from(*c), 0xfe00..=0xfe0f | 0x300..=0x36f | 0x20d0..=0x20ff))
        .map(|c| match u32::from(c) {
            code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
            0xa0 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => ' ',
            0x2010..=0x2015 | 0x2212 | 0xfe58 | 0xfe63 | 0x2500 | 0x2501 => '-',
            0x2460..=0x249b
            | 0x24ea..=0x24ff
            | 0x2776..=0x2793
            | 0x3220..=0x3229
            | 0x3251..=0x325f
            | 0x3280..=0x3289 => ',',
            _ => c,
        })
        .collect()
}

/// What was found at a place of the block.
#[derive(Clone, Debug)]
enum Found {
    /// Something with a label.
    Labelled(Label, String),
    /// What stands on a line between signs that no key has.
    Row(Vec<Piece>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    One(String),
    /// Two that a sign ties to each other.
    Two(String, String),
    /// Two with a blank between them.
    Beside(String, String),
}

#[derive(Default)]
struct Block {
    found: Vec<(u32, Found)>,
    links: Vec<(u32, String)>,
    left_out: BTreeSet<u32>,
    /// A label whose value is on the next line.
    awaited: Option<Label>,
    /// Whether a line above names a number and what opens it as columns.
    columns: bool,
    /// The first line that could be one key or several.
    unclear: Option<u32>,
}

impl Block {
    fn line(&mut self, line: u32, words: &str) {
        let mut words = words.trim().to_owned();
        let mut had_link = false;
        while let Some((before, link, after)) = link(&words) {
            had_link = true;
            words = format!("{before} {after}");
            self.links.push((line, link));
        }
        let words = unnumbered(words.trim());
        if !words.chars().any(char::is_alphanumeric) {
            return;
        }
        if self.is_head(words) {
            return;
        }
        let labels = labels(words);
        if labels.is_empty() {
            if had_link {
                self.left_out.insert(line);
                return;
            }
            let row = self.row(line, words);
            let awaited = self.awaited.take();
            match (awaited, &row[..]) {
                (Some(label), [Piece::One(value)]) => {
                    self.found.push((line, Found::Labelled(label, value.clone())));
                }
                (_, []) => {}
                _ => self.found.push((line, Found::Row(row))),
            }
            return;
        }
        self.awaited = None;
        // What stands before the first label may be the name of the goods.
        let before = &words[..labels[0].0];
        if before.chars().filter(char::is_ascii_alphanumeric).count() >= SHORTEST_KEY {
            self.left_out.insert(line);
        }
        for (at, (_, start, label)) in labels.iter().enumerate() {
            let end = labels.get(at + 1).map_or(words.len(), |next| next.0);
            let value =
                words[*start..end].trim_matches(|c: char| c.is_whitespace() || ",;、|/。".contains(c));
            let value = value.trim_end_matches('-').trim();
            self.columns |= *label == Label::Both;
            match label {
                Label::Aside => {}
                _ if value.is_empty() => {
                    if !had_link {
                        self.awaited = Some(*label);
                    }
                }
                Label::Both => {
                    let row = self.row(line, value);
                    self.found.push((line, Found::Row(row)));
                }
                label => {
                    for piece in self.row(line, value) {
                        let found = match piece {
                            Piece::One(one) => Found::Labelled(*label, one),
                            other => Found::Row(vec![other]),
                        };
                        self.found.push((line, found));
                    }
                }
            }
        }
    }

    /// Whether a line is nothing but labels, as a table has them above its columns.
    fn is_head(&mut self, words: &str) -> bool {
        let cells: Vec<&str> = words
            .split(|c: char| c.is_whitespace() || ",;|/-".contains(c))
            .filter(|cell| !cell.is_empty())
            .collect();
        let label = |cell: &&str| {
            LABELS
                .iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(cell))
                .map(|(_, label)| *label)
        };
        let of_cells: Vec<Label> = cells.iter().filter_map(label).collect();
        if cells.len() < 2 || of_cells.len() < cells.len() {
            return false;
        }
        self.columns |= of_cells.contains(&Label::Number) && of_cells.contains(&Label::Secret);
        true
    }

    /// What stands on a line without labels; what is no key is left out.
    fn row(&mut self, line: u32, words: &str) -> Vec<Piece> {
        let mut row = Vec::new();
        for part in parts(words) {
            let part = unnumbered(bare(&part)).to_owned();
            let part = bare(&part);
            if part.is_empty() || NOTES.contains(&part) || is_place(part) {
                continue;
            }
            match self.pieces(line, part) {
                Some(pieces) => row.extend(pieces),
                None => {
                    self.left_out.insert(line);
                }
            }
        }
        row
    }

    /// The keys in a part of a line; none where it is no key.
    fn pieces(&mut self, line: u32, part: &str) -> Option<Vec<Piece>> {
        let words: Vec<&str> = part
            .split_whitespace()
            .filter(|word| !NOTES.contains(word))
            .collect();
        let one = |word: &str| Piece::One(word.to_owned());
        if let [word] = words[..] {
            let by_dashes = split_dashes(word);
            let word = match &by_dashes[..] {
                [alone] => alone.as_str(),
                _ => word,
            };
            if let [a, b] = &by_dashes[..] {
                return (is_key(a) && is_key(b)).then(|| vec![Piece::Two(a.clone(), b.clone())]);
            }
            if by_dashes.len() > 2 {
                return by_dashes
                    .iter()
                    .all(|word| is_key(word))
                    .then(|| by_dashes.iter().map(|word| one(word)).collect());
            }
            if let Some((a, b)) = word.split_once(':') {
                return (is_key(a) && is_key(b)).then(|| vec![Piece::Two(a.to_owned(), b.to_owned())]);
            }
            let by_slashes: Vec<&str> = word.split('/').collect();
            if by_slashes.len() > 1 && are_alike(&by_slashes) {
                return Some(by_slashes.into_iter().map(one).collect());
            }
            return is_key(word).then(|| vec![one(word)]);
        }
        if !words.iter().all(|word| word.is_ascii()) {
            return None;
        }
        // “A ---- B”, “A / B”: the sign stands by itself.
        let is_dashes = |word: &str| word.len() > 1 && word.chars().all(|c| c == '-');
        if let [a, sign, b] = words[..]
            && (is_dashes(sign) || sign == ":")
        {
            return (is_key(a) && is_key(b)).then(|| vec![Piece::Two(a.to_owned(), b.to_owned())]);
        }
        if words
            .iter()
            .any(|word| is_dashes(word) || matches!(*word, "/" | "-" | "|"))
        {
            let keys: Vec<&str> = words
                .into_iter()
                .filter(|word| !is_dashes(word) && !matches!(*word, "/" | "-" | "|"))
                .collect();
            return keys
                .iter()
                .all(|word| is_key(word))
                .then(|| keys.into_iter().map(one).collect());
        }
        let numbered: Vec<&str> = words.iter().map(|word| unnumbered(word)).collect();
        if numbered
            .iter()
            .zip(&words)
            .all(|(bare, word)| bare.len() < word.len())
        {
            return numbered
                .iter()
                .all(|word| is_key(word))
                .then(|| numbered.into_iter().map(one).collect());
        }
        if !words.iter().all(|word| is_token(word)) {
            return None;
        }
        let lengths: Vec<usize> = words.iter().map(|word| word.len()).collect();
        let (first, last) = (lengths[0], lengths[lengths.len() - 1]);
        let even = lengths[..lengths.len() - 1].iter().all(|length| *length == first);
        if (3..=5).contains(&first) && even && last <= first {
            // One key in groups.
            return Some(vec![Piece::One(words.join(" "))]);
        }
        if !words.iter().all(|word| is_key(word)) {
            return None;
        }
        if let [a, b] = words[..] {
            return Some(vec![Piece::Beside(a.to_owned(), b.to_owned())]);
        }
        if lengths.iter().all(|length| *length >= 8) {
            return Some(words.into_iter().map(one).collect());
        }
        self.unclear.get_or_insert(line);
        Some(Vec::new())
    }

    /// The keys of the block, and the lines of which something was left out.
    fn keys(mut self, pairs: bool, room: u32) -> Outcome<(Vec<CardKey>, BTreeSet<u32>)> {
        if let Some(line) = self.unclear {
            return Err(unclear(line));
        }
        without_count(&mut self.found);
        let forced = pairs || self.columns;
        let two_by_two = self.two_by_two(forced, room)?;
        let mut keys = Vec::new();
        let mut labelled: Vec<(Label, String)> = Vec::new();
        for (_, found) in self.found {
            match found {
                Found::Labelled(label, value) => labelled.push((label, value)),
                Found::Row(row) => {
                    keys.extend(of_labels(std::mem::take(&mut labelled)));
                    keys.extend(of_row(row, two_by_two));
                }
            }
        }
        keys.extend(of_labels(labelled));
        // A link is a key where nothing else is; beside keys it is where they are redeemed.
        if keys.is_empty() {
            keys.extend(self.links.into_iter().map(|(_, link)| alone(link)));
        } else {
            self.left_out.extend(self.links.iter().map(|(line, _)| *line));
        }
        Ok((keys, self.left_out))
    }

    /// Whether two on a line are a number and its password.
    fn two_by_two(&self, forced: bool, room: u32) -> Outcome<TwoByTwo> {
        if forced {
            return Ok(TwoByTwo {
                tied: true,
                listed: true,
            });
        }
        let rows: Vec<(u32, &Vec<Piece>)> = self
            .found
            .iter()
            .filter_map(|(line, found)| match found {
                Found::Row(row) => Some((*line, row)),
                Found::Labelled(..) => None,
            })
            .collect();
        let two = |row: &[Piece]| -> Option<(String, String, bool)> {
            match row {
                [Piece::One(a), Piece::One(b)] => Some((a.clone(), b.clone(), false)),
                [Piece::Beside(a, b)] => Some((a.clone(), b.clone(), false)),
                [Piece::Two(a, b)] => Some((a.clone(), b.clone(), true)),
                _ => None,
            }
        };
        let all: Vec<(String, String, bool)> = rows.iter().filter_map(|(_, row)| two(row)).collect();
        let beside = rows
            .iter()
            .find(|(_, row)| row.iter().any(|piece| matches!(piece, Piece::Beside(..))));
        let is_table = !all.is_empty() && all.len() == rows.len();
        let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let singly = count.saturating_mul(2);
        // How many are still to come speaks for one of the two.
        if is_table && singly == room && count != room {
            return Ok(TwoByTwo {
                tied: all.iter().any(|(a, b, _)| a.len() != b.len()),
                listed: false,
            });
        }
        let fits_as_pairs = count == room || (count <= room && singly > room);
        let in_columns = all.len() > 1
            && all
                .iter()
                .all(|(a, b, _)| (a.len(), b.len()) == (all[0].0.len(), all[0].1.len()))
            && all[0].0.len() != all[0].1.len();
        let listed = is_table && (fits_as_pairs || in_columns);
        if let Some((line, _)) = beside
            && !listed
        {
            return Err(unclear(*line));
        }
        Ok(TwoByTwo { tied: true, listed })
    }
}

fn unclear(line: u32) -> Failure {
    Failure::new(Code::Text, text!(keys_unclear, line = line))
}

/// Whether two are one key: those that a sign ties, and those that only stand on one line.
#[derive(Clone, Copy)]
struct TwoByTwo {
    tied: bool,
    listed: bool,
}

fn alone(key: String) -> CardKey {
    CardKey { number: None, key }
}

fn pair(number: String, key: String) -> CardKey {
    CardKey {
        number: Some(number),
        key,
    }
}

fn of_row(row: Vec<Piece>, two_by_two: TwoByTwo) -> Vec<CardKey> {
    if let [Piece::One(a), Piece::One(b)] = &row[..]
        && two_by_two.listed
    {
        return vec![pair(a.clone(), b.clone())];
    }
    row.into_iter()
        .flat_map(|piece| match piece {
            Piece::One(one) => vec![alone(one)],
            Piece::Two(a, b) if two_by_two.tied => vec![pair(a, b)],
            Piece::Beside(a, b) if two_by_two.listed => vec![pair(a, b)],
            Piece::Two(a, b) | Piece::Beside(a, b) => vec![alone(a), alone(b)],
        })
        .collect()
}

/// A number and what opens it are one key, in whatever order they stand.
fn of_labels(labelled: Vec<(Label, String)>) -> Vec<CardKey> {
    let is_turned = labelled.first().is_some_and(|(label, _)| *label == Label::Secret)
        && labelled.len().is_multiple_of(2)
        && labelled.chunks(2).all(|two| {
            two[0].0 == Label::Secret && two.get(1).is_some_and(|(label, _)| *label == Label::Number)
        });
    let mut keys = Vec::new();
    let mut number: Option<String> = None;
    let mut rest = labelled.into_iter();
    while let Some((label, value)) = rest.next() {
        match label {
            Label::Number => keys.extend(number.replace(value).map(alone)),
            _ if is_turned => {
                let of = rest.next().map(|(_, number)| number);
                keys.push(CardKey {
                    number: of,
                    key: value,
                });
            }
            _ => keys.push(CardKey {
                number: number.take(),
                key: value,
            }),
        }
    }
    keys.extend(number.map(alone));
    keys
}

/// Takes away a first column that only counts the lines.
fn without_count(found: &mut [(u32, Found)]) {
    let mut rows: Vec<&mut Vec<Piece>> = found
        .iter_mut()
        .filter_map(|(_, found)| match found {
            Found::Row(row) => Some(row),
            Found::Labelled(..) => None,
        })
        .collect();
    let first = |row: &[Piece]| -> Option<u32> {
        match row {
            [Piece::One(count), _, ..] => count.parse().ok(),
            _ => None,
        }
    };
    let counts: Vec<u32> = rows.iter().filter_map(|row| first(row)).collect();
    let is_count = rows.len() > 1
        && counts.len() == rows.len()
        && counts.windows(2).all(|two| two[0].checked_add(1) == Some(two[1]));
    if is_count {
        for row in &mut rows {
            row.remove(0);
        }
    }
}

/// The labels in a line: where each begins, where its value begins, and what it says.
fn labels(words: &str) -> Vec<(usize, usize, Label)> {
    let lower = words.to_ascii_lowercase();
    let mut found: Vec<(usize, usize, Label)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = lower.get(at..) {
        let Some(next) = rest.chars().next() else { break };
        let before = lower[..at].chars().next_back();
        let label = LABELS.iter().find_map(|(word, label)| {
            let behind = rest.strip_prefix(word)?;
            let is_latin = word.is_ascii();
            if is_latin && before.is_some_and(|c| c.is_ascii_alphanumeric()) {
                return None;
            }
            // “卡号1：”
            let digits = behind.chars().take_while(char::is_ascii_digit).count();
            let numbered = &behind[digits..];
            let trimmed = numbered.trim_start();
            let sign = trimmed.chars().next().filter(|c| ":=是为".contains(*c));
            let start = match sign {
                Some(sign) if digits <= 3 => words.len() - trimmed.len() + sign.len_utf8(),
                _ if is_latin => return None,
                // “卡号 1234 密码 5678”
                _ => {
                    let value = behind.trim_start();
                    let is_value = value.is_empty() || value.starts_with(|c: char| c.is_ascii_alphanumeric());
                    if !is_value {
                        return None;
                    }
                    words.len() - value.len()
                }
            };
            Some((at, start, *label))
        });
        match label {
            Some(label) => {
                at = label.1;
                found.push(label);
            }
            None => at += next.len_utf8(),
        }
    }
    found
}

/// A line taken apart where a sign stands that no key has.
fn parts(words: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut blanks = 0;
    for c in words.chars() {
        blanks = if c == ' ' { blanks + 1 } else { 0 };
        let is_sign = matches!(c, ',' | ';' | '、' | '|' | '\t' | '。');
        if is_sign || blanks == 2 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    // Two dashes and more in a row stay: they may tie a number to its password.
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

/// What stands between two dashes or more.
fn split_dashes(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut dashes = 0;
    let chars: Vec<char> = word.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        if *c == '-' {
            dashes += 1;
            let goes_on = chars.get(at + 1) == Some(&'-');
            if !goes_on && dashes > 1 {
                parts.push(String::new());
            } else if !goes_on && let Some(part) = parts.last_mut() {
                part.push('-');
            }
            if !goes_on {
                dashes = 0;
            }
        } else if let Some(part) = parts.last_mut() {
            part.push(*c);
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// What stands inside of quotation marks and brackets, without what was noted behind it. A sign that a password may end with
/// stays.
fn bare(part: &str) -> &str {
    const AROUND: &str = "“”‘’「」『』【】《》〈〉";
    const PAIRS: [(char, char); 6] = [
        ('(', ')'),
        ('[', ']'),
        ('<', '>'),
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
    ];
    let mut part = part.trim();
    // “ABCD-1234（未使用）”
    if let Some(open) = part.rfind('(')
        && part.ends_with(')')
        && !part[open..].chars().any(|c| c.is_ascii_alphanumeric())
    {
        part = part[..open].trim_end();
    }
    part = part.trim_matches(|c: char| AROUND.contains(c) || c.is_whitespace());
    let inner = PAIRS
        .iter()
        .find_map(|(open, close)| part.strip_prefix(*open)?.strip_suffix(*close));
    inner.unwrap_or(part).trim_end_matches('.').trim()
}

/// A line without the number in front of it: `1. `, `1、`, `(1)`, `第1张：`, `#1 `.
fn unnumbered(line: &str) -> &str {
    const HAN: &str = "一二三四五六七八九十百";
    const MOST_DIGITS: usize = 4;
    let line = line.trim_start_matches(|c: char| ",、•●○◆■□".contains(c) || c.is_whitespace());
    let line = match line.strip_prefix(['-', '*', '>', '+']) {
        Some(behind) if behind.starts_with(char::is_whitespace) => behind.trim_start(),
        _ => line,
    };
    let is_count = |c: char| c.is_ascii_digit() || HAN.contains(c);
    let behind_count = |text: &str| -> Option<usize> {
        let count = text.chars().take_while(|c| is_count(*c)).count();
        let length: usize = text.chars().take(count).map(char::len_utf8).sum();
        (1..=MOST_DIGITS).contains(&count).then_some(length)
    };
    let is_worth = |rest: &str| rest.chars().any(|c| c.is_ascii_alphanumeric());
    for (open, close) in [('(', ')'), ('[', ']'), ('【', '】'), ('<', '>')] {
        if let Some(inner) = line.strip_prefix(open)
            && let Some(length) = behind_count(inner)
            && let Some(rest) = inner[length..].strip_prefix(close)
            && is_worth(rest)
        {
            return rest.trim_start_matches(|c: char| c.is_whitespace() || ".、:".contains(c));
        }
    }
    if let Some(inner) = line.strip_prefix('第')
        && let Some(length) = behind_count(inner.trim_start())
    {
        let rest = inner.trim_start()[length..].trim_start();
        let rest = rest.trim_start_matches(|c: char| "张个组份条枚行".contains(c));
        let rest = rest
            .strip_prefix("卡密")
            .or(rest.strip_prefix('卡'))
            .unwrap_or(rest);
        if is_worth(rest) {
            return rest.trim_start_matches(|c: char| c.is_whitespace() || ".、:".contains(c));
        }
    }
    for head in ["NO.", "No.", "no.", "No", "NO", "#"] {
        if let Some(inner) = line.strip_prefix(head)
            && let Some(length) = behind_count(inner.trim_start())
        {
            let rest = &inner.trim_start()[length..];
            if rest.starts_with(|c: char| c.is_whitespace() || ".、:)".contains(c)) && is_worth(rest) {
                return rest.trim_start_matches(|c: char| c.is_whitespace() || ".、:)".contains(c));
            }
        }
    }
    let Some(length) = behind_count(line) else {
        return line;
    };
    let rest = &line[length..];
    let digits_alone = line[..length].chars().all(|c| c.is_ascii_digit());
    if let Some(after) = rest.strip_prefix(['、', ')', ']', '】', '.'])
        && is_worth(after)
    {
        return after.trim_start();
    }
    if digits_alone && length < MOST_DIGITS {
        if let Some(after) = rest.strip_prefix(':')
            && is_worth(after)
        {
            return after.trim_start();
        }
        // “1  ABCD1234”: a group of a key would be as long as the others.
        let after = rest.trim_start();
        if after.len() < rest.len() && is_token(after) && after.len() >= 8 {
            return after;
        }
    }
    line
}

/// A link in a line, with what stands before and behind it.
fn link(words: &str) -> Option<(String, String, String)> {
    let at = words.find("http://").or_else(|| words.find("https://"))?;
    let is_part = |c: &char| c.is_ascii_graphic() && !"\"'<>`".contains(*c);
    let length = words[at..].chars().take_while(is_part).count();
    let link = words[at..at + length].trim_end_matches([',', ';', '.', ')']);
    let (before, after) = (words[..at].to_owned(), words[at + length..].to_owned());
    Some((before, link.to_owned(), after))
}

/// Letters, digits and signs without a blank.
fn is_token(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_graphic())
}

fn is_key(word: &str) -> bool {
    is_token(word)
        && word.chars().filter(char::is_ascii_alphanumeric).count() >= SHORTEST_KEY
        && !is_day(word)
        && !is_sum(word)
}

/// The place of a line in a list, as a column by itself.
fn is_place(part: &str) -> bool {
    part.len() < SHORTEST_KEY && part.chars().all(|c| c.is_ascii_digit())
}

/// `2026-11-20`, `2026/11/20`, `2026.11.20`.
fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    match parts[..] {
        [year, month, day] => matches!(
            (number(year), number(month), number(day)),
            (Some(1990..2100), Some(1..=12), Some(1..=31))
        ),
        _ => false,
    }
}

/// `98.50`
fn is_sum(word: &str) -> bool {
    word.split_once('.').is_some_and(|(whole, part)| {
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        digits(whole) && digits(part) && part.len() <= 2
    })
}

/// Whether parts between slashes are keys of one make: a slash inside of one key leaves unlike parts.
fn are_alike(parts: &[&str]) -> bool {
    const SHORTEST: usize = 8;
    let make = |part: &str| -> Option<(usize, Vec<usize>)> {
        let small = part.chars().any(|c| c.is_ascii_lowercase());
        let large = part.chars().any(|c| c.is_ascii_uppercase());
        let plain = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let hyphens = part.match_indices('-').map(|(at, _)| at).collect();
        (plain && !(small && large) && part.len() >= SHORTEST).then_some((part.len(), hyphens))
    };
    let Some(first) = parts.first().and_then(|part| make(part)) else {
        return false;
    };
    parts.iter().all(|part| make(part).as_ref() == Some(&first))
}

#[cfg(test)]
mod tests;
