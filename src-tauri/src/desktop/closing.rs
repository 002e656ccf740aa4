//! Closing the window, which leaves the app in the tray where the settings want that and there is one.

use super::state::State;
use super::{tray, window};
use crate::watcher;
use daozhang_core::text;
use daozhang_core::watch::Notice;
use daozhang_core::words::speaking;
use std::sync::atomic::Ordering;
use tauri::{CloseRequestApi, Manager, Window};

/// The person closes the window.
pub fn asked(window: &Window, closing: &CloseRequestApi) {
    let app = window.app_handle();
    if app.state::<State>().close_to_tray.load(Ordering::Relaxed) && tray::is_there(app) {
        closing.prevent_close();
        hide(window);
    }
}

/// Leaves the window in the tray, and says so the first time.
fn hide(window: &Window) {
    if let Err(error) = window.hide() {
        tracing::warn!(%error, "the window could not be hidden");
    }
    let app = window.app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        let session = &app.state::<State>().session;
        let told = session.write(|data, _| data.told_of_tray());
        if told == Ok(false) {
            let notice = Notice {
                title: text!(hidden_title),
                body: text!(hidden_body),
            };
            let opener = app.clone();
            speaking(session.language(), || {
                watcher::show(
                    &notice,
                    false,
                    |_, _| (),
                    move |_| window::open_order(&opener, None),
                )
            });
        }
    });
}
