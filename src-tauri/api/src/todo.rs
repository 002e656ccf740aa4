//! 待办: what the person should do now.

use crate::data_file::DataFile;
use daozhang_core::Outcome;
use daozhang_core::order::view::OrderView;
use daozhang_core::order::{Moment, Status};
use daozhang_core::rules::TodoGroup;
use daozhang_core::store::Query;
use daozhang_core::words::Text;
use serde::Serialize;
use ts_rs::TS;

/// How many cases each half of the first page shows: with more, the list is the better place.
const MOST_CARDS: usize = 50;

/// A case on the first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TodoCard {
    pub order: OrderView,
    /// With what it stands among those that need the person; none where there is only waiting to do.
    pub group: Option<TodoGroup>,
    /// When the platform was last sent a demand.
    pub last_demanded_at: Option<String>,
    /// What has to be asked before it can count as overdue.
    pub confirm: Option<Text>,
}

/// The first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Todo {
    /// The cases that need the person by their groups, what costs money soonest first, and in each the longest overdue;
    /// at most 50.
    pub cards: Vec<TodoCard>,
    /// The overdue and disputed cases in which the person has done their part and waits; at most 50.
    pub waiting: Vec<TodoCard>,
    /// How many alerts have not been shown yet.
    pub unseen: i64,
    /// What is overdue in total and has not come back.
    pub overdue_fen: i64,
    /// How many orders are overdue.
    pub overdue: i64,
    /// How many orders are within their windows.
    pub awaiting: i64,
    /// The order that should arrive next.
    pub next_due: Option<OrderView>,
    /// Until when the person paused reminders.
    pub paused_until: Option<String>,
    /// How many orders there are.
    pub total: i64,
    /// How many of them are samples.
    pub samples: i64,
}

impl DataFile {
    /// What the person should do now.
    pub fn todo(&self, now: Moment) -> Outcome<Todo> {
        let late = |status| Query {
            status: Some(status),
            limit: MOST_CARDS,
            ..Query::default()
        };
        let in_need = Query {
            in_need: true,
            limit: MOST_CARDS,
            ..Query::default()
        };
        let awaiting = Query {
            status: Some(Status::Awaiting),
            limit: 1,
            ..Query::default()
        };
        let mut cards = self
            .store
            .page(&in_need)?
            .orders
            .iter()
            .map(|order| self.card(order))
            .collect::<Outcome<Vec<TodoCard>>>()?;
        cards.sort_by_key(|card| card.group);
        let mut waiting = self.store.page(&late(Status::Overdue))?.orders;
        waiting.extend(self.store.page(&late(Status::Disputed))?.orders);
        let waiting = waiting
            .iter()
            .filter(|order| order.topic.is_none())
            .take(MOST_CARDS);
        let counts = self.store.counts("")?;
        Ok(Todo {
            cards,
            waiting: waiting.map(|order| self.card(order)).collect::<Outcome<_>>()?,
            unseen: self.unseen_alerts(now)?,
            overdue_fen: self.store.overdue_open()?.0,
            overdue: counts.overdue,
            awaiting: counts.awaiting,
            next_due: self
                .store
                .page(&awaiting)?
                .orders
                .first()
                .map(|order| self.view(order)),
            paused_until: self.paused_until(now)?.map(|at| at.rfc3339(self.works.zone)),
            total: counts.all,
            samples: self.store.samples()?,
        })
    }

    fn card(&self, order: &daozhang_core::order::Order) -> Outcome<TodoCard> {
        let demanded: Option<Moment> = self.store.last_demanded(order.id)?;
        let confirm = if order.clock.confirm && !order.course.confirmed {
            self.works
                .rules
                .kind(&order.facts.kind)?
                .confirm
                .as_ref()
                .map(Text::from)
        } else {
            None
        };
        Ok(TodoCard {
            order: self.view(order),
            group: order.topic.map(|topic| self.works.rules.topic(topic).group),
            last_demanded_at: demanded.map(|at| at.rfc3339(self.works.zone)),
            confirm,
        })
    }
}
