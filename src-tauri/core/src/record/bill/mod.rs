//! Bills (账单) that payment apps export: what was paid, to whom, under which numbers, and what came back.
//!
//! A bill is recognised by the names of its columns, never by the place of a line or the name of a company: both change
//! every few months. A row that cannot be read is reported and not dropped, and what the bill says of its own totals
//! proves whether everything was read.

mod apps;
mod engine;
mod header;
pub(super) mod paper;
mod recharge;
mod row;
mod status;
#[cfg(test)]
mod tests;
mod totals;

pub use apps::BillFormat;
pub use engine::read_bill;
pub(super) use header::is_bill;
pub use recharge::{Aside, Judged, Reason, Recharge, Recharges};
pub use totals::{Totals, TotalsAgree, agree};

use crate::order::{Fen, Moment, words};
use crate::text;
use crate::words::Text;

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
    /// It waits for one side: 等待对方发货, 等待确认收货.
    Pending,
    /// 交易关闭.
    Closed,
    /// All of it came back.
    Refunded,
    /// Some of it came back.
    PartlyRefunded,
    Failed,
    /// A word that is not known.
    Unknown,
}

words!(RowStatus, Paid => "paid", Pending => "pending", Closed => "closed", Refunded => "refunded",
    PartlyRefunded => "partly-refunded", Failed => "failed", Unknown => "unknown");

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
    /// It says the day and no time of day; its time is the beginning of that day.
    DayOnly,
}

words!(RowFlag, UnknownStatus => "unknown-status", UnknownDirection => "unknown-direction",
    TimeWithoutSeconds => "time-without-seconds", NumberRounded => "number-rounded",
    ColumnsShifted => "columns-shifted", DayOnly => "day-only");

impl RowFlag {
    /// What it means, in one sentence.
    pub fn text(self) -> Text {
        match self {
            Self::UnknownStatus => text!(bill_unknown_status),
            Self::UnknownDirection => text!(bill_unknown_direction),
            Self::TimeWithoutSeconds => text!(bill_no_seconds),
            Self::NumberRounded => text!(bill_number_rounded),
            Self::ColumnsShifted => text!(bill_columns_shifted),
            Self::DayOnly => text!(bill_day_only),
        }
    }
}

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
    pub direction: Direction,
    /// What was paid, which may be less than the face value in `item`.
    pub amount: Fen,
    /// What this row itself says came back of it.
    pub refunded: Option<Fen>,
    /// 收/付款方式; several are joined by `&`.
    pub method: String,
    pub status_text: String,
    pub status: RowStatus,
    pub kind: RowKind,
    /// The payment app's number, exact text.
    pub payment_no: String,
    /// The merchant's number, exact text.
    pub merchant_order_no: String,
    /// 资金状态; empty where the bill has none.
    pub funds: String,
    /// 备注.
    pub note: String,
    /// What a person should know about it.
    pub flags: Vec<RowFlag>,
    /// Where it stands in a paper.
    pub place: Option<paper::Place>,
    /// Its cells as decoded and trimmed, joined by TAB, for the evidence.
    pub raw: Box<str>,
}

#[cfg(test)]
impl BillRow {
    /// A payment that went through.
    pub(crate) fn sample(item: &str, counterparty: &str) -> Self {
        Self {
            line: 1,
            at: Moment(0),
            counterparty: counterparty.to_owned(),
            counterparty_account: String::new(),
            item: item.to_owned(),
            category: String::new(),
            direction: Direction::Out,
            amount: Fen(1495),
            refunded: None,
            method: "余额".to_owned(),
            status_text: "交易成功".to_owned(),
            status: RowStatus::Paid,
            kind: RowKind::Payment,
            payment_no: String::new(),
            merchant_order_no: String::new(),
            funds: String::new(),
            note: String::new(),
            flags: Vec::new(),
            place: None,
            raw: "".into(),
        }
    }
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The physical line, or row of a sheet, from 1.
    pub line: u32,
    /// The name of the column, as this app calls it; empty where it is not about one column.
    pub column: Text,
    /// What is wrong, in one sentence.
    pub message: Text,
}

/// A bill as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    pub format: BillFormat,
    /// Its rows in the order of the file.
    pub rows: Vec<BillRow>,
    /// What it says of its own totals.
    pub stated: Option<Totals>,
    /// The totals of `rows`.
    pub read: Totals,
    /// The rows that could not be read.
    pub faults: Vec<RowFault>,
    pub exported_at: Option<Moment>,
    /// The start of the time that it covers.
    pub from: Option<Moment>,
    /// The end of the time that it covers.
    pub until: Option<Moment>,
    /// What it says of itself, where it is a paper.
    pub paper: Option<paper::Paper>,
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
