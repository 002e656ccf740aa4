//! What happened to an order: appended, never edited, and chained by SHA-256.

use super::{
    Facts, Fen, KeyTally, Ledger, Moment, Problem, ProblemFacts, RefundedFacts, Sha256, ShotRole, Status,
    Tie, Word,
};
use crate::text;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use ts_rs::TS;

/// What kind of thing happened.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum EventKind {
    /// The order was logged, with its facts.
    Logged,
    /// Facts were corrected.
    Edited,
    /// A file was attached.
    ShotAdded,
    /// The person wrote to or called the platform.
    Contacted,
    /// A demand was sent.
    Demanded,
    /// The platform promised something.
    Promised,
    /// The platform refused.
    Refused,
    /// The person's own note.
    Note,
    /// It arrived.
    Arrived,
    /// The person says what is wrong with what came, or that nothing did after all.
    Problem,
    /// Card keys that came were written down.
    KeysAdded,
    /// Card keys were tried.
    KeyTried,
    /// The person looked, and it has not arrived.
    Checked,
    /// The page says when it confirms receipt by itself (自动确认收货); the last one told holds.
    AutoConfirm,
    /// The shop says until when it answers for what it sold (质保); the last one told holds.
    Guarantee,
    /// The person wants to hear nothing for a while.
    Snoozed,
    /// A complaint was filed.
    Filed,
    /// The recipient of a complaint answered.
    Answered,
    /// The person looked into whose problem it is.
    Diagnosed,
    /// A row of a payment app's bill was found to belong to it.
    Billed,
    /// Money came back, in part or in full.
    Refunded,
    /// The person closed the matter.
    Closed,
    /// An earlier event was taken back.
    Undone,
    /// An evidence package was written.
    Exported,
}

impl EventKind {
    /// As a timeline calls it; what is written into one is its [Chinese](Text::chinese).
    pub fn name(self) -> Text {
        match self {
            Self::Logged => text!(event_logged),
            Self::Edited => text!(event_edited),
            Self::ShotAdded => text!(event_shot_added),
            Self::Contacted => text!(event_contacted),
            Self::Demanded => text!(event_demanded),
            Self::Promised => text!(event_promised),
            Self::Refused => text!(event_refused),
            Self::Note => text!(event_note),
            Self::Checked => text!(event_checked),
            Self::AutoConfirm => text!(event_auto_confirm),
            Self::Guarantee => text!(event_guarantee),
            Self::Snoozed => text!(event_snoozed),
            Self::Filed => text!(event_filed),
            Self::Answered => text!(event_answered),
            Self::Diagnosed => text!(event_diagnosed),
            Self::Billed => text!(event_billed),
            Self::Arrived => text!(event_arrived),
            Self::Problem => text!(event_problem),
            Self::KeysAdded => text!(event_keys_added),
            Self::KeyTried => text!(event_key_tried),
            Self::Refunded => text!(event_refunded),
            Self::Closed => text!(event_closed),
            Self::Undone => text!(event_undone),
            Self::Exported => text!(event_exported),
        }
    }

    /// Whether the person may take it back. What the app itself recorded stays.
    pub fn can_be_undone(self) -> bool {
        !matches!(self, Self::Logged | Self::Edited | Self::Undone | Self::Exported)
    }

    /// Whether its text is what the person wrote of the matter, and no letter, row of a bill or record of the app.
    pub fn tells_of_the_matter(self) -> bool {
        matches!(
            self,
            Self::Contacted
                | Self::Promised
                | Self::Refused
                | Self::Note
                | Self::AutoConfirm
                | Self::Guarantee
                | Self::Checked
                | Self::Filed
                | Self::Answered
                | Self::Arrived
                | Self::Problem
                | Self::KeyTried
                | Self::Refunded
                | Self::Closed
        )
    }

    /// Whether it is something that a person tells of an open order, rather than a change of its status or the
    /// app's own record.
    pub fn is_told(self) -> bool {
        matches!(
            self,
            Self::Contacted
                | Self::Demanded
                | Self::Promised
                | Self::Refused
                | Self::Note
                | Self::Checked
                | Self::AutoConfirm
                | Self::Guarantee
                | Self::Snoozed
        )
    }

    /// Whether it is a time that a page shows, and not a thing that anybody did.
    pub fn is_page_time(self) -> bool {
        matches!(self, Self::AutoConfirm | Self::Guarantee)
    }
}

/// What happened, before it has its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    pub kind: EventKind,
    /// When it happened, as the person says.
    pub at: Moment,
    pub text: Option<String>,
    pub until: Option<Moment>,
    /// How much money came back.
    pub amount: Option<Fen>,
    /// Which file was attached.
    pub shot: Option<Sha256>,
    /// The `seq` of the event that is taken back.
    pub undoes: Option<u32>,
    /// The facts as logged, or what was corrected, as a JSON object.
    pub facts: Option<String>,
}

impl Happening {
    /// A happening of a kind at a moment, with nothing else said.
    pub fn new(kind: EventKind, at: Moment) -> Self {
        Self {
            kind,
            at,
            text: None,
            until: None,
            amount: None,
            shot: None,
            undoes: None,
            facts: None,
        }
    }

    /// An order gets a file. Its text is all that says under which role and name it had it; [`Self::tie`] reads that.
    pub fn shot_added(tie: &Tie, at: Moment) -> Self {
        Self {
            shot: Some(tie.sha256),
            ..Self::new(EventKind::ShotAdded, at).saying(format!(
                "{}：{}",
                tie.role.name().chinese(),
                tie.name
            ))
        }
    }

    /// What was tied to the order by this, if it added a file.
    pub fn tie(&self) -> Option<Tie> {
        let sha256 = self.shot.filter(|_| self.kind == EventKind::ShotAdded)?;
        let (role, name) = self.text.as_deref()?.split_once('：')?;
        Some(Tie {
            sha256,
            role: *ShotRole::ALL
                .iter()
                .find(|known| known.name().chinese() == role)?,
            name: name.to_owned(),
        })
    }

    /// Takes an earlier event back.
    pub fn undoing(seq: u32, at: Moment) -> Self {
        Self {
            undoes: Some(seq),
            ..Self::new(EventKind::Undone, at)
        }
    }

    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// A happening with its place in the order's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place in the order's timeline, from 1 without gaps.
    pub seq: u32,
    pub what: Happening,
    /// When it was written down.
    pub recorded_at: Moment,
    /// SHA-256 over the event before it and itself, see [`Event::chained`].
    pub hash: Sha256,
}

impl Event {
    /// Puts a happening behind `before`, the last event of the order, if it has one.
    ///
    /// The hash is the SHA-256 of the UTF-8 bytes of one compact JSON array: `["daozhang-event-1", hash of the event
    /// before in hexadecimal ("" for the first), seq, kind, at, recorded_at, text, until, amount_fen, shot_sha256,
    /// undoes, facts]`, with times in milliseconds UTC, facts as the text of a JSON object, and null for what is not
    /// given. It can be computed again with a few lines of any language.
    pub fn chained(before: Option<&Event>, what: Happening, recorded_at: Moment) -> Self {
        let seq = before.map_or(1, |event| event.seq + 1);
        let hash = link(before.map(|event| event.hash), seq, &what, recorded_at);
        Self {
            seq,
            what,
            recorded_at,
            hash,
        }
    }
}

fn link(before: Option<Sha256>, seq: u32, what: &Happening, recorded_at: Moment) -> Sha256 {
    let array = serde_json::json!([
        "daozhang-event-1",
        before.map(|hash| hash.to_string()).unwrap_or_default(),
        seq,
        what.kind.word(),
        what.at.0,
        recorded_at.0,
        what.text,
        what.until.map(|at| at.0),
        what.amount.map(|fen| fen.0),
        what.shot.map(|hash| hash.to_string()),
        what.undoes,
        what.facts,
    ]);
    Sha256::of(array.to_string().as_bytes())
}

/// The first event at which a chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainFault {
    pub seq: u32,
}

/// Whether an event stands in its place behind `before`, the first one behind nothing, and has the right hash.
pub fn follows(before: Option<&Event>, event: &Event) -> bool {
    let expected = before.map_or(1, |last| last.seq + 1);
    let hash = link(
        before.map(|last| last.hash),
        event.seq,
        &event.what,
        event.recorded_at,
    );
    event.seq == expected && event.hash == hash
}

/// Checks that the events follow each other without gap and that each hash is right.
pub fn check_chain(events: &[Event]) -> Result<(), ChainFault> {
    let mut before: Option<&Event> = None;
    for event in events {
        if !follows(before, event) {
            return Err(ChainFault { seq: event.seq });
        }
        before = Some(event);
    }
    Ok(())
}

/// What the events say of an order, undone ones left out: how it was settled, if it was, what is wrong, and what came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Money that came back, and what was accepted in its place.
    pub refunded: Fen,
    /// What came back in another form and was not accepted.
    pub credited: Fen,
    /// What is wrong, as far as it was said.
    pub problem: Option<Problem>,
    /// How many came as they should.
    pub received: u32,
    /// The card keys that were written down.
    pub keys: KeyTally,
    /// How and when it was settled; none while it is open.
    pub settled: Option<(Status, Moment)>,
    pub closed_reason: Option<String>,
}

impl Standing {
    /// What was paid for what did not come as it should, less what came back.
    pub fn claim(&self, facts: &Facts) -> Fen {
        (facts.amount - facts.worth(self.received) - self.refunded).max(Fen(0))
    }

    /// Whether something came that is not right.
    pub fn is_disputed(&self) -> bool {
        self.settled.is_none() && self.problem.is_some_and(Problem::is_disputed)
    }

    /// Whether card keys came, and nobody said yet whether those are all: then nothing true can be said of the rest.
    pub fn keys_are_open(&self) -> bool {
        self.settled.is_none() && self.keys.came > 0 && !self.is_disputed()
    }
}

/// The places of the events that later ones take back.
pub fn undone(events: &[Event]) -> Vec<u32> {
    events.iter().filter_map(|event| event.what.undoes).collect()
}

/// The event by which an order has a file, if it has it.
pub fn adding_of(events: &[Event], shot: Sha256) -> Option<&Event> {
    let undone = undone(events);
    events.iter().rfind(|event| {
        event.what.kind == EventKind::ShotAdded
            && event.what.shot == Some(shot)
            && !undone.contains(&event.seq)
    })
}

/// What a file was to the order before it was added under another role: the same write took that back. None where adding it
/// brought it, or put it back.
pub fn before_other_role(events: &[Event], adding: &Event) -> Option<Tie> {
    let of_one_write = events
        .iter()
        .rev()
        .skip_while(|event| event.seq >= adding.seq)
        .take_while(|event| {
            event.recorded_at == adding.recorded_at
                && matches!(event.what.kind, EventKind::Undone | EventKind::ShotAdded)
        });
    of_one_write
        .filter_map(|event| event.what.undoes)
        .filter_map(|seq| events.iter().find(|event| event.seq == seq))
        .filter(|event| event.what.shot == adding.what.shot)
        .find_map(|event| event.what.tie())
}

/// Reads where an order stands out of its events. The last settling event wins; a refund settles the order only when nothing
/// is left to claim. Trouble after an arrival opens it again, and the arrival stays in the timeline.
pub fn standing(facts: &Facts, events: &[Event]) -> Standing {
    read(facts, events).standing
}

/// The event by which the dispute began that stands, and whether the order had arrived before: then it is a matter of its own.
pub fn dispute<'a>(facts: &Facts, events: &'a [Event]) -> Option<(&'a Event, bool)> {
    let read = read(facts, events);
    let began = read.began.filter(|_| read.standing.is_disputed())?;
    let event = events.iter().find(|event| event.seq == began)?;
    let had_arrived = read.arrived.is_some_and(|(first, _)| first.seq < began);
    Some((event, had_arrived))
}

/// The last event by which the order arrived, also where it arrived because all of its keys did; it stands whatever came after.
pub fn arrival<'a>(facts: &Facts, events: &'a [Event]) -> Option<&'a Event> {
    read(facts, events).arrived.map(|(_, last)| last)
}

/// The most things that any problem in the timeline calls right, also one that an arrival came after: an order is for more.
pub fn most_received(events: &[Event]) -> u32 {
    let undone = undone(events);
    let told = events
        .iter()
        .filter(|event| event.what.kind == EventKind::Problem && !undone.contains(&event.seq))
        .filter_map(|event| told::<ProblemFacts>(&event.what));
    told.map(|told| told.received).max().unwrap_or_default()
}

/// Where an order stands while its events are read.
#[derive(Default)]
struct Read<'a> {
    standing: Standing,
    /// The event by which the present problem became what it is.
    began: Option<u32>,
    /// Whether nobody named the problem, but what came back is all that is owed and no money.
    follows: bool,
    /// The first and the last event by which it arrived.
    arrived: Option<(&'a Event, &'a Event)>,
    ledger: Ledger,
    /// What the person said last of how many came as they should, and with which problem.
    said: Option<(Option<Problem>, u32)>,
}

fn read<'a>(facts: &Facts, events: &'a [Event]) -> Read<'a> {
    let undone = undone(events);
    let mut read = Read::default();
    for event in events.iter().filter(|event| !undone.contains(&event.seq)) {
        let what = &event.what;
        let at = what.at;
        match what.kind {
            EventKind::Arrived => {
                read.is(None, event.seq);
                read.standing.settled = Some((Status::Arrived, at));
                read.standing.received = facts.quantity;
                read.said = Some((None, facts.quantity));
                read.ledger.happened(event);
                read.standing.keys = read.ledger.tally();
                read.arrives(event);
            }
            EventKind::KeysAdded | EventKind::KeyTried => read.keys(facts, event),
            EventKind::Problem => {
                let Some(told) = told::<ProblemFacts>(what) else {
                    continue;
                };
                read.is(Some(told.problem), event.seq);
                let standing = &mut read.standing;
                // Where the money went says nothing of what came.
                if told.problem != Problem::ToBalance {
                    standing.received = told.received.min(facts.quantity);
                    read.said = Some((Some(told.problem), standing.received));
                }
                standing.settled = None;
                standing.closed_reason = None;
                standing.settle_by_refund(facts, at);
            }
            EventKind::Closed => {
                read.standing.settled = Some((Status::Closed, at));
                read.standing.closed_reason.clone_from(&what.text);
            }
            EventKind::Refunded => read.refunded(facts, event),
            _ => {}
        }
    }
    read
}

impl<'a> Read<'a> {
    fn arrives(&mut self, event: &'a Event) {
        let first = self.arrived.map_or(event, |(first, _)| first);
        self.arrived = Some((first, event));
    }

    /// Keys came or were tried: how many of the ordered ones are right follows from all that is written down, together with
    /// what the person said before. What nobody can know yet is left open.
    fn keys(&mut self, facts: &Facts, event: &'a Event) {
        self.ledger.happened(event);
        let tally = self.ledger.tally();
        self.standing.keys = tally;
        let quantity = facts.quantity;
        let problem = self.standing.problem;
        let is_of_money = problem.is_some_and(|problem| !problem.is_of_goods());
        let is_of_keys = matches!(
            problem,
            None | Some(Problem::NotDelivered | Problem::Short | Problem::BadKey)
        );
        if tally.came == 0 || !(is_of_keys || is_of_money) {
            return;
        }
        // That nothing came is over with the first key.
        let said = self
            .said
            .filter(|(problem, _)| *problem != Some(Problem::NotDelivered));
        let whole = tally.is_whole(quantity);
        let most = if whole {
            tally.good().min(quantity)
        } else {
            quantity.saturating_sub(tally.bad)
        };
        // Which of the keys are bad the person may know before it is written down; that one came, it is by then.
        let least = match said {
            Some((Some(Problem::BadKey), _)) => tally.works,
            _ => tally.good(),
        }
        .min(most);
        self.standing.received = match said {
            Some((_, received)) => received.clamp(least, most),
            None if whole => most,
            None => least,
        };
        let before = self.standing.settled;
        if !is_of_money && self.standing.received == quantity {
            self.is(None, event.seq);
            if before.is_none() {
                self.standing.settled = Some((Status::Arrived, event.what.at));
                self.arrives(event);
            }
            return;
        }
        if !is_of_money && (said.is_some() || whole) {
            let is_bad = tally.bad > 0 || matches!(said, Some((Some(Problem::BadKey), _)));
            let problem = if is_bad { Problem::BadKey } else { Problem::Short };
            self.is(Some(problem), event.seq);
        }
        // What the person closed stays closed.
        if !matches!(before, Some((Status::Closed, _))) {
            self.standing.settled = None;
            self.standing.settle_by_refund(facts, event.what.at);
            if self.standing.settled.map(|(status, _)| status) == before.map(|(status, _)| status) {
                self.standing.settled = before;
            }
        }
    }

    /// The problem is another now, or none.
    fn is(&mut self, problem: Option<Problem>, seq: u32) {
        if self.standing.problem != problem {
            self.began = Some(seq);
        }
        self.standing.problem = problem;
        self.follows = false;
    }

    fn refunded(&mut self, facts: &Facts, event: &Event) {
        let amount = event.what.amount.unwrap_or_default();
        let told: RefundedFacts = told(&event.what).unwrap_or_default();
        if told.counts() {
            self.standing.refunded = self.standing.refunded + amount;
            if !told.to.is_money() {
                // What came back in that form before is what was accepted now.
                self.standing.credited = (self.standing.credited - amount).max(Fen(0));
            }
            if self.follows && self.standing.credited == Fen(0) {
                self.is(None, event.seq);
            }
            self.standing.settle_by_refund(facts, event.what.at);
            return;
        }
        self.standing.credited = self.standing.credited + amount;
        let is_named = self.standing.problem.is_some_and(Problem::is_disputed);
        if self.standing.settled.is_none()
            && !is_named
            && self.standing.credited >= self.standing.claim(facts)
        {
            self.is(Some(Problem::ToBalance), event.seq);
            self.follows = true;
        }
    }
}

impl Standing {
    /// All that was paid came back, or all that was paid for what did not come as it should.
    fn settle_by_refund(&mut self, facts: &Facts, at: Moment) {
        let nothing_left = self.settled.is_none() && self.claim(facts) == Fen(0);
        if self.refunded > Fen(0) && (nothing_left || self.refunded >= facts.amount) {
            self.settled = Some((Status::Refunded, at));
        }
    }
}

/// What an event holds besides its words; none if it is not what this app writes.
pub(super) fn told<'a, T: Deserialize<'a>>(what: &'a Happening) -> Option<T> {
    serde_json::from_str(what.facts.as_deref()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{KeyState, KeysFacts, Status, TriedFacts};
    use proptest::prelude::*;

    fn chain(whats: Vec<Happening>) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for (i, what) in whats.into_iter().enumerate() {
            let event = Event::chained(events.last(), what, Moment(i as i64));
            events.push(event);
        }
        events
    }

    fn of(fen: i64) -> Facts {
        Facts {
            amount: Fen(fen),
            ..Facts::sample()
        }
    }

    fn refund(fen: i64) -> Happening {
        Happening {
            amount: Some(Fen(fen)),
            ..Happening::new(EventKind::Refunded, Moment(7))
        }
    }

    fn undo(seq: u32) -> Happening {
        Happening {
            undoes: Some(seq),
            ..Happening::new(EventKind::Undone, Moment(9))
        }
    }

    fn came(first: u32, count: u32, all: bool) -> Happening {
        let facts = KeysFacts {
            first,
            last4: vec![None; count as usize],
            all,
        };
        Happening {
            facts: Some(serde_json::to_string(&facts).unwrap()),
            ..Happening::new(EventKind::KeysAdded, Moment(8))
        }
    }

    fn tried(keys: &[u32], state: KeyState) -> Happening {
        let facts = TriedFacts {
            keys: keys.to_vec(),
            state,
            says: None,
        };
        Happening {
            facts: Some(serde_json::to_string(&facts).unwrap()),
            ..Happening::new(EventKind::KeyTried, Moment(8))
        }
    }

    fn problem(problem: Problem, received: u32) -> Happening {
        Happening {
            facts: Some(serde_json::to_string(&ProblemFacts { problem, received }).unwrap()),
            ..Happening::new(EventKind::Problem, Moment(8))
        }
    }

    fn credited(fen: i64, accepted: bool) -> Happening {
        let facts = RefundedFacts {
            to: super::super::RefundTo::Balance,
            accepted,
        };
        Happening {
            facts: Some(serde_json::to_string(&facts).unwrap()),
            ..refund(fen)
        }
    }

    #[test]
    fn what_is_claimed_is_what_did_not_come_as_it_should() {
        let ten = Facts {
            quantity: 10,
            ..of(10_000)
        };
        let arrived = || Happening::new(EventKind::Arrived, Moment(5));
        for (happened, claim, status) in [
            (vec![], 10_000, None),
            (vec![problem(Problem::Short, 8)], 2_000, None),
            (vec![problem(Problem::Short, 8), refund(500)], 1_500, None),
            (
                vec![problem(Problem::Short, 8), refund(2_000)],
                0,
                Some(Status::Refunded),
            ),
            (
                vec![refund(2_000), problem(Problem::Short, 8)],
                0,
                Some(Status::Refunded),
            ),
            (
                vec![problem(Problem::Short, 8), arrived()],
                0,
                Some(Status::Arrived),
            ),
            // Trouble after the arrival opens it again.
            (vec![arrived(), problem(Problem::LostAfter, 0)], 10_000, None),
            (vec![arrived(), problem(Problem::BadKey, 9)], 1_000, None),
            (
                vec![arrived(), problem(Problem::BadKey, 9), undo(2)],
                0,
                Some(Status::Arrived),
            ),
            // A balance that nobody accepted is no money.
            (vec![credited(10_000, false)], 10_000, None),
            (vec![credited(10_000, true)], 0, Some(Status::Refunded)),
            (
                vec![credited(10_000, false), refund(10_000)],
                0,
                Some(Status::Refunded),
            ),
            (vec![credited(500, false)], 10_000, None),
            (
                vec![credited(10_000, false), credited(10_000, true)],
                0,
                Some(Status::Refunded),
            ),
            (
                vec![problem(Problem::Short, 8), credited(2_000, false)],
                2_000,
                None,
            ),
            (
                vec![problem(Problem::BadKey, 8), problem(Problem::ToBalance, 0)],
                2_000,
                None,
            ),
            (
                vec![
                    refund(1_000),
                    problem(Problem::BadKey, 9),
                    problem(Problem::BadKey, 8),
                ],
                1_000,
                None,
            ),
        ] {
            let events = chain(happened);
            let standing = standing(&ten, &events);
            assert_eq!(standing.claim(&ten), Fen(claim), "{events:#?}");
            assert_eq!(standing.settled.map(|(status, _)| status), status, "{events:#?}");
        }
        let events = chain(vec![credited(10_000, false)]);
        let standing = standing(&ten, &events);
        assert_eq!(
            (standing.problem, standing.credited, standing.is_disputed()),
            (Some(Problem::ToBalance), Fen(10_000), true)
        );
    }

    #[test]
    fn a_balance_makes_a_problem_of_its_own_only_where_all_of_it_came_so() {
        for (happened, problem_is, credited_is) in [
            (vec![credited(500, false)], None, 500),
            (
                vec![credited(9_500, false), credited(500, false)],
                Some(Problem::ToBalance),
                10_000,
            ),
            (
                vec![refund(500), credited(9_500, false)],
                Some(Problem::ToBalance),
                9_500,
            ),
            (
                vec![problem(Problem::Short, 0), credited(10_000, false)],
                Some(Problem::Short),
                10_000,
            ),
            (
                vec![problem(Problem::NotDelivered, 0), credited(10_000, false)],
                Some(Problem::ToBalance),
                10_000,
            ),
            (vec![credited(10_000, false), credited(10_000, true)], None, 0),
            (vec![credited(10_000, false), undo(1)], None, 0),
        ] {
            let events = chain(happened);
            let standing = standing(&of(10_000), &events);
            assert_eq!(
                (standing.problem, standing.credited),
                (problem_is, Fen(credited_is)),
                "{events:#?}"
            );
        }
    }

    #[test]
    fn what_is_right_follows_from_the_keys() {
        use KeyState::{Expired, Invalid, Used, Works};
        let ten = Facts {
            quantity: 10,
            ..of(10_000)
        };
        let arrived = || Happening::new(EventKind::Arrived, Moment(5));
        let closed = || Happening::new(EventKind::Closed, Moment(6));
        let bad = Some(Problem::BadKey);
        let short = Some(Problem::Short);
        let done = Some(Status::Arrived);
        for (happened, received, problem_is, status) in [
            // All that were ordered came.
            (vec![came(1, 10, false)], 10, None, done),
            (vec![came(1, 10, false), tried(&[1, 2, 3], Works)], 10, None, done),
            (vec![came(1, 10, false), tried(&[9], Used)], 9, bad, None),
            (
                vec![came(1, 10, false), tried(&[9], Used), tried(&[10], Invalid)],
                8,
                bad,
                None,
            ),
            (
                vec![came(1, 10, false), tried(&[9], Used), undo(2)],
                10,
                None,
                done,
            ),
            (
                vec![came(1, 10, false), tried(&[9], Used), tried(&[9], Works)],
                10,
                None,
                done,
            ),
            (vec![came(1, 10, false), undo(1)], 0, None, None),
            // Only so many came, and it was said.
            (vec![came(1, 7, true)], 7, short, None),
            (vec![came(1, 7, true), tried(&[7], Expired)], 6, bad, None),
            (vec![came(1, 7, true), came(8, 3, false)], 10, None, done),
            (vec![came(1, 7, true), arrived()], 10, None, done),
            // Nobody said yet whether more came.
            (vec![came(1, 7, false)], 7, None, None),
            (vec![came(1, 7, false), tried(&[1], Used)], 6, None, None),
            (
                vec![problem(Problem::NotDelivered, 0), came(1, 7, false)],
                7,
                Some(Problem::NotDelivered),
                None,
            ),
            (
                vec![came(1, 2, false), tried(&[1, 2], Used), arrived()],
                10,
                None,
                done,
            ),
            (
                vec![arrived(), came(1, 2, false), tried(&[1, 2], Used)],
                8,
                bad,
                None,
            ),
            // What the person said stands as far as the keys leave it.
            (
                vec![problem(Problem::BadKey, 8), came(1, 10, false)],
                8,
                bad,
                None,
            ),
            (
                vec![problem(Problem::BadKey, 0), came(1, 10, false)],
                0,
                bad,
                None,
            ),
            (
                vec![
                    problem(Problem::BadKey, 0),
                    came(1, 10, false),
                    tried(&[1, 2, 3], Works),
                ],
                3,
                bad,
                None,
            ),
            (
                vec![
                    problem(Problem::BadKey, 9),
                    came(1, 10, false),
                    tried(&[1, 2], Invalid),
                ],
                8,
                bad,
                None,
            ),
            (
                vec![problem(Problem::Short, 7), came(1, 8, false)],
                8,
                short,
                None,
            ),
            (
                vec![problem(Problem::Short, 7), came(1, 10, false)],
                10,
                None,
                done,
            ),
            (
                vec![problem(Problem::WrongItem, 0), came(1, 10, false)],
                0,
                Some(Problem::WrongItem),
                None,
            ),
            // Another came in the place of a bad one.
            (
                vec![came(1, 10, false), tried(&[9, 10], Used), came(11, 1, false)],
                9,
                bad,
                None,
            ),
            (
                vec![came(1, 10, false), tried(&[9, 10], Used), came(11, 2, false)],
                10,
                None,
                done,
            ),
            // Money.
            (
                vec![came(1, 10, false), tried(&[9], Used), refund(1_000)],
                9,
                bad,
                Some(Status::Refunded),
            ),
            (
                vec![refund(1_000), came(1, 10, false), tried(&[9], Used)],
                9,
                bad,
                Some(Status::Refunded),
            ),
            (
                vec![
                    came(1, 10, false),
                    tried(&[9], Used),
                    refund(1_000),
                    tried(&[8], Used),
                ],
                8,
                bad,
                None,
            ),
            (
                vec![closed(), came(1, 10, false), tried(&[9], Used)],
                9,
                bad,
                Some(Status::Closed),
            ),
            // Numbers that the ledger does not have.
            (vec![tried(&[1], Used)], 0, None, None),
            (vec![came(1, 10, false), tried(&[44], Used)], 10, None, done),
        ] {
            let events = chain(happened);
            let standing = standing(&ten, &events);
            let got = (
                standing.received,
                standing.problem,
                standing.settled.map(|(status, _)| status),
            );
            assert_eq!(got, (received, problem_is, status), "{events:#?}");
        }
    }

    #[test]
    fn what_goes_bad_after_all_keys_came_is_a_matter_of_its_own() {
        let two = Facts {
            quantity: 2,
            ..of(100)
        };
        let events = chain(vec![came(1, 2, false), tried(&[2], KeyState::Used)]);
        let (began, had_arrived) = dispute(&two, &events).unwrap();
        assert_eq!((began.seq, had_arrived), (2, true));
        assert_eq!(arrival(&two, &events).unwrap().seq, 1);
        let events = chain(vec![came(1, 1, true), tried(&[1], KeyState::Used)]);
        assert!(!dispute(&two, &events).unwrap().1 && arrival(&two, &events).is_none());
    }

    #[test]
    fn a_problem_leaves_no_reason_why_it_was_closed() {
        let closed = Happening::new(EventKind::Closed, Moment(4)).saying("算了");
        let events = chain(vec![closed, problem(Problem::WrongItem, 0)]);
        let standing = standing(&of(100), &events);
        assert_eq!((standing.settled, standing.closed_reason), (None, None));
    }

    proptest! {
        /// Whatever happens in whatever order: what came, what came back and what is claimed make up what was paid, and
        /// nothing is claimed of what is settled.
        #[test]
        fn what_came_what_came_back_and_what_is_claimed_make_up_the_price(
            quantity in 1u32..30, amount in 1i64..100_000,
            acts in prop::collection::vec((0usize..9, 0u32..30, 0i64..50_000), 0..12),
        ) {
            let facts = Facts { quantity, ..of(amount) };
            let mut happened = Vec::new();
            for (act, received, fen) in acts {
                let problems = <Problem as strum::VariantArray>::VARIANTS;
                happened.push(match act {
                    0 => Happening::new(EventKind::Arrived, Moment(3)),
                    1 => problem(problems[received as usize % problems.len()], received % quantity),
                    2 => credited(fen, false),
                    3 => credited(fen, true),
                    4 => refund(fen),
                    // Also more than were ordered, and numbers that nothing has: no door lets them in, a damaged row may.
                    5 => came(1 + received % 12, (fen % 9) as u32, fen % 2 == 0),
                    6 | 7 => tried(
                        &[received % 12, 1 + received % quantity],
                        <KeyState as strum::VariantArray>::VARIANTS[fen as usize % 6],
                    ),
                    _ if happened.is_empty() => Happening::new(EventKind::Note, Moment(3)),
                    _ => undo(1 + received % happened.len() as u32),
                });
            }
            let events = chain(happened);
            let standing = standing(&facts, &events);
            let (came, claim) = (facts.worth(standing.received), standing.claim(&facts));
            prop_assert!(standing.received <= quantity);
            prop_assert!(claim >= Fen(0) && came <= facts.amount);
            // More may come back than is claimed; then nothing is.
            prop_assert_eq!(claim, (facts.amount - came - standing.refunded).max(Fen(0)));
            if claim > Fen(0) {
                prop_assert_eq!(came + standing.refunded + claim, facts.amount);
            }
            match standing.settled {
                Some((Status::Arrived, _)) => prop_assert_eq!((came, claim), (facts.amount, Fen(0))),
                Some((Status::Refunded, _)) => prop_assert_eq!(claim, Fen(0)),
                _ => {}
            }
            // In whole things too: what came, what came back and what is claimed are what was ordered.
            let not_right = quantity - standing.received;
            prop_assert_eq!(standing.received + not_right, quantity);
            prop_assert!(standing.keys.works + standing.keys.bad <= standing.keys.came);
            if standing.problem == Some(Problem::BadKey) && standing.keys.bad > 0 {
                prop_assert!(standing.received <= quantity.saturating_sub(1));
            }
            // In whole things: what a thing costs times those that are not right is within a 分 for each of them.
            let open = i128::from(quantity - standing.received) * i128::from(amount) / i128::from(quantity);
            prop_assert!((i128::from((facts.amount - came).0) - open).abs() <= 1);
        }
    }

    #[test]
    fn the_timeline_says_under_which_role_and_name_a_file_came() {
        for role in ShotRole::ALL {
            for name in ["支付.png", "支付凭证：第1张.png", "a：b", "：", ""] {
                let tie = Tie {
                    sha256: Sha256([7; 32]),
                    role: *role,
                    name: name.to_owned(),
                };
                let added = Happening::shot_added(&tie, Moment(1));
                assert_eq!(added.tie(), Some(tie));
                let note = Happening {
                    kind: EventKind::Note,
                    ..added
                };
                assert_eq!(note.tie(), None);
            }
        }
        // As files of the first version say it.
        let said = |text: &str| Happening {
            shot: Some(Sha256([7; 32])),
            ..Happening::new(EventKind::ShotAdded, Moment(1)).saying(text)
        };
        let written = said("沟通记录：客服.png").tie().unwrap();
        assert_eq!((written.role, &*written.name), (ShotRole::Chat, "客服.png"));
        assert_eq!(said("截图：客服.png").tie(), None);
    }

    #[test]
    fn the_hash_can_be_computed_by_anybody() {
        let events = chain(vec![Happening::new(EventKind::Logged, Moment(5)).saying("记下")]);
        let array = r#"["daozhang-event-1","",1,"logged",5,0,"记下",null,null,null,null,null]"#;
        assert_eq!(events[0].hash, Sha256::of(array.as_bytes()));
    }

    #[test]
    fn a_partial_refund_leaves_the_order_open_and_the_rest_settles_it() {
        let events = chain(vec![refund(300), refund(700)]);
        assert_eq!(
            standing(&of(1000), &events[..1]),
            Standing {
                refunded: Fen(300),
                ..Standing::default()
            }
        );
        assert_eq!(
            standing(&of(1000), &events).settled,
            Some((Status::Refunded, Moment(7)))
        );
    }

    #[test]
    fn what_was_undone_does_not_count() {
        let events = chain(vec![
            Happening::new(EventKind::Arrived, Moment(3)),
            undo(1),
            refund(300),
            undo(3),
        ]);
        assert_eq!(standing(&of(1000), &events), Standing::default());
    }

    proptest! {
        #[test]
        fn a_chain_holds_and_any_change_to_it_is_found(texts in prop::collection::vec(".{0,20}", 1..8), at in 0usize..8, other in ".{1,5}") {
            let mut events = chain(texts.iter().map(|t| Happening::new(EventKind::Note, Moment(1)).saying(t.clone())).collect());
            prop_assert_eq!(check_chain(&events), Ok(()));
            let at = at % events.len();
            let text = events[at].what.text.clone().unwrap_or_default();
            events[at].what.text = Some(text + &other);
            prop_assert_eq!(check_chain(&events), Err(ChainFault { seq: at as u32 + 1 }));
        }

        #[test]
        fn a_missing_event_is_found(n in 2usize..8, gone in 0usize..7) {
            let mut events = chain((0..n).map(|_| Happening::new(EventKind::Note, Moment(1))).collect());
            // Without its last event a chain is still whole: what it shows is that nothing was put in or taken out before its end.
            let gone = gone % (n - 1);
            events.remove(gone);
            prop_assert!(check_chain(&events).is_err());
        }
    }
}
