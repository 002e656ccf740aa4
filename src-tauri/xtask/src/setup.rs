//! The packages for Windows, made on this machine: an installer by NSIS, and the same files in an archive for who may not or
//! does not want to install. And the installer as a person meets it, under Wine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{Step, Stopped, hear, root, say, stop};
use crate::windows::built_into;
use crate::wine::Wine;

/// What is installed: what it is called there, and where it comes from besides what was built.
const BUILT: [&str; 3] = ["daozhang.exe", "daozhang-app.exe", "WebView2Loader.dll"];
const BESIDE: [(&str, &str); 5] = [
    // What notifications show.
    ("daozhang.png", "icons/128x128.png"),
    ("LICENSE.txt", "LICENSE"),
    ("PP-OCR-LICENSE.txt", "src-tauri/reader/models/LICENSE"),
    ("PP-OCR-NOTICE.txt", "src-tauri/reader/models/NOTICE"),
    ("third-party.json", "ui/src/settings/licences.json"),
];

/// How what is made ends.
pub const ENDINGS: [&str; 2] = ["exe", "zip"];

/// In bytes.
const LARGEST: u64 = 45_000_000;

const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\daozhang";
const RUN: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";

/// How an installer is packed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// As small as it gets, to be given away.
    Tight,
    /// As fast as it gets, to be tried.
    Quick,
}

/// What an installer or an archive holds.
struct Contents {
    folder: PathBuf,
    names: Vec<String>,
    bytes: u64,
}

/// Makes both in a folder.
pub fn make(profile: &str, into: &Path) -> Step<[PathBuf; 2]> {
    fs::create_dir_all(into).map_err(|error| unwritable(into, &error))?;
    let contents = gather(profile)?;
    let setup = into.join(format!("{}-setup.exe", full_name()));
    compile(&contents, &setup, Packing::Tight)?;
    let portable = into.join(format!("{}-portable.zip", full_name()));
    archive(&contents, &portable)?;
    for made in [&setup, &portable] {
        let bytes = length(made)?;
        if bytes > LARGEST {
            return stop(format!("{} 有 {bytes} 字节，超过了 {LARGEST}", made.display()));
        }
    }
    Ok([setup, portable])
}

/// Installs what was built with a profile, uses it, installs over it and takes it off again, in a Windows that nothing else
/// was done in.
pub fn try_out(profile: &str) -> Step {
    let setup = crate::foreign::folder().join("setup-to-try.exe");
    compile(&gather(profile)?, &setup, Packing::Quick)?;
    let tried = try_installer(&setup);
    let _ = fs::remove_file(&setup);
    tried
}

fn full_name() -> String {
    format!("daozhang_{}_x64", env!("CARGO_PKG_VERSION"))
}

/// Lays out what is installed.
fn gather(profile: &str) -> Step<Contents> {
    let folder = crate::foreign::folder().join(full_name());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
    let built = BUILT.map(|name| (name, built_into(profile).join(name)));
    let beside = BESIDE.map(|(name, from)| (name, root().join(from)));
    let (mut names, mut bytes) = (Vec::new(), 0);
    for (name, from) in built.into_iter().chain(beside) {
        let to = folder.join(name);
        fs::copy(&from, &to).map_err(|error| Stopped(format!("{} 取不来：{error}", from.display())))?;
        bytes += length(&to)?;
        names.push(name.to_owned());
    }
    Ok(Contents { folder, names, bytes })
}

fn compile(contents: &Contents, setup: &Path, packing: Packing) -> Step {
    say("做 Windows 安装程序");
    let list = contents.folder.with_extension("nsh");
    fs::write(&list, deleting(&contents.names)).map_err(|error| unwritable(&list, &error))?;
    let defined = [
        ("VERSION", env!("CARGO_PKG_VERSION").to_owned()),
        ("ICON", root().join("icons/icon.ico").display().to_string()),
        ("OUT", setup.display().to_string()),
        ("KILOBYTES", (contents.bytes / 1024).to_string()),
        ("FROM", contents.folder.display().to_string()),
        ("FILES", list.display().to_string()),
    ];
    let mut nsis = Command::new("makensis");
    nsis.env("LC_ALL", "C.UTF-8")
        .args(["-V2", "-WX", "-INPUTCHARSET", "UTF8"]);
    for (name, value) in defined {
        nsis.arg(format!("-D{name}={value}"));
    }
    if packing == Packing::Quick {
        nsis.arg("-DQUICK");
    }
    hear(nsis.arg(root().join("src-tauri/windows/setup.nsi"))).map(drop)
}

/// The lines by which the uninstaller takes away what was installed and nothing else.
fn deleting(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("Delete \"$INSTDIR\\{name}\"\n"))
        .collect()
}

fn archive(contents: &Contents, portable: &Path) -> Step {
    let _ = fs::remove_file(portable);
    let around = contents.folder.parent().unwrap_or(&contents.folder);
    let mut zip = Command::new("zip");
    zip.args(["--quiet", "--recurse-paths", "--no-extra", "-9"])
        .arg(portable)
        .arg(full_name())
        .current_dir(around);
    hear(&mut zip).map(drop)
}

fn try_installer(setup: &Path) -> Step {
    let wine = Wine::clean()?;
    say("安装");
    hear(wine.run(setup).arg("/S"))?;
    let home = home(&wine)?;
    let installed = home.join("AppData/Local/Programs/daozhang");
    let link = home.join("AppData/Roaming/Microsoft/Windows/Start Menu/Programs/到账.lnk");
    let data = home.join("AppData/Roaming/daozhang/data/daozhang.db");
    let beside = BESIDE.map(|(name, _)| name);
    for name in BUILT.iter().chain(&beside).chain(&["uninstall.exe"]) {
        present(&installed.join(name))?;
    }
    present(&link)?;
    let entry = exported(&wine, UNINSTALL)?;
    for value in ["到账", env!("CARGO_PKG_VERSION"), "uninstall.exe"] {
        if !entry.contains(value) {
            return stop(format!("卸载项里没有 {value}：\n{entry}"));
        }
    }

    say("记一单，再装一遍");
    let program = installed.join("daozhang.exe");
    hear(wine.run(&program).args([
        "add",
        "--platform",
        "星辰卡盟",
        "--product",
        "100 Q币",
        "--kind",
        "q-coin",
        "--amount",
        "98.50",
        "--paid-at",
        "2026-11-20 21:03:45",
        "--window",
        "30m",
    ]))?;
    present(&data)?;
    hear(wine.run(setup).arg("/S"))?;
    let list = hear(wine.run(&program).arg("list"))?;
    if !list.contains("星辰卡盟") || !list.contains("98.50") {
        return stop(format!("再装一遍之后列出来的没有刚记的那一单：\n{list}"));
    }

    say("卸载");
    let ours = r#""C:\users\x\daozhang-app.exe" --hidden"#;
    let ours_here = ours.replace(r"C:\users\x", &windows_path(&wine, &installed));
    for (name, value) in [
        ("daozhang", ours_here.as_str()),
        ("daozhang-f0123abcd", ours_here.as_str()),
        ("other", ours),
    ] {
        hear(wine.run("reg").args(["add", RUN, "/v", name, "/d", value, "/f"]))?;
    }
    hear(wine.run(installed.join("uninstall.exe")).arg("/S"))?;
    wine.settle();
    for gone in [&installed, &link] {
        if gone.exists() {
            return stop(format!("卸载之后还留着 {}", gone.display()));
        }
    }
    if exported(&wine, UNINSTALL).is_ok() {
        return stop("卸载之后还留着卸载项");
    }
    let run = exported(&wine, RUN)?;
    if run.contains("\"daozhang") || !run.contains("\"other\"") {
        return stop(format!("卸载之后开机启动项不对：\n{run}"));
    }
    present(&data)
}

/// The person's folder in it.
fn home(wine: &Wine) -> Step<PathBuf> {
    fs::read_dir(wine.drive().join("users"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.join("AppData/Roaming").is_dir())
        .ok_or_else(|| Stopped("Wine 里没有用户的文件夹".to_owned()))
}

fn present(file: &Path) -> Step {
    if file.is_file() {
        Ok(())
    } else {
        stop(format!("没有 {}", file.display()))
    }
}

/// A path on the disk of that Windows as its programs call it.
fn windows_path(wine: &Wine, path: &Path) -> String {
    let below = path.strip_prefix(wine.drive()).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    format!(r"C:\{}", parts.join(r"\"))
}

/// A key of the registry with its values, as text.
fn exported(wine: &Wine, key: &str) -> Step<String> {
    let file = wine.drive().join("exported.reg");
    let _ = fs::remove_file(&file);
    hear(wine.run("reg").args(["export", key, r"C:\exported.reg", "/y"]))?;
    let bytes = fs::read(&file).map_err(|error| Stopped(format!("{} 读不了：{error}", file.display())))?;
    Ok(from_utf16(&bytes))
}

fn from_utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}

fn length(file: &Path) -> Step<u64> {
    fs::metadata(file)
        .map(|metadata| metadata.len())
        .map_err(|error| Stopped(format!("{} 读不了：{error}", file.display())))
}

fn unwritable(at: &Path, error: &std::io::Error) -> Stopped {
    Stopped(format!("{} 写不了：{error}", at.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uninstaller_names_each_file_and_takes_no_folder_with_all_that_is_in_it() {
        let lines = deleting(&["daozhang.exe".to_owned(), "LICENSE.txt".to_owned()]);
        assert_eq!(
            lines,
            "Delete \"$INSTDIR\\daozhang.exe\"\nDelete \"$INSTDIR\\LICENSE.txt\"\n"
        );
        let script = fs::read_to_string(root().join("src-tauri/windows/setup.nsi")).unwrap();
        assert!(!script.contains("RMDir /r"), "a person's own files may lie there");
        assert!(!script.contains("Delete \"$APPDATA"), "the data stays");
    }

    #[test]
    fn the_identifier_in_the_script_is_that_of_the_configuration() {
        let script = fs::read_to_string(root().join("src-tauri/windows/setup.nsi")).unwrap();
        let configuration = fs::read_to_string(root().join("src-tauri/tauri.conf.json")).unwrap();
        let configuration: serde_json::Value = serde_json::from_str(&configuration).unwrap();
        let identifier = configuration["identifier"].as_str().unwrap();
        assert!(script.contains(&format!("!define APP \"{identifier}\"\n")));
    }

    #[test]
    fn every_file_that_is_installed_is_there() {
        for (_, from) in BESIDE {
            assert!(root().join(from).is_file(), "{from}");
        }
    }

    #[test]
    fn the_registry_is_read_as_windows_writes_it() {
        let bytes: Vec<u8> = "\u{feff}\"DisplayName\"=\"到账\""
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(from_utf16(&bytes).contains("到账"));
    }
}
