//! The app's own backups: one a day when something has changed, the last few kept, and whatever else holds what they lack.

use super::super::open::{self, FILE_NAME, connect, make_private_folder, unreachable_folder};
use super::contents::holds_all_of;
use super::marker::mark;
use super::passphrase::Passphrase;
use super::replace::lock_shared;
use super::sound::{LostFile, leave_out_of, lost_files, put_back};
use super::traces::{backups_of, remember_folder};
use crate::Outcome;
use crate::disk::{PARTIAL, with_suffix};
use crate::order::Moment;
use rusqlite::OpenFlags;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// How many daily backups are kept.
const KEPT: usize = 7;

/// One of the app's own backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFile {
    /// `daozhang-YYYYMMDD-HHMMSS.db`, the person's local time.
    pub name: String,
    pub path: PathBuf,
    pub at: Moment,
    pub bytes: u64,
}

/// The app's own backups in a folder, the newest first; other files there are ignored. `now` is the local time as
/// `YYYYMMDD-HHMMSS`: those dated ahead of it were made while the clock stood wrong, nobody knows when, and come behind all others.
pub fn backup_files(folder: &Path, now: &str) -> Vec<BackupFile> {
    let mut files = all_backups(folder);
    newest_first(&mut files, now);
    files
}

pub(super) fn newest_first(files: &mut [BackupFile], now: &str) {
    let now = name_of(now);
    files.sort_by(|a, b| {
        let ahead = |file: &BackupFile| file.name > now;
        ahead(a).cmp(&ahead(b)).then_with(|| b.name.cmp(&a.name))
    });
}

/// The same, in no order.
pub(super) fn all_backups(folder: &Path) -> Vec<BackupFile> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let metadata = entry.metadata().ok().filter(|metadata| metadata.is_file())?;
            is_ours(&name).then(|| BackupFile {
                name,
                path: entry.path(),
                at: written(&metadata),
                bytes: metadata.len(),
            })
        })
        .collect()
}

fn name_of(stamp: &str) -> String {
    format!("daozhang-{stamp}.db")
}

fn is_ours(name: &str) -> bool {
    let stamp = name
        .strip_prefix("daozhang-")
        .and_then(|rest| rest.strip_suffix(".db"));
    stamp.is_some_and(|stamp| {
        stamp.len() == 15
            && stamp
                .char_indices()
                .all(|(at, c)| if at == 8 { c == '-' } else { c.is_ascii_digit() })
    })
}

fn written(metadata: &std::fs::Metadata) -> Moment {
    let since = metadata
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    Moment(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
}

/// A backup to be made, on a connection of its own, so that nothing waits for it.
#[derive(Clone, Debug)]
pub struct BackupTask {
    /// The folder of the data file.
    pub data: PathBuf,
    pub folder: PathBuf,
    /// The local time that names it, `YYYYMMDD-HHMMSS`.
    pub stamp: String,
    pub locked: bool,
    /// Bytes that the backups may have together; the newest is kept in any case, and so is one that holds what no other does.
    pub limit: u64,
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    pub path: PathBuf,
    /// The files that are not in it, because their bytes are not theirs any more, here or in any earlier backup.
    pub lost: Vec<LostFile>,
}

impl BackupTask {
    /// Whether it is worth making: none was made on this day, and the data file has been written since the last one.
    pub fn is_due(&self) -> bool {
        let files = backup_files(&self.folder, &self.stamp);
        let now = name_of(&self.stamp);
        let Some(last) = files.first().filter(|file| file.name <= now) else {
            return true;
        };
        let day = |name: &str| name.get(..17).map(str::to_owned);
        if day(&last.name) == day(&format!("daozhang-{}", self.stamp)) {
            return false;
        }
        let data = self.data.join(FILE_NAME);
        [data.clone(), with_suffix(&data, "-wal")]
            .iter()
            .filter_map(|path| path.metadata().ok())
            .any(|metadata| written(&metadata) > last.at)
    }

    /// Writes the backup, locked as the data file is, and removes those that are too many or too large together. All attached
    /// files are read: one whose bytes are not its own any more gets them back from an earlier backup, or is left out and named.
    ///
    /// # Errors
    /// A folder that cannot be written, a full disk, a data file that cannot be read. Nothing is lost.
    pub fn carry_out(&self, passphrase: Option<&Passphrase>) -> Outcome<BackedUp> {
        make_private_folder(&self.folder)?;
        // No other process replaces the data file meanwhile, or locks the backups that are there.
        let _held = lock_shared(&self.data)?;
        clear_partials(&self.folder);
        let path = self.folder.join(name_of(&self.stamp));
        // Where it cannot be kept in mind the backup is worth no less.
        let _ = remember_folder(&self.data, &self.folder);
        let passphrase = passphrase.filter(|_| self.locked);
        let connection = connect(
            &self.data.join(FILE_NAME),
            OpenFlags::SQLITE_OPEN_READ_WRITE,
            passphrase,
        )?;
        let lost = match lost_files(&connection)? {
            lost if lost.is_empty() => lost,
            lost => put_back(
                &connection,
                lost,
                &backups_of(&self.data, &self.stamp),
                passphrase,
            )?,
        };
        mark(&path, self.locked).map_err(|error| unreachable_folder(&path, &error))?;
        open::write_copy(&connection, &path, |made| leave_out_of(made, passphrase, &lost))?;
        self.thin_out(passphrase);
        Ok(BackedUp { path, lost })
    }

    /// Removes the backups that are too many or too large together, and that another one makes needless. What cannot be
    /// removed or looked into now is tried again tomorrow.
    fn thin_out(&self, passphrase: Option<&Passphrase>) {
        let mut left = backup_files(&self.folder, &self.stamp);
        let too_many: Vec<BackupFile> = too_many(&left, self.limit).to_vec();
        for old in too_many.into_iter().rev() {
            let covers = |other: &BackupFile| {
                other.path != old.path && holds_all_of(&other.path, &old.path, passphrase).unwrap_or_default()
            };
            if left.iter().any(covers) && std::fs::remove_file(&old.path).is_ok() {
                let _ = mark(&old.path, false);
                left.retain(|file| file.path != old.path);
            }
        }
    }
}

/// Removes what killed processes left of backups, and of copies beside the data file, in a folder.
pub(super) fn clear_partials(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let whole = name.strip_prefix('.').and_then(|name| name.strip_suffix(PARTIAL));
        if whole.is_some_and(|whole| is_ours(whole) || whole.starts_with("daozhang.")) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The backups to be removed; `files` newest first.
fn too_many(files: &[BackupFile], limit: u64) -> &[BackupFile] {
    let mut bytes = 0u64;
    let fitting = files
        .iter()
        .take(KEPT)
        .take_while(|file| {
            bytes = bytes.saturating_add(file.bytes);
            bytes <= limit
        })
        .count();
    files.get(fitting.max(1)..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(day: u8, bytes: u64) -> BackupFile {
        BackupFile {
            name: format!("daozhang-202611{day:02}-090000.db"),
            path: PathBuf::new(),
            at: Moment(0),
            bytes,
        }
    }

    #[test]
    fn the_last_seven_are_kept_within_the_size() {
        let files: Vec<_> = (1..=9).rev().map(|day| file(day, 10)).collect();
        assert_eq!(too_many(&files, 1_000).len(), 2);
        assert_eq!(too_many(&files, 35), &files[3..]);
        // The newest stays, however large it is.
        assert_eq!(too_many(&files, 5), &files[1..]);
        assert!(too_many(&[], 5).is_empty());
    }

    #[test]
    fn only_names_of_the_app_are_its_backups() {
        assert!(is_ours("daozhang-20261123-090000.db"));
        for other in [
            "daozhang.db",
            "daozhang-20261123.db",
            "daozhang-20261123-09000a.db",
            "我的daozhang-20261123-090000.db",
        ] {
            assert!(!is_ours(other), "{other}");
        }
    }
}
