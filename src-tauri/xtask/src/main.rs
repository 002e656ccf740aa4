//! The chores of this repository, one command each: run, test, page, demo, bench, package, windows, macos, models,
//! size, licences, icons.

mod foreign;
mod icons;
mod installed;
mod licences;
mod macos;
mod models;
mod package;
mod page;
mod parts;
mod requirements;
mod results;
mod setup;
mod stamp;
mod steps;
mod weight;
mod windows;
mod wine;

use std::env;
use std::fs;
use std::process::ExitCode;

use requirements::Purpose;
use steps::{Step, cargo, root, run, say, stop, target_dir};

const USAGE: &str = "\
cargo xtask run [参数…]          装好所需、构建、打开窗口；参数原样交给程序
cargo xtask test [部分…]         全部测试，或只跑其中几部分：
                                 fmt lint licences page rust bindings blackbox crash window resident
                                 notification
cargo xtask page [文件夹]        在普通浏览器里看页面：真的程序，没有窗口；数据在给的文件夹里，不给就用 target/page（空的，页面上可以载入示例）
cargo xtask demo                 在看不见的桌面上把整件事做一遍，截图存在 target/demo
cargo xtask bench [--quick]      量速度，结果存在 target/bench
                                 --gather 只把已有的结果合在一起、重画曲线
cargo xtask package [选项…]      做安装包，放在 target/package
                                 --test 在干净的系统里装一遍、用一遍、卸掉
                                 --built 用已经构建好的发布版 --appimage 另做 AppImage
                                 --windows 改做 Windows 的安装程序和免安装的 ZIP
cargo xtask windows              交叉构建 Windows 程序，在 Wine 里跑它的测试（要 Debian 或 Ubuntu）
cargo xtask macos                检查 macOS 上的程序：类型与静态检查，不链接也不运行（要 Linux 和 pip）
cargo xtask models               取来识别截图用的模型（要用 pip；取过就不再取，其他命令会自己先做这一步）
cargo xtask size                 程序里各个库占多少
cargo xtask licences             重写 ui/src/settings/licences.json
cargo xtask icons                由 icons/icon.svg 重画图标";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (chore, rest) = match arguments.split_first() {
        Some((chore, rest)) => (chore.as_str(), rest),
        None => ("", &[][..]),
    };
    let done = match chore {
        "run" => open_window(rest),
        "test" => parts::test(rest),
        "demo" if rest.is_empty() => demo(),
        "page" if rest.len() <= 1 => serve_page(rest.first()),
        "bench" if rest.iter().eq(["--gather"]) => results::gather(),
        "bench" if rest.iter().all(|argument| argument == "--quick") => bench(rest),
        "package"
            if rest
                .iter()
                .all(|argument| package::OPTIONS.contains(&argument.as_str())) =>
        {
            package::make(rest)
        }
        "windows" if rest.is_empty() => windows::test(),
        "macos" if rest.is_empty() => macos::check(),
        "models" if rest.is_empty() => fetch_models(),
        "size" if rest.is_empty() => weight::tell(),
        "licences" if rest.is_empty() => licences::write(),
        "icons" if rest.is_empty() => icons::draw(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stopped) => {
            eprintln!("✗ {stopped}");
            ExitCode::FAILURE
        }
    }
}

fn open_window(arguments: &[String]) -> Step {
    let no_screen = |name| env::var_os(name).is_none_or(|value| value.is_empty());
    if cfg!(target_os = "linux") && no_screen("DISPLAY") && no_screen("WAYLAND_DISPLAY") {
        say("这里没有图形桌面，窗口打不开；改为在看不见的桌面上演示（cargo xtask demo）");
        return demo();
    }
    requirements::provide(Purpose::Run)?;
    models::provide()?;
    page::build()?;
    parts::build_app()?;
    say("打开窗口");
    let program: &[&str] = if cfg!(windows) {
        &["--features", "window-program", "--bin", "daozhang-app"]
    } else {
        &["--bin", "daozhang"]
    };
    run(cargo(&["run", "--quiet", "--package", "daozhang"])
        .args(program)
        .arg("--")
        .args(arguments))
}

fn fetch_models() -> Step {
    requirements::provide(Purpose::Models)?;
    models::provide()
}

fn demo() -> Step {
    require_linux("演示要用 Linux 上看不见的桌面")?;
    requirements::provide(Purpose::Test)?;
    models::provide()?;
    page::build()?;
    parts::build_app()?;
    run(&mut cargo(&[
        "run",
        "--quiet",
        "--package",
        "daozhang-tests",
        "--bin",
        "demo",
    ]))
}

fn serve_page(folder: Option<&String>) -> Step {
    requirements::provide(Purpose::Run)?;
    models::provide()?;
    page::provide_packages()?;
    parts::build_host()?;
    let data = folder.map_or_else(|| target_dir().join("page"), |folder| root().join(folder));
    page::serve(&data)
}

fn bench(arguments: &[String]) -> Step {
    require_linux("测速要用 Linux 上看不见的桌面")?;
    requirements::provide(Purpose::Test)?;
    models::provide()?;
    page::build()?;
    say("构建发布版（第一次要好几分钟）");
    run(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "daozhang",
        "--bin",
        "daozhang",
        "--example",
        "bare-window",
    ]))?;
    run(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "daozhang-api",
        "--example",
        "fill",
    ]))?;
    say("量核心");
    run(cargo(&["bench", "--package", "daozhang-api", "--bench", "figures", "--"]).args(arguments))?;
    say("量启动与内存");
    run(cargo(&[
        "run",
        "--quiet",
        "--release",
        "--package",
        "daozhang-tests",
        "--bin",
        "start",
        "--",
    ])
    .args(arguments))?;
    for (what, program) in [("量证据包", "packages"), ("量截图识别", "accuracy")] {
        say(what);
        run(cargo(&[
            "run",
            "--quiet",
            "--release",
            "--package",
            "daozhang-tests",
            "--bin",
            program,
            "--",
        ])
        .args(arguments))?;
    }
    results::gather()?;
    say_where_the_figures_are();
    Ok(())
}

fn require_linux(why: &str) -> Step {
    if cfg!(target_os = "linux") {
        Ok(())
    } else {
        stop(format!("{why}，这台机器上做不了"))
    }
}

fn say_where_the_figures_are() {
    let mut files: Vec<_> = fs::read_dir(target_dir().join("bench"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    for file in files {
        say(format_args!("结果：{}", file.display()));
    }
}
