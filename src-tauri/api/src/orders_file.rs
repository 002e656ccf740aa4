//! All orders in one file: a table for spreadsheets, or JSON with their timelines.

use crate::data_file::DataFile;
use daozhang_core::order::view::OrderView;
use daozhang_core::order::{Fen, OrderId, Span, Word};
use daozhang_core::record::{Field, exported};
use daozhang_core::words::{Language, speaking};
use daozhang_core::{Failure, Outcome, text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
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

impl DataFile {
    /// Writes all orders in an open format, a page at a time so that memory does not grow with their number.
    pub fn write_all(&self, format: ExportFormat, out: &mut impl Write) -> Outcome<usize> {
        const PAGE: usize = 500;
        let unwritable = |_| Failure::failed(text!(export_unwritable));
        let mut written = 0;
        let columns = columns();
        match format {
            ExportFormat::Csv => {
                let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
                out.write_all(format!("\u{feff}{}\r\n", names.join(",")).as_bytes())
                    .map_err(unwritable)?;
            }
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
                    ExportFormat::Csv => self.csv_line(&columns, &detail.order),
                    ExportFormat::Json => {
                        let comma = if written > 0 { ",\n" } else { "\n" };
                        // It leaves the app.
                        let json = speaking(Language::chinese(), || serde_json::to_string(&detail))
                            .map_err(|_| Failure::failed(text!(export_no_json)))?;
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

    fn csv_line(&self, columns: &[Column], order: &OrderView) -> String {
        let shown = json!(order);
        let text = |column: &Column| csv_cell(&self.csv_text(*column, order, &shown));
        let cells: Vec<String> = columns.iter().map(text).collect();
        format!("{}\r\n", cells.join(","))
    }

    /// What stands in a column, before it is made safe for spreadsheets. `shown` is the order as JSON, by its fields' words.
    fn csv_text(&self, column: Column, order: &OrderView, shown: &Value) -> String {
        let rules = &self.works.rules;
        let yuan = |fen: i64| Fen(fen).yuan();
        match column {
            Column::Number => order.id.to_string(),
            Column::Refunded => yuan(order.refunded_fen),
            Column::DueAt => order.due_at.clone(),
            Column::Status => order.status.name().chinese(),
            Column::SettledAt => order.settled_at.clone().unwrap_or_default(),
            Column::Tags => order.tags.join(" "),
            Column::Of(Field::Amount) => yuan(order.amount_fen),
            Column::Of(Field::Quantity) => order.quantity.to_string(),
            Column::Of(Field::Requested) => order.requested_fen.map(yuan).unwrap_or_default(),
            // The usual time of a kind is no promise.
            Column::Of(Field::Window) if !order.window_promised => String::new(),
            Column::Of(Field::Window) => exact(Span::seconds(order.window_seconds)),
            Column::Of(field) => {
                let text = shown[field.word()].as_str().unwrap_or_default();
                let name = match field {
                    Field::Kind => rules.kind(text).ok().map(|kind| kind.name.chinese().to_owned()),
                    Field::Channel => rules
                        .channel(text)
                        .ok()
                        .map(|channel| channel.name.chinese().to_owned()),
                    _ => None,
                };
                name.unwrap_or_else(|| text.to_owned())
            }
        }
    }
}

/// A length as a form takes it, to the second.
fn exact(window: Span) -> String {
    let seconds = window.0 / Span::SECOND.0;
    let parts = [
        (seconds / 3600, "小时"),
        (seconds / 60 % 60, "分钟"),
        (seconds % 60, "秒"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    parts.map(|(count, unit)| format!("{count}{unit}")).collect()
}

/// A column of the table of orders.
#[derive(Clone, Copy)]
enum Column {
    /// A field of the form, under the name that a spreadsheet to be imported has for it.
    Of(Field),
    Number,
    Refunded,
    DueAt,
    Status,
    SettledAt,
    Tags,
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Of(field) => field.name(),
            Self::Number => exported::NUMBER,
            Self::Refunded => exported::REFUNDED,
            Self::DueAt => exported::DUE_AT,
            Self::Status => exported::STATUS,
            Self::SettledAt => exported::SETTLED_AT,
            Self::Tags => exported::TAGS,
        }
    }
}

/// The form's fields in its order, and what became of the order among them.
fn columns() -> Vec<Column> {
    let mut columns = vec![Column::Number];
    for field in Field::ALL {
        columns.push(Column::Of(*field));
        columns.extend(match field {
            Field::Amount => &[Column::Refunded][..],
            Field::Window => &[Column::DueAt, Column::Status, Column::SettledAt, Column::Tags],
            _ => &[],
        });
    }
    columns
}

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
    fn the_columns_of_the_table_are_frozen() {
        let names: Vec<&str> = columns().into_iter().map(Column::name).collect();
        assert_eq!(
            names.join(","),
            "编号,平台,商品,品类,金额,已退款,付款时间,充值账号,订单号,支付渠道,支付单号,商户单号,商户全称,时限,\
             应到账时间,状态,了结时间,标签,备注,数量,应付金额"
        );
    }

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
