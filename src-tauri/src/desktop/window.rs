//! The one window: raising it, and telling the page what to show.

use super::state::State;
use daozhang_api::{Event, ShownOrder, lock};
use daozhang_core::text;
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindowBuilder};

/// The label of the one window.
pub const WINDOW: &str = "main";

/// Prints `ready` on standard error once the page has painted its first list, for measuring the start.
const TRACE_READY: &str = "DAOZHANG_TRACE_READY";

/// How large the window is at first, and at least where the screen has room for it; all in logical pixels.
const SIZE: (f64, f64) = (1180.0, 760.0);
const LEAST: (f64, f64) = (860.0, 560.0);
/// What the title bar and the frame need at most: nobody tells before there is a window.
const FRAME: f64 = 48.0;

/// A size that the screen has room for; `screen` is what no panel covers.
fn within((width, height): (f64, f64), screen: Option<(f64, f64)>) -> (f64, f64) {
    match screen {
        Some((most, high)) => (width.min(most), height.min((high - FRAME).max(1.0))),
        None => (width, height),
    }
}

/// Whether the person can see the window.
pub fn is_visible(app: &AppHandle) -> bool {
    app.get_webview_window(WINDOW)
        .is_some_and(|window| window.is_visible().unwrap_or(true))
}

/// Makes the window, hidden until its page has painted, so that nothing white flashes. Only on the window's thread.
pub fn create(app: &AppHandle) -> tauri::Result<()> {
    let screen = app.primary_monitor().ok().flatten().map(|screen| {
        let room = screen.work_area().size.to_logical::<f64>(screen.scale_factor());
        (room.width, room.height)
    });
    let (width, height) = within(SIZE, screen);
    let (least_width, least_height) = within(LEAST, screen);
    WebviewWindowBuilder::new(app, WINDOW, WebviewUrl::default())
        // In which language the settings are is known once the data file is open, for which no window waits.
        .title(text!(window_title).chinese())
        .inner_size(width, height)
        .min_inner_size(least_width, least_height)
        .center()
        .visible(false)
        .build()?;
    Ok(())
}

fn title(app: &AppHandle) -> String {
    text!(window_title).said_in(app.state::<State>().session.language())
}

/// Says in the title, in the language of the settings, what this is.
pub fn set_title(app: &AppHandle) {
    let title = title(app);
    if let Some(window) = app.get_webview_window(WINDOW)
        && window.title().is_ok_and(|shown| shown != title)
        && let Err(error) = window.set_title(&title)
    {
        tracing::warn!(%error, "the window keeps its title");
    }
}

/// The page has painted: the window is shown. Whether it was the first time.
pub fn page_is_ready(app: &AppHandle) -> bool {
    let (first, order, record) = {
        let state = app.state::<State>();
        let mut page = lock(&state.page);
        let first = !std::mem::replace(&mut page.ready, true);
        (first, page.order.take(), std::mem::take(&mut page.record))
    };
    if first {
        open_order(app, order);
        if record {
            record_from_clipboard(app);
        }
        trace_ready();
    }
    first
}

/// Reports that the app can be used now, for measuring its start.
pub fn trace_ready() {
    if std::env::var_os(TRACE_READY).is_some() {
        eprintln!("ready");
    }
}

/// Brings the window up and shows an order in it, where one is named; a page that does not listen yet is told when it does.
pub fn open_order(app: &AppHandle, order: Option<i64>) {
    raise(app);
    let Some(id) = order else { return };
    let state = app.state::<State>();
    let mut page = lock(&state.page);
    if page.ready {
        emit(app, &Event::OpenOrder(ShownOrder { id }));
    } else {
        page.order = Some(id);
    }
}

/// Opens the form with the picture in the clipboard, from the tray or by the global shortcut.
pub fn record_from_clipboard(app: &AppHandle) {
    raise(app);
    let state = app.state::<State>();
    let mut page = lock(&state.page);
    if !page.ready {
        page.record = true;
    } else {
        emit(app, &Event::RecordFromClipboard(()));
    }
}

/// Tells the page; that it cannot be told stops nothing.
pub fn emit(app: &AppHandle, event: &Event) {
    if let Err(error) = app.emit(event.name(), event.payload()) {
        tracing::warn!(%error, event = event.name(), "the page could not be told");
    }
}

/// Brings the window up; one that was never made, because the app was started for the tray, is made now.
pub fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window(WINDOW) else {
        let on_thread = app.clone();
        let asked = app.run_on_main_thread(move || {
            if on_thread.get_webview_window(WINDOW).is_none()
                && let Err(error) = create(&on_thread)
            {
                tracing::error!(%error, "the window could not be made");
            }
        });
        if let Err(error) = asked {
            tracing::error!(%error, "the window could not be made");
        }
        return;
    };
    for done in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = done {
            tracing::warn!(%error, "the window could not be raised");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_is_larger_than_its_screen() {
        for (screen, size, least) in [
            (None, SIZE, LEAST),
            (Some((1920.0, 1040.0)), SIZE, LEAST),
            (Some((1366.0, 728.0)), (1180.0, 680.0), LEAST),
            // 1366×768 at 150 %.
            (Some((910.0, 512.0)), (910.0, 464.0), (860.0, 464.0)),
            (Some((640.0, 20.0)), (640.0, 1.0), (640.0, 1.0)),
        ] {
            assert_eq!(
                (within(SIZE, screen), within(LEAST, screen)),
                (size, least),
                "{screen:?}"
            );
        }
    }
}
