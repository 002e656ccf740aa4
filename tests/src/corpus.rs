//! The sample pages: pictures of bill and order pages of this project's own design, and what is true of each.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The fields of the order form that a page can state.
pub const FIELDS: [&str; 11] = [
    "platform",
    "product",
    "kind",
    "amount",
    "paid_at",
    "account",
    "order_no",
    "channel",
    "payment_no",
    "merchant_order_no",
    "merchant",
];

pub struct Page {
    pub picture: PathBuf,
    pub name: String,
    /// Which half it belongs to: `tune`, on which reading was tuned, or `hold`, which was first read after that.
    pub split: String,
    /// What kind of page it is.
    pub layout: String,
    truth: toml::Table,
}

/// How a field was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// As it stands on the page.
    Right,
    /// As it stands there, but with a doubt.
    RightMarked,
    /// Not at all.
    Missing,
    /// Wrong, with a doubt.
    WrongMarked,
    /// Wrong, and nothing says so.
    WrongUnmarked,
}

impl Page {
    pub fn all() -> Vec<Page> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
        let text = fs::read_to_string(folder.join("truth.toml")).expect("the truth is in the repository");
        let truth: toml::Table = text.parse().expect("the truth is TOML");
        let pages = truth["page"].as_array().expect("there are pages");
        pages
            .iter()
            .map(|page| {
                let of = |key: &str| page[key].as_str().expect("a text").to_owned();
                Page {
                    picture: folder.join(of("file")),
                    name: of("file"),
                    split: of("split"),
                    layout: of("layout"),
                    truth: page.as_table().expect("a table").clone(),
                }
            })
            .collect()
    }

    /// What the page states in a field, as the form takes it.
    pub fn truth(&self, field: &str) -> Option<&str> {
        self.truth.get(field).and_then(toml::Value::as_str)
    }

    /// How each field that is on the page, or was read, came out; `read` is what `daozhang read` printed.
    pub fn marks(&self, read: &Value) -> Vec<(&'static str, Mark)> {
        let found = |name: &str| {
            let fields = read["fields"].as_array()?;
            fields.iter().find(|field| field["field"] == name)
        };
        FIELDS
            .into_iter()
            .filter_map(|name| {
                let true_value = self.truth(name);
                let field = found(name);
                let marked = field.is_some_and(|field| !field["doubt"].is_null());
                let value = field.and_then(|field| field["value"].as_str());
                let mark = match (true_value, value, marked) {
                    (None, None, _) => return None,
                    (Some(_), None, _) => Mark::Missing,
                    (Some(expected), Some(value), false) if expected == value => Mark::Right,
                    (Some(expected), Some(value), true) if expected == value => Mark::RightMarked,
                    (_, Some(_), true) => Mark::WrongMarked,
                    (_, Some(_), false) => Mark::WrongUnmarked,
                };
                Some((name, mark))
            })
            .collect()
    }
}
