//! What the settings ask of the system: a title, an entry that starts the app, a global shortcut.

use super::state::State;
use super::{autostart, shortcut, window};
use daozhang_api::Settings;
use daozhang_core::text;
use std::sync::atomic::Ordering;
use tauri::{AppHandle, Manager};

/// Makes the system agree with the settings; one sentence for each thing that it refused, which does no harm.
pub fn apply(app: &AppHandle, settings: &Settings) -> Vec<String> {
    app.state::<State>()
        .close_to_tray
        .store(settings.close_to_tray, Ordering::Relaxed);
    window::set_title(app);
    let mut refused = Vec::new();
    if let Err(error) = autostart::set(&app.state::<State>().place, settings.start_at_login) {
        tracing::warn!(error, "the start entry could not be changed");
        refused.push(text!(start_refused).to_string());
    }
    if let Err(error) = shortcut::set(app, settings.global_shortcut) {
        tracing::warn!(error, "the global shortcut could not be changed");
        refused.push(text!(shortcut_refused).to_string());
    }
    refused
}
