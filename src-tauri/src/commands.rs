//! The page's way in: one command over the table of operations, and one for bytes, which JSON would blow up. Both work
//! off the window's thread, which a slow disk would freeze.

use crate::state::State;
use daozhang_api::{Session, StagedShots, respond};
use daozhang_core::{Code, Failure, Outcome};
use serde_json::{Value, json};
use std::sync::Arc;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, Manager};

/// For the window's builder.
pub fn all() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![call, stage_bytes]
}

async fn off_thread<T: Send + 'static>(
    app: &AppHandle,
    work: impl FnOnce(&Session) -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    let session = Arc::clone(&app.state::<State>().session);
    tauri::async_runtime::spawn_blocking(move || work(&session))
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, "an operation panicked");
            Err(Failure::failed(
                "程序内部出错，这一步没有完成；请重试，仍不行请重启到账。",
            ))
        })
}

/// Carries out an operation.
#[tauri::command]
async fn call(app: AppHandle, name: String, payload: Value) -> Result<Value, Value> {
    off_thread(&app, move |session| Ok(respond(session, &name, payload)))
        .await
        .unwrap_or_else(|failure| Err(json!(failure)))
}

/// Stages the bytes in the request's body under the name in its `x-name` header, percent-encoded.
#[tauri::command]
async fn stage_bytes(app: AppHandle, request: Request<'_>) -> Outcome<StagedShots> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(Failure::new(Code::Shot, "没有收到文件内容，请重新添加。"));
    };
    let name = request
        .headers()
        .get("x-name")
        .and_then(|name| name.to_str().ok())
        .map(percent_decoded);
    let bytes = bytes.clone();
    off_thread(&app, move |session| {
        Ok(session.stage_bytes(&name.unwrap_or_default(), bytes))
    })
    .await
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
