//! One run of Typst: templates, data, pictures and fonts from memory, a PDF out. Nothing is read from disk or
//! network.

use super::Fonts;
use super::plain::clean;
use daozhang_core::prove::pages::Stamp;
use daozhang_core::{Failure, Outcome, text};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration, Label, Smart};
use typst::introspection::Introspector;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// What all templates share.
const SHEET: (&str, &str) = ("sheet.typ", include_str!("templates/sheet.typ"));
/// Where a template finds its data. Data are values to Typst, never markup.
const DATA: &str = "data.json";

/// A template: its name and its text.
pub(super) type Template = (&'static str, &'static str);

/// A file that a template reads: its path and its bytes.
pub(super) type Asset = (String, Bytes);

/// A document that was set.
pub(super) struct Print {
    pub pdf: Vec<u8>,
    pub pages: u32,
    document: PagedDocument,
}

impl Print {
    /// The page, counted from 1, on which the template put a label.
    pub fn page_of(&self, label: &str) -> Option<u32> {
        let introspector = self.document.introspector();
        let label = Label::new(PicoStr::intern(label))?;
        let place = introspector.query_label(label).ok()?.location()?;
        u32::try_from(introspector.page(place)?.get()).ok()
    }
}

/// Fails with a character's name if no font draws it. Worth asking before pictures are worked on.
pub(super) fn check_characters(fonts: &Fonts, template: Template, data: &impl Serialize) -> Outcome<()> {
    let (_, used) = characters(template, data)?;
    fonts.cover(&used).map(|_| ())
}

/// Sets a document and makes it a PDF/A-2b. The same input gives the same bytes.
pub(super) fn print(
    fonts: &Fonts,
    template: Template,
    data: &impl Serialize,
    parts: Vec<Asset>,
    stamp: &Stamp,
) -> Outcome<Print> {
    let (data, used) = characters(template, data)?;
    let faces = fonts.cover(&used)?;
    let families = |first: &str, second: &str| -> Vec<String> {
        let others = faces.iter().skip(2).map(|font| font.info().family.clone());
        [first.to_owned(), second.to_owned()]
            .into_iter()
            .chain(others)
            .collect()
    };
    let (text, head) = (fonts.text_family(), fonts.head_family());
    let given = json!({
        "data": data,
        "text": families(text, head),
        "head": families(head, text),
    });
    let desk = Desk::new(template, given.to_string(), parts, faces)?;
    let printed = desk.print(stamp);
    // What Typst remembers of this run would hold its pictures until the program ends.
    typst::comemo::evict(0);
    printed
}

/// The cleaned data, and all characters that it and the templates use.
fn characters(template: Template, data: &impl Serialize) -> Outcome<(Value, BTreeSet<char>)> {
    let mut data = serde_json::to_value(data).map_err(|error| broken(&error.to_string()))?;
    let mut used: BTreeSet<char> = [template.1, SHEET.1]
        .iter()
        .flat_map(|text| text.chars())
        .filter(|c| !c.is_control())
        .collect();
    clean(&mut data, &mut used);
    Ok((data, used))
}

/// Everything that Typst may see.
struct Desk {
    standard: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Desk {
    fn new(template: Template, data: String, parts: Vec<Asset>, fonts: Vec<Font>) -> Outcome<Self> {
        let mut sources = HashMap::new();
        for (name, text) in [template, SHEET] {
            let id = file_id(name)?;
            sources.insert(id, Source::new(id, text.to_owned()));
        }
        let mut files = HashMap::from([(file_id(DATA)?, Bytes::from_string(data))]);
        for (path, bytes) in parts {
            files.insert(file_id(&path)?, bytes);
        }
        Ok(Self {
            standard: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: file_id(template.0)?,
            sources,
            files,
        })
    }

    fn print(&self, stamp: &Stamp) -> Outcome<Print> {
        let compiled = typst::compile::<PagedDocument>(self);
        debug_assert!(
            compiled.warnings.is_empty(),
            "the templates should not warn: {:?}",
            compiled.warnings
        );
        let document = compiled.output.map_err(|errors| first(&errors))?;
        let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|error| broken(error.message()))?;
        let options = PdfOptions {
            creator: Smart::Custom(Some("到账".to_owned())),
            timestamp: Some(timestamp(stamp)?),
            standards,
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| first(&errors))?;
        Ok(Print {
            pdf,
            pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
            document,
        })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// The templates know no clock.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Typst keeps every path that it ever saw until the program ends, at most 65,535: paths must repeat from run
/// to run.
fn file_id(path: &str) -> Outcome<FileId> {
    let path = VirtualPath::new(path).map_err(|_| broken(path))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

fn timestamp(stamp: &Stamp) -> Outcome<Timestamp> {
    Datetime::from_ymd_hms(
        stamp.year,
        stamp.month,
        stamp.day,
        stamp.hour,
        stamp.minute,
        stamp.second,
    )
    .and_then(|at| Timestamp::new_local(at, stamp.offset_minutes))
    .ok_or_else(|| broken("no such date"))
}

fn first(errors: &EcoVec<SourceDiagnostic>) -> Failure {
    broken(errors.first().map_or("unknown", |error| error.message.as_str()))
}

/// A fault of the templates or of Typst, which a person can only report.
pub(super) fn broken(what: &str) -> Failure {
    Failure::failed(text!(pdf_broken, what = what))
}
