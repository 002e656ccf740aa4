//! The open data file with the rules in force: what every operation works on. Each of its subjects is a module of its own.

use crate::corrections::{InForce, Trouble, digest, in_force};
use daozhang_core::Outcome;
use daozhang_core::order::view::{EventView, KeyView, OrderDetail, OrderView, ShotView};
use daozhang_core::order::{
    Attachment, Case, Change, Facts, Happening, Moment, Next, Order, OrderId, Sha256, Zone,
};
use daozhang_core::rules::Rules;
use daozhang_core::store::file::{LostFile, Passphrase};
use daozhang_core::store::{Correction, FileBytes, Store, Tx, Version};
use daozhang_core::watch::Clockwork;
use std::path::Path;
use std::sync::Arc;

/// An open data file with the rules and the person's time zone.
///
/// Who holds it by a shared reference can only read; a [`Session`](crate::Session) hands readers one whose connection cannot
/// write either.
pub struct DataFile {
    pub(crate) store: Store,
    pub(crate) works: Works,
    /// What was written when its reader began to read, or its writer was last used; `None` outside of a session.
    pub(crate) as_of: Option<AsOf>,
}

/// What was written at a moment: through how many openings, and what came in the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AsOf {
    pub(crate) opening: u64,
    pub(crate) version: Version,
}

/// The clockwork under the rules in force and the person's time zone.
#[derive(Clone)]
pub(crate) struct Works {
    pub(crate) rules: Arc<Rules>,
    /// The person's corrections behind them.
    pub(crate) own: Arc<Vec<Correction>>,
    /// Those that cannot be used.
    pub(crate) troubles: Vec<Trouble>,
    /// A digest of the rules in force, by which a change of them is known.
    pub(crate) digest: String,
    pub(crate) zone: Zone,
}

impl Works {
    pub(crate) fn new(in_force: InForce, zone: Zone) -> Self {
        let InForce { rules, own, troubles } = in_force;
        Self {
            digest: digest(&own),
            rules: Arc::new(rules),
            own: Arc::new(own),
            troubles,
            zone,
        }
    }

    pub(crate) fn at(&self, now: Moment) -> Clockwork<'_> {
        Clockwork {
            rules: &self.rules,
            now,
        }
    }
}

impl DataFile {
    /// Opens the data file in a folder; see [`Store::open`].
    pub fn open(folder: &Path, zone: Zone) -> Outcome<Self> {
        Self::unlock(folder, zone, None)
    }

    /// The same with the passphrase that a locked data file needs.
    pub fn unlock(folder: &Path, zone: Zone, passphrase: Option<&Passphrase>) -> Outcome<Self> {
        let store = Store::open(folder, passphrase)?;
        let works = Works::new(in_force(store.corrections()?)?, zone);
        let mut data = Self {
            as_of: None,
            works,
            store,
        };
        data.store.decide_under(Arc::clone(&data.works.own));
        Ok(data)
    }

    /// Works by the rules as they are now: another process may have changed them.
    pub(crate) fn follow_rules(&mut self) -> Outcome<()> {
        let own = self.store.corrections()?;
        if own != *self.works.own {
            self.works = Works::new(in_force(own)?, self.works.zone);
            self.store.decide_under(Arc::clone(&self.works.own));
        }
        Ok(())
    }

    /// The same by another connection; see [`Store::beside`].
    pub(crate) fn beside(&self, passphrase: Option<&Passphrase>) -> Outcome<Self> {
        let mut store = self.store.beside(passphrase)?;
        store.decide_under(Arc::clone(&self.works.own));
        Ok(Self {
            store,
            works: self.works.clone(),
            as_of: None,
        })
    }

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

    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// Writes a whole copy of the data file; see [`Store::write_backup`].
    pub fn write_backup(&self, copy: &Path) -> Outcome<Vec<LostFile>> {
        self.store.write_backup(copy)
    }

    /// Writes a whole copy of the data file; see [`Store::backup`].
    pub fn backup(&self, copy: &Path) -> Outcome<Vec<LostFile>> {
        self.store.backup(copy)
    }

    /// An order with its timeline and its files, as it is shown.
    pub fn show(&self, id: OrderId) -> Outcome<OrderDetail> {
        let case = self.store.case(id)?;
        Ok(OrderDetail {
            order: OrderView::new(&case.order, self.works.zone),
            events: EventView::all(&case.events, self.works.zone),
            shots: case
                .shots
                .iter()
                .map(|shot| ShotView::new(shot, self.works.zone))
                .collect(),
            keys: KeyView::all(&case.events, &case.shots, self.works.zone),
            keys_open: case.order.standing.keys_are_open(),
            double_of: self.store.double_of(id)?.map(|of| of.0),
        })
    }

    /// Orders as a list shows them.
    pub(crate) fn views(&self, orders: &[Order]) -> Vec<OrderView> {
        orders.iter().map(|order| self.view(order)).collect()
    }

    /// An order as a list shows it.
    pub fn view(&self, order: &Order) -> OrderView {
        OrderView::new(order, self.works.zone)
    }

    /// Rebuilds the search index after the database was edited outside the app.
    pub fn index_again(&mut self) -> Outcome<()> {
        self.store.index_again()
    }

    pub fn file(&self, sha256: Sha256) -> Outcome<Option<FileBytes>> {
        self.store.file(sha256)
    }

    /// The small picture of a file, as JPEG, if it was made already.
    pub(crate) fn thumbnail(&self, sha256: Sha256) -> Outcome<Option<Vec<u8>>> {
        self.store.thumbnail(sha256)
    }

    pub(crate) fn keep_thumbnail(&mut self, sha256: Sha256, jpeg: &[u8]) -> Outcome<()> {
        self.store.keep_thumbnail(sha256, jpeg)
    }

    /// Writes what happens to an order: `change` sees it inside of the transaction, and may refuse.
    pub(crate) fn change<'a>(
        &mut self,
        id: OrderId,
        now: Moment,
        change: impl FnOnce(&Case) -> Outcome<Change<'a>>,
    ) -> Outcome<()> {
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let case = tx.case(id)?;
            changed(tx, &case, change(&case)?, &clockwork).map(drop)
        })
    }
}

pub(crate) fn logged(
    tx: &Tx<'_>,
    facts: Facts,
    happenings: Vec<Happening>,
    shots: &[Attachment],
    clockwork: &Clockwork<'_>,
) -> Outcome<OrderId> {
    let platform = tx.platform(&facts.platform)?;
    tx.insert(&clockwork.log(facts, &platform, happenings, shots)?)
}

/// Writes what happens to an order, and returns what became of it.
pub(crate) fn changed<'a>(
    tx: &Tx<'_>,
    case: &Case,
    change: Change<'a>,
    clockwork: &Clockwork<'_>,
) -> Outcome<Next<'a>> {
    let next = match &change.facts {
        Some(facts) if facts.platform != case.order.facts.platform => {
            let platform = tx.platform(&facts.platform)?;
            case.apply(change, &platform, clockwork)?
        }
        _ => case.apply(change, &case.platform, clockwork)?,
    };
    tx.save(case.order.id, &next)?;
    Ok(next)
}

/// Plans open orders anew: those of one platform, or all.
pub(crate) fn plan_anew(tx: &Tx<'_>, platform: Option<&str>, clockwork: &Clockwork<'_>) -> Outcome<()> {
    for id in tx.open_ids(platform)? {
        tx.save(id, &tx.case(id)?.anew(clockwork)?)?;
    }
    Ok(())
}
