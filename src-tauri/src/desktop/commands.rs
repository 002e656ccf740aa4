//! The page's way in: one command over the table of operations, and one for bytes, which JSON would blow up. Both work
//! off the window's thread, which a slow disk would freeze.

use super::state::State;
use daozhang_api::{Session, respond};
use daozhang_core::words::speaking;
use daozhang_core::{Code, Failure, text};
use serde_json::{Value, json};
use std::sync::Arc;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, Manager};

/// For the window's builder.
pub fn all() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![call, stage_bytes]
}

/// Does work on the session.
async fn off_thread(
    app: &AppHandle,
    work: impl FnOnce(&Session) -> Result<Value, Value> + Send + 'static,
) -> Result<Value, Value> {
    let session = Arc::clone(&app.state::<State>().session);
    let working = Arc::clone(&session);
    tauri::async_runtime::spawn_blocking(move || work(&working))
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, "an operation panicked");
            let failure = Failure::failed(text!(step_panicked));
            Err(speaking(session.language(), || json!(failure)))
        })
}

/// Carries out an operation.
#[tauri::command]
async fn call(app: AppHandle, name: String, payload: Value) -> Result<Value, Value> {
    off_thread(&app, move |session| respond(session, &name, payload)).await
}

/// Stages the bytes in the request's body under the name in its `x-name` header, percent-encoded.
#[tauri::command]
async fn stage_bytes(app: AppHandle, request: Request<'_>) -> Result<Value, Value> {
    let bytes = match request.body() {
        InvokeBody::Raw(bytes) => Some(bytes.clone()),
        InvokeBody::Json(_) => None,
    };
    let name = request
        .headers()
        .get("x-name")
        .and_then(|name| name.to_str().ok())
        .map(percent_decoded);
    off_thread(&app, move |session| {
        speaking(session.language(), || match bytes {
            Some(bytes) => Ok(json!(session.stage_bytes(&name.unwrap_or_default(), bytes))),
            None => Err(json!(Failure::new(Code::Shot, text!(bytes_missing)))),
        })
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
