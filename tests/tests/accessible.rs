//! What axe-core finds on every page of the real window: names and roles of the controls, contrast, order of headings.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::path::Path;

use daozhang_tests::clock::{minutes, now, typed};
use daozhang_tests::waiting::until;
use daozhang_tests::window::keys;
use daozhang_tests::{App, Desk, Window, app, pictures};
use serde_json::Value;

/// The page's packages bring it; the app does not.
fn axe() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    fs::read_to_string(file).expect("the page's packages are installed")
}

/// What axe finds serious or worse on the page as it is now: rule and place.
fn faults(window: &Window, axe: &str) -> Vec<String> {
    window.settle();
    window.script(&format!(
        "if (!window.axe) {{ {axe} }}
         window.axeFound = null;
         window.axe.run(document, {{ resultTypes: ['violations'] }})
             .then((found) => {{ window.axeFound = found.violations }})
             .catch((error) => {{ window.axeFound = [{{ impact: 'critical', id: String(error), nodes: [] }}] }});
         return null"
    ));
    let found = until("axe has looked", || {
        let found = window.script("return window.axeFound");
        found.as_array().cloned().ok_or("it is still looking")
    });
    found
        .iter()
        .filter(|fault| matches!(fault["impact"].as_str(), Some("serious" | "critical")))
        .map(|fault| {
            let places: Vec<&str> = fault["nodes"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default()
                .iter()
                .filter_map(|node| node["html"].as_str())
                .collect();
            format!("{}: {}", fault["id"], places.join(" | "))
        })
        .collect()
}

fn filled() -> (App, Value) {
    let app = App::fresh();
    let shot = format!("{}:payment", pictures::payment_page().to_str().unwrap());
    let add = |product: &str, paid_at: &str| {
        app.json([
            "add",
            "--platform",
            "星辰卡盟",
            "--product",
            product,
            "--kind",
            "q-coin",
            "--amount",
            "98.50",
            "--paid-at",
            paid_at,
            "--window",
            "30m",
            "--account",
            "10001",
            "--shot",
            &shot,
        ])["id"]
            .clone()
    };
    let late = add("Q币 100 个", &typed(now() - minutes(90)));
    add("Q币 200 个", &typed(now() - minutes(1)));
    (app, late)
}

#[test]
fn nothing_serious_is_found_on_any_page_light_or_dark() {
    let axe = axe();
    for theme in ["Adwaita", "Adwaita:dark"] {
        let desk = Desk::open();
        let (app, late) = filled();
        let app = app.with("GTK_THEME", theme);
        let window = Window::open(&desk, &app);
        window.find("todo-card");
        let dark = window.script("return matchMedia('(prefers-color-scheme: dark)').matches");
        assert_eq!(dark, theme.ends_with("dark"), "the page follows the desktop");
        let mut all = Vec::new();
        for page in [
            "/",
            "/orders",
            &format!("/orders/{late}"),
            "/platforms",
            "/bills",
            "/overview",
            "/settings",
        ] {
            window.script(&format!("location.hash = '#{page}'; return null"));
            for fault in faults(&window, &axe) {
                all.push(format!("{theme} {page} {fault}"));
            }
        }
        window.chord(keys::CONTROL, "n");
        window.find("form-platform");
        all.extend(
            faults(&window, &axe)
                .into_iter()
                .map(|fault| format!("{theme} form {fault}")),
        );
        assert!(all.is_empty(), "{all:#?}");
    }
}

#[test]
fn the_locked_window_too_and_a_fault_would_be_found() {
    let axe = axe();
    let desk = Desk::open();
    let (app, _) = filled();
    let passphrase = app.file("passphrase.txt", "正确的 口令".as_bytes());
    app.json(["protect", "--new-passphrase-file", passphrase.to_str().unwrap()]);
    // A locked window has no rail to wait for.
    let window = Window::open_program(&desk, &app, &app::binary(), &[]);
    window.find("unlock-passphrase");
    assert_eq!(faults(&window, &axe), Vec::<String>::new());
    window.script("document.body.append(document.createElement('button')); return null");
    assert_eq!(faults(&window, &axe).len(), 1, "a button without a name");

    window.fill("unlock-passphrase", "错误的 口令");
    window.click("unlock");
    window.wait_for_text("口令不对");
    window.fill("unlock-passphrase", "正确的 口令");
    window.click("unlock");
    window.find("todo-card");
}
