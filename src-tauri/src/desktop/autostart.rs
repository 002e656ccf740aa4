//! The entry by which the system starts the app, hidden, when the person logs in.

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::{MacosLauncher, ManagerExt};

/// Starts the app hidden, as it is started at login.
pub const HIDDEN: &str = "--hidden";

pub fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_autostart::init(MacosLauncher::LaunchAgent, Some(vec![HIDDEN]))
}

/// Turns the entry on or off.
pub fn set(app: &AppHandle, on: bool) -> Result<(), String> {
    let entry = app.autolaunch();
    // Asked first, because some systems refuse to remove what is not there.
    let done = match (on, entry.is_enabled().unwrap_or_default()) {
        (true, false) => entry.enable(),
        (false, true) => entry.disable(),
        _ => Ok(()),
    };
    done.map_err(|error| error.to_string())
}
