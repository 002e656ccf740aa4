//! The window and what it stands on.

use crate::state::{State, lock};
use crate::{commands, pictures, staging, ticker};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tauri::{
    AppHandle, DragDropEvent, Emitter, Manager, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent,
};

/// The label of the one window.
pub const WINDOW: &str = "main";

/// A page that has not painted by then is shown as it is, so that whatever is wrong with it can be seen.
const FIRST_PAINT: Duration = Duration::from_secs(5);

/// Prints `ready` on standard error once the page has painted its first list, for measuring the start.
const TRACE_READY: &str = "DAOZHANG_TRACE_READY";

/// Opens the window over a data folder and runs until it is closed.
pub fn open_window(folder: PathBuf) -> ExitCode {
    #[cfg(target_os = "linux")]
    if let Some(refused) = linux::prepare() {
        return refused;
    }
    #[cfg(target_os = "macos")]
    if let Err(error) = notify_rust::set_application("io.github.daozhang.app") {
        eprintln!("notifications: {error}");
    }
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("DAOZHANG_LOG").unwrap_or_else(|_| "warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let run = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| raise(app)))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_opener::init())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, |context, request, responder| {
            let app = context.app_handle().clone();
            let path = request.uri().path().to_owned();
            tauri::async_runtime::spawn_blocking(move || responder.respond(pictures::answer(&app, &path)));
        })
        .invoke_handler(commands::all())
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(event) = event {
                dropped(window, event);
            }
        })
        .setup(move |app| {
            app.manage(State::new(&folder));
            WebviewWindowBuilder::new(app, WINDOW, WebviewUrl::default())
                .title("到账")
                .inner_size(1180.0, 760.0)
                .min_inner_size(860.0, 560.0)
                .center()
                .visible(false)
                .build()?;
            show_in_any_case(app.handle().clone());
            ticker::start(app.handle().clone());
            Ok(())
        })
        .run(tauri::generate_context!());
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("窗口打不开：{error}");
            ExitCode::FAILURE
        }
    }
}

/// The page has painted: the window, hidden until now so that nothing white flashes, is shown.
pub fn page_is_ready(app: &AppHandle) {
    let (first, order) = {
        let state = app.state::<State>();
        let mut page = lock(&state.page);
        (!std::mem::replace(&mut page.ready, true), page.order.take())
    };
    if first {
        open_order(app, order);
        if std::env::var_os(TRACE_READY).is_some() {
            eprintln!("ready");
        }
    }
}

/// Brings the window up and shows an order in it, where one is named; a page that does not listen yet is told when it does.
pub fn open_order(app: &AppHandle, order: Option<i64>) {
    raise(app);
    let Some(id) = order else { return };
    let state = app.state::<State>();
    let mut page = lock(&state.page);
    if !page.ready {
        page.order = Some(id);
    } else if let Err(error) = app.emit("app://open-order", json!({ "id": id })) {
        tracing::warn!(%error, "the page could not be told to open an order");
    }
}

fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window(WINDOW) else {
        return;
    };
    for done in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = done {
            tracing::warn!(%error, "the window could not be raised");
        }
    }
}

fn show_in_any_case(app: AppHandle) {
    std::thread::spawn(move || {
        std::thread::sleep(FIRST_PAINT);
        if let Some(window) = app.get_webview_window(WINDOW)
            && let Err(error) = window.show()
        {
            tracing::warn!(%error, "the window could not be shown");
        }
    });
}

/// Files dropped on the window are read here: the page never learns a path.
fn dropped(window: &Window, event: &DragDropEvent) {
    let app = window.app_handle().clone();
    let emit = |event: &str, payload: serde_json::Value| {
        if let Err(error) = app.emit(event, payload) {
            tracing::warn!(%error, "the page could not be told of a drop");
        }
    };
    match event {
        DragDropEvent::Enter { .. } => emit("shots://hover", json!({ "over": true })),
        DragDropEvent::Leave => emit("shots://hover", json!({ "over": false })),
        DragDropEvent::Drop { paths, .. } => {
            emit("shots://hover", json!({ "over": false }));
            let paths = paths.clone();
            let app = app.clone();
            tauri::async_runtime::spawn_blocking(move || {
                let shots = stage_files(&app, &paths);
                if let Err(error) = app.emit("shots://staged", shots) {
                    tracing::warn!(%error, "the page could not be told of a drop");
                }
            });
        }
        _ => {}
    }
}

/// Reads and stages files that the person dropped or chose.
pub fn stage_files(app: &AppHandle, paths: &[impl AsRef<Path>]) -> staging::StagedShots {
    let state = app.state::<State>();
    let mut shots = staging::StagedShots::default();
    for path in paths {
        let staged = staging::read_file(path.as_ref())
            .and_then(|(name, bytes)| lock(&state.staging).stage(&name, bytes));
        match staged {
            Ok(shot) => shots.staged.push(shot),
            Err(failure) => shots.refused.push(failure.message),
        }
    }
    shots
}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, ExitCode};

    /// WebKitGTK's DMABUF renderer shows blank windows on NVIDIA cards, in virtual machines and on remote displays.
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    /// Checks that there is a display, and starts this program again with the renderer turned off: the setting must be
    /// there before GTK starts, and a process cannot safely change its own environment.
    pub fn prepare() -> Option<ExitCode> {
        if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
            eprintln!(
                "这里没有图形界面，打不开窗口；请在桌面环境里运行，或用 daozhang --help 查看命令行用法。"
            );
            return Some(ExitCode::FAILURE);
        }
        if std::env::var_os(RENDERER).is_some() {
            return None;
        }
        let program = std::env::current_exe().ok()?;
        let error = Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(RENDERER, "1")
            .exec();
        eprintln!("restart without the DMABUF renderer: {error}");
        None
    }
}
