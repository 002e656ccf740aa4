//! The ledger of card keys: what follows from it, what is refused, and where a key may be read.

use super::{NOW, draft, file_of_version, fresh, later, open};
use crate::{DataFile, LetterWish};
use daozhang_core::order::view::OrderDetail;
use daozhang_core::order::{KeyState, OrderId, Problem, Status};
use daozhang_core::record::{Draft, KeyTold, KeysTold, RefundTold, Told, Trouble};
use daozhang_core::store::FILE_NAME;
use daozhang_core::store::file::{rescue, restore};

fn order(data: &mut DataFile, quantity: u32) -> OrderId {
    let draft = Draft {
        kind: "card-key".into(),
        quantity: quantity.to_string(),
        amount: "100".into(),
        force: true,
        ..draft("视频月卡")
    };
    data.log(&draft, &[], NOW).unwrap()
}

/// So many keys, from the one of a number.
fn block(from: u32, count: u32) -> String {
    let keys = (from..from + count).map(|n| format!("QWER-{:04}-TYUI-{:04}\n", n, 9000 + n));
    keys.collect()
}

fn keys(text: &str) -> KeysTold {
    KeysTold {
        text: text.to_owned(),
        ..KeysTold::default()
    }
}

fn all(text: &str) -> KeysTold {
    KeysTold {
        all: true,
        ..keys(text)
    }
}

fn tried(which: &str, state: &str, says: &str) -> KeyTold {
    KeyTold {
        keys: vec![which.to_owned()],
        state: state.to_owned(),
        says: says.to_owned(),
        ..KeyTold::default()
    }
}

/// Where it stands, its problem, how many are right and what is claimed.
fn stands(detail: &OrderDetail) -> (Status, Option<Problem>, u32, i64) {
    let order = &detail.order;
    (order.status, order.problem, order.received, order.claim_fen)
}

#[test]
fn ten_keys_of_which_two_are_bad_leave_two_to_claim() {
    let (_folder, mut data) = fresh();
    let id = order(&mut data, 10);
    let added = data.add_keys(id, &keys(&block(1, 10)), later(5)).unwrap();
    assert_eq!((added.added, added.doubled, added.known), (10, 0, 0));
    assert_eq!(stands(&added.order), (Status::Arrived, None, 10, 0));
    data.try_keys(id, &tried("1-8", "works", ""), later(6)).unwrap();
    data.try_keys(id, &tried("9009", "used", "该卡已被使用"), later(7))
        .unwrap();
    data.try_keys(id, &tried("10", "invalid", "卡密不存在"), later(8))
        .unwrap();
    let detail = data.show(id).unwrap();
    assert_eq!(
        stands(&detail),
        (Status::Disputed, Some(Problem::BadKey), 8, 2_000)
    );
    let ninth = &detail.keys[8];
    assert_eq!(
        (
            ninth.n,
            ninth.last4.as_deref(),
            ninth.state,
            ninth.says.as_deref()
        ),
        (9, Some("9009"), KeyState::Used, Some("该卡已被使用"))
    );
    assert!(ninth.tried_at.is_some() && detail.keys[0].says.is_none());
    data.refunded(id, &RefundTold::of("20"), later(30)).unwrap();
    assert_eq!(data.show(id).unwrap().order.status, Status::Refunded);
    // Tried again later, it is the first time that counts.
    let first = detail.keys[9].tried_at.clone();
    data.try_keys(id, &tried("10", "used", ""), later(40)).unwrap();
    let tenth = data.show(id).unwrap().keys[9].clone();
    assert_eq!(
        (tenth.tried_at, tenth.state, tenth.says),
        (first, KeyState::Used, None)
    );
}

#[test]
fn seven_of_ten_are_short_once_it_is_said_that_those_are_all() {
    let (_folder, mut data) = fresh();
    let id = order(&mut data, 10);
    let added = data.add_keys(id, &keys(&block(1, 7)), later(5)).unwrap();
    assert!(added.order.keys_open);
    let letter = |data: &DataFile| data.letter(id, "platform", &LetterWish::default(), later(60));
    let refused = letter(&data).unwrap_err();
    assert!(refused.message().contains("还不知道其余的到了没有"), "{refused}");
    let added = data.add_keys(id, &all(""), later(6)).unwrap();
    assert_eq!(
        stands(&added.order),
        (Status::Disputed, Some(Problem::Short), 7, 3_000)
    );
    assert!(!added.order.keys_open && letter(&data).unwrap().text.contains("只收到 7 份"));
    data.try_keys(id, &tried("3", "expired", "该卡已过期"), later(7))
        .unwrap();
    assert_eq!(
        stands(&data.show(id).unwrap()),
        (Status::Disputed, Some(Problem::BadKey), 6, 4_000)
    );
    let text = letter(&data).unwrap().text;
    for words in [
        "下单 10 张卡密，共收到 7 张，其中 1 张无法使用",
        "尾号 9003",
        "页面提示“该卡已过期”",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // The other three came after all.
    data.add_keys(id, &keys(&block(8, 3)), later(8)).unwrap();
    assert_eq!(
        stands(&data.show(id).unwrap()),
        (Status::Disputed, Some(Problem::BadKey), 9, 1_000)
    );
    // And one in the place of the one that had expired.
    data.add_keys(id, &keys(&block(11, 1)), later(9)).unwrap();
    assert_eq!(stands(&data.show(id).unwrap()), (Status::Arrived, None, 10, 0));
}

#[test]
fn what_contradicts_the_ledger_is_refused_and_changes_nothing() {
    let (_folder, mut data) = fresh();
    let id = order(&mut data, 10);
    let trouble = |problem: &str, received: &str| Trouble {
        problem: problem.to_owned(),
        received: received.to_owned(),
        ..Trouble::default()
    };
    fn said<T>(outcome: daozhang_core::Outcome<T>, words: &str) {
        let failure = outcome.map(drop).unwrap_err();
        assert!(failure.message().contains(words), "{}", failure.message());
    }
    said(
        data.try_keys(id, &tried("1", "used", ""), later(5)),
        "还没有记卡密",
    );
    said(
        data.add_keys(id, &keys(&block(1, 11)), later(5)),
        "这次又有 11 个",
    );
    said(data.add_keys(id, &keys("没有卡密"), later(5)), "没有找到卡密");
    said(data.add_keys(id, &all(""), later(5)), "没有找到卡密");
    data.add_keys(id, &keys(&block(1, 9)), later(5)).unwrap();
    data.try_keys(id, &tried("1-5", "works", ""), later(6)).unwrap();
    data.try_keys(id, &tried("6", "used", ""), later(6)).unwrap();
    let before = data.show(id).unwrap();
    said(data.add_keys(id, &keys(&block(10, 3)), later(7)), "已有 8 个");
    said(data.add_keys(id, &keys(&block(3, 2)), later(7)), "都已经记过了");
    said(data.try_keys(id, &tried("77", "used", ""), later(7)), "没有“77”");
    said(
        data.try_keys(id, &tried("3-77", "used", ""), later(7)),
        "没有“3-77”",
    );
    said(data.try_keys(id, &tried("", "used", ""), later(7)), "序号");
    said(
        data.try_keys(id, &tried("1", "kaputt", ""), later(7)),
        "works（可用）",
    );
    said(
        data.try_keys(id, &tried("1", "untried", "已使用"), later(7)),
        "留空",
    );
    let piece = KeyTold {
        piece: "00".repeat(32),
        ..tried("1", "used", "")
    };
    said(data.try_keys(id, &piece, later(7)), "没有这张截图");
    let early = KeyTold {
        at: "2026-11-20 08:00".into(),
        ..tried("1", "used", "")
    };
    said(data.try_keys(id, &early, later(7)), "早于付款时间");
    said(
        data.trouble(id, &trouble("not-delivered", ""), later(7)),
        "不能说没到账",
    );
    said(
        data.trouble(id, &trouble("short", "7"), later(7)),
        "已有 8 个没坏",
    );
    said(
        data.trouble(id, &trouble("bad-key", "4"), later(7)),
        "已有 5 个卡密可用",
    );
    said(
        data.trouble(id, &trouble("bad-key", ""), later(7)),
        "已有 5 个卡密可用",
    );
    said(data.arrived(id, "", later(7)), "有 1 个卡密用不了");
    let bulk = data.bulk(&[id], crate::BulkAct::Arrived, "", later(7)).unwrap();
    assert_eq!((bulk.done, bulk.refused.len()), (0, 1));
    let fewer = Draft {
        kind: "card-key".into(),
        quantity: "7".into(),
        amount: "100".into(),
        paid_at: "2026-11-23 08:00:00".into(),
        ..draft("视频月卡")
    };
    said(data.edit(id, &fewer, later(7)), "已有 8 个没坏");
    assert_eq!(data.show(id).unwrap(), before);
    data.add_keys(id, &keys(&block(10, 1)), later(8)).unwrap();
    said(data.trouble(id, &trouble("short", "9"), later(8)), "不是少到");
    said(data.trouble(id, &trouble("bad-key", "10"), later(8)), "");
    // What is taken back must not leave more than were ordered.
    data.add_keys(id, &keys(&block(11, 1)), later(9)).unwrap();
    let bad = data
        .show(id)
        .unwrap()
        .events
        .iter()
        .find(|event| event.text.as_deref().is_some_and(|text| text.contains("已使用")))
        .map(|event| event.seq)
        .unwrap();
    said(data.undo(id, bad, later(10)), "多出来了");
}

#[test]
fn what_stands_twice_is_said_and_counted_once_and_two_with_one_end_are_told_apart() {
    let (_folder, mut data) = fresh();
    let id = order(&mut data, 10);
    let text = "AAAA-BBBB-CCCC-1234\nAAAABBBBCCCC1234\nDDDD-EEEE-FFFF-1234\nSHORT99";
    let added = data.add_keys(id, &keys(text), later(5)).unwrap();
    assert_eq!((added.added, added.doubled), (3, 1));
    let refused = data
        .try_keys(id, &tried("1234", "used", ""), later(6))
        .unwrap_err();
    assert!(refused.message().contains("1、2"), "{refused}");
    data.try_keys(id, &tried("2", "used", ""), later(6)).unwrap();
    let detail = data.show(id).unwrap();
    assert_eq!(detail.keys[2].last4, None);
    let again = data
        .add_keys(id, &keys(&format!("{text}\nGGGG-HHHH-IIII-5678")), later(7))
        .unwrap();
    assert_eq!((again.added, again.doubled, again.known), (1, 1, 3));
}

#[test]
fn a_key_stands_in_no_text_and_comes_back_only_when_asked_for() {
    let (_folder, mut data) = fresh();
    let id = order(&mut data, 2);
    let secret = "ZXCV-8899-BNMK-7766";
    data.add_keys(
        id,
        &keys(&format!("卡号：100200300400500 密码：778899\n{secret}")),
        later(5),
    )
    .unwrap();
    data.try_keys(
        id,
        &tried("2", "used", &format!("卡密 {secret} 已被使用")),
        later(6),
    )
    .unwrap();
    let note = Told {
        kind: "note".into(),
        text: format!(
            "客服要我发 zxcv8899 bnmk7766 和 {}",
            "１００２００３００４００５００"
        ),
        ..Told::default()
    };
    data.tell(id, &note, &[], later(7)).unwrap();
    let shown = serde_json::to_string(&data.show(id).unwrap()).unwrap();
    let plain: String = shown
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    for part in ["zxcv8899bnmk7766", "8899bnmk", "100200300400500", "778899"] {
        assert!(!plain.contains(part), "{part} in {shown}");
    }
    assert!(shown.contains("卡密 ****7766 已被使用"), "{shown}");
    let revealed = data.revealed(id, &[1]).unwrap();
    assert_eq!(
        (revealed[0].number.as_deref(), revealed[0].key.as_str()),
        (Some("100200300400500"), "778899")
    );
    assert_eq!(data.revealed(id, &[]).unwrap()[1].key, secret);
    assert!(data.revealed(id, &[3]).is_err());
}

#[test]
fn what_is_taken_back_is_as_if_it_had_not_been() {
    let (_folder, mut data) = fresh();
    let id = order(&mut data, 3);
    let before = stands(&data.show(id).unwrap());
    data.add_keys(id, &keys(&block(1, 3)), later(5)).unwrap();
    data.try_keys(id, &tried("2", "invalid", ""), later(6)).unwrap();
    data.undo(id, 3, later(7)).unwrap();
    assert_eq!(stands(&data.show(id).unwrap()), (Status::Arrived, None, 3, 0));
    data.undo(id, 2, later(8)).unwrap();
    let detail = data.show(id).unwrap();
    assert_eq!((stands(&detail), detail.keys.len()), (before, 0));
    // What was taken back is not known any more.
    let added = data.add_keys(id, &keys(&block(1, 2)), later(9)).unwrap();
    assert_eq!((added.added, added.known), (2, 0));
    assert_eq!(added.order.keys[0].n, 1);
    assert_eq!(data.revealed(id, &[2]).unwrap()[0].key, "QWER-0002-TYUI-9002");
}

#[test]
fn keys_come_along_everywhere_the_data_goes() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = open(folder);
    let id = order(&mut data, 5);
    data.add_keys(id, &keys(&block(1, 4)), later(5)).unwrap();
    data.try_keys(id, &tried("2", "used", "已使用"), later(6))
        .unwrap();
    data.add_keys(id, &all(&block(5, 1)), later(7)).unwrap();
    let (detail, full) = (data.show(id).unwrap(), data.revealed(id, &[]).unwrap());
    let mut zip = std::io::Cursor::new(Vec::new());
    data.write_everything(&mut zip).unwrap();
    let file = folder.join("all.zip");
    std::fs::write(&file, zip.into_inner()).unwrap();
    let other = tempfile::tempdir().unwrap();
    restore(other.path(), &file, None, None, "1").unwrap();
    let back = open(other.path());
    assert_eq!(
        (back.show(id).unwrap(), back.revealed(id, &[]).unwrap() == full),
        (detail.clone(), true)
    );
    drop(back);
    drop(data);
    let raw = || rusqlite::Connection::open(folder.join(FILE_NAME)).unwrap();

    // The order's own row is gone: all of it follows from the timeline.
    raw()
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM orders")
        .unwrap();
    rescue(folder, None, "1", later(8)).unwrap();
    let mut data = open(folder);
    data.sweep(later(8)).unwrap();
    assert_eq!(stands(&data.show(id).unwrap()), stands(&detail));
    assert!(data.revealed(id, &[]).unwrap() == full);
    drop(data);

    // The end of the timeline is gone: the keys are there, and are told anew.
    raw()
        .execute_batch("DROP TRIGGER events_are_not_removed; DELETE FROM events WHERE seq > 1")
        .unwrap();
    rescue(folder, None, "2", later(9)).unwrap();
    let mut data = open(folder);
    let detail = data.show(id).unwrap();
    assert_eq!((detail.keys.len(), detail.order.received), (5, 4));
    assert!(data.revealed(id, &[]).unwrap() == full);
    data.try_keys(id, &tried("1", "used", ""), later(10)).unwrap();
    assert_eq!(
        data.show(id).unwrap().order.received,
        4,
        "it was one of those that were bad"
    );
    data.try_keys(id, &tried("2", "used", ""), later(10)).unwrap();
    assert_eq!(data.show(id).unwrap().order.received, 3);
}

#[test]
fn a_file_from_before_the_ledger_opens_and_means_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let raw = file_of_version(9, folder.path());
    drop(raw);
    let mut data = open(folder.path());
    let id = order(&mut data, 2);
    assert_eq!(data.show(id).unwrap().keys, []);
    assert_eq!(data.add_keys(id, &keys(&block(1, 2)), later(5)).unwrap().added, 2);
}

/// However keys and money come, what is right, what came back and what is claimed are what was ordered and paid.
#[test]
fn whatever_is_told_in_whatever_order_the_sums_agree() {
    let mut seed = 20_261_128_u64;
    let mut next = |most: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % most
    };
    let (_folder, mut data) = fresh();
    let states = ["works", "used", "invalid", "expired", "other", "untried"];
    let mut done = 0;
    for round in 0..40 {
        let quantity = 1 + next(9) as u32;
        let id = order(&mut data, quantity);
        for step in 0..14_i64 {
            let at = later(round * 20 + step + 1);
            let n = |next: &mut dyn FnMut(u64) -> u64| (1 + next(u64::from(quantity))).to_string();
            let outcome = match next(8) {
                0 | 1 => {
                    let told = KeysTold {
                        all: next(2) == 0,
                        ..keys(&block(next(30) as u32, 1 + next(4) as u32))
                    };
                    data.add_keys(id, &told, at).map(drop)
                }
                2..=4 => data.try_keys(id, &tried(&n(&mut next), states[next(6) as usize], ""), at),
                5 => data.refunded(id, &RefundTold::of(&(1 + next(30)).to_string()), at),
                6 => {
                    let trouble = Trouble {
                        problem: ["short", "bad-key", "not-delivered"][next(3) as usize].into(),
                        received: next(u64::from(quantity)).to_string(),
                        ..Trouble::default()
                    };
                    data.trouble(id, &trouble, at)
                }
                _ => {
                    let last = data.show(id).unwrap().events.last().map_or(1, |event| event.seq);
                    data.undo(id, last, at)
                }
            };
            done += usize::from(outcome.is_ok());
            let detail = data.show(id).unwrap();
            let order = &detail.order;
            let worth = order.amount_fen * i64::from(order.received) / i64::from(quantity);
            assert!(order.received <= quantity, "{detail:#?}");
            let good = detail.keys.iter().filter(|key| !key.state.is_bad()).count();
            assert!(good <= quantity as usize, "{detail:#?}");
            if order.open_fen > 0 {
                assert_eq!(
                    worth + order.refunded_fen + order.open_fen,
                    order.amount_fen,
                    "{detail:#?}"
                );
            }
            if order.status == Status::Arrived {
                assert_eq!(order.received, quantity, "{detail:#?}");
            }
        }
    }
    assert!(done > 200, "{done}");
}
