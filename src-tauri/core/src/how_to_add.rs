//! What CONTRIBUTING says of adding something, walked for everything that was added so far. `cargo test how_to_add` runs these,
//! those of the crate `daozhang-api` and those of the command line.

use crate::order::{Due, Fen, Moment, OrderId, Span, Stage, Topic, Word};
use crate::record::{BillRow, Field, Judged, Recharges, guess_kind, read_text};
use crate::rules::Rules;
use crate::watch::notice;
use crate::words::Language;
use std::collections::BTreeSet;

const NOW: Moment = Moment(1_795_179_825_000);

/// What a pasted order says of a field.
fn read(text: &str, field: Field) -> Option<String> {
    let readings = read_text(text, NOW).unwrap();
    let mut fields = readings.into_iter().flat_map(|reading| reading.fields);
    fields.find(|read| read.field == field).map(|read| read.value)
}

#[test]
fn the_words_of_a_product_kind_are_known_in_the_form_on_a_page_and_in_a_bill() {
    let rules = Rules::shipped().unwrap();
    let recharges = Recharges::shipped().unwrap();
    for kind in &rules.kinds {
        let key = Some(kind.key.as_str());
        for word in kind.words.in_form() {
            let guessed = guess_kind(word, &rules);
            assert_eq!(guessed.map(|kind| kind.key.as_str()), key, "{word}");
        }
        for word in kind.words.on_page() {
            let read = read(&format!("商品名称：{word}\n实付：98.50"), Field::Kind);
            assert_eq!(read.as_deref(), key, "{word}");
        }
        let sure = kind.words.in_bill().map(|word| (word, true));
        let unsure = kind.words.unsure_in_bill().map(|word| (word, false));
        for (word, sure) in sure.chain(unsure) {
            let Judged::Recharge(found) = recharges.judge(&BillRow::sample(word, "某店")) else {
                panic!("{word}");
            };
            assert_eq!((Some(found.kind.as_str()), found.sure), (key, sure), "{word}");
        }
        assert!(kind.remind <= kind.window, "{}", kind.key);
        assert_eq!(
            kind.words.breadth > 0,
            kind.words.in_form().next().is_some(),
            "{}",
            kind.key
        );
    }
    let without = rules
        .kinds
        .iter()
        .filter(|kind| kind.words.in_form().next().is_none());
    assert_eq!(
        without.map(|kind| kind.key.as_str()).collect::<Vec<_>>(),
        ["other"]
    );
}

#[test]
fn the_words_of_a_payment_channel_are_known_on_a_page() {
    let rules = Rules::shipped().unwrap();
    for channel in &rules.channels {
        for word in &channel.words {
            let read = read(&format!("商品名称：月饼\n支付方式：{word}"), Field::Channel);
            assert_eq!(read.as_ref(), Some(&channel.key), "{word}");
        }
        assert!(
            !channel.words.is_empty() || channel.key == "other",
            "{}",
            channel.key
        );
    }
}

#[test]
fn a_letter_belongs_to_a_step_and_its_channel_is_one_of_the_rules() {
    let rules = Rules::shipped().unwrap();
    for letter in &rules.letters {
        assert!(
            rules.steps.iter().any(|step| step.key == letter.step),
            "{}",
            letter.key
        );
        if let Some(channel) = &letter.channel {
            assert!(rules.channel(channel).is_ok(), "{channel}");
        }
    }
}

#[test]
fn a_reminder_leads_to_steps_and_has_its_own_words() {
    let rules = Rules::shipped().unwrap();
    let (mut titles, mut names) = (BTreeSet::new(), BTreeSet::new());
    for topic in Topic::ALL {
        for step in &rules.topic(*topic).steps {
            assert!(rules.steps.iter().any(|row| row.key == *step), "{topic:?} {step}");
        }
        let due = Due {
            alert: 1,
            order: OrderId(1),
            stage: Stage::Demand,
            topic: *topic,
            due_at: NOW,
            ends: None,
            order_due_at: NOW - Span::DAY,
            platform: "星河卡盟".to_owned(),
            product: "1000 Q币".to_owned(),
            open: Fen(9850),
            again: false,
            bubble: true,
        };
        let title = notice(&[due], NOW).unwrap().title.chinese();
        assert!(titles.insert(title), "{topic:?}");
        assert!(names.insert(topic.name().chinese()), "{topic:?}");
    }
}

/// The build sees to it that every language has every sentence; here is whether the page speaks the same ones.
#[test]
fn a_language_has_catalogues_on_both_sides() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/locales");
    let offered = std::fs::read_to_string(format!("{page}/language.ts")).unwrap();
    for tag in Language::all().iter().map(Language::tag) {
        assert!(
            std::path::Path::new(&format!("{page}/{tag}.ts")).exists(),
            "{tag}"
        );
        let known = offered.contains(&format!("'{tag}': ")) || offered.contains(&format!(" {tag}: "));
        assert!(known, "{tag}");
    }
}
