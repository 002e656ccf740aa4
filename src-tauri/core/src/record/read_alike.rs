//! What each reader of money and of a time answers to the same texts: a form is strict and says why, a cell of a bill has one
//! grammar, and what an engine read is mended first.

use super::money::money;
use super::reading::{read_amount_of_page, read_time_of_page};
use super::table::wall_clock;
use super::{Toward, read_amount, read_moment};
use crate::Code;
use crate::order::{BEIJING, Moment};

#[test]
fn money_is_read_by_three_readers() {
    let mut table = String::new();
    for text in [
        "",
        " ",
        "¥",
        "元",
        "0",
        "0.00",
        "00",
        "007",
        "98",
        "98.",
        ".5",
        "98.5",
        "98.50",
        "98.505",
        "1e5",
        "九十八",
        "98.5元",
        "98.50 元",
        "元98",
        "¥98.50",
        "￥98.50",
        "¥ 98.50",
        "¥¥98",
        "98.50¥",
        "-5",
        "－5",
        "¥-5",
        "+5",
        "1,098.50",
        "1，098.50",
        "１，０９８．５０",
        "1,09",
        "10,98.50",
        "1098,5",
        "1,0985",
        ",098",
        "1,,098",
        "1 098.50",
        "98 50",
        "98,50",
        "98。50",
        "98·50",
        "9B.5O",
        "l98.50",
        "[,098.50",
        "1000000",
        "1000000.01",
        "1,000,000.00",
        "999999999999",
        "9999999999999",
        "0000000000098.5",
        "合计98.50",
        "实付：98.50",
        "人民币98.50",
        "98.50（已优惠）",
        "98.5.0",
        "98.5a",
        "98.50元整",
        "\u{3000}98.50\u{a0}",
        "98.5\t",
        "12345678901234567890123",
        "😀98.5",
    ] {
        let typed =
            read_amount(text, Code::Amount).map_or_else(|refused| refused.message(), |fen| fen.0.to_string());
        let cell = money(text).map_or("-".to_owned(), |fen| fen.0.to_string());
        let page =
            read_amount_of_page(text).map_or("-".to_owned(), |(fen, doubt)| format!("{} {doubt:?}", fen.0));
        table += &format!("{text:?} | {typed} | {cell} | {page}\n");
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_time_is_read_by_three_readers() {
    let now = Moment(1_795_179_825_000);
    let mut table = String::new();
    for text in [
        "",
        " ",
        "刚刚",
        "2026-11-20 21:03:45",
        "2026-11-20 21:03",
        "2026-11-20T21:03:45",
        "2026-11-20T21:03:45+08:00",
        "2026-11-20T13:03:45Z",
        "2026/11/20 21:03",
        "2026/9/8 7:03",
        "2026.11.20 21:03",
        "2026年11月20日 21:03",
        "2026年11月20日21:03",
        "2026年11月20日21点03分",
        "2026年11月20日 21时03分45秒",
        "2026-11-20日 21:03",
        "26-11-20 21:03",
        "1999-11-20 21:03",
        "2100-01-01 00:00",
        "2026-11-20",
        "2026年11月20日",
        "2026-13-01 21:03",
        "2026-02-30 21:03",
        "2026-11-20 25:03",
        "2026-11-20 21:60",
        "2026-11-20 21",
        "2026-11-20 21点",
        "2026-11-20 9:03 PM",
        "2026-11-20 下午9:03",
        "2026-11-20 晚上12:00",
        "2026-11-20 21:03:45.123",
        "2026-11-20 21:03.5",
        "2026-11-20  21:03",
        "2026-11-20-21:03",
        "2026-11-20,21:03",
        "2026-11-2021:03:45",
        "2026-11-20 21 :03",
        "2026-11-20 2l:O3",
        "2O26-11-20 21:03",
        "2026-ll-20 21:03:4S",
        "2026:11:20 21:03:45",
        "2026-11-20 21:03:45 复制",
        "2026-11-20 21:03:45 付款",
        "付款 2026-11-20 21:03:45",
        "11-20 21:03",
        "11月20日 21:03",
        "11月20日 晚上9点",
        "20日 21:03",
        "今天 21:03",
        "昨天晚上9:03",
        "前天21:03",
        "明天 9:00",
        "21:03",
        "21:03:45",
        "9点",
        "九点",
        "20261120210345",
        "20261120",
        "210345",
        "46293.96523148148",
        "46293",
        "12345",
        "[2026-11-20 21:03:45]",
        "２０２６-１１-２０　２１：０３",
        "2026-11-20 21:03\t",
        "2026-11-20 21:3",
        "2026-11-20 21:03:5",
        "2026-11-20 21:03:455",
        "😀2026-11-20 21:03",
        "2026-11-20 21:20分:33",
        "2026-11-20日T21:03",
        "0000-00-00 00:00:00",
        "2026-1-1 0:00",
        "2026-11-20 24:00",
    ] {
        let typed = |toward| {
            read_moment(text, now, BEIJING, toward, Code::PaidAt)
                .map_or_else(|refused| refused.message(), |at| at.rfc3339(BEIJING))
        };
        let (past, future) = (typed(Toward::Past), typed(Toward::Future));
        let future = if future == past { "the same" } else { &future };
        let cell = wall_clock(text).map_or_else(
            |why| format!("{why:?}"),
            |(at, seconds)| format!("{at} {seconds}"),
        );
        let page =
            read_time_of_page(text, now).map_or("-".to_owned(), |(at, doubt)| format!("{at} {doubt:?}"));
        table += &format!("{text:?} | {past} | {future} | {cell} | {page}\n");
    }
    insta::assert_snapshot!(table);
}
