//! What every chore is made of: a line that says what happens, a program that runs, and a reason to stop.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a chore could not go on, as one plain sentence for the person who started it.
#[derive(Debug)]
pub struct Stopped(pub String);

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a step ends in.
pub type Step<T = ()> = Result<T, Stopped>;

/// Stops with a sentence.
pub fn stop<T>(why: impl Into<String>) -> Step<T> {
    Err(Stopped(why.into()))
}

/// Tells the person what happens now.
pub fn say(line: impl fmt::Display) {
    println!("› {line}");
}

/// The folder that holds the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A cargo command of the toolchain that runs this chore.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Runs a program in front of the person; all it prints is theirs to see.
pub fn run(command: &mut Command) -> Step {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => stop(format!("{} 没有成功（{status}）", shown(command))),
        Err(error) => stop(format!("{} 没能启动：{error}", shown(command))),
    }
}

/// What a program prints, whatever it ends in; nothing if it can't be started.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program prints, if it does as told; else the last lines of its complaint.
pub fn hear(command: &mut Command) -> Step<String> {
    /// More would push the reason off the screen.
    const LINES: usize = 30;
    let output = match command.stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => return stop(format!("{} 没能启动：{error}", shown(command))),
    };
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<_> = said.trim_end().lines().collect();
    stop(format!(
        "{} 没有成功（{}）：\n{}",
        shown(command),
        output.status,
        lines[lines.len().saturating_sub(LINES)..].join("\n")
    ))
}

/// Whether a program can be started and says yes.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    let mut line = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let stopped = run(&mut Command::new("no-such-program-daozhang")).unwrap_err();
        assert!(stopped.0.contains("no-such-program-daozhang"), "{stopped}");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_heard_is_the_answer_or_the_complaint() {
        let shell = |script: &str| hear(Command::new("sh").args(["-c", script]));
        assert_eq!(shell("echo yes; echo aside >&2").unwrap(), "yes\n");
        let stopped = shell("echo half; echo because >&2; exit 3").unwrap_err();
        assert!(
            stopped.0.contains("half") && stopped.0.contains("because"),
            "{stopped}"
        );
    }

    #[test]
    fn a_failure_shows_the_arguments_and_not_where_the_program_lies() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command.args(["test", "-p", "x"]);
        assert_eq!(shown(&command), "cargo test -p x");
    }
}
