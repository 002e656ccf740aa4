//! The `shot:` scheme: shows attached and waiting files by their SHA-256 and nothing else. There are no paths in it.

use super::state::State;
use daozhang_core::order::{Media, Sha256, Word};
use tauri::http::{Response, StatusCode, header};
use tauri::{AppHandle, Manager};

pub const SCHEME: &str = "shot";

/// Answers a request for `/<sha256>` or `/thumb/<sha256>`.
pub fn answer(app: &AppHandle, path: &str) -> Response<Vec<u8>> {
    let path = path.trim_start_matches('/').replace("%2F", "/");
    let found = match path.strip_prefix("thumb/") {
        Some(hash) => Sha256::from_hex(hash).and_then(|hash| small(app, hash)),
        None => Sha256::from_hex(&path).and_then(|hash| full(app, hash)),
    };
    let response = match found {
        // A hash names the same bytes forever.
        Some((media, bytes)) => Response::builder()
            .header(header::CONTENT_TYPE, media.word())
            .header(header::CACHE_CONTROL, "private, max-age=31536000, immutable")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .body(bytes),
        None => Response::builder().status(StatusCode::NOT_FOUND).body(Vec::new()),
    };
    response.unwrap_or_default()
}

fn full(app: &AppHandle, hash: Sha256) -> Option<(Media, Vec<u8>)> {
    app.state::<State>().session.picture(hash).ok()?
}

fn small(app: &AppHandle, hash: Sha256) -> Option<(Media, Vec<u8>)> {
    let jpeg = app.state::<State>().session.small_picture(hash).ok()?;
    jpeg.map(|jpeg| (Media::Jpeg, jpeg))
}
