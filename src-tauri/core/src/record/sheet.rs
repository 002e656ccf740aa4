//! A person's own list of orders, as CSV or XLSX.

use super::bill::RowFlag;
use super::table::{self, NoTime, Row, Table, has_lost_digits, plain};
use super::{Draft, Field};
use crate::order::{Word, excerpt};
use crate::words::Text;
use crate::{Failure, Outcome, text};

/// How many rows may stand above the header.
const ROWS_ABOVE: usize = 50;
/// How many known names make a header.
const ENOUGH_NAMES: usize = 3;
/// How the note of a row begins that only shows how to fill in the list.
const EXAMPLE: &str = "示例";

/// The columns in the order of the template.
const COLUMNS: &[Field] = Field::ALL;

/// One row of the list: text as the person wrote it, not checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// The physical line, or row of a sheet, from 1.
    pub line: u32,
    /// The row as a form. Kind and channel stand in it as they were written, a date of a workbook as `YYYY-MM-DD HH:MM:SS`.
    pub draft: Draft,
    /// What the person should know about it: numbers that a spreadsheet rounded.
    pub flags: Vec<RowFlag>,
}

/// The columns that the app's own table of orders has besides those of a list.
pub mod exported {
    pub const NUMBER: &str = "编号";
    pub const REFUNDED: &str = "已退款";
    pub const DUE_AT: &str = "应到账时间";
    pub const STATUS: &str = "状态";
    pub const SETTLED_AT: &str = "了结时间";
    pub const TAGS: &str = "标签";
}

/// A list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRows {
    pub rows: Vec<SheetRow>,
    /// What to know of the list as a whole.
    pub flagged: Vec<Text>,
}

/// Reads a list of orders. The columns may stand in any order and have others between them. Refuses a file that lacks a
/// required column and names it, and where it has several sheets the sheet; what is no list at all beside one is passed
/// over, and so are empty rows and the example of the template. Refuses the app's own table too: its orders would come
/// back as if nothing had become of them.
pub fn read_sheet(name: &str, bytes: &[u8]) -> Outcome<SheetRows> {
    let opened = table::open(name, bytes, None, usize::MAX)?;
    let (mut read_all, mut found) = (SheetRows::default(), false);
    for table in &opened.tables {
        let among = (opened.tables.len() > 1).then_some(table.sheet.as_str());
        if let Some(header) = header(table, among)? {
            found = true;
            let below = table.rows().skip(header.position + 1);
            let rows = below.map(|row| read(row, &header.places)).filter(is_meant);
            read_all.rows.extend(rows);
            if !header.untaken.is_empty() {
                let columns = header.untaken.join("”“");
                read_all.flagged.push(text!(sheet_not_taken, columns = columns));
            }
        }
    }
    if found {
        Ok(read_all)
    } else {
        Err(Failure::failed(text!(sheet_no_heading)))
    }
}

/// An empty list with one example row: CSV in UTF-8 with BOM, which spreadsheets open without a question.
pub fn sheet_template() -> Vec<u8> {
    let example = [
        "某话费充值店",
        "话费充值100元",
        "话费快充",
        "98.50",
        "2026-11-20 21:03:45",
        "13800000000",
        "",
        "支付宝",
        "",
        "",
        "",
        "24小时",
        "示例：照这样填，每笔一行；这一行不会导入，可以删掉",
        "1",
        "",
    ];
    let columns: Vec<&str> = COLUMNS.iter().map(|field| field.name()).collect();
    format!("\u{feff}{}\r\n{}\r\n", columns.join(","), example.join(",")).into_bytes()
}

/// Whether a table is a list of orders: no bill has 平台 or 品类.
pub(super) fn tells_sheet(table: &Table) -> bool {
    let mut rows = table.rows().take(ROWS_ABOVE);
    rows.any(|row| {
        let places = places(row);
        let [platform, _, kind, ..] = places;
        is_heading(&places) && (platform.is_some() || kind.is_some())
    })
}

/// Whether a row has so many of the names that it is meant as a heading.
fn is_heading(places: &Places) -> bool {
    let [platform, _, kind, ..] = places;
    places.iter().flatten().count() >= ENOUGH_NAMES || platform.is_some() && kind.is_some()
}

/// Where each of `COLUMNS` is.
type Places = [Option<usize>; COLUMNS.len()];

fn places(row: Row<'_>) -> Places {
    let mut places = Places::default();
    for (position, cell) in row.cells().enumerate() {
        let name = column_name(cell);
        let known = COLUMNS
            .iter()
            .zip(&mut places)
            .find(|(column, _)| column.name() == name);
        if let Some((_, place @ None)) = known {
            *place = Some(position);
        }
    }
    places
}

/// A column's name as it is compared: without blanks and what marks it.
fn column_name(cell: &str) -> String {
    let name: String = plain(cell).chars().filter(|c| !c.is_whitespace()).collect();
    name.trim_end_matches("(元)").trim_end_matches('*').to_owned()
}

/// The heading of a list.
struct Heading {
    places: Places,
    /// The number of its row.
    position: usize,
    /// Columns of it that say what became of the orders, which a list cannot bring.
    untaken: Vec<String>,
}

/// The heading of a table, if it has one; `among` is the name of its sheet where there are others.
fn header(table: &Table, among: Option<&str>) -> Outcome<Option<Heading>> {
    let mut best: Option<(Places, usize, usize)> = None;
    for (number, row) in table.rows().take(ROWS_ABOVE).enumerate() {
        let places = places(row);
        let known = places.iter().flatten().count();
        if is_heading(&places) && best.as_ref().is_none_or(|(_, _, most)| known > *most) {
            best = Some((places, number, known));
        }
    }
    let Some((places, position, _)) = best else {
        return Ok(None);
    };
    let names: Vec<String> = table
        .rows()
        .nth(position)
        .map(|row| row.cells().map(column_name).collect())
        .unwrap_or_default();
    let has = |name: &&str| names.iter().any(|own| own == name);
    if [exported::NUMBER, exported::DUE_AT, exported::STATUS]
        .iter()
        .all(has)
    {
        return Err(Failure::failed(text!(sheet_is_export)));
    }
    let fate = [exported::REFUNDED, exported::STATUS, exported::SETTLED_AT];
    let untaken = fate
        .into_iter()
        .filter(|name| has(name))
        .map(str::to_owned)
        .collect();
    let missing: Vec<&str> = COLUMNS
        .iter()
        .zip(&places)
        .filter_map(|(field, place)| (field.is_required() && place.is_none()).then_some(field.name()))
        .collect();
    if missing.is_empty() {
        return Ok(Some(Heading {
            places,
            position,
            untaken,
        }));
    }
    let columns = missing.join("”“");
    Err(Failure::failed(match among {
        Some(sheet) => text!(sheet_incomplete_among, sheet = excerpt(sheet), columns = columns),
        None => text!(sheet_incomplete, columns = columns),
    }))
}

fn read(row: Row<'_>, places: &Places) -> SheetRow {
    let mut read = SheetRow {
        line: row.line,
        ..SheetRow::default()
    };
    for (field, place) in COLUMNS.iter().zip(places) {
        let cell = place.map_or("", |position| row.cell(position));
        // What a spreadsheet has rounded is no number any more: it is asked for anew, and stands in no letter.
        if (field.is_number() || *field == Field::Account) && has_lost_digits(&plain(cell)) {
            read.flags = vec![RowFlag::NumberRounded];
            continue;
        }
        *read.draft.field_mut(*field) = match field {
            Field::PaidAt => time_text(row, cell),
            _ => cell.to_owned(),
        };
    }
    read
}

/// The serial of a workbook as a date and time; other text stays what it is.
fn time_text(row: Row<'_>, cell: &str) -> String {
    let is_number = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match row.wall_clock(cell) {
        Ok((at, _)) if is_number => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        Err(NoTime::DayOnly(day)) if is_number => day.to_string(),
        _ => cell.to_owned(),
    }
}

/// Whether a row is an order: it says something in the columns that are known, and is not the example.
fn is_meant(row: &SheetRow) -> bool {
    let tells = |field: &&Field| field.is_required() || field.is_number() || **field == Field::Account;
    let mut telling = COLUMNS.iter().filter(tells);
    telling.any(|field| !row.draft.field(*field).is_empty()) && !row.draft.note.starts_with(EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::table::made::{Made, MadeRow, workbook};
    use crate::record::table::{FileKind, kind_of};

    #[test]
    fn the_template_is_read_and_its_example_is_not_an_order() {
        assert!(sheet_template().starts_with(b"\xef\xbb\xbf"));
        assert_eq!(read_sheet("a.csv", &sheet_template()), Ok(SheetRows::default()));
        let text = String::from_utf8(sheet_template()).unwrap().replace("示例：", "");
        let rows = read_sheet("a.csv", text.as_bytes()).unwrap().rows;
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (
                rows[0].line,
                rows[0].draft.amount.as_str(),
                rows[0].draft.window.as_str()
            ),
            (2, "98.50", "24小时")
        );
    }

    #[test]
    fn columns_may_stand_in_any_order_with_others_between() {
        let text = "我的订单,,,,,\n付款时间,随便,金额（元）,品类,商品,平台\n\n2026/9/28 17:20,x,98.50,Q币,Q币100个,某店\n,,,,,\n";
        let rows = read_sheet("a.csv", text.as_bytes()).unwrap().rows;
        assert_eq!(
            rows,
            [SheetRow {
                line: 4,
                draft: Draft {
                    platform: "某店".to_owned(),
                    product: "Q币100个".to_owned(),
                    kind: "Q币".to_owned(),
                    amount: "98.50".to_owned(),
                    paid_at: "2026/9/28 17:20".to_owned(),
                    ..Draft::default()
                },
                ..SheetRow::default()
            }]
        );
    }

    #[test]
    fn missing_columns_are_named_in_one_sentence() {
        let refused = read_sheet("a.csv", "平台,商品,金额,备注\n某店,x,1,\n".as_bytes()).unwrap_err();
        assert_eq!(
            refused.message(),
            "表格缺少“品类”“付款时间”列，请在表头补上再导入；可以先下载模板照着填。"
        );
        let refused = read_sheet("a.csv", b"a,b,c\n1,2,3\n").unwrap_err();
        assert!(refused.message().contains("没有找到表头"));
        // Two names that only a list has are a heading as well.
        let near = "平台,品类,名称,价格,时间\n某店,Q币,x,1,昨天\n".as_bytes();
        assert_eq!(kind_of("a.csv", near, None), Ok(FileKind::Sheet));
        assert_eq!(
            read_sheet("a.csv", near).unwrap_err().message(),
            "表格缺少“商品”“金额”“付款时间”列，请在表头补上再导入；可以先下载模板照着填。"
        );
    }

    #[test]
    fn a_serial_becomes_a_time_and_a_rounded_number_is_flagged_and_left() {
        for number in [
            "2.02609E+27",
            "2.02609e27",
            "２．０２６０９Ｅ＋２７",
            "2026092822001410000000000000",
        ] {
            let text =
                format!("平台,商品,品类,金额,付款时间,订单号\n某店,x,会员,1,46293.96523148148,{number}\n");
            let rows = read_sheet("a.csv", text.as_bytes()).unwrap().rows;
            assert_eq!(rows[0].draft.paid_at, "2026-09-28 23:09:56");
            assert_eq!(rows[0].flags, [RowFlag::NumberRounded], "{number}");
            assert_eq!(
                rows[0].draft.order_no, "",
                "what is rounded is no number: {number}"
            );
        }
    }

    fn sheet(rows: &[&'static str]) -> Vec<MadeRow<'static>> {
        let cells = |line: &&'static str| line.split(',').map(Made::Shared).collect();
        (1..).zip(rows.iter().map(cells)).collect()
    }

    #[test]
    fn no_sheet_of_a_list_is_left_out_without_a_word() {
        let whole = sheet(&[
            "平台,商品,品类,金额,付款时间",
            "某店,Q币,Q币,98.50,2026-11-20 21:03:45",
        ]);
        let lacking = sheet(&[
            "平台,商品,类别,金额,付款时间",
            "某店,点券,点券,500,2026-11-20 21:03:45",
        ]);
        let other = sheet(&["随便,写写", "1,2"]);
        for (named, sheets) in [
            ("S2", [whole.clone(), lacking.clone()]),
            ("S1", [lacking, whole.clone()]),
        ] {
            let refused = read_sheet("a.xlsx", &workbook(&sheets)).unwrap_err().message();
            assert_eq!(
                refused,
                format!(
                    "工作表“{named}”缺少“品类”列，整份表格都没有读；请在表头补上，或者把这张工作表另存成一个文件。"
                )
            );
        }
        let read = read_sheet("a.xlsx", &workbook(&[other, whole.clone(), whole])).unwrap();
        assert_eq!((read.rows.len(), read.flagged.len()), (2, 0));
    }

    #[test]
    fn what_a_list_says_of_the_fate_of_its_orders_is_said_not_to_be_taken() {
        let text = "平台,商品,品类,金额,付款时间,状态,已退款\n某店,x,会员,1,2026-11-20 21:03,已到账,0.00\n";
        let read = read_sheet("a.csv", text.as_bytes()).unwrap();
        assert_eq!(read.rows.len(), 1);
        assert_eq!(
            Text::sentences(read.flagged).chinese(),
            "表格里的“已退款”“状态”列没有读入，导入的订单都记为还没有到账；已经到账、退款的，请导入后逐笔记上。"
        );
    }
}
