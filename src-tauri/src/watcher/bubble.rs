//! Desktop notifications. A desktop that has none, or answers late or never, must not hold anything up.

use daozhang_core::text;
use daozhang_core::watch::Notice;
use daozhang_core::words::Text;
use notify_rust::{Notification, Timeout};
use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// Whose windows, notifications and start entries these are: the identifier in `tauri.conf.json`.
#[cfg_attr(
    not(any(windows, target_os = "macos")),
    allow(dead_code, reason = "only their notifications ask for it")
)]
pub const IDENTIFIER: &str = "io.github.daozhang.app";

/// How long the desktop may take to accept a notification. A bus that starts a broken daemon can take minutes.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the desktop did with a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is on the screen.
    Accepted,
    /// No notification service, or it refused.
    Refused,
    Unanswered,
}

/// What the person did with a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Clicked it, or asked for the order.
    Open,
    Arrived,
    NotYet,
    /// Copy the message to the platform.
    Copy,
}

/// A button: its key, its label, and what pressing it means.
type Button = (&'static str, String, Answer);

/// The buttons of a notice about one order. Labels differ from each other because macOS tells buttons apart by them.
fn buttons() -> [Button; 4] {
    [
        ("arrived", text!(bubble_arrived), Answer::Arrived),
        ("not-yet", text!(bubble_not_yet), Answer::NotYet),
        ("copy", text!(bubble_copy), Answer::Copy),
        ("open", text!(bubble_open_order), Answer::Open),
    ]
    .map(|(key, label, answer)| (key, label.to_string(), answer))
}

/// Whether the desktop has not answered yet to a notification. Until it has, it is sent no other: one that hangs would get one
/// after the other, and each would hold a thread.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Whether a notification can be sent now; see [`ASKED`].
pub fn is_free() -> bool {
    !ASKED.load(Ordering::Acquire)
}

/// That the desktop is asked: as long as this is kept no other notification is sent.
pub struct Asking(Option<&'static AtomicBool>);

impl Drop for Asking {
    fn drop(&mut self) {
        if let Some(asked) = self.0 {
            asked.store(false, Ordering::Release);
        }
    }
}

/// Shows a notice, with buttons where it is about one order and the desktop has them. `took` hears what the desktop did with it,
/// however late, on the notification's own thread, and lets the next one go by dropping what it is given; `answered` runs when the person clicks it or one of the buttons. What came
/// of it within [`PATIENCE`].
///
/// Each notification has a thread of its own, which ends when the bubble goes: waiting for the click blocks, and some
/// desktops take a bubble down when the connection that sent it closes.
pub fn show(
    notice: &Notice,
    with_buttons: bool,
    took: impl FnOnce(Shown, Asking) + Send + 'static,
    answered: impl FnOnce(Answer) + Send + 'static,
) -> Shown {
    // Said here, in the language that is spoken on this thread.
    let [title, body, open] = [&notice.title, &notice.body, &text!(bubble_open)].map(Text::to_string);
    let buttons = buttons();
    let send = {
        let buttons = buttons.clone();
        move || build(&title, &body, with_buttons.then_some(&buttons), &open).show()
    };
    ask(&ASKED, PATIENCE, send, took, move |handle| {
        handle.wait_for_action(|action| {
            if let Some(answer) = answer(&buttons, action) {
                answered(answer);
            }
        });
    })
}

/// Shows a notice for a process that ends right after. Where a bubble goes with the process that sent it, that waits for the
/// person to take it: until they do it is not told.
pub fn show_and_leave(notice: &Notice) -> Shown {
    let [title, body, open] = [&notice.title, &notice.body, &text!(bubble_open)].map(Text::to_string);
    let send = move || {
        let handle = build(&title, &body, None, &open).show()?;
        if !Desktop::ask().keeps_what_was_left {
            handle.wait_for_action(|_| ());
        }
        Ok::<(), notify_rust::error::Error>(())
    };
    ask(&ASKED, PATIENCE, send, |_, _| (), |()| ())
}

/// Sends a notification on a thread of its own, unless the desktop has not answered to another one yet.
fn ask<Handle, Error: Display>(
    asked: &'static AtomicBool,
    patience: Duration,
    send: impl FnOnce() -> Result<Handle, Error> + Send + 'static,
    took: impl FnOnce(Shown, Asking) + Send + 'static,
    wait: impl FnOnce(Handle) + Send + 'static,
) -> Shown {
    if asked.swap(true, Ordering::AcqRel) {
        took(Shown::Refused, Asking(None));
        return Shown::Refused;
    }
    let asking = Asking(Some(asked));
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let sent = send();
        let shown = match &sent {
            Ok(_) => Shown::Accepted,
            Err(error) => {
                tracing::warn!(%error, "the desktop did not take a notification");
                Shown::Refused
            }
        };
        took(shown, asking);
        // Nobody listens any more where it came late.
        let _ = said.send(shown);
        if let Ok(handle) = sent {
            wait(handle);
        }
    });
    heard.recv_timeout(patience).unwrap_or(Shown::Unanswered)
}

/// Desktops say `default` for a click on the bubble itself, and words of their own when it goes away.
fn answer(buttons: &[Button], action: &str) -> Option<Answer> {
    if action == "default" {
        return Some(Answer::Open);
    }
    buttons
        .iter()
        .find(|(key, label, _)| *key == action || *label == action)
        .map(|(_, _, answer)| *answer)
}

#[cfg_attr(
    not(all(unix, not(target_os = "macos"))),
    allow(unused_variables, reason = "a click on the bubble itself has no label there")
)]
fn build(title: &str, body: &str, buttons: Option<&[Button; 4]>, open: &str) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("到账")
        .summary(title)
        .timeout(Timeout::Default);
    let desktop = Desktop::ask();
    notification.body(&desktop.body(body));
    #[cfg(all(unix, not(target_os = "macos")))]
    notification.icon("daozhang");
    #[cfg(windows)]
    if windows::is_registered() {
        notification.app_id(windows::APP_ID);
    }
    if desktop.has_buttons {
        #[cfg(all(unix, not(target_os = "macos")))]
        notification.action("default", open);
        for (key, label, _) in buttons.into_iter().flatten() {
            notification.action(key, label);
        }
    }
    notification
}

/// What the desktop can do with a notification.
struct Desktop {
    has_buttons: bool,
    reads_markup: bool,
    /// Whether a bubble stays when the process that sent it ends.
    keeps_what_was_left: bool,
}

impl Desktop {
    #[cfg(all(unix, not(target_os = "macos")))]
    fn ask() -> Self {
        let all = notify_rust::get_capabilities().unwrap_or_default();
        let has = |name: &str| all.iter().any(|one| one == name);
        Self {
            has_buttons: has("actions"),
            reads_markup: has("body-markup"),
            keeps_what_was_left: notify_rust::get_server_information()
                .is_ok_and(|server| keeps_what_was_left(&server.name, &server.version)),
        }
    }

    #[cfg(not(all(unix, not(target_os = "macos"))))]
    fn ask() -> Self {
        Self {
            has_buttons: true,
            reads_markup: false,
            // On macOS the process itself is what sends it.
            keeps_what_was_left: cfg!(windows),
        }
    }

    /// A product called `<b>` is text also where the body is markup.
    fn body(&self, text: &str) -> String {
        if self.reads_markup {
            text.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
        } else {
            text.to_owned()
        }
    }
}

/// GNOME closes the bubbles of a program that leaves the bus since its version 46.
#[cfg_attr(
    not(all(unix, not(target_os = "macos"))),
    allow(dead_code, reason = "only there several kinds of desktops answer")
)]
fn keeps_what_was_left(name: &str, version: &str) -> bool {
    let major = version
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    name != "gnome-shell" || major.is_some_and(|major| major < 46)
}

/// Says whose notifications these are, before the first one.
pub fn prepare() {
    // Without it macOS asks the person to pick an application, or hangs.
    #[cfg(target_os = "macos")]
    if let Err(error) = notify_rust::set_application(IDENTIFIER) {
        tracing::warn!(%error, "notifications stay without a name");
    }
    #[cfg(windows)]
    windows::register();
}

/// A toast of an unregistered application is swallowed without a word, and one without a name comes from PowerShell.
#[cfg(windows)]
mod windows {
    use std::sync::OnceLock;
    use windows_registry::CURRENT_USER;

    pub const APP_ID: &str = super::IDENTIFIER;

    static REGISTERED: OnceLock<bool> = OnceLock::new();

    pub fn register() {
        let key = format!(r"Software\Classes\AppUserModelId\{APP_ID}");
        let picture = std::env::current_exe()
            .map(|program| program.with_file_name("daozhang.png"))
            .ok()
            .filter(|picture| picture.is_file());
        let done = CURRENT_USER.create(key).and_then(|key| {
            key.set_string("DisplayName", "到账")?;
            picture.map_or(Ok(()), |picture| {
                key.set_string("IconUri", picture.display().to_string())
            })
        });
        if let Err(error) = &done {
            tracing::warn!(%error, "notifications stay without a name");
        }
        let _ = REGISTERED.set(done.is_ok());
    }

    pub fn is_registered() -> bool {
        REGISTERED.get().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daozhang_core::words::{Language, speaking};
    use std::sync::mpsc::{Receiver, Sender};

    #[test]
    fn the_identifier_is_the_one_of_the_configuration() {
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap_or_default();
        assert_eq!(config["identifier"], IDENTIFIER);
    }

    #[test]
    fn an_answer_is_known_by_its_key_or_its_label_and_a_closed_bubble_is_none() {
        assert_eq!(answer(&buttons(), "default"), Some(Answer::Open));
        assert_eq!(answer(&buttons(), "not-yet"), Some(Answer::NotYet));
        assert_eq!(answer(&buttons(), "复制催单话术"), Some(Answer::Copy));
        assert_eq!(answer(&buttons(), "__closed"), None);
    }

    /// Sends a notification to a desktop that answers when it is told to, and then whether it does; what came of it in time.
    fn asked(busy: &'static AtomicBool, desktop: Receiver<bool>, took: &Sender<(Shown, Asking)>) -> Shown {
        let took = took.clone();
        let send = move || {
            if desktop.recv().unwrap() {
                Ok(())
            } else {
                Err("no")
            }
        };
        let took = move |shown, asking| took.send((shown, asking)).unwrap();
        ask(busy, Duration::ZERO, send, took, |()| ())
    }

    #[test]
    fn a_late_answer_counts_and_until_then_nothing_else_is_sent() {
        static BUSY: AtomicBool = AtomicBool::new(false);
        let (took, all_took) = mpsc::channel();
        for (answer, late) in [(true, Shown::Accepted), (false, Shown::Refused)] {
            let (desktop, hears) = mpsc::channel();
            assert_eq!(asked(&BUSY, hears, &took), Shown::Unanswered);
            assert!(all_took.try_recv().is_err());
            // It hangs: no other notification is sent, and no thread waits with one.
            let (other, never) = mpsc::channel();
            assert_eq!(asked(&BUSY, never, &took), Shown::Refused);
            assert_eq!(all_took.recv().unwrap().0, Shown::Refused);
            assert!(other.send(true).is_err(), "nobody asks the desktop");

            desktop.send(answer).unwrap();
            let (shown, asking) = all_took.recv().unwrap();
            assert_eq!(shown, late);
            assert!(BUSY.load(Ordering::Acquire), "it is not written down yet");
            drop(asking);
            assert!(!BUSY.load(Ordering::Acquire), "the next one can be sent");
        }
    }

    #[test]
    fn a_desktop_that_takes_bubbles_down_with_their_sender_is_known() {
        for (name, version, keeps) in [
            ("gnome-shell", "45.10", true),
            ("gnome-shell", "46.0", false),
            ("gnome-shell", "50.alpha", false),
            ("gnome-shell", "", false),
            ("dunst", "1.9.2 (2023-04-20)", true),
            ("Plasma", "6.1.0", true),
        ] {
            assert_eq!(keeps_what_was_left(name, version), keeps, "{name} {version}");
        }
    }

    #[test]
    fn the_buttons_speak_the_language_of_the_notice() {
        let english = Language::of("en").unwrap();
        let said = speaking(english, buttons);
        assert_eq!(
            said.each_ref().map(|(_, label, _)| label.as_str()),
            ["It arrived", "Not yet", "Copy the message", "Open the order"]
        );
        assert_eq!(answer(&said, "Not yet"), Some(Answer::NotYet));
    }

    #[test]
    fn markup_is_text_where_the_body_is_markup() {
        let desktop = Desktop {
            has_buttons: false,
            reads_markup: true,
            keeps_what_was_left: true,
        };
        assert_eq!(desktop.body("<b>a&b</b>"), "&lt;b&gt;a&amp;b&lt;/b&gt;");
    }
}
