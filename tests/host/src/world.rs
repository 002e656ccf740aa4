//! One world: a data folder, a session over it, and a machine that answers as it was told.

use crate::{lines, lock, made};
use daozhang_api::{Choose, Dialog, Event, Machine, Session, Tick, respond};
use daozhang_core::order::{Media, Moment, Sha256, Word, Zone};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::record::{Engine, Looks, PaperReader, RgbImage, Seen, Wanted};
use daozhang_core::store::FILE_NAME;
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome};
use daozhang_reader::Reader;
use daozhang_typeset::Typst;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

const ZONE: Zone = Zone::Asia__Shanghai;

/// What the machine answers from now on; what is left out stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Settings {
    /// The moment, in milliseconds since 1970. What falls due until then is swept, and the page is told the time.
    now: Option<i64>,
    /// What the person chooses in the next dialogs, one list of paths for each; none in a list is a dialog cancelled. A
    /// path that is not absolute is below the world's folder.
    choose: Option<Vec<Vec<PathBuf>>>,
    /// What is written on every picture, line by line: label and value parted by `|`, `~` before what is seen badly. Without
    /// lines the machine has no OCR.
    page: Option<Vec<String>>,
    /// The same as a second look sees it, where that differs.
    again: Option<Vec<String>>,
    /// The file that is on the clipboard as a picture.
    clipboard: Option<String>,
    /// Whether the desktop shows notices; one that does not leaves them waiting.
    notices: Option<bool>,
    /// What the system refuses when settings are applied.
    refusals: Option<Vec<String>>,
    /// Whether a package that is being written stops at each file and waits to be sent on.
    hold: Option<bool>,
    /// Sends it on by so many files.
    on: Option<u32>,
}

/// An operation at a moment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    at: i64,
    name: String,
    payload: Value,
    /// Made files that go along, by name and role: with `log_order` as its draft's, with `attach_shots` as its own.
    #[serde(default)]
    files: Vec<(String, String)>,
}

pub struct World {
    stage: Arc<Stage>,
    data: PathBuf,
    session: Mutex<Option<Arc<Session>>>,
    /// Whether the folder goes with the world.
    borrowed: bool,
}

impl World {
    /// The data file of a world in which nothing has happened.
    pub fn fresh(folder: &Path) -> io::Result<PathBuf> {
        let world = Self::new(folder, None, Settings::default())?;
        let _ = world.session().write(|_, _| Ok(()));
        world.close();
        let file = folder.with_extension("db");
        std::fs::copy(world.data.join(FILE_NAME), &file)?;
        Ok(file)
    }

    /// A world of its own below a folder that is not there yet.
    pub fn new(folder: &Path, fresh: Option<&Path>, settings: Settings) -> io::Result<Self> {
        std::fs::create_dir(folder)?;
        let world = Self::over(folder.to_owned(), folder.join("data"), true);
        if let Some(fresh) = fresh {
            std::fs::create_dir(&world.data)?;
            std::fs::copy(fresh, world.data.join(FILE_NAME))?;
        }
        lock(&world.stage.told).notices = Some(true);
        let _ = world.set(settings);
        Ok(world)
    }

    /// The world that stands on a folder of the person's, in real time.
    pub fn own(data: PathBuf) -> Self {
        Self::over(data.join("files"), data, false)
    }

    fn over(folder: PathBuf, data: PathBuf, borrowed: bool) -> Self {
        Self {
            stage: Arc::new(Stage {
                folder,
                scripted: borrowed,
                told: Mutex::default(),
                copied: Mutex::default(),
                opened: Mutex::default(),
                moved_on: Condvar::new(),
            }),
            data,
            session: Mutex::default(),
            borrowed,
        }
    }

    pub fn folder(&self) -> &Path {
        &self.stage.folder
    }

    fn session(&self) -> Arc<Session> {
        let machine = Arc::clone(&self.stage) as Arc<dyn Machine>;
        let mut session = lock(&self.session);
        let open = session.get_or_insert_with(|| Arc::new(Session::new(self.data.clone(), machine, None)));
        Arc::clone(open)
    }

    pub fn call(&self, name: &str, payload: Value) -> Result<Value, Value> {
        respond(&self.session(), name, payload)
    }

    pub fn stage(&self, name: &str, bytes: Vec<u8>) -> Value {
        json!(self.session().stage_bytes(name, bytes))
    }

    /// Closes the data file; the next call opens it anew, as a program does that was started again.
    pub fn close(&self) {
        *lock(&self.session) = None;
    }

    /// Lets go of what is held.
    pub fn end(&self) {
        self.stage.set(Settings {
            hold: Some(false),
            ..Settings::default()
        });
    }

    pub fn set(&self, settings: Settings) -> Result<Value, Value> {
        let moved = (settings.now.is_some() || !self.borrowed) && lock(&self.session).is_some();
        self.stage.set(settings);
        if moved {
            self.tick().map_err(|failure| json!(failure))?;
        }
        Ok(Value::Null)
    }

    /// What the ticking thread of the app does.
    fn tick(&self) -> Outcome<()> {
        let session = self.session();
        let shows = lock(&self.stage.told).notices == Some(true);
        let seen = session.write(|data, now| {
            let shows = shows && data.quiet_until(now)?.is_none();
            let checked = data.check(now, shows)?;
            if shows {
                data.delivered(&checked.due, now)?;
            }
            Ok(checked.swept.seen)
        })?;
        if seen > 0 {
            session.changed();
        }
        let now = session.now().rfc3339(session.zone());
        self.stage.tell(&Event::Tick(Tick { now }));
        Ok(())
    }

    /// Carries out an operation at its moment, which becomes the present one; what falls due is not swept.
    pub fn play(&self, step: Step) -> Result<Value, Value> {
        let Step {
            at,
            name,
            mut payload,
            files,
        } = step;
        let session = self.session();
        lock(&self.stage.told).now = Some(at);
        let shots: Vec<Value> = files
            .iter()
            .flat_map(|(file, role)| staged(&session, file, role))
            .collect();
        if !shots.is_empty() {
            let place = if name == "log_order" { "/draft" } else { "" };
            if let Some(owner) = payload.pointer_mut(place) {
                owner["shots"] = shots.into();
            }
        }
        respond(&session, &name, payload)
    }

    /// Puts files on the window: made ones, or those that are there below the world's folder or at an absolute path.
    pub fn drop_files(&self, names: &[String]) -> Result<Value, Value> {
        let made = names
            .iter()
            .map(|name| self.stage.file(name))
            .collect::<io::Result<Vec<_>>>();
        let paths = made.map_err(|error| json!(Failure::failed(Text::as_it_is(error.to_string()))))?;
        self.session().dropped(&paths);
        Ok(Value::Null)
    }

    /// What was done to the machine.
    pub fn machine(&self) -> Value {
        json!({ "copied": *lock(&self.stage.copied), "opened": *lock(&self.stage.opened) })
    }

    pub fn picture(&self, sha256: &str, small: bool) -> Option<(&'static str, Vec<u8>)> {
        let hash = Sha256::from_hex(sha256)?;
        let session = self.session();
        if small {
            return Some((Media::Jpeg.word(), session.small_picture(hash).ok()??));
        }
        let (media, bytes) = session.picture(hash).ok()??;
        Some((media.word(), bytes))
    }
}

fn staged(session: &Session, name: &str, role: &str) -> Vec<Value> {
    let came = session.stage_bytes(name, made::file(name));
    let shots = came.staged.iter();
    shots
        .map(|shot| json!({ "sha256": shot.sha256, "role": role }))
        .collect()
}

impl Drop for World {
    fn drop(&mut self) {
        *lock(&self.session) = None;
        if self.borrowed {
            let _ = std::fs::remove_dir_all(&self.stage.folder);
        }
    }
}

/// The machine of a world.
struct Stage {
    folder: PathBuf,
    /// Whether it answers as it was told; otherwise as the machine that it runs on.
    scripted: bool,
    told: Mutex<Settings>,
    copied: Mutex<Vec<String>>,
    opened: Mutex<Vec<PathBuf>>,
    moved_on: Condvar,
}

impl Stage {
    fn set(&self, new: Settings) {
        let mut told = lock(&self.told);
        let Settings {
            now,
            choose,
            page,
            again,
            clipboard,
            notices,
            refusals,
            hold,
            on,
        } = new;
        told.now = now.or(told.now);
        told.choose = choose.or(told.choose.take());
        told.page = page.or(told.page.take());
        told.again = again.or(told.again.take());
        told.clipboard = clipboard.or(told.clipboard.take());
        told.notices = notices.or(told.notices);
        told.refusals = refusals.or(told.refusals.take());
        told.hold = hold.or(told.hold);
        told.on = Some(told.on.unwrap_or_default() + on.unwrap_or_default());
        self.moved_on.notify_all();
    }

    /// A file by its name, made where it is not there.
    fn file(&self, name: &str) -> io::Result<PathBuf> {
        let path = self.folder.join(name);
        if !path.exists() {
            std::fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
            std::fs::write(&path, made::file(name))?;
        }
        Ok(path)
    }

    /// Waits until a held package may go on.
    fn wait(&self) {
        let mut told = lock(&self.told);
        while told.hold == Some(true) {
            if let Some(on) = told.on.filter(|on| *on > 0) {
                told.on = Some(on - 1);
                return;
            }
            told = self.moved_on.wait(told).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Machine for Stage {
    fn now(&self) -> Moment {
        let told = lock(&self.told).now;
        told.map_or_else(|| chrono::Utc::now().into(), Moment)
    }

    fn zone(&self) -> Zone {
        ZONE
    }

    fn documents(&self) -> Outcome<PathBuf> {
        Ok(self.folder.join("documents"))
    }

    fn engine(&self) -> Outcome<Box<dyn Engine>> {
        if !self.scripted {
            return Ok(Box::new(Reader));
        }
        let told = lock(&self.told);
        let page = told.page.clone().filter(|page| !page.is_empty());
        let first = page.ok_or_else(|| Failure::failed(Text::as_it_is("没有识别引擎，这里读不了截图。")))?;
        let second = told
            .again
            .clone()
            .filter(|again| !again.is_empty())
            .unwrap_or_else(|| first.clone());
        Ok(Box::new(Page { first, second }))
    }

    fn papers(&self) -> Box<dyn PaperReader> {
        Box::new(daozhang_paper::Here)
    }

    fn typesetter(&self) -> Box<dyn Typesetter> {
        Box::new(Typst::default())
    }

    fn tell(&self, event: &Event) {
        lines::tell(event);
        if matches!(event, Event::ExportProgress(_)) {
            self.wait();
        }
    }

    fn choose(&self, dialog: &Dialog) -> Vec<PathBuf> {
        let next = lock(&self.told).choose.as_mut().map(|choose| {
            let mut choose = VecDeque::from(std::mem::take(choose));
            let next = choose.pop_front().unwrap_or_default();
            (next, Vec::from(choose))
        });
        let Some((next, rest)) = next else {
            return Vec::new();
        };
        lock(&self.told).choose = Some(rest);
        let take = if dialog.choose == Choose::Files {
            next.len()
        } else {
            1
        };
        next.iter()
            .take(take)
            .map(|path| self.folder.join(path))
            .collect()
    }

    fn copy(&self, text: &str) -> Outcome<()> {
        lock(&self.copied).push(text.to_owned());
        Ok(())
    }

    fn clipboard_picture(&self) -> Outcome<Option<Vec<u8>>> {
        Ok(lock(&self.told).clipboard.as_deref().map(made::file))
    }

    fn open_folder(&self, folder: &Path) -> Outcome<()> {
        lock(&self.opened).push(folder.to_owned());
        Ok(())
    }

    fn apply_settings(&self, _settings: &daozhang_api::Settings) -> Vec<String> {
        lock(&self.told).refusals.clone().unwrap_or_default()
    }
}

/// An engine that sees the same lines on every picture.
struct Page {
    first: Vec<String>,
    second: Vec<String>,
}

impl Engine for Page {
    fn name(&self) -> &str {
        "scripted"
    }

    fn look(&self, picture: &RgbImage, _: Wanted) -> Outcome<Looks> {
        let seen = |lines: &[String]| seen_of(lines, picture.width(), picture.height());
        Ok(Looks {
            first: seen(&self.first),
            second: seen(&self.second),
            slope: 0.0,
        })
    }
}

/// The words of lines, spread over a picture.
fn seen_of(lines: &[String], width: u32, height: u32) -> Vec<Seen> {
    let across = |part: u32| part * width / 1000;
    let down = height / 40;
    let mut seen = Vec::new();
    for (n, line) in (0u32..).zip(lines) {
        for (column, text) in (0u32..).zip(line.split('|').filter(|text| !text.is_empty())) {
            let (text, confidence) = text.strip_prefix('~').map_or((text, 92.0), |text| (text, 20.0));
            let mut left = 20 + column * 300;
            for word in text.split_whitespace() {
                let width: u32 = word.chars().map(|c| if c.is_ascii() { 12 } else { 24 }).sum();
                seen.push(Seen {
                    text: word.into(),
                    left: across(left),
                    top: down + n * 2 * down,
                    width: across(width).max(1),
                    height: down.max(1),
                    confidence,
                    line: (1, 1, n),
                });
                left += width + 10;
            }
        }
    }
    seen
}
