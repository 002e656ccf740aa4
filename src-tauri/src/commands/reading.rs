//! What screenshots and texts say, and what to know of an order while it is typed.

use crate::lock::lock;
use crate::reading::{self, ReadingView};
use crate::state::{off_thread, read};
use crate::tesseract::Tesseract;
use daozhang_api::DraftCheck;
use daozhang_core::order::Sha256;
use daozhang_core::record::Draft;
use daozhang_core::{Code, Failure, Outcome};
use tauri::AppHandle;

/// What a waiting or attached picture says of an order. Takes seconds. Where the machine has no engine, the first call
/// says how to get one, and the others give nothing.
#[tauri::command]
pub async fn read_shot(app: AppHandle, sha256: String) -> Outcome<ReadingView> {
    off_thread(app, move |_, state| {
        let missing = || Failure::new(Code::Shot, "这张截图已经不在了，请重新添加。");
        let hash = Sha256::from_hex(&sha256).ok_or_else(missing)?;
        let waiting = lock(&state.staging)
            .get(hash)
            .map(|shot| (shot.media, shot.bytes.clone()));
        let (found, now, zone, told) = state.with_journey(|journey, now| {
            let found = match waiting {
                Some(found) => Some(found),
                None => journey.file(hash)?,
            };
            Ok((found, now, journey.zone(), journey.told_of_engine()?))
        })?;
        let (media, bytes) = found.ok_or_else(missing)?;
        if !media.is_picture() {
            return Err(Failure::new(Code::Shot, "这个文件不是图片，读不出文字。"));
        }
        if let Err(failure) = Tesseract::find() {
            if told {
                return Err(failure);
            }
            state.with_journey(|journey, _| journey.tell_of_engine())?;
            return Ok(ReadingView::hinting(failure.message()));
        }
        reading::of_picture(&bytes, now, zone)
    })
    .await
}

/// What a pasted text says of orders.
#[tauri::command]
pub async fn read_text(app: AppHandle, text: String) -> Outcome<Vec<ReadingView>> {
    read(app, move |journey, now| {
        reading::of_text(&text, now, journey.zone())
    })
    .await
}

/// What to know of an order before it is logged.
#[tauri::command]
pub async fn check_draft(app: AppHandle, draft: Draft) -> Outcome<DraftCheck> {
    read(app, move |journey, now| journey.check_draft(&draft, now)).await
}
