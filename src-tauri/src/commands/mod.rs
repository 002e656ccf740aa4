//! The page's commands: each takes what the page sent, has the core do it, and returns what the page shows. All are
//! asynchronous and work off the window's thread, which a slow disk would freeze.

pub mod bills;
mod escalate;
mod platforms;
mod prove;
mod reading;
mod record;
mod shell;
pub mod watch;
mod whole;

use daozhang_core::order::OrderId;

/// All commands, for the window's builder.
pub fn all() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        record::options,
        record::log_order,
        record::edit_order,
        record::stage_bytes,
        record::stage_clipboard,
        record::choose_files,
        record::discard_staged,
        record::attach_shots,
        record::load_samples,
        record::remove_samples,
        bills::choose_bill,
        bills::unlock_bill,
        bills::bill_rows,
        bills::import_bill,
        bills::import_sheet,
        bills::forget_bill,
        bills::save_sheet_template,
        reading::read_shot,
        reading::read_text,
        reading::check_draft,
        platforms::platforms,
        platforms::platform,
        platforms::rename_platform,
        platforms::move_platform,
        platforms::set_platform_window,
        platforms::overview,
        platforms::tag_orders,
        platforms::bulk,
        platforms::undo_bulk,
        platforms::export_all,
        watch::todo,
        watch::list_orders,
        watch::count_orders,
        watch::show_order,
        watch::mark_arrived,
        watch::mark_refunded,
        watch::close_order,
        watch::undo_event,
        watch::add_event,
        watch::pause_reminders,
        watch::release_times,
        watch::set_release_times,
        watch::export_calendar,
        escalate::letter,
        escalate::copy_letter,
        escalate::file_complaint,
        escalate::answer_filing,
        escalate::escalation,
        escalate::diagnose,
        escalate::seller,
        escalate::set_seller,
        escalate::rules,
        escalate::set_rule,
        escalate::keep_rule,
        escalate::import_holidays,
        prove::export_package,
        prove::open_export,
        prove::preflight,
        prove::same_platform,
        prove::add_timestamp,
        prove::keep_person,
        prove::mask,
        prove::set_mask,
        prove::cancel_export,
        whole::backups,
        whole::set_backups,
        whole::choose_backup_folder,
        whole::usual_backup_folder,
        whole::open_backup_folder,
        whole::backup_now,
        whole::export_everything,
        whole::look_into,
        whole::restore_backup,
        whole::protection,
        whole::protect,
        whole::unlock,
        whole::lock,
        whole::rescue,
        shell::about,
        shell::open_logs,
        shell::settings,
        shell::set_settings,
        shell::page_ready,
        shell::report_page_error,
    ]
}

fn order(id: i64) -> OrderId {
    OrderId(id)
}
