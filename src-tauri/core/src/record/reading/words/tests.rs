use super::*;

fn glyphs(text: &str) -> Vec<Glyph> {
    let mut gap = 0.0;
    let mut glyphs = Vec::new();
    for (n, c) in (0u32..).zip(text.chars()) {
        if c == ' ' {
            gap = 1.0;
            continue;
        }
        glyphs.push(Glyph {
            c,
            left: n * 30,
            right: n * 30 + 30,
            confidence: 90.0,
            gap,
        });
        gap = 0.0;
    }
    glyphs
}

#[test]
fn every_row_of_the_rules_is_read_and_says_where_it_comes_from() {
    let rules: toml::Value = toml::from_str(include_str!("../../../../rules/reading.toml")).unwrap();
    for (table, rows) in rules.as_table().unwrap() {
        for row in rows.as_array().unwrap() {
            assert!(
                row["source"].as_str().is_some_and(|source| !source.is_empty()),
                "{table}"
            );
            assert_eq!(row["checked"].as_str().unwrap().len(), 10, "{table}");
            assert!(
                ["A", "B", "C", "own"].contains(&row["certainty"].as_str().unwrap()),
                "{table}"
            );
        }
    }
}

#[test]
fn a_label_is_found_though_one_character_is_misread() {
    for (layout, text, meaning, taken) in [
        (
            Layout::Wechat,
            "交易单号 42",
            Some(Meaning::Field(Field::PaymentNo)),
            4,
        ),
        (
            Layout::Wechat,
            "交昜单号 42",
            Some(Meaning::Field(Field::PaymentNo)),
            4,
        ),
        (
            Layout::Wechat,
            "支付时问：2026",
            Some(Meaning::Field(Field::PaidAt)),
            5,
        ),
        (
            Layout::Wechat,
            "交易单 42",
            Some(Meaning::Field(Field::PaymentNo)),
            3,
        ),
        (
            Layout::Alipay,
            "订单号 42",
            Some(Meaning::Field(Field::PaymentNo)),
            3,
        ),
        (
            Layout::OrderPage,
            "订单号 42",
            Some(Meaning::Field(Field::OrderNo)),
            3,
        ),
        (
            Layout::OrderPage,
            "订单号:42",
            Some(Meaning::Field(Field::OrderNo)),
            4,
        ),
        (
            Layout::OrderPage,
            "订单号42",
            Some(Meaning::Field(Field::OrderNo)),
            3,
        ),
        (
            Layout::Alipay,
            "商家订单号”20",
            Some(Meaning::Field(Field::MerchantOrderNo)),
            6,
        ),
        (Layout::Wechat, "商品 甲", Some(Meaning::Field(Field::Product)), 2),
        (Layout::Wechat, "商品甲", None, 0),
        (Layout::Wechat, "交昜単号 42", None, 0),
        (Layout::Wechat, "甲品 乙", None, 0),
        (Layout::OrderPage, "", None, 0),
    ] {
        let found = words().label(layout, &glyphs(text));
        assert_eq!(
            found.map(|found| (found.meaning, found.taken)),
            meaning.map(|m| (m, taken)),
            "{text}"
        );
    }
}

#[test]
fn a_kind_is_told_only_by_words_of_one() {
    for (text, kind) in [
        ("100 Q币", Some("q-coin")),
        ("100q 币", Some("q-coin")),
        ("话费慢充100元", Some("phone-credit-slow")),
        ("话费100元", None),
        ("视频会员卡密", None),
        ("电费", Some("electricity")),
        ("", None),
    ] {
        assert_eq!(words().kind(text), kind, "{text}");
    }
}

#[test]
fn states_are_told_apart() {
    for (text, status, whole) in [
        ("支付成功", PageStatus::Success, true),
        ("文付成功", PageStatus::Success, true),
        ("已全额退款", PageStatus::Refunded, true),
        ("已退款（￥5.00）", PageStatus::PartlyRefunded, true),
        ("等待对方发货", PageStatus::Processing, true),
        ("交易失败，款项退回", PageStatus::Failed, false),
    ] {
        assert_eq!(words().state(text), Some((status, whole)), "{text}");
    }
    assert_eq!(words().state("星河卡盟"), None);
    // Some words are a state only where a label says so.
    assert_eq!(words().state("已发货"), Some((PageStatus::Success, true)));
    assert_eq!(words().lone_state("已发货"), None);
    assert_eq!(
        words().lone_state("卖家已发货"),
        Some((PageStatus::Success, true))
    );
}
