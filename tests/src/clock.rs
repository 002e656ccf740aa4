//! Moments as a person in China writes them and as the app prints them.

use chrono::{DateTime, Duration, FixedOffset, SubsecRound, Utc};

/// A moment in China.
pub type Moment = DateTime<FixedOffset>;

/// Reads a moment from RFC 3339.
#[track_caller]
pub fn moment(rfc3339: &str) -> Moment {
    DateTime::parse_from_rfc3339(rfc3339).unwrap_or_else(|error| panic!("{rfc3339:?} is no moment: {error}"))
}

/// The present moment, to the second.
pub fn now() -> Moment {
    let beijing = FixedOffset::east_opt(8 * 3600).expect("eight hours are an offset");
    Utc::now().with_timezone(&beijing).trunc_subsecs(0)
}

/// The moment as it is typed into the form, as in "2026-11-20 21:03:45".
pub fn typed(moment: Moment) -> String {
    moment.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// So many minutes.
pub fn minutes(minutes: i64) -> Duration {
    Duration::minutes(minutes)
}

/// So many seconds.
pub fn seconds(seconds: i64) -> Duration {
    Duration::seconds(seconds)
}
