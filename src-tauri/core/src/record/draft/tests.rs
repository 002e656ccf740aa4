use super::*;
use crate::order::Span;
use crate::words::Language;

const ZONE: Zone = Zone::Asia__Shanghai;
const NOW: Moment = Moment(1_795_392_000_000);

fn draft() -> Draft {
    Draft {
        platform: "星河卡盟".into(),
        product: "100 Q币".into(),
        kind: "q-coin".into(),
        amount: "98.50".into(),
        paid_at: "刚刚".into(),
        ..Draft::default()
    }
}

fn checked(draft: &Draft) -> Outcome<NewOrder> {
    check(draft, &Rules::shipped().unwrap(), NOW)
}

#[test]
fn a_refusal_names_the_field_in_every_language() {
    let refused = |draft: Draft| {
        let text = checked(&draft).unwrap_err().text;
        [text.chinese(), text.said_in(Language::of("en").unwrap())]
    };
    assert_eq!(
        refused(Draft {
            platform: " ".into(),
            ..draft()
        }),
        [
            "还没有填平台：在哪里买的，例如店铺或网站的名字。",
            "Missing: platform – where you bought it, such as the name of the shop or website."
        ]
    );
    assert_eq!(
        refused(Draft {
            order_no: "1".repeat(LONGEST_FIELD + 1),
            ..draft()
        }),
        [
            "订单号太长了（201 字，最多 200 字），请只留要紧的部分。",
            "Too long: order number (201 characters, 200 at most). Keep only what matters."
        ]
    );
}

#[test]
fn the_window_is_the_kinds_unless_the_platform_promised_one() {
    let order = checked(&draft()).unwrap().facts;
    assert_eq!((order.window, order.window_promised), (Span::DAY, false));
    let order = checked(&Draft {
        window: "30分钟".into(),
        ..draft()
    })
    .unwrap()
    .facts;
    assert_eq!((order.window, order.window_promised), (Span::minutes(30), true));
}

#[test]
fn numbers_are_kept_as_exact_text_without_blanks() {
    let draft = Draft {
        order_no: " 0042 0000１2\t".into(),
        platform: "  甲\n乙 ".into(),
        ..draft()
    };
    let facts = checked(&draft).unwrap().facts;
    assert_eq!(facts.order_no.as_deref(), Some("0042000012"));
    assert_eq!(facts.platform, "甲 乙");
    for rounded in ["2.02611E+18", "２．０２６１１ｅ１８"] {
        let draft = Draft {
            order_no: rounded.into(),
            ..draft.clone()
        };
        let refused = checked(&draft).unwrap_err();
        assert!(
            refused.message().contains("表格软件改过"),
            "{}",
            refused.message()
        );
    }
}

#[test]
fn each_wrong_field_is_named() {
    let long = "长".repeat(100_000);
    let cases = [
        (
            Draft {
                platform: " ".into(),
                ..draft()
            },
            Code::Platform,
        ),
        (
            Draft {
                product: String::new(),
                ..draft()
            },
            Code::Product,
        ),
        (
            Draft {
                product: long.clone(),
                ..draft()
            },
            Code::Product,
        ),
        (
            Draft {
                kind: String::new(),
                ..draft()
            },
            Code::Kind,
        ),
        (
            Draft {
                kind: "金币".into(),
                ..draft()
            },
            Code::Kind,
        ),
        (
            Draft {
                amount: "0".into(),
                ..draft()
            },
            Code::Amount,
        ),
        (
            Draft {
                paid_at: "2026-11-30 00:00".into(),
                ..draft()
            },
            Code::PaidAt,
        ),
        (
            Draft {
                window: "很快".into(),
                ..draft()
            },
            Code::Window,
        ),
        (
            Draft {
                channel: "现金".into(),
                ..draft()
            },
            Code::Channel,
        ),
        (
            Draft {
                note: long,
                ..draft()
            },
            Code::Note,
        ),
    ];
    for (draft, code) in cases {
        let refused = checked(&draft).unwrap_err();
        assert_eq!(refused.code, code);
        assert!(refused.message().chars().count() < 240 && !refused.message().contains('\n'));
    }
}

#[test]
fn what_a_person_tells_is_checked() {
    let told = |kind: &str, text: &str, at: &str, until: &str| {
        let draft = Told {
            kind: kind.into(),
            text: text.into(),
            at: at.into(),
            until: until.into(),
            ..Told::default()
        };
        check_told(&draft, NOW - Span::HOUR, &Rules::shipped().unwrap(), NOW, ZONE)
    };
    assert_eq!(
        told("promised", "补发", "", "24小时").unwrap().until,
        Some(NOW + Span::DAY)
    );
    assert_eq!(
        told("promised", "补发", "", "明天 08:00").unwrap().until,
        Some(NOW + Span::DAY)
    );
    assert_eq!(
        told("promised", "补发", "", "昨天 08:00").unwrap_err().code,
        Code::Until
    );
    assert_eq!(told("note", "", "", "").unwrap_err().code, Code::Text);
    assert_eq!(
        told("contacted", "", "昨天 08:00", "").unwrap_err().code,
        Code::At
    );
    assert!(
        told("arrived", "", "", "").is_err(),
        "a change of status is no note"
    );
}

/// What a page shows of an order lies ahead, whatever of it is typed.
#[test]
fn a_time_that_a_page_shows_is_still_to_come() {
    let told = |kind: &str, until: &str| {
        let draft = Told {
            kind: kind.into(),
            until: until.into(),
            ..Told::default()
        };
        check_told(&draft, NOW - Span::HOUR, &Rules::shipped().unwrap(), NOW, ZONE)
    };
    for kind in ["auto-confirm", "guarantee"] {
        assert_eq!(
            told(kind, "2天3小时").unwrap().until,
            Some(NOW + Span::hours(51)),
            "{kind}"
        );
        for wrong in ["", "昨天 08:00", "2020-01-01 08:00", "马上", "2090-01-01 08:00"] {
            let refused = told(kind, wrong).unwrap_err();
            assert_eq!(refused.code, Code::Until, "{kind} {wrong}");
            let said = refused.message();
            assert!(said.ends_with('。') && said.matches('。').count() == 1, "{said}");
        }
    }
    // Three years of guarantee are none too many; three years until receipt is confirmed are a slip.
    assert!(told("guarantee", "2029-11-01 08:00").is_ok());
    assert!(told("auto-confirm", "2029-11-01 08:00").is_err());
}

#[test]
fn only_a_promise_is_one_of_a_refund() {
    let told = |kind: &str, text: &str| {
        let draft = Told {
            kind: kind.into(),
            text: text.into(),
            until: "24小时".into(),
            refund: true,
            ..Told::default()
        };
        check_told(&draft, NOW - Span::HOUR, &Rules::shipped().unwrap(), NOW, ZONE)
    };
    let promise = told("promised", "三天内原路退").unwrap();
    assert_eq!(promise.text.as_deref(), Some("退款：三天内原路退"));
    assert_eq!(promise.facts.as_deref(), Some(r#"{"refund":true}"#));
    assert_eq!(promise.until, Some(NOW + Span::DAY));
    assert_eq!(told("promised", "").unwrap().text.as_deref(), Some("退款"));
    for kind in ["contacted", "refused", "demanded", "auto-confirm"] {
        assert!(
            told(kind, "退").unwrap_err().message().contains("promised"),
            "{kind}"
        );
    }
}
