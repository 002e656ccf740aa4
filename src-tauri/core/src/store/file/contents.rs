//! What is in a data file, counted and compared.

use super::super::open::read_with;
use super::passphrase::Passphrase;
use crate::Outcome;
use crate::order::Moment;
use rusqlite::Connection;
use std::path::Path;

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
        "SELECT count(*), count(*) FILTER (WHERE status IN ('awaiting', 'overdue', 'disputed')), min(paid_at), max(paid_at) FROM orders",
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

/// Whether a data file holds everything that another one tells: each event of each order, each card key, and each whole file of
/// an order.
/// Samples are made up and count for nothing.
///
/// # Errors
/// One of the two cannot be read with this passphrase.
pub(super) fn holds_all_of(larger: &Path, smaller: &Path, passphrase: Option<&Passphrase>) -> Outcome<bool> {
    let connection = read_with(smaller, passphrase)?;
    // The same refusals for the other one, which SQLite itself would name less well.
    drop(read_with(larger, passphrase)?);
    let key = passphrase.filter(|_| super::Cipher::of(larger).is_possible());
    connection.execute(
        "ATTACH ?1 AS larger KEY ?2",
        (larger.to_string_lossy(), key.map_or("", Passphrase::expose)),
    )?;
    let lacks: bool = connection.query_row(
        "SELECT EXISTS (
             SELECT 1 FROM main.orders AS o JOIN main.events AS e ON e.order_id = o.id
             WHERE NOT o.sample AND NOT EXISTS (
                 SELECT 1 FROM larger.events AS l
                 WHERE l.order_id = e.order_id AND l.seq = e.seq AND l.hash = e.hash))
         OR EXISTS (
             SELECT 1 FROM main.files AS f
             WHERE length(f.bytes) = f.length
                 AND f.sha256 IN (SELECT s.sha256 FROM main.shots AS s JOIN main.orders AS o ON o.id = s.order_id
                                  WHERE NOT o.sample)
                 AND NOT EXISTS (SELECT 1 FROM larger.files AS l
                                 WHERE l.sha256 = f.sha256 AND length(l.bytes) = l.length))",
        [],
        |row| row.get(0),
    )?;
    Ok(!lacks && holds_keys(&connection)?)
}

/// The same of the card keys, which no event holds. Files of earlier versions have no table for them.
fn holds_keys(connection: &Connection) -> Outcome<bool> {
    let has_any = |schema: &str| -> rusqlite::Result<bool> {
        let table = format!("SELECT EXISTS (SELECT 1 FROM {schema}.sqlite_schema WHERE name = 'card_keys')");
        connection.query_row(&table, [], |row| row.get(0))
    };
    if !has_any("main")? {
        return Ok(true);
    }
    let of_orders = "main.card_keys AS k JOIN main.orders AS o ON o.id = k.order_id WHERE NOT o.sample";
    let lacks = if has_any("larger")? {
        format!(
            "SELECT EXISTS (SELECT 1 FROM {of_orders} AND NOT EXISTS (
                 SELECT 1 FROM larger.card_keys AS l
                 WHERE l.order_id = k.order_id AND l.seq = k.seq AND l.place = k.place
                     AND l.number IS k.number AND l.key = k.key))"
        )
    } else {
        format!("SELECT EXISTS (SELECT 1 FROM {of_orders})")
    };
    Ok(!connection.query_row(&lacks, [], |row| row.get::<_, bool>(0))?)
}
