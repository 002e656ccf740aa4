//! Making a file's pictures fit: untouched if they all do, else each within its share of the room, best
//! quality first.
//!
//! Memory does not grow with the number of pictures: a few are opened at a time, and only what goes into the
//! file is kept.

use super::picture::{Canvas, Picture, announced, open, untouched};
use daozhang_core::Outcome;

/// How many pictures are worked on side by side. Fixed, so that the outcome is the same on every machine.
const AT_ONCE: usize = 2;
/// How many pixels are opened side by side; a larger picture is worked on alone.
const MOST_AT_ONCE: u64 = 10_000_000;

#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// It fits.
    Shown(Picture),
    /// There was no room left, even at its smallest.
    LeftOut,
    Unreadable,
}

impl Fate {
    fn cost(&self) -> u64 {
        match self {
            Self::Shown(picture) => picture.cost,
            Self::LeftOut | Self::Unreadable => 0,
        }
    }
}

/// Gives the bytes of a picture by its place in the list.
pub(super) type Fetch<'a> = dyn FnMut(usize) -> Outcome<Vec<u8>> + 'a;

/// Fits as many pictures, one for each weight, as `room` bytes hold. Where reducing is needed, a picture's
/// share goes by its weight; the later ones inherit what the earlier ones leave.
pub(super) fn fit(weights: &[u64], room: u64, fetch: &mut Fetch) -> Outcome<Vec<Fate>> {
    match all_untouched(weights.len(), room, fetch)? {
        Some(fates) => Ok(fates),
        None => reduced(weights, room, fetch),
    }
}

/// All pictures as they came; none if that is too much.
fn all_untouched(count: usize, room: u64, fetch: &mut Fetch) -> Outcome<Option<Vec<Fate>>> {
    let mut batches = Batches::new(count, fetch);
    let mut fates = Vec::new();
    let mut left = room;
    while let Some(batch) = batches.next()? {
        let opened = side_by_side(&batch, |_, bytes| {
            open(bytes).map(|opened| untouched(bytes, &opened, left))
        });
        for picture in opened {
            match picture {
                None => fates.push(Fate::Unreadable),
                Some(Some(picture)) if picture.cost <= left => {
                    left -= picture.cost;
                    fates.push(Fate::Shown(picture));
                }
                Some(_) => return Ok(None),
            }
        }
    }
    Ok(Some(fates))
}

/// Each picture within its share. If a good deal of room is left in the end, those that gave up much get a
/// second round.
fn reduced(weights: &[u64], room: u64, fetch: &mut Fetch) -> Outcome<Vec<Fate>> {
    let mut fates: Vec<Fate> = vec![Fate::LeftOut; weights.len()];
    let all: Vec<usize> = (0..weights.len()).collect();
    let left = round(&all, weights, room, &mut fates, fetch)?;
    if left > room / 5 {
        let harmed: Vec<usize> = all
            .into_iter()
            .filter(|place| matches!(&fates[*place], Fate::Shown(picture) if picture.is_harmed()))
            .collect();
        round(&harmed, weights, left, &mut fates, fetch)?;
    }
    Ok(fates)
}

/// Works on these pictures: each may take what it takes already and its share of the room beside that. One
/// that cannot be made that small is shown while there is room, and left out when there is none. Gives the
/// room that is left.
fn round(
    places: &[usize],
    weights: &[u64],
    room: u64,
    fates: &mut [Fate],
    fetch: &mut Fetch,
) -> Outcome<u64> {
    let mut left = room;
    let mut to_come: u64 = places.iter().map(|place| weights[*place]).sum();
    let mut ask = |at: usize| fetch(places[at]);
    let mut batches = Batches::new(places.len(), &mut ask);
    let mut done = 0;
    while let Some(batch) = batches.next()? {
        let now = &places[done..done + batch.len()];
        let may: Vec<u64> = now
            .iter()
            .map(|place| {
                let share = u128::from(left) * u128::from(weights[*place]) / u128::from(to_come.max(1));
                fates[*place].cost() + u64::try_from(share).unwrap_or(left)
            })
            .collect();
        let smaller = side_by_side(&batch, |place, bytes| {
            let opened = open(bytes)?;
            untouched(bytes, &opened, may[place]).or_else(|| Canvas::new(opened).reduced(may[place]))
        });
        for (place, picture) in now.iter().zip(smaller) {
            to_come -= weights[*place];
            let has = fates[*place].cost();
            match picture {
                None => fates[*place] = Fate::Unreadable,
                Some(picture) if picture.cost <= left + has => {
                    left = left + has - picture.cost;
                    fates[*place] = Fate::Shown(picture);
                }
                // It stays what it was: left out, or as small as before.
                Some(_) => {}
            }
        }
        done += batch.len();
    }
    Ok(left)
}

/// Does the same work on each picture of a batch, each in its own thread. A decoder that trips over a picture
/// has found it unreadable.
fn side_by_side<T: Send>(
    batch: &[Vec<u8>],
    work: impl Fn(usize, &[u8]) -> Option<T> + Sync,
) -> Vec<Option<T>> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = batch
            .iter()
            .enumerate()
            .map(|(place, bytes)| scope.spawn(move || work(place, bytes)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(None))
            .collect()
    })
}

/// Pictures in their order, a few at a time.
struct Batches<'a, 'b> {
    fetch: &'a mut Fetch<'b>,
    count: usize,
    next: usize,
    /// One that was fetched and did not go with the batch before.
    held: Option<Vec<u8>>,
}

impl<'a, 'b> Batches<'a, 'b> {
    fn new(count: usize, fetch: &'a mut Fetch<'b>) -> Self {
        Self {
            fetch,
            count,
            next: 0,
            held: None,
        }
    }

    fn next(&mut self) -> Outcome<Option<Vec<Vec<u8>>>> {
        let mut batch = Vec::new();
        let mut pixels = 0;
        while batch.len() < AT_ONCE && (self.held.is_some() || self.next < self.count) {
            let bytes = match self.held.take() {
                Some(bytes) => bytes,
                None => {
                    self.next += 1;
                    (self.fetch)(self.next - 1)?
                }
            };
            pixels += announced(&bytes).unwrap_or(0);
            if pixels > MOST_AT_ONCE && !batch.is_empty() {
                self.held = Some(bytes);
                break;
            }
            batch.push(bytes);
        }
        Ok(Some(batch).filter(|batch| !batch.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daozhang_core::Failure;
    use daozhang_core::words::Text;
    use image::{ImageFormat, Rgb, RgbImage};
    use std::io::Cursor;

    fn picture(width: u32, height: u32, grain: u32) -> Vec<u8> {
        let value = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)) >> 13;
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::from_fn(width, height, |x, y| {
            Rgb([(value(x, y) % grain) as u8, (value(y, x) % grain) as u8, 99])
        })
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .unwrap();
        bytes.into_inner()
    }

    fn costs(fates: &[Fate]) -> u64 {
        fates.iter().map(Fate::cost).sum()
    }

    #[test]
    fn the_room_is_used_and_never_exceeded() {
        let pictures: Vec<Vec<u8>> = (0..5)
            .map(|i| picture(1000, 400 + 100 * i, 20 + 40 * i))
            .collect();
        let all: u64 = pictures.iter().map(|bytes| bytes.len() as u64).sum();
        let weights: Vec<u64> = (0..5).map(|i| 1000 * (400 + 100 * i)).collect();
        let run = |room| fit(&weights, room, &mut |place| Ok(pictures[place].clone())).unwrap();

        assert!(
            run(all)
                .iter()
                .all(|fate| matches!(fate, Fate::Shown(picture) if picture.quality.is_none()))
        );
        for share in 2..12 {
            let room = all * share / 12;
            let fates = run(room);
            assert!(costs(&fates) <= room);
            let out = fates.iter().filter(|fate| matches!(fate, Fate::LeftOut)).count();
            // Nothing is left out while a good deal of room is.
            assert!(out == 0 || costs(&fates) * 2 > room, "{share}: {out} left out");
        }
        assert!(run(0).iter().all(|fate| matches!(fate, Fate::LeftOut)));
        assert!(
            fit(&[], 0, &mut |_| Err(Failure::failed(Text::as_it_is(
                "nobody asks"
            ))))
            .unwrap()
            .is_empty()
        );
    }

    #[test]
    fn pictures_keep_their_places() {
        let pictures = [
            picture(300, 200, 9),
            vec![1, 2, 3],
            picture(400, 100, 200),
            Vec::new(),
            picture(200, 500, 50),
        ];
        let room = pictures.iter().map(|bytes| bytes.len() as u64).sum::<u64>() - 10;
        for room in [u64::MAX, room] {
            let fates = fit(&[1; 5], room, &mut |place| Ok(pictures[place].clone())).unwrap();
            for (place, size) in [(0, (300, 200)), (2, (400, 100)), (4, (200, 500))] {
                assert!(
                    matches!(&fates[place], Fate::Shown(picture) if picture.size() == size),
                    "{room} {place}"
                );
            }
            assert!(matches!(
                (&fates[1], &fates[3]),
                (Fate::Unreadable, Fate::Unreadable)
            ));
        }
    }

    #[test]
    fn no_more_pictures_are_held_than_are_opened_side_by_side() {
        let large = {
            let mut bytes = Cursor::new(Vec::new());
            image::GrayImage::new(5_000, 5_000)
                .write_to(&mut bytes, ImageFormat::Png)
                .unwrap();
            bytes.into_inner()
        };
        let small = picture(10, 10, 5);
        let order = [&small, &large, &large, &small, &small, &small];
        let mut fetch = |place: usize| Ok(order[place].clone());
        let mut batches = Batches::new(order.len(), &mut fetch);
        let mut sizes = Vec::new();
        while let Some(batch) = batches.next().unwrap() {
            sizes.push(batch.len());
        }
        assert_eq!(sizes, [1, 1, 1, 2, 1]);
    }
}
