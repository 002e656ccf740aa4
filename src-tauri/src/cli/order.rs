//! The commands on an order that was logged: finding it, and what became of it.

use super::answer::Done;
use super::attachment;
use clap::{Args, Subcommand};
use daozhang_api::Session;
use daozhang_core::order::view::{OrderDetail, OrderView};
use daozhang_core::order::{Fen, OrderId, RefundTo, ShotRole, Status, Word, excerpt};
use daozhang_core::record::{RefundTold, Told, Trouble};
use daozhang_core::store::Query;
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde_json::json;

#[derive(Subcommand)]
pub enum Order {
    #[command(about = text!(help_list))]
    List {
        #[arg(long, help = text!(help_list_status))]
        status: Option<String>,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_list_search))]
        search: String,
        #[arg(long, default_value_t = 50, help = text!(help_list_limit))]
        limit: usize,
    },
    #[command(about = text!(help_show))]
    Show {
        #[arg(help = text!(help_order))]
        id: i64,
    },
    #[command(about = text!(help_event))]
    Event(Event),
    #[command(about = text!(help_shot))]
    Shot {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(help = text!(help_shot_sha256))]
        sha256: String,
        #[arg(long, required_unless_present = "off", conflicts_with = "off", help = text!(help_shot_role))]
        role: Option<String>,
        #[arg(long, help = text!(help_shot_off))]
        off: bool,
    },
    #[command(about = text!(help_arrived))]
    Arrived {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
    },
    #[command(about = text!(help_refunded))]
    Refunded {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, allow_hyphen_values = true, help = text!(help_refunded_amount))]
        amount: String,
        #[arg(long, default_value = "", help = text!(help_refunded_to))]
        to: String,
        #[arg(long, help = text!(help_refunded_accepted))]
        accepted: bool,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
    },
    #[command(about = text!(help_problem))]
    Problem {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long = "type", value_name = "TYPE", help = text!(help_problem_type))]
        problem: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_problem_received))]
        received: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_event_text))]
        text: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
    },
    #[command(about = text!(help_close))]
    Close {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, allow_hyphen_values = true, help = text!(help_reason))]
        reason: String,
    },
}

/// An event on the command line.
#[derive(Args)]
pub struct Event {
    #[arg(help = text!(help_order))]
    id: i64,
    #[arg(long, help = text!(help_event_kind))]
    kind: String,
    #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_event_text))]
    text: String,
    #[arg(long, default_value = "", help = text!(help_event_reason))]
    reason: String,
    #[arg(long, help = text!(help_event_refund))]
    refund: bool,
    #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_until))]
    until: String,
    #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
    at: String,
    #[arg(long = "shot", value_name = "FILE[:ROLE]", help = text!(help_shots))]
    shots: Vec<String>,
}

pub fn perform(command: Order, session: &Session) -> Outcome<Done> {
    match command {
        Order::List {
            status,
            search,
            limit,
        } => {
            let status = status.map(|word| {
                Status::from_word(&word).ok_or_else(|| {
                    let known = Text::list(Status::ALL.iter().map(|status| Text::as_it_is(status.word())));
                    Failure::failed(text!(cli_no_status, word = excerpt(&word), known = known))
                })
            });
            let query = Query {
                status: status.transpose()?,
                search,
                limit,
                ..Query::default()
            };
            let orders: Vec<OrderView> = session.read(|data, _| {
                let page = data.page(&query)?;
                Ok(page.orders.iter().map(|order| data.view(order)).collect())
            })?;
            let lines: Vec<String> = orders.iter().map(line).collect();
            Ok(Done::new(
                if lines.is_empty() {
                    text!(cli_no_orders).to_string()
                } else {
                    lines.join("\n")
                },
                json!(orders),
            ))
        }
        Order::Show { id } => Ok(shown(&session.show_order(id)?)),
        Order::Event(event) => {
            let id = OrderId(event.id);
            let shots = attachment::read(&event.shots)?;
            let told = Told {
                kind: event.kind,
                text: event.text,
                at: event.at,
                until: event.until,
                reason: event.reason,
                refund: event.refund,
            };
            session.write(|data, now| data.tell(id, &told, &shots, now))?;
            Ok(shown(&session.show_order(id.0)?))
        }
        // Without a role it is taken off: the parser lets nothing else through.
        Order::Shot { id, sha256, role, .. } => {
            let role = role.as_deref().map(role_of).transpose()?;
            Ok(shown(&session.set_shot_role(id, sha256, role)?))
        }
        Order::Arrived { id, at } => Ok(shown(&session.mark_arrived(id, at)?)),
        Order::Refunded {
            id,
            amount,
            to,
            accepted,
            at,
        } => {
            let refund = RefundTold {
                amount,
                at,
                to,
                accepted,
            };
            let to = refund.way()?;
            let detail = session.mark_refunded(id, refund)?;
            let mut lines = lines_of(&detail);
            match to {
                to if accepted || to.is_money() => {}
                RefundTo::Credit => lines.push(text!(cli_refund_asks_credit).to_string()),
                _ => lines.push(text!(cli_refund_asks).to_string()),
            }
            Ok(Done::new(lines.join("\n"), json!(detail)))
        }
        Order::Problem {
            id,
            problem,
            received,
            text,
            at,
        } => {
            let trouble = Trouble {
                problem,
                received,
                text,
                at,
            };
            Ok(shown(&session.tell_problem(id, trouble)?))
        }
        Order::Close { id, reason } => Ok(shown(&session.close_order(id, reason)?)),
    }
}

fn role_of(word: &str) -> Outcome<ShotRole> {
    ShotRole::from_word(word).ok_or_else(|| {
        let all = Text::list(ShotRole::ALL.iter().map(|role| Text::as_it_is(role.word())));
        Failure::failed(text!(cli_no_role, word = excerpt(word), all = all))
    })
}

fn shown(detail: &OrderDetail) -> Done {
    Done::new(lines_of(detail).join("\n"), json!(detail))
}

fn lines_of(detail: &OrderDetail) -> Vec<String> {
    let mut lines = vec![line(&detail.order)];
    if let Some(of) = detail.double_of {
        lines.push(text!(cli_double, id = of).to_string());
    }
    for event in detail.events.iter().filter(|event| !event.undone) {
        let text = event.text.as_deref().unwrap_or_default().replace('\n', " ");
        lines.push(format!("  {}. {}  {}  {text}", event.seq, event.at, event.name));
    }
    let shots = detail.shots.iter().map(|shot| {
        text!(
            cli_shot,
            role = shot.role.name(),
            name = &shot.name,
            sha256 = &shot.sha256
        )
        .to_string()
    });
    lines.extend(shots);
    lines
}

fn line(order: &OrderView) -> String {
    text!(
        cli_order,
        id = order.id,
        status = order.status.name(),
        platform = &order.platform,
        product = &order.product,
        amount = Fen(order.amount_fen),
        due = &order.due_at,
    )
    .to_string()
}
