//! Every operation of the app, once: what it takes, what it gives back and what it does. The window, the command line and
//! the page's tests stand on this table; the page's interface is generated from it.

use crate::files::{read_text, shown, write_file};
use crate::machine::{Choose, Dialog};
use crate::reading::read_a_text;
use crate::table::api;
use crate::{
    BackupLook, BackupView, Backups, BillCandidate, BillRows, BulkAct, Bulked, ColumnChoice, Done,
    DraftCheck, ExportFormat, ExportView, ExportWish, Filed, FormOptions, HolidayYearView, Imported,
    KeysAdded, LetterWish, OpenedFile, OrderPage, OrderQuery, Overview, PageState, PlatformSummary,
    PlatformView, Preflight, Protection, ReadingView, Renamed, Rescued, Restored, RevealedKey, RuleBook,
    RuleView, Settings, StagedShots, TimestampView, Todo, WrittenCopy,
};
use daozhang_core::escalate::{Answers, DiagnosisTurn, Escalation, Form, Letter};
use daozhang_core::order::view::{OrderDetail, OrderView};
use daozhang_core::order::{BEIJING, FilingAnswer, OrderId, Person, Seller, Sha256, ShotRole, Span, Word};
use daozhang_core::prove::{Declared, MaskBox};
use daozhang_core::record::{
    Draft, DraftShot, FieldValues, Identity, KeyTold, KeysTold, RefundTold, Told, Trouble, identity,
};
use daozhang_core::store::OrderCounts;
use daozhang_core::text;
use daozhang_core::words::speaking;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the settings page says of the app.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct About {
    pub version: String,
    pub data_file: String,
}

/// For how long reminders are paused.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Pause {
    Hour,
    Morning,
    Day,
    No,
}

fn numbers(ids: Vec<i64>) -> Vec<OrderId> {
    ids.into_iter().map(OrderId).collect()
}

api! {
    (session, data, now)
    operations {
        query options() -> FormOptions { data.form_options() }
        query todo() -> Todo { data.todo(now) }
        query list_orders(query: OrderQuery) -> OrderPage { data.order_page(query) }
        query count_orders(search: String) -> OrderCounts { data.counts(&search) }
        query show_order(id: i64) -> OrderDetail { data.show(OrderId(id)) }

        act log_order(draft: Draft) -> OrderDetail {
            let shots = session.attachments(&draft.shots)?;
            let id = data.log(&draft, &shots, now)?;
            session.discard(&draft.shots);
            data.show(id)
        }
        act edit_order(id: i64, draft: Draft) -> OrderDetail {
            data.edit(OrderId(id), &draft, now)?;
            data.show(OrderId(id))
        }
        /// The picture on the clipboard: the page is not always handed it.
        apart stage_clipboard() -> StagedShots {
            let picture = session.machine.clipboard_picture()?;
            Ok(picture.map(|bytes| session.stage_bytes("", bytes)).unwrap_or_default())
        }
        apart choose_files() -> StagedShots {
            let chosen = session.machine.choose(&Dialog {
                choose: Choose::Files,
                title: text!(dialog_shots),
                filter: Some((text!(dialog_shots_files), &["png", "jpg", "jpeg", "webp", "pdf", "heic", "mp3", "m4a", "mp4"])),
            });
            Ok(session.stage_files(&chosen))
        }
        apart discard_staged(sha256: String) {
            session.discard_one(&sha256);
            Ok(())
        }
        /// What the machine reads on a staged picture. Takes seconds.
        apart read_shot(sha256: String) -> ReadingView { session.picture_read(&sha256) }
        /// Stops reading a picture that nobody waits for any more; who does is told so.
        apart cancel_reading(sha256: String) {
            session.reading_stopped(&sha256);
            Ok(())
        }
        /// What a pasted text tells, one reading for each order.
        apart read_text(text: String) -> Vec<ReadingView> { read_a_text(&text, session.now()) }
        /// Whether each of the readings is of the order of each of the forms.
        apart compare_orders(readings: Vec<FieldValues>, forms: Vec<FieldValues>) -> Vec<Vec<Identity>> {
            let now = session.now();
            let with_all = |reading| forms.iter().map(|form| identity(form, reading, now, BEIJING)).collect();
            Ok(readings.iter().map(with_all).collect())
        }
        /// The key of the product kind that a product's name tells.
        query guess_kind(product: String) -> Option<String> { Ok(data.guessed_kind(&product)) }
        /// What is worth knowing before a draft is logged; nothing is written.
        query check_draft(draft: Draft) -> DraftCheck { data.check_draft(&draft, now) }
        act attach_shots(id: i64, shots: Vec<DraftShot>) -> OrderDetail {
            let attachments = session.attachments(&shots)?;
            data.attach(OrderId(id), &attachments, now)?;
            session.discard(&shots);
            data.show(OrderId(id))
        }
        act set_shot_role(id: i64, sha256: String, role: Option<ShotRole>) -> OrderDetail {
            data.set_role(OrderId(id), &sha256, role, now)?;
            data.show(OrderId(id))
        }

        /// "" for `at` means now, here and everywhere.
        act mark_arrived(id: i64, at: String) -> OrderDetail {
            data.arrived(OrderId(id), &at, now)?;
            data.show(OrderId(id))
        }
        /// Something is wrong with what came.
        act tell_problem(id: i64, trouble: Trouble) -> OrderDetail {
            data.trouble(OrderId(id), &trouble, now)?;
            data.show(OrderId(id))
        }
        /// Card keys that came, pasted as a block.
        act add_keys(id: i64, keys: KeysTold) -> KeysAdded { data.add_keys(OrderId(id), &keys, now) }
        /// What became of card keys that were tried.
        act try_keys(id: i64, tried: KeyTold) -> OrderDetail {
            data.try_keys(OrderId(id), &tried, now)?;
            data.show(OrderId(id))
        }
        /// Card keys in full: those of these numbers, or all of the order without any.
        query reveal_keys(id: i64, which: Vec<u32>) -> Vec<RevealedKey> { data.revealed(OrderId(id), &which) }
        act mark_refunded(id: i64, refund: RefundTold) -> OrderDetail {
            data.refunded(OrderId(id), &refund, now)?;
            data.show(OrderId(id))
        }
        act close_order(id: i64, reason: String) -> OrderDetail {
            data.close(OrderId(id), &reason, now)?;
            data.show(OrderId(id))
        }
        act undo_event(id: i64, seq: u32) -> OrderDetail {
            data.undo(OrderId(id), seq, now)?;
            data.show(OrderId(id))
        }
        act add_event(id: i64, event: Told) -> OrderDetail {
            data.tell(OrderId(id), &event, &[], now)?;
            data.show(OrderId(id))
        }

        /// The ladder, the one thing to do now, and what is known about the other side.
        query escalation(id: i64) -> Escalation { data.escalation(OrderId(id), now) }
        /// One turn of the conversation; with `record` what was found is written into the timeline.
        tells diagnose(id: i64, answers: Answers, record: bool) -> DiagnosisTurn {
            if !record {
                return session.read(|data, now| data.diagnosis(OrderId(id), &answers, now));
            }
            let turn = session.write(|data, now| data.diagnose(OrderId(id), &answers, now))?;
            session.changed();
            Ok(turn)
        }
        /// What the newest picture of the order's page shows, as a proposed answer.
        apart page_state(id: i64) -> Option<PageState> { session.page_read(id) }
        query letter(id: i64, to: String, wish: LetterWish) -> Letter { data.letter(OrderId(id), &to, &wish, now) }
        /// A form with what goes into each of its fields; `to` as for a letter. Nothing is written.
        query form(id: i64, to: String) -> Form { data.form(OrderId(id), &to, now) }
        /// A letter with open fields is refused, unless the person wants it so. What could not be copied was not sent.
        tells copy_letter(id: i64, to: String, text: String, wish: LetterWish, with_blanks: bool) -> OrderDetail {
            session.letter_copied(OrderId(id), &to, &text, &wish, with_blanks)
        }
        /// A complaint that was filed; its deadlines are in the answer.
        act file_complaint(id: i64, to: String, number: String, at: String) -> Filed {
            data.file_complaint(OrderId(id), &to, &number, &at, now)
        }
        act answer_filing(id: i64, filing: u32, answer: FilingAnswer, at: String) -> OrderDetail {
            data.answer_filing(OrderId(id), filing, answer.word(), &at, now)?;
            data.show(OrderId(id))
        }
        query seller(platform: String) -> Seller { data.seller(&platform) }
        act set_seller(seller: Seller) -> Seller { data.set_seller(&seller, now) }

        act pause_reminders(pause: Pause) {
            match pause {
                Pause::Hour => data.pause(Some(now + Span::HOUR)),
                Pause::Morning => data.pause_until_morning(now),
                Pause::Day => data.pause(Some(now + Span::DAY)),
                Pause::No => data.pause(None),
            }
        }
        /// When a platform issues, "10:00、22:00"; "" where it has no fixed times.
        query release_times(platform: String) -> String { data.release_times(&platform) }
        act set_release_times(platform: String, times: String) -> String {
            data.set_release_times(&platform, &times, now)?;
            data.release_times(&platform)
        }
        /// Writes the deadlines of the open orders as a calendar file and says where.
        quiet export_calendar() -> String {
            let place = session.document("到账证据包")?.join("到账期限.ics");
            write_file(&place, data.calendar(now)?.as_bytes()).map(|file| shown(&file))
        }

        /// The other orders of the same platform that can go into one package: open ones first, then the newest.
        query same_platform(id: i64) -> Vec<OrderView> { data.same_platform(OrderId(id)) }
        /// The facts to be proved with what proves them, and what to know before a complaint is handed in.
        query preflight(ids: Vec<i64>, declared: Declared) -> Preflight { data.preflight(&numbers(ids), declared, now) }
        /// Among the person's documents, or where the person chooses; null when the choosing was cancelled. Stopped by
        /// `cancelExport` it is refused with `cancelled` and leaves nothing behind.
        apart export_package(ids: Vec<i64>, choose: bool, wish: ExportWish) -> Option<ExportView> {
            session.package_exported(&numbers(ids), choose, &wish)
        }
        apart cancel_export() {
            session.exports_stopped();
            Ok(())
        }
        /// Asks for a timestamp token and adds it to a package; null when the choosing was cancelled.
        apart add_timestamp(dir: String) -> Option<TimestampView> { session.timestamp_added(dir) }
        apart open_export(dir: String) { session.package_opened(dir) }
        /// The complainant's own details, only where the person wants them kept; null forgets them.
        quiet keep_person(person: Option<Person>) { data.keep_person(person.as_ref()) }
        /// What is blacked out of a picture in an export for sharing, in pixels of the original.
        query mask(id: i64, sha256: String) -> Vec<MaskBox> {
            let masks = data.masks(OrderId(id))?;
            Ok(Sha256::from_hex(&sha256).and_then(|hash| masks.get(&hash)).map(|mask| mask.boxes().to_vec()).unwrap_or_default())
        }
        quiet set_mask(id: i64, sha256: String, boxes: Vec<MaskBox>) { data.set_mask(OrderId(id), &sha256, &boxes) }

        query platforms() -> Vec<PlatformSummary> { data.platforms() }
        query platform(name: String) -> PlatformView { data.platform(&name) }
        /// Merges into `to` where that is already the name of another platform; says which orders changed hands.
        act rename_platform(from: String, to: String) -> Renamed { data.rename_platform(&from, &to, now) }
        /// Puts these orders under another platform: what takes a renaming or merging back.
        act move_platform(ids: Vec<i64>, to: String) { data.move_platform(&numbers(ids), &to, now) }
        /// How long a kind may take on this platform, "35分钟"; "" goes back to the kind's usual window.
        act set_platform_window(platform: String, kind: String, window: String) {
            data.set_platform_window(&platform, &kind, &window)
        }
        query overview() -> Overview { data.overview(now) }
        act tag_orders(ids: Vec<i64>, add: Vec<String>, remove: Vec<String>) { data.tag(&numbers(ids), &add, &remove) }
        /// `text` is the reason for closing or the note; "" for having arrived.
        act bulk(ids: Vec<i64>, act: BulkAct, text: String) -> Bulked { data.bulk(&numbers(ids), act, &text, now) }
        act undo_bulk(undo: Vec<Done>) { data.undo_bulk(&undo, now) }
        /// Writes every order into one file and says where.
        apart export_all(format: ExportFormat) -> String { session.all_exported(format) }

        /// Opens a bill or a spreadsheet that the person chooses; null when the choosing was cancelled. A packed one with a
        /// password is refused with `password` and waits for `unlockBill`. Nothing is saved before it is imported.
        apart choose_bill() -> Option<OpenedFile> { session.choose_import() }
        apart unlock_bill(password: String) -> OpenedFile { session.unlock_import(&password) }
        /// What was opened last and is not imported, in the language that is spoken now.
        query opened_file() -> Option<OpenedFile> { session.opened_anew(data, now) }
        /// The rows that are proposed for something, without the first `from` of them.
        query bill_proposals(from: usize) -> Vec<BillCandidate> { session.more_proposals(from, data, now) }
        /// The rows that look like no order, a hundred at a time.
        query bill_rows(search: String, from: usize) -> BillRows { session.other_rows(&search, from, data, now) }
        tells import_bill(rows: Vec<usize>) -> Imported { session.take_rows(&rows) }
        /// Reads the opened spreadsheet again, with what the person takes its columns for.
        apart map_sheet(columns: Vec<ColumnChoice>) -> OpenedFile { session.take_columns(columns) }
        /// All orders of the opened spreadsheet, or none. `twins` are the lines of rows that are the same as one above them and
        /// payments of their own.
        act import_sheet(twins: Vec<u32>) -> Imported { session.take_sheet(&twins, data, now) }
        apart forget_bill() {
            session.forget_import();
            Ok(())
        }
        /// Writes an empty spreadsheet to fill in and says where.
        apart save_sheet_template() -> String { session.write_template(&session.document("到账-订单表格.csv")?) }

        act load_samples() -> i64 { data.load_samples(now) }
        act remove_samples() -> i64 { data.remove_samples() }
        query about() -> About {
            Ok(About {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                data_file: shown(data.path()),
            })
        }
        /// With the language that was asked for when the app began, where that was done.
        query settings() -> Settings {
            let set = data.settings()?;
            Ok(match session.asked_for() {
                Some(asked) => Settings { language: asked.tag().to_owned(), ..set },
                None => set,
            })
        }
        /// What the page spoke when it ended last: a locked or damaged data file does not tell. Gives back what it is to speak
        /// until the settings are known.
        apart speak_as_before(language: String) -> String { Ok(session.spoke_before(&language).tag().to_owned()) }
        /// One sentence for each thing the system refused.
        tells set_settings(settings: Settings) -> Vec<String> {
            session.write(|data, _| data.set_settings(&settings))?;
            session.chosen(&settings.language);
            session.changed();
            // In the language that was just chosen.
            Ok(speaking(session.language(), || session.machine.apply_settings(&settings)))
        }
        query rules() -> RuleBook { data.rule_book(now) }
        /// "" goes back to the shipped one.
        act set_rule(group: String, key: String, text: String) -> RuleView { data.set_rule(&group, &key, &text, now) }
        /// Keeps the own one although the shipped one changed.
        act keep_rule(group: String, key: String) -> RuleView { data.keep_rule(&group, &key, now) }
        /// Null when the choosing was cancelled.
        apart import_holidays() -> Option<HolidayYearView> {
            let Some(file) = session.chosen_file(text!(dialog_holidays), text!(dialog_holidays_files), &["json"]) else {
                return Ok(None);
            };
            let text = read_text(&file)?;
            let year = session.write(|data, now| data.import_holidays(&text, now))?;
            session.changed();
            Ok(Some(year))
        }

        query backups() -> Backups { data.backups(now) }
        /// Those that can take the place of a data file that is missing or damaged, the newest first.
        apart found_backups() -> Vec<BackupView> { Ok(session.backups_found()) }
        act set_backups(daily: bool, limit_mb: u32) -> Backups {
            data.set_backups(daily, limit_mb)?;
            data.backups(now)
        }
        /// Null when the choosing was cancelled.
        apart choose_backup_folder() -> Option<Backups> { session.backup_folder_chosen() }
        act usual_backup_folder() -> Backups {
            data.set_backup_folder(None)?;
            data.backups(now)
        }
        apart open_backup_folder() { session.backup_folder_opened() }
        /// Where it was written; null when the choosing was cancelled.
        apart backup_now() -> Option<WrittenCopy> { session.backed_up() }
        /// Every order and every original file in open formats, packed into one. Null when the choosing was cancelled.
        apart export_everything() -> Option<WrittenCopy> { session.everything_exported() }
        /// What is in a backup or in an export of everything, where `path` is null in one that the person chooses; null when
        /// the choosing was cancelled. A wrong passphrase is refused with `passphrase`. Nothing is replaced.
        apart look_into(path: Option<String>, passphrase: String) -> Option<BackupLook> {
            session.looked_into(path, &passphrase)
        }
        /// Puts the one last looked into in the place of the data, which is kept beside it. Takes seconds.
        tells restore_backup() -> Restored { session.restored() }

        /// An empty data file where there is none that can be used; everything that is there is kept.
        tells begin_anew() -> Restored { session.begun_anew() }

        apart protection() -> Protection { Ok(session.protection_now()) }
        /// "" for `current` where nothing is protected; "" for `wanted` ends the protection. Takes seconds.
        tells protect(current: String, wanted: String) -> Protection { session.protected(&current, &wanted) }
        tells unlock(passphrase: String) { session.unlocked(&passphrase) }
        tells lock() { session.locked() }
        /// Saves what can be read of a damaged data file into a new one. Takes seconds.
        tells rescue() -> Rescued { session.rescued() }

        /// Opens the folder of the log.
        apart open_logs() { session.machine.open_folder(&session.folder().join("logs")) }
        apart page_ready() {
            session.machine.page_is_ready();
            Ok(())
        }
        /// For the log. What the person typed does not belong there: only plain letters of its head are kept.
        apart report_page_error(message: String) {
            const LONGEST: usize = 300;
            let plain = |c: char| if c.is_ascii_alphabetic() || c.is_ascii_punctuation() { c } else { ' ' };
            let message: String = message.chars().take(LONGEST).map(plain).collect();
            tracing::error!(message, "the page failed");
            Ok(())
        }
    }
}
