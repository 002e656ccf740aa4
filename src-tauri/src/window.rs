//! The one window: raising it, and telling the page what to show.

use crate::lock::lock;
use crate::state::State;
use crate::tray;
use serde_json::json;
use tauri::{AppHandle, Emitter, Manager};

/// The label of the one window.
pub const WINDOW: &str = "main";

/// Prints `ready` on standard error once the page has painted its first list, for measuring the start.
const TRACE_READY: &str = "DAOZHANG_TRACE_READY";

/// Whether the person can see the window.
pub fn is_visible(app: &AppHandle) -> bool {
    app.get_webview_window(WINDOW)
        .is_some_and(|window| window.is_visible().unwrap_or(true))
}

/// The page has painted: the window, hidden until now so that nothing white flashes, is shown, unless the app was started
/// for the tray.
pub fn page_is_ready(app: &AppHandle) {
    let (first, hidden, order, record) = {
        let state = app.state::<State>();
        let mut page = lock(&state.page);
        let first = !std::mem::replace(&mut page.ready, true);
        (
            first,
            page.hidden,
            page.order.take(),
            std::mem::take(&mut page.record),
        )
    };
    if !first {
        return;
    }
    if !hidden {
        open_order(app, order);
    }
    if record {
        record_from_clipboard(app);
    }
    if std::env::var_os(TRACE_READY).is_some() {
        eprintln!("ready");
    }
    // Not before: what is seen first is made first.
    tray::start_later(app);
}

/// Brings the window up and shows an order in it, where one is named; a page that does not listen yet is told when it does.
pub fn open_order(app: &AppHandle, order: Option<i64>) {
    raise(app);
    let Some(id) = order else { return };
    let state = app.state::<State>();
    let mut page = lock(&state.page);
    if page.ready {
        emit(app, "app://open-order", json!({ "id": id }));
    } else {
        page.order = Some(id);
    }
}

/// Opens the form with the picture in the clipboard, from the tray or by the global shortcut.
pub fn record_from_clipboard(app: &AppHandle) {
    raise(app);
    let state = app.state::<State>();
    let mut page = lock(&state.page);
    if !page.ready {
        page.record = true;
    } else {
        emit(app, "app://record-from-clipboard", ());
    }
}

/// Tells the page; that it cannot be told stops nothing.
pub fn emit(app: &AppHandle, event: &str, payload: impl serde::Serialize + Clone) {
    if let Err(error) = app.emit(event, payload) {
        tracing::warn!(%error, event, "the page could not be told");
    }
}

/// Brings the window up.
pub fn raise(app: &AppHandle) {
    lock(&app.state::<State>().page).hidden = false;
    let Some(window) = app.get_webview_window(WINDOW) else {
        return;
    };
    for done in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = done {
            tracing::warn!(%error, "the window could not be raised");
        }
    }
}
