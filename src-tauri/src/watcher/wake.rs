//! The ticking thread's sleep, and ending it early.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Lets others end the thread's sleep early.
#[derive(Default)]
pub struct Wake {
    called: Mutex<bool>,
    condition: Condvar,
}

impl Wake {
    pub fn wake(&self) {
        *self.called.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.condition.notify_all();
    }

    /// Sleeps until woken, for so long at most.
    pub fn sleep(&self, longest: Duration) {
        let called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut called, _) = self
            .condition
            .wait_timeout_while(called, longest, |called| !*called)
            .unwrap_or_else(PoisonError::into_inner);
        *called = false;
    }
}
