//! What a damaged data file lost of its orders, out of what is left: whole orders out of their timelines, and the lost end of a
//! timeline out of its order.

use super::super::facts::{self, Column};
use super::super::orders::insert_event;
use super::super::{keys, read, settings};
use crate::Outcome;
use crate::order::{
    CardKey, Event, EventKind, Facts, Fen, Happening, KeysFacts, Ledger, Moment, Order, OrderId,
    ProblemFacts, RefundTo, RefundedFacts, Stage, Standing, Status, check_chain, facts_told, standing,
    written,
};
use crate::text;
use crate::words::Text;
use rusqlite::Connection;

/// Numbers of orders as a person reads them: neighbours as one range.
pub(super) fn numbers(ids: &[OrderId]) -> Text {
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for OrderId(id) in ids {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *id => *last = *id,
            _ => ranges.push((*id, *id)),
        }
    }
    Text::list(ranges.into_iter().map(|(first, last)| {
        Text::as_it_is(match first == last {
            true => first.to_string(),
            false => format!("{first}–{last}"),
        })
    }))
}

fn ids(made: &Connection, select: &str) -> rusqlite::Result<Vec<OrderId>> {
    made.prepare(select)?.query_map([], |row| row.get(0))?.collect()
}

/// Makes the orders anew of which only the timeline is left, as it says them last; says which.
pub(super) fn orders_of_timelines(made: &Connection, lost: &mut Vec<Text>) -> Outcome<()> {
    let alone = "SELECT DISTINCT order_id FROM events WHERE order_id NOT IN (SELECT id FROM orders) ORDER BY order_id";
    let mut rebuilt = Vec::new();
    for id in ids(made, alone)? {
        let Ok(events) = read::events(made, id) else {
            continue;
        };
        if let Some(facts) = facts_told(&events) {
            insert(made, id, &facts, &events)?;
            rebuilt.push(id);
        }
    }
    if !rebuilt.is_empty() {
        lost.push(text!(
            rescue_rebuilt,
            count = rebuilt.len(),
            numbers = numbers(&rebuilt)
        ));
    }
    // All open ones are planned anew when the file is opened.
    settings::not_planned(made)?;
    Ok(())
}

fn insert(made: &Connection, id: OrderId, facts: &Facts, events: &[Event]) -> rusqlite::Result<()> {
    let platform = platform(made, &facts.platform)?;
    let told = standing(facts, events);
    let disputed = told.is_disputed();
    let Standing {
        refunded,
        credited,
        problem,
        received,
        keys,
        settled,
        closed_reason,
    } = told;
    let due_at = facts.paid_at + facts.window;
    let (status, stage) = match settled {
        Some((status, _)) => (status, Stage::Closed),
        None if disputed => (Status::Disputed, Stage::Demand),
        None => (Status::Awaiting, Stage::Waiting),
    };
    let settled_at = settled.map(|(_, at)| at);
    let urgency = super::super::orders::urgency(due_at, settled_at);
    let alert_after = settled.is_none().then_some(due_at);
    let created_at = events.first().map_or(facts.paid_at, |event| event.recorded_at);
    let mut columns = facts::bind(facts, &platform);
    let further: [Column<'_>; 19] = [
        ("id", &id),
        ("counted_from", &facts.paid_at),
        ("due_at", &due_at),
        ("status", &status),
        ("stage", &stage),
        ("alert_after", &alert_after),
        ("refunded_fen", &refunded),
        ("credited_fen", &credited),
        ("problem", &problem),
        ("received", &received),
        ("keys_came", &keys.came),
        ("keys_work", &keys.works),
        ("keys_bad", &keys.bad),
        ("keys_all", &keys.all),
        ("settled_at", &settled_at),
        ("closed_reason", &closed_reason),
        ("created_at", &created_at),
        ("urgency", &urgency),
        ("search_text", &""),
    ];
    columns.extend(further);
    facts::insert(made, &columns).map(drop)
}

/// The number of a platform; it is made where it is not there.
pub(super) fn platform(made: &Connection, name: &str) -> rusqlite::Result<i64> {
    made.execute("INSERT OR IGNORE INTO platforms (name) VALUES (?1)", [name])?;
    made.query_row("SELECT id FROM platforms WHERE name = ?1", [name], |row| {
        row.get(0)
    })
}

/// Gives the orders whose platform cannot be read the one that their timeline names.
pub(super) fn platforms_of_timelines(made: &Connection) -> rusqlite::Result<()> {
    for id in ids(
        made,
        "SELECT id FROM orders WHERE platform_id NOT IN (SELECT id FROM platforms)",
    )? {
        let told = read::events(made, id).ok().and_then(|events| facts_told(&events));
        if let Some(facts) = told {
            let platform = platform(made, &facts.platform)?;
            made.execute(
                "UPDATE orders SET platform_id = ?2 WHERE id = ?1",
                rusqlite::params![id, platform],
            )?;
        }
    }
    Ok(())
}

/// Compares each order with its timeline. What the order holds and its timeline does not say any more is written behind it, or
/// the next event would take it away: a timeline whose end is lost holds as well as a whole one. Says which.
pub(super) fn timelines_of_orders(made: &Connection, now: Moment, lost: &mut Vec<Text>) -> Outcome<()> {
    let (mut broken, mut written, mut differing) = (Vec::new(), Vec::new(), Vec::new());
    for id in ids(made, "SELECT id FROM orders ORDER BY id")? {
        let (Ok(Some(order)), Ok(events)) = (read::order(made, id), read::events(made, id)) else {
            broken.push(id);
            continue;
        };
        if events.is_empty() || check_chain(&events).is_err() {
            broken.push(id);
        }
        let mut all = events;
        let before = all.len();
        keys_without_event(made, &order, &mut all, now)?;
        for what in missing(&order, &all)? {
            let event = Event::chained(all.last(), what, now);
            insert_event(made, id, &event)?;
            all.push(event);
        }
        if all.len() > before {
            written.push(id);
        }
        let told = standing(&order.facts, &all);
        // How many keys there are, nobody says but the timeline.
        if told.keys != order.standing.keys {
            let columns: [Column<'_>; 4] = [
                ("keys_came", &told.keys.came),
                ("keys_work", &told.keys.works),
                ("keys_bad", &told.keys.bad),
                ("keys_all", &told.keys.all),
            ];
            facts::update(made, &id, &columns)?;
        }
        let of_timeline = Standing {
            keys: told.keys,
            ..order.standing
        };
        if told != of_timeline {
            differing.push(id);
        }
    }
    if !broken.is_empty() {
        lost.push(text!(
            rescue_timelines,
            count = broken.len(),
            numbers = numbers(&broken)
        ));
    }
    if !written.is_empty() {
        lost.push(text!(rescue_written, numbers = numbers(&written)));
    }
    if !differing.is_empty() {
        lost.push(text!(rescue_differing, numbers = numbers(&differing)));
    }
    Ok(())
}

/// Writes anew that keys came whose event is lost: the keys themselves are there.
fn keys_without_event(made: &Connection, order: &Order, events: &mut Vec<Event>, now: Moment) -> Outcome<()> {
    let kept = keys::read(made, order.id)?;
    let has = |events: &[Event], seq: u32| {
        let of_seq = events.iter().find(|event| event.seq == seq);
        of_seq.is_some_and(|event| event.what.kind == EventKind::KeysAdded)
    };
    let lost: Vec<&[_]> = kept
        .chunk_by(|one, next| one.seq == next.seq)
        .filter(|of_one| !has(events, of_one[0].seq))
        .collect();
    let mut placed = Vec::new();
    for of_one in lost {
        let last4 = of_one.iter().map(|kept| CardKey::last4(&kept.key)).collect();
        let told = KeysFacts {
            first: Ledger::of(events).next(),
            last4,
            all: false,
        };
        let what = Happening {
            facts: Some(written(&told)?),
            ..Happening::new(
                EventKind::KeysAdded,
                events.last().map_or(order.created_at, |event| event.what.at),
            )
            .saying(text!(rescue_instead).chinese())
        };
        let event = Event::chained(events.last(), what, now);
        insert_event(made, order.id, &event)?;
        placed.push((of_one[0].seq, event.seq));
        events.push(event);
    }
    keys::move_to(made, order.id, &placed)?;
    Ok(())
}

/// What an order holds and its timeline does not say.
fn missing(order: &Order, events: &[Event]) -> Outcome<Vec<Happening>> {
    // What is written into a timeline is Chinese.
    let instead = |kind, at| Happening::new(kind, at).saying(text!(rescue_instead).chinese());
    let mut missing = Vec::new();
    let told = facts_told(events);
    let same = |told: &Facts| told.clone().with_no_payments() == order.facts.clone().with_no_payments();
    if !told.as_ref().is_some_and(same) {
        let kind = if told.is_some() {
            EventKind::Edited
        } else {
            EventKind::Logged
        };
        missing.push(Happening {
            facts: Some(order.facts.written()?),
            ..instead(kind, order.created_at)
        });
    }
    let said = standing(&order.facts, events);
    let settled = order.standing.settled;
    let at = settled.map(|(_, at)| at);
    let last = events.last().map_or(order.created_at, |event| event.what.at);
    if order.standing.refunded > said.refunded {
        missing.push(Happening {
            amount: Some(Fen(order.standing.refunded.0 - said.refunded.0)),
            ..instead(EventKind::Refunded, at.unwrap_or(last))
        });
    }
    let kept = &order.standing;
    if kept.credited > said.credited {
        let facts = RefundedFacts {
            to: RefundTo::Balance,
            accepted: false,
        };
        missing.push(Happening {
            amount: Some(kept.credited - said.credited),
            facts: Some(written(&facts)?),
            ..instead(EventKind::Refunded, last)
        });
    }
    if let Some(problem) = kept
        .problem
        .filter(|_| (kept.problem, kept.received) != (said.problem, said.received))
    {
        let received = kept.received;
        missing.push(Happening {
            facts: Some(written(&ProblemFacts { problem, received })?),
            ..instead(EventKind::Problem, last)
        });
    }
    if let Some((status, at)) = settled.filter(|_| settled != said.settled) {
        match status {
            Status::Arrived => missing.push(instead(EventKind::Arrived, at)),
            Status::Closed => missing.push(Happening {
                text: order.standing.closed_reason.clone(),
                ..instead(EventKind::Closed, at)
            }),
            // The refund itself settles it.
            _ => {}
        }
    }
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_ranges() {
        let ids: Vec<OrderId> = [3, 7, 8, 9, 12].into_iter().map(OrderId).collect();
        assert_eq!(numbers(&ids).chinese(), "3、7–9、12");
        assert_eq!(numbers(&[]).chinese(), "");
    }
}
