//! What a bill says of itself: its totals and the time that it covers.

use super::super::money::money;
use super::super::table::{NoTime, Row, plain, wall_clock};
use super::apps::{BillFormat, By, directions, funds};
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

/// Under which of a bill's own totals a row is counted, if under any, and with how much.
fn counted(format: BillFormat, row: &BillRow) -> (Option<Direction>, Fen) {
    let sums = format.form.sums;
    let under = match sums.by {
        By::Direction => Some(row.direction),
        By::Funds => format.known(|app| app.funds, &row.funds),
    };
    let unsummed = sums.unsummed_categories.contains(&row.category.as_str())
        || sums.unsummed_methods.contains(&row.method.as_str());
    let back = row.refunded.filter(|_| sums.net).unwrap_or_default();
    let amount = if unsummed {
        Fen(0)
    } else {
        row.amount - back.min(row.amount)
    };
    (under, amount)
}

impl Totals {
    pub(super) fn of(format: BillFormat, rows: &[BillRow]) -> Self {
        let mut totals = Self {
            rows: rows.len() as u64,
            income: Some(Sum::default()),
            expense: Some(Sum::default()),
            neutral: Some(Sum::default()),
        };
        for row in rows {
            let (under, amount) = counted(format, row);
            let sum = match under {
                Some(Direction::In) => &mut totals.income,
                Some(Direction::Out) => &mut totals.expense,
                Some(Direction::Neutral) => &mut totals.neutral,
                None => continue,
            };
            if let Some(sum) = sum {
                *sum = *sum + Sum { rows: 1, amount };
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

/// Compares what a bill says of its totals with what was read, summed as its app does.
pub fn agree(bill: &Bill) -> TotalsAgree {
    if let Some(paper) = &bill.paper {
        return paper.agree.clone();
    }
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
    pub fn read(&mut self, row: Row<'_>, format: BillFormat) {
        let cells: Vec<&str> = row.filled().collect();
        let line = cells.join(",");
        let line = plain(&line);
        let line = line.as_ref();
        if let Some(rows) = stated_rows(line) {
            self.rows = Some(self.rows.unwrap_or(0).saturating_add(rows));
        }
        let stated = |(name, direction): (&str, Direction)| {
            Some((direction, line.strip_prefix(name).and_then(stated_sum)?))
        };
        let stated = match format.form.sums.by {
            By::Direction => directions().find_map(stated),
            By::Funds => funds().find_map(stated),
        };
        if let Some((direction, sum)) = stated {
            let place = match direction {
                Direction::In => &mut self.income,
                Direction::Out => &mut self.expense,
                Direction::Neutral => &mut self.neutral,
            };
            *place = Some(place.unwrap_or_default() + sum);
        }
        let earliest = ["起始", "日期区间"]
            .into_iter()
            .find_map(|word| time_after(line, word, NaiveTime::MIN));
        let end_of_day = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let span = line.split_once("日期区间").map_or("", |(_, span)| span);
        let latest = time_after(line, "终止", end_of_day).or_else(|| time_after(span, "至", end_of_day));
        let exported = ["导出时间", "申请时间"]
            .into_iter()
            .find_map(|word| time_after(line, word, NaiveTime::MIN));
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
    pub fn totals(&self) -> Option<Totals> {
        Some(Totals {
            rows: self.rows?,
            income: self.income,
            expense: self.expense,
            neutral: self.neutral,
        })
    }
}

/// `共66笔记录`, `共:212笔记录`.
fn stated_rows(line: &str) -> Option<u64> {
    let rest = line.strip_prefix('共')?.trim_start_matches([':', ' ']);
    let (number, _) = rest.split_once('笔')?;
    number.trim().parse().ok()
}

/// `:1笔 28.50元`, `:0笔,0.00元`, `:16笔(含4笔部分退款),1648.43元`, behind the name of the direction.
fn stated_sum(rest: &str) -> Option<Sum> {
    let rest = rest.strip_prefix(':')?;
    let (rows, amount) = rest.split_once('笔')?;
    let amount = match amount.strip_prefix('(') {
        Some(aside) => aside.split_once(')')?.1,
        None => amount,
    };
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
        preamble_of("alipay-app", lines)
    }

    fn preamble_of(key: &str, lines: &[&str]) -> Preamble {
        let format = BillFormat::of(key);
        let mut preamble = Preamble::default();
        for line in lines {
            for row in table_of(&[&[line]]).rows() {
                preamble.read(row, format);
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
            (
                &[
                    "共：26笔记录",
                    "收入：0 笔，0.00 元",
                    "支出：16笔(含4笔部分退款)，1648.43元",
                    "不计收支：10笔，1097.59元",
                ],
                (26, sum(0, 0), sum(16, 164_843), sum(10, 109_759)),
            ),
        ] {
            let stated = preamble(lines).totals().unwrap();
            assert_eq!(
                (stated.rows, stated.income, stated.expense, stated.neutral),
                totals
            );
        }
        assert_eq!(preamble(&["收入：1笔 28.50元"]).totals(), None);
        let web = [
            "共3笔记录",
            "已收入:1笔,0.01元",
            "待收入:0笔,0.00元",
            "已支出:1笔,27元",
        ];
        let stated = preamble_of("alipay-web", &web).totals().unwrap();
        assert_eq!(
            (stated.income, stated.expense, stated.neutral),
            (sum(1, 1), sum(1, 2700), None)
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
            (
                "日期区间：2024-12-01 至 2024-12-31",
                "2024-12-01 00:00:00",
                "2024-12-31 23:59:59",
            ),
        ] {
            let read = preamble(&[line]);
            let shown = |at: Option<Moment>| at.map(|at| at.local(Zone::Asia__Shanghai));
            assert_eq!(
                (shown(read.from).as_deref(), shown(read.until).as_deref()),
                (Some(from), Some(until))
            );
        }
        for line in ["导出时间：[2023-02-13 09:12:52]", "申请时间：2023-02-13 09:12:52"] {
            assert_eq!(
                preamble(&[line])
                    .exported_at
                    .map(|at| at.rfc3339(Zone::UTC))
                    .as_deref(),
                Some("2023-02-13T01:12:52+00:00"),
                "{line}"
            );
        }
    }
}
