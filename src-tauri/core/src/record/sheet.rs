//! A person's own list of orders, as CSV or XLSX.

mod columns;
#[cfg(test)]
mod tests;

pub use columns::{Chosen, ListColumn};
pub(super) use columns::{resembles_sheet, tells_sheet};

use super::money::money;
use super::table::{self, NoTime, Row, blank_mark, has_lost_digits, plain};
use super::{Draft, Field};
use crate::order::{Fen, Word, excerpt};
use crate::words::Text;
use crate::{Failure, Outcome, text};
use columns::{Header, Meaning, header, is_open};

/// How the note of a row begins that only shows how to fill in the list.
const EXAMPLE: &str = "示例";

/// One row of the list: text as the person wrote it, not checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// The physical line, or row of a sheet, from 1.
    pub line: u32,
    /// The row as a form. Kind and channel stand in it as they were written, a date of a workbook as `YYYY-MM-DD HH:MM:SS`; a
    /// number that a spreadsheet rounded is left out.
    pub draft: Draft,
    /// What the person should know about it.
    pub flags: Vec<Text>,
    /// How the matter stands, if the row says that it is over: the word of the list, `已到账`, `交易成功`.
    pub over: Option<String>,
    /// What came back by the row although the matter is open, as it was written, and the name of its column.
    pub came_back: Option<(String, String)>,
}

/// The columns that the app's own table of orders has besides those of a list.
pub mod exported {
    pub const NUMBER: &str = "编号";
    pub const REFUNDED: &str = "已退款";
    pub const DUE_AT: &str = "应到账时间";
    pub const STATUS: &str = "状态";
    pub const SETTLED_AT: &str = "了结时间";
    pub const TAGS: &str = "标签";
}

/// A list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its columns. Those of several sheets that are called the same stand there once.
    pub columns: Vec<ListColumn>,
    /// What no column holds although no order is logged without it: in which sheet, which fields. The name of the sheet is
    /// empty where there is no other.
    pub missing: Vec<(String, Vec<Field>)>,
    /// Whether no column tells the kinds, so that the products have to.
    pub without_kinds: bool,
    pub rows: Vec<SheetRow>,
}

impl Sheet {
    /// Why it cannot be imported as it is.
    pub fn refusal(&self) -> Option<Failure> {
        let (sheet, fields) = self.missing.first()?;
        let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
        let columns = names.join("”“");
        Some(Failure::failed(if sheet.is_empty() {
            text!(sheet_incomplete, columns = columns)
        } else {
            text!(sheet_incomplete_among, sheet = excerpt(sheet), columns = columns)
        }))
    }

    /// Which columns were taken for what although the template calls them otherwise: one sentence, where there are any.
    pub fn mapping(&self) -> Option<Text> {
        let near: Vec<Text> = self
            .columns
            .iter()
            .filter(|column| !column.exact)
            .filter_map(|column| {
                let (name, field) = (excerpt(&column.name), column.field?.name());
                Some(text!(sheet_column_as, column = name, field = field))
            })
            .collect();
        (!near.is_empty()).then(|| text!(sheet_mapped, columns = Text::list(near)))
    }
}

/// Reads a list of orders. The columns may stand in any order, have others between them, and be called as people and shops
/// call them; `chosen` corrects what they are taken for. Every sheet of a workbook that looks like a list is read; what one
/// lacks is told in [`Sheet::missing`]. Empty rows and the example of the template are passed over.
///
/// # Errors
/// A file without any list, a column that was chosen and is not there, and the app's own table: its orders would come back
/// as if nothing had become of them.
pub fn read_sheet(name: &str, bytes: &[u8], chosen: &Chosen) -> Outcome<Sheet> {
    let opened = table::open(name, bytes, None, usize::MAX)?;
    let several = opened.tables.len() > 1;
    let mut sheet = Sheet::default();
    let mut found = false;
    for table in &opened.tables {
        let Some(header) = header(table, chosen)? else {
            continue;
        };
        if header.is_own() {
            return Err(Failure::failed(text!(sheet_is_export)));
        }
        found = true;
        let missing = header.missing();
        if !missing.is_empty() {
            let among = if several {
                table.sheet.clone()
            } else {
                String::new()
            };
            sheet.missing.push((among, missing));
        }
        sheet.without_kinds |= header.field(Field::Kind).is_none();
        for column in &header.columns {
            if !sheet.columns.iter().any(|known| known.name == column.name) {
                sheet.columns.push(column.clone());
            }
        }
        for row in table.rows().skip(header.row + 1) {
            let row = read(row, &header)?;
            if is_meant(&row) {
                sheet.rows.push(row);
            }
        }
    }
    if !found {
        return Err(Failure::failed(text!(sheet_no_heading)));
    }
    let known = |name: &String| sheet.columns.iter().any(|column| column.name == *name);
    if let Some(unknown) = chosen.keys().find(|name| !known(name)) {
        return Err(Failure::failed(text!(
            sheet_column_unknown,
            column = excerpt(unknown)
        )));
    }
    Ok(sheet)
}

/// An empty list with one example row: CSV in UTF-8 with BOM, which spreadsheets open without a question.
pub fn sheet_template() -> Vec<u8> {
    let example = [
        "某话费充值店",
        "话费充值100元",
        "话费快充",
        "98.50",
        "2026-11-20 21:03:45",
        "13800000000",
        "",
        "支付宝",
        "",
        "",
        "",
        "24小时",
        "示例：照这样填，每笔一行；这一行不会导入，可以删掉",
        "1",
        "",
    ];
    let columns: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    format!("\u{feff}{}\r\n{}\r\n", columns.join(","), example.join(",")).into_bytes()
}

fn read(row: Row<'_>, header: &Header) -> Outcome<SheetRow> {
    let mut read = SheetRow {
        line: row.line,
        ..SheetRow::default()
    };
    let mut rounded = Vec::new();
    for field in Field::ALL {
        let cell = header.field(*field).map_or("", |position| row.cell(position));
        let is_number = field.is_number() || *field == Field::Account;
        *read.draft.field_mut(*field) = match field {
            // What a spreadsheet made of it is no number any more, and would stand in letters as if it were.
            _ if is_number && has_lost_digits(&plain(cell)) => {
                rounded.push(Text::as_it_is(field.name()));
                String::new()
            }
            Field::PaidAt => time_text(row, cell),
            _ => unescaped(cell).to_owned(),
        };
    }
    if !rounded.is_empty() {
        read.flags
            .push(text!(sheet_numbers_rounded, columns = Text::list(rounded)));
    }
    let told = |meaning| {
        let cell = header.place(meaning).map_or("", |position| row.cell(position));
        blank_mark(cell).to_owned()
    };
    let (state, settled, refunded) = (
        told(Meaning::State),
        told(Meaning::Settled),
        told(Meaning::Refunded),
    );
    // Taken in without what became of it, it would be money that is still owed.
    read.over = if !is_open(&state)? {
        Some(state)
    } else if !settled.is_empty() {
        Some(settled)
    } else {
        None
    };
    if read.over.is_none() && !refunded.is_empty() && money(&refunded) != Some(Fen(0)) {
        read.came_back = Some((header.name(Meaning::Refunded).to_owned(), refunded));
    }
    Ok(read)
}

/// The serial of a workbook as a date and time, or as a date; other text stays what it is.
fn time_text(row: Row<'_>, cell: &str) -> String {
    let is_number = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match row.wall_clock(cell) {
        Ok((at, _)) if is_number => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        Err(NoTime::DayOnly(day)) if is_number => day.to_string(),
        _ => cell.to_owned(),
    }
}

/// A text without the apostrophe that keeps a spreadsheet from running it as a formula.
fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) => rest,
        _ => cell,
    }
}

/// Whether a row is an order: it says something in the columns that are known, and is not the example.
fn is_meant(row: &SheetRow) -> bool {
    let tells = |field: &&Field| field.is_required() || field.is_number() || **field == Field::Account;
    let mut telling = Field::ALL.iter().filter(tells);
    telling.any(|field| !row.draft.field(*field).is_empty()) && !row.draft.note.starts_with(EXAMPLE)
}
