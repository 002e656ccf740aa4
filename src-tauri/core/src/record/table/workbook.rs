//! XLSX: the cells as text, sheet by sheet.
//!
//! By hand, because the files come from anybody: calamine 0.38 reserves as many texts as a workbook claims to share, which
//! a file of a kilobyte can make any size, and refuses a whole sheet for one cell of a type that it does not know. Here the
//! parts are read as a stream that stops at a limit, whatever sizes the file states.
//!
//! Only what cells need is read: the list of sheets, the shared texts and the values. Rows go by the number that the file
//! gives them.

use super::package::{Package, resolved};
use super::{LARGEST_TABLE, MOST_COLUMNS, Opened, Table, too_large};
use crate::{Failure, Outcome, text};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read, Take};
use zip::read::ZipFile;

/// Where nearly every workbook lists its sheets.
const USUAL_MAIN_PART: &str = "xl/workbook.xml";
/// How many sheets are looked at.
const MOST_SHEETS: usize = 20;
/// From here on a spreadsheet has lost digits of a whole number.
const EXACT_TO: f64 = 1e15;

/// The path of the part that lists the sheets, if an archive is a workbook: what the archive says it is, or its usual name.
pub(super) fn main_part(package: &mut Package<'_>) -> Option<String> {
    let mut budget = LARGEST_TABLE as u64;
    let stated = part(package, "_rels/.rels", &mut budget, relations).unwrap_or_default();
    let stated = stated.into_iter().find(|relation| relation.is("officeDocument"));
    let stated = stated.map(|relation| resolved("", &relation.target));
    stated
        .into_iter()
        .chain([USUAL_MAIN_PART.to_owned()])
        .find(|path| {
            path.eq_ignore_ascii_case(USUAL_MAIN_PART) && package.place(path).is_some()
                || part(package, path, &mut budget, root).is_ok_and(|root| root == "workbook")
        })
}

/// Reads the sheets of a workbook; `book` is its main part.
pub(super) fn read(mut package: Package<'_>, book: &str, most_rows: usize) -> Outcome<Opened> {
    let mut budget = LARGEST_TABLE as u64;
    let (sheets, from_1904) = part(&mut package, book, &mut budget, list_of_sheets)?;
    if from_1904 {
        return Err(Failure::failed(text!(table_workbook_1904)));
    }
    let (folder, name) = match book.rfind('/') {
        Some(place) => book.split_at(place + 1),
        None => ("", book),
    };
    let related = part(
        &mut package,
        &format!("{folder}_rels/{name}.rels"),
        &mut budget,
        relations,
    )?;
    let texts = related.iter().find(|relation| relation.is("sharedStrings"));
    let texts = resolved(
        folder,
        texts.map_or("sharedStrings.xml", |relation| &relation.target),
    );
    let texts = match package.place(&texts) {
        Some(_) => part(&mut package, &texts, &mut budget, shared_texts)?,
        None => Texts::default(),
    };
    let mut tables = Vec::new();
    let mut held = 0;
    for (id, name) in sheets.iter().take(MOST_SHEETS) {
        let Some(relation) = related.iter().find(|relation| relation.id == *id) else {
            continue;
        };
        let path = resolved(folder, &relation.target);
        // A chart is a sheet too, but not one of cells.
        let of_cells = relation.is("worksheet") || path.to_lowercase().contains("worksheets/");
        if !of_cells || package.place(&path).is_none() {
            continue;
        }
        let mut table = part(&mut package, &path, &mut budget, |xml| {
            cells(xml, &texts, most_rows)
        })?;
        table.sheet.clone_from(name);
        held += table.text.len();
        if held > LARGEST_TABLE {
            return Err(too_large());
        }
        if !table.is_empty() {
            tables.push(table);
        }
    }
    if tables.is_empty() {
        return Err(Failure::failed(text!(table_workbook_empty)));
    }
    Ok(Opened {
        tables,
        workbook: true,
    })
}

fn damaged() -> Failure {
    Failure::failed(text!(table_workbook_damaged))
}

/// Reads one part of the workbook as XML, and takes what was read off the budget.
fn part<T>(
    package: &mut Package<'_>,
    path: &str,
    budget: &mut u64,
    read: impl FnOnce(&mut Xml<'_, '_>) -> Outcome<T>,
) -> Outcome<T> {
    let place = package.place(path).ok_or_else(damaged)?;
    let entry = package
        .archive
        .by_index(place)
        .map_err(|error| damaged().because(error))?;
    let mut xml = Xml {
        reader: Reader::from_reader(BufReader::with_capacity(1 << 16, entry.take(*budget))),
        buffer: Vec::new(),
    };
    xml.reader.config_mut().expand_empty_elements = true;
    let outcome = read(&mut xml);
    *budget = xml.reader.get_ref().get_ref().limit();
    if *budget == 0 { Err(too_large()) } else { outcome }
}

/// A part of a workbook as it unfolds.
type Part<'a, 'b> = BufReader<Take<ZipFile<'a, Cursor<&'b [u8]>>>>;

/// An XML stream and its buffer.
struct Xml<'a, 'b> {
    reader: Reader<Part<'a, 'b>>,
    buffer: Vec<u8>,
}

impl Xml<'_, '_> {
    fn next(&mut self) -> Outcome<Event<'_>> {
        self.buffer.clear();
        self.reader
            .read_event_into(&mut self.buffer)
            .map_err(|error| damaged().because(error))
    }
}

/// The relation and the name of each sheet, and whether days count from 1904.
fn list_of_sheets(xml: &mut Xml<'_, '_>) -> Outcome<(Vec<(String, String)>, bool)> {
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheet" => {
                    let name = attribute(&element, "name").unwrap_or_default().into_owned();
                    sheets.extend(attribute(&element, "id").map(|id| (id.into_owned(), name)));
                }
                "workbookPr" => {
                    from_1904 =
                        attribute(&element, "date1904").is_some_and(|value| value == "1" || value == "true");
                }
                _ => {}
            },
            Event::Eof => return Ok((sheets, from_1904)),
            _ => {}
        }
    }
}

/// What one part says of another.
struct Relation {
    id: String,
    /// An address; its last word says what the other part is.
    kind: String,
    target: String,
}

impl Relation {
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

fn relations(xml: &mut Xml<'_, '_>) -> Outcome<Vec<Relation>> {
    let mut found = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let text = |name| attribute(&element, name).map(Cow::into_owned);
                if let (Some(id), Some(target)) = (text("Id"), text("Target")) {
                    let kind = text("Type").unwrap_or_default();
                    found.push(Relation { id, kind, target });
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The name of the outermost element.
fn root(xml: &mut Xml<'_, '_>) -> Outcome<String> {
    loop {
        match xml.next()? {
            Event::Start(element) => return Ok(element.local_name().as_ref().to_owned()),
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
}

/// The value of an attribute by its name without prefix.
fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value)
}

/// The texts that cells share, one behind the other.
#[derive(Default)]
struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

fn shared_texts(xml: &mut Xml<'_, '_>) -> Outcome<Texts> {
    let mut texts = Texts::default();
    let (mut in_text, mut in_reading_aid) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => in_text = true,
                "rPh" => in_reading_aid = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_reading_aid = false,
                "si" => {
                    let end = u32::try_from(texts.text.len()).map_err(|_| too_large())?;
                    texts.ends.push(end);
                }
                _ => {}
            },
            Event::Eof => return Ok(texts),
            event if in_text && !in_reading_aid => add_text(&event, &mut texts.text),
            _ => {}
        }
    }
}

/// Adds the text of an event.
fn add_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(words) => text.push_str(words),
        Event::CData(words) => text.push_str(words),
        Event::GeneralRef(reference) => text.extend(letter(reference)),
        _ => {}
    }
}

fn letter(reference: &BytesRef<'_>) -> Option<char> {
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}

/// How the value of a cell is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Number,
    Shared,
    Text,
}

fn cells(xml: &mut Xml<'_, '_>, texts: &Texts, most_rows: usize) -> Outcome<Table> {
    let mut table = Table::default();
    let (mut row, mut column, mut width) = (0u32, 0usize, 0usize);
    let mut kind = Value::Number;
    let (mut in_value, mut in_reading_aid) = (false, false);
    let mut value = String::new();
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    let stated = attribute(&element, "r").and_then(|number| number.parse().ok());
                    row = stated.unwrap_or_else(|| row.saturating_add(1));
                    (column, width) = (0, 0);
                }
                "c" => {
                    let stated = attribute(&element, "r").and_then(|place| column_of(&place));
                    column = stated.unwrap_or(column);
                    kind = match attribute(&element, "t").as_deref() {
                        None | Some("n") => Value::Number,
                        Some("s") => Value::Shared,
                        Some(_) => Value::Text,
                    };
                    value.clear();
                }
                "v" | "t" => in_value = true,
                "rPh" => in_reading_aid = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "v" | "t" => in_value = false,
                "rPh" => in_reading_aid = false,
                "c" => {
                    // A cell that stands before the one before it, or too far out, belongs to no table.
                    if column >= width && column < MOST_COLUMNS {
                        while width < column {
                            table.push("")?;
                            width += 1;
                        }
                        match kind {
                            Value::Shared => table.push(shared(&value, texts))?,
                            Value::Number => table.push(&number(&value))?,
                            Value::Text => table.push(&value)?,
                        }
                        width += 1;
                    }
                    column = column.saturating_add(1);
                }
                "row" => {
                    table.end_row(row)?;
                    if table.len() >= most_rows {
                        return Ok(table);
                    }
                }
                "sheetData" => return Ok(table),
                _ => {}
            },
            Event::Eof => return Err(damaged()),
            event if in_value && !in_reading_aid => add_text(&event, &mut value),
            _ => {}
        }
    }
}

fn shared<'a>(index: &str, texts: &'a Texts) -> &'a str {
    let index = index.trim().parse().ok();
    index.and_then(|index| texts.get(index)).unwrap_or("")
}

/// The column of a place such as `AB12`, from 0; `None` without letters.
fn column_of(place: &str) -> Option<usize> {
    let mut column = 0usize;
    for letter in place.bytes().take_while(u8::is_ascii_alphabetic) {
        let digit = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    column.checked_sub(1)
}

/// The shortest decimal text that means the same number: a workbook writes 1.1 as `1.1000000000000001`.
fn number(value: &str) -> String {
    let value = value.trim();
    let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) else {
        return value.to_owned();
    };
    if number.abs() >= EXACT_TO {
        return format!("{number:E}").replace('E', "E+");
    }
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_decimal_text() {
        for (value, text) in [
            ("14.95", "14.95"),
            ("1.1000000000000001", "1.1"),
            ("481", "481"),
            ("0.29999999999999999", "0.3"),
            ("46293.96523148148", "46293.96523148148"),
            ("13800000000", "13800000000"),
            ("2.02609282200141E+27", "2.02609282200141E+27"),
            ("2026092822001414871400000001", "2.026092822001415E+27"),
            ("#N/A", "#N/A"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn columns_go_by_their_letters() {
        for (place, column) in [
            ("A1", Some(0)),
            ("K45", Some(10)),
            ("AA3", Some(26)),
            ("xfd1", Some(16_383)),
            ("12", None),
            ("ZZZZZZZZZZZZZZZZZZZZ1", None),
        ] {
            assert_eq!(column_of(place), column, "{place}");
        }
    }
}
