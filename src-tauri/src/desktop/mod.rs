//! The app with a window and a tray: puts them together with the session and the watcher.

mod autostart;
mod clipboard;
mod closing;
mod commands;
mod dialogs;
mod display;
mod dropping;
mod machine;
mod pictures;
mod place;
mod settings;
mod shortcut;
mod state;
mod tray;
mod window;

pub use display::refuse;

use crate::{env, log, watcher};
use daozhang_api::{Session, lock};
use daozhang_core::text;
use daozhang_core::words::Language;
use machine::Desktop;
use place::Place;
use state::State;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Manager, WindowEvent};
use tauri_plugin_window_state::StateFlags;

/// A page that has not painted by then is shown as it is, so that whatever is wrong with it can be seen.
const FIRST_PAINT: Duration = Duration::from_secs(5);

/// Opens the window over a data folder and runs until it is closed. `hidden` leaves it in the tray; `asked` is spoken whatever
/// the settings say.
pub fn open_window(folder: PathBuf, hidden: bool, asked: Option<&'static Language>) -> ExitCode {
    if let Some(refused) = display::prepare() {
        return refused;
    }
    log::start(&folder);
    watcher::prepare();
    let place = Place::new(&folder, env::data_folder(None).ok().as_deref());
    let mut context = tauri::generate_context!();
    // By it a second start finds the first.
    context.config_mut().identifier = place.called(&context.config().identifier, ".");
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            if !arguments.iter().any(|argument| argument == autostart::HIDDEN) {
                window::raise(app);
            }
            app.state::<State>().wake.wake();
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_opener::init())
        // Visibility is not restored: the window is shown when the page has painted, not before.
        .plugin(
            tauri_plugin_window_state::Builder::default()
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .build(),
        )
        .plugin(shortcut::plugin())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, |context, request, responder| {
            let app = context.app_handle().clone();
            let path = request.uri().path().to_owned();
            tauri::async_runtime::spawn_blocking(move || responder.respond(pictures::answer(&app, &path)));
        })
        .invoke_handler(commands::all())
        .on_window_event(|window, event| match event {
            WindowEvent::DragDrop(event) => dropping::dropped(window, event),
            WindowEvent::CloseRequested { api, .. } => closing::asked(window, api),
            _ => {}
        })
        .setup(move |app| {
            tracing::info!(
                version = env!("CARGO_PKG_VERSION"),
                os = std::env::consts::OS,
                "started"
            );
            let app = app.handle();
            let desktop = Arc::new(Desktop(app.clone()));
            let session = Session::new(folder.clone(), desktop.clone(), None);
            if let Some(language) = asked {
                session.ask_for(language);
            }
            let state = State::new(Arc::new(session), place);
            let (session, wake) = (Arc::clone(&state.session), Arc::clone(&state.wake));
            app.manage(state);
            if hidden {
                // No window is made before somebody asks for one: a web view costs memory and wakes up by itself.
                tray::start_later(app);
                window::trace_ready();
            } else {
                window::create(app)?;
                show_in_any_case(app.clone());
            }
            watcher::start(session, wake, desktop);
            apply_settings_later(app.clone());
            Ok(())
        })
        .build(context);
    match built {
        Ok(app) => {
            app.run(|_app, _event| {
                #[cfg(target_os = "macos")]
                if let tauri::RunEvent::Reopen { .. } = _event {
                    window::raise(_app);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => display::refuse(&text!(window_unopened, error = error.to_string())),
    }
}

fn apply_settings_later(app: AppHandle) {
    std::thread::spawn(move || {
        if let Ok(settings) = app.state::<State>().session.read(|data, _| data.settings()) {
            settings::apply(&app, &settings);
        }
    });
}

/// A page that never says that it is ready is shown as it is, and the tray is there all the same.
fn show_in_any_case(app: AppHandle) {
    std::thread::spawn(move || {
        std::thread::sleep(FIRST_PAINT);
        tray::start_later(&app);
        // One that has painted was shown then, and may have been closed to the tray since.
        let painted = lock(&app.state::<State>().page).ready;
        if !painted
            && let Some(window) = app.get_webview_window(window::WINDOW)
            && let Err(error) = window.show()
        {
            tracing::warn!(%error, "the window could not be shown");
        }
    });
}
