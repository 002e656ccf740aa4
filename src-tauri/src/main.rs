//! 到账 (Daozhang): the desktop app. Without a command the window opens; with one, the command line does the same work
//! on the same core.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod app;
mod bubble;
mod cli;
mod clock;
mod commands;
mod lock;
mod log;
mod machine;
mod memory;
mod pictures;
mod shortcut;
mod state;
mod stop;
mod system;
mod ticker;
mod tray;
mod wake;
mod window;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    memory::give_back_large_parts();
    let arguments = cli::Arguments::parse();
    let folder = match clock::data_folder(arguments.data.as_deref()) {
        Ok(folder) => folder,
        Err(failure) => return cli::refuse(&failure),
    };
    match arguments.command {
        Some(command) => match cli::given_passphrase(arguments.passphrase_file.as_deref()) {
            Ok(passphrase) => cli::run(command, &folder, passphrase.as_ref(), arguments.json),
            Err(failure) => cli::refuse(&failure),
        },
        None => app::open_window(folder, arguments.hidden),
    }
}
