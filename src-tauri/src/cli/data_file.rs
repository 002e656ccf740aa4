//! The commands on the data file as a whole: backing it up, restoring, locking, rescuing, everything in open formats.

use super::answer::{Done, of_lines};
use super::passphrase::line_of;
use clap::Subcommand;
use daozhang_api::Session;
use daozhang_core::store::file::{LostFile, Passphrase, left_out};
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What the command line can do with the data file as a whole.
#[derive(Subcommand)]
pub enum Keep {
    #[command(about = text!(help_backup))]
    Backup {
        #[arg(required_unless_present = "daily", help = text!(help_backup_file))]
        file: Option<PathBuf>,
        #[arg(long, conflicts_with = "file", help = text!(help_backup_daily))]
        daily: bool,
    },
    #[command(about = text!(help_restore))]
    Restore {
        #[arg(required_unless_present = "fresh", help = text!(help_restore_file))]
        file: Option<PathBuf>,
        #[arg(long, conflicts_with_all = ["file", "look", "backup_passphrase_file"], help = text!(help_restore_fresh))]
        fresh: bool,
        #[arg(long, help = text!(help_restore_look))]
        look: bool,
        #[arg(long, value_name = "FILE", help = text!(help_backup_passphrase))]
        backup_passphrase_file: Option<PathBuf>,
    },
    #[command(about = text!(help_everything))]
    Everything {
        #[arg(help = text!(help_out))]
        file: PathBuf,
    },
    #[command(about = text!(help_protect))]
    Protect {
        #[arg(long, value_name = "FILE", required_unless_present = "off", help = text!(help_new_passphrase))]
        new_passphrase_file: Option<PathBuf>,
        #[arg(long, conflicts_with = "new_passphrase_file", help = text!(help_protect_off))]
        off: bool,
    },
    #[command(about = text!(help_rescue))]
    Rescue,
}

impl Keep {
    /// Whether it puts another file in the data file's place, or opens the data file by itself.
    pub fn is_on_closed(&self) -> bool {
        match self {
            Self::Restore { .. } | Self::Protect { .. } | Self::Rescue => true,
            Self::Backup { .. } | Self::Everything { .. } => false,
        }
    }
}

/// Runs one of them; `passphrase` is that of the data file.
pub fn perform(command: Keep, session: &Session, passphrase: Option<&Passphrase>) -> Outcome<Done> {
    let written = |file: &Path| file.to_string_lossy().into_owned();
    Ok(match command {
        Keep::Restore { file: None, .. } => {
            let kept = Some(session.begin_anew()?.kept).filter(|kept| !kept.is_empty());
            let was = kept.as_ref().map(|kept| text!(cli_restored_kept, file = kept));
            Done::new(
                Text::sentences([text!(cli_begun_anew)].into_iter().chain(was)),
                json!({ "orders": 0, "kept": kept }),
            )
        }
        Keep::Restore {
            file: Some(file),
            fresh: _,
            look,
            backup_passphrase_file,
        } => {
            let own = backup_passphrase_file.as_deref().map(line_of).transpose()?;
            let own = own.as_deref().and_then(Passphrase::typed);
            let of_backup = own.as_ref().or(passphrase);
            if look {
                looked(session, &file, of_backup)?
            } else {
                let restored = session.restore_from(&file, of_backup)?;
                let kept = Some(restored.kept).filter(|kept| !kept.is_empty());
                let was = kept.as_ref().map(|kept| text!(cli_restored_kept, file = kept));
                let text = [text!(cli_restored, orders = restored.orders)]
                    .into_iter()
                    .chain(was);
                Done::new(
                    Text::sentences(text),
                    json!({ "orders": restored.orders, "kept": kept }),
                )
            }
        }
        Keep::Protect {
            new_passphrase_file,
            off: _,
        } => {
            let wanted = new_passphrase_file.as_deref().map(line_of).transpose()?;
            let wanted = wanted.as_deref().map(Passphrase::chosen).transpose()?;
            session.open()?;
            let done = session.protect_with(wanted)?;
            let text = if done.on {
                text!(cli_protected)
            } else {
                text!(cli_unprotected)
            };
            Done::new(
                of_lines([text].into_iter().chain(done.left_text)),
                json!({ "on": done.on, "left": done.left }),
            )
        }
        Keep::Rescue => {
            let rescued = session.rescue()?;
            let kept = &rescued.kept;
            let rescued_text = text!(
                cli_rescued,
                orders = rescued.orders,
                files = rescued.files,
                kept = kept
            );
            let lost = rescued.lost.iter().cloned();
            Done::new(
                of_lines([rescued_text].into_iter().chain(lost)),
                json!({ "orders": rescued.orders, "files": rescued.files, "lost": rescued.lost, "kept": kept }),
            )
        }
        Keep::Everything { file } => {
            if file.exists() {
                return Err(Failure::failed(text!(store_exists, file = written(&file))));
            }
            let everything = session.beside(|data, _| data.everything_to(&file))?;
            let (orders, file) = (everything.orders, written(&file));
            copied(
                text!(cli_everything, orders = orders, file = &file),
                &everything.lost,
                json!({ "file": file, "orders": orders }),
            )
        }
        Keep::Backup { file: Some(file), .. } => {
            let lost = session.beside(|data, _| data.backup(&file))?;
            let file = written(&file);
            copied(text!(cli_backed_up, file = &file), &lost, json!({ "file": file }))
        }
        Keep::Backup { file: None, .. } => match session.daily_backup()? {
            Some(made) => {
                let file = written(&made.path);
                copied(
                    text!(cli_backed_up, file = &file),
                    &made.lost,
                    json!({ "file": file }),
                )
            }
            None => Done::new(text!(cli_backup_needless), json!({ "file": null })),
        },
    })
}

/// What came of a copy, and which attached files it was made without.
fn copied(text: Text, lost: &[LostFile], mut json: Value) -> Done {
    json["lost"] = lost
        .iter()
        .map(|file| {
            let of: Vec<Value> = file
                .of
                .iter()
                .map(|(id, name)| json!({ "order_id": id, "name": name }))
                .collect();
            json!({ "sha256": file.sha256.to_string(), "of": of })
        })
        .collect();
    Done::new(of_lines([text].into_iter().chain(left_out(lost))), json)
}

fn looked(session: &Session, file: &Path, passphrase: Option<&Passphrase>) -> Outcome<Done> {
    let look = session.look(file, passphrase)?;
    let holds = text!(
        cli_backup_holds,
        orders = look.orders,
        open = look.open_orders,
        files = look.files
    );
    let newest = look.newest.as_ref().map(|at| text!(cli_backup_newest, at = at));
    Ok(Done::new(
        Text::sentences([holds].into_iter().chain(newest)),
        json!({
            "orders": look.orders,
            "open_orders": look.open_orders,
            "files": look.files,
            "oldest": look.oldest,
            "newest": look.newest,
        }),
    ))
}
