//! The commands on an order that was logged: finding it, and what became of it.

use super::answer::Done;
use super::attachment;
use clap::{Args, Subcommand};
use daozhang_api::{KeysAdded, Session, files};
use daozhang_core::order::view::{KeyView, OrderDetail, OrderView};
use daozhang_core::order::{Fen, OrderId, RefundTo, ShotRole, Status, Word, excerpt, shown as masked};
use daozhang_core::record::{KeyTold, KeysTold, RefundTold, Told, Trouble};
use daozhang_core::store::Query;
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde_json::json;
use std::path::PathBuf;

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
    #[command(about = text!(help_key))]
    Key {
        #[arg(help = text!(help_order))]
        id: i64,
        #[command(subcommand)]
        key: Key,
    },
    #[command(about = text!(help_close))]
    Close {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, allow_hyphen_values = true, help = text!(help_reason))]
        reason: String,
    },
}

/// What is done with the card keys of an order.
#[derive(Subcommand)]
pub enum Key {
    #[command(about = text!(help_key_add))]
    Add {
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_key_text))]
        text: String,
        #[arg(long, conflicts_with = "text", help = text!(help_key_file))]
        file: Option<PathBuf>,
        #[arg(long, help = text!(help_key_all))]
        all: bool,
        #[arg(long, help = text!(help_key_pairs))]
        pairs: bool,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
    },
    #[command(about = text!(help_key_state))]
    State {
        #[arg(required = true, value_name = "N|LAST4", help = text!(help_key_which))]
        keys: Vec<String>,
        #[arg(long, help = text!(help_key_state_word))]
        state: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_key_says))]
        says: String,
        #[arg(long, default_value = "", value_name = "SHA256", help = text!(help_key_piece))]
        piece: String,
    },
    #[command(about = text!(help_key_list))]
    List {
        #[arg(long, help = text!(help_key_secrets))]
        secrets: bool,
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
        Order::Key { id, key } => on_keys(id, key, session),
        Order::Close { id, reason } => Ok(shown(&session.close_order(id, reason)?)),
    }
}

fn on_keys(id: i64, key: Key, session: &Session) -> Outcome<Done> {
    match key {
        Key::Add {
            text,
            file,
            all,
            pairs,
            at,
        } => {
            let text = match file {
                Some(file) => files::read_text(&file)?,
                None => text,
            };
            let told = KeysTold { text, at, all, pairs };
            let added = session.add_keys(id, told)?;
            Ok(Done::new(lines_of_added(&added).join("\n"), json!(added)))
        }
        Key::State {
            keys,
            state,
            at,
            says,
            piece,
        } => {
            let told = KeyTold {
                keys,
                state,
                at,
                says,
                piece,
            };
            Ok(shown(&session.try_keys(id, told)?))
        }
        Key::List { secrets: false } => {
            let keys = session.show_order(id)?.keys;
            Ok(Done::new(lines_of_keys(&keys).join("\n"), json!(keys)))
        }
        Key::List { secrets: true } => {
            let keys = session.reveal_keys(id, Vec::new())?;
            let lines: Vec<String> = keys
                .iter()
                .map(|key| match &key.number {
                    Some(number) => format!("{}\t{number}\t{}", key.n, key.key),
                    None => format!("{}\t{}", key.n, key.key),
                })
                .collect();
            Ok(Done::new(lines.join("\n"), json!(keys)))
        }
    }
}

fn lines_of_added(added: &KeysAdded) -> Vec<String> {
    let order = &added.order;
    let lines = added.left_out.iter().map(|line| Text::as_it_is(line.to_string()));
    let said = [
        (added.added > 0).then(|| text!(cli_keys_added, count = added.added)),
        (added.doubled > 0).then(|| text!(cli_keys_doubled, count = added.doubled)),
        (added.known > 0).then(|| text!(cli_keys_known, count = added.known)),
        (!added.left_out.is_empty()).then(|| text!(cli_keys_left_out, lines = Text::list(lines))),
        order.keys_open.then(|| {
            text!(
                cli_keys_open,
                id = order.order.id,
                quantity = order.order.quantity,
                came = order.keys.len()
            )
        }),
    ];
    let said = said.into_iter().flatten().map(|said| said.to_string());
    lines_of_keys(&order.keys)
        .into_iter()
        .chain(said)
        .chain([line(&order.order)])
        .collect()
}

fn lines_of_keys(keys: &[KeyView]) -> Vec<String> {
    let mut lines = Vec::new();
    for key in keys {
        let shown = masked(key.last4.as_deref());
        lines.push(text!(cli_key, n = key.n, shown = shown, state = key.state.name()));
        lines.extend(key.tried_at.as_ref().map(|at| text!(cli_key_tried, at = at)));
        lines.extend(
            key.says
                .as_ref()
                .map(|says| text!(cli_key_says, says = says.replace('\n', " "))),
        );
    }
    if lines.is_empty() {
        lines.push(text!(keys_nothing));
    }
    lines.iter().map(ToString::to_string).collect()
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
