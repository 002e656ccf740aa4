//! The commands of record: bills, spreadsheets, screenshots and texts, platforms, tags, and everything in open formats.

use super::Done;
use crate::machine;
use clap::{Subcommand, ValueEnum};
use daozhang_api::{DataFile, ExportFormat, FileFault, Imported, ReadingView, files, read_a_file};
use daozhang_core::order::{Moment, OrderId, Word};
use daozhang_core::record::{Field, FileKind, Toward, kind_of, read_amount, read_moment, sheet_template};
use daozhang_core::{Code, Failure, Outcome};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What the command line can record.
#[derive(Subcommand)]
pub enum Record {
    /// 导入账单，或自己的订单表格
    Import {
        /// 支付宝、微信、京东、美团的账单（CSV、XLSX 或 ZIP），或订单表格
        file: PathBuf,
        /// 只看会怎样，不写入
        #[arg(long)]
        dry_run: bool,
        /// 压缩包的密码
        #[arg(long, allow_hyphen_values = true)]
        password: Option<String>,
        /// 只导入这些行（账单里的行号），可以写多次
        #[arg(long = "line", value_name = "LINE")]
        lines: Vec<u32>,
    },
    /// 从截图或文字里读出一笔订单的草稿，不写入
    Read {
        /// 图片，或 .txt 文字
        file: PathBuf,
    },
    /// 查看平台：到账快慢、没了结的钱
    Platforms {
        /// 只看一个平台
        name: Option<String>,
    },
    /// 给平台改名；新名字已经有了就合并过去
    Rename {
        /// 现在的名字
        from: String,
        /// 新名字
        to: String,
    },
    /// 把一个品类在一个平台的时限改成这样；留空恢复默认
    Window {
        /// 平台
        platform: String,
        /// 品类
        kind: String,
        /// 例如 30分钟、2小时
        window: String,
    },
    /// 加上或去掉标签
    Tag {
        /// 订单编号
        #[arg(required = true)]
        ids: Vec<i64>,
        /// 加上
        #[arg(long, allow_hyphen_values = true)]
        add: Vec<String>,
        /// 去掉
        #[arg(long, allow_hyphen_values = true)]
        remove: Vec<String>,
    },
    /// 总的情况：还有多少钱没着落
    Overview,
    /// 把全部订单写成 CSV 或 JSON
    Dump {
        /// csv 或 json
        #[arg(long, value_enum)]
        format: Format,
        /// 写到哪个文件
        #[arg(long)]
        out: PathBuf,
    },
    /// 写一份空的订单表格，填好后可以导入
    Template {
        /// 写到哪个文件
        #[arg(long)]
        out: PathBuf,
    },
}

/// An open format.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// 表格
    Csv,
    /// 全部内容
    Json,
}

/// Runs a command of record.
pub fn perform(command: Record, data: &mut DataFile, now: Moment) -> Outcome<Done> {
    match command {
        Record::Import {
            file,
            dry_run,
            password,
            lines,
        } => import(&file, dry_run, password.as_deref(), &lines, data, now),
        Record::Read { file } => read(&file, data, now),
        Record::Platforms { name: None } => {
            let platforms = data.platforms()?;
            let lines: Vec<String> = platforms
                .iter()
                .map(|one| {
                    let verdict = one.verdict.as_ref();
                    let verdict = verdict.map_or_else(String::new, |verdict| verdict.sentence.to_string());
                    format!(
                        "{}：{} 笔，{} 笔没了结　{verdict}",
                        one.name, one.orders, one.open
                    )
                })
                .collect();
            let text = if lines.is_empty() {
                "还没有平台。".to_owned()
            } else {
                lines.join("\n")
            };
            Ok(Done::new(text, json!(platforms)))
        }
        Record::Platforms { name: Some(name) } => {
            let view = data.platform(&name)?;
            let mut lines = vec![format!("{}：{} 笔", name, view.summary.orders)];
            if let Some(verdict) = &view.summary.verdict {
                let reasons: String = verdict.reasons.iter().map(ToString::to_string).collect();
                lines.push(format!("{}{reasons}", verdict.sentence));
            }
            for kind in &view.kinds {
                let median = kind.median_seconds.map_or("还没有到账过".to_owned(), |seconds| {
                    format!("一半在 {} 分钟内到账", seconds / 60)
                });
                lines.push(format!("{}：{} 笔到账，{median}", kind.kind_name, kind.arrived));
            }
            Ok(Done::new(lines.join("\n"), json!(view)))
        }
        Record::Rename { from, to } => {
            let renamed = data.rename_platform(&from, &to, now)?;
            let what = if renamed.merged { "合并到" } else { "改名为" };
            Ok(Done::new(
                format!("已{what}“{to}”，{} 笔订单。", renamed.moved.len()),
                json!(renamed),
            ))
        }
        Record::Window {
            platform,
            kind,
            window,
        } => {
            data.set_platform_window(&platform, &kind, &window)?;
            let text = if window.trim().is_empty() {
                "已恢复默认时限。"
            } else {
                "以后在这里记的同类订单按这个时限。"
            };
            Ok(Done::new(
                text,
                json!({ "platform": platform, "kind": kind, "window": window }),
            ))
        }
        Record::Tag { ids, add, remove } => {
            let orders: Vec<OrderId> = ids.iter().map(|id| OrderId(*id)).collect();
            for id in &orders {
                data.show(*id)?;
            }
            data.tag(&orders, &add, &remove)?;
            Ok(Done::new(
                "标签已更新。",
                json!({ "ids": ids, "added": add, "removed": remove }),
            ))
        }
        Record::Overview => {
            let overview = data.overview(now)?;
            let yuan = |fen| daozhang_core::order::Fen(fen).yuan();
            let text = format!(
                "还没着落的钱：{} 元（{} 笔，其中逾期 {} 笔、{} 元）。已退回 {} 元。",
                yuan(overview.owed_fen),
                overview.open,
                overview.overdue,
                yuan(overview.overdue_fen),
                yuan(overview.refunded_fen)
            );
            Ok(Done::new(text, json!(overview)))
        }
        Record::Dump { format, out } => {
            let format = match format {
                Format::Csv => ExportFormat::Csv,
                Format::Json => ExportFormat::Json,
            };
            let written = data.dump_to(format, &out)?;
            let file = out.to_string_lossy().into_owned();
            Ok(Done::new(
                format!("已把 {written} 笔订单写到 {file}。"),
                json!({ "file": file, "orders": written }),
            ))
        }
        Record::Template { out } => {
            let file = files::write_file(&out, &sheet_template())?;
            let file = file.to_string_lossy().into_owned();
            Ok(Done::new(format!("已写到 {file}。"), json!({ "file": file })))
        }
    }
}

fn import(
    file: &Path,
    dry_run: bool,
    password: Option<&str>,
    lines: &[u32],
    data: &mut DataFile,
    now: Moment,
) -> Outcome<Done> {
    let (name, bytes) = files::read_to_import(file)?;
    let done = match kind_of(&name, &bytes, password)? {
        FileKind::Sheet => {
            let sheet = data.open_sheet(&name, &bytes, now)?;
            if !sheet.faults.is_empty() {
                return Err(Failure::failed(faults(&sheet.faults)));
            }
            data.import_sheet(&sheet, dry_run, now)?
        }
        FileKind::Bill => {
            let opened = data.open_bill(&name, &bytes, password)?;
            let picked: Option<Vec<usize>> = (!lines.is_empty()).then(|| {
                let rows = opened.bill.rows.iter().enumerate();
                rows.filter(|(_, row)| lines.contains(&row.line))
                    .map(|(at, _)| at)
                    .collect()
            });
            if dry_run {
                data.rehearse_bill(&opened, picked.as_deref(), now)
            } else {
                data.import_bill(&opened, picked.as_deref(), now)?
            }
        }
    };
    Ok(Done::new(said(&done, dry_run), json!(done)))
}

fn faults(faults: &[FileFault]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = faults
        .iter()
        .take(SHOWN)
        .map(|fault| format!("第 {} 行“{}”：{}", fault.line, fault.column, fault.message))
        .collect();
    let more = match faults.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" 另有 {more} 处。"),
    };
    format!("{}{more} 整张表都没有导入，改好后再导入一次。", shown.join(" "))
}

fn said(done: &Imported, dry_run: bool) -> String {
    let what = if dry_run { "会新记" } else { "新记了" };
    let totals = match done.totals_agree {
        Some(true) => "，与账单自己的合计一致",
        Some(false) => "，与账单自己的合计对不上",
        None => "",
    };
    let mut text = format!(
        "文件有 {} 行，读到 {} 行{totals}。{what} {} 笔订单，对上 {} 笔已有的订单，{} 笔退款；其余 {} 行没有保存。",
        done.rows, done.read, done.orders_created, done.matched, done.refunds, done.skipped
    );
    for line in &done.flagged {
        text.push_str(&format!("\n注意：{line}"));
    }
    text
}

fn read(file: &Path, data: &DataFile, now: Moment) -> Outcome<Done> {
    let readings = read_a_file(file, now, data.zone(), machine::engine)?;
    let mut lines = Vec::new();
    for one in &readings {
        lines.push(format!(
            "{}{}",
            one.layout,
            one.status
                .as_ref()
                .map_or(String::new(), |status| format!("，{status}"))
        ));
        for field in &one.fields {
            let doubt = field
                .doubt
                .as_ref()
                .map_or(String::new(), |doubt| format!("　（{doubt}）"));
            lines.push(format!("  {}：{}{doubt}", field.field.word(), field.value));
        }
    }
    if readings.is_empty() {
        lines.push("没有读出订单的内容。".to_owned());
    }
    // One page gives one draft; a text may give several.
    let mut drafts: Vec<Value> = readings.iter().map(|one| drafted(one, data, now)).collect();
    let json = match drafts.len() {
        1 => drafts.remove(0),
        _ => Value::Array(drafts),
    };
    Ok(Done::new(lines.join("\n"), json))
}

/// What was read, and the same as an order would have it: money in 分, times in RFC 3339, `null` for what is missing.
fn drafted(reading: &ReadingView, data: &DataFile, now: Moment) -> Value {
    let key_of = |field: Field| match field {
        Field::Amount => "amount_fen",
        field => field.word(),
    };
    let readable = Field::ALL.iter().filter(|field| field.is_readable());
    let mut draft: serde_json::Map<String, Value> = readable
        .map(|field| (key_of(*field).to_owned(), Value::Null))
        .collect();
    for read in &reading.fields {
        let value = read.value.as_str();
        let value = match read.field {
            Field::Amount => read_amount(value, Code::Amount)
                .ok()
                .map(|amount| json!(amount.0)),
            Field::PaidAt => read_moment(value, now, data.zone(), Toward::Past, Code::PaidAt)
                .ok()
                .map(|at| json!(at.rfc3339(data.zone()))),
            _ => Some(json!(value)),
        };
        draft.insert(key_of(read.field).to_owned(), value.unwrap_or(Value::Null));
    }
    let mut json = json!(reading);
    json["draft"] = Value::Object(draft);
    json
}
