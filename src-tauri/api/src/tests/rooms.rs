//! The rooms on a real data file: filings, diagnoses, sellers, corrections.

use super::{NOW, fresh, later, open};
use crate::{BulkAct, DataFile, LetterWish};
use daozhang_core::Code;
use daozhang_core::escalate::{Answers, MainKind};
use daozhang_core::order::{FilingAnswer, OrderId, Seller, SellerKind, Span, Status};
use daozhang_core::record::Draft;
use daozhang_core::store::Correction;

const PLATFORM: &str = "星河卡盟";

fn draft(product: &str) -> Draft {
    Draft {
        account: "10001".into(),
        ..super::draft(product)
    }
}

#[test]
fn an_answer_belongs_to_its_filing_and_can_be_taken_back() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    let filing = data
        .file_complaint(id, "12315", "Z 1", "", later(60))
        .unwrap()
        .filing;
    assert!(
        data.answer_filing(id, filing.id + 1, "accepted", "", later(61))
            .is_err()
    );
    assert!(data.answer_filing(id, filing.id, "maybe", "", later(61)).is_err());
    let early = data
        .answer_filing(id, filing.id, "accepted", "前天 08:00", later(61))
        .unwrap_err();
    assert_eq!(early.code, Code::At, "an answer before the filing");
    data.answer_filing(id, filing.id, "accepted", "", later(61))
        .unwrap();
    let filings = data.escalation(id, later(62)).unwrap().filings;
    assert_eq!(filings[0].answer, Some(FilingAnswer::Accepted));
    assert_eq!(filings[0].deadlines[0].key, "12315-mediation");
    let last = data.show(id).unwrap().events.last().unwrap().seq;
    data.undo(id, last, later(63)).unwrap();
    assert_eq!(data.escalation(id, later(64)).unwrap().filings[0].answer, None);
}

#[test]
fn a_diagnosis_is_kept_and_leads_to_the_letter() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    let now = later(31);
    let mut answers = Answers::default();
    let mut asked = 0;
    for (key, value) in [
        ("page", "processing"),
        ("bill", "paid"),
        ("account", "same"),
        ("paying", "smooth"),
    ] {
        let turn = data.diagnosis(id, &answers, now).unwrap();
        let Some(question) = turn.question else { break };
        assert_eq!(serde_json::to_value(question.key).unwrap(), key);
        asked += 1;
        let value = Some(value.to_owned());
        match key {
            "page" => answers.page = value,
            "bill" => answers.bill = value,
            "account" => answers.account = value,
            _ => answers.paying = value,
        }
    }
    assert!(asked <= 4);
    let found = data.diagnose(id, &answers, now).unwrap().found.unwrap();
    assert_eq!(found.row, "processing-late");
    let all = data.escalation(id, now).unwrap();
    assert_eq!(
        all.diagnosis.as_ref().map(|one| one.row.as_str()),
        Some("processing-late")
    );
    assert_eq!(all.main.unwrap().letter.as_deref(), Some("platform"));
    assert_eq!(data.next_words(id, now).unwrap(), "platform");
}

/// Paid, and the page says it is not: the letter asks to have the order restored, with both numbers and both sums, and leaves a
/// marked blank where a number is missing.
#[test]
fn what_was_paid_and_shows_as_unpaid_leads_to_a_letter_with_both_numbers() {
    let (_folder, mut data) = fresh();
    let found = |data: &mut DataFile, id| {
        let answers = Answers {
            page: Some("unpaid".into()),
            bill: Some("paid".into()),
            paying: Some("smooth".into()),
            ..Answers::default()
        };
        data.diagnose(id, &answers, later(31)).unwrap().found.unwrap()
    };
    let letter = |data: &DataFile, id| {
        data.letter(id, "platform", &LetterWish::default(), later(32))
            .unwrap()
            .text
    };
    let asked = Draft {
        amount: "2.50".into(),
        requested: "2.52".into(),
        order_no: "D20261120001".into(),
        payment_no: "4200002620202611201234567890".into(),
        ..draft("甲")
    };
    let id = data.log(&asked, &[], NOW).unwrap();
    assert_eq!(found(&mut data, id).row, "unpaid-sum");
    let text = letter(&data, id);
    for words in [
        "D20261120001",
        "4200002620202611201234567890",
        "2.52",
        "2.50",
        "补单",
        "待支付",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let bare = Draft {
        amount: "3.00".into(),
        merchant: "张**".into(),
        ..draft("乙")
    };
    let id = data.log(&bare, &[], NOW).unwrap();
    assert_eq!(found(&mut data, id).row, "unpaid-payee");
    let text = letter(&data, id);
    assert!(text.contains("订单号：【") && text.contains("补单"), "{text}");
    assert!(!text.contains("页面要付的金额"), "{text}");
}

#[test]
fn a_key_is_not_asked_for_an_account_and_given_nothing_is_no_success() {
    let (_folder, mut data) = fresh();
    let key = Draft {
        kind: "card-key".into(),
        ..draft("甲")
    };
    let id = data.log(&key, &[], NOW).unwrap();
    let answers = |page: &str| Answers {
        page: Some(page.into()),
        bill: Some("paid".into()),
        ..Answers::default()
    };
    let row = |data: &DataFile, page: &str, now| {
        data.diagnosis(id, &answers(page), now)
            .unwrap()
            .found
            .map(|it| it.row)
    };
    assert_eq!(
        row(&data, "success", later(1)).as_deref(),
        Some("success-goods-early")
    );
    assert_eq!(
        row(&data, "success", later(60 * 48)).as_deref(),
        Some("success-goods-late")
    );
    assert_eq!(
        row(&data, "without-goods", later(1)).as_deref(),
        Some("without-goods-paid")
    );
    data.diagnose(id, &answers("partly"), later(2)).unwrap();
    let main = data.escalation(id, later(3)).unwrap().main.unwrap();
    assert_eq!(main.act, MainKind::Problem);
}

#[test]
fn a_second_order_of_the_same_thing_is_seen_as_a_repeat() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    let answers = Answers {
        page: Some("processing".into()),
        bill: Some("paid".into()),
        account: Some("same".into()),
        ..Answers::default()
    };
    let turn = data.diagnosis(id, &answers, later(31)).unwrap();
    assert_eq!(
        serde_json::to_value(turn.question.unwrap().key).unwrap(),
        "paying"
    );
    data.log(&draft("甲"), &[], NOW).unwrap();
    let found = data.diagnosis(id, &answers, later(31)).unwrap().found.unwrap();
    assert_eq!(found.row, "processing-repeat");
}

#[test]
fn who_is_behind_a_platform_moves_its_limits() {
    let (_folder, mut data) = fresh();
    let credit = Draft {
        kind: "phone-credit-fast".into(),
        ..draft("移动")
    };
    let id = data.log(&credit, &[], NOW).unwrap();
    let has = |data: &DataFile| {
        let limits = data.escalation(id, later(1)).unwrap().limits;
        limits.iter().any(|one| one.key == "telecom-window")
    };
    assert!(!has(&data));
    let seller = Seller {
        platform: PLATFORM.into(),
        kind: SellerKind::Operator,
        ..Seller::default()
    };
    data.set_seller(&seller, later(1)).unwrap();
    assert!(has(&data));
    assert_eq!(data.seller(PLATFORM).unwrap(), seller);
    let long = Seller {
        address: "长".repeat(201),
        ..seller
    };
    assert_eq!(data.set_seller(&long, later(2)).unwrap_err().code, Code::Address);
}

#[test]
fn a_correction_is_kept_beside_the_shipped_rule_and_moves_open_orders() {
    let (folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    data.file_complaint(id, "12315", "", "", later(1)).unwrap();
    let due = |data: &DataFile| data.show(id).unwrap().order.deadlines[0].at.clone();
    assert_eq!(due(&data), "2026-12-02T23:59:59+08:00");
    for bad in ["7", "七个工作日", "0 天", "-3 天", "7 个世纪"] {
        let refused = data
            .set_rule("limit", "12315-acceptance", bad, later(2))
            .unwrap_err();
        assert_eq!(refused.code, Code::Text, "{bad}");
    }
    assert!(data.set_rule("limit", "no-such", "7 天", later(2)).is_err());
    data.set_rule("limit", "12315-acceptance", "3 个工作日", later(2))
        .unwrap();
    assert_eq!(due(&data), "2026-11-26T23:59:59+08:00");
    drop(data);
    let mut data = open(folder.path());
    let rule = |data: &DataFile, group: &str, key: &str| {
        let book = data.rule_book(NOW).unwrap();
        book.rules
            .into_iter()
            .find(|rule| rule.group == group && rule.key == key)
            .unwrap()
    };
    let kept = rule(&data, "limit", "12315-acceptance");
    assert_eq!(
        (kept.own.as_deref(), kept.shipped.as_str()),
        (Some("3 个工作日"), "7 个工作日")
    );
    data.set_rule("limit", "12315-acceptance", "", later(3)).unwrap();
    assert_eq!(due(&data), "2026-12-02T23:59:59+08:00");

    let refused = data
        .set_rule("letter", "platform", "0|你好\n0|{{ nothing }}", later(3))
        .unwrap_err();
    assert!(refused.message().contains("第 2 行"), "{}", refused.message());
    data.set_rule("letter", "platform", "您好，{{ product }}没到。", later(3))
        .unwrap();
    let letter = data
        .letter(id, "platform", &LetterWish::default(), later(60))
        .unwrap();
    assert_eq!((letter.text.as_str(), letter.broken), ("您好，甲没到。", None));
    data.set_rule("window", "q-coin", "10分钟 / 2小时", later(3))
        .unwrap();
    assert!(
        data.set_rule("window", "q-coin", "3小时 / 2小时", later(3))
            .is_err()
    );
    let other = data
        .log(
            &Draft {
                window: String::new(),
                ..draft("甲")
            },
            &[],
            later(3),
        )
        .unwrap();
    assert_eq!(data.show(other).unwrap().order.window_seconds, 7200);
}

/// What a later version of the app finds: a template that names what it does not know any more, and a shipped rule that
/// is another than when the person corrected it.
#[test]
fn a_correction_that_broke_leaves_the_shipped_letter_in_force_and_says_so() {
    let (folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    data.store
        .correct(
            &Correction {
                group: "letter".into(),
                key: "platform".into(),
                text: "0|您好\n0|{{ gone }}".into(),
                shipped: "0|旧的".into(),
            },
            NOW,
        )
        .unwrap();
    drop(data);
    let mut data = open(folder.path());
    let letter = data
        .letter(id, "platform", &LetterWish::default(), later(60))
        .unwrap();
    assert!(letter.broken.unwrap().to_string().contains("第 2 行"));
    assert!(letter.text.contains("至今未到账"));
    let rule = |data: &DataFile| {
        let book = data.rule_book(NOW).unwrap();
        book.rules
            .into_iter()
            .find(|rule| rule.key == "platform")
            .unwrap()
    };
    let found = rule(&data);
    assert!(found.shipped_changed && found.trouble.is_some());
    assert_eq!(found.shipped_before.as_deref(), Some("0|旧的"));
    data.set_rule("letter", "platform", "", later(1)).unwrap();
    assert!(rule(&data).own.is_none());
}

#[test]
fn a_newer_calendar_moves_deadlines_and_a_damaged_one_changes_nothing() {
    let (_folder, mut data) = fresh();
    let december = NOW + Span(37 * Span::DAY.0);
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    let filing = data.file_complaint(id, "12315", "", "", december).unwrap().filing;
    assert!(filing.deadlines[0].guessed, "2027 is not announced");
    let before = filing.deadlines[0].due_at.clone();
    assert!(data.import_holidays("{", december).is_err());
    let days: Vec<String> = (1..=20)
        .map(|n| format!(r#"{{"name":"节","date":"2027-01-{n:02}","isOffDay":true}}"#))
        .collect();
    let year = data
        .import_holidays(
            &format!(r#"{{"year":2027,"papers":["公告"],"days":[{}]}}"#, days.join(",")),
            december,
        )
        .unwrap();
    assert!(year.announced && year.own);
    let after = &data.escalation(id, december).unwrap().filings[0].deadlines[0];
    assert!(
        !after.guessed && after.due_at > before,
        "{} {before}",
        after.due_at
    );
}

#[test]
fn several_orders_are_ended_together_and_taken_back_together() {
    let (_folder, mut data) = fresh();
    let ids: Vec<OrderId> = ["甲", "乙", "丙"]
        .map(|product| data.log(&draft(product), &[], NOW).unwrap())
        .to_vec();
    data.arrived(ids[2], "", later(1)).unwrap();
    assert!(
        data.bulk(&ids, BulkAct::Close, " ", later(2)).is_err(),
        "a reason is asked for"
    );
    let done = data.bulk(&ids, BulkAct::Close, "不要了", later(2)).unwrap();
    assert_eq!((done.done, done.refused.len(), done.undo.len()), (2, 1, 2));
    assert!(
        done.refused[0]
            .chinese()
            .starts_with(&format!("订单 {}：", ids[2].0))
    );
    let status = |data: &DataFile| {
        ids.iter()
            .map(|id| data.show(*id).unwrap().order.status)
            .collect::<Vec<_>>()
    };
    assert_eq!(status(&data), [Status::Closed, Status::Closed, Status::Arrived]);

    // One that cannot be taken back stops them all.
    let mut wrong = done.undo.clone();
    wrong.push(crate::Done {
        id: ids[2].0,
        seq: 99,
    });
    assert!(data.undo_bulk(&wrong, later(3)).is_err());
    assert_eq!(status(&data), [Status::Closed, Status::Closed, Status::Arrived]);
    data.undo_bulk(&done.undo, later(3)).unwrap();
    assert_eq!(
        status(&data),
        [Status::Awaiting, Status::Awaiting, Status::Arrived]
    );

    let noted = data.bulk(&ids, BulkAct::Note, "已问过客服", later(4)).unwrap();
    assert_eq!(noted.done, 3, "a note is for settled ones too");
    let unknown = data.bulk(&[ids[0], OrderId(99)], BulkAct::Arrived, "", later(5));
    assert_eq!(unknown.unwrap_err().code, Code::NotFound);
    assert_eq!(status(&data)[0], Status::Awaiting, "all or nothing");
}

#[test]
fn a_merged_platform_is_moved_back_with_its_orders_and_their_timelines_say_so() {
    let (_folder, mut data) = fresh();
    let other = Draft {
        platform: "星河卡盟官网".into(),
        ..draft("乙")
    };
    let (first, second) = (
        data.log(&draft("甲"), &[], NOW).unwrap(),
        data.log(&other, &[], NOW).unwrap(),
    );
    let merged = data.rename_platform("星河卡盟官网", PLATFORM, later(1)).unwrap();
    assert_eq!((merged.merged, merged.moved), (true, vec![second.0]));
    let platform = |data: &DataFile, id| data.show(id).unwrap().order.platform;
    assert_eq!(platform(&data, second), PLATFORM);
    assert_eq!(data.platforms().unwrap().len(), 1);
    data.move_platform(&[second], "星河卡盟官网", later(2)).unwrap();
    assert_eq!(platform(&data, second), "星河卡盟官网");
    assert_eq!(platform(&data, first), PLATFORM);
    let told = data.show(second).unwrap().events.len();
    assert_eq!(told, 3, "logged, merged, moved back");
    assert!(data.move_platform(&[second], "  ", later(3)).is_err());
}

#[test]
fn what_is_being_typed_is_looked_at_before_it_is_logged() {
    let (_folder, mut data) = fresh();
    let large = Draft {
        amount: "500".into(),
        ..draft("甲")
    };
    let new = data.check_draft(&large, NOW).unwrap();
    assert!(new.duplicate.is_none());
    assert!(
        new.advice
            .iter()
            .any(|line| line.chinese().starts_with("第一次在这里买")),
        "{new:?}"
    );
    assert!(
        new.advice
            .iter()
            .any(|line| line.chinese().starts_with("还没有付款截图")),
        "{new:?}"
    );

    let id = data.log(&large, &[], NOW).unwrap();
    let again = data.check_draft(&large, later(1)).unwrap();
    assert_eq!(again.duplicate.map(|like| like.id), Some(id.0));
    assert!(
        !again
            .advice
            .iter()
            .any(|line| line.chinese().starts_with("第一次")),
        "it is known now"
    );
    data.sweep(later(31)).unwrap();
    let overdue = data
        .check_draft(
            &Draft {
                product: "别的".into(),
                amount: "20".into(),
                ..large.clone()
            },
            later(60),
        )
        .unwrap();
    assert!(overdue.advice[0].chinese().contains("1 笔逾期"), "{overdue:?}");

    let carrier = Draft {
        kind: "phone-credit-fast".into(),
        product: "联通话费 100 元".into(),
        account: "13800001234".into(),
        ..draft("甲")
    };
    let warned = data.check_draft(&carrier, NOW).unwrap();
    assert!(
        warned
            .advice
            .iter()
            .any(|line| line.chinese().contains("联通") && line.chinese().contains("移动")),
        "{warned:?}"
    );
    // Half a form is no fault.
    assert!(data.check_draft(&Draft::default(), NOW).is_ok());
}

#[test]
fn other_orders_of_the_platform_are_offered_open_ones_first() {
    let (_folder, mut data) = fresh();
    let ids: Vec<OrderId> = ["甲", "乙", "丙"]
        .map(|product| data.log(&draft(product), &[], NOW).unwrap())
        .to_vec();
    let elsewhere = Draft {
        platform: "别家".into(),
        ..draft("丁")
    };
    data.log(&elsewhere, &[], NOW).unwrap();
    data.arrived(ids[2], "", later(1)).unwrap();
    let offered: Vec<i64> = data
        .same_platform(ids[0])
        .unwrap()
        .iter()
        .map(|order| order.id)
        .collect();
    assert_eq!(offered, [ids[1].0, ids[2].0]);
}
