//! The one SQLite file, and the only place that knows SQL.
//!
//! Every write is one IMMEDIATE transaction with `synchronous = FULL`: what was acknowledged survives a power cut, and
//! what failed has changed nothing. What is written was decided elsewhere.

mod alerts;
mod alike;
mod bills;
mod calendar;
mod corrections;
mod deadlines;
mod facts;
pub mod file;
mod files;
mod keys;
mod masks;
mod open;
mod orders;
mod payments;
mod platforms;
mod read;
mod samples;
mod search;
mod settings;
mod sums;
mod tags;
mod values;

pub use alerts::{BATCH, LEASE};
pub use alike::{Same, SameBy};
pub use corrections::Correction;
pub use files::FileBytes;
pub use open::FILE_NAME;
pub use read::{OrderCounts, Page, Query};
pub use sums::{PlatformSums, Sums};

use crate::words::Text;
use crate::{Failure, Outcome, text};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::PathBuf;
use std::sync::Arc;
use values::Unreadable;

pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// SQLite's counter of other connections' commits, as last seen.
    data_version: i64,
    /// Whether the data file is locked with a passphrase. Asked here while it is open: to open the file itself and close it
    /// again would take away every lock that SQLite holds on it for this process.
    locked: bool,
    /// By which corrections of rules is decided what is written.
    decides_under: Option<Arc<Vec<Correction>>>,
    /// Says to other processes that this one has the data file open.
    _held: std::fs::File,
}

impl Store {
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Whether the data file is locked with a passphrase.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// Whether another connection has written since this was last asked.
    pub fn changed_elsewhere(&mut self) -> Outcome<bool> {
        let version = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))?;
        Ok(std::mem::replace(&mut self.data_version, version) != version)
    }

    /// A mark of what was written so far, as this connection sees it. Two that are the same have nothing written between
    /// them.
    pub fn version(&self) -> Outcome<Version> {
        let others = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))?;
        let own = self
            .connection
            .query_row("SELECT total_changes()", [], |row| row.get(0))?;
        Ok(Version { others, own })
    }

    /// Does work in one transaction: all of it or, where it is refused, nothing. What it decides on it reads inside.
    pub fn write<T>(&mut self, work: impl FnOnce(&Tx<'_>) -> Outcome<T>) -> Outcome<T> {
        // That nothing else is written meanwhile on this connection, `&mut self` makes sure.
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let tx = Tx { store: self };
        tx.mind_other_rules()?;
        let done = work(&tx)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// See [`Store::version`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// By other connections.
    others: i64,
    own: i64,
}

/// A data file inside of a transaction: whatever can be asked of it, and everything that writes.
pub struct Tx<'a> {
    store: &'a Store,
}

impl std::ops::Deref for Tx<'_> {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.store
    }
}

/// What is said of a row that does not hold what this app writes.
fn unreadable(what: &Text) -> Failure {
    Failure::failed(text!(store_unreadable, what = what))
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        if let rusqlite::Error::FromSqlConversionFailure(.., cause) = &error
            && let Some(Unreadable(what)) = cause.downcast_ref()
        {
            return unreadable(what);
        }
        let code = error.sqlite_error_code();
        if let Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) = code {
            return open::damaged();
        }
        Self::failed(match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                text!(store_busy)
            }
            Some(ErrorCode::DiskFull) => text!(store_full),
            Some(ErrorCode::ReadOnly) => text!(store_read_only),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                text!(store_unread_unwritten)
            }
            _ => text!(store_error, error = error.to_string()),
        })
        .because(&error)
    }
}
