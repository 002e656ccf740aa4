//! What a letter can name of an order.

use super::Matter;
use super::diagnosis::Answers;
use super::letter::Wish;
use crate::Outcome;
use crate::order::{
    BEIJING, EventKind, Fen, Filing, Moment, Person, Problem, Said, ShotRole, Span, Status, Word, given,
    named_or_blank,
};
use crate::rules::{Certainty, DiagnosisTable, LetterRule, Needed, Say, Sign, three_times};
use serde::Serialize;
use std::cell::RefCell;

/// What a part of a letter can name. Times are Beijing's, amounts in 元; what the order does not have is none.
#[derive(Clone, Default, Serialize)]
pub(super) struct Fields {
    /// The times and days that a part may name, for a reader who is elsewhere; empty where Beijing's time is the person's.
    #[serde(skip)]
    pub times: Vec<String>,
    /// What went wrong and what is asked for.
    say: Say,
    platform: String,
    product: String,
    kind: String,
    amount: String,
    refunded: Option<String>,
    /// What is said of money that came back in a form that nobody accepted.
    credited: Option<String>,
    remaining: String,
    /// What is said of the shop's guarantee, where it says something of the trouble.
    guarantee: Option<String>,
    /// When the person said what is wrong with what came, and what the platform or a page said of it.
    found: Option<Told>,
    account: Option<String>,
    account_label: String,
    order_no: Option<String>,
    channel: Option<String>,
    payment_no: Option<String>,
    payment_no_label: String,
    merchant_order_no: Option<String>,
    merchant_order_no_label: String,
    merchant: Option<String>,
    paid_at: String,
    paid_date: String,
    since_paid: String,
    /// From the moment it counts from to the due moment, grace included.
    /// None where it cannot be said without rounding: so many working days end at a midnight.
    window: Option<String>,
    window_promised: bool,
    /// Whether the usual time has a source outside this app.
    window_known: bool,
    /// How long it usually takes by its source.
    usual: Option<String>,
    /// Whether that is over.
    past_usual: bool,
    /// Whether it counts from the platform's release rather than from the payment.
    released: bool,
    attached: bool,
    due_at: String,
    overdue: Option<String>,
    now: String,
    today: String,
    answer_by: String,
    answer_within: String,
    demanded_at: Option<String>,
    last_demanded_at: Option<String>,
    demands: usize,
    contacted_at: Option<String>,
    #[serde(rename = "final")]
    last_call: Option<LastCall>,
    promise: Option<Promise>,
    refused: Option<Refusal>,
    history: Vec<Talk>,
    keys: Keys,
    filed: Filed,
    operator_asked_at: Option<String>,
    /// Whether the operator was asked fifteen days ago and has not answered.
    operator_silent: bool,
    /// Whether the order number is often enough to look up what was bought.
    order_no_opens: bool,
    page_status: Option<String>,
    /// Whether the page says that it was not paid, or not in time, and the bill that it was.
    unpaid: bool,
    /// What the page asked for, where that is not what was paid.
    requested: Option<String>,
    bill_status: Option<String>,
    seller: SellerFields,
    pub person: PersonFields,
    evidence: Vec<Evidence>,
    fraud: bool,
    /// Three times the price of what did not come as it should, 500 at least (消费者权益保护法 55).
    fraud_sum: String,
    /// Whether the person declares that it was bought for own use.
    own_use: bool,
    stalled: Option<Stalled>,
}

#[derive(Clone, Default, Serialize)]
struct LastCall {
    at: String,
    until: String,
    passed: bool,
    /// Whether it was a letter; otherwise it may have been a call.
    written: bool,
    /// Whether it said that the contract ends with its deadline.
    ends: bool,
}

#[derive(Clone, Default, Serialize)]
struct Promise {
    at: String,
    until: Option<String>,
    text: Option<String>,
    broken: bool,
    /// Whether it is a refund that was promised.
    refund: bool,
    /// What was promised, and what is said once its time is over.
    to: String,
    unkept: String,
}

#[derive(Clone, Default, Serialize)]
struct Told {
    at: String,
    text: Option<String>,
}

/// A refusal, and what is said to its reasons.
#[derive(Clone, Default, Serialize)]
struct Refusal {
    at: String,
    text: Option<String>,
    /// Its reasons, as they are called; none where none is known for sure.
    reason: Option<String>,
    /// What is answered to them, in whole sentences.
    answer: Option<String>,
    /// The templates of the answers.
    #[serde(skip)]
    answers: Vec<String>,
}

/// The card keys that cannot be used, by their last four.
#[derive(Clone, Default, Serialize)]
struct Keys {
    bad: Vec<BadKey>,
    /// How many there are besides.
    more: usize,
    /// They in words, for a letter to say; none where no key is the trouble.
    said: Option<String>,
    /// The template of that.
    #[serde(skip)]
    words: String,
}

#[derive(Clone, Default, Serialize)]
struct BadKey {
    which: String,
    state: String,
    /// When it was tried first.
    at: Option<String>,
    /// The words of the page.
    says: Option<String>,
}

#[derive(Clone, Default, Serialize)]
struct Talk {
    at: String,
    name: String,
    text: Option<String>,
}

#[derive(Clone, Default, Serialize)]
struct Filed {
    payment: Option<FiledOne>,
    twelve315: Option<FiledOne>,
    telecom: Option<FiledOne>,
    association: Option<FiledOne>,
    marketplace: Option<FiledOne>,
    police: Option<FiledOne>,
}

#[derive(Clone, Default, Serialize)]
struct FiledOne {
    at: String,
    number: Option<String>,
}

#[derive(Clone, Default, Serialize)]
struct SellerFields {
    kind: String,
    /// Whether the law for consumers and e-commerce binds it: not a private person.
    trader: bool,
    vanished: bool,
    legal_name: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    marketplace: Option<String>,
    contact: Option<String>,
    icp: Option<String>,
}

/// The complainant's own details, if they were given.
#[derive(Clone, Default, Serialize)]
pub(super) struct PersonFields {
    name: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    id_type: Option<String>,
    id_no: Option<String>,
    email: Option<String>,
    postcode: Option<String>,
}

impl PersonFields {
    pub fn of(person: &Person) -> Self {
        Self {
            name: given(&person.name),
            phone: given(&person.phone),
            address: given(&person.address),
            id_type: given(&person.id_kind),
            id_no: given(&person.id_number),
            ..Self::default()
        }
    }
}

#[derive(Clone, Default, Serialize)]
struct Evidence {
    name: String,
    count: usize,
}

#[derive(Clone, Default, Serialize)]
struct Stalled {
    /// When the money was first asked for.
    asked: String,
    since: String,
}

/// The fields of a matter for a letter that names `answer_by` as its deadline.
pub(super) fn fields(
    matter: &Matter<'_>,
    rule: &LetterRule,
    answer_by: Moment,
    wish: Wish,
) -> Outcome<Fields> {
    let Matter {
        order,
        history,
        seller,
        rules,
        now,
        ..
    } = *matter;
    let facts = &order.facts;
    let kind = rules.kind(&facts.kind)?;
    let channel = facts
        .channel
        .as_deref()
        .map(|key| rules.channel(key))
        .transpose()?;
    let refunded = order.standing.refunded;
    let times = RefCell::default();
    let told = |time: String| -> String {
        if !now.is_as_in_beijing(matter.home) {
            RefCell::<Vec<String>>::borrow_mut(&times).push(time.clone());
        }
        time
    };
    // What goes to China's shops and offices is in their time.
    let spoken = |at: Moment| told(at.spoken(BEIJING).chinese());
    let date = |at: Moment| told(at.in_zone(BEIJING).format("%Y年%-m月%-d日").to_string());
    let filed = |to: &str| {
        history.filing(to).map(|filing: &Filing| FiledOne {
            at: date(filing.filed_at),
            number: filing.number.clone(),
        })
    };
    let answers = matter
        .diagnosed()
        .map(|written| written.answers)
        .unwrap_or_default();
    let stalled = matter
        .limits()
        .into_iter()
        .find(|one| one.topic == crate::order::Topic::Stalling && one.at < now);
    // What came is neither late nor missing: what the clock and the page said of that is no part of the story any more.
    let disputed = order.status == Status::Disputed;
    let asked_first = history.said_of_it().next();
    let unanswered = history
        .said_of_it()
        .all(|said| !matches!(said.kind, EventKind::Refused | EventKind::Promised));
    let say = rules.say(order)?;
    let of_goods = say.of_goods;
    let guarantee = rules.guarantee(order, history, now).map(|(until, words)| {
        words
            .replace("{until}", &spoken(until))
            .replace("{still}", &say.still)
    });
    let mut fields = Fields {
        times: Vec::new(),
        say,
        platform: named_or_blank(&facts.platform),
        product: facts.product.clone(),
        kind: kind.name.chinese().to_owned(),
        amount: facts.amount.yuan(),
        refunded: (refunded.0 > 0).then(|| refunded.yuan()),
        credited: rules.credited(&order.standing),
        remaining: order.standing.claim(facts).yuan(),
        guarantee,
        found: history.found.as_ref().map(|found| Told {
            at: spoken(found.at),
            text: found.text.clone(),
        }),
        account: facts.account.clone(),
        account_label: kind.account.name.chinese().to_owned(),
        order_no: facts.order_no.clone(),
        channel: channel
            .filter(|channel| channel.key != "other")
            .map(|channel| channel.name.chinese().to_owned()),
        payment_no: facts.payment_no.clone(),
        payment_no_label: channel.map_or_else(
            || Needed::PaymentNo.name().chinese(),
            |channel| channel.payment_no.chinese().to_owned(),
        ),
        merchant_order_no: facts.merchant_order_no.clone(),
        merchant_order_no_label: channel
            .map_or("商户单号", |channel| channel.merchant_order_no.chinese())
            .to_owned(),
        merchant: facts.merchant.clone(),
        paid_at: spoken(facts.paid_at),
        paid_date: date(facts.paid_at),
        since_paid: in_minutes(now - facts.paid_at),
        window: (order.clock.due_at - order.clock.counted_from)
            .spoken_whole()
            .map(|window| window.chinese()),
        window_promised: facts.window_promised && !disputed,
        window_known: kind.provenance.certainty != Certainty::Own,
        usual: kind.usual.clone(),
        past_usual: !disputed && kind.usual.is_some() && now > order.clock.counted_from + kind.window,
        released: order.clock.counted_from != facts.paid_at,
        attached: !matter.shots.is_empty(),
        due_at: spoken(order.clock.due_at),
        // Less than a minute is not worth a reproach.
        overdue: (!disputed && now >= order.clock.due_at + Span::MINUTE)
            .then(|| in_minutes(now - order.clock.due_at)),
        now: spoken(now),
        today: date(now),
        answer_by: spoken(answer_by),
        answer_within: in_hours(answer_by - now),
        demanded_at: history.demanded_at().map(spoken),
        last_demanded_at: history.demands().next_back().map(|said| spoken(said.at)),
        demands: history.demands().count(),
        contacted_at: history.said_of_it().next_back().map(|said| spoken(said.at)),
        last_call: history.final_demand().and_then(|said| {
            Some(LastCall {
                at: spoken(said.at),
                until: spoken(said.until?),
                passed: said.until? <= now,
                written: said.kind == EventKind::Demanded,
                ends: rules.ends_contract(said),
            })
        }),
        promise: history.last(EventKind::Promised).map(|said| Promise {
            at: spoken(said.at),
            until: said.until.map(spoken),
            text: said.text.clone(),
            broken: said.until.is_some_and(|until| until <= now),
            refund: said.refund,
            to: rules.promise(said).to.clone(),
            unkept: rules
                .promise(said)
                .unkept(history.money_back_at.is_some_and(|back| back >= said.at))
                .to_owned(),
        }),
        refused: history.last(EventKind::Refused).map(|said| {
            let excuses = rules.excuses(said.reason.as_deref(), said.text.as_deref());
            let names: Vec<&str> = excuses.iter().map(|excuse| excuse.name.chinese()).collect();
            Refusal {
                at: spoken(said.at),
                text: said.text.clone(),
                reason: (!names.is_empty()).then(|| names.join("、")),
                answer: None,
                answers: excuses.iter().map(|excuse| excuse.answer.clone()).collect(),
            }
        }),
        history: history.said.iter().map(|said| talk(said, &spoken)).collect(),
        keys: bad_keys(matter, rule, &spoken),
        filed: Filed {
            payment: filed("payment"),
            twelve315: filed("12315"),
            telecom: filed("telecom"),
            association: filed("consumer-association"),
            marketplace: filed("marketplace"),
            police: filed("police"),
        },
        operator_asked_at: asked_first.map(|said| date(said.at)),
        operator_silent: unanswered
            && asked_first.is_some_and(|said| now >= said.at + Span(15 * Span::DAY.0)),
        order_no_opens: kind.order_no_opens,
        page_status: status_word(&rules.diagnosis, Sign::Page, &answers).filter(|_| !disputed),
        unpaid: !disputed
            && matches!(answers.page.as_deref(), Some("unpaid" | "expired"))
            && answers.bill.as_deref() == Some("paid"),
        requested: facts.requested.map(Fen::yuan),
        bill_status: status_word(&rules.diagnosis, Sign::Bill, &answers),
        seller: SellerFields {
            kind: seller.kind.word().to_owned(),
            trader: !seller.is_private(),
            vanished: seller.vanished,
            // The payee in the bill is not the seller until the person says so.
            legal_name: given(&seller.legal_name),
            address: given(&seller.address),
            phone: given(&seller.phone),
            marketplace: given(&seller.marketplace),
            contact: given(&seller.contact),
            icp: given(&seller.icp),
        },
        person: PersonFields::default(),
        evidence: ShotRole::ALL
            .iter()
            .map(|role| Evidence {
                name: role.name().chinese(),
                count: matter.shots.iter().filter(|one| *one == role).count(),
            })
            .filter(|one| one.count > 0)
            .collect(),
        fraud: wish.fraud && rule.may_claim_fraud() && of_goods,
        fraud_sum: three_times(facts.amount - facts.worth(order.standing.received)).yuan(),
        own_use: wish.own_use,
        stalled: stalled
            .filter(|_| of_goods)
            .zip(history.refund_demanded_at(&rules.refund_words))
            .map(|(one, asked)| Stalled {
                asked: date(asked),
                since: date(one.at),
            }),
    };
    fields.times = times.into_inner();
    Ok(fields)
}

impl Fields {
    /// Fills in what is argued, whose words are templates over the same fields.
    pub(super) fn argue<E>(&mut self, fill: impl Fn(&str, &Self) -> Result<String, E>) -> Result<(), E> {
        let said = |words: &str| fill(words, self);
        let (duty, time) = (said(&self.say.duty)?, said(&self.say.time)?);
        let (ending, remedy) = (said(&self.say.ending)?, said(&self.say.remedy)?);
        let keys = said(&self.keys.words)?;
        let templates = self.refused.iter().flat_map(|refused| &refused.answers);
        let answers = templates
            .map(|words| said(words))
            .collect::<Result<Vec<_>, E>>()?;
        if let Some(refused) = self.refused.as_mut().filter(|_| !answers.is_empty()) {
            refused.answer = Some(answers.concat());
        }
        if !keys.is_empty() {
            self.keys.said = Some(keys);
        }
        self.say.duty = duty;
        self.say.time = time;
        self.say.ending = ending;
        self.say.remedy = remedy;
        Ok(())
    }
}

/// The card keys that cannot be used, where that is the trouble.
fn bad_keys(matter: &Matter<'_>, rule: &LetterRule, spoken: &impl Fn(Moment) -> String) -> Keys {
    /// So many are named; where a recipient has a limit, fewer.
    const MOST: usize = 30;
    const MOST_OF_A_FIELD: usize = 3;
    if matter.order.standing.problem != Some(Problem::BadKey) {
        return Keys::default();
    }
    let all: Vec<_> = matter.history.ledger.bad().collect();
    if all.is_empty() {
        return Keys::default();
    }
    let most = rule.limit.map_or(MOST, |_| MOST_OF_A_FIELD);
    Keys {
        more: all.len().saturating_sub(most),
        bad: all
            .into_iter()
            .take(most)
            .map(|key| BadKey {
                which: match &key.last4 {
                    Some(last4) => format!("尾号 {last4}"),
                    None => format!("第 {} 个", key.n),
                },
                state: key.state.name().chinese(),
                at: key.tried_at.map(spoken),
                says: key.says.clone(),
            })
            .collect(),
        said: None,
        words: matter.rules.bad_keys().to_owned(),
    }
}

/// What was answered of the page or the bill, in words.
fn status_word(table: &DiagnosisTable, sign: Sign, answers: &Answers) -> Option<String> {
    let answer = match sign {
        Sign::Page => answers.page.as_deref(),
        _ => answers.bill.as_deref(),
    }?;
    let options = &table.sign(sign)?.options;
    options.iter().find(|option| option.key == answer)?.name.clone()
}

/// A demand in the timeline holds the letter as it was sent, which no other letter has to repeat.
fn talk(said: &Said, spoken: &impl Fn(Moment) -> String) -> Talk {
    let name = match (said.kind, said.until) {
        (EventKind::Demanded, Some(_)) => "限期催告".to_owned(),
        (kind, Some(until)) if said.refund => format!("{}（{} 前）", kind.name().chinese(), spoken(until)),
        (kind, _) => kind.name().chinese(),
    };
    Talk {
        at: spoken(said.at),
        name,
        text: said
            .text
            .as_deref()
            .filter(|_| said.kind != EventKind::Demanded)
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// Every name with something behind it, or none: against both a template that a person has written is tried.
pub(super) fn specimen(full: bool) -> Fields {
    if !full {
        return Fields::default();
    }
    let some = || Some("甲".to_owned());
    let one = || {
        Some(FiledOne {
            at: "甲".to_owned(),
            number: some(),
        })
    };
    Fields {
        refunded: some(),
        credited: some(),
        guarantee: some(),
        found: Some(Told {
            text: some(),
            ..Told::default()
        }),
        account: some(),
        order_no: some(),
        channel: some(),
        payment_no: some(),
        merchant_order_no: some(),
        merchant: some(),
        window: some(),
        window_promised: true,
        window_known: true,
        usual: some(),
        past_usual: true,
        released: true,
        attached: true,
        overdue: some(),
        demanded_at: some(),
        last_demanded_at: some(),
        demands: 2,
        contacted_at: some(),
        last_call: Some(LastCall {
            passed: true,
            written: true,
            ends: true,
            ..LastCall::default()
        }),
        promise: Some(Promise {
            until: some(),
            text: some(),
            broken: true,
            refund: true,
            ..Promise::default()
        }),
        refused: Some(Refusal {
            text: some(),
            reason: some(),
            answer: some(),
            ..Refusal::default()
        }),
        history: vec![Talk {
            text: some(),
            ..Talk::default()
        }],
        keys: Keys {
            bad: vec![BadKey {
                at: some(),
                says: some(),
                ..BadKey::default()
            }],
            more: 1,
            said: some(),
            words: String::new(),
        },
        filed: Filed {
            payment: one(),
            twelve315: one(),
            telecom: one(),
            association: one(),
            marketplace: one(),
            police: one(),
        },
        operator_asked_at: some(),
        operator_silent: true,
        order_no_opens: true,
        page_status: some(),
        unpaid: true,
        requested: some(),
        bill_status: some(),
        seller: SellerFields {
            kind: "company".to_owned(),
            trader: true,
            vanished: true,
            legal_name: some(),
            address: some(),
            phone: some(),
            marketplace: some(),
            contact: some(),
            icp: some(),
        },
        evidence: vec![Evidence::default()],
        fraud: true,
        own_use: true,
        stalled: Some(Stalled::default()),
        ..Fields::default()
    }
}

/// A span without its seconds, which only make a letter look overwrought.
fn in_minutes(span: Span) -> String {
    Span(span.0 / Span::MINUTE.0 * Span::MINUTE.0).spoken().chinese()
}

/// A deadline as people name it: in hours up to three days, as long as it is whole ones.
fn in_hours(span: Span) -> String {
    let minutes = (span.0 + Span::MINUTE.0 - 1) / Span::MINUTE.0;
    Span::minutes(minutes).in_hours(72).chinese()
}
