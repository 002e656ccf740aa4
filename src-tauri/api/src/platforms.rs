//! Platforms on the store: what they were like, and all money together.

use crate::data_file::{DataFile, changed, plan_anew};
use chrono::{DateTime, Offset};
use daozhang_core::order::view::{OrderView, ShotView};
use daozhang_core::order::{
    Change, Facts, Fen, Happening, Moment, OrderId, RefusedFacts, Seller, ShotRole, Span, named,
};
use daozhang_core::record::{self, Past, Verdict, answer_time, kind_figures, read_window, unjudged, verdict};
use daozhang_core::store::{PlatformSums, Tx};
use daozhang_core::watch::Clockwork;
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::collections::HashMap;
use ts_rs::TS;

/// How many past orders a platform's figures look at.
const MOST_PAST: usize = 5_000;
/// How many arrivals a chart shows.
const MOST_POINTS: usize = 500;
/// How many of its orders a platform's page lists.
const MOST_LISTED: usize = 20;
/// Over how many days the overview shows the money at risk.
const RISK_DAYS: i64 = 180;
/// How many platforms the overview lists.
const MOST_OWING: usize = 20;

/// A platform in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PlatformSummary {
    /// Its name.
    pub name: String,
    /// The company's full name; empty where it is not known.
    pub legal_name: String,
    /// How many orders it has.
    pub orders: i64,
    /// How many of them are open.
    pub open: i64,
    /// What is open of their money, in 分.
    pub open_fen: i64,
    /// What its past says of it.
    pub verdict: Option<Verdict>,
    /// Why nothing is said of it, whatever its past.
    pub unjudged: Option<Text>,
    /// When the last order was paid.
    pub last_at: Option<String>,
}

/// What is known of a kind at a platform. Times are in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct KindRecord {
    /// The key of the kind.
    pub kind: String,
    /// Its name.
    pub kind_name: Text,
    /// How many arrived.
    pub arrived: usize,
    /// The share, 0 to 1, that came in time, if it is known of any.
    pub on_time: Option<f64>,
    /// Half of the arrivals took no longer.
    pub median_seconds: Option<i64>,
    /// Nine in ten took no longer.
    pub p90_seconds: Option<i64>,
    /// The window of orders that are logged from now on.
    pub window_seconds: i64,
    /// Whether the person took it over from the arrivals.
    pub window_learned: bool,
    /// The window to propose; none before there are enough arrivals.
    pub suggested_seconds: Option<i64>,
}

/// An arrival in a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ArrivalPoint {
    /// The order.
    pub order_id: i64,
    /// When it was paid.
    pub paid_at: String,
    /// How long it took, in seconds.
    pub took_seconds: i64,
    /// The key of its kind.
    pub kind: String,
    /// Whether that was too long.
    pub late: bool,
}

/// How often a platform refused for a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ExcuseCount {
    /// The key of the reason.
    pub key: String,
    /// What it is called.
    pub name: Text,
    /// How many refusals give it.
    pub count: usize,
}

/// A platform's page.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct PlatformView {
    /// As in the list.
    pub summary: PlatformSummary,
    /// Who is behind it.
    pub seller: Seller,
    /// What is known of each kind.
    pub kinds: Vec<KindRecord>,
    /// The median of how long it took to answer, in seconds.
    pub answer_seconds: Option<i64>,
    /// How many answers that goes by.
    pub answers: usize,
    /// How often it refused.
    pub refusals: usize,
    /// For which reasons, as far as they are known; the most frequent first.
    pub excuses: Vec<ExcuseCount>,
    /// How many orders it gave money back for.
    pub refunds: usize,
    /// How much in all, in 分.
    pub refunded_fen: i64,
    /// The newest arrivals.
    pub arrivals: Vec<ArrivalPoint>,
    /// The files that show who it is.
    pub shots: Vec<ShotView>,
    /// Its newest orders.
    pub orders: Vec<OrderView>,
}

/// What came of renaming a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Renamed {
    /// The orders that bear the new name now.
    pub moved: Vec<i64>,
    /// Whether there was a platform of that name, into which they went.
    pub merged: bool,
}

/// Money on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DayPoint {
    /// The day: `2026-11-20`.
    pub day: String,
    /// In 分.
    pub fen: i64,
}

/// Open money at a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Owing {
    /// Its name.
    pub name: String,
    /// In 分.
    pub fen: i64,
}

/// How many arrivals took so long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ArrivalBucket {
    /// How long, in words.
    pub label: Text,
    /// How many.
    pub count: usize,
}

/// All money together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Overview {
    /// What is owed to the person in all, in 分: paid, neither arrived nor back.
    pub owed_fen: i64,
    /// How many orders that is.
    pub open: i64,
    /// How many of them are overdue.
    pub overdue: i64,
    /// What they come to, in 分.
    pub overdue_fen: i64,
    /// What came back in all, in 分.
    pub refunded_fen: i64,
    /// How many orders arrived.
    pub arrived: i64,
    /// What was paid for them, in 分.
    pub arrived_fen: i64,
    /// Where open money is, the most first.
    pub platforms: Vec<Owing>,
    /// What was open at the end of each of the last days.
    pub at_risk: Vec<DayPoint>,
    /// How long the latest arrivals took.
    pub arrivals: Vec<ArrivalBucket>,
}

impl DataFile {
    /// All platforms that have orders, those with the most open money first.
    pub fn platforms(&self) -> Outcome<Vec<PlatformSummary>> {
        const MOST: usize = 20_000;
        let mut past: HashMap<String, Vec<Past>> = HashMap::new();
        for (name, order) in self.store.past(None, MOST)? {
            past.entry(name).or_default().push(order);
        }
        let sums = self.store.platform_sums()?;
        Ok(sums
            .into_iter()
            .map(|sums| {
                let of = past.remove(&sums.name).unwrap_or_default();
                self.summary(sums, &of)
            })
            .collect())
    }

    fn summary(&self, sums: PlatformSums, past: &[Past]) -> PlatformSummary {
        PlatformSummary {
            verdict: verdict(&sums.name, past, &self.works.rules.reputation),
            unjudged: unjudged(&sums.name),
            name: sums.name,
            legal_name: sums.legal_name,
            orders: sums.orders,
            open: sums.open,
            open_fen: sums.open_fen.0,
            last_at: sums.last_paid.map(|at| at.rfc3339(self.works.zone)),
        }
    }

    /// What is known of a platform.
    pub fn platform(&self, name: &str) -> Outcome<PlatformView> {
        let sums = self
            .store
            .platform_sums()?
            .into_iter()
            .find(|sums| sums.name == name);
        let seller = self.store.platform(name)?.seller;
        if sums.is_none()
            && seller
                == (Seller {
                    platform: name.to_owned(),
                    ..Seller::default()
                })
        {
            return Err(Failure::new(Code::NotFound, text!(platform_unknown)));
        }
        let past: Vec<Past> = self
            .store
            .past(Some(name), MOST_PAST)?
            .into_iter()
            .map(|(_, past)| past)
            .collect();
        let answers = self.store.answers(name)?;
        let refusals = self.store.refusals(name)?;
        let listed = self.store.orders_of(name, MOST_LISTED)?;
        let mut shots: Vec<ShotView> = Vec::new();
        for order in &listed {
            for shot in self.store.case(order.id)?.shots {
                let sha256 = shot.sha256.to_string();
                if shot.role == ShotRole::MerchantIdentity && shots.iter().all(|known| known.sha256 != sha256)
                {
                    shots.push(ShotView::new(&shot, self.works.zone));
                }
            }
        }
        let summary = match sums {
            Some(sums) => self.summary(sums, &past),
            None => PlatformSummary {
                name: name.to_owned(),
                legal_name: String::new(),
                orders: 0,
                open: 0,
                open_fen: 0,
                verdict: None,
                unjudged: unjudged(name),
                last_at: None,
            },
        };
        let back = past.iter().filter(|order| order.refunded > Fen(0));
        Ok(PlatformView {
            summary,
            seller,
            kinds: self.kinds(name, &past)?,
            answer_seconds: answer_time(&answers).map(seconds),
            answers: answers.len(),
            excuses: self.excuses(&refusals),
            refusals: refusals.len(),
            refunds: back.clone().count(),
            refunded_fen: back.map(|order| order.refunded.0).sum(),
            arrivals: past
                .iter()
                .filter_map(|order| Some((order, order.took()?)))
                .take(MOST_POINTS)
                .map(|(order, took)| ArrivalPoint {
                    order_id: order.id,
                    paid_at: order.paid_at.rfc3339(self.works.zone),
                    took_seconds: seconds(took),
                    kind: order.kind.clone(),
                    late: order.in_time() == Some(false),
                })
                .collect(),
            shots,
            orders: self.views(&listed),
        })
    }

    fn excuses(&self, refusals: &[Happening]) -> Vec<ExcuseCount> {
        let rules = &self.works.rules;
        let mut counts: Vec<ExcuseCount> = Vec::new();
        for refusal in refusals {
            let reason = RefusedFacts::of(refusal).map(|told| told.reason);
            for excuse in rules.excuses(reason.as_deref(), refusal.text.as_deref()) {
                match counts.iter_mut().find(|known| known.key == excuse.key) {
                    Some(known) => known.count += 1,
                    None => counts.push(ExcuseCount {
                        key: excuse.key.clone(),
                        name: (&excuse.name).into(),
                        count: 1,
                    }),
                }
            }
        }
        counts.sort_by_key(|known| std::cmp::Reverse(known.count));
        counts
    }

    fn kinds(&self, platform: &str, past: &[Past]) -> Outcome<Vec<KindRecord>> {
        let figures = kind_figures(past, &self.works.rules.reputation);
        figures
            .into_iter()
            .map(|figures| {
                let learned = self.store.platform_window(platform, &figures.kind)?;
                let rule = self.works.rules.kind(&figures.kind).ok();
                let proposed = figures.proposed.filter(|_| unjudged(platform).is_none());
                let window = learned.or(rule.map(|rule| rule.window)).unwrap_or(Span::DAY);
                Ok(KindRecord {
                    kind_name: rule.map_or_else(|| Text::as_it_is(&figures.kind), |rule| (&rule.name).into()),
                    arrived: figures.arrived,
                    on_time: figures.on_time,
                    median_seconds: figures.median.map(seconds),
                    p90_seconds: figures.ninetieth.map(seconds),
                    window_seconds: seconds(window),
                    window_learned: learned.is_some(),
                    suggested_seconds: proposed.map(seconds),
                    kind: figures.kind,
                })
            })
            .collect()
    }

    /// Takes a window over for a kind at a platform, for orders logged from now on; empty goes back to the kind's own.
    pub fn set_platform_window(&mut self, platform: &str, kind: &str, window: &str) -> Outcome<()> {
        record::check_named(platform)?;
        let kind = self.works.rules.kind(kind)?.key.clone();
        let window = match window.trim() {
            "" => None,
            text => Some(read_window(text)?),
        };
        self.store
            .write(|tx| tx.set_platform_window(platform, &kind, window))
    }

    /// Gives a platform another name. Where there is one of that name already, the orders go there. Each order's timeline
    /// says so.
    pub fn rename_platform(&mut self, from: &str, to: &str, now: Moment) -> Outcome<Renamed> {
        let to = record::check_platform(to)?;
        if to == from {
            return Err(Failure::new(Code::Platform, text!(platform_same_name)));
        }
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let ids = tx.ids_of(from)?;
            if ids.is_empty() {
                return Err(Failure::new(Code::NotFound, text!(platform_no_orders)));
            }
            let (merged, _) = tx.platform_standing(&to)?;
            if named(from).is_some() {
                tx.hand_on_platform(from, &to)?;
            }
            plan_anew(tx, Some(&to), &clockwork)?;
            moved(tx, &ids, &to, &clockwork)?;
            Ok(Renamed {
                moved: ids.into_iter().map(|id| id.0).collect(),
                merged,
            })
        })
    }

    /// Moves orders to a platform; also how a renaming is taken back.
    pub fn move_platform(&mut self, ids: &[OrderId], to: &str, now: Moment) -> Outcome<()> {
        let to = record::check_platform(to)?;
        let clockwork = self.works.at(now);
        self.store.write(|tx| moved(tx, ids, &to, &clockwork))
    }

    /// All money together.
    pub fn overview(&self, now: Moment) -> Outcome<Overview> {
        const LATEST: usize = 5_000;
        let sums = self.store.sums()?;
        let zone = self.works.zone;
        let ahead = i64::from(now.in_zone(zone).offset().fix().local_minus_utc());
        let ahead = Span(ahead * Span::SECOND.0);
        let today = (now.0 + ahead.0).div_euclid(Span::DAY.0);
        let changes = self.store.risk_changes(ahead)?;
        let platforms = self.store.platform_sums()?;
        let past = self.store.past(None, LATEST)?;
        Ok(Overview {
            owed_fen: sums.open.1.0,
            open: sums.open.0,
            overdue: sums.overdue.0,
            overdue_fen: sums.overdue.1.0,
            refunded_fen: sums.refunded.0,
            arrived: sums.arrived.0,
            arrived_fen: sums.arrived.1.0,
            platforms: platforms
                .into_iter()
                .filter(|sums| sums.open_fen > Fen(0))
                .take(MOST_OWING)
                .map(|sums| Owing {
                    name: sums.name,
                    fen: sums.open_fen.0,
                })
                .collect(),
            at_risk: at_risk(&changes, today),
            arrivals: buckets(past.iter().filter_map(|(_, order)| order.took())),
        })
    }
}

fn moved(tx: &Tx<'_>, ids: &[OrderId], to: &str, clockwork: &Clockwork<'_>) -> Outcome<()> {
    for id in ids {
        let case = tx.case(*id)?;
        let known = &case.order.facts;
        let change = if known.platform == to {
            Change::default()
        } else {
            Change {
                why: Some(format!("平台由“{}”改为“{to}”", known.platform)),
                ..Change::correcting(Facts {
                    platform: to.to_owned(),
                    ..known.clone()
                })
            }
        };
        changed(tx, &case, change, clockwork)?;
    }
    Ok(())
}

fn seconds(span: Span) -> i64 {
    span.0 / Span::SECOND.0
}

/// The open money at the end of each of the last days up to today, out of how it changed.
fn at_risk(changes: &[(i64, Fen)], today: i64) -> Vec<DayPoint> {
    let mut changes = changes.iter().peekable();
    let mut open = Fen(0);
    let mut points = Vec::new();
    for day in today - RISK_DAYS + 1..=today {
        while let Some((_, by)) = changes.next_if(|(of, _)| *of <= day) {
            open = open + *by;
        }
        let name = DateTime::from_timestamp_millis(day * Span::DAY.0).unwrap_or_default();
        points.push(DayPoint {
            day: name.format("%Y-%m-%d").to_string(),
            fen: open.0,
        });
    }
    // Days before there was anything only push the rest aside.
    match points.iter().position(|point| point.fen != 0) {
        Some(first) => points.split_off(first.saturating_sub(1)),
        None => Vec::new(),
    }
}

fn buckets(took: impl Iterator<Item = Span>) -> Vec<ArrivalBucket> {
    let limits = [
        (Span(10 * Span::MINUTE.0), text!(within_ten_minutes)),
        (Span::HOUR, text!(within_hour)),
        (Span(6 * Span::HOUR.0), text!(within_six_hours)),
        (Span::DAY, text!(within_day)),
        (Span(3 * Span::DAY.0), text!(within_three_days)),
        (Span(7 * Span::DAY.0), text!(within_week)),
        (Span(i64::MAX), text!(within_longer)),
    ];
    let mut buckets: Vec<ArrivalBucket> = limits
        .iter()
        .map(|(_, label)| ArrivalBucket {
            label: label.clone(),
            count: 0,
        })
        .collect();
    for span in took {
        let at = limits.iter().position(|(limit, _)| span <= *limit);
        if let Some(bucket) = at.and_then(|at| buckets.get_mut(at)) {
            bucket.count += 1;
        }
    }
    if buckets.iter().all(|bucket| bucket.count == 0) {
        buckets.clear();
    }
    buckets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_money_is_summed_up_day_by_day() {
        let today = 20_000;
        let changes = [(today - 400, Fen(500)), (today - 2, Fen(100)), (today, Fen(-600))];
        let points = at_risk(&changes, today);
        assert_eq!(points.len(), RISK_DAYS as usize);
        assert_eq!(points[0].fen, 500);
        let last: Vec<i64> = points.iter().rev().take(3).map(|point| point.fen).collect();
        assert_eq!(last, [0, 600, 600]);
        assert_eq!(at_risk(&[(today, Fen(7))], today).len(), 2);
        assert!(at_risk(&[], today).is_empty());
    }

    #[test]
    fn arrivals_are_counted_where_they_belong() {
        let counted = buckets([Span(0), Span::HOUR, Span(Span::HOUR.0 + 1), Span(i64::MAX)].into_iter());
        let counts: Vec<usize> = counted.iter().map(|bucket| bucket.count).collect();
        assert_eq!(counts, [1, 1, 1, 0, 0, 0, 1]);
        assert!(buckets(std::iter::empty()).is_empty());
    }
}
