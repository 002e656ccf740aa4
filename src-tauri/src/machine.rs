//! The machine as the app's operations know it, with a desktop around the window.

use crate::state::State;
use crate::{clock, system, window};
use daozhang_api::{Choose, Dialog, Event, Machine, Settings};
use daozhang_core::order::{Moment, Zone};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::record::Engine;
use daozhang_core::{Code, Failure, Outcome, text};
use daozhang_reader::Tesseract;
use daozhang_typeset::Typst;
use image::{ImageFormat, RgbaImage};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;

/// What reads pictures here.
///
/// # Errors
/// There is none; the sentence says how to get one.
pub fn engine() -> Outcome<Box<dyn Engine>> {
    Ok(Box::new(Tesseract::find()?))
}

pub struct Desktop(pub AppHandle);

impl Machine for Desktop {
    fn now(&self) -> Moment {
        clock::now()
    }

    fn zone(&self) -> Zone {
        clock::zone()
    }

    fn documents(&self) -> Outcome<PathBuf> {
        clock::documents()
    }

    fn engine(&self) -> Outcome<Box<dyn Engine>> {
        engine()
    }

    fn typesetter(&self) -> Box<dyn Typesetter> {
        Box::new(Typst::default())
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
        let mut asked = self.0.dialog().file().set_title(dialog.title.to_string());
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

    fn copy(&self, text: &str) -> Outcome<()> {
        self.0.clipboard().write_text(text).map_err(|error| {
            tracing::warn!(%error, "the clipboard did not take a letter");
            Failure::failed(text!(clipboard_silent))
        })
    }

    fn clipboard_picture(&self) -> Outcome<Option<Vec<u8>>> {
        let Ok(picture) = self.0.clipboard().read_image() else {
            return Ok(None);
        };
        let pixels = RgbaImage::from_raw(picture.width(), picture.height(), picture.rgba().to_vec());
        let mut png = Cursor::new(Vec::new());
        match pixels.map(|pixels| pixels.write_to(&mut png, ImageFormat::Png)) {
            Some(Ok(())) => Ok(Some(png.into_inner())),
            _ => Err(Failure::new(Code::Shot, text!(clipboard_unreadable))),
        }
    }

    fn open_folder(&self, folder: &Path) -> Outcome<()> {
        let opened = self.0.opener().open_path(folder.to_string_lossy(), None::<&str>);
        opened.map_err(|error| {
            tracing::warn!(%error, "the file manager did not open");
            Failure::failed(text!(folder_unopened, folder = folder.display().to_string()))
        })
    }

    fn apply_settings(&self, settings: &Settings) -> Vec<String> {
        system::apply_settings(&self.0, settings)
    }

    fn page_is_ready(&self) {
        window::page_is_ready(&self.0);
    }
}

/// The machine without a desktop: nobody is asked, and nobody told.
pub struct Console;

impl Machine for Console {
    fn now(&self) -> Moment {
        clock::now()
    }

    fn zone(&self) -> Zone {
        clock::zone()
    }

    fn documents(&self) -> Outcome<PathBuf> {
        clock::documents()
    }

    fn engine(&self) -> Outcome<Box<dyn Engine>> {
        engine()
    }

    fn typesetter(&self) -> Box<dyn Typesetter> {
        Box::new(Typst::default())
    }
}
