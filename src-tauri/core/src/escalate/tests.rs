//! Three made-up cases, from the first word to the last, and what letters must never do.

use super::letter::blanks_of;
use super::*;
use crate::order::{
    Clock, Course, EventKind, Facts, Fen, Happening, History, Moment, Order, OrderId, Seller, SellerKind,
    ShotRole, Span, Stage, Standing, Status, Topic, Zone,
};
use crate::order::{Event, standing};
use crate::rules::{Certainty, Needed, Rules};
use crate::watch;
use crate::words::Language;
use crate::{Code, Outcome};

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
        let standing: Standing = standing(self.facts.amount, &self.events);
        let watched = crate::order::Watched {
            clock,
            course: course.clone(),
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
        let history = History::of(&self.events);
        look(&Matter {
            order: &order,
            history: &history,
            seller: &self.seller,
            shots: &self.shots,
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
        ..Happening::new(EventKind::Demanded, at(when)).saying("发给平台客服：\n（全文）")
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
        (MainKind::Letter, "platform-final".to_owned())
    );
    assert_eq!(
        step(
            demand("2026-11-21 12:10", Some("2026-11-23 12:10")),
            "2026-11-22 12:10"
        )
        .0,
        MainKind::Wait
    );
    assert_eq!(
        step(
            Happening::new(EventKind::Note, at("2026-11-23 12:20")),
            "2026-11-23 12:20"
        ),
        (MainKind::Letter, "payment-alipay".to_owned())
    );
    // The dispute came to nothing; for 12315 the company's name and address are missing.
    assert_eq!(
        step(
            filed("payment", Some("alipay"), "A1", "2026-11-23 12:30"),
            "2026-11-26 13:00"
        ),
        (MainKind::Seller, "12315".to_owned())
    );
    made.seller.legal_name = "慢充小铺（示例）商行".into();
    made.seller.address = "示例路 2 号".into();
    assert_eq!(made.main().letter.as_deref(), Some("12315"));
    let mut made = made.happened(filed("12315", None, "Z1", "2026-11-26 14:00"));
    made.now = at("2026-11-26 15:00");
    assert_eq!(made.main().act, MainKind::Wait);
    made.now = at("2026-12-08 09:00");
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
        (StepState::Later, StepState::Unfit)
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
        assert!(
            letter.text.contains("98.50") && letter.text.contains("退还"),
            "{}",
            letter.text
        );
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
