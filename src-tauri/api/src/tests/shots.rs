//! Files of an order: attached, under another role, taken off, put back.

use super::{NOW, draft, fresh, later};
use crate::DataFile;
use daozhang_core::order::view::OrderDetail;
use daozhang_core::order::{Attachment, EventKind, OrderId, Sha256, ShotRole, Word};
use daozhang_core::record::inspect;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn file(n: u8, role: ShotRole) -> Attachment {
    let bytes = format!("%PDF-1.7 made up, number {n}").into_bytes();
    (inspect(&format!("第{n}张：客服.pdf"), bytes).unwrap(), Some(role))
}

fn hash(n: u8) -> String {
    file(n, ShotRole::Other).0.sha256.to_string()
}

fn roles(detail: &OrderDetail) -> Vec<(String, ShotRole)> {
    detail
        .shots
        .iter()
        .map(|shot| (shot.sha256.clone(), shot.role))
        .collect()
}

fn kept(data: &DataFile, n: u8) -> bool {
    data.file(Sha256::from_hex(&hash(n)).unwrap()).unwrap().is_some()
}

#[test]
fn a_file_under_the_wrong_role_gets_another_and_the_timeline_tells() {
    let (_folder, mut data) = fresh();
    let id = data
        .log(&draft("100 Q币"), &[file(1, ShotRole::Payment)], NOW)
        .unwrap();
    data.attach(id, &[file(1, ShotRole::Payment)], later(1)).unwrap();
    assert_eq!(
        data.show(id).unwrap().events.len(),
        2,
        "the same again is no news"
    );
    for attach_again in [true, false] {
        let role = if attach_again {
            ShotRole::Chat
        } else {
            ShotRole::Other
        };
        if attach_again {
            data.attach(id, &[file(1, role)], later(2)).unwrap();
        } else {
            data.set_role(id, &hash(1), Some(role), later(3)).unwrap();
        }
        let detail = data.show(id).unwrap();
        assert_eq!(roles(&detail), [(hash(1), role)]);
        let [.., undone, added] = detail.events.as_slice() else {
            panic!("{detail:?}")
        };
        assert_eq!(
            (undone.kind, added.kind),
            (EventKind::Undone, EventKind::ShotAdded)
        );
        assert_eq!(
            added.text.as_deref(),
            Some(&*format!("{}：第1张：客服.pdf", role.name().chinese()))
        );
    }
}

#[test]
fn a_file_that_is_named_again_without_a_role_keeps_the_one_it_has() {
    let (_folder, mut data) = fresh();
    let named = |n| (file(n, ShotRole::Other).0, None);
    let id = data
        .log(&draft("100 Q币"), &[file(1, ShotRole::Chat), named(2)], NOW)
        .unwrap();
    let detail = data.show(id).unwrap();
    assert_eq!(
        roles(&detail),
        [(hash(1), ShotRole::Chat), (hash(2), ShotRole::Payment)]
    );
    data.attach(id, &[named(1), named(2)], later(1)).unwrap();
    assert_eq!(data.show(id).unwrap().events, detail.events, "no news");
    data.set_role(id, &hash(1), None, later(2)).unwrap();
    data.attach(id, &[named(1)], later(3)).unwrap();
    let put_back = roles(&data.show(id).unwrap());
    assert_eq!(put_back.last(), Some(&(hash(1), ShotRole::Chat)));
}

#[test]
fn a_file_under_another_role_stays_in_its_place() {
    let (_folder, mut data) = fresh();
    let files = [file(1, ShotRole::Chat), file(2, ShotRole::OrderPage)];
    let id = data.log(&draft("100 Q币"), &files, NOW).unwrap();
    data.set_role(id, &hash(1), Some(ShotRole::Payment), later(1))
        .unwrap();
    assert_eq!(
        roles(&data.show(id).unwrap()),
        [(hash(1), ShotRole::Payment), (hash(2), ShotRole::OrderPage)]
    );
}

#[test]
fn a_file_that_was_taken_off_is_in_no_package_and_can_be_put_back() {
    let (_folder, mut data) = fresh();
    let files = [file(1, ShotRole::Payment), file(2, ShotRole::Chat)];
    let id = data.log(&draft("100 Q币"), &files, NOW).unwrap();
    data.set_role(id, &hash(1), None, later(1)).unwrap();
    let detail = data.show(id).unwrap();
    assert_eq!(roles(&detail), [(hash(2), ShotRole::Chat)]);
    assert!(detail.events[1].undone, "{detail:?}");
    assert!(kept(&data, 1), "its bytes stay");
    assert!(
        data.set_role(id, &hash(1), None, later(1)).is_err(),
        "it is off already"
    );
    data.set_role(id, &hash(1), Some(ShotRole::ArrivalCheck), later(2))
        .unwrap();
    let detail = data.show(id).unwrap();
    assert_eq!(
        roles(&detail),
        [(hash(2), ShotRole::Chat), (hash(1), ShotRole::ArrivalCheck)]
    );
    assert_eq!(detail.shots[1].name, "第1张：客服.pdf");
    // Attaching is an entry of the timeline like others, which can be taken back there too.
    let last = detail.events.iter().rfind(|event| event.undoable).unwrap().seq;
    data.undo(id, last, later(3)).unwrap();
    assert_eq!(roles(&data.show(id).unwrap()), [(hash(2), ShotRole::Chat)]);
    let other = data.log(&draft("点券"), &[], NOW).unwrap();
    assert!(
        data.set_role(other, &hash(2), Some(ShotRole::Chat), later(4))
            .is_err(),
        "of another order"
    );
    assert!(
        data.set_role(id, "no hash", Some(ShotRole::Chat), later(4))
            .is_err()
    );
}

#[test]
fn taking_back_another_role_gives_the_file_its_former_one() {
    let (_folder, mut data) = fresh();
    let files = [file(1, ShotRole::Payment), file(2, ShotRole::Chat)];
    let id = data.log(&draft("100 Q币"), &files, NOW).unwrap();
    data.set_role(id, &hash(1), Some(ShotRole::Other), later(1))
        .unwrap();
    // Two at once, and one of them by attaching it anew.
    let anew = [file(1, ShotRole::Chat), file(2, ShotRole::OrderPage)];
    data.attach(id, &anew, later(2)).unwrap();
    let undo_last = |data: &mut DataFile, minute| {
        let events = data.show(id).unwrap().events;
        let last = events.iter().rfind(|event| event.undoable).unwrap().seq;
        data.undo(id, last, later(minute)).unwrap();
        roles(&data.show(id).unwrap())
    };
    let with = |first, second| vec![(hash(1), first), (hash(2), second)];
    let expected = with(ShotRole::Chat, ShotRole::Chat);
    assert_eq!(undo_last(&mut data, 3), expected);
    let first = |data: &DataFile| {
        let events = data.show(id).unwrap().events;
        let of_first = events
            .iter()
            .rfind(|event| event.undoable && event.shot_sha256 == Some(hash(1)));
        of_first.unwrap().seq
    };
    let seq = first(&data);
    data.undo(id, seq, later(4)).unwrap();
    let expected = with(ShotRole::Other, ShotRole::Chat);
    assert_eq!(roles(&data.show(id).unwrap()), expected);
    let events = data.show(id).unwrap().events;
    assert_eq!(
        events.last().unwrap().text.as_deref(),
        Some("其他：第1张：客服.pdf")
    );
    // Taken back once more, what took it back is.
    let seq = first(&data);
    data.undo(id, seq, later(5)).unwrap();
    assert_eq!(
        roles(&data.show(id).unwrap()),
        with(ShotRole::Chat, ShotRole::Chat)
    );
}

#[test]
fn removing_the_samples_leaves_what_is_the_persons() {
    let (_folder, mut data) = fresh();
    data.load_samples(NOW).unwrap();
    let sample_shots: Vec<String> = data
        .page(&daozhang_core::store::Query {
            limit: 100,
            ..Default::default()
        })
        .unwrap()
        .orders
        .iter()
        .flat_map(|order| data.show(order.id).unwrap().shots)
        .map(|shot| shot.sha256)
        .collect();
    assert!(!sample_shots.is_empty());
    let id = data
        .log(&draft("100 Q币"), &[file(1, ShotRole::Payment)], NOW)
        .unwrap();
    data.set_role(id, &hash(1), None, later(1)).unwrap();
    let moved = draft("改到别处");
    data.edit(
        id,
        &daozhang_core::record::Draft {
            platform: "搬到这里".into(),
            ..moved
        },
        later(2),
    )
    .unwrap();
    let before = data.platforms().unwrap().len();
    data.remove_samples().unwrap();
    assert!(
        kept(&data, 1),
        "a file that no order has any more is still the person's"
    );
    for shot in sample_shots {
        assert!(
            data.file(Sha256::from_hex(&shot).unwrap()).unwrap().is_none(),
            "{shot}"
        );
    }
    assert!(data.platforms().unwrap().len() < before);
    data.set_role(id, &hash(1), Some(ShotRole::Payment), later(4))
        .unwrap();
}

#[derive(Clone, Debug)]
enum Act {
    Attach(u8, ShotRole),
    Role(u8, Option<ShotRole>),
    UndoLast,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let role = || (0..ShotRole::ALL.len()).prop_map(|at| ShotRole::ALL[at]);
    let act = prop_oneof![
        (0u8..4, role()).prop_map(|(n, role)| Act::Attach(n, role)),
        (0u8..4, prop::option::of(role())).prop_map(|(n, role)| Act::Role(n, role)),
        Just(Act::UndoLast),
    ];
    prop::collection::vec(act, 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever is done with files: an order has each at most once, under the role that was given last, no bytes are lost,
    /// and what the timeline says is what it has.
    #[test]
    fn the_timeline_says_which_files_an_order_has(acts in acts()) {
        let (_folder, mut data) = fresh();
        let id: OrderId = data.log(&draft("100 Q币"), &[], NOW).unwrap();
        let mut ever: Vec<u8> = Vec::new();
        // Which role the file of an entry had before the act that wrote it.
        let mut before_act: BTreeMap<u32, Option<ShotRole>> = BTreeMap::new();
        for (minute, act) in acts.into_iter().enumerate() {
            let at = later(minute as i64 + 1);
            let had = data.show(id).unwrap();
            let role_before = |sha256: &Option<String>| {
                let known = had.shots.iter().find(|shot| Some(&shot.sha256) == sha256.as_ref());
                known.map(|shot| shot.role)
            };
            match act {
                Act::Attach(n, role) => {
                    data.attach(id, &[file(n, role)], at).unwrap();
                    ever.push(n);
                    let detail = data.show(id).unwrap();
                    prop_assert!(roles(&detail).contains(&(hash(n), role)));
                }
                Act::Role(n, role) => {
                    let had = roles(&data.show(id).unwrap()).iter().any(|(sha256, _)| *sha256 == hash(n));
                    let done = data.set_role(id, &hash(n), role, at);
                    prop_assert_eq!(done.is_ok(), if role.is_some() { ever.contains(&n) } else { had });
                    let has = roles(&data.show(id).unwrap());
                    let now: Vec<ShotRole> = has.iter().filter(|(sha256, _)| *sha256 == hash(n)).map(|(_, role)| *role).collect();
                    prop_assert_eq!(now, if done.is_ok() { role.into_iter().collect() } else { Vec::new() });
                }
                Act::UndoLast => {
                    if let Some(last) = had.events.iter().rfind(|event| event.undoable) {
                        data.undo(id, last.seq, at).unwrap();
                        let sha256 = last.shot_sha256.clone().unwrap();
                        let mut expected = roles(&had);
                        expected.retain(|(of, _)| *of != sha256);
                        expected.extend(before_act[&last.seq].map(|role| (sha256, role)));
                        let mut has = roles(&data.show(id).unwrap());
                        expected.sort_by(|one, other| one.0.cmp(&other.0));
                        has.sort_by(|one, other| one.0.cmp(&other.0));
                        prop_assert_eq!(has, expected);
                    }
                }
            }
            for event in &data.show(id).unwrap().events[had.events.len()..] {
                before_act.insert(event.seq, role_before(&event.shot_sha256));
            }
        }
        let detail = data.show(id).unwrap();
        let mut said: Vec<(String, String)> = detail
            .events
            .iter()
            .filter(|event| event.kind == EventKind::ShotAdded && !event.undone)
            .map(|event| (event.shot_sha256.clone().unwrap(), event.text.clone().unwrap()))
            .collect();
        let mut has: Vec<(String, String)> = detail
            .shots
            .iter()
            .map(|shot| (shot.sha256.clone(), format!("{}：{}", shot.role.name().chinese(), shot.name)))
            .collect();
        said.sort();
        has.sort();
        prop_assert_eq!(said, has);
        prop_assert!(ever.iter().all(|n| kept(&data, *n)));
    }
}
