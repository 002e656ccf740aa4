//! watch (盯) on the store: the sweep, the outbox, release times, the calendar.

use crate::data_file::{DataFile, plan_anew};
use daozhang_core::Outcome;
use daozhang_core::order::{Due, Moment, Order, OrderId, Span, Topic};
use daozhang_core::record::read_release_times;
use daozhang_core::store::{BATCH, OrderCounts, Page, Query, Tx};
use daozhang_core::watch::{self, CalendarEntry, Clockwork};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// How many orders were looked at.
    pub seen: usize,
    pub raised: usize,
    /// The orders whose rows could not be understood. Each is looked at again an hour later and stops no other.
    pub failed: Vec<OrderId>,
}

/// What a sweep found and whom it concerns now.
#[derive(Clone, Debug)]
pub struct Checked {
    pub swept: Swept,
    /// Alerts that wait to be shown, claimed for the caller where it asked for that.
    pub due: Vec<Due>,
}

impl DataFile {
    pub fn page(&self, query: &Query) -> Outcome<Page> {
        self.store.page(query)
    }

    /// How many orders that match a search stand where.
    pub fn counts(&self, search: &str) -> Outcome<OrderCounts> {
        self.store.counts(search)
    }

    /// The names of all platforms, the most used first.
    pub fn platform_names(&self) -> Outcome<Vec<String>> {
        self.store.platforms()
    }

    /// One sweep, and what waits in the outbox. With `claim` the caller shows it and then says [`DataFile::delivered`]
    /// or [`DataFile::released`]; without, nothing is shown and it goes on waiting.
    pub fn check(&mut self, now: Moment, claim: bool) -> Outcome<Checked> {
        let swept = self.sweep(now)?;
        let due = self.store.outbox(now, claim)?;
        Ok(Checked { swept, due })
    }

    /// One sweep: every order whose moment has passed is planned anew, and what falls due waits in the outbox; what an earlier,
    /// later clock called overdue too soon is taken back. State and alerts of one batch are one transaction.
    pub fn sweep(&mut self, now: Moment) -> Outcome<Swept> {
        self.plan_under_rules(now)?;
        let clockwork = self.works.at(now);
        let mut swept = Swept::default();
        if self.store.any_too_soon(now)? {
            swept.seen += self.store.write(|tx| take_back(tx, &clockwork))?;
        }
        if !self.store.any_due(now)? {
            return Ok(swept);
        }
        loop {
            let batch = self.store.write(|tx| sweep_batch(tx, &clockwork))?;
            let done = batch.seen < BATCH;
            swept.seen += batch.seen;
            swept.raised += batch.raised;
            swept.failed.extend(batch.failed);
            if done {
                return Ok(swept);
            }
        }
    }

    /// The desktop accepted the notice of these alerts.
    pub fn delivered(&mut self, due: &[Due], now: Moment) -> Outcome<()> {
        self.store.delivered(&alert_ids(due), now)
    }

    /// The desktop did not accept it: they wait for the next try.
    pub fn released(&mut self, due: &[Due]) -> Outcome<()> {
        self.store.released(&alert_ids(due))
    }

    /// The next moment after which a sweep or the outbox could have something.
    pub fn next_wake(&self, now: Moment) -> Outcome<Option<Moment>> {
        self.store.next_wake(now)
    }

    /// How many alerts have not been shown yet.
    pub fn waiting_alerts(&self) -> Outcome<i64> {
        self.store.waiting()
    }

    /// The times of day at which a platform issues, as they were typed; empty for none.
    pub fn release_times(&self, platform: &str) -> Outcome<String> {
        Ok(self.store.platform(platform)?.release_times)
    }

    /// Writes down at which times of day a platform issues; the windows of its open orders count from there.
    pub fn set_release_times(&mut self, platform: &str, times: &str, now: Moment) -> Outcome<()> {
        let times: Vec<String> = read_release_times(times)?
            .iter()
            .map(|time| time.format("%H:%M").to_string())
            .collect();
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            tx.set_release_times(platform, &times.join("、"))?;
            plan_anew(tx, Some(platform), &clockwork)
        })
    }

    /// The deadlines of all open orders, as a file for the person's calendar.
    pub fn calendar(&self, now: Moment) -> Outcome<String> {
        let mut entries = Vec::new();
        let mut after = None;
        loop {
            let page = self.store.page(&Query {
                after,
                limit: 500,
                ..Query::default()
            })?;
            let open = page.orders.iter().take_while(|order| order.status.is_open());
            let before = entries.len();
            for order in open {
                entries.extend(calendar_entries(order, now));
            }
            after = page.next;
            let settled = page.orders.last().is_none_or(|order| !order.status.is_open());
            if after.is_none() || settled || entries.len() > MOST_ENTRIES {
                entries.truncate(MOST_ENTRIES.max(before));
                return Ok(watch::calendar(&entries, now));
            }
        }
    }

    /// Whether another process has written to the data file since this was last asked.
    pub fn changed_elsewhere(&mut self) -> Outcome<bool> {
        self.store.changed_elsewhere()
    }
}

fn sweep_batch(tx: &Tx<'_>, clockwork: &Clockwork<'_>) -> Outcome<Swept> {
    let now = clockwork.now;
    let mut swept = Swept::default();
    let before = tx.last_alert()?;
    for (id, watched) in tx.watched_due(now)? {
        swept.seen += 1;
        let Some(watched) = watched else {
            tx.postpone(id, now + Span::HOUR)?;
            swept.failed.push(id);
            continue;
        };
        let plan = clockwork.plan(&watched);
        tx.save_plan(id, &plan)?;
        if let Some(alert) = &plan.alert {
            swept.raised += usize::from(tx.raise(id, alert, now)?);
        }
    }
    tx.supersede(before, now)?;
    Ok(swept)
}

/// Plans every open order anew after the clock was set back: what a later time decided does not hold. Alerts that do not
/// belong to the new plans are withdrawn, and those that do are raised; those that were shown are not shown again.
fn take_back(tx: &Tx<'_>, clockwork: &Clockwork<'_>) -> Outcome<usize> {
    let now = clockwork.now;
    let mut seen = 0;
    for (id, watched) in tx.watched_open()? {
        let Some(watched) = watched else { continue };
        let plan = clockwork.plan(&watched);
        tx.save_plan(id, &plan)?;
        tx.withdraw_outdated(id, &plan, now)?;
        if let Some(alert) = &plan.alert {
            tx.raise(id, alert, now)?;
        }
        seen += 1;
    }
    tx.none_raised_after(now)?;
    Ok(seen)
}

/// More entries than this no calendar program takes at once.
const MOST_ENTRIES: usize = 5_000;

fn calendar_entries(order: &Order, now: Moment) -> Vec<CalendarEntry> {
    let mut moments: Vec<(Moment, Topic)> = order
        .course
        .deadlines
        .iter()
        .map(|one| (one.at, one.topic))
        .collect();
    moments.push((order.clock.due_at, Topic::Overdue));
    moments.extend(order.course.limits.iter().map(|one| (one.at, one.topic)));
    moments
        .into_iter()
        .filter(|(at, _)| *at > now)
        .map(|(at, topic)| CalendarEntry {
            order: order.id,
            at,
            topic,
            product: order.facts.product.clone(),
            platform: order.facts.platform.clone(),
        })
        .collect()
}

fn alert_ids(due: &[Due]) -> Vec<i64> {
    due.iter().map(|one| one.alert).collect()
}
