//! Which of the two files that can be imported a file is.

use super::super::bill::is_bill;
use super::super::sheet::{resembles_sheet, tells_sheet};
use super::{no_table, open};
use crate::Outcome;

const ROWS_LOOKED_AT: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A bill of a payment app.
    Bill,
    /// A person's own list of orders.
    Sheet,
}

/// Tells a bill from a person's own list by the names of its columns. Refuses what is neither, like the reading of a bill.
pub fn kind_of(name: &str, bytes: &[u8], password: Option<&str>) -> Outcome<FileKind> {
    let opened = open(name, bytes, password, ROWS_LOOKED_AT)?;
    if opened.tables.iter().any(tells_sheet) {
        return Ok(FileKind::Sheet);
    }
    let mut refused = None;
    for table in &opened.tables {
        match is_bill(table, opened.workbook) {
            Ok(()) => return Ok(FileKind::Bill),
            Err(failure) => refused = refused.or(Some(failure)),
        }
    }
    // Its columns may be called otherwise than in the template.
    if opened.tables.iter().any(resembles_sheet) {
        return Ok(FileKind::Sheet);
    }
    Err(refused.unwrap_or_else(no_table))
}
