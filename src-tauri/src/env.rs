//! What the core is told of its surroundings: the time, the time zone, the data folder.

use daozhang_core::order::{Moment, Zone};
use daozhang_core::{Failure, Outcome, text};
use std::path::{Path, PathBuf};

/// Names the data folder.
pub const DATA: &str = "DAOZHANG_DATA";

/// Stops the clock of this process at an RFC 3339 time, for tests and for trying things out.
const STOPPED_CLOCK: &str = "DAOZHANG_NOW";

/// The present moment.
pub fn now() -> Moment {
    std::env::var(STOPPED_CLOCK)
        .ok()
        .and_then(|text| chrono::DateTime::parse_from_rfc3339(&text).ok())
        .map_or_else(|| chrono::Utc::now().into(), Moment::from)
}

/// The person's time zone: `TZ` where it names one, else the system's, else China's, where the app is at home.
pub fn zone() -> Zone {
    let named = |name: String| name.trim_start_matches(':').parse::<Zone>().ok();
    std::env::var("TZ")
        .ok()
        .and_then(named)
        .or_else(|| iana_time_zone::get_timezone().ok().and_then(named))
        .unwrap_or(Zone::Asia__Shanghai)
}

/// The data folder: the one that was asked for, else the user's own.
pub fn data_folder(asked: Option<&Path>) -> Outcome<PathBuf> {
    if let Some(folder) = asked {
        return Ok(folder.to_owned());
    }
    directories::ProjectDirs::from("", "", "daozhang")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or_else(|| Failure::failed(text!(data_folder_missing)))
}

/// The folder of the person's documents.
pub fn documents() -> Outcome<PathBuf> {
    let folders = directories::UserDirs::new().ok_or_else(|| Failure::failed(text!(documents_missing)))?;
    Ok(folders
        .document_dir()
        .unwrap_or_else(|| folders.home_dir())
        .to_owned())
}
