//! Looking at a picture: where its lines are, what stands in each, and what of it another look reads otherwise.

use crate::boxes::{Quad, boxes};
use crate::lines::{Line, is_level, slope};
use crate::networks::{Broken, Character, LINE_HEIGHT, Networks};
use crate::pixels::Pixels;
use daozhang_core::record::{Engine, Looks, RgbImage, Wanted};
use daozhang_core::{Failure, Outcome, text};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The shorter side of the picture in which lines are looked for, in pixels. Larger ones take several times as long and find no
/// more.
const SHORTER_SIDE: f32 = 640.0;
/// How much a small picture is enlarged for that at the most.
const MOST_ENLARGED: f32 = 3.0;
/// The most of its longer side, in pixels. A page of 1080 × 32,000 has 19,000.
const MOST_LONGER_SIDE: f32 = 20_000.0;
/// Lines are looked for in tiles of this side, so that a long picture takes no more memory than a screen. A multiple of 32, as
/// all sides that the network takes.
const TILE: usize = 1_600;
/// How far a tile looks beyond what is taken of it.
const OVERLAP: usize = 96;
/// The most lines that are read.
const MOST_LINES: usize = 1_000;
/// The longest line as the network sees it, in pixels; what is longer is pressed together.
const LONGEST_LINE: usize = 3_200;
/// A line with a character of which the network is less sure is looked at again.
const SURE: f32 = 0.9;
/// What a line has in common with nothing that can be read: the mean probability of its characters is less.
const NO_TEXT: f32 = 0.3;
/// How long a picture may take.
const LONGEST: Duration = Duration::from_secs(120);

/// One picture is read at a time: two would take twice the memory, and together as long.
static TURN: Mutex<()> = Mutex::new(());

/// The networks that are part of the program. They are in memory only while a picture is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reader;

impl Engine for Reader {
    fn name(&self) -> &str {
        "PP-OCRv4 det + PP-OCRv6 rec"
    }

    fn look(&self, picture: &RgbImage, wanted: Wanted) -> Outcome<Looks> {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = Instant::now();
        let go_on = || {
            if !wanted() {
                return Err(Stopped::Unwanted);
            }
            if begun.elapsed() > LONGEST {
                return Err(Stopped::TooSlow);
            }
            Ok(())
        };
        // What it takes, and what goes wrong in it, ends with its own thread.
        let looked = std::thread::scope(|scope| {
            let reading = std::thread::Builder::new()
                .name("reader".to_owned())
                .spawn_scoped(scope, || look(picture, &go_on));
            match reading.map(|thread| thread.join()) {
                Ok(Ok(looked)) => looked,
                Ok(Err(_)) => Err(Stopped::Broken("it panicked".into())),
                Err(error) => Err(Stopped::Broken(error.into())),
            }
        });
        looked.map_err(|stopped| match stopped {
            Stopped::Unwanted => Failure::failed(text!(reading_stopped)),
            Stopped::TooSlow => Failure::failed(text!(engine_too_slow, seconds = LONGEST.as_secs())),
            Stopped::Broken(why) => Failure::failed(text!(engine_read_nothing)).because(why),
        })
    }
}

/// Why a reading did not come to its end.
enum Stopped {
    Unwanted,
    TooSlow,
    Broken(Broken),
}

impl From<Broken> for Stopped {
    fn from(why: Broken) -> Self {
        Self::Broken(why)
    }
}

/// Asked before each piece of the work, none of which takes long.
type GoOn<'a> = &'a (dyn Fn() -> Result<(), Stopped> + Sync);

fn look(picture: &RgbImage, go_on: GoOn) -> Result<Looks, Stopped> {
    go_on()?;
    let networks = Networks::load()?;
    let picture = Pixels::new(picture.width() as usize, picture.height() as usize, &**picture);
    let quads = find(&networks, &picture, go_on)?;
    let mut looks = Looks::default();
    for (number, quad) in (0u32..).zip(&quads) {
        go_on()?;
        let cut = picture.cut(quad);
        let characters = read(&networks, &cut)?;
        if characters.is_empty() || mean(&characters) < NO_TEXT {
            continue;
        }
        let doubtful = characters.iter().any(|c| c.probability < SURE);
        let line = Line {
            quad: *quad,
            characters,
        };
        looks.first.extend(line.words(number));
        let again = if doubtful {
            Line {
                characters: read(&networks, &inside(&cut))?,
                ..line
            }
        } else {
            line
        };
        looks.second.extend(again.words(number));
    }
    let slope = slope(&quads);
    looks.slope = if is_level(slope) { 0.0 } else { slope };
    Ok(looks)
}

fn mean(characters: &[Character]) -> f32 {
    characters.iter().map(|c| c.probability).sum::<f32>() / characters.len().max(1) as f32
}

/// What a line looks like with less around it: what is read of it by chance is read otherwise.
fn inside(cut: &Pixels) -> Pixels<'static> {
    let (across, down) = (cut.height.min(cut.width) / 8, cut.height / 10);
    cut.part(across, down, cut.width - 2 * across, cut.height - 2 * down)
}

/// Reads the picture of a line.
fn read(networks: &Networks, cut: &Pixels) -> Result<Vec<Character>, Broken> {
    let width = LINE_HEIGHT as f32 * cut.width as f32 / cut.height as f32;
    let width = (width.ceil() as usize).clamp(16, LONGEST_LINE);
    networks.line(&cut.resized(width, LINE_HEIGHT))
}

/// Where the lines are, in pixels of the picture, from top to bottom.
fn find(networks: &Networks, picture: &Pixels, go_on: GoOn) -> Result<Vec<Quad>, Stopped> {
    let (width, height) = detected_size(picture.width, picture.height);
    let map = {
        let small = picture.resized(width, height);
        text_map(networks, &small, go_on)?
    };
    let scale = [
        picture.width as f32 / width as f32,
        picture.height as f32 / height as f32,
    ];
    let limit = [picture.width as f32 - 1.0, picture.height as f32 - 1.0];
    let of_picture = |quad: Quad| {
        quad.map(|corner| std::array::from_fn(|k| (corner[k] * scale[k]).round().clamp(0.0, limit[k])))
    };
    let mut quads: Vec<Quad> = boxes(&map, width, height).into_iter().map(of_picture).collect();
    quads.retain(|[tl, tr, _, bl]| {
        let side = |a: &[f32; 2], b: &[f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
        side(tl, tr) > 3.0 && side(tl, bl) > 3.0
    });
    quads.truncate(MOST_LINES);
    Ok(quads)
}

/// The size in which lines are looked for; both sides are multiples of 32.
fn detected_size(width: usize, height: usize) -> (usize, usize) {
    let (shorter, longer) = (width.min(height) as f32, width.max(height) as f32);
    let scale = (SHORTER_SIDE / shorter)
        .min(MOST_ENLARGED)
        .min(MOST_LONGER_SIDE / longer);
    let side = |n: usize| ((n as f32 * scale / 32.0).round() as usize * 32).max(32);
    (side(width), side(height))
}

/// The map of text of the whole picture, tile by tile.
fn text_map(networks: &Networks, small: &Pixels, go_on: GoOn) -> Result<Vec<f32>, Stopped> {
    let mut map = vec![0.0; small.width * small.height];
    for (top, bottom) in tiles(small.height) {
        for (left, right) in tiles(small.width) {
            go_on()?;
            let (from_x, from_y) = (left.saturating_sub(OVERLAP), top.saturating_sub(OVERLAP));
            let width = (right + OVERLAP).min(small.width) - from_x;
            let height = (bottom + OVERLAP).min(small.height) - from_y;
            let tile = networks.text_map(&small.part(from_x, from_y, width, height))?;
            for y in top..bottom {
                let row = &tile[(y - from_y) * width..][..width];
                map[y * small.width + left..y * small.width + right]
                    .copy_from_slice(&row[left - from_x..right - from_x]);
            }
        }
    }
    Ok(map)
}

/// Where tiles begin and end along a side; the last one may be half as long again.
fn tiles(side: usize) -> Vec<(usize, usize)> {
    let mut tiles = Vec::new();
    let mut from = 0;
    while from < side {
        let to = if side - from < TILE + TILE / 2 {
            side
        } else {
            from + TILE
        };
        tiles.push((from, to));
        from = to;
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_picture_is_looked_through_in_more_pixels_than_allowed() {
        assert_eq!(detected_size(1080, 2400), (640, 1408));
        assert_eq!(detected_size(360, 800), (640, 1408));
        assert_eq!(detected_size(1080, 32_000), (640, 18_976));
        assert_eq!(detected_size(1920, 1080), (1152, 640));
        for (width, height) in [(24, 32_000), (32_000, 24), (24, 24), (8_000, 9_000), (1, 1)] {
            let (width, height) = detected_size(width, height);
            assert!(width % 32 == 0 && height % 32 == 0 && width * height <= 14_000_000);
            assert!(width.max(height) <= 20_032, "{width} {height}");
        }
    }

    #[test]
    fn tiles_cover_a_side_without_a_gap() {
        for side in [32, 1_600, 2_368, 2_432, 18_976] {
            let tiles = tiles(side);
            assert_eq!((tiles[0].0, tiles[tiles.len() - 1].1), (0, side));
            assert!(tiles.windows(2).all(|pair| pair[0].1 == pair[1].0));
            assert!(
                tiles
                    .iter()
                    .all(|(from, to)| from < to && to - from < TILE + TILE / 2)
            );
            assert!(tiles.iter().all(|(from, to)| from % 32 == 0 && to % 32 == 0));
        }
    }

    #[test]
    fn a_reading_that_nobody_waits_for_stops() {
        let blank = RgbImage::from_pixel(640, 9_600, image::Rgb([255; 3]));
        let asked = AtomicUsize::new(0);
        let until_third = || asked.fetch_add(1, Ordering::SeqCst) < 2;
        let refused = Reader.look(&blank, &until_third).unwrap_err();
        assert_eq!(asked.load(Ordering::SeqCst), 3);
        assert!(refused.message().contains("停止"), "{}", refused.message());
    }

    #[test]
    fn a_picture_of_nothing_has_no_words() {
        for (width, height) in [(24, 24), (900, 31), (31, 900)] {
            let blank = RgbImage::from_pixel(width, height, image::Rgb([250; 3]));
            assert_eq!(Reader.look(&blank, &|| true).unwrap(), Looks::default());
        }
    }
}
