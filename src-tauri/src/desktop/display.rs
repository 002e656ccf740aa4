//! What a window needs before there is one.

#[cfg(not(target_os = "macos"))]
use daozhang_core::text;
use daozhang_core::words::Text;
use std::process::ExitCode;

/// WebKitGTK's DMABUF renderer shows blank windows on NVIDIA cards, in virtual machines and on remote displays.
#[cfg(target_os = "linux")]
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Checks that there is a display, and turns the renderer off unless the person decided about it. The code with which to
/// end where no window can be shown.
#[cfg(target_os = "linux")]
pub fn prepare() -> Option<ExitCode> {
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        return Some(refuse(&text!(window_no_display)));
    }
    if std::env::var_os(RENDERER).is_none() {
        #[allow(
            unsafe_code,
            reason = "WebKit reads it from the environment alone; this is the first thing that main does, before there \
                      is a second thread, and starting over with another environment costs a tenth of the start"
        )]
        // SAFETY: no other thread exists yet that could read or write the environment.
        unsafe {
            std::env::set_var(RENDERER, "1");
        }
    }
    None
}

/// Checks that the machine has the web view, without which the window's program would end without a word. The code with which
/// to end where it has none.
#[cfg(windows)]
pub fn prepare() -> Option<ExitCode> {
    match tauri::webview_version() {
        Ok(_) => None,
        Err(_) => Some(refuse(&text!(window_no_web_view))),
    }
}

/// macOS has both.
#[cfg(target_os = "macos")]
pub fn prepare() -> Option<ExitCode> {
    None
}

/// Says why there is no window: on standard error, and where nobody could see that, in a box of its own.
pub fn refuse(why: &Text) -> ExitCode {
    eprintln!("{why}");
    #[cfg(windows)]
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title(text!(window_title).to_string())
        .set_description(why.to_string())
        .show();
    ExitCode::FAILURE
}
