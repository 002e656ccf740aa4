//! The one SQLite file, and the only place that knows SQL.
//!
//! Every write is one IMMEDIATE transaction with `synchronous = FULL`: what was acknowledged survives a power cut, and
//! what failed has changed nothing. What is written was decided elsewhere.

mod alerts;
mod alike;
mod bills;
mod corrections;
pub mod file;
mod files;
mod masks;
mod memory;
mod open;
mod orders;
mod platforms;
mod read;
mod samples;
mod search;
mod settings;
mod tags;
#[cfg(test)]
mod tests;

pub use alerts::{LEASE, Swept};
pub use corrections::Correction;
pub use files::FileBytes;
pub use memory::{PlatformSums, Sums};
pub use open::FILE_NAME;
pub use orders::{Attached, Batch, Change};
pub use read::{OrderCounts, Page, Query};

use crate::order::{Clock, Course, Event, Facts, Moment, Plan, Seller, Watched};
use crate::{Failure, Outcome};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::PathBuf;

/// What the clockwork says of an order. The store asks it inside of its transactions, so that state and alerts are of one
/// moment.
pub trait Clockwork {
    /// The moments that follow from an order's facts at a platform with these release times.
    fn clock(&self, facts: &Facts, release_times: &str) -> Outcome<Clock>;
    /// What is waited for, as the events say, and the limits that run beside.
    fn course(&self, facts: &Facts, clock: &Clock, seller: &Seller, events: &[Event]) -> Course;
    /// Where the order stands.
    fn plan(&self, order: &Watched, now: Moment) -> Plan;
}

/// An open data file.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// SQLite's counter of other connections' commits, as last seen.
    data_version: i64,
    /// Whether the data file is locked with a passphrase. Who has it open asks here: to open the file itself and close it
    /// again would take away every lock that SQLite holds on it for this process.
    locked: bool,
    /// Says to other processes that this one has the data file open.
    _held: std::fs::File,
}

impl Store {
    /// Where the data file is.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Whether the data file is locked with a passphrase.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// Whether another connection has written since this was last asked.
    pub fn changed_elsewhere(&mut self) -> Result<bool, Failure> {
        let version = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(StoreError::Sql)?;
        Ok(std::mem::replace(&mut self.data_version, version) != version)
    }

    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, Failure> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::Sql)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(StoreError::Sql)?;
        Ok(done)
    }
}

/// What can go wrong inside of the store.
#[derive(Debug)]
enum StoreError {
    Sql(rusqlite::Error),
    /// A refusal found while writing.
    Refused(Failure),
    /// A row that does not hold what this app writes.
    Damaged(&'static str),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        use rusqlite::ErrorCode;
        let code = match &error {
            StoreError::Refused(failure) => return failure.clone(),
            StoreError::Damaged(what) => {
                return Self::failed(format!(
                    "数据文件里的{what}读不懂，请先备份数据文件再更新到最新版本。"
                ));
            }
            StoreError::Sql(sql) => sql.sqlite_error_code(),
        };
        let StoreError::Sql(sql) = error else {
            return Self::failed("数据文件出错。");
        };
        if let Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) = code {
            return open::damaged();
        }
        Self::failed(match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "数据文件正被另一个程序占用，请稍等片刻再试。".to_owned()
            }
            Some(ErrorCode::DiskFull) => "磁盘已满，没有保存；请腾出空间后再试。".to_owned(),
            Some(ErrorCode::ReadOnly) => "数据文件是只读的，没有保存；请检查数据文件夹的权限。".to_owned(),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                "数据文件读写失败，没有保存；请检查磁盘和数据文件夹的权限。".to_owned()
            }
            _ => format!("读写数据文件时出错，没有保存：{sql}"),
        })
    }
}
