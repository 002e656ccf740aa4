//! Looking into a backup, and putting it in the data file's place.

use super::super::open::{self, FILE_NAME, make_private_folder, read_with, unreachable_folder};
use super::contents::{BackupLook, look_at};
use super::passphrase::Passphrase;
use super::protect::rewrite;
use super::replace::{check, replace};
use super::{Cipher, begins_as_plain, everything};
use crate::{Code, Failure, Outcome, text};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub orders: u64,
    /// Where the replaced data file is kept, if there was one.
    pub kept: Option<PathBuf>,
}

/// Looks into a backup or an export of everything without changing a byte of it. A locked one without a passphrase
/// only says that it is locked.
///
/// # Errors
/// A file that is neither, is damaged, or is of a later version; a wrong passphrase ([`Code::Passphrase`]).
pub fn look_into(path: &Path, passphrase: Option<&Passphrase>) -> Outcome<BackupLook> {
    if everything::is_one(path) {
        return everything::look_into(path);
    }
    let connection = match open_backup(path, passphrase) {
        Err(failure) if failure.code == Code::Locked => {
            return Ok(BackupLook {
                locked: true,
                orders: 0,
                open_orders: 0,
                files: 0,
                oldest: None,
                newest: None,
            });
        }
        opened => opened?,
    };
    look_at(&connection)
}

/// Puts a backup, or an export of everything, in the place of the data file of a folder. What was there is kept beside it
/// under a name with `stamp` (`YYYYMMDD-HHMMSS`).
///
/// The new file is locked as the one before was, with `current`; if that was not locked, as the backup was.
///
/// # Errors
/// As [`look_into`]; another process that has the data file open; a full disk. Nothing has changed then.
pub fn restore(
    folder: &Path,
    from: &Path,
    passphrase: Option<&Passphrase>,
    current: Option<&Passphrase>,
    stamp: &str,
) -> Outcome<Restored> {
    make_private_folder(folder)?;
    let own = passphrase.filter(|_| !everything::is_one(from) && Cipher::of(from).is_possible());
    let data = folder.join(FILE_NAME);
    let wanted = match Cipher::of(&data) {
        Cipher::None => own,
        cipher => match read_with(&data, current) {
            Ok(_) => current,
            // What is there may be no data file at all.
            Err(_) if cipher == Cipher::Possible => own,
            // Only a passphrase replaces a locked file: its own, or that of a locked backup, because no passphrase opens a
            // file whose first page is damaged.
            Err(failure) => match own {
                Some(own) if read_with(from, Some(own)).is_ok() => Some(own),
                _ => return Err(failure),
            },
        },
    };
    let kept = format!("daozhang.replaced-{stamp}");
    let (orders, kept) = replace(folder, Some(&kept), |_, made| {
        if everything::is_one(from) {
            everything::build(from, made, wanted)?;
        } else {
            drop(open_backup(from, passphrase)?);
            rewrite(from, made, passphrase, wanted)?;
        }
        finish(made, wanted)
    })?;
    Ok(Restored { orders, kept })
}

/// Puts an empty data file in the place of one that is gone, empty or damaged. What is there is kept beside it under a name with
/// `stamp` (`YYYYMMDD-HHMMSS`), with its log; backups and copies stay where they are. With a passphrase the new one is locked.
///
/// # Errors
/// A data file that can be used, or that a passphrase may open; another process that has it open; a full disk. Nothing has
/// changed then.
pub fn begin_anew(folder: &Path, passphrase: Option<&Passphrase>, stamp: &str) -> Outcome<Restored> {
    make_private_folder(folder)?;
    let kept = format!("daozhang.replaced-{stamp}");
    let (orders, kept) = replace(folder, Some(&kept), |data, made| {
        match open::is_usable(data, passphrase) {
            Ok(true) => return Err(Failure::failed(text!(anew_needless))),
            // Locked, of a later version, or none of ours.
            Err(failure) if failure.code != Code::Damaged => return Err(failure),
            Ok(false) | Err(_) => {}
        }
        let mut connection = open::connect(made, OpenFlags::default(), passphrase)?;
        open::begin(&mut connection, open::latest())?;
        drop(connection);
        finish(made, passphrase)
    })?;
    Ok(Restored { orders, kept })
}

/// Brings a new data file up to date, and checks it; returns the number of its orders.
pub(super) fn finish(made: &Path, passphrase: Option<&Passphrase>) -> Outcome<u64> {
    let mut connection = open::connect(made, OpenFlags::default(), passphrase)?;
    open::bring_up_to_date(&mut connection)?;
    check(&connection)?;
    Ok(look_at(&connection)?.orders)
}

/// Opens a backup for reading. One that was kept with its log is read with it.
fn open_backup(path: &Path, passphrase: Option<&Passphrase>) -> Outcome<Connection> {
    let metadata = std::fs::metadata(path).map_err(|error| unreachable_folder(path, &error))?;
    let foreign = || {
        Failure::failed(text!(
            backup_foreign,
            name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        ))
    };
    if !metadata.is_file() || metadata.len() == 0 {
        return Err(foreign());
    }
    let connection = read_with(path, passphrase).map_err(|failure| match failure.code {
        Code::Damaged if !begins_as_plain(path) => foreign(),
        Code::Damaged => Failure::failed(text!(backup_damaged)),
        _ => failure,
    })?;
    let version = open::version_of(&connection, path).map_err(|failure| match failure.code {
        Code::Damaged => Failure::failed(text!(backup_damaged)),
        _ => failure,
    })?;
    version.ok_or_else(foreign)?;
    Ok(connection)
}
