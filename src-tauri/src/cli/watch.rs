//! The commands of watch: platforms and how long they take, the overview, the sweep, the calendar, and the settings of the
//! reminders.

use super::answer::{Done, of_lines};
use super::language;
use crate::watcher::{self, Told};
use clap::Subcommand;
use daozhang_api::{Session, Settings, files};
use daozhang_core::order::{BEIJING, Fen, Word};
use daozhang_core::watch::notice;
use daozhang_core::words::Text;
use daozhang_core::{Outcome, text};
use serde_json::json;
use std::path::PathBuf;

/// What the command line can watch.
#[derive(Subcommand)]
pub enum Watch {
    #[command(about = text!(help_platforms))]
    Platforms {
        #[arg(help = text!(help_platforms_name))]
        name: Option<String>,
    },
    #[command(about = text!(help_rename))]
    Rename {
        #[arg(help = text!(help_rename_from))]
        from: String,
        #[arg(help = text!(help_rename_to))]
        to: String,
    },
    #[command(about = text!(help_window))]
    Window {
        #[arg(help = text!(help_platform))]
        platform: String,
        #[arg(help = text!(help_window_kind))]
        kind: String,
        #[arg(help = text!(help_window_window))]
        window: String,
    },
    #[command(about = text!(help_overview))]
    Overview,
    #[command(about = text!(help_releases))]
    Releases {
        #[arg(help = text!(help_platform))]
        platform: String,
        #[arg(long, help = text!(help_releases_set))]
        set: Option<String>,
    },
    #[command(about = text!(help_settings))]
    Settings {
        #[arg(long, help = text!(help_quiet_hours))]
        quiet_hours: Option<String>,
        #[arg(long, help = text!(help_close_to_tray))]
        close_to_tray: Option<bool>,
        #[arg(long, help = text!(help_discreet_bubbles))]
        discreet_bubbles: Option<bool>,
        #[arg(long, value_parser = language::tags(), help = text!(help_language))]
        language: Option<String>,
    },
    #[command(about = text!(help_calendar))]
    Calendar {
        #[arg(long, help = text!(help_out))]
        out: PathBuf,
    },
    #[command(about = text!(help_check))]
    Check {
        #[arg(long, help = text!(help_no_notify))]
        no_notify: bool,
    },
}

impl Watch {
    /// Whether it sweeps by itself.
    pub fn sweeps(&self) -> bool {
        matches!(self, Self::Check { .. })
    }
}

pub fn perform(command: Watch, session: &Session) -> Outcome<Done> {
    match command {
        Watch::Platforms { name: None } => {
            let platforms = session.platforms()?;
            let mut lines: Vec<Text> = platforms
                .iter()
                .map(|one| {
                    let verdict = one.verdict.as_ref().map(|verdict| verdict.sentence.clone());
                    let verdict = verdict.or_else(|| one.unjudged.clone());
                    text!(
                        cli_platform,
                        name = &one.name,
                        orders = one.orders,
                        open = one.open,
                        verdict = verdict.unwrap_or_default(),
                    )
                })
                .collect();
            if lines.is_empty() {
                lines.push(text!(cli_no_platforms));
            }
            Ok(Done::new(of_lines(lines), json!(platforms)))
        }
        Watch::Platforms { name: Some(name) } => {
            let view = session.platform(name.clone())?;
            let mut lines = vec![text!(
                cli_platform_orders,
                name = name,
                orders = view.summary.orders
            )];
            if let Some(verdict) = &view.summary.verdict {
                let said = [&verdict.sentence].into_iter().chain(&verdict.reasons);
                lines.push(Text::sentences(said.cloned()));
            }
            lines.extend(view.summary.unjudged.clone());
            if view.refusals > 0 {
                lines.push(text!(cli_platform_refusals, count = view.refusals));
            }
            let excuses = view.excuses.iter();
            lines.extend(excuses.map(|one| text!(cli_platform_excuse, name = &one.name, count = one.count)));
            lines.extend(view.kinds.iter().map(|one| {
                let (kind, arrived) = (&one.kind_name, one.arrived);
                match one.median_seconds {
                    Some(seconds) => text!(
                        cli_kind_arrived,
                        kind = kind,
                        arrived = arrived,
                        minutes = seconds / 60
                    ),
                    None => text!(cli_kind_unarrived, kind = kind, arrived = arrived),
                }
            }));
            Ok(Done::new(of_lines(lines), json!(view)))
        }
        Watch::Rename { from, to } => {
            let renamed = session.rename_platform(from, to.clone())?;
            let orders = renamed.moved.len();
            let text = if renamed.merged {
                text!(cli_merged, name = to, orders = orders)
            } else {
                text!(cli_renamed, name = to, orders = orders)
            };
            Ok(Done::new(text, json!(renamed)))
        }
        Watch::Window {
            platform,
            kind,
            window,
        } => {
            session.set_platform_window(platform.clone(), kind.clone(), window.clone())?;
            let text = if window.trim().is_empty() {
                text!(cli_window_usual)
            } else {
                text!(cli_window_set)
            };
            Ok(Done::new(
                text,
                json!({ "platform": platform, "kind": kind, "window": window }),
            ))
        }
        Watch::Overview => {
            let overview = session.overview()?;
            let text = text!(
                cli_overview,
                owed = Fen(overview.owed_fen),
                open = overview.open,
                overdue = overview.overdue,
                late = Fen(overview.overdue_fen),
                refunded = Fen(overview.refunded_fen),
            );
            Ok(Done::new(text, json!(overview)))
        }
        Watch::Releases { platform, set } => {
            if let Some(times) = set {
                session.set_release_times(platform.clone(), times)?;
            }
            let times = session.release_times(platform.clone())?;
            let text = if times.is_empty() {
                text!(cli_any_time)
            } else {
                let listed = Text::list(times.split('、').map(Text::as_it_is));
                if session.now().is_as_in_beijing(session.zone()) {
                    text!(cli_release_times, times = listed)
                } else {
                    text!(cli_release_times_beijing, times = listed)
                }
            };
            Ok(Done::new(
                text,
                json!({ "platform": platform, "release_times": times, "zone": BEIJING.name() }),
            ))
        }
        Watch::Settings {
            quiet_hours,
            close_to_tray,
            discreet_bubbles,
            language,
        } => {
            let now_set = session.settings()?;
            let wanted = Settings {
                quiet_hours: quiet_hours.unwrap_or_else(|| now_set.quiet_hours.clone()),
                close_to_tray: close_to_tray.unwrap_or(now_set.close_to_tray),
                discreet_bubbles: discreet_bubbles.unwrap_or(now_set.discreet_bubbles),
                language: language.unwrap_or_else(|| now_set.language.clone()),
                ..now_set.clone()
            };
            if wanted != now_set {
                session.set_settings(wanted)?;
            }
            let set = session.settings()?;
            let quiet = if set.quiet_hours.is_empty() {
                text!(cli_quiet_never)
            } else {
                text!(cli_quiet_hours, hours = &set.quiet_hours)
            };
            let close = if set.close_to_tray {
                text!(cli_closing_hides)
            } else {
                text!(cli_closing_quits)
            };
            let language = (!set.language.is_empty()).then(|| text!(cli_language, language = &set.language));
            let discreet = set.discreet_bubbles.then(|| text!(cli_bubbles_discreet));
            let lines = [quiet, close].into_iter().chain(discreet).chain(language);
            Ok(Done::new(of_lines(lines), json!(set)))
        }
        Watch::Calendar { out } => {
            let file = files::write_file(&out, session.write(|data, now| data.calendar(now))?.as_bytes())?;
            let file = file.to_string_lossy().into_owned();
            Ok(Done::new(
                text!(cli_written, file = &file),
                json!({ "file": file }),
            ))
        }
        Watch::Check { no_notify } => check(session, no_notify),
    }
}

/// One sweep. Without `--no-notify` what is due is shown by the desktop in one bubble, or left to the app where that runs; what
/// the desktop did not take, or what has to wait because its order had a bubble within the last hour, stays in the outbox.
fn check(session: &Session, no_notify: bool) -> Outcome<Done> {
    let (due, told) = watcher::check(session, !no_notify)?;
    let now = session.now();
    let zone = session.zone();
    let notices = due
        .iter()
        .filter_map(|one| Some((one, notice(std::slice::from_ref(one), now)?)));
    let (mut json, mut lines) = (Vec::new(), Vec::new());
    for (one, notice) in notices {
        json.push(json!({
            "order_id": one.order.0,
            "stage": one.stage.word(),
            "topic": one.topic.word(),
            "due_at": one.due_at.rfc3339(zone),
            "title": notice.title,
            "body": notice.body,
            "delivered": told == Told::Shown && one.bubble,
            "handed_over": told == Told::HandedOver,
        }));
        lines.push(text!(
            cli_notice,
            id = one.order.0,
            title = &notice.title,
            body = &notice.body
        ));
    }
    if lines.is_empty() {
        lines.push(text!(cli_no_notices));
    } else if told == Told::HandedOver {
        lines.push(text!(cli_handed_over));
    }
    Ok(Done::new(of_lines(lines), json!(json)))
}
