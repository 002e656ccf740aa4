//! The app itself.

use crate::log;
use crate::state::{off_thread, read, write};
use crate::system::apply_settings;
use crate::window::page_is_ready;
use daozhang_api::Settings;
use daozhang_core::{Failure, Outcome};
use serde::Serialize;
use std::path::Path;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt;
use ts_rs::TS;

/// What the settings page says of the app.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct About {
    version: String,
    data_file: String,
}

#[tauri::command]
pub async fn about(app: AppHandle) -> Outcome<About> {
    read(app, |journey, _| {
        Ok(About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_file: journey.path().to_string_lossy().into_owned(),
        })
    })
    .await
}

/// Opens the folder of the log.
#[tauri::command]
pub async fn open_logs(app: AppHandle) -> Outcome<()> {
    off_thread(app, |app, state| open_folder(app, &log::folder(state.folder()))).await
}

/// Shows a folder in the system's file manager.
pub fn open_folder(app: &AppHandle, folder: &Path) -> Outcome<()> {
    app.opener()
        .open_path(folder.to_string_lossy(), None::<&str>)
        .map_err(|_| Failure::failed(format!("打不开文件夹，请自己打开：{}", folder.display())))
}

#[tauri::command]
pub async fn page_ready(app: AppHandle) -> Outcome<()> {
    page_is_ready(&app);
    Ok(())
}

#[tauri::command]
pub async fn settings(app: AppHandle) -> Outcome<Settings> {
    read(app, |journey, _| journey.settings()).await
}

/// Writes the settings down and makes the system agree with them; returns what the system refused, one sentence each.
#[tauri::command]
pub async fn set_settings(app: AppHandle, settings: Settings) -> Outcome<Vec<String>> {
    let wanted = settings.clone();
    write(app.clone(), move |_, journey, _| journey.set_settings(&wanted)).await?;
    off_thread(app, move |app, _| Ok(apply_settings(app, &settings))).await
}

/// An error in the page, for the log. What the person typed does not belong there: only plain letters of its head are kept.
#[tauri::command]
pub async fn report_page_error(message: String) -> Outcome<()> {
    const LONGEST: usize = 300;
    let plain = |c: char| {
        if c.is_ascii_alphabetic() || c.is_ascii_punctuation() {
            c
        } else {
            ' '
        }
    };
    let message: String = message.chars().take(LONGEST).map(plain).collect();
    tracing::error!(message, "the page failed");
    Ok(())
}
