use super::super::read_bill;
use super::*;
use crate::order::Word;
use crate::rules::Rules;
use corpus::{Figures, PARTS};

mod corpus;

fn judge(row: &BillRow) -> Judged {
    Recharges::shipped().unwrap().judge(row)
}

fn row(category: &str, counterparty: &str, item: &str) -> BillRow {
    BillRow {
        category: category.to_owned(),
        ..BillRow::sample(item, counterparty)
    }
}

fn found(row: &BillRow) -> Option<Recharge> {
    match judge(row) {
        Judged::Recharge(recharge) => Some(recharge),
        _ => None,
    }
}

fn aside(row: &BillRow) -> Option<&'static str> {
    match judge(row) {
        Judged::Aside(aside) => Some(aside.kind.word()),
        _ => None,
    }
}

/// `sure KIND`, `offered KIND`, `aside KIND` or nothing.
fn said(row: &BillRow) -> String {
    match judge(row) {
        Judged::Recharge(found) if found.sure => format!("sure {}", found.kind),
        Judged::Recharge(found) => format!("offered {}", found.kind),
        Judged::Aside(aside) => format!("aside {}", aside.kind.word()),
        Judged::Neither => String::new(),
    }
}

#[test]
fn every_kind_of_the_rules_is_a_product_kind_and_no_word_stands_twice() {
    let kinds = Rules::shipped().unwrap();
    let rules = recharge_rules().unwrap();
    let named = rules
        .words
        .iter()
        .filter_map(|rule| rule.kind.as_ref())
        .chain(
            rules
                .sellers
                .iter()
                .flat_map(|rule| rule.kind.iter().chain(&rule.kinds)),
        )
        .chain(rules.categories.iter().flat_map(|rule| &rule.kinds))
        .chain(rules.asides.iter().flat_map(|rule| &rule.kinds));
    for kind in named {
        assert!(kinds.kind(kind).is_ok(), "{kind}");
    }
    assert!(kinds.kind(NO_KIND).is_ok());
    let mut words: HashMap<String, Vec<Option<&str>>> = HashMap::new();
    for kind in &kinds.kinds {
        for word in kind.words.in_bill().chain(kind.words.unsure_in_bill()) {
            words.entry(folded(word)).or_default().push(Some(&kind.key));
        }
    }
    for rule in &rules.words {
        for word in &rule.words {
            words.entry(folded(word)).or_default().push(rule.kind.as_deref());
        }
    }
    for (word, of) in words {
        // Twice the same word of one kind would count for two.
        let mut different = of.clone();
        different.sort_unstable();
        different.dedup();
        assert!(
            different.len() == of.len() && (of.len() == 1 || !of.contains(&None)),
            "{word} {of:?}"
        );
    }
    for rule in &rules.asides {
        let columns = [&rule.item, &rule.category, &rule.status, &rule.method];
        assert!(columns.iter().any(|words| !words.is_empty()), "{:?}", rule.key);
    }
}

#[test]
fn recharges_are_found_by_category_seller_and_word() {
    for (category, counterparty, item, expected) in [
        (
            "充值缴费",
            "中国联通",
            "为155****0000交费20.00元",
            "sure phone-credit-fast",
        ),
        ("充值缴费", "某充值专营店", "加油卡充值500元", "sure fuel-card"),
        ("充值缴费", "国网某省电力有限公司", "电费", "sure electricity"),
        ("充值缴费", "某水务公司", "水费缴纳", "sure other"),
        ("充值缴费", "某公司", "缴费", "offered other"),
        (
            "商户消费",
            "某话费店",
            "话费慢充 72小时到账 200元",
            "sure phone-credit-slow",
        ),
        ("数码电器", "某店", "Q币直充100", "sure q-coin"),
        ("商户消费", "某店", "ｑ币 50个", "sure q-coin"),
        ("文化休闲", "某卡券旗舰店", "视频会员季卡激活码", "sure card-key"),
        ("文化休闲", "某卡券旗舰店", "音乐会员年卡", "sure membership"),
        ("商户消费", "某店", "全国流量包10GB", "sure data-plan"),
        ("商户消费", "某店", "点券6480", "sure game-points"),
        // Words like 花呗 in a product exclude nothing.
        ("商户消费", "某店", "Q币 花呗立减", "sure q-coin"),
        // A general word is sure with a seller that fits only.
        ("商户消费", "某店", "充值", "offered other"),
        ("商户消费", "甲充值店", "普通充值", "sure other"),
        ("商户消费", "某店", "会员", "offered membership"),
        ("文化休闲", "某视频", "会员", "sure membership"),
        (
            "商户消费",
            "星河网络科技有限公司",
            "星河大陆-钻石",
            "sure game-points",
        ),
        ("商户消费", "某发卡", "订单 20260405", "offered card-key"),
        ("餐饮美食", "某会员官方旗舰店", "汉堡双人餐", ""),
        ("日用百货", "某会员店", "会员店牛奶", ""),
        ("投资理财", "某基金", "余额宝-单次转入", ""),
        ("零钱充值", "某银行", "", ""),
        ("文化休闲", "某出版社", "《自动续费法律问题》", ""),
        ("文化休闲", "某出版社", "《会员经济》", ""),
        ("商户消费", "拼多多平台商户", "拼多多订单免密支付", ""),
        ("数码电器", "米哈游旗舰店", "原神 手办", ""),
    ] {
        assert_eq!(
            said(&row(category, counterparty, item)),
            expected,
            "{counterparty} {item}"
        );
    }
}

#[test]
fn a_word_ends_at_its_borders_and_some_phrases_mean_something_else() {
    for item in [
        "充电费",
        "奶油卡仕达蛋糕",
        "元宝馄饨",
        "会员日牛奶",
        "会员价电影票",
        "vip.com",
        "VIPER 鼠标",
        "流量包装袋",
        "双人餐代金券",
        "充电宝租借",
        "移动电源",
        "QQ糖",
        "卡仕达酱",
        "手机壳",
        "会员店购物",
        "停车月卡",
        "水晶杯6只",
        "游戏机维修",
        "鱼翅羹",
        "诺基亚充电器",
        "特来电 充电费",
        "充电电费",
        "奶油卡仕达泡芙",
        "奶油卡通生日蛋糕",
        "元宝馄饨 大份",
        "纸元宝祭祀用品",
        "会员日特价牛奶",
        "影城会员价电影票",
        "唯品会vip.com订单",
        "VIPER 游戏鼠标",
        "小米流量包装袋",
        "商家代金券-280000000000000001",
    ] {
        for category in ["商户消费", "餐饮美食", "日用百货"] {
            assert_eq!(said(&row(category, "某店", item)), "", "{category} {item}");
        }
    }
}

#[test]
fn words_that_bills_write_are_known_where_there_is_no_category() {
    for (item, kind) in [
        ("抖币充值", "game-points"),
        ("B币充值", "game-points"),
        ("QB 100个", "q-coin"),
        ("点劵6480", "game-points"),
        ("点卷 6480", "game-points"),
        ("苹果充值卡", "card-key"),
        ("公交卡充值", "other"),
        ("创世结晶*6480", "game-points"),
        ("腾讯视频年卡", "membership"),
        ("话费充200元分10月到账每月20元", "phone-credit-fast"),
    ] {
        assert_eq!(
            said(&row("商户消费", "某店", item)),
            format!("sure {kind}"),
            "{item}"
        );
    }
}

#[test]
fn what_was_not_paid_is_no_recharge() {
    for kind in [RowKind::Refund, RowKind::Unpaid] {
        let row = BillRow {
            kind,
            direction: Direction::Neutral,
            ..row("充值缴费", "中国移动", "话费充值100元")
        };
        assert_eq!(judge(&row), Judged::Neither, "{kind:?}");
    }
}

#[test]
fn a_payment_that_the_app_does_not_count_is_one_by_its_category_only() {
    let neutral = |category: &str| BillRow {
        kind: RowKind::Other,
        direction: Direction::Neutral,
        ..row(category, "中国移动", "话费充值100元")
    };
    assert!(found(&neutral("充值缴费")).is_some());
    assert_eq!(judge(&neutral("其他")), Judged::Neither);
}

#[test]
fn payments_of_another_kind_are_left_aside_whatever_was_bought() {
    for (category, counterparty, item, status, kind) in [
        (
            "商户消费",
            "某视频",
            "某视频VIP会员1个月自动续费",
            "支付成功",
            Some("renewal"),
        ),
        (
            "文化休闲",
            "某网盘",
            "某网盘超级会员(1个月-自动续费)(首充)",
            "交易成功",
            Some("renewal"),
        ),
        (
            "文化休闲",
            "某网盘",
            "某网盘超级会员",
            "自动扣款成功",
            Some("renewal"),
        ),
        ("文化休闲", "某视频", "会员年卡 非自动续费", "交易成功", None),
        (
            "商户消费",
            "某省移动",
            "王卡话费代扣",
            "支付成功",
            Some("after-use"),
        ),
        (
            "充值缴费",
            "某供电公司",
            "电费自动缴费",
            "自动扣款成功",
            Some("after-use"),
        ),
        (
            "充值缴费",
            "某供电公司",
            "电费",
            "自动扣款成功",
            Some("after-use"),
        ),
        ("亲属卡交易", "某家人", "亲属卡", "支付成功", Some("family")),
        (
            "亲友代付",
            "某朋友",
            "帮我付-点券直充",
            "代付成功",
            Some("family"),
        ),
        (
            "转账",
            "某昵称",
            "转账备注:Q币500",
            "对方已收钱",
            Some("transfer"),
        ),
        ("群收款", "某群友", "群收款", "支付成功", Some("transfer")),
        ("转账红包", "某人", "转账", "交易成功", Some("transfer")),
        (
            "微信红包（单发）",
            "发给某昵称",
            "/",
            "支付成功",
            Some("red-packet"),
        ),
        (
            "信用借还",
            "花呗",
            "自动还款-花呗账单",
            "还款成功",
            Some("repayment"),
        ),
        ("快捷支付", "某店", "花呗月月付 第2/12期", "", Some("instalment")),
        ("数码电器", "某预售店", "礼品卡定金", "交易成功", Some("deposit")),
        ("商户消费", "某店", "指定金额礼品卡", "交易成功", None),
    ] {
        let row = BillRow {
            status_text: status.to_owned(),
            ..row(category, counterparty, item)
        };
        assert_eq!(aside(&row), kind, "{item}");
    }
    let pay_later = |direction, kind| BillRow {
        direction,
        kind,
        method: "先享后付".to_owned(),
        ..row("网购", "某商户", "会员年卡(先享后付)")
    };
    assert_eq!(
        aside(&pay_later(Direction::Neutral, RowKind::Other)),
        Some("after-use")
    );
    assert_eq!(
        said(&pay_later(Direction::Out, RowKind::Payment)),
        "sure membership"
    );
}

#[test]
fn what_may_belong_to_another_order_or_to_several_is_only_offered() {
    for item in ["礼品卡尾款", "视频会员月卡 等多件", "话费 等3件商品"] {
        let found = found(&row("网购", "某商户", item)).unwrap();
        assert!(
            !found.sure && matches!(found.why.last(), Some(Reason::Doubt(_))),
            "{item}"
        );
    }
}

#[test]
fn the_account_comes_from_the_product() {
    for (item, account) in [
        ("为155****0000交费20.00元", Some("155****0000")),
        ("话费充值100元 13800000000", Some("13800000000")),
        ("订单 2026092822001414 话费1,000元", None),
        ("话费充值", None),
        ("话费 12345678901", None),
    ] {
        let found = found(&row("充值缴费", "中国移动", item)).unwrap();
        assert_eq!(found.account.as_deref(), account, "{item}");
    }
}

#[test]
fn several_weak_hints_are_not_sure_where_something_speaks_against_them() {
    for (category, item, expected) in [
        ("食品酒饮", "椰子水 1L*6支 会员", "offered membership"),
        ("文化休闲", "椰子水 1L*6支 会员", "sure membership"),
        ("食品酒饮", "Q币 100个", "sure q-coin"),
    ] {
        assert_eq!(
            said(&row(category, "京东平台商户", item)),
            expected,
            "{category} {item}"
        );
    }
}

#[test]
fn nearly_all_recharges_of_the_corpus_are_found_and_nearly_nothing_else_is_written() {
    for part in PARTS {
        let figures = Figures::of(part);
        assert!(figures.all("").rows >= 160, "{part}\n{figures}");
        assert!(figures.precision() >= 0.98, "{part}\n{figures}");
        assert!(figures.precision_with_offered() >= 0.9, "{part}\n{figures}");
        assert!(figures.recall() >= 0.95, "{part}\n{figures}");
        assert_eq!(figures.all("aside").sure, 0, "{part}\n{figures}");
    }
}
