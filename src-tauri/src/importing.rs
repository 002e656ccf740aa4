//! The file that is about to be imported.

use daozhang_api::{OpenedBill, OpenedSheet};

/// A file that the person is about to import.
#[derive(Default)]
pub struct Importing {
    /// Its name and bytes, while it waits for its password.
    pub locked: Option<(String, Vec<u8>)>,
    pub bill: Option<OpenedBill>,
    pub sheet: Option<OpenedSheet>,
}
