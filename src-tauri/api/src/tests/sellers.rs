//! Rows of bills that name no seller: to whom they are put down, and that nobody is judged by them.

use super::{NOW, fresh};
use daozhang_core::order::OrderId;
use daozhang_core::record::NO_SELLER;

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
