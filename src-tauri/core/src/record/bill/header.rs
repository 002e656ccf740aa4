//! Which app wrote a bill, by the names of its columns.

use super::super::Field;
use super::super::table::{Row, Table, plain};
use super::apps::{APPS, App, BillFormat, Column, column_named, directions};
use crate::order::{Word, excerpt};
use crate::words::Text;
use crate::{Failure, Outcome, text};

/// How many rows may stand above the header.
const ROWS_ABOVE: usize = 200;
/// How many known names make a header.
const ENOUGH_NAMES: usize = 5;

/// Where the columns of a bill are.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub format: BillFormat,
    workbook: bool,
    /// How many columns have a name.
    pub width: usize,
    columns: Vec<(Column, usize)>,
}

impl Header {
    pub fn position(&self, column: Column) -> Option<usize> {
        let found = self.columns.iter().find(|(known, _)| *known == column);
        found.map(|(_, position)| *position)
    }

    /// The header that a row is, if it is one.
    pub fn again(&self, row: Row<'_>) -> Option<Self> {
        // Cheap before dear: this is asked of every row of a bill.
        let position = self.position(Column::Amount)?;
        if !row.cell(position).contains("金额") && !row.filled().any(|cell| cell == "收/支") {
            return None;
        }
        let names = names(row);
        let format = format_of(&names, self.workbook)?;
        Some(Self {
            format,
            workbook: self.workbook,
            width: row.filled_width(),
            columns: columns(&names),
        })
    }

    /// Whether rows below another header belong into the same bill.
    pub fn goes_with(&self, other: &Self) -> bool {
        self.format.source() == other.format.source()
    }
}

/// The name of a column without blanks and units.
fn named(cell: &str) -> String {
    let name: String = plain(cell).chars().filter(|c| !c.is_whitespace()).collect();
    name.trim_end_matches("(元)").to_owned()
}

fn names(row: Row<'_>) -> Vec<String> {
    row.cells().map(named).collect()
}

/// The columns that are known, with their positions.
fn columns(names: &[String]) -> Vec<(Column, usize)> {
    let found = names.iter().enumerate();
    found
        .filter_map(|(position, name)| Some((column_named(name)?, position)))
        .collect()
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|cell| cell == name)
}

/// The forms that a text or a workbook can have.
fn possible(workbook: bool) -> impl Iterator<Item = BillFormat> {
    let of_rows = BillFormat::all().filter(|format| format.form.paper.is_none());
    of_rows.filter(move |format| format.form.workbook.is_none_or(|is| is == workbook))
}

/// The format that these names tell.
fn format_of(names: &[String], workbook: bool) -> Option<BillFormat> {
    possible(workbook)
        .filter(|format| format.form.telling.iter().all(|name| has(names, name)))
        .max_by_key(|format| format.form.telling.len())
}

/// Why a table is no bill.
#[derive(Debug)]
pub(super) struct NoHeader {
    pub failure: Failure,
    /// The line of a header that is nearly one of a bill.
    pub nearly: Option<u32>,
}

impl From<Failure> for NoHeader {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            nearly: None,
        }
    }
}

/// The header of a bill and the number of its row, or why there is none.
pub(super) fn find_header(table: &Table, workbook: bool) -> Result<(Header, usize), NoHeader> {
    let mut nearest: Option<(u32, Vec<String>)> = None;
    for (number, row) in table.rows().take(ROWS_ABOVE).enumerate() {
        let names = names(row);
        for mistaken in APPS.iter().filter_map(|app| app.mistaken.as_ref()) {
            if mistaken.columns.iter().filter(|name| has(&names, name)).count() >= 3 {
                return Err(Failure::failed((mistaken.refusal)()).into());
            }
        }
        if has(&names, "平台") && has(&names, "品类") {
            return Err(Failure::failed(text!(bill_is_sheet)).into());
        }
        if is_order_list(&names) {
            return Err(order_list(row).into());
        }
        let columns = columns(&names);
        if columns.len() < ENOUGH_NAMES {
            continue;
        }
        if let Some(format) = format_of(&names, workbook) {
            let width = row.filled_width();
            let header = Header {
                format,
                workbook,
                width,
                columns,
            };
            return Ok((header, number));
        }
        nearest = nearest.or(Some((row.line, names)));
    }
    let says = |word: &str| {
        let mut rows = table.rows().take(ROWS_ABOVE);
        rows.any(|row| row.filled().any(|cell| cell.contains(word)))
    };
    Err(match nearest {
        Some((line, names)) => NoHeader {
            failure: incomplete(&names, workbook),
            nearly: Some(line),
        },
        None => {
            let mut mistaken = APPS.iter().filter_map(|app| app.mistaken.as_ref());
            match mistaken.find(|mistaken| says(mistaken.word)) {
                Some(mistaken) => Failure::failed((mistaken.refusal)()).into(),
                None => unknown(table).into(),
            }
        }
    })
}

/// Refuses a table that is no bill, with the sentence of the reading.
pub(in super::super) fn is_bill(table: &Table, workbook: bool) -> Outcome<()> {
    match find_header(table, workbook) {
        Ok(_) => Ok(()),
        Err(no_header) => Err(no_header.failure),
    }
}

/// What lists of orders that shops and scripts write call an order's number.
const ORDER_NUMBERS: &[&str] = &["订单号", "订单编号", "主订单编号", "子订单编号", "订单ID"];
/// Parts of the names of their other columns, one of each group, and how many groups make such a list.
const ORDER_COLUMNS: &[&[&str]] = &[
    &["商品", "宝贝", "标题"],
    &["店铺", "卖家", "商家名称"],
    &["实付", "总价", "应付", "订单金额"],
    &["下单时间", "创建时间", "付款时间", "支付时间", "成交时间"],
    &["订单状态", "订单交易状态"],
];
const ENOUGH_GROUPS: usize = 3;

/// Whether a header is that of a list of orders: it has an order's number, and no bill's words for money going out or in.
fn is_order_list(names: &[String]) -> bool {
    let says = |part: &&str| names.iter().any(|name| name.contains(part));
    ORDER_NUMBERS.iter().any(|name| has(names, name))
        && !has(names, "收/支")
        && ORDER_COLUMNS
            .iter()
            .filter(|group| group.iter().any(says))
            .count()
            >= ENOUGH_GROUPS
}

fn order_list(heading: Row<'_>) -> Failure {
    let needed = Field::ALL.iter().filter(|field| field.is_required());
    let needed: Vec<&str> = needed.map(|field| field.name()).collect();
    Failure::failed(text!(
        bill_is_order_list,
        heading = excerpt(heading.filled().next().unwrap_or_default()),
        columns = needed.join("”“"),
    ))
}

/// A header that is nearly one: says what is missing from the bill that it is most like.
fn incomplete(names: &[String], workbook: bool) -> Failure {
    let missing = |format: BillFormat| -> Vec<&'static str> {
        let absent = format.form.telling.iter().filter(|name| !has(names, name));
        absent.copied().collect()
    };
    let nearest = possible(workbook)
        .map(|format| (format, missing(format)))
        .min_by_key(|(_, missing)| missing.len());
    let Some((format, missing)) = nearest else {
        return Failure::failed(text!(bill_unnamed));
    };
    Failure::failed(text!(
        bill_incomplete,
        format = format.name(),
        columns = missing.join("”“")
    ))
}

fn unknown(table: &Table) -> Failure {
    let header = table.rows().find(|row| row.filled().count() >= 3);
    let way = |app: &&App| Some(text!(bill_way, app = (app.shown)(), way = app.help?));
    let ways = Text::clauses(APPS.iter().filter_map(way));
    let others = APPS.iter().filter(|app| app.help.is_none());
    let others = Text::list(others.map(|app| (app.shown)()));
    Failure::failed(match header.and_then(|row| row.filled().next()) {
        Some(cell) => text!(
            bill_unknown_heading,
            heading = excerpt(cell),
            ways = ways,
            others = others
        ),
        None => text!(bill_unknown, ways = ways, others = others),
    })
}

/// Whether a row is a line of dashes, which ends the rows of some bills.
pub(super) fn is_rule(row: Row<'_>) -> bool {
    row.filled().next().is_some_and(|cell| cell.starts_with("-----"))
}

/// How lines begin in which any bill speaks of itself.
const STARTS: &[&str] = &[
    "-----",
    "共",
    "已收入",
    "待收入",
    "已支出",
    "待支出",
    "导出",
    "起始",
    "特别提示",
    "注：",
    "姓名：",
];

/// Whether a row is a sentence of the bill about itself, not a payment.
pub(super) fn is_prose(row: Row<'_>) -> bool {
    let Some(first) = row.filled().next() else {
        return true;
    };
    // A counterparty may be called anything, but a row of a bill has more than three cells.
    match row.filled().count() {
        // The start of a row that was cut off is no sentence.
        1 => !first.starts_with("20") && !["支出", "收入", "其他"].contains(&first),
        2..=3 => {
            let mut starts = APPS.iter().flat_map(|app| app.preamble).chain(STARTS);
            let total = |(name, _)| {
                first
                    .strip_prefix(name)
                    .is_some_and(|rest: &str| rest.starts_with(['：', ':']))
            };
            starts.any(|start| first.starts_with(start)) || directions().any(total)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::table::table_of;
    use super::*;

    const WECHAT: [&str; 11] = [
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
    const ALIPAY: [&str; 12] = [
        "交易时间",
        "交易分类",
        "交易对方",
        "对方账号",
        "商品说明",
        "收/支",
        "金额",
        "收/付款方式",
        "交易状态",
        "交易订单号",
        "商家订单号",
        "备注",
    ];
    const JD: [&str; 11] = [
        "交易时间",
        "商户名称",
        "交易说明",
        "金额",
        "收/付款方式",
        "交易状态",
        "收/支",
        "交易分类",
        "交易订单号",
        "商家订单号",
        "备注",
    ];
    const MEITUAN: [&str; 11] = [
        "交易创建时间",
        "交易成功时间",
        "交易类型",
        "订单标题",
        "收/支",
        "支付方式",
        "订单金额",
        "实付金额",
        "交易单号",
        "商家单号",
        "备注",
    ];
    const WEB: [&str; 16] = [
        "交易号",
        "商家订单号",
        "交易创建时间",
        "付款时间",
        "最近修改时间",
        "交易来源地",
        "类型",
        "交易对方",
        "商品名称",
        "金额（元）",
        "收/支",
        "交易状态",
        "服务费（元）",
        "成功退款（元）",
        "备注",
        "资金状态",
    ];

    #[test]
    fn a_format_goes_by_its_names_in_any_order_at_any_line() {
        for (names, workbook, format) in [
            (&WECHAT[..], false, BillFormat::of("wechat-csv")),
            (&WECHAT, true, BillFormat::of("wechat-xlsx")),
            (&ALIPAY, false, BillFormat::of("alipay-app")),
            (&ALIPAY, true, BillFormat::of("alipay-app")),
            (&ALIPAY[..11], false, BillFormat::of("alipay-app-2021")),
            (&JD, false, BillFormat::of("jd")),
            (&MEITUAN, false, BillFormat::of("meituan")),
            (&WEB, false, BillFormat::of("alipay-web")),
        ] {
            for above in [0, 1, 23, 150] {
                for turn in [0, 3, 7] {
                    let mut names = names.to_vec();
                    names.rotate_left(turn);
                    let mut rows: Vec<&[&str]> = vec![&["上文"]; above];
                    rows.push(&names);
                    let (header, position) = find_header(&table_of(&rows), workbook).unwrap();
                    assert_eq!((header.format, position), (format, above), "{names:?}");
                    assert!(header.position(Column::Amount).is_some());
                }
            }
        }
    }

    #[test]
    fn a_missing_column_is_named() {
        let names: Vec<&str> = WECHAT
            .iter()
            .copied()
            .filter(|name| *name != "交易单号")
            .collect();
        let no_header = find_header(&table_of(&[&names]), false).unwrap_err();
        assert_eq!(no_header.nearly, Some(1));
        let refused = no_header.failure.message();
        assert!(
            refused.contains("微信") && refused.contains("“交易单号”") && !refused.contains("当前状态"),
            "{refused}"
        );
    }

    #[test]
    fn other_tables_are_refused_with_the_way_to_the_right_one() {
        let cashbook: &[&str] = &[
            "记录时间",
            "分类",
            "收支类型",
            "金额",
            "备注",
            "账户",
            "来源",
            "标签",
        ];
        let bank: &[&str] = &["记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息"];
        for (row, word) in [(cashbook, "记账本"), (bank, "记账日期")] {
            let refused = find_header(&table_of(&[row]), false)
                .unwrap_err()
                .failure
                .message();
            assert!(
                refused.contains(word) && refused.contains("用于个人对账"),
                "{refused}"
            );
            assert!(refused.chars().count() < 150, "{}", refused.chars().count());
        }
    }
}
