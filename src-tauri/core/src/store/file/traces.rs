//! What lies beside a data file that is missing: backups, and what it left behind. With them it is never a first start.

use super::super::FILE_NAME;
use super::super::open::{copies, unreachable_folder};
use super::backups::{BackupFile, all_backups, newest_first};
use super::marker::is_marked;
use crate::disk::{with_suffix, write_atomically};
use crate::{Code, Failure, Outcome, text};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Tells where backups were put besides the usual folder, a path a line: the setting that says so is in the data file itself.
const FOLDERS: &str = "daozhang.backups";

/// The folders in which backups of the data file of a folder may lie: the usual one, and each that was ever chosen.
pub fn backup_folders(data: &Path) -> Vec<PathBuf> {
    let kept = std::fs::read_to_string(data.join(FOLDERS)).unwrap_or_default();
    let mut folders = vec![usual_folder(data)];
    for line in kept.lines().filter(|line| !line.is_empty()) {
        let folder = PathBuf::from(line);
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

/// Where backups go unless the person chose another folder.
pub fn usual_folder(data: &Path) -> PathBuf {
    data.join("backups")
}

/// Keeps in mind that backups are put into a folder.
pub fn remember_folder(data: &Path, folder: &Path) -> Outcome<()> {
    let mut folders = backup_folders(data);
    if folders.iter().any(|known| known == folder) {
        return Ok(());
    }
    folders.push(folder.to_owned());
    let path = data.join(FOLDERS);
    let unwritable = |error| unreachable_folder(&path, &error);
    let lines: String = folders
        .iter()
        .skip(1)
        .map(|folder| format!("{}\n", folder.display()))
        .collect();
    write_atomically(&path, unwritable, |mut file, _| {
        file.write_all(lines.as_bytes()).map_err(unwritable)
    })
}

/// All backups that may be the data file's of a folder, the newest first; `now` as [`super::backup_files`] takes it.
pub fn backups_of(data: &Path, now: &str) -> Vec<BackupFile> {
    let mut files: Vec<BackupFile> = backup_folders(data)
        .iter()
        .flat_map(|folder| all_backups(folder))
        .collect();
    newest_first(&mut files, now);
    files
}

/// Refuses to take a missing or empty data file for a first start where something beside it says otherwise.
/// `is_there`: there is a SQLite file with nothing in it, whose log is its own.
///
/// # Errors
/// [`Code::Missing`], with what to do.
pub(in crate::store) fn no_fresh_start(folder: &Path, is_there: bool) -> Outcome<()> {
    let backups = backup_folders(folder)
        .iter()
        .map(|folder| all_backups(folder).len())
        .sum::<usize>();
    if backups > 0 {
        return Err(Failure::new(
            Code::Missing,
            text!(store_missing_backups, count = backups),
        ));
    }
    if let Some(left) = left_behind(folder, is_there) {
        let name = left
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        return Err(Failure::new(Code::Missing, text!(store_missing, left = name)));
    }
    Ok(())
}

/// Whether a data file has been in use in a folder.
pub(in crate::store) fn has_stood(folder: &Path) -> bool {
    no_fresh_start(folder, true).is_err()
}

/// Something that only a data file that was in use leaves beside it.
fn left_behind(folder: &Path, is_there: bool) -> Option<PathBuf> {
    let data = folder.join(FILE_NAME);
    let log = ["-wal", "-journal"]
        .map(|log| with_suffix(&data, log))
        .into_iter()
        .find(|log| !is_there && log.metadata().is_ok_and(|found| found.len() > 0));
    let marker = is_marked(&data).then(|| with_suffix(&data, ".locked"));
    let opened = Some(folder.join(super::replace::OPEN)).filter(|open| open.exists());
    copies(folder).into_iter().next().or(log).or(marker).or(opened)
}
