//! What goes into a package.

use super::mask::MaskBox;
use super::safe_name;
use super::secrets::{mask_all, mask_text};
use super::texts::{self, ABOVE_ROWS, Document, Names, Telling, bill_texts, numbered};
use crate::Outcome;
use crate::order::view::{EventView, KeyView, OrderDetail, OrderView, ShotView};
use crate::order::{
    BEIJING, CardKey, Event, EventKind, Facts, Moment, Order, Person, Problem, Sha256, Shot, Zone,
    check_chain, undone,
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
    /// Its card keys: none of them goes into a package.
    pub keys: Vec<CardKey>,
    /// Its folder in the archive, with `/`: empty for one order alone.
    pub folder: String,
    /// The complaint at length, and within the limit of the form's field. Empty until a submission is made, and of a settled
    /// order.
    pub long_text: String,
    pub field_text: String,
}

impl DossierCase {
    /// What is wrong; nothing came where nobody said so.
    pub fn problem(&self) -> Problem {
        self.order.standing.problem.unwrap_or(Problem::NotDelivered)
    }
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
        all.extend(case.keys.iter().flat_map(CardKey::secrets).map(str::to_owned));
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
    let fault = check_chain(&case.events).err().map(|fault| fault.seq);
    let mut json = order_json(shown, now, BEIJING);
    if let Some(sharing) = sharing {
        without_hashes(&mut json);
        for key in json["order"]["keys"].as_array_mut().into_iter().flatten() {
            without_ends(key, &sharing);
        }
        json["chain_holds"] = fault.is_none().into();
    }
    let document = Document(&json);
    let below: Vec<Option<&str>> = originals
        .iter()
        .map(|entry| entry.as_ref()?.path.strip_prefix(prefix))
        .collect();
    let timeline = texts::timeline(document, &Telling::new(abroad, is_masked, fault));
    let list = texts::evidence_list(
        document,
        &below,
        names(&case.order.facts, rules)?,
        document.settled(),
        abroad,
        is_masked,
    );
    let mut entries = vec![
        Entry {
            path: format!("{prefix}order.json"),
            body: Body::Json(json),
        },
        text(prefix, TIMELINE, timeline),
        text(prefix, EVIDENCE_LIST, list),
    ];
    let letters = texts::letters(&shown.events);
    entries.extend(letters.map(|(name, words)| text(&format!("{prefix}{LETTERS}/"), &name, words)));
    let rows = bill_texts(&shown.events, ABOVE_ROWS, is_masked, |event| {
        event.recorded_at.local(BEIJING)
    });
    entries.extend(rows.map(|rows| text(prefix, BILL_ROWS, rows)));
    entries.extend(originals.into_iter().flatten());
    Ok(entries)
}

/// What the rules call the facts of an order.
fn names<'a>(facts: &Facts, rules: &'a Rules) -> Outcome<Names<'a>> {
    let kind = rules.kind(&facts.kind)?;
    let channel = facts
        .channel
        .as_deref()
        .map(|key| rules.channel(key))
        .transpose()?;
    Ok(Names {
        kind: kind.name.chinese(),
        account: kind.account.name.chinese(),
        channel: channel.map(|channel| channel.name.chinese()),
        payment_no: channel.map_or("支付单号", |channel| channel.payment_no.chinese()),
        merchant_order_no: channel.map_or("商户单号", |channel| channel.merchant_order_no.chinese()),
    })
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
    numbered(place, shot.role)
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
    for key in json["order"]["keys"].as_array_mut().into_iter().flatten() {
        remove(key, &["piece"]);
    }
}

/// Of a card key nothing is shared but what became of it.
fn without_ends(key: &mut Value, sharing: &Sharing<'_>) {
    key["last4"] = Value::Null;
    if let Some(says) = key["says"].as_str().map(|says| sharing.text(says)) {
        key["says"] = says.into();
    }
}

/// Where each file of a case lies in the archive, in the order of its files.
pub(super) fn paths(case: &DossierCase) -> Vec<String> {
    originals(case).into_iter().map(|entry| entry.path).collect()
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
                "{}-{}.{}",
                numbered(i, shot.role),
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
        keys: KeyView::all(&case.events, &case.shots, zone),
        keys_open: false,
        // What the data file holds beside the order is not of it.
        double_of: None,
    };
    // It leaves the app.
    let mut json = speaking(Language::chinese(), || {
        json!({
            "schema": "daozhang-order-1",
            "exported_at": now.rfc3339(zone),
            "chain_head": case.events.last().map(|event| event.hash.to_string()),
            "chain_holds": check_chain(&case.events).is_ok(),
            "order": detail,
        })
    });
    if let Value::Object(order) = &mut json["order"] {
        order.remove("keys_open");
        // Without any it is as every version reads it.
        if order
            .get("keys")
            .is_some_and(|keys| keys.as_array().is_some_and(Vec::is_empty))
        {
            order.remove("keys");
        }
    }
    json
}
