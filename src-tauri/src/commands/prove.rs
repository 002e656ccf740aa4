//! Evidence packages.

use super::order;
use crate::clock;
use crate::lock::lock;
use crate::state::{State, off_thread, read, write};
use daozhang_api::{ExportWish, Preflight};
use daozhang_core::order::view::OrderView;
use daozhang_core::order::{OrderId, Person, Sha256};
use daozhang_core::prove::{Declared, MaskBox, TOKEN_ENDINGS, add_token};
use daozhang_core::{Failure, Outcome};
use daozhang_typeset::Typst;
use serde::Serialize;
use serde_json::json;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use tauri::{AppHandle, Emitter, Manager};
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
    /// Which edition of these orders' package it is, from 1.
    edition: u32,
    /// The names of the files that go to 12315.
    submission: Vec<String>,
    warnings: Vec<String>,
}

/// What a package would hold, and what to know before.
#[tauri::command]
pub async fn preflight(app: AppHandle, ids: Vec<i64>, declared: Declared) -> Outcome<Preflight> {
    read(app, move |journey, now| {
        let ids: Vec<OrderId> = ids.into_iter().map(order).collect();
        journey.preflight(&ids, declared, now)
    })
    .await
}

/// Keeps the complainant's own details, or forgets them.
#[tauri::command]
pub async fn keep_person(app: AppHandle, person: Option<Person>) -> Outcome<()> {
    read(app, move |journey, _| journey.keep_person(person.as_ref())).await
}

/// What is blacked out of a picture for sharing.
#[tauri::command]
pub async fn mask(app: AppHandle, id: i64, sha256: String) -> Outcome<Vec<MaskBox>> {
    read(app, move |journey, _| {
        let masks = journey.masks(order(id))?;
        Ok(Sha256::from_hex(&sha256)
            .and_then(|hash| masks.get(&hash).cloned())
            .unwrap_or_default())
    })
    .await
}

/// Writes down what is blacked out of a picture for sharing; the original stays as it is.
#[tauri::command]
pub async fn set_mask(app: AppHandle, id: i64, sha256: String, boxes: Vec<MaskBox>) -> Outcome<()> {
    read(app, move |journey, _| {
        journey.set_mask(order(id), &sha256, &boxes)
    })
    .await
}

/// Stops the export that is running.
#[tauri::command]
pub async fn cancel_export(app: AppHandle) -> Outcome<()> {
    app.state::<State>().export_stopped.store(true, Ordering::Relaxed);
    Ok(())
}

/// Writes a package among the person's documents, or where the person says in the system's dialog. None when that was
/// cancelled.
#[tauri::command]
pub async fn export_package(
    app: AppHandle,
    ids: Vec<i64>,
    choose: Option<bool>,
    wish: ExportWish,
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
        state.export_stopped.store(false, Ordering::Relaxed);
        let exported = journey.export(&ids, &target, &wish, &Typst::default(), now, |done, total| {
            if let Err(error) = page.emit("export://progress", json!({ "done": done, "total": total })) {
                tracing::warn!(%error, "the page could not be told of an export's progress");
            }
            !state.export_stopped.load(Ordering::Relaxed)
        })?;
        let name = |path: &PathBuf| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let folder = exported.written.folder;
        lock(&state.packages).insert(folder.clone());
        Ok(Some(ExportView {
            dir: folder.to_string_lossy().into_owned(),
            files: exported.written.files,
            bytes: exported.written.bytes,
            edition: exported.edition,
            submission: exported.submission.iter().map(name).collect(),
            warnings: exported.warnings,
        }))
    })
    .await
}

/// The other orders of an order's platform that can go into one package with it: open ones first, the newest first.
#[tauri::command]
pub async fn same_platform(app: AppHandle, id: i64) -> Outcome<Vec<OrderView>> {
    read(app, move |journey, _| journey.same_platform(order(id))).await
}

/// A timestamp that was added to a package.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct TimestampView {
    file: String,
    /// When, by its issuer's clock, in RFC 3339.
    at: String,
}

/// Opens the system's dialog for a timestamp token and adds it to a package that was written in this session. None when
/// that was cancelled.
#[tauri::command]
pub async fn add_timestamp(app: AppHandle, dir: String) -> Outcome<Option<TimestampView>> {
    off_thread(app, move |app, state| {
        let folder = PathBuf::from(dir);
        if !lock(&state.packages).contains(&folder) {
            return Err(Failure::failed(
                "只能给刚导出的证据包加时间戳；旧的请用命令行 daozhang stamp。",
            ));
        }
        let chosen = app
            .dialog()
            .file()
            .set_title("选择时间戳文件")
            .add_filter("时间戳（.tsr、.tsa）", &TOKEN_ENDINGS)
            .blocking_pick_file();
        let Some(token) = chosen.and_then(|file| file.into_path().ok()) else {
            return Ok(None);
        };
        let stamped = add_token(&folder, &token)?;
        Ok(Some(TimestampView {
            file: stamped.file.to_string_lossy().into_owned(),
            at: stamped.at,
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
