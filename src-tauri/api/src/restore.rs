//! Putting a backup, or what can be read of a damaged data file, in its place.

use crate::Session;
use crate::backups::BackupView;
use crate::files::shown;
use crate::lock::lock;
use daozhang_core::order::Moment;
use daozhang_core::store::FILE_NAME;
use daozhang_core::store::file::{self, Passphrase};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// What is in a backup.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BackupLook {
    pub name: String,
    pub path: String,
    #[ts(type = "number")]
    pub bytes: u64,
    /// Whether it needs its passphrase before anything else is known of it.
    pub locked: bool,
    #[ts(type = "number")]
    pub orders: u64,
    #[ts(type = "number")]
    pub open_orders: u64,
    #[ts(type = "number")]
    pub files: u64,
    /// When its first order was paid, RFC 3339.
    pub oldest: Option<String>,
    /// When its last order was paid.
    pub newest: Option<String>,
    /// How many orders the app holds now.
    #[ts(type = "number")]
    pub current_orders: u64,
}

/// What came of a restoring.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Restored {
    #[ts(type = "number")]
    pub orders: u64,
    /// Where the replaced data file is; empty where there was none.
    pub kept: String,
}

/// What could be saved of a damaged data file.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Rescued {
    #[ts(type = "number")]
    pub orders: u64,
    #[ts(type = "number")]
    pub files: u64,
    /// What could not be read, a sentence each.
    pub lost: Vec<Text>,
    /// Where the damaged file is, untouched.
    pub kept: String,
}

impl Session {
    /// Looks inside of a backup: one of the app's own by its path, or one that the person chooses.
    pub(crate) fn looked_into(&self, path: Option<String>, passphrase: &str) -> Outcome<Option<BackupLook>> {
        let chosen = match path.map(PathBuf::from) {
            // The page may name what it was shown, and nothing else on this machine.
            Some(path) if !self.is_known(&path) => {
                return Err(Failure::failed(text!(backup_other_way)));
            }
            Some(path) => Some(path),
            None => self.chosen_file(text!(dialog_look), text!(dialog_look_files), &["db", "zip"]),
        };
        let Some(file) = chosen else { return Ok(None) };
        let canonical = |path: &Path| path.canonicalize().ok();
        // To open and close it here would take away the locks that SQLite holds on it.
        if canonical(&file) == canonical(&self.folder().join(FILE_NAME)) {
            return Err(Failure::failed(text!(backup_in_use)));
        }
        let own = Passphrase::typed(passphrase).or_else(|| self.passphrase());
        let look = match file::look_into(&file, own.as_ref()) {
            // The app's own passphrase is not that of this one: it has to be typed.
            Err(failure) if failure.code == Code::Passphrase && passphrase.is_empty() => {
                file::look_into(&file, None)?
            }
            looked => looked?,
        };
        let current_orders = self.read(|data, _| data.count()).unwrap_or_default();
        let view = BackupLook {
            current_orders,
            ..self.backup_look(&file, look)
        };
        *lock(&self.looked) = Some((file, own));
        Ok(Some(view))
    }

    /// Looks inside of a backup; the data file stays closed, and no count of its orders is given.
    ///
    /// # Errors
    /// [`Code::Locked`] for a locked one without its passphrase.
    pub fn look(&self, file: &Path, own: Option<&Passphrase>) -> Outcome<BackupLook> {
        let look = file::look_into(file, own)?;
        if look.locked {
            return Err(Failure::new(Code::Locked, text!(backup_locked)));
        }
        Ok(self.backup_look(file, look))
    }

    fn backup_look(&self, file: &Path, look: file::BackupLook) -> BackupLook {
        let zone = self.zone();
        let time = |at: Option<Moment>| at.map(|at| at.rfc3339(zone));
        BackupLook {
            name: file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            bytes: file.metadata().map_or(0, |metadata| metadata.len()),
            path: shown(file),
            locked: look.locked,
            orders: look.orders,
            open_orders: look.open_orders,
            files: look.files,
            oldest: time(look.oldest),
            newest: time(look.newest),
            current_orders: 0,
        }
    }

    /// Whether a path is one of the app's own backups, a file that it replaced, or the one that was looked into last.
    fn is_known(&self, path: &Path) -> bool {
        let looked = lock(&self.looked)
            .as_ref()
            .is_some_and(|(looked, _)| looked == path);
        let replaced = path.parent() == Some(self.folder())
            && path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("daozhang."));
        let own = || {
            let in_folder =
                |backups: Vec<BackupView>| backups.iter().any(|file| Path::new(&file.path) == path);
            in_folder(self.backups_found())
                || self
                    .read(|data, now| data.backups(now))
                    .is_ok_and(|backups| in_folder(backups.files))
        };
        looked || replaced || own()
    }

    pub(crate) fn restored(&self) -> Outcome<Restored> {
        let Some((file, own)) = lock(&self.looked).clone() else {
            return Err(Failure::failed(text!(backup_unchosen)));
        };
        self.restore_from(&file, own.as_ref())
    }

    /// Puts a backup in the data file's place; `own` is its passphrase.
    pub fn restore_from(&self, file: &Path, own: Option<&Passphrase>) -> Outcome<Restored> {
        let name = self.stamp();
        let restored = self.replace(|folder, passphrase| {
            let restored = file::restore(folder, file, own, passphrase, &name)?;
            // One that was locked by itself stays so.
            let now = passphrase.or(own).cloned();
            Ok((restored, now))
        })?;
        self.opened_another();
        Ok(Restored {
            orders: restored.orders,
            kept: restored.kept.as_deref().map(shown).unwrap_or_default(),
        })
    }

    /// Begins with an empty data file where there is none that can be used; what is there is kept beside it.
    pub(crate) fn begun_anew(&self) -> Outcome<Restored> {
        let name = self.stamp();
        let begun = self.replace(|folder, passphrase| {
            let begun = file::begin_anew(folder, passphrase, &name)?;
            Ok((begun, passphrase.cloned()))
        })?;
        self.opened_another();
        Ok(Restored {
            orders: begun.orders,
            kept: begun.kept.as_deref().map(shown).unwrap_or_default(),
        })
    }

    pub(crate) fn rescued(&self) -> Outcome<Rescued> {
        let name = self.stamp();
        let rescued = self.replace(|folder, passphrase| {
            let rescued = file::rescue(folder, passphrase, &name, self.now())?;
            Ok((rescued, passphrase.cloned()))
        })?;
        self.opened_another();
        Ok(Rescued {
            orders: rescued.orders,
            files: rescued.files,
            lost: rescued.lost,
            kept: shown(&rescued.kept),
        })
    }
}
