//! The commands of escalate: whose problem it is, the ladder, letters, filings, sellers, corrections.

use super::answer::{Done, of_lines};
use clap::{Args, Subcommand};
use daozhang_api::{Filed, LetterWish, PageState, RuleBook, Session, files};
use daozhang_core::escalate::{Answers, DiagnosisTurn, Escalation, FilingView, Form, LimitView, StepState};
use daozhang_core::order::{OrderId, Seller, SellerKind, Word, excerpt};
use daozhang_core::record::same_account;
use daozhang_core::rules::Sign;
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde_json::json;
use std::path::PathBuf;

/// What the command line can do to escalate an order.
#[derive(Subcommand)]
pub enum Escalate {
    #[command(about = text!(help_diagnose))]
    Diagnose(Box<Diagnose>),
    #[command(about = text!(help_ladder))]
    Ladder {
        #[arg(help = text!(help_order))]
        id: i64,
    },
    #[command(about = text!(help_letter))]
    Letter {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, help = text!(help_letter_to))]
        to: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_answer_by))]
        answer_by: String,
        #[arg(long, help = text!(help_claim_fraud))]
        claim_fraud: bool,
    },
    #[command(about = text!(help_fill))]
    Fill {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, help = text!(help_fill_form))]
        form: String,
    },
    #[command(about = text!(help_file))]
    File {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, help = text!(help_file_to))]
        to: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_file_number))]
        number: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
    },
    #[command(about = text!(help_answer))]
    Answer {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(long, help = text!(help_answer_to))]
        to: String,
        #[arg(long, help = text!(help_answer_answer))]
        answer: String,
        #[arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_at))]
        at: String,
    },
    #[command(about = text!(help_seller))]
    Seller(Box<SellerArguments>),
    #[command(about = text!(help_rules))]
    Rules {
        #[arg(long, value_name = "GROUP:KEY", requires = "text", help = text!(help_rules_set))]
        set: Option<String>,
        #[arg(long, allow_hyphen_values = true, help = text!(help_rules_text))]
        text: Option<String>,
        #[arg(long, help = text!(help_rules_holidays))]
        holidays: Option<PathBuf>,
    },
}

/// What the person can see.
#[derive(Args)]
pub struct Diagnose {
    #[arg(help = text!(help_order))]
    id: i64,
    #[arg(long, help = text!(help_diagnose_page))]
    page: Option<String>,
    #[arg(long, help = text!(help_diagnose_bill))]
    bill: String,
    #[arg(long, help = text!(help_identity_check))]
    identity_check: bool,
    #[arg(long, help = text!(help_left_early))]
    left_early: bool,
    #[arg(long, help = text!(help_diagnose_account))]
    account: Option<String>,
    #[arg(long, conflicts_with = "account", allow_hyphen_values = true, help = text!(help_account_shown))]
    account_shown: Option<String>,
    #[arg(long, help = text!(help_repeat))]
    repeat: bool,
    #[arg(long, help = text!(help_diagnose_dry_run))]
    dry_run: bool,
}

/// Who is behind a platform.
#[derive(Args)]
pub struct SellerArguments {
    #[arg(help = text!(help_platform))]
    platform: String,
    #[arg(long, help = text!(help_seller_kind))]
    kind: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_seller_name))]
    name: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_seller_address))]
    address: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_seller_phone))]
    phone: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_seller_marketplace))]
    marketplace: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_seller_contact))]
    contact: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_seller_icp))]
    icp: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_seller_notes))]
    notes: Option<String>,
    #[arg(long, help = text!(help_seller_vanished))]
    vanished: Option<bool>,
}

/// Runs one of them.
pub fn perform(command: Escalate, session: &Session) -> Outcome<Done> {
    match command {
        Escalate::Diagnose(signs) => diagnose(*signs, session),
        Escalate::Ladder { id } => {
            let all = session.escalation(id)?;
            Ok(Done::new(ladder_text(&all), json!(all)))
        }
        Escalate::Letter {
            id,
            to,
            answer_by,
            claim_fraud,
        } => {
            let wish = LetterWish {
                answer_by,
                fraud: claim_fraud,
            };
            let letter = session.letter(id, to, wish)?;
            Ok(Done::new(letter.text.clone(), json!(letter)))
        }
        Escalate::Fill { id, form } => {
            let form = session.form(id, form)?;
            Ok(Done::new(form_text(&form), json!(form.fields)))
        }
        Escalate::File { id, to, number, at } => {
            let filed = session.file_complaint(id, to, number, at)?;
            Ok(filed_done(id, &filed))
        }
        Escalate::Answer { id, to, answer, at } => {
            let filing = last_filing(session.escalation(id)?, &to)?;
            session.write(|data, now| data.answer_filing(OrderId(id), filing, &answer, &at, now))?;
            let filings = session.escalation(id)?.filings;
            let answered = filings.iter().filter(|one| one.id == filing);
            let lines = [text!(cli_noted)]
                .into_iter()
                .chain(answered.flat_map(filing_text));
            Ok(Done::new(of_lines(lines), json!({ "filings": filings })))
        }
        Escalate::Seller(arguments) => seller(*arguments, session),
        Escalate::Rules { set, text, holidays } => {
            if let Some(file) = holidays {
                let text = files::read_text(&file)?;
                session.write(|data, now| data.import_holidays(&text, now))?;
            }
            if let (Some(rule), Some(text)) = (set, text) {
                let (group, key) = rule
                    .split_once(':')
                    .ok_or_else(|| Failure::failed(text!(cli_rule_unread, rule = excerpt(&rule))))?;
                session.set_rule(group.to_owned(), key.to_owned(), text)?;
            }
            let book = session.rules()?;
            Ok(Done::new(book_text(&book), json!(book)))
        }
    }
}

fn diagnose(signs: Diagnose, session: &Session) -> Outcome<Done> {
    let id = signs.id;
    let account = match (signs.account, signs.account_shown) {
        (Some(said), _) => Some(said),
        (None, Some(shown)) => {
            let ordered = session.show_order(id)?.order.account;
            let same = ordered.is_some_and(|ordered| same_account(&ordered, &shown));
            Some(if same { "same" } else { "different" }.to_owned())
        }
        (None, None) => None,
    };
    let read = match signs.page {
        None => Some(page_read(id, session)?),
        Some(_) => None,
    };
    let paying = match (signs.identity_check, signs.repeat, signs.left_early) {
        (true, ..) => Some("identity"),
        (_, true, _) => Some("twice"),
        (_, _, true) => Some("left"),
        _ => None,
    };
    let mut answers = Answers {
        page: signs
            .page
            .or_else(|| read.as_ref().and_then(|read| read.answer.clone())),
        bill: Some(signs.bill),
        account,
        paying: paying.map(str::to_owned),
    };
    // What the app sees by itself nobody has to say; where nothing says anything, no account was seen and nothing was odd.
    while let Some(question) = session.diagnose(id, answers.clone(), false)?.question {
        match question.key {
            Sign::Account if answers.account.is_none() => answers.account = Some("unseen".to_owned()),
            Sign::Paying if answers.paying.is_none() => answers.paying = Some("smooth".to_owned()),
            _ => break,
        }
    }
    let turn = session.diagnose(id, answers, !signs.dry_run)?;
    let Some(found) = &turn.found else {
        return Err(Failure::failed(text!(cli_undiagnosed)));
    };
    let reasons = Text::clauses(found.reasons.clone());
    let from = read.as_ref().map(|read| {
        let (state, file) = (&read.state, &read.name);
        text!(cli_diagnosed_from, state = state, file = file)
    });
    let lines = [
        found.cause_name.clone(),
        text!(cli_diagnosed_who, who = &found.who_name),
        text!(cli_diagnosed_because, reasons = reasons),
        text!(cli_diagnosed_check, check = &found.check),
        text!(cli_diagnosed_next, next = &found.next),
    ];
    let mut json = found_json(id, &turn);
    if let Some(object) = json.as_object_mut() {
        object.insert("page_read".to_owned(), json!(read));
    }
    Ok(Done::new(of_lines(from.into_iter().chain(lines)), json))
}

/// What the newest picture of the order's page answers.
///
/// # Errors
/// There is none, or it answers nothing: then the person has to say it.
fn page_read(id: i64, session: &Session) -> Outcome<PageState> {
    let read = session.page_state(id)?;
    let unread = || Failure::failed(text!(cli_page_unread));
    read.filter(|read| read.answer.is_some()).ok_or_else(unread)
}

fn found_json(id: i64, turn: &DiagnosisTurn) -> serde_json::Value {
    let mut json = json!(turn.found);
    if let Some(object) = json.as_object_mut() {
        object.insert("order_id".to_owned(), json!(id));
        object.insert("known".to_owned(), json!(turn.known));
    }
    json
}

fn last_filing(all: Escalation, to: &str) -> Outcome<u32> {
    all.filings
        .iter()
        .rfind(|filing| filing.to == to)
        .map(|filing| filing.id)
        .ok_or_else(|| Failure::failed(text!(cli_not_filed, to = excerpt(to))))
}

fn filed_done(id: i64, filed: &Filed) -> Done {
    let filing = &filed.filing;
    let warnings = filed
        .warnings
        .iter()
        .map(|warning| text!(cli_warning, warning = warning));
    let lines = [text!(cli_noted)]
        .into_iter()
        .chain(filing_text(filing))
        .chain(warnings);
    let said = of_lines(lines);
    let json = json!({
        "filing": {
            "order_id": id,
            "id": filing.id,
            "to": filing.to,
            "number": filing.number,
            "filed_at": filing.filed_at,
        },
        "deadlines": filing.deadlines,
        "warnings": filed.warnings,
    });
    Done::new(said, json)
}

/// The complaint, and its time limits below it.
fn filing_text(filing: &FilingView) -> Vec<Text> {
    let mut said = match &filing.number {
        Some(number) => text!(cli_filing_numbered, name = &filing.name, number = number),
        None => filing.name.clone(),
    };
    if let Some(answer) = filing.answer {
        said = text!(cli_filing_answered, filing = said, answer = answer.name());
    }
    let limits = filing.deadlines.iter().map(limit_text);
    [said].into_iter().chain(limits).collect()
}

fn limit_text(limit: &LimitView) -> Text {
    let yes = |so: bool| if so { "yes" } else { "no" };
    text!(
        cli_limit,
        due = &limit.due_at,
        name = &limit.name,
        over = yes(limit.over),
        basis = limit.basis.to_string().trim_end_matches(['。', '.']),
        guessed = yes(limit.guessed),
    )
}

fn form_text(form: &Form) -> String {
    let mut lines = vec![text!(cli_form, name = &form.name, page = &form.page)];
    for (number, field) in (1..).zip(&form.fields) {
        let mut name = field.field.clone();
        if let Some(limit) = field.limit {
            name = text!(cli_form_limit, field = name, limit = limit);
        }
        if !field.seen {
            name = text!(cli_form_unseen, field = name);
        }
        let value = if field.missing && field.value.is_empty() {
            text!(cli_form_open)
        } else {
            Text::as_it_is(&field.value)
        };
        lines.push(text!(
            cli_form_field,
            number = number,
            field = name,
            value = value
        ));
        lines.extend(field.note.as_ref().map(|note| text!(cli_form_note, note = note)));
    }
    lines.push(text!(
        cli_form_source,
        source = &form.source,
        checked = &form.checked
    ));
    of_lines(lines)
}

fn ladder_text(all: &Escalation) -> String {
    let mut lines = Vec::new();
    if let Some(main) = &all.main {
        lines.push(text!(cli_main, label = &main.label, why = &main.why));
    }
    for step in &all.steps {
        let mark = match step.state {
            StepState::Done => "✓",
            StepState::Now => "→",
            StepState::Later => "…",
            StepState::Open => "○",
            StepState::Unfit => "×",
        };
        lines.push(text!(
            cli_step,
            mark = mark,
            name = &step.name,
            key = &step.key,
            why = &step.why
        ));
    }
    lines.extend(all.filings.iter().flat_map(filing_text));
    lines.extend(all.limits.iter().map(limit_text));
    of_lines(lines)
}

fn seller(arguments: SellerArguments, session: &Session) -> Outcome<Done> {
    let known = session.seller(arguments.platform.clone())?;
    let kind = match &arguments.kind {
        None => known.kind,
        Some(word) => SellerKind::from_word(word).ok_or_else(|| {
            let all = SellerKind::ALL.iter().map(|kind| kind.word());
            let all = Text::list(all.filter(|word| !word.is_empty()).map(Text::as_it_is));
            Failure::failed(text!(cli_no_seller_kind, word = excerpt(word), all = all))
        })?,
    };
    let wanted = Seller {
        platform: arguments.platform,
        kind,
        vanished: arguments.vanished.unwrap_or(known.vanished),
        legal_name: arguments.name.unwrap_or_else(|| known.legal_name.clone()),
        address: arguments.address.unwrap_or_else(|| known.address.clone()),
        phone: arguments.phone.unwrap_or_else(|| known.phone.clone()),
        marketplace: arguments.marketplace.unwrap_or_else(|| known.marketplace.clone()),
        contact: arguments.contact.unwrap_or_else(|| known.contact.clone()),
        icp: arguments.icp.unwrap_or_else(|| known.icp.clone()),
        notes: arguments.notes.unwrap_or_else(|| known.notes.clone()),
    };
    let seller = if wanted == known {
        known
    } else {
        session.set_seller(wanted)?
    };
    let known = |value: &str| match value {
        "" => text!(cli_unknown),
        value => Text::as_it_is(value),
    };
    let lines = [
        text!(cli_seller_name, value = known(&seller.legal_name)),
        text!(cli_seller_address, value = known(&seller.address)),
        text!(cli_seller_phone, value = known(&seller.phone)),
    ];
    Ok(Done::new(of_lines(lines), json!(seller)))
}

fn book_text(book: &RuleBook) -> String {
    let rules = book.rules.iter().map(|one| {
        let rule = format!("{}:{}  {}", one.group, one.key, one.name);
        if one.trouble.is_some() {
            text!(cli_rule_broken, rule = rule)
        } else if one.own.is_some() {
            text!(cli_rule_own, rule = rule)
        } else {
            Text::as_it_is(rule)
        }
    });
    let years = book.holidays.iter().map(|one| {
        if one.announced {
            text!(cli_year_announced, year = one.year)
        } else {
            text!(cli_year_guessed, year = one.year)
        }
    });
    of_lines(rules.chain(years))
}
