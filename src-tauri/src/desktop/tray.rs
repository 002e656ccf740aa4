//! The tray: a way back to the hidden window, and what is overdue at a glance. Never the only way: a second start raises
//! the window too, because some desktops show no tray at all.

use super::state::State;
use super::window;
use daozhang_api::{Pause, lock};
use daozhang_core::order::{Status, named};
use daozhang_core::store::Query;
use daozhang_core::words::{Language, Text};
use daozhang_core::{Outcome, text};
use std::sync::{Arc, Mutex, OnceLock};
use tauri::menu::{Menu, MenuBuilder, MenuEvent, MenuItem, SubmenuBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

/// How many overdue orders the menu names.
const MOST_NAMED: usize = 5;

static TRAY: OnceLock<Option<TrayIcon>> = OnceLock::new();
static SHOWN: Mutex<Option<Glance>> = Mutex::new(None);

/// What the tray shows; it is drawn anew only when this changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Glance {
    overdue: i64,
    unseen: i64,
    named: Vec<(i64, Text)>,
    paused: Option<Text>,
    /// The tag of the language.
    language: &'static str,
}

impl Glance {
    fn language(&self) -> &'static Language {
        Language::of_setting(self.language)
    }
}

/// Puts the icon into the tray, once, on the window's thread.
pub fn start_later(app: &AppHandle) {
    let glance = glance(app).unwrap_or_default();
    let on_thread = app.clone();
    if let Err(error) = app.run_on_main_thread(move || start(&on_thread, glance)) {
        tracing::warn!(%error, "there is no tray");
    }
}

/// A desktop without a tray is no failure.
fn start(app: &AppHandle, glance: Glance) {
    if TRAY.get().is_some() {
        return;
    }
    let build = || {
        menu(app, &glance).and_then(|menu| {
            let mut tray = TrayIconBuilder::with_id("main")
                .tooltip(tooltip(&glance))
                .menu(&menu)
                .show_menu_on_left_click(false)
                .on_menu_event(chosen)
                .on_tray_icon_event(|tray, event| {
                    if let TrayIconEvent::Click {
                        button: MouseButton::Left,
                        button_state: MouseButtonState::Up,
                        ..
                    } = event
                    {
                        window::open_order(tray.app_handle(), None);
                    }
                });
            if let Some(icon) = app.default_window_icon() {
                tray = tray.icon(icon.clone());
            }
            tray.build(app)
        })
    };
    // The library that draws it is looked for only now, and its absence is a panic there.
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(build));
    let built = match built {
        Ok(Ok(tray)) => Some(tray),
        Ok(Err(error)) => {
            tracing::warn!(%error, "there is no tray");
            None
        }
        Err(_) => {
            tracing::warn!("there is no tray: its library is missing");
            None
        }
    };
    let _ = TRAY.set(built);
    *lock(&SHOWN) = Some(glance);
}

/// Whether there is an icon in the tray. Called on the window's thread: closing the window before the icon was put there
/// puts it there now, and so does not end the app.
pub fn is_there(app: &AppHandle) -> bool {
    start(app, Glance::default());
    TRAY.get().is_some_and(Option::is_some)
}

/// Shows how things stand now.
pub fn refresh(app: &AppHandle) {
    let Some(Some(tray)) = TRAY.get() else { return };
    let Ok(glance) = glance(app) else { return };
    if lock(&SHOWN).replace(glance.clone()).as_ref() == Some(&glance) {
        return;
    }
    let drawn = menu(app, &glance).and_then(|menu| {
        tray.set_menu(Some(menu))?;
        tray.set_tooltip(Some(tooltip(&glance)))?;
        // Some desktops show a title beside the icon: the count there is seen without a click.
        let count = glance.overdue.max(glance.unseen);
        tray.set_title((count > 0).then(|| count.to_string()))
    });
    if let Err(error) = drawn {
        tracing::warn!(%error, "the tray could not be drawn anew");
    }
}

fn glance(app: &AppHandle) -> Outcome<Glance> {
    let session = &app.state::<State>().session;
    let language = session.language().tag();
    session.read(|data, now| {
        let query = Query {
            status: Some(Status::Overdue),
            limit: MOST_NAMED,
            ..Query::default()
        };
        let named = data.page(&query)?.orders.into_iter().map(|order| {
            let first = |text: &str, most| text.chars().take(most).collect::<String>();
            let product = first(&order.facts.product, 24);
            let name = match named(&order.facts.platform) {
                Some(platform) => text!(tray_order, product = product, platform = first(platform, 12)),
                None => text!(tray_order_unnamed, product = product),
            };
            (order.id.0, name)
        });
        Ok(Glance {
            overdue: data.counts("")?.overdue,
            unseen: data.unseen_alerts(now)?,
            named: named.collect(),
            paused: data.paused_until(now)?.map(|at| at.spoken(data.zone())),
            language,
        })
    })
}

fn tooltip(glance: &Glance) -> String {
    let said = match glance.overdue {
        0 => text!(tray_none),
        overdue => text!(tray_overdue, count = overdue),
    };
    said.said_in(glance.language())
}

fn menu(app: &AppHandle, glance: &Glance) -> tauri::Result<Menu<Wry>> {
    let item = |id: &str, text: &Text| {
        MenuItem::with_id(app, id, text.said_in(glance.language()), true, None::<&str>)
    };
    let mut menu = MenuBuilder::new(app)
        .item(&item("open", &text!(tray_open))?)
        .item(&item("record", &text!(tray_record))?);
    if glance.overdue > 0 {
        menu = menu.separator();
        for (id, name) in &glance.named {
            menu = menu.item(&item(&format!("order-{id}"), name)?);
        }
        let more = glance.overdue - glance.named.len() as i64;
        if more > 0 {
            menu = menu.item(&item("open-more", &text!(tray_more, count = more))?);
        }
    }
    menu = menu.separator();
    menu = match &glance.paused {
        Some(until) => menu.item(&item("resume", &text!(tray_resume, until = until))?),
        None => {
            let pause = SubmenuBuilder::new(app, text!(tray_pause).said_in(glance.language()))
                .item(&item("pause-hour", &text!(tray_pause_hour))?)
                .item(&item("pause-morning", &text!(tray_pause_morning))?)
                .item(&item("pause-day", &text!(tray_pause_day))?)
                .build()?;
            menu.item(&pause)
        }
    };
    menu.separator().item(&item("quit", &text!(tray_quit))?).build()
}

fn chosen(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        "open" | "open-more" => window::open_order(app, None),
        "record" => window::record_from_clipboard(app),
        "pause-hour" => pause(app, Pause::Hour),
        "pause-morning" => pause(app, Pause::Morning),
        "pause-day" => pause(app, Pause::Day),
        "resume" => pause(app, Pause::No),
        "quit" => app.exit(0),
        other => {
            if let Some(id) = other.strip_prefix("order-").and_then(|id| id.parse().ok()) {
                window::open_order(app, Some(id));
            }
        }
    }
}

fn pause(app: &AppHandle, pause: Pause) {
    let session = Arc::clone(&app.state::<State>().session);
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(failure) = session.pause_reminders(pause) {
            tracing::error!(failure = failure.logged(), "reminders could not be paused");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tray_speaks_the_language_that_it_was_drawn_in() {
        let tooltip_in = |language, overdue| {
            tooltip(&Glance {
                overdue,
                language,
                ..Glance::default()
            })
        };
        assert_eq!(tooltip_in("en", 0), "Daozhang: nothing is overdue");
        assert_eq!(tooltip_in("en", 3), "Daozhang: 3 overdue");
        assert_eq!(tooltip_in("zh-CN", 3), "到账：3 笔逾期");
        assert_eq!(tooltip_in("", 0), "到账：没有逾期的订单");
    }
}
