//! Waiting for a condition, never for a length of time.

use std::fmt::{Debug, Display};
use std::thread;
use std::time::{Duration, Instant};

/// How long a test waits before it gives up. Nothing waits that long but a test that fails, so it leaves room for a machine
/// that is busy with much else.
pub const BOUND: Duration = Duration::from_secs(120);

const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Looks until there is an answer; fails with the last reason when there is none in [`BOUND`].
#[track_caller]
pub fn until<T, E: Display>(what: &str, look: impl FnMut() -> Result<T, E>) -> T {
    until_within(BOUND, what, look)
}

/// Looks until what is seen is as it should be; fails with what was seen last.
#[track_caller]
pub fn until_seen<T: Debug>(what: &str, mut look: impl FnMut() -> T, holds: impl Fn(&T) -> bool) -> T {
    until(what, || {
        let seen = look();
        if holds(&seen) {
            Ok(seen)
        } else {
            Err(format!("saw {seen:?}"))
        }
    })
}

#[track_caller]
fn until_within<T, E: Display>(within: Duration, what: &str, mut look: impl FnMut() -> Result<T, E>) -> T {
    let started = Instant::now();
    loop {
        match look() {
            Ok(found) => return found,
            Err(reason) if started.elapsed() > within => {
                panic!(
                    "waited {:.0} s in vain for {what}: {reason}",
                    within.as_secs_f64()
                )
            }
            Err(_) => thread::sleep(BETWEEN_LOOKS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_comes_late_is_taken() {
        let mut looks = 0;
        let found = until("the third look", || {
            looks += 1;
            if looks == 3 { Ok(looks) } else { Err("not yet") }
        });
        assert_eq!(found, 3);
    }

    #[test]
    #[should_panic(expected = "in vain for a wonder: none seen")]
    fn waiting_in_vain_fails_with_the_last_reason() {
        until_within::<(), _>(Duration::from_millis(60), "a wonder", || Err("none seen"));
    }
}
