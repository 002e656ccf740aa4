//! What the clock does to an order.

use crate::order::{Moment, Plan, Stage, Status, Watched};

/// Where an order stands at `now`, when it could next need attention, and the alert that belongs to its standing.
///
/// An alert is named here whenever the order is overdue; that it is raised once is the store's part, where
/// (order, stage, due moment) is unique. A window that was made longer gives a new due moment and so a new alert.
pub fn plan(order: Watched, now: Moment) -> Plan {
    if let Some(status) = order.settled {
        return Plan {
            status,
            stage: Stage::Closed,
            alert_after: None,
            alert: None,
        };
    }
    if now < order.due_at {
        let alert_after = Some(order.due_at);
        return Plan {
            status: Status::Awaiting,
            stage: Stage::Waiting,
            alert_after,
            alert: None,
        };
    }
    let alert = Some((Stage::Demand, order.due_at));
    Plan {
        status: Status::Overdue,
        stage: Stage::Demand,
        alert_after: None,
        alert,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_order_is_overdue_from_its_due_moment_on(due in 0i64..1_000, now in 0i64..1_000) {
            let plan = plan(Watched { due_at: Moment(due), settled: None }, Moment(now));
            prop_assert_eq!(plan.status == Status::Overdue, now >= due);
            prop_assert_eq!(plan.alert.is_some(), now >= due);
            prop_assert_eq!(plan.alert_after.is_some(), now < due, "what waits is looked at again, at its due moment");
            prop_assert!(plan.alert_after.is_none_or(|at| at > Moment(now)), "a plan never asks to be looked at in the past");
        }

        #[test]
        fn what_is_settled_is_left_alone(due in 0i64..1_000, now in 0i64..1_000) {
            let plan = plan(Watched { due_at: Moment(due), settled: Some(Status::Arrived) }, Moment(now));
            prop_assert_eq!(plan, Plan { status: Status::Arrived, stage: Stage::Closed, alert_after: None, alert: None });
        }
    }
}
