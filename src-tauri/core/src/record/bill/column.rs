//! What the columns of the bills are called.

use super::super::table::{Row, plain};

/// What a column holds, whatever a bill calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    At,
    CreatedAt,
    PaidAt,
    ChangedAt,
    Origin,
    Category,
    Counterparty,
    CounterpartyAccount,
    Item,
    Direction,
    Amount,
    ListPrice,
    Fee,
    Refunded,
    Method,
    Status,
    Funds,
    PaymentNo,
    MerchantOrderNo,
    Note,
}

/// The names of columns, without blanks and without `(元)`.
const NAMES: [(&str, Column); 32] = [
    ("交易时间", Column::At),
    ("交易创建时间", Column::CreatedAt),
    ("付款时间", Column::PaidAt),
    ("交易成功时间", Column::PaidAt),
    ("最近修改时间", Column::ChangedAt),
    ("交易来源地", Column::Origin),
    ("交易分类", Column::Category),
    ("交易类型", Column::Category),
    ("类型", Column::Category),
    ("交易对方", Column::Counterparty),
    ("商户名称", Column::Counterparty),
    ("对方账号", Column::CounterpartyAccount),
    ("商品说明", Column::Item),
    ("商品名称", Column::Item),
    ("商品", Column::Item),
    ("交易说明", Column::Item),
    ("订单标题", Column::Item),
    ("收/支", Column::Direction),
    ("金额", Column::Amount),
    ("实付金额", Column::Amount),
    ("订单金额", Column::ListPrice),
    ("服务费", Column::Fee),
    ("成功退款", Column::Refunded),
    ("收/付款方式", Column::Method),
    ("支付方式", Column::Method),
    ("交易状态", Column::Status),
    ("当前状态", Column::Status),
    ("资金状态", Column::Funds),
    ("交易号", Column::PaymentNo),
    ("交易订单号", Column::PaymentNo),
    ("交易单号", Column::PaymentNo),
    ("商家订单号", Column::MerchantOrderNo),
];

/// More names of the merchant's number and the note.
const MORE_NAMES: [(&str, Column); 3] = [
    ("商户单号", Column::MerchantOrderNo),
    ("商家单号", Column::MerchantOrderNo),
    ("备注", Column::Note),
];

/// The name of a column without blanks and units.
fn named(cell: &str) -> String {
    let name: String = plain(cell).chars().filter(|c| !c.is_whitespace()).collect();
    name.trim_end_matches("(元)").to_owned()
}

/// The names in a row.
pub(super) fn names(row: Row<'_>) -> Vec<String> {
    row.cells().map(named).collect()
}

/// The columns that are known, with their positions.
pub(super) fn columns(names: &[String]) -> Vec<(Column, usize)> {
    let known = |name: &String| {
        let mut all = NAMES.iter().chain(&MORE_NAMES);
        all.find(|(known, _)| known == name).map(|(_, column)| *column)
    };
    let found = names.iter().enumerate();
    found
        .filter_map(|(position, name)| Some((known(name)?, position)))
        .collect()
}
