//! The Windows program, built on this machine by mingw and tried under Wine.

use std::path::PathBuf;
use std::process::Command;

use crate::foreign::{self, Foreign};
use crate::parts::{Outcome, report, timed};
use crate::requirements::{self, Purpose};
use crate::steps::{Step, root, run, stop};
use crate::wine::{Wine, program_of_wine};
use crate::{models, page, setup};

const TARGET: &str = "x86_64-pc-windows-gnu";

/// Debian's mingw with Windows' own threads, so that a program wants no library of mingw's beside it.
const C: &str = "x86_64-w64-mingw32-gcc-win32";
const CXX: &str = "x86_64-w64-mingw32-g++-win32";
const AR: &str = "x86_64-w64-mingw32-ar";

/// Always the same packages, so that what they share is compiled once.
const PACKAGES: [&str; 8] = [
    "--package",
    "daozhang-core",
    "--package",
    "daozhang-api",
    "--package",
    "daozhang",
    "--package",
    "daozhang-tests",
];

/// The programs: on Windows the window is one of its own.
const PROGRAMS: [&str; 6] = [
    "--features",
    "daozhang/window-program",
    "--bin",
    "daozhang",
    "--bin",
    "daozhang-app",
];

/// The black-box tests that need no Linux desktop: the command line, as a person has it.
const BLACK_BOX: [&str; 11] = [
    "cli", "record", "papers", "escalate", "prove", "forged", "covered", "masked", "whole", "language",
    "portable",
];

/// How the Windows program is built here.
pub struct Windows {
    foreign: Foreign,
}

impl Windows {
    /// Gets what it takes; nothing, and a sentence about it, where the standard library can't be had.
    pub fn prepare() -> Step<Option<Self>> {
        if !cfg!(target_os = "linux") {
            return stop("交叉构建 Windows 程序要用 Linux，这台机器上做不了");
        }
        requirements::provide(Purpose::Windows)?;
        let Some(foreign) = Foreign::to(TARGET)? else {
            return Ok(None);
        };
        models::provide()?;
        page::build()?;
        Ok(Some(Self { foreign }))
    }

    /// Builds the programs.
    pub fn build(&self, more: &[&str]) -> Step {
        let mut command = self.cargo(&["build", "--locked"]);
        run(command.args(PACKAGES).args(PROGRAMS).args(more))
    }

    /// A cargo command that builds for Windows.
    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.foreign.cargo(arguments);
        command
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", C)
            .env("CC_x86_64_pc_windows_gnu", C)
            .env("CXX_x86_64_pc_windows_gnu", CXX)
            .env("AR_x86_64_pc_windows_gnu", AR);
        command
    }

    /// One that runs what it built under Wine.
    fn cargo_under(&self, wine: &Wine, arguments: &[&str]) -> Command {
        let mut command = self.cargo(arguments);
        wine.equip(&mut command);
        command
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", program_of_wine())
            // Tests lie one folder deeper than what comes along with the program.
            .env("WINEPATH", built_into("debug"))
            // By themselves the snapshots are looked for by a cargo that Windows does not have here.
            .env("INSTA_WORKSPACE_ROOT", root())
            .env("INSTA_UPDATE", "no")
            .env("TS_RS_EXPORT_DIR", foreign::folder().join("bindings"));
        command
    }
}

/// Where the programs of a profile are.
pub fn built_into(profile: &str) -> PathBuf {
    foreign::folder().join(TARGET).join(profile)
}

/// Builds it, and runs under Wine what can be run there.
pub fn test() -> Step {
    let Some(windows) = Windows::prepare()? else {
        return Ok(());
    };
    let wine = Wine::kept()?;
    let mut outcomes = vec![timed(
        "build",
        "构建 Windows 程序（第一次要好几分钟）",
        || windows.build(&[]),
    )];
    if outcomes.iter().all(Outcome::is_good) {
        outcomes.push(timed("rust", "Rust 测试", || units(&windows, &wine)));
        outcomes.push(timed("blackbox", "命令行黑盒测试", || {
            black_box(&windows, &wine)
        }));
        outcomes.push(timed("setup", "安装程序", || setup::try_out("debug")));
    }
    report(&outcomes)
}

fn units(windows: &Windows, wine: &Wine) -> Step {
    let mut command = windows.cargo_under(wine, &["test", "--no-fail-fast", "--lib"]);
    run(command.args(PACKAGES))
}

fn black_box(windows: &Windows, wine: &Wine) -> Step {
    let mut command = windows.cargo_under(wine, &["test", "--no-fail-fast"]);
    command.args(PACKAGES);
    for file in BLACK_BOX {
        command.args(["--test", file]);
    }
    run(&mut command)
}
