//! Platforms, the overview, tags, and several orders at once.

use super::order;
use crate::state::{off_thread, read, write};
use crate::{cli, clock};
use daozhang_api::{BulkAct, Bulked, Done, ExportFormat, Overview, PlatformSummary, PlatformView, Renamed};
use daozhang_core::Outcome;
use daozhang_core::order::OrderId;
use tauri::AppHandle;

/// All platforms that have orders.
#[tauri::command]
pub async fn platforms(app: AppHandle) -> Outcome<Vec<PlatformSummary>> {
    read(app, |journey, _| journey.platforms()).await
}

/// What is known of a platform.
#[tauri::command]
pub async fn platform(app: AppHandle, name: String) -> Outcome<PlatformView> {
    read(app, move |journey, _| journey.platform(&name)).await
}

/// Gives a platform another name, or merges it into the one of that name.
#[tauri::command]
pub async fn rename_platform(app: AppHandle, from: String, to: String) -> Outcome<Renamed> {
    write(app, move |_, journey, now| {
        journey.rename_platform(&from, &to, now)
    })
    .await
}

/// Moves orders to a platform.
#[tauri::command]
pub async fn move_platform(app: AppHandle, ids: Vec<i64>, to: String) -> Outcome<()> {
    write(app, move |_, journey, now| {
        journey.move_platform(&numbers(ids), &to, now)
    })
    .await
}

/// Takes a window over for a kind at a platform; empty goes back to the kind's own.
#[tauri::command]
pub async fn set_platform_window(
    app: AppHandle,
    platform: String,
    kind: String,
    window: String,
) -> Outcome<()> {
    write(app, move |_, journey, _| {
        journey.set_platform_window(&platform, &kind, &window)
    })
    .await
}

/// All money together.
#[tauri::command]
pub async fn overview(app: AppHandle) -> Outcome<Overview> {
    read(app, |journey, now| journey.overview(now)).await
}

/// Puts tags on orders and takes others off.
#[tauri::command]
pub async fn tag_orders(app: AppHandle, ids: Vec<i64>, add: Vec<String>, remove: Vec<String>) -> Outcome<()> {
    write(app, move |_, journey, _| {
        journey.tag(&numbers(ids), &add, &remove)
    })
    .await
}

/// Does the same to several orders.
#[tauri::command]
pub async fn bulk(app: AppHandle, ids: Vec<i64>, act: BulkAct, text: String) -> Outcome<Bulked> {
    write(app, move |_, journey, now| {
        journey.bulk(&numbers(ids), act, &text, now)
    })
    .await
}

/// Takes back what was done to several orders.
#[tauri::command]
pub async fn undo_bulk(app: AppHandle, undo: Vec<Done>) -> Outcome<()> {
    write(app, move |_, journey, now| journey.undo_bulk(&undo, now)).await
}

/// Writes all orders in an open format among the person's documents and says where.
#[tauri::command]
pub async fn export_all(app: AppHandle, format: ExportFormat) -> Outcome<String> {
    off_thread(app, move |_, state| {
        state.with_journey(|journey, now| {
            let day = now.in_zone(journey.zone()).format("%Y%m%d-%H%M%S");
            let ending = match format {
                ExportFormat::Csv => "csv",
                ExportFormat::Json => "json",
            };
            let place = clock::document(&format!("到账-全部订单-{day}.{ending}"))?;
            cli::dump(journey, format, &place)?;
            Ok(place.to_string_lossy().into_owned())
        })
    })
    .await
}

fn numbers(ids: Vec<i64>) -> Vec<OrderId> {
    ids.into_iter().map(order).collect()
}
