//! Sealed papers in the window's operations: opened, unlocked, taken over, or left to be attached.

use super::dispatch::App;
use serde_json::{Value, json};
use std::path::PathBuf;

fn paper(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../core/tests/fixtures/papers")
        .join(format!("{name}.pdf"))
}

fn log(app: &App) -> i64 {
    let draft = json!({
        "platform": "样例平台", "product": "点卡", "kind": "card-key", "amount": "481.00",
        "paid_at": "2026-09-25 09:20:31", "window": "30m", "account": "10001",
    });
    app.done("log_order", json!({ "draft": draft }))["id"]
        .as_i64()
        .unwrap()
}

#[test]
fn a_locked_paper_waits_for_its_password() {
    let app = App::new();
    app.chooses(paper("locked"));
    let refused = app.call("choose_bill", json!({})).unwrap_err();
    assert_eq!(refused.code, daozhang_core::Code::Password);
    let opened = app.done("unlock_bill", json!({ "password": "482913" }));
    assert_eq!(
        [&opened["bill"]["rows"], &opened["bill"]["read"]],
        [&json!(2), &json!(2)],
        "{opened}"
    );
    assert_eq!(opened["bill"]["totals"]["agree"], "agree");
}

#[test]
fn a_banks_row_is_proposed_unticked_and_brings_the_paper_when_it_is_taken() {
    let app = App::new();
    let id = log(&app);
    app.chooses(paper("cmb-statement"));
    let opened = app.done("choose_bill", json!({}));
    let rows = opened["bill"]["candidates"].as_array().unwrap();
    let row = rows.iter().find(|row| row["order_id"] == id).unwrap();
    assert_eq!(
        [&row["ticked"], &row["asks"]],
        [&json!(false), &json!(true)],
        "{row}"
    );
    assert!(rows.iter().all(|row| row["ticked"] == false), "{opened}");
    let imported = app.done("import_bill", json!({ "rows": [row["row"]] }));
    assert_eq!(imported["matched"], 1, "{imported}");
    assert_eq!(imported["paper"]["signature"], "none");
    let shown = app.done("show_order", json!({ "id": id }));
    assert_eq!(shown["shots"][0]["role"], "payment", "{shown}");
    assert_eq!(shown["shots"][0]["media"], "application/pdf");
    // The bank's paper tells no number of the payment.
    assert_eq!(shown["order"]["payment_no"], Value::Null);
}

#[test]
fn a_dropped_paper_is_opened_and_any_other_pdf_waits_to_be_attached() {
    let app = App::new();
    app.told();
    app.session.dropped(&[paper("wechat-proof")]);
    let opened = app.told();
    app.session.dropped(&[paper("scan")]);
    let staged = app.told();
    app.session.dropped(&[paper("locked")]);
    assert_eq!(app.told(), opened);
    assert_ne!(opened, staged, "{opened:?}");
    let another = app.folder.path().join("发票.pdf");
    std::fs::write(&another, b"%PDF-1.7 x").unwrap();
    app.session.dropped(&[another]);
    assert_eq!(app.told(), staged);
}
