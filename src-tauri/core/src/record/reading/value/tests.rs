use super::*;
use proptest::prelude::*;

const NOW: Moment = Moment(1_795_392_000_000);

#[test]
fn amounts_are_mended_and_what_was_mended_is_doubtful() {
    use Doubt::{Mended, NoPoint, Shape};
    for (text, fen, doubt) in [
        ("98.50", 9850, None),
        ("-98.50", 9850, None),
        ("一98.50", 9850, None),
        ("¥98.50", 9850, None),
        ("￥ 98. 50", 9850, None),
        ("竺485. 00", 48500, None),
        ("-羊1,098.50元", 109_850, None),
        ("９８．５０", 9850, None),
        ("98.50 >", 9850, None),
        ("98,50", 9850, Some(NoPoint)),
        ("98 50", 9850, Some(NoPoint)),
        ("9850", 985_000, Some(NoPoint)),
        ("¥98", 9800, Some(NoPoint)),
        ("98.5", 9850, Some(Shape)),
        ("1.098.50", 109_850, Some(Mended)),
        ("1,098,50", 109_850, Some(NoPoint)),
        ("98。50", 9850, Some(Mended)),
        ("9O.5O", 9050, Some(Mended)),
        ("l98.50", 9850, Some(Mended)),
        ("098.50", 9850, Some(Mended)),
        ("10 98.50", 109_850, Some(Mended)),
        ("圣],098.50", 109_850, Some(Mended)),
    ] {
        assert_eq!(amount(text), Some((Fen(fen), doubt)), "{text}");
    }
    for text in [
        "",
        "元",
        ".50",
        "98.505",
        "订单号98.50",
        "2026-11-20",
        "9,9,9",
        "0.00",
        "1000000.01",
        "98.x0",
    ] {
        assert_eq!(amount(text), None, "{text}");
    }
}

#[test]
fn times_are_mended() {
    for (text, value, doubt) in [
        ("2026-11-20 21:03:45", "2026-11-20 21:03:45", None),
        ("2026年1月2日 01:59:04", "2026-01-02 01:59:04", None),
        ("2026年11月24日 02: 59:54", "2026-11-24 02:59:54", None),
        ("2026/11/2021:03:45", "2026-11-20 21:03:45", None),
        ("２０２６－１１－２０　２１：０３", "2026-11-20 21:03", None),
        ("2026-11-20 21.03:45", "2026-11-20 21:03:45", Some(Doubt::Mended)),
        ("2026-11-2O 21:03:45", "2026-11-20 21:03:45", Some(Doubt::Mended)),
        (
            "2026-11-20 21:03:45 下",
            "2026-11-20 21:03:45",
            Some(Doubt::Mended),
        ),
        ("11-20 21:03", "11-20 21:03", None),
        ("昨天 21:03", "昨天 21:03", None),
        ("2026年11月20日 下午9:03", "2026-11-20 21:03:00", None),
    ] {
        assert_eq!(time(text, NOW), Some((value.to_owned(), doubt)), "{text}");
    }
    for text in [
        "",
        "2026-11-20",
        "2026-13-20 21:03:45",
        "2026-11-20 25:03:45",
        "20261120210345",
        "210345",
    ] {
        assert_eq!(time(text, NOW), None, "{text}");
    }
}

#[test]
fn numbers_are_exact_text() {
    for (text, value, doubt) in [
        ("4200 0012 34", "4200001234", None),
        ("KM2026112437473184 复制", "KM2026112437473184", None),
        ("”202611066828718", "202611066828718", None),
        ("113-1234567-7654321", "113-1234567-7654321", None),
        ("42OO00l234", "4200001234", Some(Doubt::Mended)),
        ("4200·001234", "4200001234", Some(Doubt::Mended)),
        ("a1b2c3d4e5f6a7b8", "a1b2c3d4e5f6a7b8", None),
    ] {
        assert_eq!(number(text, true), Some((value.to_owned(), doubt)), "{text}");
    }
    for text in ["", "复制", "12", "abcdefgh", "——"] {
        assert_eq!(number(text, true), None, "{text}");
    }
}

#[test]
fn an_account_is_what_stands_before_a_remark() {
    for (text, value, doubt) in [
        ("12345678（QQ号）", "12345678", None),
        ("kk_lan（微信区） 复制", "kk_lan", None),
        ("138 0000 0001", "13800000001", None),
        ("138****0001", "138****0001", Some(Doubt::Starred)),
        ("张三", "张三", Some(Doubt::Shape)),
        // The word of what kind it is goes, where an account is left.
        ("QQ号12345678", "12345678", None),
        ("QQ号：12345678", "12345678", None),
        ("（QQ号）12345678", "12345678", None),
        ("手机号138****0001", "138****0001", Some(Doubt::Starred)),
        ("微信号wx_abc12345", "wx_abc12345", None),
        ("账号lan_2026", "lan_2026", None),
        ("微信年卡", "微信年卡", Some(Doubt::Shape)),
        ("微信号VIP年卡", "微信号VIP年卡", Some(Doubt::Shape)),
        // Letters alone may be the account's own.
        ("QQ12345678", "12345678", Some(Doubt::Mended)),
        ("QQ：12345678", "12345678", None),
        ("QQ_lan2026", "QQ_lan2026", None),
        ("qq_55667788", "qq_55667788", None),
        // A speck, and a word that nobody knows.
        ("号12345678", "12345678", None),
        ("备用12345678", "12345678", Some(Doubt::Mended)),
        ("VIP年卡", "VIP年卡", Some(Doubt::Shape)),
        ("12345678请核对", "12345678请核对", Some(Doubt::Shape)),
        ("抖音lan2026", "抖音lan2026", Some(Doubt::Shape)),
    ] {
        assert_eq!(account(text, false), Some((value.to_owned(), doubt)), "{text}");
    }
    for text in ["", "-", "——", "（）"] {
        assert_eq!(account(text, false), None, "{text}");
    }
}

#[test]
fn pieces_times_and_parts_of_a_sentence_are_told() {
    assert_eq!(without_times("甲卡 x 2"), ("甲卡", Some(2)));
    assert_eq!(without_times("甲卡 ×10"), ("甲卡", Some(10)));
    for whole in ["Q币x10", "X", "甲卡 x", "Xbox", "甲 x0", "x 2"] {
        assert_eq!(without_times(whole), (whole, None));
    }
    for (text, is) in [
        ("03091615320", true),
        ("0309 复制", true),
        ("30.00", false),
        ("ABCD", false),
        ("2026年", true),
    ] {
        assert_eq!(is_piece(text), is, "{text}");
    }
    for (text, part) in [
        ("18.8元，预计", "18.8元"),
        ("98。50", "98。50"),
        ("1,098.50元（含税）", "1,098.50元"),
    ] {
        assert_eq!(figure(text), part);
    }
    assert_eq!(number("2026年11月20日", true), None);
    for text in ["-98.50", "¥98", "￥-1,098.50", "98.5元"] {
        assert!(bare_amount(text).is_some(), "{text}");
    }
    for text in ["98", "98.5", "21:03", "12345678", "¥", "x1"] {
        assert!(bare_amount(text).is_none(), "{text}");
    }
}

#[test]
fn names_lose_the_blanks_of_the_engine() {
    assert_eq!(name(" ”100 Q 币 ").as_deref(), Some("100 Q币"));
    assert_eq!(
        company("星河网络科技 (测试 ) 有限公司").as_deref(),
        Some("星河网络科技（测试）有限公司")
    );
    assert_eq!(name("：-"), None);
}

proptest! {
    #[test]
    fn every_amount_is_read_back(fen in 1i64..=100_000_000) {
        prop_assert_eq!(amount(&format!("-¥{}", Fen(fen).yuan())), Some((Fen(fen), None)));
    }

    #[test]
    fn nothing_makes_it_panic(text in "[-0-9.,:/年月日 ¥元OlIZ复制T_|()（]{0,40}|\\PC{0,40}") {
        let _ = (amount(&text), time(&text, NOW), number(&text, true), name(&text), company(&text), account(&text, true), quantity(&text), without_times(&text), clause(&text), figure(&text), bare_amount(&text), is_piece(&text));
    }
}
