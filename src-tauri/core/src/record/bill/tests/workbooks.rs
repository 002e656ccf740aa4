//! Bills as workbooks: numbers, serials, missing rows, and what spreadsheets make of them.

use super::*;
use crate::record::sheet::{Chosen, read_sheet};
use crate::record::table::LARGEST_TABLE;
use crate::record::table::made::Made::{Absent, Formula, Inline, Number, Shared};
use crate::record::table::made::{MadeRow, archive, packed, parts, workbook};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod};

const NAMES: [&str; 11] = [
    "交易时间",
    "交易类型",
    "交易对方",
    "商品",
    "收/支",
    "金额(元)",
    "支付方式",
    "当前状态",
    "交易单号",
    "商户单号",
    "备注",
];

/// A bill of 微信 since March 2026: numbers, serials, and rows 6 and 16 that are not there.
pub(in super::super) fn wechat() -> Vec<MadeRow<'static>> {
    let mut rows: Vec<MadeRow<'static>> = [
        "微信支付账单明细",
        "微信昵称：[某人]",
        "起始时间：[2026-09-01 00:00:00] 终止时间：[2026-09-30 23:59:59]",
        "导出类型：[全部]",
        "导出时间：[2026-10-01 16:05:22]",
        "",
        "共3笔记录",
        "收入：1笔 30.00元",
        "支出：2笔 115.05元",
        "中性交易：0笔 0.00元",
        "注：",
        "1. 示例说明",
        "2. 示例说明",
        "3. 示例说明",
        "4. 本账单中所有时间均为UTC+08:00时间",
        "",
        "----------------------微信支付账单明细列表--------------------",
    ]
    .into_iter()
    .zip(1..)
    .filter(|(text, _)| !text.is_empty())
    .map(|(text, row)| (row, vec![Shared(text)]))
    .collect();
    rows.push((18, NAMES.map(Shared).to_vec()));
    rows.push((
        19,
        vec![
            Number("46293.96523148148"),
            Shared("商户消费"),
            Shared("甲话费店"),
            Shared("话费充值100元 & <快>"),
            Shared("支出"),
            Number("99.049999999999997"),
            Shared("零钱"),
            Shared("支付成功"),
            Shared("4200000000202609280000000101"),
            Shared("WX0000000000101"),
            Shared("/"),
        ],
    ));
    rows.push((
        20,
        vec![
            Inline("2026-09-27 10:00:00"),
            Shared("甲点卡店-退款"),
            Shared("甲点卡店"),
            Shared("点券"),
            Shared("收入"),
            Shared("¥30.00"),
            Shared("零钱"),
            Shared("已退款￥30.00"),
            Shared("5030000000202609270000000102"),
            Shared("/"),
            Absent,
        ],
    ));
    rows.push((
        22,
        vec![
            Number("46291.5"),
            Shared("商户消费"),
            Absent,
            Formula("\"a\"&\"b\"", "算出来的商品"),
            Shared("支出"),
            Number("16"),
            Shared("零钱"),
            Shared("支付成功"),
            Number("4.2000000002026099E+27"),
        ],
    ));
    rows
}

const LINES: [&str; 3] = [
    "19 2026-09-28 23:09:56 payment paid out 99.05 4200000000202609280000000101",
    "20 2026-09-27 10:00:00 refund refunded in 30.00 5030000000202609270000000102",
    "22 2026-09-26 12:00:00 payment paid out 16.00 4.2000000002026E+27 number-rounded",
];

fn lines(bill: &Bill) -> Vec<String> {
    bill.rows.iter().map(super::line).collect()
}

#[test]
fn numbers_serials_and_missing_rows_are_read() {
    let bytes = workbook(&[wechat()]);
    assert_eq!(kind_of("a.xlsx", &bytes, None), Ok(FileKind::Bill));
    let bill = read_bill("a.xlsx", &bytes, None).unwrap();
    assert_eq!(bill.format, BillFormat::of("wechat-xlsx"));
    assert_eq!(lines(&bill)[..2], LINES[..2]);
    assert_eq!(bill.rows[2].line, 22);
    assert_eq!(bill.rows[2].flags, [RowFlag::NumberRounded]);
    assert_eq!(bill.rows[0].item, "话费充值100元 & <快>");
    assert_eq!(
        (bill.rows[2].item.as_str(), bill.rows[2].counterparty.as_str()),
        ("算出来的商品", "")
    );
    assert_eq!(agree(&bill), TotalsAgree::Agree);
}

#[test]
fn a_sheet_that_repeats_the_bill_adds_nothing() {
    let mut query: Vec<MadeRow<'static>> = vec![(1, vec![Shared("Column1"), Shared("Column2")])];
    query.extend(wechat().into_iter().map(|(row, cells)| (row + 1, cells)));
    for sheets in [[query.clone(), wechat()], [wechat(), query]] {
        let bill = read_bill("a.xlsx", &workbook(&sheets), None).unwrap();
        assert_eq!(
            bill.rows.iter().map(|row| row.line).collect::<Vec<_>>(),
            [19, 20, 22]
        );
        assert_eq!(agree(&bill), TotalsAgree::Agree);
    }
}

#[test]
fn a_sheet_with_other_rows_is_read_too() {
    let mut other = wechat();
    for (_, cells) in &mut other {
        if let Some(amount @ Number(_)) = cells.get_mut(5) {
            *amount = Number("1.5");
        }
    }
    let bill = read_bill("a.xlsx", &workbook(&[wechat(), other]), None).unwrap();
    assert_eq!(bill.rows.len(), 5);
}

#[test]
fn a_locked_archive_with_a_workbook_opens_with_its_password() {
    let bytes = workbook(&[wechat()]);
    let plain = SimpleFileOptions::default();
    for options in [
        plain.with_deprecated_encryption(b"123456").unwrap(),
        plain.with_aes_encryption(AesMode::Aes128, "123456"),
    ] {
        let locked = archive(
            &[("微信支付账单流水文件(20260901-20260930).xlsx", &bytes)],
            options,
        );
        assert_eq!(
            read_bill("a.zip", &locked, None).unwrap_err().code,
            Code::Password
        );
        assert_eq!(kind_of("a.zip", &locked, None).unwrap_err().code, Code::Password);
        assert_eq!(
            read_bill("a.zip", &locked, Some("000000")).unwrap_err().code,
            Code::Password
        );
        assert_eq!(read_bill("a.zip", &locked, Some("123456")).unwrap().rows.len(), 3);
    }
}

#[test]
fn a_persons_list_may_be_a_workbook() {
    let sheet = vec![
        (
            1,
            ["付款时间", "平台", "商品", "品类", "金额", "订单号", "充值账号"]
                .map(Shared)
                .to_vec(),
        ),
        (
            3,
            vec![
                Number("46293.96523148148"),
                Inline("某店"),
                Inline("Q币"),
                Inline("Q币"),
                Number("98.5"),
                Number("4.2000000002026099E+27"),
                Number("13800000000"),
            ],
        ),
    ];
    let bytes = workbook(&[sheet]);
    assert_eq!(kind_of("a.xlsx", &bytes, None), Ok(FileKind::Sheet));
    let rows = read_sheet("a.xlsx", &bytes, &Chosen::new()).unwrap().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].line, rows[0].draft.paid_at.as_str()),
        (3, "2026-09-28 23:09:56")
    );
    assert_eq!(
        (rows[0].draft.amount.as_str(), rows[0].draft.account.as_str()),
        ("98.5", "13800000000")
    );
    assert_eq!(rows[0].draft.order_no, "");
    assert!(
        rows[0].flags[0].chinese().contains("订单号"),
        "{:?}",
        rows[0].flags
    );
}

/// The parts of a workbook under other names, with the relations between them.
fn renamed(name: impl Fn(&str) -> String, text: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(&[wechat()]);
    parts.push((
        "_rels/.rels".to_owned(),
        b"<Relationships><Relationship Id=\"r\" Type=\"http://a/officeDocument\" Target=\"xl/workbook.xml\"/>\
          </Relationships>"
            .to_vec(),
    ));
    for (path, bytes) in &mut parts {
        *path = name(path);
        if path.to_lowercase().ends_with(".rels") {
            *bytes = text(std::str::from_utf8(bytes).unwrap()).into_bytes();
        }
    }
    packed(&parts)
}

#[test]
fn parts_are_found_in_any_case_with_backslashes_and_in_other_folders() {
    let same = str::to_owned;
    let in_other_folder = |text: &str| text.replace("xl/workbook.xml", "/daten/mappe.xml");
    for bytes in [
        renamed(same, same),
        renamed(str::to_uppercase, same),
        renamed(|path| path.replace('/', "\\"), same),
        renamed(|path| path.replace("xl/", "./xl/./"), same),
        renamed(same, |text| text.replace("worksheets/", "Worksheets\\")),
        renamed(same, |text| text.replace("\"worksheets/", "\"/xl/worksheets/")),
        renamed(
            |path| path.replace("workbook.xml", "mappe.xml").replace("xl/", "daten/"),
            in_other_folder,
        ),
    ] {
        assert_eq!(kind_of("a.xlsx", &bytes, None), Ok(FileKind::Bill));
        let bill = read_bill("a.xlsx", &bytes, None).unwrap();
        assert_eq!(lines(&bill)[..2], LINES[..2]);
        assert_eq!(agree(&bill), TotalsAgree::Agree);
    }
}

#[test]
fn sheets_are_told_by_what_they_are_said_to_be() {
    let mut parts = parts(&[wechat()]);
    for (path, bytes) in &mut parts {
        *path = path.replace("worksheets/", "");
        let text = std::str::from_utf8(bytes).unwrap();
        *bytes = text
            .replace("worksheets/", "")
            .replace("Type=\"t\"", "Type=\"http://a/worksheet\"")
            .into_bytes();
    }
    let bill = read_bill("a.xlsx", &packed(&parts), None).unwrap();
    assert_eq!(bill.rows.len(), 3);
}

#[test]
fn a_document_is_no_workbook() {
    let parts = [
        ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
        (
            "_rels/.rels".to_owned(),
            b"<Relationships><Relationship Id=\"r\" Type=\"http://a/officeDocument\" Target=\"word/document.xml\"/>\
              </Relationships>"
                .to_vec(),
        ),
        ("word/document.xml".to_owned(), b"<document/>".to_vec()),
    ];
    let refused = read_bill("a.docx", &packed(&parts), None).unwrap_err();
    assert!(refused.message().contains("这是文档"), "{}", refused.message());
}

/// The parts of a workbook, one of them with another text in it.
fn with(part: &str, from: &str, to: &str) -> Vec<(String, Vec<u8>)> {
    let mut parts = parts(&[wechat()]);
    let (_, bytes) = parts.iter_mut().find(|(path, _)| path.ends_with(part)).unwrap();
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{text}");
    *bytes = text.replace(from, to).into_bytes();
    parts
}

/// Formats of numbers, of which cells have the last.
pub(super) fn styles(code: &str) -> (String, Vec<u8>) {
    let part = format!(
        "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"{code}\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>\
         <xf numFmtId=\"0\"/><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/></cellXfs></styleSheet>"
    );
    ("xl/styles.xml".to_owned(), part.into_bytes())
}

fn bill_of(parts: &[(String, Vec<u8>)]) -> Bill {
    read_bill("a.xlsx", &packed(parts), None).unwrap()
}

fn said(bill: &Bill) -> Vec<(u32, String)> {
    let fault = |fault: &RowFault| (fault.line, fault.message.chinese());
    bill.faults.iter().map(fault).collect()
}

#[test]
fn a_day_is_a_day_however_it_is_shown() {
    for code in [
        "yyyy/m/d h:mm:ss",
        "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; h:mm",
        "[$-804]yyyy\\-mm\\-dd\\ hh:mm:ss",
        // A number is one as well where its format says nothing.
        "\\¥#,##0.00",
        "G/通用格式",
    ] {
        let mut parts = parts(&[wechat()]);
        parts.push(styles(code));
        assert_eq!(lines(&bill_of(&parts))[..2], LINES[..2], "{code}");
        assert_eq!(agree(&bill_of(&parts)), TotalsAgree::Agree, "{code}");
    }
}

#[test]
fn days_may_be_counted_from_1904() {
    let mut from_1904 = with("workbook.xml", "<workbookPr/>", "<workbookPr date1904=\"1\"/>");
    for (path, bytes) in &mut from_1904 {
        if path.contains("worksheets/") {
            let text = std::str::from_utf8(bytes).unwrap();
            *bytes = text
                .replace("46293.965", "44831.965")
                .replace("46291.5", "44829.5")
                .into_bytes();
        }
    }
    // Nothing says whether a bare number counts from there too.
    let bare = bill_of(&from_1904);
    assert_eq!(bare.rows.len(), 1);
    assert_eq!(
        said(&bare),
        [
            (19, "时间“44831.96523148148”看不懂，没有读入。".to_owned()),
            (22, "时间“44829.5”看不懂，没有读入。".to_owned()),
        ]
    );
    from_1904.push(styles("yyyy/m/d h:mm:ss"));
    assert_eq!(lines(&bill_of(&from_1904))[..2], LINES[..2]);
    assert_eq!(bill_of(&from_1904).rows.len(), 3);
}

#[test]
fn a_day_without_an_hour_is_no_midnight() {
    for code in [None, Some("yyyy/m/d")] {
        let mut parts = with("sheet1.xml", "<v>46291.5</v>", "<v>46291</v>");
        parts.extend(code.map(styles));
        let bill = bill_of(&parts);
        assert_eq!(bill.rows.len(), 2);
        assert_eq!(
            said(&bill),
            [(
                22,
                "时间“2026-09-26”没有钟点，没有读入；请导入没有另存过的原始账单。".to_owned()
            )],
            "{code:?}"
        );
    }
}

#[test]
fn what_went_wrong_in_a_cell_is_read_as_it_is_shown() {
    for error in ["#N/A", "#SPILL!", "#新的错误"] {
        let cell = format!("<c r=\"C22\" t=\"e\"><v>{error}</v></c><c r=\"D22\"");
        let bill = bill_of(&with("sheet1.xml", "<c r=\"D22\"", &cell));
        assert_eq!((bill.rows.len(), bill.rows[2].counterparty.as_str()), (3, error));
    }
    // A text that is nowhere is no empty text.
    for index in ["99999", "4294967296", "-1", "x"] {
        let shared = with(
            "sheet1.xml",
            "t=\"s\"><v>0</v>",
            &format!("t=\"s\"><v>{index}</v>"),
        );
        let refused = read_bill("a.xlsx", &packed(&shared), None).unwrap_err();
        assert!(
            refused.message().contains("损坏"),
            "{index} {}",
            refused.message()
        );
    }
}

#[test]
fn hidden_sheets_and_merged_cells_are_read_as_others() {
    let hidden = with("workbook.xml", "name=\"S1\"", "name=\"S1\" state=\"veryHidden\"");
    let merged = with(
        "sheet1.xml",
        "</sheetData>",
        "</sheetData><mergeCells count=\"2\"><mergeCell ref=\"A1:K1\"/><mergeCell ref=\"A18:A18\"/></mergeCells>",
    );
    let twice = with(
        "workbook.xml",
        "</sheets>",
        "<sheet name=\"S2\" r:id=\"rId1\"/></sheets>",
    );
    for parts in [hidden, merged, twice] {
        let bill = bill_of(&parts);
        assert_eq!((bill.rows.len(), agree(&bill)), (3, TotalsAgree::Agree));
    }
}

#[test]
fn a_sheet_that_is_nearly_a_bill_is_not_left_out_without_a_word() {
    let mut other = wechat();
    for (_, cells) in &mut other {
        for cell in cells {
            if let Shared("当前状态") = cell {
                *cell = Shared("状态");
            }
        }
    }
    let bill = read_bill("a.xlsx", &workbook(&[wechat(), other]), None).unwrap();
    assert_eq!(bill.rows.len(), 3);
    assert_eq!(
        said(&bill),
        [(
            18,
            "工作表“S2”没有读入：这份文件像微信支付账单，但缺少“当前状态”列。请重新导出原始账单，不要删列或改列名。"
                .to_owned()
        )]
    );
}

#[test]
fn a_workbook_that_lacks_a_part_is_damaged() {
    for lacks in ["worksheets/sheet1.xml", "sharedStrings.xml", "workbook.xml.rels"] {
        let mut parts = parts(&[wechat()]);
        parts.retain(|(path, _)| !path.ends_with(lacks));
        let refused = read_bill("a.xlsx", &packed(&parts), None).unwrap_err();
        assert!(
            refused.message().contains("损坏"),
            "{lacks} {}",
            refused.message()
        );
    }
}

#[test]
fn a_part_that_unfolds_without_end_is_stopped() {
    let mut parts = parts(&[wechat()]);
    parts.push(("xl/styles.xml".to_owned(), vec![b' '; LARGEST_TABLE]));
    let entries: Vec<(&str, &[u8])> = parts.iter().map(|(path, bytes)| (&**path, &**bytes)).collect();
    let bytes = archive(
        &entries,
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated),
    );
    assert!(bytes.len() < 2_000_000);
    let refused = read_bill("a.xlsx", &bytes, None).unwrap_err();
    assert!(refused.message().contains("200 MB"), "{}", refused.message());
}

#[test]
fn a_far_cell_costs_nothing() {
    let parts = vec![
        ("xl/workbook.xml".to_owned(), b"<workbook><sheets><sheet r:id=\"a\"/></sheets></workbook>".to_vec()),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            b"<Relationships><Relationship Id=\"a\" Target=\"worksheets/s.xml\"/></Relationships>".to_vec(),
        ),
        (
            "xl/worksheets/s.xml".to_owned(),
            b"<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"4294967295\"><c r=\"XFD1\"><v>1</v></c>\
              <c r=\"ZZZZZZZ1\"><v>1</v></c></row><row><c><v>2</v></c></row></sheetData></worksheet>"
                .to_vec(),
        ),
    ];
    let refused = read_bill("a.xlsx", &packed(&parts), None).unwrap_err();
    assert!(refused.message().contains("损坏"), "{}", refused.message());
}
