//! How something long is stopped from beside it.

use crate::lock::lock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

/// The jobs of one kind that are running.
#[derive(Default)]
pub(crate) struct Stops(Mutex<Vec<Weak<AtomicBool>>>);

/// One of them, for as long as it runs.
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stops {
    pub(crate) fn begin(&self) -> Stop {
        let asked = Arc::new(AtomicBool::new(false));
        let mut running = lock(&self.0);
        running.retain(|one| one.strong_count() > 0);
        running.push(Arc::downgrade(&asked));
        Stop(asked)
    }

    /// Stops those that are running; one that begins later goes on.
    pub(crate) fn all(&self) {
        for asked in lock(&self.0).drain(..).filter_map(|one| one.upgrade()) {
            asked.store(true, Ordering::Relaxed);
        }
    }
}

impl Stop {
    /// Whether nobody has asked it to stop.
    pub(crate) fn goes_on(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}
