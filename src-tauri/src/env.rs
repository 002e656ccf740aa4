//! What the core is told of its surroundings: the time, the time zone, the data folder.

use daozhang_core::order::{BEIJING, Moment, Zone};
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

/// The person's time zone: `TZ` where it says one, else the system's, else China's, where the app is at home.
pub fn zone() -> Zone {
    let system = || iana_time_zone::get_timezone().ok()?.parse().ok();
    std::env::var("TZ")
        .ok()
        .and_then(|text| zone_of(&text))
        .or_else(system)
        .unwrap_or(BEIJING)
}

/// The zone that a value of `TZ` says: a name, `:name`, the path of its file, or what POSIX calls so, `CST-8`, `<+08>-8`,
/// `CET-1CEST,M3.5.0,M10.5.0/3` (<https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html>).
fn zone_of(text: &str) -> Option<Zone> {
    let text = text.trim_start_matches(':');
    if let Ok(zone) = text.parse() {
        return Some(zone);
    }
    if let Some((_, name)) = text.split_once("zoneinfo/") {
        let name = name.trim_start_matches("posix/").trim_start_matches("right/");
        return name.parse().ok();
    }
    let rest = after_name(text)?;
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '+' | '-')))
        .unwrap_or(rest.len());
    let (offset, summer) = rest.split_at_checked(end)?;
    if summer.is_empty() {
        return at_offset(minutes_east(offset)?);
    }
    // With a summer time it is one of those that have a name.
    let name = text.split(',').next()?;
    let named = SUMMER_TIMES.iter().find(|(posix, _)| *posix == name);
    named.map(|(_, zone)| *zone).or_else(|| name.parse().ok())
}

const SUMMER_TIMES: [(&str, Zone); 5] = [
    ("CET-1CEST", Zone::Europe__Berlin),
    ("EET-2EEST", Zone::Europe__Athens),
    ("WET0WEST", Zone::Europe__Lisbon),
    ("GMT0BST", Zone::Europe__London),
    ("AEST-10AEDT", Zone::Australia__Sydney),
];

/// What stands behind the name of a zone, three letters or more, or anything in angle brackets.
fn after_name(text: &str) -> Option<&str> {
    if let Some(quoted) = text.strip_prefix('<') {
        return quoted.split_once('>').map(|(_, rest)| rest);
    }
    let letters = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .filter(|letters| *letters >= 3)?;
    text.get(letters..)
}

/// The minutes ahead of UTC: POSIX counts to the west.
fn minutes_east(offset: &str) -> Option<i32> {
    let (east, digits) = match offset.strip_prefix('-') {
        Some(digits) => (1, digits),
        None => (-1, offset.strip_prefix('+').unwrap_or(offset)),
    };
    let mut parts = digits.split(':').map(|part| part.parse::<i32>().ok());
    let hours = parts.next()??;
    let minutes = parts.next().unwrap_or(Some(0))?;
    let fits = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    fits.then_some(east * (hours * 60 + minutes))
}

/// A zone that is always so many minutes ahead of UTC.
fn at_offset(minutes: i32) -> Option<Zone> {
    match minutes {
        480 => Some(BEIJING),
        330 => Some(Zone::Asia__Kolkata),
        345 => Some(Zone::Asia__Kathmandu),
        390 => Some(Zone::Asia__Yangon),
        210 => Some(Zone::Asia__Tehran),
        270 => Some(Zone::Asia__Kabul),
        570 => Some(Zone::Australia__Darwin),
        0 => Some(Zone::UTC),
        // The names of these count to the west as well.
        _ if minutes % 60 == 0 => format!("Etc/GMT{:+}", -minutes / 60).parse().ok(),
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_say_a_zone() {
        for (text, zone) in [
            ("Asia/Shanghai", Some(BEIJING)),
            (":Asia/Shanghai", Some(BEIJING)),
            ("PRC", Some(Zone::PRC)),
            ("/usr/share/zoneinfo/Asia/Shanghai", Some(BEIJING)),
            (
                "/usr/share/zoneinfo/posix/Europe/Berlin",
                Some(Zone::Europe__Berlin),
            ),
            ("Etc/GMT-8", Some(Zone::Etc__GMTMinus8)),
            ("CST-8", Some(BEIJING)),
            ("CST-08:00", Some(BEIJING)),
            ("<+08>-8", Some(BEIJING)),
            (":CST-8", Some(BEIJING)),
            ("UTC-8", Some(BEIJING)),
            ("UTC+8", Some(Zone::Etc__GMTPlus8)),
            ("JST-9", Some(Zone::Etc__GMTMinus9)),
            ("IST-5:30", Some(Zone::Asia__Kolkata)),
            ("UTC0", Some(Zone::UTC)),
            ("EST5EDT", Some(Zone::EST5EDT)),
            ("EST5EDT,M3.2.0,M11.1.0", Some(Zone::EST5EDT)),
            ("CET-1CEST,M3.5.0,M10.5.0/3", Some(Zone::Europe__Berlin)),
            ("", None),
            ("CST", None),
            ("CST-80", None),
            ("XX-8", None),
            ("Mars/Phobos", None),
            ("<+08", None),
        ] {
            assert_eq!(zone_of(text), zone, "{text}");
        }
    }
}
