//! watch (盯) on the store: the sweep, the outbox, release times, the calendar.

use super::Journey;
use crate::Outcome;
use crate::order::{Due, Moment, Order, Topic};
use crate::store::{OrderCounts, Page, Query, Swept};
use crate::watch::{self, CalendarEntry};

/// What a sweep found and whom it concerns now.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What the sweep did.
    pub swept: Swept,
    /// Alerts that wait to be shown, claimed for the caller where it asked for that.
    pub due: Vec<Due>,
}

impl Journey {
    /// A page of a list.
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

    /// One sweep, and what waits in the outbox. With `claim` the caller shows it and then says [`Journey::delivered`]
    /// or [`Journey::released`]; without, nobody is shown anything and it goes on waiting.
    pub fn check(&mut self, now: Moment, claim: bool) -> Outcome<Checked> {
        let swept = self.sweep(now)?;
        let due = self.store.outbox(now, claim)?;
        Ok(Checked { swept, due })
    }

    /// One sweep: every order whose moment has passed is planned anew, and what falls due waits in the outbox.
    pub fn sweep(&mut self, now: Moment) -> Outcome<Swept> {
        self.plan_under_rules(now)?;
        self.store.sweep(now, &self.works)
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

    /// How many alerts nobody has been shown yet.
    pub fn waiting_alerts(&self) -> Outcome<i64> {
        self.store.waiting()
    }

    /// The times of day at which a platform issues, as they were typed; empty for none.
    pub fn release_times(&self, platform: &str) -> Outcome<String> {
        self.store.release_times(platform)
    }

    /// Writes down at which times of day a platform issues; the windows of its open orders count from there.
    pub fn set_release_times(&mut self, platform: &str, times: &str, now: Moment) -> Outcome<()> {
        let times: Vec<String> = watch::read_release_times(times)?
            .iter()
            .map(|time| time.format("%H:%M").to_string())
            .collect();
        self.store
            .set_release_times(platform, &times.join("、"), now, &self.works)
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
