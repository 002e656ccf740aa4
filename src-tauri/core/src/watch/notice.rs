//! The words of a notice.

use crate::order::{Due, Fen, Moment, Span};

/// What a bubble says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its headline.
    pub title: String,
    /// Its text.
    pub body: String,
}

/// The longest name in a bubble, in characters: desktops cut longer ones anywhere.
const LONGEST_NAME: usize = 30;

/// The notice for the alerts that are due at once: one alert speaks for itself, several are merged into one.
/// None when nothing is due.
pub fn notice(due: &[Due], now: Moment) -> Option<Notice> {
    match due {
        [] => None,
        [one] => Some(Notice {
            title: format!("已逾期：{}", short(&one.product)),
            body: format!(
                "{}，{} 元，{}。打开订单，把催单消息发给客服。",
                short(&one.platform),
                one.open.yuan(),
                late(now - one.due_at)
            ),
        }),
        many => {
            let open = many.iter().fold(Fen(0), |sum, one| sum + one.open);
            let names: Vec<String> = many.iter().take(3).map(|one| short(&one.product)).collect();
            let more = if many.len() > names.len() { " 等" } else { "" };
            Some(Notice {
                title: format!("{} 笔订单逾期", many.len()),
                body: format!(
                    "{}{more}，共 {} 元。打开到账逐笔处理。",
                    names.join("、"),
                    open.yuan()
                ),
            })
        }
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
    use crate::order::{OrderId, Stage};

    fn due(n: i64) -> Due {
        Due {
            alert: n,
            order: OrderId(n),
            stage: Stage::Demand,
            due_at: Moment(0),
            platform: "星河卡盟".into(),
            product: format!("{n}00 Q币"),
            open: Fen(9850),
        }
    }

    #[test]
    fn one_speaks_for_itself_and_several_are_merged() {
        assert_eq!(notice(&[], Moment(0)), None);
        let one = notice(&[due(1)], Moment(3 * 3_600_000)).unwrap();
        assert_eq!(one.title, "已逾期：100 Q币");
        assert_eq!(
            one.body,
            "星河卡盟，98.50 元，应到账时间已过 3 小时。打开订单，把催单消息发给客服。"
        );
        let four = notice(&[due(1), due(2), due(3), due(4)], Moment(0)).unwrap();
        assert_eq!(four.title, "4 笔订单逾期");
        assert_eq!(
            four.body,
            "100 Q币、200 Q币、300 Q币 等，共 394.00 元。打开到账逐笔处理。"
        );
    }
}
