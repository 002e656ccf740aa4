//! The commands of record: bills, spreadsheets, screenshots and texts, platforms, tags, and everything in open formats.

use super::{Done, of_lines};
use crate::machine;
use clap::{Subcommand, ValueEnum};
use daozhang_api::{DataFile, ExportFormat, FileFault, Imported, ReadingView, files, read_a_file};
use daozhang_core::order::{BEIJING, Fen, Moment, OrderId, Word, excerpt};
use daozhang_core::record::{Field, FileKind, Toward, kind_of, read_amount, read_moment, sheet_template};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What the command line can record.
#[derive(Subcommand)]
pub enum Record {
    #[command(about = text!(help_import))]
    Import {
        #[arg(help = text!(help_import_file))]
        file: PathBuf,
        #[arg(long, help = text!(help_import_dry_run))]
        dry_run: bool,
        #[arg(long, allow_hyphen_values = true, help = text!(help_import_password))]
        password: Option<String>,
        #[arg(long = "line", value_name = "LINE", help = text!(help_import_lines))]
        lines: Vec<u32>,
        #[arg(long = "column", value_name = "NAME=FIELD", help = text!(help_import_columns))]
        columns: Vec<String>,
    },
    #[command(about = text!(help_read))]
    Read {
        #[arg(help = text!(help_read_file))]
        file: PathBuf,
    },
    #[command(about = text!(help_platforms))]
    Platforms {
        #[arg(help = text!(help_platforms_name))]
        name: Option<String>,
    },
    #[command(about = text!(help_rename))]
    Rename {
        #[arg(help = text!(help_rename_from))]
        from: String,
        #[arg(help = text!(help_rename_to))]
        to: String,
    },
    #[command(about = text!(help_window))]
    Window {
        #[arg(help = text!(help_platform))]
        platform: String,
        #[arg(help = text!(help_window_kind))]
        kind: String,
        #[arg(help = text!(help_window_window))]
        window: String,
    },
    #[command(about = text!(help_tag))]
    Tag {
        #[arg(required = true, help = text!(help_order))]
        ids: Vec<i64>,
        #[arg(long, allow_hyphen_values = true, help = text!(help_tag_add))]
        add: Vec<String>,
        #[arg(long, allow_hyphen_values = true, help = text!(help_tag_remove))]
        remove: Vec<String>,
    },
    #[command(about = text!(help_overview))]
    Overview,
    #[command(about = text!(help_dump))]
    Dump {
        #[arg(long, value_enum, help = text!(help_dump_format))]
        format: Format,
        #[arg(long, help = text!(help_out))]
        out: PathBuf,
    },
    #[command(about = text!(help_template))]
    Template {
        #[arg(long, help = text!(help_out))]
        out: PathBuf,
    },
}

/// An open format.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    #[value(help = text!(help_format_csv))]
    Csv,
    #[value(help = text!(help_format_json))]
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
            columns,
        } => import(&file, dry_run, password.as_deref(), &lines, &columns, data, now),
        Record::Read { file } => read(&file, data, now),
        Record::Platforms { name: None } => {
            let platforms = data.platforms()?;
            let mut lines: Vec<Text> = platforms
                .iter()
                .map(|one| {
                    let verdict = one.verdict.as_ref().map(|verdict| verdict.sentence.clone());
                    text!(
                        cli_platform,
                        name = &one.name,
                        orders = one.orders,
                        open = one.open,
                        verdict = verdict.unwrap_or_default(),
                    )
                })
                .collect();
            if lines.is_empty() {
                lines.push(text!(cli_no_platforms));
            }
            Ok(Done::new(of_lines(lines), json!(platforms)))
        }
        Record::Platforms { name: Some(name) } => {
            let view = data.platform(&name)?;
            let mut lines = vec![text!(
                cli_platform_orders,
                name = name,
                orders = view.summary.orders
            )];
            if let Some(verdict) = &view.summary.verdict {
                let said = [&verdict.sentence].into_iter().chain(&verdict.reasons);
                lines.push(Text::sentences(said.cloned()));
            }
            lines.extend(view.kinds.iter().map(|one| {
                let (kind, arrived) = (&one.kind_name, one.arrived);
                match one.median_seconds {
                    Some(seconds) => text!(
                        cli_kind_arrived,
                        kind = kind,
                        arrived = arrived,
                        minutes = seconds / 60
                    ),
                    None => text!(cli_kind_unarrived, kind = kind, arrived = arrived),
                }
            }));
            Ok(Done::new(of_lines(lines), json!(view)))
        }
        Record::Rename { from, to } => {
            let renamed = data.rename_platform(&from, &to, now)?;
            let orders = renamed.moved.len();
            let text = if renamed.merged {
                text!(cli_merged, name = to, orders = orders)
            } else {
                text!(cli_renamed, name = to, orders = orders)
            };
            Ok(Done::new(text, json!(renamed)))
        }
        Record::Window {
            platform,
            kind,
            window,
        } => {
            data.set_platform_window(&platform, &kind, &window)?;
            let text = if window.trim().is_empty() {
                text!(cli_window_usual)
            } else {
                text!(cli_window_set)
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
                text!(cli_tagged),
                json!({ "ids": ids, "added": add, "removed": remove }),
            ))
        }
        Record::Overview => {
            let overview = data.overview(now)?;
            let text = text!(
                cli_overview,
                owed = Fen(overview.owed_fen),
                open = overview.open,
                overdue = overview.overdue,
                late = Fen(overview.overdue_fen),
                refunded = Fen(overview.refunded_fen),
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
                text!(cli_dumped, orders = written, file = &file),
                json!({ "file": file, "orders": written }),
            ))
        }
        Record::Template { out } => {
            let file = files::write_file(&out, &sheet_template())?;
            let file = file.to_string_lossy().into_owned();
            Ok(Done::new(
                text!(cli_template_written, file = &file),
                json!({ "file": file }),
            ))
        }
    }
}

fn import(
    file: &Path,
    dry_run: bool,
    password: Option<&str>,
    lines: &[u32],
    columns: &[String],
    data: &mut DataFile,
    now: Moment,
) -> Outcome<Done> {
    let (name, bytes) = files::read_to_import(file)?;
    let done = match kind_of(&name, &bytes, password)? {
        FileKind::Sheet => {
            let chosen = columns.iter().map(|column| chosen(column));
            let sheet = data.open_sheet(&name, &bytes, &chosen.collect::<Outcome<_>>()?, now)?;
            if !sheet.faults.is_empty() {
                return Err(Failure::failed(faults(&sheet.faults)));
            }
            data.import_sheet(&sheet, lines, dry_run, now)?
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

/// What a column of a list is taken for: `实付=金额`, and `实付=` for nothing.
fn chosen(column: &str) -> Outcome<(String, Option<Field>)> {
    let unknown = || {
        let known = Text::list(Field::ALL.iter().map(|field| Text::as_it_is(field.name())));
        Failure::failed(text!(cli_column_unknown, typed = excerpt(column), known = known))
    };
    let (name, field) = column.rsplit_once('=').ok_or_else(unknown)?;
    let field = match field.trim() {
        "" => None,
        typed => {
            let named = |field: &&Field| field.name() == typed || field.word() == typed;
            Some(*Field::ALL.iter().find(named).ok_or_else(unknown)?)
        }
    };
    Ok((name.trim().to_owned(), field))
}

fn faults(faults: &[FileFault]) -> Text {
    const SHOWN: usize = 10;
    let mut said: Vec<Text> = faults
        .iter()
        .take(SHOWN)
        .map(|fault| {
            text!(
                cli_fault,
                line = fault.line,
                column = &fault.column,
                message = &fault.message
            )
        })
        .collect();
    let more = faults.len().saturating_sub(SHOWN);
    said.extend((more > 0).then(|| text!(cli_faults_more, count = more)));
    said.push(text!(cli_faults_end));
    let between = said.into_iter().flat_map(|text| [Text::as_it_is(" "), text]);
    Text::joined(between.skip(1))
}

fn said(done: &Imported, dry_run: bool) -> String {
    let totals = match done.totals_agree {
        Some(true) => "agree",
        Some(false) => "differ",
        None => "none",
    };
    let imported = text!(
        cli_imported,
        rows = done.rows,
        read = done.read,
        totals = totals,
        written = if dry_run { "no" } else { "yes" },
        created = done.orders_created,
        matched = done.matched,
        refunds = done.refunds,
        skipped = done.skipped,
    );
    let flagged = done.flagged.iter().map(|line| text!(cli_warning, warning = line));
    of_lines([imported].into_iter().chain(flagged))
}

fn read(file: &Path, data: &DataFile, now: Moment) -> Outcome<Done> {
    let readings = read_a_file(file, now, BEIJING, machine::engine)?;
    let mut lines = Vec::new();
    for one in &readings {
        lines.push(match &one.status {
            Some(status) => text!(cli_read_layout, layout = &one.layout, status = status).to_string(),
            None => one.layout.to_string(),
        });
        for read in &one.fields {
            let (field, value) = (read.field.word(), &read.value);
            let said = match &read.doubt {
                Some(doubt) => text!(cli_read_doubt, field = field, value = value, doubt = doubt),
                None => text!(cli_read_field, field = field, value = value),
            };
            lines.push(format!("  {said}"));
        }
    }
    if readings.is_empty() {
        lines.push(text!(cli_read_nothing).to_string());
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
            Field::PaidAt => read_moment(value, now, BEIJING, Toward::Past, Code::PaidAt)
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
