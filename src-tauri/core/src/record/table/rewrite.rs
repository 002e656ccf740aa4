//! A workbook written anew for calamine, with nothing in it but what cells need.
//!
//! calamine 0.38 reads what spreadsheets write, but it believes a file: it reserves as many texts as the file claims to
//! share, overflows at a place like `ZZZZZZZZ1`, takes the first text for an index that is no number, and gives up a sheet
//! for one cell of a type that it does not know. It also looks for texts and formats under their usual names only. So the
//! parts are found here, by what they are said to be and whatever their names look like, unfolded up to a limit, and
//! written again plainly: rows and cells with checked places, texts in one piece, formats of numbers.

use super::package::{Package, resolved};
use super::{LARGEST_TABLE, MOST_ROWS, too_large};
use crate::{Failure, Outcome, text};
use quick_xml::Reader;
use quick_xml::escape::{partial_escape, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Where nearly every workbook lists its sheets.
const USUAL_MAIN_PART: &str = "xl/workbook.xml";
/// The most texts that cells may share.
const MOST_TEXTS: usize = 6_000_000;
/// The last row and the last column of a sheet, from 1.
const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// The path of the part that lists the sheets, if an archive is a workbook: what the archive says it is, or its usual name.
pub(super) fn main_part(package: &mut Package<'_>) -> Option<String> {
    let mut budget = LARGEST_TABLE as u64;
    let stated = package.text("_rels/.rels", &mut budget).ok().flatten();
    let stated = stated.and_then(|part| relations(&part).ok()).unwrap_or_default();
    let stated = stated.into_iter().find(|relation| relation.is("officeDocument"));
    let stated = stated.map(|relation| resolved("", &relation.target));
    stated
        .into_iter()
        .chain([USUAL_MAIN_PART.to_owned()])
        .find(|path| {
            path.eq_ignore_ascii_case(USUAL_MAIN_PART) && package.has(path)
                || package
                    .text(path, &mut budget)
                    .is_ok_and(|part| part.is_some_and(|part| is_workbook(&part)))
        })
}

/// A workbook as calamine reads it.
pub(super) struct Rewritten {
    pub bytes: Vec<u8>,
    /// The names of its sheets. In `bytes` they are called by their places, from `0`.
    pub sheets: Vec<String>,
    pub from_1904: bool,
}

/// Writes a workbook anew; `book` is its main part. At most `most_rows` rows of each sheet with something in them are taken.
pub(super) fn rewritten(package: &mut Package<'_>, book: &str, most_rows: usize) -> Outcome<Rewritten> {
    let mut budget = LARGEST_TABLE as u64;
    let listed = package.text(book, &mut budget)?.ok_or_else(damaged)?;
    let (listed, from_1904) = list_of_sheets(&listed)?;
    let (folder, name) = match book.rfind('/') {
        Some(place) => book.split_at(place + 1),
        None => ("", book),
    };
    let related = package.text(&format!("{folder}_rels/{name}.rels"), &mut budget)?;
    let related = relations(&related.ok_or_else(damaged)?)?;
    let path_of = |kind: &str, usual: &str| {
        let stated = related.iter().find(|relation| relation.is(kind));
        resolved(folder, stated.map_or(usual, |relation| &relation.target))
    };

    let mut parts = Parts(ZipWriter::new(Cursor::new(Vec::new())));
    let (mut sheets, mut taken) = (Vec::new(), Vec::new());
    for sheet in listed {
        let Some(relation) = related.iter().find(|relation| relation.id == sheet.id) else {
            continue;
        };
        let path = resolved(folder, &relation.target);
        // A chart is a sheet too, but not one of cells.
        let of_cells = relation.is("worksheet") || path.to_lowercase().contains("worksheets/");
        if !of_cells || taken.contains(&path) {
            continue;
        }
        let part = package.text(&path, &mut budget)?.ok_or_else(damaged)?;
        parts.add(
            &format!("xl/worksheets/sheet{}.xml", sheets.len()),
            &cells(&part, most_rows)?,
        )?;
        sheets.push(sheet.name);
        taken.push(path);
    }
    if let Some(part) = package.text(&path_of("sharedStrings", "sharedStrings.xml"), &mut budget)? {
        parts.add("xl/sharedStrings.xml", &shared_texts(&part)?)?;
    }
    if let Some(part) = package.text(&path_of("styles", "styles.xml"), &mut budget)? {
        parts.add("xl/styles.xml", &formats(&part)?)?;
    }
    parts.add_list(sheets.len(), from_1904)?;
    Ok(Rewritten {
        bytes: parts.finish()?,
        sheets,
        from_1904,
    })
}

pub(super) fn damaged() -> Failure {
    Failure::failed(text!(table_workbook_damaged))
}

/// The archive that is written, its parts under their usual names.
struct Parts(ZipWriter<Cursor<Vec<u8>>>);

impl Parts {
    fn add(&mut self, path: &str, part: &str) -> Outcome<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0
            .start_file(path, options)
            .map_err(|error| damaged().because(error))?;
        self.0
            .write_all(part.as_bytes())
            .map_err(|error| damaged().because(error))
    }

    /// Adds the list of the sheets and what leads to it.
    fn add_list(&mut self, sheets: usize, from_1904: bool) -> Outcome<()> {
        let (mut list, mut relations) = (String::new(), String::new());
        for sheet in 0..sheets {
            list += &format!("<sheet name=\"{sheet}\" r:id=\"s{sheet}\"/>");
            relations += &format!(
                "<Relationship Id=\"s{sheet}\" Type=\"/worksheet\" Target=\"worksheets/sheet{sheet}.xml\"/>"
            );
        }
        let from_1904 = u8::from(from_1904);
        for (path, part) in [
            (
                USUAL_MAIN_PART,
                format!("<workbook><workbookPr date1904=\"{from_1904}\"/><sheets>{list}</sheets></workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!("<Relationships>{relations}</Relationships>"),
            ),
            (
                "_rels/.rels",
                format!(
                    "<Relationships><Relationship Id=\"b\" Type=\"/relationships/officeDocument\" \
                     Target=\"{USUAL_MAIN_PART}\"/></Relationships>"
                ),
            ),
        ] {
            self.add(path, &part)?;
        }
        Ok(())
    }

    fn finish(self) -> Outcome<Vec<u8>> {
        let written = self.0.finish().map_err(|error| damaged().because(error))?;
        Ok(written.into_inner())
    }
}

/// An XML text as it is read.
struct Xml<'a>(Reader<&'a [u8]>);

impl<'a> Xml<'a> {
    fn new(part: &'a str) -> Self {
        let mut reader = Reader::from_str(part);
        reader.config_mut().expand_empty_elements = true;
        Self(reader)
    }

    fn next(&mut self) -> Outcome<Event<'a>> {
        self.0.read_event().map_err(|error| damaged().because(error))
    }

    fn skip(&mut self, element: &BytesStart<'_>) -> Outcome<()> {
        match self.0.read_to_end(element.name()) {
            Ok(_) => Ok(()),
            Err(error) => Err(damaged().because(error)),
        }
    }

    /// The text up to the end of an element; what elements inside of it say is left out.
    fn text(&mut self, element: &BytesStart<'_>) -> Outcome<String> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Event::Start(inner) => self.skip(&inner)?,
                Event::End(end) if end.name() == element.name() => return Ok(text),
                Event::Text(words) => text.push_str(&words),
                Event::CData(words) => text.push_str(&words),
                Event::GeneralRef(reference) => text.extend(letter(&reference)),
                Event::Eof => return Err(damaged()),
                _ => {}
            }
        }
    }

    /// The texts up to the end of an element in one piece, without the aids for reading them aloud.
    fn texts(&mut self, element: &BytesStart<'_>) -> Outcome<String> {
        let mut texts = String::new();
        loop {
            match self.next()? {
                Event::Start(inner) => match inner.local_name().as_ref() {
                    "t" => texts += &self.text(&inner)?,
                    "r" => {}
                    _ => self.skip(&inner)?,
                },
                Event::End(end) if end.name() == element.name() => return Ok(texts),
                Event::Eof => return Err(damaged()),
                _ => {}
            }
        }
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

/// The value of an attribute by its name without prefix.
fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value)
}

/// The same as the text that it means.
fn text_of(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = attribute(element, name)?;
    Some(match unescape(&value) {
        Ok(text) => text.into_owned(),
        Err(_) => value.into_owned(),
    })
}

/// Whether the outermost element is a workbook.
fn is_workbook(part: &str) -> bool {
    let mut xml = Xml::new(part);
    loop {
        match xml.next() {
            Ok(Event::Start(element)) => return element.local_name().as_ref() == "workbook",
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
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

fn relations(part: &str) -> Outcome<Vec<Relation>> {
    let (mut xml, mut found) = (Xml::new(part), Vec::new());
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let text = |name| text_of(&element, name);
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

struct Sheet {
    name: String,
    /// Of its relation.
    id: String,
}

/// The sheets, and whether days are counted from 1904.
fn list_of_sheets(part: &str) -> Outcome<(Vec<Sheet>, bool)> {
    let (mut xml, mut sheets, mut from_1904) = (Xml::new(part), Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheet" => {
                    if let Some(id) = text_of(&element, "id") {
                        let name = text_of(&element, "name").unwrap_or_default();
                        sheets.push(Sheet { name, id });
                    }
                }
                "workbookPr" => {
                    if let Some(value) = attribute(&element, "date1904") {
                        from_1904 = value == "1" || value == "true";
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok((sheets, from_1904)),
            _ => {}
        }
    }
}

fn shared_texts(part: &str) -> Outcome<String> {
    let mut xml = Xml::new(part);
    let (mut texts, mut out) = (0, "<sst>".to_owned());
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                texts += 1;
                if texts > MOST_TEXTS {
                    return Err(too_large());
                }
                let text = xml.texts(&element)?;
                out += "<si><t xml:space=\"preserve\">";
                out += &partial_escape(&text);
                out += "</t></si>";
            }
            Event::Eof => {
                out += "</sst>";
                return Ok(out);
            }
            _ => {}
        }
    }
}

/// The formats of numbers, which say which of them are days.
fn formats(part: &str) -> Outcome<String> {
    let mut xml = Xml::new(part);
    let (mut codes, mut of_cells) = (String::new(), String::new());
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let said = text_of(&element, "numFmtId").zip(text_of(&element, "formatCode"));
                    if let Some((id, code)) = said {
                        codes += &format!(
                            "<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>",
                            quick_xml::escape::escape(&id),
                            quick_xml::escape::escape(&code)
                        );
                    }
                }
                "cellXfs" => loop {
                    match xml.next()? {
                        Event::Start(format) => {
                            if format.local_name().as_ref() == "xf" {
                                let id = text_of(&format, "numFmtId").unwrap_or_default();
                                of_cells += &format!("<xf numFmtId=\"{}\"/>", quick_xml::escape::escape(&id));
                            }
                            xml.skip(&format)?;
                        }
                        Event::End(_) => break,
                        Event::Eof => return Err(damaged()),
                        _ => {}
                    }
                },
                // Formats that only apply under a condition have codes of their own under the same numbers.
                "dxfs" => xml.skip(&element)?,
                _ => {}
            },
            Event::Eof => {
                return Ok(format!(
                    "<styleSheet><numFmts>{codes}</numFmts><cellXfs>{of_cells}</cellXfs></styleSheet>"
                ));
            }
            _ => {}
        }
    }
}

fn cells(part: &str, most_rows: usize) -> Outcome<String> {
    let mut xml = Xml::new(part);
    let mut out = String::with_capacity(part.len() / 2);
    out += "<worksheet><sheetData>";
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "sheetData" => break,
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
    let (mut rows, mut filled) = (0, false);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    filled = false;
                    match attribute(&element, "r") {
                        Some(number) => row(&number, &mut out)?,
                        None => out += "<row>",
                    }
                }
                "c" => filled |= cell(&mut xml, &element, &mut out)?,
                _ => xml.skip(&element)?,
            },
            Event::End(element) => match element.local_name().as_ref() {
                "row" => {
                    out += "</row>";
                    rows += usize::from(filled);
                    if rows > MOST_ROWS {
                        return Err(too_large());
                    }
                    if rows >= most_rows {
                        break;
                    }
                }
                "sheetData" => break,
                _ => {}
            },
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
    out += "</sheetData></worksheet>";
    Ok(out)
}

fn row(number: &str, out: &mut String) -> Outcome<()> {
    let number: u32 = number.trim().parse().map_err(|_| damaged())?;
    if !(1..=LAST_ROW).contains(&number) {
        return Err(damaged());
    }
    let _ = write!(out, "<row r=\"{number}\">");
    Ok(())
}

/// Writes a cell; says whether there is anything in it.
fn cell(xml: &mut Xml<'_>, element: &BytesStart<'_>, out: &mut String) -> Outcome<bool> {
    *out += "<c";
    if let Some(place) = attribute(element, "r") {
        let (column, row) = place_of(&place).ok_or_else(damaged)?;
        let _ = write!(out, " r=\"{column}{row}\"");
    }
    let style = attribute(element, "s").and_then(|style| style.parse::<u32>().ok());
    if let Some(style) = style {
        let _ = write!(out, " s=\"{style}\"");
    }
    let kind = attribute(element, "t");
    let kind = kind.as_deref().unwrap_or("n");
    *out += match kind {
        "n" | "N" => ">",
        "s" => " t=\"s\">",
        "b" => " t=\"b\">",
        "d" => " t=\"d\">",
        "inlineStr" | "is" => " t=\"inlineStr\">",
        // What went wrong in a cell is read as it is shown, and so is what is not known.
        _ => " t=\"str\">",
    };
    let mut filled = false;
    loop {
        match xml.next()? {
            Event::Start(inner) => match inner.local_name().as_ref() {
                "v" => {
                    let text = xml.text(&inner)?;
                    let text = match kind {
                        "s" if !text.trim().is_empty() => index(&text)?,
                        "str" => text,
                        _ => text.trim().to_owned(),
                    };
                    filled |= !text.is_empty();
                    *out += "<v>";
                    *out += &partial_escape(&text);
                    *out += "</v>";
                }
                "is" => {
                    let text = xml.texts(&inner)?;
                    filled |= !text.is_empty();
                    *out += "<is><t xml:space=\"preserve\">";
                    *out += &partial_escape(&text);
                    *out += "</t></is>";
                }
                _ => xml.skip(&inner)?,
            },
            Event::End(end) if end.name() == element.name() => break,
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
    *out += "</c>";
    Ok(filled)
}

/// The place of a text among those that are shared.
fn index(text: &str) -> Outcome<String> {
    let index: u32 = text.trim().parse().map_err(|_| damaged())?;
    Ok(index.to_string())
}

/// The column's letters and the row of a place such as `AB12` that a sheet has.
fn place_of(place: &str) -> Option<(&str, u32)> {
    let place = place.trim();
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = place.split_at_checked(letters)?;
    let mut number = 0u32;
    for letter in column.bytes() {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        number = number.checked_mul(26)?.checked_add(digit)?;
    }
    let row = row.parse().ok()?;
    ((1..=LAST_COLUMN).contains(&number) && (1..=LAST_ROW).contains(&row)).then_some((column, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_that_a_sheet_has_are_places() {
        for (place, found) in [
            ("A1", Some(("A", 1))),
            ("K45", Some(("K", 45))),
            ("xfd1048576", Some(("xfd", 1_048_576))),
            ("XFE1", None),
            ("A1048577", None),
            ("A0", None),
            ("12", None),
            ("A", None),
            ("金1", None),
            ("ZZZZZZZZZZZZZZZZZZZZ1", None),
        ] {
            assert_eq!(place_of(place), found, "{place}");
        }
    }

    fn sheet(cells: &str) -> Outcome<String> {
        let part = format!("<x:worksheet><x:sheetData><x:row>{cells}</x:row></x:sheetData></x:worksheet>");
        super::cells(&part.replace("<c", "<x:c").replace("</c", "</x:c"), usize::MAX)
    }

    #[test]
    fn a_cell_is_written_plainly() {
        for (cell, written) in [
            (
                "<c r=\"B2\" s=\"4\"><v>98.5</v></c>",
                "<c r=\"B2\" s=\"4\"><v>98.5</v></c>",
            ),
            ("<c t=\"N\"><v> 1 </v></c>", "<c><v>1</v></c>"),
            // Calamine reads no further than the first piece of a number.
            ("<c><v>9<!-- -->8&#53;</v></c>", "<c><v>985</v></c>"),
            ("<c t=\"e\"><v>#SPILL!</v></c>", "<c t=\"str\"><v>#SPILL!</v></c>"),
            (
                "<c t=\"neu\"><v>a<![CDATA[<b>]]></v></c>",
                "<c t=\"str\"><v>a&lt;b&gt;</v></c>",
            ),
            (
                "<c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>话</t></r><r><t>费</t></r><rPh><t>hua</t></rPh></is></c>",
                "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">话费</t></is></c>",
            ),
            (
                "<c><f>1+1</f><v>2</v><extLst><ext/></extLst></c>",
                "<c><v>2</v></c>",
            ),
        ] {
            let whole = format!("<worksheet><sheetData><row>{written}</row></sheetData></worksheet>");
            assert_eq!(sheet(cell), Ok(whole), "{cell}");
        }
        for cell in [
            "<c t=\"s\"><v>x</v></c>",
            "<c r=\"ZZZZZZZZ1\"/>",
            "<c><v>1",
            "<c r=\"A0\"/>",
        ] {
            assert_eq!(sheet(cell), Err(damaged()), "{cell}");
        }
    }

    #[test]
    fn only_formats_of_cells_count() {
        let part = "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy\"年\"'/></numFmts><cellStyleXfs>\
                    <xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='176'><alignment/></xf><xf/></cellXfs>\
                    <dxfs><dxf><numFmt numFmtId='176' formatCode='0'/></dxf></dxfs></styleSheet>";
        assert_eq!(
            formats(part).unwrap(),
            "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;\"/></numFmts><cellXfs>\
             <xf numFmtId=\"176\"/><xf numFmtId=\"\"/></cellXfs></styleSheet>"
        );
    }
}
