//! Workbooks and archives made for tests.

use std::io::{Cursor, Write};
use zip::write::{FileOptions, SimpleFileOptions};
use zip::{CompressionMethod, ZipWriter};

/// The content of a cell of a made workbook.
#[derive(Clone, Copy)]
pub(crate) enum Made<'a> {
    /// A text that is shared with other cells.
    Shared(&'a str),
    /// A text in the cell.
    Inline(&'a str),
    /// A number, as it stands in the file.
    Number(&'a str),
    /// A formula and what it came to.
    Formula(&'a str, &'a str),
    /// No cell at all.
    Absent,
}

/// A row of a made workbook: its number, and its cells.
pub(crate) type MadeRow<'a> = (u32, Vec<Made<'a>>);

pub(crate) fn archive(entries: &[(&str, &[u8])], options: FileOptions<'_, '_, ()>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a workbook with these sheets.
pub(crate) fn parts(sheets: &[Vec<MadeRow<'_>>]) -> Vec<(String, Vec<u8>)> {
    let mut texts: Vec<&str> = Vec::new();
    let mut parts = Vec::new();
    let (mut list, mut relations) = (String::new(), String::new());
    for (number, rows) in (1..).zip(sheets) {
        list += &format!("<sheet name=\"S{number}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        relations +=
            &format!("<Relationship Id=\"rId{number}\" Type=\"t\" Target=\"worksheets/sheet{number}.xml\"/>");
        let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet><sheetData>".to_owned();
        for (row, cells) in rows {
            xml += &format!("<row r=\"{row}\">");
            for (column, cell) in (b'A'..).zip(cells) {
                let place = format!("{}{row}", char::from(column));
                match cell {
                    Made::Shared(text) => {
                        let index = texts.iter().position(|known| known == text).unwrap_or_else(|| {
                            texts.push(text);
                            texts.len() - 1
                        });
                        xml += &format!("<c r=\"{place}\" t=\"s\"><v>{index}</v></c>");
                    }
                    Made::Inline(text) => {
                        xml += &format!(
                            "<c r=\"{place}\" t=\"inlineStr\"><is><t>{}</t></is></c>",
                            escaped(text)
                        );
                    }
                    Made::Number(text) => xml += &format!("<c r=\"{place}\" s=\"3\"><v>{text}</v></c>"),
                    Made::Formula(formula, text) => {
                        xml += &format!(
                            "<c r=\"{place}\" t=\"str\"><f>{}</f><v>{}</v></c>",
                            escaped(formula),
                            escaped(text)
                        );
                    }
                    Made::Absent => {}
                }
            }
            xml += "</row>";
        }
        xml += "</sheetData></worksheet>";
        parts.push((format!("xl/worksheets/sheet{number}.xml"), xml.into_bytes()));
    }
    let strings: String = texts
        .iter()
        .map(|text| {
            format!(
                "<si><r><t xml:space=\"preserve\">{}</t></r><rPh><t>yin</t></rPh></si>",
                escaped(text)
            )
        })
        .collect();
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns:r=\"r\"><workbookPr/><sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships>{relations}</Relationships>"),
        ),
        (
            "xl/sharedStrings.xml",
            format!("<sst uniqueCount=\"99999999999999999\">{strings}</sst>"),
        ),
    ] {
        parts.push((name.to_owned(), text.into_bytes()));
    }
    parts
}

pub(crate) fn workbook(sheets: &[Vec<MadeRow<'_>>]) -> Vec<u8> {
    packed(&parts(sheets))
}

/// A workbook of these parts.
pub(crate) fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let entries: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    archive(
        &entries,
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&#34;")
}
