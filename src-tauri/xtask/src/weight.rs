//! Where the bytes of the program go, crate by crate.

use std::process::Command;

use crate::models;
use crate::page;
use crate::requirements::{self, Purpose};
use crate::steps::{Step, cargo, run, say, target_dir};

/// The tool that measures, and its version.
const CARGO_BLOAT: (&str, &str) = ("cargo-bloat", "0.12.1");

/// How many crates are named.
const NAMED: &str = "40";

/// Builds the release once more with the names of its functions in it, and prints the table.
pub fn tell() -> Step {
    requirements::provide(Purpose::Package)?;
    models::provide()?;
    page::build()?;
    let (name, version) = CARGO_BLOAT;
    let tools = target_dir().join("tools");
    let tool = tools.join("bin").join(name);
    if !tool.is_file() {
        say(format_args!("安装 {name} {version}"));
        run(cargo(&[
            "install",
            "--quiet",
            "--locked",
            name,
            "--version",
            version,
            "--root",
        ])
        .arg(&tools))?;
    }
    say("带着函数名构建发布版（第一次要好几分钟）");
    run(Command::new(tool)
        .args(["bloat", "--release", "--package", "daozhang", "--bin", "daozhang"])
        .args(["--crates", "-n", NAMED])
        .current_dir(crate::steps::root())
        // The release itself has no names; a build of its own leaves that one alone.
        .env("CARGO_PROFILE_RELEASE_STRIP", "none")
        .env("CARGO_TARGET_DIR", target_dir().join("size")))
}
