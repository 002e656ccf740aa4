//! Programs that run beside the tests and end with them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::waiting::{BOUND, until};

/// A program that is stopped, with all it started, when this is dropped.
pub struct Running {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts a program; what it says goes to a file in `logs`.
    #[track_caller]
    pub fn start(command: Command, logs: &Path) -> Running {
        let (name, log) = named(&command, logs);
        let mut command = ended_with_us(command);
        let out = File::create(&log).expect("a log can be created");
        command
            .stdin(Stdio::null())
            .stdout(out.try_clone().expect("a file has a second handle"))
            .stderr(out);
        let child = spawn(&mut command, &name);
        Running { name, child, log }
    }

    /// Starts a program that says one line on its standard output when it is ready.
    #[track_caller]
    pub fn start_and_hear(command: Command, logs: &Path) -> (Running, String) {
        let (name, log) = named(&command, logs);
        let mut command = ended_with_us(command);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a log can be created"));
        let mut child = spawn(&mut command, &name);
        let mut line = String::new();
        let heard = BufReader::new(child.stdout.as_mut().expect("the output is piped")).read_line(&mut line);
        let running = Running { name, child, log };
        if heard.is_err() || line.is_empty() {
            running.fail("it said nothing");
        }
        (running, line.trim().to_owned())
    }

    /// Starts a program and waits for a line among all it says; also says how long that took.
    #[track_caller]
    pub fn start_until(command: Command, logs: &Path, line: &str) -> (Running, Duration) {
        let (name, log) = named(&command, logs);
        let mut command = ended_with_us(command);
        let (hear, speak) = io::pipe().expect("a pipe");
        command
            .stdin(Stdio::null())
            .stdout(speak.try_clone().expect("a second end"))
            .stderr(speak);
        let started = Instant::now();
        let child = spawn(&mut command, &name);
        // The command holds the speaking end; without dropping it the pipe would never close.
        drop(command);
        let mut written = File::create(&log).expect("a log can be created");
        let running = Running { name, child, log };
        let (said, lines) = mpsc::channel();
        let awaited = line.to_owned();
        // It listens until the program ends, so that the program never speaks into a closed pipe.
        thread::spawn(move || {
            for heard in BufReader::new(hear).lines().map_while(Result::ok) {
                let _ = writeln!(written, "{heard}");
                if heard == awaited {
                    let _ = said.send(Instant::now());
                }
            }
        });
        match lines.recv_timeout(BOUND) {
            Ok(heard) => (running, heard - started),
            Err(_) => running.fail(&format!("it never said {line:?}")),
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// It hangs from now on.
    #[cfg(unix)]
    #[track_caller]
    pub fn hold(&self) {
        self.signal(rustix::process::Signal::STOP);
    }

    /// It goes on after [`Running::hold`].
    #[cfg(unix)]
    #[track_caller]
    pub fn release(&self) {
        self.signal(rustix::process::Signal::CONT);
    }

    #[cfg(unix)]
    #[track_caller]
    fn signal(&self, signal: rustix::process::Signal) {
        let group = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process_group(group, signal).expect("its processes can be reached");
    }

    /// What the program said on its error output, or on both if it has no listener.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Whether it ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Waits until it ends by itself.
    #[track_caller]
    pub fn wait_for_end(&mut self) {
        until(&format!("{} to end", self.name.clone()), || {
            if self.has_ended() {
                Ok(())
            } else {
                Err(self.said())
            }
        });
    }

    #[track_caller]
    fn fail(&self, why: &str) -> ! {
        panic!("{} did not start: {why}\n{}", self.name, self.said())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = rustix::process::Pid::from_raw(self.child.id() as i32) {
            // Failing means that nothing of the group is left.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn named(command: &Command, logs: &Path) -> (String, PathBuf) {
    let name = Path::new(command.get_program()).file_name().map_or_else(
        || "program".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let log = (0..)
        .map(|number| logs.join(format!("{name}-{number}.log")))
        .find(|log| !log.exists())
        .expect("there is always a next number");
    (name, log)
}

#[track_caller]
fn spawn(command: &mut Command, name: &str) -> Child {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command
        .spawn()
        .unwrap_or_else(|error| panic!("{name} can't be started ({error}); cargo xtask test installs it"))
}

/// A test run that is interrupted drops nothing, so the kernel is asked to end the program with it.
fn ended_with_us(command: Command) -> Command {
    if !cfg!(target_os = "linux") {
        return command;
    }
    let mut wrapped = Command::new("setpriv");
    wrapped
        .args(["--pdeathsig", "KILL", "--"])
        .arg(command.get_program())
        .args(command.get_args());
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(key, value),
            None => wrapped.env_remove(key),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        wrapped.current_dir(folder);
    }
    wrapped
}
