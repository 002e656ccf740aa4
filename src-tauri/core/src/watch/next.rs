//! What becomes of an order: the only place where events, clock, course and plan come to be.
//!
//! [`Case::apply`] stands here and not beside [`Case`], because the clock, the course and the plan are what this room is
//! for: `order` stays the floor and imports no room.

use super::course::{under_one_clock, waited_for};
use super::{clock, plan, release_times};
use crate::Outcome;
use crate::order::{
    Alert, Attachment, CardKey, Case, Change, Clock, Event, EventKind, Facts, Happening, KeptKey, Moment,
    NewShot, Next, Plan, Platform, SetRight, Sha256, Shot, ShotRole, Tie, Watched, adding_of, standing,
    undone, without_keys,
};
use crate::rules::Rules;

/// The clockwork at a moment.
#[derive(Clone, Copy)]
pub struct Clockwork<'a> {
    pub rules: &'a Rules,
    pub now: Moment,
}

impl Clockwork<'_> {
    pub fn plan(&self, order: &Watched) -> Plan {
        plan(order, self.rules, self.now)
    }

    /// A new order. What is late already when it is logged raises no alert: the person is looking at it.
    ///
    /// # Errors
    /// A kind that the rules do not have.
    pub fn log<'a>(
        &self,
        facts: Facts,
        platform: &Platform,
        happenings: Vec<Happening>,
        shots: &'a [Attachment],
    ) -> Outcome<Next<'a>> {
        let clock = self.clock(&facts, platform)?;
        let mut happened = vec![Happening {
            facts: Some(facts.written()?),
            ..Happening::new(EventKind::Logged, self.now)
        }];
        happened.extend(happenings);
        let change = Change {
            happenings: happened,
            shots,
            ..Change::default()
        };
        Ok(self.next(
            Changed {
                facts,
                corrected: true,
                clock,
                before: &[],
                set_right: &[],
                shots: &[],
                keys: &[],
                due: Vec::new(),
                platform,
            },
            change,
        ))
    }

    fn clock(&self, facts: &Facts, platform: &Platform) -> Outcome<Clock> {
        let releases = release_times(&platform.release_times)?;
        Ok(clock(facts, self.rules.kind(&facts.kind)?, &releases))
    }

    fn next<'a>(&self, changed: Changed<'_>, mut change: Change<'a>) -> Next<'a> {
        let Changed {
            facts,
            corrected,
            clock,
            before,
            shots: had,
            keys: known,
            set_right,
            due,
            platform,
        } = changed;
        let mut taken_off: Vec<Sha256> = Vec::new();
        for undone in change.happenings.iter().filter_map(|happening| happening.undoes) {
            let event = before.iter().find(|event| event.seq == undone);
            taken_off.extend(
                event
                    .filter(|event| event.what.kind == EventKind::ShotAdded)
                    .and_then(|event| event.what.shot),
            );
        }
        let brought = change.shots.iter().map(|(shot, role)| {
            let tie = Tie {
                sha256: shot.sha256,
                role: role
                    .or(role_before(before, shot.sha256))
                    .unwrap_or(ShotRole::Payment),
                name: shot.name.clone(),
            };
            (tie, Some(shot))
        });
        let kept = std::mem::take(&mut change.ties);
        let mut ties: Vec<Tie> = Vec::new();
        let mut files: Vec<&NewShot> = Vec::new();
        for (tie, file) in brought.chain(kept.into_iter().map(|tie| (tie, None))) {
            if ties.iter().any(|known| known.sha256 == tie.sha256) {
                continue;
            }
            match had.iter().find(|known| known.sha256 == tie.sha256) {
                Some(known) if taken_off.contains(&known.sha256) => {}
                Some(known) if known.role == tie.role => continue,
                // Under another role it is added anew, and the timeline says that it was another before.
                Some(known) => {
                    let adding = adding_of(before, known.sha256);
                    change
                        .happenings
                        .extend(adding.map(|event| Happening::undoing(event.seq, self.now)));
                    taken_off.push(known.sha256);
                }
                None => {}
            }
            ties.push(tie);
            files.extend(file);
        }
        let added = ties.iter().map(|tie| Happening::shot_added(tie, self.now));
        let brought = std::mem::take(&mut change.keys);
        // A key stands in no text of a timeline: those are shown, sent and packed.
        let hiding = |mut what: Happening| {
            let secrets = || known.iter().map(|kept| &kept.key).chain(&brought);
            what.text = what.text.map(|text| without_keys(&text, secrets()));
            what
        };
        let mut events = before.to_vec();
        for what in change.happenings.into_iter().map(hiding).chain(added) {
            let event = Event::chained(events.last(), what, self.now);
            events.push(event);
        }
        let keys = brought_by(&events[before.len()..], &brought);
        let standing = standing(&facts, &events);
        let waits = waited_for(
            &facts,
            &clock,
            &platform.seller,
            (&events, set_right),
            self.rules,
            self.now,
        );
        let settled = standing.settled.map(|(status, _)| status);
        let begun = waits.limits.iter().filter(|one| one.told_at <= self.now);
        let beside = begun.filter(|_| settled.is_none()).map(|one| one.topic).collect();
        let watched = Watched {
            clock,
            course: waits.course,
            disputed: standing.is_disputed(),
            settled,
        };
        let plan = self.plan(&watched);
        Next {
            due,
            beside,
            seen: true,
            plan,
            facts,
            corrected,
            clock,
            events: events.split_off(before.len()),
            taken_off,
            ties,
            files,
            keys,
            standing,
            course: watched.course,
            at: self.now,
        }
    }
}

/// The keys as the data file keeps them, beside the event that wrote them down.
fn brought_by(events: &[Event], brought: &[CardKey]) -> Vec<KeptKey> {
    let Some(event) = events
        .iter()
        .find(|event| event.what.kind == EventKind::KeysAdded)
    else {
        return Vec::new();
    };
    (0..)
        .zip(brought)
        .map(|(place, key)| KeptKey {
            seq: event.seq,
            place,
            key: key.clone(),
        })
        .collect()
}

/// What an order has a file as, or had it as before it was taken off.
fn role_before(events: &[Event], shot: Sha256) -> Option<ShotRole> {
    let mut ties = events.iter().rev().filter_map(|event| event.what.tie());
    ties.find(|tie| tie.sha256 == shot).map(|tie| tie.role)
}

/// An order on its way from what it was to what it becomes.
struct Changed<'a> {
    facts: Facts,
    corrected: bool,
    clock: Clock,
    before: &'a [Event],
    set_right: &'a [SetRight],
    shots: &'a [Shot],
    keys: &'a [KeptKey],
    /// What was due before.
    due: Vec<Alert>,
    platform: &'a Platform,
}

impl Case {
    /// What the order becomes by a change. `platform` is that of its facts as they will be. What falls due only by the change
    /// raises no alert, for the same reason as in [`Clockwork::log`]; what had fallen due before does, as long as it stands.
    ///
    /// # Errors
    /// A kind that the rules do not have.
    pub fn apply<'a>(
        &self,
        mut change: Change<'a>,
        platform: &Platform,
        clockwork: &Clockwork<'_>,
    ) -> Outcome<Next<'a>> {
        let corrected = change.facts.take();
        let changed = match corrected {
            Some(facts) => {
                change.happenings.push(Happening {
                    text: change.why.take(),
                    facts: Some(facts.written()?),
                    ..Happening::new(EventKind::Edited, clockwork.now)
                });
                Changed {
                    clock: clockwork.clock(&facts, platform)?,
                    facts,
                    corrected: true,
                    before: &self.events,
                    set_right: &self.set_right,
                    shots: &self.shots,
                    keys: &self.keys,
                    due: self.due(clockwork),
                    platform,
                }
            }
            None => Changed {
                facts: self.order.facts.clone(),
                corrected: false,
                clock: self.order.clock,
                before: &self.events,
                set_right: &self.set_right,
                shots: &self.shots,
                keys: &self.keys,
                due: self.due(clockwork),
                platform,
            },
        };
        Ok(clockwork.next(changed, change))
    }

    /// What the order becomes under other rules or at a platform of which other things are known now.
    ///
    /// # Errors
    /// A kind that the rules do not have.
    pub fn anew(&self, clockwork: &Clockwork<'_>) -> Outcome<Next<'static>> {
        let changed = Changed {
            clock: clockwork.clock(&self.order.facts, &self.platform)?,
            facts: self.order.facts.clone(),
            corrected: false,
            before: &self.events,
            set_right: &self.set_right,
            shots: &self.shots,
            keys: &self.keys,
            due: self.due(clockwork),
            platform: &self.platform,
        };
        Ok(Next {
            seen: false,
            ..clockwork.next(changed, Change::default())
        })
    }

    /// What has fallen due and waits for a sweep, as far as none was since; while the person put it off, what has fallen due
    /// meanwhile.
    fn due(&self, clockwork: &Clockwork<'_>) -> Vec<Alert> {
        let mut order = self.order.watched();
        let is_put_off = order
            .course
            .snoozed_until
            .is_some_and(|until| clockwork.now < until);
        if is_put_off {
            order.course.snoozed_until = None;
            let undone = undone(&self.events);
            let events = under_one_clock(&self.events, &self.set_right, clockwork.now);
            let snoozed = events
                .iter()
                .rev()
                .find(|event| event.what.kind == EventKind::Snoozed && !undone.contains(&event.seq));
            let since = snoozed.map_or(clockwork.now, |event| event.recorded_at);
            let mut alerts = clockwork.plan(&order).alerts;
            // What was put off under a clock that was ahead has no moment that anything could be held against.
            alerts.retain(|alert| alert.at > since || since > clockwork.now);
            return alerts;
        }
        if self.order.alert_after.is_some_and(|at| at <= clockwork.now) {
            return clockwork.plan(&order).alerts;
        }
        Vec::new()
    }
}
