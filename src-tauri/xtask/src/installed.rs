//! The packages as a person meets them: installed in a clean system, used, and taken off again.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::requirements;
use crate::steps::{Step, Stopped, hear, say, stop, target_dir};

/// The system that the package has to work on, with nothing in it but what its installer needs.
const RELEASE: &str = "bookworm";

/// Stands before each script that runs inside.
const ENTER: &str = r#"
set -e
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
exec chroot "$0" /bin/sh -euc "$1"
"#;

/// What it recommends must exist there too; nothing of it is installed, because the app has to do without.
const RECOMMENDED: &str = "
apt-get update -qq
apt-get install --simulate --install-recommends /daozhang.deb
";

const INSTALL: &str = "
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -q --no-install-recommends /daozhang.deb
";

/// Before anything else comes into the system, because that could bring along what the package forgot to ask for.
const LINKED: &str = "ldd /usr/bin/daozhang";

const GEAR: &str = "
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -q --no-install-recommends xvfb dbus xdotool desktop-file-utils appstream rpm
useradd --create-home --uid 1000 person
";

const ENTRIES: &str = "
desktop-file-validate /usr/share/applications/daozhang.desktop
appstreamcli validate --no-net /usr/share/metainfo/io.github.daozhang.app.metainfo.xml
grep -qx 'Name\\[zh_CN\\]=到账' /usr/share/applications/daozhang.desktop
test -s /usr/share/doc/daozhang/copyright
for size in 32x32 128x128 512x512; do test -s /usr/share/icons/hicolor/$size/apps/daozhang.png; done
";

/// The window, on a screen and a session bus of its own. It is there when its page says so, when the screen shows it
/// under the name that the desktop entry gives, and when the tray has found its library.
const WINDOW: &str = r#"
cat > window.sh <<'END'
set -eu
export XDG_RUNTIME_DIR="$HOME/runtime" NO_AT_BRIDGE=1
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
rm -f display
: > said
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset 3>display 2>screen &
within() {
    tries=300
    until eval "$1"; do
        tries=$((tries - 1))
        if [ "$tries" = 0 ] || { [ -n "${app:-}" ] && ! kill -0 "$app"; }; then
            echo "not seen: $1"
            cat said
            exit 1
        fi
        sleep 0.1
    done
}
within '[ -s display ]'
export DISPLAY=":$(cat display)"
DAOZHANG_TRACE_READY=1 daozhang > said 2>&1 &
app=$!
within 'grep -qx ready said'
within 'xdotool search --onlyvisible --class "^daozhang$" > /dev/null'
within 'grep -q libayatana-appindicator3 /proc/$app/maps'
kill "$app"
wait "$app" || true
! grep -i panicked said
END
timeout 90 dbus-run-session -- sh window.sh
test ! -e .config/autostart
test ! -e /etc/xdg/autostart/daozhang.desktop
"#;

const LOG_AN_ORDER: &str = "
daozhang add --platform 星辰卡盟 --product '100 Q币' --kind q-coin --amount 98.50 --paid-at '2026-11-20 21:03:45' --window 30m
daozhang list
";

const LIST: &str = "daozhang list";

/// As the app writes it when the person asks to be started with the session.
const START_ENTRY: &str = "
mkdir -p .config/autostart
printf '[Desktop Entry]\\nType=Application\\nName=daozhang\\nExec=/usr/bin/daozhang --hidden\\n' > .config/autostart/daozhang.desktop
printf '[Desktop Entry]\\nType=Application\\nName=other\\nExec=/usr/bin/other\\n' > .config/autostart/other.desktop
";

const PURGE: &str = "
export DEBIAN_FRONTEND=noninteractive
apt-get purge -y -q daozhang
";

/// All that is called like the app and is not in the person's home. The packages themselves were put there by this test,
/// and what the package manager noted down about the removal is its own.
const LEFT: &str = "
find / -xdev \\( -path /proc -o -path /dev -o -path /home -o -path /var/log \\) -prune -o -name '*daozhang*' ! -path '/daozhang.*' -print
dpkg-query -W -f '${Package} ${db:Status-Status}\\n' daozhang 2> /dev/null || true
";

/// The system's own package manager does not know what this one asks for, and all of it is there by now.
const INSTALL_RPM: &str = "rpm --install --nodeps /daozhang.rpm && rpm --verify --nodeps daozhang";

const ERASE_RPM: &str = "rpm --erase daozhang";

const HOME_AFTERWARDS: &str = "
test -s .local/share/daozhang/daozhang.db
test ! -e .config/autostart/daozhang.desktop
test -e .config/autostart/other.desktop
";

/// What every package has to bring.
const FILES: &[&str] = &[
    "/usr/bin/daozhang",
    "/usr/share/applications/daozhang.desktop",
    "/usr/share/icons/hicolor/128x128/apps/daozhang.png",
    "/usr/share/icons/hicolor/scalable/apps/daozhang.svg",
    "/usr/share/licenses/daozhang/PP-OCR-LICENSE",
    "/usr/share/licenses/daozhang/PP-OCR-NOTICE",
    "/usr/share/metainfo/io.github.daozhang.app.metainfo.xml",
];

/// What the RPM has to ask for, whatever else it finds.
const ASKED: &[&str] = &[
    "libwebkit2gtk-4.1.so.0()(64bit)",
    "libgtk-3.so.0()(64bit)",
    "libayatana-appindicator3.so.1()(64bit)",
];

/// Whether what runs inside may reach the network.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Network {
    Yes,
    No,
}

/// A small Debian in a folder.
struct CleanSystem {
    root: PathBuf,
}

/// Looks into the one that nothing here can resolve, then installs, uses and removes both.
pub fn test(deb: &Path, rpm: &Path) -> Step {
    look_into(rpm)?;
    let system = CleanSystem::new()?;
    let outcome = use_and_remove(&system, deb, rpm);
    // A gigabyte is not left behind, whatever came of it.
    let removed = system.remove();
    outcome?;
    removed?;
    say("安装、使用、卸载都没有问题；数据还在");
    Ok(())
}

fn use_and_remove(system: &CleanSystem, deb: &Path, rpm: &Path) -> Step {
    say("安装 .deb");
    system.bring(deb, "daozhang.deb")?;
    let recommended = system.run(RECOMMENDED, Network::Yes)?;
    for package in ["fonts-noto-cjk", "dunst"] {
        if !recommended.contains(&format!("Inst {package} ")) {
            return stop(format!("推荐的软件包 {package} 装不上"));
        }
    }
    system.run(INSTALL, Network::Yes)?;
    let linked = system.run(LINKED, Network::No)?;
    let missing: Vec<_> = linked.lines().filter(|line| line.contains("not found")).collect();
    if !missing.is_empty() {
        return stop(format!("装好之后还缺共享库：\n{}", missing.join("\n")));
    }

    say("打开窗口，记一单");
    system.run(GEAR, Network::Yes)?;
    system.run(ENTRIES, Network::No)?;
    system.run_as_person(WINDOW)?;
    let logged = system.run_as_person(LOG_AN_ORDER)?;
    require_order(&logged)?;
    system.run_as_person(START_ENTRY)?;

    say("卸载");
    system.run(PURGE, Network::No)?;
    nothing_left(system)?;

    say("换成 .rpm 再装一遍，数据还读得出来");
    system.bring(rpm, "daozhang.rpm")?;
    system.run(INSTALL_RPM, Network::No)?;
    require_order(&system.run_as_person(LIST)?)?;
    system.run_as_person(START_ENTRY)?;
    system.run(ERASE_RPM, Network::No)?;
    nothing_left(system)
}

fn nothing_left(system: &CleanSystem) -> Step {
    let left = system.run(LEFT, Network::No)?;
    if !left.trim().is_empty() {
        return stop(format!("卸载之后还留着：\n{}", left.trim_end()));
    }
    system.run_as_person(HOME_AFTERWARDS).map(drop)
}

fn require_order(list: &str) -> Step {
    if list.contains("星辰卡盟") && list.contains("98.50") {
        Ok(())
    } else {
        stop(format!("列出来的没有刚记的那一单：\n{list}"))
    }
}

/// What RPM says of the package: its files, what it asks for, and whether its sums are right.
fn look_into(rpm: &Path) -> Step {
    say("检查 .rpm");
    let ask = |question: &str| hear(Command::new("rpm").args(["-qp", question]).arg(rpm));
    has_all("文件", &ask("--list")?, FILES)?;
    has_all("依赖", &ask("--requires")?, ASKED)?;
    hear(Command::new("rpm").args(["--checksig", "--nosignature"]).arg(rpm)).map(drop)
}

fn has_all(what: &str, answer: &str, wanted: &[&str]) -> Step {
    let absent: Vec<_> = wanted
        .iter()
        .filter(|wanted| !answer.lines().any(|line| line == **wanted))
        .copied()
        .collect();
    if absent.is_empty() {
        Ok(())
    } else {
        stop(format!(".rpm 里没有这些{what}：{}", absent.join(" ")))
    }
}

impl CleanSystem {
    fn new() -> Step<CleanSystem> {
        let system = CleanSystem {
            root: target_dir().join("tmp/clean-system"),
        };
        system.remove()?;
        say(format_args!("准备一个干净的 Debian（{RELEASE}）"));
        fs::create_dir_all(&system.root)
            .map_err(|error| Stopped(format!("{} 建不了：{error}", system.root.display())))?;
        let mut make = as_root("mmdebstrap")?;
        make.args(["--quiet", "--mode=root", "--variant=apt", RELEASE])
            .arg(&system.root);
        hear(&mut make)?;
        system.bring(Path::new("/etc/resolv.conf"), "etc/resolv.conf")?;
        Ok(system)
    }

    fn bring(&self, file: &Path, to: &str) -> Step {
        let mut copy = as_root("install")?;
        copy.args(["-m", "644"]).arg(file).arg(self.root.join(to));
        hear(&mut copy).map(drop)
    }

    /// What a script prints that runs inside, with the system's rights. All it starts ends with it, and what it mounts
    /// is seen by nobody else.
    fn run(&self, script: &str, network: Network) -> Step<String> {
        let mut enter = as_root("unshare")?;
        enter.args(["--mount", "--pid", "--ipc", "--fork", "--kill-child"]);
        if network == Network::No {
            enter.arg("--net");
        }
        enter.args(["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]);
        enter.args([OsStr::new("sh"), OsStr::new("-c"), OsStr::new(ENTER)]);
        enter.arg(&self.root).arg(script);
        hear(&mut enter)
    }

    /// The same as the one person who uses this system, in their home, and away from any network.
    fn run_as_person(&self, script: &str) -> Step<String> {
        let quoted = script.replace('\'', r"'\''");
        self.run(
            &format!("exec runuser -l person -c 'export LANG=C.UTF-8 TZ=Asia/Shanghai; set -eu\n{quoted}'"),
            Network::No,
        )
    }

    fn remove(&self) -> Step {
        if !self.root.exists() {
            return Ok(());
        }
        let mut remove = as_root("rm")?;
        remove.args(["-rf", "--one-file-system"]).arg(&self.root);
        hear(&mut remove).map(drop)
    }
}

fn as_root(program: &str) -> Step<Command> {
    requirements::as_root(program)
        .ok_or_else(|| Stopped("安装试验需要管理员权限，但没有 sudo。请以 root 运行".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_rpm_without_one_of_its_files_is_refused_by_name() {
        let list = FILES.join("\n");
        assert!(has_all("文件", &list, FILES).is_ok());
        let stopped = has_all("文件", &list.replace(FILES[3], "/usr/bin/other"), FILES).unwrap_err();
        assert!(stopped.0.contains(FILES[3]), "{stopped}");
    }

    #[test]
    fn an_empty_list_has_not_kept_the_order() {
        assert!(require_order("没有订单").is_err());
        assert!(require_order("1  星辰卡盟  100 Q币  ¥98.50").is_ok());
    }
}
