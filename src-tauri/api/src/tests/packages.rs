//! Packages of whatever happened to an order: what nobody changed is never called changed.

use super::sellers::Listener;
use super::{NOW, draft, file_of_version, fresh, later, open};
use crate::{DataFile, ExportWish};
use daozhang_core::order::{Attachment, OrderId, Problem, RefundTo, ShotRole, Word, Zone};
use daozhang_core::record::{Draft, RefundTold, Told, Trouble, inspect};
use proptest::prelude::*;
use std::io::Cursor;

fn picture(shade: u8) -> Attachment {
    let mut png = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(3, 2, image::Rgb([shade, 7, 9]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    let name = format!("微信图片_{shade}.13812345678：王小明.png");
    let role = ShotRole::ALL[usize::from(shade) % ShotRole::ALL.len()];
    (inspect(&name, png.into_inner()).unwrap(), Some(role))
}

fn paper(n: u8) -> Attachment {
    let bytes = format!("%PDF-1.7 made up, number {n}").into_bytes();
    (inspect(&format!("{n}.pdf"), bytes).unwrap(), None)
}

/// Something that a person does to an order.
#[derive(Clone, Debug)]
enum Act {
    Tell(usize, String, bool),
    Attach(u8),
    Paper(u8),
    Role(u8, usize),
    Off(u8),
    Refund(i64, usize, bool),
    Trouble(usize, u32),
    Arrive,
    Close(String),
    Undo(u32),
    Edit(String, String),
    Rename(String),
    File(usize),
    Releases,
    Export(bool),
}

fn any_act() -> impl Strategy<Value = Act> {
    let text = "[ -~一-龥0-9１-３\n“：‘😀\t*]{0,40}";
    prop_oneof![
        4 => (0usize..8, text, any::<bool>()).prop_map(|(kind, text, until)| Act::Tell(kind, text, until)),
        2 => (0u8..5).prop_map(Act::Attach),
        1 => (0u8..3).prop_map(Act::Paper),
        1 => (0u8..5, 0usize..6).prop_map(|(shade, role)| Act::Role(shade, role)),
        1 => (0u8..5).prop_map(Act::Off),
        2 => (1i64..6_000, 0..RefundTo::ALL.len(), any::<bool>())
            .prop_map(|(fen, to, accepted)| Act::Refund(fen, to, accepted)),
        2 => (0..Problem::ALL.len(), 0u32..3).prop_map(|(problem, received)| Act::Trouble(problem, received)),
        1 => Just(Act::Arrive),
        1 => text.prop_map(Act::Close),
        2 => (1u32..12).prop_map(Act::Undo),
        2 => (text, "[0-9]{0,4}").prop_map(|(text, number)| Act::Edit(text, number)),
        1 => "[一-龥a-z（）]{1,9}".prop_map(Act::Rename),
        1 => (0usize..4).prop_map(Act::File),
        1 => Just(Act::Releases),
        1 => any::<bool>().prop_map(Act::Export),
    ]
}

/// Does it, if the app lets a person do it.
fn does(data: &mut DataFile, id: OrderId, act: &Act, minute: i64) {
    let now = later(minute);
    let kinds = [
        "note",
        "contacted",
        "demanded",
        "promised",
        "refused",
        "checked",
        "auto-confirm",
        "guarantee",
    ];
    let hash = |shade: u8| picture(shade).0.sha256.to_string();
    let _ = match act {
        Act::Tell(kind, text, until) => {
            let until = until.then(|| later(minute + 90).rfc3339(Zone::UTC));
            let told = Told {
                kind: kinds[*kind].into(),
                text: text.clone(),
                until: until.unwrap_or_default(),
                refund: kinds[*kind] == "promised" && text.len() % 2 == 0,
                ..Told::default()
            };
            data.tell(id, &told, &[], now)
        }
        Act::Attach(shade) => data.attach(id, &[picture(*shade)], now),
        Act::Paper(n) => data.attach(id, &[paper(*n)], now),
        Act::Role(shade, role) => data.set_role(id, &hash(*shade), Some(ShotRole::ALL[*role]), now),
        Act::Off(shade) => data.set_role(id, &hash(*shade), None, now),
        Act::Refund(fen, to, accepted) => {
            let told = RefundTold {
                amount: format!("{}.{:02}", fen / 100, fen % 100),
                to: RefundTo::ALL[*to].word().into(),
                accepted: *accepted,
                ..RefundTold::default()
            };
            data.refunded(id, &told, now)
        }
        Act::Trouble(problem, received) => {
            let told = Trouble {
                problem: Problem::ALL[*problem].word().into(),
                received: received.to_string(),
                ..Trouble::default()
            };
            data.trouble(id, &told, now)
        }
        Act::Arrive => data.arrived(id, "", now),
        Act::Close(reason) => data.close(id, reason, now),
        Act::Undo(seq) => data.undo(id, *seq, now),
        Act::Edit(product, number) => {
            let edited = Draft {
                product: product.clone(),
                account: format!("1381234{number}"),
                order_no: number.clone(),
                channel: "wechat".into(),
                merchant: "某某网络科技有限公司".into(),
                force: true,
                ..draft("100 Q币")
            };
            data.edit(id, &edited, now)
        }
        Act::Rename(to) => data.show(id).and_then(|shown| {
            let from = shown.order.platform;
            data.rename_platform(&from, to, now).map(drop)
        }),
        Act::File(step) => {
            let steps = ["12315", "payment", "heimao", "police"];
            data.file_complaint(id, steps[*step], "110108202611110001", "", now)
                .map(drop)
        }
        Act::Releases => {
            let platform = data.show(id).unwrap().order.platform;
            data.set_release_times(&platform, "09:30,22:00", now).map(drop)
        }
        Act::Export(masked) => {
            export(data, &[id], *masked, minute);
            Ok(())
        }
    };
}

/// Exports and checks; whatever it is of, it holds.
fn export(data: &mut DataFile, ids: &[OrderId], masked: bool, minute: i64) {
    let target = tempfile::tempdir().unwrap();
    let wish = ExportWish {
        masked,
        ..ExportWish::default()
    };
    let exported = data
        .export(
            ids,
            target.path(),
            &wish,
            &Listener::default(),
            later(minute),
            |_, _| true,
        )
        .unwrap();
    let said = daozhang_core::prove::verify(&exported.written.folder).unwrap();
    let problems: Vec<String> = said.problems.iter().map(|one| one.chinese()).collect();
    let shown: Vec<String> = ids
        .iter()
        .map(|id| serde_json::to_string_pretty(&data.show(*id).unwrap()).unwrap())
        .collect();
    assert!(said.ok, "{problems:#?}\n{}", shown.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_nobody_changed_is_never_called_changed(
        first in prop::collection::vec(any_act(), 0..14),
        second in prop::collection::vec(any_act(), 0..8),
        seconds in 0i64..90_000,
    ) {
        let (_folder, mut data) = fresh();
        let paid = daozhang_core::order::Moment(NOW.0 - seconds * 1_037);
        let logged = |data: &mut DataFile, product: &str, window: &str| {
            let order = Draft {
                paid_at: paid.rfc3339(Zone::UTC),
                window: window.into(),
                quantity: "3".into(),
                force: true,
                ..draft(product)
            };
            data.log(&order, &[picture(1)], NOW).unwrap()
        };
        let one = logged(&mut data, "100 Q币", "30m");
        let two = logged(&mut data, "50 Q币\n直充", "");
        for (minute, act) in first.iter().enumerate() {
            does(&mut data, one, act, 10 * minute as i64 + 1);
        }
        for (minute, act) in second.iter().enumerate() {
            does(&mut data, two, act, 10 * minute as i64 + 5);
        }
        let end = 10 * first.len().max(second.len()) as i64 + 100;
        for (masked, ids) in [(false, vec![one]), (true, vec![one]), (false, vec![two]), (true, vec![two])] {
            export(&mut data, &ids, masked, end);
        }
        if data.show(one).unwrap().order.platform == data.show(two).unwrap().order.platform {
            export(&mut data, &[one, two], false, end + 1);
            export(&mut data, &[two, one], true, end + 2);
        }
    }
}

#[test]
fn the_samples_are_packed_whole() {
    let (_folder, mut data) = fresh();
    data.load_samples(NOW).unwrap();
    let all = data
        .page(&daozhang_core::store::Query {
            limit: 100,
            ..Default::default()
        })
        .unwrap();
    assert!(!all.orders.is_empty());
    for order in all.orders {
        for masked in [false, true] {
            export(&mut data, &[order.id], masked, 60);
        }
    }
}

/// What an earlier version logged, with its words and times.
#[test]
fn what_an_earlier_version_kept_is_packed_whole() {
    for version in [1, 4, 8, 9] {
        let folder = tempfile::tempdir().unwrap();
        drop(file_of_version(version, folder.path()));
        let mut data = open(folder.path());
        let order = Draft {
            platform: "甲".into(),
            ..draft("100 Q币")
        };
        let id = data.log(&order, &[picture(2)], NOW).unwrap();
        export(&mut data, &[id], false, 60);
    }
}
