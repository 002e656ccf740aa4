//! The whole app checked for macOS on another system: its types and its lints. Nothing is linked or run, because that takes
//! Apple's frameworks.

use std::path::PathBuf;
use std::process::Command;

use crate::foreign::{self, Foreign};
use crate::requirements::{self, Purpose};
use crate::steps::{Step, hear, root, run, say, stop};
use crate::{models, page};

const TARGET: &str = "aarch64-apple-darwin";

/// The Python package of a C compiler that has the headers of macOS' C library.
const ZIG: &str = "ziglang==0.17.1";

/// Checks it, or says why it can't be checked here.
pub fn check() -> Step {
    if !cfg!(target_os = "linux") {
        return stop("为 macOS 做检查要用 Linux，这台机器上做不了");
    }
    requirements::provide(Purpose::Macos)?;
    let Some(zig) = zig()? else {
        say(format_args!("pip 取不来 {ZIG}，略过 {TARGET}"));
        return Ok(());
    };
    let Some(foreign) = Foreign::to(TARGET)? else {
        return Ok(());
    };
    models::provide()?;
    page::build()?;
    say("检查 macOS 上的程序");
    let scripts = root().join("src-tauri/xtask");
    let mut command = foreign.cargo(&["clippy", "--quiet", "--locked", "--package", "daozhang"]);
    command
        .env("ZIG", zig)
        .env("CC_aarch64_apple_darwin", scripts.join("macos-cc"))
        .env("CXX_aarch64_apple_darwin", scripts.join("macos-cc"))
        .env("AR_aarch64_apple_darwin", scripts.join("macos-ar"))
        .args(["--", "-D", "warnings"]);
    run(&mut command)
}

/// The compiler, fetched once.
fn zig() -> Step<Option<PathBuf>> {
    let folder = foreign::folder().join("zig");
    let zig = folder.join("ziglang/zig");
    if zig.is_file() {
        return Ok(Some(zig));
    }
    let Some(python) = models::python() else {
        return Ok(None);
    };
    say(format_args!("取 {ZIG}"));
    let fetched = hear(
        Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(["--no-deps", "--only-binary", ":all:", "--target"])
            .arg(&folder)
            .arg(ZIG),
    );
    Ok(fetched.is_ok_and(|_| zig.is_file()).then_some(zig))
}
