//! Reading orders. List pages never touch the bytes of files, and page by key.

use super::facts::FACTS;
use super::search::{Search, Way};
use super::{Store, deadlines, facts, keys, payments};
use crate::order::{
    Case, Clock, Course, Event, Fen, Happening, KeyTally, Moment, Order, OrderId, SetRight, Shot, Standing,
    Status, Word,
};
use crate::text;
use crate::{Code, Failure, Outcome};
use rusqlite::{Connection, Row, params, params_from_iter};
use serde::Serialize;
use std::sync::LazyLock;
use ts_rs::TS;

/// What [`read_order`] reads.
static COLUMNS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "orders.id, {FACTS}, refunded_fen, credited_fen, problem, received, \
         keys_came, keys_work, keys_bad, keys_all, counted_from, remind_at, orders.due_at, confirm, confirmed, snoozed_until, \
         status, stage, topic, alert_after, settled_at, closed_reason, sample, created_at, urgency, \
         (SELECT group_concat(tag, char(10)) FROM tags WHERE order_id = orders.id) AS tags"
    )
});

#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Only those that stand here.
    pub status: Option<Status>,
    /// Only those that need the person now.
    pub in_need: bool,
    /// Only those with this tag.
    pub tag: Option<String>,
    /// Only those in whose texts every word of it occurs.
    pub search: String,
    /// What `next` of the page before said.
    pub after: Option<String>,
    pub limit: usize,
}

/// A page of a list, the most urgent first.
#[derive(Clone, Debug)]
pub struct Page {
    pub orders: Vec<Order>,
    /// Where the next page begins; none on the last one.
    pub next: Option<String>,
}

/// How many orders stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OrderCounts {
    pub all: i64,
    pub awaiting: i64,
    pub overdue: i64,
    pub disputed: i64,
    pub arrived: i64,
    pub refunded: i64,
    pub closed: i64,
    /// All tags, the most used first.
    pub tags: Vec<TagCount>,
}

/// How many orders have a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TagCount {
    /// The tag.
    pub tag: String,
    /// How many orders have it.
    pub count: i64,
}

impl Store {
    /// A page of orders, the most urgent first: the longest overdue, then the next due, then the last settled.
    pub fn page(&self, query: &Query) -> Outcome<Page> {
        let search = Search::new(&query.search);
        let mut wheres = Vec::new();
        let mut values: Vec<rusqlite::types::Value> = Vec::new();
        if let Some(status) = query.status {
            wheres.push("status = ?".to_owned());
            values.push(status.word().to_owned().into());
        }
        if query.in_need {
            wheres.push("topic IS NOT NULL".to_owned());
        }
        if let Some(tag) = &query.tag {
            wheres.push("orders.id IN (SELECT order_id FROM tags WHERE tag = ?)".to_owned());
            values.push(tag.clone().into());
        }
        search.narrow(&mut wheres, &mut values);
        let after = match &query.after {
            None => None,
            Some(after) => Some(cursor(after).ok_or_else(|| Failure::failed(text!(store_place_wrong)))?),
        };
        let limit = query.limit.clamp(1, 1000);
        let mut orders = match search.way(&self.connection)? {
            Way::Few(places) => {
                let places = places
                    .into_iter()
                    .filter(|place| after.is_none_or(|after| *place > after));
                self.among(places.map(Ok), &wheres, values, limit + 1)?
            }
            Way::Many(finds) => {
                // Both indexes hold no more than a place: most of the list is passed over without reading an order.
                let (status, mut place) = match query.status {
                    Some(status) => ("status = ?1 AND", vec![status.word().to_owned().into()]),
                    None => ("?1 IS NULL AND", vec![rusqlite::types::Value::Null]),
                };
                let (urgency, id) = after.unwrap_or((i64::MIN, i64::MIN));
                place.extend([urgency.into(), id.into()]);
                let mut select = self
                    .connection
                    .prepare_cached(&format!(
                        "SELECT urgency, id FROM orders WHERE {status} (urgency, id) > (?2, ?3) ORDER BY urgency, id"
                    ))?;
                let places = select
                    .query_map(params_from_iter(place), |row| Ok((row.get(0)?, row.get(1)?)))?
                    .filter(|place| match place {
                        Ok((_, id)) => finds.contains(id),
                        Err(_) => true,
                    });
                self.among(places, &wheres, values, limit + 1)?
            }
            Way::All | Way::Walk => self.walked(after, wheres, values, limit + 1)?,
        };
        let more = orders.len() > limit;
        orders.truncate(limit);
        let next = orders.last().filter(|_| more).map(|(place, _)| {
            let (urgency, id) = place;
            format!("{urgency}.{id}")
        });
        Ok(Page {
            orders: orders.into_iter().map(|(_, order)| order).collect(),
            next,
        })
    }

    /// The first of the list that fulfil the conditions.
    fn walked(
        &self,
        after: Option<(i64, i64)>,
        mut wheres: Vec<String>,
        mut values: Vec<rusqlite::types::Value>,
        most: usize,
    ) -> rusqlite::Result<Vec<Placed>> {
        if let Some((urgency, id)) = after {
            wheres.push("(urgency, orders.id) > (?, ?)".to_owned());
            values.extend([urgency.into(), id.into()]);
        }
        let sql = format!(
            "SELECT {} FROM orders JOIN platforms ON platforms.id = platform_id {}
             ORDER BY urgency, orders.id LIMIT {most}",
            *COLUMNS,
            all(&wheres)
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        let mut orders = Vec::new();
        while let Some(row) = rows.next()? {
            let order = read_order(&self.connection, row)?;
            orders.push(((row.get("urgency")?, order.id.0), order));
        }
        Ok(orders)
    }

    /// The first of these places whose orders fulfil the conditions.
    fn among(
        &self,
        places: impl Iterator<Item = rusqlite::Result<(i64, i64)>>,
        wheres: &[String],
        mut values: Vec<rusqlite::types::Value>,
        most: usize,
    ) -> rusqlite::Result<Vec<Placed>> {
        let mut wheres = wheres.to_vec();
        wheres.push("orders.id = ?".to_owned());
        let sql = format!(
            "SELECT {} FROM orders JOIN platforms ON platforms.id = platform_id {}",
            *COLUMNS,
            all(&wheres)
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut orders = Vec::new();
        for place in places {
            let place = place?;
            values.push(place.1.into());
            let mut rows = select.query(params_from_iter(&values))?;
            if let Some(row) = rows.next()? {
                orders.push((place, read_order(&self.connection, row)?));
            }
            values.pop();
            if orders.len() == most {
                break;
            }
        }
        Ok(orders)
    }

    /// How many orders that match a search stand where.
    pub fn counts(&self, search: &str) -> Outcome<OrderCounts> {
        let mut wheres = Vec::new();
        let mut values = Vec::new();
        let search = Search::new(search);
        // Counting looks at every find, so the index is the shorter way however many there are.
        search.narrow_by_index(&mut wheres, &mut values);
        search.narrow(&mut wheres, &mut values);
        let sql = format!(
            "SELECT status, count(*) FROM orders {} GROUP BY status",
            all(&wheres)
        );
        let found: Vec<(Status, i64)> = self
            .connection
            .prepare_cached(&sql)?
            .query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let tags = self
            .tags()?
            .into_iter()
            .map(|(tag, count)| TagCount { tag, count });
        let mut counts = OrderCounts {
            tags: tags.collect(),
            ..OrderCounts::default()
        };
        for (status, count) in found {
            counts.all += count;
            *match status {
                Status::Awaiting => &mut counts.awaiting,
                Status::Overdue => &mut counts.overdue,
                Status::Disputed => &mut counts.disputed,
                Status::Arrived => &mut counts.arrived,
                Status::Refunded => &mut counts.refunded,
                Status::Closed => &mut counts.closed,
            } = count;
        }
        Ok(counts)
    }

    /// An order with all that belongs to it.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn case(&self, id: OrderId) -> Outcome<Case> {
        let order = order(&self.connection, id)?.ok_or_else(|| not_found(id))?;
        Ok(Case {
            events: events(&self.connection, id)?,
            shots: shots(&self.connection, id)?,
            keys: keys::read(&self.connection, id)?,
            platform: self.platform(&order.facts.platform)?,
            set_right: self.set_rights(id)?,
            order,
        })
    }

    fn set_rights(&self, id: OrderId) -> Outcome<Vec<SetRight>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT seq, at FROM clock_set_right WHERE order_id = ?1")?;
        let rows = select.query_map([id], |row| {
            Ok(SetRight {
                seq: row.get(0)?,
                at: row.get(1)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The orders of a platform: those that are open first, the newest first.
    pub fn orders_of(&self, platform: &str, limit: usize) -> Outcome<Vec<Order>> {
        let sql = format!(
            "SELECT {} FROM orders JOIN platforms ON platforms.id = platform_id WHERE platforms.name = ?1
             ORDER BY status NOT IN ('awaiting', 'overdue', 'disputed'), paid_at DESC LIMIT ?2",
            *COLUMNS
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query(params![platform, limit as i64])?;
        let mut orders = Vec::new();
        while let Some(row) = rows.next()? {
            orders.push(read_order(&self.connection, row)?);
        }
        Ok(orders)
    }

    /// The numbers of the orders after one, in their order; at most `most`.
    pub fn ids_after(&self, after: OrderId, most: usize) -> Outcome<Vec<OrderId>> {
        Ok(self
            .connection
            .prepare_cached("SELECT id FROM orders WHERE id > ?1 ORDER BY id LIMIT ?2")?
            .query_map(params![after, most as i64], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// The names of all platforms, the most used first.
    pub fn platforms(&self) -> Outcome<Vec<String>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT name FROM platforms JOIN orders ON platform_id = platforms.id
                     GROUP BY platforms.id ORDER BY count(*) DESC, max(orders.id) DESC LIMIT 200",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// What is overdue in total and has not come back.
    pub fn overdue_open(&self) -> Outcome<Fen> {
        Ok(self.connection.query_row(
            "SELECT coalesce(sum(amount_fen - refunded_fen), 0) FROM orders INDEXED BY orders_by_status
                 WHERE status = 'overdue'",
            [],
            |row| row.get(0),
        )?)
    }

    /// When each of these orders was last demanded, where it was and that was not taken back.
    pub fn last_demanded(&self, id: OrderId) -> Outcome<Option<Moment>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT max(at) FROM events AS demand WHERE order_id = ?1 AND kind = 'demanded' AND NOT EXISTS
                     (SELECT 1 FROM events AS undo WHERE undo.order_id = ?1 AND undo.undoes = demand.seq)",
            )?
            .query_row([id], |row| row.get(0))?)
    }
}

/// An order with its place in the list: urgency and number.
type Placed = ((i64, i64), Order);

/// All conditions together; nothing where there are none.
fn all(wheres: &[String]) -> String {
    if wheres.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", wheres.join(" AND "))
    }
}

fn cursor(text: &str) -> Option<(i64, i64)> {
    let (urgency, id) = text.split_once('.')?;
    Some((urgency.parse().ok()?, id.parse().ok()?))
}

pub(super) fn not_found(id: OrderId) -> Failure {
    Failure::new(Code::NotFound, text!(order_not_found, number = id.0))
}

pub(super) fn order(connection: &Connection, id: OrderId) -> rusqlite::Result<Option<Order>> {
    let sql = format!(
        "SELECT {} FROM orders JOIN platforms ON platforms.id = platform_id WHERE orders.id = ?1",
        *COLUMNS
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([id])?;
    rows.next()?.map(|row| read_order(connection, row)).transpose()
}

pub(super) fn events(connection: &Connection, id: OrderId) -> rusqlite::Result<Vec<Event>> {
    let mut select = connection.prepare_cached(
        "SELECT seq, kind, at, recorded_at, text, until, amount_fen, shot, undoes, facts, hash FROM events
         WHERE order_id = ?1 ORDER BY seq",
    )?;
    let events = select.query_map([id], |row| {
        Ok(Event {
            seq: row.get(0)?,
            what: Happening {
                kind: row.get(1)?,
                at: row.get(2)?,
                text: row.get(4)?,
                until: row.get(5)?,
                amount: row.get(6)?,
                shot: row.get(7)?,
                undoes: row.get(8)?,
                facts: row.get(9)?,
            },
            recorded_at: row.get(3)?,
            hash: row.get(10)?,
        })
    })?;
    events.collect()
}

fn shots(connection: &Connection, id: OrderId) -> rusqlite::Result<Vec<Shot>> {
    let mut select = connection.prepare_cached(
        "SELECT shots.sha256, role, name, media, length, width, height, added_at FROM shots
         JOIN files ON files.sha256 = shots.sha256 WHERE order_id = ?1 ORDER BY added_at, shots.rowid",
    )?;
    let shots = select.query_map([id], |row| {
        let (width, height): (Option<u32>, Option<u32>) = (row.get(5)?, row.get(6)?);
        Ok(Shot {
            sha256: row.get(0)?,
            role: row.get(1)?,
            name: row.get(2)?,
            media: row.get(3)?,
            bytes: u64::try_from(row.get::<_, i64>(4)?).unwrap_or_default(),
            pixels: width.zip(height),
            added_at: row.get(7)?,
        })
    })?;
    shots.collect()
}

fn read_order(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<Order> {
    let id = row.get("id")?;
    let status = row.get("status")?;
    let mut course = Course {
        snoozed_until: row.get("snoozed_until")?,
        confirmed: row.get("confirmed")?,
        ..Course::default()
    };
    deadlines::read(connection, id, &mut course)?;
    let mut facts = facts::from_row(row)?;
    payments::read(connection, id, &mut facts)?;
    let tags: Option<String> = row.get("tags")?;
    let mut tags: Vec<String> = tags
        .iter()
        .flat_map(|tags| tags.lines())
        .map(str::to_owned)
        .collect();
    tags.sort_unstable();
    Ok(Order {
        id,
        facts,
        clock: Clock {
            counted_from: row.get("counted_from")?,
            remind_at: row.get("remind_at")?,
            due_at: row.get("due_at")?,
            confirm: row.get("confirm")?,
        },
        course,
        standing: Standing {
            refunded: row.get("refunded_fen")?,
            credited: row.get("credited_fen")?,
            problem: row.get("problem")?,
            received: row.get("received")?,
            keys: KeyTally {
                came: row.get("keys_came")?,
                works: row.get("keys_work")?,
                bad: row.get("keys_bad")?,
                all: row.get("keys_all")?,
            },
            settled: row.get::<_, Option<Moment>>("settled_at")?.map(|at| (status, at)),
            closed_reason: row.get("closed_reason")?,
        },
        status,
        stage: row.get("stage")?,
        topic: row.get("topic")?,
        alert_after: row.get("alert_after")?,
        tags,
        sample: row.get("sample")?,
        created_at: row.get("created_at")?,
    })
}
