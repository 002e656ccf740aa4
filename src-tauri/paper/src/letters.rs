//! The letters and rules of one page, in points from its upper left corner as it is shown.

use hayro_interpret::font::{FontQuery, Glyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// More letters than these are on no page; the rest is left out.
const MOST_LETTERS: usize = 200_000;
const MOST_RULES: usize = 50_000;
/// Lighter than this a letter is a watermark or a seal: the mean of its colours, or how far it covers, of 255.
const PALE: u32 = 110;
const FAINT: u8 = 140;

/// A letter that stands upright.
#[derive(Clone, Debug)]
pub struct Letter {
    pub left: f64,
    pub right: f64,
    /// Where its line stands.
    pub y: f64,
    pub size: f64,
    pub text: String,
    /// Whether a blank was drawn before it.
    pub spaced: bool,
    /// Whether it is so light that it is no text of the paper.
    pub pale: bool,
}

/// A straight line, level or upright.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rule {
    pub fn is_level(self) -> bool {
        self.top == self.bottom
    }

    pub fn is_upright(self) -> bool {
        self.left == self.right
    }
}

#[derive(Debug, Default)]
pub struct Page {
    pub width: f64,
    pub letters: Vec<Letter>,
    pub rules: Vec<Rule>,
    /// How many letters were drawn that have no meaning.
    pub unknown: usize,
    pub pictures: usize,
}

impl Page {
    /// The letters from top to bottom, each line from left to right.
    pub fn grouped(&self) -> Vec<Vec<&Letter>> {
        lines(self.letters.iter().collect(), |one, other| {
            0.25 * one.size.max(other.size)
        })
    }

    /// The lines as texts; a gap between two letters is a blank.
    pub fn lines(&self) -> Vec<(f64, String)> {
        self.grouped()
            .iter()
            .map(|line| (line[0].y, written(line)))
            .collect()
    }
}

/// Letters by lines, from top to bottom and from left to right; `within` says how far two of one line may be apart.
pub fn lines<'a>(
    mut letters: Vec<&'a Letter>,
    within: impl Fn(&Letter, &Letter) -> f64,
) -> Vec<Vec<&'a Letter>> {
    letters.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Vec<&'a Letter>> = Vec::new();
    for letter in letters {
        match lines.last_mut() {
            Some(line) if (line[0].y - letter.y).abs() <= within(line[0], letter) => line.push(letter),
            _ => lines.push(vec![letter]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    lines
}

/// A line as it reads.
pub fn written(line: &[&Letter]) -> String {
    let mut text = String::new();
    let mut end = f64::MIN;
    for letter in line {
        let gap = letter.left - end;
        let blank = gap > 0.35 * letter.size || letter.spaced && gap > 0.1 * letter.size;
        if blank && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&letter.text);
        end = letter.right;
    }
    text
}

/// A text with narrow signs, for comparing names.
pub fn narrow(text: &str) -> String {
    text.chars().map(narrow_letter).collect()
}

pub fn narrow_letter(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// Radicals that the maps of some banks give in place of characters. NFKC would also make （ and ： narrow, knows only one of the
/// two blocks, and makes the traditional form of 户.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{2f3e}' => '户',
            '\u{2ea0}' => '民',
            '\u{2ec5}' => '见',
            '\u{2ec6}' => '角',
            '\u{2ec9}' => '贝',
            '\u{2ed3}' => '长',
            '\u{2ed4}' => '门',
            '\u{2ed8}' => '青',
            '\u{2eda}' => '页',
            '\u{2edb}' => '风',
            '\u{2edd}' => '食',
            '\u{2ee2}' => '马',
            '\u{2ee5}' => '鱼',
            '\u{2ee6}' => '鸟',
            '\u{2ee8}' => '麦',
            '\u{2ee9}' => '黄',
            '\u{2eec}' => '齐',
            '\u{2eee}' => '齿',
            '\u{2ef0}' => '龙',
            '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => c.nfkc().next().unwrap_or(c),
            c => c,
        })
        .collect()
}

/// How pages are gone through. Letters are known by the paper's own maps and widths, so that any font will do for what it does
/// not bring along.
pub fn settings() -> InterpreterSettings {
    InterpreterSettings {
        font_resolver: Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(wanted) => Some(wanted.pick_standard_font().get_font_data()),
        }),
        render_annotations: false,
        ..InterpreterSettings::default()
    }
}

/// Reads a page.
pub fn read<'a>(page: &PdfPage<'a>, cache: &InterpreterCache<'a>, settings: &InterpreterSettings) -> Page {
    let (width, height) = page.render_dimensions();
    let shown = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, shown, cache, page.xref(), settings.clone());
    let mut eye = Eye {
        page: Page {
            width: f64::from(width),
            ..Page::default()
        },
        blank: None,
    };
    interpret_page(page, &mut context, &mut eye);
    eye.page
}

/// What looks at a page while it is drawn.
struct Eye {
    page: Page,
    /// Where the last blank stands, if nothing was drawn since.
    blank: Option<Point>,
}

impl Eye {
    fn rule(&mut self, from: Point, to: Point) {
        if self.page.rules.len() >= MOST_RULES {
            return;
        }
        let (across, down) = ((from.x - to.x).abs(), (from.y - to.y).abs());
        if down < 0.8 && across > 6.0 {
            let y = f64::midpoint(from.y, to.y);
            self.page.rules.push(Rule {
                left: from.x.min(to.x),
                right: from.x.max(to.x),
                top: y,
                bottom: y,
            });
        } else if across < 0.8 && down > 6.0 {
            let x = f64::midpoint(from.x, to.x);
            self.page.rules.push(Rule {
                left: x,
                right: x,
                top: from.y.min(to.y),
                bottom: from.y.max(to.y),
            });
        }
    }
}

impl<'a> Device<'a> for Eye {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        let curved = |element: &PathEl| matches!(element, PathEl::QuadTo(..) | PathEl::CurveTo(..));
        if path.elements().iter().any(curved) {
            return;
        }
        match mode {
            PathDrawMode::Stroke(_) => {
                let (mut start, mut last) = (Point::ZERO, Point::ZERO);
                for element in path.elements() {
                    match *element {
                        PathEl::MoveTo(to) => (start, last) = (to, to),
                        PathEl::LineTo(to) => {
                            self.rule(transform * last, transform * to);
                            last = to;
                        }
                        PathEl::ClosePath => {
                            self.rule(transform * last, transform * start);
                            last = start;
                        }
                        _ => {}
                    }
                }
            }
            // A thin box is a rule too.
            PathDrawMode::Fill(_) => {
                let drawn = transform.transform_rect_bbox(path.bounding_box());
                let middle = drawn.center();
                if drawn.height() < 2.0 && drawn.width() > 6.0 {
                    self.rule(Point::new(drawn.x0, middle.y), Point::new(drawn.x1, middle.y));
                } else if drawn.width() < 2.0 && drawn.height() > 6.0 {
                    self.rule(Point::new(middle.x, drawn.y0), Point::new(middle.x, drawn.y1));
                }
            }
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        if self.page.letters.len() >= MOST_LETTERS {
            return;
        }
        let placed = transform * glyph_transform;
        let origin = placed * Point::ZERO;
        let across = placed * Point::new(1000.0, 0.0) - origin;
        let up = placed * Point::new(0.0, 1000.0) - origin;
        // What stands aslant or on its head is a watermark or a seal.
        if across.y.atan2(across.x).abs() > 0.035 || up.y > 0.0 {
            return;
        }
        let advance = match glyph {
            Glyph::Outline(outline) => f64::from(outline.advance_width().unwrap_or(1000.0)),
            Glyph::Type3(_) => 500.0,
        };
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.page.unknown += 1;
                return;
            }
        };
        let text = plain(&text);
        if text
            .chars()
            .any(|c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}'))
        {
            self.page.unknown += 1;
            return;
        }
        let size = up.hypot();
        let finite = [origin.x, origin.y, size, across.hypot()]
            .iter()
            .all(|n| n.is_finite());
        if !finite || text.chars().all(|c| c.is_whitespace() || c.is_control()) {
            self.blank = finite.then_some(origin);
            return;
        }
        let blank = self.blank.take();
        let spaced =
            blank.is_some_and(|blank| (blank.y - origin.y).abs() < 0.25 * size && blank.x < origin.x);
        let pale = match paint {
            Paint::Color(color) => {
                let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
                (u32::from(red) + u32::from(green) + u32::from(blue)) / 3 > PALE || alpha < FAINT
            }
            Paint::Pattern(_) => false,
        };
        self.page.letters.push(Letter {
            left: origin.x,
            right: origin.x + across.hypot() * advance / 1000.0,
            y: origin.y,
            size,
            text,
            spaced,
            pale,
        });
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.page.pictures += 1;
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
