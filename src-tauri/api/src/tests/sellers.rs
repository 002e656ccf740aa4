//! Rows of bills that name no seller: to whom they are put down, and that nobody is judged, named or written to by them.

use super::{NOW, draft, fresh, later};
use crate::{DataFile, ExportWish, LetterWish};
use daozhang_core::order::{LOST_PLATFORM, NO_SELLER, OrderId, Seller};
use daozhang_core::prove::pages::{
    Complaint, EvidenceFile, FetchPicture, Printed, PrintedEvidence, Stamp, Typesetter,
};
use daozhang_core::record::Draft;
use daozhang_core::{Code, Outcome};
use std::cell::RefCell;

/// A bill of 美团 with these rows: time, title, amount and number.
fn meituan_bill(rows: &[[&str; 4]]) -> Vec<u8> {
    let mut text =
        "交易创建时间,交易成功时间,交易类型,订单标题,收/支,支付方式,订单金额,实付金额,交易单号,商家单号,备注\n".to_owned();
    for [at, title, amount, number] in rows {
        text.push_str(&format!(
            "{at},{at},支付,{title},支出,微信支付,¥{amount},¥{amount},\"{number}\t\",\"M{number}\t\",/\n"
        ));
    }
    text.into_bytes()
}

#[test]
fn a_shops_bill_is_of_what_was_bought_there() {
    let (_folder, mut data) = fresh();
    let bill = meituan_bill(&[
        [
            "2026-11-20 10:00:00",
            "话费充值50元",
            "49.00",
            "26112011000000000000001",
        ],
        [
            "2026-11-20 11:00:00",
            "话费充值店（示例） 订单详情",
            "99.00",
            "26112011000000000000002",
        ],
    ]);
    let opened = data.open_bill("美团.csv", &bill, None).unwrap();
    data.import_bill(&opened, Some(&[0, 1]), NOW).unwrap();
    let platform = |id| data.show(OrderId(id)).unwrap().order.platform;
    assert_eq!([platform(1), platform(2)], ["美团", "话费充值店（示例）"]);
}

#[test]
fn nobody_is_judged_by_rows_that_name_no_seller() {
    let (_folder, mut data) = fresh();
    let mut text =
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
            .to_owned();
    for day in 1..=8 {
        text.push_str(&format!(
            "2026-11-0{day} 10:00:00,商户消费,/,话费充值{day}0元,支出,¥{day}0.00,零钱,支付成功,420000000020261100000{day}\t,/\t,/\n"
        ));
    }
    let opened = data.open_bill("账单.csv", text.as_bytes(), None).unwrap();
    assert_eq!(data.import_bill(&opened, None, NOW).unwrap().orders_created, 8);
    let platforms = data.platforms().unwrap();
    assert_eq!((platforms.len(), platforms[0].name.as_str()), (1, NO_SELLER));
    assert_eq!(platforms[0].verdict, None);
    assert!(platforms[0].unjudged.is_some());
    let page = data.platform(NO_SELLER).unwrap();
    assert!(page.kinds.iter().all(|kind| kind.suggested_seconds.is_none()));

    // The same orders at a shop with a name say something of it.
    data.rename_platform(NO_SELLER, "某店", NOW).unwrap();
    let platforms = data.platforms().unwrap();
    assert!(platforms[0].verdict.is_some() && platforms[0].unjudged.is_none());
}

/// A typesetter that only keeps what it was given.
#[derive(Default)]
pub(super) struct Listener(RefCell<String>);

impl Typesetter for Listener {
    fn complaint(&self, complaint: &Complaint, _: &Stamp) -> Outcome<Printed> {
        self.0.borrow_mut().push_str(&format!("{complaint:#?}\n"));
        Ok(Printed {
            pdf: Vec::new(),
            pages: 1,
        })
    }

    fn evidence(
        &self,
        file: &EvidenceFile,
        _: u64,
        _: &Stamp,
        _: &mut FetchPicture<'_>,
    ) -> Outcome<PrintedEvidence> {
        self.0.borrow_mut().push_str(&format!("{file:#?}\n"));
        Ok(PrintedEvidence {
            pdf: Vec::new(),
            pages: 1,
            places: file.exhibits.iter().map(|_| Some((1, 1))).collect(),
            left_out: Vec::new(),
            unreadable: Vec::new(),
            reduced: None,
        })
    }
}

/// An order whose platform only stands for one that nobody has named.
fn of_nobody(data: &mut DataFile, nobody: &str, product: &str) -> OrderId {
    let unnamed = Draft {
        platform: nobody.into(),
        order_no: "KM100001".into(),
        ..draft(product)
    };
    data.log(&unnamed, &[], NOW).unwrap()
}

#[test]
fn a_paper_leaves_a_blank_where_nobody_has_named_the_platform() {
    for nobody in [NO_SELLER, LOST_PLATFORM] {
        let (_folder, mut data) = fresh();
        let id = of_nobody(&mut data, nobody, "Q币100个");
        let now = later(60);
        data.check(now, false).unwrap();
        let mut blanks = 0;
        for rule in data.works.rules.letters.clone() {
            let letter = data.letter(id, &rule.key, &LetterWish::default(), now).unwrap();
            assert!(!letter.text.contains(nobody), "{}: {}", rule.key, letter.text);
            let blank = letter.blanks.iter().any(|blank| blank == "平台名称");
            assert_eq!(blank, letter.text.contains("【平台名称】"), "{}", rule.key);
            if blank {
                blanks += 1;
                let refused = data
                    .check_letter(id, &rule.key, &letter.text, false, now)
                    .unwrap_err();
                assert_eq!(refused.code, Code::Blanks, "{}", rule.key);
                assert!(refused.message().contains("平台名称"), "{}", refused.message());
            }
        }
        assert!(blanks >= 10, "{blanks}");

        let calendar = data.calendar(now).unwrap().replace("\r\n ", "");
        assert!(
            calendar.contains("Q币100个") && !calendar.contains(nobody),
            "{calendar}"
        );

        let (target, listener) = (tempfile::tempdir().unwrap(), Listener::default());
        let wish = ExportWish::default();
        let exported = data
            .export(&[id], target.path(), &wish, &listener, now, |_, _| true)
            .unwrap();
        let folder = exported.written.folder;
        assert!(!folder.to_string_lossy().contains(nobody), "{folder:?}");
        let said = listener.0.take();
        assert!(said.contains("【平台名称】") && !said.contains(nobody), "{said}");
        let mut texts = 0;
        for inside in [folder.clone(), folder.join("提交版")] {
            for file in std::fs::read_dir(inside).unwrap() {
                let file = file.unwrap().path();
                if file.extension().is_some_and(|ending| ending == "txt") {
                    texts += 1;
                    let text = std::fs::read_to_string(&file).unwrap();
                    assert!(!text.contains(nobody), "{file:?}: {text}");
                }
            }
        }
        assert!(texts >= 4, "{texts}");
    }
}

#[test]
fn nothing_is_noted_of_a_platform_that_nobody_has_named() {
    let (_folder, mut data) = fresh();
    let (first, second) = (
        of_nobody(&mut data, NO_SELLER, "Q币100个"),
        // Another shop may number its orders alike.
        of_nobody(&mut data, NO_SELLER, "腾讯视频月卡"),
    );
    let seller = Seller {
        platform: NO_SELLER.into(),
        legal_name: "某某科技有限公司".into(),
        ..Seller::default()
    };
    let refusals = [
        data.set_seller(&seller, NOW).map(drop),
        data.set_release_times(NO_SELLER, "12:00", NOW),
        data.set_platform_window(NO_SELLER, "q-coin", "2小时"),
    ];
    for refused in refusals {
        assert_eq!(refused.unwrap_err().code, Code::Platform);
    }
    assert_eq!(data.platform_names().unwrap(), Vec::<String>::new());
    assert_eq!(data.same_platform(first).unwrap(), Vec::new());
    let target = tempfile::tempdir().unwrap();
    let together = data.export(
        &[first, second],
        target.path(),
        &ExportWish::default(),
        &Listener::default(),
        NOW,
        |_, _| true,
    );
    assert!(together.unwrap_err().message().contains("没有写平台"));
    let advice = data
        .check_draft(
            &Draft {
                platform: NO_SELLER.into(),
                ..draft("话费100元")
            },
            later(60),
        )
        .unwrap()
        .advice;
    assert_eq!(advice, Vec::new());

    // With its name it is a platform like any other.
    data.rename_platform(NO_SELLER, "某店", NOW).unwrap();
    assert_eq!(data.platform_names().unwrap(), ["某店"]);
    assert_eq!(data.same_platform(first).unwrap().len(), 1);
    let text = data
        .letter(first, "platform", &LetterWish::default(), NOW)
        .unwrap()
        .text;
    assert!(text.contains("某店"), "{text}");
}
