//! An evidence file: one exhibit after the other, each with its number, source, time and hash above its
//! picture.

use super::fit::{Fate, fit};
use super::picture::{Form, MOST_PIXELS, Picture};
use super::world::{Part, Template, broken, check_characters, print};
use super::{Fonts, Stamp};
use crate::{Failure, Outcome};
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

/// An evidence file to be set.
#[derive(Clone, Debug)]
pub struct EvidenceFile {
    /// Its number in the package, as references name it: `文件2`.
    pub number: u8,
    /// Its title: `交易与支付凭证`.
    pub title: String,
    /// The case's title, printed on top of every page.
    pub case_title: String,
    /// What it shows, in order.
    pub exhibits: Vec<Exhibit>,
}

/// One piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct Exhibit {
    /// The group that it belongs to, with its number: `三、履行`. Exhibits of one group follow each other.
    pub group: String,
    /// Its number: `3-1`.
    pub number: String,
    /// What it is: `微信支付账单详情截图`.
    pub name: String,
    /// Where it comes from: `本人手机，微信 App`.
    pub source: String,
    /// When it was made or kept, as a person reads it.
    pub time: String,
    /// The name of its file in the archive.
    pub file: String,
    /// The SHA-256 of that file, in hexadecimal digits.
    pub sha256: String,
    /// What is shown of it.
    #[serde(skip)]
    pub shown: Shown,
}

/// What an evidence file shows of an exhibit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Its picture, which is asked for when its turn comes. Width and height in pixels, where they are known.
    Picture(Option<(u32, u32)>),
    /// A text: a bill's row, a letter that was sent, or where the original is.
    Text(String),
}

/// An evidence file that was set.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// The first and last page of each exhibit, in the order given; none for one that was left out.
    pub places: Vec<Option<(u32, u32)>>,
    /// The exhibits that had no room, by their place in the list: for a further file, or the archive alone.
    pub left_out: Vec<usize>,
    /// The exhibits whose picture cannot be opened. Their page says so.
    pub unreadable: Vec<usize>,
    /// How many pictures were reduced, and how far.
    pub reduced: Option<Reduced>,
}

/// What was done to pictures to make them fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduced {
    /// How many were encoded anew.
    pub pictures: usize,
    /// The lowest JPEG quality among them.
    pub quality: u8,
    /// How many of them also became narrower.
    pub narrowed: usize,
}

impl Evidence {
    /// What a person should know about this file before uploading it, one sentence each. What had no room is named unless
    /// it is in another file.
    pub fn warnings(&self, file: &EvidenceFile, in_another: bool) -> Vec<String> {
        let named = |places: &[usize]| {
            let numbers: Vec<&str> = places
                .iter()
                .filter_map(|place| file.exhibits.get(*place))
                .map(|exhibit| exhibit.number.as_str())
                .collect();
            numbers.join("、")
        };
        let number = file.number;
        let mut warnings = Vec::new();
        if let Some(reduced) = self.reduced {
            let narrower = if reduced.narrowed > 0 {
                format!("，其中 {} 张还缩小了尺寸", reduced.narrowed)
            } else {
                String::new()
            };
            let Reduced {
                pictures, quality, ..
            } = reduced;
            warnings.push(format!(
                "文件{number}里有 {pictures} 张图片为了不超过大小限制做了压缩\
                 （JPEG 质量最低 {quality}{narrower}），原件没有改动。"
            ));
        }
        if !self.left_out.is_empty() && !in_another {
            warnings.push(format!(
                "文件{number}放不下 {} 项证据（{}），请放进另一个文件，或当面、另行提供。",
                self.left_out.len(),
                named(&self.left_out)
            ));
        }
        if !self.unreadable.is_empty() {
            warnings.push(format!(
                "文件{number}里有 {} 张图片打不开（{}），页面上只写明了来源和哈希，请重新截图。",
                self.unreadable.len(),
                named(&self.unreadable)
            ));
        }
        warnings
    }
}

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
    exhibit: &'a Exhibit,
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
}

/// Sets an evidence file of at most `limit` bytes.
///
/// `fetch` gives the bytes of an exhibit's picture by its place in the list, PNG, JPEG or WebP. It is called
/// in order, and again from the first one on where pictures have to be reduced. Its failure ends the work,
/// which is how to cancel it.
pub fn evidence(
    fonts: &Fonts,
    file: &EvidenceFile,
    limit: u64,
    stamp: &Stamp,
    mut fetch: impl FnMut(usize) -> Outcome<Vec<u8>>,
) -> Outcome<Evidence> {
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
            return Ok(Evidence {
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
    Err(Failure::failed(format!(
        "文件{}里的文字太多，放不进 {} 字节，请分成几个案件导出。",
        file.number, limit
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
    let entry = |place: usize, exhibit: &'a Exhibit| {
        let body = match (&exhibit.shown, fates[place]) {
            (Shown::Text(text), _) => Body::Text { text },
            (_, Some(Fate::Shown(picture))) => {
                let (width, height) = picture.original;
                let path = frame_path(place);
                Body::Picture { path, width, height }
            }
            (_, Some(Fate::LeftOut)) => return None,
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
fn parts(fates: &[Option<&Fate>]) -> Vec<Part> {
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
