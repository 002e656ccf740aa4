//! Papers of every form, and what is refused.

mod made;
mod papers;

use crate::{Here, read};
use daozhang_core::record::{PaperReader, ReadPaper, Signature, Unread};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use made::{Pdf, Sheet};
use proptest::prelude::*;
use std::io::Write;
use std::path::Path;

fn cells(read: &ReadPaper) -> Vec<Vec<&str>> {
    let rows = read.rows.iter();
    rows.map(|row| row.cells.iter().map(String::as_str).collect())
        .collect()
}

#[test]
fn every_form_is_read_row_by_row() {
    for (key, pdf, rows) in papers::all() {
        let read = read(&pdf.bytes(), None).unwrap();
        assert_eq!(read.form, key);
        assert_eq!(cells(&read), rows, "{key}");
        assert_eq!(read.pages as usize, pdf.sheets.len(), "{key}");
        assert_eq!(
            (read.signature, &read.unknown[..]),
            (Signature::None, &[][..]),
            "{key}"
        );
    }
}

#[test]
fn a_row_stands_where_it_was_drawn() {
    let read = read(&papers::wechat_proof().0.bytes(), None).unwrap();
    let places: Vec<(u32, u32, bool)> = read
        .rows
        .iter()
        .map(|row| (row.place.page, row.place.nth, row.place.goes_on))
        .collect();
    assert_eq!(
        places,
        [(1, 1, false), (1, 2, false), (1, 3, true), (2, 1, false)]
    );
    let (first, second) = (read.rows[0].place, read.rows[1].place);
    assert!(
        (first.bottom - second.top).abs() < 1.0 && first.top > 160.0,
        "{first:?} {second:?}"
    );
}

#[test]
fn what_stands_outside_of_the_table_is_kept_and_no_row_of_it() {
    for (key, pdf, rows) in papers::all()
        .into_iter()
        .filter(|(key, ..)| *key != "alipay-receipt")
    {
        let read = read(&pdf.bytes(), None).unwrap();
        let lines: Vec<&str> = read.lines.iter().map(|(_, line)| line.as_str()).collect();
        assert!(lines.iter().any(|line| line.contains("2026")), "{key} {lines:?}");
        assert!(
            !lines
                .iter()
                .any(|line| line.contains(rows[0][1]) && rows[0][1].len() > 8),
            "{key} {lines:?}"
        );
    }
}

#[test]
fn a_locked_paper_opens_with_its_password_only() {
    let (mut pdf, rows) = papers::boc_statement();
    pdf.password = Some("482913");
    let bytes = pdf.bytes();
    assert_eq!(Here.read(&bytes, None), Err(Unread::Locked));
    assert_eq!(Here.read(&bytes, Some("")), Err(Unread::Locked));
    assert_eq!(Here.read(&bytes, Some("482914")), Err(Unread::WrongPassword));
    assert_eq!(cells(&Here.read(&bytes, Some("482913")).unwrap()), rows);
    // What only forbids copying opens without one, and a password that nobody asked for does no harm.
    pdf.password = Some("");
    for password in [None, Some(""), Some("482913")] {
        assert_eq!(
            cells(&Here.read(&pdf.bytes(), password).unwrap()),
            rows,
            "{password:?}"
        );
    }
}

#[test]
fn a_signature_is_found_and_so_is_what_follows_it() {
    let (mut pdf, _) = papers::wechat_proof();
    pdf.signed = true;
    let mut bytes = pdf.bytes();
    assert_eq!(read(&bytes, None).unwrap().signature, Signature::Found);
    bytes.extend(b"\n");
    assert_eq!(read(&bytes, None).unwrap().signature, Signature::Found);
    bytes.extend(b"% changed\nstartxref\n0\n%%EOF\n");
    let after = read(&bytes, None);
    assert!(after.is_ok_and(|read| read.signature == Signature::ChangedAfter));
}

#[test]
fn a_page_that_lies_on_its_side_is_read_as_it_is_shown() {
    let (pdf, rows) = papers::icbc_statement();
    assert_eq!(cells(&read(&pdf.turned().bytes(), None).unwrap()), rows);
}

#[test]
fn what_cannot_be_read_is_refused_by_its_own_name() {
    let whole = papers::wechat_proof().0.bytes();
    let mut scan = Sheet::upright();
    scan.raw("q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q");
    let mut mute = Sheet::upright();
    mute.unread(50.0, 100.0, 300);
    let mut other = Sheet::upright();
    other.text(50.0, 100.0, 10.0, "某某公司发票");
    let mut columns = Sheet::upright();
    columns.text(200.0, 40.0, 12.0, "微信支付交易明细证明");
    columns.text(50.0, 100.0, 8.0, "日期 金额");
    let mut rowless = Sheet::upright();
    rowless.text(200.0, 40.0, 12.0, "微信支付交易明细证明");
    for (at, name) in [
        "交易单号",
        "交易时间",
        "交易类型",
        "收/支/其他",
        "交易方式",
        "金额(元)",
        "交易对方",
        "商户单号",
    ]
    .into_iter()
    .enumerate()
    {
        rowless.text(40.0 + 60.0 * at as f64, 100.0, 8.0, name);
    }
    let mut huge = Sheet::upright();
    huge.size = (200_000.0, 200_000.0);
    let bomb = {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        for _ in 0..300 {
            packed.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let packed = packed.finish().unwrap();
        let mut stream =
            format!("<< /Filter /FlateDecode /Length {} >>\nstream\n", packed.len()).into_bytes();
        stream.extend(packed);
        stream.extend(b"\nendstream");
        let mut pdf = papers::wechat_proof().0;
        pdf.more.push((20, stream));
        pdf.bytes()
    };
    for (what, bytes, why) in [
        ("nothing", Vec::new(), Unread::NoPdf),
        ("a page of the web", b"<html>".to_vec(), Unread::NoPdf),
        ("a head alone", b"%PDF-1.7 x".to_vec(), Unread::Broken),
        ("half", whole[..whole.len() / 2].to_vec(), Unread::Cut),
        ("all but the end", whole[..whole.len() - 20].to_vec(), Unread::Cut),
        ("a scan", Pdf::of(vec![scan]).bytes(), Unread::Scan),
        (
            "letters without a map",
            Pdf::of(vec![mute]).bytes(),
            Unread::Letters,
        ),
        ("an invoice", Pdf::of(vec![other]).bytes(), Unread::Unknown),
        ("other columns", Pdf::of(vec![columns]).bytes(), Unread::Columns),
        ("no row", Pdf::of(vec![rowless]).bytes(), Unread::Rowless),
        ("a page of a mile", Pdf::of(vec![huge]).bytes(), Unread::TooWide),
        (
            "too many pages",
            Pdf::of(vec![Sheet::upright(); 1_001]).bytes(),
            Unread::TooManyPages,
        ),
        ("a bomb", bomb, Unread::TooLarge),
        ("a form that draws itself", endless(), Unread::TooMuch),
        (
            "too much of it",
            vec![b' '; 30 * 1024 * 1024 + 1],
            Unread::TooLarge,
        ),
    ] {
        assert_eq!(read(&bytes, None).err(), Some(why), "{what}");
    }
}

#[test]
fn a_counterparty_that_is_called_like_a_paper_makes_none() {
    let (mut pdf, _) = papers::alipay_proof();
    let mut other = Sheet::upright();
    for line in 0..40 {
        other.text(50.0, 40.0 + 15.0 * f64::from(line), 8.0, "一行别的字");
    }
    other.text(50.0, 700.0, 8.0, "对方：微信支付交易明细证明有限公司");
    pdf.sheets = vec![other];
    assert_eq!(read(&pdf.bytes(), None).err(), Some(Unread::Unknown));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_damage_makes_it_panic(form in 0usize..9, cut in any::<prop::sample::Index>(), hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40)) {
        let mut bytes = papers::all().swap_remove(form).1.bytes();
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes, None);
        bytes.truncate(cut.index(bytes.len()));
        bytes.extend(b"\nstartxref\n0\n%%EOF\n");
        let _ = read(&bytes, None);
    }
}

/// Writes the papers that the other tests read, from what is made here: `cargo test --package daozhang-paper write -- --ignored`.
#[test]
#[ignore = "writes fixtures"]
fn write_the_fixtures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/fixtures/papers");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in fixtures().into_iter().chain([("deep.pdf".to_owned(), deep())]) {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

#[test]
fn the_fixtures_are_what_is_made_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/fixtures/papers");
    for (name, bytes) in fixtures() {
        let read = |bytes: &[u8]| read(bytes, Some("482913"));
        assert_eq!(
            read(&std::fs::read(folder.join(&name)).unwrap()),
            read(&bytes),
            "{name}"
        );
    }
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = papers::all()
        .into_iter()
        .map(|(key, pdf, _)| (format!("{key}.pdf"), pdf.bytes()))
        .collect();
    let (mut locked, _) = papers::boc_statement();
    locked.password = Some("482913");
    all.push(("locked.pdf".to_owned(), locked.bytes()));
    let (mut signed, _) = papers::wechat_proof();
    signed.signed = true;
    let mut bytes = signed.bytes();
    all.push(("signed.pdf".to_owned(), bytes.clone()));
    bytes.extend(b"% changed\nstartxref\n0\n%%EOF\n");
    all.push(("changed.pdf".to_owned(), bytes));
    let mut scan = Sheet::upright();
    scan.raw("q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q");
    all.push(("scan.pdf".to_owned(), Pdf::of(vec![scan]).bytes()));
    all.push(("endless.pdf".to_owned(), endless()));
    all
}

/// A form that draws itself twice.
fn endless() -> Vec<u8> {
    let (mut pdf, _) = papers::wechat_proof();
    pdf.resources = "/XObject << /Self 20 0 R >>".to_owned();
    let drawn = "/Self Do /Self Do";
    pdf.more.push((
        20,
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources << /XObject << /Self 20 0 R >> >> /Length {} >>\nstream\n{drawn}\nendstream",
            drawn.len()
        )
        .into_bytes(),
    ));
    for sheet in &mut pdf.sheets {
        sheet.raw(drawn);
    }
    pdf.bytes()
}

/// Forms that draw each other ten times, twelve deep: it ends, and nobody lives to see it.
fn deep() -> Vec<u8> {
    let (mut pdf, _) = papers::wechat_proof();
    pdf.resources = "/XObject << /Next 20 0 R >>".to_owned();
    let drawn = "/Next Do ".repeat(10);
    for number in 20..32 {
        let next = number + 1;
        let body = format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources << /XObject << /Next {next} 0 R >> >> /Length {} >>\nstream\n{drawn}\nendstream",
            drawn.len()
        );
        pdf.more.push((number, body.into_bytes()));
    }
    for sheet in &mut pdf.sheets {
        sheet.raw(&drawn);
    }
    pdf.bytes()
}
