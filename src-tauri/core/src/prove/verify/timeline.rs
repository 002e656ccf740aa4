//! An `order.json` against its own chain: the facts, times and files that a person reads are those that the hashes cover.

use crate::order::{
    Event, EventKind, Facts, Fen, Happening, Moment, Sha256, ShotRole, Status, Word, adding_of, check_chain,
    follows, named_or_blank, standing, undone,
};
use crate::prove::contents::{EventLine, LETTERS, chain_head_line, event_line, letter_name, letter_text};
use crate::prove::manifest::{Manifest, ManifestOrder};
use crate::text;
use crate::words::Text;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What stands for hidden characters; see `mask`.
const HIDDEN: char = '*';

/// An `order.json` that was read.
pub(super) struct Document {
    json: Value,
    /// Its timeline as the hashes cover it; empty in a masked edition, which has no hashes.
    events: Vec<Event>,
    is_chained: bool,
}

impl Document {
    /// `None` if it is not what this app writes.
    pub fn read(json: Value, masked: bool) -> Option<Self> {
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
        Some(Self {
            json,
            events,
            is_chained,
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
        problems
    }

    fn told(&self) -> &[Value] {
        self.json["order"]["events"].as_array().map_or(&[], Vec::as_slice)
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
        let gone: Vec<u64> = self.told().iter().filter_map(undoes).collect();
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
        ];
        // Earlier versions knew one payment.
        if let Some(payments) = order.get("payments") {
            let paid = facts.paid();
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
        let knows_problems = order.get("quantity").is_some();
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
                order.get(key).map_or(!knows_problems, |shown| *shown == told),
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
        let hash = |shot: &Value| shot["sha256"].as_str().and_then(Sha256::from_hex);
        let is_once = |attached| shots.iter().filter(|shot| hash(shot) == Some(attached)).count() == 1;
        shots.len() == self.attached().count()
            && self.attached().all(|(_, attached)| is_once(attached))
            && shots.iter().all(|shot| {
                let event = hash(shot).and_then(|hash| adding_of(&self.events, hash));
                let role = shot["role"].as_str().and_then(ShotRole::from_word);
                let name = shot["name"].as_str();
                let tie = event.and_then(|event| event.what.tie());
                tie.is_some_and(|tie| Some(tie.role) == role && Some(tie.name.as_str()) == name)
            })
    }

    fn shots(&self) -> &[Value] {
        self.json["order"]["shots"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The files that the timeline says the order has, each once, with the entry.
    pub fn attached(&self) -> impl Iterator<Item = (u32, Sha256)> + '_ {
        let gone = undone(&self.events);
        let mut seen = Vec::new();
        let added = self
            .events
            .iter()
            .filter(|event| event.what.kind == EventKind::ShotAdded);
        added.filter_map(move |event| {
            let hash = event
                .what
                .shot
                .filter(|hash| !seen.contains(hash) && !gone.contains(&event.seq))?;
            seen.push(hash);
            Some((event.seq, hash))
        })
    }

    /// Whether a file was attached, and has the length that is written of it.
    pub fn is_attached(&self, hash: Sha256, length: Option<u64>) -> bool {
        let text = hash.to_string();
        let shot = self.shots().iter().find(|shot| shot["sha256"] == json!(text));
        self.attached().any(|(_, attached)| attached == hash)
            && shot.is_some_and(|shot| length.is_none() || shot["bytes"].as_u64() == length)
    }

    /// Whether the timeline for people tells all of it, and nothing else.
    pub fn is_told(&self, text: &str) -> bool {
        let gone = undone(&self.events);
        let mut rest = text;
        // Each entry stands behind the one before; the person's own lines are indented.
        for (event, told) in self.events.iter().zip(self.told()) {
            let line = event_line(&EventLine {
                event,
                undone: gone.contains(&event.seq),
                at: &local(&told["at"]),
                until: &local(&told["until"]),
                recorded_at: &local(&told["recorded_at"]),
            });
            let Some((before, after)) = rest.split_once(&format!("\n{line}\n")) else {
                return false;
            };
            if event.seq > 1 && !before.is_empty() {
                return false;
            }
            // The line's own end begins the next one.
            rest = &text[text.len() - after.len() - 1..];
        }
        let is_entry = |line: &&str| {
            let digits = line.chars().take_while(char::is_ascii_digit).count();
            digits > 0 && line[digits..].starts_with(". ")
        };
        let paid = format!(
            "{}  付款 {} 元",
            local(&self.json["order"]["paid_at"]),
            Fen(self.json["order"]["amount_fen"].as_i64().unwrap_or_default()).yuan()
        );
        let is_due =
            |line: &str| line.starts_with(&format!("{}  应到账（", local(&self.json["order"]["due_at"])));
        text.lines().filter(is_entry).count() == self.events.len()
            && text.lines().any(|line| line == paid)
            && text.lines().any(is_due)
            && rest
                .lines()
                .any(|line| line == chain_head_line(self.events.last()))
    }

    /// Whether the list for people names the order and its files by their hashes.
    pub fn is_in_list(&self, text: &str) -> bool {
        let order = &self.json["order"];
        let amount = Fen(order["amount_fen"].as_i64().unwrap_or_default()).yuan();
        let facts = [
            format!(
                "平台：{}",
                named_or_blank(order["platform"].as_str().unwrap_or_default())
            ),
            format!("实付：{amount} 元"),
            format!("付款时间：{}", local(&order["paid_at"])),
            format!("导出时间：{}", local(&self.json["exported_at"])),
        ];
        let listed: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("   SHA-256："))
            .collect();
        // A product of several lines is one of several lines here too.
        facts
            .iter()
            .all(|fact| text.lines().any(|line| line.starts_with(fact.as_str())))
            && listed.len() == self.shots().len()
            && self
                .shots()
                .iter()
                .zip(listed)
                .all(|(shot, listed)| shot["sha256"] == listed)
    }

    /// The letters that were sent, as they lie in the archive: their content by path.
    pub fn letters(&self, folder: &str) -> BTreeMap<String, String> {
        let gone = undone(&self.events);
        let sent = self
            .events
            .iter()
            .filter(|event| event.what.kind == EventKind::Demanded && !gone.contains(&event.seq));
        sent.filter_map(|event| {
            Some((
                format!("{folder}{LETTERS}/{}", letter_name(event)),
                letter_text(event)?,
            ))
        })
        .collect()
    }
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

fn moment(value: &Value) -> Option<Moment> {
    let at = chrono::DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
    Some(at.into())
}

/// Whether what is shown is this moment, in whatever zone.
fn is_at(shown: &Value, at: Moment) -> bool {
    // One beyond the calendar is shown as its beginning.
    let expected = Moment::from(at.in_zone(crate::order::Zone::UTC));
    moment(shown) == Some(expected)
}

/// An instant with its offset as a text shows it: without the offset, to the second.
fn local(value: &Value) -> String {
    let shown = value.as_str().unwrap_or_default();
    shown.get(..19).unwrap_or(shown).replace('T', " ")
}
