//! The packages that people install: made by Tauri's bundler, with the dependencies that the program really has.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use crate::requirements::{self, Purpose};
use crate::steps::{Step, Stopped, cargo, hear, run, say, stop, target_dir};
use crate::windows::Windows;
use crate::{installed, licences, models, page, setup};

/// What may stand behind `package`.
pub const OPTIONS: &[&str] = &["--test", "--built", "--appimage", "--windows"];

/// Lists what a program is linked with, as RPM asks for it.
const ELFDEPS: &str = "/usr/lib/rpm/elfdeps";

/// One kind of package: what the bundler calls it, which is also its folder, and how its file ends.
struct Kind {
    name: &'static str,
    ending: &'static str,
}

const DEB: Kind = Kind {
    name: "deb",
    ending: "deb",
};
const RPM: Kind = Kind {
    name: "rpm",
    ending: "rpm",
};
const APPIMAGE: Kind = Kind {
    name: "appimage",
    ending: "AppImage",
};
const DMG: Kind = Kind {
    name: "dmg",
    ending: "dmg",
};

/// Makes the packages of this system, says how large they are, and tries them out when asked to.
pub fn make(options: &[String]) -> Step {
    let asked = |option: &str| options.iter().any(|given| given == option);
    if asked("--windows") {
        return for_windows(asked("--built"), asked("--test"));
    }
    if cfg!(windows) {
        return stop("Windows 的安装包在 Debian 或 Ubuntu 上做：cargo xtask package --windows");
    }
    if asked("--test") && !cfg!(target_os = "linux") {
        return stop("安装试验要用 Linux，这台机器上做不了");
    }
    requirements::provide(if asked("--test") {
        Purpose::PackageTest
    } else {
        Purpose::Package
    })?;
    models::provide()?;
    page::provide_packages()?;
    licences::check()?;
    if asked("--built") {
        if !program().is_file() {
            return stop("发布版还没有构建；去掉 --built 再来一次");
        }
    } else {
        page::build()?;
        say("构建发布版（第一次要好几分钟）");
        run(&mut cargo(&[
            "build",
            "--release",
            "--locked",
            "--package",
            "daozhang",
            "--bin",
            "daozhang",
        ]))?;
    }
    let kinds = kinds(asked("--appimage"));
    let made = bundle(&kinds)?;
    for package in &made {
        say(format_args!("{}  {}", package.display(), size(package)?));
    }
    if asked("--test") {
        installed::test(the(&made, &DEB)?, the(&made, &RPM)?)?;
    }
    Ok(())
}

/// Makes the packages for Windows, on this machine.
fn for_windows(built: bool, test: bool) -> Step {
    let Some(windows) = Windows::prepare()? else {
        return stop("没有 Windows 的标准库，安装包做不了");
    };
    licences::check()?;
    if !built {
        say("构建 Windows 的发布版（第一次要好几分钟）");
        windows.build(&["--release"])?;
    }
    let gathered = cleared(setup::ENDINGS.into_iter())?;
    for package in setup::make("release", &gathered)? {
        say(format_args!("{}  {}", package.display(), size(&package)?));
    }
    if test {
        setup::try_out("release")?;
        say("安装、使用、卸载都没有问题；数据还在");
    }
    Ok(())
}

/// The folder in which packages are left for whoever gives them away, without what was made of these kinds before: what an
/// earlier version left would be taken for this one's.
fn cleared<'a>(endings: impl Iterator<Item = &'a str> + Clone) -> Step<PathBuf> {
    let gathered = target_dir().join("package");
    fs::create_dir_all(&gathered)
        .map_err(|error| Stopped(format!("{} 建不了：{error}", gathered.display())))?;
    for package in fs::read_dir(&gathered).into_iter().flatten().flatten() {
        let path = package.path();
        let ending = path.extension().unwrap_or_default();
        if endings.clone().any(|one| ending == OsStr::new(one)) {
            fs::remove_file(&path).map_err(|error| Stopped(format!("{} 清不掉：{error}", path.display())))?;
        }
    }
    Ok(gathered)
}

fn kinds(appimage: bool) -> Vec<Kind> {
    if cfg!(target_os = "macos") {
        vec![DMG]
    } else if appimage {
        vec![DEB, RPM, APPIMAGE]
    } else {
        vec![DEB, RPM]
    }
}

fn the<'a>(made: &'a [PathBuf], kind: &Kind) -> Step<&'a Path> {
    made.iter()
        .find(|package| package.extension() == Some(OsStr::new(kind.ending)))
        .map(PathBuf::as_path)
        .ok_or_else(|| Stopped(format!("没有做出 .{}", kind.ending)))
}

fn program() -> PathBuf {
    target_dir()
        .join("release")
        .join(format!("daozhang{}", env::consts::EXE_SUFFIX))
}

/// Has the bundler pack the built program and gathers what it made in one folder.
fn bundle(kinds: &[Kind]) -> Step<Vec<PathBuf>> {
    say("打包");
    let bundles = target_dir().join("release/bundle");
    for kind in kinds {
        // What an earlier version left would be taken for this one's.
        remove(&bundles.join(kind.name))?;
    }
    let names: Vec<_> = kinds.iter().map(|kind| kind.name).collect();
    let mut tauri = page::program("@tauri-apps/cli/tauri.js");
    tauri.args(["bundle", "--ci", "--bundles", &names.join(",")]);
    if cfg!(target_os = "linux") {
        tauri.args(["--config", &with_dependencies()?]);
    }
    run(&mut tauri)?;

    let gathered = cleared(kinds.iter().map(|kind| kind.ending))?;
    let mut made = Vec::new();
    for kind in kinds {
        let from = one_file(&bundles.join(kind.name), kind.ending)?;
        let to = gathered.join(from.file_name().unwrap_or_default());
        if kind.name == DEB.name {
            pack_tighter(&from, &to)?;
        } else {
            fs::copy(&from, &to).map_err(|error| Stopped(format!("{} 写不了：{error}", to.display())))?;
        }
        made.push(to);
    }
    Ok(made)
}

/// The bundler knows gzip alone, which leaves the package half as large again.
fn pack_tighter(from: &Path, to: &Path) -> Step {
    let contents = target_dir().join("tmp/deb");
    remove(&contents)?;
    hear(
        Command::new("dpkg-deb")
            .arg("--raw-extract")
            .args([from, &contents]),
    )?;
    hear(
        Command::new("dpkg-deb")
            .args(["--root-owner-group", "-Zxz", "--build"])
            .args([&contents, to]),
    )?;
    remove(&contents)
}

fn remove(folder: &Path) -> Step {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(|error| Stopped(format!("{} 清不掉：{error}", folder.display())))
}

fn one_file(folder: &Path, ending: &str) -> Step<PathBuf> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.is_file() && path.extension() == Some(OsStr::new(ending)))
        .ok_or_else(|| Stopped(format!("打包之后 {} 里没有 .{ending}", folder.display())))
}

fn size(package: &Path) -> Step<String> {
    let bytes = fs::metadata(package)
        .map_err(|error| Stopped(format!("{} 读不了：{error}", package.display())))?
        .len();
    Ok(megabytes(bytes))
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// What the bundler is told besides the configuration: the dependencies, from the program itself. That the tray opens
/// its library by name while it runs can't be seen there; the bundler knows it and adds it.
fn with_dependencies() -> Step<String> {
    let debian = debian_packages(&shared_libraries_of_debian()?)?;
    let rpm = lines(&asked_of_rpm()?);
    Ok(json!({
        "bundle": { "linux": { "deb": { "depends": debian }, "rpm": { "depends": rpm } } }
    })
    .to_string())
}

/// What Debian's own tool finds, as a line for the control file.
fn shared_libraries_of_debian() -> Step<String> {
    // It works beside a source package's control file and refuses to without one.
    let source = target_dir().join("tmp/shlibdeps");
    let control = source.join("debian/control");
    fs::create_dir_all(source.join("debian"))
        .and_then(|()| {
            fs::write(
                &control,
                "Source: daozhang\n\nPackage: daozhang\nArchitecture: any\n",
            )
        })
        .map_err(|error| Stopped(format!("{} 写不了：{error}", control.display())))?;
    hear(
        Command::new("dpkg-shlibdeps")
            .current_dir(source)
            .arg("-O")
            .arg(program()),
    )
}

fn debian_packages(answer: &str) -> Step<Vec<String>> {
    let Some(list) = answer
        .lines()
        .find_map(|line| line.strip_prefix("shlibs:Depends="))
    else {
        return stop("dpkg-shlibdeps 没有列出程序依赖的软件包");
    };
    Ok(list
        .split(", ")
        .map(|package| package.trim().to_owned())
        .collect())
}

fn asked_of_rpm() -> Step<String> {
    let mut elfdeps = Command::new(ELFDEPS);
    elfdeps.arg("--requires").arg(program()).stdin(Stdio::null());
    hear(&mut elfdeps)
}

fn lines(answer: &str) -> Vec<String> {
    let mut lines: Vec<_> = answer
        .lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    lines.sort();
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::root;
    use serde_json::Value;

    fn configuration() -> Value {
        let text = fs::read_to_string(root().join("src-tauri/tauri.conf.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_packages_of_debian_are_taken_from_its_tool_with_their_versions() {
        let answer = "shlibs:Depends=libc6 (>= 2.35), libgtk-3-0 (>= 3.20)\nshlibs:Recommends=x\n";
        assert_eq!(
            debian_packages(answer).unwrap(),
            ["libc6 (>= 2.35)", "libgtk-3-0 (>= 3.20)"]
        );
        assert!(debian_packages("").is_err());
    }

    #[test]
    fn what_rpm_asks_for_is_asked_once() {
        assert_eq!(
            lines("libc.so.6()(64bit)\n\na()\nlibc.so.6()(64bit)\n"),
            ["a()", "libc.so.6()(64bit)"]
        );
    }

    #[test]
    fn a_size_is_in_decimal_megabytes() {
        assert_eq!(megabytes(21_460_000), "21.5 MB");
    }

    #[test]
    fn every_file_that_a_package_names_is_there() {
        let tauri = root().join("src-tauri");
        let bundle = &configuration()["bundle"];
        let mut files: Vec<String> = Vec::new();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        for icon in bundle["icon"].as_array().unwrap() {
            files.push(text(icon));
        }
        for kind in ["deb", "rpm"] {
            let package = &bundle["linux"][kind];
            files.push(text(&package["desktopTemplate"]));
            for (key, value) in package.as_object().unwrap() {
                if key.ends_with("Script") {
                    files.push(text(value));
                }
            }
            for from in package["files"].as_object().unwrap().values() {
                files.push(text(from));
            }
        }
        for file in files {
            assert!(tauri.join(&file).is_file(), "{file}");
        }
    }

    #[test]
    fn the_desktop_entry_speaks_both_languages_and_starts_nothing_by_itself() {
        let entry = fs::read_to_string(root().join("src-tauri/linux/daozhang.desktop")).unwrap();
        for line in ["Name=Daozhang", "Name[zh_CN]=到账", "StartupWMClass=daozhang"] {
            assert!(entry.lines().any(|given| given == line), "{line}");
        }
        assert!(entry.contains("\nComment[zh_CN]="));
        assert!(!entry.contains("Autostart"));
        let bundle = configuration()["bundle"].to_string();
        assert!(!bundle.contains("autostart"), "{bundle}");
    }
}
