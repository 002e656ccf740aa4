//! Reading a picture, and making it smaller only as far as it has to be.

use daozhang_core::prove::pages::MOST_PIXELS;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};
use std::io::{Cursor, Write};
use typst::foundations::Bytes;

/// No picture is made narrower than this: it is what a small phone shows, so its text is still read with
/// ease.
const NARROWEST: u32 = 720;
/// No picture is made narrower than this share of its width: text on a desktop's screen starts out small.
const SMALLEST_SCALE: f64 = 0.6;
/// The longest side of a JPEG that the PDF writer takes is 16,384: it leaves out a longer one without a word.
const LONGEST_SIDE: u32 = 16_000;
/// A longer picture is cut into tiles of so many rows, which lap over a little so that no seam shows.
const TILE_ROWS: u32 = 8_000;
const LAP_ROWS: u32 = 16;

/// Pixels for a byte beyond which only the last step is tried.
const HOPELESS: u64 = 100;

/// How a picture goes into the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// JPEG data, embedded as they are.
    Jpeg,
    /// PNG data, embedded without loss.
    Png,
}

/// A picture that is ready to be embedded.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    /// The encoded picture: one tile, or several from top to bottom for a very long one.
    pub tiles: Vec<Tile>,
    /// How they are encoded.
    pub form: Form,
    /// What it takes in the document, in bytes.
    pub cost: u64,
    /// Width and height that it came with, upright, in pixels.
    pub original: (u32, u32),
    /// Width and height as stored, in pixels.
    pub stored: (u32, u32),
    /// How the stored pixels have to be turned to stand upright: EXIF's number, 1 to 8.
    pub turn: u8,
    /// The quality that it was encoded anew with; `None` for the original's own pixels.
    pub quality: Option<u8>,
    pub narrowed: bool,
}

/// A part of a picture in its full width.
#[derive(Clone, Debug)]
pub(super) struct Tile {
    /// The encoded part, shared rather than copied.
    pub data: Bytes,
    /// Its first row.
    pub top: u32,
    pub rows: u32,
}

impl Picture {
    /// Width and height as stored, turned upright.
    pub fn size(&self) -> (u32, u32) {
        upright(self.stored, self.turn)
    }

    /// Whether it was reduced further than the first step, which is invisible.
    pub fn is_harmed(&self) -> bool {
        self.quality.is_some_and(|quality| quality < STEPS[0].quality)
    }
}

fn upright((width, height): (u32, u32), turn: u8) -> (u32, u32) {
    if turn >= 5 {
        (height, width)
    } else {
        (width, height)
    }
}

/// One way to make a picture smaller.
struct Step {
    quality: u8,
    /// How far between its own width (0) and the narrowest readable one (1) it goes.
    narrowing: f64,
    /// The usual size against the first step's, learnt from screenshots of chats; only saves tries.
    usual: f64,
}

/// The ways to make a picture smaller, quality first, width last.
const STEPS: [Step; 6] = [
    Step {
        quality: 85,
        narrowing: 0.0,
        usual: 1.0,
    },
    Step {
        quality: 75,
        narrowing: 0.0,
        usual: 0.82,
    },
    Step {
        quality: 65,
        narrowing: 0.0,
        usual: 0.68,
    },
    Step {
        quality: 60,
        narrowing: 0.0,
        usual: 0.63,
    },
    Step {
        quality: 60,
        narrowing: 0.5,
        usual: 0.5,
    },
    Step {
        quality: 60,
        narrowing: 1.0,
        usual: 0.36,
    },
];

/// A picture that was opened.
pub(super) struct Opened {
    pixels: DynamicImage,
    turn: Orientation,
    format: ImageFormat,
}

/// How many pixels a picture says it has, without opening it; none if its head cannot be read.
pub(super) fn announced(bytes: &[u8]) -> Option<u64> {
    let (width, height) = reader(bytes)?.into_dimensions().ok()?;
    Some(u64::from(width) * u64::from(height))
}

/// Opens a PNG, JPEG or WebP picture; none if it is damaged or has more than [`MOST_PIXELS`].
pub(super) fn open(bytes: &[u8]) -> Option<Opened> {
    if !(1..=MOST_PIXELS).contains(&announced(bytes)?) {
        return None;
    }
    let reader = reader(bytes)?;
    let format = reader.format()?;
    let mut decoder = reader.into_decoder().ok()?;
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let pixels = DynamicImage::from_decoder(decoder).ok()?;
    Some(Opened { pixels, turn, format })
}

fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    // Eight bytes a pixel: what a decoder needs beside the pixels themselves.
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    Some(reader)
}

/// The picture with the pixels that it came with, if that takes at most `most` bytes of the document: a JPEG
/// with its own data but without what a camera notes beside them, such as the place; any other one without loss at
/// eight bits a colour.
pub(super) fn untouched(bytes: &[u8], opened: &Opened, most: u64) -> Option<Picture> {
    let stored = (opened.pixels.width(), opened.pixels.height());
    let turn = opened.turn.to_exif();
    let picture = |data: Vec<u8>, form, cost| Picture {
        tiles: vec![Tile {
            data: Bytes::new(data),
            top: 0,
            rows: stored.1,
        }],
        form,
        cost,
        original: upright(stored, turn),
        stored,
        turn,
        quality: None,
        narrowed: false,
    };
    if opened.format == ImageFormat::Jpeg {
        let length = bytes.len() as u64;
        let embeddable = stored.0.max(stored.1) <= LONGEST_SIDE && matches!(components(bytes), Some(1 | 3));
        if length > most || !embeddable {
            return None;
        }
        let bare = without_notes(bytes)?;
        let length = bare.len() as u64;
        return Some(picture(bare, Form::Jpeg, length));
    }
    // A PDF packs pixels a little worse than a PNG does, so what is too long as a PNG need not be tried.
    if bytes.len() as u64 > most {
        return None;
    }
    let plain = matches!(
        opened.pixels,
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_)
    );
    let cost = packed(&opened.pixels)?;
    if cost > most {
        return None;
    }
    if opened.format == ImageFormat::Png && plain {
        return Some(picture(bytes.to_vec(), Form::Png, cost));
    }
    let mut png = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(opened.pixels.to_rgba8())
        .write_to(&mut png, ImageFormat::Png)
        .ok()?;
    Some(picture(png.into_inner(), Form::Png, cost))
}

/// What the pixels take in a PDF, which packs the colours and the transparency apart.
fn packed(pixels: &DynamicImage) -> Option<u64> {
    let pack = |bytes: &[u8]| {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(6));
        packer.write_all(bytes).ok()?;
        packer.finish().ok()
    };
    Some(match pixels {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) => pack(pixels.as_bytes())?.len(),
        _ => {
            let rgba = pixels.to_rgba8();
            let alpha: Vec<u8> = rgba.pixels().map(|pixel| pixel.0[3]).collect();
            pack(&pixels.to_rgb8())?.len() + pack(&alpha)?.len()
        }
    } as u64)
}

/// How many colour components a JPEG has: the byte after the size in its frame header. One with four (print
/// colours) cannot stand in a PDF/A without their profile.
fn components(jpeg: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let marker = *jpeg.get(at + 1)?;
        if *jpeg.get(at)? != 0xff {
            return None;
        }
        match marker {
            0xff => at += 1,
            0xc4 | 0xc8 | 0xcc => at += segment(jpeg, at)?,
            0xc0..=0xcf => return jpeg.get(at + 9).copied(),
            0xda => return None,
            _ => at += segment(jpeg, at)?,
        }
    }
}

/// A JPEG without its notes (Exif, XMP, captions, comments), which can say where and by whom a picture was taken. What
/// its colours need stays.
fn without_notes(jpeg: &[u8]) -> Option<Vec<u8>> {
    let mut bare = jpeg.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let marker = *jpeg.get(at + 1)?;
        match marker {
            0xff => at += 1,
            // What lies behind the end of a picture is another one, or a film.
            0xd9 => {
                bare.extend_from_slice(&[0xff, marker]);
                return Some(bare);
            }
            _ => {
                let length = segment(jpeg, at)?;
                let whole = jpeg.get(at..at + length)?;
                // Several pictures in one file keep the others' places in a segment of the colours' kind.
                let is_list = marker == 0xe2 && whole.get(4..).is_some_and(|text| text.starts_with(b"MPF\0"));
                let is_note = matches!(marker, 0xe1 | 0xe3..=0xed | 0xef | 0xfe);
                if !is_note && !is_list {
                    bare.extend_from_slice(whole);
                }
                at += length;
                if marker == 0xda {
                    let scan = scan_length(jpeg.get(at..)?);
                    bare.extend_from_slice(jpeg.get(at..at + scan)?);
                    at += scan;
                    if jpeg.get(at..at + 2).is_none() {
                        return Some(bare);
                    }
                }
            }
        }
    }
}

/// How long a scan's data are: up to the next marker that is none of its own.
fn scan_length(data: &[u8]) -> usize {
    data.windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
        .unwrap_or(data.len())
}

/// The length of a JPEG's segment with its marker.
fn segment(jpeg: &[u8], at: usize) -> Option<usize> {
    let length = jpeg.get(at + 2..at + 4)?;
    Some(2 + usize::from(u16::from_be_bytes([length[0], length[1]])))
}

/// A picture that stands upright on white and can be made smaller.
pub(super) struct Canvas {
    rgb: Vec<u8>,
    width: u32,
    height: u32,
}

impl Canvas {
    pub fn new(opened: Opened) -> Self {
        let mut pixels = opened.pixels;
        pixels.apply_orientation(opened.turn);
        let rgb = if pixels.color().has_alpha() {
            on_white(pixels)
        } else {
            pixels.into_rgb8()
        };
        Self {
            width: rgb.width(),
            height: rgb.height(),
            rgb: rgb.into_raw(),
        }
    }

    /// Makes the picture smaller until it takes at most `most` bytes, or as small as it may be. None if it
    /// cannot be a JPEG at all.
    pub fn reduced(&self, most: u64) -> Option<Picture> {
        let last = STEPS.len() - 1;
        let pixels = u64::from(self.width) * u64::from(self.height);
        // No screenshot at full width takes as little as that.
        let mut step = if most < pixels / HOPELESS { last } else { 0 };
        loop {
            let picture = self.at(step)?;
            if picture.cost <= most || step == last {
                return Some(picture);
            }
            // A tenth is allowed for pictures that shrink better than usual.
            let wanted = STEPS[step].usual * most as f64 / picture.cost as f64 * 1.1;
            step = (step + 1..last)
                .find(|next| STEPS[*next].usual <= wanted)
                .unwrap_or(last);
        }
    }

    fn at(&self, step: usize) -> Option<Picture> {
        let Step {
            quality, narrowing, ..
        } = STEPS[step];
        let least = f64::from(NARROWEST)
            .max(f64::from(self.width) * SMALLEST_SCALE)
            .min(f64::from(self.width));
        let full = f64::from(self.width);
        let scale = ((full - (full - least) * narrowing) / full).min(f64::from(LONGEST_SIDE) / full);
        let scaled = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
        let (width, height) = (scaled(self.width), scaled(self.height));
        let small;
        let rgb = if (width, height) == (self.width, self.height) {
            &self.rgb
        } else {
            small = self.resized(width, height)?;
            &small
        };
        let tiles = tiles(height)
            .into_iter()
            .map(|(top, rows)| {
                let row = width as usize * 3;
                let part = &rgb[top as usize * row..(top + rows) as usize * row];
                let data = Bytes::new(jpeg(part, width, rows, quality)?);
                Some(Tile { data, top, rows })
            })
            .collect::<Option<Vec<Tile>>>()?;
        Some(Picture {
            cost: tiles.iter().map(|tile| tile.data.len() as u64).sum(),
            tiles,
            form: Form::Jpeg,
            original: (self.width, self.height),
            stored: (width, height),
            turn: 1,
            quality: Some(quality),
            narrowed: width < self.width,
        })
    }

    fn resized(&self, width: u32, height: u32) -> Option<Vec<u8>> {
        let whole = ImageRef::new(self.width, self.height, &self.rgb, PixelType::U8x3).ok()?;
        let mut small = Image::new(width, height, PixelType::U8x3);
        let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        Resizer::new().resize(&whole, &mut small, &how).ok()?;
        Some(small.into_vec())
    }
}

/// The first row and the number of rows of each tile of a picture.
fn tiles(height: u32) -> Vec<(u32, u32)> {
    if height <= LONGEST_SIDE {
        return vec![(0, height)];
    }
    (0..height)
        .step_by(TILE_ROWS as usize)
        .map(|top| (top, (TILE_ROWS + LAP_ROWS).min(height - top)))
        .collect()
}

fn on_white(pixels: DynamicImage) -> image::RgbImage {
    let rgba = pixels.into_rgba8();
    image::RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, alpha] = rgba.get_pixel(x, y).0;
        let blend = |c: u8| {
            let alpha = u16::from(alpha);
            ((u16::from(c) * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        image::Rgb([blend(r), blend(g), blend(b)])
    })
}

fn jpeg(rgb: &[u8], width: u32, height: u32, quality: u8) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    let mut encoder = Encoder::new(&mut data, quality);
    // Fine colour is what text needs least, and good tables cost nothing but a second look.
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_optimized_huffman_tables(true);
    encoder
        .encode(
            rgb,
            u16::try_from(width).ok()?,
            u16::try_from(height).ok()?,
            ColorType::Rgb,
        )
        .ok()?;
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn grain(width: u32, height: u32) -> DynamicImage {
        let value = |x: u32, y: u32| {
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503).wrapping_mul(x | 1)) >> 16
        };
        RgbImage::from_fn(width, height, |x, y| {
            Rgb([value(x, y) as u8, value(y, x) as u8, 128])
        })
        .into()
    }

    fn canvas(picture: DynamicImage) -> Canvas {
        let bytes = encoded(&picture, ImageFormat::Png);
        Canvas::new(open(&bytes).unwrap())
    }

    #[test]
    fn a_picture_never_becomes_too_narrow_to_read() {
        for (width, narrowest) in [(1080, 720), (1440, 864), (1920, 1152), (720, 720), (300, 300)] {
            let smallest = canvas(grain(width, 400)).reduced(0).unwrap();
            assert_eq!((smallest.stored.0, smallest.quality), (narrowest, Some(60)));
            assert_eq!(smallest.narrowed, narrowest < width);
            assert!(smallest.is_harmed());
        }
    }

    #[test]
    fn quality_goes_before_width() {
        let canvas = canvas(grain(1080, 600));
        let best = canvas.reduced(u64::MAX).unwrap();
        assert_eq!(
            (best.quality, best.narrowed, best.is_harmed()),
            (Some(85), false, false)
        );
        let mut most = best.cost;
        let mut last = (85, 1080);
        while last.1 > 720 {
            most -= most / 10;
            let picture = canvas.reduced(most).unwrap();
            let now = (picture.quality.unwrap(), picture.stored.0);
            assert!(
                now.0 <= last.0 && now.1 <= last.1 && (now.1 == 1080 || now.0 == 60),
                "{now:?} after {last:?}"
            );
            assert!(picture.cost <= most || now.1 == 720);
            last = now;
        }
    }

    #[test]
    fn only_what_a_pdf_can_hold_is_left_untouched() {
        let jpeg = encoded(&grain(200, 100), ImageFormat::Jpeg);
        let opened = open(&jpeg).unwrap();
        let kept = untouched(&jpeg, &opened, u64::MAX).unwrap();
        assert_eq!(
            (kept.tiles[0].data.as_slice(), kept.cost),
            (jpeg.as_slice(), jpeg.len() as u64)
        );
        assert!(untouched(&jpeg, &opened, 100).is_none());

        let mut print = Vec::new();
        let inks = vec![90; 64 * 64 * 4];
        Encoder::new(&mut print, 80)
            .encode(&inks, 64, 64, ColorType::Cmyk)
            .unwrap();
        let opened = open(&print).unwrap();
        assert!(untouched(&print, &opened, u64::MAX).is_none());
        assert!(Canvas::new(opened).reduced(u64::MAX).is_some());

        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let bytes = encoded(
                &DynamicImage::ImageRgb8(RgbImage::from_pixel(300, 300, Rgb([9, 9, 9]))),
                format,
            );
            let kept = untouched(&bytes, &open(&bytes).unwrap(), u64::MAX).unwrap();
            assert_eq!((kept.form, kept.stored), (Form::Png, (300, 300)));
            assert!(image::guess_format(&kept.tiles[0].data).unwrap() == ImageFormat::Png);
        }
    }

    #[test]
    fn transparency_becomes_white() {
        let clear = canvas(RgbaImage::from_pixel(10, 10, Rgba([0, 0, 0, 0])).into());
        assert!(clear.rgb.iter().all(|value| *value == 255));
        let half = canvas(RgbaImage::from_pixel(10, 10, Rgba([0, 100, 255, 128])).into());
        assert_eq!(half.rgb[..3], [127, 177, 255]);
    }

    #[test]
    fn tiles_cover_every_row() {
        assert_eq!(tiles(16_000), [(0, 16_000)]);
        let long = tiles(20_000);
        assert_eq!(long, [(0, 8_016), (8_000, 8_016), (16_000, 4_000)]);
    }

    #[test]
    fn a_cut_picture_is_either_shown_in_part_or_refused() {
        let whole = encoded(&grain(200, 100), ImageFormat::Jpeg);
        for length in (0..whole.len()).step_by(37) {
            if let Some(opened) = open(&whole[..length]) {
                assert!(Canvas::new(opened).reduced(u64::MAX).is_some());
            }
        }
    }
}
