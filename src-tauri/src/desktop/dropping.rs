//! Files dropped on the window. They are read here: the page never learns a path.

use super::state::State;
use super::window::emit;
use daozhang_api::{Event, Hover};
use daozhang_core::words::speaking;
use std::sync::Arc;
use tauri::{DragDropEvent, Manager, Window};

/// The person holds files over the window, takes them away, or drops them.
pub fn dropped(window: &Window, event: &DragDropEvent) {
    let app = window.app_handle();
    let hover = |over| emit(app, &Event::ShotsHover(Hover { over }));
    match event {
        DragDropEvent::Enter { .. } => hover(true),
        DragDropEvent::Leave => hover(false),
        DragDropEvent::Drop { paths, .. } => {
            hover(false);
            let paths = paths.clone();
            let session = Arc::clone(&app.state::<State>().session);
            tauri::async_runtime::spawn_blocking(move || {
                speaking(session.language(), || session.dropped(&paths))
            });
        }
        _ => {}
    }
}
