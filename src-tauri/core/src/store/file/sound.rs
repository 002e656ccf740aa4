//! Whether a data file agrees with itself: each file with its hash, each order with its timeline.

use super::super::open::{connect, read_with, version_of};
use super::super::{keys, read};
use super::backups::BackupFile;
use super::passphrase::Passphrase;
use crate::order::{
    Event, EventKind, KeptKey, KeysFacts, OrderId, Sha256, check_chain, facts_told, standing,
};
use crate::words::Text;
use crate::{Outcome, text};
use rusqlite::{Connection, OpenFlags, params};
use std::path::Path;

/// An attached file whose bytes are not those that were attached. In a copy none stand in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostFile {
    pub sha256: Sha256,
    /// The orders that have it, with its name there.
    pub of: Vec<(OrderId, String)>,
}

impl LostFile {
    /// As it is called to the person.
    pub fn named(&self) -> Text {
        let names = self
            .of
            .iter()
            .map(|(id, name)| text!(lost_file, number = id.0, name = name));
        if self.of.is_empty() {
            return text!(lost_file_of_none);
        }
        Text::list(names)
    }
}

/// What is said of files that a copy was made without; none where there are none.
pub fn left_out(lost: &[LostFile]) -> Option<Text> {
    (!lost.is_empty()).then(|| text!(lost_files, files = Text::list(lost.iter().map(LostFile::named))))
}

/// The files whose bytes do not have their hash any more: all of them are read.
pub(in crate::store) fn lost_files(connection: &Connection) -> Outcome<Vec<LostFile>> {
    let mut lost = Vec::new();
    let mut select = connection.prepare("SELECT sha256, bytes FROM files ORDER BY sha256")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let sha256: Sha256 = row.get(0)?;
        if Sha256::of(row.get_ref(1)?.as_blob().unwrap_or_default()) != sha256 {
            lost.push(lost_file(connection, sha256)?);
        }
    }
    Ok(lost)
}

pub(super) fn lost_file(connection: &Connection, sha256: Sha256) -> rusqlite::Result<LostFile> {
    let of = connection
        .prepare_cached("SELECT order_id, name FROM shots WHERE sha256 = ?1 ORDER BY order_id")?
        .query_map([sha256], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(LostFile { sha256, of })
}

/// Leaves files out of a data file: it says that they were there, and holds no bytes that are not theirs.
/// `schema`: empty, or that of an attached one with its point.
pub(in crate::store) fn leave_out(
    connection: &Connection,
    schema: &str,
    lost: &[LostFile],
) -> rusqlite::Result<()> {
    let update = format!("UPDATE {schema}files SET bytes = x'' WHERE sha256 = ?1");
    for file in lost {
        connection.execute(&update, [file.sha256])?;
    }
    Ok(())
}

/// The same for a data file by its path.
pub(super) fn leave_out_of(path: &Path, passphrase: Option<&Passphrase>, lost: &[LostFile]) -> Outcome<()> {
    if lost.is_empty() {
        return Ok(());
    }
    Ok(leave_out(
        &connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, passphrase)?,
        "",
        lost,
    )?)
}

/// Puts the bytes of files back that a backup still holds whole; returns those that none does.
pub(super) fn put_back(
    connection: &Connection,
    lost: Vec<LostFile>,
    backups: &[BackupFile],
    passphrase: Option<&Passphrase>,
) -> Outcome<Vec<LostFile>> {
    let mut still = Vec::new();
    for file in lost {
        let whole = backups
            .iter()
            .find_map(|backup| whole_bytes(&backup.path, passphrase, file.sha256).ok().flatten());
        match whole {
            Some(bytes) => {
                connection.execute(
                    "UPDATE files SET bytes = ?2 WHERE sha256 = ?1",
                    params![file.sha256, bytes],
                )?;
            }
            None => still.push(file),
        }
    }
    Ok(still)
}

fn whole_bytes(path: &Path, passphrase: Option<&Passphrase>, sha256: Sha256) -> Outcome<Option<Vec<u8>>> {
    let connection = read_with(path, passphrase)?;
    if version_of(&connection, path)?.is_none() {
        return Ok(None);
    }
    let bytes: Vec<u8> =
        connection.query_row("SELECT bytes FROM files WHERE sha256 = ?1", [sha256], |row| {
            row.get(0)
        })?;
    Ok((Sha256::of(&bytes) == sha256).then_some(bytes))
}

/// The orders whose timeline does not hold, or says something else than the order: each is read.
pub(super) fn disagreeing(connection: &Connection) -> Outcome<Vec<OrderId>> {
    let ids: Vec<OrderId> = connection
        .prepare("SELECT id FROM orders ORDER BY id")
        .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())?;
    Ok(ids.into_iter().filter(|id| !agrees(connection, *id)).collect())
}

/// Whether the timeline of an order holds, and its facts and where it stands are what the timeline says.
fn agrees(connection: &Connection, id: OrderId) -> bool {
    let (Ok(Some(order)), Ok(events)) = (read::order(connection, id), read::events(connection, id)) else {
        return false;
    };
    let told = facts_told(&events);
    !events.is_empty()
        && check_chain(&events).is_ok()
        // Its payments are kept as rows that other orders have a part in.
        && told.is_none_or(|told| told.with_no_payments() == order.facts.clone().with_no_payments())
        && standing(&order.facts, &events) == order.standing
        && keys::read(connection, id).is_ok_and(|kept| have_events(&kept, &events))
}

/// Whether each event that wrote card keys down has them, and each of them has its event.
fn have_events(kept: &[KeptKey], events: &[Event]) -> bool {
    let told = events
        .iter()
        .filter(|event| event.what.kind == EventKind::KeysAdded)
        .flat_map(|event| {
            let facts = event.what.facts.as_deref().unwrap_or_default();
            let told: Option<KeysFacts> = serde_json::from_str(facts).ok();
            let ends = told.map(|told| told.last4).unwrap_or_default();
            (0..).zip(ends).map(|(place, last4)| (event.seq, place, last4))
        });
    let held = kept.iter().map(|one| (one.seq, one.place, one.key.last4()));
    told.eq(held)
}
