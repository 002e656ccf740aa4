//! Three made-up cases, from the first word to the last, and what letters must never do.

use super::letter::blanks_of;
use super::*;
use crate::order::{
    Clock, Course, EventKind, Facts, Fen, Happening, History, Moment, Order, OrderId, Person, Seller,
    SellerKind, ShotRole, Span, Stage, Standing, Status, Topic, Zone,
};
use crate::order::{Event, standing};
use crate::rules::{Certainty, Needed, Rules};
use crate::watch;
use crate::words::{Language, Text};
use crate::{Code, Failure, Outcome};

const ZONE: Zone = Zone::Asia__Shanghai;

fn at(text: &str) -> Moment {
    chrono::DateTime::parse_from_rfc3339(&format!("{}:00+08:00", text.replace(' ', "T")))
        .unwrap()
        .into()
}

/// A matter with everything in it that a room looks at, so that a test can change any of it.
#[derive(Clone)]
struct Made {
    facts: Facts,
    seller: Seller,
    shots: Vec<ShotRole>,
    events: Vec<Event>,
    now: Moment,
}

impl Made {
    fn happened(mut self, what: Happening) -> Self {
        let recorded_at = what.at;
        self.events
            .push(Event::chained(self.events.last(), what, recorded_at));
        self
    }

    fn on<T>(&self, look: impl FnOnce(&Matter<'_>) -> T) -> T {
        self.under(&Rules::shipped().unwrap(), look)
    }

    fn under<T>(&self, rules: &Rules, look: impl FnOnce(&Matter<'_>) -> T) -> T {
        let clock: Clock = watch::clock(&self.facts, rules.kind(&self.facts.kind).unwrap(), &[]);
        let course: Course = watch::course(&self.facts, &clock, &self.seller, &self.events, rules, self.now);
        let standing: Standing = standing(&self.facts, &self.events);
        let watched = crate::order::Watched {
            clock,
            course: course.clone(),
            disputed: standing.is_disputed(),
            settled: standing.settled.map(|(status, _)| status),
        };
        let plan = watch::plan(&watched, rules, self.now);
        let order = Order {
            id: OrderId(1),
            facts: self.facts.clone(),
            clock,
            course,
            standing,
            status: plan.status,
            stage: plan.stage,
            topic: plan.topic,
            alert_after: plan.alert_after,
            tags: Vec::new(),
            sample: false,
            created_at: self.facts.paid_at,
        };
        let history = History::of(&self.facts, &self.events);
        look(&Matter {
            order: &order,
            history: &history,
            seller: &self.seller,
            shots: &self.shots,
            keys: &[],
            rules,
            now: self.now,
            zone: ZONE,
            home: ZONE,
        })
    }

    fn write(&self, to: &str) -> Outcome<Letter> {
        self.on(|matter| letter(matter, to, Wish::default()))
    }

    fn main(&self) -> MainAct {
        self.on(|matter| escalation(matter).unwrap().main.unwrap())
    }
}

fn demand(when: &str, until: Option<&str>) -> Happening {
    Happening {
        until: until.map(at),
        ..Happening::new(EventKind::Demanded, at(when)).saying("发给平台客服：\n（全文，不能到账的请退还）")
    }
}

fn said(kind: EventKind, when: &str, text: &str) -> Happening {
    Happening::new(kind, at(when)).saying(text)
}

fn filed(to: &str, channel: Option<&str>, number: &str, when: &str) -> Happening {
    let facts = serde_json::json!({ "to": to, "channel": channel, "number": number });
    Happening {
        facts: Some(facts.to_string()),
        ..Happening::new(EventKind::Filed, at(when))
    }
}

/// Q币 at a 卡盟 whose company is known; demanded, promised, demanded again with a deadline that passed.
fn q_coin() -> Made {
    Made {
        facts: Facts {
            platform: "星河卡盟（示例）".into(),
            product: "100 Q币直充".into(),
            quantity: 1,
            requested: None,
            kind: "q-coin".into(),
            account: Some("10001".into()),
            order_no: Some("XH20261110001".into()),
            amount: Fen(9850),
            channel: Some("wechat".into()),
            payment_no: Some("4200000000202611100000000001".into()),
            payments: Vec::new(),
            merchant_order_no: Some("M20261110001".into()),
            merchant: Some("星河网络科技（示例）有限公司".into()),
            note: None,
            paid_at: at("2026-11-10 21:03"),
            window: Span(30 * Span::MINUTE.0),
            window_promised: true,
        },
        seller: Seller {
            platform: "星河卡盟（示例）".into(),
            kind: SellerKind::Company,
            legal_name: "星河网络科技（示例）有限公司".into(),
            address: "示例省示例市示例路 1 号".into(),
            phone: "000-00000000".into(),
            ..Seller::default()
        },
        shots: vec![ShotRole::Payment, ShotRole::OrderPage, ShotRole::Chat],
        events: Vec::new(),
        now: at("2026-11-14 10:00"),
    }
    .happened(demand("2026-11-10 22:00", None))
    .happened(Happening {
        until: Some(at("2026-11-11 22:00")),
        ..said(EventKind::Promised, "2026-11-10 22:10", "客服说二十四小时内处理")
    })
    .happened(demand("2026-11-12 09:00", Some("2026-11-14 09:00")))
}

/// 慢充话费 that a third party sold, two days late, not demanded yet.
fn slow_credit() -> Made {
    Made {
        facts: Facts {
            platform: "慢充小铺（示例）".into(),
            product: "移动话费 200 元慢充".into(),
            quantity: 1,
            requested: None,
            kind: "phone-credit-slow".into(),
            account: Some("13800000000".into()),
            order_no: Some("MC-88001".into()),
            amount: Fen(18600),
            channel: Some("alipay".into()),
            payment_no: Some("20261115220000000000000001".into()),
            payments: Vec::new(),
            merchant_order_no: None,
            merchant: None,
            note: None,
            paid_at: at("2026-11-15 12:00"),
            window: Span(72 * Span::HOUR.0),
            window_promised: true,
        },
        seller: Seller {
            platform: "慢充小铺（示例）".into(),
            kind: SellerKind::Shop,
            marketplace: "示例商城".into(),
            ..Seller::default()
        },
        shots: vec![ShotRole::Payment],
        events: Vec::new(),
        now: at("2026-11-20 12:00"),
    }
}

/// A site that took the money and is gone.
fn vanished() -> Made {
    Made {
        facts: Facts {
            platform: "极速点券网（示例）".into(),
            product: "点券 500".into(),
            quantity: 1,
            requested: None,
            kind: "game-points".into(),
            account: Some("player-one".into()),
            order_no: None,
            amount: Fen(50000),
            channel: Some("wechat".into()),
            payment_no: Some("4200000000202611180000000009".into()),
            payments: Vec::new(),
            merchant_order_no: None,
            merchant: Some("个人收款（示例）".into()),
            note: None,
            paid_at: at("2026-11-18 20:15"),
            window: Span(24 * Span::HOUR.0),
            window_promised: false,
        },
        seller: Seller {
            platform: "极速点券网（示例）".into(),
            kind: SellerKind::Nobody,
            vanished: true,
            ..Seller::default()
        },
        shots: vec![ShotRole::Payment, ShotRole::Chat],
        events: Vec::new(),
        now: at("2026-11-20 09:00"),
    }
    .happened(said(
        EventKind::Contacted,
        "2026-11-19 20:30",
        "网站打不开，客服把我拉黑了",
    ))
}

/// Every letter of the matter one after the other, and the ladder, as a lawyer could read them.
fn whole(made: &Made) -> String {
    let rules = Rules::shipped().unwrap();
    let all = made.on(|matter| escalation(matter).unwrap());
    let mut text = String::new();
    let main = all.main.unwrap();
    text.push_str(&format!("现在：{:?} {}｜{}\n", main.act, main.label, main.why));
    for step in &all.steps {
        let needs: Vec<String> = step.needs.iter().map(|need| need.name.to_string()).collect();
        let needs = if needs.is_empty() {
            String::new()
        } else {
            format!("（还缺：{}）", needs.join("、"))
        };
        text.push_str(&format!(
            "- {} {:?}：{}{needs}\n",
            step.name, step.state, step.why
        ));
    }
    for limit in &all.limits {
        text.push_str(&format!("* {} {}：{}\n", limit.due_at, limit.name, limit.basis));
    }
    for rule in &rules.letters {
        let letter = made.write(&rule.key).unwrap();
        let limit = letter.limit.map(|limit| format!("/{limit}")).unwrap_or_default();
        text.push_str(&format!(
            "\n════ {}（{}，{}{limit} 字，省去 {} 句，未填 {:?}）\n{}\n",
            letter.name, letter.to, letter.chars, letter.shortened, letter.blanks, letter.text
        ));
    }
    text
}

#[test]
fn q_coin_at_a_known_company() {
    insta::assert_snapshot!(whole(&q_coin()));
}

#[test]
fn slow_phone_credit_two_days_late() {
    insta::assert_snapshot!(whole(&slow_credit()));
}

#[test]
fn a_site_that_vanished() {
    insta::assert_snapshot!(whole(&vanished()));
}

#[test]
fn the_main_button_leads_up_the_ladder() {
    let mut made = slow_credit();
    made.now = at("2026-11-16 12:00");
    assert_eq!(made.main().act, MainKind::Wait);
    made.now = at("2026-11-20 12:00");
    assert_eq!(made.main().act, MainKind::Diagnose);
    let diagnosed = Happening {
        facts: Some(
            r#"{"row":"processing-late","time":"past","answers":{"page":"processing","bill":"paid","account":"same","paying":"smooth"}}"#
                .to_owned(),
        ),
        ..Happening::new(EventKind::Diagnosed, made.now)
    };
    let mut made = made.happened(diagnosed);
    assert_eq!(made.main().letter.as_deref(), Some("platform"));
    let mut step = |what: Happening, now: &str| {
        made = made.clone().happened(what);
        made.now = at(now);
        let main = made.main();
        (main.act, main.letter.or(main.step).unwrap_or_default())
    };
    assert_eq!(
        step(demand("2026-11-20 12:05", None), "2026-11-20 12:06"),
        (MainKind::Wait, String::new())
    );
    assert_eq!(
        step(
            Happening::new(EventKind::Note, at("2026-11-21 12:00")),
            "2026-11-21 12:10"
        ),
        (MainKind::Letter, "marketplace".to_owned()),
        "a shop's marketplace comes first"
    );
    assert_eq!(
        step(
            filed("marketplace", None, "T1", "2026-11-21 12:05"),
            "2026-11-21 12:10"
        )
        .0,
        MainKind::Wait
    );
    assert_eq!(
        step(
            Happening::new(EventKind::Note, at("2026-11-23 12:06")),
            "2026-11-23 12:06"
        ),
        (MainKind::Letter, "platform-final".to_owned())
    );
    assert_eq!(
        step(
            demand("2026-11-23 12:10", Some("2026-11-25 12:10")),
            "2026-11-24 12:10"
        )
        .0,
        MainKind::Wait
    );
    assert_eq!(
        step(
            Happening::new(EventKind::Note, at("2026-11-25 12:20")),
            "2026-11-25 12:20"
        ),
        (MainKind::Letter, "payment-alipay".to_owned())
    );
    // The dispute came to nothing; for 12315 the company's name and address are missing.
    assert_eq!(
        step(
            filed("payment", Some("alipay"), "A1", "2026-11-25 12:30"),
            "2026-11-28 13:00"
        ),
        (MainKind::Seller, "12315".to_owned())
    );
    made.seller.legal_name = "慢充小铺（示例）商行".into();
    made.seller.address = "示例路 2 号".into();
    assert_eq!(made.main().letter.as_deref(), Some("12315"));
    let mut made = made.happened(filed("12315", None, "Z1", "2026-11-28 14:00"));
    made.now = at("2026-11-28 15:00");
    assert_eq!(made.main().act, MainKind::Wait);
    made.now = at("2026-12-09 09:00");
    assert_eq!(
        (made.main().act, made.main().step.as_deref()),
        (MainKind::File, Some("12315"))
    );
}

#[test]
fn a_phone_operators_own_credit_goes_to_the_telecom_authority() {
    let mut made = slow_credit();
    made.seller = Seller {
        kind: SellerKind::Operator,
        legal_name: "示例通信有限公司".into(),
        address: "示例路 3 号".into(),
        ..made.seller
    };
    let state = |made: &Made, key: &str| {
        let all = made.on(|matter| escalation(matter).unwrap());
        all.steps.into_iter().find(|step| step.key == key).unwrap().state
    };
    assert_eq!(
        (state(&made, "telecom"), state(&made, "12315")),
        (StepState::Later, StepState::Open)
    );
    let mut made = made.happened(demand("2026-11-20 12:00", None));
    made.now = at("2026-12-05 13:00");
    assert_eq!(state(&made, "telecom"), StepState::Open);
    // Five months after the payment it is too late.
    made.now = at("2027-04-20 13:00");
    assert_eq!(state(&made, "telecom"), StepState::Unfit);
}

#[test]
fn the_consumer_association_and_12315_exclude_each_other() {
    let made = q_coin().happened(filed("consumer-association", None, "X1", "2026-11-14 09:30"));
    let step = |made: &Made| {
        let all = made.on(|matter| escalation(matter).unwrap());
        all.steps.into_iter().find(|step| step.key == "12315").unwrap()
    };
    assert!(step(&made).warning.is_some());
    assert_ne!(step(&made).state, StepState::Unfit);
    assert_eq!(made.on(|matter| filing_warnings(matter, "12315")).len(), 1);
    let accepted = Happening {
        facts: Some(r#"{"filing":4,"answer":"accepted"}"#.into()),
        ..Happening::new(EventKind::Answered, at("2026-11-14 09:50"))
    };
    assert_eq!(step(&made.happened(accepted)).state, StepState::Unfit);
    assert!(q_coin().on(|matter| filing_warnings(matter, "12315")).is_empty());
}

#[test]
fn fifteen_days_without_a_refund_are_named_as_stalling() {
    let mut made = q_coin();
    assert!(!made.write("12315-long").unwrap().text.contains("故意拖延"));
    // Due on the 10th of November; the 25th is the fifteenth day.
    made.now = at("2026-11-25 23:00");
    assert!(!made.write("12315-long").unwrap().text.contains("故意拖延"));
    made.now = at("2026-11-26 00:01");
    assert!(made.write("12315-long").unwrap().text.contains("故意拖延"));
    assert!(made.on(|matter| matter.limits().iter().any(|one| one.topic == Topic::Stalling)));
}

/// 处罚办法 10(2) speaks of a reasonable request for a refund: without one on record nothing is called stalling.
#[test]
fn nothing_is_stalling_before_the_money_was_asked_for() {
    let mut made = q_coin();
    made.events.clear();
    let mut made =
        made.happened(Happening::new(EventKind::Demanded, at("2026-11-10 22:00")).saying("什么时候到账？"));
    made.now = at("2026-12-26 00:01");
    let stalling = |made: &Made| {
        made.on(|matter| {
            matter
                .limits()
                .into_iter()
                .find(|one| one.topic == Topic::Stalling)
                .map(|one| one.at.local(ZONE))
        })
    };
    assert_eq!(stalling(&made), None);
    assert!(!made.write("12315-long").unwrap().text.contains("十五日"));
    assert!(!made.write("12315").unwrap().text.contains("十五日"));
    // Asked for the money later than the promised time: it counts from there.
    let made = made.happened(demand("2026-11-20 09:00", None));
    assert_eq!(
        stalling(&made).as_deref(),
        Some("2026-12-07 23:59:59"),
        "the 5th of December is a Saturday"
    );
    let letter = made.write("12315-long").unwrap();
    assert!(
        letter
            .text
            .contains("本人于 2026年11月20日 要求退款，自约定期满之日起超过十五日仍未退款"),
        "{}",
        letter.text
    );
    // And never before the promised time is over.
    let mut early = q_coin();
    early.events.clear();
    early.facts.window = Span(10 * Span::DAY.0);
    let early = early.happened(demand("2026-11-11 09:00", None));
    assert_eq!(stalling(&early).as_deref(), Some("2026-12-07 23:59:59"));
}

#[test]
fn the_payee_is_never_the_respondent_unasked() {
    let mut made = q_coin();
    made.seller.legal_name.clear();
    let payee = made.facts.merchant.clone().unwrap();
    for (to, field) in [
        ("12315-form", "名称（姓名）：【商家全称】"),
        ("consumer-association", "被投诉人：【商家全称】"),
        ("telecom", "被申诉人：【运营商全称】"),
    ] {
        let letter = made.write(to).unwrap();
        assert!(letter.text.contains(field), "{}", letter.text);
    }
    assert!(
        !made
            .write("platform-final")
            .unwrap()
            .text
            .lines()
            .next()
            .unwrap()
            .contains(&payee)
    );
}

#[test]
fn a_company_that_can_be_looked_up_is_not_called_nobody() {
    let mut made = vanished();
    let why = |made: &Made, key: &str| {
        let all = made.on(|matter| escalation(matter).unwrap());
        let step = all.steps.into_iter().find(|step| step.key == key).unwrap();
        (step.state, step.why.chinese())
    };
    for key in ["12315", "consumer-association", "court"] {
        let (state, why) = why(&made, key);
        assert_eq!(state, StepState::Unfit, "{key}");
        assert!(why.contains("报警"), "{key}: {why}");
    }
    made.facts.merchant = Some("星河网络科技（示例）有限公司".into());
    for key in ["12315", "consumer-association", "court"] {
        let (state, why) = why(&made, key);
        assert_eq!(state, StepState::Later, "{key}");
        assert!(
            why.contains("gsxt.gov.cn") && why.contains("beian.miit.gov.cn"),
            "{key}: {why}"
        );
    }
}

/// Stopping the money is a matter of hours and only the police can have it done.
#[test]
fn the_police_stand_beside_the_payment_complaint_and_are_never_unfit() {
    let state = |made: &Made, key: &str| {
        let all = made.on(|matter| escalation(matter).unwrap());
        all.steps.into_iter().find(|step| step.key == key).unwrap().state
    };
    let gone = vanished();
    assert_eq!(gone.main().letter.as_deref(), Some("police"));
    assert_eq!(
        (state(&gone, "police"), state(&gone, "payment")),
        (StepState::Now, StepState::Now)
    );
    // Whichever is done first, the other is still asked for.
    let mut first = vanished().happened(filed("payment", Some("wechat"), "W1", "2026-11-20 09:10"));
    first.now = at("2026-11-20 09:20");
    assert_eq!(state(&first, "police"), StepState::Now);
    let mut other = vanished().happened(filed("police", None, "P1", "2026-11-20 09:10"));
    other.now = at("2026-11-20 09:20");
    assert_eq!(state(&other, "payment"), StepState::Now);
    // A company that is known by name and address, and cannot be reached.
    let mut silent = q_coin();
    silent.seller.vanished = true;
    assert_eq!(state(&silent, "police"), StepState::Now);
    for made in [q_coin(), slow_credit()] {
        assert_eq!(state(&made, "police"), StepState::Open);
        assert_ne!(made.main().step.as_deref(), Some("police"));
    }
}

/// Order 121 art. 16(2): 已经受理或者处理过.
#[test]
fn nobody_is_told_to_try_12315_after_another_body() {
    let rules = Rules::shipped().unwrap();
    let mut said: Vec<String> = Vec::new();
    for step in &rules.steps {
        said.extend(step.why.values().map(|why| why.chinese().to_owned()));
        said.extend(step.warning.iter().map(|warning| warning.chinese().to_owned()));
    }
    said.extend(
        rules
            .evidence
            .findings
            .iter()
            .map(|one| one.mend.chinese().to_owned()),
    );
    for text in said {
        for wrong in [
            "等那边的结果",
            "等有了结果",
            "撤回后",
            "等 12315 的结果",
            "先等那边",
        ] {
            assert!(!text.contains(wrong), "{text}");
        }
    }
}

#[test]
fn a_final_demand_ends_the_contract_with_its_deadline() {
    let plain = q_coin();
    let said = "本合同自期限届满时解除";
    let mut late = plain.clone();
    late.now = at("2026-11-12 09:00");
    let letter = late.write("platform-final").unwrap();
    assert!(letter.text.contains(said), "{}", letter.text);
    let rescission = |made: &Made| {
        made.on(|matter| {
            matter
                .limits()
                .into_iter()
                .find(|one| one.topic == Topic::Rescission)
                .map(|one| one.at.local(ZONE))
        })
    };
    // An older demand did not say so: the year runs from its deadline, and the complaint does not claim that it ended.
    assert_eq!(rescission(&plain).as_deref(), Some("2027-11-14 23:59:59"));
    let long = plain.write("12315-long").unwrap().text;
    assert!(
        long.contains("有权解除本合同") && !long.contains("已按通知"),
        "{long}"
    );
    assert!(!long.contains("第五百六十六条"), "{long}");
    let mut ended = q_coin();
    ended.events.pop();
    let ended = ended.happened(Happening {
        text: Some(letter.text),
        ..demand("2026-11-12 09:00", Some("2026-11-14 09:00"))
    });
    assert_eq!(rescission(&ended), None, "it was used");
    let long = ended.write("12315-long").unwrap().text;
    assert!(
        long.contains("合同已按通知于 2026年11月14日 09:00 解除"),
        "{long}"
    );
    assert!(long.contains("第五百六十六条"), "{long}");
    // Without any demand the year counts from when it should have arrived.
    assert_eq!(rescission(&slow_credit()).as_deref(), Some("2027-11-18 23:59:59"));
    // Before a promised time is over there is no default that a demand could follow.
    let mut early = slow_credit();
    early.now = at("2026-11-16 12:00");
    assert!(
        !early.write("platform-final").unwrap().text.contains("解除，请"),
        "{}",
        early.write("platform-final").unwrap().text
    );
}

#[test]
fn a_demand_before_the_promised_time_names_that_time() {
    let mut made = slow_credit();
    made.now = at("2026-11-16 12:00");
    let letter = made.write("platform").unwrap();
    assert!(
        letter.text.contains("在承诺的 2026年11月18日 12:00 前完成交付"),
        "{}",
        letter.text
    );
    assert_eq!(letter.answer_by.as_deref(), Some("2026-11-18T12:00:00+08:00"));
    made.now = at("2026-11-20 12:00");
    assert_eq!(
        made.write("platform").unwrap().answer_by.as_deref(),
        Some("2026-11-21T12:00:00+08:00")
    );
}

/// The windows of kinds without a promise are this app's own careful values: no letter calls them a duty.
#[test]
fn no_letter_calls_the_apps_own_window_a_duty() {
    let mut made = q_coin();
    made.facts.window_promised = false;
    made.facts.window = Span::DAY;
    for rule in &Rules::shipped().unwrap().letters {
        let letter = made.write(&rule.key).unwrap();
        for wrong in ["常见时限", "应于 2026年11月11日", "应在 2026年11月11日"] {
            assert!(
                !letter.text.contains(wrong),
                "{wrong} in {}: {}",
                letter.to,
                letter.text
            );
        }
    }
    assert!(
        made.write("platform")
            .unwrap()
            .text
            .contains("同类商品一般几分钟到一天内到账")
    );
    made.now = at("2026-11-11 12:00");
    assert!(!made.write("platform").unwrap().text.contains("明显超出"));
}

#[test]
fn in_writing_is_said_of_a_letter_only() {
    let mut made = q_coin();
    assert!(made.write("12315").unwrap().text.contains("以文字催告"));
    made.events.pop();
    let called = Happening {
        until: Some(at("2026-11-14 09:00")),
        ..said(EventKind::Contacted, "2026-11-12 09:00", "打了客服电话")
    };
    let made = made.happened(called);
    for to in [
        "12315",
        "12315-long",
        "12315-form",
        "payment",
        "consumer-association",
    ] {
        let letter = made.write(to).unwrap();
        assert!(
            !letter.text.contains("以文字") && letter.text.contains("2026年11月12日 09:00"),
            "{}",
            letter.text
        );
    }
}

#[test]
fn an_operator_that_did_not_answer_is_told_from_one_whose_answer_did_not_satisfy() {
    let operator = |made: Made| Made {
        seller: Seller {
            kind: SellerKind::Operator,
            ..made.seller.clone()
        },
        ..made
    };
    let asked = operator(slow_credit()).happened(demand("2026-11-20 12:00", None));
    let on = |made: &Made, now: &str| {
        let made = Made {
            now: at(now),
            ..made.clone()
        };
        made.write("telecom").unwrap().text
    };
    assert!(on(&asked, "2026-11-25 12:00").contains("处理情况：【15 日内没有答复"));
    assert!(on(&asked, "2026-12-05 12:00").contains("超过 15 日没有答复"));
    let promised = asked.clone().happened(Happening {
        until: Some(at("2026-11-22 12:00")),
        ..said(EventKind::Promised, "2026-11-21 12:00", "明天处理")
    });
    assert!(on(&promised, "2026-11-25 12:00").contains("至今未兑现，本人对处理结果不满意"));
    assert!(!on(&promised, "2026-12-25 12:00").contains("没有答复"));
    let state = |made: &Made| {
        let all = made.on(|matter| escalation(matter).unwrap());
        all.steps
            .into_iter()
            .find(|step| step.key == "telecom")
            .unwrap()
            .state
    };
    // An answer that does not satisfy opens the way before the fifteen days are over.
    let soon = |made: Made| Made {
        now: at("2026-11-25 12:00"),
        ..made
    };
    assert_eq!(
        (state(&soon(asked.clone())), state(&soon(promised))),
        (StepState::Later, StepState::Open)
    );
    assert!(!on(&asked, "2026-12-05 12:00").contains("符合"));
}

#[test]
fn fraud_is_claimed_with_its_rule_and_its_sum() {
    let opted = |made: &Made, to: &str| {
        let wish = Wish {
            fraud: true,
            ..Wish::default()
        };
        made.on(|matter| letter_of(matter, to, wish)).text
    };
    for to in ["12315", "12315-long", "12315-form"] {
        let text = opted(&q_coin(), to);
        assert!(text.contains("三倍增加赔偿 500.00 元"), "{text}");
        assert!(text.contains("第五条第（十）项"), "{text}");
        let mut dear = q_coin();
        dear.facts.amount = Fen(20_000);
        assert!(opted(&dear, to).contains("三倍增加赔偿 600.00 元"));
        assert!(!q_coin().write(to).unwrap().text.contains("赔偿 "), "{to}");
    }
    assert!(opted(&q_coin(), "12315-long").contains("第十六条第二款"));
}

#[test]
fn own_use_is_said_where_it_was_declared() {
    for to in ["12315", "12315-long", "12315-form"] {
        let wish = Wish {
            own_use: true,
            ..Wish::default()
        };
        let text = q_coin().on(|matter| letter_of(matter, to, wish)).text;
        assert!(text.contains("系本人生活消费使用"), "{text}");
        assert!(!q_coin().write(to).unwrap().text.contains("生活消费"));
    }
    // Without the account nobody can see that it did not arrive: it goes after the boilerplate.
    let mut long = q_coin();
    long.facts.product = "长".repeat(90);
    let letter = long.write("12315").unwrap();
    assert!(
        letter.shortened > 0 && letter.text.contains("QQ 号：10001"),
        "{}",
        letter.text
    );
}

/// On a card shop the order number is often enough to look up the key.
#[test]
fn what_is_public_does_not_open_what_was_bought() {
    let mut made = q_coin();
    let number = made.facts.order_no.clone().unwrap();
    let text = made.write("heimao").unwrap().text;
    let (_, words) = text.split_once("说明：").unwrap();
    assert!(text.contains(&number) && !words.contains(&number), "{text}");
    for kind in ["card-key", "gift-card", "account", "software-licence"] {
        made.facts.kind = kind.into();
        assert!(!made.write("heimao").unwrap().text.contains(&number), "{kind}");
    }
}

#[test]
fn after_three_years_a_court_still_takes_the_case() {
    let mut made = q_coin();
    made.now = at("2029-11-20 10:00");
    let all = made.on(|matter| escalation(matter).unwrap());
    let of = |key: &str| all.steps.iter().find(|step| step.key == key).unwrap();
    assert_eq!(
        (of("12315").state, of("court").state),
        (StepState::Unfit, StepState::Open)
    );
    assert!(of("court").why.chinese().contains("法院仍会受理"));
    let rules = Rules::shipped().unwrap();
    let why = rules.topic(Topic::Limitation).why.as_ref().unwrap().chinese();
    assert!(why.contains("时效抗辩") && !why.contains("法院都"), "{why}");
}

/// A demand is no condition of Order 121 art. 10 nor of a lawsuit.
#[test]
fn a_demand_is_a_lack_for_the_telecom_authority_only() {
    for step in &Rules::shipped().unwrap().steps {
        assert_eq!(
            step.needs.contains(&Needed::Demand),
            step.key == "telecom",
            "{}",
            step.key
        );
    }
}

#[test]
fn a_green_channel_company_has_ten_working_days_of_its_own() {
    let made = q_coin().happened(filed("12315-odr", None, "G1", "2026-11-16 09:00"));
    let all = made.on(|matter| escalation(matter).unwrap());
    let limits: Vec<_> = all.filings[0]
        .deadlines
        .iter()
        .map(|one| (one.key.as_str(), one.due_at.as_str()))
        .collect();
    assert_eq!(limits, [("12315-odr", "2026-11-30T23:59:59+08:00")]);
    assert!(all.steps.iter().find(|step| step.key == "12315").unwrap().state != StepState::Unfit);
}

#[test]
fn the_police_letter_holds_what_the_police_ask_for() {
    let mut made = vanished();
    made.seller.contact = "QQ 10002（示例）".into();
    made.seller.icp = "示例ICP备00000000号".into();
    let text = made.write("police").unwrap().text;
    for part in [
        "客服联系方式：QQ 10002（示例）",
        "网站备案号：示例ICP备00000000号",
        "收款账户或收款码：【",
        "如何找到对方：【",
        "依法受案调查",
        "止付、冻结",
        "受案（接报案）回执",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("此事的性质"), "{text}");
}

/// What a native speaker would wince at.
#[test]
fn no_letter_speaks_like_this() {
    let mut refunded = q_coin();
    refunded.events.push(Event::chained(
        refunded.events.last(),
        Happening {
            amount: Some(Fen(2000)),
            ..Happening::new(EventKind::Refunded, at("2026-11-13 09:00"))
        },
        at("2026-11-13 09:00"),
    ));
    for made in [q_coin(), slow_credit(), vanished(), refunded.clone()] {
        for rule in &Rules::shipped().unwrap().letters {
            let letter = made.write(&rule.key).unwrap();
            for wrong in [
                "付款已过 ",
                "付款已超过",
                "现已超过",
                "到账或退款",
                "到账或者退款",
                "未交付部分的款项",
                "请求：要求",
                "答应处理",
                "没有兑现",
                "购买点券",
                "购买100",
                "购买移动",
                "无约定期限的自",
                "谢谢。\n星河",
            ] {
                assert!(
                    !letter.text.contains(wrong),
                    "{wrong} in {}: {}",
                    letter.to,
                    letter.text
                );
            }
        }
    }
    assert!(
        refunded
            .write("12315")
            .unwrap()
            .text
            .contains("请求：商家退还剩余 78.50 元"),
        "{}",
        refunded.write("12315").unwrap().text
    );
}

#[test]
fn no_letter_accuses_or_reports_unless_the_person_opts_in() {
    for made in [q_coin(), slow_credit(), vanished()] {
        for rule in &Rules::shipped().unwrap().letters {
            let letter = made.write(&rule.key).unwrap();
            for word in ["举报", "欺诈", "诈骗", "骗子"] {
                assert!(
                    !letter.text.contains(word),
                    "{word} in {}: {}",
                    letter.to,
                    letter.text
                );
            }
            assert!(letter.fraud != FraudClaim::On);
            let opted = made.on(|matter| {
                let wish = Wish {
                    fraud: true,
                    ..Wish::default()
                };
                letter_of(matter, &rule.key, wish)
            });
            assert_eq!(
                opted.text.contains("欺诈"),
                opted.fraud == FraudClaim::On,
                "{}",
                opted.to
            );
        }
    }
}

fn letter_of(matter: &Matter<'_>, to: &str, wish: Wish) -> Letter {
    letter(matter, to, wish).unwrap()
}

/// What went wrong and what is asked for stands in story.toml, so that another trouble is another row.
#[test]
fn no_letter_spells_out_what_went_wrong() {
    for rule in &Rules::shipped().unwrap().letters {
        for part in &rule.parts {
            for words in [
                "至今未交付",
                "至今未到账",
                "仍未到账",
                "不应视为已经交付",
                "全额退款",
                "退还剩余",
            ] {
                assert!(
                    !part.text.contains(words),
                    "{words} in {}: {}",
                    rule.key,
                    part.text
                );
            }
        }
    }
}

/// The order page's own refund, and the marketplace behind it, before receipt is confirmed.
#[test]
fn a_marketplace_is_asked_where_there_is_one() {
    let step = |made: &Made| {
        let all = made.on(|matter| escalation(matter).unwrap());
        all.steps
            .into_iter()
            .find(|step| step.key == "marketplace")
            .unwrap()
    };
    let shop = step(&slow_credit());
    assert_eq!(shop.state, StepState::Open);
    for said in [
        shop.why.chinese(),
        shop.how.chinese(),
        shop.warning.unwrap().chinese(),
    ] {
        assert!(said.contains("没到账先别点“确认收货”"), "{said}");
    }
    assert_eq!(step(&q_coin()).state, StepState::Unfit);
    let letter = slow_credit().write("marketplace").unwrap().text;
    for part in [
        "示例商城客服",
        "慢充小铺（示例）",
        "真实名称、地址和有效联系方式",
        "人工复核",
        "连带责任",
        "全额退款 186.00 元",
    ] {
        assert!(letter.contains(part), "{part}: {letter}");
    }
}

/// 消费者权益保护法 and 电子商务法 bind who trades, not who sells a thing once.
#[test]
fn no_letter_holds_the_law_for_traders_against_a_private_person() {
    for kind in [SellerKind::Individual, SellerKind::ChatGroup] {
        let mut made = slow_credit();
        made.seller.kind = kind;
        for to in ["platform", "platform-final", "marketplace", "court"] {
            let text = made.write(to).unwrap().text;
            for law in ["消费者权益保护法", "电子商务法", "12315"] {
                assert!(!text.contains(law), "{law} in {to}: {text}");
            }
        }
        let all = made.on(|matter| escalation(matter).unwrap());
        for key in ["12315", "consumer-association"] {
            let step = all.steps.iter().find(|step| step.key == key).unwrap();
            assert_eq!(step.state, StepState::Open);
            assert!(step.why.chinese().contains("个人"), "{}", step.why);
        }
    }
}

#[test]
fn the_statement_of_claim_holds_what_the_case_knows_and_marks_the_rest() {
    let letter = q_coin().write("court").unwrap();
    for part in [
        "被告：星河网络科技（示例）有限公司",
        "判令被告全额退款 98.50 元",
        "本案诉讼费用由被告负担",
        "【受理的人民法院】",
        "【出生日期】",
    ] {
        assert!(letter.text.contains(part), "{part}: {}", letter.text);
    }
}

#[test]
fn what_the_order_does_not_say_is_not_claimed() {
    let mut made = slow_credit();
    made.facts = Facts {
        account: None,
        order_no: None,
        channel: None,
        payment_no: None,
        payments: Vec::new(),
        window_promised: false,
        ..made.facts
    };
    made.seller = Seller::default();
    made.shots.clear();
    for rule in &Rules::shipped().unwrap().letters {
        let letter = made.write(&rule.key).unwrap();
        for absent in [
            "None",
            "none",
            "订单号：。",
            "：，",
            "，，",
            "。。",
            "承诺应",
            "附件",
            "附图",
            "证据：",
        ] {
            assert!(
                !letter.text.contains(absent),
                "{absent} in {}: {}",
                letter.to,
                letter.text
            );
        }
        assert!(letter.missing.contains(&Needed::OrderNo.name()));
        assert_eq!(
            letter.text.contains('【'),
            !letter.blanks.is_empty(),
            "{}: {:?} {}",
            letter.to,
            letter.blanks,
            letter.text
        );
    }
    let form = made.write("12315-form").unwrap();
    assert!(
        form.blanks.iter().any(|name| name.contains("姓名")),
        "{:?}",
        form.blanks
    );
}

#[test]
fn a_text_over_the_limit_loses_whole_sentences_only() {
    let mut made = q_coin();
    made.facts.merchant = Some("长".repeat(90));
    made.facts.merchant_order_no = Some("9".repeat(60));
    made.facts.account = Some("7".repeat(60));
    for (to, limit) in [("12315", 400), ("payment", 300)] {
        let letter = made.write(to).unwrap();
        assert!(
            letter.chars <= limit && letter.shortened > 0,
            "{to}: {} {}",
            letter.chars,
            letter.text
        );
        assert!(letter.text.ends_with('。'), "{}", letter.text);
        assert!(letter.text.contains("全额退款 98.50 元"), "{}", letter.text);
    }
    made.facts.platform = "长".repeat(200);
    made.facts.product = "长".repeat(200);
    assert!(made.write("12315").unwrap_err().message().contains("400 字"));
}

#[test]
fn a_recipient_counts_a_rare_character_twice() {
    let mut made = q_coin();
    made.facts.product = "𠮷祥话费".into();
    let letter = made.write("12315").unwrap();
    assert_eq!(letter.chars, letter.text.chars().count() + 1);
}

#[test]
fn ten_thousand_characters_and_template_syntax_stay_text() {
    let mut made = q_coin();
    made.facts.product = "{{ 7*7 }}<b>{% raw %}【姓名】".into();
    let letter = made.write("platform").unwrap();
    assert!(
        letter.text.contains("{{ 7*7 }}<b>{% raw %}【姓名】"),
        "{}",
        letter.text
    );
    assert_eq!(
        letter.blanks,
        Vec::<String>::new(),
        "a name in brackets is no open field"
    );
    made.facts.product = "长".repeat(10_000);
    assert!(made.write("platform").unwrap().text.contains(&made.facts.product));
    assert!(made.write("12315").unwrap_err().message().contains("改短"));
}

#[test]
fn letters_cite_only_what_may_be_cited() {
    let rules = Rules::shipped().unwrap();
    for made in [q_coin(), slow_credit(), vanished()] {
        for rule in &rules.letters {
            for cite in made.write(&rule.key).unwrap().cites {
                assert!(
                    matches!(cite.certainty, Certainty::A | Certainty::B),
                    "{}",
                    cite.name
                );
            }
            // No article stands in a template by itself: it comes out of the data.
            for part in &rule.parts {
                assert!(
                    !part.text.contains('《') || !part.text.contains("》第"),
                    "{}: {}",
                    rule.key,
                    part.text
                );
            }
        }
    }
    let careful = rules.law.iter().filter(|row| row.can_be_cited());
    assert!(careful.clone().count() > 10);
    for row in careful.filter(|row| row.provenance.certainty == Certainty::B) {
        assert!(row.careful.is_some());
    }
}

#[test]
fn every_letter_belongs_to_a_step_and_every_step_has_its_words() {
    let rules = Rules::shipped().unwrap();
    for rule in &rules.letters {
        assert!(rules.step(&rule.step).is_ok(), "{}", rule.key);
        try_letter(rule, &rules).unwrap();
        for words in blanks_of(rule) {
            let english = rules.blank(words).said_in(Language::of("en").unwrap());
            assert_ne!(english, words, "{}", rule.key);
        }
    }
    for step in &rules.steps {
        assert!(step.why.contains_key("fits"), "{}", step.key);
    }
    for limit in &rules.limits {
        for to in &limit.to {
            assert!(rules.step(to).unwrap().files(), "{}", limit.key);
        }
        if let Some(law) = &limit.law {
            assert!(rules.law.iter().any(|row| row.key == *law), "{}", limit.key);
        }
    }
}

#[test]
fn a_settled_order_has_no_letter_and_no_main_button() {
    let made = q_coin().happened(Happening::new(EventKind::Arrived, at("2026-11-14 09:30")));
    assert!(made.write("platform").unwrap_err().message().contains("已到账"));
    assert!(made.on(|matter| escalation(matter).unwrap().main).is_none());
    made.on(|matter| {
        assert_eq!(
            (matter.order.status, matter.order.stage),
            (Status::Arrived, Stage::Closed)
        )
    });
}

#[test]
fn a_broken_template_names_its_line() {
    let rules = Rules::shipped().unwrap();
    for (text, says) in [
        ("0|好的\n0|{% if order_no %}订单", "第 2 行"),
        ("0|{{ order_number }}", "没有的名字"),
        ("0|{{ law(\"consumer-999\") }}", "不在可以引用"),
        ("0|{{ platform | shout }}", "没有的功能"),
        (
            "0|{% if seller.legal_name %}{{ seller.nick }}{% endif %}",
            "第 1 行",
        ),
    ] {
        let mut rule = rules.letter("platform").unwrap().clone();
        rule.parts = crate::rules::read_parts(text).unwrap();
        let failure = try_letter(&rule, &rules).unwrap_err();
        assert_eq!(failure.code, Code::Text);
        assert!(failure.message().contains(says), "{text}: {}", failure.message());
    }
}

/// Whatever is wrong, and however it was answered: no letter says of an order of which something came that nothing did, and
/// the sum that is asked for is what is claimed.
#[test]
fn every_letter_tells_the_problem_that_is() {
    use crate::order::{Fen, Problem, ProblemFacts, RefundTo, RefundedFacts, Word};
    const OF_THE_WHOLE: [&str; 6] = [
        "至今未交付",
        "至今没有到账",
        "仍未到账",
        "至今未到账",
        "不应视为已经交付",
        "没有到账的",
    ];
    let rules = Rules::shipped().unwrap();
    let problem = |problem: Problem, received: u32| Happening {
        facts: Some(serde_json::to_string(&ProblemFacts { problem, received }).unwrap()),
        ..Happening::new(EventKind::Problem, at("2026-11-21 09:00"))
    };
    let refund = |fen: i64, to: RefundTo| Happening {
        amount: Some(Fen(fen)),
        facts: Some(serde_json::to_string(&RefundedFacts { to, accepted: false }).unwrap()),
        ..Happening::new(EventKind::Refunded, at("2026-11-21 12:00"))
    };
    let answers: [(&str, Vec<Happening>); 5] = [
        ("no reply", vec![demand("2026-11-21 10:00", None)]),
        (
            "promised",
            vec![said(EventKind::Promised, "2026-11-21 11:00", "会处理")],
        ),
        (
            "refused",
            vec![said(
                EventKind::Refused,
                "2026-11-21 11:00",
                "卡密已使用，概不退换",
            )],
        ),
        ("a part came back", vec![refund(500, RefundTo::Original)]),
        ("a balance", vec![refund(500, RefundTo::Balance)]),
    ];
    let mut written = 0;
    for quantity in [1, 10] {
        for kind in Problem::ALL {
            let received = if quantity > 1 && kind.leaves_a_part() {
                8
            } else {
                0
            };
            if *kind == Problem::Short && received == 0 {
                continue;
            }
            for (answer, happened) in &answers {
                let mut made = Made {
                    events: Vec::new(),
                    ..q_coin()
                };
                made.facts.quantity = quantity;
                made.facts.amount = Fen(10_000);
                made.now = at("2026-11-25 10:00");
                if *kind == Problem::LostAfter {
                    made = made.happened(Happening::new(EventKind::Arrived, at("2026-11-20 22:00")));
                }
                let made = happened
                    .iter()
                    .cloned()
                    .fold(made.happened(problem(*kind, received)), Made::happened);
                // What was said of a thing that had not come is no answer to what is wrong with it.
                let before = said(EventKind::Refused, "2026-11-20 22:30", "系统繁忙，请耐心等待");
                let earlier = Made {
                    events: Vec::new(),
                    ..made.clone()
                };
                let earlier = made.events.iter().fold(earlier.happened(before), |made, event| {
                    made.happened(event.what.clone())
                });
                if *kind != Problem::NotDelivered && *answer != "a balance" {
                    for to in ["platform", "platform-reply", "platform-final", "12315"] {
                        let text = |made: &Made| made.write(to).ok().map(|letter| letter.text);
                        assert_eq!(text(&earlier), text(&made), "{kind:?}, {answer}, {to}");
                    }
                }
                let claim = made.on(|matter| matter.order.standing.claim(&matter.order.facts));
                let expected = 10_000
                    - 1_000 * i64::from(received)
                    - if *answer == "a part came back" { 500 } else { 0 };
                assert_eq!(claim, Fen(expected), "{kind:?} {answer}");
                for to in rules.letters.iter().map(|letter| letter.key.clone()) {
                    let Ok(letter) = made.write(&to) else { continue };
                    written += 1;
                    let told = format!("{kind:?} of {quantity}, {answer}, {to}:\n{}", letter.text);
                    if *kind != Problem::NotDelivered {
                        for words in OF_THE_WHOLE {
                            let said = letter
                                .text
                                .replace("其余 2 份至今未交付", "")
                                .replace("没有到账的结果", "");
                            assert!(!said.contains(words), "{words}: {told}");
                        }
                        assert!(!letter.text.contains("已逾期"), "{told}");
                    }
                    assert!(!letter.text.contains('{'), "{told}");
                    // The police are told what happened, and asked for no sum.
                    assert!(
                        to == "police" || letter.text.contains(&claim.yuan()),
                        "{claim:?}: {told}"
                    );
                    if !kind.is_of_goods() {
                        for words in ["解除", "完成交付", "没有退款", "充值", "不能完成"] {
                            assert!(!letter.text.contains(words), "{words}: {told}");
                        }
                    }
                    if matches!(kind, Problem::BadKey | Problem::WrongItem | Problem::LostAfter) {
                        for words in ["没有约定履行期限", "以在线传输方式", "迟延履行主要债务"]
                        {
                            assert!(!letter.text.contains(words), "{words}: {told}");
                        }
                    }
                    let wish = Wish {
                        fraud: true,
                        ..Wish::default()
                    };
                    let accused = made.on(|matter| letter_of(matter, &to, wish));
                    if let Some((_, after)) = accused.text.split_once("按价款的三倍增加赔偿 ") {
                        let least = 3 * (10_000 - 1_000 * i64::from(received));
                        let sum = Fen(least.max(50_000)).yuan();
                        assert!(kind.is_of_goods() && after.starts_with(&sum), "{}", accused.text);
                    }
                    for sum in letter.text.split("元").filter_map(|before| {
                        let number = before
                            .trim_end()
                            .rsplit(|c: char| !c.is_ascii_digit() && c != '.')
                            .next()?;
                        number.contains('.').then(|| number.to_owned())
                    }) {
                        let known = [claim.yuan(), "100.00".to_owned(), "5.00".to_owned()];
                        assert!(known.contains(&sum), "{sum}: {told}");
                    }
                }
            }
        }
    }
    assert!(written > 500, "{written}");
}

/// Whatever is wrong and for whatever reason it was refused: each letter that has room answers that very reason, with nothing but
/// what may be cited, and says nothing untrue of the order.
#[test]
fn every_letter_answers_the_reason_of_a_refusal() {
    use crate::order::{Problem, ProblemFacts, RefusedFacts, Word};
    let rules = Rules::shipped().unwrap();
    // What has a limit may have to leave the answer out, and these tell of no refusal.
    const SILENT: [&str; 2] = ["police", "12315-form"];
    for seller in [SellerKind::Company, SellerKind::Individual] {
        for kind in Problem::ALL {
            // Who sells changes what is argued, not what went wrong.
            if seller == SellerKind::Individual && !matches!(kind, Problem::BadKey | Problem::DoubleCharge) {
                continue;
            }
            for excuse in &rules.excuses.all {
                let mut made = Made {
                    events: Vec::new(),
                    ..q_coin()
                };
                made.seller.kind = seller;
                made.facts.quantity = 10;
                made.facts.amount = Fen(10_000);
                made.now = at("2026-11-25 10:00");
                if *kind == Problem::LostAfter {
                    made = made.happened(Happening::new(EventKind::Arrived, at("2026-11-20 22:00")));
                }
                let received = if kind.leaves_a_part() { 8 } else { 0 };
                let problem = ProblemFacts {
                    problem: *kind,
                    received,
                };
                let reason = RefusedFacts {
                    reason: excuse.key.clone(),
                };
                let made = made
                    .happened(Happening {
                        facts: Some(serde_json::to_string(&problem).unwrap()),
                        ..Happening::new(EventKind::Problem, at("2026-11-21 09:00"))
                    })
                    .happened(demand("2026-11-21 10:00", None))
                    .happened(Happening {
                        facts: Some(serde_json::to_string(&reason).unwrap()),
                        ..said(EventKind::Refused, "2026-11-21 11:00", "不行")
                    });
                for rule in &rules.letters {
                    let Ok(letter) = made.write(&rule.key) else {
                        continue;
                    };
                    let told = format!("{kind:?}, {}, {}:\n{}", excuse.key, rule.key, letter.text);
                    assert!(rule.limit.is_none_or(|limit| letter.chars <= limit), "{told}");
                    assert!(
                        !letter.text.contains('{') && !letter.text.contains("。。"),
                        "{told}"
                    );
                    for cite in &letter.cites {
                        assert!(matches!(cite.certainty, Certainty::A | Certainty::B), "{told}");
                    }
                    // What is answered is whole or left out whole.
                    let because = format!("以{}为由", excuse.name.chinese());
                    let first: String = excuse
                        .answer
                        .split(['{', '：', '，', '；'])
                        .next()
                        .unwrap_or_default()
                        .into();
                    if rule.limit.is_none() && !SILENT.contains(&rule.key.as_str()) && rule.step != "telecom"
                    {
                        assert!(letter.text.contains(&because), "{because}: {told}");
                        assert!(letter.text.contains(&first), "{first}: {told}");
                    }
                    if *kind != Problem::NotDelivered {
                        let rest = letter.text.replace("其余 2 份至今未交付", "");
                        for words in [
                            "至今未交付",
                            "至今没有到账",
                            "仍未到账",
                            "至今未到账",
                            "不应视为已经交付",
                        ] {
                            assert!(!rest.contains(words), "{words}: {told}");
                        }
                    }
                    if seller == SellerKind::Individual && rule.key != "12315" {
                        for law in ["消费者权益保护法", "电子商务法"] {
                            let answered = letter.text.split(&because).nth(1).unwrap_or_default();
                            let answered = answered.split('\n').next().unwrap_or_default();
                            assert!(!answered.contains(law), "{law}: {told}");
                        }
                    }
                }
            }
        }
    }
}

/// The letters to a company are where an excuse weighs most: within their limits they still answer it.
#[test]
fn a_short_text_keeps_the_answer_where_there_is_room() {
    let made = Made {
        events: Vec::new(),
        ..q_coin()
    };
    let made = made.happened(said(EventKind::Refused, "2026-11-21 11:00", "虚拟商品，概不退换"));
    for (to, words) in [
        ("12315", "以不支持退款为由拒绝了本人的要求"),
        ("payment-wechat", "以不支持退款为由拒绝了本人的要求"),
        ("platform-reply", "不是无理由退货"),
        ("platform-final", "不是无理由退货"),
    ] {
        let letter = made.write(to).unwrap();
        assert!(letter.text.contains(words), "{to}: {}", letter.text);
    }
    // What is not known for sure is not answered, and nothing is made up.
    let unsure = Made {
        events: Vec::new(),
        ..q_coin()
    };
    let unsure = unsure.happened(said(EventKind::Refused, "2026-11-21 11:00", "请问是否已使用？"));
    let letter = unsure.write("platform-final").unwrap();
    assert!(
        letter.text.contains("拒绝了我的要求。") && !letter.text.contains("为由"),
        "{}",
        letter.text
    );
}

/// Each form for orders that say much and little: whatever they are, it can be filled in, and each value fits its field.
#[test]
fn every_form_can_be_filled_in() {
    let rules = Rules::shipped().unwrap();
    let bare = Made {
        facts: Facts {
            platform: crate::order::NO_SELLER.into(),
            account: None,
            order_no: None,
            channel: None,
            payment_no: None,
            merchant_order_no: None,
            merchant: None,
            product: "一张很长名字的点卡".repeat(12),
            ..q_coin().facts
        },
        seller: Seller::default(),
        ..q_coin()
    };
    let person = Person {
        name: "张三".into(),
        phone: "13900001111".into(),
        address: "浙江省杭州市".into(),
        ..Person::default()
    };
    for rule in &rules.forms {
        for (made, person) in [
            (q_coin(), &person),
            (vanished(), &person),
            (bare.clone(), &Person::default()),
        ] {
            let filled = made.on(|matter| {
                form(matter, &rule.key, person, |key| {
                    letter(matter, key, Wish::default())
                })
            });
            let filled = filled.unwrap_or_else(|why| panic!("{}: {}", rule.key, why.message()));
            assert_eq!(filled.fields.len(), rule.fields.len());
            for (field, rule) in filled.fields.iter().zip(&rule.fields) {
                let told = format!("{field:?}");
                assert!(!field.value.contains('{'), "{told}");
                assert!(
                    field
                        .limit
                        .is_none_or(|limit| field.value.encode_utf16().count() <= limit),
                    "{told}"
                );
                assert!(
                    !rule.needed || field.missing == (field.value.is_empty() || field.value.contains('【')),
                    "{told}"
                );
                // What is asked for and not there is never left without a word.
                assert!(
                    !(field.missing && field.value.is_empty()) || field.note.is_some(),
                    "{told}"
                );
            }
        }
    }
}

#[test]
fn a_form_says_why_its_letter_could_not_be_written() {
    let filled = q_coin().on(|matter| {
        form(matter, "12315", &Person::default(), |_| {
            Err(Failure::failed(Text::as_it_is("话术第 2 行有错。")))
        })
    });
    let filled = filled.unwrap();
    let content = &filled.fields[filled.fields.len() - 2];
    assert!(content.missing && content.value.is_empty(), "{content:?}");
    assert_eq!(content.note.as_ref().unwrap().chinese(), "话术第 2 行有错。");
}

fn page_time(kind: EventKind, when: &str, until: &str) -> Happening {
    Happening {
        until: Some(at(until)),
        ..Happening::new(kind, at(when))
    }
}

/// On a marketplace the money goes when receipt is confirmed: whatever is to be done, that is said with it, and the time with it
/// where the person typed one.
#[test]
fn nobody_is_left_to_confirm_receipt_of_what_did_not_come() {
    const NOT_YET: &str = "没到账先别点“确认收货”";
    let why = |made: &Made| made.main().why.chinese();
    for now in ["2026-11-16 12:00", "2026-11-20 12:00"] {
        let shop = Made {
            now: at(now),
            ..slow_credit()
        };
        assert!(why(&shop).ends_with(&format!("{NOT_YET}。")), "{}", why(&shop));
        let own = Made {
            now: at(now),
            ..q_coin()
        };
        assert!(!why(&own).contains(NOT_YET), "{}", why(&own));
    }
    // The marketplace's own step says it itself.
    let mut asked = slow_credit().happened(demand("2026-11-20 12:05", None));
    asked.now = at("2026-11-21 12:10");
    assert_eq!(asked.main().step.as_deref(), Some("marketplace"));
    assert_eq!(why(&asked).matches(NOT_YET).count(), 1, "{}", why(&asked));
    // The last time that was typed counts, and one that is over is not spoken of.
    let typed = |until: &str| page_time(EventKind::AutoConfirm, "2026-11-20 11:00", until);
    let made = slow_credit()
        .happened(typed("2026-11-23 08:00"))
        .happened(typed("2026-11-28 08:00"));
    let said = why(&made);
    assert!(
        said.contains("2026年11月28日 08:00") && !said.contains("23日"),
        "{said}"
    );
    let near = Made {
        now: at("2026-11-26 09:00"),
        ..made.clone()
    };
    near.on(|matter| assert_eq!(matter.order.topic, Some(Topic::AutoConfirm)));
    assert_eq!(near.main().step.as_deref(), Some("marketplace"));
    assert!(why(&near).contains("快要自动确认收货"), "{}", why(&near));
    let over = Made {
        now: at("2026-11-29 09:00"),
        ..made
    };
    assert!(!why(&over).contains("自动确认收货"), "{}", why(&over));
    // What came and is not right has arrived.
    let facts = serde_json::json!({ "type": "wrong-item", "received": 0 });
    let wrong = slow_credit().happened(Happening {
        facts: Some(facts.to_string()),
        ..Happening::new(EventKind::Problem, at("2026-11-19 12:00"))
    });
    assert!(why(&wrong).contains("没解决先别点“确认收货”"), "{}", why(&wrong));
}

/// A guarantee speaks for the person only where the trouble showed within it, or it passed and nothing had come.
#[test]
fn a_guarantee_is_told_where_it_says_something_of_the_trouble() {
    let guaranteed = |until: &str| page_time(EventKind::Guarantee, "2026-11-15 13:00", until);
    let arrived = Happening::new(EventKind::Arrived, at("2026-11-16 12:00"));
    let problem = |kind: &str| Happening {
        facts: Some(serde_json::json!({ "type": kind, "received": 0 }).to_string()),
        ..Happening::new(EventKind::Problem, at("2026-11-18 12:00"))
    };
    let (within, over, undelivered) = (
        "页面写明质保到 2026年11月25日 08:00，问题出在质保期内。",
        "页面写明质保到 2026年11月19日 08:00，问题出在质保期内，质保期满仍未解决。",
        "页面写明质保到 2026年11月19日 08:00，质保期满仍未到账。",
    );
    let all = [
        "platform",
        "platform-final",
        "marketplace",
        "12315",
        "12315-long",
        "court",
    ];
    for (happened, until, said) in [
        (
            vec![arrived.clone(), problem("lost-after")],
            "2026-11-25 08:00",
            Some(within),
        ),
        (
            vec![arrived.clone(), problem("lost-after")],
            "2026-11-19 08:00",
            Some(over),
        ),
        (vec![problem("bad-key")], "2026-11-25 08:00", Some(within)),
        // The trouble showed after it had ended, or is none of the goods.
        (
            vec![arrived.clone(), problem("lost-after")],
            "2026-11-17 08:00",
            None,
        ),
        (vec![problem("double-charge")], "2026-11-25 08:00", None),
        // Nothing came while it ran; or it goes on, or had ended before anything was due.
        (vec![], "2026-11-19 08:00", Some(undelivered)),
        (vec![], "2026-11-25 08:00", None),
        (vec![], "2026-11-16 08:00", None),
    ] {
        let made = happened
            .into_iter()
            .fold(slow_credit().happened(guaranteed(until)), Made::happened);
        for to in all {
            let text = made.write(to).unwrap().text;
            match said {
                Some(said) => assert!(text.contains(said), "{to}: {text}"),
                None => assert!(!text.contains("质保"), "{to}: {text}"),
            }
        }
    }
    // The last one that was typed counts.
    let made = slow_credit()
        .happened(guaranteed("2026-11-16 08:00"))
        .happened(guaranteed("2026-11-25 08:00"))
        .happened(problem("bad-key"));
    assert!(made.write("platform").unwrap().text.contains(within));
}

/// Whoever promised the money owes the money by that day: no letter asks for the goods then, or calls it a promise to deliver.
#[test]
fn a_promised_refund_is_asked_for_by_its_day() {
    let promise = |refund: bool| Happening {
        until: Some(at("2026-11-23 18:00")),
        facts: refund.then(|| r#"{"refund":true}"#.to_owned()),
        ..said(
            EventKind::Promised,
            "2026-11-20 14:00",
            if refund { "退款：原路退" } else { "会补上" },
        )
    };
    let at_time = |made: &Made, now: &str| Made {
        now: at(now),
        ..made.clone()
    };
    let promised = slow_credit().happened(promise(true));
    let (before, after) = (
        at_time(&promised, "2026-11-21 12:00"),
        at_time(&promised, "2026-11-24 12:00"),
    );
    before.on(|matter| assert!(matter.order.topic.is_none()));
    assert_eq!(before.main().act, MainKind::Wait);
    assert!(before.main().why.chinese().starts_with("对方答应了退款的时间"));
    after.on(|matter| assert_eq!(matter.order.topic, Some(Topic::RefundPromised)));
    let letters = [
        "platform",
        "platform-reply",
        "platform-final",
        "marketplace",
        "12315",
        "12315-long",
        "consumer-association",
        "payment-alipay",
        "heimao",
        "court",
    ];
    for to in letters {
        let early = before.write(to).unwrap().text;
        assert!(early.contains("2026年11月23日 18:00"), "{to}: {early}");
        assert!(
            !early.contains("未兑现") && !early.contains("承诺处理"),
            "{to}: {early}"
        );
        let late = after.write(to).unwrap().text;
        assert!(late.contains("2026年11月23日 18:00"), "{to}: {late}");
        assert!(
            to == "12315-long" || late.contains("退款，至今未兑现"),
            "{to}: {late}"
        );
    }
    for to in ["platform", "platform-reply", "platform-final"] {
        for made in [&before, &after] {
            let text = made.write(to).unwrap().text;
            assert!(!text.contains("完成交付"), "{to}: {text}");
            assert!(text.contains("186.00 元"), "{to}: {text}");
        }
    }
    let asks = before.write("platform").unwrap().text;
    assert!(
        asks.contains("按承诺在 2026年11月23日 18:00 前原路退还 186.00 元"),
        "{asks}"
    );
    // A part that came since makes it a word that was kept in part, and all of it ends the matter.
    let refund = |fen: i64| Happening {
        amount: Some(Fen(fen)),
        ..Happening::new(EventKind::Refunded, at("2026-11-22 12:00"))
    };
    let part = at_time(&promised.clone().happened(refund(6_000)), "2026-11-24 12:00");
    part.on(|matter| assert_eq!(matter.order.topic, Some(Topic::RefundPromised)));
    let text = part.write("platform-final").unwrap().text;
    assert!(
        text.contains("至今只兑现了一部分") && text.contains("126.00 元"),
        "{text}"
    );
    at_time(&promised.happened(refund(18_600)), "2026-11-24 12:00").on(|matter| {
        assert_eq!(
            (matter.order.status, matter.order.topic),
            (Status::Refunded, None)
        );
    });
    // A promise to deliver is none of a refund.
    let other = at_time(&slow_credit().happened(promise(false)), "2026-11-24 12:00");
    other.on(|matter| assert_eq!(matter.order.topic, Some(Topic::PromiseBroken)));
    let text = other.write("platform-final").unwrap().text;
    assert!(
        text.contains("前处理，至今未兑现") && text.contains("1. 完成交付"),
        "{text}"
    );
}
