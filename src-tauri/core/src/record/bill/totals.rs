//! What a bill says of itself: its totals and the time that it covers.

use super::super::money::money;
use super::super::table::{NoTime, Row, plain, wall_clock};
use super::apps::{BillFormat, directions};
use super::row::instant;
use super::{Bill, BillRow, Direction};
use crate::order::{Fen, Moment};
use crate::text;
use crate::words::Text;
use chrono::NaiveTime;

/// A number of rows and the sum of their amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub rows: u64,
    pub amount: Fen,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub rows: u64,
    /// 收入.
    pub income: Option<Sum>,
    /// 支出.
    pub expense: Option<Sum>,
    /// 不计收支, 其他, 中性交易.
    pub neutral: Option<Sum>,
}

impl std::ops::Add for Sum {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            rows: self.rows.saturating_add(other.rows),
            amount: self.amount + other.amount,
        }
    }
}

impl Totals {
    pub(super) fn of(rows: &[BillRow]) -> Self {
        let mut totals = Self {
            rows: rows.len() as u64,
            income: Some(Sum::default()),
            expense: Some(Sum::default()),
            neutral: Some(Sum::default()),
        };
        for row in rows {
            let sum = match row.direction {
                Direction::In => &mut totals.income,
                Direction::Out => &mut totals.expense,
                Direction::Neutral => &mut totals.neutral,
            };
            if let Some(sum) = sum {
                *sum = *sum
                    + Sum {
                        rows: 1,
                        amount: row.amount,
                    };
            }
        }
        totals
    }
}

/// Whether what a bill says of its totals and what was read of it agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TotalsAgree {
    Agree,
    /// They do not; each sentence says one difference, the number of rows first.
    Differ(Vec<Text>),
    /// The bill states no totals.
    NotStated,
}

/// Compares what a bill says of its totals with what was read. A different number of rows means that something is missing
/// or was added; different sums alone may be the app's own way of counting.
pub fn agree(bill: &Bill) -> TotalsAgree {
    let Some(stated) = bill.stated else {
        return TotalsAgree::NotStated;
    };
    let mut sentences = Vec::new();
    if stated.rows != bill.read.rows {
        let (stated, read) = (stated.rows, bill.read.rows);
        sentences.push(match bill.faults.len() {
            0 => text!(bill_rows_differ, stated = stated, read = read),
            unread => text!(
                bill_rows_differ_unread,
                stated = stated,
                read = read,
                unread = unread
            ),
        });
    }
    let neutral = text!(bill_neutral, word = bill.format.form.neutral);
    let differences: Vec<Text> = [
        (text!(bill_income), stated.income, bill.read.income),
        (text!(bill_expense), stated.expense, bill.read.expense),
        (neutral, stated.neutral, bill.read.neutral),
    ]
    .into_iter()
    .filter_map(|(name, stated, read)| Some((name, stated?, read?)))
    .filter(|(_, stated, read)| stated != read)
    .map(|(name, stated, read)| {
        text!(
            bill_sum_differs,
            name = name,
            stated = stated.rows,
            stated_sum = stated.amount,
            read = read.rows,
            read_sum = read.amount,
        )
    })
    .collect();
    if !differences.is_empty() {
        sentences.push(text!(bill_sums_differ, sums = Text::clauses(differences)));
    }
    if sentences.is_empty() {
        TotalsAgree::Agree
    } else {
        TotalsAgree::Differ(sentences)
    }
}

/// What stands above and below the rows.
#[derive(Debug, Default)]
pub(super) struct Preamble {
    rows: Option<u64>,
    income: Option<Sum>,
    expense: Option<Sum>,
    neutral: Option<Sum>,
    pub exported_at: Option<Moment>,
    pub from: Option<Moment>,
    pub until: Option<Moment>,
}

impl Preamble {
    /// Reads one line; most say nothing of interest.
    pub fn read(&mut self, row: Row<'_>) {
        let cells: Vec<&str> = row.filled().collect();
        let line = cells.join(",");
        let line = plain(&line);
        let line = line.as_ref();
        if let Some(rows) = stated_rows(line) {
            self.rows = Some(self.rows.unwrap_or(0).saturating_add(rows));
        }
        let stated = directions().find_map(|(name, direction)| {
            let sum = line.strip_prefix(name).and_then(stated_sum)?;
            Some((direction, sum))
        });
        if let Some((direction, sum)) = stated {
            let place = match direction {
                Direction::In => &mut self.income,
                Direction::Out => &mut self.expense,
                Direction::Neutral => &mut self.neutral,
            };
            *place = Some(place.unwrap_or_default() + sum);
        }
        let earliest = time_after(line, "起始", NaiveTime::MIN);
        let latest = time_after(
            line,
            "终止",
            NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default(),
        );
        let exported = time_after(line, "导出时间", NaiveTime::MIN);
        self.from = self.from.into_iter().chain(earliest).min();
        self.until = self.until.into_iter().chain(latest).max();
        self.exported_at = self.exported_at.into_iter().chain(exported).max();
    }

    /// Adds what another sheet says of itself.
    pub fn add(&mut self, other: Self) {
        self.rows = self.rows.zip(other.rows).map(|(a, b)| a.saturating_add(b));
        self.income = self.income.zip(other.income).map(|(a, b)| a + b);
        self.expense = self.expense.zip(other.expense).map(|(a, b)| a + b);
        self.neutral = self.neutral.zip(other.neutral).map(|(a, b)| a + b);
        self.from = self.from.into_iter().chain(other.from).min();
        self.until = self.until.into_iter().chain(other.until).max();
        self.exported_at = self.exported_at.into_iter().chain(other.exported_at).max();
    }

    /// The totals that the bill states, if it says how many rows it has.
    pub fn totals(&self, format: BillFormat) -> Option<Totals> {
        let comparable = format.form.totals_by_direction;
        Some(Totals {
            rows: self.rows?,
            income: self.income.filter(|_| comparable),
            expense: self.expense.filter(|_| comparable),
            neutral: self.neutral.filter(|_| comparable),
        })
    }
}

/// `共66笔记录`, `共:212笔记录`.
fn stated_rows(line: &str) -> Option<u64> {
    let rest = line.strip_prefix('共')?.trim_start_matches([':', ' ']);
    let (number, _) = rest.split_once('笔')?;
    number.trim().parse().ok()
}

/// `:1笔 28.50元`, `:0笔,0.00元`, behind the name of the direction.
fn stated_sum(rest: &str) -> Option<Sum> {
    let rest = rest.strip_prefix(':')?;
    let (rows, amount) = rest.split_once('笔')?;
    let amount = amount.trim_start_matches([' ', ',', ':']);
    Some(Sum {
        rows: rows.trim().parse().ok()?,
        amount: money(amount.split([' ', ';']).next()?)?,
    })
}

/// The time behind a word, up to the next bracket or word; a day alone gets the given time of day.
fn time_after(line: &str, word: &str, of_day: NaiveTime) -> Option<Moment> {
    let (_, rest) = line.split_once(word)?;
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let rest = rest.get(start..)?;
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | ':' | ' ' | '年' | '月' | '日')))
        .unwrap_or(rest.len());
    match wall_clock(rest.get(..end)?.trim()) {
        Ok((at, _)) => Some(instant(at)),
        Err(NoTime::DayOnly(day)) => Some(instant(day.and_time(of_day))),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::table::table_of;
    use super::*;
    use crate::order::Zone;

    fn preamble(lines: &[&str]) -> Preamble {
        let mut preamble = Preamble::default();
        for line in lines {
            for row in table_of(&[&[line]]).rows() {
                preamble.read(row);
            }
        }
        preamble
    }

    fn sum(rows: u64, fen: i64) -> Option<Sum> {
        Some(Sum {
            rows,
            amount: Fen(fen),
        })
    }

    #[test]
    fn totals_in_every_apps_words() {
        for (lines, totals) in [
            (
                &[
                    "共66笔记录",
                    "收入：1笔 28.50元",
                    "支出：63笔 1,016.54元",
                    "不计收支：2笔 16.37元",
                ][..],
                (66, sum(1, 2850), sum(63, 101_654), sum(2, 1637)),
            ),
            (
                &[
                    "共：212笔记录",
                    "收入：31笔，15595.04元",
                    "支出：154笔，60735.99元",
                    "不计收支：27笔，69300.12元",
                ],
                (212, sum(31, 1_559_504), sum(154, 6_073_599), sum(27, 6_930_012)),
            ),
            (
                &["共21笔记录", "支出：x笔,1234.56元", "其他：2笔,1.00元"],
                (21, None, None, sum(2, 100)),
            ),
        ] {
            let stated = preamble(lines).totals(BillFormat::of("alipay-app")).unwrap();
            assert_eq!(
                (stated.rows, stated.income, stated.expense, stated.neutral),
                totals
            );
        }
        assert_eq!(
            preamble(&["收入：1笔 28.50元"]).totals(BillFormat::of("alipay-app")),
            None
        );
    }

    #[test]
    fn the_time_that_a_bill_covers() {
        for (line, from, until) in [
            (
                "起始时间：[2023-02-10 00:00:00]    终止时间：[2023-02-13 23:59:59]",
                "2023-02-10 00:00:00",
                "2023-02-13 23:59:59",
            ),
            (
                "起始日期:[2019-08-01 00:00:00]    终止日期:[2019-10-01 00:00:00]",
                "2019-08-01 00:00:00",
                "2019-10-01 00:00:00",
            ),
            (
                "起始时间：2021-01-01\t终止时间：2021-12-30",
                "2021-01-01 00:00:00",
                "2021-12-30 23:59:59",
            ),
        ] {
            let read = preamble(&[line]);
            let shown = |at: Option<Moment>| at.map(|at| at.local(Zone::Asia__Shanghai));
            assert_eq!(
                (shown(read.from).as_deref(), shown(read.until).as_deref()),
                (Some(from), Some(until))
            );
        }
        let read = preamble(&["导出时间：[2023-02-13 09:12:52]"]);
        assert_eq!(
            read.exported_at.map(|at| at.rfc3339(Zone::UTC)).as_deref(),
            Some("2023-02-13T01:12:52+00:00")
        );
    }
}
