//! Reads a bill: finds its header, reads the rows below it and what it says of itself. What is particular to an app stands
//! in `apps`.

use super::super::table::{self, Table};
use super::apps::BillFormat;
use super::header::{Header, find_header, is_prose, is_rule};
use super::totals::{Preamble, Totals};
use super::{Bill, BillRow, Direction, RowFault, row};
use crate::order::{Fen, excerpt};
use crate::words::Text;
use crate::{Failure, Outcome, text};
use std::collections::HashMap;

/// Reads a bill from a CSV or XLSX file or a ZIP with one in it. Times are read as +08:00. Refuses a file that is no bill
/// with a sentence on what to do, and a locked ZIP with [`crate::Code::Password`].
pub fn read_bill(name: &str, bytes: &[u8], password: Option<&str>) -> Outcome<Bill> {
    let opened = table::open(name, bytes, password, usize::MAX)?;
    let (mut sheets, mut left) = (Vec::new(), Vec::new());
    let mut refused = None;
    for table in &opened.tables {
        match find_header(table, opened.workbook) {
            Ok((header, position)) => sheets.push((table, header, position)),
            Err(no_header) => {
                if let Some(line) = no_header.nearly {
                    left.push(left_out(table, line, &no_header.failure));
                }
                refused = refused.or(Some(no_header.failure));
            }
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
        Some((_, mut reading)) => {
            reading.faults.extend(left);
            Ok(reading.finish())
        }
        None => Err(refused.unwrap_or_else(table::no_table)),
    }
}

/// What is said where a second bill of another app begins.
fn other_bill(line: u32, format: BillFormat) -> RowFault {
    RowFault {
        line,
        column: Text::default(),
        message: text!(bill_other_bill, format = format.name()),
    }
}

/// What is said of a sheet that is nearly a bill, beside one that is.
fn left_out(sheet: &Table, line: u32, why: &Failure) -> RowFault {
    RowFault {
        line,
        column: Text::default(),
        message: text!(
            bill_sheet_left_out,
            sheet = excerpt(&sheet.sheet),
            why = why.text.clone()
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
            reading.preamble.read(row, reading.format);
        } else if is_prose(row) {
            below |= is_rule(row);
            reading.preamble.read(row, reading.format);
        } else if let Some(again) = header.again(row) {
            // Two bills in one file: the second brings its own columns.
            if !again.goes_with(&header) {
                reading.faults.push(other_bill(row.line, again.format));
                break;
            }
            header = again;
            below = false;
        } else if below && row.filled().count() < 4 {
            reading.preamble.read(row, reading.format);
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
            read: Totals::of(self.format, &self.rows),
            rows: self.rows,
            stated: self.preamble.totals(),
            faults: self.faults,
            exported_at: self.preamble.exported_at,
            from: self.preamble.from,
            until: self.preamble.until,
            paper: None,
        }
    }
}
