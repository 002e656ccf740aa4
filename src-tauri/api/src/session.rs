//! What a running app holds: the data file, opened when it is first needed, what waits to be attached or imported, and
//! what was written in this session.

use crate::DataFile;
use crate::events::Event;
use crate::lock::lock;
use crate::machine::Machine;
use crate::readers::Readers;
use crate::staging::{Importing, Staging};
use daozhang_core::order::{Moment, Sha256, Zone};
use daozhang_core::store::file::{Passphrase, is_protected};
use daozhang_core::words::{Language, speaking};
use daozhang_core::{Code, Failure, Outcome, text};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

/// One for each process. Every operation is a method of it; see `operations`.
pub struct Session {
    folder: PathBuf,
    pub(crate) machine: Arc<dyn Machine>,
    /// Whoever reads works on a connection from here. Closed before the writer, which then folds the log into the file.
    pub(crate) readers: Readers,
    /// The only one that writes. Opened by whoever needs it first, so that a window's thread does not wait for it. One that
    /// could not be opened is tried again: it may be whole, free or unlocked by then.
    data: Mutex<Option<DataFile>>,
    /// What the person unlocked the data file with.
    passphrase: Mutex<Option<Passphrase>>,
    /// How often in a row a wrong one was typed.
    wrong: AtomicU32,
    /// The backup that was looked into last, with its passphrase: this one alone can be restored.
    pub(crate) looked: Mutex<Option<(PathBuf, Option<Passphrase>)>>,
    pub(crate) staging: Mutex<Staging>,
    pub(crate) importing: Mutex<Importing>,
    /// Folders of packages that were written in this session: only these may be opened.
    pub(crate) packages: Mutex<HashSet<PathBuf>>,
    /// What stops the exports that are running, one for each.
    pub(crate) exports: Mutex<Vec<Weak<AtomicBool>>>,
    /// What stops the readings of pictures that are running, with the hash of the picture.
    pub(crate) readings: Mutex<Vec<(Sha256, Weak<AtomicBool>)>>,
    /// Whether a daily backup is being made.
    pub(crate) backing_up: AtomicBool,
    /// What was asked for when the process began; it holds until the person sets something.
    asked: Mutex<Option<&'static Language>>,
    /// What the settings say; none until they were read.
    language: Mutex<Option<&'static Language>>,
    /// What the page spoke when it ended last, for as long as the settings cannot be read.
    language_before: Mutex<Option<&'static Language>>,
}

impl Session {
    /// A session over a data folder. A folder that cannot be opened is no reason not to begin one: every operation then
    /// says why.
    pub fn new(folder: PathBuf, machine: Arc<dyn Machine>, passphrase: Option<Passphrase>) -> Self {
        Self {
            folder,
            machine,
            readers: Readers::default(),
            data: Mutex::default(),
            passphrase: Mutex::new(passphrase),
            wrong: AtomicU32::new(0),
            looked: Mutex::default(),
            staging: Mutex::default(),
            importing: Mutex::default(),
            packages: Mutex::default(),
            exports: Mutex::default(),
            readings: Mutex::default(),
            backing_up: AtomicBool::new(false),
            asked: Mutex::default(),
            language: Mutex::default(),
            language_before: Mutex::default(),
        }
    }

    /// Speaks a language whatever the settings say, until the person sets something.
    pub fn ask_for(&self, language: &'static Language) {
        *lock(&self.asked) = Some(language);
    }

    pub(crate) fn asked_for(&self) -> Option<&'static Language> {
        *lock(&self.asked)
    }

    /// The language in which the person is told things. While the data file cannot be read it is the one of before, and
    /// Chinese where none is known.
    pub fn language(&self) -> &'static Language {
        let known = self.asked_for().or(*lock(&self.language));
        known.unwrap_or_else(|| match self.read(|data, _| data.settings()) {
            Ok(settings) => self.speak(&settings.language),
            Err(_) => lock(&self.language_before).unwrap_or_else(Language::chinese),
        })
    }

    /// The settings may have changed elsewhere.
    pub fn forget_language(&self) {
        *lock(&self.language) = None;
    }

    /// Speaks the language of a tag until the settings can be read, where no other was asked for; says which.
    pub(crate) fn spoke_before(&self, tag: &str) -> &'static Language {
        let before = Language::of(tag);
        *lock(&self.language_before) = before;
        self.asked_for().or(before).unwrap_or_else(Language::chinese)
    }

    /// The person chose what the settings say of the language, which holds from now on.
    pub(crate) fn chosen(&self, tag: &str) {
        *lock(&self.asked) = None;
        self.speak(tag);
    }

    /// Speaks the language of a tag, Chinese where there is none such.
    fn speak(&self, tag: &str) -> &'static Language {
        let language = Language::of_setting(tag);
        *lock(&self.language) = Some(language);
        language
    }

    /// The folder of the data file.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.machine.now()
    }

    /// The person's time zone.
    pub fn zone(&self) -> Zone {
        self.machine.zone()
    }

    pub(crate) fn passphrase(&self) -> Option<Passphrase> {
        lock(&self.passphrase).clone()
    }

    /// Whether the data file is locked with a passphrase. One that is open is not looked at: that would take SQLite's locks
    /// away.
    pub(crate) fn is_protected(&self) -> bool {
        if let Some(locked) = self.readers.is_locked() {
            return locked;
        }
        let open = lock(&self.data);
        open.as_ref()
            .map_or_else(|| is_protected(&self.folder), DataFile::is_locked)
    }

    /// Reads from the data file, as it is at this moment, by a connection that cannot write: it waits for no writer, and no
    /// writer waits for it.
    pub fn read<T>(&self, work: impl FnOnce(&DataFile, Moment) -> Outcome<T>) -> Outcome<T> {
        let mut work = Some(work);
        loop {
            let zone = self.zone();
            let done = self.readers.read(zone, |data| match work.take() {
                Some(work) => work(data, self.now()),
                None => unreachable!("it is taken once, because what is done is given back"),
            });
            if let Some(done) = done {
                return done;
            }
            // Closed: the first to need it opens it.
            self.write(|_, _| Ok(()))?;
        }
    }

    /// Opens the data file with the passphrase that was given at the beginning; says of a wrong one that it is wrong.
    pub fn open(&self) -> Outcome<()> {
        self.opened(&mut lock(&self.data)).map(drop)
    }

    fn opened<'a>(&self, open: &'a mut Option<DataFile>) -> Outcome<&'a mut DataFile> {
        match open {
            Some(data) => Ok(data),
            none => {
                let passphrase = self.passphrase();
                let mut opened = DataFile::unlock(&self.folder, self.zone(), passphrase.as_ref())?;
                self.readers.open(&mut opened, passphrase)?;
                Ok(none.insert(opened))
            }
        }
    }

    /// Writes to the data file, one caller at a time. Tells nobody; see [`Session::changed`].
    pub fn write<T>(&self, work: impl FnOnce(&mut DataFile, Moment) -> Outcome<T>) -> Outcome<T> {
        let mut open = lock(&self.data);
        let data = self
            .opened(&mut open)
            .map_err(|failure| self.asked_anew(failure))?;
        // The computer may have been carried to another zone since.
        data.set_zone(self.zone());
        data.follow_rules()?;
        let done = work(data, self.now());
        self.readers.written(data);
        done
    }

    /// Works on the data file by a connection of its own: what takes long, like a package or a copy of everything, keeps
    /// neither a click nor a reminder waiting.
    pub fn beside<T>(&self, work: impl FnOnce(&mut DataFile, Moment) -> Outcome<T>) -> Outcome<T> {
        let _beside = self.readers.beside();
        let passphrase = self.passphrase();
        let mut own = self.read(|data, _| data.beside(passphrase.as_ref()))?;
        work(&mut own, self.now())
    }

    /// Tells everybody that something was written.
    pub fn changed(&self) {
        self.tell(Event::OrdersChanged(()));
    }

    /// What everybody is told when another data file is open than before: the system is to agree with its settings too.
    pub(crate) fn opened_another(&self) {
        self.changed();
        if let Ok(settings) = self.read(|data, _| data.settings()) {
            speaking(self.language(), || self.machine.apply_settings(&settings));
        }
    }

    pub(crate) fn tell(&self, event: Event) {
        self.machine.tell(&event);
    }

    /// A passphrase that no longer fits, because another process changed it or a change stopped half-way, is asked for.
    fn asked_anew(&self, failure: Failure) -> Failure {
        if failure.code != Code::Passphrase {
            return failure;
        }
        *lock(&self.passphrase) = None;
        Failure::new(Code::Locked, text!(store_locked))
    }

    /// Opens a locked data file.
    pub(crate) fn open_with(&self, passphrase: Passphrase) -> Outcome<()> {
        let mut open = lock(&self.data);
        self.readers.close()?;
        *open = None;
        match DataFile::unlock(&self.folder, self.zone(), Some(&passphrase)) {
            Ok(mut data) => {
                self.readers.open(&mut data, Some(passphrase.clone()))?;
                *open = Some(data);
                *lock(&self.passphrase) = Some(passphrase);
                self.wrong.store(0, Ordering::Relaxed);
                Ok(())
            }
            Err(failure) if failure.code == Code::Passphrase => {
                drop(open);
                Err(self.wrong_passphrase())
            }
            Err(failure) => Err(failure),
        }
    }

    /// What is said of a wrong passphrase: at once for the first few, then later and later, so that trying many is no way.
    pub(crate) fn wrong_passphrase(&self) -> Failure {
        const AT_ONCE: u32 = 3;
        const LONGEST: u64 = 30;
        let wrong = self.wrong.fetch_add(1, Ordering::Relaxed);
        if let Some(more) = wrong.checked_sub(AT_ONCE) {
            let seconds = 1u64.checked_shl(more).unwrap_or(LONGEST).min(LONGEST);
            std::thread::sleep(Duration::from_secs(seconds));
        }
        Failure::new(Code::Passphrase, text!(passphrase_wrong))
    }

    /// Closes the data file and forgets the passphrase.
    pub(crate) fn forget_passphrase(&self) -> Outcome<()> {
        let mut open = lock(&self.data);
        self.readers.close()?;
        *open = None;
        *lock(&self.passphrase) = None;
        Ok(())
    }

    /// Closes the data file while something takes its place; `work` says what it is unlocked with from then on.
    pub(crate) fn replace<T>(
        &self,
        work: impl FnOnce(&Path, Option<&Passphrase>) -> Outcome<(T, Option<Passphrase>)>,
    ) -> Outcome<T> {
        let mut open = lock(&self.data);
        self.readers.close()?;
        *open = None;
        *lock(&self.language) = None;
        let (done, passphrase) = work(&self.folder, self.passphrase().as_ref())?;
        *lock(&self.passphrase) = passphrase;
        Ok(done)
    }
}
