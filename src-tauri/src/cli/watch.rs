//! The commands of watch: the sweep, release times, the calendar, and the settings of the reminders.

use super::{Done, languages, of_lines};
use crate::bubble::{self, Shown};
use crate::{clock, stop};
use clap::Subcommand;
use daozhang_api::{Session, Settings, files};
use daozhang_core::order::{Due, Word};
use daozhang_core::watch::notice;
use daozhang_core::words::Text;
use daozhang_core::{Outcome, text};
use serde_json::json;
use std::path::PathBuf;

/// What the command line can watch.
#[derive(Subcommand)]
pub enum Watch {
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
        #[arg(long, value_parser = languages(), help = text!(help_language))]
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

pub fn perform(command: Watch, session: &Session) -> Outcome<Done> {
    match command {
        Watch::Releases { platform, set } => {
            if let Some(times) = set {
                session.set_release_times(platform.clone(), times)?;
            }
            let times = session.release_times(platform.clone())?;
            let text = if times.is_empty() {
                text!(cli_any_time)
            } else {
                text!(
                    cli_release_times,
                    times = Text::list(times.split('、').map(Text::as_it_is))
                )
            };
            Ok(Done::new(
                text,
                json!({ "platform": platform, "release_times": times }),
            ))
        }
        Watch::Settings {
            quiet_hours,
            close_to_tray,
            language,
        } => {
            let now_set = session.settings()?;
            let wanted = Settings {
                quiet_hours: quiet_hours.unwrap_or_else(|| now_set.quiet_hours.clone()),
                close_to_tray: close_to_tray.unwrap_or(now_set.close_to_tray),
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
            let lines = [quiet, close].into_iter().chain(language);
            Ok(Done::new(of_lines(lines), json!(set)))
        }
        Watch::Calendar { out } => {
            let file = files::write_file(&out, session.read(|data, now| data.calendar(now))?.as_bytes())?;
            let file = file.to_string_lossy().into_owned();
            Ok(Done::new(
                text!(cli_written, file = &file),
                json!({ "file": file }),
            ))
        }
        Watch::Check { no_notify } => check(session, no_notify),
    }
}

/// One sweep. Without `--no-notify` what is due is shown by the desktop in one bubble; what it did not take, or what has
/// to wait because its order had a bubble within the last hour, stays in the outbox.
fn check(session: &Session, no_notify: bool) -> Outcome<Done> {
    stop::here(stop::BEFORE_SWEEP);
    let now = clock::now();
    let due = session.write(|data, now| data.check(now, !no_notify))?.due;
    stop::here(stop::CLAIMED);
    let shown: Vec<Due> = due.iter().filter(|one| one.bubble).cloned().collect();
    let mut delivered = false;
    if !no_notify && let Some(merged) = notice(&shown, now) {
        let answer = bubble::show_and_leave(&merged);
        stop::here(stop::SHOWN);
        session.write(|data, now| bubble::write_down(data, &shown, answer, now))?;
        stop::here(stop::DELIVERED);
        delivered = answer == Shown::Accepted;
    }
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
            "delivered": delivered && one.bubble,
        }));
        lines.push(text!(
            cli_notice,
            id = one.order.0,
            title = &notice.title,
            body = &notice.body
        ));
    }
    lines.extend(session.read(|data, now| data.ahead(now))?);
    if lines.is_empty() {
        lines.push(text!(cli_no_notices));
    }
    Ok(Done::new(of_lines(lines), json!(json)))
}
