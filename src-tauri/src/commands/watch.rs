//! What is waited for, and how it ends.

use super::order;
use crate::state::{read, write};
use crate::{clock, files};
use daozhang_api::Todo;
use daozhang_core::Outcome;
use daozhang_core::order::view::{OrderDetail, OrderView};
use daozhang_core::order::{Span, Status};
use daozhang_core::record::Told;
use daozhang_core::store::{OrderCounts, Query};
use serde::{Deserialize, Serialize};
use tauri::AppHandle;
use ts_rs::TS;

/// Which orders to list.
#[derive(Deserialize, TS)]
#[ts(export)]
pub struct OrderQuery {
    status: Option<Status>,
    /// Only those with this tag.
    tag: Option<String>,
    search: String,
    /// What `next` of the page before said.
    after: Option<String>,
    limit: usize,
}

/// A page of a list.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct OrderPage {
    orders: Vec<OrderView>,
    /// Where the next page begins; none on the last one.
    next: Option<String>,
}

#[tauri::command]
pub async fn todo(app: AppHandle) -> Outcome<Todo> {
    read(app, |journey, now| journey.todo(now)).await
}

#[tauri::command]
pub async fn list_orders(app: AppHandle, query: OrderQuery) -> Outcome<OrderPage> {
    read(app, move |journey, _| {
        let OrderQuery {
            status,
            tag,
            search,
            after,
            limit,
        } = query;
        let page = journey.page(&Query {
            status,
            tag,
            search,
            after,
            limit,
            ..Query::default()
        })?;
        let orders = page.orders.iter().map(|order| journey.view(order)).collect();
        Ok(OrderPage {
            orders,
            next: page.next,
        })
    })
    .await
}

#[tauri::command]
pub async fn count_orders(app: AppHandle, search: String) -> Outcome<OrderCounts> {
    read(app, move |journey, _| journey.counts(&search)).await
}

#[tauri::command]
pub async fn show_order(app: AppHandle, id: i64) -> Outcome<OrderDetail> {
    read(app, move |journey, _| journey.show(order(id))).await
}

#[tauri::command]
pub async fn mark_arrived(app: AppHandle, id: i64, at: String) -> Outcome<OrderDetail> {
    write(app, move |_, journey, now| {
        journey.arrived(order(id), &at, now)?;
        journey.show(order(id))
    })
    .await
}

#[tauri::command]
pub async fn mark_refunded(app: AppHandle, id: i64, amount: String, at: String) -> Outcome<OrderDetail> {
    write(app, move |_, journey, now| {
        journey.refunded(order(id), &amount, &at, now)?;
        journey.show(order(id))
    })
    .await
}

#[tauri::command]
pub async fn close_order(app: AppHandle, id: i64, reason: String) -> Outcome<OrderDetail> {
    write(app, move |_, journey, now| {
        journey.close(order(id), &reason, now)?;
        journey.show(order(id))
    })
    .await
}

#[tauri::command]
pub async fn undo_event(app: AppHandle, id: i64, seq: u32) -> Outcome<OrderDetail> {
    write(app, move |_, journey, now| {
        journey.undo(order(id), seq, now)?;
        journey.show(order(id))
    })
    .await
}

#[tauri::command]
pub async fn add_event(
    app: AppHandle,
    id: i64,
    kind: String,
    text: String,
    at: String,
    until: String,
) -> Outcome<OrderDetail> {
    write(app, move |_, journey, now| {
        journey.tell(
            order(id),
            &Told {
                kind,
                text,
                at,
                until,
            },
            &[],
            now,
        )?;
        journey.show(order(id))
    })
    .await
}

/// For how long reminders are paused.
#[derive(Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Pause {
    Hour,
    Morning,
    Day,
    No,
}

#[tauri::command]
pub async fn pause_reminders(app: AppHandle, pause: Pause) -> Outcome<()> {
    write(app, move |_, journey, now| match pause {
        Pause::Hour => journey.pause(Some(now + Span::HOUR)),
        Pause::Morning => journey.pause_until_morning(now),
        Pause::Day => journey.pause(Some(now + Span::DAY)),
        Pause::No => journey.pause(None),
    })
    .await
}

#[tauri::command]
pub async fn release_times(app: AppHandle, platform: String) -> Outcome<String> {
    read(app, move |journey, _| journey.release_times(&platform)).await
}

#[tauri::command]
pub async fn set_release_times(app: AppHandle, platform: String, times: String) -> Outcome<String> {
    write(app, move |_, journey, now| {
        journey.set_release_times(&platform, &times, now)?;
        journey.release_times(&platform)
    })
    .await
}

/// Writes the deadlines of all open orders as a calendar file among the person's documents, and returns its path.
#[tauri::command]
pub async fn export_calendar(app: AppHandle) -> Outcome<String> {
    let folder = clock::package_folder()?;
    read(app, move |journey, now| {
        let file = files::write_file(&folder.join("到账期限.ics"), journey.calendar(now)?.as_bytes())?;
        Ok(file.to_string_lossy().into_owned())
    })
    .await
}
