//! Building for a system that this machine is not: its standard library, and a cargo that builds with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::steps::{Step, Stopped, answer, cargo, hear, root, say, succeeds, target_dir};

/// The suites in which Debian has newer compilers than its release, and with them the sources of their libraries.
const SUITES: [&str; 2] = ["trixie-backports", "sid"];

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// What is built for other systems lies apart: a compiler that may build a standard library would make cargo take
/// everything of this machine's own for outdated.
pub fn folder() -> PathBuf {
    target_dir().join("foreign")
}

/// A system to build for.
pub struct Foreign {
    target: &'static str,
    /// The sources of the standard library, where the compiler has no built one.
    library: Option<PathBuf>,
}

impl Foreign {
    /// Gets the standard library: rustup's, or Debian's sources of it in the very version of this compiler. Where neither
    /// can be had that is said, and there is nothing to build with.
    pub fn to(target: &'static str) -> Step<Option<Self>> {
        if has_library(target) || added_by_rustup(target) {
            return Ok(Some(Self {
                target,
                library: None,
            }));
        }
        let Some(version) = answer(Command::new("rustc").arg("--version").current_dir(root()))
            .as_deref()
            .and_then(number)
            .map(str::to_owned)
        else {
            say(format_args!("问不出 rustc 的版本，略过 {target}"));
            return Ok(None);
        };
        let library = library(&version)?;
        if library.is_none() {
            say(format_args!(
                "rustup 取不来 {target} 的标准库，Debian（{}）里也没有 rustc {version} 的 rust-src，略过",
                SUITES.join("、")
            ));
        }
        Ok(library.map(|library| Self {
            target,
            library: Some(library),
        }))
    }

    /// A cargo command that builds for it.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo(arguments);
        command
            .args(["--target", self.target])
            .env("CARGO_TARGET_DIR", folder());
        if let Some(library) = &self.library {
            command
                .arg("-Zbuild-std=std,panic_unwind")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
        }
        command
    }
}

fn has_library(target: &str) -> bool {
    let mut ask = Command::new("rustc");
    ask.args(["--print", "target-libdir", "--target", target])
        .current_dir(root());
    answer(&mut ask).is_some_and(|folder| {
        fs::read_dir(folder.trim())
            .into_iter()
            .flatten()
            .flatten()
            .any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

fn added_by_rustup(target: &str) -> bool {
    let mut add = Command::new("rustup");
    add.args(["target", "add", target]).current_dir(root());
    succeeds(&mut add) && has_library(target)
}

/// The version in what `rustc --version` prints.
fn number(answer: &str) -> Option<&str> {
    answer.split_whitespace().nth(1)
}

/// The library's sources in a version, kept once they are there.
fn library(version: &str) -> Step<Option<PathBuf>> {
    let kept = folder().join(format!("library-{version}"));
    if kept.join("std/Cargo.toml").is_file() {
        return Ok(Some(kept));
    }
    let Some(archive) = debian() else {
        return Ok(None);
    };
    let apt = Apt::over(&archive)?;
    let Some(package) = apt.with_version(version) else {
        return Ok(None);
    };
    say(format_args!("取 Debian 的 rust-src {package}"));
    unpack(&apt.download(&package)?, version, &kept)?;
    apt.remove()?;
    Ok(Some(kept))
}

/// Where apt gets Debian's packages on this machine.
fn debian() -> Option<String> {
    let mut ask = Command::new("apt-get");
    ask.args(["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]);
    archive_among(&answer(&mut ask)?).map(str::to_owned)
}

fn archive_among(addresses: &str) -> Option<&str> {
    addresses
        .lines()
        .map(|address| address.trim().trim_end_matches('/'))
        .find(|address| address.ends_with("/debian"))
}

/// A package index of its own: the one that the system installs from is left as it is.
struct Apt {
    folder: PathBuf,
}

impl Apt {
    fn over(archive: &str) -> Step<Self> {
        let apt = Self {
            folder: folder().join("apt"),
        };
        apt.remove()?;
        let list: String = SUITES
            .iter()
            .map(|suite| format!("deb [signed-by={KEYRING}] {archive} {suite} main\n"))
            .collect();
        for folder in ["lists/partial", "cache/archives/partial"] {
            fs::create_dir_all(apt.folder.join(folder)).map_err(|error| unwritable(&apt.folder, &error))?;
        }
        fs::write(apt.folder.join("sources.list"), list).map_err(|error| unwritable(&apt.folder, &error))?;
        // A suite that is not there leaves the others.
        let _ = hear(apt.get().arg("update"));
        Ok(apt)
    }

    fn set_up(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder);
        for (key, file) in [
            ("Dir::Etc::sourcelist", "sources.list"),
            ("Dir::State::Lists", "lists"),
            ("Dir::Cache", "cache"),
        ] {
            let value = self.folder.join(file);
            command.arg("-o").arg(format!("{key}={}", value.display()));
        }
        command.args(["-o", "Dir::Etc::sourceparts=-", "-q"]);
        command
    }

    fn get(&self) -> Command {
        self.set_up("apt-get")
    }

    /// The package's own version that holds a version of the compiler.
    fn with_version(&self, version: &str) -> Option<String> {
        let told = answer(self.set_up("apt-cache").args(["madison", "rust-src"]))?;
        packaged(&told, version).map(str::to_owned)
    }

    fn download(&self, package: &str) -> Step<PathBuf> {
        hear(self.get().arg("download").arg(format!("rust-src={package}")))?;
        fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|ending| ending == "deb"))
            .ok_or_else(|| Stopped("apt 没有取来 rust-src".to_owned()))
    }

    fn remove(&self) -> Step {
        if !self.folder.exists() {
            return Ok(());
        }
        fs::remove_dir_all(&self.folder).map_err(|error| unwritable(&self.folder, &error))
    }
}

/// Debian's version of a package that holds an upstream version, in what `apt-cache madison` prints.
fn packaged<'a>(told: &'a str, version: &str) -> Option<&'a str> {
    told.lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|package| package.split(['+', '-', '~']).next() == Some(version))
}

/// Takes the standard library out of the package, under its name only once it is whole.
fn unpack(package: &Path, version: &str, to: &Path) -> Step {
    let part = to.with_extension("part");
    let _ = fs::remove_dir_all(&part);
    fs::create_dir_all(&part).map_err(|error| unwritable(&part, &error))?;
    let mut contents = Command::new("dpkg-deb")
        .arg("--fsys-tarfile")
        .arg(package)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Stopped(format!("dpkg-deb 没能启动：{error}")))?;
    let mut tar = Command::new("tar");
    tar.args(["-x", "--strip-components=5", "-C"])
        .arg(&part)
        .arg(format!("./usr/src/rustc-{version}/library"));
    tar.stdin(contents.stdout.take().map_or_else(Stdio::null, Stdio::from));
    let unpacked = tar.status();
    let _ = contents.wait();
    if !unpacked.is_ok_and(|status| status.success()) {
        return Err(Stopped(format!("{} 解不开", package.display())));
    }
    fs::rename(&part, to).map_err(|error| unwritable(to, &error))
}

fn unwritable(at: &Path, error: &std::io::Error) -> Stopped {
    Stopped(format!("{} 写不了：{error}", at.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_version_of_the_compiler_is_taken() {
        let told = "  rust-src | 1.97.1+dfsg1-1 | http://deb.example/debian sid/main amd64 Packages
  rust-src | 1.95.0+dfsg1-2~bpo13+1 | http://deb.example/debian trixie-backports/main amd64 Packages
  rust-src | 1.95.10+dfsg1-1 | http://deb.example/debian sid/main amd64 Packages";
        assert_eq!(packaged(told, "1.95.0"), Some("1.95.0+dfsg1-2~bpo13+1"));
        assert_eq!(packaged(told, "1.97.1"), Some("1.97.1+dfsg1-1"));
        assert_eq!(packaged(told, "1.95.1"), None);
        assert_eq!(packaged("", "1.95.0"), None);
    }

    #[test]
    fn the_version_is_read_from_what_the_compiler_prints() {
        assert_eq!(number("rustc 1.95.0 (59807616e 2026-04-14)\n"), Some("1.95.0"));
        assert_eq!(number(""), None);
    }

    #[test]
    fn the_archive_is_the_one_that_apt_has_and_not_that_of_security_or_another_system() {
        let told =
            "http://deb.example/debian-security/\nhttp://deb.example/debian/\nhttps://other.example/apt/";
        assert_eq!(archive_among(told), Some("http://deb.example/debian"));
        assert_eq!(archive_among("http://archive.example/ubuntu/"), None);
    }
}
