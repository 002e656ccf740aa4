//! The page in `ui/`: its packages and its build, each only when something changed.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::stamp;
use crate::steps::{Step, Stopped, answer, root, run, say, stop, target_dir};

/// What the page's build tool asks for.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Where `ui/vite.config.ts` looks for the app without a window.
const HOST_PORT: &str = "1421";

/// What lies in `ui/` and has no part in the build.
const NOT_SOURCE: &[&str] = &["node_modules", "dist", "screenshots", "coverage"];

/// Makes sure that the page's packages are those of the lock file.
pub fn provide_packages() -> Step {
    require_node()?;
    let ui = ui();
    let lock = ui.join("package-lock.json");
    if !lock.is_file() {
        return stop("ui/package-lock.json 不在：没有它就不知道装哪些版本");
    }
    let fingerprint = stamp::of(&[lock, ui.join("package.json")]).map_err(unreadable)?;
    let at = ui.join("node_modules/.daozhang-packages");
    if stamp::is(&at, &fingerprint) {
        return Ok(());
    }
    say("安装页面用的 npm 包");
    run(npm().args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    stamp::set(&at, &fingerprint).map_err(unreadable)
}

/// Makes sure that `ui/dist` is built from the page as it is now.
pub fn build() -> Step {
    provide_packages()?;
    let ui = ui();
    let fingerprint = stamp::of(&sources(&ui).map_err(unreadable)?).map_err(unreadable)?;
    let at = ui.join("node_modules/.daozhang-page");
    if stamp::is(&at, &fingerprint) && ui.join("dist/index.html").is_file() {
        return Ok(());
    }
    say("构建页面");
    script("build")?;
    stamp::set(&at, &fingerprint).map_err(unreadable)
}

/// Runs one of the page's own scripts.
pub fn script(name: &str) -> Step {
    run(npm().args(["run", "--silent", name]))
}

/// Shows the page in a plain browser, on the app without a window, until it is stopped.
pub fn serve(data: &Path) -> Step {
    let program = target_dir().join(format!("debug/daozhang-host{}", std::env::consts::EXE_SUFFIX));
    let mut host = Command::new(&program)
        .args(["--port", HOST_PORT, "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Stopped(format!("{} 没能启动：{error}", program.display())))?;
    // It says its port once it listens. Without that another program has the port, and the page would talk to that one.
    let mut port = String::new();
    let out = host.stdout.take();
    let _ = out.map(|out| BufReader::new(out).read_line(&mut port));
    if port.trim() != HOST_PORT {
        let _ = host.kill().and_then(|()| host.wait());
        return Err(Stopped(format!("端口 {HOST_PORT} 被别的程序占着，请先关掉它")));
    }
    say(format_args!("数据在 {}", data.display()));
    let served = script("host");
    // It ends by itself as well, where this process is killed: its standard input closes.
    let _ = host.kill().and_then(|()| host.wait());
    served
}

/// One of the programs that the page's packages bring along.
pub fn program(script: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(ui().join("node_modules").join(script))
        .current_dir(root());
    node
}

fn ui() -> PathBuf {
    root().join("ui")
}

fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(ui());
    npm
}

fn require_node() -> Step {
    let (major, minor) = OLDEST_NODE;
    let needed = format!("请先安装 Node.js {major}.{minor} 或更新：https://nodejs.org/zh-cn");
    match answer(Command::new("node").arg("--version"))
        .as_deref()
        .and_then(version)
    {
        Some(found) if found >= OLDEST_NODE => {}
        Some((major, minor)) => return stop(format!("这里的 Node.js 是 {major}.{minor}，太旧；{needed}")),
        None => return stop(format!("没有找到 Node.js；{needed}")),
    }
    if answer(npm().arg("--version")).is_none() {
        return stop("找到了 Node.js，但没有 npm，请一并安装");
    }
    Ok(())
}

fn version(answer: &str) -> Option<(u32, u32)> {
    let mut numbers = answer
        .trim()
        .strip_prefix('v')?
        .split('.')
        .map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

/// Everything at the top of `ui/` that the build may read.
fn sources(ui: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(ui)? {
        let entry = entry?;
        if !NOT_SOURCE.contains(&entry.file_name().to_string_lossy().as_ref()) {
            paths.push(entry.path());
        }
    }
    Ok(paths)
}

fn unreadable(error: io::Error) -> Stopped {
    Stopped(format!("ui/ 里有文件读写不了：{error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_node_prints() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version("v8.1.0"), Some((8, 1)));
        assert_eq!(version("node: not found"), None);
        assert_eq!(version(""), None);
    }

    #[test]
    fn what_the_build_writes_is_no_source_of_it() {
        let ui = std::env::temp_dir().join(format!("xtask-page-{}", std::process::id()));
        let _ = fs::remove_dir_all(&ui);
        for folder in ["src", "dist", "node_modules"] {
            fs::create_dir_all(ui.join(folder)).unwrap();
        }
        fs::write(ui.join("index.html"), "").unwrap();
        let mut found = sources(&ui).unwrap();
        found.sort();
        assert_eq!(found, [ui.join("index.html"), ui.join("src")]);
        fs::remove_dir_all(ui).unwrap();
    }
}
