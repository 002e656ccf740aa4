//! Logging orders and attaching files.

use super::order;
use crate::lock::lock;
use crate::staging::{StagedShots, stage_files};
use crate::state::{off_thread, read, write};
use daozhang_core::order::view::OrderDetail;
use daozhang_core::order::{ShotRole, Span, Word};
use daozhang_core::record::{Draft, DraftShot};
use daozhang_core::{Code, Failure, Outcome};
use image::{ImageFormat, RgbaImage};
use serde::Serialize;
use std::io::Cursor;
use tauri::AppHandle;
use tauri::ipc::{InvokeBody, Request};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// A product kind in the form.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct KindOption {
    key: String,
    name: String,
    window_seconds: i64,
    window_text: String,
    /// When the person is first asked whether it came.
    remind_text: String,
    account_label: String,
}

/// A payment channel in the form.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct ChannelOption {
    key: String,
    name: String,
    payment_no_label: String,
    merchant_order_no_label: String,
}

/// What a file can show.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct RoleOption {
    key: ShotRole,
    name: String,
}

/// What the form can choose from; platforms with the most used first.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct FormOptions {
    kinds: Vec<KindOption>,
    channels: Vec<ChannelOption>,
    roles: Vec<RoleOption>,
    platforms: Vec<String>,
}

#[tauri::command]
pub async fn options(app: AppHandle) -> Outcome<FormOptions> {
    read(app, |journey, _| {
        let rules = journey.rules();
        let kinds = rules.kinds.iter().map(|kind| KindOption {
            key: kind.key.clone(),
            name: kind.name.clone(),
            window_seconds: kind.window.0 / 1000,
            window_text: hours(kind.window),
            remind_text: hours(kind.remind),
            account_label: kind.account.name.clone(),
        });
        let channels = rules.channels.iter().map(|channel| ChannelOption {
            key: channel.key.clone(),
            name: channel.name.clone(),
            payment_no_label: channel.payment_no.clone(),
            merchant_order_no_label: channel.merchant_order_no.clone(),
        });
        let roles = ShotRole::ALL.iter().map(|role| RoleOption {
            key: *role,
            name: role.name().to_owned(),
        });
        Ok(FormOptions {
            kinds: kinds.collect(),
            channels: channels.collect(),
            roles: roles.collect(),
            platforms: journey.platform_names()?,
        })
    })
    .await
}

#[tauri::command]
pub async fn log_order(app: AppHandle, draft: Draft) -> Outcome<OrderDetail> {
    write(app, move |state, journey, now| {
        let shots = lock(&state.staging).attachments(&draft.shots)?;
        let id = journey.log(&draft, &shots, now)?;
        lock(&state.staging).discard(draft.shots.iter().map(|shot| shot.sha256.as_str()));
        journey.show(id)
    })
    .await
}

#[tauri::command]
pub async fn edit_order(app: AppHandle, id: i64, draft: Draft) -> Outcome<OrderDetail> {
    write(app, move |_, journey, now| {
        journey.edit(order(id), &draft, now)?;
        journey.show(order(id))
    })
    .await
}

#[tauri::command]
pub async fn attach_shots(app: AppHandle, id: i64, shots: Vec<DraftShot>) -> Outcome<OrderDetail> {
    write(app, move |state, journey, now| {
        let attachments = lock(&state.staging).attachments(&shots)?;
        journey.attach(order(id), &attachments, now)?;
        lock(&state.staging).discard(shots.iter().map(|shot| shot.sha256.as_str()));
        journey.show(order(id))
    })
    .await
}

/// Stages the bytes in the request's body under the name in its `x-name` header, percent-encoded.
#[tauri::command]
pub async fn stage_bytes(app: AppHandle, request: Request<'_>) -> Outcome<StagedShots> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(Failure::new(Code::Shot, "没有收到文件内容，请重新添加。"));
    };
    let name = request
        .headers()
        .get("x-name")
        .and_then(|name| name.to_str().ok())
        .map(percent_decoded);
    let bytes = bytes.clone();
    off_thread(app, move |_, state| {
        Ok(staged(state, &name.unwrap_or_default(), bytes))
    })
    .await
}

/// Stages the picture in the system's clipboard: WebKitGTK does not always hand it to the page.
#[tauri::command]
pub async fn stage_clipboard(app: AppHandle) -> Outcome<StagedShots> {
    off_thread(app, |app, state| {
        let Ok(picture) = app.clipboard().read_image() else {
            return Ok(StagedShots::default());
        };
        let pixels = RgbaImage::from_raw(picture.width(), picture.height(), picture.rgba().to_vec());
        let mut png = Cursor::new(Vec::new());
        let encoded = pixels.map(|pixels| pixels.write_to(&mut png, ImageFormat::Png));
        match encoded {
            Some(Ok(())) => Ok(staged(state, "", png.into_inner())),
            _ => Err(Failure::new(Code::Shot, "剪贴板里的图片读不出来，请重新截图。")),
        }
    })
    .await
}

/// Opens the system's dialog and stages what the person chooses.
#[tauri::command]
pub async fn choose_files(app: AppHandle) -> Outcome<StagedShots> {
    off_thread(app, |app, state| {
        let chosen = app
            .dialog()
            .file()
            .set_title("选择截图或凭证")
            .add_filter(
                "图片、PDF、录音录像",
                &["png", "jpg", "jpeg", "webp", "pdf", "heic", "mp3", "m4a", "mp4"],
            )
            .blocking_pick_files()
            .unwrap_or_default();
        let paths: Vec<_> = chosen
            .into_iter()
            .filter_map(|file| file.into_path().ok())
            .collect();
        Ok(stage_files(&state.staging, &paths))
    })
    .await
}

#[tauri::command]
pub async fn discard_staged(app: AppHandle, sha256: String) -> Outcome<()> {
    off_thread(app, move |_, state| {
        lock(&state.staging).discard([sha256.as_str()]);
        Ok(())
    })
    .await
}

#[tauri::command]
pub async fn load_samples(app: AppHandle) -> Outcome<i64> {
    write(app, |_, journey, now| journey.load_samples(now)).await
}

#[tauri::command]
pub async fn remove_samples(app: AppHandle) -> Outcome<i64> {
    write(app, |_, journey, _| journey.remove_samples()).await
}

/// A usual time as people say it: `24 小时` rather than `1 天`.
fn hours(span: Span) -> String {
    let hours = span.0 / Span::HOUR.0;
    if hours > 0 && span.0 % Span::HOUR.0 == 0 {
        format!("{hours} 小时")
    } else {
        span.spoken()
    }
}

fn staged(state: &crate::state::State, name: &str, bytes: Vec<u8>) -> StagedShots {
    match lock(&state.staging).stage(name, bytes) {
        Ok(shot) => StagedShots {
            staged: vec![shot],
            refused: Vec::new(),
        },
        Err(failure) => StagedShots {
            staged: Vec::new(),
            refused: vec![failure.message()],
        },
    }
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn a_name_comes_back_as_it_was() {
        for (text, name) in [
            ("%E6%94%AF%E4%BB%98.png", "支付.png"),
            ("a%2", "a%2"),
            ("%zz", "%zz"),
            ("", ""),
        ] {
            assert_eq!(percent_decoded(text), name);
        }
    }
}
