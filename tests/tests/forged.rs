//! Packages that somebody changed: whatever it is, `verify` says so, and what an honest person's computer does to a folder
//! it lets pass.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use daozhang_tests::package::{Package, logged, out, signed, sum, verdict};
use daozhang_tests::{App, pictures};
use serde_json::{Value, json};

const ORDER: &str = "order.json";
const MANIFEST: &str = "manifest.json";
const SUMS: &str = "SHA256SUMS";
const REQUEST: &str = "SHA256SUMS.tsq";
const TIMELINE: &str = "时间线.txt";

/// When the packages are made, as a token writes it.
const MADE: &str = "20261112010000Z";

type Change = fn(&Package);

/// What one place says otherwise than another.
fn event(package: &Package, seq: usize, key: &str, value: Value) {
    package.json(ORDER, |json| json["order"]["events"][seq - 1][key] = value);
}

fn fact(package: &Package, key: &str, value: Value) {
    package.json(ORDER, |json| json["order"][key] = value);
}

fn entry(package: &Package, key: &str, value: Value) {
    package.json(MANIFEST, |json| json[key] = value);
}

/// Changes of a file, of the list, or of what lies in the folder, with nothing made to fit, and what is named.
const SHALLOW: &[(&str, &str, Change)] = &[
    ("a byte of an original", "付款", |p| {
        let path = p.path("原件/01");
        let mut bytes = p.bytes(&path);
        bytes[40] ^= 1;
        p.put(&path, bytes);
    }),
    ("a PDF that was cut", "1-投诉材料.pdf", |p| {
        let path = p.path("1-投诉材料.pdf");
        let bytes = p.bytes(&path);
        p.put(&path, &bytes[..bytes.len() / 2]);
    }),
    ("an empty file", TIMELINE, |p| p.put(TIMELINE, b"")),
    ("a file that is gone", "原件/02", |p| {
        p.remove(&p.path("原件/02"))
    }),
    ("a file that was added", "原件/03-补.png", |p| {
        p.put("原件/03-补.png", b"png")
    }),
    ("a folder that was added", "补充材料", |p| {
        fs::create_dir(p.at("补充材料")).unwrap()
    }),
    ("a file of another name for people", "order (1).json", |p| {
        p.put("order (1).json", p.bytes(ORDER))
    }),
    ("a dropped line", ORDER, |p| {
        let sums = p.text(SUMS);
        p.put(
            SUMS,
            sums.lines()
                .filter(|line| !line.ends_with(ORDER))
                .map(|line| format!("{line}\n"))
                .collect::<String>(),
        );
    }),
    ("a doubled line", "两次", |p| {
        p.put(SUMS, p.text(SUMS).repeat(2))
    }),
    ("CRLF", SUMS, |p| p.replace(SUMS, "\n", "\r\n")),
    ("a BOM", SUMS, |p| {
        p.put(SUMS, format!("\u{feff}{}", p.text(SUMS)))
    }),
    ("an empty line", SUMS, |p| {
        p.put(SUMS, format!("{}\n", p.text(SUMS)))
    }),
    ("a missing last line end", SUMS, |p| {
        p.put(SUMS, p.text(SUMS).trim_end())
    }),
    ("large hexadecimal digits", "第 1 行", |p| {
        let sums = p.text(SUMS);
        p.put(SUMS, format!("{}{}", sums[..64].to_uppercase(), &sums[64..]));
    }),
    ("the mark of a binary file", SUMS, |p| {
        p.replace(SUMS, "  order.json", " *order.json")
    }),
    ("a comment", SUMS, |p| {
        p.put(SUMS, format!("# 校验清单\n{}", p.text(SUMS)))
    }),
    ("lines in another order", REQUEST, |p| {
        let sums = p.text(SUMS);
        let mut lines: Vec<&str> = sums.lines().collect();
        lines.reverse();
        p.put(SUMS, lines.join("\n") + "\n");
    }),
    ("a path outside", "证据包以外", |p| {
        p.put(SUMS, format!("{}{}  ../x\n", p.text(SUMS), sum(b"")))
    }),
    ("a path from the root", "证据包以外", |p| {
        p.put(SUMS, format!("{}{}  /etc/passwd\n", p.text(SUMS), sum(b"")))
    }),
    ("a path with backslashes", "证据包以外", |p| {
        p.replace(SUMS, "原件/01", "原件\\01")
    }),
    ("a path with a dot", "./order.json", |p| {
        p.replace(SUMS, "  order.json", "  ./order.json")
    }),
    ("a path with two slashes", "原件//01", |p| {
        p.replace(SUMS, "原件/01", "原件//01")
    }),
    ("a path with a stream", "order.json:x", |p| {
        p.replace(SUMS, "  order.json", "  order.json:x")
    }),
    ("a list that lists itself", SUMS, |p| {
        p.put(SUMS, format!("{}{}  {SUMS}\n", p.text(SUMS), sum(b"")))
    }),
    ("a request that is none", REQUEST, |p| p.put(REQUEST, b"junk")),
    ("a request over another list", REQUEST, |p| {
        let mut request = p.bytes(REQUEST);
        *request.iter_mut().rev().nth(5).unwrap() ^= 1;
        p.put(REQUEST, request);
    }),
    ("no request", REQUEST, |p| p.remove(REQUEST)),
    ("a text whose sum alone was made to fit", TIMELINE, |p| {
        p.replace(TIMELINE, "今晚补发", "今晚退款");
        p.sum_up();
    }),
    (
        "a PDF whose sum alone was made to fit",
        "1-投诉材料.pdf",
        |p| {
            p.put(&p.path("1-投诉材料.pdf"), b"%PDF-1.7");
            p.sum_up();
            p.ask_anew();
        },
    ),
    ("two originals that changed places", "原件/01", |p| {
        let (one, two) = (p.path("原件/01"), p.path("原件/02"));
        let (first, second) = (p.bytes(&one), p.bytes(&two));
        p.put(&one, second);
        p.put(&two, first);
    }),
    (
        "two originals that changed places, with their sums",
        "原件/01",
        |p| {
            let (one, two) = (p.path("原件/01"), p.path("原件/02"));
            let (first, second) = (p.bytes(&one), p.bytes(&two));
            p.put(&one, second);
            p.put(&two, first);
            p.sum_up();
            p.ask_anew();
        },
    ),
    ("no manifest", MANIFEST, |p| {
        p.remove(MANIFEST);
        let sums = p.text(SUMS);
        p.put(
            SUMS,
            sums.lines()
                .filter(|line| !line.ends_with(MANIFEST))
                .map(|line| format!("{line}\n"))
                .collect::<String>(),
        );
        p.ask_anew();
    }),
    ("a name in another case", "ORDER.JSON", |p| {
        fs::rename(p.at(ORDER), p.at("ORDER.JSON")).unwrap()
    }),
    ("a name with a letter that looks the same", "оrder.json", |p| {
        fs::rename(p.at(ORDER), p.at("оrder.json")).unwrap()
    }),
    ("a name with a blank behind", "order.json ", |p| {
        fs::rename(p.at(ORDER), p.at("order.json ")).unwrap()
    }),
    ("a key twice in the manifest", MANIFEST, |p| {
        p.replace(
            MANIFEST,
            "\"masked\": false",
            "\"masked\": true, \"masked\": false",
        );
        p.sum_up();
        p.ask_anew();
    }),
    ("a folder in the place of a file", ORDER, |p| {
        p.remove(ORDER);
        fs::create_dir(p.at(ORDER)).unwrap();
    }),
    ("a folder far below", "没有全部看完", |p| {
        fs::create_dir_all(p.at(&["深"; 12].join("/"))).unwrap();
        p.put(&format!("{}/x", ["深"; 12].join("/")), b"x");
    }),
    ("a very long original", "太大", |p| {
        let path = p.path("原件/01");
        let file = fs::File::options().write(true).open(p.at(&path)).unwrap();
        file.set_len(1 << 40).unwrap();
    }),
    ("a very long manifest", MANIFEST, |p| {
        fs::File::options()
            .write(true)
            .open(p.at(MANIFEST))
            .unwrap()
            .set_len(1 << 40)
            .unwrap();
    }),
    ("a very long order.json", ORDER, |p| {
        fs::File::options()
            .write(true)
            .open(p.at(ORDER))
            .unwrap()
            .set_len(1 << 40)
            .unwrap();
    }),
    ("a very long list", SUMS, |p| {
        fs::File::options()
            .write(true)
            .open(p.at(SUMS))
            .unwrap()
            .set_len(1 << 40)
            .unwrap();
    }),
    ("a very long request", REQUEST, |p| {
        fs::File::options()
            .write(true)
            .open(p.at(REQUEST))
            .unwrap()
            .set_len(1 << 40)
            .unwrap();
    }),
    ("a list that is no text", SUMS, |p| {
        p.put(SUMS, [0xff, 0xfe, 0x00])
    }),
    ("an empty list", SUMS, |p| p.put(SUMS, b"")),
    ("no list", SUMS, |p| p.remove(SUMS)),
    ("a token that is none", "SHA256SUMS.tsr", |p| {
        p.put("SHA256SUMS.tsr", b"junk")
    }),
    ("a token over another list", "甲.TSR", |p| {
        p.put("甲.TSR", signed(b"another list", MADE))
    }),
    ("a token older than the package", "SHA256SUMS.tsr", |p| {
        p.put("SHA256SUMS.tsr", p.token("20200101000000Z"))
    }),
    ("a token whose time was changed", "签名", |p| {
        let mut token = p.token(MADE);
        let at = token
            .windows(15)
            .position(|bytes| bytes == MADE.as_bytes())
            .unwrap();
        token[at..at + 4].copy_from_slice(b"2027");
        p.put("SHA256SUMS.tsr", token);
    }),
    ("a token whose signature was overwritten", "签名", |p| {
        let mut token = p.token(MADE);
        let end = token.len();
        token[end - 256..].fill(0);
        p.put("SHA256SUMS.tsr", token);
    }),
    ("a token whose signature has a wrong bit", "签名", |p| {
        let mut token = p.token(MADE);
        *token.last_mut().unwrap() ^= 1;
        p.put("SHA256SUMS.tsa", token);
    }),
    ("a token whose certificate was changed", "SHA256SUMS.tsr", |p| {
        let mut token = p.token(MADE);
        let at = token.windows(9).position(|bytes| bytes == b"Test Root").unwrap();
        token[at..at + 9].copy_from_slice(b"Real Root");
        p.put("SHA256SUMS.tsr", token);
    }),
    ("a token in a folder", "原件/SHA256SUMS.tsr", |p| {
        p.put("原件/SHA256SUMS.tsr", p.token(MADE))
    }),
    ("a token that is cut", "SHA256SUMS.tsr", |p| {
        p.put("SHA256SUMS.tsr", &p.token(MADE)[..900])
    }),
];

#[cfg(unix)]
const UNIX: &[(&str, &str, Change)] = &[
    ("an original that is a link", "链接", |p| {
        link("/dev/zero", &p.at(&p.path("原件/01")))
    }),
    (
        "a manifest that is a link to what never ends",
        "manifest.json",
        |p| link("/dev/zero", &p.at(MANIFEST)),
    ),
    (
        "an order.json that is a link to what never ends",
        "order.json",
        |p| link("/dev/zero", &p.at(ORDER)),
    ),
    ("a list that is a link", SUMS, |p| link("/dev/zero", &p.at(SUMS))),
    ("a request that is a link", REQUEST, |p| {
        link("/dev/zero", &p.at(REQUEST))
    }),
    ("a token that is a link", "SHA256SUMS.tsr", |p| {
        link("/dev/zero", &p.at("SHA256SUMS.tsr"))
    }),
    ("a folder that is a link", "链接", |p| {
        let aside = p.folder().parent().unwrap().join("别处");
        fs::rename(p.at("原件"), &aside).unwrap();
        std::os::unix::fs::symlink(&aside, p.at("原件")).unwrap();
    }),
    ("a link that was added", "别处.txt", |p| {
        link("/etc/hostname", &p.at("别处.txt"))
    }),
    ("a link named as what file managers leave", ".DS_Store", |p| {
        link("/etc/hostname", &p.at(".DS_Store"))
    }),
    ("an original that is a pipe", "不是普通文件", |p| {
        pipe(&p.at(&p.path("原件/01")))
    }),
    ("a manifest that is a pipe", MANIFEST, |p| pipe(&p.at(MANIFEST))),
    ("an order.json that is a pipe", ORDER, |p| pipe(&p.at(ORDER))),
    ("a timeline that is a pipe", TIMELINE, |p| pipe(&p.at(TIMELINE))),
    ("a list that is a pipe", SUMS, |p| pipe(&p.at(SUMS))),
    ("a request that is a pipe", REQUEST, |p| pipe(&p.at(REQUEST))),
    ("a token that is a pipe", "SHA256SUMS.tsr", |p| {
        pipe(&p.at("SHA256SUMS.tsr"))
    }),
    ("a pipe that was added", "管道", |p| pipe(&p.at("管道"))),
];

#[cfg(unix)]
fn link(to: &str, at: &Path) {
    let _ = fs::remove_file(at);
    std::os::unix::fs::symlink(to, at).unwrap();
}

#[cfg(unix)]
fn pipe(at: &Path) {
    let _ = fs::remove_file(at);
    assert!(
        std::process::Command::new("mkfifo")
            .arg(at)
            .status()
            .unwrap()
            .success()
    );
}

/// Changes after which manifest, list and request were made to fit again, and what is named.
const SEALED: &[(&str, &str, Change)] = &[
    ("another original", "原件/01", |p| {
        p.put(&p.path("原件/01"), pictures::jpeg(7))
    }),
    (
        "another original, which the manifest calls by its hash",
        "原件/01",
        |p| {
            let (path, bytes) = (p.path("原件/01"), pictures::jpeg(7));
            p.put(&path, &bytes);
            p.json(MANIFEST, |json| {
                for file in json["files"].as_array_mut().unwrap() {
                    if file["path"] == path {
                        file["original_sha256"] = sum(&bytes).into();
                    }
                }
            });
        },
    ),
    ("an original that is called written", "原件/01", |p| {
        p.put(&p.path("原件/01"), pictures::jpeg(7));
        p.json(MANIFEST, |json| {
            for file in json["files"].as_array_mut().unwrap() {
                if file["path"].as_str().unwrap().contains("原件/01") {
                    file["kind"] = "written".into();
                    file["original_sha256"] = Value::Null;
                }
            }
        });
    }),
    ("an original without its hash", "原件/01", |p| {
        p.json(MANIFEST, |json| {
            for file in json["files"].as_array_mut().unwrap() {
                if file["path"].as_str().unwrap().contains("原件/01") {
                    file["original_sha256"] = Value::Null;
                }
            }
        });
    }),
    ("an original that was taken out", "不在证据包里", |p| {
        p.forget(&p.path("原件/01"))
    }),
    ("all originals that were taken out", "不在证据包里", |p| {
        p.forget(&p.path("原件/01"));
        p.forget(&p.path("原件/02"));
        fact(p, "shots", json!([]));
    }),
    (
        "an original that was slipped in",
        "原件/03-支付凭证-补.jpg",
        |p| p.slip_in("原件/03-支付凭证-补.jpg", "original", &pictures::jpeg(7)),
    ),
    (
        "an original that was slipped in as written",
        "原件/03-支付凭证-补.jpg",
        |p| p.slip_in("原件/03-支付凭证-补.jpg", "written", &pictures::jpeg(7)),
    ),
    (
        "an original that was slipped in elsewhere",
        "提交版/4-录音.mp4",
        |p| p.slip_in("提交版/4-录音.mp4", "original", b"sound"),
    ),
    (
        "an original in a folder of no order",
        "订单-9/原件/01.jpg",
        |p| p.slip_in("订单-9/原件/01.jpg", "original", &pictures::jpeg(7)),
    ),
    ("an order that was slipped in", "订单-9/order.json", |p| {
        p.slip_in("订单-9/order.json", "written", &p.bytes(ORDER))
    }),
    (
        "a letter that was slipped in",
        "已发话术/09-催告.txt",
        |p| p.slip_in("已发话术/09-催告.txt", "written", b"x\n"),
    ),
    ("a letter that was changed", "已发话术", |p| {
        p.replace(&p.path("已发话术"), "退款", "赔偿")
    }),
    ("a letter that was taken out", "已发话术", |p| {
        p.forget(&p.path("已发话术"))
    }),
    (
        "a file for the upload that was slipped in",
        "填写指南.txt",
        |p| {
            p.slip_in("提交版/4-补充材料.pdf", "written", b"%PDF-1.7");
        },
    ),
    (
        "a file for the upload that was taken out",
        "填写指南.txt",
        |p| p.forget(&p.path("2-交易与支付凭证.pdf")),
    ),
    ("a kind of file that there is not", "原件/01", |p| {
        p.replace(MANIFEST, "\"kind\": \"original\"", "\"kind\": \"Original\"")
    }),
    ("the amount", "amount_fen", |p| {
        fact(p, "amount_fen", json!(985_000))
    }),
    ("the amount as a text", "amount_fen", |p| {
        fact(p, "amount_fen", json!("9850"))
    }),
    ("the refunds", "refunded_fen", |p| {
        fact(p, "refunded_fen", json!(0))
    }),
    ("the platform", "platform", |p| fact(p, "platform", json!("别家"))),
    ("the product", "product", |p| {
        fact(p, "product", json!("1000 Q币直充"))
    }),
    ("the kind", "kind", |p| fact(p, "kind", json!("other"))),
    ("the account", "account", |p| fact(p, "account", json!("10002"))),
    ("the account left out", "account", |p| {
        fact(p, "account", Value::Null)
    }),
    ("the order's number", "order_no", |p| {
        fact(p, "order_no", json!("NO-2"))
    }),
    ("the channel", "channel", |p| fact(p, "channel", json!("alipay"))),
    ("the payment's number", "payment_no", |p| {
        fact(p, "payment_no", json!("4200000000202611100000000009"))
    }),
    ("the payments", "payments", |p| {
        p.json(ORDER, |json| {
            json["order"]["payments"][0]["amount_fen"] = json!(1)
        })
    }),
    ("no payments", "payments", |p| fact(p, "payments", json!([]))),
    ("the payee", "merchant", |p| fact(p, "merchant", json!("某公司"))),
    ("the note", "note", |p| fact(p, "note", json!("客服拒绝"))),
    ("when it was paid", "paid_at", |p| {
        fact(p, "paid_at", json!("2025-01-01T00:00:00+08:00"))
    }),
    ("when it was paid, in another zone", "paid_at", |p| {
        fact(p, "paid_at", json!("2026-11-10T21:03:00+09:00"))
    }),
    ("when it was due", "due_at", |p| {
        fact(p, "due_at", json!("2026-11-10T21:04:00+08:00"))
    }),
    ("from when it counts", "counted_from", |p| {
        fact(p, "counted_from", json!("2026-11-01T21:03:00+08:00"))
    }),
    ("the window", "window_seconds", |p| {
        fact(p, "window_seconds", json!(60))
    }),
    ("whether it was promised", "window_promised", |p| {
        fact(p, "window_promised", json!(false))
    }),
    ("the status", "status", |p| fact(p, "status", json!("arrived"))),
    ("a status that there is not", "status", |p| {
        fact(p, "status", json!("refused"))
    }),
    ("when it was settled", "settled_at", |p| {
        fact(p, "settled_at", json!("2026-11-11T09:00:00+08:00"))
    }),
    ("why it was closed", "closed_reason", |p| {
        fact(p, "closed_reason", json!("撤诉"))
    }),
    ("the name of a file", "shots", |p| {
        p.json(ORDER, |json| {
            json["order"]["shots"][0]["name"] = json!("别的.png")
        })
    }),
    ("the role of a file", "shots", |p| {
        p.json(ORDER, |json| json["order"]["shots"][1]["role"] = json!("payment"))
    }),
    ("the length of a file", "原件/01", |p| {
        p.json(ORDER, |json| json["order"]["shots"][0]["bytes"] = json!(1))
    }),
    ("a file that is listed twice", "shots", |p| {
        p.json(ORDER, |json| {
            let first = json["order"]["shots"][0].clone();
            json["order"]["shots"].as_array_mut().unwrap().push(first);
        });
    }),
    ("the number of the order", "id", |p| fact(p, "id", json!(7))),
    ("when something happened", "events[0].at", |p| {
        event(p, 1, "at", json!("2025-01-01T00:00:00+08:00"))
    }),
    ("when something was written down", "events[2].recorded_at", |p| {
        event(p, 3, "recorded_at", json!("2026-11-10T22:00:00+08:00"))
    }),
    ("until when something was promised", ".until", |p| {
        let at = kind(p, "promised");
        event(p, at, "until", json!("2026-11-30T20:00:00+08:00"));
    }),
    ("no end of a promise", ".until", |p| {
        let at = kind(p, "promised");
        event(p, at, "until", Value::Null);
    }),
    ("the words of an entry", "第 3 条", |p| {
        event(p, 3, "text", json!("没有催过"))
    }),
    ("the name of an entry", "events[0].name", |p| {
        event(p, 1, "name", json!("平台承诺退款"))
    }),
    ("the kind of an entry", "第 3 条", |p| {
        event(p, 3, "kind", json!("refused"))
    }),
    ("the money of an entry", "哈希对不上", |p| {
        let at = kind(p, "refunded");
        event(p, at, "amount_fen", json!(200));
    }),
    ("the file of an entry", "第 2 条", |p| {
        event(p, 2, "shot_sha256", json!("0".repeat(64)))
    }),
    ("the facts of an entry", "第 1 条", |p| {
        p.json(ORDER, |json| {
            let facts = &mut json["order"]["events"][0]["facts"];
            *facts = facts.as_str().unwrap().replace("9850", "985000").into();
        });
    }),
    ("no facts", "第 1 条", |p| event(p, 1, "facts", Value::Null)),
    ("an entry that was taken back", "undone", |p| {
        event(p, 3, "undone", json!(true))
    }),
    ("the times under the hashes", "第 1 条", |p| {
        p.json(ORDER, |json| {
            json["order"]["events"][0]["hashed_ms"][0] = json!(1)
        })
    }),
    ("a hash", "第 2 条", |p| {
        event(p, 2, "hash", json!("0".repeat(64)))
    }),
    ("no hash", "读不懂", |p| {
        p.json(ORDER, |json| {
            json["order"]["events"][1].as_object_mut().unwrap().remove("hash");
        });
    }),
    ("a kind of entry that there is not", "读不懂", |p| {
        event(p, 3, "kind", json!("confessed"))
    }),
    ("no last entry", "末条", |p| {
        p.json(ORDER, |json| {
            json["order"]["events"].as_array_mut().unwrap().pop();
        });
    }),
    ("no entry in between", "第 4 条", |p| {
        p.json(ORDER, |json| {
            json["order"]["events"].as_array_mut().unwrap().remove(2);
        });
    }),
    ("entries in another order", "哈希对不上", |p| {
        p.json(ORDER, |json| {
            json["order"]["events"].as_array_mut().unwrap().swap(2, 3)
        })
    }),
    ("an entry twice", "哈希对不上", |p| {
        p.json(ORDER, |json| {
            let events = json["order"]["events"].as_array_mut().unwrap();
            let one = events[2].clone();
            events.insert(3, one);
        });
    }),
    ("no entries", "末条", |p| {
        p.json(ORDER, |json| json["order"]["events"] = json!([]))
    }),
    ("the head in the order", "末条", |p| {
        p.json(ORDER, |json| json["chain_head"] = json!("0".repeat(64)))
    }),
    ("the head in the manifest", "末条", |p| {
        p.json(MANIFEST, |json| {
            json["orders"][0]["chain_head"] = json!("0".repeat(64))
        })
    }),
    ("no head", "末条", |p| {
        p.json(ORDER, |json| json["chain_head"] = Value::Null);
        p.json(MANIFEST, |json| json["orders"][0]["chain_head"] = Value::Null);
    }),
    ("a chain that is said not to hold", "chain_holds", |p| {
        p.json(ORDER, |json| json["chain_holds"] = json!(false))
    }),
    ("when it was exported, in the order", "exported_at", |p| {
        p.json(ORDER, |json| {
            json["exported_at"] = json!("2026-11-11T09:00:00+08:00")
        })
    }),
    ("when it was made, in the manifest", "exported_at", |p| {
        entry(p, "made_at", json!("2026-11-11T09:00:00+08:00"))
    }),
    ("when it was made is no time", MANIFEST, |p| {
        entry(p, "made_at", json!("昨天"))
    }),
    ("the edition", "edition", |p| entry(p, "edition", json!(2))),
    ("what changed", "怎么核对.txt", |p| {
        entry(p, "changed", json!(["新增 9 条记录"]))
    }),
    ("masked all at once", MANIFEST, |p| {
        entry(p, "masked", json!(true))
    }),
    ("masked, without originals", "提交版", |p| {
        entry(p, "masked", json!(true));
        p.forget(&p.path("原件/01"));
        p.forget(&p.path("原件/02"));
        fact(p, "amount_fen", json!(1));
    }),
    ("masked, and the words changed", "第 3 条", |p| {
        entry(p, "masked", json!(true));
        for path in p
            .listed()
            .iter()
            .filter(|path| path.starts_with("原件") || path.starts_with("提交版"))
        {
            p.forget(path);
        }
        p.replace("怎么核对.txt", "里面有什么", "这是遮盖版：\n里面有什么");
        event(p, 3, "text", json!("没有催过"));
    }),
    ("the number of entries", "events", |p| {
        p.json(MANIFEST, |json| json["orders"][0]["events"] = json!(1))
    }),
    ("the order's number in the manifest", "id", |p| {
        p.json(MANIFEST, |json| json["orders"][0]["id"] = json!(9))
    }),
    ("no orders", MANIFEST, |p| entry(p, "orders", json!([]))),
    ("an order twice", "两次", |p| {
        p.json(MANIFEST, |json| {
            let one = json["orders"][0].clone();
            json["orders"].as_array_mut().unwrap().push(one);
        });
    }),
    ("an order elsewhere", "../order.json", |p| {
        p.json(MANIFEST, |json| {
            json["orders"][0]["path"] = json!("../order.json")
        })
    }),
    ("an order that is another file", TIMELINE, |p| {
        p.json(MANIFEST, |json| json["orders"][0]["path"] = json!(TIMELINE))
    }),
    ("a file that the manifest does not name", TIMELINE, |p| {
        p.json(MANIFEST, |json| {
            json["files"]
                .as_array_mut()
                .unwrap()
                .retain(|file| file["path"] != TIMELINE)
        });
    }),
    ("a file that the manifest names alone", "补.txt", |p| {
        p.json(MANIFEST, |json| {
            let one = json!({"path": "补.txt", "kind": "written", "original_sha256": null});
            json["files"].as_array_mut().unwrap().push(one);
        });
    }),
    ("a file that the manifest names twice", "两次", |p| {
        p.json(MANIFEST, |json| {
            let one = json["files"][0].clone();
            json["files"].as_array_mut().unwrap().push(one);
        });
    }),
    ("a key twice in the order", ORDER, |p| {
        p.replace(
            ORDER,
            "\"amount_fen\": 9850",
            "\"amount_fen\": 985000, \"amount_fen\": 9850",
        )
    }),
    ("a BOM before the order", ORDER, |p| {
        p.put(ORDER, format!("\u{feff}{}", p.text(ORDER)))
    }),
    ("an order that is no JSON", ORDER, |p| p.put(ORDER, b"{")),
    ("an order of another schema", ORDER, |p| {
        p.json(ORDER, |json| json["schema"] = json!("daozhang-order-2"))
    }),
    ("a later manifest", "更新版本", |p| {
        entry(p, "schema", json!(3))
    }),
    ("no timeline for people", TIMELINE, |p| p.forget(TIMELINE)),
    ("words in the timeline for people", TIMELINE, |p| {
        p.replace(TIMELINE, "今晚补发", "今晚退款")
    }),
    ("a time in the timeline for people", TIMELINE, |p| {
        p.replace(TIMELINE, "2026-11-11 20:00:00", "2026-11-10 20:00:00")
    }),
    ("money in the timeline for people", TIMELINE, |p| {
        p.replace(TIMELINE, "付款 98.50 元", "付款 985.00 元")
    }),
    ("an entry more for people", TIMELINE, |p| {
        let text = p.text(TIMELINE);
        let at = text.find("\n\n时间线末条").unwrap();
        p.put(
            TIMELINE,
            format!(
                "{}\n99. 2026-11-11 10:00:00  平台拒绝（记于 2026-11-11 10:00:00）{}",
                &text[..at],
                &text[at..]
            ),
        );
    }),
    ("an entry less for people", TIMELINE, |p| {
        let text = p.text(TIMELINE);
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("2. ")).collect();
        p.put(TIMELINE, kept.join("\n") + "\n");
    }),
    ("the head for people", TIMELINE, |p| {
        let text = p.text(TIMELINE);
        let head = text.split("时间线末条哈希：").nth(1).unwrap()[..64].to_owned();
        p.put(TIMELINE, text.replace(&head, &"0".repeat(64)));
    }),
    ("money in the list for people", "证据清单.txt", |p| {
        p.replace("证据清单.txt", "实付：98.50 元", "实付：985.00 元")
    }),
    ("a hash in the list for people", "证据清单.txt", |p| {
        let hash = sum(&p.bytes(&p.path("原件/01")));
        p.replace("证据清单.txt", &hash, &"0".repeat(64));
    }),
    (
        "when it was paid in the list for people",
        "证据清单.txt",
        |p| p.replace("证据清单.txt", "付款时间：2026", "付款时间：2025"),
    ),
    ("the edition for people", "怎么核对.txt", |p| {
        p.replace("怎么核对.txt", "第 1 版", "第 9 版")
    }),
    ("no word on how to check", "怎么核对.txt", |p| {
        p.forget("怎么核对.txt")
    }),
];

/// The place of the first entry of a kind, from 1.
fn kind(package: &Package, word: &str) -> usize {
    let json: Value = serde_json::from_slice(&package.bytes(ORDER)).unwrap();
    let events = json["order"]["events"].as_array().unwrap();
    events.iter().position(|event| event["kind"] == word).unwrap() + 1
}

/// What honest people's computers do to a folder.
const HONEST: &[(&str, Change)] = &[
    ("nothing", |_| {}),
    ("Finder", |p| {
        p.put(".DS_Store", b"\0\0\0\x01Bud1");
        p.put("原件/.DS_Store", b"\0\0\0\x01Bud1");
        p.put("._order.json", b"\0\x05\x16\x07");
        p.put("原件/._01.png", b"\0\x05\x16\x07");
    }),
    ("Explorer", |p| {
        p.put("Thumbs.db", b"\xd0\xcf\x11\xe0");
        p.put("原件/thumbs.db", b"\xd0\xcf\x11\xe0");
        p.put("desktop.ini", b"[.ShellClassInfo]");
        p.put("提交版/Desktop.ini", b"[.ShellClassInfo]");
    }),
    ("a ZIP of a Mac", |p| {
        p.put("__MACOSX/原件/._01.png", b"\0\x05\x16\x07")
    }),
    ("Dolphin", |p| p.put(".directory", b"[Dolphin]")),
    ("made anew by a seal", Package::seal),
    ("a timestamp", |p| {
        p.put("SHA256SUMS.tsr", p.token("20261112010100Z"))
    }),
    ("a timestamp of a clock that is a little behind", |p| {
        p.put("SHA256SUMS.tsr", p.token("20261112005500Z"))
    }),
    ("two timestamps", |p| {
        p.put("SHA256SUMS.tsr", p.token("20261112010100Z"));
        p.put("甲机构.TSA", p.token("20261201010100Z"));
    }),
];

#[test]
fn every_change_is_named() {
    let app = logged();
    let honest = out(&app, &["1"]);
    let mut missed = Vec::new();
    #[cfg(unix)]
    let shallow = SHALLOW.iter().chain(UNIX);
    #[cfg(not(unix))]
    let shallow = SHALLOW.iter();
    // Windows takes both for the name as it was.
    let same_name = ["a name in another case", "a name with a blank behind"];
    let all: Vec<_> = shallow
        .filter(|one| !cfg!(windows) || !same_name.contains(&one.0))
        .map(|one| (one, false))
        .chain(SEALED.iter().map(|one| (one, true)))
        .collect();
    assert!(all.len() > 130, "{}", all.len());
    for ((what, named, change), sealed) in all {
        let package = Package::of(&honest);
        change(&package);
        if sealed {
            package.seal();
        }
        let begun = Instant::now();
        let (code, said) = verdict(&app, package.folder());
        let problems = said["problems"].to_string();
        if code != Some(1) || !problems.contains(named) || begun.elapsed() > Duration::from_secs(20) {
            missed.push(format!(
                "{what}: {code:?}, {named} in {problems}, {:?}",
                begun.elapsed()
            ));
        }
    }
    assert!(
        missed.is_empty(),
        "{} of them:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn what_honest_computers_do_is_let_pass() {
    let app = logged();
    let honest = out(&app, &["1"]);
    for (what, change) in HONEST {
        let package = Package::of(&honest);
        change(&package);
        let (code, said) = verdict(&app, package.folder());
        assert_eq!((code, &said["problems"]), (Some(0), &json!([])), "{what}: {said}");
    }
    // What the system left is named.
    let package = Package::of(&honest);
    package.put("原件/.DS_Store", b"x");
    let (_, said) = verdict(&app, package.folder());
    assert!(said["notes"].to_string().contains("原件/.DS_Store"), "{said}");
}

#[test]
fn orders_that_changed_places_are_named() {
    let app = logged();
    let honest = out(&app, &["1", "2", "--archive-only"]);
    assert_eq!(verdict(&app, &honest).0, Some(0), "{:?}", verdict(&app, &honest));
    let changes: &[(&str, Change)] = &[
        ("订单-1/order.json", |p| {
            let (one, two) = (p.bytes("订单-1/order.json"), p.bytes("订单-2/order.json"));
            p.put("订单-1/order.json", two);
            p.put("订单-2/order.json", one);
        }),
        ("订单-1/时间线.txt", |p| {
            p.put("订单-1/时间线.txt", p.bytes("订单-2/时间线.txt"))
        }),
        ("原件/01", |p| {
            let path = p.path("订单-1/原件/01");
            p.slip_in("订单-2/原件/01-支付凭证.png", "original", &p.bytes(&path));
        }),
        ("订单-2/order.json", |p| {
            p.json(MANIFEST, |json| {
                json["orders"].as_array_mut().unwrap().pop();
            });
        }),
        ("订单-2/order.json", |p| {
            p.forget("订单-2/order.json");
        }),
    ];
    for (named, change) in changes {
        let package = Package::of(&honest);
        change(&package);
        package.seal();
        let (code, said) = verdict(&app, package.folder());
        assert_eq!(code, Some(1), "{named}: {said}");
        assert!(said["problems"].to_string().contains(named), "{named}: {said}");
    }
}

#[test]
fn packages_of_earlier_versions_still_hold() {
    let app = App::fresh();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/packages");
    for (name, files) in [("whole", 13), ("several", 11), ("masked", 8)] {
        let package = Package::unzipped(&fixtures.join(format!("{name}.zip")));
        let (code, said) = verdict(&app, package.folder());
        assert_eq!((code, &said["problems"]), (Some(0), &json!([])), "{name}: {said}");
        assert_eq!(said["files"], files);
    }
    // A masked one has hashes, which hold where nothing was masked.
    let package = Package::unzipped(&fixtures.join("masked.zip"));
    event(&package, 3, "text", json!("没有催过"));
    package.seal();
    let (code, said) = verdict(&app, package.folder());
    assert!(
        code == Some(1) && said["problems"].to_string().contains("第 3 条"),
        "{said}"
    );
}

#[test]
fn a_timestamp_is_called_by_who_signed_it_and_never_trusted() {
    let app = logged();
    let package = Package::of(&out(&app, &["1"]));
    let dir = package.folder().to_str().unwrap();
    let mut bad = package.token("20261112010100Z");
    *bad.last_mut().unwrap() ^= 1;
    for (token, why) in [
        (bad, "签名"),
        (package.token("20261110000000Z"), "导出时间"),
        (signed(b"another", "20261112010100Z"), "哈希不一致"),
    ] {
        let token = app.file("坏.tsr", &token);
        let said = app.refused(["stamp", dir, token.to_str().unwrap()]);
        assert!(said.contains(why), "{said}");
        assert!(!package.at("SHA256SUMS.tsr").exists());
    }
    let token = app.file("好.tsr", &package.token("20261112010100Z"));
    let stamped = app.json(["stamp", dir, token.to_str().unwrap()]);
    assert_eq!(stamped["at"], "2026-11-12T01:01:00Z");
    let (code, said) = verdict(&app, package.folder());
    assert_eq!(code, Some(0));
    for said in [
        said["notes"].to_string(),
        stamped["signature"].to_string(),
        app.text(["verify", dir]),
    ] {
        assert!(
            said.contains("测试时间戳") && said.contains("Test Root") && !said.contains("可信"),
            "{said}"
        );
    }
}
