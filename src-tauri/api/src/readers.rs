//! The connections of those who read the data file.

use crate::DataFile;
use crate::data_file::{AsOf, Works};
use crate::lock::lock;
use daozhang_core::order::Zone;
use daozhang_core::store::Store;
use daozhang_core::store::file::Passphrase;
use daozhang_core::{Failure, Outcome, text};
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
    /// How many work beside for long: a package, a backup, a copy of everything.
    beside: usize,
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

/// Keeps the data file from being closed as long as something works beside.
pub(crate) struct Beside<'a>(&'a Readers);

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).beside -= 1;
    }
}

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
        let mut state = lock(&self.state);
        let Some(open) = &mut state.open else { return };
        open.works = data.works.clone();
        match version {
            Ok(version) => {
                open.as_of.version = version;
                data.as_of = Some(open.as_of);
            }
            // What was found out before is then found out anew.
            Err(failure) => {
                tracing::warn!(cause = ?failure.cause, "what was written could not be told");
                data.as_of = None;
            }
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
            let mut data = DataFile {
                store,
                works,
                as_of: Some(as_of),
            };
            data.follow_rules()?;
            let done = data.store.at_one_moment(|| work(&data));
            let mut state = lock(&self.state);
            if state.openings == opening && state.idle.len() < KEPT {
                state.idle.push(data.store);
            }
            done
        }))
    }

    /// Something that takes long begins on a connection of its own.
    pub(crate) fn beside(&self) -> Beside<'_> {
        lock(&self.state).beside += 1;
        Beside(self)
    }

    /// Lets nobody begin to read any more, and waits for those who do.
    ///
    /// # Errors
    /// While something works beside, or somebody still reads after five seconds. The data file is open as before: to look at
    /// it from outside now would take away the locks that SQLite holds on it.
    pub(crate) fn close(&self) -> Outcome<()> {
        let mut state = lock(&self.state);
        if state.beside > 0 {
            return Err(Failure::failed(text!(data_file_busy)));
        }
        let open = state.open.take();
        let waited = self
            .left
            .wait_timeout_while(state, PATIENCE, |state| state.reading > 0);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.reading > 0 {
            state.open = open;
            return Err(Failure::failed(text!(data_file_read)));
        }
        state.openings += 1;
        state.idle.clear();
        Ok(())
    }
}
