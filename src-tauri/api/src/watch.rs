//! watch (盯) on the store: the sweep, the outbox, release times, the calendar.

use crate::data_file::{DataFile, plan_anew};
use daozhang_core::Outcome;
use daozhang_core::order::{Due, Moment, Order, OrderId, Span, Word, named};
use daozhang_core::record::{check_named, read_release_times};
use daozhang_core::store::{BATCH, OrderCounts, Page, Query, Tx};
use daozhang_core::watch::{self, CalendarEntry, Clockwork, Handed, Matter};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
        let mut names = self.store.platforms()?;
        names.retain(|name| named(name).is_some());
        Ok(names)
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
        let too_soon = self.store.any_too_soon(now)?;
        if too_soon {
            self.end_a_wrong_pause(now)?;
        }
        let clockwork = self.works.at(now);
        let mut swept = Swept::default();
        if self.store.reads_again(now)? {
            self.store.write(|tx| {
                plan_anew(tx, None, &clockwork)?;
                tx.read_again()
            })?;
        }
        if too_soon {
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

    /// How many alerts wait for the person, as the first page and the tray say it.
    pub fn unseen_alerts(&self, now: Moment) -> Outcome<i64> {
        self.store.unseen(now)
    }

    /// The times of day at which a platform issues, as they were typed; empty for none.
    pub fn release_times(&self, platform: &str) -> Outcome<String> {
        Ok(self.store.platform(platform)?.release_times)
    }

    /// Writes down at which times of day a platform issues; the windows of its open orders count from there.
    pub fn set_release_times(&mut self, platform: &str, times: &str, now: Moment) -> Outcome<()> {
        check_named(platform)?;
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

    /// The deadlines of all open orders, as a file for the person's calendar. What was handed before and moved since, or is not
    /// ahead any more, is said to be, so that reading the file in once more makes nothing double.
    ///
    /// With more than 5,000 entries those are left out that come last; of them nothing is said, so that they stay where they are.
    pub fn calendar(&mut self, now: Moment) -> Outcome<String> {
        self.calendar_of(MOST_ENTRIES, now)
    }

    /// A calendar file of about so many entries.
    pub(crate) fn calendar_of(&mut self, most: usize, now: Moment) -> Outcome<String> {
        let rules = Arc::clone(&self.works.rules);
        self.store.write(|tx| {
            let mut before: BTreeMap<Matter, Handed> = tx.handed()?.into_iter().collect();
            let mut entries: Vec<CalendarEntry> = Vec::new();
            let open = tx.open_ids(None)?;
            let mut left_out: BTreeSet<OrderId> = open.iter().copied().collect();
            for id in open {
                if entries.len() >= most {
                    break;
                }
                left_out.remove(&id);
                let case = tx.case(id)?;
                for one in watch::ahead(&case, &rules, now) {
                    let matter = Matter {
                        order: id,
                        topic: one.topic.word(),
                        part: one.part,
                    };
                    let known = before.remove(&matter);
                    if let Some(handed) = watch::hand(known, Some(one.at), now) {
                        entries.push(entry(&case.order, matter, handed, one.ends));
                    }
                }
            }
            before.retain(|matter, _| !left_out.contains(&matter.order));
            for (matter, known) in before {
                let handed = watch::hand(Some(known), None, now).filter(|handed| handed.is_said(now));
                if let Some(handed) = handed {
                    entries.push(entry(&tx.case(matter.order)?.order, matter, handed, None));
                }
            }
            for entry in &entries {
                tx.hand(entry.matter, entry.handed)?;
            }
            Ok(watch::calendar(&entries, now))
        })
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
        for alert in &plan.alerts {
            swept.raised += usize::from(tx.raise(id, alert, now)?);
        }
    }
    tx.supersede(before, now)?;
    tx.keep_clock(now)?;
    Ok(swept)
}

/// Plans every open order anew after the clock was set back: what a later time decided does not hold. What it told is told
/// again at its real moment.
fn take_back(tx: &Tx<'_>, clockwork: &Clockwork<'_>) -> Outcome<usize> {
    let now = clockwork.now;
    let mut seen = 0;
    let told = tx.told_too_soon(now)?;
    for (id, seq) in &told {
        tx.set_right(*id, *seq, now)?;
        tx.save(*id, &tx.case(*id)?.anew(clockwork)?)?;
    }
    for (id, watched) in tx.watched_open(now)? {
        let Some(watched) = watched else { continue };
        let plan = clockwork.plan(&watched);
        tx.save_plan(id, &plan)?;
        tx.take_back(id, &plan.alerts, now)?;
        seen += 1;
    }
    tx.set_clock_back(now, !told.is_empty())?;
    Ok(seen)
}

/// More entries than this no calendar program takes at once.
const MOST_ENTRIES: usize = 5_000;

fn entry(order: &Order, matter: Matter, handed: Handed, ends: Option<Moment>) -> CalendarEntry {
    CalendarEntry {
        matter,
        handed,
        ends,
        product: order.facts.product.clone(),
        platform: order.facts.platform.clone(),
        logged_at: order.created_at,
    }
}

fn alert_ids(due: &[Due]) -> Vec<i64> {
    due.iter().map(|one| one.alert).collect()
}
