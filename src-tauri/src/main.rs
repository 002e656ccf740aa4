//! 到账 (Daozhang): the desktop app. Without a command the window opens; with one, the command line does the same work
//! on the same core.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod allocator;
mod app;
mod bubble;
mod cli;
mod clock;
mod commands;
mod lock;
mod log;
mod machine;
mod pictures;
mod shortcut;
mod state;
mod stop;
mod system;
mod ticker;
mod tray;
mod wake;
mod window;

use std::process::ExitCode;

fn main() -> ExitCode {
    allocator::give_back_large_parts();
    let mut arguments = cli::arguments();
    match arguments.command.take() {
        Some(command) => cli::run(command, &arguments),
        None => match clock::data_folder(arguments.data.as_deref()) {
            Ok(folder) => app::open_window(folder, arguments.hidden),
            Err(failure) => cli::refuse(&failure),
        },
    }
}
