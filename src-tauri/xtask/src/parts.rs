//! The parts of the test run: each runs to its end, and the table at the end hides none of them.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::requirements::{self, Purpose};
use crate::steps::{Step, Stopped, cargo, root, run, say, stop, target_dir};
use crate::{licences, models, page};

/// Where the tests of this run write the page's types, apart from those that are checked in.
const FRESH_BINDINGS: &str = "bindings";

struct Part {
    name: &'static str,
    what: &'static str,
    needs: Needs,
    run: fn() -> Step,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Needs {
    Nothing,
    PagePackages,
    /// Compiling the app embeds the built page.
    Page,
    App,
    /// A private desktop, which only Linux can give.
    Desk,
}

const PARTS: &[Part] = &[
    Part {
        name: "fmt",
        what: "代码格式",
        needs: Needs::Nothing,
        run: format,
    },
    Part {
        name: "lint",
        what: "静态检查",
        needs: Needs::Page,
        run: lint,
    },
    Part {
        name: "licences",
        what: "许可证清单",
        needs: Needs::Nothing,
        run: licences::check,
    },
    Part {
        name: "page",
        what: "页面的检查与测试",
        needs: Needs::PagePackages,
        run: page_tests,
    },
    Part {
        name: "rust",
        what: "Rust 测试",
        needs: Needs::Page,
        run: rust,
    },
    Part {
        name: "bindings",
        what: "页面与程序之间的类型",
        needs: Needs::Page,
        run: bindings,
    },
    Part {
        name: "blackbox",
        what: "命令行黑盒测试",
        needs: Needs::App,
        run: || black_box(COMMAND_LINE),
    },
    Part {
        name: "crash",
        what: "杀进程",
        needs: Needs::Desk,
        run: || black_box(CRASH),
    },
    Part {
        name: "window",
        what: "真实窗口",
        needs: Needs::Desk,
        run: || black_box(WINDOW),
    },
    Part {
        name: "resident",
        what: "常驻与通知按钮",
        needs: Needs::Desk,
        run: || black_box(RESIDENT),
    },
    Part {
        name: "notification",
        what: "真实通知",
        needs: Needs::Desk,
        run: || black_box(NOTIFICATION),
    },
];

/// The black-box tests by their files: each is in one part.
const COMMAND_LINE: &[&str] = &[
    "cli", "record", "papers", "keys", "watch", "escalate", "prove", "forged", "covered", "masked", "whole",
    "language", "place", "room", "kill", "portable",
];
const CRASH: &[&str] = &["crash", "beside"];
const WINDOW: &[&str] = &["window", "accessible", "hostile", "private", "offline"];
const RESIDENT: &[&str] = &["resident"];
const NOTIFICATION: &[&str] = &["notification"];

/// What came of a part.
pub struct Outcome {
    name: &'static str,
    failure: Option<Stopped>,
    took: Duration,
}

/// Runs the named parts, or all; stops at the end with the names of those that failed.
pub fn test(named: &[String]) -> Step {
    let parts = chosen(named)?;
    let needs = parts
        .iter()
        .map(|part| part.needs)
        .max()
        .unwrap_or(Needs::Nothing);
    let mut outcomes = Vec::new();
    if needs > Needs::Nothing {
        prepare("packages", &mut outcomes, || requirements::provide(Purpose::Test));
        prepare("models", &mut outcomes, models::provide);
        prepare(
            "page-build",
            &mut outcomes,
            if needs >= Needs::Page {
                page::build
            } else {
                page::provide_packages
            },
        );
    }
    if needs >= Needs::App {
        prepare("app-build", &mut outcomes, build_app);
    }
    for part in parts {
        outcomes.push(timed(part.name, part.what, part.run));
    }
    report(&outcomes)
}

/// Builds the app that the black-box parts run.
pub fn build_app() -> Step {
    say("构建程序");
    build(&[])
}

/// Builds the app without a window, which the page's tests run on.
pub fn build_host() -> Step {
    say("构建没有窗口的程序");
    build(&["--bin", "daozhang-host"])
}

/// Both packages are named for either program, so that what they share is compiled once.
fn build(which: &[&str]) -> Step {
    let both = ["build", "--package", "daozhang", "--package", "daozhang-host"];
    run(&mut cargo(&[&both, which].concat()))
}

fn chosen(named: &[String]) -> Step<Vec<&'static Part>> {
    if let Some(unknown) = named
        .iter()
        .find(|name| PARTS.iter().all(|part| part.name != **name))
    {
        let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        return stop(format!("没有叫 {unknown} 的部分；有：{}", names.join(" ")));
    }
    let wanted = PARTS
        .iter()
        .filter(|part| named.is_empty() || named.iter().any(|name| name == part.name));
    let (able, unable): (Vec<_>, Vec<_>) =
        wanted.partition(|part| part.needs < Needs::Desk || cfg!(target_os = "linux"));
    for part in unable {
        say(format_args!("{} 只在 Linux 上能跑，这里略过", part.name));
    }
    Ok(able)
}

/// Preparation counts in the table only when it went wrong: the parts after it still run and show
/// what still works.
fn prepare(name: &'static str, outcomes: &mut Vec<Outcome>, step: impl FnOnce() -> Step) {
    let started = Instant::now();
    if let Err(stopped) = step() {
        eprintln!("✗ {stopped}");
        outcomes.push(Outcome {
            name,
            failure: Some(stopped),
            took: started.elapsed(),
        });
    }
}

/// Runs a part to its end, and says what it is.
pub fn timed(name: &'static str, what: &str, step: impl FnOnce() -> Step) -> Outcome {
    say(format_args!("{name}：{what}"));
    let started = Instant::now();
    let failure = step().err();
    if let Some(stopped) = &failure {
        eprintln!("✗ {stopped}");
    }
    Outcome {
        name,
        failure,
        took: started.elapsed(),
    }
}

impl Outcome {
    pub fn is_good(&self) -> bool {
        self.failure.is_none()
    }
}

/// The table at the end; stops with the names of those that failed.
pub fn report(outcomes: &[Outcome]) -> Step {
    println!();
    for outcome in outcomes {
        println!("{}", row(outcome));
    }
    let failed: Vec<_> = outcomes
        .iter()
        .filter(|outcome| outcome.failure.is_some())
        .map(|outcome| outcome.name)
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        stop(format!("没有通过：{}", failed.join(" ")))
    }
}

fn row(outcome: &Outcome) -> String {
    let verdict = if outcome.failure.is_some() {
        "失败"
    } else {
        "通过"
    };
    format!(
        "  {:<14}{verdict}{:>9.1} 秒",
        outcome.name,
        outcome.took.as_secs_f64()
    )
}

fn format() -> Step {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn lint() -> Step {
    run(&mut cargo(&[
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

fn page_tests() -> Step {
    build_host()?;
    let failed: Vec<_> = ["lint", "typecheck", "test"]
        .into_iter()
        .filter(|script| page::script(script).is_err())
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        stop(format!("ui/ 里没有通过：npm run {}", failed.join("、npm run ")))
    }
}

/// All packages but the black box, so that the tests of a new one cannot be forgotten.
fn rust() -> Step {
    run(cargo(&[
        "test",
        "--no-fail-fast",
        "--workspace",
        "--exclude",
        "daozhang-tests",
    ])
    .env("TS_RS_EXPORT_DIR", target_dir().join(FRESH_BINDINGS)))
}

/// The types are written anew beside the checked-in ones and compared, so that a run never changes the
/// working tree and a type that is gone from the program is found as well.
fn bindings() -> Step {
    let fresh = target_dir().join(FRESH_BINDINGS);
    if fresh.exists() {
        fs::remove_dir_all(&fresh)
            .map_err(|error| Stopped(format!("{} 清不掉：{error}", fresh.display())))?;
    }
    run(cargo(&[
        "test",
        "--quiet",
        "--package",
        "daozhang-core",
        "--package",
        "daozhang-api",
        "--package",
        "daozhang",
        "export_bindings",
    ])
    .env("TS_RS_EXPORT_DIR", &fresh))?;
    let checked_in = root().join("ui/src/bindings");
    let drifted =
        drift(&fresh, &checked_in).map_err(|error| Stopped(format!("类型文件比较不了：{error}")))?;
    if drifted.is_empty() {
        return Ok(());
    }
    for line in &drifted {
        println!("  ui/src/bindings/{line}");
    }
    stop(format!(
        "ui/src/bindings 与程序不一致（{} 个文件）；更新：cargo test -p daozhang-core -p daozhang-api -p daozhang export_bindings",
        drifted.len()
    ))
}

/// What of the checked-in files is not what the program would write, by name.
fn drift(fresh: &Path, checked_in: &Path) -> io::Result<Vec<String>> {
    let written = names(fresh)?;
    let kept = names(checked_in)?;
    let mut drifted = Vec::new();
    for name in &written {
        if !kept.contains(name) {
            drifted.push(format!("{name}：缺少"));
        } else if fs::read(fresh.join(name))? != fs::read(checked_in.join(name))? {
            drifted.push(format!("{name}：内容过时"));
        }
    }
    drifted.extend(
        kept.iter()
            .filter(|name| !written.contains(name))
            .map(|name| format!("{name}：程序里已没有")),
    );
    Ok(drifted)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    if folder.exists() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() {
                names.extend(
                    self::names(&entry.path())?
                        .into_iter()
                        .map(|inner| format!("{name}/{inner}")),
                );
            } else {
                names.push(name);
            }
        }
    }
    names.sort();
    Ok(names)
}

/// Runs tests by their files. Those that need a desk have it for themselves, one after the other: each has a desktop of its own
/// and wants the processor to itself.
fn black_box(files: &[&str]) -> Step {
    let mut command = cargo(&["test", "--no-fail-fast", "--package", "daozhang-tests"]);
    for file in files {
        command.args(["--test", file]);
    }
    if files.contains(&"cli") {
        command.arg("--lib");
    } else {
        command.args(["--", "--test-threads=1"]);
    }
    run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_run_in_their_own_order_whatever_order_they_are_named_in() {
        let parts = chosen(&["rust".to_owned(), "fmt".to_owned()]).unwrap();
        assert_eq!(
            parts.iter().map(|part| part.name).collect::<Vec<_>>(),
            ["fmt", "rust"]
        );
    }

    #[test]
    fn every_file_of_tests_is_in_one_part() {
        let folder = crate::steps::root().join("tests/tests");
        let mut files: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let mut run = [COMMAND_LINE, CRASH, WINDOW, RESIDENT, NOTIFICATION].concat();
        files.sort();
        run.sort_unstable();
        assert_eq!(run, files);
    }

    #[test]
    fn a_part_that_does_not_exist_is_refused_before_anything_runs() {
        let stopped = chosen(&["fmt".to_owned(), "frob".to_owned()]).err().unwrap();
        assert!(
            stopped.0.contains("frob") && stopped.0.contains("blackbox"),
            "{stopped}"
        );
    }

    #[test]
    fn one_failed_part_fails_the_run_and_is_named() {
        let outcome = |name, failure| Outcome {
            name,
            failure,
            took: Duration::from_millis(1500),
        };
        assert!(report(&[outcome("fmt", None)]).is_ok());
        let bad = [
            outcome("fmt", None),
            outcome("rust", Some(Stopped("x".to_owned()))),
        ];
        assert_eq!(report(&bad).unwrap_err().0, "没有通过：rust");
        assert_eq!(row(&bad[1]), "  rust          失败      1.5 秒");
    }

    #[test]
    fn drift_names_the_missing_the_outdated_and_the_stale() {
        let dir = std::env::temp_dir().join(format!("xtask-drift-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        let (fresh, kept) = (dir.join("fresh"), dir.join("kept"));
        fs::create_dir_all(fresh.join("serde_json")).unwrap();
        fs::create_dir_all(kept.join("serde_json")).unwrap();
        for (at, text) in [
            (fresh.join("Same.ts"), "1"),
            (kept.join("Same.ts"), "1"),
            (fresh.join("serde_json/Value.ts"), "new"),
            (kept.join("serde_json/Value.ts"), "old"),
            (fresh.join("New.ts"), "1"),
            (kept.join("Gone.ts"), "1"),
        ] {
            fs::write(at, text).unwrap();
        }
        assert_eq!(
            drift(&fresh, &kept).unwrap(),
            [
                "New.ts：缺少",
                "serde_json/Value.ts：内容过时",
                "Gone.ts：程序里已没有"
            ]
        );
        assert!(drift(&fresh, &fresh).unwrap().is_empty());
        fs::remove_dir_all(dir).unwrap();
    }
}
