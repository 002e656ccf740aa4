//! Reading screenshots and texts.

use crate::files;
use crate::lock::lock;
use crate::session::Session;
use daozhang_core::order::view::ShotView;
use daozhang_core::order::{Moment, Sha256, ShotRole};
use daozhang_core::record::{
    Doubt, Engine, Field, Layout, PageStatus, Reading, inspect, read_picture, read_text,
};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ts_rs::TS;

/// A field as it was read.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReadFieldView {
    pub field: Field,
    /// Its value, as the form takes it.
    pub value: String,
    /// Why it is not sure, in one sentence.
    pub doubt: Option<Text>,
    /// What else it was read as, the likeliest first.
    pub others: Vec<String>,
}

/// How the state that a page shows bears on logging its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum PageStanding {
    /// All of the money is back.
    Returned,
    /// There is nothing to wait for: it was not paid, failed, or is closed.
    Ended,
}

/// What was read of one order. Nothing of it counts until the person confirms it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReadingView {
    /// What kind of page it is.
    pub layout: Text,
    /// The fields that were found.
    pub fields: Vec<ReadFieldView>,
    /// What the page says of the order.
    pub status: Option<Text>,
    /// How that bears on logging it.
    pub standing: Option<PageStanding>,
    /// What the picture shows; `None` for a text.
    pub role: Option<ShotRole>,
}

impl ReadingView {
    fn new(reading: &Reading) -> Self {
        Self {
            layout: reading.layout.name(),
            fields: reading
                .fields
                .iter()
                .map(|read| ReadFieldView {
                    field: read.field,
                    value: read.value.clone(),
                    doubt: read.doubt.as_ref().map(Doubt::text),
                    others: read
                        .doubt
                        .iter()
                        .filter_map(Doubt::other)
                        .map(str::to_owned)
                        .collect(),
                })
                .collect(),
            status: reading.status.map(PageStatus::name),
            standing: reading.status.and_then(|status| match status {
                PageStatus::Refunded => Some(PageStanding::Returned),
                PageStatus::Unpaid | PageStatus::Failed | PageStatus::Closed => Some(PageStanding::Ended),
                PageStatus::Processing
                | PageStatus::Success
                | PageStatus::PartlyRefunded
                | PageStatus::Abnormal
                | PageStatus::Frozen
                | PageStatus::Partly
                | PageStatus::WithoutGoods => None,
            }),
            role: match reading.layout {
                Layout::Wechat | Layout::Alipay | Layout::Unionpay => Some(ShotRole::Payment),
                Layout::OrderPage => Some(ShotRole::OrderPage),
                Layout::Text => None,
            },
        }
    }
}

/// What the newest picture of an order's page says of it. It counts when the person says so.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PageState {
    pub sha256: String,
    /// The name of the file.
    pub name: String,
    /// When it was added, RFC 3339.
    pub added_at: String,
    /// The state that it shows.
    pub state: Text,
    /// The answer to what the page shows; none where the state leaves it open.
    pub answer: Option<String>,
}

impl Session {
    /// What the newest picture of an order's page shows; none without one, or where it shows no state.
    pub(crate) fn page_read(&self, id: i64) -> Outcome<Option<PageState>> {
        let shots = self.show_order(id)?.shots;
        let is_page = |shot: &&ShotView| shot.role == ShotRole::OrderPage && shot.width.is_some();
        let Some(shot) = shots.iter().rfind(is_page) else {
            return Ok(None);
        };
        let Some(status) = self.picture_reading(&shot.sha256)?.status else {
            return Ok(None);
        };
        let answer = self.read(|data, _| {
            let option = data.works.rules.diagnosis.page_answer(status.word());
            Ok(option.map(|option| option.key.clone()))
        })?;
        Ok(Some(PageState {
            sha256: shot.sha256.clone(),
            name: shot.name.clone(),
            added_at: shot.added_at.clone(),
            state: status.name(),
            answer,
        }))
    }

    /// What a waiting or attached picture says of an order.
    pub(crate) fn picture_read(&self, sha256: &str) -> Outcome<ReadingView> {
        Ok(ReadingView::new(&self.picture_reading(sha256)?))
    }

    fn picture_reading(&self, sha256: &str) -> Outcome<Reading> {
        let missing = || Failure::new(Code::Shot, text!(shot_gone));
        let hash = Sha256::from_hex(sha256).ok_or_else(missing)?;
        let (media, bytes) = self.picture(hash)?.ok_or_else(missing)?;
        if !media.is_picture() {
            return Err(Failure::new(Code::Shot, text!(shot_no_picture)));
        }
        let engine = self.machine.engine()?;
        let stopped = Arc::new(AtomicBool::new(false));
        lock(&self.readings).push((hash, Arc::downgrade(&stopped)));
        let wanted = || !stopped.load(Ordering::Relaxed);
        read_picture(engine.as_ref(), &bytes, self.now(), &wanted)
    }

    /// Stops the readings of a picture that are running; one that begins later goes on.
    pub(crate) fn reading_stopped(&self, sha256: &str) {
        let hash = Sha256::from_hex(sha256);
        lock(&self.readings).retain(|(of, stopped)| {
            let Some(stopped) = stopped.upgrade() else {
                return false;
            };
            if Some(*of) == hash {
                stopped.store(true, Ordering::Relaxed);
            }
            Some(*of) != hash
        });
    }
}

/// What a text says, which may tell of several orders.
pub(crate) fn read_a_text(text: &str, now: Moment) -> Outcome<Vec<ReadingView>> {
    let readings = read_text(text, now)?;
    Ok(readings.iter().map(ReadingView::new).collect())
}

/// What a file says: a picture, for which `engine` is asked, or a text by its ending.
pub fn read_a_file(
    path: &Path,
    now: Moment,
    engine: impl FnOnce() -> Outcome<Box<dyn Engine>>,
) -> Outcome<Vec<ReadingView>> {
    let is_text = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
    if is_text {
        return read_a_text(&files::read_text(path)?, now);
    }
    let (name, bytes) = files::read_to_attach(path)?;
    let shot = inspect(&name, bytes)?;
    if !shot.media.is_picture() {
        return Err(Failure::new(
            Code::Shot,
            text!(shot_unreadable, name = &shot.name),
        ));
    }
    let reading = read_picture(engine()?.as_ref(), &shot.bytes, now, &|| true)?;
    Ok(vec![ReadingView::new(&reading)])
}
