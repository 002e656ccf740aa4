//! What an order's events say of the matter: the talk with the platform, and the complaints that were filed.

use super::event::told;
use super::{
    Event, EventKind, Facts, Happening, Ledger, Moment, Problem, RefundedFacts, Word, dispute, standing,
    undone,
};
use crate::text;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use ts_rs::TS;

/// Something that was said between the person and the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What kind of thing: contacted, demanded, promised or refused.
    pub kind: EventKind,
    pub at: Moment,
    /// Until when: of a promise, or of a demand with a deadline.
    pub until: Option<Moment>,
    pub text: Option<String>,
    /// The key of the reason that the person named for a refusal.
    pub reason: Option<String>,
    /// Whether it is a refund that was promised.
    pub refund: bool,
}

/// How an authority answered a complaint.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum FilingAnswer {
    /// 已受理.
    Accepted,
    /// 不予受理.
    Refused,
    /// 已办结 or mediation ended.
    Ended,
}

impl FilingAnswer {
    pub fn name(self) -> Text {
        match self {
            Self::Accepted => text!(answer_accepted),
            Self::Refused => text!(answer_refused),
            Self::Ended => text!(answer_ended),
        }
    }
}

/// A complaint that was filed somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// The `seq` of its event.
    pub seq: u32,
    /// With whom: the key of a step.
    pub to: String,
    /// The payment channel at that time, where it was filed there.
    pub channel: Option<String>,
    /// Its number, exact text.
    pub number: Option<String>,
    pub filed_at: Moment,
    pub accepted_at: Option<Moment>,
    /// The last answer and when it came.
    pub answer: Option<(FilingAnswer, Moment)>,
}

impl Filing {
    /// Whether it was taken: then no other body takes the same dispute.
    pub fn was_accepted(&self) -> bool {
        self.accepted_at.is_some()
    }

    /// Whether something is still waited for.
    pub fn is_running(&self) -> bool {
        !matches!(
            self.answer,
            Some((FilingAnswer::Refused | FilingAnswer::Ended, _))
        )
    }
}

/// What an event of a filing holds besides its time, as the text of its `facts`.
#[derive(Serialize, Deserialize)]
pub struct FiledFacts {
    /// The key of the step.
    pub to: String,
    /// The payment channel, where it was filed there.
    pub channel: Option<String>,
    pub number: Option<String>,
}

/// What an event of an answer holds besides its time, as the text of its `facts`.
#[derive(Serialize, Deserialize)]
pub struct AnsweredFacts {
    /// The `seq` of the filing's event.
    pub filing: u32,
    pub answer: FilingAnswer,
}

/// What an event of a promise holds besides its time and its words, as the text of its `facts`: only where it is a refund that was
/// promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisedFacts {
    pub refund: bool,
}

impl PromisedFacts {
    /// Whether what happened is the promise of a refund.
    pub fn is_refund(what: &Happening) -> bool {
        let told = || told(what).is_some_and(|told: Self| told.refund);
        what.kind == EventKind::Promised && told()
    }
}

/// What an event of a refusal holds besides its time and its words, as the text of its `facts`: only where the person named a
/// reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFacts {
    /// The key of the reason.
    pub reason: String,
}

impl RefusedFacts {
    /// What a refusal says of its reason.
    pub fn of(what: &Happening) -> Option<Self> {
        told(what).filter(|_| what.kind == EventKind::Refused)
    }
}

/// What an order's events say, undone ones left out; in the order in which it happened, whenever it was written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The talk with the platform, also that of an earlier matter.
    pub said: Vec<Said>,
    /// Since when the present dispute stands: what was said before asked for something else.
    since: Option<Moment>,
    /// Whether that is a matter of its own, as the order had arrived before.
    anew: bool,
    /// What is wrong now, if the person or the money said so.
    pub problem: Option<Problem>,
    /// What the person said of the present dispute, if there is one.
    pub found: Option<Said>,
    pub filings: Vec<Filing>,
    /// The card keys, as everybody may see them.
    pub ledger: Ledger,
    /// When the person last looked into whose problem it is, and the facts of that.
    pub diagnosed: Option<(Moment, String)>,
    /// When the person last looked whether it came.
    pub checked_at: Option<Moment>,
    /// When money last came back, or what was accepted in its place.
    pub money_back_at: Option<Moment>,
    /// When the page confirms receipt by itself, as it was typed last.
    pub auto_confirm: Option<Moment>,
    /// Until when the shop answers for what it sold, as it was typed last.
    pub guarantee: Option<Moment>,
}

impl History {
    /// Reads it out of the events. An event whose facts cannot be read counts as a filing with no recipient, so that a damaged
    /// row never hides the rest.
    pub fn of(facts: &Facts, events: &[Event]) -> Self {
        let undone = undone(events);
        let dispute = dispute(facts, events);
        let problem = standing(facts, events).problem;
        let last_typed = |kind: EventKind| {
            let mut typed = events
                .iter()
                .filter(|event| event.what.kind == kind && !undone.contains(&event.seq));
            typed.next_back().and_then(|event| event.what.until)
        };
        let mut happened: Vec<&Event> = events
            .iter()
            .filter(|event| !undone.contains(&event.seq))
            .collect();
        // An answer stands behind its filing, whatever its time says.
        happened.sort_by_key(|event| (event.what.kind == EventKind::Answered, event.what.at));
        let mut history = Self {
            problem,
            auto_confirm: last_typed(EventKind::AutoConfirm),
            guarantee: last_typed(EventKind::Guarantee),
            ledger: Ledger::of(events),
            since: dispute.map(|(began, _)| began.what.at),
            anew: dispute.is_some_and(|(_, had_arrived)| had_arrived),
            found: dispute
                .map(|(began, _)| &began.what)
                .filter(|what| what.kind == EventKind::Problem)
                .map(|what| Said {
                    kind: what.kind,
                    at: what.at,
                    until: None,
                    text: what.text.clone(),
                    reason: None,
                    refund: false,
                }),
            ..Self::default()
        };
        for event in happened {
            let what = &event.what;
            let facts = what.facts.as_deref().unwrap_or_default();
            match what.kind {
                EventKind::Contacted | EventKind::Demanded | EventKind::Promised | EventKind::Refused => {
                    history.said.push(Said {
                        kind: what.kind,
                        at: what.at,
                        until: what.until,
                        text: what.text.clone(),
                        reason: RefusedFacts::of(what).map(|told| told.reason),
                        refund: PromisedFacts::is_refund(what),
                    });
                }
                EventKind::Filed => {
                    let facts: Option<FiledFacts> = serde_json::from_str(facts).ok();
                    let (to, channel, number) =
                        facts.map_or_else(Default::default, |facts| (facts.to, facts.channel, facts.number));
                    history.filings.push(Filing {
                        seq: event.seq,
                        to,
                        channel,
                        number,
                        filed_at: what.at,
                        accepted_at: None,
                        answer: None,
                    });
                }
                EventKind::Answered => {
                    let Ok(facts) = serde_json::from_str::<AnsweredFacts>(facts) else {
                        continue;
                    };
                    if let Some(filing) = history.filings.iter_mut().find(|one| one.seq == facts.filing) {
                        if facts.answer == FilingAnswer::Accepted {
                            filing.accepted_at = Some(what.at);
                        }
                        filing.answer = Some((facts.answer, what.at));
                    }
                }
                EventKind::Refunded => {
                    let refund: RefundedFacts = told(what).unwrap_or_default();
                    if refund.counts() {
                        history.money_back_at = Some(what.at);
                    }
                }
                EventKind::Checked => history.checked_at = Some(event.recorded_at),
                EventKind::Diagnosed => history.diagnosed = Some((what.at, facts.to_owned())),
                _ => {}
            }
        }
        history
    }

    /// What was said of the present matter.
    pub fn said_of_it(&self) -> impl DoubleEndedIterator<Item = &Said> {
        let since = self.since.unwrap_or(Moment(i64::MIN));
        self.said.iter().filter(move |said| said.at >= since)
    }

    /// Whether the person wrote down of the present dispute what the other side or a page said, and not only which it is.
    pub fn found_says_more(&self) -> bool {
        let text = self.found.as_ref().and_then(|found| found.text.as_deref());
        text.is_some_and(|text| text.contains('：'))
    }

    /// The first demand: when the person first asked for what they ask for now.
    pub fn demanded_at(&self) -> Option<Moment> {
        self.demands().next().map(|said| said.at)
    }

    /// The first demand that asks for the money back, which is known by these words.
    pub fn refund_demanded_at(&self, words: &[String]) -> Option<Moment> {
        let asks = |said: &&Said| {
            let text = said.text.as_deref().unwrap_or_default();
            words.iter().any(|word| text.contains(word.as_str()))
        };
        self.demands().find(asks).map(|said| said.at)
    }

    /// The demands that named a deadline, in order.
    pub fn final_demands(&self) -> impl DoubleEndedIterator<Item = &Said> {
        self.said_of_it().filter(|said| {
            matches!(said.kind, EventKind::Demanded | EventKind::Contacted) && said.until.is_some()
        })
    }

    pub fn demands(&self) -> impl DoubleEndedIterator<Item = &Said> {
        self.said_of_it().filter(|said| said.kind == EventKind::Demanded)
    }

    /// The last demand that named a deadline.
    pub fn final_demand(&self) -> Option<&Said> {
        self.final_demands().next_back()
    }

    /// The last thing of a kind.
    pub fn last(&self, kind: EventKind) -> Option<&Said> {
        self.said_of_it().rfind(|said| said.kind == kind)
    }

    /// The complaints about the present matter.
    pub fn filings_of_it(&self) -> impl DoubleEndedIterator<Item = &Filing> {
        let since = self.since.filter(|_| self.anew).unwrap_or(Moment(i64::MIN));
        self.filings.iter().filter(move |filing| filing.filed_at >= since)
    }

    /// The last complaint with somebody.
    pub fn filing(&self, to: &str) -> Option<&Filing> {
        self.filings_of_it().rfind(|filing| filing.to == to)
    }
}

/// The word of an answer, for a sentence that lists them all.
pub fn answer_words() -> Vec<&'static str> {
    FilingAnswer::ALL.iter().map(|answer| answer.word()).collect()
}
