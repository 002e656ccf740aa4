//! Reading in a process of its own: this program once more, with bounds that the system holds.

use crate::read;
use daozhang_core::record::{PaperReader, ReadPaper, Unread};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

/// The one argument with which a program reads a paper and does nothing else.
const ARGUMENT: &str = "read-one-paper";
/// How long reading may take.
const LONGEST: Duration = Duration::from_secs(20);
/// How much memory reading may take, in bytes.
#[cfg(target_os = "linux")]
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// Whether this process was started to read a paper.
pub fn is_asked() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    arguments.next().is_some_and(|first| first == ARGUMENT) && arguments.next().is_none()
}

/// Reads the paper on standard input, and writes what was read of it on standard output: what a process does that
/// [`is_asked`].
pub fn serve() -> ExitCode {
    bound();
    std::thread::spawn(|| {
        std::thread::sleep(LONGEST);
        std::process::exit(1);
    });
    let mut asked = Vec::new();
    if std::io::stdin().read_to_end(&mut asked).is_err() {
        return ExitCode::FAILURE;
    }
    let Some((password, pdf)) = unframed(&asked) else {
        return ExitCode::FAILURE;
    };
    let answer = read(pdf, password);
    let mut out = std::io::stdout().lock();
    match serde_json::to_writer(&mut out, &answer) {
        Ok(()) if out.flush().is_ok() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Has the system end this process when it takes too much. Where the system has no such bounds, the checks before and the
/// time are all that there is.
#[cfg(target_os = "linux")]
fn bound() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [
        (Resource::Data, MOST_MEMORY),
        (Resource::Cpu, LONGEST.as_secs() + 5),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
    ] {
        let _ = setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        );
    }
}

#[cfg(not(target_os = "linux"))]
fn bound() {}

/// A password and a paper as one stream: whether there is a password, its length, itself, and the rest.
fn framed(password: Option<&str>) -> Vec<u8> {
    let mut head = vec![u8::from(password.is_some())];
    let password = password.unwrap_or_default().as_bytes();
    head.extend((password.len() as u32).to_le_bytes());
    head.extend(password);
    head
}

fn unframed(bytes: &[u8]) -> Option<(Option<&str>, &[u8])> {
    let (has, rest) = bytes.split_first()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (password, pdf) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let password = std::str::from_utf8(password).ok()?;
    Some(((*has == 1).then_some(password), pdf))
}

/// Reads papers in processes of their own, which are a program that answers to [`is_asked`].
pub struct Apart {
    pub program: PathBuf,
}

impl PaperReader for Apart {
    fn read(&self, pdf: &[u8], password: Option<&str>) -> Result<ReadPaper, Unread> {
        let started = Command::new(&self.program)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut process) = started else {
            return Err(Unread::TooMuch);
        };
        let (said, ended) = std::thread::scope(|scope| {
            let input = process.stdin.take();
            scope.spawn(move || {
                if let Some(mut input) = input {
                    // A process that refuses early does not hear the end.
                    let _ = input
                        .write_all(&framed(password))
                        .and_then(|()| input.write_all(pdf));
                }
            });
            let mut said = Vec::new();
            if let Some(mut output) = process.stdout.take() {
                let _ = output.read_to_end(&mut said);
            }
            (said, process.wait())
        });
        if !ended.is_ok_and(|status| status.success()) {
            return Err(Unread::TooMuch);
        }
        serde_json::from_slice(&said).unwrap_or(Err(Unread::Broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_and_a_paper_come_apart_again() {
        for password in [None, Some(""), Some("482913"), Some("密码")] {
            let mut stream = framed(password);
            stream.extend(b"%PDF-");
            assert_eq!(unframed(&stream), Some((password, &b"%PDF-"[..])));
        }
        assert_eq!(unframed(b"\x01\xff\xff\xff\xffx"), None);
        assert_eq!(unframed(b""), None);
    }
}
