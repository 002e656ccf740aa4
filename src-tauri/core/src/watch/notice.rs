//! The words of a notice.

use crate::order::{Due, Fen, Moment, Span, Topic};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub body: String,
}

/// The longest name in a bubble, in characters: desktops cut longer ones anywhere.
const LONGEST_NAME: usize = 30;

/// The notice for the alerts that are due at once: one alert speaks for itself, several are merged into one.
/// None when nothing is due.
pub fn notice(due: &[Due], now: Moment) -> Option<Notice> {
    let mut notice = match due {
        [] => return None,
        [one] => single(one, now),
        many => merged(many),
    };
    if due.iter().all(|one| one.again) {
        notice.title.push_str("（可能已提醒过）");
    }
    Some(notice)
}

fn single(one: &Due, now: Moment) -> Notice {
    let product = short(&one.product);
    let (title, advice) = match one.topic {
        Topic::Remind => (
            format!("到账了吗：{product}"),
            "已过常见时间，请看一眼到没到账。".to_owned(),
        ),
        Topic::Confirm => (
            format!("圈存了吗：{product}"),
            "请先圈存一次，再看是否到账。".to_owned(),
        ),
        Topic::Overdue => (
            format!("已逾期：{product}"),
            format!("{}。打开订单，把催单消息发给客服。", late(now - one.order_due_at)),
        ),
        Topic::NoReply => (
            format!("客服还没答复：{product}"),
            "打开订单，看下一步怎么催。".to_owned(),
        ),
        Topic::Refused => (
            format!("平台拒绝之后：{product}"),
            "打开订单，看下一步可以找谁。".to_owned(),
        ),
        Topic::PromiseBroken => (
            format!("承诺的时间过了：{product}"),
            "对方没有做到，打开订单继续催。".to_owned(),
        ),
        Topic::FinalDeadline => (
            format!("限期已到：{product}"),
            "可以向支付渠道投诉了，打开订单看怎么做。".to_owned(),
        ),
        Topic::DisputeReply => (
            format!("支付投诉应有答复了：{product}"),
            "请到支付渠道的投诉记录里看商家回复。".to_owned(),
        ),
        Topic::DisputeFinish => (
            format!("支付投诉应处理完了：{product}"),
            "没有解决的话，打开订单看下一步。".to_owned(),
        ),
        Topic::DisputeFollowUp => (
            format!("支付投诉有结果了吗：{product}"),
            "请到支付渠道的投诉记录里看看，没有解决就打开订单看下一步。".to_owned(),
        ),
        Topic::AfterSale => (
            format!("售后快要截止：{product}"),
            "卖家的售后期快结束了，过后可能不再受理，请尽快联系。".to_owned(),
        ),
        Topic::Acceptance => (
            format!("12315 应告知是否受理了：{product}"),
            "看看短信和平台上的进度，把结果记下来。".to_owned(),
        ),
        Topic::Mediation => (
            format!("12315 调解期限到了：{product}"),
            "看看调解结果，没有解决就打开订单看下一步。".to_owned(),
        ),
        Topic::TelecomDecision => (
            format!("电信申诉应告知是否受理了：{product}"),
            "看看申诉的进度，把结果记下来。".to_owned(),
        ),
        Topic::TelecomAnswer => (
            format!("电信申诉应有答复了：{product}"),
            "看看申诉的答复，没有解决就打开订单看下一步。".to_owned(),
        ),
        Topic::FilingFollowUp => (
            format!("投诉有结果了吗：{product}"),
            "看看处理结果，没有解决就打开订单看下一步。".to_owned(),
        ),
        Topic::Stalling => (
            format!("满十五天未退款：{product}"),
            "可以按故意拖延来投诉了，打开订单看怎么做。".to_owned(),
        ),
        Topic::RefundRoute => (
            format!("原路退款的期限快到了：{product}"),
            "过了期限支付渠道退不了款，请尽快投诉。".to_owned(),
        ),
        Topic::TelecomWindow => (
            format!("电信申诉快要过期：{product}"),
            "只受理五个月以内的收费争议，请尽快申诉。".to_owned(),
        ),
        Topic::Limitation => (
            format!("三年期限快到了：{product}"),
            "过后 12315 和法院都可能不再受理，打开订单看下一步。".to_owned(),
        ),
    };
    Notice {
        title,
        body: format!("{}，{} 元。{advice}", short(&one.platform), one.open.yuan()),
    }
}

fn merged(many: &[Due]) -> Notice {
    let open = many.iter().fold(Fen(0), |sum, one| sum + one.open);
    let names: Vec<String> = many.iter().take(3).map(|one| short(&one.product)).collect();
    let more = if many.len() > names.len() { " 等" } else { "" };
    let what = if many.iter().all(|one| one.topic == Topic::Overdue) {
        "逾期"
    } else {
        "要处理"
    };
    Notice {
        title: format!("{} 笔订单{what}", many.len()),
        body: format!(
            "{}{more}，共 {} 元。打开到账逐笔处理。",
            names.join("、"),
            open.yuan()
        ),
    }
}

fn late(span: Span) -> String {
    if span < Span::MINUTE {
        "刚过应到账时间".to_owned()
    } else {
        format!("应到账时间已过 {}", span.spoken())
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
    use crate::order::{OrderId, Stage, Word};

    fn due(n: i64) -> Due {
        Due {
            alert: n,
            order: OrderId(n),
            stage: Stage::Demand,
            topic: Topic::Overdue,
            due_at: Moment(0),
            order_due_at: Moment(0),
            platform: "星河卡盟".into(),
            product: format!("{n}00 Q币"),
            open: Fen(9850),
            again: false,
            bubble: true,
        }
    }

    #[test]
    fn one_speaks_for_itself_and_several_are_merged() {
        assert_eq!(notice(&[], Moment(0)), None);
        let one = notice(&[due(1)], Moment(3 * 3_600_000)).unwrap();
        assert_eq!(one.title, "已逾期：100 Q币");
        assert_eq!(
            one.body,
            "星河卡盟，98.50 元。应到账时间已过 3 小时。打开订单，把催单消息发给客服。"
        );
        let four = notice(&[due(1), due(2), due(3), due(4)], Moment(0)).unwrap();
        assert_eq!(four.title, "4 笔订单逾期");
        assert_eq!(
            four.body,
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
        assert_eq!(mixed.title, "2 笔订单要处理");
    }

    #[test]
    fn each_topic_has_its_own_words_and_one_that_may_have_been_seen_says_so() {
        let mut titles: Vec<String> = Topic::ALL
            .iter()
            .map(|topic| {
                notice(
                    &[Due {
                        topic: *topic,
                        ..due(1)
                    }],
                    Moment(0),
                )
                .unwrap()
                .title
            })
            .collect();
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len(), Topic::ALL.len());
        let again = notice(
            &[Due {
                again: true,
                ..due(1)
            }],
            Moment(0),
        )
        .unwrap();
        assert!(again.title.ends_with("（可能已提醒过）"));
    }
}
