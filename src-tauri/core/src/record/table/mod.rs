//! Files with rows of text cells: CSV, XLSX, and either inside a ZIP.
//!
//! All cells of a table lie in one text with their ends beside it, so that a bill of many rows costs little more memory
//! than its text. A cell is trimmed when it is read; what it means is decided by the reader of the table.

mod archive;
mod cell;
mod kind;
#[cfg(test)]
pub(crate) mod made;
mod package;
mod rewrite;
mod text;
mod workbook;
mod wrong;

pub use super::notation::{NoTime, wall_clock};
pub use cell::{blank_mark, has_lost_digits, plain};
pub use kind::{FileKind, kind_of};

use crate::{Failure, Outcome, text};
use chrono::NaiveDateTime;

/// The largest file that is read, and the most that a compressed file may unfold to, in bytes.
pub const LARGEST_TABLE: usize = 200 * 1024 * 1024;
/// The most cells that a file may have.
const MOST_CELLS: usize = 20_000_000;
/// The most rows that a file may have.
const MOST_ROWS: usize = 500_000;
/// The most cells of one row that are read; nothing that is understood here has half as many.
const MOST_COLUMNS: usize = 200;

/// What a file holds: one table, or one for each sheet of a workbook.
#[derive(Debug)]
pub struct Opened {
    /// The tables in the order of the file.
    pub tables: Vec<Table>,
    /// Whether they come from a workbook.
    pub workbook: bool,
}

/// Opens a CSV or XLSX file, or the only one in a ZIP, by its content; `name` is only for sentences. At most `most_rows`
/// rows of each table are read. Refuses with [`crate::Code::Password`] where an archive asks for one, and every other
/// kind of file with a sentence that says what to do instead.
pub fn open(name: &str, bytes: &[u8], password: Option<&str>, most_rows: usize) -> Outcome<Opened> {
    if bytes.len() > LARGEST_TABLE {
        return Err(too_large());
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return archive::open(name, bytes, password, most_rows);
    }
    wrong::refuse_by_content(bytes)?;
    Ok(Opened {
        tables: vec![text::read(bytes, most_rows)?],
        workbook: false,
    })
}

/// The PDF that a file is or holds, with its name: the file itself, or the only one in an archive without tables. What is
/// called a PDF and is none counts too, so that it is refused as one.
///
/// # Errors
/// As [`open`] for an archive that asks for a password.
pub fn paper_in(name: &str, bytes: &[u8], password: Option<&str>) -> Outcome<Option<(String, Vec<u8>)>> {
    if bytes.starts_with(b"PK\x03\x04") {
        return archive::paper(name, bytes, password);
    }
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let is_paper = head.windows(5).any(|window| window == b"%PDF-") || name.to_lowercase().ends_with(".pdf");
    Ok(is_paper.then(|| (name.to_owned(), bytes.to_vec())))
}

/// For a file without any rows.
pub(super) fn no_table() -> Failure {
    Failure::failed(text!(table_none))
}

fn too_large() -> Failure {
    Failure::failed(text!(table_too_large))
}

/// Rows of trimmed text cells.
#[derive(Debug, Default)]
pub struct Table {
    /// The name of its sheet in a workbook; empty for a text.
    pub sheet: String,
    /// Whether its workbook counts days from 1904, so that a bare number in place of a time may mean either of two days.
    from_1904: bool,
    text: String,
    /// Where each cell ends in `text`; it starts where the one before it ends.
    ends: Vec<u32>,
    /// The physical line (or row of a sheet) and the number of cells up to and with this row.
    rows: Vec<(u32, u32)>,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    /// The physical line, or row of a sheet, from 1.
    pub line: u32,
    first: usize,
    after: usize,
}

impl Table {
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).filter_map(|number| self.row(number))
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row(&self, number: usize) -> Option<Row<'_>> {
        let (line, after) = *self.rows.get(number)?;
        let first = match number.checked_sub(1) {
            Some(before) => self.rows.get(before)?.1,
            None => 0,
        };
        Some(Row {
            table: self,
            line,
            first: first as usize,
            after: after as usize,
        })
    }

    /// Adds a cell to the row that is being built.
    fn push(&mut self, cell: &str) -> Outcome<()> {
        let first = self.rows.last().map_or(0, |(_, after)| *after as usize);
        if self.ends.len() - first >= MOST_COLUMNS {
            return Ok(());
        }
        if self.ends.len() >= MOST_CELLS {
            return Err(too_large());
        }
        let cell = cell::trimmed(cell);
        // A workbook can say one long text in very many cells.
        if self.text.len() + cell.len() > LARGEST_TABLE {
            return Err(too_large());
        }
        self.text.push_str(cell);
        let end = u32::try_from(self.text.len()).map_err(|_| too_large())?;
        self.ends.push(end);
        Ok(())
    }

    /// Ends the row that is being built; one without any text leaves nothing.
    fn end_row(&mut self, line: u32) -> Outcome<()> {
        let (first, start) = match self.rows.last() {
            Some((_, after)) => (*after as usize, self.end_before(*after as usize)),
            None => (0, 0),
        };
        if self.text.len() == start {
            self.ends.truncate(first);
            return Ok(());
        }
        if self.rows.len() >= MOST_ROWS {
            return Err(too_large());
        }
        // Both fit: there are at most `MOST_CELLS` cells.
        self.rows.push((line, self.ends.len() as u32));
        Ok(())
    }

    fn end_before(&self, cell: usize) -> usize {
        cell.checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |end| *end as usize)
    }
}

impl<'a> Row<'a> {
    /// The cell at a position from 0; empty where there is none.
    pub fn cell(&self, position: usize) -> &'a str {
        let index = self.first + position;
        if index >= self.after {
            return "";
        }
        let end = self.table.ends.get(index).map_or(0, |end| *end as usize);
        self.table
            .text
            .get(self.table.end_before(index)..end)
            .unwrap_or("")
    }

    /// Reads a time out of a cell of this row, as [`wall_clock`].
    pub fn wall_clock(&self, cell: &str) -> Result<(NaiveDateTime, bool), NoTime> {
        let bare = !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if self.table.from_1904 && bare {
            return Err(NoTime::Unreadable);
        }
        wall_clock(cell)
    }

    /// How many cells it has.
    pub fn width(&self) -> usize {
        self.after - self.first
    }

    /// How many cells it has up to the last that is not empty.
    pub fn filled_width(&self) -> usize {
        (0..self.width())
            .rev()
            .find(|position| !self.cell(*position).is_empty())
            .map_or(0, |position| position + 1)
    }

    pub fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.width()).map(move |position| self.cell(position))
    }

    /// Its cells that are not empty.
    pub fn filled(self) -> impl Iterator<Item = &'a str> {
        self.cells().filter(|cell| !cell.is_empty())
    }
}

#[cfg(test)]
pub(crate) fn table_of(rows: &[&[&str]]) -> Table {
    let mut table = Table::default();
    for (line, row) in (1..).zip(rows) {
        for cell in *row {
            table.push(cell).unwrap();
        }
        table.end_row(line).unwrap();
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_lines_and_cells() {
        let table = table_of(&[&["a ", "", "b\t"], &["", " "], &["c"]]);
        let rows: Vec<(u32, Vec<&str>)> = table
            .rows()
            .map(|row| (row.line, row.cells().collect()))
            .collect();
        assert_eq!(rows, [(1, vec!["a", "", "b"]), (3, vec!["c"])]);
        assert_eq!(table.rows().next().map(|row| row.cell(7)), Some(""));
    }

    #[test]
    fn a_file_of_too_many_rows_is_refused() {
        let rows = "a\n".repeat(MOST_ROWS);
        let read =
            |text: &str| open("a.csv", text.as_bytes(), None, usize::MAX).map(|opened| opened.tables.len());
        assert_eq!(read(&rows), Ok(1));
        assert_eq!(read(&(rows + "a\n")), Err(too_large()));
    }

    #[test]
    fn cells_beyond_the_widest_row_are_left_out() {
        let wide = vec!["x"; 5_000];
        let table = table_of(&[&wide, &["y"]]);
        let widths: Vec<usize> = table.rows().map(|row| row.width()).collect();
        assert_eq!(widths, [MOST_COLUMNS, 1]);
    }
}
