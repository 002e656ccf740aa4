//! 到账 (Daozhang): the desktop app. Without a command the window opens; with one, the command line does the same work
//! on the same core.
//!
//! [`desktop`] is the window and the tray, [`cli`] the command line; neither knows the other. Both have [`watcher`] watch the
//! clock and show what falls due, and it knows neither of them.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod allocator;
mod cli;
mod desktop;
mod env;
mod log;
mod machine;
mod watcher;

use daozhang_core::words::{Language, speaking};
use std::process::ExitCode;

fn main() -> ExitCode {
    allocator::give_back_large_parts();
    if daozhang_paper::is_asked() {
        return daozhang_paper::serve();
    }
    let mut arguments = cli::arguments();
    match arguments.command.take() {
        Some(command) => cli::run(command, &arguments),
        None => {
            let asked = arguments.language();
            speaking(
                asked.unwrap_or_else(Language::chinese),
                || match env::data_folder(arguments.data.as_deref()) {
                    Ok(folder) => desktop::open_window(folder, arguments.hidden, asked),
                    Err(failure) => cli::refuse(&failure),
                },
            )
        }
    }
}
