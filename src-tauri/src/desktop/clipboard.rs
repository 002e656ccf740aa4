//! The system's clipboard.

use daozhang_core::{Code, Failure, Outcome, text};
use image::{ImageFormat, RgbaImage};
use std::io::Cursor;
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;

pub fn write(app: &AppHandle, text: &str) -> Outcome<()> {
    app.clipboard().write_text(text).map_err(|error| {
        tracing::warn!(%error, "the clipboard did not take a letter");
        Failure::failed(text!(clipboard_silent))
    })
}

/// The picture on it as a PNG file; none where there is none.
pub fn picture(app: &AppHandle) -> Outcome<Option<Vec<u8>>> {
    let Ok(picture) = app.clipboard().read_image() else {
        return Ok(None);
    };
    let pixels = RgbaImage::from_raw(picture.width(), picture.height(), picture.rgba().to_vec());
    let mut png = Cursor::new(Vec::new());
    match pixels.map(|pixels| pixels.write_to(&mut png, ImageFormat::Png)) {
        Some(Ok(())) => Ok(Some(png.into_inner())),
        _ => Err(Failure::new(Code::Shot, text!(clipboard_unreadable))),
    }
}
