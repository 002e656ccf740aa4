//! Desktop notifications. A desktop that has none, or answers late or never, must not hold anything up.

use daozhang_core::watch::Notice;
use notify_rust::{Notification, Timeout};
use std::sync::mpsc;
use std::time::Duration;

/// How long the desktop may take to accept a notification. A bus that starts a broken daemon can take minutes.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the desktop did with a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is on the screen.
    Accepted,
    /// There is nobody to show it, or it was turned down.
    Refused,
    /// No answer in time.
    Unanswered,
}

/// Shows a notice; `open` runs when the person clicks it.
///
/// Each notification has a thread of its own, which ends when the bubble goes: waiting for the click blocks, and some
/// desktops take a bubble down when the connection that sent it closes.
pub fn show(notice: &Notice, open: impl FnOnce() + Send + 'static) -> Shown {
    let (answer, answered) = mpsc::channel();
    let notification = build(notice);
    std::thread::spawn(move || match notification.show() {
        Ok(handle) => {
            let _ = answer.send(Shown::Accepted);
            wait_for_click(handle, open);
        }
        Err(error) => {
            tracing::warn!(%error, "the desktop did not take a notification");
            let _ = answer.send(Shown::Refused);
        }
    });
    answered.recv_timeout(PATIENCE).unwrap_or(Shown::Unanswered)
}

/// Shows a notice for a process that ends right after.
pub fn show_and_leave(notice: &Notice) -> Shown {
    show(notice, || ())
}

fn build(notice: &Notice) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("到账")
        .summary(&notice.title)
        .timeout(Timeout::Default);
    #[cfg(all(unix, not(target_os = "macos")))]
    {
        notification
            .body(&for_desktop(&notice.body))
            .icon("daozhang")
            .action("default", "打开");
    }
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    notification.body(&notice.body);
    notification
}

/// Desktops that read markup in the body must see a product called `<b>` as text.
#[cfg(all(unix, not(target_os = "macos")))]
fn for_desktop(body: &str) -> String {
    let markup = notify_rust::get_capabilities().is_ok_and(|all| all.iter().any(|one| one == "body-markup"));
    if markup {
        body.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    } else {
        body.to_owned()
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn wait_for_click(handle: notify_rust::NotificationHandle, open: impl FnOnce()) {
    let mut open = Some(open);
    handle.wait_for_action(|action| {
        if action == "default"
            && let Some(open) = open.take()
        {
            open();
        }
    });
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn wait_for_click<T>(_handle: T, _open: impl FnOnce()) {}
