//! Bills on a real data file: what is booked, once, and what is taken back.

use super::{NOW, fresh};
use crate::DataFile;
use crate::Imported;
use daozhang_core::order::{EventKind, OrderId};
use daozhang_core::record::{Chosen, Draft, RefundTold};
use daozhang_core::store::Query;

/// A bill of 微信 with these rows: time, kind, item, direction, amount, status and number.
fn wechat_bill(rows: &[[&str; 7]]) -> Vec<u8> {
    let mut text = "微信支付账单明细,,,,,,,,,,\n交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n".to_owned();
    for [at, kind, item, way, amount, status, number] in rows {
        text.push_str(&format!(
            "{at},{kind},星河充值,{item},{way},¥{amount},零钱,{status},{number}\t,/\t,/\n"
        ));
    }
    text.into_bytes()
}

const PAYMENT: [&str; 7] = [
    "2026-11-20 10:00:00",
    "商户消费",
    "话费充值100元",
    "支出",
    "80.00",
    "支付成功",
    "4200000000202611200000000001",
];

fn import(data: &mut DataFile, rows: &[[&str; 7]]) -> Imported {
    let opened = data.open_bill("账单.csv", &wechat_bill(rows), None).unwrap();
    let rehearsed = data.rehearse_bill(&opened, None, NOW).unwrap();
    let imported = data.import_bill(&opened, None, NOW).unwrap();
    assert_eq!(rehearsed, imported);
    imported
}

#[test]
fn money_that_came_back_is_booked_once_whoever_tells_of_it() {
    let told = {
        let mut row = PAYMENT;
        row[5] = "已退款(￥30.00)";
        row
    };
    let own_row = [
        "2026-11-21 10:00:00",
        "星河充值-退款",
        "话费充值100元",
        "收入",
        "30.00",
        "已退款￥30.00",
        "5030000000202611210000000002",
    ];
    for months in [
        vec![vec![told], vec![told, own_row]],
        vec![vec![own_row, told], vec![told]],
        vec![vec![PAYMENT], vec![told], vec![own_row, told]],
        vec![vec![PAYMENT], vec![own_row, told], vec![own_row, told]],
    ] {
        let (_folder, mut data) = fresh();
        for rows in &months {
            import(&mut data, rows);
        }
        assert_eq!(refunded(&data), 3_000, "{months:?}");
        assert_eq!(
            data.page(&Query {
                limit: 9,
                ..Query::default()
            })
            .unwrap()
            .orders
            .len(),
            1
        );
    }
    // The person has noted it by hand before.
    let (_folder, mut data) = fresh();
    import(&mut data, &[PAYMENT]);
    data.refunded(OrderId(1), &RefundTold::of("30"), NOW).unwrap();
    for rows in [vec![told], vec![own_row, told]] {
        import(&mut data, &rows);
        assert_eq!(refunded(&data), 3_000);
    }
    // When it was, only its own row says.
    let (_folder, mut data) = fresh();
    import(&mut data, &[told]);
    let event = data.show(OrderId(1)).unwrap().events.pop().unwrap();
    assert_eq!(event.at, NOW.rfc3339(data.zone()));
    assert!(event.text.unwrap().contains("没有写退款时间"));
}

/// What came back of the first order, in 分.
fn refunded(data: &DataFile) -> i64 {
    data.show(OrderId(1)).unwrap().order.refunded_fen
}

#[test]
fn each_part_of_a_price_tells_of_its_own_refunds() {
    let part = |minute: u32, amount: &str, told: &str| {
        format!(
            "2026-11-20 10:{minute:02}:00,商户消费,星河充值,话费充值100元,支出,¥{amount},零钱,{told},\
             42000000002026112000000000{minute:02},M2026112000000001,/"
        )
    };
    let (first, second) = (|told| part(1, "30.00", told), |told| part(21, "70.00", told));
    let logged = || {
        let (folder, mut data) = fresh();
        let draft = Draft {
            platform: "星河充值".into(),
            product: "话费".into(),
            kind: "phone-credit-fast".into(),
            amount: "100".into(),
            paid_at: "2026-11-20 10:00:00".into(),
            merchant_order_no: "M2026112000000001".into(),
            ..Draft::default()
        };
        data.log(&draft, &[], NOW).unwrap();
        (folder, data)
    };
    let import = |data: &mut DataFile, rows: &[String]| {
        let bytes = format!("{WECHAT}\n{}\n", rows.join("\n")).into_bytes();
        let opened = data.open_bill("账单.csv", &bytes, None).unwrap();
        let rehearsed = data.rehearse_bill(&opened, None, NOW).unwrap();
        let imported = data.import_bill(&opened, None, NOW).unwrap();
        assert_eq!(rehearsed, imported);
        (imported.orders_created, imported.refunds)
    };
    let (paid, ten, fifteen, twenty) = (
        "支付成功",
        "已退款(￥10.00)",
        "已退款(￥15.00)",
        "已退款(￥20.00)",
    );
    for (rows, refunds) in [
        (vec![vec![first(ten), second(twenty)]], 2),
        (vec![vec![second(twenty), first(ten)]], 2),
        (vec![vec![first(ten)], vec![second(twenty)]], 1),
        (
            vec![vec![first(ten), second(paid)], vec![first(paid), second(twenty)]],
            1,
        ),
        (
            vec![vec![first(ten), second(paid)], vec![first(ten), second(twenty)]],
            1,
        ),
    ] {
        let (_folder, mut data) = logged();
        let mut last = (0, 0);
        for rows in &rows {
            last = import(&mut data, rows);
        }
        assert_eq!((last, refunded(&data)), ((0, refunds), 3_000), "{rows:?}");
        assert_eq!(
            import(&mut data, &[first(ten), second(twenty)]),
            (0, 0),
            "{rows:?}"
        );
        assert_eq!(
            import(&mut data, &[first(fifteen), second(twenty)]),
            (0, 1),
            "{rows:?}"
        );
        assert_eq!(refunded(&data), 3_500, "{rows:?}");
    }
    // What the person noted may be of either, and is booked once.
    let (_folder, mut data) = logged();
    data.refunded(OrderId(1), &RefundTold::of("10"), NOW).unwrap();
    assert_eq!(import(&mut data, &[first(ten), second(twenty)]), (0, 1));
    assert_eq!(refunded(&data), 3_000);
    let noted = data.show(OrderId(1)).unwrap().events;
    let noted = noted
        .iter()
        .find(|event| event.kind == EventKind::Refunded)
        .unwrap()
        .seq;
    // Without the note the rest of what the rows say is news, once more.
    data.undo(OrderId(1), noted, NOW).unwrap();
    assert_eq!(import(&mut data, &[first(ten), second(twenty)]), (0, 1));
    assert_eq!(import(&mut data, &[first(ten), second(twenty)]), (0, 0));
    assert_eq!(refunded(&data), 3_000);
}

#[test]
fn what_else_told_of_a_refund_may_be_taken_back() {
    let (_folder, mut data) = fresh();
    import(&mut data, &[PAYMENT]);
    data.refunded(OrderId(1), &RefundTold::of("10"), NOW).unwrap();
    let mut told = PAYMENT;
    told[5] = "已退款(￥30.00)";
    assert_eq!((import(&mut data, &[told]).refunds, refunded(&data)), (1, 3_000));
    let events = data.show(OrderId(1)).unwrap().events;
    let noted = events
        .iter()
        .find(|event| event.kind == EventKind::Refunded)
        .unwrap()
        .seq;
    data.undo(OrderId(1), noted, NOW).unwrap();
    assert_eq!(refunded(&data), 2_000);
    assert_eq!((import(&mut data, &[told]).refunds, refunded(&data)), (1, 3_000));
    assert_eq!((import(&mut data, &[told]).refunds, refunded(&data)), (0, 3_000));
}

#[test]
fn a_refund_that_the_person_noted_is_none_in_the_rehearsal_either() {
    let (_folder, mut data) = fresh();
    let draft = Draft {
        platform: "星河充值".into(),
        product: "话费".into(),
        kind: "phone-credit-fast".into(),
        amount: "80".into(),
        paid_at: "2026-11-20 10:00:00".into(),
        payment_no: PAYMENT[6].into(),
        ..Draft::default()
    };
    data.log(&draft, &[], NOW).unwrap();
    data.refunded(OrderId(1), &RefundTold::of("30"), NOW).unwrap();
    let mut told = PAYMENT;
    told[5] = "已退款(￥30.00)";
    let imported = import(&mut data, &[told]);
    assert_eq!(
        (imported.matched, imported.refunds, refunded(&data)),
        (1, 0, 3_000)
    );
}

#[test]
fn taking_a_bills_row_back_takes_back_what_it_filled_in() {
    let (_folder, mut data) = fresh();
    let draft = Draft {
        platform: "星河".into(),
        product: "话费".into(),
        kind: "phone-credit-fast".into(),
        amount: "80".into(),
        paid_at: "2026-11-20 10:03:00".into(),
        ..Draft::default()
    };
    let id = data.log(&draft, &[], NOW).unwrap();
    assert_eq!(import(&mut data, &[PAYMENT]).matched, 1);
    let filled = data.show(id).unwrap();
    assert_eq!(filled.order.payment_no.as_deref(), Some(PAYMENT[6]));
    let billed = filled
        .events
        .iter()
        .find(|event| event.kind == EventKind::Billed)
        .unwrap()
        .seq;
    data.undo(id, billed, NOW).unwrap();
    let order = data.show(id).unwrap().order;
    assert_eq!(
        (order.payment_no, order.merchant, order.channel),
        (None, None, None)
    );
    // It can be proposed again, with the word that nothing but amount and time speaks for it.
    let again = import(&mut data, &[PAYMENT]);
    assert!(
        again.matched == 1
            && again
                .flagged
                .iter()
                .any(|said| said.chinese().contains("按金额和时间")),
        "{again:?}"
    );
}

#[test]
fn correcting_an_order_keeps_the_window_that_it_counts() {
    let (_folder, mut data) = fresh();
    let draft = Draft {
        platform: "星河".into(),
        product: "100 Q币".into(),
        kind: "q-coin".into(),
        amount: "98.50".into(),
        paid_at: "刚刚".into(),
        ..Draft::default()
    };
    data.set_platform_window("星河", "q-coin", "20分钟").unwrap();
    let id = data.log(&draft, &[], NOW).unwrap();
    let window = |data: &DataFile| data.show(id).unwrap().order.window_seconds;
    assert_eq!(window(&data), 1200);
    data.set_platform_window("星河", "q-coin", "").unwrap();
    let noted = Draft {
        note: "记一笔".into(),
        ..draft
    };
    data.edit(id, &noted, NOW).unwrap();
    assert_eq!(window(&data), 1200);
    let elsewhere = Draft {
        platform: "别处".into(),
        ..noted
    };
    data.edit(id, &elsewhere, NOW).unwrap();
    assert_eq!(window(&data), 86_400);
}

#[test]
fn rows_that_were_imported_come_last_and_the_others_can_be_searched() {
    let (_folder, mut data) = fresh();
    let transfer = |number: &'static str| {
        let mut row = PAYMENT;
        (row[1], row[2], row[3], row[6]) = ("转账", "还上次的饭钱", "收入", number);
        row
    };
    import(&mut data, &[PAYMENT]);
    let mut new = PAYMENT;
    (new[0], new[6]) = ("2026-11-21 12:00:00", "4200000000202611210000000009");
    let rows = [
        PAYMENT,
        new,
        transfer("4200000000202611210000000010"),
        transfer("4200000000202611210000000011"),
    ];
    let opened = data.open_bill("账单.csv", &wechat_bill(&rows), None).unwrap();
    let lines = |others, search: &str, from, most| -> Vec<u32> {
        let rows = data.bill_rows(&opened, others, search, from, most, NOW);
        rows.iter().map(|row| row.line).collect()
    };
    let first = opened.bill.rows[0].line;
    assert_eq!(
        lines(false, "", 0, 9),
        [first + 1, first],
        "what was imported before is last"
    );
    assert_eq!(lines(true, "", 0, 9), [first + 2, first + 3]);
    assert_eq!(lines(true, "饭钱", 3, 9), [first + 3]);
    assert_eq!(lines(true, "话费", 0, 9), Vec::<u32>::new());
    assert_eq!(lines(true, "", 0, 1), [first + 2]);
}

/// A bill with this heading and this one row, all of whose rows are taken over.
fn import_row(data: &mut DataFile, heading: &str, row: &str) -> Imported {
    let opened = data
        .open_bill("账单.csv", format!("{heading}\n{row}\n").as_bytes(), None)
        .unwrap();
    data.import_bill(&opened, Some(&[0]), NOW).unwrap()
}

const WECHAT: &str =
    "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注";
const ALIPAY: &str =
    "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注";
const JD: &str =
    "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注";

#[test]
fn a_shops_number_is_that_of_its_order_and_never_of_the_payment() {
    let of_shop = (
        JD,
        "2026-11-20 10:00:00,京东平台商户,话费充值100元,98.50,微信支付,交易成功,支出,手机通讯,290000000081,JD0000000000081,",
    );
    let of_payment = (
        WECHAT,
        "2026-11-20 10:00:02,商户消费,京东平台商户,话费充值100元,支出,¥98.50,零钱,支付成功,\
         4200000000202611200000000001,10112026112000123456,/",
    );
    for bills in [[of_shop, of_payment], [of_payment, of_shop]] {
        let (_folder, mut data) = fresh();
        let numbers = |data: &DataFile| {
            let order = data.show(OrderId(1)).unwrap().order;
            (order.order_no, order.payment_no, order.channel)
        };
        let orders = bills.map(|(heading, row)| import_row(&mut data, heading, row).orders_created);
        assert_eq!(orders, [1, 0], "one purchase in two bills");
        let known = (
            Some("290000000081".to_owned()),
            Some("4200000000202611200000000001".to_owned()),
            Some("wechat".to_owned()),
        );
        assert_eq!(numbers(&data), known);
    }
}

#[test]
fn a_rounded_number_is_none_and_the_other_of_its_row_counts() {
    let row = |at: &str, number: &str| {
        format!("{at},充值缴费,中国移动,/,话费充值100元,支出,100.00,花呗,交易成功,{number},APP2600000000046,")
    };
    let (_folder, mut data) = fresh();
    import_row(&mut data, ALIPAY, &row("2026/11/20 09:00", "2.02611E+27"));
    let numbers = |data: &DataFile| {
        let order = data.show(OrderId(1)).unwrap().order;
        (order.payment_no, order.merchant_order_no)
    };
    let merchants = Some("APP2600000000046".to_owned());
    assert_eq!(numbers(&data), (None, merchants.clone()));
    let whole = row("2026-11-20 09:00:21", "2026112022001400000000000046");
    assert_eq!(
        import_row(&mut data, ALIPAY, &whole).orders_created,
        0,
        "the same row, whole"
    );
    let payments = Some("2026112022001400000000000046".to_owned());
    assert_eq!(numbers(&data), (payments, merchants));
}

#[test]
fn a_list_is_answered_with_the_names_that_it_may_use() {
    let (_folder, data) = fresh();
    let list = "平台,商品,品类,金额,付款时间,支付渠道\n某店,x,陶瓷,1,2026-11-20 21:03,\n某店,x,Q币,1,2026-11-20 21:03,贝壳\n";
    let opened = data
        .open_sheet("a.csv", list.as_bytes(), &Chosen::new(), NOW)
        .unwrap();
    let said: Vec<String> = opened
        .faults
        .iter()
        .map(|fault| fault.message.chinese())
        .collect();
    assert!(
        said[0].contains("“陶瓷”") && said[0].contains("：Q币、"),
        "{said:?}"
    );
    assert!(
        said[1].contains("“贝壳”") && said[1].contains("微信支付、"),
        "{said:?}"
    );
    assert!(
        !said.concat().contains("q-coin") && !said.concat().contains("wechat"),
        "{said:?}"
    );
}
