//! The texts of an archive for people. Each is made of what the archive says elsewhere, `order.json` and the events in it, so
//! that a check of a package can make them again and compare.

use super::contents::bill_rows;
use crate::order::{
    Event, EventKind, Fen, KeyState, Moment, ShotRole, Span, Status, Word, named_or_blank, shown, undone,
};
use serde_json::Value;

/// How a text says that its times are not those of the person's clock.
const WHOSE_TIME: &str = "时间均为北京时间。";

/// What stands above the rows of bills, and what earlier versions wrote there.
pub(super) const ABOVE_ROWS: &str =
    "以下各行由本人摘自支付 App 导出的账单文件。核对时出示原文件，按单号查找，或请支付平台重新出具。";
pub(super) const ABOVE_ROWS_BEFORE: &str =
    "以下各行取自支付 App 导出的账单。核对时在同一份账单里按单号查找，或请支付平台重新出具。";

/// How a usual time is called, and how earlier versions called it.
const USUAL: &str = "常见时限，供参考";
pub(super) const USUAL_BEFORE: &str = "同类商品的常见时限";

/// An `order.json`, with what it says where.
#[derive(Clone, Copy)]
pub(super) struct Document<'a>(pub &'a Value);

impl<'a> Document<'a> {
    pub fn order(self) -> &'a Value {
        &self.0["order"]
    }

    pub fn events(self) -> &'a [Value] {
        self.order()["events"].as_array().map_or(&[], Vec::as_slice)
    }

    pub fn shots(self) -> &'a [Value] {
        self.order()["shots"].as_array().map_or(&[], Vec::as_slice)
    }

    pub fn keys(self) -> &'a [Value] {
        self.order()["keys"].as_array().map_or(&[], Vec::as_slice)
    }

    /// A text of the order; empty where there is none.
    pub fn text(self, key: &str) -> &'a str {
        self.order()[key].as_str().unwrap_or_default()
    }

    pub fn amount(self) -> Fen {
        Fen(self.order()["amount_fen"].as_i64().unwrap_or_default())
    }

    /// How the order was settled, so that nothing is asked for any more.
    pub fn settled(self) -> Option<Status> {
        Status::from_word(self.text("status")).filter(|status| !status.is_open())
    }
}

/// A moment with its offset, as JSON says it.
pub(super) fn moment(value: &Value) -> Option<Moment> {
    let at = chrono::DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
    Some(at.into())
}

/// The same as a text shows it: without the offset, to the second.
pub(super) fn local(value: &Value) -> String {
    let shown = value.as_str().unwrap_or_default();
    shown.get(..19).unwrap_or(shown).replace('T', " ")
}

/// What the timeline for people says beside its entries.
pub(super) struct Telling<'a> {
    /// Whether the person's own clock showed other times.
    pub abroad: bool,
    /// Whether hashes stand in the archive.
    pub masked: bool,
    /// The first entry whose hash does not hold.
    pub fault: Option<u32>,
    /// How a time that nobody promised is called.
    pub usual: &'a str,
}

impl Telling<'_> {
    pub fn new(abroad: bool, masked: bool, fault: Option<u32>) -> Self {
        Self {
            abroad,
            masked,
            fault,
            usual: USUAL,
        }
    }
}

/// The timeline of an order.
pub(super) fn timeline(document: Document<'_>, telling: &Telling<'_>) -> String {
    let order = document.order();
    let from = moment(&order["counted_from"]);
    let window = moment(&order["due_at"])
        .zip(from)
        .map_or(Span(0), |(due, from)| due - from);
    let mut lines = vec![
        format!(
            "时间线：{}（{}）",
            document.text("product"),
            named_or_blank(document.text("platform"))
        ),
        String::new(),
        format!(
            "{}  付款 {} 元",
            local(&order["paid_at"]),
            document.amount().yuan()
        ),
        format!(
            "{}  应到账（{} {}，{}）",
            local(&order["due_at"]),
            if from == moment(&order["paid_at"]) {
                "付款后"
            } else {
                "平台发货时间起"
            },
            window.spoken().chinese(),
            if order["window_promised"] == true {
                "平台承诺的时限"
            } else {
                telling.usual
            }
        ),
        String::new(),
        "以下为本人记录，按记录先后排列；时间为事情发生的时间，括号内为记录时间。".to_owned(),
    ];
    if telling.abroad {
        lines.push(WHOSE_TIME.to_owned());
    }
    lines.extend(document.events().iter().map(entry));
    lines.push(String::new());
    if telling.masked {
        lines.push("这是遮盖版，不含时间线的哈希。".to_owned());
    } else {
        lines.push(match document.events().last() {
            Some(last) => format!("时间线末条哈希：{}", last["hash"].as_str().unwrap_or_default()),
            None => "时间线为空。".to_owned(),
        });
        lines.push(match telling.fault {
            None => "每一条都含前一条的哈希；用于核对导出之后没有插入、删改中间的记录。".to_owned(),
            Some(seq) => format!("注意：第 {seq} 条起哈希对不上，这条时间线可能被改动过。"),
        });
    }
    lines.join("\n") + "\n"
}

/// The lines of an entry.
fn entry(event: &Value) -> String {
    let mut line = format!(
        "{}. {}  {}",
        event["seq"],
        local(&event["at"]),
        event["name"].as_str().unwrap_or_default()
    );
    if let Some(amount) = event["amount_fen"].as_i64() {
        line.push_str(&format!(" {} 元", Fen(amount).yuan()));
    }
    if let Some(undoes) = event["undoes"].as_u64() {
        line.push_str(&format!("第 {undoes} 条"));
    }
    if event["until"].is_string() {
        line.push_str(&format!("，期限 {}", local(&event["until"])));
    }
    if event["undone"] == true {
        line.push_str("（后来撤销）");
    }
    line.push_str(&format!("（记于 {}）", local(&event["recorded_at"])));
    for text_line in event["text"].as_str().into_iter().flat_map(str::lines) {
        line.push_str(&format!("\n   {text_line}"));
    }
    line
}

/// What the rules call the facts of an order.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub kind: &'a str,
    pub account: &'a str,
    /// The payment channel, if it is known, and its numbers.
    pub channel: Option<&'a str>,
    pub payment_no: &'a str,
    pub merchant_order_no: &'a str,
}

/// The list of the evidence. `originals` are the paths of the files below the order's folder, in their order; `None` for what
/// stayed out. Of an order that is `settled` nothing is claimed.
pub(super) fn evidence_list(
    document: Document<'_>,
    originals: &[Option<&str>],
    names: Names<'_>,
    settled: Option<Status>,
    abroad: bool,
    masked: bool,
) -> String {
    let order = document.order();
    let mut lines = vec!["证据清单".to_owned(), String::new()];
    let given = |key: &str| order[key].as_str().map(str::to_owned);
    for (name, value) in [
        ("平台", Some(named_or_blank(document.text("platform")))),
        ("收款商户", given("merchant")),
        (
            "商品",
            Some(format!("{}（{}）", document.text("product"), names.kind)),
        ),
        ("实付", Some(format!("{} 元", document.amount().yuan()))),
        ("付款时间", Some(local(&order["paid_at"]))),
        ("订单号", given("order_no")),
        ("支付渠道", names.channel.map(str::to_owned)),
        (names.payment_no, given("payment_no")),
        (names.merchant_order_no, given("merchant_order_no")),
        (names.account, given("account")),
    ] {
        lines.extend(value.map(|value| format!("{name}：{value}")));
    }
    if abroad {
        lines.push(WHOSE_TIME.to_owned());
    }
    if let Some(status) = settled {
        lines.push(format!(
            "状态：{}，本清单只作留存，不提出请求。",
            status.name().chinese()
        ));
    }
    lines.push(String::new());
    if document.shots().is_empty() && settled.is_none() {
        lines.push("（没有添加截图。建议补上支付凭证、订单页面和与客服的沟通记录。）".to_owned());
    }
    let something_came = settled.is_some() || document.text("status") == Status::Disputed.word();
    for (i, (shot, path)) in document.shots().iter().zip(originals).enumerate() {
        let role = shot["role"].as_str().and_then(ShotRole::from_word);
        let role = role.unwrap_or(ShotRole::Other);
        let word = |key: &str| shot[key].as_str().unwrap_or_default();
        lines.push(format!("{}. {}", i + 1, role.name().chinese()));
        let added = local(&shot["added_at"]);
        lines.push(if masked {
            format!("   来源：本人保存，{added} 加入到账")
        } else {
            format!("   来源：本人保存，{added} 加入到账；原文件名 {}", word("name"))
        });
        lines.push(format!("   证明内容：{}", proves(role, something_came)));
        lines.push(match path {
            Some(path) => format!("   文件：{path}"),
            None => "   文件：没有放进遮盖版".to_owned(),
        });
        if !masked {
            lines.push(format!("   SHA-256：{}", word("sha256")));
        }
    }
    lines.extend(keys(document));
    let is_demand = |event: &&Value| event["kind"] == EventKind::Demanded.word() && event["undone"] != true;
    let demands = document.events().iter().filter(is_demand).count();
    lines.extend([
        String::new(),
        format!("催告记录：{demands} 次，见 时间线.txt"),
        format!("导出时间：{}", local(&document.0["exported_at"])),
        if masked {
            "这是遮盖版，不含原件的哈希值。"
        } else {
            "本清单中的哈希值用于核对文件自导出后未被更改。"
        }
        .to_owned(),
    ]);
    if settled.is_none() {
        lines.push(String::new());
        lines.push("提交人签名：____________    提交日期：____________".to_owned());
    }
    lines.join("\n") + "\n"
}

/// The card keys in a table, by their last four.
fn keys(document: Document<'_>) -> Vec<String> {
    if document.keys().is_empty() {
        return Vec::new();
    }
    let mut lines = vec![
        String::new(),
        "卡密（只写后四位；状态和页面的说法由本人记录）".to_owned(),
        "序号 | 后四位 | 状态 | 首次试用 | 页面的说法".to_owned(),
    ];
    lines.extend(document.keys().iter().map(|key| {
        let last4 = key["last4"].as_str();
        let tried = if key["tried_at"].is_string() {
            local(&key["tried_at"])
        } else {
            "—".to_owned()
        };
        let says = key["says"].as_str().unwrap_or("—");
        key_row(
            key["n"].as_u64().unwrap_or_default(),
            last4,
            state(&key["state"]),
            &tried,
            says,
        )
    }));
    lines
}

fn state(word: &Value) -> KeyState {
    word.as_str().and_then(KeyState::from_word).unwrap_or_default()
}

/// A line of a table of card keys.
pub(super) fn key_row(n: u64, last4: Option<&str>, state: KeyState, tried: &str, says: &str) -> String {
    let says = says.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "{n} | {} | {} | {tried} | {says}",
        shown(last4),
        state.name().chinese()
    )
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

/// The rows of bills that belong to an order, each with its file and all of its cells, if there are any. `recorded_at` says
/// when an event was written down, as it is shown.
pub(super) fn bill_texts(
    events: &[Event],
    above: &str,
    masked: bool,
    recorded_at: impl Fn(&Event) -> String,
) -> Option<String> {
    let mut lines = Vec::new();
    for event in bill_rows(events) {
        let facts: Value = serde_json::from_str(event.what.facts.as_deref()?).ok()?;
        let of = |key: &str| facts["bill"][key].as_str().unwrap_or_default().to_owned();
        let told = event.what.text.clone().unwrap_or_default();
        let kept = format!("   导入时间：{}，时间线第 {} 条", recorded_at(event), event.seq);
        // The whole row, the file's name and its hash tell more than the row's own words.
        lines.extend(if masked {
            vec![told, kept, String::new()]
        } else {
            vec![
                told,
                format!("   账单文件：{}", of("file")),
                format!("   文件的 SHA-256：{}", of("sha256")),
                kept,
                format!("   整行内容：{}", of("cells").replace('\t', " | ")),
                String::new(),
            ]
        });
    }
    (!lines.is_empty()).then(|| format!("账单记录\n\n{above}\n\n{}", lines.join("\n")))
}

/// The letters that were sent, by the names of their files.
pub(super) fn letters(events: &[Event]) -> impl Iterator<Item = (String, String)> + '_ {
    let gone = undone(events);
    events.iter().filter_map(move |event| {
        let is_sent = event.what.kind == EventKind::Demanded && !gone.contains(&event.seq);
        // Of some only that they were sent was noted.
        let words = event.what.text.as_deref().filter(|_| is_sent)?;
        let kind = if event.what.until.is_some() {
            "限期催告"
        } else {
            "催告"
        };
        Some((format!("{:02}-{kind}.txt", event.seq), format!("{words}\n")))
    })
}

/// The beginning of the name of an order's file, by its place from 0.
pub(super) fn numbered(place: usize, role: ShotRole) -> String {
    format!("{:02}-{}", place + 1, role.name().chinese())
}
