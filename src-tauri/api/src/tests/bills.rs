//! Bills on a real data file: what is booked, once, and what is taken back.

use super::{NOW, fresh};
use crate::DataFile;
use crate::Imported;
use daozhang_core::order::{EventKind, OrderId};
use daozhang_core::record::Draft;
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
    let rehearsed = data.rehearse_bill(&opened, None, NOW);
    let imported = data.import_bill(&opened, None, NOW).unwrap();
    assert_eq!(rehearsed.orders_created, imported.orders_created);
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
    let refunded = |data: &DataFile| data.show(OrderId(1)).unwrap().order.refunded_fen;
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
    data.refunded(OrderId(1), "30", "", NOW).unwrap();
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
