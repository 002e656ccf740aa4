//! One payment is counted once, whichever door it comes in by.

use super::{NOW, file_of_version, fresh, later, open};
use crate::{DataFile, Imported};
use daozhang_core::Code;
use daozhang_core::order::view::PaymentView;
use daozhang_core::order::{EventKind, OrderId};
use daozhang_core::record::{Chosen, Draft};
use daozhang_core::store::{FILE_NAME, Query};
use std::path::Path;

const PAID: &str = "4200000000202611200000000001";

fn draft(platform: &str, amount: &str) -> Draft {
    Draft {
        platform: platform.into(),
        product: "话费100元".into(),
        kind: "phone-credit-fast".into(),
        amount: amount.into(),
        paid_at: "2026-11-20 10:00:00".into(),
        ..Draft::default()
    }
}

fn paid_by(number: &str, platform: &str, amount: &str) -> Draft {
    Draft {
        channel: "wechat".into(),
        payment_no: number.into(),
        ..draft(platform, amount)
    }
}

fn forced(draft: &Draft) -> Draft {
    Draft {
        force: true,
        ..draft.clone()
    }
}

fn orders(data: &DataFile) -> usize {
    let query = Query {
        limit: 100,
        ..Query::default()
    };
    data.page(&query).unwrap().orders.len()
}

/// Imports a list with these rows: platform, product, amount, order number and payment number.
fn import_list(data: &mut DataFile, rows: &[[&str; 5]]) -> Imported {
    let mut text = "平台,商品,品类,金额,付款时间,订单号,支付单号\n".to_owned();
    for [platform, product, amount, order_no, payment_no] in rows {
        text += &format!("{platform},{product},话费快充,{amount},2026-11-20 10:00,{order_no},{payment_no}\n");
    }
    let sheet = data
        .open_sheet("订单.csv", text.as_bytes(), &Chosen::new(), NOW)
        .unwrap();
    data.import_sheet(&sheet, &[], false, NOW).unwrap()
}

/// Imports a bill of 微信 with these rows: time, counterparty, amount, payment number and merchant's number.
fn import_bill(data: &mut DataFile, rows: &[[&str; 5]]) -> Imported {
    let text = wechat_text(rows);
    let opened = data.open_bill("账单.csv", text.as_bytes(), None).unwrap();
    data.import_bill(&opened, None, NOW).unwrap()
}

fn wechat_text(rows: &[[&str; 5]]) -> String {
    let mut text =
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
            .to_owned();
    for [at, seller, amount, payment_no, merchant_no] in rows {
        text += &format!(
            "{at},商户消费,{seller},话费充值100元,支出,¥{amount},零钱,支付成功,{payment_no},{merchant_no},/\n"
        );
    }
    text
}

fn ask<T: rusqlite::types::FromSql>(folder: &Path, sql: &str) -> Vec<T> {
    let raw = rusqlite::Connection::open(folder.join(FILE_NAME)).unwrap();
    let mut select = raw.prepare(sql).unwrap();
    let rows = select.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// What went to orders of all payments with numbers, in 分: no payment may have given more than it was, and none be doubled.
fn money_of_payments(folder: &Path) -> i64 {
    let exceeded: Vec<i64> = ask(
        folder,
        "SELECT payments.id FROM payments JOIN payment_ties AS tie ON payment_id = payments.id
         GROUP BY payments.id HAVING sum(tie.amount_fen) > payments.amount_fen OR probable_double",
    );
    assert_eq!(exceeded, [] as [i64; 0]);
    ask(
        folder,
        "SELECT coalesce(sum(tie.amount_fen), 0) FROM payment_ties AS tie JOIN payments ON payment_id = payments.id
         WHERE payment_no IS NOT NULL",
    )[0]
}

fn payments(data: &DataFile, id: i64) -> Vec<(Option<String>, i64)> {
    let payments = data.show(OrderId(id)).unwrap().order.payments;
    payments
        .into_iter()
        .map(|one| (one.payment_no, one.amount_fen))
        .collect()
}

#[test]
fn a_payment_is_known_by_its_number_at_whatever_platform() {
    let (_folder, mut data) = fresh();
    let first = paid_by(PAID, "星河", "80");
    data.log(&first, &[], NOW).unwrap();
    for number in [
        PAID.to_owned(),
        format!("支付单号：{PAID} 复制"),
        format!("{PAID}\u{200b}"),
    ] {
        let again = paid_by(&number, "深圳市星河科技有限公司", "80");
        for again in [again.clone(), forced(&again)] {
            let refused = data.log(&again, &[], NOW).unwrap_err();
            assert_eq!(refused.code, Code::PaymentNo);
            assert!(refused.message().contains("编号 1"), "{}", refused.message());
        }
        // The form says so while it is being filled in, and an unknown app is no other one.
        let unknown = Draft {
            channel: String::new(),
            ..again
        };
        assert_eq!(data.check_draft(&unknown, NOW).unwrap().duplicate.unwrap().id, 1);
        assert_eq!(data.log(&unknown, &[], NOW).unwrap_err().code, Code::PaymentNo);
    }
    let imported = import_list(&mut data, &[["别家", "话费", "80.00", "", PAID]]);
    assert_eq!((imported.orders_created, imported.flagged.len()), (0, 1));
    // Nor may another order be corrected to it.
    let other = data.log(&draft("别家", "30"), &[], NOW).unwrap();
    let edited = data.edit(other, &forced(&paid_by(PAID, "别家", "30")), NOW);
    assert_eq!(edited.unwrap_err().code, Code::PaymentNo);
    assert_eq!(orders(&data), 2);
    // Another app's payments have numbers of their own.
    let alipay = Draft {
        channel: "alipay".into(),
        ..paid_by(PAID, "别家", "31")
    };
    data.log(&alipay, &[], NOW).unwrap();
}

#[test]
fn a_list_takes_no_payment_twice_and_none_that_a_bill_has_brought() {
    let (_folder, mut data) = fresh();
    let row = [
        "2026-11-20 10:00:00",
        "深圳市星河科技有限公司",
        "80.00",
        PAID,
        "/",
    ];
    import_bill(&mut data, &[row]);
    let other = "4200000000202611200000000002";
    let rows = [
        ["星河", "话费100", "80.00", "", PAID],
        ["星河", "话费50", "50.00", "", other],
        ["星河", "话费60", "60.00", "", other],
    ];
    let imported = import_list(&mut data, &rows);
    assert_eq!(imported.orders_created, 1);
    let said: Vec<String> = imported.flagged.iter().map(|said| said.chinese()).collect();
    assert!(
        said[0].contains("第 2 行的支付单号已经记过了") && said[1].contains("第 4 行"),
        "{said:?}"
    );
    assert_eq!(orders(&data), 2);
}

#[test]
fn a_number_that_is_not_whole_is_no_identity() {
    let (_folder, mut data) = fresh();
    for (at, number) in ["4200****0001", "12345", "000000"].into_iter().enumerate() {
        for more in 0..2 {
            let amount = format!("{}", 10 + 2 * at + more);
            data.log(&paid_by(number, "星河", &amount), &[], NOW).unwrap();
        }
    }
    assert_eq!(orders(&data), 6);
    let rounded = data.log(&paid_by("4.2E+27", "星河", "20"), &[], NOW).unwrap_err();
    assert!(
        rounded.message().contains("后几位已经丢失"),
        "{}",
        rounded.message()
    );
}

#[test]
fn a_merchants_number_is_one_purchase_unless_two_payments_say_otherwise() {
    let (_folder, mut data) = fresh();
    let of_merchant = |number: &str, payment_no: &str, platform: &str| Draft {
        merchant_order_no: number.into(),
        ..paid_by(payment_no, platform, "80")
    };
    data.log(&of_merchant("M2026112000001", "", "星河"), &[], NOW)
        .unwrap();
    let again = of_merchant("M2026112000001", "", "深圳市星河科技有限公司");
    assert_eq!(data.log(&again, &[], NOW).unwrap_err().code, Code::Duplicate);
    let as_order_no = Draft {
        order_no: "M2026112000001".into(),
        ..draft("深圳市星河科技有限公司", "80")
    };
    assert_eq!(
        data.log(&as_order_no, &[], NOW).unwrap_err().code,
        Code::Duplicate
    );
    data.log(&forced(&again), &[], NOW).unwrap();
    // A contract has one number for every month.
    let month = Draft {
        paid_at: "2026-10-20 10:00:00".into(),
        ..again
    };
    data.log(&month, &[], NOW).unwrap();

    let first = of_merchant("M2026112000002", PAID, "星河");
    data.log(&first, &[], NOW).unwrap();
    let second = of_merchant("M2026112000002", "4200000000202611200000000002", "星河");
    data.log(&second, &[], NOW).unwrap();
}

#[test]
fn an_order_number_counts_under_every_name_that_the_platform_had() {
    let (_folder, mut data) = fresh();
    let rows = [
        ["星河", "话费100", "80.00", "S20261120001", ""],
        ["星河", "话费50", "50.00", "", ""],
    ];
    assert_eq!(import_list(&mut data, &rows).orders_created, 2);
    data.rename_platform("星河", "星河卡盟", NOW).unwrap();
    assert_eq!(import_list(&mut data, &rows).orders_created, 0);
    for name in ["星河", "星河卡盟"] {
        let again = Draft {
            order_no: "订单号：S20261120001 复制".into(),
            ..draft(name, "99")
        };
        assert_eq!(
            data.log(&again, &[], NOW).unwrap_err().code,
            Code::Duplicate,
            "{name}"
        );
    }
    let elsewhere = Draft {
        order_no: "S20261120001".into(),
        ..draft("别家", "99")
    };
    data.log(&elsewhere, &[], NOW).unwrap();
}

#[test]
fn names_that_look_the_same_are_the_same() {
    let (_folder, mut data) = fresh();
    data.log(&draft("星河", "80"), &[], NOW).unwrap();
    let copied = Draft {
        product: "话费\u{feff}50元".into(),
        ..draft("星\u{200b}河\u{2060}", "50")
    };
    let id = data.log(&copied, &[], NOW).unwrap();
    let order = data.show(id).unwrap().order;
    assert_eq!(
        (order.platform.as_str(), order.product.as_str()),
        ("星河", "话费50元")
    );
    assert_eq!(data.platforms().unwrap().len(), 1);
}

#[test]
fn the_ordinary_payment_is_one_of_the_whole_amount() {
    let (_folder, mut data) = fresh();
    let id = data.log(&paid_by(PAID, "星河", "80"), &[], NOW).unwrap();
    let order = data.show(id).unwrap().order;
    assert_eq!(
        order.payments,
        [PaymentView {
            app: Some("wechat".into()),
            payment_no: Some(PAID.into()),
            amount_fen: 8_000,
            paid_at: order.paid_at.clone(),
        }]
    );
}

#[test]
fn one_order_may_be_paid_in_two() {
    let (_folder, mut data) = fresh();
    let order = Draft {
        order_no: "T200P1000001".into(),
        ..draft("星河", "100")
    };
    data.log(&order, &[], NOW).unwrap();
    let (deposit, rest) = (PAID, "4200000000202611200000000002");
    let rows = [
        ["2026-11-20 10:00:00", "星河", "30.00", deposit, "T200P1000001"],
        ["2026-11-20 12:00:00", "星河", "70.00", rest, "T200P1000001"],
    ];
    for _ in 0..2 {
        import_bill(&mut data, &rows[..1]);
        assert_eq!(payments(&data, 1), [(Some(deposit.into()), 3_000)]);
    }
    for _ in 0..2 {
        import_bill(&mut data, &rows);
        let both = [(Some(deposit.into()), 3_000), (Some(rest.into()), 7_000)];
        assert_eq!(payments(&data, 1), both);
    }
    let shown = data.show(OrderId(1)).unwrap();
    assert_eq!(
        (shown.order.payment_no.as_deref(), shown.order.amount_fen),
        (Some(deposit), 10_000)
    );
    assert_eq!(orders(&data), 1);
    // Correcting something else leaves both.
    let noted = Draft {
        note: "定金和尾款".into(),
        channel: "wechat".into(),
        payment_no: deposit.into(),
        merchant_order_no: "T200P1000001".into(),
        merchant: "星河".into(),
        ..order
    };
    data.edit(OrderId(1), &noted, NOW).unwrap();
    assert_eq!(payments(&data, 1).len(), 2);
    // Both are known by their numbers now, and taking a row back takes its payment back.
    let refused = data.log(&paid_by(rest, "别家", "70"), &[], NOW).unwrap_err();
    assert_eq!(refused.code, Code::PaymentNo);
    let billed = shown
        .events
        .iter()
        .rfind(|event| event.kind == EventKind::Billed)
        .unwrap();
    data.undo(OrderId(1), billed.seq, NOW).unwrap();
    assert_eq!(payments(&data, 1), [(Some(deposit.into()), 3_000)]);
    data.log(&paid_by(rest, "别家", "70"), &[], NOW).unwrap();
}

#[test]
fn one_payment_may_pay_for_several_orders_and_never_for_more_than_itself() {
    let (_folder, mut data) = fresh();
    let order = Draft {
        order_no: "T200P1000001".into(),
        ..draft("星河", "100")
    };
    data.log(&order, &[], NOW).unwrap();
    import_bill(
        &mut data,
        &[["2026-11-20 10:00:00", "星河", "150.00", PAID, "T200P1000001"]],
    );
    assert_eq!(payments(&data, 1), [(Some(PAID.into()), 10_000)]);
    let second = paid_by(PAID, "星河", "50");
    assert_eq!(data.log(&second, &[], NOW).unwrap_err().code, Code::Duplicate);
    let id = data.log(&forced(&second), &[], NOW).unwrap();
    assert_eq!(payments(&data, id.0), [(Some(PAID.into()), 5_000)]);
    let third = forced(&paid_by(PAID, "星河", "0.01"));
    assert_eq!(data.log(&third, &[], NOW).unwrap_err().code, Code::PaymentNo);
    assert_eq!(data.show(id).unwrap().double_of, None);
}

#[test]
fn taking_a_row_back_takes_back_each_field_that_still_stands_as_it_filled_it_in() {
    let (_folder, mut data) = fresh();
    let by_hand = draft("星河", "80");
    let id = data.log(&by_hand, &[], NOW).unwrap();
    let row = ["2026-11-20 10:00:20", "星河", "80.00", PAID, "M2026112000001"];
    import_bill(&mut data, &[row]);
    let filled = data.show(id).unwrap();
    assert_eq!(filled.order.payment_no.as_deref(), Some(PAID));
    // Meanwhile the platform was renamed, and the person has written down the company's whole name and a note.
    data.rename_platform("星河", "星河卡盟", NOW).unwrap();
    let corrected = Draft {
        channel: "wechat".into(),
        payment_no: PAID.into(),
        merchant_order_no: "M2026112000001".into(),
        merchant: "深圳市星河科技有限公司".into(),
        note: "问过客服".into(),
        ..draft("星河卡盟", "80")
    };
    data.edit(id, &corrected, NOW).unwrap();
    let billed = filled
        .events
        .iter()
        .find(|event| event.kind == EventKind::Billed)
        .unwrap();
    data.undo(id, billed.seq, NOW).unwrap();
    let order = data.show(id).unwrap().order;
    assert_eq!(
        (order.payment_no, order.merchant_order_no, order.channel),
        (None, None, None)
    );
    assert_eq!(order.merchant.as_deref(), Some("深圳市星河科技有限公司"));
    assert_eq!(
        (order.platform.as_str(), order.note.as_deref()),
        ("星河卡盟", Some("问过客服"))
    );
    // Nothing is tied to the payment any more.
    data.log(&paid_by(PAID, "别家", "80"), &[], later(1)).unwrap();
}

#[test]
fn an_amount_above_what_an_order_may_have_is_said_and_left() {
    let (_folder, mut data) = fresh();
    let imported = import_bill(
        &mut data,
        &[["2026-11-20 10:00:00", "星河", "1000000.01", PAID, "/"]],
    );
    assert_eq!(imported.orders_created, 0);
    assert!(
        imported.flagged[0].chinese().contains("超过 100 万元"),
        "{:?}",
        imported.flagged
    );
}

/// A data file as the last version without the table left it, with these payment numbers, an order each, out of a bill of
/// this source.
fn file_before_payments(folder: &Path, source: &str, numbers: &[Option<&str>]) {
    let raw = file_of_version(8, folder);
    for number in numbers {
        raw.execute(
            "INSERT INTO orders (platform_id, product, kind, amount_fen, paid_at, window_ms, window_promised, due_at,
                 status, stage, alert_after, created_at, urgency, search_text, channel, payment_no)
             VALUES (1, '乙', 'q-coin', 100, ?1, 1800000, 1, ?1, 'awaiting', 'waiting', ?1, ?1, ?1, '', 'wechat', ?2)",
            rusqlite::params![NOW.0, number],
        )
        .unwrap();
        raw.execute(
            "INSERT INTO bill_rows (order_id, seq, source, kind, payment_no, at, amount_fen)
             VALUES (last_insert_rowid(), 2, ?3, 'payment', ?1, ?2, 100)",
            rusqlite::params![number.unwrap_or_default(), NOW.0, source],
        )
        .unwrap();
    }
}

#[test]
fn doubles_that_an_older_file_holds_are_kept_and_said_and_stop_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let other = "4200000000202611200000000002";
    file_before_payments(
        folder.path(),
        "wechat",
        &[
            Some(PAID),
            Some(PAID),
            None,
            Some(other),
            Some("42****01"),
            Some("42****01"),
        ],
    );
    let mut data = open(folder.path());
    assert_eq!(orders(&data), 6);
    let doubles = |data: &DataFile| -> Vec<Option<i64>> {
        (1..=6)
            .map(|id| data.show(OrderId(id)).unwrap().double_of)
            .collect()
    };
    assert_eq!(doubles(&data), [None, Some(1), None, None, None, None]);
    assert_eq!(payments(&data, 2), [(Some(PAID.into()), 100)]);
    // Of two equal rows one stands; hidden and missing numbers tell nothing.
    let stands: Vec<bool> = ask(folder.path(), "SELECT stands FROM bill_rows ORDER BY order_id");
    assert_eq!(stands, [true, false, false, true, false, false]);
    // Each of the two can be corrected still, and nothing new comes under their number.
    let noted = |number: &str| Draft {
        kind: "q-coin".into(),
        product: "乙".into(),
        paid_at: "2026-11-23 08:00".into(),
        note: "记一笔".into(),
        ..paid_by(number, "甲", "1")
    };
    for id in [1, 2] {
        data.edit(OrderId(id), &noted(PAID), NOW).unwrap();
    }
    assert_eq!(doubles(&data)[1], Some(1));
    let refused = data.log(&forced(&noted(PAID)), &[], NOW).unwrap_err();
    assert_eq!(refused.code, Code::PaymentNo);
    // Which of the two keeps the number is the person's to say; the one that is left is no double.
    data.edit(OrderId(1), &noted("4200000000202611200000000003"), NOW)
        .unwrap();
    assert_eq!(doubles(&data), [None; 6]);
    assert_eq!(
        data.log(&forced(&noted(PAID)), &[], NOW).unwrap_err().code,
        Code::PaymentNo
    );
}

#[test]
fn where_a_row_is_taken_back_the_next_equal_one_of_an_older_file_stands() {
    let (folder, mut data) = fresh();
    let id = data.log(&paid_by(PAID, "星河", "80"), &[], NOW).unwrap();
    let rows = [["2026-11-20 10:00:00", "星河", "80.00", PAID, "/"]];
    import_bill(&mut data, &rows);
    // As a version without the index left it: two orders with one row.
    let other = data.log(&forced(&draft("星河", "80")), &[], NOW).unwrap();
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    for again in [other, data.log(&forced(&draft("别家", "80")), &[], NOW).unwrap()] {
        let copied = raw.execute(
            "INSERT INTO bill_rows SELECT ?2, 1, source, kind, payment_no, at, amount_fen, 0 FROM bill_rows
             WHERE order_id = ?1",
            [id.0, again.0],
        );
        assert_eq!(copied, Ok(1));
    }
    let standing = || -> Vec<i64> { ask(folder.path(), "SELECT order_id FROM bill_rows WHERE stands") };
    assert_eq!(standing(), [id.0]);
    let events = data.show(id).unwrap().events;
    let billed = events
        .iter()
        .find(|event| event.kind == EventKind::Billed)
        .unwrap();
    data.undo(id, billed.seq, NOW).unwrap();
    assert_eq!(standing(), [other.0]);
    let again = import_bill(&mut data, &rows);
    assert_eq!((again.orders_created, again.matched), (0, 0), "{again:?}");
}

#[test]
fn a_shops_number_in_an_older_file_is_no_payment_twice() {
    let folder = tempfile::tempdir().unwrap();
    file_before_payments(folder.path(), "jd", &[Some("290000000081"), Some("290000000081")]);
    let data = open(folder.path());
    assert_eq!(data.show(OrderId(2)).unwrap().double_of, None);
}

#[test]
fn a_bills_row_whose_number_is_logged_with_other_facts_is_left_and_said() {
    let (folder, mut data) = fresh();
    data.log(&paid_by(PAID, "星河", "80"), &[], NOW).unwrap();
    let rows = [
        ["2026-11-22 21:00:00", "星河", "78.50", PAID, "/"],
        [
            "2026-11-22 10:00:00",
            "别家",
            "10.00",
            "4200000000202611200000000002",
            "/",
        ],
        [
            "2026-11-22 10:05:00",
            "别家",
            "11.00",
            "4200000000202611200000000002",
            "/",
        ],
    ];
    for _ in 0..2 {
        let imported = import_bill(&mut data, &rows);
        assert_eq!(
            (imported.orders_created, imported.matched),
            (0, 0),
            "{imported:?}"
        );
        // Each that disagrees with another or with what is known.
        assert_eq!(imported.flagged.len(), 3, "{:?}", imported.flagged);
        assert_eq!(money_of_payments(folder.path()), 8_000);
    }
    // Picked, each is counted once all the same.
    let text = wechat_text(&rows);
    for created in [1, 0] {
        let opened = data.open_bill("账单.csv", text.as_bytes(), None).unwrap();
        let imported = data.import_bill(&opened, Some(&[0, 1, 2]), NOW).unwrap();
        assert_eq!(imported.orders_created, created, "{imported:?}");
        assert_eq!(money_of_payments(folder.path()), 9_000);
    }
    assert_eq!(orders(&data), 2);
}

#[test]
fn equal_refunds_within_one_minute_are_two() {
    let (_folder, mut data) = fresh();
    let head = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n";
    let paid = format!(
        "2026-11-20 10:00:00,商户消费,星河,话费充值100元,支出,¥80.00,零钱,支付成功,{PAID},M2026112000001,/\n"
    );
    let back = |second: u8| {
        format!(
            "2026-11-21 10:00:{second:02},星河-退款,星河,话费充值100元,收入,¥10.00,/,已全额退款,{PAID},M2026112000001,/\n"
        )
    };
    let text = [head, &paid, &back(5), &back(40)].concat();
    let opened = data.open_bill("账单.csv", text.as_bytes(), None).unwrap();
    for _ in 0..2 {
        data.import_bill(&opened, None, NOW).unwrap();
        assert_eq!(data.show(OrderId(1)).unwrap().order.refunded_fen, 2_000);
    }
}

#[test]
fn a_correction_gives_no_order_more_of_a_payment_than_is_left() {
    let (folder, mut data) = fresh();
    let order = Draft {
        order_no: "T200P1000001".into(),
        ..draft("星河", "100")
    };
    data.log(&order, &[], NOW).unwrap();
    import_bill(
        &mut data,
        &[["2026-11-20 10:00:00", "星河", "150.00", PAID, "T200P1000001"]],
    );
    let first = |amount: &str, note: &str| Draft {
        order_no: "T200P1000001".into(),
        merchant_order_no: "T200P1000001".into(),
        merchant: "星河".into(),
        note: note.into(),
        ..paid_by(PAID, "星河", amount)
    };
    let second = data.log(&forced(&paid_by(PAID, "星河", "50")), &[], NOW).unwrap();
    assert_eq!(money_of_payments(folder.path()), 15_000);
    // A note changes nothing of the payment; more than is left is refused, whatever is forced.
    data.edit(OrderId(1), &first("100", "一起付的"), NOW).unwrap();
    for (id, more) in [
        (OrderId(1), first("101", "")),
        (second, paid_by(PAID, "星河", "60")),
    ] {
        for more in [more.clone(), forced(&more)] {
            assert_eq!(data.edit(id, &more, NOW).unwrap_err().code, Code::PaymentNo);
        }
    }
    // Nor under another app that has the number already.
    let alipay = Draft {
        channel: "alipay".into(),
        ..paid_by(PAID, "别家", "31")
    };
    let third = data.log(&alipay, &[], NOW).unwrap();
    let moved = forced(&paid_by(PAID, "别家", "31"));
    assert_eq!(data.edit(third, &moved, NOW).unwrap_err().code, Code::PaymentNo);
    assert_eq!(money_of_payments(folder.path()), 18_100);
}

#[test]
fn a_correction_may_take_all_of_a_payment_that_nobody_else_has_a_part_of() {
    let (folder, mut data) = fresh();
    let order = Draft {
        order_no: "T200P1000001".into(),
        ..draft("星河", "100")
    };
    let id = data.log(&order, &[], NOW).unwrap();
    import_bill(
        &mut data,
        &[["2026-11-20 10:00:00", "星河", "150.00", PAID, "T200P1000001"]],
    );
    let whole = Draft {
        order_no: "T200P1000001".into(),
        ..paid_by(PAID, "星河", "150")
    };
    data.edit(id, &whole, NOW).unwrap();
    assert_eq!(payments(&data, id.0), [(Some(PAID.into()), 15_000)]);
    // Nothing is left of it for another.
    let other = forced(&paid_by(PAID, "星河", "50"));
    assert_eq!(data.log(&other, &[], NOW).unwrap_err().code, Code::PaymentNo);
    assert_eq!(money_of_payments(folder.path()), 15_000);
}

#[test]
fn the_rest_of_a_price_may_be_paid_weeks_after_the_deposit() {
    let (folder, mut data) = fresh();
    let order = Draft {
        order_no: "T200P1000001".into(),
        paid_at: "2026-11-01 10:00:00".into(),
        ..draft("星河", "100")
    };
    data.log(&order, &[], NOW).unwrap();
    let rest = "4200000000202611200000000002";
    let rows = [
        ["2026-11-01 10:00:00", "星河", "30.00", PAID, "T200P1000001"],
        ["2026-11-11 09:00:00", "星河", "70.00", rest, "T200P1000001"],
    ];
    import_bill(&mut data, &rows[..1]);
    for _ in 0..2 {
        import_bill(&mut data, &rows);
        assert_eq!((orders(&data), money_of_payments(folder.path())), (1, 10_000));
    }
    // The second payment's number is no other first one.
    let twice = Draft {
        order_no: "T200P1000001".into(),
        ..paid_by(rest, "星河", "100")
    };
    assert_eq!(
        data.edit(OrderId(1), &twice, NOW).unwrap_err().code,
        Code::PaymentNo
    );
}

#[test]
fn orders_of_a_list_that_one_payment_paid_for_are_all_taken_and_the_payment_once() {
    let (folder, mut data) = fresh();
    let rows = [
        ["星河", "话费100", "80.00", "S20261120001", PAID],
        ["星河", "话费50", "50.00", "S20261120002", PAID],
    ];
    for created in [2, 0] {
        let imported = import_list(&mut data, &rows);
        assert_eq!(imported.orders_created, created, "{:?}", imported.flagged);
        assert_eq!((orders(&data), money_of_payments(folder.path())), (2, 13_000));
    }
    assert_eq!(data.show(OrderId(2)).unwrap().double_of, None);
}

#[test]
fn a_row_is_taken_back_whatever_became_of_the_amount() {
    let (_folder, mut data) = fresh();
    let order = Draft {
        order_no: "T200P1000001".into(),
        ..draft("星河", "100")
    };
    let id = data.log(&order, &[], NOW).unwrap();
    import_bill(
        &mut data,
        &[["2026-11-20 10:00:00", "星河", "150.00", PAID, "T200P1000001"]],
    );
    let billed = data.show(id).unwrap().events;
    let billed = billed
        .iter()
        .find(|event| event.kind == EventKind::Billed)
        .unwrap()
        .seq;
    let corrected = Draft {
        order_no: "T200P1000001".into(),
        merchant_order_no: "T200P1000001".into(),
        merchant: "星河".into(),
        ..paid_by(PAID, "星河", "90")
    };
    data.edit(id, &corrected, NOW).unwrap();
    data.undo(id, billed, NOW).unwrap();
    assert_eq!(payments(&data, id.0), [(None, 9_000)]);
    data.log(&paid_by(PAID, "别家", "150"), &[], NOW).unwrap();
}

#[test]
fn payments_that_a_damaged_file_lost_follow_from_its_orders() {
    let (folder, mut data) = fresh();
    let rows = [
        ["星河", "话费100", "80.00", "S20261120001", PAID],
        ["星河", "话费50", "50.00", "S20261120002", PAID],
    ];
    import_list(&mut data, &rows);
    let before: Vec<_> = (1..=2).map(|id| payments(&data, id)).collect();
    // A damaged file that lost its ties gets them again from its orders.
    drop(data);
    let raw = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    raw.execute_batch("DELETE FROM payment_ties; DELETE FROM payments;")
        .unwrap();
    drop(raw);
    let rescued = folder.path().join("rescued");
    std::fs::create_dir(&rescued).unwrap();
    std::fs::copy(folder.path().join(FILE_NAME), rescued.join(FILE_NAME)).unwrap();
    daozhang_core::store::file::rescue(&rescued, None, "20261123-080000", NOW).unwrap();
    let data = open(&rescued);
    let after: Vec<_> = (1..=2).map(|id| payments(&data, id)).collect();
    assert_eq!(after, before);
    assert_eq!(money_of_payments(&rescued), 13_000);
}
