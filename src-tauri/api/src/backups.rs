//! The app's own backups.

use crate::Session;
use crate::data_file::DataFile;
use crate::files::shown;
use daozhang_core::order::Moment;
use daozhang_core::order::Zone;
use daozhang_core::store::file::{
    BackedUp, BackupFile, BackupTask, LostFile, backup_files, backups_of, carried_away, left_out,
    remember_folder, usual_folder,
};
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use ts_rs::TS;

const DAILY: &str = "backup-daily";
const FOLDER: &str = "backup-folder";
const LIMIT_MB: &str = "backup-limit-mb";
const TROUBLE: &str = "backup-trouble";
const LOST: &str = "backup-lost";

/// How many megabytes the daily backups may have together while the person set nothing.
const USUAL_LIMIT_MB: u32 = 2_000;
const LIMITS_MB: std::ops::RangeInclusive<u32> = 10..=1_000_000;

/// A backup that the app made by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "BackupFile")]
pub struct BackupView {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: String,
    /// When it was written, RFC 3339.
    pub at: String,
    /// How large it is.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// A copy of all data that the person asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct WrittenCopy {
    /// Where it is.
    pub path: String,
    /// What is not in it because it was lost before.
    pub lost: Option<Text>,
}

impl WrittenCopy {
    pub(crate) fn new(file: &Path, lost: &[LostFile]) -> Self {
        Self {
            path: shown(file),
            lost: left_out(lost),
        }
    }
}

/// The app's own backups, as the settings page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Backups {
    /// Whether one is made each day when something has changed.
    pub daily: bool,
    /// Where they are.
    pub folder: String,
    /// Whether the person chose that folder.
    pub own_folder: bool,
    /// How many megabytes they may have together.
    pub limit_mb: u32,
    /// The newest first.
    pub files: Vec<BackupView>,
    /// How large they are together.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Why the last daily backup could not be made.
    pub trouble: Option<Text>,
    /// The files that the last daily backup was made without, because their bytes are not theirs any more.
    pub lost: Option<Text>,
    /// What is to be known of the folders, a sentence each.
    pub warnings: Vec<Text>,
}

impl BackupView {
    fn new(file: BackupFile, zone: Zone) -> Self {
        Self {
            name: file.name,
            path: file.path.to_string_lossy().into_owned(),
            at: file.at.rfc3339(zone),
            bytes: file.bytes,
        }
    }
}

impl DataFile {
    /// The folder of the data file.
    fn folder(&self) -> PathBuf {
        self.path().parent().map(Path::to_owned).unwrap_or_default()
    }

    /// Where the app's own backups go: where the person wants them, else beside the data file.
    pub fn backup_folder(&self) -> Outcome<PathBuf> {
        let own = self.store.setting(FOLDER)?.filter(|folder| !folder.is_empty());
        Ok(own.map_or_else(|| usual_folder(&self.folder()), PathBuf::from))
    }

    /// The app's own backups and how they are made.
    pub fn backups(&self, now: Moment) -> Outcome<Backups> {
        let folder = self.backup_folder()?;
        let files: Vec<BackupView> = backup_files(&folder, &self.stamp(now))
            .into_iter()
            .map(|file| BackupView::new(file, self.works.zone))
            .collect();
        let warnings = [
            (self.folder(), text!(place_data)),
            (folder.clone(), text!(place_backup)),
        ]
        .into_iter()
        .filter_map(|(folder, what)| carried_away(&folder, what));
        let given = |key| Outcome::Ok(self.store.setting(key)?.filter(|text| !text.is_empty()));
        Ok(Backups {
            daily: self.is_backed_up_daily()?,
            own_folder: given(FOLDER)?.is_some(),
            limit_mb: self.backup_limit()?,
            bytes: files.iter().map(|file| file.bytes).sum(),
            files,
            trouble: given(TROUBLE)?.map(|kept| Text::of_kept(&kept)),
            lost: given(LOST)?.map(|kept| Text::of_kept(&kept)),
            warnings: warnings.collect(),
            folder: folder.to_string_lossy().into_owned(),
        })
    }

    fn is_backed_up_daily(&self) -> Outcome<bool> {
        Ok(self.store.setting(DAILY)?.is_none_or(|value| value == "1"))
    }

    fn backup_limit(&self) -> Outcome<u32> {
        let set = self.store.setting(LIMIT_MB)?.and_then(|text| text.parse().ok());
        Ok(set.unwrap_or(USUAL_LIMIT_MB))
    }

    /// Says whether backups are made by themselves, and how many megabytes they may have together.
    pub fn set_backups(&mut self, daily: bool, limit_mb: u32) -> Outcome<()> {
        if !LIMITS_MB.contains(&limit_mb) {
            return Err(Failure::new(daozhang_core::Code::Text, text!(backup_limit)));
        }
        let daily = if daily { "1" } else { "0" }.to_owned();
        self.store
            .set(&[(DAILY, daily), (LIMIT_MB, limit_mb.to_string())])
    }

    /// Says where the backups go; `None` for beside the data file. Those that were made stay where they are.
    pub fn set_backup_folder(&mut self, folder: Option<&Path>) -> Outcome<()> {
        // Those of before are still this data file's.
        remember_folder(&self.folder(), &self.backup_folder()?)?;
        let folder = match folder {
            None => String::new(),
            Some(folder) if !folder.is_dir() => {
                return Err(Failure::failed(text!(backup_folder_gone)));
            }
            Some(folder) => folder
                .to_str()
                .ok_or_else(|| Failure::failed(text!(backup_folder_unnamed)))?
                .to_owned(),
        };
        self.store.set(&[(FOLDER, folder)])
    }

    /// The daily backup, where one is due; it is carried out by [`BackupTask::carry_out`], on a connection of its own.
    pub fn backup_due(&self, now: Moment) -> Outcome<Option<BackupTask>> {
        if !self.is_backed_up_daily()?
            || self
                .store
                .ids_after(daozhang_core::order::OrderId(0), 1)?
                .is_empty()
        {
            return Ok(None);
        }
        let task = BackupTask {
            data: self.folder(),
            folder: self.backup_folder()?,
            stamp: self.stamp(now),
            locked: self.store.is_locked(),
            limit: u64::from(self.backup_limit()?) * 1_000_000,
        };
        Ok(task.is_due().then_some(task))
    }

    /// Keeps in mind what came of a daily backup, for the settings page.
    pub fn backup_came(&mut self, came: &Outcome<BackedUp>) -> Outcome<()> {
        let kept = |text: Option<Text>| text.map(|text| text.kept()).unwrap_or_default();
        let mut news = vec![(
            TROUBLE,
            kept(came.as_ref().err().map(|failure| failure.text.clone())),
        )];
        if let Ok(made) = came {
            news.push((LOST, kept(left_out(&made.lost))));
        }
        for (key, text) in news {
            if self.store.setting(key)?.unwrap_or_default() != text {
                self.store.set(&[(key, text)])?;
            }
        }
        Ok(())
    }

    /// Local time for the name of a file, `YYYYMMDD-HHMMSS`.
    pub fn stamp(&self, now: Moment) -> String {
        stamp(now, self.works.zone)
    }

    /// Whether the data file is locked with a passphrase.
    pub fn is_locked(&self) -> bool {
        self.store.is_locked()
    }

    pub fn count(&self) -> Outcome<u64> {
        self.store.count_all()
    }
}

impl Session {
    /// The backups that can take the data file's place, the newest first; it is not asked, because it may be gone.
    pub(crate) fn backups_found(&self) -> Vec<BackupView> {
        backups_of(self.folder(), &self.stamp())
            .into_iter()
            .map(|file| BackupView::new(file, self.zone()))
            .collect()
    }

    pub(crate) fn backup_folder_chosen(&self) -> Outcome<Option<Backups>> {
        let Some(folder) = self.chosen_folder(text!(dialog_backup_folder)) else {
            return Ok(None);
        };
        self.write(|data, now| {
            data.set_backup_folder(Some(&folder))?;
            data.backups(now)
        })
        .map(Some)
    }

    pub(crate) fn backup_folder_opened(&self) -> Outcome<()> {
        let folder = self.read(|data, _| data.backup_folder())?;
        if !folder.is_dir() {
            return Err(Failure::failed(text!(backup_none_yet)));
        }
        self.machine.open_folder(&folder)
    }

    pub(crate) fn backed_up(&self) -> Outcome<Option<WrittenCopy>> {
        let name = format!("到账备份-{}.db", self.stamp());
        let Some(file) = self.place(text!(dialog_backup), name, &["db"]) else {
            return Ok(None);
        };
        let canonical = |folder: Option<&Path>| folder.and_then(|folder| folder.canonicalize().ok());
        if canonical(file.parent()) == canonical(Some(self.folder())) {
            return Err(Failure::failed(text!(backup_elsewhere)));
        }
        // The system's dialog has asked whether an older file may go.
        let lost = self.beside(|data, _| data.write_backup(&file))?;
        Ok(Some(WrittenCopy::new(&file, &lost)))
    }

    /// Whether a daily backup is due and none is being made.
    pub fn backs_up_today(&self) -> bool {
        !self.backing_up.load(Ordering::Relaxed)
            && self
                .read(|data, now| data.backup_due(now))
                .inspect_err(|failure| {
                    tracing::error!(
                        failure = failure.logged(),
                        "whether a backup is due could not be found out"
                    )
                })
                .is_ok_and(|task| task.is_some())
    }

    /// Makes the daily backup where one is due, on a connection of its own: neither a notice nor the person waits for it.
    /// One at a time.
    pub fn back_up_daily(&self) {
        if self.backing_up.swap(true, Ordering::Relaxed) {
            return;
        }
        if let Err(failure) = self.daily_backup() {
            tracing::error!(failure = failure.logged(), "the daily backup failed");
        }
        self.backing_up.store(false, Ordering::Relaxed);
    }

    /// Makes the daily backup where one is due, and says where it is.
    pub fn daily_backup(&self) -> Outcome<Option<BackedUp>> {
        let _beside = self.readers.beside();
        let Some(task) = self.read(|data, now| data.backup_due(now))? else {
            return Ok(None);
        };
        let came = task.carry_out(self.passphrase().as_ref());
        self.write(|data, _| data.backup_came(&came))?;
        came.map(Some)
    }
}

/// Local time for the name of a file, `YYYYMMDD-HHMMSS`.
pub fn stamp(now: Moment, zone: daozhang_core::order::Zone) -> String {
    now.in_zone(zone).format("%Y%m%d-%H%M%S").to_string()
}
