//! What a paper says of itself outside of its table: its number, the time that it covers, and its sums.

use super::super::{BillRow, Direction, TotalsAgree};
use super::rows::{moment, signed_money};
use crate::order::{Fen, Moment};
use crate::record::squeezed;
use crate::text;
use crate::words::Text;
use chrono::NaiveTime;

/// The words before a paper's number.
const NUMBERS: &[&str] = &["编号:", "电子流水号:", "申请单号:"];
/// The shortest number of a paper, in characters.
const SHORTEST_NUMBER: usize = 8;
/// Words of lines with the two ends of the time that a paper covers, in one or each by itself.
const PERIODS: &[&str] = &[
    "时间段",
    "起止日期",
    "交易区间",
    "查询区间",
    "起始日期",
    "查询起日",
];
const ENDS: &[&str] = &["查询止日", "终止日期", "截止日期"];
/// Words before the moment at which a paper was made.
const MADE: &[&str] = &["申请时间", "回单生成时间", "下单时间", "打印时间", "生成时间"];

const ROWS: &[&str] = &["本页交易笔数", "总笔数", "行数"];
const INCOME: &[&str] = &[
    "本页收入算术合计",
    "收入合计",
    "贷方发生额汇总",
    "贷方发生数",
    "总收入",
];
const EXPENSE: &[&str] = &[
    "本页支出算术合计",
    "支出合计",
    "借方发生额汇总",
    "借方发生数",
    "总支出",
];

/// What a paper says of itself.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub number: String,
    pub from: Option<Moment>,
    pub until: Option<Moment>,
    pub made: Option<Moment>,
}

impl Facts {
    pub fn of(lines: &[(u32, String)]) -> Self {
        let end_of_day = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let mut facts = Self::default();
        let first = || lines.iter().filter(|(page, _)| *page == 1).map(|(_, line)| line);
        for line in first() {
            let tight = squeezed(line);
            if facts.number.is_empty() {
                let number = NUMBERS.iter().find_map(|word| Some(tight.split_once(word)?.1));
                let number: String = number
                    .unwrap_or_default()
                    .chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .collect();
                if number.len() >= SHORTEST_NUMBER {
                    facts.number = number;
                }
            }
            if facts.made.is_none() && MADE.iter().any(|word| tight.contains(word)) {
                let behind = MADE.iter().find_map(|word| Some(tight.split_once(word)?.1));
                facts.made = days(behind.unwrap_or_default())
                    .first()
                    .and_then(|day| moment(day, NaiveTime::MIN));
            }
            if facts.from.is_none()
                && let Some((_, behind)) = PERIODS.iter().find_map(|word| tight.split_once(word))
            {
                let found = days(behind);
                facts.from = found.first().and_then(|day| moment(day, NaiveTime::MIN));
                facts.until = found.get(1).and_then(|day| moment(day, end_of_day));
            }
            if facts.until.is_none()
                && let Some((_, behind)) = ENDS.iter().find_map(|word| tight.split_once(word))
            {
                facts.until = days(behind).first().and_then(|day| moment(day, end_of_day));
            }
        }
        // 招商银行 writes nothing but the two days.
        if facts.from.is_none() {
            let bare = first()
                .map(|line| days(&squeezed(line)))
                .find(|days| days.len() == 2);
            if let Some([from, until]) = bare.as_deref() {
                facts.from = moment(from, NaiveTime::MIN);
                facts.until = moment(until, end_of_day);
            }
        }
        facts
    }
}

/// The days in a line without blanks, with the times of day that stand right behind them.
fn days(tight: &str) -> Vec<String> {
    let letters: Vec<char> = tight.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let Some((day, next)) = day_at(&letters, at) else {
            at += 1;
            continue;
        };
        found.push(day);
        at = next;
    }
    found
}

/// The day that begins at a letter: `2025-09-27`, `20250927`, `2025年09月27日`, and `00:00:00` behind it.
fn day_at(letters: &[char], at: usize) -> Option<(String, usize)> {
    if at > 0 && letters[at - 1].is_ascii_digit() {
        return None;
    }
    let fits = |at: usize, shape: &str| {
        shape.chars().enumerate().all(|(place, wanted)| {
            letters.get(at + place).is_some_and(|letter| match wanted {
                '0' => letter.is_ascii_digit(),
                wanted => *letter == wanted,
            })
        })
    };
    let digits = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    let (day, mut next) = if fits(at, "0000-00-00") {
        (digits(at, at + 10), at + 10)
    } else if fits(at, "0000年00月00日") {
        let (year, month, day) = (
            digits(at, at + 4),
            digits(at + 5, at + 7),
            digits(at + 8, at + 10),
        );
        (format!("{year}-{month}-{day}"), at + 11)
    } else if fits(at, "00000000") && !letters.get(at + 8).is_some_and(char::is_ascii_digit) {
        let (year, month, day) = (digits(at, at + 4), digits(at + 4, at + 6), digits(at + 6, at + 8));
        (format!("{year}-{month}-{day}"), at + 8)
    } else {
        return None;
    };
    let mut said = day;
    if fits(next, "00:00:00") {
        said.push(' ');
        said.push_str(&digits(next, next + 8));
        next += 8;
    }
    Some((said, next))
}

/// The money or number behind each of these words, with the lines in their order.
fn sums(lines: &[(u32, String)], words: &[&str]) -> Vec<Fen> {
    let mut found = Vec::new();
    for (_, line) in lines {
        let tight = squeezed(line);
        for word in words {
            let Some((_, behind)) = tight.split_once(word) else {
                continue;
            };
            let behind = behind.trim_start_matches([':', '：']);
            let end = behind
                .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '+')))
                .unwrap_or(behind.len());
            found.extend(signed_money(&behind[..end]));
            break;
        }
    }
    found
}

/// Whether what a paper states of its rows is what was read of them; none where it states nothing. A sum may be of all pages,
/// and then stand on each, or of its own page alone.
pub(super) fn agreed(lines: &[(u32, String)], rows: &[BillRow], unread: usize) -> Option<TotalsAgree> {
    let of = |direction: Direction| {
        rows.iter()
            .filter(|row| row.direction == direction)
            .fold(Fen(0), |sum, row| sum + row.amount)
    };
    let read = [
        Fen(rows.len() as i64 * 100),
        of(Direction::In),
        of(Direction::Out),
    ];
    let stated = [ROWS, INCOME, EXPENSE].map(|words| sums(lines, words));
    if stated.iter().all(Vec::is_empty) {
        return None;
    }
    let differs = |place: usize| {
        let (stated, read) = (&stated[place], read[place]);
        let all = stated.iter().fold(Fen(0), |sum, one| sum + *one);
        let said = Fen(stated.first().map_or(0, |first| first.0.abs()));
        (!stated.is_empty() && said != read && Fen(all.0.abs()) != read).then_some((all, read))
    };
    let mut sentences = Vec::new();
    if let Some((stated, read)) = differs(0) {
        let (stated, read) = (stated.0 / 100, read.0 / 100);
        sentences.push(match unread {
            0 => text!(bill_rows_differ, stated = stated, read = read),
            unread => text!(
                bill_rows_differ_unread,
                stated = stated,
                read = read,
                unread = unread
            ),
        });
    }
    let names = [Text::default(), text!(bill_income), text!(bill_expense)];
    for (place, name) in names.into_iter().enumerate().skip(1) {
        if let Some((stated, read)) = differs(place) {
            sentences.push(text!(
                paper_sum_differs,
                name = name,
                stated = stated,
                read = read
            ));
        }
    }
    Some(match sentences.is_empty() {
        true => TotalsAgree::Agree,
        false => TotalsAgree::Differ(sentences),
    })
}
