//! Everything in open formats.

use crate::journey::Journey;
use daozhang_core::order::OrderId;
use daozhang_core::order::view::OrderDetail;
use daozhang_core::{Failure, Outcome};
use serde::{Deserialize, Serialize};
use std::io::Write;
use ts_rs::TS;

/// An open format for all data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ExportFormat {
    /// A table of orders for spreadsheets.
    Csv,
    /// Everything, with timelines.
    Json,
}

impl Journey {
    /// Writes all orders in an open format, a page at a time so that memory does not grow with their number.
    pub fn write_all(&self, format: ExportFormat, out: &mut impl Write) -> Outcome<usize> {
        const PAGE: usize = 500;
        let unwritable = |_| Failure::failed("导出写不进去，请检查磁盘空间和文件夹的权限。");
        let mut written = 0;
        match format {
            ExportFormat::Csv => out
                .write_all(format!("\u{feff}{}\r\n", HEADER.join(",")).as_bytes())
                .map_err(unwritable)?,
            ExportFormat::Json => out
                .write_all(b"{\"schema\":\"daozhang-orders-1\",\"orders\":[")
                .map_err(unwritable)?,
        }
        let mut after = OrderId(0);
        loop {
            let ids = self.store.ids_after(after, PAGE)?;
            let Some(last) = ids.last() else { break };
            after = *last;
            for id in &ids {
                let detail = self.show(*id)?;
                let line = match format {
                    ExportFormat::Csv => self.csv_line(&detail),
                    ExportFormat::Json => {
                        let comma = if written > 0 { ",\n" } else { "\n" };
                        let json = serde_json::to_string(&detail)
                            .map_err(|_| Failure::failed("有一笔订单写不成 JSON，请先备份数据文件。"))?;
                        format!("{comma}{json}")
                    }
                };
                out.write_all(line.as_bytes()).map_err(unwritable)?;
                written += 1;
            }
        }
        if format == ExportFormat::Json {
            out.write_all(b"\n]}\n").map_err(unwritable)?;
        }
        Ok(written)
    }

    fn csv_line(&self, detail: &OrderDetail) -> String {
        let order = &detail.order;
        let rules = &self.works.rules;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let kind = rules
            .kind(&order.kind)
            .map_or(order.kind.clone(), |kind| kind.name.clone());
        let channel = order.channel.as_deref().map(|key| {
            rules
                .channel(key)
                .map_or(key.to_owned(), |channel| channel.name.clone())
        });
        let yuan = |fen: i64| daozhang_core::order::Fen(fen).yuan();
        let cells = [
            order.id.to_string(),
            order.platform.clone(),
            order.product.clone(),
            kind,
            yuan(order.amount_fen),
            yuan(order.refunded_fen),
            order.paid_at.clone(),
            text(&order.account),
            text(&order.order_no),
            channel.unwrap_or_default(),
            text(&order.payment_no),
            text(&order.merchant_order_no),
            text(&order.merchant),
            format!("{}分钟", order.window_seconds / 60),
            order.due_at.clone(),
            order.status.name().to_owned(),
            text(&order.settled_at),
            order.tags.join(" "),
            text(&order.note),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
        format!("{}\r\n", cells.join(","))
    }
}

/// The columns of the table of orders; those of a spreadsheet that can be imported have its names.
const HEADER: [&str; 19] = [
    "编号",
    "平台",
    "商品",
    "品类",
    "金额",
    "已退款",
    "付款时间",
    "充值账号",
    "订单号",
    "支付渠道",
    "支付单号",
    "商户单号",
    "商户全称",
    "时限",
    "应到账时间",
    "状态",
    "了结时间",
    "标签",
    "备注",
];

/// A cell of a CSV file that no spreadsheet runs as a formula: one that begins like a formula gets an apostrophe, and long
/// numbers are kept from being rounded by a TAB, as the payment apps do it.
pub fn csv_cell(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let long_number = text.len() > 11 && text.bytes().all(|byte| byte.is_ascii_digit());
    let safe = match (runs, long_number) {
        (true, _) => format!("'{text}"),
        (_, true) => format!("{text}\t"),
        _ => text.to_owned(),
    };
    if safe.contains(['"', ',', '\n', '\r', '\t']) || runs {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spreadsheet_runs_a_cell_or_rounds_a_number() {
        for (text, cell) in [
            ("100 Q币", "100 Q币"),
            ("=1+1", "\"'=1+1\""),
            ("+86", "\"'+86\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("a,b\"c", "\"a,b\"\"c\""),
            (
                "4200000000202611100000000001",
                "\"4200000000202611100000000001\t\"",
            ),
            ("13800000001", "13800000001"),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }
}
