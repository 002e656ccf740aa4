//! The machine's own Chinese fonts. A document never shows an empty box: a character that no font draws is an
//! error.

use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use fontdb::{Database, FaceInfo, ID, Style};
use std::collections::BTreeSet;
use std::path::Path;
use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::Font;

/// Families for running text, the best first: 宋体, as official papers are set.
const TEXT: [&str; 10] = [
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "SimSun",
    "NSimSun",
    "STSong",
    "FandolSong",
    "AR PL UMing CN",
];
/// Families for headings and labels, the best first: 黑体.
const HEAD: [&str; 15] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "Heiti SC",
    "SimHei",
    "DengXian",
    "HarmonyOS Sans SC",
    "MiSans",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
];
/// A font that draws these is one for simplified Chinese.
const PROBE: [char; 4] = ['投', '诉', '证', '据'];
/// How many characters without a glyph a message names.
const MOST_NAMED: usize = 8;

/// The fonts of a machine, and the two faces that all documents are set in.
pub struct Fonts {
    shelf: Database,
    text: Font,
    head: Font,
}

impl Fonts {
    /// Looks through the fonts that the system knows.
    pub fn of_this_machine() -> Outcome<Self> {
        let mut shelf = Database::new();
        shelf.load_system_fonts();
        Self::choose(shelf)
    }

    /// Looks through the font files below these folders only.
    pub fn in_folders<P: AsRef<Path>>(folders: &[P]) -> Outcome<Self> {
        let mut shelf = Database::new();
        for folder in folders {
            shelf.load_fonts_dir(folder);
        }
        Self::choose(shelf)
    }

    fn choose(shelf: Database) -> Outcome<Self> {
        let regular = || find(&shelf, &TEXT, 400).or_else(|| find(&shelf, &HEAD, 400));
        let bold = || find(&shelf, &HEAD, 700).or_else(|| find(&shelf, &TEXT, 700));
        let (text, head) = match (regular(), bold()) {
            (Some(text), Some(head)) => (text, head),
            // A font that is not listed still beats an error.
            _ => {
                let any = sorted(&shelf, 400)
                    .into_iter()
                    .find_map(|id| load(&shelf, id))
                    .ok_or_else(no_font)?;
                (any.clone(), any)
            }
        };
        Ok(Self { shelf, text, head })
    }

    pub fn text_family(&self) -> &str {
        &self.text.info().family
    }

    pub fn head_family(&self) -> &str {
        &self.head.info().family
    }

    /// The two faces, and whichever others of the machine it takes to draw all these characters: those of the
    /// families for headings first. A face may draw in outlines or in pictures (emoji).
    pub(super) fn cover(&self, used: &BTreeSet<char>) -> Outcome<Vec<Font>> {
        let mut fonts = vec![self.text.clone(), self.head.clone()];
        // The bold face of headings would stand out among running text, so it does not count.
        let text = &self.text.info().coverage;
        let mut lacking: Vec<char> = used
            .iter()
            .copied()
            .filter(|c| !text.contains(u32::from(*c)))
            .collect();
        if lacking.is_empty() {
            return Ok(fonts);
        }
        let rank = |id: &ID| {
            let face = self.shelf.face(*id)?;
            HEAD.iter().position(|family| belongs(face, family))
        };
        let mut faces = sorted(&self.shelf, 400);
        faces.sort_by_key(|id| rank(id).unwrap_or(HEAD.len()));
        for id in faces {
            let left: Option<Vec<char>> = self.shelf.with_face_data(id, |data, index| {
                let face = Face::parse(data, index).ok();
                let draws = |c: &char| face.as_ref().is_some_and(|face| draws(face, *c));
                lacking.iter().copied().filter(|c| !draws(c)).collect()
            });
            if let Some(left) = left.filter(|left| left.len() < lacking.len())
                && let Some(font) = read(&self.shelf, id)
            {
                fonts.push(font);
                lacking = left;
            }
            if lacking.is_empty() {
                return Ok(fonts);
            }
        }
        Err(no_glyph(&lacking))
    }
}

fn draws(face: &Face, c: char) -> bool {
    face.glyph_index(c).is_some_and(|glyph| {
        face.glyph_bounding_box(glyph).is_some() || face.glyph_raster_image(glyph, u16::MAX).is_some()
    })
}

/// The face of the first of these families that can be used, with the weight nearest to the wanted one.
fn find(shelf: &Database, families: &[&str], weight: u16) -> Option<Font> {
    let faces = sorted(shelf, weight);
    families.iter().find_map(|family| {
        faces
            .iter()
            .filter(|id| shelf.face(**id).is_some_and(|face| belongs(face, family)))
            .find_map(|id| load(shelf, *id))
    })
}

fn belongs(face: &FaceInfo, family: &str) -> bool {
    face.families
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case(family))
}

/// The upright faces, those of the wanted weight first. The order does not depend on how the system lists its
/// files. Apple's hidden families have a dot before their name; one of them, Last Resort, has an empty box
/// for every character.
fn sorted(shelf: &Database, weight: u16) -> Vec<ID> {
    let hidden = |face: &FaceInfo| face.families.iter().any(|(name, _)| is_hidden(name));
    let mut faces: Vec<&FaceInfo> = shelf
        .faces()
        .filter(|face| face.style == Style::Normal && !hidden(face))
        .collect();
    faces.sort_by_key(|face| {
        (
            face.weight.0.abs_diff(weight),
            face.monospaced,
            face.post_script_name.clone(),
            face.index,
        )
    });
    faces.iter().map(|face| face.id).collect()
}

fn is_hidden(family: &str) -> bool {
    family.starts_with('.') || family.replace(' ', "").eq_ignore_ascii_case("LastResort")
}

/// Reads a face if it is one for simplified Chinese whose outlines can be read: newer systems of Apple keep
/// PingFang in a form that has the characters in its table and no outlines for other programs.
fn load(shelf: &Database, id: ID) -> Option<Font> {
    let usable = |data: &[u8], index: u32| {
        Face::parse(data, index).is_ok_and(|face| {
            PROBE.iter().all(|c| {
                face.glyph_index(*c)
                    .is_some_and(|glyph| face.glyph_bounding_box(glyph).is_some())
            })
        })
    };
    shelf
        .with_face_data(id, usable)
        .filter(|usable| *usable)
        .and_then(|_| read(shelf, id))
}

fn read(shelf: &Database, id: ID) -> Option<Font> {
    let (data, index) = shelf.with_face_data(id, |data, index| (data.to_vec(), index))?;
    Font::new(Bytes::new(data), index)
}

fn no_font() -> Failure {
    let install = if cfg!(target_os = "windows") {
        text!(pdf_font_windows)
    } else if cfg!(target_os = "macos") {
        text!(pdf_font_macos)
    } else {
        text!(pdf_font_linux)
    };
    Failure::failed(text!(pdf_no_font, install = install))
}

fn no_glyph(lacking: &[char]) -> Failure {
    let named = lacking.iter().take(MOST_NAMED).map(|c| {
        text!(
            pdf_no_glyph_character,
            character = *c,
            code = format!("{:04X}", u32::from(*c))
        )
    });
    let mut characters = Text::list(named);
    if lacking.len() > MOST_NAMED {
        characters = text!(pdf_no_glyph_more, characters = characters, count = lacking.len());
    }
    Failure::failed(text!(
        pdf_no_glyph,
        characters = characters,
        remedies = Text::clauses(remedies(lacking))
    ))
}

/// What to install for characters that no font draws, by what kind of characters they are.
fn remedies(lacking: &[char]) -> Vec<Text> {
    let kinds: BTreeSet<Kind> = lacking.iter().copied().map(Kind::of).collect();
    kinds.into_iter().map(Kind::remedy).collect()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Hanzi,
    Emoji,
    Private,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            '\u{2e80}'..='\u{2fdf}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Hanzi,
            '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => Self::Emoji,
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Self::Private,
            _ => Self::Other,
        }
    }

    fn remedy(self) -> Text {
        match self {
            Self::Hanzi if cfg!(target_os = "windows") => text!(pdf_hanzi_windows),
            Self::Hanzi if cfg!(target_os = "macos") => text!(pdf_hanzi_macos),
            Self::Hanzi => text!(pdf_hanzi_linux),
            Self::Emoji if cfg!(target_os = "linux") => text!(pdf_emoji_linux),
            Self::Emoji => text!(pdf_emoji),
            Self::Private => text!(pdf_private),
            Self::Other => text!(pdf_other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_some_characters_and_counts_the_others() {
        let lacking: Vec<char> = ('\u{2ebe0}'..'\u{2ebf0}').collect();
        let message = no_glyph(&lacking).message();
        assert!(
            message.contains("U+2EBE7") && !message.contains("U+2EBE8") && message.contains("等 16 个字")
        );
        assert_eq!(message.matches("生僻字").count(), 1);
        assert!(is_hidden(".LastResort") && is_hidden("Last Resort") && !is_hidden("Noto Sans"));
        let mixed = no_glyph(&['\u{1f600}', '\u{e000}']).message();
        assert!(mixed.contains("表情符号") && mixed.contains("自造字") && !mixed.contains("生僻字"));
    }

    #[test]
    fn a_character_that_the_text_face_lacks_comes_from_another_face() {
        let fonts = Fonts::of_this_machine().unwrap();
        let text = &fonts.text.info().coverage;
        for rare in ('\u{2a700}'..'\u{2b740}')
            .filter(|c| !text.contains(u32::from(*c)))
            .step_by(97)
        {
            match fonts.cover(&BTreeSet::from(['投', rare])) {
                Ok(faces) => {
                    assert_eq!(faces.len(), 3);
                    assert!(faces[2].info().coverage.contains(u32::from(rare)));
                }
                Err(refused) => assert!(refused.message().contains(rare)),
            }
        }
    }
}
