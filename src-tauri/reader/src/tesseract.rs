//! The engine of Linux: tesseract as a process of its own, the picture on its standard input.

use crate::tsv::parse_tsv;
use daozhang_core::record::{Engine, Look, Prepared, Seen};
use daozhang_core::{Failure, Outcome, text};
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long one look may take.
const LONGEST: Duration = Duration::from_secs(20);
/// The most that is read of its answer, in bytes.
const MOST_ANSWER: u64 = 8 * 1024 * 1024;

/// Tesseract with simplified Chinese.
#[derive(Debug)]
pub struct Tesseract {
    name: String,
    english: bool,
}

impl Tesseract {
    /// Finds the engine and its Chinese data; the failure says what to install.
    pub fn find() -> Outcome<Self> {
        let version = run(Command::new("tesseract").arg("--version"), &[])?;
        let listed = run(Command::new("tesseract").arg("--list-langs"), &[])?;
        let has = |language: &str| listed.lines().any(|line| line.trim() == language);
        if !has("chi_sim") {
            return Err(Failure::failed(text!(engine_lacks_chinese)));
        }
        Ok(Self {
            name: version.lines().next().unwrap_or("tesseract").trim().to_owned(),
            english: has("eng"),
        })
    }
}

impl Engine for Tesseract {
    fn name(&self) -> &str {
        &self.name
    }

    fn read(&self, picture: &Prepared, look: Look) -> Outcome<Vec<Seen>> {
        let mut command = Command::new("tesseract");
        command.args(["stdin", "stdout"]);
        match look {
            Look::Page => command.args(["-l", "chi_sim", "--psm", "4"]),
            Look::Pieces => command.args(["-l", "chi_sim", "--psm", "11"]),
            Look::Digits => {
                let language = if self.english { "eng" } else { "chi_sim" };
                command.args([
                    "-l",
                    language,
                    "--psm",
                    "6",
                    "-c",
                    "tessedit_char_whitelist=0123456789.,-",
                ])
            }
        };
        command.arg("tsv").env("OMP_THREAD_LIMIT", "1");
        Ok(parse_tsv(&run(&mut command, &picture.pgm())?))
    }
}

/// Runs it with some input and returns its output; it is stopped when it takes too long.
fn run(command: &mut Command, input: &[u8]) -> Outcome<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failure::failed(text!(engine_missing)),
            _ => Failure::failed(text!(engine_does_not_start)).because(error),
        })?;
    let answer = answer(&mut child, input);
    if answer.is_none() {
        // It may have ended by itself in the meantime.
        let _ = child.kill();
    }
    let ended = child.wait();
    match (answer, ended) {
        (Some(text), Ok(status)) if status.success() => Ok(text),
        (None, _) => Err(Failure::failed(text!(engine_too_slow))),
        _ => Err(Failure::failed(text!(engine_read_nothing))),
    }
}

/// Feeds it and waits for what it writes; none if it takes too long.
fn answer(child: &mut Child, input: &[u8]) -> Option<String> {
    let (mut to, from) = (child.stdin.take()?, child.stdout.take()?);
    let (done, waiting) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // It closes its input early when it refuses the picture; its status tells.
            let _ = to.write_all(input);
        });
        scope.spawn(move || {
            let mut bytes = Vec::new();
            let read = from.take(MOST_ANSWER).read_to_end(&mut bytes);
            let _ = done.send(read.map(|_| bytes));
        });
        let bytes = match waiting.recv_timeout(LONGEST) {
            Ok(Ok(bytes)) => bytes,
            _ => {
                // Both threads end with it.
                let _ = child.kill();
                return None;
            }
        };
        Some(String::from_utf8_lossy(&bytes).into_owned())
    })
}
