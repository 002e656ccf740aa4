//! Letters.

use super::order;
use crate::state::{read, write};
use daozhang_core::order::view::OrderDetail;
use daozhang_core::{Failure, Outcome};
use serde::Serialize;
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;
use ts_rs::TS;

/// A letter, ready to be sent.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct LetterView {
    to: String,
    recipient: String,
    text: String,
    /// Its length as the recipient counts it.
    chars: usize,
    limit: Option<usize>,
    /// What the order does not say and would make the letter stronger.
    missing: Vec<String>,
}

#[tauri::command]
pub async fn letter(app: AppHandle, id: i64, to: String) -> Outcome<LetterView> {
    read(app, move |journey, now| {
        let letter = journey.letter(order(id), &to, now)?;
        Ok(LetterView {
            chars: letter.text.chars().count(),
            to: letter.to,
            recipient: letter.recipient,
            text: letter.text,
            limit: letter.limit,
            missing: letter.missing,
        })
    })
    .await
}

/// Puts the letter on the clipboard and writes down that it was sent: in this order, since a letter that could not be
/// copied was not sent.
#[tauri::command]
pub async fn copy_letter(app: AppHandle, id: i64, to: String, text: String) -> Outcome<OrderDetail> {
    let clipboard = app.clone();
    write(app, move |_, journey, now| {
        clipboard.clipboard().write_text(text.clone()).map_err(|error| {
            tracing::warn!(%error, "the clipboard did not take a letter");
            Failure::failed("复制不了，系统剪贴板没有响应；请选中文字手动复制。")
        })?;
        journey.sent(order(id), &to, &text, now)?;
        journey.show(order(id))
    })
    .await
}

/// Writes down a complaint that the person filed; its deadlines are in the order.
#[tauri::command]
pub async fn file_complaint(
    app: AppHandle,
    id: i64,
    to: String,
    number: String,
    at: String,
) -> Outcome<OrderDetail> {
    write(app, move |_, journey, now| {
        journey.file_complaint(order(id), &to, &number, &at, now)?;
        journey.show(order(id))
    })
    .await
}
