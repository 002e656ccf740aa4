//! What a command answers: text for a person, JSON for a program, one line for what was refused.

use daozhang_core::Failure;
use daozhang_core::words::Text;
use serde_json::Value;
use std::fmt;
use std::io::Write;
use std::process::ExitCode;

/// What a command did: the text for a person and the JSON for a program.
pub struct Done {
    pub text: String,
    pub json: Value,
    /// Whether it went well; a check that found a difference did not.
    pub well: bool,
}

impl Done {
    pub fn new(text: impl fmt::Display, json: Value) -> Self {
        Self {
            text: text.to_string(),
            json,
            well: true,
        }
    }
}

pub fn print(done: Done, json: bool) -> ExitCode {
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

/// Says why nothing was done.
pub fn refuse(failure: &Failure) -> ExitCode {
    complain(&failure.text);
    ExitCode::FAILURE
}

/// One line on standard error.
pub fn complain(of: &Text) {
    let line: String = of
        .to_string()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// One below the other, in the language that is spoken here.
pub fn of_lines(lines: impl IntoIterator<Item = Text>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| line.to_string()).collect();
    lines.join("\n")
}
