//! Writing a letter out of its data file and an order.

use crate::order::{Event, EventKind, Moment, Order, Span, Zone, undone};
use crate::rules::{Certainty, LetterRule, Rules};
use crate::{Failure, Outcome};
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

/// A letter, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Whom it goes to: the key of its rule.
    pub to: String,
    /// The recipient's Chinese name.
    pub recipient: String,
    /// Its text.
    pub text: String,
    /// The recipient's limit in characters, if there is one.
    pub limit: Option<usize>,
    /// What the order does not say and would make the letter stronger, by Chinese name.
    pub missing: Vec<String>,
}

/// What a part of a letter can name. Times are local, amounts in 元; what the order does not have is none.
#[derive(Serialize)]
struct Fields {
    platform: String,
    product: String,
    amount: String,
    refunded: Option<String>,
    remaining: String,
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
    since_paid: String,
    /// From the moment it counts from to the due moment, grace included.
    window: String,
    window_promised: bool,
    /// Whether somebody but this app says that this is how long it usually takes.
    window_known: bool,
    /// Whether it counts from the platform's release rather than from the payment.
    released: bool,
    /// Whether a file is attached.
    attached: bool,
    due_at: String,
    overdue: Option<String>,
    demanded_at: Option<String>,
    now: String,
    answer_by: String,
}

/// Writes the letter `to` a recipient about an order at `now`.
///
/// Values are put into the parts as they are: a template in a product's name stays text. A text over the recipient's
/// limit loses its most spare parts until it fits; when it cannot fit, that is a failure that says by how much.
pub fn letter(
    rules: &Rules,
    to: &str,
    order: &Order,
    events: &[Event],
    now: Moment,
    zone: Zone,
) -> Outcome<Letter> {
    let rule = rules.letter(to)?;
    if !order.status.is_open() {
        return Err(Failure::failed(format!(
            "这笔订单{}，不用再写话术了；要改的话请先在时间线里撤销。",
            order.status.name()
        )));
    }
    let fields = fields(rules, rule, order, events, now, zone)?;
    let mut parts = rule
        .parts
        .iter()
        .map(|part| Ok((part.spare, render(&part.text, &fields, rule)?)))
        .collect::<Outcome<Vec<(u8, String)>>>()?;
    parts.retain(|(_, text)| !text.is_empty());
    let text = fitted(parts, rule)?;
    let missing = [
        ("订单号", order.facts.order_no.is_none()),
        ("支付渠道", order.facts.channel.is_none()),
        (fields.payment_no_label.as_str(), order.facts.payment_no.is_none()),
        (fields.account_label.as_str(), order.facts.account.is_none()),
    ];
    Ok(Letter {
        to: rule.key.clone(),
        recipient: rule.recipient.clone(),
        text,
        limit: rule.limit,
        missing: missing
            .into_iter()
            .filter(|(_, gone)| *gone)
            .map(|(name, _)| name.to_owned())
            .collect(),
    })
}

fn fields(
    rules: &Rules,
    rule: &LetterRule,
    order: &Order,
    events: &[Event],
    now: Moment,
    zone: Zone,
) -> Outcome<Fields> {
    let facts = &order.facts;
    let kind = rules.kind(&facts.kind)?;
    let channel = facts
        .channel
        .as_deref()
        .map(|key| rules.channel(key))
        .transpose()?;
    let undone = undone(events);
    let demanded = events
        .iter()
        .rev()
        .find(|event| event.what.kind == EventKind::Demanded && !undone.contains(&event.seq));
    let refunded = order.standing.refunded;
    Ok(Fields {
        platform: facts.platform.clone(),
        product: facts.product.clone(),
        amount: facts.amount.yuan(),
        refunded: (refunded.0 > 0).then(|| refunded.yuan()),
        remaining: (facts.amount - refunded).yuan(),
        account: facts.account.clone(),
        account_label: kind.account.clone(),
        order_no: facts.order_no.clone(),
        channel: channel
            .filter(|channel| channel.key != "other")
            .map(|channel| channel.name.clone()),
        payment_no: facts.payment_no.clone(),
        payment_no_label: channel
            .map_or("支付单号", |channel| &channel.payment_no)
            .to_owned(),
        merchant_order_no: facts.merchant_order_no.clone(),
        merchant_order_no_label: channel
            .map_or("商户单号", |channel| &channel.merchant_order_no)
            .to_owned(),
        merchant: facts.merchant.clone(),
        paid_at: facts.paid_at.spoken(zone),
        since_paid: in_minutes(now - facts.paid_at),
        window: (order.clock.due_at - order.clock.counted_from).spoken(),
        window_promised: facts.window_promised,
        window_known: kind.provenance.certainty != Certainty::Own,
        released: order.clock.counted_from != facts.paid_at,
        attached: events.iter().any(|event| event.what.kind == EventKind::ShotAdded),
        due_at: order.clock.due_at.spoken(zone),
        // Less than a minute is nothing to reproach anybody with.
        overdue: (now >= order.clock.due_at + Span::MINUTE).then(|| in_minutes(now - order.clock.due_at)),
        demanded_at: demanded.map(|event| event.what.at.spoken(zone)),
        now: now.spoken(zone),
        answer_by: (now + rule.answer_within).spoken(zone),
    })
}

/// A span without its seconds, which only make a letter look overwrought.
fn in_minutes(span: Span) -> String {
    Span(span.0 / Span::MINUTE.0 * Span::MINUTE.0).spoken()
}

fn render(template: &str, fields: &Fields, rule: &LetterRule) -> Outcome<String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let text = environment
        .render_str(template, minijinja::value::Serde(fields))
        .map_err(|error| {
            let line = error.line().unwrap_or_default();
            Failure::failed(format!(
                "写给“{}”的话术模板有错，在第 {line} 行：{error}",
                rule.recipient
            ))
        })?;
    Ok(text.trim().to_owned())
}

/// Joins the parts, lines for a talk and sentences for a field, and leaves out the most spare ones until they fit.
fn fitted(mut parts: Vec<(u8, String)>, rule: &LetterRule) -> Outcome<String> {
    let separator = if rule.limit.is_some() { "" } else { "\n" };
    loop {
        let text = parts
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join(separator);
        let chars = text.chars().count();
        let Some(limit) = rule.limit.filter(|limit| chars > *limit) else {
            return Ok(text);
        };
        let most_spare = parts.iter().map(|(spare, _)| *spare).max().unwrap_or_default();
        if most_spare == 0 {
            return Err(Failure::failed(format!(
                "写给“{}”的内容有 {chars} 字，超过了 {limit} 字的上限，请把平台或商品的名字改短一些。",
                rule.recipient
            )));
        }
        let at = parts
            .iter()
            .rposition(|(spare, _)| *spare == most_spare)
            .unwrap_or_default();
        parts.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{Clock, Course, Facts, Fen, Happening, OrderId, Stage, Standing, Status};

    const ZONE: Zone = Zone::Asia__Shanghai;
    const PAID: Moment = Moment(1_795_179_825_000);

    fn order() -> Order {
        Order {
            id: OrderId(1),
            facts: Facts {
                platform: "星河卡盟".into(),
                product: "100 Q币".into(),
                kind: "q-coin".into(),
                account: Some("10001".into()),
                order_no: Some("XH20261120001".into()),
                amount: Fen(9850),
                channel: Some("wechat".into()),
                payment_no: Some("4200000000202611200000000001".into()),
                merchant_order_no: Some("M0001".into()),
                merchant: Some("星河网络科技（示例）有限公司".into()),
                note: None,
                paid_at: PAID,
                window: Span(30 * Span::MINUTE.0),
                window_promised: true,
            },
            clock: Clock {
                counted_from: PAID,
                remind_at: None,
                due_at: PAID + Span(30 * Span::MINUTE.0),
                after_sale_at: None,
                confirm: false,
            },
            course: Course::default(),
            standing: Standing::default(),
            status: Status::Overdue,
            stage: Stage::Demand,
            topic: None,
            alert_after: None,
            sample: false,
            created_at: PAID,
        }
    }

    fn write(to: &str, order: &Order, events: &[Event]) -> Outcome<Letter> {
        letter(
            &Rules::shipped().unwrap(),
            to,
            order,
            events,
            PAID + Span(4 * Span::HOUR.0),
            ZONE,
        )
    }

    #[test]
    fn the_first_demand_says_all_that_is_known() {
        insta::assert_snapshot!(write("platform", &order(), &[]).unwrap().text, @r"
        您好，我在星河卡盟购买的100 Q币已付款，至今未到账，请协助处理。
        订单号：XH20261120001
        付款时间：2026年11月20日 21:03，实付：98.50 元（微信支付）
        QQ 号：10001
        交易单号：4200000000202611200000000001
        商户单号：M0001
        收款商户：星河网络科技（示例）有限公司
        按承诺应在 2026年11月20日 21:33 前到账（付款后 30 分钟内），截至 2026年11月21日 01:03 已超过 3 小时 30 分钟。
        请贵方：
        1. 说明这笔订单目前的充值状态和未到账的原因；
        2. 在 2026年11月22日 01:03 前完成到账，不能到账的请原路退还 98.50 元；
        3. 告知贵方的充值异常处理流程和预计处理时间。
        沟通记录和付款凭证我会保存，请以文字回复，谢谢。
        ");
    }

    #[test]
    fn what_the_order_does_not_say_is_not_claimed_but_asked_for() {
        let mut order = order();
        order.clock.due_at = PAID + Span(9 * Span::HOUR.0);
        order.facts = Facts {
            account: None,
            order_no: None,
            channel: None,
            payment_no: None,
            merchant_order_no: None,
            merchant: None,
            window: Span(9 * Span::HOUR.0),
            window_promised: false,
            ..order.facts
        };
        let letter = write("platform", &order, &[]).unwrap();
        for absent in ["订单号", "单号", "QQ", "承诺", "超过", "商户", "None", "none"] {
            assert!(!letter.text.contains(absent), "{absent} in {}", letter.text);
        }
        assert_eq!(letter.missing, ["订单号", "支付渠道", "支付单号", "QQ 号"]);
    }

    #[test]
    fn the_complaint_names_the_demand_and_stays_within_400_characters() {
        let demand = Event::chained(
            None,
            Happening::new(EventKind::Demanded, PAID + Span::HOUR),
            PAID + Span::HOUR,
        );
        let text = write("12315", &order(), std::slice::from_ref(&demand))
            .unwrap()
            .text;
        insta::assert_snapshot!(text, @"本人于 2026年11月20日 21:03 在星河卡盟购买100 Q币，通过微信支付实付 98.50 元，商家至今未交付。订单号：XH20261120001。交易单号：4200000000202611200000000001。商户单号：M0001。收款商户：星河网络科技（示例）有限公司。QQ 号：10001。按承诺应于 2026年11月20日 21:33 前到账，截至 2026年11月21日 01:03 已超过 3 小时 30 分钟。本人已于 2026年11月20日 22:03 联系商家要求到账或退款，问题仍未解决。请求：要求商家退还未交付部分的款项 98.50 元。");
        let mut long = order();
        long.facts.merchant = Some("长".repeat(200));
        long.facts.merchant_order_no = Some("9".repeat(60));
        let text = write("12315", &long, &[demand]).unwrap().text;
        assert!(text.chars().count() <= 400 && text.contains("请求：") && text.ends_with('。'));
    }

    #[test]
    fn a_text_that_cannot_fit_is_a_failure_that_says_so() {
        let mut long = order();
        long.facts.platform = "长".repeat(200);
        long.facts.product = "长".repeat(200);
        assert!(write("12315", &long, &[]).unwrap_err().message.contains("400 字"));
    }

    #[test]
    fn template_syntax_and_markup_in_a_name_stay_text() {
        let mut order = order();
        order.facts.product = "{{ 7*7 }}<b>{% raw %}".into();
        assert!(
            write("platform", &order, &[])
                .unwrap()
                .text
                .contains("购买的{{ 7*7 }}<b>{% raw %}已付款")
        );
    }
}
