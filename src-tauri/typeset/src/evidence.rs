//! An evidence file: one exhibit after the other, each with its number, source, time and hash above its
//! picture.

use super::Fonts;
use super::fit::{Fate, fit};
use super::picture::{Form, Picture};
use super::world::{Asset, Template, broken, check_characters, print};
use daozhang_core::prove::pages::{
    EvidenceFile, MOST_PIXELS, PrintedEvidence, Reduced, Shown, ShownExhibit, Stamp,
};
use daozhang_core::{Failure, Outcome, text};
use serde::Serialize;
use std::collections::BTreeSet;
use typst::foundations::Bytes;

const TEMPLATE: Template = ("evidence.typ", include_str!("templates/evidence.typ"));
/// What a file takes beside its pictures: its fonts and structure, and each exhibit's page. Only a first
/// guess.
const FRAME: u64 = 160_000;
const FRAME_EACH: u64 = 4_000;
/// How often a file is set again because the guess was too small.
const TRIES: usize = 4;
/// Pixels of a phone's screenshot, for an exhibit that does not say how many it has.
const USUAL_PIXELS: (u32, u32) = (1080, 2400);

/// What the template is given.
#[derive(Serialize)]
struct Sheet<'a> {
    title: String,
    case_title: &'a str,
    exhibits: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    exhibit: &'a ShownExhibit,
    /// The label of its first page.
    label: String,
    body: Body<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase", tag = "is")]
enum Body<'a> {
    Picture { path: String, width: u32, height: u32 },
    Text { text: &'a str },
    Unreadable,
    Large,
}

/// Sets an evidence file of at most `limit` bytes.
///
/// `fetch` gives the bytes of an exhibit's picture by its place in the list, PNG, JPEG or WebP. It is called
/// in order, and again from the first one on where pictures have to be reduced. Its failure ends the work,
/// which is how to cancel it.
pub(super) fn evidence(
    fonts: &Fonts,
    file: &EvidenceFile,
    limit: u64,
    stamp: &Stamp,
    mut fetch: impl FnMut(usize) -> Outcome<Vec<u8>>,
) -> Outcome<PrintedEvidence> {
    let pictures: Vec<usize> = (0..file.exhibits.len())
        .filter(|place| matches!(file.exhibits[*place].shown, Shown::Picture(_)))
        .collect();
    let weights: Vec<u64> = pictures
        .iter()
        .map(|place| weight(&file.exhibits[*place].shown))
        .collect();
    let all: Vec<Option<&Fate>> = vec![None; file.exhibits.len()];
    check_characters(fonts, TEMPLATE, &sheet(file, &all))?;

    let mut room = limit.saturating_sub(FRAME + FRAME_EACH * file.exhibits.len() as u64);
    for _ in 0..TRIES {
        let fates = fit(&weights, room, &mut |picture| fetch(pictures[picture]))?;
        let mut by_exhibit: Vec<Option<&Fate>> = vec![None; file.exhibits.len()];
        for (place, fate) in pictures.iter().zip(&fates) {
            by_exhibit[*place] = Some(fate);
        }
        let parts = parts(&by_exhibit);
        let set = print(fonts, TEMPLATE, &sheet(file, &by_exhibit), parts, stamp)?;
        if embedded(&set.pdf) < distinct(&fates) {
            return Err(broken("a picture is not in the PDF"));
        }
        let length = set.pdf.len() as u64;
        if length <= limit {
            let first_pages: Vec<Option<u32>> = (0..file.exhibits.len())
                .map(|place| set.page_of(&label(place)))
                .collect();
            return Ok(PrintedEvidence {
                pages: set.pages,
                places: spans(&first_pages, set.pages),
                left_out: which(&by_exhibit, |fate| matches!(fate, Fate::LeftOut)),
                unreadable: which(&by_exhibit, |fate| matches!(fate, Fate::Unreadable)),
                reduced: reduction(&fates),
                pdf: set.pdf,
            });
        }
        // Everything beside the pictures keeps its length, so what was too much comes off the room for them.
        room = room.saturating_sub(length - limit + FRAME_EACH);
    }
    Err(Failure::failed(text!(
        pdf_too_much_text,
        number = file.number,
        limit = limit.to_string()
    )))
}

/// A picture's weight when room is shared out: its pixels.
fn weight(shown: &Shown) -> u64 {
    match shown {
        Shown::Picture(pixels) => {
            let (width, height) = pixels.unwrap_or(USUAL_PIXELS);
            (u64::from(width) * u64::from(height)).clamp(1, MOST_PIXELS)
        }
        Shown::Text(_) => 0,
    }
}

fn label(place: usize) -> String {
    format!("exhibit-{place}")
}

/// The template's data: everything that is not left out.
fn sheet<'a>(file: &'a EvidenceFile, fates: &[Option<&Fate>]) -> Sheet<'a> {
    let entry = |place: usize, exhibit: &'a ShownExhibit| {
        let body = match (&exhibit.shown, fates[place]) {
            (Shown::Text(text), _) => Body::Text { text },
            (_, Some(Fate::Shown(picture))) => {
                let (width, height) = picture.original;
                let path = frame_path(place);
                Body::Picture { path, width, height }
            }
            (_, Some(Fate::LeftOut)) => return None,
            (shown, Some(Fate::Unreadable) | None) if shown.is_too_large() => Body::Large,
            (_, Some(Fate::Unreadable) | None) => Body::Unreadable,
        };
        Some(Entry {
            exhibit,
            label: label(place),
            body,
        })
    };
    Sheet {
        title: format!("文件{}　{}", file.number, file.title),
        case_title: &file.case_title,
        exhibits: file
            .exhibits
            .iter()
            .enumerate()
            .filter_map(|(place, exhibit)| entry(place, exhibit))
            .collect(),
    }
}

fn frame_path(place: usize) -> String {
    format!("pictures/{place}.svg")
}

/// The files of the pictures: each as it is, and a frame around it. Typst opens a picture that it is given
/// directly and keeps its pixels; one inside an SVG goes into the PDF as the bytes that it is.
fn parts(fates: &[Option<&Fate>]) -> Vec<Asset> {
    let mut parts = Vec::new();
    for (place, fate) in fates.iter().enumerate() {
        if let Some(Fate::Shown(picture)) = fate {
            let names: Vec<String> = (0..picture.tiles.len())
                .map(|tile| tile_name(place, tile, picture.form))
                .collect();
            parts.push((frame_path(place), Bytes::new(frame(picture, &names).into_bytes())));
            for (name, tile) in names.iter().zip(&picture.tiles) {
                parts.push((format!("pictures/{name}"), tile.data.clone()));
            }
        }
    }
    parts
}

fn tile_name(place: usize, tile: usize, form: Form) -> String {
    let ending = match form {
        Form::Jpeg => "jpg",
        Form::Png => "png",
    };
    format!("{place}-{tile}.{ending}")
}

/// An SVG that holds a picture and turns it upright.
fn frame(picture: &Picture, names: &[String]) -> String {
    let (width, height) = picture.size();
    let (w, h) = picture.stored;
    let matrix = match picture.turn {
        2 => format!("-1 0 0 1 {w} 0"),
        3 => format!("-1 0 0 -1 {w} {h}"),
        4 => format!("1 0 0 -1 0 {h}"),
        5 => "0 1 1 0 0 0".to_owned(),
        6 => format!("0 1 -1 0 {h} 0"),
        7 => format!("0 -1 -1 0 {h} {w}"),
        8 => format!("0 -1 1 0 0 {w}"),
        _ => "1 0 0 1 0 0".to_owned(),
    };
    let tiles: String = names
        .iter()
        .zip(&picture.tiles)
        .map(|(name, tile)| {
            let (top, rows) = (tile.top, tile.rows);
            format!(r#"<image y="{top}" width="{w}" height="{rows}" href="{name}"/>"#)
        })
        .collect();
    let size = format!(r#"width="{width}" height="{height}" viewBox="0 0 {width} {height}""#);
    let turned = format!(r#"<g transform="matrix({matrix})">{tiles}</g>"#);
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {size}>{turned}</svg>"#)
}

/// How many different encoded pictures a file has to hold.
fn distinct(fates: &[Fate]) -> usize {
    let tiles: BTreeSet<&[u8]> = fates
        .iter()
        .filter_map(|fate| match fate {
            Fate::Shown(picture) => Some(&picture.tiles),
            Fate::LeftOut | Fate::Unreadable => None,
        })
        .flatten()
        .map(|tile| tile.data.as_slice())
        .collect();
    tiles.len()
}

/// How many pictures a PDF holds, not counting those that are another one's transparency. The PDF writer
/// leaves out a picture that it cannot read without a word, and an empty frame is the last thing that
/// evidence should show.
fn embedded(pdf: &[u8]) -> usize {
    let count = |what: &[u8]| pdf.windows(what.len()).filter(|window| *window == what).count();
    count(b"/Subtype/Image").saturating_sub(count(b"/SMask "))
}

/// From where each exhibit starts to where the next one does.
fn spans(first_pages: &[Option<u32>], pages: u32) -> Vec<Option<(u32, u32)>> {
    let mut last = pages;
    let mut spans: Vec<Option<(u32, u32)>> = first_pages
        .iter()
        .rev()
        .map(|first| {
            first.map(|first| {
                let span = (first, last.max(first));
                last = first.saturating_sub(1);
                span
            })
        })
        .collect();
    spans.reverse();
    spans
}

fn which(fates: &[Option<&Fate>], is: impl Fn(&Fate) -> bool) -> Vec<usize> {
    fates
        .iter()
        .enumerate()
        .filter(|(_, fate)| fate.is_some_and(&is))
        .map(|(place, _)| place)
        .collect()
}

fn reduction(fates: &[Fate]) -> Option<Reduced> {
    let reduced: Vec<(u8, bool)> = fates
        .iter()
        .filter_map(|fate| match fate {
            Fate::Shown(picture) => picture.quality.map(|quality| (quality, picture.narrowed)),
            Fate::LeftOut | Fate::Unreadable => None,
        })
        .collect();
    Some(Reduced {
        pictures: reduced.len(),
        quality: reduced.iter().map(|(quality, _)| *quality).min()?,
        narrowed: reduced.iter().filter(|(_, narrowed)| *narrowed).count(),
    })
}
