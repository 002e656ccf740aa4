//! Damaged files: whatever the bytes are, there is an answer and no panic.

use super::workbooks::wechat;
use super::*;
use crate::record::sheet::{Chosen, read_sheet};
use crate::record::table::made::{archive, packed, parts};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;

/// How many damaged files are tried, unless `BILL_CASES` says otherwise.
const CASES: u32 = 3_000;

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
            assert_eq!(bill.read, Totals::of(&bill.rows));
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
    if let Err(failure) = kind {
        one_line(&failure);
    }
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
        .chain([crate::record::sheet::sheet_template()])
        .collect();
    let made = parts(&[wechat()]);
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
