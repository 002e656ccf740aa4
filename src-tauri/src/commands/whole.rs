//! The data file as a whole: backups, restoring, the passphrase, rescuing.

use super::shell::open_folder;
use crate::lock;
use crate::state::{State, changed, off_thread, read, write};
use crate::{cli, clock};
use daozhang_api::{Backups, stamp};
use daozhang_core::order::Moment;
use daozhang_core::store::FILE_NAME;
use daozhang_core::store::file::{self, Passphrase};
use daozhang_core::{Code, Failure, Outcome};
use serde::Serialize;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Emitter};
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// What is in a backup.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct BackupLook {
    name: String,
    path: String,
    #[ts(type = "number")]
    bytes: u64,
    /// Whether it needs its passphrase before anything else is known of it.
    locked: bool,
    #[ts(type = "number")]
    orders: u64,
    #[ts(type = "number")]
    open_orders: u64,
    #[ts(type = "number")]
    files: u64,
    /// When its first order was paid, RFC 3339.
    oldest: Option<String>,
    /// When its last order was paid.
    newest: Option<String>,
    /// How many orders the app holds now.
    #[ts(type = "number")]
    current_orders: u64,
}

/// What came of a restoring.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct Restored {
    #[ts(type = "number")]
    orders: u64,
    /// Where the replaced data file is; empty where there was none.
    kept: String,
}

/// Whether the data file is locked with a passphrase.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct Protection {
    on: bool,
}

/// What could be saved of a damaged data file.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct Rescued {
    #[ts(type = "number")]
    orders: u64,
    #[ts(type = "number")]
    files: u64,
    /// What could not be read, a sentence each.
    lost: Vec<String>,
    /// Where the damaged file is, untouched.
    kept: String,
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[tauri::command]
pub async fn backups(app: AppHandle) -> Outcome<Backups> {
    read(app, |journey, _| journey.backups()).await
}

#[tauri::command]
pub async fn set_backups(app: AppHandle, daily: bool, limit_mb: u32) -> Outcome<Backups> {
    write(app, move |_, journey, _| {
        journey.set_backups(daily, limit_mb)?;
        journey.backups()
    })
    .await
}

/// Opens the system's dialog for the folder of the backups. None when that was cancelled.
#[tauri::command]
pub async fn choose_backup_folder(app: AppHandle) -> Outcome<Option<Backups>> {
    off_thread(app, |app, state| {
        let chosen = app
            .dialog()
            .file()
            .set_title("选择放备份的文件夹")
            .blocking_pick_folder();
        let Some(folder) = chosen.and_then(|folder| folder.into_path().ok()) else {
            return Ok(None);
        };
        state
            .with_journey(|journey, _| {
                journey.set_backup_folder(Some(&folder))?;
                journey.backups()
            })
            .map(Some)
    })
    .await
}

#[tauri::command]
pub async fn usual_backup_folder(app: AppHandle) -> Outcome<Backups> {
    write(app, |_, journey, _| {
        journey.set_backup_folder(None)?;
        journey.backups()
    })
    .await
}

#[tauri::command]
pub async fn open_backup_folder(app: AppHandle) -> Outcome<()> {
    off_thread(app, |app, state| {
        let folder = state.with_journey(|journey, _| journey.backup_folder())?;
        if !folder.is_dir() {
            return Err(Failure::failed(
                "还没有备份，放备份的文件夹要到第一次备份时才建。",
            ));
        }
        open_folder(app, &folder)
    })
    .await
}

/// Asks where to put a file of a name; none when that was cancelled.
fn place(app: &AppHandle, title: &str, name: &str, ending: &str) -> Option<PathBuf> {
    app.dialog()
        .file()
        .set_title(title)
        .set_file_name(name)
        .add_filter(title, &[ending])
        .blocking_save_file()
        .and_then(|file| file.into_path().ok())
}

/// Writes a backup where the person says. None when that was cancelled.
#[tauri::command]
pub async fn backup_now(app: AppHandle) -> Outcome<Option<String>> {
    off_thread(app, |app, state| {
        let name = format!("到账备份-{}.db", stamp(clock::now(), clock::zone()));
        let Some(file) = place(app, "备份", &name, "db") else {
            return Ok(None);
        };
        let canonical = |folder: Option<&Path>| folder.and_then(|folder| folder.canonicalize().ok());
        if canonical(file.parent()) == canonical(Some(state.folder())) {
            return Err(Failure::failed("请不要放在数据文件的文件夹里，另选一个文件夹。"));
        }
        // The system's dialog has asked whether an older file may go.
        state.with_journey(|journey, _| journey.write_backup(&file))?;
        Ok(Some(shown(&file)))
    })
    .await
}

/// Writes everything in open formats where the person says. None when that was cancelled.
#[tauri::command]
pub async fn export_everything(app: AppHandle) -> Outcome<Option<String>> {
    off_thread(app, |app, state| {
        let name = format!("到账全部数据-{}.zip", stamp(clock::now(), clock::zone()));
        let Some(file) = place(app, "导出全部", &name, "zip") else {
            return Ok(None);
        };
        state.with_journey(|journey, _| cli::everything(journey, &file))?;
        Ok(Some(shown(&file)))
    })
    .await
}

/// Looks inside of a backup: one of the app's own by its path, or one that the person chooses. None when the choosing was
/// cancelled.
#[tauri::command]
pub async fn look_into(
    app: AppHandle,
    path: Option<String>,
    passphrase: String,
) -> Outcome<Option<BackupLook>> {
    off_thread(app, move |app, state| {
        let chosen = match path {
            Some(path) => {
                let path = PathBuf::from(path);
                // The page may name what it was shown, and nothing else on this machine.
                if !is_known(state, &path) {
                    return Err(Failure::failed("请用“从文件恢复”选择这份备份。"));
                }
                Some(path)
            }
            None => app
                .dialog()
                .file()
                .set_title("选择备份")
                .add_filter("备份（.db）或导出的全部数据（.zip）", &["db", "zip"])
                .blocking_pick_file()
                .and_then(|file| file.into_path().ok()),
        };
        let Some(file) = chosen else { return Ok(None) };
        let canonical = |path: &Path| path.canonicalize().ok();
        // To open and close it here would take away the locks that SQLite holds on it.
        if canonical(&file) == canonical(&state.folder().join(FILE_NAME)) {
            return Err(Failure::failed("这就是现在的数据文件，请选一份备份。"));
        }
        let typed = Passphrase::typed(&passphrase);
        let own = typed.or_else(|| state.passphrase());
        let look = match file::look_into(&file, own.as_ref()) {
            // The app's own passphrase is not that of this one: it has to be typed.
            Err(failure) if failure.code == Code::Passphrase && passphrase.is_empty() => {
                file::look_into(&file, None)?
            }
            looked => looked?,
        };
        let current_orders = state
            .with_journey(|journey, _| journey.count())
            .unwrap_or_default();
        *lock::lock(&state.looked) = Some((file.clone(), own));
        let zone = clock::zone();
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
    })
    .await
}

/// Whether a path is one of the app's own backups, a file that it replaced, or the one that was looked into last.
fn is_known(state: &State, path: &Path) -> bool {
    let looked = lock::lock(&state.looked)
        .as_ref()
        .is_some_and(|(looked, _)| looked == path);
    let replaced = path.parent() == Some(state.folder())
        && path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("daozhang."));
    let own = || {
        state
            .with_journey(|journey, _| journey.backups())
            .is_ok_and(|backups| backups.files.iter().any(|file| Path::new(&file.path) == path))
    };
    looked || replaced || own()
}

/// Puts the backup that was looked into last in the data file's place.
#[tauri::command]
pub async fn restore_backup(app: AppHandle) -> Outcome<Restored> {
    off_thread(app, |app, state| {
        let Some((file, own)) = lock::lock(&state.looked).clone() else {
            return Err(Failure::failed("请先选一份备份。"));
        };
        let restored = state.replace(|folder, passphrase| {
            let name = stamp(clock::now(), clock::zone());
            let restored = file::restore(folder, &file, own.as_ref(), passphrase, &name)?;
            // One that was locked by itself stays so.
            let now = if passphrase.is_none() {
                own.clone()
            } else {
                passphrase.cloned()
            };
            Ok((restored, now))
        })?;
        changed(app, state);
        Ok(Restored {
            orders: restored.orders,
            kept: restored.kept.as_deref().map(shown).unwrap_or_default(),
        })
    })
    .await
}

#[tauri::command]
pub async fn protection(app: AppHandle) -> Outcome<Protection> {
    off_thread(app, |_, state| {
        Ok(Protection {
            on: state.is_protected(),
        })
    })
    .await
}

/// Locks the data file, changes its passphrase, or takes it away where `wanted` is empty.
#[tauri::command]
pub async fn protect(app: AppHandle, current: String, wanted: String) -> Outcome<Protection> {
    off_thread(app, move |app, state| {
        let current = Passphrase::typed(&current);
        let wanted = match wanted.as_str() {
            "" => None,
            wanted => Some(Passphrase::chosen(wanted)?),
        };
        if state.is_protected() && current != state.passphrase() {
            return Err(state.wrong_passphrase());
        }
        let backups = state.with_journey(|journey, _| journey.backup_folder())?;
        let left = state.replace(|folder, _| {
            let left = file::protect(folder, &backups, current.as_ref(), wanted.as_ref())?;
            Ok((left, wanted.clone()))
        })?;
        changed(app, state);
        if let Some(message) = cli::left_over(&left) {
            return Err(Failure::failed(message));
        }
        Ok(Protection { on: wanted.is_some() })
    })
    .await
}

#[tauri::command]
pub async fn unlock(app: AppHandle, passphrase: String) -> Outcome<()> {
    off_thread(app, move |app, state| {
        let Some(passphrase) = Passphrase::typed(&passphrase) else {
            return Err(Failure::new(Code::Passphrase, "请输入口令。"));
        };
        state.unlock(passphrase)?;
        changed(app, state);
        Ok(())
    })
    .await
}

/// Forgets the passphrase, so that the next look at the data file needs it again.
#[tauri::command]
pub async fn lock(app: AppHandle) -> Outcome<()> {
    off_thread(app, |app, state| {
        if state.is_protected() {
            state.forget_passphrase();
            let _ = app.emit(crate::state::ORDERS_CHANGED, ());
        }
        Ok(())
    })
    .await
}

/// Saves what can be read of a damaged data file into a new one.
#[tauri::command]
pub async fn rescue(app: AppHandle) -> Outcome<Rescued> {
    off_thread(app, |app, state| {
        let rescued = state.replace(|folder, passphrase| {
            let name = stamp(clock::now(), clock::zone());
            let rescued = file::rescue(folder, passphrase, &name)?;
            Ok((rescued, passphrase.cloned()))
        })?;
        changed(app, state);
        Ok(Rescued {
            orders: rescued.orders,
            files: rescued.files,
            lost: rescued.lost,
            kept: shown(&rescued.kept),
        })
    })
    .await
}
