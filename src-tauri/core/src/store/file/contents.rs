//! What is in a data file, counted.

use crate::Outcome;
use crate::order::Moment;
use rusqlite::Connection;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupLook {
    /// Without its passphrase nothing more is known of a locked one.
    pub locked: bool,
    pub orders: u64,
    /// Those still waited for.
    pub open_orders: u64,
    pub files: u64,
    /// When the first of its orders was paid.
    pub oldest: Option<Moment>,
    /// When the last of its orders was paid.
    pub newest: Option<Moment>,
}

/// Counts what is in an open data file of any version.
pub(super) fn look_at(connection: &Connection) -> Outcome<BackupLook> {
    let files = connection.query_row("SELECT count(*) FROM files", [], |row| row.get::<_, i64>(0))?;
    Ok(connection.query_row(
        "SELECT count(*), count(*) FILTER (WHERE status IN ('awaiting', 'overdue')), min(paid_at), max(paid_at) FROM orders",
        [],
        |row| {
            Ok(BackupLook {
                locked: false,
                orders: row.get::<_, i64>(0)?.unsigned_abs(),
                open_orders: row.get::<_, i64>(1)?.unsigned_abs(),
                files: files.unsigned_abs(),
                oldest: row.get::<_, Option<i64>>(2)?.map(Moment),
                newest: row.get::<_, Option<i64>>(3)?.map(Moment),
            })
        },
    )?)
}
