//! The ladder: who can be turned to, why one fits and another does not, and the one thing to do now.

use super::Case;
use super::diagnosis::{Diagnosis, diagnose, seen};
use super::letter::letter_key;
use crate::order::{EventKind, Filing, FilingAnswer, Moment, SellerKind, ShotRole, Span, Topic, Zone};
use crate::rules::{Act, Certainty, LimitSet, Place, StepRule, filing_limits};
use crate::{Outcome, order::Seller};
use serde::Serialize;
use ts_rs::TS;

/// All that the room says of a case.
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
    /// It does not fit this case.
    Unfit,
}

/// A step of the ladder, for a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LadderStep {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: StepState,
    /// Why it fits, does not fit, or not yet.
    pub why: String,
    /// The way there.
    pub how: String,
    /// Its official address or telephone number.
    pub official: Option<String>,
    /// What to know before taking it.
    pub warning: Option<String>,
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
    pub name: String,
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
    pub name: String,
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
    pub label: String,
    /// The sentence beside it.
    pub why: String,
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
    pub name: String,
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
    pub name: String,
    /// Its last second.
    pub due_at: String,
    /// Whether it is over.
    pub over: bool,
    /// The rule in words.
    pub basis: String,
    /// How sure the rule is.
    pub certainty: Certainty,
    /// Whether it was counted by weekends, because that year's holidays are not announced.
    pub guessed: bool,
}

/// How a step fits a case: the key of the reason, and whether it can be taken.
struct Verdict {
    reason: &'static str,
    fit: Fit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    NotYet,
    No,
}

/// Says all of a case.
///
/// # Errors
/// Rules that do not belong together.
pub fn escalation(case: &Case<'_>) -> Outcome<Escalation> {
    let main = main_act(case)?;
    let steps = case
        .rules
        .steps
        .iter()
        .map(|rule| ladder_step(case, rule, main.as_ref()))
        .collect();
    Ok(Escalation {
        steps,
        main,
        diagnosis: written(case)?,
        filings: case
            .history
            .filings
            .iter()
            .map(|filing| filing_view(case, filing))
            .collect(),
        seller: case.seller.clone(),
        limits: limit_views(&case.limits(), case.now, case.zone),
    })
}

/// The last diagnosis in the timeline, as it was found then.
fn written(case: &Case<'_>) -> Outcome<Option<Diagnosis>> {
    let (Some(written), Some((at, _))) = (case.diagnosed(), &case.history.diagnosed) else {
        return Ok(None);
    };
    let table = &case.rules.diagnosis;
    let signs = seen(case.order, false, table, *at);
    Ok(diagnose(table, &signs, &written.answers, case.zone, Some(*at))?.found)
}

/// A filing as it is shown.
pub fn filing_view(case: &Case<'_>, filing: &Filing) -> FilingView {
    let limits = if filing.is_running() {
        filing_limits(&case.order.facts, filing, case.rules)
    } else {
        Vec::new()
    };
    FilingView {
        id: filing.seq,
        to: filing.to.clone(),
        name: case
            .rules
            .step(&filing.to)
            .map_or_else(|_| filing.to.clone(), |step| step.name.clone()),
        number: filing.number.clone(),
        filed_at: filing.filed_at.rfc3339(case.zone),
        answer: filing.answer.map(|(answer, _)| answer),
        answered_at: filing.answer.map(|(_, at)| at.rfc3339(case.zone)),
        deadlines: limit_views(&limits, case.now, case.zone),
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

fn ladder_step(case: &Case<'_>, rule: &StepRule, main: Option<&MainAct>) -> LadderStep {
    let verdict = verdict(case, rule);
    let done_at = done_at(case, &rule.key);
    let is_main =
        main.is_some_and(|main| main.step.as_deref() == Some(&rule.key) && main.act != MainKind::Wait);
    let state = match (is_main, done_at, verdict.fit) {
        (true, ..) => StepState::Now,
        (_, Some(_), _) => StepState::Done,
        (_, _, Fit::No) => StepState::Unfit,
        (_, _, Fit::NotYet) => StepState::Later,
        (_, _, Fit::Yes) => StepState::Open,
    };
    let facts = &case.order.facts;
    let how = facts
        .channel
        .as_deref()
        .and_then(|channel| rule.ways.get(channel))
        .or_else(|| rule.ways.get("other").filter(|_| facts.channel.is_some()));
    LadderStep {
        key: rule.key.clone(),
        name: rule.name.clone(),
        state,
        why: rule.why(verdict.reason).to_owned(),
        how: how.unwrap_or(&rule.how).clone(),
        official: rule.official.clone(),
        warning: rule.warning.clone(),
        needs: if state == StepState::Unfit {
            Vec::new()
        } else {
            needs(case, &rule.key)
        },
        letters: letters(case, rule),
        files: rule.files,
        done_at: done_at.map(|at| at.rfc3339(case.zone)),
    }
}

/// The letters of a step that fit the order: of the payment channels' only its own.
fn letters(case: &Case<'_>, rule: &StepRule) -> Vec<LetterName> {
    let own = letter_key(case, "payment");
    rule.letters
        .iter()
        .filter(|key| rule.key != "payment" || **key == own)
        .filter_map(|key| case.rules.letter(key).ok())
        .map(|letter| LetterName {
            key: letter.key.clone(),
            name: letter.name.clone(),
        })
        .collect()
}

fn done_at(case: &Case<'_>, step: &str) -> Option<Moment> {
    match step {
        "platform" => case.history.demanded_at(),
        "platform-final" => case.history.final_demand().map(|said| said.at),
        _ => case.history.filing(step).map(|filing| filing.filed_at),
    }
}

fn verdict(case: &Case<'_>, rule: &StepRule) -> Verdict {
    let yes = Verdict {
        reason: "fits",
        fit: Fit::Yes,
    };
    let no = |reason| Verdict { reason, fit: Fit::No };
    let not_yet = |reason| Verdict {
        reason,
        fit: Fit::NotYet,
    };
    let seller = case.seller;
    let over = |topic: Topic| {
        case.limits()
            .iter()
            .any(|one| one.topic == topic && one.at < case.now)
    };
    let excluded = rule
        .excludes
        .iter()
        .any(|other| case.history.filing(other).is_some_and(Filing::was_accepted));
    let nobody = seller.is_gone();
    let is_operator = seller.kind == SellerKind::Operator;
    match rule.key.as_str() {
        "platform" if nobody => no("vanished"),
        "platform-final" if nobody => no("vanished"),
        "platform-final" if case.history.demanded_at().is_none() || is_answer_awaited(case) => {
            not_yet("too-early")
        }
        "payment" if over(Topic::RefundRoute) => no("too-old"),
        "payment" => match case.order.facts.channel.as_deref() {
            None | Some("other") => not_yet("no-channel"),
            Some("qq" | "bank") => Verdict {
                reason: "own",
                fit: Fit::Yes,
            },
            Some(_) => yes,
        },
        "12315" | "consumer-association" | "court"
            if over(Topic::Limitation) && rule.why.contains_key("too-old") =>
        {
            no("too-old")
        }
        "12315" | "consumer-association" | "telecom" if excluded => no("excluded"),
        "12315" | "consumer-association" | "court" if nobody => no("nobody"),
        "12315" if is_operator => no("operator"),
        "12315" | "consumer-association" | "court" if !seller.is_named() => not_yet("seller-unknown"),
        "telecom" if !is_operator => no("not-operator"),
        "telecom" if !is_phone(&case.order.facts.kind) => no("not-phone"),
        "telecom" if over(Topic::TelecomWindow) => no("too-old"),
        "telecom" if !operator_had_its_time(case) => not_yet("too-early"),
        "police" if !nobody && seller.kind == SellerKind::Unknown => not_yet("unknown"),
        "police" if !nobody => no("not-crime"),
        _ => yes,
    }
}

fn is_phone(kind: &str) -> bool {
    matches!(kind, "phone-credit-fast" | "phone-credit-slow" | "data-plan")
}

/// Whether the operator was asked and refused, or did not answer for 15 days.
fn operator_had_its_time(case: &Case<'_>) -> bool {
    const DAYS: Span = Span(15 * Span::DAY.0);
    let said = &case.history.said;
    let asked = said.iter().find(|said| said.kind != EventKind::Promised);
    case.history.last(EventKind::Refused).is_some() || asked.is_some_and(|said| said.at + DAYS <= case.now)
}

fn needs(case: &Case<'_>, step: &str) -> Vec<Need> {
    let facts = &case.order.facts;
    let seller = case.seller;
    let mut needs = Vec::new();
    let mut need = |gone: bool, name: &str, place| {
        if gone {
            needs.push(Need {
                name: name.to_owned(),
                place,
            });
        }
    };
    let official = matches!(step, "12315" | "consumer-association" | "court" | "telecom");
    if official {
        need(seller.legal_name.is_empty(), "商家全称", Place::Seller);
        need(seller.address.is_empty(), "商家地址", Place::Seller);
    }
    if step != "platform" && step != "platform-final" {
        need(
            !case.shots.contains(&ShotRole::Payment),
            "付款凭证截图",
            Place::Shots,
        );
        need(facts.payment_no.is_none(), "支付单号", Place::Facts);
    }
    need(
        facts.order_no.is_none() && step != "police",
        "订单号",
        Place::Facts,
    );
    if step == "payment" {
        need(facts.channel.is_none(), "支付渠道", Place::Facts);
    }
    if official && case.history.demanded_at().is_none() {
        need(true, "一次有记录的催告", Place::Letter);
    }
    needs
}

/// The one thing to do now.
fn main_act(case: &Case<'_>) -> Outcome<Option<MainAct>> {
    let order = case.order;
    if !order.status.is_open() {
        return Ok(None);
    }
    let history = case.history;
    let acted = !history.said.is_empty() || !history.filings.is_empty();
    if order.topic == Some(Topic::Confirm) {
        let why = case
            .rules
            .kind(&order.facts.kind)?
            .confirm
            .clone()
            .unwrap_or_default();
        return Ok(Some(look("圈存过了，去看一眼", why)));
    }
    if let Some(aside) = order
        .topic
        .filter(|topic| topic.is_aside())
        .and_then(|topic| for_aside(case, topic))
    {
        return Ok(Some(aside));
    }
    if acted {
        return Ok(Some(go_on(case)));
    }
    let late = case.now >= order.clock.due_at;
    if let Some(found) = written(case)?
        && let Some(act) = after_diagnosis(case, &found, late)
    {
        return Ok(Some(act));
    }
    if !late {
        if order.topic == Some(Topic::Remind) {
            return Ok(Some(look("去看看到了没有", "已过常见的到账时间，先看一眼账户。")));
        }
        return Ok(Some(wait(
            case,
            order.clock.due_at,
            "还在到账时限内，到时候没到我会提醒您。",
        )));
    }
    if case.seller.is_gone() {
        return Ok(Some(next_step(case)));
    }
    Ok(Some(MainAct {
        act: MainKind::Diagnose,
        step: None,
        letter: None,
        until: None,
        label: "没到账，看看问题出在哪".to_owned(),
        why: "答两三个问题，就知道该找谁、怎么说。".to_owned(),
    }))
}

fn look(label: &str, why: impl Into<String>) -> MainAct {
    MainAct {
        act: MainKind::Look,
        step: None,
        letter: None,
        until: None,
        label: label.to_owned(),
        why: why.into(),
    }
}

fn wait(case: &Case<'_>, until: Moment, why: impl Into<String>) -> MainAct {
    MainAct {
        act: MainKind::Wait,
        step: None,
        letter: None,
        until: Some(until.rfc3339(case.zone)),
        label: "先等一等".to_owned(),
        why: why.into(),
    }
}

/// What a diagnosis asks for, as long as it holds: none when the time has moved on since, or when what it asked for was
/// done.
fn after_diagnosis(case: &Case<'_>, found: &Diagnosis, late: bool) -> Option<MainAct> {
    const UNTIL_IT_CLEARS: Span = Span(30 * Span::MINUTE.0);
    let at = case.history.diagnosed.as_ref()?.0;
    let was_late = at >= case.order.clock.due_at;
    if late && !was_late {
        return None;
    }
    let looked_since = case.history.checked_at.is_some_and(|looked| looked > at);
    match found.act {
        Act::Letter => Some(letter_act(case, "platform")),
        Act::Dispute => Some(letter_act(case, "payment")),
        Act::Refund => Some(MainAct {
            act: MainKind::Refund,
            step: None,
            letter: None,
            until: None,
            label: "记下退款".to_owned(),
            why: found.next.clone(),
        }),
        Act::Wait if !late => Some(wait(case, case.order.clock.due_at, found.next.clone())),
        Act::Wait if case.now < at + UNTIL_IT_CLEARS => {
            Some(wait(case, at + UNTIL_IT_CLEARS, found.next.clone()))
        }
        Act::Look | Act::Verify | Act::Confirm if !looked_since => Some(look("我去看看", found.next.clone())),
        _ => None,
    }
}

/// The matter is under way: wait for what is waited for, or take the next step.
fn go_on(case: &Case<'_>) -> MainAct {
    let deadlines = &case.order.course.deadlines;
    // A seller that is gone is not waited for.
    let counts = |topic: Topic| !(is_talk(topic) && case.seller.is_gone());
    let begun = deadlines.iter().rfind(|one| one.at <= case.now);
    let ahead = deadlines
        .iter()
        .find(|one| one.at > case.now && one.topic != Topic::Overdue && counts(one.topic));
    match (begun.map(|one| one.topic), ahead) {
        (Some(Topic::DisputeReply), Some(_)) => MainAct {
            step: Some("payment".to_owned()),
            ..look(
                "去看商家在投诉里的回复",
                "按微信支付的规范，商家这时候应当已经回复。",
            )
        },
        (
            Some(
                topic
                @ (Topic::Acceptance | Topic::TelecomDecision | Topic::Mediation | Topic::TelecomAnswer),
            ),
            _,
        ) => {
            let step = if matches!(topic, Topic::Acceptance | Topic::Mediation) {
                "12315"
            } else {
                "telecom"
            };
            MainAct {
                act: MainKind::File,
                step: Some(step.to_owned()),
                letter: None,
                until: None,
                label: "去看处理结果，回来记下".to_owned(),
                why: format!("{}。", topic.name()),
            }
        }
        (None | Some(Topic::Overdue), Some(ahead)) => {
            let why = match ahead.topic {
                Topic::NoReply => {
                    "已经催过，先等客服答复。对方只说“请耐心等待”的，可以用现成的话回它。".to_owned()
                }
                Topic::PromiseBroken => "对方承诺了时间，到时候没做到我会提醒您。".to_owned(),
                Topic::FinalDeadline => "限期催告已经发出，期限到了就走下一步。".to_owned(),
                topic => format!("{}之前，先等一等。", topic.name()),
            };
            wait(case, ahead.at, why)
        }
        _ => next_step(case),
    }
}

/// Whether the platform still has time to answer, or to keep its word.
fn is_answer_awaited(case: &Case<'_>) -> bool {
    let deadlines = &case.order.course.deadlines;
    deadlines
        .iter()
        .any(|one| one.at > case.now && matches!(one.topic, Topic::NoReply | Topic::PromiseBroken))
}

/// Whether a topic is about what the platform says.
fn is_talk(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::NoReply | Topic::Refused | Topic::PromiseBroken | Topic::FinalDeadline
    )
}

/// What a limit that is close asks for.
fn for_aside(case: &Case<'_>, topic: Topic) -> Option<MainAct> {
    let fits = |key: &str| {
        case.rules
            .step(key)
            .is_ok_and(|rule| verdict(case, rule).fit == Fit::Yes && done_at(case, key).is_none())
    };
    let (step, why) = match topic {
        Topic::AfterSale => ("platform", "卖家的售后快要截止，现在就把催单消息发出去。"),
        Topic::RefundRoute => ("payment", "原路退款的期限快到了，过后支付渠道退不了款。"),
        Topic::TelecomWindow => ("telecom", "电信申诉只受理五个月以内的收费争议，快到期了。"),
        Topic::Stalling if fits("payment") => ("payment", "满十五天还不退款，可以按故意拖延来投诉了。"),
        Topic::Stalling => ("12315", "满十五天还不退款，可以按故意拖延来投诉了。"),
        Topic::Limitation if fits("12315") => {
            ("12315", "三年的期限快到了，过后 12315 和法院都可能不再受理。")
        }
        Topic::Limitation => ("court", "三年的期限快到了，过后 12315 和法院都可能不再受理。"),
        _ => return None,
    };
    fits(step).then(|| MainAct {
        why: why.to_owned(),
        ..letter_act(case, step)
    })
}

/// The next step that fits and was not taken. If there is no one to turn to, the payment channel may still stop the
/// money, and the police come before everybody else.
fn next_step(case: &Case<'_>) -> MainAct {
    const LADDER: [&str; 7] = [
        "platform",
        "platform-final",
        "payment",
        "police",
        "telecom",
        "12315",
        "court",
    ];
    for key in LADDER {
        let Ok(rule) = case.rules.step(key) else { continue };
        if done_at(case, key).is_some() {
            continue;
        }
        let verdict = verdict(case, rule);
        match verdict.fit {
            Fit::Yes => return letter_act(case, key),
            Fit::NotYet if verdict.reason == "seller-unknown" => {
                return MainAct {
                    act: MainKind::Seller,
                    step: Some(key.to_owned()),
                    letter: None,
                    until: None,
                    label: "先补上商家是谁".to_owned(),
                    why: rule.why(verdict.reason).to_owned(),
                };
            }
            Fit::NotYet | Fit::No => {}
        }
    }
    look(
        "看看处理得怎么样了",
        "能走的途径都走了，等各处的答复；有了结果记到时间线里。",
    )
}

/// Writes the letter of a step; a step without letters is filed.
fn letter_act(case: &Case<'_>, step: &str) -> MainAct {
    let (label, why, letter) = match case.rules.step(step) {
        Ok(rule) => (
            rule.act.clone(),
            rule.why(verdict(case, rule).reason).to_owned(),
            letters(case, rule).into_iter().next(),
        ),
        Err(_) => (String::new(), String::new(), None),
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
pub fn filing_warnings(case: &Case<'_>, to: &str) -> Vec<String> {
    let Ok(rule) = case.rules.step(to) else {
        return Vec::new();
    };
    let other = rule
        .excludes
        .iter()
        .filter_map(|other| case.history.filing(other))
        .any(Filing::is_running);
    rule.warning.iter().filter(|_| other).cloned().collect()
}
