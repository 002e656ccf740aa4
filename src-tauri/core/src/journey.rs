//! Walks an order through the rooms: each function takes what the person gave, has the rooms decide, and has the store
//! write it in one transaction. Both shells, the window and the command line, stand on this and only translate.

mod file;
mod samples;
mod settings;
mod settle;
mod todo;

pub use file::{DeadlineSet, Filed};
pub use settings::Settings;
pub use todo::{Todo, TodoCard};

use crate::escalate::{self, Letter};
use crate::order::view::{EventView, OrderDetail, OrderView, ShotView};
use crate::order::{
    Clock, Course, Due, Event, EventKind, Facts, Happening, Moment, NewShot, Order, OrderId, Plan, Sha256,
    ShotRole, Topic, Watched, Zone,
};
use crate::prove::{self, Case, Written};
use crate::record::{self, Draft, Told};
use crate::rules::Rules;
use crate::store::{Change, Clockwork, FileBytes, OrderCounts, Page, Query, Store, Swept};
use crate::watch::CalendarEntry;
use crate::{Code, Failure, Outcome, watch};
use std::path::Path;

/// A file to attach, with what it shows.
pub type Attachment = (NewShot, ShotRole);

/// An open data file with the rules and the person's time zone.
pub struct Journey {
    store: Store,
    rules: Rules,
    zone: Zone,
}

/// The clockwork under the rules in force and the person's time zone.
struct Works<'a> {
    rules: &'a Rules,
    zone: Zone,
}

impl Clockwork for Works<'_> {
    fn clock(&self, facts: &Facts, release_times: &str) -> Outcome<Clock> {
        let releases = watch::read_release_times(release_times)?;
        Ok(watch::clock(
            facts,
            self.rules.kind(&facts.kind)?,
            &releases,
            self.zone,
        ))
    }

    fn course(&self, events: &[Event], due_at: Moment) -> Course {
        watch::course(events, due_at, self.rules, self.zone)
    }

    fn plan(&self, order: &Watched, now: Moment) -> Plan {
        watch::plan(order, self.rules, now)
    }
}

/// What a sweep found and whom it concerns now.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What the sweep did.
    pub swept: Swept,
    /// Alerts that wait to be shown, claimed for the caller where it asked for that.
    pub due: Vec<Due>,
}

impl Journey {
    /// Opens the data file in a folder; see [`Store::open`].
    pub fn open(folder: &Path, zone: Zone) -> Outcome<Self> {
        Ok(Self {
            rules: Rules::shipped()?,
            store: Store::open(folder)?,
            zone,
        })
    }

    /// The rules in force.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The time zone in which times are read and shown.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The person's computer may move to another zone while the app runs.
    pub fn set_zone(&mut self, zone: Zone) {
        self.zone = zone;
    }

    /// Where the data file is.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    // record

    /// Logs an order with its files.
    pub fn log(&mut self, draft: &Draft, shots: &[Attachment], now: Moment) -> Outcome<OrderId> {
        let facts = record::check(draft, &self.rules, now, self.zone)?.facts;
        if !draft.force {
            self.refuse_duplicate(&facts, None)?;
        }
        self.insert(&facts, shots, Vec::new(), false, now)
    }

    /// Logs made-up orders, for trying the app out. `told` is what happened to them since.
    pub(crate) fn insert(
        &mut self,
        facts: &Facts,
        shots: &[Attachment],
        told: Vec<Happening>,
        sample: bool,
        now: Moment,
    ) -> Outcome<OrderId> {
        let logged = Happening {
            facts: Some(facts_json(facts)),
            ..Happening::new(EventKind::Logged, now)
        };
        let happenings = std::iter::once(logged).chain(told).collect();
        let shots: Vec<_> = shots.iter().map(|(shot, role)| (shot, *role)).collect();
        self.store.insert(
            facts,
            &shots,
            happenings,
            sample,
            now,
            &Works {
                rules: &self.rules,
                zone: self.zone,
            },
        )
    }

    /// Corrects the facts of an order; the old ones stay in the timeline.
    pub fn edit(&mut self, id: OrderId, draft: &Draft, now: Moment) -> Outcome<()> {
        let facts = record::check(draft, &self.rules, now, self.zone)?.facts;
        if !draft.force {
            self.refuse_duplicate(&facts, Some(id))?;
        }
        self.change(id, &[], now, |order, _| {
            if order.facts == facts {
                return Ok(Change::default());
            }
            if order.standing.refunded > facts.amount {
                return Err(Failure::new(
                    Code::Amount,
                    format!(
                        "金额比已退款的 {} 元还少，请核对。",
                        order.standing.refunded.yuan()
                    ),
                ));
            }
            let corrected = Happening {
                facts: Some(facts_json(&facts)),
                ..Happening::new(EventKind::Edited, now)
            };
            Ok(Change {
                facts: Some(facts.clone()),
                ..Change::of(corrected)
            })
        })
    }

    /// Attaches files to an order; those it has already change nothing.
    pub fn attach(&mut self, id: OrderId, shots: &[Attachment], now: Moment) -> Outcome<()> {
        self.change(id, shots, now, |_, _| Ok(Change::default()))
    }

    /// Writes down what the person tells, with files.
    pub fn tell(&mut self, id: OrderId, told: &Told, shots: &[Attachment], now: Moment) -> Outcome<()> {
        let zone = self.zone;
        self.change(id, shots, now, |order, _| {
            let happening = record::check_told(told, order.facts.paid_at, now, zone)?;
            Ok(Change::of(happening))
        })
    }

    // watch

    /// A page of a list.
    pub fn page(&self, query: &Query) -> Outcome<Page> {
        self.store.page(query)
    }

    /// How many orders that match a search stand where.
    pub fn counts(&self, search: &str) -> Outcome<OrderCounts> {
        self.store.counts(search)
    }

    /// The names of all platforms, the most used first.
    pub fn platforms(&self) -> Outcome<Vec<String>> {
        self.store.platforms()
    }

    /// One sweep, and what waits in the outbox. With `claim` the caller shows it and then says [`Journey::delivered`]
    /// or [`Journey::released`]; without, nobody is shown anything and it goes on waiting.
    pub fn check(&mut self, now: Moment, claim: bool) -> Outcome<Checked> {
        let swept = self.sweep(now)?;
        let due = self.store.outbox(now, claim)?;
        Ok(Checked { swept, due })
    }

    /// One sweep: every order whose moment has passed is planned anew, and what falls due waits in the outbox.
    pub fn sweep(&mut self, now: Moment) -> Outcome<Swept> {
        self.store.sweep(
            now,
            &Works {
                rules: &self.rules,
                zone: self.zone,
            },
        )
    }

    /// The desktop accepted the notice of these alerts.
    pub fn delivered(&mut self, due: &[Due], now: Moment) -> Outcome<()> {
        self.store.delivered(&alert_ids(due), now)
    }

    /// The desktop did not accept it: they wait for the next try.
    pub fn released(&mut self, due: &[Due]) -> Outcome<()> {
        self.store.released(&alert_ids(due))
    }

    /// The next moment after which a sweep or the outbox could have something.
    pub fn next_wake(&self) -> Outcome<Option<Moment>> {
        self.store.next_wake()
    }

    /// How many alerts nobody has been shown yet.
    pub fn waiting_alerts(&self) -> Outcome<i64> {
        self.store.waiting()
    }

    /// The times of day at which a platform issues, as they were typed; empty for none.
    pub fn release_times(&self, platform: &str) -> Outcome<String> {
        self.store.release_times(platform)
    }

    /// Writes down at which times of day a platform issues; the windows of its open orders count from there.
    pub fn set_release_times(&mut self, platform: &str, times: &str, now: Moment) -> Outcome<()> {
        let times: Vec<String> = watch::read_release_times(times)?
            .iter()
            .map(|time| time.format("%H:%M").to_string())
            .collect();
        let works = Works {
            rules: &self.rules,
            zone: self.zone,
        };
        self.store
            .set_release_times(platform, &times.join("、"), now, &works)
    }

    /// The deadlines of all open orders, as a file for the person's calendar.
    pub fn calendar(&self, now: Moment) -> Outcome<String> {
        let mut entries = Vec::new();
        let mut after = None;
        loop {
            let page = self.store.page(&Query {
                after,
                limit: 500,
                ..Query::default()
            })?;
            let open = page.orders.iter().take_while(|order| order.status.is_open());
            let before = entries.len();
            for order in open {
                entries.extend(calendar_entries(order, now));
            }
            after = page.next;
            let settled = page.orders.last().is_none_or(|order| !order.status.is_open());
            if after.is_none() || settled || entries.len() > MOST_ENTRIES {
                entries.truncate(MOST_ENTRIES.max(before));
                return Ok(watch::calendar(&entries, now));
            }
        }
    }

    /// Whether another process has written to the data file since this was last asked.
    pub fn changed_elsewhere(&mut self) -> Outcome<bool> {
        self.store.changed_elsewhere()
    }

    // escalate

    /// The letter about an order to a recipient.
    pub fn letter(&self, id: OrderId, to: &str, now: Moment) -> Outcome<Letter> {
        let (order, events, _) = self.store.order(id)?;
        escalate::letter(&self.rules, to, &order, &events, now, self.zone)
    }

    /// Writes down that a letter was sent, as the person sent it.
    pub fn sent(&mut self, id: OrderId, to: &str, text: &str, now: Moment) -> Outcome<()> {
        let recipient = self.rules.letter(to)?.recipient.clone();
        let text = record::check_letter(text)?;
        self.change(id, &[], now, |_, _| {
            let sent = Happening::new(EventKind::Demanded, now).saying(format!("发给{recipient}：\n{text}"));
            Ok(Change::of(sent))
        })
    }

    // prove

    /// Writes an evidence package of these orders into a new folder below `target`, and notes it in their timelines.
    /// `warnings` of the result say what the package could not hold.
    pub fn export(
        &mut self,
        ids: &[OrderId],
        target: &Path,
        now: Moment,
        progress: impl FnMut(usize, usize),
    ) -> Outcome<Exported> {
        let mut entries = Vec::new();
        let mut warnings = Vec::new();
        let mut name = String::new();
        let mut unique: Vec<OrderId> = Vec::new();
        for id in ids {
            if !unique.contains(id) {
                unique.push(*id);
            }
        }
        for id in &unique {
            let (order, events, shots) = self.store.order(*id)?;
            if name.is_empty() {
                name = format!(
                    "到账证据包-{}-{}-{}",
                    order.facts.platform,
                    id.0,
                    file_time(now, self.zone)
                );
            }
            let prefix = if unique.len() == 1 {
                String::new()
            } else {
                format!("订单-{}/", id.0)
            };
            if shots.is_empty() {
                warnings.push(format!(
                    "订单 {} 没有截图，建议补上支付凭证和订单页面后再导出一次。",
                    id.0
                ));
            }
            let complaint = match escalate::letter(&self.rules, "12315", &order, &events, now, self.zone) {
                Ok(letter) => Some(letter.text),
                Err(failure) => {
                    warnings.push(format!("订单 {} 没有投诉内容：{}", id.0, failure.message));
                    None
                }
            };
            let case = Case { order, events, shots };
            entries.extend(prove::contents(
                &case,
                complaint.as_deref(),
                &self.rules,
                &prefix,
                now,
                self.zone,
            )?);
        }
        if entries.is_empty() {
            return Err(Failure::failed("没有选订单，请至少选一笔再导出。"));
        }
        let written = prove::write(
            target,
            &name,
            &entries,
            |sha256| match self.store.file(sha256)? {
                Some((_, bytes)) => Ok(bytes),
                None => Err(Failure::failed(format!(
                    "数据文件里缺少原件 {sha256}，已停止导出；请从备份恢复。"
                ))),
            },
            progress,
        )?;
        for id in &unique {
            let folder = written
                .folder
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            self.change(*id, &[], now, |_, _| {
                let exported = Happening::new(EventKind::Exported, now).saying(folder);
                Ok(Change::of(exported))
            })?;
        }
        let submission = entries
            .iter()
            .filter(|entry| entry.path.ends_with("投诉内容.txt"))
            .map(|entry| written.folder.join(&entry.path))
            .collect();
        Ok(Exported {
            written,
            submission,
            warnings,
        })
    }

    // what is shown

    /// An order with its timeline and its files, as it is shown.
    pub fn show(&self, id: OrderId) -> Outcome<OrderDetail> {
        let (order, events, shots) = self.store.order(id)?;
        Ok(OrderDetail {
            order: OrderView::new(&order, self.zone),
            events: EventView::all(&events, self.zone),
            shots: shots.iter().map(|shot| ShotView::new(shot, self.zone)).collect(),
        })
    }

    /// An order as a list shows it.
    pub fn view(&self, order: &Order) -> OrderView {
        OrderView::new(order, self.zone)
    }

    /// A file's bytes by hash.
    pub fn file(&self, sha256: Sha256) -> Outcome<Option<FileBytes>> {
        self.store.file(sha256)
    }

    /// The small picture of a file, as JPEG; made and kept when it is first asked for. None where there is no such
    /// file, or it has no picture.
    pub fn thumbnail(&mut self, sha256: Sha256) -> Outcome<Option<Vec<u8>>> {
        if let Some(kept) = self.store.thumbnail(sha256)? {
            return Ok(Some(kept));
        }
        let Some((media, bytes)) = self.store.file(sha256)? else {
            return Ok(None);
        };
        if media == crate::order::Media::Pdf {
            return Ok(None);
        }
        let Ok(jpeg) = record::thumbnail(&bytes) else {
            return Ok(None);
        };
        self.store.keep_thumbnail(sha256, &jpeg)?;
        Ok(Some(jpeg))
    }

    fn change(
        &mut self,
        id: OrderId,
        shots: &[Attachment],
        now: Moment,
        change: impl FnOnce(&Order, &[Event]) -> Outcome<Change>,
    ) -> Outcome<()> {
        let shots: Vec<_> = shots.iter().map(|(shot, role)| (shot, *role)).collect();
        self.store.change(
            id,
            &shots,
            now,
            change,
            &Works {
                rules: &self.rules,
                zone: self.zone,
            },
        )
    }

    fn refuse_duplicate(&self, facts: &Facts, except: Option<OrderId>) -> Outcome<()> {
        match self.store.duplicate(facts, except)? {
            None => Ok(()),
            Some(id) => Err(Failure::new(
                Code::Duplicate,
                format!(
                    "这个平台的同一个订单号已经记过了（编号 {}）；确实是另一笔的话，可以选择仍要记下。",
                    id.0
                ),
            )),
        }
    }
}

/// A package that was written, and what it could not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// What was written.
    pub written: Written,
    /// The files that go to 12315.
    pub submission: Vec<std::path::PathBuf>,
    /// What the package could not hold, one sentence each.
    pub warnings: Vec<String>,
}

/// More entries than this no calendar program takes at once.
const MOST_ENTRIES: usize = 5_000;

fn calendar_entries(order: &Order, now: Moment) -> Vec<CalendarEntry> {
    let mut moments: Vec<(Moment, Topic)> = order
        .course
        .deadlines
        .iter()
        .map(|one| (one.at, one.topic))
        .collect();
    moments.push((order.clock.due_at, Topic::Overdue));
    moments.extend(order.clock.after_sale_at.map(|at| (at, Topic::AfterSale)));
    moments
        .into_iter()
        .filter(|(at, _)| *at > now)
        .map(|(at, topic)| CalendarEntry {
            order: order.id,
            at,
            topic,
            product: order.facts.product.clone(),
            platform: order.facts.platform.clone(),
        })
        .collect()
}

fn alert_ids(due: &[Due]) -> Vec<i64> {
    due.iter().map(|one| one.alert).collect()
}

fn file_time(now: Moment, zone: Zone) -> String {
    now.in_zone(zone).format("%Y%m%d-%H%M%S").to_string()
}

/// The facts as they stand in the chained timeline: compact JSON, times in milliseconds UTC, money in 分.
fn facts_json(facts: &Facts) -> String {
    serde_json::json!({
        "platform": facts.platform,
        "product": facts.product,
        "kind": facts.kind,
        "account": facts.account,
        "order_no": facts.order_no,
        "amount_fen": facts.amount.0,
        "channel": facts.channel,
        "payment_no": facts.payment_no,
        "merchant_order_no": facts.merchant_order_no,
        "merchant": facts.merchant,
        "note": facts.note,
        "paid_at": facts.paid_at.0,
        "window_ms": facts.window.0,
        "window_promised": facts.window_promised,
    })
    .to_string()
}
