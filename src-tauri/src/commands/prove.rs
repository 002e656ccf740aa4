//! Evidence packages.

use super::order;
use crate::clock;
use crate::lock::lock;
use crate::state::{off_thread, write};
use daozhang_core::order::OrderId;
use daozhang_core::{Failure, Outcome};
use serde::Serialize;
use serde_json::json;
use std::path::PathBuf;
use tauri::{AppHandle, Emitter};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;
use ts_rs::TS;

/// A package that was written.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct ExportView {
    dir: String,
    files: usize,
    bytes: u64,
    warnings: Vec<String>,
}

/// Writes a package among the person's documents, or where the person says in the system's dialog. None when that was
/// cancelled.
#[tauri::command]
pub async fn export_package(
    app: AppHandle,
    ids: Vec<i64>,
    choose: Option<bool>,
) -> Outcome<Option<ExportView>> {
    let target = if choose.unwrap_or_default() {
        match choose_folder(app.clone()).await? {
            Some(folder) => folder,
            None => return Ok(None),
        }
    } else {
        clock::package_folder()?
    };
    let page = app.clone();
    write(app, move |state, journey, now| {
        let ids: Vec<OrderId> = ids.into_iter().map(order).collect();
        let exported = journey.export(&ids, &target, now, |done, total| {
            if let Err(error) = page.emit("export://progress", json!({ "done": done, "total": total })) {
                tracing::warn!(%error, "the page could not be told of an export's progress");
            }
        })?;
        let folder = exported.written.folder;
        lock(&state.packages).insert(folder.clone());
        Ok(Some(ExportView {
            dir: folder.to_string_lossy().into_owned(),
            files: exported.written.files,
            bytes: exported.written.bytes,
            warnings: exported.warnings,
        }))
    })
    .await
}

/// Shows a package in the file manager; only one that was written in this session.
#[tauri::command]
pub async fn open_export(app: AppHandle, dir: String) -> Outcome<()> {
    off_thread(app, move |app, state| {
        if !lock(&state.packages).contains(&PathBuf::from(&dir)) {
            return Err(Failure::failed("只能打开刚导出的证据包。"));
        }
        app.opener().open_path(&dir, None::<&str>).map_err(|error| {
            tracing::warn!(%error, "the file manager did not open");
            Failure::failed(format!("文件管理器打不开，请手动打开 {dir}"))
        })
    })
    .await
}

async fn choose_folder(app: AppHandle) -> Outcome<Option<PathBuf>> {
    off_thread(app, |app, _| {
        let chosen = app
            .dialog()
            .file()
            .set_title("证据包放在哪里")
            .blocking_pick_folder();
        Ok(chosen.and_then(|folder| folder.into_path().ok()))
    })
    .await
}
