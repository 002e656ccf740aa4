//! The system's dialogs for files and folders.

use daozhang_api::{Choose, Dialog};
use std::path::PathBuf;
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};

/// Shows a dialog and waits; empty when it was cancelled.
pub fn choose(app: &AppHandle, dialog: &Dialog) -> Vec<PathBuf> {
    let mut asked = app.dialog().file().set_title(dialog.title.to_string());
    if let Some((name, endings)) = &dialog.filter {
        asked = asked.add_filter(name.to_string(), endings);
    }
    let one = |chosen: Option<FilePath>| chosen.into_iter().collect::<Vec<_>>();
    let chosen = match &dialog.choose {
        Choose::File => one(asked.blocking_pick_file()),
        Choose::Files => asked.blocking_pick_files().unwrap_or_default(),
        Choose::Folder => one(asked.blocking_pick_folder()),
        Choose::Place(name) => one(asked.set_file_name(name).blocking_save_file()),
    };
    chosen
        .into_iter()
        .filter_map(|file| file.into_path().ok())
        .collect()
}
