//! What CONTRIBUTING says of adding something, walked for everything that was added so far. `cargo test how_to_add` runs these,
//! those of the core and those of the command line.

use super::dispatch::App;
use crate::OPERATIONS;
use daozhang_core::rules::Rules;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn draft(kind: &str, channel: &str) -> Value {
    json!({ "draft": {
        "platform": "星河卡盟", "product": format!("{kind} {channel}"), "kind": kind, "amount": "98.50",
        "paid_at": "前天 12:00", "channel": channel, "order_no": format!("{kind}-{channel}"),
    } })
}

/// The keys of a list in what the form can choose from.
fn offered(options: &Value, list: &str) -> Vec<String> {
    let rows = options[list].as_array().unwrap().iter();
    rows.map(|row| row["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_product_kind_and_a_channel_are_in_the_form_and_can_be_logged() {
    let rules = Rules::shipped().unwrap();
    let app = App::new();
    let options = app.done("options", json!({}));
    let kinds: Vec<String> = rules.kinds.iter().map(|kind| kind.key.clone()).collect();
    let channels: Vec<String> = rules.channels.iter().map(|channel| channel.key.clone()).collect();
    assert_eq!(
        (offered(&options, "kinds"), offered(&options, "channels")),
        (kinds.clone(), channels.clone())
    );
    for kind in &kinds {
        assert_eq!(&app.done("log_order", draft(kind, ""))["kind"], kind);
        let windows = app.done("rules", json!({})).to_string();
        assert!(
            windows.contains(&format!("\"key\":\"{kind}\"")),
            "{kind} cannot be corrected"
        );
    }
    for channel in &channels {
        assert_eq!(
            &app.done("log_order", draft("other", channel))["channel"],
            channel
        );
    }
}

#[test]
fn a_letter_is_offered_by_its_step_and_can_be_written() {
    let rules = Rules::shipped().unwrap();
    let app = App::new();
    let mut offered = BTreeSet::new();
    for channel in &rules.channels {
        let id = app.done("log_order", draft("phone-credit-fast", &channel.key))["id"].clone();
        for step in app.done("escalation", json!({ "id": id }))["steps"]
            .as_array()
            .unwrap()
        {
            for letter in step["letters"].as_array().unwrap() {
                let key = letter["key"].as_str().unwrap();
                let wish = json!({ "answer_by": "", "fraud": false });
                let written = app.done("letter", json!({ "id": id, "to": key, "wish": wish }));
                assert_eq!(written["step"], step["key"], "{key}");
                assert!(
                    written["text"].as_str().is_some_and(|text| !text.is_empty()),
                    "{key}"
                );
                offered.insert(written["to"].as_str().unwrap().to_owned());
            }
        }
    }
    let all: BTreeSet<String> = rules.letters.iter().map(|letter| letter.key.clone()).collect();
    assert_eq!(offered, all);
}

#[test]
fn an_operation_is_known_to_the_page() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/bindings/operations.ts");
    let page = std::fs::read_to_string(page).unwrap();
    for name in OPERATIONS {
        assert!(page.contains(&format!("('{name}', {{")), "{name}");
    }
}
