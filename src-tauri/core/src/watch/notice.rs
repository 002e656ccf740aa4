//! The words of a notice.

use crate::order::{BEIJING, Due, Fen, Moment, Span, Topic, named};
use crate::text;
use crate::words::Text;
use std::collections::HashSet;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: Text,
    pub body: Text,
}

/// The longest name in a bubble, in characters: desktops cut longer ones anywhere.
const LONGEST_NAME: usize = 30;

/// The notice for the alerts that are due at once: one alert speaks for itself, several are merged into one.
/// None when nothing is due.
pub fn notice(due: &[Due], now: Moment) -> Option<Notice> {
    let notice = match due {
        [] => return None,
        [one] => single(one, now),
        [first, others @ ..] if others.iter().all(|one| one.order == first.order) => of_one_order(first, due),
        many => merged(many),
    };
    Some(again(notice, due))
}

/// A notice that anybody may read, as on a locked screen: it names neither product nor platform nor sum. None when nothing
/// is due.
pub fn discreet_notice(due: &[Due]) -> Option<Notice> {
    let notice = Notice {
        title: several(due),
        body: text!(notice_discreet_body),
    };
    (!due.is_empty()).then(|| again(notice, due))
}

fn again(notice: Notice, due: &[Due]) -> Notice {
    if due.iter().any(|one| !one.again) {
        return notice;
    }
    Notice {
        title: text!(notice_again, title = notice.title),
        ..notice
    }
}

fn single(one: &Due, now: Moment) -> Notice {
    let product = short(&one.product);
    if let Some(ends) = one.ends.filter(|ends| *ends < now) {
        return Notice {
            title: text!(notice_limit_over, product = product),
            body: body(
                one,
                text!(
                    notice_limit_over_advice,
                    topic = one.topic.name(),
                    at = ends.spoken(BEIJING)
                ),
            ),
        };
    }
    let (title, advice) = match one.topic {
        Topic::Remind => (
            text!(notice_remind, product = product),
            text!(notice_remind_advice),
        ),
        Topic::Confirm => (
            text!(notice_confirm, product = product),
            text!(notice_confirm_advice),
        ),
        Topic::Overdue => (
            text!(notice_overdue, product = product),
            overdue(now - one.order_due_at),
        ),
        Topic::Disputed => (
            text!(notice_disputed, product = product),
            text!(notice_disputed_advice),
        ),
        Topic::NoReply => (
            text!(notice_no_reply, product = product),
            text!(notice_no_reply_advice),
        ),
        Topic::Refused => (
            text!(notice_refused, product = product),
            text!(notice_refused_advice),
        ),
        Topic::PromiseBroken => (
            text!(notice_promise_broken, product = product),
            text!(notice_promise_broken_advice),
        ),
        Topic::RefundPromised => (
            text!(notice_refund_promised, product = product),
            text!(notice_refund_promised_advice),
        ),
        Topic::FinalDeadline => (
            text!(notice_final_deadline, product = product),
            text!(notice_final_deadline_advice),
        ),
        Topic::DisputeReply => (
            text!(notice_dispute_reply, product = product),
            text!(notice_dispute_reply_advice),
        ),
        Topic::DisputeFinish => (
            text!(notice_dispute_finish, product = product),
            text!(notice_dispute_finish_advice),
        ),
        Topic::DisputeFollowUp => (
            text!(notice_dispute_follow_up, product = product),
            text!(notice_dispute_follow_up_advice),
        ),
        Topic::AutoConfirm => (
            text!(notice_auto_confirm, product = product),
            text!(
                notice_auto_confirm_advice,
                at = one.ends.unwrap_or(one.due_at).spoken(BEIJING)
            ),
        ),
        Topic::AfterSale => (
            text!(notice_after_sale, product = product),
            text!(notice_after_sale_advice),
        ),
        Topic::Acceptance => (
            text!(notice_acceptance, product = product),
            text!(notice_acceptance_advice),
        ),
        Topic::Mediation => (
            text!(notice_mediation, product = product),
            text!(notice_mediation_advice),
        ),
        Topic::TelecomDecision => (
            text!(notice_telecom_decision, product = product),
            text!(notice_telecom_decision_advice),
        ),
        Topic::TelecomAnswer => (
            text!(notice_telecom_answer, product = product),
            text!(notice_telecom_answer_advice),
        ),
        Topic::FilingFollowUp => (
            text!(notice_filing_follow_up, product = product),
            text!(notice_filing_follow_up_advice),
        ),
        Topic::Answered => (
            text!(notice_answered, product = product),
            text!(notice_answered_advice),
        ),
        Topic::Stalling => (
            text!(notice_stalling, product = product),
            text!(notice_stalling_advice),
        ),
        Topic::RefundRoute => (
            text!(notice_refund_route, product = product),
            text!(notice_refund_route_advice),
        ),
        Topic::TelecomWindow => (
            text!(notice_telecom_window, product = product),
            text!(notice_telecom_window_advice),
        ),
        Topic::Limitation => (
            text!(notice_limitation, product = product),
            text!(notice_limitation_advice),
        ),
        Topic::Rescission => (
            text!(notice_rescission, product = product),
            text!(notice_rescission_advice),
        ),
    };
    Notice {
        title,
        body: body(one, advice),
    }
}

/// Where it was bought, what is open, and what to do.
fn body(one: &Due, advice: Text) -> Text {
    match named(&one.platform) {
        Some(platform) => text!(
            notice_body,
            platform = short(platform),
            open = one.open,
            advice = advice
        ),
        None => text!(notice_body_unnamed, open = one.open, advice = advice),
    }
}

fn of_one_order(order: &Due, due: &[Due]) -> Notice {
    let topics = due.iter().map(|one| one.topic.name());
    Notice {
        title: text!(
            notice_one_order,
            product = short(&order.product),
            count = due.len()
        ),
        body: body(order, text!(notice_one_order_advice, topics = Text::list(topics))),
    }
}

fn merged(due: &[Due]) -> Notice {
    const NAMED: usize = 3;
    let mut many: Vec<&Due> = Vec::with_capacity(due.len());
    let mut known = HashSet::new();
    many.extend(due.iter().filter(|one| known.insert(one.order)));
    let open = many.iter().fold(Fen(0), |sum, one| sum + one.open);
    let products = Text::list(
        many.iter()
            .take(NAMED)
            .map(|one| Text::as_it_is(short(&one.product))),
    );
    Notice {
        title: several(due),
        body: if many.len() > NAMED {
            text!(notice_several_body_more, products = products, open = open)
        } else {
            text!(notice_several_body, products = products, open = open)
        },
    }
}

/// How many orders there are to see to.
fn several(due: &[Due]) -> Text {
    let orders: HashSet<_> = due.iter().map(|one| one.order).collect();
    if due.iter().all(|one| one.topic == Topic::Overdue) {
        text!(notice_several_overdue, count = orders.len())
    } else {
        text!(notice_several, count = orders.len())
    }
}

fn overdue(late: Span) -> Text {
    if late < Span::MINUTE {
        text!(notice_overdue_just)
    } else {
        text!(notice_overdue_late, late = late.spoken())
    }
}

fn short(name: &str) -> String {
    let mut short: String = name.chars().take(LONGEST_NAME).collect();
    if name.chars().nth(LONGEST_NAME).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{NO_SELLER, OrderId, Stage, Word};
    use crate::words::Language;
    use strum::VariantArray;

    fn due(n: i64) -> Due {
        Due {
            alert: n,
            order: OrderId(n),
            stage: Stage::Demand,
            topic: Topic::Overdue,
            due_at: Moment(0),
            ends: None,
            order_due_at: Moment(0),
            platform: "星河卡盟".into(),
            product: format!("{n}00 Q币"),
            open: Fen(9850),
            again: false,
            bubble: true,
        }
    }

    #[test]
    fn a_discreet_one_says_how_many_and_nothing_that_is_private() {
        assert_eq!(discreet_notice(&[]), None);
        for topic in Topic::VARIANTS {
            let one = Due {
                topic: *topic,
                ..due(1)
            };
            let twice = Due {
                topic: Topic::Stalling,
                ..due(1)
            };
            for all in [
                vec![one.clone()],
                vec![one.clone(), twice],
                vec![one.clone(), due(2)],
            ] {
                let notice = discreet_notice(&all).unwrap();
                let said = format!("{} {}", notice.title.chinese(), notice.body.chinese());
                for private in ["Q币", "星河卡盟", "98.50", "197"] {
                    assert!(!said.contains(private), "{said}");
                }
            }
        }
        let said = |due: &[Due]| discreet_notice(due).unwrap().title.chinese();
        assert_eq!(said(&[due(1), due(2)]), "2 笔订单逾期");
        assert_eq!(
            said(&[Due {
                again: true,
                ..due(1)
            }]),
            "1 笔订单逾期（可能已提醒过）"
        );
    }

    #[test]
    fn one_speaks_for_itself_and_several_are_merged() {
        assert_eq!(notice(&[], Moment(0)), None);
        let one = notice(&[due(1)], Moment(3 * 3_600_000)).unwrap();
        assert_eq!(one.title.chinese(), "已逾期：100 Q币");
        assert_eq!(
            one.body.chinese(),
            "星河卡盟，98.50 元。应到账时间已过 3 小时。打开订单，把催单消息发给客服。"
        );
        let unnamed = Due {
            platform: NO_SELLER.into(),
            ..due(1)
        };
        assert_eq!(
            notice(&[unnamed], Moment(3 * 3_600_000)).unwrap().body.chinese(),
            "98.50 元。应到账时间已过 3 小时。打开订单，把催单消息发给客服。"
        );
        let four = notice(&[due(1), due(2), due(3), due(4)], Moment(0)).unwrap();
        assert_eq!(four.title.chinese(), "4 笔订单逾期");
        assert_eq!(
            four.body.chinese(),
            "100 Q币、200 Q币、300 Q币 等，共 394.00 元。打开到账逐笔处理。"
        );
        let mixed = notice(
            &[
                due(1),
                Due {
                    topic: Topic::NoReply,
                    ..due(2)
                },
            ],
            Moment(0),
        )
        .unwrap();
        assert_eq!(mixed.title.chinese(), "2 笔订单要处理");
    }

    #[test]
    fn several_topics_of_one_order_are_one_order() {
        let aside = Due {
            topic: Topic::AfterSale,
            ..due(1)
        };
        let one = notice(&[due(1), aside.clone()], Moment(0)).unwrap();
        assert_eq!(one.title.chinese(), "2 件事要处理：100 Q币");
        assert_eq!(
            one.body.chinese(),
            "星河卡盟，98.50 元。到账时限已到、售后快要截止。打开订单逐件处理。"
        );
        let two = notice(&[due(1), aside, due(2)], Moment(0)).unwrap();
        assert_eq!(two.title.chinese(), "2 笔订单要处理");
        assert_eq!(
            two.body.chinese(),
            "100 Q币、200 Q币，共 197.00 元。打开到账逐笔处理。"
        );
    }

    #[test]
    fn a_limit_that_is_over_is_not_called_near() {
        let aside = |now| {
            let late = Due {
                topic: Topic::AfterSale,
                ends: Some(Moment(1_795_179_825_000)),
                ..due(1)
            };
            let notice = notice(&[late], Moment(now)).unwrap();
            (notice.title.chinese(), notice.body.chinese())
        };
        assert_eq!(aside(1_795_179_825_000).0, "售后快要截止：100 Q币");
        let (title, body) = aside(1_795_179_825_001);
        assert_eq!(title, "期限已过：100 Q币");
        assert_eq!(
            body,
            "星河卡盟，98.50 元。“售后快要截止”没能及时提醒：2026年11月20日 21:03（北京时间）已经过了。打开订单，看还能怎么做。"
        );
    }

    #[test]
    fn each_topic_has_its_own_words_and_one_that_may_have_been_seen_says_so() {
        let mut all = String::new();
        for language in Language::all() {
            let mut titles: Vec<String> = Vec::new();
            for topic in Topic::ALL {
                let one = Due {
                    topic: *topic,
                    ..due(1)
                };
                let notice = notice(&[one], Moment(0)).unwrap();
                let (title, body) = (notice.title.said_in(language), notice.body.said_in(language));
                all.push_str(&format!(
                    "{} {}\n    {title}\n    {body}\n",
                    language.tag(),
                    topic.word()
                ));
                titles.push(title);
            }
            titles.sort();
            titles.dedup();
            assert_eq!(titles.len(), Topic::ALL.len(), "{language:?}");
        }
        insta::assert_snapshot!(all);
        let again = notice(
            &[Due {
                again: true,
                ..due(1)
            }],
            Moment(0),
        )
        .unwrap();
        assert!(again.title.chinese().ends_with("（可能已提醒过）"));
    }

    #[test]
    fn a_bubble_speaks_english_too() {
        let english = Language::of("en").unwrap();
        let said = |due: &[Due], now| {
            let notice = notice(due, now).unwrap();
            (notice.title.said_in(english), notice.body.said_in(english))
        };
        let product = |n| Due {
            platform: "Star".into(),
            product: format!("{n}00 coins"),
            ..due(n)
        };
        let (title, body) = said(&[product(1)], Moment(0));
        assert_eq!(title, "Overdue: 100 coins");
        assert_eq!(
            body,
            "Star, ¥98.50. It should have arrived by now. Open the order and send the demand to customer service."
        );
        let (title, body) = said(&[product(1), product(2), product(3), product(4)], Moment(0));
        assert_eq!(title, "4 orders are overdue");
        assert_eq!(
            body,
            "100 coins, 200 coins, 300 coins and more, ¥394.00 in all. Open Daozhang to deal with them one by one."
        );
        let again = Due {
            again: true,
            ..product(1)
        };
        assert_eq!(
            said(&[again], Moment(0)).0,
            "Overdue: 100 coins (you may have seen this)"
        );
    }
}
