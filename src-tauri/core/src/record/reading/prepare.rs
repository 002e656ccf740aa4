//! From a picture's bytes to what an engine reads best: grey, dark on light, text of one height.

use crate::picture::upright;
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::ImageError;

/// The longer side of a picture that is read, in pixels.
const LONGEST_SIDE: u32 = 32_000;
/// The shorter side below which nothing can be read, in pixels.
const SHORTEST_SIDE: u32 = 24;
/// The most pixels that are handed to an engine: more takes longer than a person waits.
const MOST_PIXELS: f64 = 12_000_000.0;
/// How high a line of text becomes, in pixels. Measured over the corpus.
const LINE: f64 = 26.0;

/// A picture made ready for an engine: 8 bits of grey a pixel, row by row, dark text on a light ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// `width` × `height` bytes, 255 for white.
    pub grey: Vec<u8>,
    /// The height of a common line of text in pixels.
    pub line: u32,
}

/// A rectangle in the pixels of a [`Prepared`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

/// Decodes a picture within limits and makes it ready. A picture that cannot be decoded, that is too small to hold text or
/// far too large is refused with [`Code::Shot`].
pub fn prepare(picture: &[u8]) -> Outcome<Prepared> {
    let refused = |why: Text| Failure::new(Code::Shot, why);
    let unreadable = || refused(text!(picture_unreadable));
    let decoded = upright(picture, Some(LONGEST_SIDE)).map_err(|error| match error {
        ImageError::Limits(_) => refused(text!(picture_too_large)),
        error => unreadable().because(error),
    })?;
    if decoded.width().min(decoded.height()) < SHORTEST_SIDE {
        return Err(refused(text!(picture_too_small)));
    }
    let grey = on_white(decoded);
    let (width, height) = grey.dimensions();
    let mut page = Prepared {
        width,
        height,
        grey: grey.into_raw(),
        line: 0,
    };
    page.light();
    let line = page.line_height().unwrap_or(LINE as u32);
    let most = (MOST_PIXELS / (f64::from(width) * f64::from(height))).sqrt();
    let scale = (LINE / f64::from(line)).clamp(0.25, 4.0).min(most);
    page.line = line;
    page.scaled(scale).ok_or_else(unreadable)
}

/// What is transparent shows the white ground of a page.
fn on_white(decoded: image::DynamicImage) -> image::GrayImage {
    if !decoded.color().has_alpha() {
        return decoded.into_luma8();
    }
    let with_alpha = decoded.into_luma_alpha8();
    image::GrayImage::from_fn(with_alpha.width(), with_alpha.height(), |x, y| {
        let [grey, alpha] = with_alpha.get_pixel(x, y).0;
        let (grey, alpha) = (u32::from(grey), u32::from(alpha));
        let mixed = (grey * alpha + 255 * (255 - alpha)) / 255;
        image::Luma([u8::try_from(mixed).unwrap_or(255)])
    })
}

impl Prepared {
    /// The picture as a binary PGM, which every engine's decoder takes and which costs nothing to write.
    pub fn pgm(&self) -> Vec<u8> {
        let mut bytes = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        bytes.extend_from_slice(&self.grey);
        bytes
    }

    /// The same picture in another size, if that can be made.
    pub fn scaled(&self, scale: f64) -> Option<Self> {
        let size = |n: u32| ((f64::from(n) * scale).round() as u32).max(1);
        let (width, height) = (size(self.width), size(self.height));
        if (width, height) == (self.width, self.height) {
            return Some(self.clone());
        }
        let from = ImageRef::new(self.width, self.height, &self.grey, PixelType::U8).ok()?;
        let mut to = Image::new(width, height, PixelType::U8);
        let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        Resizer::new().resize(&from, &mut to, &how).ok()?;
        Some(Self {
            width,
            height,
            grey: to.into_vec(),
            line: size(self.line),
        })
    }

    /// A part of the picture; empty places give none.
    pub(super) fn part(&self, place: Place) -> Option<Self> {
        let left = place.left.min(self.width);
        let top = place.top.min(self.height);
        let width = place.width.min(self.width - left);
        let height = place.height.min(self.height - top);
        if width == 0 || height == 0 {
            return None;
        }
        let mut grey = Vec::with_capacity(width as usize * height as usize);
        for row in self.rows().skip(top as usize).take(height as usize) {
            grey.extend(row.iter().skip(left as usize).take(width as usize));
        }
        Some(Self {
            width,
            height,
            grey,
            line: self.line,
        })
    }

    /// Parts below each other on white with a blank line between them, and where each one begins and ends.
    pub(super) fn stacked(parts: &[Self]) -> Option<(Self, Vec<(u32, u32)>)> {
        let line = parts.first()?.line.max(8);
        let margin = line as usize;
        let width = parts.iter().map(|part| part.width).max()? + 2 * line;
        let mut grey = vec![255; width as usize * margin];
        let mut spans = Vec::new();
        for part in parts {
            let top = (grey.len() / width as usize) as u32;
            for row in part.rows() {
                grey.extend(std::iter::repeat_n(255, margin));
                grey.extend_from_slice(row);
                grey.extend(std::iter::repeat_n(255, width as usize - margin - row.len()));
            }
            spans.push((top, top + part.height));
            grey.extend(std::iter::repeat_n(255, width as usize * margin));
        }
        let height = (grey.len() / width as usize) as u32;
        let page = Self {
            width,
            height,
            grey,
            line,
        };
        Some((page, spans))
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.grey.chunks_exact((self.width as usize).max(1))
    }

    /// Turns a dark page round, and stretches its greys so that the ground is white.
    fn light(&mut self) {
        let mut counts = [0u64; 256];
        for grey in &self.grey {
            if let Some(count) = counts.get_mut(usize::from(*grey)) {
                *count += 1;
            }
        }
        let at = |share: f64| {
            let wanted = (self.grey.len() as f64 * share) as u64;
            let mut sum = 0;
            counts.iter().position(|count| {
                sum += count;
                sum > wanted
            })
        };
        let ground = at(0.5).unwrap_or(255);
        let dark = ground < 110;
        let ink = if dark { at(0.999) } else { at(0.001) }.unwrap_or(0);
        let (ground, ink) = if dark {
            (255 - ground, 255 - ink)
        } else {
            (ground, ink)
        };
        // A page of nothing stays white.
        let range = ground.saturating_sub(ink).max(32);
        let ink = ground.saturating_sub(range);
        for grey in &mut self.grey {
            let light = usize::from(if dark { 255 - *grey } else { *grey });
            *grey = u8::try_from(light.saturating_sub(ink) * 255 / range).unwrap_or(255);
        }
    }

    /// The median height of the runs of rows with ink, leaving out hairlines and pictures.
    fn line_height(&self) -> Option<u32> {
        let mut heights: Vec<u32> = runs(self.rows().map(|row| row.iter().any(|grey| *grey < INK)))
            .into_iter()
            .map(|(from, to)| to - from)
            .filter(|height| (7..=400).contains(height))
            .collect();
        heights.sort_unstable();
        heights.get(heights.len() / 2).copied()
    }
}

/// Darker than this is ink.
const INK: u8 = 170;

/// The runs of true values: from and to, `to` not included.
fn runs(values: impl Iterator<Item = bool>) -> Vec<(u32, u32)> {
    let mut runs = Vec::new();
    let mut from = None;
    let mut end = 0;
    for (at, value) in (0u32..).zip(values) {
        end = at + 1;
        match (value, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                runs.push((start, at));
                from = None;
            }
            _ => {}
        }
    }
    if let Some(start) = from {
        runs.push((start, end));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::tests::photographed;
    use std::io::Cursor;

    fn png(picture: &image::GrayImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    /// Ten lines of bars, `height` pixels high.
    fn page(height: u32, ground: u8, ink: u8) -> image::GrayImage {
        image::GrayImage::from_fn(400, height * 20, |x, y| {
            let bar = (y / height) % 2 == 1 && (20..300).contains(&x) && x % 8 < 4;
            image::Luma([if bar { ink } else { ground }])
        })
    }

    #[test]
    fn text_gets_one_height_and_a_dark_page_becomes_light() {
        for (height, ground, ink) in [(15, 255, 0), (30, 255, 136), (45, 27, 214), (16, 27, 143)] {
            let ready = prepare(&png(&page(height, ground, ink))).unwrap();
            assert!(ready.line.abs_diff(LINE as u32) <= 1, "{height}: {}", ready.line);
            assert_eq!(ready.grey.len(), ready.width as usize * ready.height as usize);
            assert!(
                ready.grey[0] > 240 && ready.grey.iter().any(|grey| *grey < 60),
                "{height}"
            );
            assert_eq!(ready.height, ready.line * 20, "{height}");
        }
    }

    #[test]
    fn a_photograph_is_read_as_it_stands() {
        let page = page(30, 255, 0);
        let upright = prepare(&png(&page)).unwrap();
        let shown = image::DynamicImage::ImageLuma8(page).into_rgb8();
        for (orientation, lying) in [
            (3, image::imageops::rotate180(&shown)),
            (6, image::imageops::rotate270(&shown)),
            (8, image::imageops::rotate90(&shown)),
        ] {
            let read = prepare(&photographed(lying, orientation)).unwrap();
            assert_eq!((read.width, read.height), (upright.width, upright.height));
            let apart = read
                .grey
                .iter()
                .zip(&upright.grey)
                .filter(|(a, b)| a.abs_diff(**b) > 90);
            assert!(apart.count() * 50 < read.grey.len(), "{orientation}");
        }
    }

    #[test]
    fn a_picture_of_nothing_is_prepared_and_a_broken_or_tiny_one_is_refused() {
        let white = png(&image::GrayImage::from_pixel(300, 300, image::Luma([255])));
        assert!(prepare(&white).is_ok());
        let transparent = {
            let mut bytes = Cursor::new(Vec::new());
            image::RgbaImage::new(300, 300)
                .write_to(&mut bytes, image::ImageFormat::Png)
                .unwrap();
            bytes.into_inner()
        };
        assert!(
            prepare(&transparent)
                .unwrap()
                .grey
                .iter()
                .all(|grey| *grey == 255)
        );
        let tiny = png(&image::GrayImage::new(20, 300));
        for bytes in [&white[..white.len() / 2], b"", b"%PDF-1.7", &tiny] {
            let refused = prepare(bytes).unwrap_err();
            assert_eq!(refused.code, Code::Shot);
            assert!(refused.message().ends_with('。') && refused.message().chars().count() < 60);
        }
    }

    #[test]
    fn a_picture_beyond_the_limits_is_refused() {
        let long = png(&image::GrayImage::new(LONGEST_SIDE + 1, 30));
        assert!(long.len() < 100_000);
        assert!(prepare(&long).is_err());
    }

    #[test]
    fn parts_are_stacked_and_found_again() {
        let page = prepare(&png(&page(26, 255, 0))).unwrap();
        let place = |left, top| Place {
            left,
            top,
            width: 100,
            height: 40,
        };
        let parts: Vec<_> = [place(0, 0), place(350, 400), place(9_999, 0)]
            .into_iter()
            .filter_map(|place| page.part(place))
            .collect();
        assert_eq!((parts.len(), parts[1].width), (2, 50));
        let (stack, spans) = Prepared::stacked(&parts).unwrap();
        assert_eq!(spans, [(26, 66), (92, 132)]);
        assert_eq!(stack.grey.len(), stack.width as usize * stack.height as usize);
        assert!(Prepared::stacked(&[]).is_none());
    }
}
