//! The program `daozhang`.

use std::process::ExitCode;

fn main() -> ExitCode {
    daozhang::command_line()
}
