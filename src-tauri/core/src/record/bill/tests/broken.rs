//! Damaged files: whatever the bytes are, there is an answer and no panic.

use super::workbooks::wechat;
use super::*;
use crate::order::Moment;
use crate::record::read_text;
use crate::record::sheet::{Chosen, read_sheet, sheet_template};
use crate::record::table::made::{Made, MadeRow, archive, packed, parts};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;

/// How many damaged files are tried, unless `BILL_CASES` says otherwise.
const CASES: u32 = 3_000;

/// A list of orders that a person filled in.
const LIST: &str = "平台,商品,品类,金额,付款时间,充值账号,订单号,支付渠道,支付单号,时限,备注\r\n\
    星河卡盟,Q币100个,Q币,98.50,2026-11-20 21:03:45,10001,KM0001234,支付宝,2026112022001400000000000001,30分钟,\r\n\
    某话费店,话费充值100元,话费快充,\"¥1,099.80\",2026/11/21 8:05,13800000000,2.02611E+17,微信,,24小时,\"备注,带逗号\"\r\n";

/// Texts as people paste them.
const PASTED: &[&str] = &[
    "订单号：2026112000001\n商品：100 Q币\n单价：9.85\n数量：10\n实付：98.50元（优惠1.50元）\n付款时间：2026-11-20 21:03:45",
    "交易单号\n4200000000202611200000000001\n商户单号\n可在支持的商户扫码退款\nWX0000000000101\n支付时间：11月20日 21:03",
    "宝贝\t单价\t数量\t商品操作\t实付款\n视频会员月卡\t25.00\t1\t退款/退货\t18.80\n订单编号：3012000000000000001",
    "您购买的视频会员月卡，实付18.8元，预计10分钟内发货，充值号码：138****0001，客服电话 400-000-0000。",
];

/// One way to damage bytes. Places are parts of 65536 of the length.
#[derive(Clone, Debug)]
enum Damage {
    Flip(u16, u8),
    Cut(u16),
    Insert(u16, Vec<u8>),
    Repeat(u16, u16),
    Remove(u16, u16),
    SwapLines(u16, u16),
}

fn damage() -> impl Strategy<Value = Damage> {
    let telling: Vec<&[u8]> = vec![
        b"\"",
        b",",
        b"\t",
        b"\r\n",
        b"\0",
        b"\xff",
        b"=\"",
        b"</c>",
        b"<v>",
        b"1E+308",
        b"NaN",
        b"99999999999999999999",
        b"&#x110000;",
        b"<row r=\"",
        b"]]>",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"(\xe5\xb7\xb2",
        "已退款".as_bytes(),
        "元".as_bytes(),
    ];
    let piece = prop_oneof![
        prop::sample::select(telling).prop_map(<[u8]>::to_vec),
        prop::collection::vec(any::<u8>(), 1..40),
    ];
    prop_oneof![
        (any::<u16>(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        any::<u16>().prop_map(Damage::Cut),
        (any::<u16>(), piece).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        (any::<u16>(), any::<u16>()).prop_map(|(at, length)| Damage::Repeat(at, length)),
        (any::<u16>(), any::<u16>()).prop_map(|(at, length)| Damage::Remove(at, length)),
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Damage::SwapLines(a, b)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        let place = |part: u16, length: usize| length * usize::from(part) / 65_536;
        let length = bytes.len();
        if length == 0 {
            break;
        }
        match damage {
            Damage::Flip(at, byte) => bytes[place(*at, length)] ^= byte,
            Damage::Cut(at) => bytes.truncate(place(*at, length)),
            Damage::Insert(at, piece) => {
                let at = place(*at, length);
                bytes.splice(at..at, piece.iter().copied());
            }
            Damage::Repeat(at, run) => {
                let at = place(*at, length);
                let run = (usize::from(*run) % 600).min(length - at);
                let piece = bytes[at..at + run].to_vec();
                bytes.splice(at..at, piece);
            }
            Damage::Remove(at, run) => {
                let at = place(*at, length);
                let run = (usize::from(*run) % 200).min(length - at);
                bytes.drain(at..at + run);
            }
            Damage::SwapLines(a, b) => {
                let mut lines: Vec<Vec<u8>> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
                let (a, b) = (place(*a, lines.len()), place(*b, lines.len()));
                lines.swap(a, b);
                bytes = lines.join(&b'\n');
            }
        }
    }
    bytes
}

/// Reads a file in every way, and checks what every answer must keep.
fn try_everything(bytes: &[u8]) {
    let one_line = |failure: &crate::Failure| {
        let message = &failure.message();
        assert!(!message.contains('\n') && message.ends_with('。'), "{message}");
        assert!(message.chars().count() < 150, "{message}");
    };
    let kind = kind_of("a", bytes, Some("123456"));
    match read_bill("a", bytes, Some("123456")) {
        Ok(bill) => {
            assert_eq!(bill.read, Totals::of(bill.format, &bill.rows));
            for row in &bill.rows {
                assert!(row.amount >= Fen(0));
                let _ = original_no(row);
            }
            for fault in &bill.faults {
                assert!(!fault.message.chinese().contains('\n') && fault.line > 0);
            }
            let _ = agree(&bill);
        }
        Err(failure) => one_line(&failure),
    }
    match read_sheet("a", bytes, &Chosen::new()) {
        Ok(_) => {}
        Err(failure) => one_line(&failure),
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        match read_text(text, Moment(1_795_392_000_000)) {
            Ok(_) => {}
            Err(failure) => one_line(&failure),
        }
    }
    if let Err(failure) = kind {
        one_line(&failure);
    }
}

/// The same list in a workbook.
fn list() -> Vec<MadeRow<'static>> {
    let rows = LIST.lines().zip(1..);
    let cells = |line: &'static str| line.split(',').map(Made::Shared).collect();
    rows.map(|(line, row)| (row, cells(line))).collect()
}

#[test]
fn no_damage_makes_it_panic() {
    let cases = std::env::var("BILL_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    let texts: Vec<Vec<u8>> = bills()
        .iter()
        .map(|name| fixture(name))
        .chain([sheet_template(), LIST.into(), GB18030.encode(LIST).0.into_owned()])
        .chain(PASTED.iter().map(|text| text.as_bytes().to_vec()))
        .collect();
    let mut made = parts(&[wechat(), list()]);
    made.push(super::workbooks::styles("yyyy/m/d h:mm"));
    let book = packed(&made);
    let options = SimpleFileOptions::default();
    let zipped = archive(&[("a.csv", &fixture("jd-2024.csv"))], options);
    let locked = archive(
        &[("a.csv", &fixture("jd-2024.csv"))],
        options.with_deprecated_encryption(b"123456").unwrap(),
    );
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    });
    let strategy = (
        0..texts.len() + made.len() * 2 + 3,
        prop::collection::vec(damage(), 1..6),
    );
    let outcome = runner.run(&strategy, |(which, damages)| {
        if let Some(text) = texts.get(which) {
            try_everything(&damaged(text.clone(), &damages));
        } else if which < texts.len() + made.len() * 2 {
            // Damage inside a part passes the checksum of the archive, damage of the archive itself does not.
            let mut parts = made.clone();
            let (_, part) = &mut parts[(which - texts.len()) / 2];
            *part = damaged(std::mem::take(part), &damages);
            try_everything(&packed(&parts));
        } else {
            let whole = [&book, &zipped, &locked][which - texts.len() - made.len() * 2];
            try_everything(&damaged(whole.clone(), &damages));
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn files_of_nothing_but_separators_are_refused_quickly() {
    for piece in [",", "\t", "\"", "\n", "\"\"", ",\"", "\r", "交易时间,", "-----\n"] {
        try_everything(piece.repeat(200_000).as_bytes());
    }
}
