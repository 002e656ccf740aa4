//! 到账 (Daozhang): the desktop app. Without a command the window opens; with one, the command line does the same work
//! on the same core.
//!
//! [`desktop`] is the window and the tray, [`cli`] the command line; neither knows the other. Both have [`watcher`] watch the
//! clock and show what falls due, and it knows neither of them.

mod allocator;
mod cli;
mod desktop;
mod env;
mod log;
mod machine;
mod watcher;

use cli::Arguments;
use daozhang_core::words::{Language, speaking};
use std::process::ExitCode;

/// The program `daozhang`, which prints: a command is carried out, and without one the window opens.
pub fn command_line() -> ExitCode {
    #[cfg(windows)]
    let window = start_window;
    #[cfg(not(windows))]
    let window = open_window;
    begin(window)
}

/// The program of the window where that is one of its own: Windows gives a program either a console or none, so that one that
/// prints would open one beside its window.
pub fn window() -> ExitCode {
    begin(open_window)
}

fn begin(window: fn(&Arguments) -> ExitCode) -> ExitCode {
    allocator::give_back_large_parts();
    if daozhang_paper::is_asked() {
        return daozhang_paper::serve();
    }
    let mut arguments = cli::arguments();
    match arguments.command.take() {
        Some(command) => cli::run(command, &arguments),
        None => window(&arguments),
    }
}

fn open_window(arguments: &Arguments) -> ExitCode {
    let asked = arguments.language();
    speaking(
        asked.unwrap_or_else(Language::chinese),
        || match env::data_folder(arguments.data.as_deref()) {
            Ok(folder) => desktop::open_window(folder, arguments.hidden, asked),
            Err(failure) => desktop::refuse(&failure.text),
        },
    )
}

/// Starts the window's program beside this one, with the same arguments, and leaves it alone.
#[cfg(windows)]
fn start_window(arguments: &Arguments) -> ExitCode {
    use daozhang_core::{Failure, text};
    use std::process::{Command, Stdio};
    let started = std::env::current_exe().and_then(|program| {
        Command::new(program.with_file_name("daozhang-app.exe"))
            .args(std::env::args_os().skip(1))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
    });
    match started {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => speaking(arguments.language().unwrap_or_else(Language::chinese), || {
            let error = error.to_string();
            cli::refuse(&Failure::failed(text!(window_program_missing, error = error)))
        }),
    }
}
