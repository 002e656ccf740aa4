//! Locking, backups, restoring and rescuing on real files.

use super::{NOW, open};
use crate::{DataFile, ExportFormat};
use daozhang_core::order::{Media, NewShot, Sha256, ShotRole, Zone};
use daozhang_core::record::{Draft, RefundTold, Told};
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
    let path = locked.carry_out(Some(&first)).unwrap().path;
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
    // Without its list of tables a file is left to the backups, which has a test of its own.
    let lists_tables = |page: &usize| {
        let bytes = &whole[page * 4_096..(page + 1) * 4_096];
        bytes.windows(13).any(|window| window == b"CREATE TABLE ")
    };
    let pages: Vec<usize> = (1..whole.len() / 4_096)
        .step_by(7)
        .filter(|page| !lists_tables(page))
        .collect();
    for page in &pages {
        let mut torn = whole.clone();
        torn[page * 4_096..(page + 1) * 4_096].fill(0xA5);
        std::fs::write(&file, &torn).unwrap();
        let stamp = format!("20261123-{page:06}");
        let rescued = rescue(folder, None, &stamp, NOW).unwrap();
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
    let rescued = rescue(folder, None, "20261123-101500", NOW).unwrap();
    assert!(rescued.orders > 0 && !rescued.lost.is_empty(), "{rescued:?}");
    assert_eq!(open(folder).count().unwrap(), rescued.orders);
    // Nothing at all can be read of this one, and it stays as it is.
    std::fs::write(&file, vec![0xA5; 40_960]).unwrap();
    assert!(rescue(folder, None, "20261123-101501", NOW).is_err());
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
    let refused = rescue(folder, None, "20261123-101500", NOW).unwrap_err();
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
    let copy = again.carry_out(Some(&word)).unwrap().path;
    assert_eq!(locked(&backups).len(), 2);
    let restored = restore(folder, &copy, Some(&word), Some(&word), "2").unwrap();
    assert_eq!(
        locked(folder),
        ["daozhang.db.locked", kept, "daozhang.replaced-2.db.locked"]
    );
    assert!(look_into(&restored.kept.unwrap(), None).unwrap().locked);
    rescue(folder, Some(&word), "3", NOW).unwrap();
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
    let copy = task(folder, "20261122-090000").carry_out(None).unwrap().path;
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
    let made = due.carry_out(None).unwrap();
    data.backup_came(&Ok(made.clone())).unwrap();
    let path = made.path;
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
    let shown = data.backups(NOW).unwrap();
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
    let path = data
        .backup_due(NOW)
        .unwrap()
        .unwrap()
        .carry_out(None)
        .unwrap()
        .path;
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
    assert_eq!(data.backups(NOW).unwrap().trouble, Some(came.unwrap_err().text));
    std::fs::remove_file(folder.path().join("backups")).unwrap();
    let came = data.backup_due(NOW).unwrap().unwrap().carry_out(None);
    data.backup_came(&came).unwrap();
    assert_eq!(data.backups(NOW).unwrap().trouble, None);
}

/// Everything that lies below a folder, with its bytes.
fn all_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_below(&path));
        } else {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// What may stand where the data file should.
fn gone(folder: &Path, how: &str) {
    let file = folder.join(FILE_NAME);
    std::fs::remove_file(&file).unwrap();
    match how {
        "missing" => {}
        "empty" => std::fs::write(&file, b"").unwrap(),
        // As a crash at a first start leaves it.
        _ => raw(folder)
            .execute_batch("CREATE TABLE t (x); DROP TABLE t")
            .unwrap(),
    }
}

#[test]
fn a_data_file_that_is_gone_where_there_was_one_is_no_first_start() {
    for how in ["missing", "empty", "with nothing in it"] {
        for beside in [
            "a backup",
            "a backup elsewhere",
            "what was replaced",
            "a log",
            "a marker",
            "nothing else",
        ] {
            if (how, beside) == ("with nothing in it", "a log") {
                // The log is its own.
                continue;
            }
            let root = tempfile::tempdir().unwrap();
            let (folder, other) = (&root.path().join("data"), root.path().join("other"));
            std::fs::create_dir(&other).unwrap();
            let mut data = filled(folder, 2);
            if beside == "a backup elsewhere" {
                data.set_backup_folder(Some(&other)).unwrap();
            }
            if beside.starts_with("a backup") {
                let task = data.backup_due(NOW).unwrap().unwrap();
                task.carry_out(None).unwrap();
            }
            drop(data);
            match beside {
                "what was replaced" => {
                    std::fs::copy(folder.join(FILE_NAME), folder.join("daozhang.replaced-1.db"))
                        .map(drop)
                        .unwrap();
                }
                "a log" => std::fs::write(folder.join("daozhang.db-wal"), [7; 5_000]).unwrap(),
                "a marker" => std::fs::write(folder.join("daozhang.db.locked"), b"").unwrap(),
                _ => {}
            }
            gone(folder, how);
            let before = all_below(root.path());
            let refused = DataFile::open(folder, ZONE).map(drop).unwrap_err();
            assert_eq!(refused.code, Code::Missing, "{how} beside {beside}");
            let said = refused.message();
            assert!(said.contains("restore --fresh"), "{said}");
            assert_eq!(
                said.contains("1 份备份"),
                beside.starts_with("a backup"),
                "{said}"
            );
            let unlocked = |(path, _): &(PathBuf, Vec<u8>)| !path.ends_with("daozhang.lock");
            let after: Vec<_> = all_below(root.path()).into_iter().filter(unlocked).collect();
            assert_eq!(
                after,
                before.into_iter().filter(unlocked).collect::<Vec<_>>(),
                "untouched"
            );

            begin_anew(folder, None, "20261123-101500").unwrap();
            assert_eq!(open(folder).count().unwrap(), 0);
            let left = all_below(root.path());
            for (path, bytes) in after {
                let own = path.file_name().unwrap().to_string_lossy().into_owned();
                let kept = own.replace("daozhang.db", "daozhang.replaced-20261123-101500.db");
                let stays = own.starts_with("daozhang.db") && path.parent() == Some(folder);
                let path = if stays { path.with_file_name(kept) } else { path };
                let meaningless = bytes.is_empty() || own.ends_with("-shm");
                assert!(
                    meaningless || left.contains(&(path.clone(), bytes)),
                    "{how} beside {beside}: {} is kept",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn a_first_start_is_one_also_after_a_crash_or_a_restore_that_was_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("letter.db"), b"no backup").unwrap();
    restore(folder, &folder.join("letter.db"), None, None, "1").unwrap_err();
    std::fs::create_dir(folder.join("logs")).unwrap();
    std::fs::write(folder.join(FILE_NAME), b"").unwrap();
    std::fs::write(folder.join("daozhang.lock"), b"").unwrap();
    assert_eq!(open(folder).count().unwrap(), 0);
}

#[test]
fn a_data_file_that_can_be_used_is_not_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    drop(filled(folder, 1));
    let refused = begin_anew(folder, None, "1").unwrap_err();
    assert!(refused.message().contains("好好的"), "{refused}");
    let word = passphrase("正确的口令呀");
    protect(folder, &folder.join("backups"), None, Some(&word)).unwrap();
    assert_eq!(code(begin_anew(folder, None, "1")), Code::Locked);
    assert_eq!(unlocked(folder, &word).count().unwrap(), 1);

    // A damaged one gives way, and is kept.
    let mut torn = std::fs::read(folder.join(FILE_NAME)).unwrap();
    protect(folder, &folder.join("backups"), Some(&word), None).unwrap();
    torn[..100].fill(0xA5);
    std::fs::write(folder.join(FILE_NAME), &torn[..3_000]).unwrap();
    assert_eq!(code(DataFile::open(folder, ZONE).map(drop)), Code::Damaged);
    let begun = begin_anew(folder, None, "1").unwrap();
    assert_eq!(std::fs::read(begun.kept.unwrap()).unwrap(), torn[..3_000]);
    assert_eq!(open(folder).count().unwrap(), 0);
}

/// How many orders each of the app's own backups holds, by its day.
fn held(folder: &Path, passphrase: Option<&Passphrase>) -> Vec<(String, u64)> {
    let mut held: Vec<_> = backup_files(&folder.join("backups"), "99999999-000000")
        .into_iter()
        .map(|file| {
            let day = file.name[9..17].to_owned();
            (day, look_into(&file.path, passphrase).unwrap().orders)
        })
        .collect();
    held.sort();
    held
}

#[test]
fn no_backup_pushes_out_one_that_holds_more() {
    for word in [None, Some(passphrase("正确的口令呀"))] {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path();
        let mut data = filled(folder, 1);
        let back_up = |stamp: String, word: Option<&Passphrase>| {
            let task = BackupTask {
                locked: word.is_some(),
                ..task(folder, &stamp)
            };
            task.carry_out(word).unwrap();
        };
        for day in 1..=8 {
            log(&mut data, day);
            back_up(format!("202611{day:02}-090000"), None);
        }
        let days = |range: std::ops::RangeInclusive<u64>| {
            range
                .map(|day| (format!("202611{day:02}"), day + 1))
                .collect::<Vec<_>>()
        };
        assert_eq!(held(folder, None), days(2..=8), "the last seven");
        drop(data);
        if let Some(word) = &word {
            protect(folder, &folder.join("backups"), None, Some(word)).unwrap();
        }
        std::fs::remove_file(folder.join(FILE_NAME)).unwrap();
        begin_anew(folder, word.as_ref(), "1").unwrap();
        let mut data = DataFile::unlock(folder, ZONE, word.as_ref()).unwrap();
        log(&mut data, 1);
        for day in 1..=9 {
            back_up(format!("202612{day:02}-090000"), word.as_ref());
        }
        let mut expected = vec![("20261108".to_owned(), 9)];
        expected.extend((3..=9).map(|day| (format!("202612{day:02}"), 1)));
        assert_eq!(
            held(folder, word.as_ref()),
            expected,
            "of the life before the last one stays"
        );
        // Also where there is no room.
        let small = BackupTask {
            limit: 1,
            locked: word.is_some(),
            ..task(folder, "20261210-090000")
        };
        small.carry_out(word.as_ref()).unwrap();
        let left = [("20261108".to_owned(), 9), ("20261210".to_owned(), 1)];
        assert_eq!(held(folder, word.as_ref()), left);
    }
}

#[test]
fn what_the_person_took_away_holds_no_backup() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = filled(folder, 1);
    data.load_samples(NOW).unwrap();
    task(folder, "20261101-090000").carry_out(None).unwrap();
    data.remove_samples().unwrap();
    let small = BackupTask {
        limit: 1,
        ..task(folder, "20261102-090000")
    };
    small.carry_out(None).unwrap();
    assert_eq!(held(folder, None), [("20261102".to_owned(), 1)]);
}

#[test]
fn backups_that_cannot_be_opened_are_kept() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let word = passphrase("正确的口令呀");
    drop(filled(folder, 3));
    task(folder, "20261101-090000").carry_out(None).unwrap();
    protect(folder, &folder.join("backups"), None, Some(&word)).unwrap();
    std::fs::remove_file(folder.join(FILE_NAME)).unwrap();
    begin_anew(folder, None, "1").unwrap();
    let mut data = open(folder);
    log(&mut data, 1);
    let small = BackupTask {
        limit: 1,
        ..task(folder, "20261201-090000")
    };
    small.carry_out(None).unwrap();
    let old = folder.join("backups/daozhang-20261101-090000.db");
    assert_eq!(look_into(&old, Some(&word)).unwrap().orders, 3);
}

#[test]
fn backups_of_a_clock_that_was_ahead_count_as_the_oldest() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = filled(folder, 1);
    for day in 1..=7 {
        log(&mut data, day);
        task(folder, &format!("203001{day:02}-090000"))
            .carry_out(None)
            .unwrap();
    }
    let newest = |now| backup_files(&folder.join("backups"), now)[0].name.clone();
    task(folder, "20261124-090000").carry_out(None).unwrap();
    assert_eq!(newest("20261124-100000"), "daozhang-20261124-090000.db");
    for day in 25..=30 {
        task(folder, &format!("202611{day:02}-090000"))
            .carry_out(None)
            .unwrap();
    }
    let days: Vec<_> = held(folder, None).into_iter().map(|(day, _)| day).collect();
    assert_eq!(
        days,
        (24..=30).map(|day| format!("202611{day}")).collect::<Vec<_>>()
    );
}

#[test]
fn locking_reaches_every_folder_in_which_backups_ever_were() {
    let root = tempfile::tempdir().unwrap();
    let (folder, other, away) = (
        &root.path().join("data"),
        &root.path().join("other"),
        &root.path().join("away"),
    );
    let mut data = filled(folder, 1);
    for (place, day) in [(other, 1), (away, 2)] {
        std::fs::create_dir(place).unwrap();
        data.set_backup_folder(Some(place)).unwrap();
        let task = BackupTask {
            folder: place.clone(),
            ..task(folder, &format!("2026110{day}-090000"))
        };
        task.carry_out(None).unwrap();
    }
    data.set_backup_folder(None).unwrap();
    task(folder, "20261103-090000").carry_out(None).unwrap();
    drop(data);
    // What killed processes left: a copy, a backup, and a data file that was being made.
    std::fs::write(folder.join(".daozhang.before-v9.db.partial"), SECRETS[0]).unwrap();
    std::fs::write(other.join(".daozhang-20261104-090000.db.partial"), SECRETS[0]).unwrap();
    std::fs::create_dir(folder.join("daozhang.newAb12")).unwrap();
    std::fs::write(folder.join("daozhang.newAb12/daozhang.db-plain"), SECRETS[0]).unwrap();
    assert_eq!(
        leaks(root.path())
            .iter()
            .filter(|(_, secret)| *secret == SECRETS[0])
            .count(),
        7
    );

    // A disk that is not there is named.
    let gone = root.path().join("gone");
    std::fs::rename(away, &gone).unwrap();
    let word = passphrase("正确的口令呀");
    let left = protect(folder, &folder.join("backups"), None, Some(&word)).unwrap();
    assert_eq!(left, std::slice::from_ref(away));
    std::fs::rename(&gone, away).unwrap();
    assert!(leaks(root.path()).iter().all(|(path, _)| path.starts_with(away)));
    // Once more, when it is back.
    let left = protect(folder, &folder.join("backups"), Some(&word), Some(&word)).unwrap();
    assert_eq!((left, leaks(root.path())), (vec![], vec![]));
    for (place, day) in [(other, 1), (away, 2), (&folder.join("backups"), 3)] {
        let copy = place.join(format!("daozhang-2026110{day}-090000.db"));
        assert_eq!(look_into(&copy, Some(&word)).unwrap().orders, 1);
    }
    assert_eq!(backups_of(folder, "20261123-000000").len(), 3);
}

#[test]
fn what_a_killed_replacing_left_is_gone_when_the_file_is_opened() {
    for name_taken in [false, true] {
        let root = tempfile::tempdir().unwrap();
        let (folder, other) = (&root.path().join("data"), &root.path().join("other"));
        let mut data = filled(other, 1);
        std::fs::create_dir(folder).unwrap();
        log(&mut data, 2);
        // As a power cut leaves it: the second order is in the log alone.
        for name in ["daozhang.db", "daozhang.db-wal", "daozhang.open"] {
            std::fs::copy(other.join(name), folder.join(name)).unwrap();
        }
        assert!(folder.join("daozhang.db-wal").metadata().unwrap().len() > 0);
        std::fs::rename(folder.join("daozhang.db-wal"), folder.join("daozhang.db.old-wal")).unwrap();
        let work = folder.join("daozhang.newAb12");
        std::fs::create_dir(&work).unwrap();
        if name_taken {
            data.backup(&folder.join("whole.db")).unwrap();
            std::fs::rename(folder.join("whole.db"), folder.join(FILE_NAME)).unwrap();
        } else {
            std::fs::write(work.join(FILE_NAME), SECRETS[0]).unwrap();
        }
        assert_eq!(open(folder).count().unwrap(), 2, "{name_taken}");
        assert!(!work.exists() && !folder.join("daozhang.db.old-wal").exists());
    }
}

/// A file of the data folder, opened beside everything, as a fault would change it.
fn raw(folder: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(folder.join(FILE_NAME)).unwrap()
}

/// Spoils the bytes of the file of an order, as a bad disk would, without a fault that SQLite sees.
fn rot(folder: &Path, order: i64) {
    let spoil = "UPDATE files SET bytes = CAST('%PDF-1 something else that is as long as it' AS BLOB)
         WHERE sha256 = (SELECT sha256 FROM shots WHERE order_id = ?1)";
    assert_eq!(raw(folder).execute(spoil, [order]).unwrap(), 1);
}

#[test]
fn a_file_that_rots_is_mended_by_the_next_backup() {
    for word in [None, Some(passphrase("正确的口令呀"))] {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path();
        drop(filled(folder, 2));
        task(folder, "20261101-090000").carry_out(None).unwrap();
        rot(folder, 2);
        if let Some(word) = &word {
            protect(folder, &folder.join("backups"), None, Some(word)).unwrap();
        }
        let locked = BackupTask {
            locked: word.is_some(),
            ..task(folder, "20261102-090000")
        };
        let made = locked.carry_out(word.as_ref()).unwrap();
        assert_eq!(made.lost, vec![]);
        let data = DataFile::unlock(folder, ZONE, word.as_ref()).unwrap();
        let sha256 = Sha256::of(format!("%PDF-1 {} 1", SECRETS[2]).as_bytes());
        let (_, bytes) = data.file(sha256).unwrap().unwrap();
        assert_eq!(Sha256::of(&bytes), sha256);
    }
}

#[test]
fn a_file_that_rotted_before_any_backup_is_named_and_left_out_and_takes_nothing_else_along() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = filled(folder, 3);
    rot(folder, 2);
    let made = task(folder, "20261101-090000").carry_out(None);
    data.backup_came(&made).unwrap();
    let made = made.unwrap();
    let name = format!("{}.pdf", SECRETS[3]);
    assert_eq!(
        made.lost[0].of,
        [(daozhang_core::order::OrderId(2), name.clone())]
    );
    let said = data.backups(NOW).unwrap().lost.unwrap().chinese();
    assert!(said.contains(&format!("订单 2 的“{name}”")), "{said}");
    assert_eq!(data.backups(NOW).unwrap().trouble, None);

    let mut out = std::io::Cursor::new(Vec::new());
    let everything = data.write_everything(&mut out).unwrap();
    assert_eq!(everything.lost, made.lost);
    let zip = folder.join("all.zip");
    std::fs::write(&zip, out.into_inner()).unwrap();
    let by_hand = folder.join("by-hand.db");
    assert_eq!(data.backup(&by_hand).unwrap(), made.lost);
    let before = json(&data);
    drop(data);
    for from in [&made.path, &zip, &by_hand] {
        let other = tempfile::tempdir().unwrap();
        restore(other.path(), from, None, None, "20261123-101500").unwrap();
        let mut data = open(other.path());
        assert_eq!(json(&data), before, "{}", from.display());
        let whole = |other: &Path| -> i64 {
            let count = "SELECT count(*) FROM files WHERE length(bytes) = length";
            raw(other).query_row(count, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(whole(other.path()), 2);
        // Once more everything, with what is lost.
        let mut out = std::io::Cursor::new(Vec::new());
        assert_eq!(data.write_everything(&mut out).unwrap().lost, made.lost);
        // The original, added again, is whole again.
        let bytes = format!("%PDF-1 {} 1", SECRETS[2]).into_bytes();
        let shot = NewShot {
            sha256: Sha256::of(&bytes),
            name: name.clone(),
            media: Media::Pdf,
            pixels: None,
            bytes,
        };
        data.attach(
            daozhang_core::order::OrderId(1),
            &[(shot, Some(ShotRole::Payment))],
            NOW,
        )
        .unwrap();
        assert_eq!(whole(other.path()), 3);
    }
}

/// The same ZIP with the text of one of its files changed, or without it.
fn changed(zip: &[u8], of: &str, change: impl Fn(String) -> Option<String>) -> Vec<u8> {
    use std::io::{Read, Write};
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut entry = from.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == of {
            match change(String::from_utf8(bytes).unwrap()) {
                Some(text) => bytes = text.into_bytes(),
                None => continue,
            }
        }
        to.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn an_export_of_everything_that_does_not_agree_with_itself_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = filled(folder, 2);
    data.arrived(daozhang_core::order::OrderId(2), "", NOW).unwrap();
    let zip = everything(&data);
    drop(data);
    let head = |text: String, edit: fn(&mut serde_json::Value)| {
        let mut head = serde_json::from_str(&text).unwrap();
        edit(&mut head);
        Some(head.to_string())
    };
    let file = folder.join("changed.zip");
    for (what, bytes) in [
        (
            "an amount",
            changed(&zip, "tables/orders.jsonl", |text| {
                Some(text.replacen("\"amount_fen\":9850", "\"amount_fen\":985000", 1))
            }),
        ),
        (
            "a product",
            changed(&zip, "tables/orders.jsonl", |text| {
                Some(text.replacen("话费 0", "话费 9", 1))
            }),
        ),
        (
            "a refund",
            changed(&zip, "tables/orders.jsonl", |text| {
                Some(text.replacen("\"refunded_fen\":0", "\"refunded_fen\":50", 1))
            }),
        ),
        (
            "a status",
            changed(&zip, "tables/orders.jsonl", |text| {
                Some(text.replacen("\"arrived\"", "\"closed\"", 1))
            }),
        ),
        (
            "an event",
            changed(&zip, "tables/events.jsonl", |text| {
                Some(text.replacen("话费 0", "话费 9", 1))
            }),
        ),
        (
            "a table less in the head",
            changed(&zip, "daozhang.json", |text| {
                head(text, |head| {
                    head["tables"]
                        .as_array_mut()
                        .unwrap()
                        .retain(|one| one["name"] != "events")
                })
            }),
        ),
        (
            "another table less",
            changed(&zip, "daozhang.json", |text| {
                head(text, |head| {
                    head["tables"]
                        .as_array_mut()
                        .unwrap()
                        .retain(|one| one["name"] != "bill_rows")
                })
            }),
        ),
        (
            "a table twice",
            changed(&zip, "daozhang.json", |text| {
                head(text, |head| {
                    let again = head["tables"][0].clone();
                    head["tables"].as_array_mut().unwrap().push(again);
                })
            }),
        ),
        ("a table's file", changed(&zip, "tables/events.jsonl", |_| None)),
        (
            "a row less",
            changed(&zip, "tables/shots.jsonl", |text| {
                Some(text.lines().skip(1).map(|line| format!("{line}\n")).collect())
            }),
        ),
    ] {
        assert!(bytes != zip, "{what}");
        std::fs::write(&file, bytes).unwrap();
        let other = tempfile::tempdir().unwrap();
        let refused = restore(other.path(), &file, None, None, "1").unwrap_err();
        assert!(refused.message().contains("已损坏或被改过"), "{what}: {refused}");
        assert!(!other.path().join(FILE_NAME).exists());
    }
    // Unchanged it is taken, written again by another program.
    std::fs::write(&file, changed(&zip, "README.txt", |_| None)).unwrap();
    restore(folder, &file, None, None, "1").unwrap();
    assert!(everything(&open(folder)) == zip);
}

#[test]
fn numbers_go_on_where_they_were_after_a_restore() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = filled(folder, 1);
    data.load_samples(NOW).unwrap();
    data.remove_samples().unwrap();
    let next = |folder: &Path| {
        let mut data = open(folder);
        log(&mut data, 77);
        raw(folder)
            .query_row("SELECT max(id) FROM orders", [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let (zip, copy) = (folder.join("all.zip"), folder.join("copy.db"));
    std::fs::write(&zip, everything(&data)).unwrap();
    data.backup(&copy).unwrap();
    drop(data);
    let expected = next(folder);
    assert!(expected > 2);
    for from in [zip, copy] {
        let other = tempfile::tempdir().unwrap();
        restore(other.path(), &from, None, None, "1").unwrap();
        assert_eq!(next(other.path()), expected, "{}", from.display());
    }
}

/// The pages at the bottom of a table, from its first row to its last.
fn leaves(bytes: &[u8], page: usize) -> Vec<usize> {
    let at = (page - 1) * 4_096;
    let number = |at: usize, length: usize| {
        bytes[at..at + length]
            .iter()
            .fold(0, |all, byte| (all << 8) | usize::from(*byte))
    };
    // Interior pages of tables with row numbers, and of those without.
    if !matches!(bytes[at], 2 | 5) {
        return vec![page];
    }
    let cells = number(at + 3, 2);
    let mut children: Vec<usize> = (0..cells)
        .map(|cell| number(at + number(at + 12 + 2 * cell, 2), 4))
        .collect();
    children.push(number(at + 8, 4));
    children
        .into_iter()
        .flat_map(|child| leaves(bytes, child))
        .collect()
}

/// Overwrites pages of tables, as bad sectors would: those of `which` among the pages of each table.
fn tear(folder: &Path, tables: &[&str], which: impl Fn(usize, usize) -> bool) {
    let connection = raw(folder);
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let root = |table: &&str| -> usize {
        let select = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        connection
            .query_row(select, [table], |row| row.get::<_, i64>(0))
            .unwrap() as usize
    };
    let roots: Vec<usize> = tables.iter().map(root).collect();
    drop(connection);
    let file = folder.join(FILE_NAME);
    let mut bytes = std::fs::read(&file).unwrap();
    for root in roots {
        let pages = leaves(&bytes, root);
        for (place, page) in pages.iter().enumerate() {
            if which(place, pages.len()) {
                bytes[(page - 1) * 4_096..page * 4_096].fill(0xA5);
            }
        }
    }
    std::fs::write(&file, bytes).unwrap();
}

fn said(rescued: &Rescued) -> String {
    rescued.lost.iter().map(|text| text.chinese() + "\n").collect()
}

fn number_after(folder: &Path) -> i64 {
    let mut data = open(folder);
    log(&mut data, 9_999);
    let select = "SELECT max(id) FROM orders";
    raw(folder).query_row(select, [], |row| row.get(0)).unwrap()
}

#[test]
fn orders_whose_own_rows_are_gone_are_made_anew_out_of_their_timelines() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = filled(folder, 80);
    let id = daozhang_core::order::OrderId;
    data.arrived(id(3), "", NOW).unwrap();
    data.refunded(id(4), &RefundTold::of("40.00"), NOW).unwrap();
    data.close(id(5), "不要了", NOW).unwrap();
    let told = |data: &DataFile| -> Vec<String> {
        (1..=80)
            .map(|number| {
                let order = data.show(id(number)).unwrap().order;
                format!(
                    "{} {} {:?} {} {} {:?} {}",
                    order.platform,
                    order.product,
                    order.account,
                    order.amount_fen,
                    order.refunded_fen,
                    order.status,
                    order.due_at
                )
            })
            .collect()
    };
    let before = told(&data);
    drop(data);
    tear(folder, &["orders"], |_, _| true);
    let rescued = rescue(folder, None, "1", NOW).unwrap();
    assert_eq!(rescued.orders, 80);
    assert!(
        said(&rescued).contains("有 80 笔订单自己的记录读不出来，是照时间线重建的，编号：1–80"),
        "{}",
        said(&rescued)
    );
    assert!(!said(&rescued).contains("没能找回"), "{}", said(&rescued));
    let mut data = open(folder);
    data.sweep(NOW).unwrap();
    assert_eq!(told(&data), before);
    assert_eq!(
        data.show(id(7)).unwrap().shots.len(),
        1,
        "its files are its own again"
    );
    drop(data);
    assert_eq!(number_after(folder), 81);
    assert_eq!(rescue_is_sound(folder), "ok");
}

#[test]
fn what_is_lost_of_orders_is_said_by_number_and_no_number_is_given_again() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    drop(filled(folder, 80));
    // The second half of both, with the last orders.
    tear(folder, &["orders", "events"], |place, of| place >= of / 2);
    let rescued = rescue(folder, None, "1", NOW).unwrap();
    let lost = 80 - rescued.orders;
    assert!(lost > 10 && rescued.orders > 10, "{rescued:?}");
    let expected = format!("可能有 {lost} 笔订单没能找回，编号：{}–80", rescued.orders + 1);
    assert!(
        said(&rescued).contains(&expected),
        "{expected}: {}",
        said(&rescued)
    );
    assert_eq!(number_after(folder), 81);

    // Also where nobody can say any more how many there were.
    tear(folder, &["orders", "events", "sqlite_sequence"], |place, of| {
        place >= of / 2
    });
    let rescued = rescue(folder, None, "2", NOW).unwrap();
    assert!(
        said(&rescued).contains("号之后可能还有订单没能找回"),
        "{}",
        said(&rescued)
    );
    assert!(number_after(folder) > 81);
}

#[test]
fn a_timeline_whose_end_is_lost_takes_no_refund_along() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = filled(folder, 4);
    let id = daozhang_core::order::OrderId;
    data.refunded(id(1), &RefundTold::of("40.00"), NOW).unwrap();
    data.arrived(id(2), "", NOW).unwrap();
    data.close(id(3), "不要了", NOW).unwrap();
    let before = json(&data);
    drop(data);
    raw(folder)
        .execute_batch("DROP TRIGGER events_are_not_removed; DELETE FROM events WHERE seq > 2; DELETE FROM events WHERE order_id = 4")
        .unwrap();
    let rescued = rescue(folder, None, "1", NOW).unwrap();
    assert!(
        said(&rescued).contains("补记了退款、了结或更正，请核对，编号：1–4"),
        "{}",
        said(&rescued)
    );
    let mut data = open(folder);
    let note = Told {
        kind: "note".into(),
        text: "记一笔".into(),
        ..Told::default()
    };
    for number in 1..=4 {
        data.tell(id(number), &note, &[], NOW).unwrap();
    }
    let standing = |json: &str| -> Vec<String> {
        let orders: serde_json::Value = serde_json::from_str(json).unwrap();
        orders["orders"]
            .as_array()
            .unwrap()
            .iter()
            .map(|order| format!("{} {} {}", order["id"], order["refunded_fen"], order["status"]))
            .collect()
    };
    assert_eq!(standing(&json(&data)), standing(&before));
    assert!(everything(&data).len() > 100);
    // What is whole now is taken back from an export.
    std::fs::write(folder.join("all.zip"), everything(&data)).unwrap();
    let other = tempfile::tempdir().unwrap();
    restore(other.path(), &folder.join("all.zip"), None, None, "1").unwrap();
}

#[test]
fn a_timeline_with_a_hole_is_no_reason_to_refuse_the_rest() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let mut data = filled(folder, 2);
    let note = Told {
        kind: "note".into(),
        text: "记一笔".into(),
        ..Told::default()
    };
    for _ in 0..3 {
        data.tell(daozhang_core::order::OrderId(1), &note, &[], NOW)
            .unwrap();
    }
    drop(data);
    raw(folder)
        .execute_batch(
            "DROP TRIGGER events_are_not_removed; DELETE FROM events WHERE order_id = 1 AND seq = 3",
        )
        .unwrap();
    let rescued = rescue(folder, None, "1", NOW).unwrap();
    assert!(
        said(&rescued).contains("时间线不完整，有的记录读不出来，证据包会注明，编号：1。"),
        "{}",
        said(&rescued)
    );
    let data = open(folder);
    let zip = everything(&data);
    std::fs::write(folder.join("all.zip"), &zip).unwrap();
    let other = tempfile::tempdir().unwrap();
    restore(other.path(), &folder.join("all.zip"), None, None, "1").unwrap();
    assert!(everything(&open(other.path())) == zip);
}

#[test]
fn a_rescue_counts_no_rotten_file_as_saved() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    drop(filled(folder, 3));
    rot(folder, 2);
    let rescued = rescue(folder, None, "1", NOW).unwrap();
    assert_eq!((rescued.orders, rescued.files), (3, 2));
    assert!(said(&rescued).contains("订单 2 的“"), "{}", said(&rescued));
}
