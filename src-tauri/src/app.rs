//! Puts the app together: plugins, window, tray, ticking thread.

use crate::lock::lock;
use crate::machine::Desktop;
use crate::state::State;
use crate::system::apply_settings;
use crate::window::{WINDOW, emit, open_order, raise};
use crate::{bubble, commands, log, pictures, shortcut, ticker, tray, window};
use daozhang_api::{Event, Hover, Session};
use daozhang_core::text;
use daozhang_core::watch::Notice;
use daozhang_core::words::speaking;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tauri::{AppHandle, DragDropEvent, Manager, Window, WindowEvent};
use tauri_plugin_autostart::MacosLauncher;
use tauri_plugin_window_state::StateFlags;

/// Starts the app hidden, as it is started at login.
pub const HIDDEN: &str = "--hidden";

/// A page that has not painted by then is shown as it is, so that whatever is wrong with it can be seen.
const FIRST_PAINT: Duration = Duration::from_secs(5);

/// Opens the window over a data folder and runs until it is closed. `hidden` leaves it in the tray.
pub fn open_window(folder: PathBuf, hidden: bool) -> ExitCode {
    #[cfg(target_os = "linux")]
    if let Some(refused) = linux::prepare() {
        return refused;
    }
    log::start(&folder);
    bubble::prepare();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            if !arguments.iter().any(|argument| argument == HIDDEN) {
                raise(app);
            }
            app.state::<State>().wake.wake();
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_autostart::init(
            MacosLauncher::LaunchAgent,
            Some(vec![HIDDEN]),
        ))
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
            WindowEvent::DragDrop(event) => dropped(window, event),
            WindowEvent::CloseRequested { api, .. }
                if closes_to_tray(window.app_handle()) && tray::is_there(window.app_handle()) =>
            {
                api.prevent_close();
                hide(window);
            }
            _ => {}
        })
        .setup(move |app| {
            tracing::info!(
                version = env!("CARGO_PKG_VERSION"),
                os = std::env::consts::OS,
                "started"
            );
            let machine = Arc::new(Desktop(app.handle().clone()));
            app.manage(State::new(Arc::new(Session::new(folder.clone(), machine, None))));
            if hidden {
                // No window is made before somebody asks for one: a web view costs memory and wakes up by itself.
                tray::start_later(app.handle());
                window::trace_ready();
            } else {
                window::create(app.handle())?;
                show_in_any_case(app.handle().clone());
            }
            ticker::start(app.handle().clone());
            apply_settings_later(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|_app, _event| {
                #[cfg(target_os = "macos")]
                if let tauri::RunEvent::Reopen { .. } = _event {
                    raise(_app);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", text!(window_unopened, error = error.to_string()));
            ExitCode::FAILURE
        }
    }
}

fn closes_to_tray(app: &AppHandle) -> bool {
    app.state::<State>().close_to_tray.load(Ordering::Relaxed)
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
                bubble::show(&notice, false, move |_| open_order(&opener, None))
            });
        }
    });
}

fn apply_settings_later(app: AppHandle) {
    std::thread::spawn(move || {
        if let Ok(settings) = app.state::<State>().session.read(|data, _| data.settings()) {
            apply_settings(&app, &settings);
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
            && let Some(window) = app.get_webview_window(WINDOW)
            && let Err(error) = window.show()
        {
            tracing::warn!(%error, "the window could not be shown");
        }
    });
}

/// Files dropped on the window are read here: the page never learns a path.
fn dropped(window: &Window, event: &DragDropEvent) {
    let app = window.app_handle().clone();
    match event {
        DragDropEvent::Enter { .. } => emit(&app, &Event::ShotsHover(Hover { over: true })),
        DragDropEvent::Leave => emit(&app, &Event::ShotsHover(Hover { over: false })),
        DragDropEvent::Drop { paths, .. } => {
            emit(&app, &Event::ShotsHover(Hover { over: false }));
            let paths = paths.clone();
            let session = Arc::clone(&app.state::<State>().session);
            tauri::async_runtime::spawn_blocking(move || {
                speaking(session.language(), || session.dropped(&paths))
            });
        }
        _ => {}
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::process::ExitCode;

    /// WebKitGTK's DMABUF renderer shows blank windows on NVIDIA cards, in virtual machines and on remote displays.
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    /// Checks that there is a display, and turns the renderer off unless the person decided about it.
    pub fn prepare() -> Option<ExitCode> {
        if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
            eprintln!("{}", daozhang_core::text!(window_no_display));
            return Some(ExitCode::FAILURE);
        }
        if std::env::var_os(RENDERER).is_none() {
            #[allow(
                unsafe_code,
                reason = "WebKit reads it from the environment alone; this is the first thing that main does, before \
                          there is a second thread, and starting over with another environment costs a tenth of the start"
            )]
            // SAFETY: no other thread exists yet that could read or write the environment.
            unsafe {
                std::env::set_var(RENDERER, "1");
            }
        }
        None
    }
}
