//! Whose problem it is, the ladder, letters, filings, sellers, corrections.

use super::order;
use crate::files::read_text;
use crate::state::{off_thread, read, write};
use daozhang_api::{HolidayYearView, LetterWish, RuleBook, RuleView};
use daozhang_core::escalate::{Answers, DiagnosisTurn, Escalation, FilingView, Letter};
use daozhang_core::order::Seller;
use daozhang_core::order::view::OrderDetail;
use daozhang_core::{Failure, Outcome};
use serde::Serialize;
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// A complaint that was written down.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct Filed {
    /// The order as it stands now.
    order: OrderDetail,
    /// The filing, with its deadlines.
    filing: FilingView,
    /// What to know of it.
    warnings: Vec<String>,
}

#[tauri::command]
pub async fn escalation(app: AppHandle, id: i64) -> Outcome<Escalation> {
    read(app, move |journey, now| journey.escalation(order(id), now)).await
}

#[tauri::command]
pub async fn diagnose(app: AppHandle, id: i64, answers: Answers, record: bool) -> Outcome<DiagnosisTurn> {
    if record {
        return write(app, move |_, journey, now| {
            journey.diagnose(order(id), &answers, true, now)
        })
        .await;
    }
    read(app, move |journey, now| {
        journey.diagnose(order(id), &answers, false, now)
    })
    .await
}

#[tauri::command]
pub async fn letter(app: AppHandle, id: i64, to: String, wish: LetterWish) -> Outcome<Letter> {
    read(app, move |journey, now| {
        journey.letter(order(id), &to, &wish, now)
    })
    .await
}

/// Puts the letter on the clipboard and writes down that it was sent: in this order, since a letter that could not be
/// copied was not sent.
#[tauri::command]
pub async fn copy_letter(
    app: AppHandle,
    id: i64,
    to: String,
    text: String,
    wish: LetterWish,
    with_blanks: bool,
) -> Outcome<OrderDetail> {
    let clipboard = app.clone();
    write(app, move |_, journey, now| {
        let text = journey.check_letter(order(id), &to, &text, with_blanks, now)?;
        clipboard.clipboard().write_text(text.clone()).map_err(|error| {
            tracing::warn!(%error, "the clipboard did not take a letter");
            Failure::failed("复制不了，系统剪贴板没有响应；请选中文字手动复制。")
        })?;
        journey.sent(order(id), &to, &text, &wish, now)?;
        journey.show(order(id))
    })
    .await
}

/// Writes down a complaint that the person filed.
#[tauri::command]
pub async fn file_complaint(
    app: AppHandle,
    id: i64,
    to: String,
    number: String,
    at: String,
) -> Outcome<Filed> {
    write(app, move |_, journey, now| {
        let filed = journey.file_complaint(order(id), &to, &number, &at, now)?;
        Ok(Filed {
            order: journey.show(order(id))?,
            filing: filed.filing,
            warnings: filed.warnings,
        })
    })
    .await
}

/// Writes down how a complaint was answered.
#[tauri::command]
pub async fn answer_filing(
    app: AppHandle,
    id: i64,
    filing: u32,
    answer: String,
    at: String,
) -> Outcome<OrderDetail> {
    write(app, move |_, journey, now| {
        journey.answer_filing(order(id), filing, &answer, &at, now)?;
        journey.show(order(id))
    })
    .await
}

#[tauri::command]
pub async fn seller(app: AppHandle, platform: String) -> Outcome<Seller> {
    read(app, move |journey, _| journey.seller(&platform)).await
}

#[tauri::command]
pub async fn set_seller(app: AppHandle, seller: Seller) -> Outcome<Seller> {
    write(app, move |_, journey, now| journey.set_seller(&seller, now)).await
}

#[tauri::command]
pub async fn rules(app: AppHandle) -> Outcome<RuleBook> {
    read(app, |journey, now| journey.rule_book(now)).await
}

#[tauri::command]
pub async fn set_rule(app: AppHandle, group: String, key: String, text: String) -> Outcome<RuleView> {
    write(app, move |_, journey, now| {
        journey.set_rule(&group, &key, &text, now)
    })
    .await
}

#[tauri::command]
pub async fn keep_rule(app: AppHandle, group: String, key: String) -> Outcome<RuleView> {
    write(app, move |_, journey, now| journey.keep_rule(&group, &key, now)).await
}

/// Takes in a newer calendar of working days that the person chooses; none when the choosing was cancelled.
#[tauri::command]
pub async fn import_holidays(app: AppHandle) -> Outcome<Option<HolidayYearView>> {
    let chosen = off_thread(app.clone(), |app, _| {
        let file = app
            .dialog()
            .file()
            .set_title("选择放假安排文件")
            .add_filter("放假安排（JSON）", &["json"])
            .blocking_pick_file();
        Ok(file.and_then(|file| file.into_path().ok()))
    })
    .await?;
    let Some(path) = chosen else { return Ok(None) };
    write(app, move |_, journey, now| {
        journey.import_holidays(&read_text(&path)?, now).map(Some)
    })
    .await
}
