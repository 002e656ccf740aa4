//! Locking the data file with a passphrase (SQLCipher), and unlocking it for good.

use super::super::open::{self, FILE_NAME, connect, unreachable_folder};
use super::backups::{all_backups, clear_partials};
use super::marker::{Cipher, mark};
use super::passphrase::Passphrase;
use super::replace::{check, replace};
use super::traces::{backup_folders, usual_folder};
use crate::disk::{with_suffix, write_atomically};
use crate::{Code, Failure, Outcome, text};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// Whether the data file of a folder is, or may be, locked with a passphrase.
pub fn is_protected(folder: &Path) -> bool {
    Cipher::of(&folder.join(FILE_NAME)).is_possible()
}

/// Locks the data file of a folder with a passphrase, changes the passphrase, or with `wanted` none takes it away. The
/// app's own backups, in every folder in which they were ever put, and copies beside the file are written anew the same way, so
/// that none of them tells what the file does not. Every file is replaced when its successor is whole and has been checked.
///
/// Returns the copies that could not be written anew, such as damaged ones, and the folders that cannot be reached now.
///
/// # Errors
/// A wrong passphrase, another process that has the file open, a full disk: the data file has not changed then.
pub fn protect(
    folder: &Path,
    backups: &Path,
    current: Option<&Passphrase>,
    wanted: Option<&Passphrase>,
) -> Outcome<Vec<PathBuf>> {
    let mut folders = backup_folders(folder);
    if !folders.iter().any(|known| known == backups) {
        folders.push(backups.to_owned());
    }
    let copies = || protect_copies(folder, &folders, current, wanted);
    // Whenever a crash comes, no copy tells more than the file: locked before it, and unlocked behind it.
    let (left, _) = replace(folder, None, |data, made| {
        rewrite(data, made, current, wanted)?;
        Ok(wanted.map(|_| copies()))
    })?;
    Ok(left.unwrap_or_else(copies))
}

/// Writes the copies of a data file anew; returns those that could not be, and the folders that cannot be reached.
fn protect_copies(
    folder: &Path,
    folders: &[PathBuf],
    current: Option<&Passphrase>,
    wanted: Option<&Passphrase>,
) -> Vec<PathBuf> {
    clear_partials(folder);
    let mut copies: Vec<PathBuf> = open::copies(folder);
    let mut left = Vec::new();
    for place in folders {
        clear_partials(place);
        copies.extend(all_backups(place).into_iter().map(|file| file.path));
        // It may be on a disk that is not there now.
        if wanted.is_some() && *place != usual_folder(folder) && !place.is_dir() {
            left.push(place.clone());
        }
    }
    copies.sort();
    copies.dedup();
    left.extend(
        copies
            .into_iter()
            .filter(|copy| protect_copy(copy, current, wanted).is_err()),
    );
    left
}

fn protect_copy(copy: &Path, current: Option<&Passphrase>, wanted: Option<&Passphrase>) -> Outcome<()> {
    let cipher = Cipher::of(copy);
    if cipher.is_possible()
        && wanted.is_some()
        && connect(copy, OpenFlags::SQLITE_OPEN_READ_ONLY, wanted).is_ok_and(reads)
    {
        return Ok(());
    }
    if cipher == Cipher::None && wanted.is_none() {
        return Ok(());
    }
    let unwritable = |error| unreachable_folder(copy, &error);
    let done = write_atomically(copy, unwritable, |_, made| {
        rewrite(copy, made, current, wanted)?;
        mark(copy, cipher == Cipher::Marked || wanted.is_some()).map_err(unwritable)
    });
    match done {
        // A copy of an earlier passphrase cannot be read, and so tells nothing.
        Err(failure)
            if cipher == Cipher::Marked && matches!(failure.code, Code::Passphrase | Code::Locked) =>
        {
            return Ok(());
        }
        done => done?,
    }
    let _ = mark(copy, wanted.is_some());
    // What stood in a copy's log is in its successor.
    for log in ["-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(with_suffix(copy, log));
    }
    Ok(())
}

fn reads(connection: Connection) -> bool {
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .is_ok()
}

/// Writes the whole of a data file into an empty one under another passphrase, and checks it.
pub(super) fn rewrite(
    from: &Path,
    to: &Path,
    current: Option<&Passphrase>,
    wanted: Option<&Passphrase>,
) -> Outcome<()> {
    let current = current.filter(|_| Cipher::of(from).is_possible());
    let source = open::read_with(from, current)?;
    let target = connect(to, OpenFlags::default(), wanted)?;
    target.execute(
        "ATTACH ?1 AS source KEY ?2",
        (read_only_uri(from), current.map_or("", Passphrase::expose)),
    )?;
    target.query_row("SELECT sqlcipher_export('main', 'source')", [], |_| Ok(()))?;
    for name in ["user_version", "application_id"] {
        let value: i64 = source.pragma_query_value(None, name, |row| row.get(0))?;
        target.pragma_update(Some("main"), name, value)?;
    }
    target.execute_batch("DETACH source")?;
    drop(target);
    let made = open::read_with(to, wanted)?;
    check(&made)?;
    if counts(&source)? == counts(&made)? {
        return Ok(());
    }
    Err(Failure::failed(text!(store_made_incomplete)))
}

/// The name under which a file is attached for reading alone.
fn read_only_uri(path: &Path) -> String {
    let path = path.to_string_lossy();
    let mut uri = "file:".to_owned();
    if path.starts_with(r"\\") && cfg!(windows) {
        // Two strokes would be followed by a machine that SQLite asks for no file: the path has its own behind an empty one.
        uri.push_str("//");
    }
    for c in path.chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '\\' if cfg!(windows) => uri.push('/'),
            c => uri.push(c),
        }
    }
    uri + "?mode=ro"
}

/// The number of rows of each table.
fn counts(connection: &Connection) -> Outcome<Vec<(String, i64)>> {
    let names: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    names
        .into_iter()
        .map(|name| {
            let count = format!("SELECT count(*) FROM \"{name}\"");
            let count = connection.query_row(&count, [], |row| row.get(0))?;
            Ok((name, count))
        })
        .collect()
}
