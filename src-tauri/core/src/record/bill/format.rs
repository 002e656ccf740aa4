//! Which app wrote a bill, by the names of its columns.

use super::super::table::{Row, Table};
use super::BillFormat;
use super::column::{Column, columns, names};
use crate::order::excerpt;
use crate::{Failure, Outcome};

/// How many rows may stand above the header.
const ROWS_ABOVE: usize = 200;
/// How many known names make a header.
const ENOUGH_NAMES: usize = 5;

/// The names that only one kind of bill has together; the first that is complete is the format.
const TELLING: [(BillFormat, &[&str]); 6] = [
    (
        BillFormat::AlipayWeb,
        &["交易号", "交易创建时间", "金额", "收/支", "交易状态", "资金状态"],
    ),
    (
        BillFormat::Meituan,
        &[
            "交易类型",
            "订单标题",
            "实付金额",
            "收/支",
            "交易单号",
            "交易创建时间",
        ],
    ),
    (
        BillFormat::Jd,
        &[
            "交易时间",
            "商户名称",
            "交易说明",
            "金额",
            "收/支",
            "交易状态",
            "交易订单号",
        ],
    ),
    (
        BillFormat::WechatCsv,
        &["交易时间", "交易类型", "收/支", "金额", "当前状态", "交易单号"],
    ),
    (
        BillFormat::AlipayApp,
        &[
            "交易时间",
            "交易对方",
            "商品说明",
            "收/支",
            "金额",
            "交易状态",
            "交易订单号",
            "备注",
        ],
    ),
    (
        BillFormat::AlipayApp2021,
        &[
            "交易时间",
            "交易对方",
            "商品说明",
            "收/支",
            "金额",
            "交易状态",
            "交易订单号",
        ],
    ),
];

/// The columns of 支付宝's cashbook (记账本), which people export by mistake.
const CASHBOOK: [&str; 7] = ["记录时间", "分类", "收支类型", "账户", "来源", "标签", "记账时间"];

/// Where the columns of a bill are.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub format: BillFormat,
    /// How many columns have a name.
    pub width: usize,
    columns: Vec<(Column, usize)>,
}

impl Header {
    /// The position of a column.
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
        let format = format_of(&names, self.format == BillFormat::WechatXlsx)?;
        Some(Self {
            format,
            width: row.filled_width(),
            columns: columns(&names),
        })
    }

    /// Whether rows below another header belong into the same bill.
    pub fn goes_with(&self, other: &Self) -> bool {
        self.format == other.format
            || self.format.channel().is_some() && self.format.channel() == other.format.channel()
    }
}

/// The format that these names tell.
fn format_of(names: &[String], workbook: bool) -> Option<BillFormat> {
    let has = |name: &&str| names.iter().any(|cell| cell == name);
    let (format, _) = TELLING.iter().find(|(_, telling)| telling.iter().all(&has))?;
    match format {
        BillFormat::WechatCsv if workbook => Some(BillFormat::WechatXlsx),
        other => Some(*other),
    }
}

/// The header of a bill and the number of its row, or why there is none.
pub(super) fn find_header(table: &Table, workbook: bool) -> Outcome<(Header, usize)> {
    let mut nearest: Option<Vec<String>> = None;
    for (number, row) in table.rows().take(ROWS_ABOVE).enumerate() {
        let names = names(row);
        if CASHBOOK
            .iter()
            .filter(|name| names.iter().any(|cell| cell == *name))
            .count()
            >= 3
        {
            return Err(cashbook());
        }
        let has = |name: &&str| names.iter().any(|cell| cell == name);
        if ["平台", "品类"].iter().all(has) {
            return Err(Failure::failed(
                "这是自己填的订单表格，不是支付 App 的账单，请按表格导入。",
            ));
        }
        let columns = columns(&names);
        if columns.len() < ENOUGH_NAMES {
            continue;
        }
        if let Some(format) = format_of(&names, workbook) {
            let width = row.filled_width();
            let header = Header {
                format,
                width,
                columns,
            };
            return Ok((header, number));
        }
        nearest = nearest.or(Some(names));
    }
    Err(match nearest {
        Some(names) => incomplete(&names),
        None if table
            .rows()
            .take(ROWS_ABOVE)
            .any(|row| row.filled().any(|cell| cell.contains("记账本"))) =>
        {
            cashbook()
        }
        None => unknown(table),
    })
}

/// Refuses a table that is no bill, with the sentence of the reading.
pub(in super::super) fn is_bill(table: &Table, workbook: bool) -> Outcome<()> {
    find_header(table, workbook).map(|_| ())
}

fn cashbook() -> Failure {
    Failure::failed(
        "这是支付宝记账本，没有订单号和状态。请改为导出：支付宝 我的→账单→右上角…→开具交易流水证明→用于个人对账。",
    )
}

/// A header that is nearly one: says what is missing from the bill that it is most like.
fn incomplete(names: &[String]) -> Failure {
    let missing = |telling: &[&'static str]| -> Vec<&'static str> {
        let absent = telling
            .iter()
            .filter(|name| !names.iter().any(|cell| cell == *name));
        absent.copied().collect()
    };
    let nearest = TELLING
        .iter()
        .map(|(format, telling)| (*format, missing(telling)))
        .min_by_key(|(_, missing)| missing.len());
    let Some((format, missing)) = nearest else {
        return Failure::failed("认不出这份账单的列，请重新导出原始账单。");
    };
    Failure::failed(format!(
        "这份文件像{}，但缺少“{}”列。请重新导出原始账单，不要删列或改列名。",
        format.name(),
        missing.join("”“")
    ))
}

fn unknown(table: &Table) -> Failure {
    let header = table.rows().find(|row| row.filled().count() >= 3);
    let seen = match header.and_then(|row| row.filled().next()) {
        Some(cell) => format!("（表头是“{}”…）", excerpt(cell)),
        None => String::new(),
    };
    Failure::failed(format!(
        "这不是能读的账单{seen}：没有“交易时间、金额、交易状态”等列。支付宝：我的→账单→右上角…→开具交易流水证明→用于个人对账；\
         微信：我→服务→钱包→账单→常见问题→下载账单→用于个人对账；京东、美团也可以。"
    ))
}

/// Whether a row is a line of dashes, which ends the rows of some bills.
pub(super) fn is_rule(row: Row<'_>) -> bool {
    row.filled().next().is_some_and(|cell| cell.starts_with("-----"))
}

/// Whether a row is a sentence of the bill about itself, not a payment.
pub(super) fn is_prose(row: Row<'_>) -> bool {
    const STARTS: [&str; 24] = [
        "-----",
        "共",
        "已收入",
        "待收入",
        "已支出",
        "待支出",
        "收入：",
        "收入:",
        "支出：",
        "支出:",
        "不计收支：",
        "不计收支:",
        "中性交易",
        "其他：",
        "其他:",
        "导出",
        "起始",
        "特别提示",
        "注：",
        "姓名：",
        "支付宝账户",
        "微信昵称",
        "微信支付账单",
        "支付宝交易",
    ];
    let Some(first) = row.filled().next() else {
        return true;
    };
    // A counterparty may be called anything, but a row of a bill has more than three cells.
    match row.filled().count() {
        // The start of a row that was cut off is no sentence.
        1 => !first.starts_with("20") && !["支出", "收入", "其他"].contains(&first),
        2..=3 => STARTS.iter().any(|start| first.starts_with(start)),
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
            (&WECHAT[..], false, BillFormat::WechatCsv),
            (&WECHAT, true, BillFormat::WechatXlsx),
            (&ALIPAY, false, BillFormat::AlipayApp),
            (&ALIPAY, true, BillFormat::AlipayApp),
            (&ALIPAY[..11], false, BillFormat::AlipayApp2021),
            (&JD, false, BillFormat::Jd),
            (&MEITUAN, false, BillFormat::Meituan),
            (&WEB, false, BillFormat::AlipayWeb),
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
        let refused = find_header(&table_of(&[&names]), false).unwrap_err().message();
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
            let refused = find_header(&table_of(&[row]), false).unwrap_err().message();
            assert!(
                refused.contains(word) && refused.contains("用于个人对账"),
                "{refused}"
            );
            assert!(refused.chars().count() < 150, "{}", refused.chars().count());
        }
    }
}
