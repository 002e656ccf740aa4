//! The app itself.

use crate::app::page_is_ready;
use crate::state::read;
use daozhang_core::Outcome;
use serde::Serialize;
use tauri::AppHandle;
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

#[tauri::command]
pub async fn page_ready(app: AppHandle) -> Outcome<()> {
    page_is_ready(&app);
    Ok(())
}

/// An error in the page, for the log. What the person typed does not belong there, so only its head is kept.
#[tauri::command]
pub async fn report_page_error(message: String) -> Outcome<()> {
    const LONGEST: usize = 500;
    let message: String = message.chars().take(LONGEST).collect();
    tracing::error!(message, "the page failed");
    Ok(())
}
