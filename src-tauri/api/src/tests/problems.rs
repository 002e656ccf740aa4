//! What is wrong with what came: the matter opens again and claims its own part.

use super::{draft, file_of_version, fresh, later, open};
use crate::{DataFile, LetterWish};
use daozhang_core::Code;
use daozhang_core::order::view::OrderView;
use daozhang_core::order::{Attachment, EventKind, OrderId, Problem, ShotRole, Status, Topic, Word};
use daozhang_core::prove::Declared;
use daozhang_core::record::{Draft, RefundTold, Told, Trouble, inspect};
use daozhang_core::rules::Rules;
use std::collections::{BTreeMap, BTreeSet};

fn trouble(problem: &str, received: &str) -> Trouble {
    Trouble {
        problem: problem.to_owned(),
        received: received.to_owned(),
        ..Trouble::default()
    }
}

/// Ten keys for 100 元, due in half an hour.
fn ten(data: &mut DataFile) -> OrderId {
    let ten = Draft {
        quantity: "１０ 张".into(),
        amount: "100".into(),
        ..draft("卡密 10 张")
    };
    data.log(&ten, &[], super::NOW).unwrap()
}

fn shown(data: &DataFile, id: OrderId) -> OrderView {
    data.show(id).unwrap().order
}

#[test]
fn eight_of_ten_keys_leave_two_to_claim() {
    let (_folder, mut data) = fresh();
    let id = ten(&mut data);
    assert_eq!((shown(&data, id).quantity, shown(&data, id).claim_fen), (10, 0));
    data.trouble(id, &trouble("short", "8"), later(10)).unwrap();
    let order = shown(&data, id);
    assert_eq!(
        (order.status, order.problem, order.received, order.claim_fen),
        (Status::Disputed, Some(Problem::Short), 8, 2_000)
    );
    // What came is not late, and the first thing to do stands on the first page.
    assert_eq!(order.topic, Some(Topic::Disputed));
    let due = data.check(later(26 * 60), false).unwrap().due;
    let topics: Vec<Topic> = due.iter().map(|due| due.topic).collect();
    assert!(!topics.contains(&Topic::Overdue), "{topics:?}");
    assert_eq!(shown(&data, id).status, Status::Disputed);
    assert_eq!(data.overview(later(60)).unwrap().owed_fen, 2_000);

    data.refunded(id, &RefundTold::of("5"), later(30)).unwrap();
    assert_eq!(shown(&data, id).claim_fen, 1_500);
    data.refunded(id, &RefundTold::of("15"), later(31)).unwrap();
    let order = shown(&data, id);
    assert_eq!((order.status, order.claim_fen), (Status::Refunded, 0));
}

#[test]
fn trouble_after_the_arrival_opens_the_matter_and_the_arrival_stays() {
    let (_folder, mut data) = fresh();
    let id = ten(&mut data);
    data.arrived(id, "", later(5)).unwrap();
    data.trouble(id, &trouble("lost-after", ""), later(60)).unwrap();
    let detail = data.show(id).unwrap();
    assert_eq!(
        (detail.order.status, detail.order.claim_fen),
        (Status::Disputed, 10_000)
    );
    let kinds: Vec<EventKind> = detail.events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Logged, EventKind::Arrived, EventKind::Problem]);
    assert!(detail.events.iter().all(|event| !event.undone));
    assert!(
        data.next_wake(later(60)).unwrap().is_some(),
        "it is watched again"
    );
    // Taken back, it has arrived.
    data.undo(id, 3, later(61)).unwrap();
    assert_eq!(shown(&data, id).status, Status::Arrived);
}

#[test]
fn a_balance_is_no_refund_before_it_was_accepted() {
    let (_folder, mut data) = fresh();
    let id = ten(&mut data);
    let balance = |accepted| RefundTold {
        to: "balance".into(),
        accepted,
        ..RefundTold::of("100")
    };
    data.refunded(id, &balance(false), later(60)).unwrap();
    let order = shown(&data, id);
    assert_eq!(
        (
            order.status,
            order.problem,
            order.refunded_fen,
            order.credited_fen,
            order.claim_fen
        ),
        (Status::Disputed, Some(Problem::ToBalance), 0, 10_000, 10_000)
    );
    let said = data.show(id).unwrap().events.pop().unwrap().text.unwrap();
    assert_eq!(said, "退到平台余额，本人没有同意以此代替退款");
    data.undo(id, 2, later(61)).unwrap();
    data.refunded(id, &balance(true), later(62)).unwrap();
    let order = shown(&data, id);
    assert_eq!((order.status, order.refunded_fen), (Status::Refunded, 10_000));
}

#[test]
fn what_contradicts_the_order_is_refused_in_one_sentence() {
    let (_folder, mut data) = fresh();
    let id = ten(&mut data);
    let one = data.log(&draft("单个"), &[], super::NOW).unwrap();
    let mut refused = |id, trouble: &Trouble, code, says: &str| {
        let failure = data.trouble(id, trouble, later(20)).unwrap_err();
        assert_eq!(failure.code, code, "{trouble:?}");
        assert!(
            failure.message().contains(says),
            "{trouble:?}: {}",
            failure.message()
        );
    };
    refused(id, &trouble("short", ""), Code::Received, "一共 10 份");
    refused(id, &trouble("short", "11"), Code::Received, "比下单的 10 份还多");
    refused(id, &trouble("short", "10"), Code::Received, "已到账");
    refused(id, &trouble("short", "0"), Code::Received, "没到账");
    refused(id, &trouble("short", "八"), Code::Received, "八");
    refused(id, &trouble("wrong-account", "3"), Code::Received, "充错账号");
    refused(one, &trouble("short", "1"), Code::Received, "数量");
    refused(id, &trouble("lost-after", ""), Code::Failed, "先记已到账");
    refused(
        id,
        &trouble("broken", ""),
        Code::Failed,
        "bad-key（卡密无效或已被使用）",
    );
    let early = Trouble {
        at: "2026-11-20 08:00".into(),
        ..trouble("bad-key", "")
    };
    refused(id, &early, Code::At, "早");

    data.arrived(id, "", later(30)).unwrap();
    let failure = data
        .trouble(id, &trouble("not-delivered", ""), later(31))
        .unwrap_err();
    assert!(
        failure.message().contains("撤销“已到账”"),
        "{}",
        failure.message()
    );
    let before = Trouble {
        at: "刚刚".into(),
        ..trouble("lost-after", "")
    };
    let failure = data.trouble(id, &before, later(29)).unwrap_err();
    assert!(failure.message().contains("早于到账"), "{}", failure.message());

    data.trouble(id, &trouble("bad-key", "9"), later(40)).unwrap();
    let fewer = Draft {
        quantity: "9".into(),
        amount: "100".into(),
        paid_at: "2026-11-23 07:50".into(),
        ..draft("卡密 10 张")
    };
    assert_eq!(data.edit(id, &fewer, later(41)).unwrap_err().code, Code::Quantity);
    data.refunded(id, &RefundTold::of("10"), later(42)).unwrap();
    assert_eq!(shown(&data, id).status, Status::Refunded);
    // Two of ten are not right after all: what came back pays for one of them.
    data.trouble(id, &trouble("bad-key", "8"), later(43)).unwrap();
    let order = shown(&data, id);
    assert_eq!((order.status, order.claim_fen), (Status::Disputed, 1_000));
    let still = told(EventKind::Checked, "");
    let failure = data.tell(id, &still, &[], later(44)).unwrap_err();
    assert!(
        failure.message().contains("不能记“仍未到账”"),
        "{}",
        failure.message()
    );
    // Also after it arrived in the end it cannot have been for fewer than once came.
    data.arrived(id, "", later(45)).unwrap();
    let fewest = Draft {
        quantity: "8".into(),
        ..fewer
    };
    assert_eq!(
        data.edit(id, &fewest, later(46)).unwrap_err().code,
        Code::Quantity
    );
    data.refunded(id, &RefundTold::of("90"), later(47)).unwrap();
    let failure = data.trouble(id, &trouble("bad-key", "8"), later(48)).unwrap_err();
    assert!(failure.message().contains("全额退款"), "{}", failure.message());
}

/// What was said to the platform, as typed.
fn told(kind: EventKind, text: &str) -> Told {
    Told {
        kind: kind.word().to_owned(),
        text: text.to_owned(),
        ..Told::default()
    }
}

#[test]
fn what_came_back_as_a_balance_is_watched_until_it_is_accepted() {
    let (_folder, mut data) = fresh();
    let id = ten(&mut data);
    let balance = |amount: &str, accepted| RefundTold {
        to: "balance".into(),
        accepted,
        ..RefundTold::of(amount)
    };
    data.refunded(id, &balance("40", false), later(5)).unwrap();
    // A part of it changes nothing about what is waited for.
    assert_eq!(shown(&data, id).problem, None);
    data.refunded(id, &balance("60", false), later(6)).unwrap();
    let order = shown(&data, id);
    assert_eq!(
        (order.topic, order.open_fen, order.credited_fen),
        (Some(Topic::Disputed), 10_000, 10_000)
    );
    assert!(data.next_wake(later(6)).unwrap().is_some());
    let due = data.check(later(26 * 60), false).unwrap().due;
    let open: Vec<(Topic, i64)> = due.iter().map(|due| (due.topic, due.open.0)).collect();
    assert_eq!(open, [(Topic::Disputed, 10_000)]);
    data.refunded(id, &balance("100", true), later(26 * 60 + 1))
        .unwrap();
    let order = shown(&data, id);
    assert_eq!(
        (
            order.status,
            order.refunded_fen,
            order.credited_fen,
            order.problem
        ),
        (Status::Refunded, 10_000, 0, None)
    );
}

#[test]
fn an_alert_of_a_part_says_the_part() {
    let (_folder, mut data) = fresh();
    let id = ten(&mut data);
    data.trouble(id, &trouble("short", "8"), later(10)).unwrap();
    let due = data.check(later(26 * 60), false).unwrap().due;
    let open: Vec<i64> = due.iter().map(|due| due.open.0).collect();
    assert_eq!(open, [2_000]);
}

#[test]
fn what_was_said_of_an_earlier_matter_answers_nothing_of_this_one() {
    let (_folder, mut data) = fresh();
    let id = ten(&mut data);
    let refused = told(EventKind::Refused, "系统维护，请等待");
    data.tell(id, &refused, &[], later(40)).unwrap();
    data.arrived(id, "", later(50)).unwrap();
    data.trouble(id, &trouble("bad-key", ""), later(60)).unwrap();
    let letter = data
        .letter(id, "platform", &LetterWish::default(), later(61))
        .unwrap();
    assert!(!letter.text.contains("系统维护"), "{}", letter.text);
    data.tell(id, &told(EventKind::Refused, "卡密已使用"), &[], later(62))
        .unwrap();
    let order = shown(&data, id);
    assert_eq!(
        (order.status, order.problem),
        (Status::Disputed, Some(Problem::BadKey))
    );
    // Backdated to before the matter, it is no part of it either.
    let early = Told {
        at: "2026-11-23 08:10".into(),
        ..told(EventKind::Demanded, "请退款")
    };
    let written = |data: &DataFile| {
        let letter = data.letter(id, "platform", &LetterWish::default(), later(64));
        letter.unwrap().text
    };
    let before = written(&data);
    data.tell(id, &early, &[], later(63)).unwrap();
    assert_eq!(written(&data), before);
}

#[test]
fn a_refusal_has_a_reason_that_is_counted_and_answered() {
    let (_folder, mut data) = fresh();
    let id = ten(&mut data);
    data.trouble(id, &trouble("bad-key", "8"), later(10)).unwrap();
    let because = |reason: &str, text: &str| Told {
        reason: reason.to_owned(),
        ..told(EventKind::Refused, text)
    };
    data.tell(id, &because("used", "这两张有人用过"), &[], later(20))
        .unwrap();
    let event = data.show(id).unwrap().events.pop().unwrap();
    assert_eq!(event.text.as_deref(), Some("已使用或者已激活：这两张有人用过"));
    let answered = |data: &DataFile| {
        let letter = data.letter(id, "platform-reply", &LetterWish::default(), later(70));
        letter.unwrap().text
    };
    let text = answered(&data);
    assert!(
        text.contains("以已使用或者已激活为由") && text.contains("电子商务法"),
        "{text}"
    );
    // Said without a reason it is known where it is sure, also of what an earlier version wrote.
    data.tell(id, &because("", "卡密已激活，概不退换"), &[], later(30))
        .unwrap();
    data.tell(id, &because("", "不行就是不行"), &[], later(31))
        .unwrap();
    let text = answered(&data);
    assert!(!text.contains("为由"), "the last refusal gives none: {text}");
    data.tell(id, &because("maintenance", ""), &[], later(32))
        .unwrap();
    let counts = |data: &DataFile| {
        let view = data.platform("星河卡盟").unwrap();
        let counts: Vec<(String, usize)> = view
            .excuses
            .iter()
            .map(|one| (one.key.clone(), one.count))
            .collect();
        (view.refusals, counts)
    };
    let counted = |pairs: &[(&str, usize)]| {
        pairs
            .iter()
            .map(|(key, n)| ((*key).to_owned(), *n))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        counts(&data),
        (4, counted(&[("used", 2), ("no-refund", 1), ("maintenance", 1)]))
    );
    let last = data.show(id).unwrap().events.len() as u32;
    data.undo(id, last, later(33)).unwrap();
    assert_eq!(counts(&data), (3, counted(&[("used", 2), ("no-refund", 1)])));

    let failure = data.tell(id, &because("tired", ""), &[], later(34)).unwrap_err();
    assert_eq!(failure.code, Code::Reason);
    assert!(failure.message().contains("no-refund"), "{}", failure.message());
    let note = Told {
        kind: "note".into(),
        ..because("used", "甲")
    };
    let failure = data.tell(id, &note, &[], later(35)).unwrap_err();
    assert!(
        failure.message().contains("只有商家的拒绝"),
        "{}",
        failure.message()
    );
}

#[test]
fn where_a_refund_went_decides_whether_it_counts() {
    for (to, accepted, refunded, credited, says) in [
        ("card", false, 4_000, 0, "本人的另一张卡或账户"),
        ("card", true, 4_000, 0, "本人的另一张卡或账户"),
        ("other", false, 4_000, 0, "其他方式"),
        (
            "voucher",
            false,
            0,
            4_000,
            "退到优惠券或代金券，本人没有同意以此代替退款",
        ),
        (
            "voucher",
            true,
            4_000,
            0,
            "退到优惠券或代金券，本人同意以此代替退款",
        ),
        (
            "credit",
            false,
            0,
            4_000,
            "冲抵了信用账单，本人没有同意以此代替退款",
        ),
        ("credit", true, 4_000, 0, "冲抵了信用账单，本人同意以此代替退款"),
    ] {
        let (_folder, mut data) = fresh();
        let id = ten(&mut data);
        data.trouble(id, &trouble("bad-key", "5"), later(5)).unwrap();
        let refund = |amount: &str, accepted| RefundTold {
            to: to.into(),
            accepted,
            ..RefundTold::of(amount)
        };
        data.refunded(id, &refund("40", accepted), later(6)).unwrap();
        let order = shown(&data, id);
        assert_eq!(
            (order.refunded_fen, order.credited_fen, order.claim_fen),
            (refunded, credited, 5_000 - refunded),
            "{to}, {accepted}"
        );
        let said = data.show(id).unwrap().events.pop().unwrap().text.unwrap();
        assert_eq!(said, says);
        // Accepted later, the same money counts once.
        if credited > 0 {
            data.refunded(id, &refund("40", true), later(7)).unwrap();
            let order = shown(&data, id);
            assert_eq!(
                (order.refunded_fen, order.credited_fen, order.claim_fen),
                (4_000, 0, 1_000)
            );
        }
        let failure = data.refunded(id, &refund("100", true), later(8)).unwrap_err();
        assert_eq!(failure.code, Code::RefundAmount, "{to}");
    }
}

#[test]
fn a_quantity_is_a_whole_number_up_to_what_can_be_counted() {
    let (_folder, mut data) = fresh();
    for quantity in ["0", "-1", "100001", "1e3", "2.5", "〇"] {
        let draft = Draft {
            quantity: quantity.into(),
            ..draft("卡密")
        };
        assert_eq!(
            data.log(&draft, &[], super::NOW).unwrap_err().code,
            Code::Quantity,
            "{quantity}"
        );
    }
    let most = Draft {
        quantity: "100000".into(),
        amount: "0.01".into(),
        ..draft("卡密")
    };
    let id = data.log(&most, &[], super::NOW).unwrap();
    data.trouble(id, &trouble("short", "99999"), later(5)).unwrap();
    assert_eq!(
        shown(&data, id).claim_fen,
        1,
        "what is missing is never worth nothing of 1 分"
    );
}

#[test]
fn orders_of_earlier_files_are_of_one_thing_each() {
    let folder = tempfile::tempdir().unwrap();
    let raw = file_of_version(9, folder.path());
    raw.execute_batch(
        "INSERT INTO orders (platform_id, product, kind, amount_fen, paid_at, window_ms, window_promised, counted_from, due_at,
             confirm, confirmed, status, stage, refunded_fen, urgency, created_at, search_text)
         VALUES (1, '乙', 'q-coin', 5000, 1795000000000, 60000, 0, 1795000000000, 1795000060000, 0, 0, 'overdue', 'demand', 0,
             1795000060000, 1795000000000, '');",
    )
    .unwrap();
    drop(raw);
    let data = open(folder.path());
    let order = shown(&data, OrderId(1));
    assert_eq!(
        (order.quantity, order.received, order.problem, order.claim_fen),
        (1, 0, None, 5_000)
    );
}

/// The keys of what a preflight finds that belongs to single problems, and the words of the list of evidence.
fn of_the_problem(data: &DataFile, id: OrderId) -> (Vec<String>, BTreeMap<String, String>) {
    let found = data.preflight(&[id], Declared::default(), later(90)).unwrap();
    let rules = Rules::shipped().unwrap();
    let of_single = |key: &str| {
        let rule = rules
            .evidence
            .findings
            .iter()
            .find(|rule| rule.key == key)
            .unwrap();
        !rule.problems.is_empty()
    };
    let keys = found.findings.iter().map(|one| one.key.clone());
    let groups = found.groups.iter();
    (
        keys.filter(|key| of_single(key)).collect(),
        groups
            .map(|group| (group.key.clone(), group.missing.chinese()))
            .collect(),
    )
}

fn file(n: u8, role: ShotRole) -> Attachment {
    let bytes = format!("%PDF-1.7 made up, number {n}").into_bytes();
    (inspect(&format!("{n}.pdf"), bytes).unwrap(), Some(role))
}

/// Each problem asks for what it is proved with and for nothing of another, and what was added is asked for no more.
#[test]
fn each_problem_brings_what_is_to_be_proved_and_looked_at() {
    use Problem::*;
    let mut asked_for = BTreeSet::new();
    for problem in Problem::ALL {
        let (_folder, mut data) = fresh();
        let id = data
            .log(
                &Draft {
                    quantity: "10".into(),
                    amount: "100".into(),
                    ..draft("卡密 10 张")
                },
                &[],
                super::NOW,
            )
            .unwrap();
        if *problem == LostAfter {
            data.arrived(id, "", later(5)).unwrap();
        }
        if *problem != NotDelivered {
            let received = if *problem == Short { "8" } else { "" };
            data.trouble(id, &trouble(problem.word(), received), later(60))
                .unwrap();
        }
        let before: &[&str] = match problem {
            NotDelivered => &["two-sources-not-arrived"],
            Short => &["short-list"],
            BadKey => &["bad-key-page", "bad-key-words"],
            WrongItem => &["wrong-item-picture"],
            WrongAccount => &["wrong-account-typed", "wrong-account-charged"],
            LostAfter => &["lost-after-notice", "lost-after-guarantee"],
            ToBalance => &["balance-page"],
            DoubleCharge => &["double-charge-both", "double-charge-once"],
        };
        let (found, missing) = of_the_problem(&data, id);
        assert_eq!(found, before, "{problem:?}");
        // The words in which it is asked for are of that problem.
        assert!(asked_for.insert(missing["not-arrived"].clone()), "{missing:?}");
        let shots = [
            file(1, ShotRole::ArrivalCheck),
            file(2, ShotRole::ArrivalCheck),
            file(3, ShotRole::Payment),
            file(4, ShotRole::Payment),
        ];
        data.attach(id, &shots, later(61)).unwrap();
        let after: &[&str] = match problem {
            BadKey => &["bad-key-words"],
            WrongAccount => &["wrong-account-typed"],
            LostAfter => &["lost-after-guarantee"],
            _ => &[],
        };
        assert_eq!(of_the_problem(&data, id).0, after, "{problem:?}");
        match problem {
            BadKey => {
                let said = Trouble {
                    text: "该卡密已被使用".into(),
                    ..trouble("bad-key", "")
                };
                data.undo(id, 2, later(62)).unwrap();
                data.trouble(id, &said, later(62)).unwrap();
            }
            WrongAccount => {
                let draft = Draft {
                    account: "10001".into(),
                    quantity: "10".into(),
                    amount: "100".into(),
                    paid_at: "2026-11-23 08:00".into(),
                    ..draft("卡密 10 张")
                };
                data.edit(id, &draft, later(62)).unwrap();
            }
            LostAfter => {
                let until = Told {
                    kind: "guarantee".into(),
                    until: "30天".into(),
                    ..Told::default()
                };
                data.tell(id, &until, &[], later(62)).unwrap();
            }
            // What was accepted in place of the money is not asked for back.
            ToBalance => {
                let accepted = RefundTold {
                    to: "balance".into(),
                    accepted: true,
                    ..RefundTold::of("40")
                };
                data.refunded(id, &accepted, later(62)).unwrap();
                assert_eq!(of_the_problem(&data, id).0, ["balance-accepted"]);
                continue;
            }
            _ => {}
        }
        assert_eq!(of_the_problem(&data, id).0, [""; 0], "{problem:?}");
    }
    // Every row belongs to a group that is there, and every problem but the plain one has its own.
    let rules = Rules::shipped().unwrap();
    for fact in &rules.evidence.facts {
        assert!(
            rules.evidence.groups.iter().any(|group| group.key == fact.group),
            "{}",
            fact.group
        );
    }
    for problem in Problem::ALL.iter().filter(|problem| **problem != NotDelivered) {
        assert!(
            rules.evidence.facts.iter().any(|fact| fact.problem == *problem),
            "{problem:?}"
        );
    }
}
