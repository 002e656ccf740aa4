//! What goes into a package.

use super::mask::MaskBox;
use super::safe_name;
use super::secrets::{mask_all, mask_text};
use crate::Outcome;
use crate::order::view::{EventView, OrderDetail, OrderView, ShotView};
use crate::order::{
    BEIJING, Event, EventKind, Moment, Order, Person, Sha256, Shot, ShotRole, Status, Zone, check_chain,
    named_or_blank, undone,
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
    /// The picture cannot be opened, and so nothing can be blacked out of it: it is not shared either.
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

/// What an archive for sharing hides.
#[derive(Clone, Copy)]
pub struct Sharing<'a> {
    pub masks: &'a Masks,
    /// What stands in no text, however it is written there; see [`secrets`].
    pub secrets: &'a [String],
}

impl Sharing<'_> {
    fn text(&self, text: &str) -> String {
        let secrets: Vec<&str> = self.secrets.iter().map(String::as_str).collect();
        mask_text(text, &secrets)
    }

    /// Whether a file goes along: a picture whose boxes are known.
    fn takes(&self, shot: &Shot) -> bool {
        let mask = self.masks.get(&shot.sha256);
        shot.media.is_picture() && !matches!(mask, Some(Mask::Damaged | Mask::Unopened))
    }
}

/// The timeline for people.
pub(super) const TIMELINE: &str = "时间线.txt";

/// The list of the evidence for people.
pub(super) const EVIDENCE_LIST: &str = "证据清单.txt";

/// How a text says that its times are not those of the person's clock.
const WHOSE_TIME: &str = "时间均为北京时间。";

/// The folder of the originals.
pub(super) const ORIGINALS: &str = "原件";

/// The folder of the letters that were sent.
pub(super) const LETTERS: &str = "已发话术";

/// The file of an archive that holds the rows of bills.
pub const BILL_ROWS: &str = "账单记录.txt";

/// The events of a timeline that hold a row of a bill, in their order.
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

/// What identifies a person in these cases: all that they ever held of accounts and numbers, and the complainant.
pub fn secrets(cases: &[DossierCase], person: Option<&Person>) -> Vec<String> {
    fn collect(json: &Value, into: &mut Vec<String>) {
        const KEYS: [&str; 8] = [
            "account",
            "order_no",
            "payment_no",
            "merchant_order_no",
            "merchant_no",
            "refund_no",
            "number",
            "card_no",
        ];
        match json {
            Value::Object(all) => {
                for (key, value) in all {
                    match value {
                        Value::String(text) if KEYS.contains(&key.as_str()) => into.push(text.clone()),
                        other => collect(other, into),
                    }
                }
            }
            Value::Array(all) => all.iter().for_each(|one| collect(one, into)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    for case in cases {
        let facts = &case.order.facts;
        let numbers = [
            &facts.account,
            &facts.order_no,
            &facts.payment_no,
            &facts.merchant_order_no,
        ];
        let further = facts.payments.iter().map(|payment| &payment.payment_no);
        all.extend(numbers.into_iter().chain(further).flatten().cloned());
        let facts = case.events.iter().filter_map(|event| event.what.facts.as_deref());
        for json in facts.filter_map(|facts| serde_json::from_str(facts).ok()) {
            collect(&json, &mut all);
        }
    }
    if let Some(person) = person {
        all.extend([&person.name, &person.phone, &person.id_number, &person.address].map(String::clone));
    }
    all.retain(|secret| !secret.trim().is_empty());
    all.sort();
    all.dedup();
    all
}

/// Plans the archive's files of a case: `order.json`, the timeline, the evidence list, the letters that were sent, and the
/// originals. For sharing, what identifies a person is masked, no hash is left over what was masked, originals have neutral
/// names, and what cannot be masked stays out.
pub fn contents(
    case: &DossierCase,
    sharing: Option<Sharing<'_>>,
    rules: &Rules,
    now: Moment,
    zone: Zone,
) -> Outcome<Vec<Entry>> {
    let shared;
    let (shown, originals) = match sharing {
        Some(sharing) => {
            shared = masked(case, sharing);
            (&shared, masked_originals(case, sharing))
        }
        None => (case, originals(case).into_iter().map(Some).collect()),
    };
    let prefix = case.folder.as_str();
    let is_masked = sharing.is_some();
    let abroad = !now.is_as_in_beijing(zone);
    let zone = BEIJING;
    let mut json = order_json(shown, now, zone);
    if is_masked {
        without_hashes(&mut json);
        json["chain_holds"] = check_chain(&case.events).is_ok().into();
    }
    let mut entries = vec![
        Entry {
            path: format!("{prefix}order.json"),
            body: Body::Json(json),
        },
        text(prefix, TIMELINE, timeline(shown, is_masked, abroad)),
        text(
            prefix,
            EVIDENCE_LIST,
            evidence_list(shown, &originals, is_masked, rules, now, abroad)?,
        ),
    ];
    entries.extend(letters(shown));
    if let Some(rows) = bill_texts(case, sharing, zone) {
        entries.push(text(prefix, BILL_ROWS, rows));
    }
    entries.extend(originals.into_iter().flatten());
    Ok(entries)
}

/// A case as it is shared: everything that somebody typed, read or was sent is masked.
fn masked(case: &DossierCase, sharing: Sharing<'_>) -> DossierCase {
    let mut case = case.clone();
    let hide = |text: &mut Option<String>| *text = text.as_deref().map(mask_all);
    let mask = |text: &mut Option<String>| *text = text.as_deref().map(|text| sharing.text(text));
    let facts = &mut case.order.facts;
    hide(&mut facts.account);
    hide(&mut facts.order_no);
    hide(&mut facts.payment_no);
    hide(&mut facts.merchant_order_no);
    for payment in &mut facts.payments {
        hide(&mut payment.payment_no);
    }
    mask(&mut facts.merchant);
    mask(&mut facts.note);
    facts.platform = sharing.text(&facts.platform);
    facts.product = sharing.text(&facts.product);
    mask(&mut case.order.standing.closed_reason);
    for tag in &mut case.order.tags {
        *tag = sharing.text(tag);
    }
    let names: BTreeMap<Sha256, String> = case
        .shots
        .iter()
        .enumerate()
        .map(|(i, shot)| (shot.sha256, neutral_name(i, shot)))
        .collect();
    for event in &mut case.events {
        // Of a file its role is told, and not the name that it came with.
        match (event.what.kind, event.what.text.as_deref()) {
            (EventKind::ShotAdded, Some(text)) => {
                let role = text.split('：').next().map(|role| sharing.text(role));
                event.what.text = role;
            }
            _ => mask(&mut event.what.text),
        }
    }
    for shot in &mut case.shots {
        shot.name = names.get(&shot.sha256).cloned().unwrap_or_default();
    }
    case
}

/// The name of a file that is shared: the person's own may tell who they are.
fn neutral_name(place: usize, shot: &Shot) -> String {
    format!("{:02}-{}", place + 1, shot.role.name().chinese())
}

/// The files of a case as they are shared; `None` for what stays out.
fn masked_originals(case: &DossierCase, sharing: Sharing<'_>) -> Vec<Option<Entry>> {
    let prefix = &case.folder;
    let entry = |(i, shot): (usize, &Shot)| {
        let mask = sharing.masks.get(&shot.sha256);
        sharing.takes(shot).then(|| Entry {
            path: format!("{prefix}{ORIGINALS}/{}.png", neutral_name(i, shot)),
            body: Body::Masked {
                of: shot.sha256,
                boxes: mask.map(|mask| mask.boxes().to_vec()).unwrap_or_default(),
            },
        })
    };
    case.shots.iter().enumerate().map(entry).collect()
}

/// Takes away what was made of the unmasked texts and files: whoever has a hash and all of a text but some digits has the
/// digits.
fn without_hashes(json: &mut Value) {
    let remove = |json: &mut Value, keys: &[&str]| {
        if let Value::Object(all) = json {
            all.retain(|key, _| !keys.contains(&key.as_str()));
        }
    };
    remove(json, &["chain_head"]);
    for event in json["order"]["events"].as_array_mut().into_iter().flatten() {
        remove(event, &["hash", "hashed_ms", "facts", "shot_sha256"]);
    }
    for shot in json["order"]["shots"].as_array_mut().into_iter().flatten() {
        remove(shot, &["sha256"]);
    }
}

/// Where each file of a case lies in the archive, in the order of its files.
pub(super) fn paths(case: &DossierCase) -> Vec<String> {
    originals(case).into_iter().map(|entry| entry.path).collect()
}

/// The rows of bills that belong to a case, each with its file and all of its cells, if there are any.
fn bill_texts(case: &DossierCase, sharing: Option<Sharing<'_>>, zone: Zone) -> Option<String> {
    let mut lines = Vec::new();
    for event in bill_rows(&case.events) {
        let facts: Value = serde_json::from_str(event.what.facts.as_deref()?).ok()?;
        let of = |key: &str| facts["bill"][key].as_str().unwrap_or_default().to_owned();
        let kept = format!(
            "   导入时间：{}，时间线第 {} 条",
            event.recorded_at.local(zone),
            event.seq
        );
        let told = event.what.text.as_deref().unwrap_or_default();
        match sharing {
            // The whole row, the file's name and its hash tell more than the row's own words.
            Some(sharing) => lines.extend([sharing.text(told), kept, String::new()]),
            None => lines.extend([
                told.to_owned(),
                format!("   账单文件：{}", of("file")),
                format!("   文件的 SHA-256：{}", of("sha256")),
                kept,
                format!("   整行内容：{}", of("cells").replace('\t', " | ")),
                String::new(),
            ]),
        }
    }
    (!lines.is_empty()).then(|| {
        format!(
            "账单记录\n\n以下各行由本人摘自支付 App 导出的账单文件。核对时出示原文件，按单号查找，或请支付平台重新出具。\n\n{}",
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
        let words = letter_text(event)?;
        Some(text(&format!("{prefix}{LETTERS}/"), &letter_name(event), words))
    })
    .collect()
}

/// The name of the file of a letter that was sent.
pub(super) fn letter_name(event: &Event) -> String {
    let kind = if event.what.until.is_some() {
        "限期催告"
    } else {
        "催告"
    };
    format!("{:02}-{kind}.txt", event.seq)
}

/// What is in it; `None` where only that one was sent was noted.
pub(super) fn letter_text(event: &Event) -> Option<String> {
    event.what.text.as_deref().map(|words| format!("{words}\n"))
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
                path: format!("{prefix}{ORIGINALS}/{name}"),
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

fn timeline(case: &DossierCase, is_masked: bool, abroad: bool) -> String {
    let zone = BEIJING;
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
    if abroad {
        lines.push(WHOSE_TIME.to_owned());
    }
    let undone = undone(&case.events);
    for event in &case.events {
        lines.push(event_line(&EventLine {
            event,
            undone: undone.contains(&event.seq),
            at: &event.what.at.local(zone),
            until: &event
                .what
                .until
                .map(|until| until.local(zone))
                .unwrap_or_default(),
            recorded_at: &event.recorded_at.local(zone),
        }));
    }
    lines.push(String::new());
    if is_masked {
        lines.push("这是遮盖版，不含时间线的哈希。".to_owned());
        return lines.join("\n") + "\n";
    }
    lines.extend([
        chain_head_line(case.events.last()),
        match check_chain(&case.events) {
            Ok(()) => "每一条都含前一条的哈希；用于核对导出之后没有插入、删改中间的记录。".to_owned(),
            Err(fault) => format!("注意：第 {} 条起哈希对不上，这条时间线可能被改动过。", fault.seq),
        },
    ]);
    lines.join("\n") + "\n"
}

/// How the timeline for people names the last hash.
pub(super) fn chain_head_line(last: Option<&Event>) -> String {
    match last {
        Some(last) => format!("时间线末条哈希：{}", last.hash),
        None => "时间线为空。".to_owned(),
    }
}

/// An entry of the timeline for people, with its times as they are shown.
pub(super) struct EventLine<'a> {
    pub event: &'a Event,
    /// Whether a later one takes it back.
    pub undone: bool,
    pub at: &'a str,
    /// Shown only where there is one.
    pub until: &'a str,
    pub recorded_at: &'a str,
}

/// The lines of an entry. Packages of every version hold them like this, and a check compares them.
pub(super) fn event_line(told: &EventLine<'_>) -> String {
    let what = &told.event.what;
    let mut line = format!("{}. {}  {}", told.event.seq, told.at, what.kind.name().chinese());
    if let Some(amount) = what.amount {
        line.push_str(&format!(" {} 元", amount.yuan()));
    }
    if let Some(undoes) = what.undoes {
        line.push_str(&format!("第 {undoes} 条"));
    }
    if what.until.is_some() {
        line.push_str(&format!("，期限 {}", told.until));
    }
    if told.undone {
        line.push_str("（后来撤销）");
    }
    line.push_str(&format!("（记于 {}）", told.recorded_at));
    if let Some(text) = &what.text {
        for text_line in text.lines() {
            line.push_str(&format!("\n   {text_line}"));
        }
    }
    line
}

fn evidence_list(
    case: &DossierCase,
    originals: &[Option<Entry>],
    is_masked: bool,
    rules: &Rules,
    now: Moment,
    abroad: bool,
) -> Outcome<String> {
    let zone = BEIJING;
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
    if abroad {
        lines.push(WHOSE_TIME.to_owned());
    }
    let is_settled = !case.order.status.is_open();
    if is_settled {
        lines.push(format!(
            "状态：{}，本清单只作留存，不提出请求。",
            case.order.status.name().chinese()
        ));
    }
    lines.push(String::new());
    if case.shots.is_empty() && !is_settled {
        lines.push("（没有添加截图。建议补上支付凭证、订单页面和与客服的沟通记录。）".to_owned());
    }
    for (i, (shot, entry)) in case.shots.iter().zip(originals).enumerate() {
        lines.push(format!("{}. {}", i + 1, shot.role.name().chinese()));
        let added = shot.added_at.local(zone);
        lines.push(if is_masked {
            format!("   来源：本人保存，{added} 加入到账")
        } else {
            format!("   来源：本人保存，{added} 加入到账；原文件名 {}", shot.name)
        });
        lines.push(format!(
            "   证明内容：{}",
            proves(shot.role, is_settled || case.order.status == Status::Disputed)
        ));
        lines.push(match entry {
            Some(entry) => format!(
                "   文件：{}",
                entry.path.strip_prefix(&case.folder).unwrap_or(&entry.path)
            ),
            None => "   文件：没有放进遮盖版".to_owned(),
        });
        if !is_masked {
            lines.push(format!("   SHA-256：{}", shot.sha256));
        }
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
        if is_masked {
            "这是遮盖版，不含原件的哈希值。"
        } else {
            "本清单中的哈希值用于核对文件自导出后未被更改。"
        }
        .to_owned(),
    ]);
    if !is_settled {
        lines.push(String::new());
        lines.push("提交人签名：____________    提交日期：____________".to_owned());
    }
    Ok(lines.join("\n") + "\n")
}

/// What a piece shows. Of an order that is settled nothing is claimed, and of one of which something came not that nothing did.
fn proves(role: ShotRole, something_came: bool) -> &'static str {
    match role {
        ShotRole::Payment => "本人已付款，及付款的时间、金额、收款方",
        ShotRole::OrderPage => "订单的内容、订单号和订单状态",
        ShotRole::Chat => "本人与平台沟通、催告的经过和对方的答复",
        ShotRole::ArrivalCheck if something_came => "当时查到的到账情况",
        ShotRole::ArrivalCheck => "商品没有到账",
        ShotRole::MerchantIdentity => "商家的身份",
        ShotRole::Other => "见文件内容",
    }
}
