//! Which rows and orders of one seller and one price lie nearest to each other.

use super::index::names;
use super::payments::told_otherwise;
use super::{Logged, Matching, NEAR, distance};
use crate::order::{Fen, Moment, OrderId, Span};
use crate::record::bill::BillRow;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// The rows and orders of one seller and one price, on a line of time. The nearest row and order of a line always stand
/// beside each other, so that pairing all of it takes no longer than sorting it.
pub(super) struct Lines<'a> {
    points: Vec<Point>,
    /// The points of an order: it may stand in the line of its platform and in that of its merchant.
    of_order: HashMap<usize, Vec<usize>>,
    /// When the orders of a seller and a price were paid.
    times: HashMap<(&'a str, Fen), Vec<Moment>>,
}

struct Point {
    at: Moment,
    who: Who,
    before: Option<usize>,
    after: Option<usize>,
    gone: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Order(usize),
    Row(usize),
}

type Pairs = BinaryHeap<Reverse<(Span, Moment, OrderId, usize, usize)>>;

impl<'a> Lines<'a> {
    pub fn new(matching: &Matching<'a>, rows: &[usize], places: impl Iterator<Item = usize>) -> Self {
        let mut lines: HashMap<(&'a str, Fen), Vec<(Moment, Who)>> = HashMap::new();
        for at in rows {
            let row = matching.row(*at);
            let seller = matching.seller(row);
            if !seller.is_empty() {
                lines
                    .entry((seller, row.amount))
                    .or_default()
                    .push((row.at, Who::Row(*at)));
            }
        }
        let mut times: HashMap<(&'a str, Fen), Vec<Moment>> = HashMap::new();
        for place in places {
            let order = &matching.index.orders[place];
            for seller in names(order) {
                if let Some(line) = lines.get_mut(&(seller, order.amount)) {
                    line.push((order.paid_at, Who::Order(place)));
                    times
                        .entry((seller, order.amount))
                        .or_default()
                        .push(order.paid_at);
                }
            }
        }
        for times in times.values_mut() {
            times.sort();
        }
        let mut points = Vec::new();
        let mut of_order: HashMap<usize, Vec<usize>> = HashMap::new();
        for (_, mut line) in lines.into_iter().filter(|(key, _)| times.contains_key(key)) {
            line.sort_by_key(|(at, who)| {
                let number = match who {
                    Who::Row(row) => matching.row(*row).payment_no.as_str(),
                    Who::Order(_) => "",
                };
                (*at, number, *who)
            });
            let first = points.len();
            let last = first + line.len() - 1;
            for (number, (at, who)) in line.into_iter().enumerate() {
                let own = first + number;
                if let Who::Order(place) = who {
                    of_order.entry(place).or_default().push(own);
                }
                points.push(Point {
                    at,
                    who,
                    before: (own > first).then(|| own - 1),
                    after: (own < last).then_some(own + 1),
                    gone: false,
                });
            }
        }
        Self {
            points,
            of_order,
            times,
        }
    }

    /// The rows with their orders.
    pub fn pairs(&mut self, matching: &Matching<'a>, within: Span) -> Vec<(usize, usize)> {
        let mut heap = Pairs::new();
        for left in 0..self.points.len() {
            self.offer(matching, within, &mut heap, Some(left), self.points[left].after);
        }
        let mut pairs = Vec::new();
        while let Some(Reverse((.., left, right))) = heap.pop() {
            let (Who::Row(row), Who::Order(place)) = self.both(left, right) else {
                continue;
            };
            if self.points[left].gone || self.points[right].gone {
                continue;
            }
            pairs.push((row, place));
            let row_point = if self.points[left].who == Who::Row(row) {
                left
            } else {
                right
            };
            let mut leaving = self.of_order.remove(&place).unwrap_or_default();
            leaving.push(row_point);
            for point in leaving {
                let (before, after) = (self.points[point].before, self.points[point].after);
                self.points[point].gone = true;
                if let Some(before) = before {
                    self.points[before].after = after;
                }
                if let Some(after) = after {
                    self.points[after].before = before;
                }
                self.offer(matching, within, &mut heap, before, after);
            }
        }
        pairs
    }

    /// The row of two neighbours, and the order.
    fn both(&self, left: usize, right: usize) -> (Who, Who) {
        let (one, other) = (self.points[left].who, self.points[right].who);
        (one.max(other), one.min(other))
    }

    fn offer(
        &self,
        matching: &Matching<'a>,
        within: Span,
        heap: &mut Pairs,
        left: Option<usize>,
        right: Option<usize>,
    ) {
        let (Some(left), Some(right)) = (left, right) else {
            return;
        };
        let (Who::Row(row), Who::Order(place)) = self.both(left, right) else {
            return;
        };
        let apart = distance(self.points[left].at, self.points[right].at);
        let (row, order) = (matching.row(row), &matching.index.orders[place]);
        let other_number = told_otherwise(row, order);
        if apart <= within && !other_number && !matching.other_way(row, order) {
            heap.push(Reverse((apart, row.at, order.id, left, right)));
        }
    }

    /// How many other orders of a line were paid near a row that one of them was found for.
    pub fn others(&self, seller: &'a str, row: &BillRow, found: &Logged) -> usize {
        let Some(times) = self.times.get(&(seller, row.amount)) else {
            return 0;
        };
        let from = times.partition_point(|at| *at < row.at - NEAR);
        let until = times.partition_point(|at| *at <= row.at + NEAR);
        (until - from).saturating_sub(usize::from(distance(found.paid_at, row.at) <= NEAR))
    }
}
