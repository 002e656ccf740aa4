//! The data file: backing it up, putting another in its place, locking and rescuing it.

use crate::files::{shown, write_with};
use crate::machine::{Choose, Dialog};
use crate::session::lock;
use crate::{Backups, ExportFormat, Journey, LetterWish, Session, stamp};
use daozhang_core::order::view::OrderDetail;
use daozhang_core::order::{Moment, OrderId};
use daozhang_core::store::FILE_NAME;
use daozhang_core::store::file::{self, Passphrase};
use daozhang_core::{Code, Failure, Outcome};
use serde::Serialize;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
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

/// Whether the data file is locked with a passphrase.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Protection {
    pub on: bool,
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
    pub lost: Vec<String>,
    /// Where the damaged file is, untouched.
    pub kept: String,
}

/// What is said of copies that could not be written anew; none where there are none.
pub fn left_over(copies: &[PathBuf]) -> Option<String> {
    let names: Vec<String> = copies.iter().map(|copy| shown(copy)).collect();
    (!names.is_empty()).then(|| {
        format!(
            "数据文件已按新口令写好，但这些备份没能改写，可能还能直接读出内容，不要了请自己删掉：{}",
            names.join("、")
        )
    })
}

impl Journey {
    /// Writes everything in open formats into a file; gives back how many orders.
    pub fn everything_to(&self, file: &Path) -> Outcome<u64> {
        write_with(file, |out| self.write_everything(BufWriter::new(out)))
    }

    /// Writes all orders into a file; gives back how many.
    pub fn dump_to(&self, format: ExportFormat, file: &Path) -> Outcome<usize> {
        write_with(file, |file| self.write_all(format, &mut BufWriter::new(file)))
    }
}

impl Session {
    /// Local time for the name of a file.
    fn stamp(&self) -> String {
        stamp(self.now(), self.zone())
    }

    /// A file among the person's documents.
    pub(crate) fn document(&self, name: &str) -> Outcome<PathBuf> {
        Ok(self.machine.documents()?.join(name))
    }

    /// Asks where to put a file; none when that was cancelled.
    fn place(&self, title: &'static str, name: String, endings: &'static [&'static str]) -> Option<PathBuf> {
        let dialog = Dialog {
            choose: Choose::Place(name),
            title,
            filter: Some((title, endings)),
        };
        self.machine.choose(&dialog).into_iter().next()
    }

    /// Asks for a folder; none when that was cancelled.
    pub(crate) fn chosen_folder(&self, title: &'static str) -> Option<PathBuf> {
        let dialog = Dialog {
            choose: Choose::Folder,
            title,
            filter: None,
        };
        self.machine.choose(&dialog).into_iter().next()
    }

    /// Asks for a file; none when that was cancelled.
    pub(crate) fn chosen_file(
        &self,
        title: &'static str,
        name: &'static str,
        endings: &'static [&'static str],
    ) -> Option<PathBuf> {
        let dialog = Dialog {
            choose: Choose::File,
            title,
            filter: Some((name, endings)),
        };
        self.machine.choose(&dialog).into_iter().next()
    }

    pub(crate) fn backup_folder_chosen(&self) -> Outcome<Option<Backups>> {
        let Some(folder) = self.chosen_folder("选择放备份的文件夹") else {
            return Ok(None);
        };
        self.write(|data, _| {
            data.set_backup_folder(Some(&folder))?;
            data.backups()
        })
        .map(Some)
    }

    pub(crate) fn backup_folder_opened(&self) -> Outcome<()> {
        let folder = self.read(|data, _| data.backup_folder())?;
        if !folder.is_dir() {
            return Err(Failure::failed(
                "还没有备份，放备份的文件夹要到第一次备份时才建。",
            ));
        }
        self.machine.open_folder(&folder)
    }

    pub(crate) fn backed_up(&self) -> Outcome<Option<String>> {
        let name = format!("到账备份-{}.db", self.stamp());
        let Some(file) = self.place("备份", name, &["db"]) else {
            return Ok(None);
        };
        let canonical = |folder: Option<&Path>| folder.and_then(|folder| folder.canonicalize().ok());
        if canonical(file.parent()) == canonical(Some(self.folder())) {
            return Err(Failure::failed("请不要放在数据文件的文件夹里，另选一个文件夹。"));
        }
        // The system's dialog has asked whether an older file may go.
        self.beside(|data, _| data.write_backup(&file))?;
        Ok(Some(shown(&file)))
    }

    pub(crate) fn everything_exported(&self) -> Outcome<Option<String>> {
        let name = format!("到账全部数据-{}.zip", self.stamp());
        let Some(file) = self.place("导出全部", name, &["zip"]) else {
            return Ok(None);
        };
        self.beside(|data, _| data.everything_to(&file))?;
        Ok(Some(shown(&file)))
    }

    pub(crate) fn all_exported(&self, format: ExportFormat) -> Outcome<String> {
        let ending = match format {
            ExportFormat::Csv => "csv",
            ExportFormat::Json => "json",
        };
        let place = self.document(&format!("到账-全部订单-{}.{ending}", self.stamp()))?;
        self.beside(|data, _| data.dump_to(format, &place))?;
        Ok(shown(&place))
    }

    /// Looks inside of a backup: one of the app's own by its path, or one that the person chooses.
    pub(crate) fn looked_into(&self, path: Option<String>, passphrase: &str) -> Outcome<Option<BackupLook>> {
        let chosen = match path.map(PathBuf::from) {
            // The page may name what it was shown, and nothing else on this machine.
            Some(path) if !self.is_known(&path) => {
                return Err(Failure::failed("请用“从文件恢复”选择这份备份。"));
            }
            Some(path) => Some(path),
            None => self.chosen_file("选择备份", "备份（.db）或导出的全部数据（.zip）", &["db", "zip"]),
        };
        let Some(file) = chosen else { return Ok(None) };
        let canonical = |path: &Path| path.canonicalize().ok();
        // To open and close it here would take away the locks that SQLite holds on it.
        if canonical(&file) == canonical(&self.folder().join(FILE_NAME)) {
            return Err(Failure::failed("这就是现在的数据文件，请选一份备份。"));
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
        *lock(&self.looked) = Some((file.clone(), own));
        let zone = self.zone();
        let time = |at: Option<Moment>| at.map(|at| at.rfc3339(zone));
        Ok(Some(BackupLook {
            name: file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            bytes: file.metadata().map_or(0, |metadata| metadata.len()),
            path: shown(&file),
            locked: look.locked,
            orders: look.orders,
            open_orders: look.open_orders,
            files: look.files,
            oldest: time(look.oldest),
            newest: time(look.newest),
            current_orders,
        }))
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
            self.read(|data, _| data.backups())
                .is_ok_and(|backups| backups.files.iter().any(|file| Path::new(&file.path) == path))
        };
        looked || replaced || own()
    }

    pub(crate) fn restored(&self) -> Outcome<Restored> {
        let Some((file, own)) = lock(&self.looked).clone() else {
            return Err(Failure::failed("请先选一份备份。"));
        };
        let name = self.stamp();
        let restored = self.replace(|folder, passphrase| {
            let restored = file::restore(folder, &file, own.as_ref(), passphrase, &name)?;
            // One that was locked by itself stays so.
            let now = passphrase.cloned().or_else(|| own.clone());
            Ok((restored, now))
        })?;
        self.changed();
        Ok(Restored {
            orders: restored.orders,
            kept: restored.kept.as_deref().map(shown).unwrap_or_default(),
        })
    }

    /// Locks the data file, changes its passphrase, or takes it away where `wanted` is empty.
    pub(crate) fn protected(&self, current: &str, wanted: &str) -> Outcome<Protection> {
        let current = Passphrase::typed(current);
        let wanted = match wanted {
            "" => None,
            wanted => Some(Passphrase::chosen(wanted)?),
        };
        if self.is_protected() && current != self.passphrase() {
            return Err(self.wrong_passphrase());
        }
        let backups = self.read(|data, _| data.backup_folder())?;
        let left = self.replace(|folder, _| {
            let left = file::protect(folder, &backups, current.as_ref(), wanted.as_ref())?;
            Ok((left, wanted.clone()))
        })?;
        self.changed();
        if let Some(message) = left_over(&left) {
            return Err(Failure::failed(message));
        }
        Ok(Protection { on: wanted.is_some() })
    }

    pub(crate) fn unlocked(&self, passphrase: &str) -> Outcome<()> {
        let Some(passphrase) = Passphrase::typed(passphrase) else {
            return Err(Failure::new(Code::Passphrase, "请输入口令。"));
        };
        self.open_with(passphrase)?;
        self.changed();
        Ok(())
    }

    pub(crate) fn locked(&self) {
        if self.is_protected() {
            self.forget_passphrase();
            self.changed();
        }
    }

    pub(crate) fn rescued(&self) -> Outcome<Rescued> {
        let name = self.stamp();
        let rescued = self.replace(|folder, passphrase| {
            let rescued = file::rescue(folder, passphrase, &name)?;
            Ok((rescued, passphrase.cloned()))
        })?;
        self.changed();
        Ok(Rescued {
            orders: rescued.orders,
            files: rescued.files,
            lost: rescued.lost,
            kept: shown(&rescued.kept),
        })
    }

    /// Whether a daily backup is due and none is being made.
    pub fn backs_up_today(&self) -> bool {
        !self.backing_up.load(Ordering::Relaxed)
            && self
                .read(|data, now| data.backup_due(now))
                .inspect_err(
                    |failure| tracing::error!(%failure, "whether a backup is due could not be found out"),
                )
                .is_ok_and(|task| task.is_some())
    }

    /// Makes the daily backup where one is due, on a connection of its own: neither a notice nor the person waits for it.
    /// One at a time.
    pub fn back_up_daily(&self) {
        if self.backing_up.swap(true, Ordering::Relaxed) {
            return;
        }
        if let Err(failure) = self.daily_backup() {
            tracing::error!(%failure, "the daily backup failed");
        }
        self.backing_up.store(false, Ordering::Relaxed);
    }

    /// Copies a letter, and writes down that it was sent.
    pub(crate) fn letter_copied(
        &self,
        id: OrderId,
        to: &str,
        text: &str,
        wish: &LetterWish,
        with_blanks: bool,
    ) -> Outcome<OrderDetail> {
        let text = self.read(|data, now| data.check_letter(id, to, text, with_blanks, now))?;
        // Outside of both: a clipboard that does not answer holds up nobody who reads or writes.
        self.machine.copy(&text)?;
        let shown = self.write(|data, now| {
            data.sent(id, to, &text, wish, now)?;
            data.show(id)
        })?;
        self.changed();
        Ok(shown)
    }

    /// Copies the letter to the platform that fits now, and writes down that it was sent.
    pub fn copy_next_letter(&self, id: OrderId) -> Outcome<()> {
        let (to, text) = self.read(|data, now| data.next_letter(id, now))?;
        self.machine.copy(&text)?;
        self.write(|data, now| data.sent(id, &to, &text, &LetterWish::default(), now))
    }

    fn daily_backup(&self) -> Outcome<()> {
        let Some(task) = self.read(|data, now| data.backup_due(now))? else {
            return Ok(());
        };
        let came = task.carry_out(self.passphrase().as_ref());
        self.write(|data, _| data.backup_came(&came))?;
        came.map(drop)
    }
}
