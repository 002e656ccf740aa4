//! The commands of record: orders that are typed, bills, spreadsheets, screenshots and texts, tags, and all orders as a file.

use super::answer::{Done, of_lines};
use super::attachment;
use crate::machine::Console;
use clap::{Args, Subcommand, ValueEnum};
use daozhang_api::{
    DataFile, ExportFormat, FileFault, Imported, Incoming, IncomingKind, LeftRow, Machine, OpenedBill,
    OpenedSheet, ReadingView, Session, files, incoming, read_a_file,
};
use daozhang_core::order::{BEIJING, Fen, Moment, Word, Zone, excerpt};
use daozhang_core::record::{
    BillRow, Chosen, Draft, Field, Signature, Toward, read_amount, read_moment, sheet_template,
};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// What the command line can record.
#[derive(Subcommand)]
pub enum Record {
    #[command(about = text!(help_add))]
    Add(Box<Add>),
    #[command(about = text!(help_import))]
    Import {
        #[arg(help = text!(help_import_file))]
        file: PathBuf,
        #[arg(long, help = text!(help_import_dry_run))]
        dry_run: bool,
        #[arg(long, allow_hyphen_values = true, help = text!(help_import_password))]
        password: Option<String>,
        #[arg(long = "line", value_name = "LINES", value_delimiter = ',', value_parser = lines_named, help = text!(help_import_lines))]
        lines: Vec<RangeInclusive<u32>>,
        #[arg(long = "column", value_name = "NAME=FIELD", help = text!(help_import_columns))]
        columns: Vec<String>,
    },
    #[command(about = text!(help_read))]
    Read {
        #[arg(help = text!(help_read_file))]
        file: PathBuf,
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

/// An order on the command line.
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    draft: Draft,
    #[arg(long = "shot", value_name = "FILE[:ROLE]", help = text!(help_shots_roles))]
    shots: Vec<String>,
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
pub fn perform(command: Record, session: &Session) -> Outcome<Done> {
    match command {
        Record::Add(add) => {
            let shots = attachment::read(&add.shots)?;
            let detail = session.write(|data, now| {
                let id = data.log(&add.draft, &shots, now)?;
                data.show(id)
            })?;
            let text = text!(cli_logged, id = detail.order.id, due = &detail.order.due_at);
            Ok(Done::new(text, json!(detail)))
        }
        Record::Import {
            file,
            dry_run,
            password,
            lines,
            columns,
        } => {
            let chosen = columns
                .iter()
                .map(|column| chosen(column))
                .collect::<Outcome<Chosen>>()?;
            let (name, bytes) = files::read_to_import(&file)?;
            // Read before anybody is kept from writing: it takes its time.
            let found = incoming(&name, bytes, password.as_deref(), Console.papers().as_ref())?;
            let wish = ImportWish {
                dry_run,
                lines,
                chosen,
            };
            session.write(|data, now| import(&found, &wish, data, now))
        }
        Record::Read { file } => read(&file, session),
        Record::Tag { ids, add, remove } => {
            for id in &ids {
                session.show_order(*id)?;
            }
            session.tag_orders(ids.clone(), add.clone(), remove.clone())?;
            Ok(Done::new(
                text!(cli_tagged),
                json!({ "ids": ids, "added": add, "removed": remove }),
            ))
        }
        Record::Dump { format, out } => {
            let format = match format {
                Format::Csv => ExportFormat::Csv,
                Format::Json => ExportFormat::Json,
            };
            let written = session.beside(|data, _| data.dump_to(format, &out))?;
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

/// How a file is imported.
struct ImportWish {
    /// Whether nothing is written.
    dry_run: bool,
    /// The lines that are asked for; all that are sure if there are none.
    lines: Vec<RangeInclusive<u32>>,
    /// What columns of a list are taken for.
    chosen: Chosen,
}

/// Imports what a file brought; a mail may bring several.
fn import(found: &[Incoming], wish: &ImportWish, data: &mut DataFile, now: Moment) -> Outcome<Done> {
    let all: Vec<Imported> = found
        .iter()
        .map(|one| import_one(one, wish, data, now))
        .collect::<Outcome<_>>()?;
    let said: Vec<String> = all.iter().map(|done| said(done, wish.dry_run)).collect();
    let json = match &all[..] {
        [one] => json!(one),
        all => json!(all),
    };
    Ok(Done::new(said.join("\n"), json))
}

fn import_one(one: &Incoming, wish: &ImportWish, data: &mut DataFile, now: Moment) -> Outcome<Imported> {
    match &one.kind {
        IncomingKind::Sheet => {
            let sheet = data.open_sheet(&one.name, &one.bytes, &wish.chosen, now)?;
            if !sheet.faults.is_empty() {
                return Err(Failure::failed(faults(&sheet.faults)));
            }
            data.import_sheet(&sheet, &twins(&sheet, &wish.lines)?, wish.dry_run, now)
        }
        IncomingKind::Bill(bill) => {
            if let Some(column) = wish.chosen.keys().next() {
                return Err(Failure::failed(text!(
                    cli_columns_of_bill,
                    column = excerpt(column)
                )));
            }
            let opened = data.match_incoming(one, bill)?;
            let picked = picked(&opened, &wish.lines)?;
            if wish.dry_run {
                data.rehearse_bill(&opened, picked.as_deref(), now)
            } else {
                data.import_bill(&opened, picked.as_deref(), now)
            }
        }
    }
}

/// A line of a file, or all from one to another: `7`, `7-12`.
fn lines_named(text: &str) -> Result<RangeInclusive<u32>, std::num::ParseIntError> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Ok(first.trim().parse()?..=last.trim().parse()?)
}

/// The rows of the lines that were asked for, with what came back of them; none if none were.
fn picked(opened: &OpenedBill, lines: &[RangeInclusive<u32>]) -> Outcome<Option<Vec<usize>>> {
    if lines.is_empty() {
        return Ok(None);
    }
    let rows = &opened.bill.rows;
    let without_row = lines
        .iter()
        .find(|lines| !rows.iter().any(|row| lines.contains(&row.line)));
    if let Some(lines) = without_row {
        return Err(Failure::failed(text!(cli_no_such_line, line = *lines.start())));
    }
    let asked = |row: &BillRow| lines.iter().any(|lines| lines.contains(&row.line));
    let picked: Vec<usize> = (0..rows.len()).filter(|at| asked(&rows[*at])).collect();
    Ok(Some(opened.with_refunds(&picked)))
}

/// The equal rows of a list that are payments of their own.
fn twins(sheet: &OpenedSheet, lines: &[RangeInclusive<u32>]) -> Outcome<Vec<u32>> {
    let twins = || sheet.twins.iter().map(|(line, _)| *line);
    if let Some(lines) = lines
        .iter()
        .find(|lines| !twins().any(|line| lines.contains(&line)))
    {
        return Err(Failure::failed(text!(cli_no_such_twin, line = *lines.start())));
    }
    let named = |line: &u32| lines.iter().any(|lines| lines.contains(line));
    Ok(twins().filter(named).collect())
}

/// What a column of a list is taken for: `实付=金额`, and `实付=` for nothing.
fn chosen(column: &str) -> Outcome<(String, Option<Field>)> {
    let unknown = || {
        let known = Text::list(Field::ALL.iter().map(|field| Text::as_it_is(field.name())));
        Failure::failed(text!(cli_column_unknown, typed = excerpt(column), known = known))
    };
    let (name, field) = column.rsplit_once(['=', '＝']).ok_or_else(unknown)?;
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
    let lines = [imported].into_iter().chain(of_paper(done)).chain(flagged);
    of_lines(lines.chain(offered(&done.offered)).chain(asides(&done.aside)))
}

/// What a paper says of itself, and what of it could not be read.
fn of_paper(done: &Imported) -> Vec<Text> {
    let Some(paper) = &done.paper else {
        return Vec::new();
    };
    let signature = Signature::from_word(&paper.signature).unwrap_or_default();
    let said = text!(
        cli_paper,
        number = paper.number.clone().unwrap_or_else(|| "–".to_owned()),
        pages = paper.pages,
        signature = signature.text()
    );
    let unreadable = paper
        .unreadable
        .iter()
        .map(|line| text!(cli_warning, warning = line));
    [said].into_iter().chain(unreadable).collect()
}

/// What may be an order and was left, and how to take it.
fn offered(rows: &[LeftRow]) -> Vec<Text> {
    const SHOWN: usize = 20;
    let mut said = Vec::new();
    if rows.is_empty() {
        return said;
    }
    said.push(text!(cli_offered, count = rows.len()));
    said.extend(rows.iter().take(SHOWN).map(|row| {
        text!(
            cli_offered_row,
            line = row.line,
            merchant = excerpt(&row.merchant),
            item = excerpt(&row.item),
            amount = Fen(row.amount_fen),
            why = &row.why,
        )
    }));
    let more = rows.len().saturating_sub(SHOWN);
    said.extend((more > 0).then(|| text!(cli_offered_more, count = more)));
    said
}

/// Of each kind of payment that is no order, how many there are and where the first of them stand.
fn asides(rows: &[LeftRow]) -> Vec<Text> {
    const SHOWN: usize = 10;
    let mut kinds: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in rows {
        kinds.entry(&row.kind).or_default().push(row.line);
    }
    let of_kind = |(kind, lines): (&str, Vec<u32>)| {
        text!(
            cli_aside,
            kind = kind,
            count = lines.len(),
            lines = Text::list(
                lines
                    .iter()
                    .take(SHOWN)
                    .map(|line| Text::as_it_is(line.to_string()))
            ),
            more = if lines.len() > SHOWN { "yes" } else { "no" },
        )
    };
    kinds.into_iter().map(of_kind).collect()
}

fn read(file: &Path, session: &Session) -> Outcome<Done> {
    let (now, zone) = (session.now(), session.zone());
    let readings = read_a_file(file, now, || Console.engine())?;
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
    let mut drafts: Vec<Value> = readings.iter().map(|one| drafted(one, now, zone)).collect();
    let json = match drafts.len() {
        1 => drafts.remove(0),
        _ => Value::Array(drafts),
    };
    Ok(Done::new(lines.join("\n"), json))
}

/// What was read, and the same as an order would have it: money in 分, times in RFC 3339, `null` for what is missing.
fn drafted(reading: &ReadingView, now: Moment, zone: Zone) -> Value {
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
                .map(|at| json!(at.rfc3339(zone))),
            _ => Some(json!(value)),
        };
        draft.insert(key_of(read.field).to_owned(), value.unwrap_or(Value::Null));
    }
    let mut json = json!(reading);
    json["draft"] = Value::Object(draft);
    json
}
