//! The connections of those who read the data file.

use crate::DataFile;
use crate::data_file::{AsOf, Works};
use crate::session::lock;
use daozhang_core::Outcome;
use daozhang_core::order::Zone;
use daozhang_core::store::Store;
use daozhang_core::store::file::Passphrase;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How many connections are kept for the next reader. More are made where more read at once.
const KEPT: usize = 3;

/// How long closing waits for those who are reading. What is asked of the file takes far less.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Default)]
pub(crate) struct Readers {
    state: Mutex<State>,
    /// Told when a reader has done.
    left: Condvar,
}

#[derive(Default)]
struct State {
    /// `None` while the data file is closed.
    open: Option<Open>,
    idle: Vec<Store>,
    reading: usize,
    /// How often the data file was opened or closed: a connection from before that is not kept.
    openings: u64,
}

struct Open {
    path: PathBuf,
    /// That of a locked file; `None` for one that is not.
    passphrase: Option<Passphrase>,
    /// The rules that the writer works by.
    works: Works,
    as_of: AsOf,
}

/// Counts a reader for as long as it reads, also if that ends in a panic.
struct Reading<'a>(&'a Readers);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).reading -= 1;
        self.0.left.notify_all();
    }
}

impl Readers {
    /// The data file is open from now on.
    pub(crate) fn open(&self, data: &mut DataFile, passphrase: Option<Passphrase>) -> Outcome<()> {
        let version = data.store.version()?;
        let mut state = lock(&self.state);
        state.openings += 1;
        state.idle.clear();
        let as_of = AsOf {
            opening: state.openings,
            version,
        };
        data.as_of = Some(as_of);
        state.open = Some(Open {
            path: data.path().to_owned(),
            passphrase: passphrase.filter(|_| data.is_locked()),
            works: data.works.clone(),
            as_of,
        });
        Ok(())
    }

    /// Something may have been written, and the rules may be others.
    pub(crate) fn written(&self, data: &mut DataFile) {
        let version = data.store.version();
        if let (Some(open), Ok(version)) = (&mut lock(&self.state).open, version) {
            open.as_of.version = version;
            open.works = data.works.clone();
            data.as_of = Some(open.as_of);
        }
    }

    /// What was written so far; `None` while the data file is closed.
    pub(crate) fn as_of(&self) -> Option<AsOf> {
        lock(&self.state).open.as_ref().map(|open| open.as_of)
    }

    /// Whether the data file is locked with a passphrase; `None` while it is closed.
    pub(crate) fn is_locked(&self) -> Option<bool> {
        let state = lock(&self.state);
        state.open.as_ref().map(|open| open.passphrase.is_some())
    }

    /// Does work on a connection that nobody else has meanwhile; `None`, and nothing was done, while the data file is closed.
    pub(crate) fn read<T>(
        &self,
        zone: Zone,
        work: impl FnOnce(&DataFile) -> Outcome<T>,
    ) -> Option<Outcome<T>> {
        let mut state = lock(&self.state);
        let open = state.open.as_ref()?;
        let mut works = open.works.clone();
        works.zone = zone;
        let (path, passphrase, as_of) = (open.path.clone(), open.passphrase.clone(), open.as_of);
        let opening = state.openings;
        let idle = state.idle.pop();
        state.reading += 1;
        drop(state);
        let _reading = Reading(self);
        let store = idle.map_or_else(|| Store::reader(&path, passphrase.as_ref()), Ok);
        Some(store.and_then(|store| {
            let data = DataFile {
                store,
                works,
                as_of: Some(as_of),
            };
            let done = data.store.at_one_moment(|| work(&data));
            let mut state = lock(&self.state);
            if state.openings == opening && state.idle.len() < KEPT {
                state.idle.push(data.store);
            }
            done
        }))
    }

    /// Lets nobody begin to read any more, and waits for those who do.
    pub(crate) fn close(&self) {
        let mut state = lock(&self.state);
        state.open = None;
        state.openings += 1;
        state.idle.clear();
        let waited = self
            .left
            .wait_timeout_while(state, PATIENCE, |state| state.reading > 0);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}
