//! Putting another file in the data file's place.

use super::super::open::{FILE_NAME, lock_for_open, make_private_file, unreachable_folder};
use super::marker::{Cipher, is_marked, mark};
use crate::disk::{sync_folder, with_suffix};
use crate::{Failure, Outcome, text};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Every open data file holds a shared lock on it, so that no other process puts a file in its place.
pub(super) const OPEN: &str = "daozhang.open";

/// What the folder is called in which a new data file is made.
const NEW: &str = "daozhang.new";

/// Locks the data file of a folder against being replaced, until the returned file is dropped.
pub fn lock_shared(folder: &Path) -> Outcome<File> {
    let file = lock_file(folder)?;
    // A file system without locks is no reason to refuse: SQLite's own still hold.
    let _ = file.lock_shared();
    Ok(file)
}

fn lock_file(folder: &Path) -> Outcome<File> {
    let path = folder.join(OPEN);
    make_private_file(&path)?;
    File::options()
        .write(true)
        .open(&path)
        .map_err(|error| unreachable_folder(&path, &error))
}

/// Makes a new file from the data file of a folder, and puts it in its place when it is whole. With `keep_as` the replaced
/// file is kept under that name, with a number if the name is taken, and its path is returned.
///
/// `make` gets the path of the data file and that of the file to make, which lies in a folder of its own. When it fails
/// nothing has changed.
///
/// # Errors
/// Another process has the data file open, the disk is full, or what `make` says.
pub fn replace<T>(
    folder: &Path,
    keep_as: Option<&str>,
    make: impl FnOnce(&Path, &Path) -> Outcome<T>,
) -> Outcome<(T, Option<PathBuf>)> {
    let _turn = lock_for_open(folder)?;
    let first = !folder.join(OPEN).exists();
    let alone = lock_file(folder)?;
    let done = replace_alone(folder, &alone, keep_as, make);
    if first && done.is_err() {
        // It says that a data file has been in use here.
        let _ = std::fs::remove_file(folder.join(OPEN));
    }
    done
}

fn replace_alone<T>(
    folder: &Path,
    alone: &File,
    keep_as: Option<&str>,
    make: impl FnOnce(&Path, &Path) -> Outcome<T>,
) -> Outcome<(T, Option<PathBuf>)> {
    if let Err(TryLockError::WouldBlock) = alone.try_lock() {
        return Err(Failure::failed(text!(store_open_elsewhere)));
    }
    settle(folder);
    let data = folder.join(FILE_NAME);
    let work = tempfile::Builder::new()
        .prefix(NEW)
        .tempdir_in(folder)
        .map_err(|error| unreachable_folder(folder, &error))?;
    let made = work.path().join(FILE_NAME);
    make_private_file(&made)?;
    let done = make(&data, &made)?;
    File::options()
        .write(true)
        .open(&made)
        .and_then(|file| file.sync_all())
        .map_err(|error| unreachable_folder(&made, &error))?;
    let kept = keep_as.map(|name| keep(&data, &free(folder, name))).transpose()?;
    put_in_place(&made, &data)?;
    sync_folder(folder);
    Ok((done, kept.flatten()))
}

const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Where the log of a data file lies while another file takes its name.
fn aside(data: &Path, log: &str) -> PathBuf {
    with_suffix(data, &format!(".old{log}"))
}

/// Settles what a killed process was replacing, and removes what it had made so far, which may tell what a locked file does not.
/// To be called in one's turn, before the data file is looked at.
pub(in crate::store) fn settle(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let data = folder.join(FILE_NAME);
    let made: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(NEW))
        .map(|entry| entry.path())
        .collect();
    // What was made and did not take the name yet: the logs are still those of the file that has it.
    let before = made.iter().any(|made| made.join(FILE_NAME).exists());
    for log in LOGS {
        let (aside, log) = (aside(&data, log), with_suffix(&data, log));
        // There is nothing to do for a log that is not there.
        let _ = match before && !log.exists() {
            true => std::fs::rename(aside, log),
            false => std::fs::remove_file(aside),
        };
    }
    for path in made {
        let _ = std::fs::remove_dir_all(&path).or_else(|_| std::fs::remove_file(&path));
    }
}

/// Gives a new data file its name. SQLite would read a log that stayed behind into it: the logs of the old one go aside
/// first, and come back if the name cannot be given.
fn put_in_place(made: &Path, data: &Path) -> Outcome<()> {
    let aside = |log: &str| aside(data, log);
    let unreachable = |error| unreachable_folder(data, &error);
    let locked = Cipher::of(made).is_possible();
    if locked {
        mark(data, true).map_err(unreachable)?;
    }
    let renamed = LOGS
        .iter()
        .try_for_each(|log| match std::fs::rename(with_suffix(data, log), aside(log)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .and_then(|()| std::fs::rename(made, data));
    for log in LOGS {
        // There is nothing to do for a log that was not there.
        let _ = match renamed {
            Ok(()) => std::fs::remove_file(aside(log)),
            Err(_) => std::fs::rename(aside(log), with_suffix(data, log)),
        };
    }
    renamed.map_err(unreachable)?;
    if !locked {
        // One that stays means nothing beside a plain file.
        let _ = mark(data, false);
    }
    Ok(())
}

/// Keeps the data file under another name, with its log and its marker. The first name stays in place, so that there is a
/// data file at every moment. Of one that is gone what it left behind is kept.
fn keep(data: &Path, kept: &Path) -> Outcome<Option<PathBuf>> {
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
    let there = data.exists();
    let logs: Vec<&str> = ["-wal", "-journal"]
        .into_iter()
        .filter(|log| {
            with_suffix(data, log)
                .metadata()
                .is_ok_and(|found| found.len() > 0)
        })
        .collect();
    if !there && logs.is_empty() {
        return Ok(None);
    }
    if Cipher::of(data) == Cipher::Marked || (!there && is_marked(data)) {
        mark(kept, true).map_err(|error| unreachable_folder(kept, &error))?;
    }
    if there {
        named(data, kept)?;
    }
    for log in logs {
        named(&with_suffix(data, log), &with_suffix(kept, log))?;
    }
    Ok(there.then(|| kept.to_owned()))
}

/// A path of this name, with a number if the name is taken.
fn free(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.join(format!("{name}.db"));
    let mut number = 2;
    while path.exists() {
        path = folder.join(format!("{name}-{number}.db"));
        number += 1;
    }
    path
}

/// Checks the whole of a file that is to take the data file's place.
pub(super) fn check(connection: &rusqlite::Connection) -> Outcome<()> {
    let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        return Ok(());
    }
    Err(Failure::failed(text!(store_incomplete)))
}
