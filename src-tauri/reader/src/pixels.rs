//! Pictures as the networks take them: resizing, cutting out turned rectangles, planes of numbers.

use crate::boxes::Quad;
use std::borrow::Cow;

/// 8 bits a channel, red first, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pixels<'a> {
    pub width: usize,
    pub height: usize,
    data: Cow<'a, [u8]>,
}

impl<'a> Pixels<'a> {
    /// `data` has three bytes for each pixel.
    pub fn new(width: usize, height: usize, data: impl Into<Cow<'a, [u8]>>) -> Self {
        let data = data.into();
        debug_assert_eq!(data.len(), width * height * 3);
        Self { width, height, data }
    }

    fn row(&self, y: usize) -> &[u8] {
        &self.data[y * self.width * 3..][..self.width * 3]
    }

    fn pixel(&self, x: usize, y: usize) -> &[u8] {
        &self.data[(y * self.width + x) * 3..][..3]
    }

    /// The part from a corner on.
    pub fn part(&self, left: usize, top: usize, width: usize, height: usize) -> Pixels<'static> {
        let mut data = Vec::with_capacity(width * height * 3);
        for y in top..top + height {
            data.extend_from_slice(&self.data[(y * self.width + left) * 3..][..width * 3]);
        }
        Pixels::new(width, height, data)
    }

    /// The same in another size: bilinear with the middles of pixels, and averaged first where it becomes less than half as
    /// large.
    pub fn resized(&self, width: usize, height: usize) -> Pixels<'_> {
        if (width, height) == (self.width, self.height) {
            return Pixels::new(width, height, &*self.data);
        }
        let averaged;
        let from = match (self.width / width).min(self.height / height) {
            0 | 1 => self,
            by => {
                averaged = self.averaged(by);
                &averaged
            }
        };
        let taps = |to: usize, from: usize| -> Vec<(usize, usize, f32)> {
            let scale = from as f32 / to as f32;
            (0..to)
                .map(|at| {
                    let x = ((at as f32 + 0.5) * scale - 0.5).clamp(0.0, (from - 1) as f32);
                    let low = x.floor() as usize;
                    (low, (low + 1).min(from - 1), x - low as f32)
                })
                .collect()
        };
        let (across, down) = (taps(width, from.width), taps(height, from.height));
        let mut data = Vec::with_capacity(width * height * 3);
        let mut mixed = vec![0.0f32; from.width * 3];
        for (y0, y1, share) in down {
            for ((mixed, upper), lower) in mixed.iter_mut().zip(from.row(y0)).zip(from.row(y1)) {
                *mixed = between(f32::from(*upper), f32::from(*lower), share);
            }
            for (x0, x1, share) in &across {
                for channel in 0..3 {
                    let (left, right) = (mixed[x0 * 3 + channel], mixed[x1 * 3 + channel]);
                    data.push((between(left, right, *share) + 0.5) as u8);
                }
            }
        }
        Pixels::new(width, height, data)
    }

    /// Each square of `by` pixels as one.
    fn averaged(&self, by: usize) -> Pixels<'static> {
        let (width, height) = (self.width / by, self.height / by);
        let mut data = Vec::with_capacity(width * height * 3);
        let mut sums = vec![0u32; width * 3];
        for y in 0..height {
            sums.fill(0);
            for row in (0..by).map(|dy| self.row(y * by + dy)) {
                for (x, square) in row.chunks_exact(by * 3).take(width).enumerate() {
                    for pixel in square.chunks_exact(3) {
                        for (channel, value) in pixel.iter().enumerate() {
                            sums[x * 3 + channel] += u32::from(*value);
                        }
                    }
                }
            }
            data.extend(sums.iter().map(|sum| (sum / (by * by) as u32) as u8));
        }
        Pixels::new(width, height, data)
    }

    /// Blue, green, red, each a plane of numbers from −1 to 1: how PaddleOCR's networks were trained.
    pub fn planes(&self) -> Vec<f32> {
        let plane = self.width * self.height;
        let mut planes = vec![0.0; 3 * plane];
        for (channel, plane) in planes.chunks_exact_mut(plane.max(1)).rev().enumerate() {
            for (value, pixel) in plane.iter_mut().zip(self.data.chunks_exact(3)) {
                *value = f32::from(pixel[channel]) / 127.5 - 1.0;
            }
        }
        planes
    }

    /// What lies in a quad, made upright; what is much higher than wide is text that runs downwards, and is turned left.
    pub fn cut(&self, quad: &Quad) -> Pixels<'static> {
        let [tl, tr, br, bl] = *quad;
        let length = |a: [f32; 2], b: [f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
        let width = (length(tl, tr).max(length(bl, br)) as usize).max(1);
        let height = (length(tl, bl).max(length(tr, br)) as usize).max(1);
        let straight = (tl[1] - tr[1]).abs() < 1.0 && (tl[0] - bl[0]).abs() < 1.0;
        let mut data = Vec::with_capacity(width * height * 3);
        for y in 0..height {
            let down = y as f32 / height as f32;
            for x in 0..width {
                if straight {
                    let (x, y) = (tl[0] as usize + x, tl[1] as usize + y);
                    data.extend_from_slice(self.pixel(x.min(self.width - 1), y.min(self.height - 1)));
                    continue;
                }
                let across = x as f32 / width as f32;
                let at =
                    |k: usize| between(between(tl[k], tr[k], across), between(bl[k], br[k], across), down);
                data.extend(self.at(at(0), at(1)));
            }
        }
        let cut = Pixels::new(width, height, data);
        if height * 2 >= width * 3 {
            cut.turned()
        } else {
            cut
        }
    }

    /// The colour at a point between pixels.
    fn at(&self, x: f32, y: f32) -> [u8; 3] {
        let x = x.clamp(0.0, (self.width - 1) as f32);
        let y = y.clamp(0.0, (self.height - 1) as f32);
        let (x0, y0) = (x as usize, y as usize);
        let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
        let (across, down) = (x - x0 as f32, y - y0 as f32);
        let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| self.pixel(x, y));
        std::array::from_fn(|channel| {
            let [a, b, c, d] = corners.map(|pixel| f32::from(pixel[channel]));
            (between(between(a, b, across), between(c, d, across), down) + 0.5) as u8
        })
    }

    /// A quarter to the left.
    fn turned(&self) -> Pixels<'static> {
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..self.width {
            for x in 0..self.height {
                data.extend_from_slice(self.pixel(self.width - 1 - y, x));
            }
        }
        Pixels::new(self.height, self.width, data)
    }
}

fn between(a: f32, b: f32, share: f32) -> f32 {
    a + (b - a) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Red grows to the right, green downwards.
    fn slope(width: usize, height: usize) -> Pixels<'static> {
        let data: Vec<u8> = (0..width * height)
            .flat_map(|at| [(at % width) as u8, (at / width) as u8, 9])
            .collect();
        Pixels::new(width, height, data)
    }

    #[test]
    fn a_resized_picture_keeps_its_slopes() {
        let picture = slope(120, 80);
        for (width, height) in [(120, 80), (60, 40), (30, 20), (77, 51), (240, 160)] {
            let resized = picture.resized(width, height);
            assert_eq!((resized.width, resized.height), (width, height));
            let [x, y] = [width / 3, height / 2];
            let pixel = resized.pixel(x, y);
            let wanted = [x * 120 / width, y * 80 / height, 9];
            for (value, wanted) in pixel.iter().zip(wanted) {
                assert!(
                    usize::from(*value).abs_diff(wanted) <= 2,
                    "{width}: {pixel:?} {wanted:?}"
                );
            }
        }
    }

    #[test]
    fn planes_come_blue_first_between_minus_one_and_one() {
        let planes = Pixels::new(2, 1, vec![255, 0, 51, 0, 255, 0]).planes();
        assert_eq!(planes, [-0.6, -1.0, -1.0, 1.0, 1.0, -1.0]);
    }

    #[test]
    fn a_turned_rectangle_is_cut_upright_and_a_column_is_turned() {
        let picture = slope(200, 200);
        let cut = picture.cut(&[[20.0, 30.0], [80.0, 30.0], [80.0, 50.0], [20.0, 50.0]]);
        assert_eq!(
            (cut.width, cut.height, cut.pixel(5, 7)),
            (60, 20, &[25, 37, 9][..])
        );
        let cut = picture.cut(&[[20.0, 30.0], [80.0, 40.0], [77.0, 59.0], [17.0, 49.0]]);
        let pixel = cut.pixel(30, 0);
        assert!(
            pixel[0].abs_diff(50) <= 1 && pixel[1].abs_diff(35) <= 1,
            "{pixel:?}"
        );
        let column = picture.cut(&[[20.0, 30.0], [40.0, 30.0], [40.0, 90.0], [20.0, 90.0]]);
        assert_eq!((column.width, column.height), (60, 20));
        assert_eq!(column.pixel(0, 0), [39, 30, 9]);
        // A quad at the edge, of no size, or beyond the picture.
        for quad in [
            [[199.0; 2]; 4],
            [[150.0, 190.0], [400.0, 190.0], [400.0, 260.0], [150.0, 260.0]],
        ] {
            assert!(picture.cut(&quad).width > 0);
        }
    }
}
