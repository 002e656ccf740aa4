//! Ctrl+Alt+D, from anywhere: logs an order from the picture in the clipboard.
//!
//! On Linux the X server is asked directly and the thread sleeps until the keys are pressed: the plugin that serves the
//! other systems looks twenty times a second there, which a program that waits in the tray for days must not.

#[cfg(target_os = "linux")]
pub use linux::{plugin, set};
#[cfg(not(target_os = "linux"))]
pub use others::{plugin, set};

#[cfg(target_os = "linux")]
mod linux {
    use crate::desktop::window::record_from_clipboard;
    use daozhang_api::lock;
    use std::ffi::OsStr;
    use std::sync::{Arc, Mutex};
    use tauri::plugin::TauriPlugin;
    use tauri::{AppHandle, Wry};
    use x11rb::connection::Connection;
    use x11rb::protocol::Event;
    use x11rb::protocol::xproto::{ConnectionExt, GrabMode, Keycode, ModMask, Window};
    use x11rb::rust_connection::RustConnection;

    /// The keysym of the letter d.
    const LETTER: u32 = 0x64;

    /// Caps lock and num lock must not matter, so each of their combinations is asked for.
    const LOCKS: [u16; 4] = [0, LOCK, NUM_LOCK, LOCK | NUM_LOCK];
    const LOCK: u16 = 1 << 1;
    const NUM_LOCK: u16 = 1 << 4;
    const CONTROL_ALT: u16 = (1 << 2) | (1 << 3);

    /// Where a Wayland desktop says that it is one; and what its X server calls itself, in an extension.
    const WAYLAND: &str = "WAYLAND_DISPLAY";
    const XWAYLAND: &[u8] = b"XWAYLAND";

    static GRAB: Mutex<Option<Grab>> = Mutex::new(None);

    struct Grab {
        connection: Arc<RustConnection>,
        root: Window,
        key: Keycode,
    }

    pub fn plugin() -> TauriPlugin<Wry> {
        tauri::plugin::Builder::new("shortcut").build()
    }

    /// Turns the shortcut on or off.
    pub fn set(app: &AppHandle, on: bool) -> Result<(), String> {
        let mut grab = lock(&GRAB);
        match (on, grab.as_ref()) {
            (true, None) => *grab = Some(Grab::new(app.clone())?),
            (false, Some(held)) => {
                held.release()?;
                *grab = None;
            }
            _ => {}
        }
        Ok(())
    }

    impl Grab {
        fn new(app: AppHandle) -> Result<Self, String> {
            let (connection, screen) = x11rb::connect(None).map_err(text)?;
            let of_wayland = connection.query_extension(XWAYLAND).map_err(text)?;
            let of_wayland = of_wayland.reply().map_err(text)?.present;
            if is_deaf(std::env::var_os(WAYLAND).as_deref(), of_wayland) {
                return Err(
                    "keys that are pressed in Wayland windows do not come to the X server".to_owned(),
                );
            }
            let setup = connection.setup();
            let root = setup.roots.get(screen).ok_or("there is no such screen")?.root;
            let (first, last) = (setup.min_keycode, setup.max_keycode);
            let map = connection
                .get_keyboard_mapping(first, last - first + 1)
                .map_err(text)?
                .reply()
                .map_err(text)?;
            let rows = map.keysyms.chunks(usize::from(map.keysyms_per_keycode).max(1));
            let row = rows
                .into_iter()
                .position(|keysyms| keysyms.contains(&LETTER))
                .ok_or("no key has the letter d")?;
            let key = first + u8::try_from(row).map_err(text)?;
            let grab = Self {
                connection: Arc::new(connection),
                root,
                key,
            };
            for locks in LOCKS {
                let keys = ModMask::from(CONTROL_ALT | locks);
                let mode = GrabMode::ASYNC;
                grab.connection
                    .grab_key(true, root, keys, key, mode, mode)
                    .map_err(text)?
                    .check()
                    .map_err(text)?;
            }
            let listening = Arc::clone(&grab.connection);
            std::thread::spawn(move || {
                while let Ok(event) = listening.wait_for_event() {
                    if matches!(event, Event::KeyPress(_)) {
                        record_from_clipboard(&app);
                    }
                }
            });
            Ok(grab)
        }

        /// The listening thread stays asleep on its connection: it hears of no key any more.
        fn release(&self) -> Result<(), String> {
            for locks in LOCKS {
                let keys = ModMask::from(CONTROL_ALT | locks);
                self.connection
                    .ungrab_key(self.key, self.root, keys)
                    .map_err(text)?
                    .check()
                    .map_err(text)?;
            }
            Ok(())
        }
    }

    /// Whether the X server says yes to keys and then hears only those that are pressed in its own windows.
    fn is_deaf(wayland: Option<&OsStr>, of_wayland: bool) -> bool {
        of_wayland || wayland.is_some_and(|display| !display.is_empty())
    }

    fn text(error: impl std::fmt::Display) -> String {
        error.to_string()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_an_x_desktop_hears_every_key() {
            assert!(!is_deaf(None, false) && !is_deaf(Some(OsStr::new("")), false));
            assert!(is_deaf(Some(OsStr::new("wayland-0")), false) && is_deaf(None, true));
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod others {
    use crate::desktop::window::record_from_clipboard;
    use tauri::plugin::TauriPlugin;
    use tauri::{AppHandle, Wry};
    use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, ShortcutState};

    const KEYS: &str = "CommandOrControl+Alt+D";

    pub fn plugin() -> TauriPlugin<Wry> {
        Builder::new()
            .with_handler(|app, _, event| {
                if event.state() == ShortcutState::Pressed {
                    record_from_clipboard(app);
                }
            })
            .build()
    }

    /// Turns the shortcut on or off.
    pub fn set(app: &AppHandle, on: bool) -> Result<(), String> {
        let shortcuts = app.global_shortcut();
        let done = match (on, shortcuts.is_registered(KEYS)) {
            (true, false) => shortcuts.register(KEYS),
            (false, true) => shortcuts.unregister(KEYS),
            _ => Ok(()),
        };
        done.map_err(|error| error.to_string())
    }
}
