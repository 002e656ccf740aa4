//! What a window needs before there is one.

use std::process::ExitCode;

/// WebKitGTK's DMABUF renderer shows blank windows on NVIDIA cards, in virtual machines and on remote displays.
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Checks that there is a display, and turns the renderer off unless the person decided about it. The code with which to
/// end where no window can be shown.
pub fn prepare() -> Option<ExitCode> {
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        eprintln!("{}", daozhang_core::text!(window_no_display));
        return Some(ExitCode::FAILURE);
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
