//! The fixtures, read as a whole.

mod broken;
mod workbooks;

use super::apps::{APPS, App};
use super::*;
use crate::Code;
use crate::order::{Word, Zone};
use crate::record::table::made::workbook;
use crate::record::table::{FileKind, kind_of};
use crate::words::Language;
use encoding_rs::GB18030;

/// The bytes of a fixture.
pub(super) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!(
        "{}/tests/fixtures/bills/{name}",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

/// The names of an app's bills among the fixtures: they begin with its key.
fn bills_of(app: &App) -> Vec<String> {
    let folder = format!("{}/tests/fixtures/bills", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(app.key))
        .collect();
    names.sort();
    names
}

/// The names of all bills among the fixtures.
pub(super) fn bills() -> Vec<String> {
    APPS.iter().flat_map(|app| bills_of(app)).collect()
}

#[test]
fn how_to_add_a_bill_format_asks_for_a_fixture_of_each_form_that_adds_up() {
    let rules = crate::rules::Rules::shipped().unwrap();
    for app in APPS {
        assert!(
            app.channel.is_none_or(|channel| rules.channel(channel).is_ok()),
            "{}",
            app.key
        );
        let mut seen = Vec::new();
        for name in bills_of(app) {
            let bill = bill(&name);
            assert_eq!(bill.format.source(), app.key, "{name}");
            assert_eq!(agree(&bill), TotalsAgree::Agree, "{name}");
            assert!(bill.stated.is_some() && !bill.rows.is_empty(), "{name}");
            assert_eq!(bill.exported_at.is_some(), name != "alipay-resaved.csv", "{name}");
            seen.push(bill.format.key());
        }
        if app.formats.iter().any(|format| format.workbook == Some(true)) {
            let book = workbook(&[workbooks::wechat()]);
            let bill = read_bill("a.xlsx", &book, None).unwrap();
            seen.push(bill.format.key());
        }
        for format in app.formats {
            let paper = format
                .paper
                .map(|_| papers_folder().join(format!("{}.pdf", format.key)));
            let has = paper.map_or(seen.contains(&format.key), |paper| paper.exists());
            assert!(has, "no fixture for {}", format.key);
        }
    }
}

/// The papers that the crate which reads them makes.
fn papers_folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/papers")
}

fn bill(name: &str) -> Bill {
    read_bill(name, &fixture(name), None).unwrap()
}

/// What decides about a row, in one line.
pub(super) fn line(row: &BillRow) -> String {
    let flags: Vec<&str> = row.flags.iter().map(|flag| flag.word()).collect();
    format!(
        "{} {} {} {} {}{} {} {} {}",
        row.line,
        row.at.local(Zone::Asia__Shanghai),
        row.kind.word(),
        row.status.word(),
        row.direction.word(),
        row.refunded
            .map(|back| format!("(-{})", back.yuan()))
            .unwrap_or_default(),
        row.amount.yuan(),
        row.payment_no,
        flags.join("+"),
    )
    .trim_end()
    .to_owned()
}

#[test]
fn every_row_of_every_format_is_read_as_what_it_is() {
    for (name, format, expected) in [
        (
            "alipay-web.csv",
            BillFormat::of("alipay-web"),
            &[
                "6 2020-03-29 08:00:05 payment paid out 49.50 2020032922001400000000000011",
                "7 2020-03-28 20:00:00 refund refunded neutral 30.00 2020032822001400000000000012_0001",
                "8 2020-03-28 09:00:03 payment partly-refunded out(-30.00) 98.00 2020032822001400000000000012",
                "9 2020-03-27 09:00:03 payment refunded out(-15.00) 15.00 2020032722001400000000000013",
                "10 2020-03-26 09:00:00 unpaid closed out 66.00 2020032622001400000000000014",
            ][..],
        ),
        (
            "alipay-app-2021.csv",
            BillFormat::of("alipay-app-2021"),
            &[
                "3 2022-08-10 10:00:01 payment paid out 29.85 2022081022001400000000000021",
                "4 2022-08-10 09:30:00 refund refunded neutral 200.00 2022080922001400000000000022_2022081000001",
                "5 2022-08-09 09:00:00 payment closed out 200.00 2022080922001400000000000022",
                "6 2022-08-08 08:08:08 other paid in 10.00 2022080822001400000000000023",
            ],
        ),
        (
            "alipay-app-2023.csv",
            BillFormat::of("alipay-app"),
            &[
                "26 2026-09-20 12:00:00 payment paid out 100.00 2026092022001400000000000031",
                "27 2026-09-19 12:30:00 refund refunded neutral 51.20 2026091922001400000000000032_2026091900001",
                "28 2026-09-19 12:00:00 payment closed out 51.20 2026091922001400000000000032",
                "29 2026-09-18 12:00:00 other paid in 88.00 2026091822001400000000000033",
            ],
        ),
        (
            "alipay-app-2026.csv",
            BillFormat::of("alipay-app"),
            &[
                "25 2026-09-28 17:20:33 payment paid out 14.95 2026092822001400000000000041",
                "26 2026-09-27 08:00:00 payment pending out 58.00 2026092722001400000000000042",
                "27 2026-09-26 08:00:00 payment pending out 88.00 2026092622001400000000000043 columns-shifted",
                "28 2026-09-25 18:10:22 refund refunded neutral 100.00 2026092522001400000000000044_2026092500001",
                "29 2026-09-25 09:18:50 payment partly-refunded out 481.00 2026092522001400000000000044",
                "30 2026-09-24 13:10:16 unpaid closed neutral 47.00 2026092422001400000000000045",
                "31 2026-09-23 09:00:00 payment paid out 100.00 2026092322001400000000000046",
                "32 2026-09-22 09:00:00 payment paid out 1.00 2026092222001400000000000047",
                "33 2026-09-21 09:00:00 other unknown neutral 0.00 2026092122001400000000000048 unknown-status",
            ],
        ),
        (
            "alipay-app-numbers.csv",
            BillFormat::of("alipay-app"),
            &[
                "18 2026-10-28 17:20:33 payment paid out 98.50 2026102822001400000000000141",
                "19 2026-10-27 09:00:00 payment pending out 50.00 2026102722001400000000000142",
                "20 2026-10-26 09:00:00 payment paid out 25.00 2026102622001400000000000143",
                "21 2026-10-25 09:00:00 payment paid out 58.80 2026102522001400000000000144",
                "22 2026-10-24 09:00:00 other refunded neutral 40.00 2026102422001400000000000145",
                "23 2026-10-23 09:00:00 payment paid out 12.50 2026102322001400000000000146",
                "24 2026-10-22 09:00:00 other paid in 6.00 2026102222001400000000000147",
                "25 2026-10-21 09:00:00 payment pending out 40.00 2026102122001400000000000148",
            ],
        ),
        (
            "alipay-resaved.csv",
            BillFormat::of("alipay-app"),
            &[
                "4 2026-09-28 17:20:00 payment paid out 14.95 2.02609E+27 time-without-seconds+number-rounded",
                "5 2026-09-23 09:00:00 payment paid out 100.00 2026092322001410000000000000 \
                 time-without-seconds+number-rounded",
            ],
        ),
        (
            "wechat-2024.csv",
            BillFormat::of("wechat-csv"),
            &[
                "18 2024-05-26 12:45:27 payment paid out 99.00 4200000000202405260000000051",
                "19 2024-05-25 10:10:11 refund refunded in 30.00 5030000000202405250000000052",
                "20 2024-05-24 18:03:35 payment partly-refunded out(-30.00) 80.00 4200000000202405240000000053",
                "21 2024-05-23 18:03:35 payment refunded out(-19.16) 19.16 4200000000202405230000000054",
                "22 2024-05-22 18:03:35 payment refunded out(-40.00) 40.00 1000050001202405220000000055",
                "23 2024-05-21 18:03:35 other failed neutral 500.00 2072000000202405210000000056",
            ],
        ),
        (
            "wechat-2025-04.csv",
            BillFormat::of("wechat-csv"),
            &[
                "18 2025-04-26 12:45:27 payment paid out 8.16 4200000000202504260000000061",
                "19 2025-04-25 12:45:27 payment paid out 20.00 4200000000202504250000000062",
            ],
        ),
        (
            "jd-2024.csv",
            BillFormat::of("jd"),
            &[
                "23 2024-11-08 00:14:40 payment paid out 99.00 290000000071",
                "24 2024-11-07 00:14:40 payment partly-refunded out(-89.84) 131.77 290000000072",
                "25 2024-11-06 00:15:08 other paid neutral 0.00 290000000073_1",
            ],
        ),
        (
            "jd-2025.csv",
            BillFormat::of("jd"),
            &[
                "23 2025-01-20 10:14:40 payment paid out 99.00 290000000081",
                "24 2025-01-18 09:15:00 refund refunded neutral 468.32 290000000082",
                "25 2025-01-17 09:14:40 payment refunded neutral(-468.32) 468.32 290000000082",
                "26 2025-01-16 08:00:00 refund refunded neutral 89.84 290000000084",
                "27 2025-01-15 21:03:00 payment partly-refunded out(-89.84) 131.77 290000000084",
                "28 2025-01-14 22:36:40 payment paid out 88.00 290000000086",
                "29 2025-01-14 22:36:09 other refunded neutral 0.00 290000000086",
                "30 2025-01-13 13:40:59 other paid neutral 35.61 290000000087",
            ],
        ),
        (
            "meituan.csv",
            BillFormat::of("meituan"),
            &[
                "21 2026-03-20 10:00:09 payment paid out 25.00 26032011000000000000091",
                "22 2026-03-21 11:00:30 refund refunded in 25.00 2603211100000000092",
                "23 2026-03-22 12:00:05 payment paid out 50.00 26032211000000000000093",
                "24 2026-03-23 12:00:05 other paid out 299.50 26032311000000000000094",
                "25 2026-03-24 12:30:07 payment paid out 21.17 26032411000000000000095",
            ],
        ),
    ] {
        let bytes = fixture(name);
        assert_eq!(kind_of(name, &bytes, None), Ok(FileKind::Bill), "{name}");
        let bill = read_bill(name, &bytes, None).unwrap();
        let rows: Vec<String> = bill.rows.iter().map(line).collect();
        assert_eq!(rows, expected, "{name}");
        assert_eq!((bill.format, bill.faults), (format, Vec::new()), "{name}");
    }
}

#[test]
fn a_bill_without_totals_says_so() {
    let text = String::from_utf8(fixture("wechat-2024.csv")).unwrap();
    let (_, below) = text
        .split_once("明细列表--------------------,,,,,,,,,,\r\n")
        .unwrap();
    let bill = read_bill("a.csv", below.as_bytes(), None).unwrap();
    assert_eq!((bill.rows.len(), agree(&bill)), (6, TotalsAgree::NotStated));
}

#[test]
fn texts_and_numbers_are_kept_exactly() {
    let first = &bill("alipay-app-2026.csv").rows[0];
    assert_eq!(first.counterparty, "中国联通");
    assert_eq!(first.counterparty_account, "liantong***@example.com");
    assert_eq!(first.item, "为155****0000交费20.00元");
    assert_eq!(first.category, "充值缴费");
    assert_eq!(first.method, "某银行储蓄卡(0000)&支付宝随机立减");
    assert_eq!(first.status_text, "交易成功");
    assert_eq!(first.merchant_order_no, "APP2600000000041");
    assert_eq!(
        &*first.raw,
        "2026-09-28 17:20:33\t充值缴费\t中国联通\tliantong***@example.com\t为155****0000交费20.00元\t支出\t14.95\t\
         某银行储蓄卡(0000)&支付宝随机立减\t交易成功\t2026092822001400000000000041\tAPP2600000000041"
    );
    let rows = bill("alipay-app-2026.csv").rows;
    assert_eq!(rows[2].item, "音乐会员,年卡");
    assert_eq!(
        (rows[6].item.as_str(), rows[6].note.as_str()),
        ("话费充值100元 \"秒到\"", "备注,带逗号")
    );
    assert_eq!(rows[7].item, "没有收尾的引号");
    assert_eq!(bill("alipay-app-2023.csv").rows[2].counterparty, "㐂𠮷点卡店");
    let jd = &bill("jd-2024.csv").rows[2];
    assert_eq!(
        (jd.counterparty.as_str(), jd.merchant_order_no.as_str()),
        ("", "JD0000000000073")
    );
    let wechat = &bill("wechat-2024.csv").rows[1];
    assert_eq!(
        (wechat.merchant_order_no.as_str(), wechat.note.as_str()),
        ("", "")
    );
}

/// As an input method or a chat program turns them, and a product of nothing but digits.
#[test]
fn numbers_in_full_width_are_the_same_and_digits_may_be_a_product() {
    let bill = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n\
        ２０２６－１１－２０ １０：００：２１,商户消费,某店,11111111111111,支出,￥７．００,零钱,支付成功,\
        ４２０００００００００２０２６１１２０００００００００１,Ｍ２０２６１１２０,/\n";
    let rows = read_bill("a.csv", bill.as_bytes(), None).unwrap().rows;
    assert_eq!(
        (rows[0].item.as_str(), rows[0].amount),
        ("11111111111111", Fen(700))
    );
    assert_eq!(
        (rows[0].payment_no.as_str(), rows[0].merchant_order_no.as_str()),
        ("4200000000020261120000000001", "M20261120")
    );
    let rounded = bill.replace(
        "４２０００００００００２０２６１１２０００００００００１",
        "４．２Ｅ＋２７",
    );
    let rows = read_bill("a.csv", rounded.as_bytes(), None).unwrap().rows;
    assert_eq!(rows[0].flags, [RowFlag::NumberRounded]);
}

#[test]
fn a_refund_row_knows_its_payment() {
    let rows = bill("alipay-app-2026.csv").rows;
    assert_eq!(original_no(&rows[3]), Some(rows[4].payment_no.as_str()));
    assert_eq!(rows[3].merchant_order_no, rows[4].merchant_order_no);
    assert_eq!(original_no(&rows[4]), None);
    let rows = bill("alipay-web.csv").rows;
    assert_eq!(original_no(&rows[1]), Some(rows[2].payment_no.as_str()));
    assert_eq!(original_no(&bill("wechat-2024.csv").rows[1]), None);
    // A payment may have the sign in its own number.
    assert_eq!(original_no(&bill("jd-2024.csv").rows[2]), None);
}

#[test]
fn a_number_of_the_order_is_not_that_of_the_payment() {
    let bill = bill("alipay-app-numbers.csv");
    assert_eq!(bill.rows[0].payment_no, "2026102822001400000000000141");
    assert_eq!(bill.rows[0].merchant_order_no, "NUM2600000000141");
    assert!(bill.rows[0].raw.contains("A20261028001"));
}

#[test]
fn a_title_may_name_the_shop() {
    let rows = bill("meituan.csv").rows;
    assert_eq!(rows[4].counterparty, "某茶饮（示例路店）");
    assert_eq!(rows[2].counterparty, "");
}

#[test]
fn a_bill_says_what_it_covers_and_when_it_was_written() {
    let jd = bill("jd-2025.csv");
    let shown = |at: Option<Moment>| at.map(|at| at.local(Zone::Asia__Shanghai));
    assert_eq!(
        [shown(jd.from), shown(jd.until), shown(jd.exported_at)].map(Option::unwrap),
        [
            "2025-01-01 00:00:00",
            "2025-01-31 23:59:59",
            "2025-02-01 11:32:42"
        ]
    );
}

/// Every bill as its app wrote it agrees with its own totals; with a row less, or with another amount, it does not.
#[test]
fn totals_tell_a_bill_that_was_changed() {
    for name in bills() {
        let bytes = fixture(&name);
        let text = match String::from_utf8(bytes.clone()) {
            Ok(text) => text,
            Err(_) => GB18030.decode(&bytes).0.into_owned(),
        };
        let whole = read_bill(&name, text.as_bytes(), None).unwrap();
        assert_eq!(agree(&whole), TotalsAgree::Agree, "{name}");
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for row in &whole.rows {
            let at = row.line as usize - 1;
            let without: String = [&lines[..at], &lines[at + 1..]].concat().concat();
            let cut = read_bill(&name, without.as_bytes(), None).unwrap();
            assert!(
                matches!(agree(&cut), TotalsAgree::Differ(_)),
                "{name} without {}",
                row.line
            );

            // What is never summed, or in a bill that states no sums, cannot be told by a sum.
            let unsummed = whole.stated.is_none_or(|stated| stated.expense.is_none())
                || row.amount == Fen(0)
                || row.method == "先享后付"
                || row.category == "还款"
                || row.kind == RowKind::Unpaid
                || row.refunded == Some(row.amount) && row.direction == Direction::Neutral;
            let amount = row.amount.yuan();
            if unsummed || amount.starts_with('9') || !lines[at].contains(&amount) {
                continue;
            }
            // Beside what was paid a row may say as much of something else.
            let with_another = |place: usize| {
                let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                changed[at].replace_range(place..=place, "9");
                let changed = read_bill(&name, changed.concat().as_bytes(), None).unwrap();
                matches!(agree(&changed), TotalsAgree::Differ(_))
            };
            let mut places = lines[at].match_indices(&amount).map(|(place, _)| place);
            assert!(
                places.any(with_another),
                "{name} with another amount in {}",
                row.line
            );
        }
    }
}

#[test]
fn a_cut_file_disagrees_with_its_totals() {
    let whole = fixture("alipay-app-2026.csv");
    let last = whole.iter().rposition(|b| *b == b'\n').unwrap();
    let row = whole[..last].iter().rposition(|b| *b == b'\n').unwrap();
    let cut = read_bill("a.csv", &whole[..row + 40], None).unwrap();
    assert_eq!((cut.rows.len(), cut.faults.len()), (8, 1));
    assert_eq!(
        (cut.faults[0].line, cut.faults[0].column.chinese().as_str()),
        (33, "金额")
    );
    let TotalsAgree::Differ(sentences) = agree(&cut) else {
        panic!("a cut file must not agree");
    };
    assert_eq!(
        sentences[0].chinese(),
        "账单说 9 笔，读到 8 笔，另有 1 行读不出。文件可能不完整或改动过，请重新导出核对。"
    );
    assert!(
        sentences[1]
            .chinese()
            .contains("不计收支账单说 3 笔 147.00 元，读到 2 笔 147.00 元"),
        "{sentences:?}"
    );
    let english = Language::of("en").unwrap();
    assert_eq!(
        sentences[0].said_in(english),
        "The bill says 9 rows; 8 were read (1 line could not be read). The file may be incomplete or changed. Export it again and compare."
    );
    let said = sentences[1].said_in(english);
    assert!(
        said.contains("Not counted (不计收支): the bill says 3 rows, ¥147.00; read were 2 rows, ¥147.00"),
        "{said}"
    );
}

#[test]
fn rows_that_cannot_be_read_are_reported() {
    let text = String::from_utf8(fixture("wechat-2025-04.csv")).unwrap();
    for (from, to, column) in [
        ("¥8.16", "¥8.165", "金额"),
        ("¥8.16", "八块", "金额"),
        ("¥8.16", "8.16.0", "金额"),
        ("2025-04-26 12:45:27", "2025-04-26", "交易时间"),
        ("2025-04-26 12:45:27", "2025-02-30 12:45:27", "交易时间"),
        ("2025-04-26 12:45:27", "", "交易时间"),
    ] {
        let bill = read_bill("a.csv", text.replace(from, to).as_bytes(), None).unwrap();
        assert_eq!(bill.rows.len(), 1, "{to}");
        assert_eq!(
            (bill.faults[0].line, bill.faults[0].column.chinese().as_str()),
            (18, column),
            "{to}"
        );
        // Which line it is, is said by whoever shows it.
        let said = bill.faults[0].message.chinese();
        // The line and the column are said beside it.
        assert!(!said.contains("18") && said.ends_with('。'), "{said}");
    }
}

#[test]
fn an_unknown_direction_is_kept_and_flagged() {
    let fixture = fixture("alipay-app-2026.csv");
    let text = GB18030.decode(&fixture).0.replace("支出,14.95", "转移,14.95");
    let bill = read_bill("a.csv", text.as_bytes(), None).unwrap();
    assert_eq!(
        (bill.rows[0].direction, bill.rows[0].kind),
        (Direction::Neutral, RowKind::Other)
    );
    assert_eq!(bill.rows[0].flags, [RowFlag::UnknownDirection]);
}

#[test]
fn a_status_decides_whether_anything_was_paid() {
    let fixture = fixture("alipay-app-2026.csv");
    let text = GB18030.decode(&fixture).0.into_owned();
    for (status, kind) in [
        ("等待付款", RowKind::Unpaid),
        ("支付失败", RowKind::Unpaid),
        ("交易关闭", RowKind::Payment),
        ("等待对方发货", RowKind::Payment),
        ("从没见过的状态", RowKind::Payment),
    ] {
        let text = text.replacen("支付宝随机立减,交易成功", &format!("支付宝随机立减,{status}"), 1);
        let bill = read_bill("a.csv", text.as_bytes(), None).unwrap();
        assert_eq!(bill.rows[0].kind, kind, "{status}");
    }
}

#[test]
fn two_bills_behind_each_other_are_both_read() {
    let text = GB18030.decode(&fixture("alipay-app-2023.csv")).0.into_owned();
    let second = GB18030.decode(&fixture("alipay-app-2026.csv")).0.into_owned();
    let bill = read_bill("a.csv", (text + &second).as_bytes(), None).unwrap();
    assert_eq!((bill.rows.len(), bill.faults), (13, Vec::new()));
    assert_eq!(bill.stated.map(|stated| stated.rows), Some(13));
}

#[test]
fn a_bill_of_another_app_in_the_same_file_is_reported() {
    let first = String::from_utf8(fixture("wechat-2024.csv")).unwrap();
    let second = String::from_utf8(fixture("jd-2025.csv")).unwrap();
    let bill = read_bill("a.csv", (first + &second).as_bytes(), None).unwrap();
    assert_eq!((bill.format, bill.rows.len()), (BillFormat::of("wechat-csv"), 6));
    let last = bill.faults.last().unwrap();
    assert_eq!(last.line, 45);
    assert!(
        last.message.chinese().contains("另一种账单（京东账单）"),
        "{}",
        last.message
    );
}

#[test]
fn other_files_are_refused_with_the_way_to_the_right_one() {
    let orders = "订单编号,子订单编号,订单创建时间,订单付款时间,店铺名称,商品名称,商品数量,订单实付款,订单交易状态\n\
                  \"3012000000000000001\t\",,2026-11-20 21:02:11,2026-11-20 21:03:45,某店,Q币100个,1,98.00,卖家已发货\n";
    let refused = read_bill("a.csv", orders.as_bytes(), None).unwrap_err();
    assert_eq!(
        refused.message(),
        "这像是订单列表（表头是“订单编号”…），不是账单。要按表格导入，请照模板把列名改成“平台”“商品”“品类”“金额”“付款时间”，\
         其余的列可以留着。"
    );
    for (name, word) in [("cashbook.csv", "记账本"), ("bank.csv", "不是能读的账单")] {
        let bytes = fixture(name);
        let refused = read_bill(name, &bytes, None).unwrap_err();
        assert!(refused.message().contains(word), "{}", refused.message());
        assert!(refused.message().contains("用于个人对账") && refused.message().chars().count() < 150);
        assert_eq!(kind_of(name, &bytes, None), Err(refused));
    }
    let template = crate::record::sheet::sheet_template();
    assert_eq!(kind_of("a.csv", &template, None), Ok(FileKind::Sheet));
    assert!(
        read_bill("a.csv", &template, None)
            .unwrap_err()
            .message()
            .contains("订单")
    );
    assert_eq!(
        read_bill("a.pdf", b"%PDF-1.7", None).unwrap_err().code,
        Code::Failed
    );
}
