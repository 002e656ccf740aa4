//! The command line: the same core as the window, with JSON for other programs. Exit code 0 done, 1 refused (one line on
//! standard error, nothing changed), 2 usage.

mod escalate;
mod prove;
mod record;
mod usage;
mod watch;
mod whole;

use whole::given_passphrase;

use crate::clock;
use crate::machine::Console;
use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory, Parser, Subcommand};
use daozhang_api::{Attachment, Session, inbox, language_of};
use daozhang_core::order::view::{OrderDetail, OrderView};
use daozhang_core::order::{Fen, OrderId, ShotRole, Status, Word, excerpt};
use daozhang_core::record::{Draft, Told, inspect};
use daozhang_core::store::Query;
use daozhang_core::store::file::Passphrase;
use daozhang_core::words::{Language, Text, speaking};
use daozhang_core::{Code, Failure, Outcome, text};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

const DATA: &str = "DAOZHANG_DATA";

#[derive(Parser)]
#[command(version, about = text!(help_app), disable_help_subcommand = true)]
pub struct Arguments {
    #[arg(long, env = DATA, global = true, value_name = "DIR", help = text!(help_data))]
    pub data: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE", help = text!(help_passphrase_file))]
    pub passphrase_file: Option<PathBuf>,
    #[arg(long, global = true, help = text!(help_json))]
    pub json: bool,
    #[arg(long, global = true, value_name = "TAG", value_parser = languages(), help = text!(help_lang))]
    pub lang: Option<String>,
    #[arg(long, help = text!(help_hidden))]
    pub hidden: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the command line can do.
#[derive(Subcommand)]
pub enum Command {
    #[command(about = text!(help_add))]
    Add(Box<Add>),
    #[command(about = text!(help_list))]
    List {
        #[arg(long, help = text!(help_list_status))]
        status: Option<String>,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_list_search))]
        search: String,
        #[arg(long, default_value_t = 50, help = text!(help_list_limit))]
        limit: usize,
    },
    #[command(about = text!(help_show))]
    Show {
        #[arg(help = text!(help_order))]
        id: i64,
    },
    #[command(about = text!(help_event))]
    Event(Event),
    #[command(about = text!(help_arrived))]
    Arrived {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
    },
    #[command(about = text!(help_refunded))]
    Refunded {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, allow_hyphen_values = true, help = text!(help_refunded_amount))]
        amount: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
    },
    #[command(about = text!(help_close))]
    Close {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, allow_hyphen_values = true, help = text!(help_reason))]
        reason: String,
    },
    #[command(flatten)]
    Record(record::Record),
    #[command(flatten)]
    Escalate(escalate::Escalate),
    #[command(flatten)]
    Whole(whole::Whole),
    #[command(flatten)]
    Watch(watch::Watch),
    #[command(flatten)]
    Prove(prove::Prove),
    #[command(about = text!(help_verify))]
    Verify {
        #[arg(help = text!(help_package))]
        dir: PathBuf,
    },
}

/// An order on the command line.
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    draft: Draft,
    #[arg(long = "shot", value_name = "FILE[:ROLE]", help = text!(help_shots_roles))]
    shots: Vec<String>,
}

/// An event on the command line.
#[derive(Args)]
pub struct Event {
    #[arg(help = text!(help_order))]
    id: i64,
    #[arg(long, help = text!(help_event_kind))]
    kind: String,
    #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_event_text))]
    text: String,
    #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_until))]
    until: String,
    #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
    at: String,
    #[arg(long = "shot", value_name = "FILE[:ROLE]", help = text!(help_shots))]
    shots: Vec<String>,
}

fn languages() -> PossibleValuesParser {
    PossibleValuesParser::new(Language::all().iter().map(Language::tag))
}

/// What the process was called with. Help and what is said of a wrong call end it here.
pub fn arguments() -> Arguments {
    let given: Vec<OsString> = std::env::args_os().collect();
    Arguments::try_parse_from(&given).unwrap_or_else(|error| {
        speaking(language_of_call(&given), || {
            if error.use_stderr() {
                complain(&usage::complaint(&error));
                std::process::exit(error.exit_code());
            }
            // It asks for help: the same call again, with the help in words.
            usage::in_words(Arguments::command())
                .try_get_matches_from(&given)
                .map_or_else(|help| help.exit(), |_| error.exit())
        })
    })
}

/// The language in which to speak of a call that could not be read, or that asks for help.
fn language_of_call(given: &[OsString]) -> &'static Language {
    let value = |name: &str| {
        let mut rest = given.iter().skip_while(|argument| *argument != name).skip(1);
        rest.next().cloned().or_else(|| {
            let joined = given.iter().filter_map(|argument| argument.to_str());
            let mut values = joined.filter_map(|argument| argument.strip_prefix(name)?.strip_prefix('='));
            values.next().map(OsString::from)
        })
    };
    let asked = value("--lang").and_then(|tag| Language::of(tag.to_str()?));
    asked.unwrap_or_else(|| {
        let folder = value("--data")
            .or_else(|| std::env::var_os(DATA))
            .map(PathBuf::from);
        let file = value("--passphrase-file").map(PathBuf::from);
        let passphrase = given_passphrase(file.as_deref()).ok().flatten();
        clock::data_folder(folder.as_deref()).map_or_else(
            |_| Language::chinese(),
            |folder| language_of(&folder, passphrase.as_ref()),
        )
    })
}

/// Says why nothing was done.
pub fn refuse(failure: &Failure) -> ExitCode {
    complain(&failure.text);
    ExitCode::FAILURE
}

/// One line on standard error.
fn complain(of: &Text) {
    let line: String = of
        .to_string()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What a command did: the text for a person and the JSON for a program.
struct Done {
    text: String,
    json: Value,
    /// Whether it went well; a check that found a difference did not.
    well: bool,
}

impl Done {
    fn new(text: impl fmt::Display, json: Value) -> Self {
        Self {
            text: text.to_string(),
            json,
            well: true,
        }
    }
}

/// Does what was asked for, over a data folder.
pub fn run(command: Command, arguments: &Arguments) -> ExitCode {
    let asked = arguments.lang.as_deref().and_then(Language::of);
    let prepared = || {
        let folder = clock::data_folder(arguments.data.as_deref())?;
        Ok((folder, given_passphrase(arguments.passphrase_file.as_deref())?))
    };
    let (folder, passphrase) = match prepared() {
        Ok(prepared) => prepared,
        Err(failure) => return speaking(asked.unwrap_or_else(Language::chinese), || refuse(&failure)),
    };
    let session = Session::new(folder, Arc::new(Console), passphrase.clone());
    let opened = match command.is_on_closed() {
        true => Ok(false),
        false => session.open().map(|()| true),
    };
    let language = asked.unwrap_or_else(|| match opened {
        Ok(true) => session.language(),
        _ => language_of(session.folder(), passphrase.as_ref()),
    });
    speaking(language, || {
        let done = opened.and_then(|_| perform(command, &session, passphrase.as_ref()));
        match done {
            Ok(done) => print(done, arguments.json),
            Err(failure) => refuse(&failure),
        }
    })
}

fn print(done: Done, json: bool) -> ExitCode {
    let text = if json {
        format!("{:#}", done.json)
    } else {
        done.text
    };
    // A reader that has seen enough closes its end: that is no failure of ours.
    let _ = writeln!(std::io::stdout(), "{text}");
    if done.well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

impl Command {
    /// Whether the data file is not open while it is carried out, or not from the beginning.
    fn is_on_closed(&self) -> bool {
        match self {
            Self::Verify { .. } => true,
            Self::Whole(command) => command.is_on_closed(),
            _ => false,
        }
    }
}

fn perform(command: Command, session: &Session, passphrase: Option<&Passphrase>) -> Outcome<Done> {
    // What is shown is how things stand now, also when no window has been running.
    if !command.is_on_closed() && !matches!(command, Command::Watch(watch::Watch::Check { .. })) {
        session.write(|data, now| data.sweep(now))?;
    }
    match command {
        Command::Add(add) => {
            let shots = attachments(&add.shots)?;
            let detail = session.write(|data, now| {
                let id = data.log(&add.draft, &shots, now)?;
                data.show(id)
            })?;
            let text = text!(cli_logged, id = detail.order.id, due = &detail.order.due_at);
            Ok(Done::new(text, json!(detail)))
        }
        Command::List {
            status,
            search,
            limit,
        } => {
            let status = status.map(|word| {
                Status::from_word(&word)
                    .ok_or_else(|| Failure::failed(text!(cli_no_status, word = excerpt(&word))))
            });
            let query = Query {
                status: status.transpose()?,
                search,
                limit,
                ..Query::default()
            };
            let orders: Vec<OrderView> = session.read(|data, _| {
                let page = data.page(&query)?;
                Ok(page.orders.iter().map(|order| data.view(order)).collect())
            })?;
            let lines: Vec<String> = orders.iter().map(line).collect();
            Ok(Done::new(
                if lines.is_empty() {
                    text!(cli_no_orders).to_string()
                } else {
                    lines.join("\n")
                },
                json!(orders),
            ))
        }
        Command::Show { id } => Ok(shown(&session.show_order(id)?)),
        Command::Event(event) => {
            let id = OrderId(event.id);
            let shots = attachments(&event.shots)?;
            let told = Told {
                kind: event.kind,
                text: event.text,
                at: event.at,
                until: event.until,
            };
            session.write(|data, now| data.tell(id, &told, &shots, now))?;
            Ok(shown(&session.show_order(id.0)?))
        }
        Command::Arrived { id, at } => Ok(shown(&session.mark_arrived(id, at)?)),
        Command::Refunded { id, amount, at } => Ok(shown(&session.mark_refunded(id, amount, at)?)),
        Command::Close { id, reason } => Ok(shown(&session.close_order(id, reason)?)),
        Command::Record(command) => session.write(|data, now| record::perform(command, data, now)),
        Command::Escalate(command) => session.write(|data, now| escalate::perform(command, data, now)),
        Command::Whole(command) => whole::perform(command, session, passphrase),
        Command::Watch(command) => watch::perform(command, session),
        Command::Prove(command) => prove::perform(command, session),
        Command::Verify { dir } => prove::verified(session, &dir),
    }
}

/// Reads `FILE[:ROLE]`: what follows the last colon is a role only if it is one, so that `C:\a.png` stays a path.
fn attachments(shots: &[String]) -> Outcome<Vec<Attachment>> {
    shots
        .iter()
        .map(|shot| {
            let with_role = shot
                .rsplit_once(':')
                .and_then(|(file, role)| Some((file, ShotRole::from_word(role)?)));
            let (file, role) = with_role.unwrap_or((shot, ShotRole::Payment));
            if file.is_empty() {
                return Err(Failure::new(Code::Shot, text!(cli_shot_unnamed)));
            }
            let (name, bytes) = inbox::read_file(Path::new(file))?;
            Ok((inspect(&name, bytes)?, role))
        })
        .collect()
}

/// One below the other, in the language that is spoken here.
fn of_lines(lines: impl IntoIterator<Item = Text>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| line.to_string()).collect();
    lines.join("\n")
}

fn shown(detail: &OrderDetail) -> Done {
    let mut lines = vec![line(&detail.order)];
    for event in detail.events.iter().filter(|event| !event.undone) {
        let text = event.text.as_deref().unwrap_or_default().replace('\n', " ");
        lines.push(format!(
            "  {}. {}  {}  {text}",
            event.seq,
            event.at,
            event.kind.name()
        ));
    }
    Done::new(lines.join("\n"), json!(detail))
}

fn line(order: &OrderView) -> String {
    text!(
        cli_order,
        id = order.id,
        status = order.status.name(),
        platform = &order.platform,
        product = &order.product,
        amount = Fen(order.amount_fen),
        due = &order.due_at,
    )
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Part of `cargo test adding`.
    #[test]
    fn adding_a_channel_puts_it_into_the_help() {
        let channels = daozhang_core::rules::Rules::shipped().unwrap().channels;
        for language in Language::all() {
            let mut arguments = speaking(language, Arguments::command);
            let add = arguments.find_subcommand_mut("add").unwrap();
            let help = add.render_long_help().to_string();
            for channel in &channels {
                assert!(help.contains(&channel.key), "{language:?} {}", channel.key);
            }
        }
    }
}
