//! Waiting for a condition, never for a length of time.

use std::fmt::Display;
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take that should take a moment, on a busy machine.
pub const SOON: Duration = Duration::from_secs(20);

const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// Looks until there is an answer; fails with the last reason when there is none by the deadline.
#[track_caller]
pub fn until<T, E: Display>(what: &str, within: Duration, mut look: impl FnMut() -> Result<T, E>) -> T {
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

/// Looks until the condition holds.
#[track_caller]
pub fn until_true(what: &str, within: Duration, mut holds: impl FnMut() -> bool) {
    until(what, within, || {
        if holds() {
            Ok(())
        } else {
            Err("it never became so")
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_comes_late_is_taken() {
        let mut looks = 0;
        let found = until("the third look", SOON, || {
            looks += 1;
            if looks == 3 { Ok(looks) } else { Err("not yet") }
        });
        assert_eq!(found, 3);
    }

    #[test]
    #[should_panic(expected = "in vain for a wonder: none seen")]
    fn waiting_in_vain_fails_with_the_last_reason() {
        until::<(), _>("a wonder", Duration::from_millis(60), || Err("none seen"));
    }
}
