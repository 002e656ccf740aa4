//! The app, run as a program on a data folder of its own.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::Value;
use tempfile::TempDir;

use crate::clock::Moment;
use crate::desk::{self, Desk};
use crate::fault::PASSPHRASE;

/// The app on one data folder.
#[derive(Clone)]
pub struct App {
    data: PathBuf,
    now: Option<Moment>,
    /// Whether it finds the programs of the machine.
    programs: bool,
    /// What else it finds in its environment.
    environment: Vec<(String, OsString)>,
    // Kept so that the folder lives as long as the last app on it.
    folder: Arc<TempDir>,
}

/// What one run of the app ended in.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; nothing when it was killed.
    pub code: Option<i32>,
    /// What it printed.
    pub out: String,
    pub complaint: String,
}

impl App {
    /// The app as it is after the first installation: no data folder yet.
    pub fn fresh() -> App {
        let folder = tempfile::Builder::new()
            .prefix("daozhang-")
            .tempdir()
            .expect("a folder");
        App {
            data: folder.path().join("data"),
            now: None,
            programs: true,
            environment: Vec::new(),
            folder: Arc::new(folder),
        }
    }

    /// The app on some data folder.
    pub fn on(data: impl Into<PathBuf>) -> App {
        App {
            data: data.into(),
            ..App::fresh()
        }
    }

    /// The same app on another folder, with no data yet.
    pub fn elsewhere(&self) -> App {
        let fresh = App::fresh();
        App {
            data: fresh.data,
            folder: fresh.folder,
            ..self.clone()
        }
    }

    /// The same app at a given moment.
    pub fn at(&self, now: Moment) -> App {
        App {
            now: Some(now),
            ..self.clone()
        }
    }

    /// The same app on a machine on which it finds no other program.
    pub fn without_programs(&self) -> App {
        App {
            programs: false,
            ..self.clone()
        }
    }

    /// The same app with a variable in its environment.
    pub fn with(&self, variable: &str, value: impl Into<OsString>) -> App {
        let mut app = self.clone();
        app.environment.push((variable.to_owned(), value.into()));
        app
    }

    /// The same app without quiet hours, so that bubbles come up whatever the time of day is.
    #[track_caller]
    pub fn awake(self) -> App {
        self.text(["settings", "--quiet-hours", ""]);
        self
    }

    /// The same app on its data locked, with what opens them.
    #[track_caller]
    pub fn locked(self) -> App {
        let words = self.file("passphrase.txt", PASSPHRASE.as_bytes());
        self.json([
            "protect".as_ref(),
            "--new-passphrase-file".as_ref(),
            words.as_os_str(),
        ]);
        self.with("DAOZHANG_PASSPHRASE", PASSPHRASE)
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// A path beside the data folder, for files that a test makes or the app exports.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file beside the data folder.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.beside(name);
        std::fs::write(&path, bytes).expect("a file can be written");
        path
    }

    /// Runs the app away from any desktop: no screen, and a session bus that is dead.
    #[track_caller]
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ended {
        ended(&mut self.away(arguments))
    }

    /// The command with which [`App::run`] runs the app, for a test that does more with it.
    pub fn away<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = self.command();
        desk::equip(&mut command, self.folder.path(), None, false);
        // What a test says of its environment holds.
        self.equip(&mut command);
        command.args(arguments);
        command
    }

    /// Runs the app on a desktop.
    #[track_caller]
    pub fn run_on<S: AsRef<OsStr>>(&self, desk: &Desk, arguments: impl IntoIterator<Item = S>) -> Ended {
        let mut command = self.command();
        desk.equip(&mut command);
        ended(command.args(arguments))
    }

    /// What the app prints as JSON when it does as told.
    #[track_caller]
    pub fn json<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Value {
        let arguments: Vec<_> = arguments
            .into_iter()
            .map(|argument| argument.as_ref().to_owned())
            .collect();
        self.run(
            [OsStr::new("--json")]
                .into_iter()
                .chain(arguments.iter().map(AsRef::as_ref)),
        )
        .json()
    }

    /// What the app prints for a person when it does as told.
    #[track_caller]
    pub fn text<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        self.run(arguments).done()
    }

    /// The one line with which the app refuses.
    #[track_caller]
    pub fn refused<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        self.run(arguments).refused()
    }

    /// Makes a command run as this app would: on its data, at its time.
    pub fn equip(&self, command: &mut Command) {
        command.env("DAOZHANG_DATA", &self.data);
        if !self.programs {
            command.env("PATH", "");
        }
        for (variable, value) in &self.environment {
            command.env(variable, value);
        }
        match self.now {
            Some(now) => command.env("DAOZHANG_NOW", now.to_rfc3339()),
            None => command.env_remove("DAOZHANG_NOW"),
        };
    }

    fn command(&self) -> Command {
        let mut command = Command::new(binary());
        self.equip(&mut command);
        command
    }
}

impl Ended {
    /// What it printed, if it did as told without a complaint.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "it refused: {self:?}");
        assert_eq!(self.complaint, "", "it did as told and complained all the same");
        self.out
    }

    /// The JSON document it printed, if it did as told.
    #[track_caller]
    pub fn json(self) -> Value {
        let out = self.done();
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("no JSON document ({error}): {out}"))
    }

    /// The one line with which it refused.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "it did not refuse: {self:?}");
        assert_eq!(self.out, "", "it refused and printed something all the same");
        assert_eq!(
            self.complaint.lines().count(),
            1,
            "a refusal is one line: {:?}",
            self.complaint
        );
        self.complaint.trim_end().to_owned()
    }

    /// Its complaint about how it was called.
    #[track_caller]
    pub fn misused(self) -> String {
        assert_eq!(self.code, Some(2), "it took the call for a good one: {self:?}");
        self.complaint
    }
}

/// Names another binary of the app than the one that was built last.
const BINARY: &str = "DAOZHANG_BINARY";

/// The app as it was built last, beside the program that runs now; or the one that `DAOZHANG_BINARY` names.
#[track_caller]
pub fn binary() -> PathBuf {
    env::var_os(BINARY).map_or_else(last_built, PathBuf::from)
}

#[track_caller]
fn last_built() -> PathBuf {
    built(if cfg!(windows) { "daozhang.exe" } else { "daozhang" })
}

/// A program of this workspace, built with the profile of the one that runs now.
#[track_caller]
pub fn built(name: &str) -> PathBuf {
    let here = env::current_exe().expect("a program knows where it is");
    let found = here
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not built; run: cargo xtask test"))
}

/// The folder that everything is built into.
#[track_caller]
pub fn target_dir() -> PathBuf {
    let binary = last_built();
    binary
        .ancestors()
        .nth(2)
        .expect("the app lies in a folder of its profile")
        .to_path_buf()
}

/// Runs a command to its end.
#[track_caller]
pub fn ended(command: &mut Command) -> Ended {
    let output = command
        .stdin(Stdio::null())
        .output()
        .expect("the app can be started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the app prints UTF-8");
    Ended {
        code: output.status.code(),
        out: text(output.stdout),
        complaint: text(output.stderr),
    }
}
