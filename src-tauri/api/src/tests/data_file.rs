//! Locking, backups, restoring and rescuing on real files.

use super::{NOW, open};
use crate::{DataFile, ExportFormat};
use daozhang_core::order::{Media, NewShot, Sha256, ShotRole, Zone};
use daozhang_core::record::{Draft, Told};
use daozhang_core::store::FILE_NAME;
use daozhang_core::store::file::*;
use daozhang_core::{Code, Outcome};
use std::path::{Path, PathBuf};

const ZONE: Zone = Zone::Asia__Shanghai;
const SECRETS: [&str; 4] = ["星河卡盟", "13800001234", "KEY-7Q2W-9X4M", "DD20261123000042"];

fn unlocked(folder: &Path, passphrase: &Passphrase) -> DataFile {
    DataFile::unlock(folder, ZONE, Some(passphrase)).unwrap()
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::chosen(text).unwrap()
}

fn log(data: &mut DataFile, number: usize) {
    let draft = Draft {
        platform: SECRETS[0].into(),
        product: format!("话费 {number}"),
        kind: "phone-credit-fast".into(),
        account: SECRETS[1].into(),
        note: SECRETS[2].into(),
        order_no: format!("{}{number}", SECRETS[3]),
        amount: "98.50".into(),
        paid_at: "刚刚".into(),
        force: true,
        ..Draft::default()
    };
    let bytes = format!("%PDF-1 {} {number}", SECRETS[2]).into_bytes();
    let shot = NewShot {
        sha256: Sha256::of(&bytes),
        name: format!("{}.pdf", SECRETS[3]),
        media: Media::Pdf,
        pixels: None,
        bytes,
    };
    data.log(&draft, &[(shot, Some(ShotRole::Payment))], NOW).unwrap();
}

fn filled(folder: &Path, count: usize) -> DataFile {
    let mut data = open(folder);
    for number in 0..count {
        log(&mut data, number);
    }
    data
}

fn everything(data: &DataFile) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    data.write_everything(&mut out).unwrap();
    out.into_inner()
}

fn json(data: &DataFile) -> String {
    let mut out = Vec::new();
    data.write_all(ExportFormat::Json, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Which secrets can be read in which file of a folder.
fn leaks(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(leaks(&path));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for secret in SECRETS {
            if bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes())
            {
                found.push((path.clone(), secret));
            }
        }
    }
    found
}

fn task(folder: &Path, stamp: &str) -> BackupTask {
    BackupTask {
        data: folder.to_owned(),
        folder: folder.join("backups"),
        stamp: stamp.to_owned(),
        locked: false,
        limit: 1_000_000_000,
    }
}

fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> Code {
    outcome.unwrap_err().code
}

#[test]
fn a_locked_file_its_log_and_its_backups_tell_nobody_anything() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let data = filled(folder, 3);
    let before = json(&data);
    drop(data);
    task(folder, "20261122-090000").carry_out(None).unwrap();
    assert!(!leaks(folder).is_empty(), "the search would find them");

    let first = passphrase("正确的 口令");
    protect(folder, &folder.join("backups"), None, Some(&first)).unwrap();
    assert!(is_protected(folder));
    assert_eq!(leaks(folder), vec![]);
    assert_eq!(code(DataFile::open(folder, ZONE).map(drop)), Code::Locked);
    let wrong = DataFile::unlock(folder, ZONE, Some(&passphrase("错误的 口令")));
    assert_eq!(code(wrong.map(drop)), Code::Passphrase);

    let mut data = unlocked(folder, &first);
    assert_eq!(json(&data), before);
    log(&mut data, 7);
    // While it is open there is a log, which has the new order.
    assert!(folder.join("daozhang.db-wal").metadata().unwrap().len() > 0);
    assert_eq!(leaks(folder), vec![]);
    let locked = BackupTask {
        locked: true,
        ..task(folder, "20261123-090000")
    };
    let path = locked.carry_out(Some(&first)).unwrap();
    data.backup(&folder.join("by-hand.db")).unwrap();
    assert_eq!(leaks(folder), vec![]);
    assert!(look_into(&path, None).unwrap().locked);
    assert_eq!(look_into(&path, Some(&first)).unwrap().orders, 4);
    let after = json(&data);
    drop(data);

    // Another passphrase, and none: every copy follows, and what cannot be read is named and stays.
    std::fs::write(folder.join("backups/daozhang-20261101-090000.db"), b"damaged").unwrap();
    let second = passphrase("第二个口令呀");
    let wrong = protect(folder, &folder.join("backups"), Some(&second), Some(&first));
    assert_eq!(code(wrong), Code::Passphrase);
    let left = protect(folder, &folder.join("backups"), Some(&first), Some(&second)).unwrap();
    assert_eq!(left, [folder.join("backups/daozhang-20261101-090000.db")]);
    assert_eq!(look_into(&path, Some(&second)).unwrap().orders, 4);
    assert_eq!(json(&unlocked(folder, &second)), after);
    protect(folder, &folder.join("backups"), Some(&second), None).unwrap();
    assert!(!is_protected(folder));
    assert_eq!(json(&open(folder)), after);
    assert_eq!(look_into(&path, None).unwrap().orders, 4);
    let page = open(folder)
        .page(&daozhang_core::store::Query {
            search: "dd202611230000427".into(),
            limit: 10,
            ..Default::default()
        })
        .unwrap();
    assert_eq!(page.orders.len(), 1, "the search's index came along");
}

#[test]
fn a_passphrase_has_to_be_one_that_can_be_typed_and_is_never_printed() {
    for bad in ["", "12345", "abc\ndef", &"长".repeat(400)] {
        assert_eq!(code(Passphrase::chosen(bad)), Code::Passphrase, "{bad:?}");
    }
    let quoted = passphrase("it's \"quoted\"; DROP --");
    assert_eq!(format!("{quoted:?}"), "Passphrase");
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), 1));
    protect(folder.path(), &folder.path().join("backups"), None, Some(&quoted)).unwrap();
    assert_eq!(unlocked(folder.path(), &quoted).count().unwrap(), 1);
}

#[test]
fn nobody_replaces_a_data_file_that_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let data = filled(folder.path(), 1);
    let refused = protect(
        folder.path(),
        &folder.path().join("backups"),
        None,
        Some(&passphrase("正确的口令呀")),
    );
    assert!(refused.unwrap_err().message().contains("另一个到账程序正开着"));
    assert!(!is_protected(folder.path()));
    drop(data);
}

#[test]
fn a_backup_comes_back_and_what_it_replaced_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut data = filled(folder, 2);
    let before = json(&data);
    let backup = folder.join("mine.db");
    data.backup(&backup).unwrap();
    log(&mut data, 9);
    let later = json(&data);
    drop(data);

    let look = look_into(&backup, None).unwrap();
    assert_eq!(
        (look.orders, look.open_orders, look.files, look.locked),
        (2, 2, 2, false)
    );
    assert_eq!(look.newest, Some(NOW));
    let restored = restore(folder, &backup, None, None, "20261123-101500").unwrap();
    assert_eq!(restored.orders, 2);
    assert_eq!(json(&open(folder)), before);
    // And back again.
    let kept = restored.kept.unwrap();
    assert!(kept.ends_with("daozhang.replaced-20261123-101500.db"));
    assert_eq!(look_into(&kept, None).unwrap().orders, 3);
    restore(folder, &kept, None, None, "20261123-101500").unwrap();
    assert_eq!(json(&open(folder)), later);
}

#[test]
fn what_is_no_sound_backup_is_refused_and_nothing_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let data = filled(folder, 30);
    let before = json(&data);
    let good = folder.join("good.db");
    data.backup(&good).unwrap();
    drop(data);
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let bytes = std::fs::read(&good).unwrap();
    let mut torn = bytes.clone();
    torn[8_192..40_960].fill(0xA5);
    let foreign = folder.join("foreign.db");
    rusqlite::Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    for bad in [
        write("empty.db", b""),
        write("text.db", b"hello"),
        write("cut.db", &bytes[..bytes.len() / 2 / 4_096 * 4_096]),
        write("torn.db", &torn),
        write("zip.zip", b"PK\x03\x04 no zip"),
        foreign,
        folder.join("missing.db"),
        folder.to_owned(),
    ] {
        let refused = restore(folder, &bad, None, None, "20261123-101500").unwrap_err();
        assert!(!refused.message().is_empty());
        assert_eq!(json(&open(folder)), before, "{}", bad.display());
        assert!(!folder.join("daozhang.new.db").exists());
    }
}

#[test]
fn what_was_locked_stays_locked_when_a_backup_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let data = filled(folder, 1);
    let plain = folder.join("plain.db");
    data.backup(&plain).unwrap();
    drop(data);
    let word = passphrase("正确的口令呀");
    protect(folder, &folder.join("backups"), None, Some(&word)).unwrap();
    assert_eq!(code(restore(folder, &plain, None, None, "1")), Code::Locked);
    restore(folder, &plain, None, Some(&word), "20261123-101500").unwrap();
    assert!(is_protected(folder));
    assert_eq!(unlocked(folder, &word).count().unwrap(), 1);
}

#[test]
fn everything_comes_back_bit_for_bit() {
    let folder = tempfile::tempdir().unwrap();
    let mut data = filled(folder.path(), 3);
    let id = daozhang_core::order::OrderId(1);
    let told = Told {
        kind: "note".into(),
        text: "客服说等\n一会儿 🙂".into(),
        ..Told::default()
    };
    data.tell(id, &told, &[], NOW).unwrap();
    data.arrived(daozhang_core::order::OrderId(2), "", NOW).unwrap();
    let (orders, zip) = (json(&data), everything(&data));
    let file = folder.path().join("all.zip");
    std::fs::write(&file, &zip).unwrap();
    let look = look_into(&file, None).unwrap();
    assert_eq!((look.orders, look.open_orders, look.files), (3, 2, 3));

    let other = tempfile::tempdir().unwrap();
    restore(other.path(), &file, None, None, "20261123-101500").unwrap();
    let data = open(other.path());
    assert_eq!(json(&data), orders);
    assert!(everything(&data) == zip, "the same data give the same file");
    drop(data);

    // Any other byte in it is found.
    let mut changed = zip.clone();
    let at = changed
        .windows(8)
        .position(|window| window == b"%PDF-1 K")
        .unwrap();
    changed[at] ^= 1;
    std::fs::write(&file, &changed).unwrap();
    let refused = restore(other.path(), &file, None, None, "20261123-101501").unwrap_err();
    assert!(refused.message().contains("已损坏"), "{refused}");
    std::fs::write(&file, &zip[..zip.len() - 40]).unwrap();
    assert!(look_into(&file, None).is_err());
    assert_eq!(json(&open(other.path())), orders);
}

#[test]
fn a_damaged_file_gives_what_can_be_read_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    drop(filled(folder, 200));
    let file = folder.join(FILE_NAME);
    let whole = std::fs::read(&file).unwrap();
    let mut kept_most = 0;
    // Each page in turn is overwritten, as a bad sector would.
    let pages: Vec<usize> = (1..whole.len() / 4_096).step_by(7).collect();
    for page in &pages {
        let mut torn = whole.clone();
        torn[page * 4_096..(page + 1) * 4_096].fill(0xA5);
        std::fs::write(&file, &torn).unwrap();
        let stamp = format!("20261123-{page:06}");
        let rescued = rescue(folder, None, &stamp).unwrap();
        let data = open(folder);
        assert_eq!(data.count().unwrap(), rescued.orders);
        assert!(rescued.orders >= 150, "page {page}: {rescued:?}");
        kept_most += u32::from(rescued.orders == 200);
        assert_eq!(
            std::fs::read(&rescued.kept).unwrap(),
            torn,
            "the damaged one is untouched"
        );
        // What was saved can be worked with.
        json(&data);
        drop(data);
        assert_eq!(rescue_is_sound(folder), "ok");
    }
    assert!(kept_most as usize > pages.len() / 2, "most pages hold no order");
}

fn rescue_is_sound(folder: &Path) -> String {
    rusqlite::Connection::open(folder.join(FILE_NAME))
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn a_file_that_was_cut_off_is_known_and_rescued() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    drop(filled(folder, 200));
    let file = folder.join(FILE_NAME);
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() * 2 / 3]).unwrap();
    assert_eq!(code(DataFile::open(folder, ZONE).map(drop)), Code::Damaged);
    let rescued = rescue(folder, None, "20261123-101500").unwrap();
    assert!(rescued.orders > 0 && !rescued.lost.is_empty(), "{rescued:?}");
    assert_eq!(open(folder).count().unwrap(), rescued.orders);
    // Nothing at all can be read of this one, and it stays as it is.
    std::fs::write(&file, vec![0xA5; 40_960]).unwrap();
    assert!(rescue(folder, None, "20261123-101501").is_err());
    assert_eq!(std::fs::read(&file).unwrap(), vec![0xA5; 40_960]);
}

#[test]
fn a_file_without_its_list_of_tables_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    drop(filled(folder, 5));
    let file = folder.join(FILE_NAME);
    let whole = std::fs::read(&file).unwrap();
    // The list begins on the first page and goes on where it was cut off.
    let cut = &whole[..34 * 4_096];
    std::fs::write(&file, cut).unwrap();
    let refused = rescue(folder, None, "20261123-101500").unwrap_err();
    assert!(refused.message().contains("从备份恢复"), "{refused}");
    assert!(std::fs::read(&file).unwrap() == cut);
    assert_eq!(names_with(folder, "new"), [""; 0], "nothing half-done is left");
}

fn names_with(folder: &Path, part: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(part))
        .collect();
    names.sort();
    names
}

#[test]
fn the_marker_follows_what_is_locked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let backups = folder.join("backups");
    drop(filled(folder, 1));
    task(folder, "20261122-090000").carry_out(None).unwrap();
    restore(
        folder,
        &backups.join("daozhang-20261122-090000.db"),
        None,
        None,
        "1",
    )
    .unwrap();
    let word = passphrase("正确的口令呀");
    let locked = |folder| names_with(folder, ".locked");

    protect(folder, &backups, None, Some(&word)).unwrap();
    let kept = "daozhang.replaced-1.db.locked";
    assert_eq!(locked(folder), ["daozhang.db.locked", kept]);
    assert_eq!(locked(&backups), ["daozhang-20261122-090000.db.locked"]);
    let again = BackupTask {
        locked: true,
        ..task(folder, "20261123-090000")
    };
    let copy = again.carry_out(Some(&word)).unwrap();
    assert_eq!(locked(&backups).len(), 2);
    let restored = restore(folder, &copy, Some(&word), Some(&word), "2").unwrap();
    assert_eq!(
        locked(folder),
        ["daozhang.db.locked", kept, "daozhang.replaced-2.db.locked"]
    );
    assert!(look_into(&restored.kept.unwrap(), None).unwrap().locked);
    rescue(folder, Some(&word), "3").unwrap();
    assert_eq!(locked(folder).len(), 4);

    // A backup that goes takes its marker along.
    let small = BackupTask { limit: 1, ..again };
    small.carry_out(Some(&word)).unwrap();
    assert_eq!(locked(&backups), ["daozhang-20261123-090000.db.locked"]);

    protect(folder, &backups, Some(&word), None).unwrap();
    assert_eq!(locked(folder), [""; 0]);
    assert_eq!(locked(&backups), [""; 0]);
    assert_eq!(open(folder).count().unwrap(), 1);
}

#[test]
fn a_wrong_or_missing_marker_hides_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let file = folder.join(FILE_NAME);
    let backups = folder.join("backups");
    let marker = folder.join("daozhang.db.locked");
    drop(filled(folder, 2));

    // A crash just before a locked file took the name, or just after a plain one did.
    std::fs::write(&marker, b"").unwrap();
    assert!(!is_protected(folder));
    assert_eq!(open(folder).count().unwrap(), 2);
    assert!(!marker.exists(), "it was put right");

    // As earlier versions locked.
    let word = passphrase("正确的口令呀");
    protect(folder, &backups, None, Some(&word)).unwrap();
    std::fs::remove_file(&marker).unwrap();
    assert!(is_protected(folder));
    let asked = DataFile::open(folder, ZONE).map(drop).unwrap_err();
    assert_eq!(asked.code, Code::Locked);
    assert!(asked.message().contains("从备份恢复"), "{asked}");
    let wrong = DataFile::unlock(folder, ZONE, Some(&passphrase("错误的口令呀")));
    assert_eq!(code(wrong.map(drop)), Code::Passphrase);
    assert!(!marker.exists());
    assert_eq!(unlocked(folder, &word).count().unwrap(), 2);
    assert!(marker.exists(), "it was put right");
    std::fs::remove_file(&marker).unwrap();
    protect(folder, &backups, Some(&word), None).unwrap();
    assert_eq!(open(folder).count().unwrap(), 2);

    // What is no data file, and what no passphrase opens any more, give way to a backup.
    let plain = folder.join("plain.db");
    open(folder).backup(&plain).unwrap();
    protect(folder, &backups, None, Some(&word)).unwrap();
    let own = folder.join("own.db");
    unlocked(folder, &word).backup(&own).unwrap();
    let mut torn = std::fs::read(&file).unwrap();
    torn[..4_096].fill(0xA5);
    std::fs::write(&file, &torn).unwrap();
    assert_eq!(code(restore(folder, &plain, None, None, "1")), Code::Locked);
    assert_eq!(
        restore(folder, &own, Some(&word), Some(&word), "1")
            .unwrap()
            .orders,
        2
    );
    assert_eq!(unlocked(folder, &word).count().unwrap(), 2);
    std::fs::write(&file, &torn).unwrap();
    std::fs::remove_file(&marker).unwrap();
    let restored = restore(folder, &plain, None, None, "2").unwrap();
    assert_eq!(open(folder).count().unwrap(), 2);
    assert!(std::fs::read(restored.kept.unwrap()).unwrap() == torn);
}

#[test]
fn a_backup_with_a_torn_first_page_is_said_to_be_readable_by_others() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    drop(filled(folder, 2));
    let copy = task(folder, "20261122-090000").carry_out(None).unwrap();
    let mut torn = std::fs::read(&copy).unwrap();
    torn[..4_096].fill(0xA5);
    std::fs::write(&copy, torn).unwrap();
    let word = passphrase("正确的口令呀");
    let left = protect(folder, &folder.join("backups"), None, Some(&word)).unwrap();
    assert_eq!(left, [copy]);
}

#[test]
fn a_day_has_one_backup_and_a_day_without_change_none() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut data = open(folder);
    assert_eq!(
        data.backup_due(NOW).unwrap().map(drop),
        None,
        "there is nothing to keep"
    );
    log(&mut data, 1);
    let due = data.backup_due(NOW).unwrap().unwrap();
    let path = due.carry_out(None).unwrap();
    data.backup_came(&Ok(path.clone())).unwrap();
    assert_eq!(look_into(&path, None).unwrap().orders, 1);
    assert!(data.backup_due(NOW).unwrap().is_none(), "once a day");
    let tomorrow = NOW + daozhang_core::order::Span(24 * 60 * daozhang_core::order::Span::MINUTE.0);
    // As if the backup had been made after the last change.
    let touched = std::fs::File::options().write(true).open(&path).unwrap();
    let modified = |path: &Path| path.metadata().unwrap().modified().unwrap();
    let last = modified(&folder.join("daozhang.db-wal")).max(modified(&folder.join(FILE_NAME)));
    touched.set_modified(last).unwrap();
    assert!(
        data.backup_due(tomorrow).unwrap().is_none(),
        "nothing has changed"
    );
    touched
        .set_modified(last - std::time::Duration::from_secs(60))
        .unwrap();
    assert!(data.backup_due(tomorrow).unwrap().is_some());
    data.set_backups(false, 500).unwrap();
    assert!(data.backup_due(tomorrow).unwrap().is_none(), "not wanted");
    let shown = data.backups().unwrap();
    assert_eq!((shown.daily, shown.limit_mb, shown.files.len()), (false, 500, 1));
    assert!(data.set_backups(true, 1).is_err());
}

#[test]
fn a_clock_that_stood_wrong_stops_no_backup_and_takes_none_away() {
    let folder = tempfile::tempdir().unwrap();
    let data = filled(folder.path(), 1);
    let ahead = folder.path().join("backups");
    std::fs::create_dir(&ahead).unwrap();
    for day in 1..=9 {
        std::fs::write(ahead.join(format!("daozhang-2036010{day}-090000.db")), b"later").unwrap();
    }
    let path = data.backup_due(NOW).unwrap().unwrap().carry_out(None).unwrap();
    assert!(path.exists());
    assert!(data.backup_due(NOW).unwrap().is_none(), "today has one");
}

#[test]
fn what_was_replaced_is_locked_too() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let data = filled(folder, 1);
    let backup = folder.join("mine.db");
    data.backup(&backup).unwrap();
    drop(data);
    restore(folder, &backup, None, None, "20261123-101500").unwrap();
    std::fs::remove_file(&backup).unwrap();
    let word = passphrase("正确的口令呀");
    let left = protect(folder, &folder.join("backups"), None, Some(&word)).unwrap();
    assert_eq!(left, Vec::<PathBuf>::new());
    assert_eq!(leaks(folder), vec![]);
}

#[test]
fn a_backup_that_cannot_be_made_is_said_until_one_can() {
    let folder = tempfile::tempdir().unwrap();
    let mut data = filled(folder.path(), 1);
    std::fs::write(folder.path().join("backups"), b"a file in its way").unwrap();
    let came = data.backup_due(NOW).unwrap().unwrap().carry_out(None);
    data.backup_came(&came).unwrap();
    // Kept in no language: it is said in the one that is spoken when somebody asks.
    assert_eq!(data.backups().unwrap().trouble, Some(came.unwrap_err().text));
    std::fs::remove_file(folder.path().join("backups")).unwrap();
    let came = data.backup_due(NOW).unwrap().unwrap().carry_out(None);
    data.backup_came(&came).unwrap();
    assert_eq!(data.backups().unwrap().trouble, None);
}
