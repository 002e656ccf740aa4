//! The masked edition in the hands of somebody who wants what it hides: every secret, in every way that people write it, is
//! looked for in every byte.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daozhang_tests::clock::moment;
use daozhang_tests::package::{out, sum, verdict};
use daozhang_tests::{App, pictures};
use serde_json::Value;

const PHONE: &str = "13812345678";

/// A card key that is in the order's ledger too.
const CARD_KEY: &str = "KXQZ7731WVTB4419";

/// What the order and its complainant have of numbers and names, and what stands in notes.
const SECRETS: [&str; 14] = [
    PHONE,
    "13987654321",
    "6222020000001234567",
    "ABCDEFGH12345678",
    "QQRSTUVWXYZABCDE",
    "110101199001011234",
    "4200000000202611100000000001",
    "NO88776655443",
    "zhang.san@example.com",
    "li.si@example.com",
    "王小明",
    "示例市示例路1号302室",
    "wxid_q7w8e9r0",
    CARD_KEY,
];

/// Ways in which people and programs write one thing.
fn spellings(secret: &str) -> Vec<String> {
    let chars: Vec<char> = secret.chars().collect();
    let groups = |size: usize, between: &str| -> String {
        let parts: Vec<String> = chars.chunks(size).map(|part| part.iter().collect()).collect();
        parts.join(between)
    };
    let with = |of: &dyn Fn(char) -> char| -> String { secret.chars().map(of).collect() };
    let digit = |from: u32| {
        move |c: char| {
            let value = c.to_digit(10);
            value.and_then(|value| char::from_u32(from + value)).unwrap_or(c)
        }
    };
    let wide = |c: char| match u32::from(c) {
        code @ 0x21..=0x7e => char::from_u32(code + 0xfee0).unwrap(),
        _ => c,
    };
    let han = |c: char| {
        c.to_digit(10).map_or(c, |value| {
            "零一二三四五六七八九".chars().nth(value as usize).unwrap()
        })
    };
    let bank = |c: char| {
        c.to_digit(10).map_or(c, |value| {
            "零壹贰叁肆伍陆柒捌玖".chars().nth(value as usize).unwrap()
        })
    };
    let circled = |c: char| match c.to_digit(10) {
        Some(0) => '⓪',
        Some(value) => char::from_u32(0x245f + value).unwrap(),
        None => c,
    };
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    vec![
        secret.to_owned(),
        secret.to_uppercase(),
        secret.to_lowercase(),
        groups(4, " "),
        groups(4, "-"),
        groups(3, "."),
        groups(3, "\u{3000}"),
        groups(4, "\n"),
        groups(4, " - "),
        groups(4, "\u{200b}"),
        groups(2, "·"),
        groups(4, "/"),
        groups(4, "_"),
        groups(4, "*"),
        groups(1, " "),
        groups(1, "、"),
        groups(1, "，"),
        format!("（{secret}）"),
        format!("*{secret}*"),
        format!("**{secret}"),
        format!("“{secret}”"),
        format!("号{secret}号"),
        format!("https://pay.example.com/r?to={secret}&x=1"),
        with(&wide),
        with(&han),
        with(&bank),
        with(&circled),
        with(&digit(0x0660)),
        with(&digit(0x06f0)),
        with(&digit(0x1d7ce)),
        with(&digit(0x1d7f6)),
        STANDARD.encode(secret),
        hex,
        percent,
    ]
}

/// What a reader makes of a text: digits of any script as digits, letters small and half as wide, nothing between them.
fn understood(text: &str) -> String {
    let plain = |c: char| -> Option<char> {
        let code = u32::from(c);
        if let 0xff01..=0xff5e = code {
            return char::from_u32(code - 0xfee0);
        }
        for row in ["零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "⓪①②③④⑤⑥⑦⑧⑨"]
        {
            if let Some(value) = row.chars().position(|one| one == c) {
                return char::from_digit(value.try_into().unwrap(), 10);
            }
        }
        for first in [0x0660, 0x06f0, 0x1d7ce, 0x1d7f6] {
            if (first..first + 10).contains(&code) {
                return char::from_digit(code - first, 10);
            }
        }
        Some(c)
    };
    text.chars()
        .filter_map(plain)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

/// An order that holds all of them, in every spelling, and its masked package.
fn shared() -> (App, PathBuf, usize) {
    let app = App::fresh().at(moment("2026-11-10T21:13:00+08:00"));
    app.json([
        "person",
        "--name",
        "王小明",
        "--phone",
        "13987654321",
        "--id-number",
        "110101199001011234",
        "--address",
        "示例市示例路1号302室",
    ]);
    let picture = app.file(
        "王小明-13812345678-zhang.san@example.com.png",
        &pictures::payment_page_bytes(),
    );
    app.json([
        "add",
        "--platform",
        "星河卡盟（示例）",
        "--product",
        "100 Q币直充",
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
        PHONE,
        "--payment-no",
        "4200000000202611100000000001",
        "--order-no",
        "NO88776655443",
        "--shot",
        &format!("{}:payment", picture.display()),
    ]);
    let mut written = 0;
    for secret in SECRETS {
        let spellings = spellings(secret);
        written += spellings.len();
        for some in spellings.chunks(8) {
            let lines: Vec<String> = some
                .iter()
                .map(|spelling| format!("客服要了 {spelling} 这个"))
                .collect();
            app.json(["event", "1", "--kind", "note", "--text", &lines.join("\n")]);
        }
    }
    // Word for word in one go, as it is sent.
    let all = format!("请充到 {}。", SECRETS.join("，"));
    app.json(["event", "1", "--kind", "demanded", "--text", &all]);
    app.json(["key", "1", "add", "--text", CARD_KEY]);
    let says = format!("{CARD_KEY} 已被使用");
    app.json(["key", "1", "state", "4419", "--state", "used", "--says", &says]);
    let sha = app.json(["show", "1"])["shots"][0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    app.json(["mask", "1", &sha, "--box", "10,20,300,200"]);
    let folder = out(&app, &["1", "--masked"]);
    (app, folder, written)
}

#[test]
fn no_secret_comes_back_from_any_byte() {
    let (app, folder, written) = shared();
    assert!(written > 400, "{written}");
    let (code, said) = verdict(&app, &folder);
    assert_eq!(code, Some(0), "{said}");
    let mut found = BTreeSet::new();
    let mut look = |place: &str, text: &str| {
        // Each line by itself, and all of it together.
        for part in text.lines().chain([text]) {
            let part = understood(part);
            for secret in SECRETS {
                let own = understood(secret);
                let forms = [
                    own.clone(),
                    own.chars().rev().collect(),
                    understood(&STANDARD.encode(secret)),
                    secret.bytes().map(|byte| format!("{byte:02x}")).collect(),
                ];
                for form in forms {
                    if part.contains(&form) {
                        found.insert(format!("{secret} in {place}"));
                    }
                }
                // More than half of a long one in a row is as good as all of it. A hash is made of digits too.
                let length = own.chars().count();
                let half: Vec<char> = own.chars().collect();
                let is_hashes = place.ends_with("SHA256SUMS") || place.ends_with("manifest.json");
                for window in half.windows((length / 2 + 1).max(3)).filter(|_| !is_hashes) {
                    let window: String = window.iter().collect();
                    // The example addresses of the test share their ending, and the shop is one too.
                    let is_common = "@example.com 星河卡盟（示例）20261110".contains(&window)
                        || understood("@example.com").contains(&window);
                    if !is_common && part.contains(&window) {
                        found.insert(format!("{window} of {secret} in {place}"));
                    }
                }
            }
        }
    };
    look("the folder's name", folder.file_name().unwrap().to_str().unwrap());
    for file in files(&folder) {
        let name = file.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        look("a name", &name);
        let bytes = fs::read(&file).unwrap();
        look(&name, &String::from_utf8_lossy(&bytes));
        if let Ok(json) = serde_json::from_slice::<Value>(&bytes) {
            look(&name, &json.to_string());
        }
        // What programs write in a row of letters and digits is read too.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let runs = text.split(|c: char| !(c.is_ascii_alphanumeric() || "+/=".contains(c)));
        for run in runs.filter(|run| run.len() >= 8 && !name.ends_with(".png")) {
            for decoded in STANDARD.decode(run).into_iter().flat_map(String::from_utf8) {
                look(&format!("{name}, decoded"), &decoded);
            }
        }
    }
    assert!(found.is_empty(), "{} of {written} ways:\n{found:#?}", found.len());
    println!(
        "{written} ways to write {} secrets, none of them comes back",
        SECRETS.len()
    );
}

/// What is left of a telephone number is known, and the rest is a hundred thousand tries: there must be nothing to try them on.
#[test]
fn there_is_nothing_to_try_guesses_on() {
    let (_app, folder, _) = shared();
    let hashes: BTreeSet<String> = files(&folder)
        .iter()
        .map(|file| sum(&fs::read(file).unwrap()))
        .collect();
    let mut seen = BTreeSet::new();
    for file in files(&folder) {
        let bytes = fs::read(&file).unwrap();
        if file.extension().is_some_and(|ending| ending == "png") {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for run in text
            .split(|c: char| !c.is_ascii_hexdigit())
            .filter(|run| run.len() >= 32)
        {
            assert!(
                hashes.contains(run),
                "{run} in {} is of no file here",
                file.display()
            );
            seen.insert(run.to_owned());
        }
    }
    assert!(seen.len() >= 6, "{seen:?}");
    for middle in 0..100_000 {
        let guess = format!("138{middle:05}678");
        assert!(!seen.contains(&sum(guess.as_bytes())));
    }
    let order: Value = serde_json::from_slice(&fs::read(folder.join("order.json")).unwrap()).unwrap();
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    for json in [order.to_string(), manifest.to_string()] {
        for key in ["hash", "hashed_ms", "facts", "chain_head", "shot_sha256"] {
            assert!(!json.contains(&format!("\"{key}\"")), "{key} in {json}");
        }
    }
}

#[test]
fn a_masked_picture_holds_nothing_under_its_boxes() {
    let (_app, folder, _) = shared();
    let pictures: Vec<PathBuf> = files(&folder.join("原件"));
    assert_eq!(pictures.len(), 1);
    assert_eq!(pictures[0].file_name().unwrap(), "01-支付凭证.png");
    let bytes = fs::read(&pictures[0]).unwrap();
    // Only what a picture needs: no words, no time, no profile, nothing behind its end.
    let mut at = 8;
    let mut chunks = BTreeSet::new();
    while at < bytes.len() {
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        chunks.insert(String::from_utf8(bytes[at + 4..at + 8].to_vec()).unwrap());
        at += 12 + length;
    }
    assert_eq!(at, bytes.len());
    let known = ["IHDR", "IDAT", "IEND"].map(str::to_owned);
    assert!(chunks.iter().all(|chunk| known.contains(chunk)), "{chunks:?}");
    let shown = image::load_from_memory(&bytes).unwrap().into_rgba8();
    for (x, y, pixel) in shown.enumerate_pixels() {
        if (10..310).contains(&x) && (20..220).contains(&y) {
            assert_eq!(pixel.0, [0, 0, 0, 255], "{x}, {y}");
        }
    }
}
