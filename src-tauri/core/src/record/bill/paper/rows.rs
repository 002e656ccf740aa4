//! The rows of a paper as rows of a bill.

use super::super::row::instant;
use super::super::{
    Bill, BillFormat, BillRow, Direction, RowFault, RowFlag, RowKind, RowStatus, Totals, TotalsAgree,
};
use super::said::{Facts, agreed};
use super::{Body, Holds, Paper, PaperReader, ReadPaper, ReadRow, Unread};
use crate::order::{Fen, Moment, excerpt};
use crate::record::money::money;
use crate::record::notation::{NoTime, wall_clock};
use crate::record::number::tells;
use crate::record::squeezed;
use crate::record::table::blank_mark;
use crate::text;
use crate::words::Text;
use crate::{Failure, Outcome};
use chrono::NaiveTime;
use std::collections::HashSet;

/// Reads a paper as a bill. Times are read as +08:00; the line of a row is its running number in the paper.
///
/// # Errors
/// A sentence on why no row of it is read, and what to do instead; [`crate::Code::Password`] where it is locked.
pub fn read_paper(reader: &dyn PaperReader, pdf: &[u8], password: Option<&str>) -> Outcome<Bill> {
    bill(&reader.read(pdf, password)?)
}

pub(super) fn bill(read: &ReadPaper) -> Outcome<Bill> {
    let format = BillFormat::all().find(|format| format.key() == read.form);
    let Some((format, form)) = format.and_then(|format| Some((format, format.form.paper?))) else {
        return Err(Failure::from(Unread::Unknown));
    };
    let holds: Vec<Holds> = match form.body {
        Body::Table { columns, .. } => columns.iter().map(|column| column.holds).collect(),
        Body::Labels(labels) => labels.iter().map(|(_, holds)| *holds).collect(),
    };
    let (mut rows, mut faults, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    for (line, row) in (1..).zip(&read.rows) {
        let cells = Cells {
            format,
            holds: &holds,
            row,
        };
        match cells.read(line) {
            Ok((row, balance)) => {
                moved.push((row.place.map_or(1, |place| place.page), signed(&row), balance));
                rows.push(row);
            }
            Err(fault) => faults.push(fault),
        }
    }
    refunds_by_number(&mut rows);
    let mut unreadable: Vec<Text> = read
        .unknown
        .iter()
        .map(|(page, letters)| text!(paper_unknown_letters, page = *page, count = *letters))
        .collect();
    unreadable.extend(
        read.rowless
            .iter()
            .map(|page| text!(paper_page_rowless, page = *page)),
    );
    let facts = Facts::of(&read.lines);
    let mut differ = match agreed(&read.lines, &rows, faults.len()) {
        Some(TotalsAgree::Differ(sentences)) => sentences,
        Some(_) => Vec::new(),
        None if moved.iter().all(|(_, _, balance)| balance.is_none()) => {
            return Ok(finished(
                read,
                format,
                rows,
                faults,
                facts,
                unreadable,
                TotalsAgree::NotStated,
            ));
        }
        None => Vec::new(),
    };
    differ.extend(broken_chain(&moved));
    let agree = match differ.is_empty() {
        true => TotalsAgree::Agree,
        false => TotalsAgree::Differ(differ),
    };
    Ok(finished(read, format, rows, faults, facts, unreadable, agree))
}

fn finished(
    read: &ReadPaper,
    format: BillFormat,
    rows: Vec<BillRow>,
    faults: Vec<RowFault>,
    facts: Facts,
    unreadable: Vec<Text>,
    agree: TotalsAgree,
) -> Bill {
    Bill {
        format,
        read: Totals::of(format, &rows),
        rows,
        stated: None,
        faults,
        exported_at: facts.made,
        from: facts.from,
        until: facts.until,
        paper: Some(Paper {
            number: facts.number,
            pages: read.pages,
            signature: read.signature,
            unreadable,
            agree,
        }),
    }
}

/// What a row adds to the balance.
fn signed(row: &BillRow) -> Fen {
    match row.direction {
        Direction::Out => Fen(-row.amount.0),
        _ => row.amount,
    }
}

/// A refund may be told by no word: money that came in under the number of a payment above or below it.
fn refunds_by_number(rows: &mut [BillRow]) {
    let paid: HashSet<String> = rows
        .iter()
        .filter(|row| row.kind == RowKind::Payment && tells(&row.merchant_order_no))
        .map(|row| row.merchant_order_no.clone())
        .collect();
    for row in rows {
        if row.kind == RowKind::Other
            && row.direction == Direction::In
            && paid.contains(&row.merchant_order_no)
        {
            row.kind = RowKind::Refund;
            row.status = RowStatus::Refunded;
        }
    }
}

/// Where the balance of a row does not follow from that of the row before it: of two orders of time the one that fits more
/// often is the paper's.
fn broken_chain(moved: &[(u32, Fen, Option<Fen>)]) -> Vec<Text> {
    let pairs: Vec<(u32, u32, bool, bool)> = moved
        .windows(2)
        .filter_map(|pair| {
            let ((before_page, before_by, before), (page, by, after)) = (pair[0], pair[1]);
            let (before, after) = (before?, after?);
            Some((
                before_page,
                page,
                before.0 + by.0 == after.0,
                after.0 + before_by.0 == before.0,
            ))
        })
        .collect();
    let forward = pairs.iter().filter(|pair| pair.2).count();
    let backward = pairs.iter().filter(|pair| pair.3).count();
    // A paper of several accounts or with rows of its own choice has no chain at all.
    if forward.max(backward) * 2 < pairs.len() {
        return Vec::new();
    }
    let mut pages: Vec<u32> = pairs
        .iter()
        .filter(|pair| if forward >= backward { !pair.2 } else { !pair.3 })
        .map(|pair| pair.1)
        .collect();
    pages.dedup();
    pages
        .iter()
        .map(|page| text!(paper_chain_broken, page = *page))
        .collect()
}

struct Cells<'a> {
    format: BillFormat,
    holds: &'a [Holds],
    row: &'a ReadRow,
}

impl Cells<'_> {
    fn has(&self, holds: Holds) -> bool {
        self.holds.contains(&holds)
    }

    /// The text of a column; several of one kind are joined.
    fn get(&self, holds: Holds) -> String {
        let cells = self.holds.iter().zip(&self.row.cells);
        let found: Vec<&str> = cells
            .filter(|(of, _)| **of == holds)
            .map(|(_, cell)| nothing(cell.trim()))
            .filter(|cell| !cell.is_empty())
            .collect();
        found.join(" ")
    }

    fn number(&self, holds: Holds) -> String {
        squeezed(&self.get(holds))
    }

    fn read(&self, line: u32) -> Result<(BillRow, Option<Fen>), RowFault> {
        let mut flags = Vec::new();
        let (day, clock) = (self.get(Holds::At), self.get(Holds::Clock));
        let at = match wall_clock(&written_out(&day, &clock)) {
            Ok((at, _)) => instant(at),
            Err(NoTime::DayOnly(day)) => {
                flags.push(RowFlag::DayOnly);
                instant(day.and_time(NaiveTime::MIN))
            }
            Err(_) => {
                return Err(RowFault {
                    line,
                    column: text!(bill_column_time),
                    message: text!(bill_odd_time, cell = excerpt(&day)),
                });
            }
        };
        let printed = self.number(Holds::Amount);
        let (negative, amount) = match printed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, printed.strip_prefix('+').unwrap_or(&printed)),
        };
        let Some(amount) = money(amount) else {
            return Err(RowFault {
                line,
                column: text!(bill_column_amount),
                message: text!(bill_odd_amount, cell = excerpt(&printed)),
            });
        };
        let direction = self.direction(negative).unwrap_or_else(|| {
            flags.push(RowFlag::UnknownDirection);
            Direction::Neutral
        });
        let (category, item, note) = (
            self.get(Holds::Category),
            self.get(Holds::Item),
            self.get(Holds::Note),
        );
        let (mut payment_no, mut merchant_order_no) =
            (self.number(Holds::PaymentNo), self.number(Holds::MerchantOrderNo));
        if self.format.is_bank() {
            merchant_order_no = told(&note, "订单编号");
            payment_no = told(&note, "交易流水号");
        }
        let back = category.contains("退款") || item.starts_with("退款");
        let bought = !self.format.app.not_bought.contains(&category.as_str());
        let kind = match direction {
            Direction::Out if bought => RowKind::Payment,
            Direction::In | Direction::Neutral if back && amount > Fen(0) => RowKind::Refund,
            _ => RowKind::Other,
        };
        let row = BillRow {
            line,
            at,
            counterparty: self.get(Holds::Counterparty),
            counterparty_account: self.get(Holds::CounterpartyAccount),
            item,
            category,
            direction,
            amount,
            refunded: None,
            method: self.get(Holds::Method),
            status_text: String::new(),
            status: match kind {
                RowKind::Refund => RowStatus::Refunded,
                _ => RowStatus::Paid,
            },
            kind,
            payment_no,
            merchant_order_no,
            funds: String::new(),
            note,
            flags,
            place: Some(self.row.place),
            raw: self.row.cells.join("\t").into_boxed_str(),
        };
        Ok((row, signed_money(&self.number(Holds::Balance))))
    }

    fn direction(&self, negative: bool) -> Option<Direction> {
        if self.has(Holds::Direction) {
            let word = self.number(Holds::Direction);
            return self.format.known(|app| app.directions, &word);
        }
        if self.has(Holds::Side) {
            let side = self.get(Holds::Side);
            return match side.trim() {
                side if side.contains('借') || side.starts_with('D') => Some(Direction::Out),
                side if side.contains('贷') || side.starts_with('C') => Some(Direction::In),
                _ => None,
            };
        }
        // What has no column for it is a payment, or says by its sign where the money went.
        let out = negative || !self.has(Holds::Balance);
        Some(if out { Direction::Out } else { Direction::In })
    }
}

/// The text, or nothing where it is one of the marks for it: a stroke, a run of them, `（空）`.
fn nothing(cell: &str) -> &str {
    let dashes = cell.len() > 1 && cell.bytes().all(|byte| byte == b'-');
    if dashes || matches!(cell, "（空）" | "(空)" | "*" | "***") {
        return "";
    }
    blank_mark(cell)
}

/// `20250901` and `122254` as a bill writes them; what is written out already stays.
fn written_out(day: &str, clock: &str) -> String {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let squeezed_day = squeezed(day);
    let day = match digits(&squeezed_day, 8) {
        true => format!(
            "{}-{}-{}",
            &squeezed_day[..4],
            &squeezed_day[4..6],
            &squeezed_day[6..]
        ),
        // The day over its time, drawn without a gap.
        false if squeezed_day.len() == 18 && squeezed_day.is_ascii() => {
            format!("{} {}", &squeezed_day[..10], &squeezed_day[10..])
        }
        false => day.to_owned(),
    };
    let clock = squeezed(clock);
    match clock.as_str() {
        "" => day,
        clock if digits(clock, 6) => format!("{day} {}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]),
        clock => format!("{day} {clock}"),
    }
}

/// The number behind a word in a bank's note: `订单编号169…369某某店 交易流水号121…`.
fn told(note: &str, word: &str) -> String {
    let note = squeezed(note);
    let Some((_, rest)) = note.split_once(word) else {
        return String::new();
    };
    let rest = rest.trim_start_matches([':', '：']);
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    rest[..end].to_owned()
}

/// Money with its sign.
pub(super) fn signed_money(text: &str) -> Option<Fen> {
    match text.strip_prefix('-') {
        Some(rest) => money(rest).map(|amount| Fen(-amount.0)),
        None => money(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The moment of a day at a time of day.
pub(super) fn moment(text: &str, of_day: NaiveTime) -> Option<Moment> {
    match wall_clock(&written_out(text, "")) {
        Ok((at, _)) => Some(instant(at)),
        Err(NoTime::DayOnly(day)) => Some(instant(day.and_time(of_day))),
        Err(_) => None,
    }
}
