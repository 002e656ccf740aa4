//! The command line in English: asked for in a call, or set for the data file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use daozhang_tests::clock::{minutes, moment};
use daozhang_tests::{App, order};

fn app() -> App {
    App::fresh().at(moment("2026-11-20T11:58:00+08:00") + minutes(1))
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The commands that a help lists.
fn commands(help: &str) -> Vec<&str> {
    fn first(line: &str) -> Option<&str> {
        line.strip_prefix("  ")?.split_whitespace().next()
    }
    let listed: Vec<&str> = help
        .lines()
        .filter_map(first)
        .filter(|word| !word.starts_with('-'))
        .collect();
    assert!(listed.contains(&"list"), "{help}");
    listed
}

#[test]
fn help_is_said_in_the_language_that_was_asked_for() {
    let app = app();
    let help = app.text(["--lang", "en", "--help"]);
    assert!(help.contains("List the orders, the most urgent first"), "{help}");
    for command in commands(&help) {
        let help = app.text([command, "--help", "--lang=en"]);
        // What is typed is Chinese in every language.
        let typed = ["24小时", "明天", "30分钟", "2小时", "、"];
        let said = typed
            .iter()
            .fold(help.clone(), |said, word| said.replace(word, ""));
        assert!(!is_chinese(&said), "{help}");
    }
    let in_english = help;
    let help = app.text(["--help"]);
    assert!(help.contains("列出订单，最急的在前"));
    assert_eq!(commands(&help), commands(&in_english));
    for parsers_own in [
        "Usage",
        "Options",
        "Commands",
        "Print",
        "default",
        "possible values",
        "[env",
    ] {
        assert!(!help.contains(parsers_own), "{help}");
    }
    assert!(!app.data().exists(), "help made a data folder");
}

#[test]
fn a_wrong_call_is_told_in_the_language_that_was_asked_for() {
    let app = app();
    for (call, chinese, english) in [
        (
            vec!["list", "--limit", "many"],
            "--limit <LIMIT> 不能是“many”。用 --help 查看用法。",
            "--limit <LIMIT> cannot be “many”. See --help.",
        ),
        (
            vec!["list", "--limit"],
            "--limit <LIMIT> 缺少值。用 --help 查看用法。",
            "--limit <LIMIT> lacks a value. See --help.",
        ),
        (
            vec!["list", "--json", "--json"],
            "--json 只能写一次。用 --help 查看用法。",
            "--json can be written once only. See --help.",
        ),
        (
            vec!["list", "--colour", "red"],
            "没有 --colour 这个选项。用 --help 查看用法。",
            "There is no option --colour. See --help.",
        ),
        (
            vec!["frobnicate"],
            "没有 frobnicate 这个命令。用 --help 查看用法。",
            "There is no command frobnicate. See --help.",
        ),
        (
            vec!["event", "1"],
            "缺少 --kind <KIND>。用 --help 查看用法。",
            "Missing: --kind <KIND>. See --help.",
        ),
        (
            vec!["list", "--lang", "fr"],
            "--lang <TAG> 不能是“fr”，请从这些里选一个：en、zh-CN。用 --help 查看用法。",
            "",
        ),
    ] {
        assert_eq!(app.run(&call).misused().trim_end(), chinese);
        if !english.is_empty() {
            let call = call.iter().chain(&["--lang=en"]);
            assert_eq!(app.run(call).misused().trim_end(), english);
        }
    }
}

#[test]
fn what_is_done_and_refused_is_said_in_the_language_that_was_asked_for() {
    let app = app();
    assert_eq!(app.text(["--lang", "en", "list"]).trim(), "There are no orders.");
    let logged = app.text(order::add(&["--lang", "en"]));
    assert!(
        logged.starts_with("Logged as number 1; due to arrive by "),
        "{logged}"
    );
    assert!(
        app.text(["overview", "--lang", "en"])
            .starts_with("Still owed: ¥98.50 (1 order, of which 0 overdue")
    );
    assert_eq!(
        app.refused(["show", "7", "--lang", "en"]),
        "There is no order 7. See which there are with daozhang list."
    );
    assert!(app.refused(["show", "7"]).starts_with("没有编号为 7 的订单"));
}

#[test]
fn the_language_of_the_settings_holds_for_every_call() {
    let app = app();
    app.text(order::add(&[]));
    let set = app.text(["settings", "--language", "en"]);
    assert!(set.ends_with("语言：en\n"), "{set}");
    assert!(app.text(["settings"]).starts_with("Quiet hours: "));
    assert!(app.text(["--help"]).contains("Log an order"));
    assert!(
        app.text(["show", "--help"])
            .contains("Show an order and its timeline")
    );
    assert!(app.refused(["show", "7"]).starts_with("There is no order 7."));
    let package = app.beside("nothing");
    assert!(app.text(["rescue"]).starts_with("Rescued 1 order and "));
    assert!(is_chinese(&app.refused([
        "verify",
        package.to_str().unwrap(),
        "--lang",
        "zh-CN"
    ])));
    assert!(
        app.refused(["show", "7", "--lang", "zh-CN"])
            .starts_with("没有编号为 7 的订单")
    );
    assert_eq!(app.json(["settings"])["language"], "en");
}

/// A locked file tells nobody its settings.
#[test]
fn the_language_of_a_locked_file_holds_with_its_passphrase() {
    let app = app();
    app.text(["settings", "--language", "en"]);
    let secret = app.file("secret", "correct horse battery".as_bytes());
    let secret = secret.to_str().unwrap();
    assert!(
        app.text(["protect", "--new-passphrase-file", secret])
            .starts_with("Locked.")
    );
    assert!(app.text(["--help"]).contains("记一单"));
    assert!(
        app.text(["--passphrase-file", secret, "--help"])
            .contains("Log an order")
    );
    assert!(is_chinese(&app.refused(["list"])));
    assert_eq!(
        app.text(["--passphrase-file", secret, "list"]).trim(),
        "There are no orders."
    );
}
