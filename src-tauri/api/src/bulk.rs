//! Several orders at once: tags, and ending them together.

use crate::data_file::{DataFile, changed};
use crate::keys::check_undone;
use crate::settle::{still_open, undoing};
use daozhang_core::order::{Change, EventKind, Happening, Moment, OrderId};
use daozhang_core::record::{check_arrived, check_reason, check_tag};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is done to several orders at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum BulkAct {
    /// They arrived.
    Arrived,
    /// The person ends the matter.
    Close,
    /// The same note on each.
    Note,
}

/// An event that can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Done {
    /// The order.
    pub id: i64,
    /// The event's place in its timeline.
    pub seq: u32,
}

/// What came of doing something to several orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Bulked {
    /// To how many it was done.
    pub done: usize,
    /// Why not to the others, one sentence each.
    pub refused: Vec<Text>,
    /// What takes it back.
    pub undo: Vec<Done>,
}

impl DataFile {
    /// Puts tags on orders and takes others off.
    pub fn tag(&mut self, ids: &[OrderId], add: &[String], remove: &[String]) -> Outcome<()> {
        let add = add
            .iter()
            .map(|tag| check_tag(tag))
            .collect::<Outcome<Vec<_>>>()?;
        self.store.write(|tx| {
            for id in ids {
                tx.tag(*id, &add, remove)?;
            }
            Ok(())
        })
    }

    /// Does the same to several orders in one transaction; those that are settled already are left as they are.
    pub fn bulk(&mut self, ids: &[OrderId], act: BulkAct, text: &str, now: Moment) -> Outcome<Bulked> {
        let (kind, text) = match act {
            BulkAct::Arrived => (EventKind::Arrived, None),
            BulkAct::Close => (EventKind::Closed, Some(check_reason(text)?)),
            BulkAct::Note => (
                EventKind::Note,
                Some(check_reason(text).map_err(|_| Failure::new(Code::Text, text!(note_empty)))?),
            ),
        };
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let mut bulked = Bulked {
                done: 0,
                refused: Vec::new(),
                undo: Vec::new(),
            };
            for id in ids {
                let case = tx.case(*id)?;
                let may = match act {
                    BulkAct::Arrived => still_open(&case.order).and_then(|()| check_arrived(&case)),
                    BulkAct::Close => still_open(&case.order),
                    BulkAct::Note => Ok(()),
                };
                if let Err(failure) = may {
                    bulked
                        .refused
                        .push(text!(bulk_refused, id = id.0, why = failure.text));
                    continue;
                }
                let happening = Happening {
                    text: text.clone(),
                    ..Happening::new(kind, now.max(case.order.facts.paid_at))
                };
                let next = changed(tx, &case, Change::of(happening), &clockwork)?;
                bulked.done += 1;
                bulked.undo.extend(next.events.last().map(|event| Done {
                    id: id.0,
                    seq: event.seq,
                }));
            }
            Ok(bulked)
        })
    }

    /// Takes back what was done to several orders, all or nothing.
    pub fn undo_bulk(&mut self, done: &[Done], now: Moment) -> Outcome<()> {
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            for one in done {
                let case = tx.case(OrderId(one.id))?;
                check_undone(&case, one.seq)?;
                changed(tx, &case, undoing(&case.events, one.seq, now)?, &clockwork)?;
            }
            Ok(())
        })
    }
}
