//! Windows programs on this machine: Wine, over a Windows of its own in a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::foreign;
use crate::steps::{Step, Stopped, answer, hear, say, succeeds};

/// Debian's 64-bit Wine, which puts no program on the path.
const WINE: &str = "/usr/lib/wine/wine64";
const SERVER: &str = "/usr/lib/wine/wineserver64";

/// What Wine has since version 9: where Rust's standard library gets random bytes. It is never shipped, every Windows has it.
const RANDOM: &str = "bcryptprimitives";
const RANDOM_SOURCE: &str = "
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) { return SystemFunction036(buffer, (ULONG)length); }
";

/// A Windows in a folder. What runs in it ends with this.
pub struct Wine {
    prefix: PathBuf,
    /// Whether the folder is kept for the next time.
    kept: bool,
}

impl Wine {
    /// The one that the tests share, made once.
    pub fn kept() -> Step<Self> {
        let wine = Self {
            prefix: foreign::folder().join("wine"),
            kept: true,
        };
        let made = wine.prefix.join("made");
        if !made.is_file() {
            wine.make()?;
            wine.bring_fonts()?;
            fs::write(&made, "").map_err(|error| unwritable(&made, &error))?;
        }
        Ok(wine)
    }

    /// One in which nothing has been done yet, and which is gone afterwards.
    pub fn clean() -> Step<Self> {
        let wine = Self {
            prefix: foreign::folder().join("clean-wine"),
            kept: false,
        };
        wine.make()?;
        Ok(wine)
    }

    fn make(&self) -> Step {
        say("准备 Wine");
        let _ = fs::remove_dir_all(&self.prefix);
        fs::create_dir_all(&self.prefix).map_err(|error| unwritable(&self.prefix, &error))?;
        hear(self.run("wineboot").arg("--init"))?;
        self.settle();
        let system = self.drive().join("windows/system32");
        if !system.join(format!("{RANDOM}.dll")).is_file() {
            compile_random(&system)?;
        }
        Ok(())
    }

    /// The disk on which Windows lies.
    pub fn drive(&self) -> PathBuf {
        self.prefix.join("drive_c")
    }

    /// A program in it.
    pub fn run(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program_of_wine());
        command.arg(program);
        self.equip(&mut command);
        command
    }

    /// Makes a command and the Windows programs that it starts run in it, away from any screen. Wine has Chinese file names
    /// only where the system's own names are UTF-8.
    pub fn equip(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", &self.prefix)
            .env("WINEARCH", "win64")
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", format!("{RANDOM}=n,b;mscoree,mshtml="))
            .env("LC_ALL", "C.UTF-8")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
    }

    /// Waits until everything in it has ended and is written down.
    pub fn settle(&self) {
        let _ = self.server("-w");
    }

    fn server(&self, asked: &str) -> bool {
        let mut server = Command::new(SERVER);
        server.arg(asked);
        self.equip(&mut server);
        succeeds(&mut server)
    }

    /// The fonts of this machine in which Chinese can be set.
    fn bring_fonts(&self) -> Step {
        let fonts = self.drive().join("windows/Fonts");
        fs::create_dir_all(&fonts).map_err(|error| unwritable(&fonts, &error))?;
        let listed = answer(Command::new("fc-list").args([":lang=zh-cn", "file"])).unwrap_or_default();
        for file in listed
            .lines()
            .map(|line| Path::new(line.trim().trim_end_matches(':')))
        {
            let Some(name) = file.file_name() else { continue };
            let to = fonts.join(name);
            if !to.exists() {
                fs::copy(file, &to).map_err(|error| unwritable(&to, &error))?;
            }
        }
        Ok(())
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        self.server("-k");
        if !self.kept {
            let _ = fs::remove_dir_all(&self.prefix);
        }
    }
}

/// What starts a Windows program.
pub fn program_of_wine() -> &'static str {
    if Path::new(WINE).is_file() { WINE } else { "wine" }
}

fn compile_random(system: &Path) -> Step {
    let source = system.join(format!("{RANDOM}.c"));
    fs::write(&source, RANDOM_SOURCE).map_err(|error| unwritable(&source, &error))?;
    let mut compile = Command::new("x86_64-w64-mingw32-gcc-win32");
    compile.args(["-shared", "-s", "-o"]);
    compile
        .arg(system.join(format!("{RANDOM}.dll")))
        .arg(&source)
        .arg("-ladvapi32");
    hear(&mut compile).map(drop)
}

fn unwritable(at: &Path, error: &std::io::Error) -> Stopped {
    Stopped(format!("{} 写不了：{error}", at.display()))
}
