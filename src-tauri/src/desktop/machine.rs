//! The desktop around the window, as the app's operations and the watcher know it.

use super::state::State;
use super::{clipboard, dialogs, settings, tray, window};
use crate::machine::Console;
use crate::watcher::Desk;
use daozhang_api::{Dialog, Event, Machine, Settings};
use daozhang_core::order::{Moment, OrderId, Zone};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::record::{Engine, PaperReader};
use daozhang_core::{Failure, Outcome, text};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};
use tauri_plugin_opener::OpenerExt;

pub struct Desktop(pub AppHandle);

impl Machine for Desktop {
    fn now(&self) -> Moment {
        Console.now()
    }

    fn zone(&self) -> Zone {
        Console.zone()
    }

    fn documents(&self) -> Outcome<PathBuf> {
        Console.documents()
    }

    fn engine(&self) -> Outcome<Box<dyn Engine>> {
        Console.engine()
    }

    fn papers(&self) -> Box<dyn PaperReader> {
        Console.papers()
    }

    fn typesetter(&self) -> Box<dyn Typesetter> {
        Console.typesetter()
    }

    fn tell(&self, event: &Event) {
        window::emit(&self.0, event);
        if matches!(event, Event::OrdersChanged(()))
            && let Some(state) = self.0.try_state::<State>()
        {
            state.wake.wake();
        }
    }

    fn choose(&self, dialog: &Dialog) -> Vec<PathBuf> {
        dialogs::choose(&self.0, dialog)
    }

    fn copy(&self, text: &str) -> Outcome<()> {
        clipboard::write(&self.0, text)
    }

    fn clipboard_picture(&self) -> Outcome<Option<Vec<u8>>> {
        clipboard::picture(&self.0)
    }

    fn open_folder(&self, folder: &Path) -> Outcome<()> {
        let opened = self.0.opener().open_path(folder.to_string_lossy(), None::<&str>);
        opened.map_err(|error| {
            tracing::warn!(%error, "the file manager did not open");
            Failure::failed(text!(folder_unopened, folder = folder.display().to_string()))
        })
    }

    fn apply_settings(&self, settings: &Settings) -> Vec<String> {
        settings::apply(&self.0, settings)
    }

    fn page_is_ready(&self) {
        // The page has said what it speaks, also where the data file does not tell.
        window::set_title(&self.0);
        if window::page_is_ready(&self.0) {
            // Not before: what is seen first is made first.
            tray::start_later(&self.0);
        }
    }
}

impl Desk for Desktop {
    fn is_visible(&self) -> bool {
        window::is_visible(&self.0)
    }

    fn tell_page(&self, event: &Event) {
        window::emit(&self.0, event);
    }

    fn open(&self, order: Option<OrderId>) {
        window::open_order(&self.0, order.map(|id| id.0));
    }

    fn refresh(&self) {
        tray::refresh(&self.0);
        window::set_title(&self.0);
    }
}
