use super::*;
use crate::order::Word;
use crate::record::reading::Doubt;
use proptest::prelude::*;

/// 2026-11-23 08:00 in Shanghai.
const NOW: Moment = Moment(1_795_392_000_000);

/// Each order as `field=value` words, a doubtful one with `?`, and the state.
fn shown(text: &str) -> Vec<String> {
    read_text(text, NOW)
        .unwrap()
        .iter()
        .map(|reading| {
            assert_eq!(reading.layout, Layout::Text);
            let mut words: Vec<String> = reading
                .fields
                .iter()
                .map(|read| {
                    let mark = if read.doubt.is_some() { "?" } else { "" };
                    format!("{}={}{mark}", read.field.word(), read.value)
                })
                .collect();
            words.extend(reading.status.map(|status| format!("status={}", status.word())));
            words.join(" | ")
        })
        .collect()
}

#[test]
fn texts_as_people_paste_them() {
    let table: &[(&str, &[&str])] = &[
        (
            "订单号：2026112000001\n商品：100 Q币\n实付：98.50",
            &["product=100 Q币 | kind=q-coin | amount=98.50 | order_no=2026112000001"],
        ),
        ("订单号:KM0001234 复制", &["order_no=KM0001234"]),
        // The first label parts them, whatever else comes twice within one.
        (
            "订单号：11112222\n商品：甲卡\n状态：已付款\n实付：1.00\n状态：充值成功\n订单号：33334444\n商品：乙卡\n状态：充值中\n实付：2.00",
            &[
                "product=甲卡 | amount=1.00 | order_no=11112222 | status=success",
                "product=乙卡 | amount=2.00 | order_no=33334444 | status=processing",
            ],
        ),
        (
            "商品：甲卡\n实付：1.00\n实付：1.00\n订单号：11112222\n商品：乙卡\n实付：2.00\n实付：2.00\n订单号：33334444",
            &[
                "product=甲卡 | amount=1.00 | order_no=11112222",
                "product=乙卡 | amount=2.00 | order_no=33334444",
            ],
        ),
        (
            "订单编号　２０２６１１２００００１\n实付款　￥９８．５０",
            &["amount=98.50 | order_no=202611200001"],
        ),
        ("实付款：¥1,098.50元", &["amount=1098.50"]),
        ("实付：98", &["amount=98.00"]),
        ("实付：98.50元（优惠1.50元）", &["amount=98.50"]),
        ("实付:98,50", &["amount=98.50?"]),
        (
            "订单号\t12345678\n下单时间\t2026-11-20 21:03:45",
            &["paid_at=2026-11-20 21:03:45? | order_no=12345678"],
        ),
        (
            "订单号：12345678 下单时间：2026/11/20 21:03 付款时间：2026/11/20 21:04 实付：5元 状态：充值中",
            &["amount=5.00 | paid_at=2026-11-20 21:04 | order_no=12345678 | status=processing"],
        ),
        (
            "订单号：\n12345678\n充值账号：\nabc_01\n",
            &["account=abc_01 | order_no=12345678"],
        ),
        (
            "付款时间：昨天 21:03\n实付款：9.9",
            &["amount=9.90 | paid_at=昨天 21:03"],
        ),
        (
            "支付时间：2026年11月20日 下午9:03",
            &["paid_at=2026-11-20 21:03:00"],
        ),
        ("付款时间：2026-11-20", &[]),
        (
            "支付方式：微信支付\n支付金额：30.00",
            &["amount=30.00 | channel=wechat"],
        ),
        (
            "当前状态\t支付成功\n支付时间\t2026年11月20日 21:03:45\n商户全称\t星河网络科技(测试)有限公司\n交易单号\t4200001234202611201234567890\n商户单号\tXH01234",
            &[
                "paid_at=2026-11-20 21:03:45 | channel=wechat | payment_no=4200001234202611201234567890 | merchant_order_no=XH01234 | merchant=星河网络科技（测试）有限公司 | status=success",
            ],
        ),
        (
            "商品说明：话费快充50元\n收款方全称：橙子公司\n订单号：2026112022001412341234567890\n商家订单号：T200P0001\n支付时间：2026-11-21 00:00:01",
            &[
                "product=话费快充50元 | kind=phone-credit-fast | paid_at=2026-11-21 00:00:01? | channel=alipay | payment_no=2026112022001412341234567890? | merchant_order_no=T200P0001 | merchant=橙子公司",
            ],
        ),
        (
            "店铺：星河卡盟\n手机号：138 0000 0001\n商品：流量10GB",
            &["platform=星河卡盟 | product=流量10GB | kind=data-plan | account=13800000001"],
        ),
        ("手机号：1380000", &["account=1380000?"]),
        ("订单号：42OO1234l", &["order_no=42OO1234l"]),
        (
            "订单号：11112222\n实付：1.00\n订单号：33334444\n实付：2.00",
            &[
                "amount=1.00 | order_no=11112222",
                "amount=2.00 | order_no=33334444",
            ],
        ),
        (
            "商品：甲卡\n订单号：11112222\n\n商品：乙卡\n订单号：33334444",
            &[
                "product=甲卡 | order_no=11112222",
                "product=乙卡 | order_no=33334444",
            ],
        ),
        (
            "店铺：星河卡盟\n商品：甲卡\n实付：1.00\n商品：乙卡\n实付：2.00\n商品：丙卡\n实付：2.00",
            &[
                "platform=星河卡盟 | product=甲卡 | amount=1.00",
                "product=乙卡 | amount=2.00",
                "product=丙卡 | amount=2.00",
            ],
        ),
        (
            "店铺：星河卡盟\n商品：甲卡\n实付：1.00\n订单号：11112222\n商品：甲卡\n实付：1.00\n订单号：33334444",
            &[
                "platform=星河卡盟 | product=甲卡 | amount=1.00 | order_no=11112222",
                "product=甲卡 | amount=1.00 | order_no=33334444",
            ],
        ),
        (
            "我的订单 店铺：星河卡盟\n状态：充值中\n商品：甲卡 实付：1.00 下单时间：2026/11/20 21:03\n状态：充值成功\n商品：乙卡 实付：2.00 下单时间：2026/11/20 21:04",
            &[
                "platform=星河卡盟 | product=甲卡 | amount=1.00 | paid_at=2026-11-20 21:03? | status=processing",
                "product=乙卡 | amount=2.00 | paid_at=2026-11-20 21:04? | status=success",
            ],
        ),
        // The same again, and several products of one order.
        (
            "商品：甲卡\n实付：3.00\n下单时间：2026/11/20 21:03\n实付：3.00",
            &["product=甲卡 | amount=3.00 | paid_at=2026-11-20 21:03?"],
        ),
        (
            "店铺：星河卡盟\n商品：甲卡\n商品：乙卡\n实付：3.00\n订单号：11112222",
            &["platform=星河卡盟 | product=甲卡? | amount=3.00 | order_no=11112222"],
        ),
        (
            "订单号：11112222\n商品：甲卡\n商品：乙卡\n实付：3.00\n订单号：33334444\n商品：丙卡\n实付：4.00",
            &[
                "product=甲卡? | amount=3.00 | order_no=11112222",
                "product=丙卡 | amount=4.00 | order_no=33334444",
            ],
        ),
        (
            "实付：1.00\n商品：甲卡\n------\n实付：2.00\n------\n商品：丙卡",
            &["product=甲卡 | amount=1.00", "amount=2.00", "product=丙卡"],
        ),
        (
            "订单号\t商品\t实付款\t状态\n11112222\t甲卡\t1.00\t充值成功\n33334444\t乙卡\t￥2.5\t已关闭\n合计",
            &[
                "product=甲卡 | amount=1.00 | order_no=11112222 | status=success",
                "product=乙卡 | amount=2.50 | order_no=33334444 | status=closed",
            ],
        ),
        (
            "订单号：11112222；实付：1.00；充值成功",
            &["order_no=11112222 | amount=1.00"],
        ),
        (
            "充值失败\n订单号：11112222",
            &["order_no=11112222 | status=failed"],
        ),
        ("商品总价：100\n优惠：1.5\n实付：98.5", &["amount=98.50"]),
        ("商品总价：100\n实付：98.5", &["amount=98.50?"]),
        ("合计：100", &["amount=100.00?"]),
        ("", &[]),
        ("今天天气不错，你的订单到了吗？", &[]),
        ("订单号：\n订单号：\n订单号：", &[]),
        ("实付：-5\n", &["amount=5.00?"]),
        ("实付：NaN\n实付：1e9", &[]),
        ("实付：99999999999999999999999999", &[]),
        ("{{订单号}}：${7*7}\u{202e}", &[]),
    ];
    for (text, orders) in table {
        let shown = shown(text);
        // The order of the form is the order of the fields; the table is easier to read in any order.
        let sorted = |order: &str| {
            let mut words: Vec<String> = order.split(" | ").map(str::to_owned).collect();
            words.sort();
            words
        };
        let got: Vec<_> = shown.iter().map(|order| sorted(order)).collect();
        let expected: Vec<_> = orders.iter().map(|order| sorted(order)).collect();
        assert_eq!(got, expected, "{text}");
    }
}

/// The fields of the only order, sorted, a doubtful one with `?`.
fn one(text: &str) -> String {
    let orders = shown(text);
    assert_eq!(orders.len(), 1, "{text}: {orders:?}");
    let mut words: Vec<&str> = orders[0].split(" | ").collect();
    words.sort_unstable();
    words.join(" | ")
}

/// That each text is read as one order, with these fields.
fn each(table: &[(&str, &str)]) {
    for (text, read) in table {
        assert_eq!(one(text), *read, "{text}");
    }
}

#[test]
fn a_table_inside_a_text_is_one_part_of_it() {
    assert_eq!(
        one(
            "订单编号：3012345678\n付款时间：2026-11-20 21:03:45\n宝贝\t状态\t单价\t数量\t优惠\t商品总价\n甲卡\t已发货\t100.00\t1\t2.00\t98.00\n实付款：98.00元"
        ),
        "amount=98.00 | order_no=3012345678 | paid_at=2026-11-20 21:03:45 | product=甲卡 | status=success"
    );
    // The rows of one order are summed; which of its products is meant is asked.
    assert_eq!(
        one(
            "订单号：LJ20261118\n商品名称\t单价\t数量\t金额\n甲卡\t9.80\t1\t9.80\n乙卡\t19.60\t1\t19.60\n实付款：29.40"
        ),
        "amount=29.40 | order_no=LJ20261118 | product=甲卡?"
    );
    // A row each with a number is an order each, and what stands over all of them belongs to all.
    assert_eq!(
        shown("店铺：星河卡盟\n订单号\t商品\t实付款\n11112222\t甲卡\t1.00\n33334444\t乙卡\t2.00\n合计：3.00"),
        [
            "platform=星河卡盟 | product=甲卡 | amount=1.00 | order_no=11112222",
            "platform=星河卡盟 | product=乙卡 | amount=2.00 | order_no=33334444",
        ]
    );
}

#[test]
fn the_rows_of_a_table_come_to_what_stands_outside_it_or_are_marked() {
    let merged = "订单号：LJ20261118\n商品\t数量\t实付款\n甲卡\t1\t98.50\n乙卡\t1\t98.50";
    let apart = "订单号：LJ20261118\n商品\t数量\t实付款\n甲卡\t1\t9.80\n乙卡\t1\t19.60";
    let torn = "订单号：LJ20261118\n商品\t数量\t实付款\n甲卡\t1\t9,80\n乙卡\t1\t19.60";
    for (table, outside, amount) in [
        // A merged cell that was copied into every row, or pieces that cost the same.
        (merged, "", "197.00?"),
        (merged, "合计：98.50", "98.50"),
        (merged, "实付金额：98.50元", "98.50"),
        (merged, "订单金额：100.00\n优惠：-1.50", "98.50"),
        (merged, "合计：197.00", "197.00"),
        (merged, "合计：150.00", "197.00?"),
        (apart, "", "29.40?"),
        (apart, "合计：29.40", "29.40"),
        (apart, "合计：30.40\n优惠：1.00", "29.40"),
        (apart, "合计：9.80", "29.40?"),
        // What makes one cell doubtful makes the sum so.
        (torn, "", "29.40?"),
        (torn, "合计：29.40", "29.40?"),
    ] {
        let text = format!("{table}\n{outside}");
        assert_eq!(
            one(&text),
            format!("amount={amount} | order_no=LJ20261118 | product=甲卡?"),
            "{text}"
        );
    }
    let reading = |text: &str| read_text(text, NOW).unwrap().remove(0);
    let doubt = |text: &str| reading(text).field(Field::Amount).unwrap().doubt.clone();
    assert_eq!(doubt(merged), Some(Doubt::Another("98.50".into())));
    assert_eq!(doubt(apart), Some(Doubt::Summed));
    assert_eq!(doubt(torn), Some(Doubt::NoPoint));
}

#[test]
fn values_of_a_sentence_end_where_the_next_begins() {
    each(&[
        (
            "订单号GX20261120210345，商品：黄金会员卡，实付18.8元，预计10分钟内发货。",
            "amount=18.80 | kind=membership | order_no=GX20261120210345 | product=黄金会员卡",
        ),
        (
            "订单号 GX20261120210345，商品黄金会员卡，实付18.8元，预计10分钟内发货",
            "amount=18.80 | kind=membership | order_no=GX20261120210345 | product=黄金会员卡?",
        ),
        ("商品：甲卡，预计10分钟内发货", "product=甲卡，预计10分钟内发货?"),
        ("订单编号DD88990011已提交，商品已发货", "order_no=DD88990011"),
        ("订单号是 WX9900887766", "order_no=WX9900887766?"),
        ("商品：甲卡\n备注：急用，实付 10 元那单", "product=甲卡"),
        ("实付：98.50元，不含手续费", "amount=98.50"),
        (
            "付款时间：2026-11-20 21:03:45，已确认",
            "paid_at=2026-11-20 21:03:45",
        ),
    ]);
}

#[test]
fn a_line_that_explains_something_is_no_value() {
    each(&[
        (
            "商户单号\n可在支持的商户扫码退款\n20261120XC0001",
            "merchant_order_no=20261120XC0001",
        ),
        (
            "商家订单号：商家可扫码退款或查询交易\n20261120XC0001",
            "merchant_order_no=20261120XC0001",
        ),
        // An unknown explanation is stepped over too, and the value marked where it replaces one.
        (
            "订单号\n长按可复制给客服\n20261120XC0001",
            "order_no=20261120XC0001",
        ),
        (
            "订单号：长按可复制给客服\n20261120XC0001",
            "order_no=20261120XC0001?",
        ),
    ]);
    assert_eq!(
        shown("商户单号\n可在支持的商户扫码退款\n支付成功"),
        Vec::<String>::new()
    );
}

#[test]
fn a_wrapped_number_is_joined_or_marked() {
    each(&[
        (
            "交易单号\n42000029862026112\n03091615320",
            "payment_no=4200002986202611203091615320",
        ),
        (
            "订单号：202611201814101160\n000184210108",
            "order_no=202611201814101160000184210108?",
        ),
        // Too short to have been broken: what follows is another number.
        ("订单号：12345678\n87654321", "order_no=12345678?"),
        (
            "交易单号\n4200002986202611203091615320\n12345678",
            "payment_no=4200002986202611203091615320",
        ),
    ]);
}

#[test]
fn the_account_that_is_charged_is_told_from_the_contact() {
    each(&[
        (
            "手机号：13900000001\n充值号码：13800000001",
            "account=13800000001",
        ),
        (
            "充值号码：13800000001\n手机号：13900000001",
            "account=13800000001",
        ),
        (
            "充值号码：13800000001\n充值账号：13900000001",
            "account=13800000001?",
        ),
        ("充值账号：12345678（QQ号）", "account=12345678"),
        ("充值账号：138****0001", "account=138****0001?"),
        (
            "手机号：13900000001\n充值号码：138****0001",
            "account=138****0001?",
        ),
        ("充值账号：12345678，请核对", "account=12345678"),
        ("充值账号：QQ号12345678", "account=12345678"),
        ("充值账号：微信号wx_abc12345", "account=wx_abc12345"),
        ("充值账号：VIP年卡", "account=VIP年卡?"),
    ]);
    assert_eq!(shown("充值账号：-"), Vec::<String>::new());
}

#[test]
fn the_amount_is_what_was_paid_and_not_the_price_of_a_piece() {
    each(&[
        ("单价：9.85\n数量：10\n合计：98.50", "amount=98.50?"),
        ("单价：9.85\n数量：10", "amount=98.50?"),
        ("单价：9.85\n数量：10\n实付：98.50", "amount=98.50"),
        ("单价：9.85\n数量：10\n实付：97.50", "amount=97.50?"),
        (
            "商品总额：￥100.00\n京豆：-￥0.50\n应付总额：￥99.50",
            "amount=99.50?",
        ),
        (
            "商品总额：￥100.00\n京豆：-￥0.50\n应付总额：￥99.50\n付款时间：2026-11-20 21:03:45",
            "amount=99.50 | paid_at=2026-11-20 21:03:45",
        ),
        ("成交价 ¥10.00\n闲鱼币抵扣 -¥0.20\n实付款 ¥9.80", "amount=9.80"),
        ("实付: ¥95.5 (免运费)", "amount=95.50"),
        ("支付金额：¥238.00  (已优惠¥80.00)", "amount=238.00"),
    ]);
}

#[test]
fn a_state_that_is_not_sure_is_not_read() {
    for (lines, status) in [
        ("卖家已发货，待你确认收货", Some("success")),
        ("拼单成功，待发货", Some("processing")),
        ("已发货", None),
        ("发货状态：已发货", Some("success")),
        ("宝贝内容\n已发货", Some("success")),
        ("宝贝内容\nABCD-EFGH-2345", None),
        // The state has a label and is none that is known: a line elsewhere does not stand in for it.
        ("订单状态：已支付\n卡密信息\n等待商家发货", None),
        ("订单状态：异常\n备注：-\n交易成功", Some("abnormal")),
        ("订单状态：已支付\n备注：-\n充值状态：充值中", Some("processing")),
        ("订单状态：\n备注：-\n交易成功", Some("success")),
    ] {
        let text = format!("订单号：11112222\n{lines}");
        let status = status.map(|status| format!(" | status={status}"));
        assert_eq!(
            one(&text),
            format!("order_no=11112222{}", status.unwrap_or_default()),
            "{text}"
        );
    }
}

#[test]
fn what_has_no_label_is_marked() {
    each(&[
        (
            "#128374650192837465\n下单时间：2026-11-20 21:03:45\n付款时间：2026-11-20 21:04:10",
            "order_no=128374650192837465 | paid_at=2026-11-20 21:04:10",
        ),
        (
            "# KM20261120001\n实付：1.00",
            "amount=1.00 | order_no=KM20261120001?",
        ),
        (
            "话费充值100元\n星河数码专营店\n¥99.80\n实付款\n¥98.50",
            "amount=98.50 | platform=星河数码专营店? | product=话费充值100元?",
        ),
        (
            "【星河卡券】您的订单已支付成功，订单号GX20261120210345",
            "order_no=GX20261120210345 | platform=星河卡券?",
        ),
    ]);
    // A column that was torn from its values.
    assert_eq!(shown("交易单号\n商品\n订单号\n12345678"), Vec::<String>::new());
}

#[test]
fn what_is_typed_is_never_mended() {
    let reading = read_text("订单号：O0l1I|复制", NOW).unwrap();
    assert!(reading.first().is_none_or(|reading| {
        reading
            .field(Field::OrderNo)
            .is_none_or(|read| read.value.contains('O'))
    }));
}

#[test]
fn a_conflict_of_amounts_names_the_other_one() {
    let reading = read_text("商品总价：100\n实付：98.5", NOW).unwrap().remove(0);
    assert_eq!(
        reading.field(Field::Amount).unwrap().doubt,
        Some(Doubt::Amounts("100.00".into()))
    );
}

#[test]
fn a_very_long_paste_is_cut_off_and_does_no_harm() {
    assert!(read_text(&"订单号：".repeat(100_000), NOW).unwrap().is_empty());
    let many: String = (0..5_000)
        .map(|n| format!("订单号：{}\n", 10_000_000 + n))
        .collect();
    assert_eq!(read_text(&many, NOW).unwrap().len(), MOST_ORDERS);
    assert!(read_text(&"\t".repeat(1_000_000), NOW).unwrap().is_empty());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(
        text in "((订单号|实付|商品|下单时间|充值账号|状态|支付方式)?[：: \t]?([0-9¥.,:-]{0,12}|\\PC{0,5})[\n\t ;-]?){0,20}",
    ) {
        for reading in read_text(&text, NOW).unwrap() {
            prop_assert!(!reading.fields.is_empty());
        }
    }
}
