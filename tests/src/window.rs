//! The real window, driven the way the web view's own driver allows.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use ureq::Agent;

use crate::app::{self, App};
use crate::desk::Desk;
use crate::running::Running;
use crate::waiting::{BOUND, until, until_seen};

/// The name by which the protocol wraps a reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys that have no character, as the protocol writes them.
pub mod keys {
    pub const ENTER: &str = "\u{e007}";
    pub const ESCAPE: &str = "\u{e00c}";
    pub const TAB: &str = "\u{e004}";
    /// Control, held until the end of the chord.
    pub const CONTROL: &str = "\u{e009}";
    pub const DOWN: &str = "\u{e015}";
}

/// An open window of the app. It is closed when this is dropped.
pub struct Window {
    agent: Agent,
    session: String,
    driver: Running,
}

pub struct Element<'a> {
    window: &'a Window,
    id: String,
}

impl Window {
    /// Opens the app's window on a desktop and waits until the page is there.
    #[track_caller]
    pub fn open(desk: &Desk, app: &App) -> Window {
        let window = Window::open_program(desk, app, &app::binary(), &[]);
        window.find("rail-todo");
        window
    }

    /// Opens the window of a program that embeds the web view.
    #[track_caller]
    pub fn open_program(desk: &Desk, app: &App, program: &Path, arguments: &[&str]) -> Window {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .expect("a port")
            .port();
        let mut driver = Command::new("WebKitWebDriver");
        driver.args(["--host=127.0.0.1", &format!("--port={port}")]);
        desk.equip(&mut driver);
        app.equip(&mut driver);
        driver.env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = Running::start(driver, &desk.logs());
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(BOUND))
            .proxy(None)
            .build();
        let mut window = Window {
            agent: config.into(),
            session: format!("http://127.0.0.1:{port}/session"),
            driver,
        };
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "webkitgtk:browserOptions": {"binary": program, "args": arguments},
        }}});
        let address = window.session.clone();
        let opened = until("the window", || {
            window
                .request(window.agent.post(&address).send_json(&wanted))
                .map_err(|error| format!("{error}\n{}", window.driver.said()))
        });
        let id = opened["sessionId"].as_str().expect("a session has an id");
        window.session = format!("{address}/{id}");
        window
    }

    /// What the app and its driver said so far.
    pub fn said(&self) -> String {
        self.driver.said()
    }

    /// The id of the process that started the app.
    pub fn driver_pid(&self) -> u32 {
        self.driver.pid()
    }

    /// Waits for something visible on the page.
    #[track_caller]
    pub fn find(&self, test_id: &str) -> Element<'_> {
        self.find_by(&format!("[data-testid=\"{test_id}\"]"))
    }

    /// Waits for something visible that a CSS selector names.
    #[track_caller]
    pub fn find_by(&self, css: &str) -> Element<'_> {
        until(css, || {
            let found = self.visible(css)?.into_iter().next();
            found.ok_or_else(|| format!("it is not visible; the page says:\n{}", self.page_text()))
        })
    }

    /// All that is visible now under this name.
    pub fn all(&self, test_id: &str) -> Vec<Element<'_>> {
        self.visible(&format!("[data-testid=\"{test_id}\"]"))
            .unwrap_or_default()
    }

    /// Waits until nothing under this name is visible.
    #[track_caller]
    pub fn wait_gone(&self, test_id: &str) {
        until_seen(
            &format!("{test_id} to go"),
            || self.all(test_id).iter().map(Element::text).collect::<Vec<_>>(),
            Vec::is_empty,
        );
    }

    /// Clicks something, waiting until it can be clicked.
    #[track_caller]
    pub fn click(&self, test_id: &str) {
        self.click_by(&format!("[data-testid=\"{test_id}\"]"));
    }

    /// Clicks something that a CSS selector names.
    #[track_caller]
    pub fn click_by(&self, css: &str) {
        until(&format!("a click on {css}"), || self.find_by(css).try_click());
    }

    /// Replaces what stands in a field.
    #[track_caller]
    pub fn fill(&self, test_id: &str, text: &str) {
        until(&format!("{text:?} in {test_id}"), || {
            let field = self.find(test_id);
            field.post("clear", json!({}))?;
            field.post("value", json!({"text": text}))?;
            let value = field.value();
            if value == text {
                Ok(())
            } else {
                Err(format!("it holds {value:?}"))
            }
        });
    }

    /// What stands in a field, once something does.
    #[track_caller]
    pub fn filled(&self, test_id: &str) -> String {
        until(&format!("something in {test_id}"), || {
            Some(self.find(test_id).value())
                .filter(|value| !value.is_empty())
                .ok_or("it is empty")
        })
    }

    /// Chooses from a native list by the key of the option.
    #[track_caller]
    pub fn choose(&self, test_id: &str, key: &str) {
        let css = format!("[data-testid=\"{test_id}\"] option[value=\"{key}\"]");
        until(&format!("{key} in {test_id}"), || {
            // What a closed list offers has no place on the page, so it is not asked whether it is visible.
            let option = self.elements("return document.querySelectorAll(arguments[0])", &css)?;
            option.into_iter().next().ok_or("it is not offered")?.try_click()
        });
    }

    /// Types keys where the focus is.
    #[track_caller]
    pub fn type_keys(&self, text: &str) {
        let mut actions = Vec::new();
        for key in text.chars() {
            actions.push(json!({"type": "keyDown", "value": key}));
            actions.push(json!({"type": "keyUp", "value": key}));
        }
        self.perform(actions);
    }

    /// Presses a key while others are held, as in Ctrl+Enter.
    #[track_caller]
    pub fn chord(&self, held: &str, key: &str) {
        let actions = [
            json!({"type": "keyDown", "value": held}),
            json!({"type": "keyDown", "value": key}),
            json!({"type": "keyUp", "value": key}),
            json!({"type": "keyUp", "value": held}),
        ];
        self.perform(actions.to_vec());
    }

    /// What a script on the page returns.
    #[track_caller]
    pub fn script(&self, body: &str) -> Value {
        self.post("execute/sync", json!({"script": body, "args": []}))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn page_text(&self) -> String {
        match self.post(
            "execute/sync",
            json!({"script": "return document.body.innerText", "args": []}),
        ) {
            Ok(text) => text.as_str().unwrap_or_default().to_owned(),
            Err(error) => error,
        }
    }

    /// Waits until the page shows a text.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        until(&format!("the text {text:?}"), || {
            let page = self.page_text();
            if page.contains(text) {
                Ok(())
            } else {
                Err(format!("the page says:\n{page}"))
            }
        });
    }

    /// Waits until nothing on the page moves and all its pictures are there.
    #[track_caller]
    pub fn settle(&self) {
        until_seen(
            "the page to come to rest",
            || {
                self.script(
                    "const lasting = a => a.effect?.getComputedTiming().iterations === Infinity;
                 return [
                     document.fonts.status === 'loaded' ? 0 : 1,
                     [...document.images].filter(picture => !picture.complete).length,
                     document.getAnimations().filter(a => a.playState === 'running' && !lasting(a)).length,
                 ];",
                )
            },
            |seen| *seen == json!([0, 0, 0]),
        );
    }

    /// Takes a picture of the page at rest.
    #[track_caller]
    pub fn picture(&self, at: &Path) {
        self.settle();
        // The driver waits for the next frame, and a page at rest paints none: an invisible speck makes some.
        self.script(
            "const speck = document.body.appendChild(document.createElement('i'));
             Object.assign(speck.style, {position: 'fixed', width: '1px', height: '1px', right: 0, bottom: 0});
             let shade = 0;
             window.__speck = [speck, setInterval(() => {
                 speck.style.background = `rgb(0 0 0 / ${shade = 0.002 - shade})`;
             }, 30)];",
        );
        let answer = self.request(self.agent.get(format!("{}/screenshot", self.session)).call());
        let picture = answer.unwrap_or_else(|error| panic!("no picture: {error}"));
        let png = STANDARD
            .decode(picture.as_str().unwrap_or_default())
            .expect("a picture is base64");
        fs::write(at, png).expect("a picture can be written");
        self.script(
            "const [speck, timer] = window.__speck; clearInterval(timer); speck.remove(); delete window.__speck;",
        );
    }

    fn perform(&self, actions: Vec<Value>) {
        let keyboard = json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]});
        self.post("actions", keyboard)
            .unwrap_or_else(|error| panic!("keys can't be pressed: {error}"));
    }

    /// The driver's own idea of what is displayed misses text that is cut off after some lines.
    fn visible(&self, css: &str) -> Result<Vec<Element<'_>>, String> {
        self.elements(
            "return [...document.querySelectorAll(arguments[0])].filter(
                 e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().height > 0)",
            css,
        )
    }

    fn elements(&self, script: &str, argument: &str) -> Result<Vec<Element<'_>>, String> {
        let found = self.post("execute/sync", json!({"script": script, "args": [argument]}))?;
        let ids = found
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|element| element[ELEMENT].as_str());
        Ok(ids
            .map(|id| Element {
                window: self,
                id: id.to_owned(),
            })
            .collect())
    }

    fn post(&self, command: &str, body: Value) -> Result<Value, String> {
        self.request(
            self.agent
                .post(format!("{}/{command}", self.session))
                .send_json(body),
        )
    }

    fn request(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Value, String> {
        let mut answer = answer.map_err(|error| error.to_string())?;
        // A picture of a large window is larger than what is read by default.
        let mut document: Value = answer
            .body_mut()
            .with_config()
            .limit(64 * 1024 * 1024)
            .read_json()
            .map_err(|error| error.to_string())?;
        let value = document["value"].take();
        match value["error"].as_str() {
            Some(error) if !answer.status().is_success() => Err(format!(
                "{error}: {}",
                value["message"].as_str().unwrap_or_default()
            )),
            _ => Ok(value),
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The driver closes the app with the session; ending the driver would leave it behind for a moment.
        let _ = self.agent.delete(&self.session).call();
    }
}

impl Element<'_> {
    /// The text a person reads.
    pub fn text(&self) -> String {
        let this = json!({ELEMENT: self.id});
        let text = self.window.post(
            "execute/sync",
            json!({"script": "return arguments[0].innerText", "args": [this]}),
        );
        text.ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    pub fn value(&self) -> String {
        let value = self.get("property/value").unwrap_or_default();
        value.as_str().unwrap_or_default().to_owned()
    }

    /// An attribute, if it is set.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.get(&format!("attribute/{name}"))
            .ok()?
            .as_str()
            .map(str::to_owned)
    }

    #[track_caller]
    pub fn click(&self) {
        self.try_click()
            .unwrap_or_else(|error| panic!("can't be clicked: {error}"));
    }

    fn try_click(&self) -> Result<(), String> {
        self.post("click", json!({})).map(|_| ())
    }

    fn get(&self, what: &str) -> Result<Value, String> {
        let window = self.window;
        window.request(
            window
                .agent
                .get(format!("{}/element/{}/{what}", window.session, self.id))
                .call(),
        )
    }

    fn post(&self, what: &str, body: Value) -> Result<Value, String> {
        self.window.post(&format!("element/{}/{what}", self.id), body)
    }
}
