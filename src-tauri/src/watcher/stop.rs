//! Places at which a test can hold this process and kill it, to see that nothing is lost whatever the moment.

/// Names the place at which to hold.
const STOP_AT: &str = "DAOZHANG_STOP_AT";

/// A sweep is about to begin.
pub const BEFORE_SWEEP: &str = "before-sweep";
/// The sweep has been committed, and alerts are claimed.
pub const CLAIMED: &str = "claimed";
/// The desktop has answered.
pub const SHOWN: &str = "shown";
/// What came of it has been committed.
pub const DELIVERED: &str = "delivered";

/// Holds the process here for good if that was asked for; says so on standard error, so that the killer knows.
pub fn here(place: &str) {
    if std::env::var(STOP_AT).is_ok_and(|asked| asked == place) {
        eprintln!("stopped at {place}");
        loop {
            std::thread::park();
        }
    }
}
