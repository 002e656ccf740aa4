//! A person's own list of orders, as CSV or XLSX.

mod columns;

pub use columns::{Chosen, ListColumn};
pub(super) use columns::{resembles_sheet, tells_sheet};

use super::money::money;
use super::table::{self, NoTime, Row, blank_mark, has_lost_digits};
use super::{Draft, Field};
use crate::order::{Fen, Word, excerpt};
use crate::words::Text;
use crate::{Failure, Outcome, text};
use columns::{Header, Meaning, header, is_open};

/// How the note of a row begins that only shows how to fill in the list.
const EXAMPLE: &str = "示例";

/// One row of the list: text as the person wrote it, not checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// The physical line, or row of a sheet, from 1.
    pub line: u32,
    /// The row as a form. Kind and channel stand in it as they were written, a date of a workbook as `YYYY-MM-DD HH:MM:SS`; a
    /// number that a spreadsheet rounded is left out.
    pub draft: Draft,
    /// What the person should know about it.
    pub flags: Vec<Text>,
    /// The column by which it is no order that is waited for, and why.
    pub over: Option<(String, Text)>,
}

/// A list of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its columns. Those of several sheets that are called the same stand there once.
    pub columns: Vec<ListColumn>,
    /// What no column holds although no order is logged without it: in which sheet, which fields. The name of the sheet is
    /// empty for a text.
    pub missing: Vec<(String, Vec<Field>)>,
    /// Whether no column tells the kinds, so that the products have to.
    pub without_kinds: bool,
    pub rows: Vec<SheetRow>,
}

impl Sheet {
    /// Why it cannot be imported as it is.
    pub fn refusal(&self) -> Option<Failure> {
        let (sheet, fields) = self.missing.first()?;
        let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
        let columns = names.join("”“");
        Some(Failure::failed(if sheet.is_empty() {
            text!(sheet_incomplete, columns = columns)
        } else {
            text!(sheet_of_workbook_incomplete, sheet = excerpt(sheet), columns = columns)
        }))
    }

    /// Which columns were taken for what although the template calls them otherwise: one sentence, where there are any.
    pub fn mapping(&self) -> Option<Text> {
        let near: Vec<Text> = self
            .columns
            .iter()
            .filter(|column| !column.exact)
            .filter_map(|column| {
                let field = column.field?.name();
                Some(text!(sheet_column_as, column = excerpt(&column.name), field = field))
            })
            .collect();
        (!near.is_empty()).then(|| text!(sheet_mapped, columns = Text::list(near)))
    }
}

/// Reads a list of orders. The columns may stand in any order, have others between them, and be called as people and shops
/// call them; `chosen` corrects what they are taken for. Every sheet of a workbook that looks like a list is read; what one
/// lacks is told in [`Sheet::missing`]. Empty rows and the example of the template are passed over.
///
/// # Errors
/// A file without any list, and a column that was chosen and is not there.
pub fn read_sheet(name: &str, bytes: &[u8], chosen: &Chosen) -> Outcome<Sheet> {
    let opened = table::open(name, bytes, None, usize::MAX)?;
    let mut sheet = Sheet::default();
    let mut found = false;
    for table in &opened.tables {
        let Some(header) = header(table, chosen)? else {
            continue;
        };
        found = true;
        let missing = header.missing();
        if !missing.is_empty() {
            sheet.missing.push((table.sheet.clone(), missing));
        }
        sheet.without_kinds |= header.field(Field::Kind).is_none();
        for column in &header.columns {
            if !sheet.columns.iter().any(|known| known.name == column.name) {
                sheet.columns.push(column.clone());
            }
        }
        for row in table.rows().skip(header.row + 1) {
            let row = read(row, &header)?;
            if is_meant(&row) {
                sheet.rows.push(row);
            }
        }
    }
    if !found {
        return Err(Failure::failed(text!(sheet_no_heading)));
    }
    let known = |name: &String| sheet.columns.iter().any(|column| column.name == *name);
    if let Some(unknown) = chosen.keys().find(|name| !known(name)) {
        return Err(Failure::failed(text!(
            sheet_column_unknown,
            column = excerpt(unknown)
        )));
    }
    Ok(sheet)
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
    ];
    let columns: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    format!("\u{feff}{}\r\n{}\r\n", columns.join(","), example.join(",")).into_bytes()
}

fn read(row: Row<'_>, header: &Header) -> Outcome<SheetRow> {
    let mut read = SheetRow {
        line: row.line,
        ..SheetRow::default()
    };
    let mut rounded = Vec::new();
    for field in Field::ALL {
        let cell = header.field(*field).map_or("", |position| row.cell(position));
        let is_number = field.is_number() || *field == Field::Account;
        *read.draft.field_mut(*field) = match field {
            // What a spreadsheet made of it is no number any more, and would stand in letters as if it were.
            _ if is_number && has_lost_digits(cell) => {
                rounded.push(Text::as_it_is(field.name()));
                String::new()
            }
            Field::PaidAt => time_text(row, cell),
            _ => unescaped(cell).to_owned(),
        };
    }
    if !rounded.is_empty() {
        read.flags.push(text!(sheet_numbers_rounded, columns = Text::list(rounded)));
    }
    read.over = over(row, header)?;
    Ok(read)
}

/// Why a row is no order that is waited for: it says that the matter is settled, or that some of the money is back. Taken in
/// without that it would become money that is still owed.
fn over(row: Row<'_>, header: &Header) -> Outcome<Option<(String, Text)>> {
    let told = |meaning| {
        let cell = header.place(meaning).map_or("", |position| row.cell(position));
        (header.name(meaning).to_owned(), blank_mark(cell))
    };
    let (column, state) = told(Meaning::State);
    if !is_open(state)? {
        return Ok(Some((column, text!(sheet_row_settled, state = excerpt(state)))));
    }
    let (column, refunded) = told(Meaning::Refunded);
    if !refunded.is_empty() && money(refunded) != Some(Fen(0)) {
        return Ok(Some((column, text!(sheet_row_refunded, amount = excerpt(refunded)))));
    }
    let (column, settled) = told(Meaning::Settled);
    Ok((!settled.is_empty()).then(|| (column, text!(sheet_row_settled_at, at = excerpt(settled)))))
}

/// The serial of a workbook as a date and time, or as a date; other text stays what it is.
fn time_text(row: Row<'_>, cell: &str) -> String {
    let is_number = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match row.wall_clock(cell) {
        Ok((at, _)) if is_number => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        Err(NoTime::DayOnly(day)) if is_number => day.to_string(),
        _ => cell.to_owned(),
    }
}

/// A text without the apostrophe that keeps a spreadsheet from running it as a formula.
fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) => rest,
        _ => cell,
    }
}

/// Whether a row is an order: it says something in the columns that are known, and is not the example.
fn is_meant(row: &SheetRow) -> bool {
    let tells = |field: &&Field| field.is_required() || field.is_number() || **field == Field::Account;
    let mut telling = Field::ALL.iter().filter(tells);
    telling.any(|field| !row.draft.field(*field).is_empty()) && !row.draft.note.starts_with(EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::super::table::made;
    use super::*;

    fn read(text: &str) -> Outcome<Sheet> {
        read_sheet("a.csv", text.as_bytes(), &Chosen::new())
    }

    #[test]
    fn the_template_is_read_and_its_example_is_not_an_order() {
        assert!(sheet_template().starts_with(b"\xef\xbb\xbf"));
        let sheet = read_sheet("a.csv", &sheet_template(), &Chosen::new()).unwrap();
        assert_eq!((sheet.rows, sheet.missing), (Vec::new(), Vec::new()));
        let text = String::from_utf8(sheet_template()).unwrap().replace("示例：", "");
        let sheet = read(&text).unwrap();
        assert_eq!(sheet.mapping(), None);
        let [row] = &sheet.rows[..] else {
            panic!("{sheet:?}");
        };
        assert_eq!(
            (row.line, row.draft.amount.as_str(), row.draft.window.as_str()),
            (2, "98.50", "24小时")
        );
    }

    #[test]
    fn columns_may_stand_in_any_order_with_others_between() {
        let text = "我的订单,,,,,\n付款时间,随便,金额（元）,品类,商品,平台\n\n2026/9/28 17:20,x,98.50,Q币,Q币100个,某店\n,,,,,\n";
        let sheet = read(text).unwrap();
        assert_eq!(
            sheet.rows,
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
        let other = sheet.columns.iter().find(|column| column.name == "随便").unwrap();
        assert_eq!((other.field, other.example.as_str()), (None, "x"));
    }

    #[test]
    fn columns_with_other_names_are_mapped_and_said() {
        for (header, mapping) in [
            (
                "店铺,宝贝,类别,实付,下单时间",
                "这几列按意思对上了：“店铺”当作平台、“宝贝”当作商品、“类别”当作品类、“实付”当作金额、“下单时间”当作付款时间。",
            ),
            (
                "平台,商品名称,品类,实付金额,付款时间",
                "这几列按意思对上了：“商品名称”当作商品、“实付金额”当作金额。",
            ),
            // What was paid comes before a price, and the time of payment before that of the order.
            (
                "卖家,名称,品类,实付款,付款时间,总价,下单时间",
                "这几列按意思对上了：“卖家”当作平台、“名称”当作商品、“实付款”当作金额。",
            ),
        ] {
            let sheet = read(&format!("{header}\n某店,Q币100个,Q币,98.50,2026-11-20 21:03,100,2026-11-20 21:02\n")).unwrap();
            assert_eq!(sheet.mapping().unwrap().chinese(), mapping);
            assert_eq!(sheet.missing, []);
            let draft = &sheet.rows[0].draft;
            assert_eq!(
                (draft.platform.as_str(), draft.amount.as_str(), draft.paid_at.as_str()),
                ("某店", "98.50", "2026-11-20 21:03")
            );
        }
    }

    #[test]
    fn the_person_corrects_what_a_column_is_taken_for() {
        let text = "店铺,宝贝,品类,原价,实际花了,付款时间\n某店,Q币,Q币,100,98.50,2026-11-20 21:03\n";
        assert_eq!(read(text).unwrap().missing, [(String::new(), vec![Field::Amount])]);
        let chosen = Chosen::from([("实际花了".to_owned(), Some(Field::Amount))]);
        let sheet = read_sheet("a.csv", text.as_bytes(), &chosen).unwrap();
        assert_eq!((sheet.missing, sheet.rows[0].draft.amount.as_str()), (Vec::new(), "98.50"));
        // A name of the template can be taken away as well.
        let chosen = Chosen::from([("品类".to_owned(), None), ("原价".to_owned(), Some(Field::Amount))]);
        let sheet = read_sheet("a.csv", text.as_bytes(), &chosen).unwrap();
        assert!(sheet.without_kinds && sheet.rows[0].draft.kind.is_empty());
        let chosen = Chosen::from([("没有的列".to_owned(), Some(Field::Note))]);
        let refused = read_sheet("a.csv", text.as_bytes(), &chosen).unwrap_err();
        assert_eq!(refused.message(), "表格里没有“没有的列”这一列。");
    }

    #[test]
    fn missing_columns_are_named_in_one_sentence() {
        let refusal = |text: &str| read(text).unwrap().refusal().unwrap().message();
        assert_eq!(
            refusal("平台,商品,金额,备注\n某店,x,1,\n"),
            "表格缺少“付款时间”列，请在表头补上再导入；可以先下载模板照着填。"
        );
        assert_eq!(
            refusal("平台,品类\n某店,Q币\n"),
            "表格缺少“商品”“金额”“付款时间”列，请在表头补上再导入；可以先下载模板照着填。"
        );
        let refused = read("a,b,c\n1,2,3\n").unwrap_err();
        assert!(refused.message().contains("没有找到表头"));
    }

    #[test]
    fn a_serial_becomes_a_time_or_a_day() {
        let text = "平台,商品,品类,金额,付款时间\n某店,x,会员,1,46293.96523148148\n某店,y,会员,1,46293\n";
        let rows = read(text).unwrap().rows;
        assert_eq!(rows[0].draft.paid_at, "2026-09-28 23:09:56");
        assert_eq!(rows[1].draft.paid_at, "2026-09-28");
    }

    #[test]
    fn a_rounded_number_is_left_out_and_said() {
        let text = "平台,商品,品类,金额,付款时间,订单号,充值账号\n某店,x,会员,1,2026-09-28 10:00,2.02609E+27,13800000000\n";
        let [row] = &read(text).unwrap().rows[..] else {
            panic!()
        };
        assert_eq!((row.draft.order_no.as_str(), row.draft.account.as_str()), ("", "13800000000"));
        assert_eq!(
            row.flags.iter().map(Text::chinese).collect::<Vec<_>>(),
            ["订单号被表格软件改过，后几位已经丢失，没有记；请照订单页面补上。"]
        );
    }

    #[test]
    fn what_is_settled_is_no_order_that_is_waited_for() {
        let list = |state: &str, refunded: &str, settled: &str| {
            let text = format!(
                "平台,商品,品类,金额,已退款,付款时间,状态,了结时间\n某店,x,会员,98,{refunded},2026-09-28 10:00,{state},{settled}\n"
            );
            read(&text).unwrap().rows[0].over.as_ref().map(|(column, why)| (column.clone(), why.chinese()))
        };
        assert_eq!(list("", "", ""), None);
        assert_eq!(list("待到账", "0.00", ""), None);
        assert_eq!(list("已逾期", "/", "-"), None);
        for (told, column) in [
            (list("已到账", "0.00", "2026-09-28T10:00:00+08:00"), "状态"),
            (list("已逾期", "30.00", ""), "已退款"),
            (list("", "", "2026-09-28"), "了结时间"),
            (list("", "退了一半", ""), "已退款"),
        ] {
            let (named, why) = told.unwrap();
            assert_eq!(named, column);
            assert!(why.ends_with('。'), "{why}");
        }
    }

    #[test]
    fn a_text_kept_from_running_as_a_formula_is_itself_again() {
        let text = "平台,商品,品类,金额,付款时间,备注\n某店,\"'=1+1\",会员,1,2026-09-28 10:00,'你好\n";
        let rows = read(text).unwrap().rows;
        assert_eq!((rows[0].draft.product.as_str(), rows[0].draft.note.as_str()), ("=1+1", "'你好"));
    }
}
