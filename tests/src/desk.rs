//! A private desktop: a screen, a session bus, a window manager, a notification daemon, and a home folder,
//! none of which touch the desktop on which the tests run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::running::Running;
use crate::waiting::until;

/// A bus of its own that starts no services: what is not on the desk does not answer.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=RUNTIME</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Bubbles stay until they are closed, none is merged with another, and each is written down as it is shown.
const BUBBLES: &str = r##"[global]
    font = Noto Sans CJK SC 11
    width = 360
    origin = top-right
    offset = 16x16
    markup = no
    format = "<b>%s</b>\n%b"
    history_length = 1000
    notification_limit = 0
    stack_duplicates = false
    show_indicators = no
    idle_threshold = 0
    mouse_left_click = do_action, close_current
    dmenu = CHOOSER
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
    background = "#1f2d30"
    foreground = "#ffffff"
[urgency_critical]
    timeout = 0
[write_down]
    summary = "*"
    script = SCRIBE
"##;

const SCRIBE: &str = r#"#!/bin/sh
printf '%s\036%s\036%s\035' "$DUNST_APP_NAME" "$DUNST_SUMMARY" "$DUNST_BODY" >> "BOOK"
"#;

/// Stands for the menu in which a person picks a bubble's button.
const CHOOSER: &str = r#"#!/bin/sh
exec grep -m 1 -F "$(cat "CHOICE")"
"#;

/// What was shown to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bubble {
    /// Who showed it.
    pub from: String,
    pub title: String,
    pub body: String,
}

/// How the desktop is set up.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    pub size: (u32, u32),
    /// Whether programs are asked for dark colours.
    pub dark: bool,
    pub bubbles: bool,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup {
            size: (1280, 800),
            dark: false,
            bubbles: true,
        }
    }
}

/// A running desktop. All its programs end when it is dropped.
pub struct Desk {
    // Programs are dropped before the folder they write to, and the screen last.
    bubbles: Option<Running>,
    window_manager: Running,
    _bus: Running,
    screen: Running,
    display: String,
    bus_address: String,
    dark: bool,
    folder: TempDir,
}

impl Desk {
    /// A desktop with everything on it.
    #[track_caller]
    pub fn open() -> Desk {
        Desk::with(Setup::default())
    }

    /// A desktop set up in some way.
    #[track_caller]
    pub fn with(setup: Setup) -> Desk {
        let folder = tempfile::Builder::new()
            .prefix("daozhang-desk-")
            .tempdir()
            .expect("a folder");
        for name in ["home", "runtime", "logs"] {
            fs::create_dir(folder.path().join(name)).expect("a folder for the desk");
        }
        private(&folder.path().join("runtime"));
        let logs = folder.path().join("logs");

        let (width, height) = setup.size;
        let mut screen = Command::new("Xvfb");
        // Without -noreset it starts over when its first client goes, and turns the next one away meanwhile.
        screen.args(["-displayfd", "1", "-noreset", "-screen", "0"]);
        screen.args([&format!("{width}x{height}x24"), "-nolisten", "tcp", "-dpi", "96"]);
        let (screen, number) = Running::start_and_hear(screen, &logs);
        let display = format!(":{number}");

        let config = folder.path().join("bus.conf");
        let runtime = folder.path().join("runtime");
        fs::write(&config, BUS.replace("RUNTIME", &runtime.display().to_string())).expect("a bus config");
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--nofork", "--print-address=1", "--config-file"])
            .arg(&config);
        let (bus, bus_address) = Running::start_and_hear(bus, &logs);

        let mut window_manager = Command::new("openbox");
        window_manager.arg("--sm-disable");
        equip(
            &mut window_manager,
            folder.path(),
            Some((&display, &bus_address)),
            setup.dark,
        );
        let window_manager = Running::start(window_manager, &logs);

        let mut desk = Desk {
            bubbles: None,
            window_manager,
            _bus: bus,
            screen,
            display,
            bus_address,
            dark: setup.dark,
            folder,
        };
        until("the window manager", || {
            if desk.succeeds(Command::new("xdotool").arg("get_num_desktops")) {
                return Ok(());
            }
            Err(format!("{}\n{}", desk.window_manager.said(), desk.screen.said()))
        });
        if setup.bubbles {
            desk.start_bubbles();
        }
        desk
    }

    #[track_caller]
    pub fn start_bubbles(&mut self) {
        let folder = self.folder.path();
        let (config, scribe) = (folder.join("dunstrc"), folder.join("scribe"));
        fs::write(
            &scribe,
            SCRIBE.replace("BOOK", &self.book().display().to_string()),
        )
        .expect("a script");
        private(&scribe);
        let chooser = folder.join("chooser");
        fs::write(
            &chooser,
            CHOOSER.replace("CHOICE", &self.choice().display().to_string()),
        )
        .expect("a script");
        private(&chooser);
        let bubbles = BUBBLES
            .replace("SCRIBE", &scribe.display().to_string())
            .replace("CHOOSER", &chooser.display().to_string());
        fs::write(&config, bubbles).expect("a dunstrc");
        let mut dunst = Command::new("dunst");
        dunst.arg("-conf").arg(&config);
        self.equip(&mut dunst);
        self.bubbles = Some(Running::start(dunst, &self.logs()));
        until("the notification daemon", || {
            if self.succeeds(Command::new("dunstctl").args(["count", "displayed"])) {
                return Ok(());
            }
            Err(self.bubbles.as_ref().map_or_else(String::new, Running::said))
        });
    }

    /// The notification daemon hangs from now on.
    #[cfg(unix)]
    #[track_caller]
    pub fn hold_bubbles(&self) {
        self.bubbles.as_ref().expect("a daemon").hold();
    }

    /// The notification daemon goes on.
    #[cfg(unix)]
    #[track_caller]
    pub fn release_bubbles(&self) {
        self.bubbles.as_ref().expect("a daemon").release();
    }

    /// Every bubble that was shown so far, oldest first.
    pub fn bubbles(&self) -> Vec<Bubble> {
        let book = fs::read_to_string(self.book()).unwrap_or_default();
        book.split_terminator('\u{1d}')
            .map(|record| {
                let mut fields = record.splitn(3, '\u{1e}').map(str::to_owned);
                let mut field = || fields.next().unwrap_or_default();
                Bubble {
                    from: field(),
                    title: field(),
                    body: field(),
                }
            })
            .collect()
    }

    #[track_caller]
    pub fn click_bubble(&self) {
        self.output(Command::new("dunstctl").args(["action", "0"]));
    }

    /// Presses the button of a bubble that is called so.
    #[track_caller]
    pub fn press_button(&self, label: &str) {
        fs::write(self.choice(), label).expect("a choice can be written");
        self.output(Command::new("dunstctl").arg("context"));
    }

    /// Whether a window of this title is on the screen.
    pub fn sees_window(&self, title: &str) -> bool {
        let title = format!("^{title}$");
        self.succeeds(Command::new("xdotool").args(["search", "--onlyvisible", "--name", &title]))
    }

    /// Waits until a window of this title is on the screen.
    #[track_caller]
    pub fn wait_for_window(&self, title: &str) {
        until(&format!("the window {title:?}"), || {
            self.sees_window(title).then_some(()).ok_or_else(|| self.seen())
        });
    }

    /// What is on the screen and what its programs said, for a test that waited in vain.
    fn seen(&self) -> String {
        let mut windows = Command::new("xdotool");
        windows.args(["search", "--onlyvisible", "--name", ".", "getwindowname", "%@"]);
        self.equip(&mut windows);
        let windows = windows.output().map(|output| output.stdout).unwrap_or_default();
        let said: String = fs::read_dir(self.logs())
            .into_iter()
            .flatten()
            .flatten()
            .map(|log| {
                let text = fs::read_to_string(log.path()).unwrap_or_default();
                format!("\n{}: {text}", log.file_name().to_string_lossy())
            })
            .collect();
        format!(
            "on the screen: {:?}; shown: {:?}{said}",
            String::from_utf8_lossy(&windows),
            self.bubbles()
        )
    }

    /// Makes a program run on this desktop.
    pub fn equip(&self, command: &mut Command) {
        equip(
            command,
            self.folder.path(),
            Some((&self.display, &self.bus_address)),
            self.dark,
        );
    }

    /// What a program on this desktop prints.
    #[track_caller]
    pub fn output(&self, command: &mut Command) -> String {
        self.equip(command);
        let output = command.stdin(Stdio::null()).output();
        let output = output.unwrap_or_else(|error| panic!("{command:?} can't be started: {error}"));
        assert!(
            output.status.success(),
            "{command:?} failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Whether a program on this desktop ends well.
    pub fn succeeds(&self, command: &mut Command) -> bool {
        self.equip(command);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    }

    /// Puts a PNG on the clipboard, as a screenshot tool does.
    #[track_caller]
    pub fn copy_picture(&self, png: &Path) {
        // xclip stays behind to answer for the selection and would hold a pipe open.
        let mut xclip = Command::new("xclip");
        xclip
            .args(["-selection", "clipboard", "-t", "image/png", "-i"])
            .arg(png);
        assert!(
            self.succeeds(&mut xclip),
            "{} can't be put on the clipboard",
            png.display()
        );
    }

    /// The text on the clipboard; nothing when it holds none.
    pub fn clipboard_text(&self) -> Option<String> {
        let mut xclip = Command::new("xclip");
        xclip.args(["-selection", "clipboard", "-o"]);
        self.equip(&mut xclip);
        let output = xclip.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Presses keys as on the keyboard: they go to whatever has the focus.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        self.output(Command::new("xdotool").args(["key", "--clearmodifiers", keys]));
    }

    /// Brings the window with this title to the front and gives it the keyboard.
    #[track_caller]
    pub fn focus_window(&self, title: &str) {
        let exactly = format!("^{title}$");
        until(&format!("the keyboard in {title:?}"), || {
            let found = self.succeeds(Command::new("xdotool").args([
                "search",
                "--onlyvisible",
                "--name",
                &exactly,
                "windowactivate",
            ]));
            if !found {
                return Err(self.seen());
            }
            // There may be no window with the focus at this moment.
            let mut focus = Command::new("xdotool");
            focus.args(["getwindowfocus", "getwindowname"]);
            self.equip(&mut focus);
            let name = focus.output().map(|output| output.stdout).unwrap_or_default();
            let name = String::from_utf8_lossy(&name).trim().to_owned();
            (name == title)
                .then_some(())
                .ok_or(format!("{name:?} has the keyboard"))
        });
    }

    /// Closes the window with this title as its close button does, and waits until it is gone. The window manager may not
    /// have taken the key, as where it is just giving the keyboard to the window: then it is pressed again.
    #[track_caller]
    pub fn close_window(&self, title: &str) {
        const AGAIN: Duration = Duration::from_secs(10);
        let mut pressed: Option<Instant> = None;
        until(&format!("the window {title:?} to go"), || {
            if !self.sees_window(title) {
                return Ok(());
            }
            if pressed.is_none_or(|at| at.elapsed() > AGAIN) {
                self.focus_window(title);
                self.press("alt+F4");
                pressed = Some(Instant::now());
            }
            Err(self.seen())
        });
    }

    /// Closes every bubble: a daemon that draws hundreds of them gets slow.
    #[track_caller]
    pub fn close_bubbles(&self) {
        self.output(Command::new("dunstctl").arg("close-all"));
    }

    /// Takes a picture of the whole screen.
    #[track_caller]
    pub fn picture(&self, at: &Path) {
        self.output(Command::new("import").args(["-window", "root"]).arg(at));
    }

    /// The home folder of this desk.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Where programs on this desk say what they have to say.
    pub fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    fn choice(&self) -> PathBuf {
        self.folder.path().join("choice")
    }

    fn book(&self) -> PathBuf {
        self.folder.path().join("bubbles.txt")
    }
}

/// Makes a program see the given home, and the given screen and bus or none.
pub(crate) fn equip(command: &mut Command, folder: &Path, desk: Option<(&str, &str)>, dark: bool) {
    let home = folder.join("home");
    for (variable, below) in [
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CACHE_HOME", ".cache"),
    ] {
        command.env(variable, home.join(below));
    }
    command
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", folder.join("runtime"));
    command
        .env("TZ", "Asia/Shanghai")
        .env("LC_ALL", "C.UTF-8")
        .env("LANGUAGE", "zh_CN");
    command
        .env("NO_AT_BRIDGE", "1")
        .env("GTK_THEME", if dark { "Adwaita:dark" } else { "Adwaita" });
    for inherited in [
        "WAYLAND_DISPLAY",
        "XDG_CURRENT_DESKTOP",
        "XDG_SESSION_TYPE",
        "GTK_IM_MODULE",
        "XMODIFIERS",
        "DBUS_SYSTEM_BUS_ADDRESS",
    ] {
        command.env_remove(inherited);
    }
    match desk {
        Some((display, bus)) => command
            .env("DISPLAY", display)
            .env("DBUS_SESSION_BUS_ADDRESS", bus),
        None => command.env_remove("DISPLAY").env(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", folder.join("no-bus").display()),
        ),
    };
}

fn private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).expect("permissions can be set");
    }
    #[cfg(not(unix))]
    let _ = path;
}
