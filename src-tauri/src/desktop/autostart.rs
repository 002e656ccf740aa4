//! The entry by which the system starts the app, hidden, when the person logs in: one for each data folder, written anew
//! whenever the app starts, since program and folder may have moved.

use super::place::Place;
use auto_launch::{AutoLaunch, AutoLaunchBuilder};
use std::path::{Path, PathBuf};

/// Starts the app hidden, as it is started at login.
pub const HIDDEN: &str = "--hidden";

/// Turns the entry of a data folder on or off.
///
/// # Errors
/// The system refused; a path that it could not write down.
pub fn set(place: &Place, on: bool) -> Result<(), String> {
    let entry = entry(place)?;
    // Asked first, because some systems refuse to remove what is not there.
    let done = match on {
        true => entry.enable(),
        false if entry.is_enabled().unwrap_or_default() => entry.disable(),
        false => Ok(()),
    };
    done.map_err(|error| error.to_string())
}

fn entry(place: &Place) -> Result<AutoLaunch, String> {
    let program = program()?;
    let folder = written(place.folder())?;
    let mut builder = AutoLaunchBuilder::new();
    builder
        .set_app_name(&place.called("daozhang", "-"))
        .set_macos_launch_mode(auto_launch::MacOSLaunchMode::LaunchAgent)
        .set_windows_enable_mode(auto_launch::WindowsEnableMode::CurrentUser)
        .set_linux_launch_mode(auto_launch::LinuxLaunchMode::XdgAutostart)
        .set_args(&["--data".to_owned(), quoted(&folder), HIDDEN.to_owned()]);
    // A launch agent names its program by itself, and it is looked for before the entry is written.
    let program = written(&program)?;
    builder.set_app_path(&if cfg!(target_os = "macos") {
        program
    } else {
        quoted(&program)
    });
    builder.build().map_err(|error| error.to_string())
}

/// The program as it is to be started: an AppImage runs from a folder that is gone when it ends.
fn program() -> Result<PathBuf, String> {
    match std::env::var_os("APPIMAGE") {
        Some(image) if cfg!(target_os = "linux") => Ok(image.into()),
        _ => std::env::current_exe().map_err(|error| error.to_string()),
    }
}

/// A path in an entry, which is text of one line.
fn written(path: &Path) -> Result<String, String> {
    path.to_str()
        .filter(|text| !text.contains(char::is_control))
        .map(str::to_owned)
        .ok_or_else(|| format!("{} cannot stand in a start entry", path.display()))
}

/// An argument as the key `Exec` of a desktop entry has it: quoted, and the backslashes of that written as in any string of
/// an entry. A percent sign alone would stand for a file. Source: Desktop Entry Specification 1.5, "The Exec key".
#[cfg(target_os = "linux")]
fn quoted(argument: &str) -> String {
    let mut text = String::from("\"");
    for c in argument.chars() {
        match c {
            '"' | '`' | '$' => text.extend(['\\', '\\', c]),
            '\\' => text.push_str("\\\\\\\\"),
            '%' => text.push_str("%%"),
            _ => text.push(c),
        }
    }
    text.push('"');
    text
}

/// An argument as text of a property list.
#[cfg(target_os = "macos")]
fn quoted(argument: &str) -> String {
    argument
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// An argument of a command line: a path holds no quotation mark there, and a backslash before the closing one would take it
/// away.
#[cfg(windows)]
fn quoted(argument: &str) -> String {
    let ends = argument.len() - argument.trim_end_matches('\\').len();
    format!("\"{argument}{}\"", "\\".repeat(ends))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::quoted;

    #[test]
    fn what_means_something_in_an_entry_is_written_so_that_it_means_itself() {
        for (argument, written) in [
            ("/opt/daozhang", r#""/opt/daozhang""#),
            ("/opt/我的 程序/dz", r#""/opt/我的 程序/dz""#),
            ("/a/50%", r#""/a/50%%""#),
            (r"/a/$b`c", r#""/a/\\$b\\`c""#),
            (r#"/a/"b"\c"#, r#""/a/\\"b\\"\\\\c""#),
        ] {
            assert_eq!(quoted(argument), written);
        }
    }
}

#[cfg(all(test, target_os = "macos"))]
mod tests {
    use super::quoted;

    #[test]
    fn what_means_something_in_a_property_list_is_written_so_that_it_means_itself() {
        assert_eq!(
            quoted("/Users/某人/a & b/<到账>"),
            "/Users/某人/a &amp; b/&lt;到账&gt;"
        );
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::super::place::Place;
    use super::{quoted, set};
    use windows_registry::CURRENT_USER;

    #[test]
    fn an_argument_is_one_whatever_is_in_it() {
        for (argument, written) in [
            (r"C:\daozhang", r#""C:\daozhang""#),
            (r"C:\我的 程序\dz", r#""C:\我的 程序\dz""#),
            (r"D:\", r#""D:\\""#),
            (r"\\server\share\\", r#""\\server\share\\\\""#),
        ] {
            assert_eq!(quoted(argument), written);
        }
    }

    #[test]
    fn the_entry_starts_this_program_on_its_folder_hidden_and_goes_again() {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("我的 数据");
        std::fs::create_dir(&folder).unwrap();
        let place = Place::new(&folder, None);
        let name = place.called("daozhang", "-");
        let entry = || {
            let run = CURRENT_USER
                .open(r"Software\Microsoft\Windows\CurrentVersion\Run")
                .ok()?;
            run.get_string(&name).ok()
        };
        set(&place, true).unwrap();
        let program = std::env::current_exe().unwrap();
        assert_eq!(
            entry().unwrap(),
            format!(
                "\"{}\" --data \"{}\" --hidden",
                program.display(),
                place.folder().display()
            )
        );
        set(&place, false).unwrap();
        assert_eq!(entry(), None);
    }
}
