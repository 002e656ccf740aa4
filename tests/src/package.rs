//! A package as somebody who forges one has it: its files, and the means to make sums, manifest and request fit again.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rsa::Pkcs1v15Sign;
use rsa::pkcs8::DecodePrivateKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::clock::moment;
use crate::{App, pictures};

/// A token with its authority's certificates, and the key that signed it; both were made for these tests.
const TOKEN: &[u8] = include_bytes!("../../src-tauri/core/src/prove/tokens/chain.tsr");
const KEY: &[u8] = include_bytes!("../../src-tauri/core/src/prove/tokens/authority.pk8");

/// A copy of a package.
pub struct Package {
    folder: PathBuf,
    // Kept so that the files live as long.
    _around: TempDir,
}

impl Package {
    /// A copy of what lies in a folder.
    pub fn of(folder: &Path) -> Package {
        let around = tempfile::tempdir().expect("a folder");
        let copy = around.path().join("证据包");
        copy_into(folder, &copy);
        Package {
            folder: copy,
            _around: around,
        }
    }

    /// What a ZIP of the fixtures holds.
    pub fn unzipped(zip: &Path) -> Package {
        let around = tempfile::tempdir().expect("a folder");
        let folder = around.path().join("证据包");
        let mut archive = zip::ZipArchive::new(fs::File::open(zip).expect("a fixture")).expect("a ZIP");
        archive.extract(&folder).expect("it unpacks");
        Package {
            folder,
            _around: around,
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).expect("text")
    }

    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Changes a text; what is replaced must be there.
    #[track_caller]
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.text(path);
        assert!(text.contains(old), "{old} is not in {path}: {text}");
        self.put(path, text.replace(old, new));
    }

    /// Changes a JSON document.
    pub fn json(&self, path: &str, change: impl FnOnce(&mut Value)) {
        let mut json: Value = serde_json::from_slice(&self.bytes(path)).expect("JSON");
        change(&mut json);
        self.put(path, format!("{json:#}\n"));
    }

    /// The paths in the list of sums, in their order.
    pub fn listed(&self) -> Vec<String> {
        let sums = self.text("SHA256SUMS");
        sums.lines()
            .filter_map(|line| Some(line.split_once("  ")?.1.to_owned()))
            .collect()
    }

    /// The one listed path that holds this.
    #[track_caller]
    pub fn path(&self, part: &str) -> String {
        let found: Vec<String> = self
            .listed()
            .into_iter()
            .filter(|path| path.contains(part))
            .collect();
        assert_eq!(found.len(), 1, "{part}: {found:?}");
        found[0].clone()
    }

    /// Takes a file out of the list and the manifest too.
    pub fn forget(&self, path: &str) {
        let _ = fs::remove_file(self.at(path));
        let sums = self.text("SHA256SUMS");
        let kept: String = sums
            .lines()
            .filter(|line| !line.ends_with(&format!("  {path}")))
            .map(|line| format!("{line}\n"))
            .collect();
        self.put("SHA256SUMS", kept);
        self.json("manifest.json", |json| {
            let files = json["files"].as_array_mut().expect("files");
            files.retain(|file| file["path"] != path);
        });
    }

    /// Puts a file in, and into the list and the manifest.
    pub fn slip_in(&self, path: &str, kind: &str, bytes: &[u8]) {
        self.put(path, bytes);
        let original = (kind != "written").then(|| sum(bytes));
        self.json("manifest.json", |json| {
            let files = json["files"].as_array_mut().expect("files");
            files.push(serde_json::json!({"path": path, "kind": kind, "original_sha256": original}));
        });
        let sums = self.text("SHA256SUMS");
        self.put("SHA256SUMS", format!("{}  {path}\n{sums}", sum(bytes)));
    }

    /// Makes the list of sums fit the files.
    pub fn sum_up(&self) {
        let sums: String = self
            .listed()
            .iter()
            .map(|path| format!("{}  {path}\n", sum(&self.bytes(path))))
            .collect();
        self.put("SHA256SUMS", sums);
    }

    /// Makes the request for a timestamp fit the list.
    pub fn ask_anew(&self) {
        let mut request = self.bytes("SHA256SUMS.tsq");
        let digest = Sha256::digest(self.bytes("SHA256SUMS"));
        let known = request
            .windows(2)
            .rposition(|bytes| bytes == [4, 32])
            .expect("a digest");
        request[known + 2..known + 34].copy_from_slice(&digest);
        self.put("SHA256SUMS.tsq", request);
    }

    /// Makes manifest, list and request fit the files: what is left is what only their contents tell.
    pub fn seal(&self) {
        self.json("manifest.json", |json| {
            for file in json["files"].as_array_mut().expect("files") {
                let path = file["path"].as_str().expect("a path");
                if let Ok(bytes) = fs::read(self.at(path)) {
                    file["sha256"] = sum(&bytes).into();
                    file["bytes"] = bytes.len().into();
                }
            }
        });
        self.sum_up();
        self.ask_anew();
    }

    /// A token over the list of sums, signed at a moment: `20261112010000Z`.
    pub fn token(&self, at: &str) -> Vec<u8> {
        signed(&self.bytes("SHA256SUMS"), at)
    }
}

/// Exports these orders, and where the package lies.
pub fn out(app: &App, arguments: &[&str]) -> PathBuf {
    let target = app.beside("packages");
    let mut all = vec!["export", "--out", target.to_str().expect("it is there")];
    all.extend(arguments);
    PathBuf::from(app.json(all)["dir"].as_str().expect("it is there"))
}

/// An app with two orders of one platform, with most of what a timeline can hold.
pub fn logged() -> App {
    let app = App::fresh().at(moment("2026-11-10T21:13:00+08:00"));
    let payment = app.file(
        "付款.png",
        &fs::read(pictures::payment_page()).expect("it is there"),
    );
    let add = |platform: &str, product: &str, number: &str, more: &[&str]| {
        let mut all = vec![
            "add",
            "--platform",
            platform,
            "--product",
            product,
            "--kind",
            "q-coin",
            "--amount",
            "98.50",
            "--paid-at",
            "2026-11-10 21:03:00",
            "--window",
            "30m",
            "--channel",
            "wechat",
            "--account",
            "10001",
            "--payment-no",
            number,
            "--force",
        ];
        all.extend(more);
        app.json(all);
    };
    let shot = format!("{}:payment", payment.display());
    let first = ["--note", "客服答应今晚", "--order-no", "NO-1", "--shot", &shot];
    add(
        "星河卡盟（示例）",
        "100 Q币直充",
        "4200000000202611100000000001",
        &first,
    );
    add(
        "星河卡盟（示例）",
        "50 Q币直充",
        "4200000000202611100000000002",
        &[],
    );
    let app = app.at(moment("2026-11-11T09:00:00+08:00"));
    let chat = app.file("聊天.jpg", &pictures::jpeg(9));
    let chat = format!("{}:chat", chat.display());
    app.json([
        "event",
        "1",
        "--kind",
        "demanded",
        "--text",
        "请今天之内到账或退款",
        "--shot",
        &chat,
    ]);
    app.json([
        "event",
        "1",
        "--kind",
        "promised",
        "--text",
        "今晚补发",
        "--until",
        "2026-11-11 20:00",
    ]);
    app.json(["refunded", "1", "--amount", "20.00"]);
    app.json(["rename", "星河卡盟（示例）", "星河二店（示例）"]);
    app.json([
        "event",
        "1",
        "--kind",
        "note",
        "--text",
        "1. 这一行像一条记录\n没有别的",
    ]);
    app.at(moment("2026-11-12T09:00:00+08:00"))
}

/// What `verify` says of a package.
pub fn verdict(app: &App, folder: &Path) -> (Option<i32>, Value) {
    let ended = app.run(["verify".as_ref(), folder.as_os_str(), "--json".as_ref()]);
    let said =
        serde_json::from_str(&ended.out).unwrap_or_else(|_| json!({ "problems": [ended.complaint.trim()] }));
    (ended.code, said)
}

/// What `verify` says of each of several packages, in the order that they are named.
#[track_caller]
pub fn verdicts<'a>(app: &App, folders: impl Iterator<Item = &'a Path>) -> Vec<Value> {
    let folders: Vec<&Path> = folders.collect();
    if let [folder] = folders[..] {
        let (code, mut said) = verdict(app, folder);
        said["ok"] = json!(code == Some(0));
        return vec![said];
    }
    let named = folders.iter().map(|folder| folder.as_os_str());
    let ended = app.run(["verify".as_ref(), "--json".as_ref()].into_iter().chain(named));
    let said: Vec<Value> = serde_json::from_str(&ended.out).expect(&ended.complaint);
    let dirs: Vec<&OsStr> = said
        .iter()
        .map(|said| said["dir"].as_str().expect("it is named").as_ref())
        .collect();
    assert_eq!(dirs, folders);
    said
}

/// Whether the files are those of the list in their folder: by the program that a person checks it with without this app, which
/// Windows does not have.
#[track_caller]
pub fn sums_agree(folder: &Path) -> bool {
    if !cfg!(windows) {
        let mut check = Command::new("sha256sum");
        check
            .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
            .current_dir(folder);
        return check.output().expect("sha256sum runs").status.success();
    }
    let list = fs::read_to_string(folder.join("SHA256SUMS")).expect("there is a list");
    list.lines().all(|line| {
        let (hash, name) = line.split_once("  ").expect("a line is a sum and a name");
        fs::read(folder.join(name)).is_ok_and(|bytes| sum(&bytes) == hash)
    })
}

/// The SHA-256 in hexadecimal digits.
pub fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A token over some bytes: the one of the fixtures, with what it says replaced and signed anew.
pub fn signed(list: &[u8], at: &str) -> Vec<u8> {
    let place = |token: &[u8], mark: &[u8]| {
        token
            .windows(mark.len())
            .position(|bytes| bytes == mark)
            .expect("it is there")
    };
    let mut token = TOKEN.to_vec();
    // TSTInfo: an OCTET STRING of less than 128 bytes behind its type, 1.2.840.113549.1.9.16.1.4, and [0].
    let info = place(
        &token,
        b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04\xa0",
    ) + 17;
    let length = usize::from(token[info - 1]);
    let imprint = info + place(&token[info..info + length], &[4, 32]) + 2;
    token[imprint..imprint + 32].copy_from_slice(&Sha256::digest(list));
    let time = info + place(&token[info..info + length], &[0x18, 15]) + 2;
    token[time..time + 15].copy_from_slice(at.as_bytes());
    // The digest over it, in the signed attributes (1.2.840.113549.1.9.4), which are signed as a SET.
    let told = Sha256::digest(&token[info..info + length]);
    let digest = place(
        &token,
        b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04\x31\x22\x04\x20",
    ) + 15;
    token[digest..digest + 32].copy_from_slice(&told);
    let signature = token.len() - 256;
    let attributes = token[..digest]
        .windows(3)
        .rposition(|bytes| bytes[..2] == [0xa0, 0x81])
        .expect("attributes");
    let end = attributes + 3 + usize::from(token[attributes + 2]);
    let mut set = token[attributes..end].to_vec();
    set[0] = 0x31;
    let key = rsa::PrivateKey::from_pkcs8_der(KEY).expect("a key");
    let signed = key
        .sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(&set))
        .expect("a signature");
    token[signature..].copy_from_slice(&signed);
    token
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let copy = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy_into(&entry.path(), &copy);
        } else {
            fs::copy(entry.path(), copy).expect("a copy");
        }
    }
}
