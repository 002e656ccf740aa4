//! Bills (账单) that payment apps export: what was paid, to whom, under which numbers, and what came back.
//!
//! A bill is recognised by the names of its columns, never by the place of a line or the name of a company: both change
//! every few months. A row that cannot be read is reported and not dropped, and what the bill says of its own totals
//! proves whether everything was read.

mod column;
mod format;
mod recharge;
mod row;
mod status;
#[cfg(test)]
mod tests;
mod totals;

pub(super) use format::is_bill;
pub use recharge::{Reason, Recharge, recharge};
pub use totals::{Totals, TotalsAgree, agree};

use super::table::{self, Row, Table};
use crate::Outcome;
use crate::order::{Fen, Moment, words};
use format::{Header, find_header};
use std::collections::HashMap;
use totals::Preamble;

/// Which app wrote a bill, and in which of its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BillFormat {
    /// 支付宝, the old web site.
    AlipayWeb,
    /// 支付宝, the app from 2021 to January 2023.
    AlipayApp2021,
    /// 支付宝, the app since February 2023.
    AlipayApp,
    /// 微信 until July 2025.
    WechatCsv,
    /// 微信 since July 2025.
    WechatXlsx,
    /// 京东.
    Jd,
    /// 美团.
    Meituan,
}

words!(BillFormat, AlipayWeb => "alipay-web", AlipayApp2021 => "alipay-app-2021", AlipayApp => "alipay-app",
    WechatCsv => "wechat-csv", WechatXlsx => "wechat-xlsx", Jd => "jd", Meituan => "meituan");

impl BillFormat {
    /// Its Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Self::AlipayWeb => "支付宝网页版账单",
            Self::AlipayApp2021 => "支付宝账单（2021 年版）",
            Self::AlipayApp => "支付宝账单",
            Self::WechatCsv => "微信支付账单（CSV）",
            Self::WechatXlsx => "微信支付账单",
            Self::Jd => "京东账单",
            Self::Meituan => "美团账单",
        }
    }

    /// The key of the payment channel in the rules; none where the bill belongs to a shop that is paid in many ways.
    pub fn channel(self) -> Option<&'static str> {
        match self {
            Self::AlipayWeb | Self::AlipayApp2021 | Self::AlipayApp => Some("alipay"),
            Self::WechatCsv | Self::WechatXlsx => Some("wechat"),
            Self::Jd | Self::Meituan => None,
        }
    }
}

/// Which way the money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// 支出.
    Out,
    /// 收入.
    In,
    /// Neither: 不计收支, 其他, `/`.
    Neutral,
}

words!(Direction, Out => "out", In => "in", Neutral => "neutral");

/// What the bill says became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowStatus {
    /// The money went through.
    Paid,
    /// It waits for somebody: 等待对方发货, 等待确认收货.
    Pending,
    /// 交易关闭.
    Closed,
    /// All of it came back.
    Refunded,
    /// Some of it came back.
    PartlyRefunded,
    /// It did not go through.
    Failed,
    /// A word that is not known.
    Unknown,
}

words!(RowStatus, Paid => "paid", Pending => "pending", Closed => "closed", Refunded => "refunded",
    PartlyRefunded => "partly-refunded", Failed => "failed", Unknown => "unknown");

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Money paid to somebody.
    Payment,
    /// Money that came back for an earlier payment.
    Refund,
    /// An order that was never paid.
    Unpaid,
    /// Anything else: income, money moved between own accounts, savings.
    Other,
}

words!(RowKind, Payment => "payment", Refund => "refund", Unpaid => "unpaid", Other => "other");

/// What a person should know about a row that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowFlag {
    /// Its status is a word that is not known.
    UnknownStatus,
    /// Its direction is a word that is not known, or missing.
    UnknownDirection,
    /// Its time is to the minute.
    TimeWithoutSeconds,
    /// A number of it has lost digits in a spreadsheet.
    NumberRounded,
    /// A comma in a text had moved its cells; they were put back.
    ColumnsShifted,
}

words!(RowFlag, UnknownStatus => "unknown-status", UnknownDirection => "unknown-direction",
    TimeWithoutSeconds => "time-without-seconds", NumberRounded => "number-rounded",
    ColumnsShifted => "columns-shifted");

impl RowFlag {
    /// What it means, in one sentence.
    pub fn text(self) -> &'static str {
        match self {
            Self::UnknownStatus => "账单上的交易状态没有见过，请自己核对这一笔。",
            Self::UnknownDirection => "账单没有写清这一笔是支出还是收入，请自己核对。",
            Self::TimeWithoutSeconds => "时间没有秒，账单可能用表格软件另存过；时间按整分钟记。",
            Self::NumberRounded => "单号被表格软件改过，后几位已经丢失，请用原始账单或照支付页面补全。",
            Self::ColumnsShifted => "商品名里的逗号让这一行错了列，已按列名摆回，请核对。",
        }
    }
}

/// One row of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillRow {
    /// The physical line, or row of a sheet, from 1.
    pub line: u32,
    /// When it was paid, else when it was made.
    pub at: Moment,
    /// 交易对方.
    pub counterparty: String,
    /// 对方账号; empty where the bill has none.
    pub counterparty_account: String,
    /// 商品说明.
    pub item: String,
    /// 交易分类 or 交易类型.
    pub category: String,
    /// Which way the money went.
    pub direction: Direction,
    /// What was paid, which may be less than the face value in `item`.
    pub amount: Fen,
    /// What this row itself says came back of it.
    pub refunded: Option<Fen>,
    /// 收/付款方式; several are joined by `&`.
    pub method: String,
    /// The status in the words of the bill.
    pub status_text: String,
    /// What they mean.
    pub status: RowStatus,
    /// What the row is.
    pub kind: RowKind,
    /// The payment app's number, exact text.
    pub payment_no: String,
    /// The merchant's number, exact text.
    pub merchant_order_no: String,
    /// 备注.
    pub note: String,
    /// What a person should know about it.
    pub flags: Vec<RowFlag>,
    /// Its cells as decoded and trimmed, joined by TAB, for the evidence.
    pub raw: Box<str>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The physical line, or row of a sheet, from 1.
    pub line: u32,
    /// The name of the column, as this app calls it; empty where it is not about one column.
    pub column: String,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// A bill as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Who wrote it.
    pub format: BillFormat,
    /// Its rows in the order of the file.
    pub rows: Vec<BillRow>,
    /// What it says of its own totals.
    pub stated: Option<Totals>,
    /// The totals of `rows`.
    pub read: Totals,
    /// The rows that could not be read.
    pub faults: Vec<RowFault>,
    /// When it was exported.
    pub exported_at: Option<Moment>,
    /// The start of the time that it covers.
    pub from: Option<Moment>,
    /// The end of the time that it covers.
    pub until: Option<Moment>,
}

/// Reads a bill from a CSV or XLSX file or a ZIP with one in it. Times are read as +08:00. Refuses a file that is no bill
/// with a sentence on what to do, and a locked ZIP with [`crate::Code::Password`].
pub fn read_bill(name: &str, bytes: &[u8], password: Option<&str>) -> Outcome<Bill> {
    let opened = table::open(name, bytes, password, usize::MAX)?;
    let mut sheets = Vec::new();
    let mut refused = None;
    for table in &opened.tables {
        match find_header(table, opened.workbook) {
            Ok((header, position)) => sheets.push((table, header, position)),
            Err(failure) => refused = refused.or(Some(failure)),
        }
    }
    // A sheet that a spreadsheet made of the bill repeats the rows of the original, so the original is read first.
    sheets.sort_by_key(|(table, ..)| is_query(table));
    let mut reading: Option<(Header, Reading)> = None;
    for (table, header, position) in sheets {
        match &mut reading {
            None => reading = Some((header.clone(), read_table(table, header, position))),
            Some((first, reading)) if header.goes_with(first) => {
                reading.add(read_table(table, header, position))
            }
            Some((_, reading)) => {
                let line = table.rows().nth(position).map_or(1, |row| row.line);
                reading.faults.push(other_bill(line, header.format));
            }
        }
    }
    match reading {
        Some((_, reading)) => Ok(reading.finish()),
        None => Err(refused.unwrap_or_else(table::no_table)),
    }
}

/// What is said where a second bill of another app begins.
fn other_bill(line: u32, format: BillFormat) -> RowFault {
    RowFault {
        line,
        column: String::new(),
        message: format!(
            "第 {line} 行起是另一种账单（{}），没有读入，请单独存成一个文件再导入。",
            format.name()
        ),
    }
}

/// Whether a sheet is what a spreadsheet's import made of a bill.
fn is_query(table: &Table) -> bool {
    let first = table.rows().next();
    first.is_some_and(|row| row.cell(0) == "Column1" || row.cell(0) == "列1")
}

/// What was read of one table.
struct Reading {
    format: BillFormat,
    rows: Vec<BillRow>,
    faults: Vec<RowFault>,
    preamble: Preamble,
}

fn read_table(table: &Table, mut header: Header, position: usize) -> Reading {
    let mut reading = Reading {
        format: header.format,
        rows: Vec::new(),
        faults: Vec::new(),
        preamble: Preamble::default(),
    };
    let mut below = false;
    for (number, row) in table.rows().enumerate() {
        if number == position {
            continue;
        }
        if number < position {
            reading.preamble.read(row);
        } else if format::is_prose(row) {
            below |= format::is_rule(row);
            reading.preamble.read(row);
        } else if let Some(again) = header.again(row) {
            // Two bills in one file: the second brings its own columns.
            if !again.goes_with(&header) {
                reading.faults.push(other_bill(row.line, again.format));
                break;
            }
            header = again;
            below = false;
        } else if below && row.filled().count() < 4 {
            reading.preamble.read(row);
        } else {
            match row::read(row, &header) {
                Ok(read) => reading.rows.push(read),
                Err(fault) => reading.faults.push(fault),
            }
        }
    }
    reading
}

impl Reading {
    /// Adds the rows of a further sheet, without those that stand in this one already.
    fn add(&mut self, sheet: Self) {
        fn key(row: &BillRow) -> (i64, Fen, Direction, &str) {
            (row.at.0 / 60_000, row.amount, row.direction, &row.counterparty)
        }
        let mut known: HashMap<_, usize> = HashMap::new();
        for row in &self.rows {
            *known.entry(key(row)).or_default() += 1;
        }
        let fresh: Vec<bool> = sheet
            .rows
            .iter()
            .map(|row| match known.get_mut(&key(row)) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    false
                }
                _ => true,
            })
            .collect();
        if fresh.contains(&true) {
            self.preamble.add(sheet.preamble);
            self.faults.extend(sheet.faults);
        }
        let rows = sheet.rows.into_iter().zip(fresh);
        self.rows
            .extend(rows.filter_map(|(row, fresh)| fresh.then_some(row)));
    }

    fn finish(self) -> Bill {
        Bill {
            format: self.format,
            read: Totals::of(&self.rows),
            rows: self.rows,
            stated: self.preamble.totals(self.format),
            faults: self.faults,
            exported_at: self.preamble.exported_at,
            from: self.preamble.from,
            until: self.preamble.until,
        }
    }
}

/// The number of the payment that a refund of 支付宝 belongs to: `2026…0004_2026092400001` belongs to `2026…0004`. None
/// for other rows and where the bill gives a refund a number of its own.
pub fn original_no(row: &BillRow) -> Option<&str> {
    if row.kind != RowKind::Refund {
        return None;
    }
    let (original, _) = row.payment_no.split_once('_')?;
    (!original.is_empty()).then_some(original)
}

fn joined(row: Row<'_>) -> Box<str> {
    let mut raw = String::new();
    for position in 0..row.filled_width() {
        if position > 0 {
            raw.push('\t');
        }
        // A TAB inside a cell would split it in two.
        for (part, text) in row.cell(position).split('\t').enumerate() {
            if part > 0 {
                raw.push(' ');
            }
            raw.push_str(text);
        }
    }
    raw.into_boxed_str()
}
