//! An `order.json` against its own chain: the facts, times and files that a person reads are those that the hashes cover.

use crate::order::{
    Event, EventKind, Facts, Fen, Happening, KeyState, Ledger, Media, Moment, Sha256, ShotRole, Stage,
    Status, Tie, Topic, Word, check_chain, follows, standing, undone,
};
use crate::prove::contents::LETTERS;
use crate::prove::manifest::{Manifest, ManifestOrder};
use crate::prove::texts::{
    self, Names, Telling, USUAL_BEFORE, bill_texts, evidence_list, letters, local, moment, numbered, timeline,
};
use crate::rules::three_times;
use crate::text;
use crate::words::Text;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What stands for hidden characters; see `mask`.
const HIDDEN: char = '*';

/// The keys of an `order.json`, and of what is in it.
const WHOLE: &[&str] = &["schema", "exported_at", "chain_head", "chain_holds", "order"];
const ORDER: &[&str] = &[
    "id",
    "platform",
    "product",
    "kind",
    "account",
    "order_no",
    "quantity",
    "amount_fen",
    "requested_fen",
    "refunded_fen",
    "credited_fen",
    "problem",
    "received",
    "claim_fen",
    "open_fen",
    "channel",
    "payment_no",
    "payments",
    "merchant_order_no",
    "merchant",
    "note",
    "paid_at",
    "window_seconds",
    "window_promised",
    "counted_from",
    "remind_at",
    "due_at",
    "status",
    "stage",
    "topic",
    "deadlines",
    "snoozed_until",
    "next_alert_at",
    "settled_at",
    "closed_reason",
    "tags",
    "sample",
    "created_at",
    "events",
    "shots",
    "keys",
];
const EVENT: &[&str] = &[
    "seq",
    "kind",
    "name",
    "at",
    "recorded_at",
    "text",
    "until",
    "amount_fen",
    "shot_sha256",
    "undoes",
    "undone",
    "undoable",
    "facts",
    "hash",
    "hashed_ms",
];
const SHOT: &[&str] = &[
    "sha256", "role", "name", "media", "bytes", "width", "height", "added_at",
];
const KEY: &[&str] = &["n", "last4", "state", "tried_at", "says", "piece"];
/// What a masked edition leaves out of them.
const HASHES: &[&str] = &[
    "chain_head",
    "hash",
    "hashed_ms",
    "facts",
    "shot_sha256",
    "sha256",
    "piece",
];
const PAYMENT: &[&str] = &["app", "payment_no", "amount_fen", "paid_at"];
const DEADLINE: &[&str] = &["at", "topic"];

/// An `order.json` that was read.
pub(super) struct Document {
    json: Value,
    /// Its timeline as the hashes cover it; empty in a masked edition, which has no hashes.
    events: Vec<Event>,
    /// The files that the timeline says the order has.
    attached: BTreeMap<Sha256, Attached>,
    /// The lengths of the files that are shown.
    lengths: BTreeMap<Sha256, Option<u64>>,
    is_chained: bool,
    is_masked: bool,
    /// Whether the package is of a version that did not yet say all that is compared here.
    is_earlier: bool,
}

impl Document {
    /// `None` if it is not what this app writes.
    pub fn read(json: Value, manifest: &Manifest) -> Option<Self> {
        let masked = manifest.masked;
        // Masked editions of earlier versions masked this too.
        if !masked && json["schema"] != "daozhang-order-1" {
            return None;
        }
        let told = json["order"]["events"].as_array()?;
        // Masked editions of earlier versions held the hashes, and where a secret stood in one by chance it was masked.
        let events = match told.iter().map(chained).collect::<Option<Vec<_>>>() {
            Some(events) => events,
            None if masked => Vec::new(),
            None => return None,
        };
        let is_chained = !masked || !events.is_empty();
        let shots = json["order"]["shots"].as_array().into_iter().flatten();
        let lengths = shots.filter_map(|shot| Some((hash(shot)?, shot["bytes"].as_u64())));
        Some(Self {
            lengths: lengths.collect(),
            attached: attached(&events),
            json,
            events,
            is_chained,
            is_masked: masked,
            is_earlier: manifest.is_earlier(),
        })
    }

    /// What contradicts itself, or the manifest, one sentence each.
    pub fn check(&self, order: &ManifestOrder, manifest: &Manifest) -> Vec<Text> {
        let path = order.path.as_str();
        let mut problems = Vec::new();
        let head = self.events.last().map(|event| event.hash.to_string());
        if !manifest.masked {
            if let Err(fault) = check_chain(&self.events) {
                problems.push(text!(verify_chain, path = path, entry = fault.seq));
            }
        } else if let Some(seq) = self.told_otherwise() {
            problems.push(text!(verify_chain, path = path, entry = seq));
        }
        let heads_fit = head == order.chain_head && self.json["chain_head"].as_str() == head.as_deref();
        if self.is_chained && !heads_fit {
            problems.push(text!(verify_chain_head, path = path, manifest = super::MANIFEST));
        }
        let other = |key: &str| text!(verify_visible, path = path, key = key);
        let as_in_manifest = [
            ("id", self.json["order"]["id"] == json!(order.id)),
            ("exported_at", self.json["exported_at"] == json!(manifest.made_at)),
            (
                "chain_holds",
                self.json["chain_holds"] == json!(order.chain_holds),
            ),
            ("events", self.told().len() as u64 == u64::from(order.events)),
        ];
        let differs = as_in_manifest.iter().filter(|(_, fits)| !fits);
        problems.extend(differs.map(|(key, _)| {
            text!(
                verify_visible_manifest,
                path = path,
                key = *key,
                manifest = super::MANIFEST
            )
        }));
        problems.extend(
            self.events_differ()
                .map(|(seq, key)| other(&format!("events[{seq}].{key}"))),
        );
        if !manifest.masked {
            problems.extend(self.facts_differ().into_iter().map(|key| other(&key)));
        }
        let odd = self.odd();
        problems.extend(odd.map(|key| text!(verify_odd, path = path, key = key)));
        problems
    }

    /// What this app does not write: keys that it does not know, and values that are none of what a key can hold. A version
    /// that writes more says so by the schema of its manifest.
    fn odd(&self) -> impl Iterator<Item = String> + '_ {
        let order = &self.json["order"];
        let all = |key: &'static str| order[key].as_array().into_iter().flatten();
        let documents = [("", &self.json, WHOLE), ("order.", order, ORDER)].into_iter();
        let parts = documents
            .chain(all("events").map(|one| ("events.", one, EVENT)))
            .chain(all("shots").map(|one| ("shots.", one, SHOT)))
            .chain(all("keys").map(|one| ("keys.", one, KEY)))
            .chain(all("payments").map(|one| ("payments.", one, PAYMENT)))
            .chain(all("deadlines").map(|one| ("deadlines.", one, DEADLINE)));
        let unknown = parts.flat_map(|(prefix, part, known)| {
            let keys = part.as_object().into_iter().flat_map(|part| part.keys());
            // A masked edition holds no hash over what it hides.
            let is_hash = |key: &str| self.is_masked && !self.is_earlier && HASHES.contains(&key);
            keys.filter(move |key| !known.contains(&key.as_str()) || is_hash(key))
                .map(move |key| format!("{prefix}{key}"))
        });
        // What the app plans follows from its rules and is not in the timeline; at least it is nothing else.
        let is_topic = |value: &Value| {
            value
                .as_str()
                .is_some_and(|word| Topic::from_word(word).is_some())
        };
        let is_time = |value: &Value| value.is_null() || moment(value).is_some();
        let none_or = |value: &Value, fits: fn(&Value) -> bool| value.is_null() || fits(value);
        let is_hash = |value: &Value| value.as_str().and_then(Sha256::from_hex).is_some();
        // Masked editions of earlier versions masked each text by itself, hashes too.
        let hides_hashes = self.is_masked && self.is_earlier;
        let planned = [
            (
                "stage",
                order["stage"]
                    .as_str()
                    .is_some_and(|word| Stage::from_word(word).is_some()),
            ),
            ("topic", order["topic"].is_null() || is_topic(&order["topic"])),
            ("remind_at", is_time(&order["remind_at"])),
            ("snoozed_until", is_time(&order["snoozed_until"])),
            ("next_alert_at", is_time(&order["next_alert_at"])),
            (
                "deadlines",
                all("deadlines").all(|one| moment(&one["at"]).is_some() && is_topic(&one["topic"])),
            ),
            ("sample", order["sample"].is_boolean()),
            ("tags", all("tags").all(Value::is_string)),
            (
                "keys",
                all("keys").all(|one| {
                    one["n"].is_u64()
                        && one["state"].as_str().is_some_and(|word| KeyState::from_word(word).is_some())
                        && is_time(&one["tried_at"])
                        && none_or(&one["says"], Value::is_string)
                        // A masked edition shows nothing of a key.
                        && none_or(&one["last4"], |end| end.is_string()) && !(self.is_masked && one["last4"].is_string())
                }),
            ),
            // What is none in the timeline is not something else here.
            (
                "events",
                all("events").all(|one| {
                    none_or(&one["amount_fen"], Value::is_i64)
                        && none_or(&one["undoes"], Value::is_u64)
                        && none_or(&one["text"], Value::is_string)
                        && is_time(&one["until"])
                        && (hides_hashes
                            || none_or(&one["facts"], Value::is_string)
                                && none_or(&one["hashed_ms"][2], Value::is_i64)
                                && (one["shot_sha256"].is_null() || is_hash(&one["shot_sha256"])))
                }),
            ),
            (
                "shots",
                all("shots").all(|one| one["media"].as_str().and_then(Media::from_word).is_some()),
            ),
        ];
        // The first versions knew none of these.
        let odd = planned
            .into_iter()
            .filter(move |(key, fits)| !fits && order.get(*key).is_some());
        unknown.chain(odd.map(|(key, _)| format!("order.{key}")))
    }

    fn told(&self) -> &[Value] {
        self.json["order"]["events"].as_array().map_or(&[], Vec::as_slice)
    }

    /// Whether the timeline tells of card keys.
    pub fn tells_keys(&self) -> bool {
        let is_of_keys = |event: &Value| {
            [EventKind::KeysAdded, EventKind::KeyTried]
                .into_iter()
                .any(|kind| event["kind"] == Word::word(kind))
        };
        self.told().iter().any(is_of_keys)
    }

    /// How often the timeline says that a package was made.
    pub fn exports(&self) -> usize {
        let is_export = |event: &&Value| event["kind"] == Word::word(EventKind::Exported);
        self.told().iter().filter(is_export).count()
    }

    /// In a masked edition a hash differs only where something was masked: the first entry of which that is not so.
    fn told_otherwise(&self) -> Option<u32> {
        let mut before: Option<&Event> = None;
        for event in &self.events {
            let texts = [&event.what.text, &event.what.facts];
            let is_masked = texts.into_iter().flatten().any(|text| text.contains(HIDDEN));
            if !is_masked && !follows(before, event) {
                return Some(event.seq);
            }
            before = Some(event);
        }
        None
    }

    /// Where what is shown of an entry is not what is covered, as the place of the entry from 0 and a key.
    fn events_differ(&self) -> impl Iterator<Item = (usize, &'static str)> + '_ {
        let undoes = |event: &Value| event["undoes"].as_u64();
        let gone: BTreeSet<u64> = self.told().iter().filter_map(undoes).collect();
        self.told().iter().enumerate().flat_map(move |(at, told)| {
            let kind = told["kind"].as_str().and_then(EventKind::from_word);
            let seq = told["seq"].as_u64();
            let mut fits = vec![
                ("seq", seq == Some(at as u64 + 1)),
                (
                    "name",
                    kind.is_some_and(|kind| told["name"] == kind.name().chinese()),
                ),
                (
                    "undone",
                    told["undone"] == json!(seq.is_some_and(|seq| gone.contains(&seq))),
                ),
            ];
            if let Some(event) = self.events.get(at) {
                let until = event.what.until;
                fits.extend([
                    ("at", is_at(&told["at"], event.what.at)),
                    ("recorded_at", is_at(&told["recorded_at"], event.recorded_at)),
                    (
                        "until",
                        until.map_or(told["until"].is_null(), |until| is_at(&told["until"], until)),
                    ),
                ]);
            }
            fits.into_iter()
                .filter(|(_, fits)| !fits)
                .map(move |(key, _)| (at, key))
        })
    }

    /// The facts as the last entry that holds them says.
    fn facts(&self) -> Option<Facts> {
        let mut facts = None;
        for event in &self.events {
            if matches!(event.what.kind, EventKind::Logged | EventKind::Edited)
                && let Some(json) = &event.what.facts
            {
                facts = Some(Facts::read(json)?);
            }
        }
        facts
    }

    /// The keys of the order that are shown otherwise than the timeline says.
    fn facts_differ(&self) -> Vec<String> {
        let order = &self.json["order"];
        let Some(facts) = self.facts() else {
            return vec!["facts".to_owned()];
        };
        let standing = standing(&facts, &self.events);
        let status = order["status"].as_str().and_then(Status::from_word);
        let counted_from = moment(&order["counted_from"]);
        let length = moment(&order["due_at"])
            .zip(counted_from)
            .map(|(due, from)| due - from);
        let mut fits = vec![
            ("platform", order["platform"] == json!(facts.platform)),
            ("product", order["product"] == json!(facts.product)),
            ("kind", order["kind"] == json!(facts.kind)),
            ("account", order["account"] == json!(facts.account)),
            ("order_no", order["order_no"] == json!(facts.order_no)),
            ("amount_fen", order["amount_fen"] == json!(facts.amount.0)),
            ("channel", order["channel"] == json!(facts.channel)),
            ("payment_no", order["payment_no"] == json!(facts.payment_no)),
            (
                "merchant_order_no",
                order["merchant_order_no"] == json!(facts.merchant_order_no),
            ),
            ("merchant", order["merchant"] == json!(facts.merchant)),
            ("note", order["note"] == json!(facts.note)),
            ("paid_at", is_at(&order["paid_at"], facts.paid_at)),
            (
                "window_seconds",
                order["window_seconds"] == json!(facts.window.0 / 1000),
            ),
            (
                "window_promised",
                order["window_promised"] == json!(facts.window_promised),
            ),
            // Releases and the grace at a month's edge only ever put it off.
            (
                "counted_from",
                counted_from.is_some_and(|from| from >= facts.paid_at),
            ),
            (
                "due_at",
                length.is_some_and(|length| length >= facts.window)
                    && (!facts.window_promised || length == Some(facts.window)),
            ),
            (
                "refunded_fen",
                order["refunded_fen"] == json!(standing.refunded.0),
            ),
            (
                "closed_reason",
                order["closed_reason"] == json!(standing.closed_reason),
            ),
            (
                "settled_at",
                standing.settled.map_or(order["settled_at"].is_null(), |(_, at)| {
                    is_at(&order["settled_at"], at)
                }),
            ),
            (
                "status",
                status.is_some_and(|status| match standing.settled {
                    Some((settled, _)) => status == settled,
                    None => status.is_open() && (status == Status::Disputed) == standing.is_disputed(),
                }),
            ),
            ("shots", self.shots_fit()),
            ("keys", self.keys_fit()),
            (
                "created_at",
                self.events
                    .first()
                    .is_some_and(|first| is_at(&order["created_at"], first.recorded_at)),
            ),
        ];
        // Earlier versions knew one payment.
        let paid = facts.paid();
        if order.get("payments").is_some() || paid.len() > 1 || !self.is_earlier {
            let payments = &order["payments"];
            let all = payments.as_array().map_or(&[][..], Vec::as_slice);
            let same = all.len() == paid.len()
                && all.iter().zip(&paid).all(|(told, payment)| {
                    told["app"] == json!(payment.app)
                        && told["payment_no"] == json!(payment.payment_no)
                        && told["amount_fen"] == json!(payment.amount.0)
                        && is_at(&told["paid_at"], payment.paid_at)
                });
            fits.push(("payments", same));
        }
        // Earlier versions knew one thing of each order, and no problem with it.
        let owed = |asked: bool| if asked { standing.claim(&facts) } else { Fen(0) };
        let claim = owed(matches!(status, Some(Status::Overdue | Status::Disputed)));
        let open = owed(status.is_some_and(Status::is_open));
        let later = [
            ("quantity", json!(facts.quantity)),
            ("requested_fen", json!(facts.requested.map(|fen| fen.0))),
            ("credited_fen", json!(standing.credited.0)),
            ("problem", json!(standing.problem)),
            ("received", json!(standing.received)),
            ("claim_fen", json!(claim.0)),
            ("open_fen", json!(open.0)),
        ];
        fits.extend(later.into_iter().map(|(key, told)| {
            (
                key,
                order.get(key).map_or(self.is_earlier, |shown| *shown == told),
            )
        }));
        fits.push((
            "problem",
            order.get("quantity").is_some() || facts.quantity == 1 && standing.problem.is_none(),
        ));
        fits.into_iter()
            .filter(|(_, fits)| !fits)
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    /// Every file that is listed was attached under that name and role, and every one that was attached is listed once.
    fn shots_fit(&self) -> bool {
        let shots = self.shots();
        shots.len() == self.attached.len()
            && self.lengths.len() == shots.len()
            && shots.iter().all(|shot| {
                let attached = hash(shot).and_then(|hash| self.attached.get(&hash));
                let role = shot["role"].as_str().and_then(ShotRole::from_word);
                let name = shot["name"].as_str();
                attached.is_some_and(|one| {
                    let tie = one.tie.as_ref();
                    // Under another role it stays where it was put first.
                    one.added_at.iter().any(|at| is_at(&shot["added_at"], *at))
                        && tie.is_some_and(|tie| Some(tie.role) == role && Some(tie.name.as_str()) == name)
                })
            })
    }

    /// The card keys are those that the timeline tells; without any there is no list of them.
    fn keys_fit(&self) -> bool {
        let told = Ledger::of(&self.events).keys;
        let Some(shown) = self.json["order"].get("keys") else {
            return told.is_empty();
        };
        let shown = shown.as_array().map_or(&[][..], Vec::as_slice);
        let has = |piece: &Sha256| self.attached.contains_key(piece);
        !told.is_empty()
            && shown.len() == told.len()
            && shown.iter().zip(&told).all(|(shown, key)| {
                shown["n"] == json!(key.n)
                    && shown["last4"] == json!(key.last4)
                    && shown["state"] == json!(key.state)
                    && key
                        .tried_at
                        .map_or(shown["tried_at"].is_null(), |at| is_at(&shown["tried_at"], at))
                    && shown["says"] == json!(key.says)
                    && shown["piece"]
                        == json!(
                            key.piece
                                .filter(|piece| has(piece))
                                .map(|piece| piece.to_string())
                        )
            })
    }

    fn shots(&self) -> &[Value] {
        self.json["order"]["shots"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The files that the timeline says the order has, with the entry that attached each.
    pub fn attached(&self) -> impl Iterator<Item = (u32, Sha256)> + '_ {
        self.attached.iter().map(|(hash, one)| (one.seq, *hash))
    }

    /// Whether a file was attached, and has the length that is written of it.
    pub fn is_attached(&self, hash: Sha256, length: Option<u64>) -> bool {
        let shown = self.lengths.get(&hash);
        self.attached.contains_key(&hash) && shown.is_some_and(|shown| length.is_none() || *shown == length)
    }

    /// Whether the timeline for people tells all of it, and nothing else.
    pub fn is_told(&self, text: &str) -> bool {
        let fault = check_chain(&self.events).err().map(|fault| fault.seq);
        let usual: &[Option<&str>] = if self.is_earlier {
            &[None, Some(USUAL_BEFORE)]
        } else {
            &[None]
        };
        [false, true].into_iter().any(|abroad| {
            let mut telling = Telling::new(abroad, !self.is_chained, fault);
            usual.iter().any(|usual| {
                telling.usual = usual.unwrap_or(telling.usual);
                timeline(self.document(), &telling) == text
            })
        })
    }

    /// Whether the list for people is the one of this order, whose files lie at these paths; `None` for what is not there.
    pub fn is_in_list(&self, text: &str, paths: &[Option<&str>]) -> bool {
        // The rules give these names, and a person may have corrected them.
        let hole = char::from(HOLE).to_string();
        let has_channel = self.json["order"]["channel"].is_string();
        let names = Names {
            kind: &hole,
            account: &hole,
            channel: has_channel.then_some(hole.as_str()),
            payment_no: if has_channel { &hole } else { "支付单号" },
            merchant_order_no: if has_channel { &hole } else { "商户单号" },
        };
        let settled = self.document().settled();
        // Earlier versions claimed of settled orders what they claimed of open ones.
        let claims: &[Option<Status>] = if self.is_earlier {
            &[settled, None]
        } else {
            &[settled]
        };
        claims.iter().any(|settled| {
            [false, true].into_iter().any(|abroad| {
                let masked = !self.is_chained;
                let made = evidence_list(self.document(), paths, names, *settled, abroad, masked);
                fits(&made, text)
            })
        })
    }

    /// All that was asked for, paid, came back and is missing.
    fn sums(&self) -> Vec<Fen> {
        let order = &self.json["order"];
        let fen = |value: &Value| value["amount_fen"].as_i64().map(Fen);
        let said = |key: &str| order[key].as_i64().map(Fen);
        let refunded = said("refunded_fen").unwrap_or_default();
        let amount = self.document().amount();
        let others = ["requested_fen", "credited_fen", "claim_fen", "open_fen"];
        // Of goods that came in part the law asks three times the rest.
        let received = order["received"]
            .as_u64()
            .and_then(|received| u32::try_from(received).ok());
        let rest = self
            .facts()
            .zip(received)
            .map(|(facts, received)| three_times(amount - facts.worth(received)));
        let told = self
            .told()
            .iter()
            .chain(order["payments"].as_array().into_iter().flatten());
        told.filter_map(fen)
            .chain([amount, refunded, amount - refunded, three_times(amount)])
            .chain(others.into_iter().filter_map(said))
            .chain(rest)
            .collect()
    }

    /// Every moment that the document names, as `2026-11-20 21:03`.
    fn times(&self) -> Vec<String> {
        fn collect(json: &Value, into: &mut Vec<String>) {
            match json {
                Value::String(_) if moment(json).is_some() => {
                    into.extend(local(json).get(..16).map(str::to_owned));
                }
                Value::Array(all) => all.iter().for_each(|one| collect(one, into)),
                Value::Object(all) => all.values().for_each(|one| collect(one, into)),
                _ => {}
            }
        }
        let mut all = Vec::new();
        collect(&self.json, &mut all);
        all
    }

    /// Whether something is still asked for.
    pub fn is_open(&self) -> bool {
        self.document().settled().is_none()
    }

    pub fn word(&self, key: &str) -> &str {
        self.document().text(key)
    }

    pub fn given(&self, key: &str) -> Option<&str> {
        self.json["order"][key].as_str()
    }

    /// Whether the texts can be made again of what is in the document.
    pub fn can_be_told(&self) -> bool {
        // Masked editions of earlier versions masked each text by itself.
        !self.is_chained || !self.is_masked
    }

    fn document(&self) -> texts::Document<'_> {
        texts::Document(&self.json)
    }

    /// The files that are shown.
    pub fn shown(&self) -> impl Iterator<Item = Shown> + '_ {
        self.shots().iter().enumerate().map(|(place, shot)| {
            let role = shot["role"].as_str().and_then(ShotRole::from_word);
            let media = shot["media"].as_str().and_then(Media::from_word);
            Shown {
                begins: numbered(place, role.unwrap_or(ShotRole::Other)),
                ends: media.map_or_else(String::new, |media| format!(".{}", media.ending())),
                hash: hash(shot),
            }
        })
    }

    /// The rows of bills as they lie in the archive, if there are any.
    pub fn bill_rows(&self, above: &str) -> Option<String> {
        bill_texts(&self.events, above, false, |event| {
            let place = (event.seq as usize).saturating_sub(1);
            self.told()
                .get(place)
                .map(|told| local(&told["recorded_at"]))
                .unwrap_or_default()
        })
    }

    /// The letters that were sent, as they lie in the archive: their content by path.
    pub fn letters(&self, folder: &str) -> BTreeMap<String, String> {
        letters(&self.events)
            .map(|(name, words)| (format!("{folder}{LETTERS}/{name}"), words))
            .collect()
    }
}

/// A file as the timeline has it.
struct Attached {
    /// The first entry that attached it and was not taken back.
    seq: u32,
    /// What the last of them says of it.
    tie: Option<Tie>,
    /// When any entry that attached it was written down.
    added_at: Vec<Moment>,
}

fn attached(events: &[Event]) -> BTreeMap<Sha256, Attached> {
    let gone: BTreeSet<u32> = undone(events).into_iter().collect();
    let mut times: BTreeMap<Sha256, Vec<Moment>> = BTreeMap::new();
    let mut all: BTreeMap<Sha256, Attached> = BTreeMap::new();
    for event in events
        .iter()
        .filter(|event| event.what.kind == EventKind::ShotAdded)
    {
        let Some(hash) = event.what.shot else { continue };
        times.entry(hash).or_default().push(event.recorded_at);
        if !gone.contains(&event.seq) {
            let one = all.entry(hash).or_insert(Attached {
                seq: event.seq,
                tie: None,
                added_at: Vec::new(),
            });
            one.tie = event.what.tie();
        }
    }
    for (hash, one) in &mut all {
        one.added_at = times.remove(hash).unwrap_or_default();
    }
    all
}

fn hash(shot: &Value) -> Option<Sha256> {
    shot["sha256"].as_str().and_then(Sha256::from_hex)
}

/// A file as an `order.json` shows it.
pub(super) struct Shown {
    /// How its name begins and ends in the archive.
    pub begins: String,
    pub ends: String,
    /// None in a masked edition.
    pub hash: Option<Sha256>,
}

/// The first sum, or time that has passed, of a complaint that no order of the package knows.
pub(super) fn said_otherwise(text: &str, documents: &[Document]) -> Option<String> {
    let written: Vec<String> = documents.iter().map(|one| one.json.to_string()).collect();
    let known = |words: &str| written.iter().any(|one| one.contains(words));
    let all = |of: fn(&Document) -> Fen| {
        let open = documents.iter().filter(|one| one.is_open());
        open.map(of).fold(Fen(0), |sum, one| sum + one)
    };
    let together = [
        all(|one| one.document().amount()),
        all(|one| three_times(one.document().amount())),
        all(|one| Fen(one.json["order"]["open_fen"].as_i64().unwrap_or_default())),
    ];
    let sums: Vec<Fen> = documents
        .iter()
        .flat_map(Document::sums)
        .chain(together)
        .collect();
    let is_sum = |said: &str| sums.iter().any(|sum| sum.yuan() == said) || known(said);
    let said = text.match_indices(" 元").filter_map(|(at, _)| {
        let digits = |c: char| c.is_ascii_digit() || c == '.';
        let start = text[..at].trim_end_matches(digits).len();
        Some(&text[start..at]).filter(|said| said.contains('.'))
    });
    let mut said = said.filter(|said| !is_sum(said)).map(str::to_owned);
    let times: Vec<String> = documents.iter().flat_map(Document::times).collect();
    let last = documents.iter().map(|one| local(&one.json["exported_at"])).max();
    // What lies ahead is a limit that the complaint itself sets.
    let is_time = |time: &String| times.contains(time) || last.as_ref().is_some_and(|last| time > last);
    said.next().or_else(|| {
        let mut told = spoken_times(text).into_iter();
        told.find(|(said, time)| !is_time(time) && !known(said))
            .map(|(said, _)| said.to_owned())
    })
}

/// The times of day in a text, as `2026年11月20日 21:03`, each with `2026-11-20 21:03`.
fn spoken_times(text: &str) -> Vec<(&str, String)> {
    let number = |text: &str| text.parse::<u32>().ok();
    let read = |at: usize| -> Option<(&str, String)> {
        let start = at.checked_sub(4)?;
        let year = text.get(start..at)?;
        let (month, rest) = text[at..].strip_prefix('年')?.split_once('月')?;
        let (day, rest) = rest.split_once('日')?;
        let time = rest.strip_prefix(' ')?.get(..5)?;
        let (hour, minute) = time.split_once(':')?;
        let end = text.len() - rest.len() + 1 + time.len();
        let plain = format!(
            "{:04}-{:02}-{:02} {:02}:{:02}",
            number(year)?,
            number(month)?,
            number(day)?,
            number(hour)?,
            number(minute)?
        );
        Some((text.get(start..end)?, plain))
    };
    text.match_indices('年').filter_map(|(at, _)| read(at)).collect()
}

/// Stands for what cannot be known when a text is made again.
const HOLE: u8 = 0;

/// Whether a text is made like this; what cannot be known fits a few words.
fn fits(made: &str, text: &str) -> bool {
    const LONGEST: usize = 64;
    let mut parts = made.split(char::from(HOLE));
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    for part in parts {
        let Some((words, after)) = rest.split_once(part) else {
            return false;
        };
        if words.contains('\n') || words.chars().count() > LONGEST {
            return false;
        }
        rest = after;
    }
    rest.is_empty()
}

/// An entry as the hash covers it.
fn chained(event: &Value) -> Option<Event> {
    let words = |value: &Value| value.as_str().map(str::to_owned);
    let ms = &event["hashed_ms"];
    Some(Event {
        seq: u32::try_from(event["seq"].as_u64()?).ok()?,
        what: Happening {
            kind: EventKind::from_word(event["kind"].as_str()?)?,
            at: Moment(ms[0].as_i64()?),
            text: words(&event["text"]),
            until: ms[2].as_i64().map(Moment),
            amount: event["amount_fen"].as_i64().map(Fen),
            shot: event["shot_sha256"].as_str().and_then(Sha256::from_hex),
            undoes: event["undoes"].as_u64().and_then(|seq| u32::try_from(seq).ok()),
            facts: words(&event["facts"]),
        },
        recorded_at: Moment(ms[1].as_i64()?),
        hash: Sha256::from_hex(event["hash"].as_str()?)?,
    })
}

/// Whether what is shown is this moment, in whatever zone.
fn is_at(shown: &Value, at: Moment) -> bool {
    // One beyond the calendar is shown as its beginning.
    let expected = Moment::from(at.in_zone(crate::order::Zone::UTC));
    moment(shown) == Some(expected)
}
