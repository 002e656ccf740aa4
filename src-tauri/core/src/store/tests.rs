//! The store on real files, as the rooms use it.

use crate::journey::Journey;
use crate::order::{Media, Moment, NewShot, OrderId, Sha256, ShotRole, Span, Status, Zone};
use crate::record::{Draft, Told};
use crate::store::{FILE_NAME, LEASE, Query};
use crate::{Code, Outcome};
use proptest::prelude::*;
use std::path::Path;

const NOW: Moment = Moment(1_795_392_000_000);
const MINUTE: Span = Span::MINUTE;

fn open(folder: &Path) -> Journey {
    Journey::open(folder, Zone::Asia__Shanghai).unwrap()
}

fn draft(product: &str) -> Draft {
    Draft {
        platform: "星河卡盟".into(),
        product: product.into(),
        kind: "q-coin".into(),
        amount: "98.50".into(),
        paid_at: "刚刚".into(),
        window: "30m".into(),
        ..Draft::default()
    }
}

fn shot(bytes: &[u8]) -> (NewShot, ShotRole) {
    let shot = NewShot {
        sha256: Sha256::of(bytes),
        name: "支付.pdf".into(),
        media: Media::Pdf,
        pixels: None,
        bytes: bytes.to_vec(),
    };
    (shot, ShotRole::Payment)
}

fn later(minutes: i64) -> Moment {
    NOW + Span(minutes * MINUTE.0)
}

fn status(journey: &Journey, id: OrderId) -> Status {
    journey.show(id).unwrap().order.status
}

fn products(journey: &Journey, search: &str) -> Vec<String> {
    let page = journey
        .page(&Query {
            search: search.into(),
            limit: 100,
            ..Query::default()
        })
        .unwrap();
    page.orders.into_iter().map(|order| order.facts.product).collect()
}

#[test]
fn an_order_with_its_file_is_there_after_the_file_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let id = open(folder.path())
        .log(&draft("100 Q币"), &[shot(b"%PDF-1")], NOW)
        .unwrap();
    let journey = open(folder.path());
    let detail = journey.show(id).unwrap();
    assert_eq!(detail.order.product, "100 Q币");
    assert_eq!(detail.events.len(), 2, "logged, and the file");
    let hash = Sha256::from_hex(&detail.shots[0].sha256).unwrap();
    assert_eq!(journey.file(hash).unwrap().unwrap().1, b"%PDF-1");
}

#[cfg(unix)]
#[test]
fn folder_and_file_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("data");
    let mut journey = open(&folder);
    journey.log(&draft("100 Q币"), &[], NOW).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for name in [FILE_NAME, "daozhang.db-wal", "daozhang.db-shm"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
}

#[test]
fn the_same_file_is_stored_once_and_attached_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let first = journey.log(&draft("甲"), &[shot(b"%PDF-1")], NOW).unwrap();
    journey.log(&draft("乙"), &[shot(b"%PDF-1")], NOW).unwrap();
    journey.attach(first, &[shot(b"%PDF-1")], NOW).unwrap();
    assert_eq!(journey.show(first).unwrap().shots.len(), 1);
    drop(journey);
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    let count = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM files"), 1);
    assert_eq!(count("SELECT count(*) FROM shots"), 2);
}

#[test]
fn an_alert_is_raised_once_claimed_once_and_shown_again_only_when_its_claim_ran_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let id = journey.log(&draft("甲"), &[], NOW).unwrap();
    assert!(journey.check(later(29), true).unwrap().due.is_empty());
    assert_eq!(journey.next_alert_after().unwrap(), Some(later(30)));
    let due = journey.check(later(30), true).unwrap().due;
    assert_eq!(
        (due.len(), due[0].order, status(&journey, id)),
        (1, id, Status::Overdue)
    );
    assert!(
        open(folder.path()).check(later(30), true).unwrap().due.is_empty(),
        "another process has it"
    );
    let again = open(folder.path()).check(later(30) + LEASE, true).unwrap().due;
    assert_eq!(again, due, "its claimer died");
    journey.delivered(&again, later(31)).unwrap();
    assert!(journey.check(later(999), true).unwrap().due.is_empty());
    assert_eq!(journey.next_alert_after().unwrap(), None);
}

#[test]
fn a_clock_set_back_does_not_keep_an_alert_claimed() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    journey.log(&draft("甲"), &[], NOW).unwrap();
    assert_eq!(journey.check(later(9999), true).unwrap().due.len(), 1);
    assert_eq!(journey.check(later(31), true).unwrap().due.len(), 1);
}

#[test]
fn a_look_without_a_claim_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    journey.log(&draft("甲"), &[], NOW).unwrap();
    assert_eq!(journey.check(later(30), false).unwrap().due.len(), 1);
    assert_eq!(journey.check(later(30), true).unwrap().due.len(), 1);
    let due = journey.check(later(30), false).unwrap().due;
    assert!(due.is_empty(), "claimed by the caller before");
}

#[test]
fn an_order_entered_late_gets_no_alert() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let late = Draft {
        paid_at: "昨天 01:00".into(),
        ..draft("甲")
    };
    let id = journey.log(&late, &[], NOW).unwrap();
    assert_eq!(status(&journey, id), Status::Overdue);
    assert!(journey.check(later(60), true).unwrap().due.is_empty());
}

#[test]
fn an_alert_on_its_way_is_withdrawn_when_the_order_is_settled_or_its_due_moment_moves() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let settled = journey.log(&draft("甲"), &[], NOW).unwrap();
    let moved = journey.log(&draft("乙"), &[], NOW).unwrap();
    assert_eq!(journey.check(later(30), false).unwrap().due.len(), 2);
    journey.arrived(settled, "", later(31)).unwrap();
    let longer = Draft {
        window: "2h".into(),
        paid_at: NOW.rfc3339(Zone::UTC),
        ..draft("乙")
    };
    journey.edit(moved, &longer, later(31)).unwrap();
    assert_eq!(status(&journey, moved), Status::Awaiting);
    assert!(journey.check(later(32), true).unwrap().due.is_empty());
    let due = journey.check(later(120), true).unwrap().due;
    assert_eq!(
        (due.len(), due[0].order),
        (1, moved),
        "its new due moment has its own alert"
    );
}

#[test]
fn a_settled_order_can_be_taken_back_and_is_watched_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let id = journey.log(&draft("甲"), &[], NOW).unwrap();
    journey.arrived(id, "", later(5)).unwrap();
    assert_eq!(
        (status(&journey, id), journey.next_alert_after().unwrap()),
        (Status::Arrived, None)
    );
    assert!(
        journey.close(id, "不要了", later(6)).is_err(),
        "it is settled already"
    );
    journey.undo(id, 2, later(6)).unwrap();
    assert_eq!(
        (status(&journey, id), journey.next_alert_after().unwrap()),
        (Status::Awaiting, Some(later(30)))
    );
    assert!(journey.undo(id, 2, later(6)).is_err(), "only once");
    assert!(journey.undo(id, 1, later(6)).is_err(), "that it was logged stays");
    journey.refunded(id, "40", "", later(7)).unwrap();
    assert_eq!(journey.show(id).unwrap().order.refunded_fen, 4000);
    assert_eq!(
        journey.refunded(id, "58.51", "", later(7)).unwrap_err().code,
        Code::RefundAmount
    );
    journey.refunded(id, "58.50", "", later(7)).unwrap();
    assert_eq!(status(&journey, id), Status::Refunded);
}

#[test]
fn a_refusal_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let id = journey
        .log(
            &Draft {
                order_no: "N1".into(),
                ..draft("甲")
            },
            &[],
            NOW,
        )
        .unwrap();
    let before = journey.show(id).unwrap();
    let told = Told {
        kind: "note".into(),
        ..Told::default()
    };
    assert!(journey.tell(id, &told, &[shot(b"%PDF-2")], NOW).is_err());
    assert_eq!(
        journey
            .log(
                &Draft {
                    order_no: "N1".into(),
                    ..draft("乙")
                },
                &[],
                NOW
            )
            .unwrap_err()
            .code,
        Code::Duplicate
    );
    assert_eq!(journey.show(OrderId(99)).unwrap_err().code, Code::NotFound);
    assert_eq!(journey.show(id).unwrap(), before);
    assert_eq!(journey.counts("").unwrap().all, 1);
    journey
        .log(
            &Draft {
                order_no: "N1".into(),
                force: true,
                ..draft("乙")
            },
            &[],
            NOW,
        )
        .unwrap();
}

#[test]
fn events_cannot_be_edited_or_removed() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).log(&draft("甲"), &[], NOW).unwrap();
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    assert!(raw.execute("UPDATE events SET text = 'x'", []).is_err());
    assert!(raw.execute("DELETE FROM events", []).is_err());
}

#[test]
fn samples_come_and_go_without_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let own = journey.log(&draft("自己的"), &[shot(b"%PDF-1")], NOW).unwrap();
    let before = journey.show(own).unwrap();
    let loaded = journey.load_samples(NOW).unwrap();
    assert!(loaded >= 5);
    assert_eq!(journey.load_samples(NOW).unwrap(), 0, "once is enough");
    let counts = journey.counts("").unwrap();
    assert!(counts.overdue > 0 && counts.arrived > 0 && counts.refunded > 0 && counts.awaiting > 1);
    assert_eq!(journey.remove_samples().unwrap(), loaded);
    assert_eq!(journey.show(own).unwrap(), before);
    assert_eq!(journey.platforms().unwrap(), ["星河卡盟"]);
    drop(journey);
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    for table in ["orders", "files", "shots", "platforms", "order_search"] {
        let left: i64 = raw
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, 1, "{table}");
    }
}

#[test]
fn search_finds_short_and_long_words_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let first = Draft {
        order_no: "ABC123456".into(),
        note: "给弟弟充的".into(),
        ..draft("100 Q币直充")
    };
    journey.log(&first, &[], NOW).unwrap();
    journey
        .log(
            &Draft {
                platform: "青橙".into(),
                ..draft("话费 50%_优惠")
            },
            &[],
            NOW,
        )
        .unwrap();
    for (search, found) in [
        ("", 2),
        ("Q币", 1),
        ("q币直充", 1),
        ("直充 星河卡盟", 1),
        ("abc1234", 1),
        ("弟弟", 1),
        ("青橙 话费", 1),
        ("青橙 Q币", 0),
        ("0%", 1),
        ("_", 1),
        ("\"", 0),
        ("充值不存在", 0),
        ("' OR 1=1 --", 0),
        ("* NEAR(", 0),
    ] {
        assert_eq!(products(&journey, search).len(), found, "{search}");
        assert_eq!(journey.counts(search).unwrap().all, found as i64, "{search}");
    }
    let id = OrderId(1);
    let renamed = Draft {
        paid_at: NOW.rfc3339(Zone::UTC),
        ..draft("流量包")
    };
    journey.edit(id, &renamed, NOW).unwrap();
    assert!(
        products(&journey, "Q币").is_empty(),
        "an edited order is found by its new text only"
    );
    assert_eq!(products(&journey, "流量包"), ["流量包"]);
}

#[test]
fn pages_go_from_the_longest_overdue_to_the_last_settled_without_gap_or_repeat() {
    let folder = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    for minutes in [50, 10, 90, 30, 30, 70, 20] {
        let paid_at = (NOW - Span(minutes * MINUTE.0)).rfc3339(Zone::UTC);
        journey
            .log(
                &Draft {
                    paid_at,
                    ..draft(&format!("{minutes}"))
                },
                &[],
                NOW,
            )
            .unwrap();
    }
    journey.arrived(OrderId(3), "", later(1)).unwrap();
    journey.arrived(OrderId(6), "", later(2)).unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = journey
            .page(&Query {
                after,
                limit: 2,
                ..Query::default()
            })
            .unwrap();
        seen.extend(page.orders.into_iter().map(|order| order.facts.product));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["50", "30", "30", "20", "10", "70", "90"]);
    assert!(
        journey
            .page(&Query {
                after: Some("x".into()),
                limit: 2,
                ..Query::default()
            })
            .is_err()
    );
}

#[test]
fn a_foreign_a_newer_and_a_damaged_file_are_refused_untouched() {
    let write = |sql: &str, path: &Path| {
        let raw = rusqlite::Connection::open(path).unwrap();
        raw.execute_batch(sql).unwrap();
    };
    type Case<'a> = (&'a str, &'a dyn Fn(&Path));
    let cases: [Case<'_>; 4] = [
        ("不是到账的数据文件", &|path| {
            std::fs::write(path, "这不是数据库，只是一段文字。".repeat(100)).unwrap()
        }),
        ("不是到账的数据文件", &|path| {
            write("CREATE TABLE notes (a); INSERT INTO notes VALUES (1);", path)
        }),
        ("不是到账的数据文件", &|path| {
            write("CREATE TABLE notes (a); PRAGMA user_version = 1;", path)
        }),
        ("更新版本", &|path| {
            drop(open(path.parent().unwrap()));
            write("PRAGMA user_version = 9999; PRAGMA journal_mode = DELETE;", path);
        }),
    ];
    for (word, make) in cases {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        make(&path);
        let before = std::fs::read(&path).unwrap();
        let refused: Outcome<Journey> = Journey::open(folder.path(), Zone::UTC);
        let message = refused.err().map(|failure| failure.message).unwrap_or_default();
        assert!(message.contains(word), "{message}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{word}");
    }
}

#[test]
fn an_export_holds_the_originals_and_is_noted_in_the_timeline() {
    let folder = tempfile::tempdir().unwrap();
    let target = tempfile::tempdir().unwrap();
    let mut journey = open(folder.path());
    let id = journey
        .log(&draft("../{{x}}<b>"), &[shot(b"%PDF-1")], NOW)
        .unwrap();
    let exported = journey.export(&[id, id], target.path(), NOW, |_, _| {}).unwrap();
    let verdict = crate::prove::verify(&exported.written.folder).unwrap();
    assert_eq!((verdict.problems, verdict.files), (Vec::new(), 5));
    let original = std::fs::read(exported.written.folder.join("原件/01-支付凭证-支付.pdf")).unwrap();
    assert_eq!(original, b"%PDF-1");
    assert_eq!(
        journey.show(id).unwrap().events.last().unwrap().kind,
        crate::order::EventKind::Exported
    );
    assert!(journey.export(&[], target.path(), NOW, |_, _| {}).is_err());
    assert!(
        journey
            .export(&[OrderId(9)], target.path(), NOW, |_, _| {})
            .is_err()
    );
    assert_eq!(std::fs::read_dir(target.path()).unwrap().count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever happens in whatever order: the chain holds, money adds up, and nobody waits for a settled order.
    #[test]
    fn whatever_happens_the_order_adds_up(steps in prop::collection::vec((0u8..6, 1i64..60, 1u32..8), 1..12)) {
        let folder = tempfile::tempdir().unwrap();
        let mut journey = open(folder.path());
        let id = journey.log(&draft("甲"), &[], NOW).unwrap();
        let mut now = NOW;
        for (what, minutes, number) in steps {
            now = now + Span(minutes * MINUTE.0);
            // Refusals are part of the game: they must leave the order whole.
            let _ = match what {
                0 => journey.arrived(id, "", now),
                1 => journey.refunded(id, &format!("{}", number * 10), "", now),
                2 => journey.close(id, "不追了", now),
                3 => journey.undo(id, number, now),
                4 => journey.sent(id, "platform", "请处理", now),
                _ => journey.check(now, true).map(|_| ()),
            };
            let detail = journey.show(id).unwrap();
            prop_assert!((0..=9850).contains(&detail.order.refunded_fen));
            let open = matches!(detail.order.status, Status::Awaiting | Status::Overdue);
            prop_assert_eq!(detail.order.settled_at.is_none(), open);
            prop_assert!(open || detail.order.next_alert_at.is_none());
        }
        let exported = journey.export(&[id], folder.path(), now, |_, _| {}).unwrap();
        let json = std::fs::read_to_string(exported.written.folder.join("order.json")).unwrap();
        prop_assert!(json.contains("\"chain_holds\": true"));
    }
}
