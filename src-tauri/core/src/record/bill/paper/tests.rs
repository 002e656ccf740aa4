use super::rows::bill;
use super::{Body, Holds, Place, ReadPaper, ReadRow, Unread, forms};
use crate::order::{BEIJING, Fen, Word};
use crate::record::bill::{Bill, BillFormat, Direction, RowFlag, RowKind, TotalsAgree, agree};
use crate::words::Language;
use crate::{Code, Failure};

fn read(form: &str, rows: &[&[&str]], lines: &[&str]) -> Bill {
    let rows = rows.iter().enumerate().map(|(at, cells)| ReadRow {
        place: Place {
            page: 1 + at as u32 / 2,
            nth: 1 + at as u32 % 2,
            ..Place::default()
        },
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    });
    bill(&ReadPaper {
        form: form.to_owned(),
        pages: 1,
        lines: lines.iter().map(|line| (1, (*line).to_owned())).collect(),
        rows: rows.collect(),
        ..ReadPaper::default()
    })
    .unwrap()
}

const CMB: [[&str; 7]; 3] = [
    [
        "2026-09-02",
        "CNY",
        "1,000.00",
        "1,500.00",
        "代发工资",
        "测试雇主",
        "",
    ],
    [
        "2026-09-25",
        "CNY",
        "-481.00",
        "1,019.00",
        "快捷支付",
        "财付通-乙充值",
        "",
    ],
    [
        "2026-09-26",
        "CNY",
        "-9.50",
        "1,009.50",
        "网联退款",
        "支付宝-丙",
        "",
    ],
];

#[test]
fn every_form_has_what_a_row_needs() {
    let mut count = 0;
    for (key, form) in forms() {
        count += 1;
        let holds: Vec<Holds> = match form.body {
            Body::Table { columns, begins, .. } => {
                assert_eq!(columns[begins].holds, Holds::At, "{key}");
                assert!(
                    columns.iter().filter(|column| !column.optional).count() >= 5,
                    "{key}"
                );
                columns.iter().map(|column| column.holds).collect()
            }
            Body::Labels(labels) => labels.iter().map(|(_, holds)| *holds).collect(),
        };
        for needed in [Holds::At, Holds::Amount, Holds::Counterparty] {
            assert_eq!(
                holds.iter().filter(|of| **of == needed).count(),
                1,
                "{key} {needed:?}"
            );
        }
        assert!(form.titles.iter().all(|title| !title.contains(' ')), "{key}");
    }
    assert_eq!(count, 9);
}

#[test]
fn every_wallets_row_says_what_it_is() {
    let bill = read(
        "wechat-proof",
        &[
            &[
                "4200000999202609250000000001",
                "2026-09-25 09:20:31",
                "商户消费",
                "支出",
                "零钱",
                "481.00",
                "乙充值",
                "SH2026092509",
            ],
            &[
                "5030000999202609270000000009",
                "2026-09-27 10:00:00",
                "乙充值-退款",
                "收入",
                "零钱",
                "1.00",
                "乙充值",
                "SH2026092509",
            ],
            &[
                "5030000999202609270000000010",
                "2026-09-27 11:00:00",
                "商户消费",
                "收入",
                "零钱",
                "2.00",
                "乙充值",
                "SH2026092509",
            ],
            &[
                "1000050001202609230000000000001",
                "2026-09-23 23:59:59",
                "零钱提现",
                "其他",
                "零钱",
                "5.00",
                "/",
                "/",
            ],
            &[
                "1000050001202609230000000000002",
                "2026-09-2323:59:59",
                "转账",
                "收入",
                "/",
                "6.00",
                "友",
                "/",
            ],
        ],
        &[
            "编号：2026010100000000000000000000012",
            "交易明细对应时间段 2026-09-01 00:00:00 至 2026-09-30 23:59:59",
        ],
    );
    let said: Vec<(RowKind, Direction, i64)> = bill
        .rows
        .iter()
        .map(|row| (row.kind, row.direction, row.amount.0))
        .collect();
    assert_eq!(
        said,
        [
            (RowKind::Payment, Direction::Out, 48_100),
            (RowKind::Refund, Direction::In, 100),
            // Money that comes in under the number of a payment is what came back of it.
            (RowKind::Refund, Direction::In, 200),
            (RowKind::Other, Direction::Neutral, 500),
            (RowKind::Other, Direction::In, 600),
        ]
    );
    assert_eq!(bill.rows[0].at.local(BEIJING), "2026-09-25 09:20:31");
    assert_eq!(bill.rows[4].at.local(BEIJING), "2026-09-23 23:59:59");
    assert_eq!(bill.rows[3].merchant_order_no, "");
    assert_eq!(
        bill.paper.as_ref().unwrap().number,
        "2026010100000000000000000000012"
    );
    assert_eq!(bill.from.unwrap().local(BEIJING), "2026-09-01 00:00:00");
    assert_eq!(bill.until.unwrap().local(BEIJING), "2026-09-30 23:59:59");
    assert_eq!(agree(&bill), TotalsAgree::NotStated);
    assert!(bill.rows.iter().all(|row| row.flags.is_empty()));
}

#[test]
fn a_banks_row_tells_a_day_or_a_time_and_where_the_money_went() {
    let bill = read(
        "cmb-statement",
        &CMB.each_ref().map(|row| &row[..]),
        &["2026-09-01 -- 2026-09-30"],
    );
    let row = &bill.rows[1];
    assert_eq!(
        (row.kind, row.direction, row.amount),
        (RowKind::Payment, Direction::Out, Fen(48_100))
    );
    assert_eq!(
        (&row.flags[..], row.at.local(BEIJING).as_str()),
        (&[RowFlag::DayOnly][..], "2026-09-25 00:00:00")
    );
    assert_eq!(bill.until.unwrap().local(BEIJING), "2026-09-30 23:59:59");
    let bocom = read(
        "bocom-statement",
        &[&[
            "1",
            "2026-09-25",
            "09:20:33",
            "网上支付",
            "借 Dr",
            "481.00",
            "519.00",
            "63",
            "支付宝",
            "网上支付",
            "网上支付 订单编号SH20260925000001乙充值 交易流水号2026092522 0014000000000001",
        ]],
        &["查询起日Query Starting Date: 2026-09-01 查询止日Query Ending Date: 2026-09-30"],
    );
    let row = &bocom.rows[0];
    assert_eq!(
        (row.merchant_order_no.as_str(), row.payment_no.as_str()),
        ("SH20260925000001", "20260925220014000000000001")
    );
    assert_eq!(bocom.until.unwrap().local(BEIJING), "2026-09-30 23:59:59");
    let abc = read(
        "abc-statement",
        &[
            &[
                "20260925",
                "092033",
                "财付通",
                "-481.00",
                "519.00",
                "乙",
                "1",
                "电子商务",
                "",
            ],
            &["20260926", "", "结息", "+1.00", "520.00", "", "2", "", ""],
        ],
        &[],
    );
    assert_eq!(abc.rows[0].at.local(BEIJING), "2026-09-25 09:20:33");
    assert_eq!(
        (abc.rows[1].direction, &abc.rows[1].flags[..]),
        (Direction::In, &[RowFlag::DayOnly][..])
    );
    let boc = read(
        "boc-statement",
        &[&[
            "2026-09-26",
            "10:00:00",
            "人民币",
            "20.00",
            "539.00",
            "网上快捷退款",
            "",
            "-----------",
            "丙",
            "财付通",
            "",
            "-----------",
        ]],
        &[],
    );
    assert_eq!(
        (boc.rows[0].kind, boc.rows[0].note.as_str()),
        (RowKind::Refund, "丙")
    );
}

#[test]
fn what_a_paper_states_is_held_against_what_was_read() {
    let rows = CMB.each_ref().map(|row| &row[..]);
    let said = |lines: &[&str]| agree(&read("cmb-statement", &rows, lines));
    assert_eq!(said(&["收入合计 1,000.00 支出合计 490.50"]), TotalsAgree::Agree);
    assert_eq!(said(&["本页交易笔数：2", "本页交易笔数：1"]), TotalsAgree::Agree);
    assert_eq!(
        said(&["借方发生数： 490.50 贷方发生数： 1,000.00 行数: 3"]),
        TotalsAgree::Agree
    );
    // The balances alone tell that nothing is missing.
    assert_eq!(said(&[]), TotalsAgree::Agree);
    for (lines, word) in [
        (&["收入合计 1,000.00 支出合计 500.00"][..], "支出"),
        (&["行数: 4"], "4 笔"),
        (&["收入合计 9.00"], "收入"),
    ] {
        let TotalsAgree::Differ(sentences) = said(lines) else {
            panic!("{lines:?}");
        };
        assert_eq!(sentences.len(), 1);
        assert!(sentences[0].to_string().contains(word), "{}", sentences[0]);
    }
}

#[test]
fn a_row_that_is_missing_breaks_the_balances() {
    let rows: Vec<[String; 7]> = (0..6)
        .map(|at| {
            let balance = format!("{}.00", 1_000 - 10 * at);
            ["2026-09-25", "CNY", "-10.00", &balance, "消费", "甲", ""].map(str::to_owned)
        })
        .collect();
    let agreed = |rows: &[[String; 7]]| {
        let rows: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        agree(&read("cmb-statement", &rows, &[]))
    };
    assert_eq!(agreed(&rows), TotalsAgree::Agree);
    let mut missing = rows.clone();
    missing.remove(3);
    let TotalsAgree::Differ(sentences) = agreed(&missing) else {
        panic!("it was not noticed");
    };
    assert!(sentences[0].to_string().contains("第 2 页"), "{}", sentences[0]);
    // The newest may come first.
    let mut newest: Vec<[String; 7]> = rows.into_iter().rev().collect();
    assert_eq!(agreed(&newest), TotalsAgree::Agree);
    newest.remove(2);
    assert!(matches!(agreed(&newest), TotalsAgree::Differ(_)));
}

#[test]
fn a_row_that_cannot_be_read_is_said_with_its_number() {
    let bill = read(
        "cmb-statement",
        &[
            &[
                "2026-09-02",
                "CNY",
                "1,000.00",
                "1,500.00",
                "代发工资",
                "测试雇主",
                "",
            ],
            &["2026-13-02", "CNY", "-1.00", "1.00", "消费", "甲", ""],
            &["2026-09-03", "CNY", "-1.O0", "1.00", "消费", "甲", ""],
        ],
        &[],
    );
    let faults: Vec<u32> = bill.faults.iter().map(|fault| fault.line).collect();
    assert_eq!((bill.rows.len(), &faults[..]), (1, &[2, 3][..]));
}

#[test]
fn every_refusal_is_one_sentence_in_both_languages() {
    use Unread::{
        Broken, Columns, Cut, Letters, Locked, NoPdf, OtherLock, Rowless, Scan, TooLarge, TooManyPages,
        TooManyRows, TooMuch, TooWide, Unknown, WrongPassword,
    };
    let all = [
        Broken,
        Columns,
        Cut,
        Letters,
        Locked,
        NoPdf,
        OtherLock,
        Rowless,
        Scan,
        TooLarge,
        TooManyPages,
        TooManyRows,
        TooMuch,
        TooWide,
        Unknown,
        WrongPassword,
    ];
    for why in all {
        let failure = Failure::from(why);
        assert_eq!(
            failure.code == Code::Password,
            matches!(why, Locked | WrongPassword),
            "{why:?}"
        );
        let (chinese, english) = (
            failure.text.chinese(),
            failure.text.said_in(Language::of("en").unwrap()),
        );
        assert!(
            chinese.ends_with('。') && english.ends_with('.'),
            "{chinese} {english}"
        );
    }
}

#[test]
fn only_a_bank_is_a_bank_and_only_a_shop_a_shop() {
    for format in BillFormat::all() {
        let bank = format.key().ends_with("-statement");
        assert_eq!(format.is_bank(), bank, "{}", format.key());
        assert_eq!(
            format.is_shop(),
            matches!(format.source(), "jd" | "meituan"),
            "{}",
            format.key()
        );
        assert_eq!(BillFormat::is_of_shop(format.source()), format.is_shop());
        if bank {
            assert_eq!(
                (format.own_platform(), format.channel_of("微信支付")),
                (None, None)
            );
        }
    }
    assert_eq!(super::Signature::ChangedAfter.word(), "changed-after");
}
