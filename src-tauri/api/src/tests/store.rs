//! The store on real files, as the rooms use it.

use super::{NOW, draft, file_of_version, fresh, later, open};
use crate::{DataFile, ExportFormat, ExportWish, LetterWish, Settings};
use daozhang_core::order::{
    Attachment, Media, Moment, NewShot, OrderId, Sha256, ShotRole, Span, Stage, Status, Topic, Word, Zone,
};
use daozhang_core::record::{Chosen, Draft, Field, RefundTold, Told};
use daozhang_core::store::{FILE_NAME, LEASE, Query};
use daozhang_core::{Code, Outcome};
use daozhang_typeset::Typst;
use proptest::prelude::*;
use std::path::Path;

const MINUTE: Span = Span::MINUTE;

fn shot(bytes: &[u8]) -> Attachment {
    let shot = NewShot {
        sha256: Sha256::of(bytes),
        name: "支付.pdf".into(),
        media: Media::Pdf,
        pixels: None,
        bytes: bytes.to_vec(),
    };
    (shot, Some(ShotRole::Payment))
}

/// Makes a data file one of an earlier version, whose payments stood in the orders alone.
const BACK_BEFORE_PAYMENTS: &str = "
    DROP TABLE calendar_entries; DROP TABLE clock_set_right; DROP TABLE payment_ties; DROP TABLE payments; DROP INDEX orders_by_merchant_no; DROP INDEX bill_rows_once;
    ALTER TABLE bill_rows DROP COLUMN stands; ALTER TABLE orders DROP COLUMN quantity; ALTER TABLE orders DROP COLUMN requested_fen;
    ALTER TABLE orders DROP COLUMN problem; ALTER TABLE orders DROP COLUMN received; ALTER TABLE orders DROP COLUMN credited_fen;
    DROP TABLE card_keys; ALTER TABLE orders DROP COLUMN keys_came; ALTER TABLE orders DROP COLUMN keys_work;
    ALTER TABLE orders DROP COLUMN keys_bad; ALTER TABLE orders DROP COLUMN keys_all;
    PRAGMA user_version = 7;";

fn status(data: &DataFile, id: OrderId) -> Status {
    data.show(id).unwrap().order.status
}

fn products(data: &DataFile, search: &str) -> Vec<String> {
    let page = data
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
    let data = open(folder.path());
    let detail = data.show(id).unwrap();
    assert_eq!(detail.order.product, "100 Q币");
    assert_eq!(detail.events.len(), 2, "logged, and the file");
    let hash = Sha256::from_hex(&detail.shots[0].sha256).unwrap();
    assert_eq!(data.file(hash).unwrap().unwrap().1, b"%PDF-1");
}

#[cfg(unix)]
#[test]
fn folder_and_file_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("data");
    let mut data = open(&folder);
    data.log(&draft("100 Q币"), &[], NOW).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for name in [FILE_NAME, "daozhang.db-wal", "daozhang.db-shm"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
}

#[test]
fn the_same_file_is_stored_once_and_attached_once() {
    let (folder, mut data) = fresh();
    let first = data.log(&draft("甲"), &[shot(b"%PDF-1")], NOW).unwrap();
    data.log(&draft("乙"), &[shot(b"%PDF-1")], NOW).unwrap();
    data.attach(first, &[shot(b"%PDF-1")], NOW).unwrap();
    assert_eq!(data.show(first).unwrap().shots.len(), 1);
    drop(data);
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    let count = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM files"), 1);
    assert_eq!(count("SELECT count(*) FROM shots"), 2);
}

#[test]
fn an_alert_is_raised_once_claimed_once_and_shown_again_only_when_its_claim_ran_out() {
    let (folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    assert!(data.check(later(29), true).unwrap().due.is_empty());
    assert_eq!(data.next_wake(NOW).unwrap(), Some(later(30)));
    let due = data.check(later(30), true).unwrap().due;
    assert_eq!(
        (due.len(), due[0].order, status(&data, id)),
        (1, id, Status::Overdue)
    );
    assert!(
        open(folder.path()).check(later(30), true).unwrap().due.is_empty(),
        "another process has it"
    );
    let again = open(folder.path()).check(later(30) + LEASE, true).unwrap().due;
    assert_eq!(
        (again.len(), again[0].alert),
        (1, due[0].alert),
        "its claimer died"
    );
    data.delivered(&again, later(31)).unwrap();
    assert!(data.check(later(269), true).unwrap().due.is_empty());
    assert_eq!(
        data.next_wake(NOW).unwrap(),
        Some(later(270)),
        "it comes again four hours later"
    );
}

#[test]
fn a_clock_set_back_does_not_keep_an_alert_claimed() {
    let (_folder, mut data) = fresh();
    data.log(&draft("甲"), &[], NOW).unwrap();
    assert_eq!(data.check(later(9999), true).unwrap().due.len(), 1);
    assert_eq!(data.check(later(31), true).unwrap().due.len(), 1);
}

#[test]
fn a_look_without_a_claim_takes_nothing_away() {
    let (_folder, mut data) = fresh();
    data.log(&draft("甲"), &[], NOW).unwrap();
    assert_eq!(data.check(later(30), false).unwrap().due.len(), 1);
    assert_eq!(data.check(later(30), true).unwrap().due.len(), 1);
    let due = data.check(later(30), false).unwrap().due;
    assert!(due.is_empty(), "claimed by the caller before");
}

#[test]
fn an_order_entered_late_gets_no_alert() {
    let (_folder, mut data) = fresh();
    let late = Draft {
        paid_at: "昨天 01:00".into(),
        ..draft("甲")
    };
    let id = data.log(&late, &[], NOW).unwrap();
    assert_eq!(status(&data, id), Status::Overdue);
    assert!(data.check(later(60), true).unwrap().due.is_empty());
}

#[test]
fn an_alert_on_its_way_is_withdrawn_when_the_order_is_settled_or_its_due_moment_moves() {
    let (_folder, mut data) = fresh();
    let settled = data.log(&draft("甲"), &[], NOW).unwrap();
    let moved = data.log(&draft("乙"), &[], NOW).unwrap();
    assert_eq!(data.check(later(30), false).unwrap().due.len(), 2);
    data.arrived(settled, "", later(31)).unwrap();
    let longer = Draft {
        window: "2h".into(),
        paid_at: NOW.rfc3339(Zone::UTC),
        ..draft("乙")
    };
    data.edit(moved, &longer, later(31)).unwrap();
    assert_eq!(status(&data, moved), Status::Awaiting);
    assert!(data.check(later(32), true).unwrap().due.is_empty());
    let due = data.check(later(120), true).unwrap().due;
    assert_eq!(
        (due.len(), due[0].order),
        (1, moved),
        "its new due moment has its own alert"
    );
}

#[test]
fn a_settled_order_can_be_taken_back_and_is_watched_again() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    data.arrived(id, "", later(5)).unwrap();
    assert_eq!(
        (status(&data, id), data.next_wake(NOW).unwrap()),
        (Status::Arrived, None)
    );
    assert!(
        data.close(id, "不要了", later(6)).is_err(),
        "it is settled already"
    );
    data.undo(id, 2, later(6)).unwrap();
    assert_eq!(
        (status(&data, id), data.next_wake(NOW).unwrap()),
        (Status::Awaiting, Some(later(30)))
    );
    assert!(data.undo(id, 2, later(6)).is_err(), "only once");
    assert!(data.undo(id, 1, later(6)).is_err(), "that it was logged stays");
    data.refunded(id, &RefundTold::of("40"), later(7)).unwrap();
    assert_eq!(data.show(id).unwrap().order.refunded_fen, 4000);
    assert_eq!(
        data.refunded(id, &RefundTold::of("58.51"), later(7))
            .unwrap_err()
            .code,
        Code::RefundAmount
    );
    data.refunded(id, &RefundTold::of("58.50"), later(7)).unwrap();
    assert_eq!(status(&data, id), Status::Refunded);
}

#[test]
fn a_refusal_changes_nothing() {
    let (_folder, mut data) = fresh();
    let id = data
        .log(
            &Draft {
                order_no: "N1".into(),
                ..draft("甲")
            },
            &[],
            NOW,
        )
        .unwrap();
    let before = data.show(id).unwrap();
    let told = Told {
        kind: "note".into(),
        ..Told::default()
    };
    assert!(data.tell(id, &told, &[shot(b"%PDF-2")], NOW).is_err());
    assert_eq!(
        data.log(
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
    assert_eq!(data.show(OrderId(99)).unwrap_err().code, Code::NotFound);
    assert_eq!(data.show(id).unwrap(), before);
    assert_eq!(data.counts("").unwrap().all, 1);
    data.log(
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
    let (folder, mut data) = fresh();
    let own = data.log(&draft("自己的"), &[shot(b"%PDF-1")], NOW).unwrap();
    let before = data.show(own).unwrap();
    let loaded = data.load_samples(NOW).unwrap();
    assert!(loaded >= 5);
    assert_eq!(data.load_samples(NOW).unwrap(), 0, "once is enough");
    let counts = data.counts("").unwrap();
    assert!(counts.overdue > 0 && counts.arrived > 0 && counts.refunded > 0 && counts.awaiting > 1);
    assert_eq!(data.remove_samples().unwrap(), loaded);
    assert_eq!(data.show(own).unwrap(), before);
    assert_eq!(data.platform_names().unwrap(), ["星河卡盟"]);
    drop(data);
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    for table in ["orders", "files", "shots", "platforms", "order_pieces"] {
        let left: i64 = raw
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, 1, "{table}");
    }
}

#[test]
fn samples_take_only_what_is_theirs() {
    let (folder, mut data) = fresh();
    data.load_samples(NOW).unwrap();
    let of_samples = data.platform_names().unwrap();
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    // Platforms without an order of which something is known, a file that a rescue saved, and one that was taken off an order.
    raw.execute_batch(
        "INSERT INTO platforms (name, legal_name) VALUES ('先写下的', '某公司');
         INSERT INTO platforms (name) VALUES ('只有时限的');
         INSERT INTO platform_windows SELECT id, 'other', 60000 FROM platforms WHERE name = '只有时限的';
         INSERT INTO files (sha256, media, length, bytes) VALUES (zeroblob(32), 'image/png', 1, x'00');",
    )
    .unwrap();
    let own = data.log(&draft("自己的"), &[], NOW).unwrap();
    raw.execute(
        "INSERT INTO events SELECT ?1, 2, kind, at, recorded_at, text, until, amount_fen, shot, undoes, facts, hash
         FROM events WHERE shot IS NOT NULL LIMIT 1",
        [own],
    )
    .unwrap();
    raw.execute(
        "UPDATE platforms SET notes = '问过客服' WHERE name = ?1",
        [&of_samples[0]],
    )
    .unwrap();
    data.remove_samples().unwrap();
    let count = |select: &str| -> i64 { raw.query_row(select, [], |row| row.get(0)).unwrap() };
    assert_eq!(count("SELECT count(*) FROM files WHERE sha256 = zeroblob(32)"), 1);
    assert_eq!(
        count("SELECT count(*) FROM files WHERE sha256 IN (SELECT shot FROM events)"),
        1
    );
    assert_eq!(count("SELECT count(*) FROM files"), 2);
    let mut left: Vec<String> = raw
        .prepare("SELECT name FROM platforms")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    left.sort();
    let mut kept = vec!["先写下的", "只有时限的", "星河卡盟", &of_samples[0]];
    kept.sort_unstable();
    assert_eq!(left, kept);
}

#[test]
fn search_finds_short_and_long_words_in_any_order() {
    let (_folder, mut data) = fresh();
    let first = Draft {
        order_no: "ABC123456".into(),
        note: "给弟弟充的".into(),
        ..draft("100 Q币直充")
    };
    data.log(&first, &[], NOW).unwrap();
    data.log(
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
        assert_eq!(products(&data, search).len(), found, "{search}");
        assert_eq!(data.counts(search).unwrap().all, found as i64, "{search}");
    }
    let id = OrderId(1);
    let renamed = Draft {
        paid_at: NOW.rfc3339(Zone::UTC),
        ..draft("流量包")
    };
    data.edit(id, &renamed, NOW).unwrap();
    assert!(
        products(&data, "Q币").is_empty(),
        "an edited order is found by its new text only"
    );
    assert_eq!(products(&data, "流量包"), ["流量包"]);
}

#[test]
fn search_finds_amounts_tags_and_notes_in_any_width() {
    let (folder, mut data) = fresh();
    let id = data.log(&draft("话费（快充）"), &[], NOW).unwrap();
    data.log(
        &Draft {
            amount: "64".into(),
            ..draft("Ｑ币 １００个")
        },
        &[],
        NOW,
    )
    .unwrap();
    let note = Told {
        kind: "note".into(),
        text: "客服说换了渠道".into(),
        ..Told::default()
    };
    data.tell(id, &note, &[], NOW).unwrap();
    data.tag(&[id], &["给妈妈".into()], &[]).unwrap();
    let check = |data: &DataFile| {
        for (search, product) in [
            ("话费(快充)", "话费（快充）"),
            ("q币 100", "Ｑ币 １００个"),
            ("98.50", "话费（快充）"),
            ("64.00", "Ｑ币 １００个"),
            ("换了渠道", "话费（快充）"),
            ("妈妈 快充", "话费（快充）"),
        ] {
            assert_eq!(products(data, search), [product], "{search}");
        }
    };
    check(&data);
    data.edit(
        id,
        &Draft {
            paid_at: NOW.rfc3339(Zone::UTC),
            order_no: "A0000001".into(),
            ..draft("话费（快充）")
        },
        NOW,
    )
    .unwrap();
    check(&data);
    data.index_again().unwrap();
    check(&data);
    data.tag(&[id], &[], &["给妈妈".into()]).unwrap();
    assert!(products(&data, "妈妈").is_empty());
    let mistaken = Told {
        kind: "note".into(),
        text: "记错了人".into(),
        ..Told::default()
    };
    data.tell(id, &mistaken, &[], NOW).unwrap();
    assert_eq!(products(&data, "记错了人").len(), 1);
    let seq = data.show(id).unwrap().events.last().unwrap().seq;
    data.undo(id, seq, NOW).unwrap();
    assert!(products(&data, "记错了人").is_empty());
    drop(data);
    // A file of before finds all that as well, once it was opened.
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    raw.execute_batch("UPDATE orders SET search_text = lower(product); DELETE FROM order_pieces;")
        .unwrap();
    raw.execute_batch(BACK_BEFORE_PAYMENTS).unwrap();
    drop(raw);
    let data = open(folder.path());
    assert_eq!(products(&data, "换了渠道"), ["话费（快充）"]);
    assert_eq!(products(&data, "q币 64"), ["Ｑ币 １００个"]);
}

/// A damaged cell that a rescue kept is no reason not to open the file, nor not to tag the order.
#[test]
fn an_order_with_an_unreadable_event_is_found_as_before() {
    let (folder, mut data) = fresh();
    let id = data.log(&draft("话费"), &[], NOW).unwrap();
    data.log(&draft("Q币"), &[], NOW).unwrap();
    drop(data);
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    raw.execute_batch(
        "INSERT INTO events (order_id, seq, kind, at, recorded_at, hash) VALUES (1, -1, 'note', 0, 0, zeroblob(32));
         DELETE FROM order_pieces;",
    )
    .unwrap();
    raw.execute_batch(BACK_BEFORE_PAYMENTS).unwrap();
    drop(raw);
    let mut data = open(folder.path());
    assert_eq!(products(&data, "话费"), ["话费"]);
    assert_eq!(products(&data, "q币"), ["Q币"]);
    data.tag(&[id], &["家里".into()], &[]).unwrap();
    assert_eq!(products(&data, "话费"), ["话费"]);
}

#[test]
fn pages_go_from_the_longest_overdue_to_the_last_settled_without_gap_or_repeat() {
    let (_folder, mut data) = fresh();
    for minutes in [50, 10, 90, 30, 30, 70, 20] {
        let paid_at = (NOW - Span(minutes * MINUTE.0)).rfc3339(Zone::UTC);
        data.log(
            &Draft {
                paid_at,
                ..draft(&format!("{minutes}"))
            },
            &[],
            NOW,
        )
        .unwrap();
    }
    data.arrived(OrderId(3), "", later(1)).unwrap();
    data.arrived(OrderId(6), "", later(2)).unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = data
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
        data.page(&Query {
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
        let refused: Outcome<DataFile> = DataFile::open(folder.path(), Zone::UTC);
        let message = refused.err().map(|failure| failure.message()).unwrap_or_default();
        assert!(message.contains(word), "{message}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{word}");
    }
}

#[test]
fn a_backup_is_whole_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut data = open(folder.path());
    let id = data.log(&draft("甲"), &[shot(b"%PDF-1")], NOW).unwrap();
    let copy = elsewhere.path().join(FILE_NAME);
    data.backup(&copy).unwrap();
    assert_eq!(open(elsewhere.path()).show(id).unwrap(), data.show(id).unwrap());
    assert!(data.backup(&copy).is_err());
    assert!(data.backup(&elsewhere.path().join("none/there.db")).is_err());
    assert!(!elsewhere.path().join("daozhang.partial").exists());
}

#[test]
fn a_picture_whose_mask_is_damaged_is_not_shared() {
    let folder = tempfile::tempdir().unwrap();
    let target = tempfile::tempdir().unwrap();
    let mut data = open(folder.path());
    let mut pictures = Vec::new();
    for shade in [10, 200] {
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(8, 8, image::Rgb([shade; 3]))
            .write_to(&mut png, image::ImageFormat::Png)
            .unwrap();
        let picture = daozhang_core::record::inspect(&format!("{shade}.png"), png.into_inner()).unwrap();
        pictures.push((picture, Some(ShotRole::Payment)));
    }
    let id = data.log(&draft("甲"), &pictures, NOW).unwrap();
    let boxes = [daozhang_core::prove::MaskBox {
        x: 0,
        y: 0,
        width: 4,
        height: 4,
    }];
    for shot in data.show(id).unwrap().shots {
        data.set_mask(id, &shot.sha256, &boxes).unwrap();
    }
    let wish = ExportWish {
        masked: true,
        ..ExportWish::default()
    };
    let shared = |data: &mut DataFile| {
        let exported = data
            .export(&[id], target.path(), &wish, &Typst::default(), NOW, |_, _| true)
            .unwrap();
        let originals = std::fs::read_dir(exported.written.folder.join("原件")).map_or(0, Iterator::count);
        (originals, exported.warnings)
    };
    assert_eq!(shared(&mut data).0, 2);

    let file = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    file.execute(
        "UPDATE masks SET boxes = '[{\"x\":' WHERE sha256 = (SELECT min(sha256) FROM masks)",
        [],
    )
    .unwrap();
    let (originals, warnings) = shared(&mut data);
    assert_eq!(originals, 1);
    assert!(
        warnings
            .iter()
            .any(|one| one.chinese().contains("1 张图片的遮盖读不出来")),
        "{warnings:?}"
    );
}

#[test]
fn an_export_holds_the_originals_and_is_noted_in_the_timeline() {
    let folder = tempfile::tempdir().unwrap();
    let target = tempfile::tempdir().unwrap();
    let mut data = open(folder.path());
    let id = data.log(&draft("../{{x}}<b>"), &[shot(b"%PDF-1")], NOW).unwrap();
    let wish = ExportWish::default();
    let exported = data
        .export(&[id, id], target.path(), &wish, &Typst::default(), NOW, |_, _| {
            true
        })
        .unwrap();
    let verdict = daozhang_core::prove::verify(&exported.written.folder).unwrap();
    assert_eq!(verdict.problems, []);
    for file in [
        "1-投诉材料.pdf",
        "2-交易与支付凭证.pdf",
        "投诉内容.txt",
        "填写指南.txt",
    ] {
        assert!(
            exported.submission.iter().any(|path| path.ends_with(file)),
            "{file}: {exported:?}"
        );
    }
    let original = std::fs::read(exported.written.folder.join("原件/01-支付凭证-支付.pdf")).unwrap();
    assert_eq!(original, b"%PDF-1");
    assert_eq!(
        data.show(id).unwrap().events.last().unwrap().kind,
        daozhang_core::order::EventKind::Exported
    );
    assert!(
        data.export(&[], target.path(), &wish, &Typst::default(), NOW, |_, _| true)
            .is_err()
    );
    assert!(
        data.export(
            &[OrderId(9)],
            target.path(),
            &wish,
            &Typst::default(),
            NOW,
            |_, _| true
        )
        .is_err()
    );
    assert_eq!(std::fs::read_dir(target.path()).unwrap().count(), 1);
}

#[test]
fn an_act_ends_the_reminders_and_sets_its_own_deadline() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    assert_eq!(data.check(later(30), false).unwrap().due.len(), 1);
    data.sent(id, "platform", "请处理", &LetterWish::default(), later(31))
        .unwrap();
    assert!(
        data.check(later(32), true).unwrap().due.is_empty(),
        "the alert on its way is withdrawn"
    );
    assert_eq!(data.next_wake(NOW).unwrap(), Some(later(31 + 1440)));
    let due = data.check(later(31 + 1440), true).unwrap().due;
    assert_eq!((due[0].stage, due[0].topic), (Stage::Demand, Topic::NoReply));
}

#[test]
fn a_promise_is_waited_for_and_a_broken_one_is_an_alert_of_its_own() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    data.check(later(30), true).unwrap();
    let told = Told {
        kind: "promised".into(),
        text: "24 小时内补发".into(),
        until: "24小时".into(),
        ..Told::default()
    };
    data.tell(id, &told, &[], later(40)).unwrap();
    assert!(data.check(later(600), true).unwrap().due.is_empty());
    let due = data.check(later(40 + 1440), true).unwrap().due;
    assert_eq!((due.len(), due[0].topic), (1, Topic::PromiseBroken));
}

#[test]
fn one_order_has_an_hour_of_peace_after_a_bubble() {
    let (_folder, mut data) = fresh();
    // A card key is asked about after ten minutes and due after thirty.
    data.log(
        &Draft {
            kind: "card-key".into(),
            ..draft("卡密")
        },
        &[],
        NOW,
    )
    .unwrap();
    data.log(&draft("甲"), &[], NOW).unwrap();
    let asked = data.check(later(10), true).unwrap().due;
    assert_eq!(
        (asked.len(), asked[0].topic, asked[0].stage),
        (1, Topic::Remind, Stage::Waiting)
    );
    data.delivered(&asked, later(10)).unwrap();
    let due = data.check(later(30), true).unwrap().due;
    let bubbles: Vec<_> = due.iter().map(|one| (one.product.as_str(), one.bubble)).collect();
    assert_eq!(
        bubbles,
        [("卡密", false), ("甲", true)],
        "both are due, one may show"
    );
    assert!(
        !data
            .check(later(69), true)
            .unwrap()
            .due
            .iter()
            .any(|one| one.product == "卡密" && one.bubble)
    );
    assert!(
        data.check(later(70), true)
            .unwrap()
            .due
            .iter()
            .any(|one| one.product == "卡密" && one.bubble)
    );
}

#[test]
fn what_was_missed_is_one_alert_for_each_order() {
    let (_folder, mut data) = fresh();
    for product in ["甲", "乙", "丙"] {
        data.log(
            &Draft {
                kind: "card-key".into(),
                ..draft(product)
            },
            &[],
            NOW,
        )
        .unwrap();
    }
    assert_eq!(
        data.check(later(10), false).unwrap().due.len(),
        3,
        "asked about, but nobody was shown"
    );
    let week = later(7 * 1440);
    let due = data.check(week, true).unwrap().due;
    assert_eq!(due.len(), 3);
    assert!(due.iter().all(|one| one.topic == Topic::Overdue && !one.again));
    assert_eq!(
        daozhang_core::watch::notice(&due, week).unwrap().title.chinese(),
        "3 笔订单逾期"
    );
    data.delivered(&due, week).unwrap();
    assert!(data.check(week, true).unwrap().due.is_empty());
}

#[test]
fn a_clock_that_went_ahead_and_back_takes_back_what_it_called_overdue() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    assert_eq!(data.check(later(300), false).unwrap().due.len(), 1);
    assert_eq!(status(&data, id), Status::Overdue);
    assert!(data.check(later(5), true).unwrap().due.is_empty());
    assert_eq!(status(&data, id), Status::Awaiting);
    assert_eq!(data.next_wake(NOW).unwrap(), Some(later(30)));
    assert_eq!(
        data.check(later(30), true).unwrap().due.len(),
        1,
        "its real moment is told"
    );
}

#[test]
fn what_a_wrong_clock_raised_and_nobody_saw_is_told_at_its_real_moment() {
    let (_folder, mut data) = fresh();
    data.log(&draft("甲"), &[], NOW).unwrap();
    assert_eq!(data.check(later(40), false).unwrap().due.len(), 1);
    assert!(data.check(later(5), false).unwrap().due.is_empty(), "taken back");
    assert_eq!(
        data.check(later(30), true).unwrap().due.len(),
        1,
        "the same alert comes when it is really due"
    );
}

#[test]
fn a_year_ahead_and_back_leaves_no_order_waiting_for_the_wrong_year() {
    let (_folder, mut data) = fresh();
    data.log(
        &Draft {
            kind: "fuel-card".into(),
            window: "2h".into(),
            ..draft("加油卡")
        },
        &[],
        NOW,
    )
    .unwrap();
    let year = later(365 * 1440);
    let due = data.check(year, true).unwrap().due;
    data.delivered(&due, year).unwrap();
    assert!(data.check(later(5), true).unwrap().due.is_empty());
    assert_eq!(data.next_wake(later(5)).unwrap(), Some(later(120)));
    assert_eq!(data.check(later(120), true).unwrap().due.len(), 1);
}

#[test]
fn having_looked_pauses_whatever_is_asked_again_and_again() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    let topic = |data: &DataFile| data.show(id).unwrap().order.topic;
    let looked = Told {
        kind: "checked".into(),
        ..Told::default()
    };
    let mut now = later(30);
    for _ in 0..3 {
        data.check(now, true).unwrap();
        assert_eq!(topic(&data), Some(Topic::Overdue));
        data.tell(id, &looked, &[], now + MINUTE).unwrap();
        assert_eq!(topic(&data), None);
        now = now + MINUTE + Span(240 * MINUTE.0);
    }
    let asked = data
        .log(
            &Draft {
                kind: "card-key".into(),
                ..draft("卡密")
            },
            &[],
            now,
        )
        .unwrap();
    data.check(now + Span(10 * MINUTE.0), true).unwrap();
    data.tell(asked, &looked, &[], now + Span(11 * MINUTE.0)).unwrap();
    assert_eq!(
        data.show(asked).unwrap().order.topic,
        None,
        "asked and answered, until it is due"
    );
    let due = data.check(now + Span(30 * MINUTE.0), true).unwrap().due;
    assert!(
        due.iter()
            .any(|one| one.order == asked && one.topic == Topic::Overdue)
    );
}

#[test]
fn asking_early_does_not_take_away_the_word_on_the_due_moment() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    data.tell(
        id,
        &Told {
            kind: "contacted".into(),
            ..Told::default()
        },
        &[],
        later(20),
    )
    .unwrap();
    let due = data.check(later(30), true).unwrap().due;
    assert_eq!((due.len(), due[0].topic), (1, Topic::Overdue));
    let due = data.check(later(20 + 1440), true).unwrap().due;
    assert!(due.iter().any(|one| one.topic == Topic::NoReply));
}

#[test]
fn nothing_is_told_of_a_settled_order_and_no_letter_is_written() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    data.arrived(id, "", later(1)).unwrap();
    let told = |kind: &str| Told {
        kind: kind.into(),
        text: "x".into(),
        ..Told::default()
    };
    assert!(data.tell(id, &told("contacted"), &[], later(2)).is_err());
    assert!(
        data.sent(id, "platform", "请处理", &LetterWish::default(), later(2))
            .is_err()
    );
    assert!(data.file_complaint(id, "payment", "", "", later(2)).is_err());
    assert!(
        data.letter(id, "12315", &LetterWish::default(), later(2))
            .is_err()
    );
    data.tell(id, &told("note"), &[], later(2)).unwrap();
}

#[test]
fn a_crash_at_the_very_first_start_and_a_crowd_at_it_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    raw.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
        .unwrap();
    drop(raw);
    let path = folder.path();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(move || drop(open(path)));
        }
    });
    open(folder.path()).log(&draft("甲"), &[], NOW).unwrap();
}

#[test]
fn a_claim_that_ran_out_is_marked_and_a_release_is_not() {
    let (_folder, mut data) = fresh();
    data.log(&draft("甲"), &[], NOW).unwrap();
    let due = data.check(later(30), true).unwrap().due;
    assert!(!due[0].again);
    data.released(&due).unwrap();
    let due = data.check(later(30), true).unwrap().due;
    assert!(!due[0].again, "the desktop said no: it was not seen");
    assert_eq!(
        data.next_wake(NOW).unwrap(),
        Some(later(30) + LEASE),
        "the claim is looked at again when it ran out"
    );
    let due = data.check(later(31), true).unwrap().due;
    assert!(due[0].again, "nobody knows whether it was seen");
}

#[test]
fn a_snooze_is_kept_and_refused_without_an_end() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    let snooze = |until: &str| Told {
        kind: "snoozed".into(),
        until: until.into(),
        ..Told::default()
    };
    assert_eq!(
        data.tell(id, &snooze(""), &[], NOW).unwrap_err().code,
        Code::Until
    );
    data.tell(id, &snooze("2小时"), &[], NOW).unwrap();
    assert!(data.check(later(30), true).unwrap().due.is_empty());
    assert_eq!(status(&data, id), Status::Overdue, "the status does not wait");
    assert_eq!(data.todo(later(30)).unwrap().cards.len(), 0);
    assert_eq!(data.check(later(120), true).unwrap().due.len(), 1);
    assert_eq!(data.todo(later(120)).unwrap().cards.len(), 1);
}

#[test]
fn a_fuel_card_is_asked_about_before_it_is_called_overdue() {
    let (_folder, mut data) = fresh();
    let id = data
        .log(
            &Draft {
                kind: "fuel-card".into(),
                ..draft("加油卡")
            },
            &[],
            NOW,
        )
        .unwrap();
    let due = data.check(later(30), true).unwrap().due;
    assert_eq!(
        (due[0].topic, status(&data, id)),
        (Topic::Confirm, Status::Awaiting)
    );
    assert!(data.todo(later(30)).unwrap().cards[0].confirm.is_some());
    data.tell(
        id,
        &Told {
            kind: "checked".into(),
            ..Told::default()
        },
        &[],
        later(40),
    )
    .unwrap();
    assert_eq!(status(&data, id), Status::Overdue);
}

#[test]
fn release_times_move_the_open_orders_of_a_platform() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    assert!(data.set_release_times("星河卡盟", "25:00", NOW).is_err());
    // It is eight o'clock in the morning.
    data.set_release_times("星河卡盟", "10:00，22:00", NOW).unwrap();
    assert_eq!(data.release_times("星河卡盟").unwrap(), "10:00、22:00");
    assert_eq!(data.next_wake(NOW).unwrap(), Some(later(150)));
    assert!(data.check(later(149), true).unwrap().due.is_empty());
    let later_one = data.log(&draft("乙"), &[], later(150)).unwrap();
    assert_eq!(
        data.show(later_one).unwrap().order.due_at,
        "2026-11-23T22:30:00+08:00"
    );
    data.set_release_times("星河卡盟", "", NOW).unwrap();
    assert_eq!(
        data.show(id).unwrap().order.due_at,
        later(30).rfc3339(Zone::Asia__Shanghai)
    );
}

#[test]
fn a_filing_has_its_number_and_its_deadlines() {
    let (_folder, mut data) = fresh();
    let id = data
        .log(
            &Draft {
                channel: "wechat".into(),
                ..draft("甲")
            },
            &[],
            NOW,
        )
        .unwrap();
    assert!(data.file_complaint(id, "12300", "", "", NOW).is_err());
    assert_eq!(
        data.file_complaint(id, "payment", "", "前天 08:00", NOW)
            .unwrap_err()
            .code,
        Code::At
    );
    let filed = data
        .file_complaint(id, "payment", "TS 001", "", later(60))
        .unwrap();
    assert_eq!(filed.filing.number.as_deref(), Some("TS001"));
    let days: Vec<&str> = filed
        .filing
        .deadlines
        .iter()
        .map(|one| one.due_at.as_str())
        .collect();
    assert_eq!(days, ["2026-11-24T23:59:59+08:00", "2026-11-26T23:59:59+08:00"]);
    let first = chrono::DateTime::parse_from_rfc3339(days[0]).unwrap();
    let due = data.check(first.into(), true).unwrap().due;
    assert_eq!(
        (due[0].stage, due[0].topic),
        (Stage::PaymentDispute, Topic::DisputeReply)
    );
}

#[test]
fn settings_are_kept_checked_and_quiet() {
    let (folder, mut data) = fresh();
    let usual = data.settings().unwrap();
    assert_eq!(
        (usual.quiet_hours.as_str(), usual.close_to_tray),
        ("23:00-08:00", true)
    );
    assert_eq!(data.quiet_until(NOW).unwrap(), None, "it is eight o'clock sharp");
    assert_eq!(data.quiet_until(NOW - Span(1)).unwrap(), Some(NOW));
    assert!(
        data.set_settings(&Settings {
            quiet_hours: "25-3".into(),
            ..usual.clone()
        })
        .is_err()
    );
    data.set_settings(&Settings {
        quiet_hours: String::new(),
        close_to_tray: false,
        ..usual
    })
    .unwrap();
    assert_eq!(data.quiet_until(NOW - Span(1)).unwrap(), None);
    data.pause(Some(later(60))).unwrap();
    assert_eq!(
        open(folder.path()).quiet_until(later(59)).unwrap(),
        Some(later(60))
    );
    assert_eq!(data.quiet_until(later(60)).unwrap(), None);
    assert!(!data.told_of_tray().unwrap() && data.told_of_tray().unwrap());
}

#[test]
fn the_calendar_holds_what_is_ahead() {
    let (_folder, mut data) = fresh();
    let open_one = data.log(&draft("甲"), &[], NOW).unwrap();
    let settled = data.log(&draft("乙"), &[], NOW).unwrap();
    data.arrived(settled, "", NOW).unwrap();
    let calendar = data.calendar(NOW).unwrap();
    let has = |calendar: &str, topic: &str| calendar.contains(&format!("UID:{}-{topic}-", open_one.0));
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 3);
    assert!(has(&calendar, "overdue") && has(&calendar, "rescission") && has(&calendar, "limitation"));
    let after = data.calendar(later(31)).unwrap();
    assert_eq!(after.matches("BEGIN:VEVENT").count(), 2);
    assert!(!has(&after, "overdue"));
}

#[test]
fn what_the_calendar_has_no_room_for_is_not_cancelled() {
    let (_folder, mut data) = fresh();
    let log = |data: &mut DataFile, window: &str| {
        let draft = Draft {
            window: window.into(),
            ..draft("甲")
        };
        data.log(&draft, &[], NOW).unwrap()
    };
    let (last, first, settled) = (log(&mut data, "3h"), log(&mut data, "5m"), log(&mut data, "2h"));
    let all = data.calendar(NOW).unwrap();
    assert_eq!(all.matches("STATUS:CONFIRMED").count(), 9);
    data.arrived(settled, "", NOW).unwrap();
    let entries = |calendar: &str, id: OrderId, status: &str| {
        let events = calendar.split("BEGIN:VEVENT");
        let of_order = events.filter(|event| event.contains(&format!("UID:{}-", id.0)));
        of_order
            .filter(|event| event.contains(&format!("STATUS:{status}")))
            .count()
    };
    // There is room for the order of which something comes next.
    let cut = data.calendar_of(1, NOW).unwrap();
    assert_eq!(entries(&cut, first, "CONFIRMED"), 3);
    assert_eq!(entries(&cut, settled, "CANCELLED"), 3);
    assert_eq!(entries(&cut, last, "CANCELLED"), 0);
    let whole = data.calendar(NOW).unwrap();
    assert_eq!(entries(&whole, last, "CONFIRMED"), 3);
    assert_eq!(
        whole.matches("SEQUENCE:0").count(),
        6,
        "nothing of the open ones changed"
    );
}

#[test]
fn what_is_put_off_is_not_said_to_wait_for_the_person() {
    let (_folder, mut data) = fresh();
    let id = data.log(&draft("甲"), &[], NOW).unwrap();
    data.check(later(30), false).unwrap();
    assert_eq!(data.unseen_alerts(later(30)).unwrap(), 1);
    // A limit that runs beside the matter stays in the outbox: fifteen days after the money was asked back.
    let demand = Told {
        kind: "demanded".into(),
        text: "请退款".into(),
        ..Told::default()
    };
    data.tell(id, &demand, &[], later(40)).unwrap();
    let late = NOW + Span::days(20);
    data.check(late, false).unwrap();
    let snooze = Told {
        kind: "snoozed".into(),
        until: "2小时".into(),
        ..Told::default()
    };
    data.tell(id, &snooze, &[], late).unwrap();
    assert!(data.store.waiting().unwrap() > 0);
    assert_eq!(data.unseen_alerts(late).unwrap(), 0);
    assert_eq!(data.todo(late).unwrap().unseen, 0);
}

#[test]
fn a_file_of_the_first_version_is_migrated_with_a_copy_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    let raw = file_of_version(1, folder.path());
    raw.execute_batch(&format!(
        "INSERT INTO orders (platform_id, product, kind, amount_fen, paid_at, window_ms, window_promised, due_at, status,
             stage, alert_after, created_at, urgency, search_text)
         VALUES (1, '乙', 'q-coin', 100, {0}, 1800000, 1, {0} + 1800000, 'awaiting', 'waiting', {0} + 1800000, {0},
             {0} + 1800000, '甲 乙');",
        NOW.0
    ))
    .unwrap();
    drop(raw);
    let mut data = open(folder.path());
    assert!(folder.path().join("daozhang.before-v14.db").exists());
    assert_eq!(
        data.show(OrderId(1)).unwrap().order.counted_from,
        NOW.rfc3339(Zone::Asia__Shanghai)
    );
    assert_eq!(data.check(later(30), true).unwrap().due.len(), 1);
    let limit: bool = rusqlite::Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM deadlines WHERE topic = 'limitation')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(limit, "old orders are planned under the new rules");
}

/// A data file as a released version left it: an order with a plan, packed as that version packed it.
fn file_with_a_plan(version: usize, folder: &Path, course: &str, limits: &str) {
    let raw = file_of_version(version, folder);
    raw.execute_batch(&format!(
        "INSERT INTO orders (platform_id, product, kind, amount_fen, paid_at, window_ms, window_promised, due_at, status,
             stage, alert_after, created_at, urgency, search_text)
         VALUES (1, '乙', 'q-coin', 100, {0}, 1800000, 1, {0} + 1800000, 'awaiting', 'demand', {0} + 1800000, {0},
             {0} + 1800000, '甲 乙');",
        NOW.0
    ))
    .unwrap();
    if version >= 2 {
        raw.execute("UPDATE orders SET course = nullif(?1, '')", [course])
            .unwrap();
        raw.execute("INSERT INTO settings VALUES ('planned-with', 'x')", [])
            .unwrap();
    }
    if version >= 3 {
        raw.execute("UPDATE orders SET limits = nullif(?1, '')", [limits])
            .unwrap();
    }
}

#[test]
fn the_packed_plans_of_every_released_version_are_carried_over() {
    let (first, second) = (later(60), later(90));
    let course = format!("demand:promise-broken:{};demand:no-reply:{}", first.0, second.0);
    let limits = format!("limitation:{}:{}", later(500).0, later(600).0);
    for version in 1..=6 {
        let folder = tempfile::tempdir().unwrap();
        file_with_a_plan(version, folder.path(), &course, &limits);
        let data = open(folder.path());
        let shown = data.show(OrderId(1)).unwrap().order.deadlines;
        let shown: Vec<_> = shown.into_iter().map(|one| (one.at, one.topic)).collect();
        let zone = Zone::Asia__Shanghai;
        let expected = match version {
            1 => vec![],
            _ => vec![
                (first.rfc3339(zone), Topic::PromiseBroken),
                (second.rfc3339(zone), Topic::NoReply),
            ],
        };
        assert_eq!(shown, expected, "version {version}");
        assert_eq!(products(&data, "1.00"), ["乙"], "version {version}");
        drop(data);
        let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
        let limit = raw.query_row(
            "SELECT told_at, at FROM deadlines WHERE topic = 'limitation' AND stage IS NULL",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        let expected = if version < 3 {
            None
        } else {
            Some((later(500), later(600)))
        };
        assert_eq!(limit.ok(), expected, "version {version}");
    }
}

#[test]
fn a_packed_plan_that_cannot_be_read_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    file_with_a_plan(6, folder.path(), "demand:no-reply", "limitation:x:1");
    let mut data = open(folder.path());
    assert_eq!(data.show(OrderId(1)).unwrap().order.deadlines, []);
    let due = data.check(later(30), true).unwrap().due;
    assert_eq!((due.len(), due[0].topic), (1, Topic::Overdue));
}

#[test]
fn an_order_whose_plan_is_damaged_stops_no_other() {
    let (folder, mut data) = fresh();
    let damaged = data.log(&draft("甲"), &[], NOW).unwrap();
    let whole = data.log(&draft("乙"), &[], NOW).unwrap();
    data.check(NOW, true).unwrap();
    rusqlite::Connection::open(folder.path().join(FILE_NAME))
        .unwrap()
        .execute(
            "UPDATE deadlines SET topic = '?' WHERE order_id = ?1",
            [damaged.0],
        )
        .unwrap();
    let checked = data.check(later(30), true).unwrap();
    assert_eq!((checked.swept.seen, checked.swept.failed), (2, vec![damaged]));
    assert_eq!(
        checked.due.iter().map(|one| one.order).collect::<Vec<_>>(),
        [whole]
    );
    data.delivered(&checked.due, later(30)).unwrap();
    assert_eq!(data.next_wake(NOW).unwrap(), Some(later(90)), "an hour later");
    assert!(data.show(damaged).unwrap_err().message().contains("读不懂"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The clock jumps ahead and back, the computer sleeps, the app is killed and opened again: whatever is overdue in the
    /// end was told, nothing was told twice for the same moment, and nothing is called overdue that is not.
    #[test]
    fn no_jump_of_the_clock_loses_an_alert_or_tells_it_twice(
        windows in prop::collection::vec(1i64..300, 1..5),
        jumps in prop::collection::vec((-400i64..600, any::<bool>(), any::<bool>()), 1..12),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut data = open(folder.path());
        for (i, minutes) in windows.iter().enumerate() {
            data.log(&Draft { window: format!("{minutes}m"), ..draft(&format!("{i}")) }, &[], NOW).unwrap();
        }
        let mut now = NOW;
        let mut told = std::collections::HashSet::new();
        let end = (later(100_000), true, true);
        let mut steps: Vec<(Moment, bool, bool)> = Vec::new();
        for (minutes, accepts, dies) in jumps {
            now = (now + Span(minutes * MINUTE.0)).max(NOW);
            steps.push((now, accepts, dies));
        }
        steps.push(end);
        for (now, accepts, dies) in steps {
            let due = data.check(now, true).unwrap().due;
            let shown: Vec<_> = due.into_iter().filter(|one| one.bubble).collect();
            // What a clock told that was ahead is told again at its moment.
            told.retain(|(_, _, at)| *at <= now + MINUTE);
            if accepts {
                for one in &shown {
                    prop_assert!(told.insert((one.order, one.topic, one.due_at)), "told twice");
                }
                data.delivered(&shown, now).unwrap();
            } else if dies {
                data = open(folder.path());
            } else {
                data.released(&shown).unwrap();
            }
            let page = data.page(&Query { limit: 100, ..Query::default() }).unwrap();
            for order in page.orders {
                prop_assert_eq!(order.status == Status::Overdue, order.clock.due_at <= now);
            }
        }
        let orders: std::collections::HashSet<_> = told.iter().map(|(order, ..)| *order).collect();
        prop_assert_eq!(orders.len(), windows.len(), "every order was told of");
    }

    /// Whatever happens in whatever order: the chain holds, money adds up, and no settled order is waited for.
    #[test]
    fn whatever_happens_the_order_adds_up(steps in prop::collection::vec((0u8..6, 1i64..60, 1u32..8), 1..12)) {
        let folder = tempfile::tempdir().unwrap();
        let mut data = open(folder.path());
        let id = data.log(&draft("甲"), &[], NOW).unwrap();
        let mut now = NOW;
        for (what, minutes, number) in steps {
            now = now + Span(minutes * MINUTE.0);
            // Refusals are part of the game: they must leave the order whole.
            let _ = match what {
                0 => data.arrived(id, "", now),
                1 => data.refunded(id, &RefundTold::of(&format!("{}", number * 10)), now),
                2 => data.close(id, "不追了", now),
                3 => data.undo(id, number, now),
                4 => data.sent(id, "platform", "请处理", &LetterWish::default(), now),
                _ => data.check(now, true).map(|_| ()),
            };
            let detail = data.show(id).unwrap();
            prop_assert!((0..=9850).contains(&detail.order.refunded_fen));
            let open = matches!(detail.order.status, Status::Awaiting | Status::Overdue);
            prop_assert_eq!(detail.order.settled_at.is_none(), open);
            prop_assert!(open || detail.order.next_alert_at.is_none());
        }
        let wish = ExportWish { masked: true, ..ExportWish::default() };
        let exported = data.export(&[id], folder.path(), &wish, &Typst::default(), now, |_, _| true).unwrap();
        let json = std::fs::read_to_string(exported.written.folder.join("order.json")).unwrap();
        prop_assert!(json.contains("\"chain_holds\": true"));
    }
}

#[test]
fn a_search_finds_the_same_whichever_way_it_goes() {
    let (folder, mut data) = fresh();
    drop(data);
    let mut raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    let transaction = raw.transaction().unwrap();
    transaction
        .execute("INSERT INTO platforms (id, name) VALUES (1, '甲')", [])
        .unwrap();
    for i in 0..2_400i64 {
        let text = if i % 3 == 0 {
            "星辰 甲乙"
        } else {
            "星辰 丙丁"
        };
        transaction
            .execute(
                "INSERT INTO orders (platform_id, product, kind, amount_fen, paid_at, window_ms, window_promised, due_at,
                     counted_from, confirm, confirmed, status, stage, created_at, urgency, search_text)
                 VALUES (1, ?1, 'q-coin', 100, ?2, 1800000, 1, ?2, ?2, 0, 0, ?3, 'closed', ?2, ?4, ?1)",
                rusqlite::params![
                    text,
                    NOW.0 + i,
                    if i % 2 == 0 { "closed" } else { "arrived" },
                    // Not in the order of their numbers.
                    (i * 7_919) % 2_400
                ],
            )
            .unwrap();
    }
    transaction.commit().unwrap();
    drop(raw);
    data = open(folder.path());
    data.index_again().unwrap();
    // 800 finds are sorted, 2,400 are met on the way; each way pages through all of them, once and in order.
    for (search, status, all) in [
        ("甲乙", None, 800),
        ("星辰", None, 2_400),
        ("星辰", Some(Status::Closed), 1_200),
        ("星辰 丙", None, 1_600),
    ] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = data
                .page(&Query {
                    search: search.to_owned(),
                    status,
                    after,
                    limit: 500,
                    ..Query::default()
                })
                .unwrap();
            seen.extend(page.orders.iter().map(|order| (order.id.0 - 1) * 7_919 % 2_400));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), all, "{search}");
        assert!(seen.is_sorted_by(|a, b| a < b), "{search}");
    }
}

#[test]
fn a_crash_that_left_a_journal_is_taken_back_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).log(&draft("甲"), &[], NOW).unwrap();
    let file = folder.path().join(FILE_NAME);
    let raw = rusqlite::Connection::open(&file).unwrap();
    raw.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        .unwrap();
    // Spills the half-done change into the file, with the journal beside it, and is copied as a crash would leave both.
    raw.execute_batch(
        "PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE orders SET product = '半'; CREATE TABLE filler (x);
         WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
         INSERT INTO filler SELECT zeroblob(4000) FROM n;",
    )
    .unwrap();
    let crashed = tempfile::tempdir().unwrap();
    for name in [FILE_NAME, "daozhang.db-journal"] {
        std::fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    drop(raw);
    assert_eq!(products(&open(crashed.path()), ""), ["甲"]);
}

#[test]
fn the_table_of_orders_has_what_stands_in_each_field() {
    let (_folder, mut data) = fresh();
    let mut full = Draft {
        channel: "wechat".into(),
        ..draft("100 Q币")
    };
    for field in [
        Field::Account,
        Field::OrderNo,
        Field::PaymentNo,
        Field::MerchantOrderNo,
        Field::Merchant,
        Field::Note,
    ] {
        *full.field_mut(field) = format!("1000{}", field as u8);
    }
    data.log(&full, &[], NOW).unwrap();
    let mut out = Vec::new();
    data.write_all(ExportFormat::Csv, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let cells: Vec<&str> = lines.next().unwrap().split(',').collect();
    for field in Field::ALL {
        let at = names.iter().position(|name| *name == field.name()).unwrap();
        let written = full.field(*field);
        let expected = match field {
            Field::Kind => "Q币",
            Field::Channel => "微信支付",
            Field::PaidAt => "2026-11-23T08:00:00+08:00",
            Field::Quantity => "1",
            Field::Window => "30分钟",
            _ => written,
        };
        assert_eq!(cells[at], expected, "{field:?}");
    }

    // Taken in again, what is settled would be owed once more.
    let refused = data
        .open_sheet("订单.csv", text.as_bytes(), &Chosen::new(), NOW)
        .map(drop)
        .unwrap_err();
    assert!(
        refused.message().contains("到账自己导出"),
        "{}",
        refused.message()
    );
}

#[test]
fn only_a_promise_is_written_as_one_and_to_the_second() {
    let (_folder, mut data) = fresh();
    for (product, window) in [("甲", ""), ("乙", "75秒"), ("丙", "26小时"), ("丁", "1天")] {
        let draft = Draft {
            window: window.into(),
            ..draft(product)
        };
        data.log(&draft, &[], NOW).unwrap();
    }
    let mut out = Vec::new();
    data.write_all(ExportFormat::Csv, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let at = lines[0].iter().position(|name| *name == "时限").unwrap();
    let windows: Vec<&str> = lines[1..].iter().map(|cells| cells[at]).collect();
    assert_eq!(windows, ["", "1分钟15秒", "26小时", "24小时"]);
}
