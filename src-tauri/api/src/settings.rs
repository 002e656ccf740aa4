//! What the person set about reminders and the window.

use crate::data_file::DataFile;
use daozhang_core::order::{Moment, Span};
use daozhang_core::store::Store;
use daozhang_core::store::file::Passphrase;
use daozhang_core::watch::{QuietHours, until_morning};
use daozhang_core::words::Language;
use daozhang_core::{Failure, Outcome, text};
use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

/// The settings, as the page shows and sends them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Settings {
    /// When no bubble comes up: `23:00-08:00`; empty for never.
    pub quiet_hours: String,
    /// Whether closing the window leaves the app running in the tray.
    pub close_to_tray: bool,
    /// Whether the app starts when the person logs in, hidden.
    pub start_at_login: bool,
    /// Whether the global shortcut for logging an order from the clipboard is on.
    pub global_shortcut: bool,
    /// Whether bubbles name neither product nor platform nor sum, so that anybody may read them on a locked screen.
    #[serde(default)]
    pub discreet_bubbles: bool,
    /// In which language the window speaks, `zh-CN` or `en`; empty, while the person never chose, is Chinese.
    #[serde(default)]
    pub language: String,
}

const QUIET_HOURS: &str = "quiet-hours";
const CLOSE_TO_TRAY: &str = "close-to-tray";
const START_AT_LOGIN: &str = "start-at-login";
const GLOBAL_SHORTCUT: &str = "global-shortcut";
const DISCREET_BUBBLES: &str = "discreet-bubbles";
const LANGUAGE: &str = "language";
const TOLD_OF_TRAY: &str = "told-of-tray";
const PAUSED_UNTIL: &str = "paused-until";

/// No pause lasts longer; one until the next morning may be an hour more than a day where the clock is put back.
const LONGEST_PAUSE: Span = Span::hours(25);

/// The language that the settings of a data file name which this process does not have open; Chinese while none can be read.
pub fn language_of(folder: &Path, passphrase: Option<&Passphrase>) -> &'static Language {
    let set = Store::peek(folder, passphrase, LANGUAGE);
    Language::of_setting(&set.unwrap_or_default())
}

impl DataFile {
    pub fn settings(&self) -> Outcome<Settings> {
        let usual = || QuietHours::usual().written();
        let flag =
            |key, usual: bool| Outcome::Ok(self.store.setting(key)?.map_or(usual, |value| value == "1"));
        Ok(Settings {
            quiet_hours: self.store.setting(QUIET_HOURS)?.unwrap_or_else(usual),
            close_to_tray: flag(CLOSE_TO_TRAY, true)?,
            start_at_login: flag(START_AT_LOGIN, false)?,
            global_shortcut: flag(GLOBAL_SHORTCUT, true)?,
            discreet_bubbles: flag(DISCREET_BUBBLES, false)?,
            language: self.store.setting(LANGUAGE)?.unwrap_or_default(),
        })
    }

    /// Writes the settings down, after checking them.
    pub fn set_settings(&mut self, settings: &Settings) -> Outcome<()> {
        let quiet = QuietHours::read(&settings.quiet_hours)?
            .map(QuietHours::written)
            .unwrap_or_default();
        if !settings.language.is_empty() && Language::of(&settings.language).is_none() {
            return Err(Failure::failed(text!(language_unknown)));
        }
        let flag = |on: bool| if on { "1" } else { "0" }.to_owned();
        self.store.set(&[
            (QUIET_HOURS, quiet),
            (CLOSE_TO_TRAY, flag(settings.close_to_tray)),
            (START_AT_LOGIN, flag(settings.start_at_login)),
            (GLOBAL_SHORTCUT, flag(settings.global_shortcut)),
            (DISCREET_BUBBLES, flag(settings.discreet_bubbles)),
            (LANGUAGE, settings.language.clone()),
        ])
    }

    /// Whether the person was told that closing leaves the app in the tray; from the second call on, yes.
    pub fn told_of_tray(&mut self) -> Outcome<bool> {
        let told = self.store.setting(TOLD_OF_TRAY)?.is_some();
        if !told {
            self.store.set(&[(TOLD_OF_TRAY, "1".to_owned())])?;
        }
        Ok(told)
    }

    /// Until when no bubble may come up: because the person paused them, or because of the quiet hours.
    pub fn quiet_until(&self, now: Moment) -> Outcome<Option<Moment>> {
        let night = QuietHours::read(&self.settings()?.quiet_hours)?
            .and_then(|quiet| quiet.end(now, self.works.zone));
        Ok(self.paused_until(now)?.max(night))
    }

    /// Until when the person paused reminders; none when they are not paused.
    pub fn paused_until(&self, now: Moment) -> Outcome<Option<Moment>> {
        // One that would last longer was made while the clock was ahead.
        Ok(self
            .pause_is_set()?
            .filter(|until| now < *until && *until - now <= LONGEST_PAUSE))
    }

    fn pause_is_set(&self) -> Outcome<Option<Moment>> {
        let until = self.store.setting(PAUSED_UNTIL)?;
        Ok(until.and_then(|text| text.parse().ok()).map(Moment))
    }

    /// After the clock was set back: a pause that was made while it was ahead ends.
    pub(crate) fn end_a_wrong_pause(&mut self, now: Moment) -> Outcome<()> {
        match self.pause_is_set()? {
            Some(until) if until - now > LONGEST_PAUSE => self.pause(None),
            _ => Ok(()),
        }
    }

    /// Pauses reminders until a moment; none ends the pause.
    pub fn pause(&mut self, until: Option<Moment>) -> Outcome<()> {
        self.store.set(&[(
            PAUSED_UNTIL,
            until.map_or_else(String::new, |at| at.0.to_string()),
        )])
    }

    /// Pauses reminders until the next morning.
    pub fn pause_until_morning(&mut self, now: Moment) -> Outcome<()> {
        self.pause(Some(until_morning(now, self.works.zone)))
    }
}
