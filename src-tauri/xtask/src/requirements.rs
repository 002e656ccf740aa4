//! What the system must provide, and installing what of it is missing.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::models;
use crate::steps::{Step, answer, run, say, stop, succeeds};

/// What the system is asked to be able to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Compile the app and open its window.
    Run,
    /// Drive the window on a private desktop besides.
    Test,
    /// Draw the icon set.
    Icons,
    /// Fetch the models that read pictures.
    Models,
    /// Make the packages that people install.
    Package,
    /// Install them in a clean system besides.
    PackageTest,
    /// Build the Windows program and run it.
    Windows,
    /// Check the program for macOS.
    Macos,
}

/// A C compiler for SQLite and the ciphers it locks the file with, the web view's headers, the tray's library (opened by
/// name, and missed only by the running app), and the opener of folders.
const APP: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-1",
    "xdg-utils",
];

/// A private desktop: screen, session bus, bubbles, window manager, clipboard, keyboard, pictures, and the
/// web view's driver.
const DESK: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "dunst",
    "openbox",
    "xclip",
    "xdotool",
    "imagemagick",
    "strace",
];

/// Reads back the PDFs that the tests export.
const READING: &str = "poppler-utils";

/// Fetches the models that read pictures.
const FETCHING: &str = "python3-pip";

/// Says what a program needs of other packages, by Debian's names and by those of RPM; and what an AppImage takes along.
const PACKAGING: &[&str] = &[
    "dpkg-dev",
    "rpm",
    "file",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
];

/// Makes a clean system in a folder.
const CLEAN_SYSTEM: &[&str] = &["mmdebstrap", "debian-archive-keyring"];

/// A compiler for Windows, a Windows to run its programs in, and what packs them for it.
const WINDOWS: &[&str] = &[
    "build-essential",
    "gcc-mingw-w64-x86-64-win32",
    "g++-mingw-w64-x86-64-win32",
    "wine64",
    "fontconfig",
    "nsis",
    "zip",
];

const DRAWING: &[&str] = &["librsvg2-bin"];
const CHINESE_FONT: &str = "fonts-noto-cjk";
const NOTIFICATION_DAEMON: &str = "dunst";

/// Installs what is missing for a purpose, and only that.
pub fn provide(purpose: Purpose) -> Step {
    if !cfg!(target_os = "linux") {
        say_what_other_systems_need();
        return Ok(());
    }
    if !succeeds(Command::new("apt-get").arg("--version")) {
        say_what_other_linux_needs(purpose);
        return Ok(());
    }
    let missing = missing(&wanted(purpose), installed);
    if missing.is_empty() {
        return Ok(());
    }
    say(format_args!("安装系统软件包：{}", missing.join(" ")));
    apt_get(&["update", "-qq"])?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&missing);
    apt_get(&install)
}

fn wanted(purpose: Purpose) -> Vec<&'static str> {
    if purpose == Purpose::Icons {
        return DRAWING.to_vec();
    }
    let mut wanted = Vec::new();
    if models::want_pip() {
        wanted.push(FETCHING);
    }
    if purpose == Purpose::Models {
        return wanted;
    }
    if purpose == Purpose::Macos {
        wanted.push("build-essential");
        if models::python().is_none() && wanted.first() != Some(&FETCHING) {
            wanted.push(FETCHING);
        }
        return wanted;
    }
    if purpose == Purpose::Windows {
        wanted.extend(WINDOWS);
        if !chinese_font_present() {
            wanted.push(CHINESE_FONT);
        }
        return wanted;
    }
    wanted.extend(APP);
    if matches!(purpose, Purpose::Package | Purpose::PackageTest) {
        wanted.extend(PACKAGING);
        if purpose == Purpose::PackageTest {
            wanted.extend(CLEAN_SYSTEM);
        }
        return wanted;
    }
    if !chinese_font_present() {
        wanted.push(CHINESE_FONT);
    }
    match purpose {
        Purpose::Test => {
            wanted.extend(DESK);
            wanted.push(READING);
        }
        _ if !notification_daemon_present() => wanted.push(NOTIFICATION_DAEMON),
        _ => {}
    }
    wanted
}

/// Those of the wanted packages that dpkg does not report as installed.
fn missing<'a>(wanted: &[&'a str], ask: impl Fn(&[&str]) -> String) -> Vec<&'a str> {
    let answer = ask(wanted);
    let installed: Vec<&str> = answer
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .map(str::trim)
        .collect();
    wanted
        .iter()
        .copied()
        .filter(|package| !installed.contains(package))
        .collect()
}

fn installed(packages: &[&str]) -> String {
    answer(
        Command::new("dpkg-query")
            .args(["-W", "-f=${Package} ${db:Status-Status}\\n"])
            .args(packages),
    )
    .unwrap_or_default()
}

fn apt_get(arguments: &[&str]) -> Step {
    let Some(mut command) = as_root("env") else {
        return stop(format!(
            "需要管理员权限，但没有 sudo。请以 root 运行：apt-get {}",
            arguments.join(" ")
        ));
    };
    run(command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(arguments))
}

/// A program with the system's rights; nothing where they can't be had.
pub fn as_root(program: &str) -> Option<Command> {
    if answer(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0") {
        return Some(Command::new(program));
    }
    if !succeeds(Command::new("sudo").arg("--version")) {
        return None;
    }
    let mut sudo = Command::new("sudo");
    sudo.arg(program);
    Some(sudo)
}

fn chinese_font_present() -> bool {
    answer(Command::new("fc-list").args([":lang=zh-cn", "family"]))
        .is_some_and(|fonts| !fonts.trim().is_empty())
}

/// A desktop may show bubbles itself, without a service file, so the running session is asked first.
fn notification_daemon_present() -> bool {
    let owned = answer(Command::new("dbus-send").args([
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner",
        "string:org.freedesktop.Notifications",
    ]));
    if owned.is_some_and(|reply| reply.contains("boolean true")) {
        return true;
    }
    let Ok(services) = fs::read_dir(Path::new("/usr/share/dbus-1/services")) else {
        return false;
    };
    services
        .flatten()
        .filter_map(|file| fs::read_to_string(file.path()).ok())
        .any(|service| offers_notifications(&service))
}

fn offers_notifications(service_file: &str) -> bool {
    service_file
        .lines()
        .any(|line| line.trim() == "Name=org.freedesktop.Notifications")
}

fn say_what_other_linux_needs(purpose: Purpose) {
    if !succeeds(Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1"])) {
        say(
            "这台机器没有 apt，请自行安装：C 编译器、pkg-config、OpenSSL 和 WebKitGTK 4.1 的开发包、libayatana-appindicator、中文字体、通知服务、装着 pip 的 Python 3",
        );
        say(
            "  Fedora：sudo dnf install gcc gcc-c++ make pkgconf openssl-devel webkit2gtk4.1-devel libayatana-appindicator-gtk3 google-noto-sans-cjk-fonts dunst python3-pip",
        );
        say(
            "  Arch：sudo pacman -S base-devel openssl webkit2gtk-4.1 libayatana-appindicator noto-fonts-cjk dunst python-pip",
        );
    }
    let absent: Vec<_> = programs(purpose)
        .iter()
        .copied()
        .filter(|program| !on_the_path(program))
        .collect();
    if !absent.is_empty() {
        say(format_args!(
            "还缺这些程序，请用系统的软件包管理器安装：{}",
            absent.join(" ")
        ));
    }
}

fn programs(purpose: Purpose) -> &'static [&'static str] {
    match purpose {
        Purpose::Run => &["cc", "pkg-config"],
        Purpose::Test => &[
            "cc",
            "pkg-config",
            "WebKitWebDriver",
            "Xvfb",
            "dbus-daemon",
            "dunst",
            "openbox",
            "xclip",
            "xdotool",
            "import",
            "pdftotext",
        ],
        Purpose::Icons => &["rsvg-convert"],
        Purpose::Models => &[],
        Purpose::Package => &["cc", "pkg-config", "dpkg-shlibdeps", "rpm"],
        Purpose::Macos => &["cc"],
        Purpose::Windows => &[
            "cc",
            "x86_64-w64-mingw32-gcc",
            "wine",
            "fc-list",
            "makensis",
            "zip",
        ],
        Purpose::PackageTest => &["cc", "pkg-config", "dpkg-shlibdeps", "rpm", "mmdebstrap"],
    }
}

fn on_the_path(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn say_what_other_systems_need() {
    if cfg!(windows) {
        say(
            "Windows 需要：Visual Studio 生成工具（C++）、WebView2 运行时（Windows 11 自带）、Node.js 20 或更新、Python 3（取识别截图用的模型）",
        );
    } else {
        say("macOS 需要：Xcode 命令行工具（xcode-select --install，里面有 Python 3）、Node.js 20 或更新");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_dpkg_does_not_call_installed_is_missing() {
        let answer = "xvfb installed\ndunst config-files\nxclip not-installed\n";
        assert_eq!(
            missing(&["xvfb", "dunst", "xclip", "openbox"], |_| answer.to_owned()),
            ["dunst", "xclip", "openbox"]
        );
    }

    #[test]
    fn a_package_is_not_taken_for_another_that_begins_like_it() {
        let answer = "dbus-x11 installed\n";
        assert_eq!(missing(&["dbus"], |_| answer.to_owned()), ["dbus"]);
    }

    #[test]
    fn nothing_is_missing_when_all_is_installed() {
        let answer = "xvfb installed\nxclip installed\n";
        assert!(missing(&["xvfb", "xclip"], |_| answer.to_owned()).is_empty());
    }

    #[test]
    fn everything_is_missing_when_dpkg_says_nothing() {
        assert_eq!(missing(&["xvfb"], |_| String::new()), ["xvfb"]);
    }

    #[test]
    fn the_service_file_of_a_daemon_is_told_from_others() {
        assert!(offers_notifications(
            "[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=/usr/bin/dunst\n"
        ));
        assert!(!offers_notifications(
            "[D-BUS Service]\nName=org.freedesktop.NotificationsToo\n"
        ));
    }

    #[test]
    fn no_package_is_asked_for_twice() {
        for purpose in [
            Purpose::Test,
            Purpose::PackageTest,
            Purpose::Windows,
            Purpose::Macos,
        ] {
            let mut all = wanted(purpose);
            all.sort_unstable();
            let before = all.len();
            all.dedup();
            assert_eq!(all.len(), before);
        }
    }
}
