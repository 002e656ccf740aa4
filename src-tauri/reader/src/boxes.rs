//! From the detector's map to rectangles around lines of text. What of a line the map shows is narrower than the line, by a
//! distance on every side (differentiable binarization); a rectangle at any angle is widened by it again.

/// A pixel of the map is text from this on.
const TEXT: f32 = 0.3;
/// A rectangle is text if it has this on average.
const TEXT_ON_AVERAGE: f32 = 0.5;
/// How much narrower the map shows a line: by its area over its perimeter times this.
const NARROWER: f32 = 1.6;
/// The shortest side of what can be a line, in pixels of the map.
const SHORTEST: f32 = 3.0;

/// Corners from the upper left one clockwise.
pub(crate) type Quad = [[f32; 2]; 4];

/// A rectangle at any angle.
#[derive(Clone, Copy, Debug)]
struct Rect {
    centre: [f32; 2],
    /// The direction of its first side, of length 1.
    along: [f32; 2],
    size: [f32; 2],
}

impl Rect {
    fn corners(&self) -> Quad {
        let ([cx, cy], [ax, ay]) = (self.centre, self.along);
        let (w, h) = (self.size[0] / 2.0, self.size[1] / 2.0);
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
            .map(|(u, v)| [cx + u * w * ax - v * h * ay, cy + u * w * ay + v * h * ax])
    }

    fn shortest(&self) -> f32 {
        self.size[0].min(self.size[1])
    }

    fn widened(self) -> Self {
        let [width, height] = self.size;
        let by = width * height * NARROWER / (2.0 * (width + height));
        Self {
            size: [width + 2.0 * by, height + 2.0 * by],
            ..self
        }
    }
}

/// The rectangles around what a map shows, from top to bottom, in the map's pixels.
pub(crate) fn boxes(map: &[f32], width: usize, height: usize) -> Vec<Quad> {
    // A pixel spreads to the right and down, so that strokes of one line hang together.
    let mut mask = vec![false; map.len()];
    for (at, _) in map.iter().enumerate().filter(|(_, text)| **text > TEXT) {
        let (x, y) = (at % width, at / width);
        for (x, y) in [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)] {
            if x < width && y < height {
                mask[y * width + x] = true;
            }
        }
    }
    let mut quads: Vec<Quad> = pieces(&mut mask, width, height)
        .into_iter()
        .filter_map(smallest)
        .filter(|rect| rect.shortest() >= SHORTEST && mean(map, width, height, rect) >= TEXT_ON_AVERAGE)
        .map(|rect| clockwise(rect.widened().corners()))
        .collect();
    quads.sort_by(|a, b| a[0][1].total_cmp(&b[0][1]));
    quads
}

/// From the upper left corner clockwise.
fn clockwise(mut corners: Quad) -> Quad {
    corners.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let [a, b, c, d] = corners;
    let (tl, bl) = if a[1] <= b[1] { (a, b) } else { (b, a) };
    let (tr, br) = if c[1] <= d[1] { (c, d) } else { (d, c) };
    [tl, tr, br, bl]
}

/// The outermost pixels of each row of each piece that hangs together: enough for its hull. Empties the mask.
fn pieces(mask: &mut [bool], width: usize, height: usize) -> Vec<Vec<[i32; 2]>> {
    let mut all = Vec::new();
    let mut open = Vec::new();
    for start in 0..mask.len() {
        if !mask[start] {
            continue;
        }
        mask[start] = false;
        open.push(start);
        let mut rows: std::collections::BTreeMap<usize, (usize, usize)> = std::collections::BTreeMap::new();
        while let Some(at) = open.pop() {
            let (x, y) = (at % width, at / width);
            let row = rows.entry(y).or_insert((x, x));
            *row = (row.0.min(x), row.1.max(x));
            for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let next = ny * width + nx;
                    if mask[next] {
                        mask[next] = false;
                        open.push(next);
                    }
                }
            }
        }
        let ends =
            |(y, (from, to)): (usize, (usize, usize))| [[from as i32, y as i32], [to as i32, y as i32]];
        all.push(rows.into_iter().flat_map(ends).collect());
    }
    all
}

/// The smallest rectangle around points: it lies along one side of their hull.
fn smallest(points: Vec<[i32; 2]>) -> Option<Rect> {
    let hull = hull(points);
    if hull.len() < 3 {
        return None;
    }
    let mut best: Option<(f32, Rect)> = None;
    for (at, p) in hull.iter().enumerate() {
        let q = hull[(at + 1) % hull.len()];
        let (dx, dy) = ((q[0] - p[0]) as f32, (q[1] - p[1]) as f32);
        let length = dx.hypot(dy);
        let (ax, ay) = (dx / length, dy / length);
        let (mut low, mut high) = ([f32::MAX; 2], [f32::MIN; 2]);
        for [x, y] in &hull {
            let (x, y) = (*x as f32, *y as f32);
            for (k, value) in [x * ax + y * ay, y * ax - x * ay].into_iter().enumerate() {
                low[k] = low[k].min(value);
                high[k] = high[k].max(value);
            }
        }
        let size = [high[0] - low[0], high[1] - low[1]];
        if best.is_none_or(|(area, _)| size[0] * size[1] < area) {
            let (u, v) = ((low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0);
            let rect = Rect {
                centre: [u * ax - v * ay, u * ay + v * ax],
                along: [ax, ay],
                size,
            };
            best = Some((size[0] * size[1], rect));
        }
    }
    best.map(|(_, rect)| rect)
}

/// The convex hull, by Andrew's monotone chains.
fn hull(mut points: Vec<[i32; 2]>) -> Vec<[i32; 2]> {
    points.sort_unstable();
    points.dedup();
    let cross = |o: [i32; 2], a: [i32; 2], b: [i32; 2]| {
        i64::from(a[0] - o[0]) * i64::from(b[1] - o[1]) - i64::from(a[1] - o[1]) * i64::from(b[0] - o[0])
    };
    let half = |points: &mut dyn Iterator<Item = [i32; 2]>| {
        let mut chain: Vec<[i32; 2]> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..]
                && cross(a, b, point) <= 0
            {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut all = half(&mut points.iter().copied());
    all.extend(half(&mut points.iter().rev().copied()));
    all
}

/// The mean of the map within a rectangle.
fn mean(map: &[f32], width: usize, height: usize, rect: &Rect) -> f32 {
    let corners = rect.corners();
    let range = |k: usize, most: usize| {
        let low = corners.iter().map(|c| c[k]).fold(f32::MAX, f32::min);
        let high = corners.iter().map(|c| c[k]).fold(f32::MIN, f32::max);
        low.floor().max(0.0) as usize..=(high.ceil().max(0.0) as usize).min(most - 1)
    };
    let (mut sum, mut count) = (0.0f64, 0u32);
    for y in range(1, height) {
        for x in range(0, width) {
            let (dx, dy) = (x as f32 - rect.centre[0], y as f32 - rect.centre[1]);
            let u = dx * rect.along[0] + dy * rect.along[1];
            let v = dy * rect.along[0] - dx * rect.along[1];
            if u.abs() <= rect.size[0] / 2.0 + 0.5 && v.abs() <= rect.size[1] / 2.0 + 0.5 {
                sum += f64::from(map[y * width + x]);
                count += 1;
            }
        }
    }
    if count == 0 {
        0.0
    } else {
        (sum / f64::from(count)) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (usize, usize) = (200, 120);

    /// A map with a bar of 120 × 16 in its middle, turned by `angle` (radians).
    fn bar(angle: f32) -> Vec<f32> {
        let (s, c) = angle.sin_cos();
        let pixels = (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (x as f32 - 100.0, y as f32 - 60.0)));
        pixels
            .map(|(dx, dy)| {
                let inside = (dx * c + dy * s).abs() <= 60.0 && (dy * c - dx * s).abs() <= 8.0;
                if inside { 0.9 } else { 0.0 }
            })
            .collect()
    }

    #[test]
    fn a_turned_bar_gives_its_rectangle_widened() {
        for angle in [0.0f32, 0.2, -0.1] {
            let quads = boxes(&bar(angle), SIZE.0, SIZE.1);
            let [[tl, tr, _, bl]] = quads[..] else {
                panic!("{quads:?}");
            };
            let wider = 120.0 * 16.0 * NARROWER / 136.0;
            let length = |a: [f32; 2], b: [f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
            assert!((length(tl, tr) - 120.0 - wider).abs() < 4.0, "{quads:?}");
            assert!((length(tl, bl) - 16.0 - wider).abs() < 4.0, "{quads:?}");
            assert!(
                ((tr[1] - tl[1]) / (tr[0] - tl[0]) - angle.tan()).abs() < 0.02,
                "{quads:?}"
            );
        }
    }

    #[test]
    fn a_speck_and_a_shadow_are_no_text() {
        let mut map = vec![0.0; SIZE.0 * SIZE.1];
        map[5050] = 0.9;
        assert!(boxes(&map, SIZE.0, SIZE.1).is_empty());
        let shadow: Vec<f32> = bar(0.0).iter().map(|text| text * 0.4).collect();
        assert!(boxes(&shadow, SIZE.0, SIZE.1).is_empty());
    }
}
