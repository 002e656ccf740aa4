//! What the system is asked for: a start entry, a global shortcut.

use crate::shortcut;
use crate::state::State;
use crate::window;
use daozhang_api::Settings;
use daozhang_core::text;
use std::sync::atomic::Ordering;
use tauri::{AppHandle, Manager};
use tauri_plugin_autostart::ManagerExt;

/// Makes the system agree with the settings: the title of the window, the start entry and the global shortcut. What the
/// system refuses is said and does no harm.
pub fn apply_settings(app: &AppHandle, settings: &Settings) -> Vec<String> {
    app.state::<State>()
        .close_to_tray
        .store(settings.close_to_tray, Ordering::Relaxed);
    window::set_title(app);
    let mut refused = Vec::new();
    let autostart = app.autolaunch();
    // Asked first, because some systems refuse to remove what is not there.
    let starts = autostart.is_enabled().unwrap_or_default();
    let done = match (settings.start_at_login, starts) {
        (true, false) => autostart.enable(),
        (false, true) => autostart.disable(),
        _ => Ok(()),
    };
    if let Err(error) = done {
        tracing::warn!(%error, "the start entry could not be changed");
        refused.push(text!(start_refused).to_string());
    }
    if let Err(error) = shortcut::set(app, settings.global_shortcut) {
        tracing::warn!(error, "the global shortcut could not be changed");
        refused.push(text!(shortcut_refused).to_string());
    }
    refused
}
