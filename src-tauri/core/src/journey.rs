//! Walks an order through the rooms: each function takes what the person gave, has the rooms decide, and has the store
//! write it in one transaction. Both shells, the window and the command line, stand on this and only translate.

mod backups;
mod bills;
mod bulk;
mod check;
mod dump;
mod escalate;
mod facts;
mod file;
mod platforms;
mod prove;
mod record;
mod rules;
mod samples;
mod settings;
mod settle;
mod sheet;
#[cfg(test)]
mod tests;
mod todo;
mod watch;

pub use backups::{BackupView, Backups, stamp};
pub use bills::{
    BillCandidate, Candidate, CandidateStanding, Imported, LARGEST_IMPORT, OpenedBill, too_large_to_import,
};
pub use bulk::{BulkAct, Bulked, Done};
pub use check::{DraftCheck, LikelyDuplicate};
pub use dump::ExportFormat;
pub use escalate::LetterWish;
pub use file::Filed;
pub use platforms::{Overview, PlatformSummary, PlatformView, Renamed};
pub use prove::{ExportWish, Exported, Preflight};
pub use rules::{HolidayYearView, RuleBook, RuleView};
pub use settings::Settings;
pub use sheet::{FileFault, OpenedSheet};
pub use todo::{Todo, TodoCard};
pub use watch::Checked;

use crate::order::view::{EventView, OrderDetail, OrderView, ShotView};
use crate::order::{
    Clock, Course, Event, Facts, Moment, NewShot, Order, OrderId, Plan, Seller, Sha256, ShotRole, Watched,
    Zone,
};
use crate::rules::Rules;
use crate::store::file::Passphrase;
use crate::store::{Change, Clockwork, Correction, FileBytes, Store};
use crate::{Outcome, record as recording, watch as clockwork};
use rules::{InForce, Trouble};
use std::path::Path;

/// A file to attach, with what it shows.
pub type Attachment = (NewShot, ShotRole);

/// An open data file with the rules and the person's time zone.
pub struct Journey {
    store: Store,
    works: Works,
}

/// The clockwork under the rules in force and the person's time zone.
struct Works {
    rules: Rules,
    /// The person's corrections behind them.
    own: Vec<Correction>,
    /// Those that cannot be used.
    troubles: Vec<Trouble>,
    /// Whether the open orders are known to be planned under them.
    planned: bool,
    zone: Zone,
}

impl Clockwork for Works {
    fn clock(&self, facts: &Facts, release_times: &str) -> Outcome<Clock> {
        let releases = clockwork::read_release_times(release_times)?;
        Ok(clockwork::clock(
            facts,
            self.rules.kind(&facts.kind)?,
            &releases,
            self.zone,
        ))
    }

    fn course(&self, facts: &Facts, clock: &Clock, seller: &Seller, events: &[Event]) -> Course {
        clockwork::course(facts, clock, seller, events, &self.rules)
    }

    fn plan(&self, order: &Watched, now: Moment) -> Plan {
        clockwork::plan(order, &self.rules, now)
    }
}

impl Journey {
    /// Opens the data file in a folder; see [`Store::open`].
    pub fn open(folder: &Path, zone: Zone) -> Outcome<Self> {
        Self::unlock(folder, zone, None)
    }

    /// The same with the passphrase that a locked data file needs.
    pub fn unlock(folder: &Path, zone: Zone, passphrase: Option<&Passphrase>) -> Outcome<Self> {
        let store = Store::open(folder, passphrase)?;
        let InForce { rules, own, troubles } = rules::in_force(store.corrections()?)?;
        Ok(Self {
            works: Works {
                rules,
                own,
                troubles,
                planned: false,
                zone,
            },
            store,
        })
    }

    /// The rules in force.
    pub fn rules(&self) -> &Rules {
        &self.works.rules
    }

    /// The time zone in which times are read and shown.
    pub fn zone(&self) -> Zone {
        self.works.zone
    }

    /// The person's computer may move to another zone while the app runs.
    pub fn set_zone(&mut self, zone: Zone) {
        self.works.zone = zone;
    }

    /// Where the data file is.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// Writes a whole copy of the data file; see [`Store::write_backup`].
    pub fn write_backup(&self, copy: &Path) -> Outcome<()> {
        self.store.write_backup(copy)
    }

    /// Writes a whole copy of the data file; see [`Store::backup`].
    pub fn backup(&self, copy: &Path) -> Outcome<()> {
        self.store.backup(copy)
    }

    /// An order with its timeline and its files, as it is shown.
    pub fn show(&self, id: OrderId) -> Outcome<OrderDetail> {
        let (order, events, shots) = self.store.order(id)?;
        Ok(OrderDetail {
            order: OrderView::new(&order, self.works.zone),
            events: EventView::all(&events, self.works.zone),
            shots: shots
                .iter()
                .map(|shot| ShotView::new(shot, self.works.zone))
                .collect(),
        })
    }

    /// Orders as a list shows them.
    fn views(&self, orders: &[Order]) -> Vec<OrderView> {
        orders.iter().map(|order| self.view(order)).collect()
    }

    /// An order as a list shows it.
    pub fn view(&self, order: &Order) -> OrderView {
        OrderView::new(order, self.works.zone)
    }

    /// Makes the index of the search anew, for a data file that was written past the app.
    pub fn index_again(&mut self) -> Outcome<()> {
        self.store.index_again()
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
        if !media.is_picture() {
            return Ok(None);
        }
        let Ok(jpeg) = recording::thumbnail(&bytes) else {
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
        self.store.change(id, &shots, now, change, &self.works)
    }
}
