//! What goes into a package.

use super::mask::{MaskBox, mask_json, mask_text};
use super::safe_name;
use crate::Outcome;
use crate::order::view::{EventView, OrderDetail, OrderView, ShotView};
use crate::order::{
    Event, EventKind, Moment, Order, Sha256, Shot, ShotRole, Zone, check_chain, named_or_blank, undone,
};
use crate::rules::Rules;
use crate::words::{Language, speaking};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An order of a package, with all that is known of it.
#[derive(Clone, Debug)]
pub struct DossierCase {
    pub order: Order,
    /// Its timeline, oldest event first.
    pub events: Vec<Event>,
    pub shots: Vec<Shot>,
    /// Its folder in the archive, with `/`: empty for one order alone.
    pub folder: String,
    /// The complaint at length, and within the limit of the form's field. Empty until a submission is made, and of a settled
    /// order.
    pub long_text: String,
    pub field_text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it goes: a path below the package's folder, with `/`.
    pub path: String,
    pub body: Body,
}

/// What a file of a package holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A text that was written for the package.
    Text(String),
    /// A document for programs, indented so that a person can read it too.
    Json(Value),
    /// Bytes that were made for the package.
    Bytes(Vec<u8>),
    /// An original, byte for byte.
    Original(Sha256),
    /// An original with these boxes blacked out.
    Masked { of: Sha256, boxes: Vec<MaskBox> },
}

/// What the person blacked out of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mask {
    Boxes(Vec<MaskBox>),
    /// Something was blacked out, and the data file no longer says where: such a picture is not shared.
    Damaged,
    /// The picture itself cannot be opened, and so nothing be blacked out of it.
    Unopened,
}

impl Mask {
    pub fn boxes(&self) -> &[MaskBox] {
        match self {
            Self::Boxes(boxes) => boxes,
            Self::Damaged | Self::Unopened => &[],
        }
    }
}

/// How an archive is to be shared: the mask of each picture that has one, by its hash.
pub type Masks = BTreeMap<Sha256, Mask>;

/// The file of an archive that holds the rows of bills.
pub const BILL_ROWS: &str = "账单记录.txt";

/// The events of a timeline that hold a row of a bill, in their order: what is neutral, because the payment app wrote it.
pub fn bill_rows(events: &[Event]) -> impl Iterator<Item = &Event> {
    let undone = undone(events);
    events.iter().filter(move |event| {
        let of_bill = event
            .what
            .facts
            .as_deref()
            .is_some_and(|facts| facts.contains("\"bill\":"));
        let kind = event.what.kind;
        let can = kind == EventKind::Billed || kind == EventKind::Refunded;
        can && of_bill && !undone.contains(&event.seq)
    })
}

/// Plans the archive's files of a case: `order.json`, the timeline, the evidence list, the letters that were sent, and the
/// originals. With `masks` it is an archive for sharing: what identifies a person is masked, and PDF originals and pictures
/// that cannot be opened, or whose mask cannot, stay out.
pub fn contents(
    case: &DossierCase,
    masks: Option<&Masks>,
    rules: &Rules,
    now: Moment,
    zone: Zone,
) -> Outcome<Vec<Entry>> {
    let prefix = case.folder.as_str();
    let originals = originals(case);
    let mut entries = vec![
        Entry {
            path: format!("{prefix}order.json"),
            body: Body::Json(order_json(case, now, zone)),
        },
        text(prefix, "时间线.txt", timeline(case, zone)),
        text(
            prefix,
            "证据清单.txt",
            evidence_list(case, &originals, rules, now, zone)?,
        ),
    ];
    entries.extend(letters(case));
    if let Some(rows) = bill_texts(case, zone) {
        entries.push(text(prefix, BILL_ROWS, rows));
    }
    let Some(masks) = masks else {
        entries.extend(originals);
        return Ok(entries);
    };
    let facts = &case.order.facts;
    let further = facts.payments.iter().map(|payment| &payment.payment_no);
    let secrets: Vec<&str> = [
        &facts.account,
        &facts.payment_no,
        &facts.merchant_order_no,
        &facts.order_no,
    ]
    .into_iter()
    .chain(further)
    .flatten()
    .map(String::as_str)
    .collect();
    for entry in &mut entries {
        match &mut entry.body {
            Body::Text(text) => *text = mask_text(text, &secrets),
            Body::Json(json) => mask_json(json, &secrets),
            Body::Bytes(_) | Body::Original(_) | Body::Masked { .. } => {}
        }
    }
    for (entry, shot) in originals.into_iter().zip(&case.shots) {
        let mask = masks.get(&shot.sha256);
        if shot.media.is_picture() && !matches!(mask, Some(Mask::Damaged | Mask::Unopened)) {
            let stem = entry
                .path
                .rsplit_once('.')
                .map_or(entry.path.as_str(), |(stem, _)| stem);
            entries.push(Entry {
                path: format!("{}.png", mask_text(stem, &secrets)),
                body: Body::Masked {
                    of: shot.sha256,
                    boxes: mask.map(|mask| mask.boxes().to_vec()).unwrap_or_default(),
                },
            });
        }
    }
    Ok(entries)
}

/// Where each file of a case lies in the archive, in the order of its files.
pub(super) fn paths(case: &DossierCase) -> Vec<String> {
    originals(case).into_iter().map(|entry| entry.path).collect()
}

/// The rows of bills that belong to a case, each with its file and all of its cells, if there are any.
fn bill_texts(case: &DossierCase, zone: Zone) -> Option<String> {
    let mut lines = Vec::new();
    for event in bill_rows(&case.events) {
        let facts: Value = serde_json::from_str(event.what.facts.as_deref()?).ok()?;
        let of = |key: &str| facts["bill"][key].as_str().unwrap_or_default().to_owned();
        lines.extend([
            event.what.text.clone().unwrap_or_default(),
            format!("   账单文件：{}", of("file")),
            format!("   文件的 SHA-256：{}", of("sha256")),
            format!(
                "   导入时间：{}，时间线第 {} 条",
                event.recorded_at.local(zone),
                event.seq
            ),
            format!("   整行内容：{}", of("cells").replace('\t', " | ")),
            String::new(),
        ]);
    }
    (!lines.is_empty()).then(|| {
        format!(
            "账单记录\n\n以下各行取自支付 App 导出的账单。核对时在同一份账单里按单号查找，或请支付平台重新出具。\n\n{}",
            lines.join("\n")
        )
    })
}

/// The letters as they were sent, a file each.
fn letters(case: &DossierCase) -> Vec<Entry> {
    let prefix = &case.folder;
    let undone = undone(&case.events);
    let sent = case
        .events
        .iter()
        .filter(|event| event.what.kind == EventKind::Demanded && !undone.contains(&event.seq));
    sent.filter_map(|event| {
        let words = event.what.text.as_deref()?;
        let kind = if event.what.until.is_some() {
            "限期催告"
        } else {
            "催告"
        };
        Some(text(
            &format!("{prefix}已发话术/"),
            &format!("{:02}-{kind}.txt", event.seq),
            format!("{words}\n"),
        ))
    })
    .collect()
}

fn text(prefix: &str, name: &str, body: String) -> Entry {
    Entry {
        path: format!("{prefix}{name}"),
        body: Body::Text(body),
    }
}

fn originals(case: &DossierCase) -> Vec<Entry> {
    let prefix = &case.folder;
    case.shots
        .iter()
        .enumerate()
        .map(|(i, shot)| {
            let stem = shot
                .name
                .rsplit_once('.')
                .map_or(shot.name.as_str(), |(stem, _)| stem);
            let name = format!(
                "{:02}-{}-{}.{}",
                i + 1,
                shot.role.name().chinese(),
                safe_name(stem),
                shot.media.ending()
            );
            Entry {
                path: format!("{prefix}原件/{name}"),
                body: Body::Original(shot.sha256),
            }
        })
        .collect()
}

/// The order with its timeline and files, as the command line shows it, and what a reader needs to check the chain.
fn order_json(case: &DossierCase, now: Moment, zone: Zone) -> Value {
    let detail = OrderDetail {
        order: OrderView::new(&case.order, zone),
        events: EventView::all(&case.events, zone),
        shots: case.shots.iter().map(|shot| ShotView::new(shot, zone)).collect(),
        // What the data file holds beside the order is not of it.
        double_of: None,
    };
    // It leaves the app.
    speaking(Language::chinese(), || {
        json!({
            "schema": "daozhang-order-1",
            "exported_at": now.rfc3339(zone),
            "chain_head": case.events.last().map(|event| event.hash.to_string()),
            "chain_holds": check_chain(&case.events).is_ok(),
            "order": detail,
        })
    })
}

fn timeline(case: &DossierCase, zone: Zone) -> String {
    let facts = &case.order.facts;
    let mut lines = vec![
        format!("时间线：{}（{}）", facts.product, named_or_blank(&facts.platform)),
        String::new(),
        format!("{}  付款 {} 元", facts.paid_at.local(zone), facts.amount.yuan()),
        format!(
            "{}  应到账（{} {}，{}）",
            case.order.clock.due_at.local(zone),
            if case.order.clock.counted_from == facts.paid_at {
                "付款后"
            } else {
                "平台发货时间起"
            },
            (case.order.clock.due_at - case.order.clock.counted_from)
                .spoken()
                .chinese(),
            if facts.window_promised {
                "平台承诺的时限"
            } else {
                "常见时限，供参考"
            }
        ),
        String::new(),
        "以下为本人记录，按记录先后排列；时间为事情发生的时间，括号内为记录时间。".to_owned(),
    ];
    let undone = undone(&case.events);
    for event in &case.events {
        lines.push(event_line(event, undone.contains(&event.seq), zone));
    }
    lines.extend([
        String::new(),
        match case.events.last() {
            Some(last) => format!("时间线末条哈希：{}", last.hash),
            None => "时间线为空。".to_owned(),
        },
        match check_chain(&case.events) {
            Ok(()) => "每一条都含前一条的哈希；用于核对导出之后没有插入、删改中间的记录。".to_owned(),
            Err(fault) => format!("注意：第 {} 条起哈希对不上，这条时间线可能被改动过。", fault.seq),
        },
    ]);
    lines.join("\n") + "\n"
}

fn event_line(event: &Event, undone: bool, zone: Zone) -> String {
    let what = &event.what;
    let mut line = format!(
        "{}. {}  {}",
        event.seq,
        what.at.local(zone),
        what.kind.name().chinese()
    );
    if let Some(amount) = what.amount {
        line.push_str(&format!(" {} 元", amount.yuan()));
    }
    if let Some(undoes) = what.undoes {
        line.push_str(&format!("第 {undoes} 条"));
    }
    if let Some(until) = what.until {
        line.push_str(&format!("，期限 {}", until.local(zone)));
    }
    if undone {
        line.push_str("（后来撤销）");
    }
    line.push_str(&format!("（记于 {}）", event.recorded_at.local(zone)));
    if let Some(text) = &what.text {
        for text_line in text.lines() {
            line.push_str(&format!("\n   {text_line}"));
        }
    }
    line
}

fn evidence_list(
    case: &DossierCase,
    originals: &[Entry],
    rules: &Rules,
    now: Moment,
    zone: Zone,
) -> Outcome<String> {
    let facts = &case.order.facts;
    let kind = rules.kind(&facts.kind)?;
    let mut lines = vec!["证据清单".to_owned(), String::new()];
    let mut fact = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            lines.push(format!("{name}：{value}"));
        }
    };
    fact("平台", Some(&named_or_blank(&facts.platform)));
    fact("收款商户", facts.merchant.as_deref());
    fact(
        "商品",
        Some(&format!("{}（{}）", facts.product, kind.name.chinese())),
    );
    fact("实付", Some(&format!("{} 元", facts.amount.yuan())));
    fact("付款时间", Some(&facts.paid_at.local(zone)));
    fact("订单号", facts.order_no.as_deref());
    let channel = facts
        .channel
        .as_deref()
        .map(|key| rules.channel(key))
        .transpose()?;
    fact("支付渠道", channel.map(|channel| channel.name.chinese()));
    fact(
        channel.map_or("支付单号", |channel| channel.payment_no.chinese()),
        facts.payment_no.as_deref(),
    );
    fact(
        channel.map_or("商户单号", |channel| channel.merchant_order_no.chinese()),
        facts.merchant_order_no.as_deref(),
    );
    fact(kind.account.name.chinese(), facts.account.as_deref());
    lines.push(String::new());
    if case.shots.is_empty() {
        lines.push("（没有添加截图。建议补上支付凭证、订单页面和与客服的沟通记录。）".to_owned());
    }
    for (i, (shot, entry)) in case.shots.iter().zip(originals).enumerate() {
        lines.push(format!("{}. {}", i + 1, shot.role.name().chinese()));
        lines.push(format!(
            "   来源：本人保存，{} 加入到账；原文件名 {}",
            shot.added_at.local(zone),
            shot.name
        ));
        lines.push(format!("   证明内容：{}", proves(shot.role)));
        lines.push(format!(
            "   文件：{}",
            entry.path.strip_prefix(&case.folder).unwrap_or(&entry.path)
        ));
        lines.push(format!("   SHA-256：{}", shot.sha256));
    }
    let gone = undone(&case.events);
    let demands = case
        .events
        .iter()
        .filter(|event| event.what.kind == EventKind::Demanded && !gone.contains(&event.seq))
        .count();
    lines.extend([
        String::new(),
        format!("催告记录：{demands} 次，见 时间线.txt"),
        format!("导出时间：{}", now.local(zone)),
        "本清单中的哈希值用于核对文件自导出后未被更改。".to_owned(),
        String::new(),
        "提交人签名：____________    提交日期：____________".to_owned(),
    ]);
    Ok(lines.join("\n") + "\n")
}

fn proves(role: ShotRole) -> &'static str {
    match role {
        ShotRole::Payment => "本人已付款，及付款的时间、金额、收款方",
        ShotRole::OrderPage => "订单的内容、订单号和订单状态",
        ShotRole::Chat => "本人与平台沟通、催告的经过和对方的答复",
        ShotRole::ArrivalCheck => "商品没有到账",
        ShotRole::MerchantIdentity => "商家的身份",
        ShotRole::Other => "见文件内容",
    }
}
