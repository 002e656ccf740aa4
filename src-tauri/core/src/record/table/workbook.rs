//! XLSX: the cells as text, sheet by sheet, read by calamine out of a workbook that was written anew.

use super::package::Package;
use super::rewrite::{Rewritten, damaged, rewritten};
use super::{LARGEST_TABLE, MOST_COLUMNS, Opened, Table, too_large};
use crate::{Failure, Outcome, text};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use chrono::{Datelike, NaiveTime, TimeDelta, Timelike};
use std::borrow::Cow;
use std::io::Cursor;

/// From here on a spreadsheet has lost digits of a whole number.
const EXACT_TO: f64 = 1e15;
/// More days than any workbook counts.
const MOST_DAYS: f64 = 3_000_000.0;

/// Reads the sheets of a workbook; `book` is its main part.
pub(super) fn read(mut package: Package<'_>, book: &str, most_rows: usize) -> Outcome<Opened> {
    let Rewritten {
        bytes,
        sheets,
        from_1904,
    } = rewritten(&mut package, book, most_rows)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged().because(error))?;
    let mut tables = Vec::new();
    let mut held = 0;
    for (place, sheet) in sheets.into_iter().enumerate() {
        let mut table = cells(&mut workbook, &place.to_string(), most_rows)?;
        held += table.text.len();
        if held > LARGEST_TABLE {
            return Err(too_large());
        }
        if !table.is_empty() {
            (table.sheet, table.from_1904) = (sheet, from_1904);
            tables.push(table);
        }
    }
    if tables.is_empty() {
        return Err(Failure::failed(text!(table_workbook_empty)));
    }
    Ok(Opened {
        tables,
        workbook: true,
    })
}

fn cells(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, most_rows: usize) -> Outcome<Table> {
    let mut cells = workbook
        .worksheet_cells_reader(sheet)
        .map_err(|error| damaged().because(error))?;
    let mut table = Table::default();
    // The row that is being built, from 0, and how many cells it has.
    let (mut row, mut width) = (None, 0usize);
    while let Some(cell) = cells.next_cell().map_err(|error| damaged().because(error))? {
        let (at, column) = cell.get_position();
        let column = column as usize;
        // A cell that stands before the one before it begins another row with the same number, so that none is lost.
        if let Some(built) = row
            && (built != at || column < width)
        {
            table.end_row(built + 1)?;
            width = 0;
            if table.len() >= most_rows {
                return Ok(table);
            }
        }
        row = Some(at);
        if column >= MOST_COLUMNS {
            continue;
        }
        while width < column {
            table.push("")?;
            width += 1;
        }
        table.push(&shown(cell.get_value()))?;
        width += 1;
    }
    if let Some(built) = row {
        table.end_row(built + 1)?;
    }
    Ok(table)
}

/// What a cell says.
fn shown<'a>(value: &'a DataRef<'_>) -> Cow<'a, str> {
    match value {
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cow::Borrowed(text)
        }
        DataRef::Float(value) => Cow::Owned(number(*value)),
        DataRef::DateTime(at) => Cow::Owned(day(at).unwrap_or_else(|| number(at.as_f64()))),
        DataRef::Int(value) => Cow::Owned(value.to_string()),
        DataRef::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
    }
}

/// A number that is shown as a day, rounded to the second; `None` for one that no purchase here can have been on, because
/// then the format was put on by mistake.
fn day(at: &ExcelDateTime) -> Option<String> {
    if !at.is_datetime() || !(0.0..MOST_DAYS).contains(&at.as_f64()) {
        return None;
    }
    let at = at
        .as_datetime()?
        .checked_add_signed(TimeDelta::milliseconds(500))?;
    let at = at.with_nanosecond(0)?;
    if !(2000..2100).contains(&at.year()) {
        return None;
    }
    Some(if at.time() == NaiveTime::MIN {
        at.date().to_string()
    } else {
        at.to_string()
    })
}

/// The shortest decimal text that means the same number: a workbook writes 1.1 as `1.1000000000000001`.
fn number(value: f64) -> String {
    if value.is_finite() && value.abs() >= EXACT_TO {
        return format!("{value:E}").replace('E', "E+");
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_keep_their_decimal_text() {
        for (value, text) in [
            ("14.95", "14.95"),
            ("1.1000000000000001", "1.1"),
            ("481", "481"),
            ("0.29999999999999999", "0.3"),
            ("46293.96523148148", "46293.96523148148"),
            ("13800000000", "13800000000"),
            ("2.02609282200141E+27", "2.02609282200141E+27"),
            ("2026092822001414871400000001", "2.026092822001415E+27"),
        ] {
            assert_eq!(number(value.parse().unwrap()), text);
        }
    }

    #[test]
    fn a_number_that_is_shown_as_a_day_is_one() {
        for (value, kind, from_1904, text) in [
            // A hair under the second: cutting it off would slip a second, and sometimes a minute.
            (
                46_293.965_231_481_48,
                ExcelDateTimeType::DateTime,
                false,
                Some("2026-09-28 23:09:56"),
            ),
            (
                46_293.965_277_777_774,
                ExcelDateTimeType::DateTime,
                false,
                Some("2026-09-28 23:10:00"),
            ),
            (
                44_831.965_231_481_48,
                ExcelDateTimeType::DateTime,
                true,
                Some("2026-09-28 23:09:56"),
            ),
            (46293.0, ExcelDateTimeType::DateTime, false, Some("2026-09-28")),
            (46293.5, ExcelDateTimeType::TimeDelta, false, None),
            (98.5, ExcelDateTimeType::DateTime, false, None),
            (-1.0, ExcelDateTimeType::DateTime, false, None),
            (f64::MAX, ExcelDateTimeType::DateTime, false, None),
            (f64::NAN, ExcelDateTimeType::DateTime, true, None),
        ] {
            let at = ExcelDateTime::new(value, kind, from_1904);
            assert_eq!(day(&at).as_deref(), text, "{value}");
        }
    }
}
