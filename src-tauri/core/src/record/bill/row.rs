//! One row of a bill.

use super::super::money::money;
use super::super::table::{NoTime, Row, blank_mark, has_lost_digits, plain};
use super::apps::{BillFormat, Column, Said};
use super::header::Header;
use super::status::{meaning, part_refunded, read as read_status, said};
use super::{BillRow, Direction, RowFault, RowFlag, RowKind, RowStatus};
use crate::order::{Fen, Moment, excerpt};
use crate::text;
use chrono::NaiveDateTime;
use std::borrow::Cow;

/// How far the clocks of the bills are ahead of UTC, in milliseconds.
const AHEAD: i64 = 8 * 3_600_000;

/// How many commas in one text are put up with.
const MOST_COMMAS: usize = 6;

/// The instant of a wall clock time of a bill.
pub(super) fn instant(at: NaiveDateTime) -> Moment {
    Moment(at.and_utc().timestamp_millis() - AHEAD)
}

/// The cells of a row by column. Where a text was written with a comma and without quotes, the cells behind it stand too
/// far right: then `shift` says where the text starts and over how many more cells it runs.
#[derive(Clone, Copy)]
struct Cells<'a> {
    row: Row<'a>,
    header: &'a Header,
    shift: Option<(usize, usize)>,
}

impl<'a> Cells<'a> {
    fn get(self, column: Column) -> Cow<'a, str> {
        let Some(position) = self.header.position(column) else {
            return Cow::Borrowed("");
        };
        let cell = match self.shift {
            Some((start, more)) if position == start => {
                let parts: Vec<&str> = (start..=start + more).map(|cell| self.row.cell(cell)).collect();
                return Cow::Owned(parts.join(","));
            }
            Some((start, more)) if position > start => self.row.cell(position + more),
            _ => self.row.cell(position),
        };
        Cow::Borrowed(blank_mark(cell))
    }

    fn has(self, column: Column) -> bool {
        self.header.position(column).is_some()
    }

    /// When it was paid, else when it was made.
    fn at(self) -> Result<(NaiveDateTime, bool), NoTime> {
        let mut why = NoTime::Empty;
        for column in [Column::PaidAt, Column::At, Column::CreatedAt] {
            match self.row.wall_clock(&self.get(column)) {
                Ok(at) => return Ok(at),
                Err(NoTime::Empty) => {}
                Err(error) => why = error,
            }
        }
        Err(why)
    }

    /// The amount, and the words in brackets behind it that some bills use for refunds.
    fn amount(self) -> Option<(Fen, Option<Fen>)> {
        let cell = self.get(Column::Amount);
        if let Some(amount) = money(&cell) {
            return Some((amount, None));
        }
        let (number, said) = cell.split_once(['(', '（'])?;
        let amount = money(number)?;
        let back = if said.contains("全额退款") {
            amount
        } else {
            part_refunded(said)?
        };
        Some((amount, Some(back)))
    }

    fn direction(self) -> Option<Direction> {
        let format = self.header.format;
        match self.get(Column::Direction).as_ref() {
            "" => format.form.direction_optional.then_some(Direction::Neutral),
            word => format.known(|app| app.directions, word),
        }
    }
}

/// The same row with its cells put back, if exactly one text can have pushed them out of place.
fn straightened(cells: Cells<'_>) -> Option<Cells<'_>> {
    let more = cells.row.filled_width().checked_sub(cells.header.width)?;
    // A row may end with an empty cell more than the header names; the last cells may also just be empty.
    let candidates = [Column::Item, Column::Counterparty, Column::Note]
        .into_iter()
        .flat_map(|column| {
            let start = cells.header.position(column);
            (1..=(more + 2).min(MOST_COMMAS)).filter_map(move |more| Some((start?, more)))
        });
    let fits =
        |cells: &Cells<'_>| cells.at().is_ok() && cells.amount().is_some() && cells.direction().is_some();
    candidates
        .map(|shift| Cells {
            shift: Some(shift),
            ..cells
        })
        .find(fits)
}

/// Reads a row; without a time or an amount it is none.
pub(super) fn read(row: Row<'_>, header: &Header) -> Result<BillRow, RowFault> {
    let mut flags = Vec::new();
    let mut cells = Cells {
        row,
        header,
        shift: None,
    };
    if (cells.at().is_err() || cells.amount().is_none())
        && let Some(better) = straightened(cells)
    {
        cells = better;
        flags.push(RowFlag::ColumnsShifted);
    }
    let (at, seconds) = cells.at().map_err(|why| no_time(row.line, why, cells))?;
    let (amount, refunded_beside) = cells.amount().ok_or_else(|| no_amount(row.line, cells))?;
    if !seconds {
        flags.push(RowFlag::TimeWithoutSeconds);
    }
    let direction = cells.direction().unwrap_or_else(|| {
        flags.push(RowFlag::UnknownDirection);
        Direction::Neutral
    });
    let text = |column| cells.get(column).into_owned();
    let (status_text, category, item) = (text(Column::Status), text(Column::Category), text(Column::Item));
    let told = Told {
        format: header.format,
        direction,
        amount,
        came_back: refunded_beside.is_some(),
        category: &category,
        item: &item,
        status_text: &status_text,
        method: cells.has(Column::Method).then(|| cells.get(Column::Method)),
        funds: cells.has(Column::Funds).then(|| cells.get(Column::Funds)),
    };
    let (mut status, refunded_said) = told.status(cells.has(Column::Status), amount);
    let kind = told.kind(status);
    let refunded_column = money(&cells.get(Column::Refunded)).filter(|back| *back > Fen(0));
    let mut refunded = refunded_beside.or(refunded_column).or(refunded_said);
    if kind == RowKind::Refund {
        // What a refund row says came back is the row itself.
        (status, refunded) = (RowStatus::Refunded, None);
    } else if let Some(back) = refunded {
        status = if back >= amount {
            RowStatus::Refunded
        } else {
            RowStatus::PartlyRefunded
        };
    }
    if status == RowStatus::Unknown {
        flags.push(RowFlag::UnknownStatus);
    }
    let number = |column| plain(&cells.get(column)).into_owned();
    let (payment_no, merchant_order_no) = (number(Column::PaymentNo), number(Column::MerchantOrderNo));
    let counterparty = match text(Column::Counterparty) {
        named if !named.is_empty() => named,
        _ => shop_in_title(header.format, &item).to_owned(),
    };
    if has_lost_digits(&payment_no) || has_lost_digits(&merchant_order_no) {
        flags.push(RowFlag::NumberRounded);
    }
    Ok(BillRow {
        line: row.line,
        at: instant(at),
        counterparty,
        counterparty_account: text(Column::CounterpartyAccount),
        method: text(Column::Method),
        funds: text(Column::Funds),
        note: text(Column::Note),
        place: None,
        raw: joined(row),
        item,
        category,
        direction,
        amount,
        refunded,
        status_text,
        status,
        kind,
        payment_no,
        merchant_order_no,
        flags,
    })
}

/// The shop that a title names; empty where it names none.
fn shop_in_title(format: BillFormat, item: &str) -> &str {
    let shop = format.app.shop_title.and_then(|end| item.strip_suffix(end));
    shop.map_or("", str::trim_end)
}

/// What a row says that decides what it is.
struct Told<'a> {
    format: BillFormat,
    direction: Direction,
    amount: Fen,
    /// Whether the amount itself says that some of it came back.
    came_back: bool,
    category: &'a str,
    item: &'a str,
    status_text: &'a str,
    /// `None` if the bill has no such column.
    method: Option<Cow<'a, str>>,
    /// `None` if the bill has no such column.
    funds: Option<Cow<'a, str>>,
}

impl Told<'_> {
    fn status(&self, has_status: bool, amount: Fen) -> (RowStatus, Option<Fen>) {
        if has_status {
            return read_status(self.format, self.status_text, amount);
        }
        let said = self.format.known(|app| app.by_category, self.category);
        (said.map_or(RowStatus::Unknown, meaning), None)
    }

    fn kind(&self, status: RowStatus) -> RowKind {
        let back = self.category == "退款"
            || self.category.ends_with("-退款")
            || self.item.starts_with("退款-")
            || self.status_text == "退款成功";
        if back && self.direction != Direction::Out {
            // What is only released, like the promise to pay later, gives no money back.
            return if self.amount > Fen(0) {
                RowKind::Refund
            } else {
                RowKind::Other
            };
        }
        let no_money_moved = match (&self.funds, &self.method) {
            (Some(funds), _) => funds.is_empty(),
            (None, Some(method)) => method.is_empty(),
            (None, None) => false,
        };
        let never_paid = status == RowStatus::Closed && no_money_moved
            || status == RowStatus::Failed && self.direction == Direction::Out
            || said(self.format, self.status_text) == Some(Said::AwaitsPayment);
        if never_paid {
            return RowKind::Unpaid;
        }
        let bought = !self.format.app.not_bought.contains(&self.category);
        match self.direction {
            Direction::Out if bought => RowKind::Payment,
            // A payment that came back whole is counted as neither by the shop that gave it back.
            Direction::Neutral if bought && self.came_back => RowKind::Payment,
            _ => RowKind::Other,
        }
    }
}

fn no_time(line: u32, why: NoTime, cells: Cells<'_>) -> RowFault {
    let shown = [Column::PaidAt, Column::At, Column::CreatedAt]
        .into_iter()
        .map(|column| cells.get(column))
        .find(|cell| !cell.is_empty())
        .unwrap_or_default();
    let message = match why {
        NoTime::Empty => text!(bill_no_time),
        // The number that a workbook writes for a day tells a person nothing.
        NoTime::DayOnly(day) if shown.bytes().all(|b| b.is_ascii_digit() || b == b'.') => {
            text!(bill_no_hour, cell = day.to_string())
        }
        NoTime::DayOnly(_) => text!(bill_no_hour, cell = excerpt(&shown)),
        NoTime::Unreadable => text!(bill_odd_time, cell = excerpt(&shown)),
    };
    RowFault {
        line,
        column: text!(bill_column_time),
        message,
    }
}

fn no_amount(line: u32, cells: Cells<'_>) -> RowFault {
    let cell = cells.get(Column::Amount);
    let message = if cell.is_empty() {
        text!(bill_no_amount)
    } else {
        text!(bill_odd_amount, cell = excerpt(&cell))
    };
    RowFault {
        line,
        column: text!(bill_column_amount),
        message,
    }
}

/// The cells as decoded and trimmed, for the evidence.
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
