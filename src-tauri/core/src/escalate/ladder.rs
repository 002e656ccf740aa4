//! The ladder: who can be turned to, why one fits and another does not, and the one thing to do now.

use super::Matter;
use super::diagnosis::{Diagnosis, diagnose, seen};
use super::letter::letter_key;
use crate::order::{BEIJING, EventKind, Filing, FilingAnswer, Moment, ShotRole, Span, Status, Topic, Zone};
use crate::rules::{
    AccountForm, Act, CaseSigns, Certainty, Fit, LimitSet, Needed, Place, Records, StepRule, TodoGroup,
    filing_limits,
};
use crate::words::Text;
use crate::{Outcome, order::Seller, text};
use serde::Serialize;
use ts_rs::TS;

/// The steps at which the platform is asked, and a marketplace to step in.
const PLATFORM: &str = "platform";
const MARKETPLACE: &str = "marketplace";

/// All that the room says of a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Escalation {
    /// The steps in the ladder's order.
    pub steps: Vec<LadderStep>,
    /// The one main button; `None` for a settled order.
    pub main: Option<MainAct>,
    /// The last diagnosis in the timeline.
    pub diagnosis: Option<Diagnosis>,
    /// The complaints that were filed.
    pub filings: Vec<FilingView>,
    /// Who is behind the platform.
    pub seller: Seller,
    /// The limits that run beside the matter, soonest first.
    pub limits: Vec<LimitView>,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum StepState {
    /// It was taken.
    Done,
    /// It is the one to take now.
    Now,
    /// Its turn has not come.
    Later,
    /// It fits and may be taken at any time.
    Open,
    /// It does not fit this matter.
    Unfit,
}

/// A step of the ladder, for a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LadderStep {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// Where it stands.
    pub state: StepState,
    /// Why it fits, does not fit, or not yet.
    pub why: Text,
    /// The way there.
    pub how: Text,
    /// Its official address or telephone number.
    pub official: Option<Text>,
    /// What to know before taking it.
    pub warning: Option<Text>,
    /// What it would need and is not there yet.
    pub needs: Vec<Need>,
    /// The letters for it, the usual one first.
    pub letters: Vec<LetterName>,
    /// Whether a complaint is filed there.
    pub files: bool,
    /// When it was taken.
    pub done_at: Option<String>,
}

/// What a step needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Need {
    /// Its name.
    pub name: Text,
    /// Where it can be given.
    pub place: Place,
}

/// A letter of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LetterName {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: Text,
}

/// What the main button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum MainKind {
    /// Find out whose problem it is.
    Diagnose,
    /// Write the letter.
    Letter,
    /// Write down a filing, or its answer.
    File,
    /// Nothing, until a moment.
    Wait,
    /// Go and look.
    Look,
    /// Write down the refund.
    Refund,
    /// Write down what is wrong with what came.
    Problem,
    /// Fill in who the seller is.
    Seller,
}

/// The one thing to do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct MainAct {
    /// What the button does.
    pub act: MainKind,
    /// The step to which it belongs.
    pub step: Option<String>,
    /// The letter that it shows.
    pub letter: Option<String>,
    /// Until when there is nothing to do.
    pub until: Option<String>,
    /// The button's text.
    pub label: Text,
    /// The sentence beside it.
    pub why: Text,
}

/// A complaint that was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FilingView {
    /// Its number within the order.
    pub id: u32,
    /// The key of its step.
    pub to: String,
    /// The step's name.
    pub name: Text,
    /// The number that it got.
    pub number: Option<String>,
    /// When it was filed.
    pub filed_at: String,
    /// How it was answered last.
    pub answer: Option<FilingAnswer>,
    /// When it was answered.
    pub answered_at: Option<String>,
    /// What begins with it.
    pub deadlines: Vec<LimitView>,
}

/// A limit as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LimitView {
    /// The key of its rule.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// Its last second.
    pub due_at: String,
    /// Whether it is over.
    pub over: bool,
    /// The rule in words.
    pub basis: Text,
    /// How sure the rule is.
    pub certainty: Certainty,
    /// Whether it was counted by weekends, because that year's holidays are not announced.
    pub guessed: bool,
}

/// Says all of a matter.
///
/// # Errors
/// Rules that do not belong together.
pub fn escalation(matter: &Matter<'_>) -> Outcome<Escalation> {
    let main = main_act(matter)?;
    let signs = signs(matter);
    let steps = matter
        .rules
        .steps
        .iter()
        .map(|rule| ladder_step(matter, &signs, rule, main.as_ref()))
        .collect();
    Ok(Escalation {
        steps,
        main,
        diagnosis: written(matter)?,
        filings: matter
            .history
            .filings
            .iter()
            .map(|filing| filing_view(matter, filing))
            .collect(),
        seller: matter.seller.clone(),
        limits: limit_views(&matter.limits(), matter.now, matter.zone),
    })
}

/// The last diagnosis in the timeline, as it was found then.
fn written(matter: &Matter<'_>) -> Outcome<Option<Diagnosis>> {
    let (Some(written), Some((at, _))) = (matter.diagnosed(), &matter.history.diagnosed) else {
        return Ok(None);
    };
    let table = &matter.rules.diagnosis;
    let signs = seen(matter.order, false, matter.rules, *at)?;
    Ok(diagnose(table, &signs, &written.answers, matter.zone, Some(*at))?.found)
}

/// A filing as it is shown.
pub fn filing_view(matter: &Matter<'_>, filing: &Filing) -> FilingView {
    let limits = if filing.is_running() {
        filing_limits(&matter.order.facts, filing, matter.rules)
    } else {
        Vec::new()
    };
    FilingView {
        id: filing.seq,
        to: filing.to.clone(),
        name: matter
            .rules
            .step(&filing.to)
            .map_or_else(|_| Text::as_it_is(&filing.to), |step| (&step.name).into()),
        number: filing.number.clone(),
        filed_at: filing.filed_at.rfc3339(matter.zone),
        answer: filing.answer.map(|(answer, _)| answer),
        answered_at: filing.answer.map(|(_, at)| at.rfc3339(matter.zone)),
        deadlines: limit_views(&limits, matter.now, matter.zone),
    }
}

/// Limits as they are shown.
pub fn limit_views(limits: &[LimitSet], now: Moment, zone: Zone) -> Vec<LimitView> {
    limits
        .iter()
        .map(|one| LimitView {
            key: one.key.clone(),
            name: one.name.clone(),
            due_at: one.at.rfc3339(zone),
            over: one.at < now,
            basis: one.basis.clone(),
            certainty: one.certainty,
            guessed: one.guessed,
        })
        .collect()
}

fn ladder_step(
    matter: &Matter<'_>,
    signs: &CaseSigns<'_>,
    rule: &StepRule,
    main: Option<&MainAct>,
) -> LadderStep {
    let (fit, reason) = rule.fit(signs);
    let done_at = done_at(matter, rule);
    let is_main =
        main.is_some_and(|main| main.step.as_deref() == Some(&rule.key) && main.act != MainKind::Wait);
    let state = match (is_main, done_at, fit) {
        (true, ..) => StepState::Now,
        (_, Some(_), _) => StepState::Done,
        (_, _, Fit::Now) if matter.order.status.is_open() => StepState::Now,
        (_, _, Fit::Unfit) => StepState::Unfit,
        (_, _, Fit::Later) => StepState::Later,
        (_, _, Fit::Now | Fit::Fits | Fit::Open) => StepState::Open,
    };
    let facts = &matter.order.facts;
    let how = facts
        .channel
        .as_deref()
        .and_then(|channel| rule.ways.get(channel))
        .or_else(|| rule.ways.get("other").filter(|_| facts.channel.is_some()));
    LadderStep {
        key: rule.key.clone(),
        name: (&rule.name).into(),
        state,
        why: rule.why(reason),
        how: how.unwrap_or(&rule.how).into(),
        official: rule.official.as_ref().map(Text::from),
        warning: rule.warning.as_ref().map(Text::from),
        needs: if state == StepState::Unfit {
            Vec::new()
        } else {
            needs(matter, rule)
        },
        letters: letters(matter, rule),
        files: rule.files(),
        done_at: done_at.map(|at| at.rfc3339(matter.zone)),
    }
}

/// The letters of a step that fit the order: of those for payment channels only its own.
fn letters(matter: &Matter<'_>, rule: &StepRule) -> Vec<LetterName> {
    let own = letter_key(matter, &rule.key);
    matter
        .rules
        .letters
        .iter()
        .filter(|letter| letter.step == rule.key && (letter.channel.is_none() || letter.key == own))
        .map(|letter| LetterName {
            key: letter.key.clone(),
            name: (&letter.name).into(),
        })
        .collect()
}

fn done_at(matter: &Matter<'_>, rule: &StepRule) -> Option<Moment> {
    match rule.records {
        Records::Demand => matter.history.demanded_at(),
        Records::FinalDemand => matter.history.final_demand().map(|said| said.at),
        Records::Filing => matter.history.filing(&rule.key).map(|filing| filing.filed_at),
    }
}

/// What the conditions of the steps look at.
fn signs<'a>(matter: &Matter<'a>) -> CaseSigns<'a> {
    let history = matter.history;
    let asked = history.said_of_it().find(|said| said.kind != EventKind::Promised);
    let over = matter.limits().into_iter().filter(|one| one.at < matter.now);
    let is_last = |filing: &Filing| {
        history
            .filing(&filing.to)
            .is_some_and(|last| last.seq == filing.seq)
    };
    let accepted = history
        .filings
        .iter()
        .filter(|filing| filing.was_accepted() && is_last(filing));
    let named = [
        Some(&matter.seller.legal_name),
        matter.order.facts.merchant.as_ref(),
    ];
    CaseSigns {
        seller: matter.seller,
        organisation: named
            .into_iter()
            .flatten()
            .any(|name| matter.rules.sellers.is_organisation(name)),
        mobile: matter
            .rules
            .kind(&matter.order.facts.kind)
            .is_ok_and(|kind| kind.account.form == AccountForm::Mobile),
        channel: matter.order.facts.channel.as_deref(),
        demanded: history.demanded_at().is_some(),
        awaited: is_answer_awaited(matter),
        answered: [EventKind::Refused, EventKind::Promised]
            .iter()
            .any(|kind| history.last(*kind).is_some()),
        asked: asked.map(|said| matter.now - said.at),
        over: over.map(|one| one.topic).collect(),
        accepted: accepted.map(|filing| filing.to.as_str()).collect(),
    }
}

/// What a step needs and is not there yet.
fn needs(matter: &Matter<'_>, rule: &StepRule) -> Vec<Need> {
    let facts = &matter.order.facts;
    let is_missing = |needed: &Needed| match needed {
        Needed::LegalName => matter.seller.legal_name.is_empty(),
        Needed::Address => matter.seller.address.is_empty(),
        Needed::PaymentShot => !matter.shots.contains(&ShotRole::Payment),
        Needed::PaymentNo => facts.payment_no.is_none(),
        Needed::OrderNo => facts.order_no.is_none(),
        Needed::Channel => facts.channel.is_none(),
        Needed::Demand => matter.history.demanded_at().is_none(),
    };
    rule.needs
        .iter()
        .copied()
        .filter(is_missing)
        .map(|needed| Need {
            name: needed.name(),
            place: needed.place(),
        })
        .collect()
}

/// The one thing to do now, and what must not be done before.
fn main_act(matter: &Matter<'_>) -> Outcome<Option<MainAct>> {
    let mut main = next_act(matter)?;
    if let Some(act) = main.as_mut().filter(|act| act.act != MainKind::Refund) {
        let warned: Vec<Text> = unconfirmed(matter, act).collect();
        if !warned.is_empty() {
            act.why = Text::sentences([act.why.clone()].into_iter().chain(warned));
        }
    }
    Ok(main)
}

/// On a marketplace the money goes to the shop when receipt is confirmed, by the person or by the page itself.
fn unconfirmed(matter: &Matter<'_>, act: &MainAct) -> impl Iterator<Item = Text> {
    let itself = matter.history.auto_confirm.filter(|at| *at > matter.now);
    // The step itself says so, and so does what it is taken for.
    let step = act.step.as_deref();
    let for_that = matter.order.topic == Some(Topic::AutoConfirm) && step == Some(PLATFORM);
    let says_so = step == Some(MARKETPLACE) || for_that;
    let between = matter.seller.is_on_marketplace() || itself.is_some();
    let not_yet = match matter.order.status {
        Status::Disputed => text!(main_confirm_not_disputed),
        _ => text!(main_confirm_not),
    };
    let by_itself = itself.map(|at| text!(main_confirms_itself, at = at.spoken(BEIJING)));
    (between && !says_so)
        .then_some(not_yet)
        .into_iter()
        .chain(by_itself)
}

fn next_act(matter: &Matter<'_>) -> Outcome<Option<MainAct>> {
    let order = matter.order;
    if !order.status.is_open() {
        return Ok(None);
    }
    let history = matter.history;
    let acted = history.said_of_it().next().is_some() || history.filings_of_it().next().is_some();
    if order.topic == Some(Topic::Confirm) {
        let why = matter
            .rules
            .kind(&order.facts.kind)?
            .confirm
            .as_ref()
            .map(Text::from)
            .unwrap_or_default();
        return Ok(Some(look(text!(main_confirmed), why)));
    }
    if let Some(aside) = order
        .topic
        .filter(|topic| topic.is_aside())
        .and_then(|topic| for_aside(matter, topic))
    {
        return Ok(Some(aside));
    }
    if acted {
        return Ok(Some(go_on(matter)));
    }
    // What came is not late, and the first thing to do is to say what is wrong with it.
    if order.status == Status::Disputed {
        let mut act = next_step(matter);
        if let Some(why) = &matter.rules.topic(Topic::Disputed).why {
            act.why = why.into();
        }
        return Ok(Some(act));
    }
    let late = matter.now >= order.clock.due_at;
    if let Some(found) = written(matter)?
        && let Some(act) = after_diagnosis(matter, &found, late)
    {
        return Ok(Some(act));
    }
    if !late {
        if order.topic == Some(Topic::Remind) {
            return Ok(Some(look(text!(main_look), text!(main_look_why))));
        }
        return Ok(Some(wait(matter, order.clock.due_at, text!(main_in_time_why))));
    }
    if matter.seller.is_gone() || matter.seller.vanished {
        return Ok(Some(next_step(matter)));
    }
    Ok(Some(MainAct {
        act: MainKind::Diagnose,
        step: None,
        letter: None,
        until: None,
        label: text!(main_diagnose),
        why: text!(main_diagnose_why),
    }))
}

fn look(label: Text, why: Text) -> MainAct {
    MainAct {
        act: MainKind::Look,
        step: None,
        letter: None,
        until: None,
        label,
        why,
    }
}

fn wait(matter: &Matter<'_>, until: Moment, why: Text) -> MainAct {
    MainAct {
        act: MainKind::Wait,
        step: None,
        letter: None,
        until: Some(until.rfc3339(matter.zone)),
        label: text!(main_wait),
        why,
    }
}

/// What a diagnosis asks for, as long as it holds: none when the time has moved on since, or when what it asked for was
/// done.
fn after_diagnosis(matter: &Matter<'_>, found: &Diagnosis, late: bool) -> Option<MainAct> {
    const UNTIL_IT_CLEARS: Span = Span(30 * Span::MINUTE.0);
    let at = matter.history.diagnosed.as_ref()?.0;
    let was_late = at >= matter.order.clock.due_at;
    if late && !was_late {
        return None;
    }
    let looked_since = matter.history.checked_at.is_some_and(|looked| looked > at);
    match found.act {
        Act::Letter => Some(letter_act(matter, "platform")),
        Act::Dispute => Some(letter_act(matter, "payment")),
        Act::Refund => Some(MainAct {
            act: MainKind::Refund,
            step: None,
            letter: None,
            until: None,
            label: text!(main_refund),
            why: found.next.clone(),
        }),
        Act::Problem => Some(MainAct {
            act: MainKind::Problem,
            step: None,
            letter: None,
            until: None,
            label: text!(main_problem),
            why: found.next.clone(),
        }),
        Act::Wait if !late => Some(wait(matter, matter.order.clock.due_at, found.next.clone())),
        Act::Wait if matter.now < at + UNTIL_IT_CLEARS => {
            Some(wait(matter, at + UNTIL_IT_CLEARS, found.next.clone()))
        }
        Act::Look | Act::Verify | Act::Confirm if !looked_since => {
            Some(look(text!(main_check), found.next.clone()))
        }
        _ => None,
    }
}

/// The matter is under way: wait for what is waited for, or take the next step.
fn go_on(matter: &Matter<'_>) -> MainAct {
    let deadlines = &matter.order.course.deadlines;
    // A seller that is gone is not waited for.
    let counts = |topic: Topic| !(is_talk(topic) && matter.seller.is_gone());
    let begun = deadlines.iter().rfind(|one| one.at <= matter.now);
    let ahead = deadlines
        .iter()
        .find(|one| one.at > matter.now && one.topic != Topic::Overdue && counts(one.topic));
    match (begun.map(|one| one.topic), ahead) {
        (Some(Topic::DisputeReply), Some(_)) => MainAct {
            step: matter.rules.topic(Topic::DisputeReply).steps.first().cloned(),
            ..look(text!(main_dispute_reply), text!(main_dispute_reply_why))
        },
        (Some(topic), _) if let Some(step) = answering(matter, topic) => MainAct {
            act: MainKind::File,
            step: Some(step.clone()),
            letter: None,
            until: None,
            label: text!(main_filing),
            why: text!(main_filing_why, topic = topic.name()),
        },
        // A filing that only has to be looked after keeps nobody from waiting for what was begun since.
        (None | Some(Topic::Overdue | Topic::FilingFollowUp), Some(ahead)) => {
            let why = match ahead.topic {
                Topic::NoReply => text!(main_no_reply_why),
                Topic::PromiseBroken => text!(main_promise_why),
                Topic::RefundPromised => text!(main_refund_promised_why),
                Topic::FinalDeadline => text!(main_final_why),
                topic => text!(main_ahead_why, topic = topic.name()),
            };
            wait(matter, ahead.at, why)
        }
        _ => next_step(matter),
    }
}

/// Whether the platform still has time to answer, or to keep its word.
fn is_answer_awaited(matter: &Matter<'_>) -> bool {
    let deadlines = &matter.order.course.deadlines;
    deadlines
        .iter()
        .any(|one| one.at > matter.now && is_answer(one.topic))
}

/// Whether what is waited for is the platform's, to answer or to keep its word.
fn is_answer(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::NoReply | Topic::PromiseBroken | Topic::RefundPromised
    )
}

/// Whether a topic is about what the platform says.
fn is_talk(topic: Topic) -> bool {
    is_answer(topic) || matches!(topic, Topic::Refused | Topic::FinalDeadline)
}

/// Where a complaint was filed that should have been answered by now.
fn answering<'a>(matter: &Matter<'a>, topic: Topic) -> Option<&'a String> {
    let rule = matter.rules.topic(topic);
    rule.steps.first().filter(|_| rule.group == TodoGroup::Filing)
}

/// What a limit that is close asks for.
fn for_aside(matter: &Matter<'_>, topic: Topic) -> Option<MainAct> {
    let rule = matter.rules.topic(topic);
    let fits = |step: &&StepRule| {
        let fit = step.fit(&signs(matter)).0;
        matches!(fit, Fit::Now | Fit::Fits) && done_at(matter, step).is_none()
    };
    let mut steps = rule.steps.iter().filter_map(|key| matter.rules.step(key).ok());
    Some(MainAct {
        why: rule.why.as_ref()?.into(),
        ..letter_act(matter, &steps.find(fits)?.key)
    })
}

/// The highest turn that was taken: nobody is sent back below it. A body that has no turn of its own stands above the talk with the
/// platform.
fn reached(matter: &Matter<'_>) -> Option<u8> {
    let steps = &matter.rules.steps;
    let talk = steps
        .iter()
        .filter(|rule| !rule.files())
        .filter_map(|rule| rule.turn)
        .max();
    let taken = steps.iter().filter(|rule| done_at(matter, rule).is_some());
    taken
        .filter_map(|rule| {
            if rule.files() {
                rule.turn.or(talk)
            } else {
                rule.turn
            }
        })
        .max()
}

/// The next step that fits and was not taken. If there is no one to turn to, only the police can have the money stopped, within
/// hours; they and the payment channel come before everybody else, and whichever was taken first leaves the other.
fn next_step(matter: &Matter<'_>) -> MainAct {
    let mut ladder: Vec<&StepRule> = matter
        .rules
        .steps
        .iter()
        .filter(|rule| rule.turn.is_some())
        .collect();
    ladder.sort_by_key(|rule| rule.turn);
    let reached = reached(matter);
    let signs = signs(matter);
    let at_once = |rule: &&&StepRule| rule.fit(&signs).0 == Fit::Now && done_at(matter, rule).is_none();
    if let Some(rule) = ladder.iter().find(at_once) {
        return letter_act(matter, &rule.key);
    }
    for rule in ladder {
        if rule.turn <= reached || done_at(matter, rule).is_some() {
            continue;
        }
        match rule.fit(&signs) {
            (Fit::Fits, _) => return letter_act(matter, &rule.key),
            (Fit::Later, reason) if reason == "seller-unknown" => {
                return MainAct {
                    act: MainKind::Seller,
                    step: Some(rule.key.clone()),
                    letter: None,
                    until: None,
                    label: text!(main_seller),
                    why: rule.why(reason),
                };
            }
            (Fit::Now | Fit::Open | Fit::Later | Fit::Unfit, _) => {}
        }
    }
    look(text!(main_all_taken), text!(main_all_taken_why))
}

/// Writes the letter of a step; a step without letters is filed.
fn letter_act(matter: &Matter<'_>, step: &str) -> MainAct {
    let (label, why, letter) = match matter.rules.step(step) {
        Ok(rule) => (
            (&rule.act).into(),
            rule.why(rule.fit(&signs(matter)).1),
            letters(matter, rule).into_iter().next(),
        ),
        Err(_) => (Text::default(), Text::default(), None),
    };
    MainAct {
        act: if letter.is_some() {
            MainKind::Letter
        } else {
            MainKind::File
        },
        step: Some(step.to_owned()),
        letter: letter.map(|letter| letter.key),
        until: None,
        label,
        why,
    }
}

/// What to know when a complaint is filed with a step while others run: the bodies that exclude each other.
pub fn filing_warnings(matter: &Matter<'_>, to: &str) -> Vec<Text> {
    let Ok(rule) = matter.rules.step(to) else {
        return Vec::new();
    };
    let other = rule
        .excludes
        .iter()
        .filter_map(|other| matter.history.filing(other))
        .any(Filing::is_running);
    rule.warning.iter().filter(|_| other).map(Text::from).collect()
}
