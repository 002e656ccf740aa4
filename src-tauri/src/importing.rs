//! The file that is about to be imported.

use daozhang_api::{OpenedBill, OpenedSheet};

/// A file that the person is about to import.
#[derive(Default)]
pub struct Importing {
    /// Its name and bytes, while it waits for its password.
    pub locked: Option<(String, Vec<u8>)>,
    /// A bill that was opened.
    pub bill: Option<OpenedBill>,
    /// A spreadsheet that was opened.
    pub sheet: Option<OpenedSheet>,
}
