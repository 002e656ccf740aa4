//! 待办: what the person should do now.

use super::Journey;
use crate::Outcome;
use crate::order::view::OrderView;
use crate::order::{Moment, Status};
use crate::store::Query;
use serde::Serialize;
use ts_rs::TS;

/// How many cases the first page shows: whoever has more works from the list.
const MOST_CARDS: usize = 50;

/// The one next action of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum TodoStep {
    /// Send the message to the platform.
    Demand,
    /// The message was sent: wait for the answer.
    AwaitReply,
}

/// A case that needs the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TodoCard {
    /// The order.
    pub order: OrderView,
    /// Its next action.
    pub step: TodoStep,
    /// When the platform was last sent a demand.
    pub last_demanded_at: Option<String>,
}

/// The first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Todo {
    /// The cases that need the person, the longest overdue first, those that wait for an answer behind; at most 50.
    pub cards: Vec<TodoCard>,
    /// What is overdue in total and has not come back.
    pub overdue_fen: i64,
    /// How many orders are overdue.
    pub overdue: i64,
    /// How many orders are within their windows.
    pub awaiting: i64,
    /// The order that should arrive next.
    pub next_due: Option<OrderView>,
    /// How many orders there are.
    pub total: i64,
    /// How many of them are samples.
    pub samples: i64,
}

impl Journey {
    /// What the person should do now.
    pub fn todo(&self) -> Outcome<Todo> {
        let page = |status, limit| {
            self.store
                .page(&Query {
                    status: Some(status),
                    limit,
                    ..Query::default()
                })
                .map(|page| page.orders)
        };
        let mut cards = Vec::new();
        for order in page(Status::Overdue, MOST_CARDS)? {
            let demanded: Option<Moment> = self.store.last_demanded(order.id)?;
            cards.push(TodoCard {
                order: self.view(&order),
                step: if demanded.is_some() {
                    TodoStep::AwaitReply
                } else {
                    TodoStep::Demand
                },
                last_demanded_at: demanded.map(|at| at.rfc3339(self.zone)),
            });
        }
        cards.sort_by_key(|card| card.step == TodoStep::AwaitReply);
        let counts = self.store.counts("")?;
        Ok(Todo {
            cards,
            overdue_fen: self.store.overdue_open()?.0,
            overdue: counts.overdue,
            awaiting: counts.awaiting,
            next_due: page(Status::Awaiting, 1)?.first().map(|order| self.view(order)),
            total: counts.all,
            samples: self.store.samples()?,
        })
    }
}
