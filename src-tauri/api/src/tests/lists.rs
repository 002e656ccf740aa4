//! Lists of one's own: what is taken of them, what is said, and what is asked.

use super::{NOW, fresh};
use crate::{DataFile, Imported, OpenedSheet};
use daozhang_core::order::{Fen, Order};
use daozhang_core::record::{Chosen, Field};
use daozhang_core::store::Query;
use daozhang_core::words::Text;

const HEAD: &str = "平台,商品,品类,金额,付款时间";

fn list(data: &DataFile, text: &str) -> OpenedSheet {
    data.open_sheet("订单.csv", text.as_bytes(), &Chosen::new(), NOW)
        .unwrap()
}

fn imported(data: &mut DataFile, text: &str, twins: &[u32]) -> Imported {
    let opened = list(data, text);
    data.import_sheet(&opened, twins, false, NOW).unwrap()
}

fn orders(data: &DataFile) -> Vec<Order> {
    let all = Query {
        limit: 100,
        ..Query::default()
    };
    data.page(&all).unwrap().orders
}

fn amounts(data: &DataFile) -> Vec<i64> {
    let mut amounts: Vec<i64> = orders(data).iter().map(|order| order.facts.amount.0).collect();
    amounts.sort_unstable();
    amounts
}

fn said(sentences: &[Text]) -> Vec<String> {
    sentences.iter().map(Text::chinese).collect()
}

#[test]
fn two_equal_rows_are_asked_about_and_neither_is_lost() {
    let (_folder, mut data) = fresh();
    let row = "某店,话费100元,话费快充,98.50,2026-11-20 21:03";
    let text = format!("{HEAD}\n{row}\n{row}\n{row}\n");
    assert_eq!(list(&data, &text).twins, [(3, 2), (4, 2)]);
    let done = imported(&mut data, &text, &[]);
    assert_eq!((done.orders_created, done.skipped), (1, 2));
    assert!(
        done.flagged[0]
            .chinese()
            .starts_with("第 3 行和第 2 行完全一样，没有记"),
        "{:?}",
        said(&done.flagged)
    );
    // The person says that one of them is a payment of its own; the list again changes nothing.
    assert_eq!(imported(&mut data, &text, &[3]).orders_created, 1);
    assert_eq!(imported(&mut data, &text, &[3]).orders_created, 0);
    assert_eq!(amounts(&data), [9850, 9850]);
    // With an order number it is told already whether they are the same.
    let text = format!("{HEAD},订单号\n{row},A0000001\n{row},A0000001\n{row},A0000002\n");
    assert_eq!(list(&data, &text).twins, []);
    assert_eq!(imported(&mut data, &text, &[]).orders_created, 2);
}

#[test]
fn rows_whose_numbers_were_rounded_stay_apart() {
    let (_folder, mut data) = fresh();
    let text = format!(
        "{HEAD},订单号\n\
         某店,话费100元,话费快充,98.50,2026-11-20 21:03,2.02611E+18\n\
         某店,话费50元,话费快充,49.80,2026-11-20 21:04,2.02611E+18\n\
         某店,话费30元,话费快充,29.90,2026-11-20 21:05,2.02611E+18\n"
    );
    let done = imported(&mut data, &text, &[]);
    assert_eq!((done.orders_created, done.flagged.len()), (3, 3));
    let kept = orders(&data);
    assert_eq!(kept.len(), 3);
    assert!(kept.iter().all(|order| order.facts.order_no.is_none()));
    // A later list of the same kind adds what is new.
    let text = format!("{text}某店,话费20元,话费快充,19.90,2026-11-20 21:06,2.02611E+18\n");
    assert_eq!(imported(&mut data, &text, &[]).orders_created, 1);
}

#[test]
fn what_is_over_is_left_out_and_what_came_back_is_asked() {
    let (_folder, mut data) = fresh();
    let row = |state: &str, refunded: &str| {
        format!("某店,话费{state}{refunded},话费快充,98.50,2026-11-20 21:03,{state},{refunded}\n")
    };
    let text = format!(
        "{HEAD},交易状态,退款金额\n{}{}{}",
        row("卖家已发货", ""),
        row("交易成功", ""),
        row("交易关闭", "98.50")
    );
    let done = imported(&mut data, &text, &[]);
    assert_eq!(done.orders_created, 1);
    assert_eq!(
        said(&done.flagged),
        [
            "第 4 行写着“交易关闭”，不是还在等到账的订单，没有记。",
            "第 3 行写着“交易成功”，不是还在等到账的订单，没有记。",
        ]
    );
    let opened = list(
        &data,
        &format!("{HEAD},交易状态,退款金额\n{}", row("卖家已发货", "30.00")),
    );
    let fault = &opened.faults[0];
    assert_eq!((fault.line, fault.column.chinese().as_str()), (2, "退款金额"));
    assert!(data.import_sheet(&opened, &[], false, NOW).is_err());
}

#[test]
fn what_cannot_be_read_is_said_with_what_fits() {
    let (_folder, data) = fresh();
    for (row, column, wanted) in [
        (
            "某店,话费100元,陶瓷,98.50,2026-11-20 21:03,",
            "品类",
            "没有“陶瓷”这个品类，请从这些里选一个填：Q币、",
        ),
        (
            "某店,话费100元,话费快充,98.50,2026-11-20 21:03,现金",
            "支付渠道",
            "没有“现金”这个支付渠道，请从这些里选一个填：",
        ),
        (
            "某店,话费100元,话费快充,98.50,2026-11-20,",
            "付款时间",
            "只有日期没有钟点",
        ),
        (
            "某店,话费100元,话费快充,98.50,46293,",
            "付款时间",
            "只有日期没有钟点",
        ),
        (
            "某店,话费100元,话费快充,98.50,1/2/23 12:20 PM,",
            "付款时间",
            "“1/2/23 12:20 PM”哪个是年",
        ),
        (
            "某店,话费100元,话费快充,几十块,2026-11-20 21:03,",
            "金额",
            "看不懂金额“几十块”",
        ),
    ] {
        let opened = list(&data, &format!("{HEAD},支付渠道\n{row}\n"));
        let [fault] = &opened.faults[..] else {
            panic!("{row}");
        };
        assert_eq!(fault.column.chinese(), column, "{row}");
        assert!(
            fault.message.chinese().starts_with(wanted),
            "{}",
            fault.message.chinese()
        );
    }
    // Kinds, channels and windows as people write them.
    for (kind, channel, window) in [
        ("q币", "支付宝", "24-48小时"),
        ("Q 币", "微信", "半个小时"),
        ("q-coin", "微信支付", "48小时内到账"),
        ("Q币", "", "3个工作日"),
    ] {
        let opened = list(
            &data,
            &format!(
                "{HEAD},支付渠道,时限\n某店,100 Q币,{kind},98。50,2026/11/20 下午9:03,{channel},{window}\n"
            ),
        );
        assert_eq!(opened.faults, [], "{kind} {channel} {window}");
        assert_eq!(opened.orders[0].1.amount, Fen(9850));
    }
}

#[test]
fn a_kind_may_be_written_in_other_words() {
    let (_folder, data) = fresh();
    let text = format!("{HEAD}\n某店,a,QQ币,1,2026-11-20 21:03\n某店,b,视频会员,1,2026-11-20 21:03\n");
    let opened = list(&data, &text);
    let kinds: Vec<&str> = opened
        .orders
        .iter()
        .map(|(_, facts)| facts.kind.as_str())
        .collect();
    assert_eq!(kinds, ["q-coin", "membership"]);
    assert_eq!(
        said(&opened.flagged),
        ["这几个品类按意思对上了：“QQ币”当作Q币、“视频会员”当作会员。"]
    );
}

#[test]
fn where_no_column_tells_the_kind_the_product_does() {
    let (_folder, mut data) = fresh();
    let text = "店铺,宝贝标题,实付款,付款时间,订单编号\n某店,话费快充100元,98.50,2026-11-20 21:03,A0000001\n";
    let done = imported(&mut data, text, &[]);
    assert_eq!(done.orders_created, 1);
    let order = &orders(&data)[0];
    assert_eq!(order.facts.kind, "phone-credit-fast");
    assert!(
        said(&done.flagged)
            .iter()
            .any(|said| said.starts_with("没有“品类”列"))
    );
    let opened = list(&data, &text.replace("话费快充100元", "陶瓷花瓶"));
    assert!(
        opened.faults[0]
            .message
            .chinese()
            .starts_with("从商品“陶瓷花瓶”看不出品类"),
        "{}",
        opened.faults[0].message.chinese()
    );
    // Until what is lacking is chosen nothing is imported.
    let text = "店铺,宝贝标题,花了,付款时间\n某店,话费快充100元,98.50,2026-11-20 21:03\n";
    let opened = list(&data, text);
    assert!(data.import_sheet(&opened, &[], false, NOW).is_err());
    let chosen = Chosen::from([("花了".to_owned(), Some(Field::Amount))]);
    let opened = data
        .open_sheet("订单.csv", text.as_bytes(), &chosen, NOW)
        .unwrap();
    assert_eq!(
        data.import_sheet(&opened, &[], true, NOW).unwrap().orders_created,
        1
    );
}
