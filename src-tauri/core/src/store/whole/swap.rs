//! Putting another file in the data file's place.

use super::super::StoreError;
use super::super::open::{FILE_NAME, make_private_file, take_turn, unreachable_folder};
use crate::{Failure, Outcome};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Every open data file holds a shared lock on it, so that nobody puts another one in its place meanwhile.
const HELD: &str = "daozhang.open";

/// Holds the data file of a folder for as long as the given-back file lives.
pub fn hold(folder: &Path) -> Outcome<File> {
    let file = lock_file(folder)?;
    // A file system without locks is no reason to refuse: SQLite's own still hold.
    let _ = file.lock_shared();
    Ok(file)
}

fn lock_file(folder: &Path) -> Outcome<File> {
    let path = folder.join(HELD);
    make_private_file(&path)?;
    File::options()
        .write(true)
        .open(&path)
        .map_err(|error| unreachable_folder(&path, &error))
}

/// Has a new file made from the data file of a folder, and puts it in its place when it is whole. With `keep_as` what was
/// there before is kept under that name, with a number where it is taken, and its path is given back.
///
/// `make` gets the path of the data file and that of the file to make. When it fails nothing has changed.
///
/// # Errors
/// Another process has the data file open, the disk is full, or what `make` says.
pub fn swap<T>(
    folder: &Path,
    keep_as: Option<&str>,
    make: impl FnOnce(&Path, &Path) -> Outcome<T>,
) -> Outcome<(T, Option<PathBuf>)> {
    let _turn = take_turn(folder)?;
    let alone = lock_file(folder)?;
    if let Err(TryLockError::WouldBlock) = alone.try_lock() {
        return Err(Failure::failed(
            "另一个到账程序正开着这个数据文件，没有改动它；请先退出它，再试一次。",
        ));
    }
    let data = folder.join(FILE_NAME);
    let made = folder.join("daozhang.new.db");
    let cleared = || {
        for ending in HALF_DONE {
            let _ = std::fs::remove_file(beside(&made, ending));
        }
    };
    cleared();
    make_private_file(&made)?;
    let done = make(&data, &made).and_then(|done| {
        let synced = File::options()
            .write(true)
            .open(&made)
            .and_then(|file| file.sync_all());
        synced.map_err(|error| unreachable_folder(&made, &error))?;
        let kept = keep_as.map(|name| keep(&data, &free(folder, name))).transpose()?;
        put_in_place(&made, &data)?;
        sync_folder(folder);
        Ok((done, kept.flatten()))
    });
    cleared();
    done
}

/// What the making of a new data file can leave beside it when it is killed.
const HALF_DONE: [&str; 12] = [
    "",
    "-journal",
    "-wal",
    "-shm",
    "-plain",
    "-plain-journal",
    "-spare",
    "-spare-journal",
    "-spare-wal",
    "-spare-shm",
    "-spare-fresh",
    "-spare-fresh-journal",
];

/// Gives a new data file its name. A log that stayed behind would be read into it: the logs of the old one go aside first,
/// and back where the name cannot be given.
fn put_in_place(made: &Path, data: &Path) -> Outcome<()> {
    const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];
    let aside = |log: &str| beside(data, &format!(".old{log}"));
    let renamed = LOGS
        .iter()
        .try_for_each(|log| match std::fs::rename(beside(data, log), aside(log)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .and_then(|()| std::fs::rename(made, data));
    for log in LOGS {
        // One that is not there needs neither.
        let _ = match renamed {
            Ok(()) => std::fs::remove_file(aside(log)),
            Err(_) => std::fs::rename(aside(log), beside(data, log)),
        };
    }
    renamed.map_err(|error| unreachable_folder(data, &error))
}

/// Keeps the data file under another name, with its log where it has one. The first name stays in place, so that there is
/// a data file at every moment.
fn keep(data: &Path, kept: &Path) -> Outcome<Option<PathBuf>> {
    if !data.exists() {
        return Ok(None);
    }
    let named = |from: &Path, to: &Path| match std::fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        // Not every file system gives a file two names.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            make_private_file(to)?;
            std::fs::copy(from, to)
                .map(drop)
                .map_err(|error| unreachable_folder(to, &error))
        }
        Err(error) => Err(unreachable_folder(to, &error)),
    };
    named(data, kept)?;
    for ending in ["-wal", "-journal"] {
        let log = beside(data, ending);
        if log.metadata().is_ok_and(|metadata| metadata.len() > 0) {
            named(&log, &beside(kept, ending))?;
        }
    }
    Ok(Some(kept.to_owned()))
}

/// A path of this name, with a number where something is called so already.
fn free(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.join(format!("{name}.db"));
    let mut number = 2;
    while path.exists() {
        path = folder.join(format!("{name}-{number}.db"));
        number += 1;
    }
    path
}

/// A file beside another one, as SQLite names its logs.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// So that the new name survives a power cut; where folders cannot be synced the system sees to it by itself.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// What a check of the whole file found; an empty answer is a sound one.
pub(super) fn check(connection: &rusqlite::Connection) -> Outcome<()> {
    let word: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(StoreError::Sql)?;
    if word == "ok" {
        return Ok(());
    }
    Err(Failure::failed("文件没有写完整，没有换上它；请检查磁盘后再试。"))
}
