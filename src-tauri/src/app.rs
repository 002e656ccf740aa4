//! The program `daozhang-app`, the window on Windows.
#![windows_subsystem = "windows"]

use std::process::ExitCode;

fn main() -> ExitCode {
    daozhang::window()
}
