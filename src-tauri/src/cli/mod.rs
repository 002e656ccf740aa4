//! The command line: the same core as the window, with JSON for other programs. Exit code 0 done, 1 refused (one line on
//! standard error, nothing changed), 2 usage.

mod answer;
mod attachment;
mod data_file;
mod escalate;
mod language;
mod order;
mod passphrase;
mod prove;
mod record;
mod usage;
mod watch;

pub use answer::refuse;

use crate::env::{self, DATA};
use crate::machine::Console;
use answer::{Done, complain, print};
use clap::{CommandFactory, Parser, Subcommand};
use daozhang_api::{Session, language_of};
use daozhang_core::Outcome;
use daozhang_core::store::file::Passphrase;
use daozhang_core::text;
use daozhang_core::words::{Language, speaking};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Parser)]
#[command(version, about = text!(help_app), disable_help_subcommand = true)]
pub struct Arguments {
    #[arg(long, env = DATA, global = true, value_name = "DIR", help = text!(help_data))]
    pub data: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE", help = text!(help_passphrase_file))]
    pub passphrase_file: Option<PathBuf>,
    #[arg(long, global = true, help = text!(help_json))]
    pub json: bool,
    #[arg(long, global = true, value_name = "TAG", value_parser = language::tags(), help = text!(help_lang))]
    pub lang: Option<String>,
    #[arg(long, help = text!(help_hidden))]
    pub hidden: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the command line can do.
#[derive(Subcommand)]
pub enum Command {
    #[command(flatten)]
    Record(record::Record),
    #[command(flatten)]
    Order(order::Order),
    #[command(flatten)]
    Watch(watch::Watch),
    #[command(flatten)]
    Escalate(escalate::Escalate),
    #[command(flatten)]
    Prove(prove::Prove),
    #[command(flatten)]
    Keep(data_file::Keep),
}

impl Arguments {
    /// The language that was asked for.
    pub fn language(&self) -> Option<&'static Language> {
        self.lang.as_deref().and_then(Language::of)
    }
}

/// What the process was called with. Help and what is said of a wrong call end it here.
pub fn arguments() -> Arguments {
    let given: Vec<OsString> = std::env::args_os().collect();
    Arguments::try_parse_from(&given).unwrap_or_else(|error| {
        speaking(language::of_call(&given), || {
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

/// Does what was asked for, over a data folder.
pub fn run(command: Command, arguments: &Arguments) -> ExitCode {
    let asked = arguments.language();
    let prepared = || {
        let folder = env::data_folder(arguments.data.as_deref())?;
        Ok((folder, passphrase::given(arguments.passphrase_file.as_deref())?))
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

impl Command {
    /// Whether the data file is not open while it is carried out, or not from the beginning.
    fn is_on_closed(&self) -> bool {
        match self {
            Self::Prove(command) => command.is_on_closed(),
            Self::Keep(command) => command.is_on_closed(),
            _ => false,
        }
    }

    /// Whether it sweeps by itself.
    fn sweeps(&self) -> bool {
        matches!(self, Self::Watch(command) if command.sweeps())
    }
}

fn perform(command: Command, session: &Session, passphrase: Option<&Passphrase>) -> Outcome<Done> {
    // What is shown is how things stand now, also when no window has been running.
    if !command.is_on_closed() && !command.sweeps() {
        session.write(|data, now| data.sweep(now))?;
    }
    match command {
        Command::Record(command) => record::perform(command, session),
        Command::Order(command) => order::perform(command, session),
        Command::Watch(command) => watch::perform(command, session),
        Command::Escalate(command) => escalate::perform(command, session),
        Command::Prove(command) => prove::perform(command, session),
        Command::Keep(command) => data_file::perform(command, session, passphrase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Part of `cargo test how_to_add`.
    #[test]
    fn how_to_add_a_channel_ends_in_the_help() {
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
