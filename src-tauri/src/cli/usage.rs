//! What is said of a call that cannot be read or that asks for help: the parser's own words are English only.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, Command};
use daozhang_core::order::excerpt;
use daozhang_core::text;
use daozhang_core::words::Text;

/// A command with its help in the language that is spoken.
pub fn in_words(command: Command) -> Command {
    let version = command.get_version().is_some();
    let mut command = command
        .help_template(
            "{before-help}{about-with-newline}\n{usage}\n\n{all-args}{after-help}"
                .replace("{usage}", &format!("{} {{usage}}", text!(help_usage))),
        )
        .subcommand_help_heading(text!(help_commands).to_string())
        .mut_args(|arg| {
            let heading = match arg.is_positional() {
                true => text!(help_arguments),
                false => text!(help_options),
            };
            let takes_value = arg.get_action().takes_values();
            // The parser would add these in English: they stand in the help of the argument itself.
            arg.help_heading(heading.to_string())
                .hide_env(takes_value)
                .hide_default_value(takes_value)
                .hide_possible_values(takes_value)
        })
        .disable_help_flag(true)
        .arg(flag("help", 'h', ArgAction::Help, &text!(help_help)));
    if version {
        let shown = flag("version", 'V', ArgAction::Version, &text!(help_version));
        command = command.disable_version_flag(true).arg(shown);
    }
    command.mut_subcommands(in_words)
}

fn flag(name: &'static str, short: char, action: ArgAction, help: &Text) -> Arg {
    Arg::new(name)
        .long(name)
        .short(short)
        .action(action)
        .help(help.to_string())
        .help_heading(text!(help_options).to_string())
}

/// What is wrong with a call, and where to look.
pub fn complaint(error: &Error) -> Text {
    let option = first(error, ContextKind::InvalidArg);
    let value = excerpt(&first(error, ContextKind::InvalidValue));
    let wrong = match error.kind() {
        ErrorKind::UnknownArgument => text!(usage_unknown_option, option = excerpt(&option)),
        ErrorKind::InvalidSubcommand => {
            let command = first(error, ContextKind::InvalidSubcommand);
            text!(usage_unknown_command, command = excerpt(&command))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = all(error, ContextKind::InvalidArg)
                .into_iter()
                .map(Text::as_it_is);
            text!(usage_missing, what = Text::list(missing))
        }
        ErrorKind::InvalidValue if value.is_empty() => text!(usage_no_value, option = option),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let known = all(error, ContextKind::ValidValue);
            match known.is_empty() {
                true => text!(usage_value, option = option, value = value),
                false => text!(
                    usage_value_known,
                    option = option,
                    value = value,
                    known = Text::list(known.into_iter().map(Text::as_it_is))
                ),
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = first(error, ContextKind::PriorArg);
            match other == option {
                true => text!(usage_twice, option = option),
                false => text!(usage_conflict, option = option, other = other),
            }
        }
        _ => text!(usage_unread),
    };
    Text::sentences([wrong, text!(usage_help)])
}

fn first(error: &Error, kind: ContextKind) -> String {
    all(error, kind).into_iter().next().unwrap_or_default()
}

/// What the parser knows of its error under a name.
fn all(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    }
}
