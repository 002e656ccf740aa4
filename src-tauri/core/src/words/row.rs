use super::Language;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use toml::Value;

/// A name or a sentence of a rule row, in every language that the app speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowText(Arc<Words>);

#[derive(Debug, PartialEq, Eq)]
struct Words {
    chinese: String,
    /// By tag; what is missing is said in Chinese.
    others: BTreeMap<String, String>,
}

impl RowText {
    /// Words that are the same in every language.
    pub fn as_it_is(words: impl Into<String>) -> Self {
        Self(Arc::new(Words {
            chinese: words.into(),
            others: BTreeMap::new(),
        }))
    }

    /// In Chinese, whatever is spoken: for what is kept or leaves the app.
    pub fn chinese(&self) -> &str {
        &self.0.chinese
    }

    pub fn said_in(&self, language: &'static Language) -> &str {
        self.0.others.get(language.tag()).unwrap_or(&self.0.chinese)
    }

    /// Of a document that has no name in other languages, which may stand alone.
    pub(crate) fn of_document<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowWords { alone: true })
    }
}

impl<'de> Deserialize<'de> for RowText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowWords { alone: false })
    }
}

struct RowWords {
    alone: bool,
}

impl<'de> Visitor<'de> for RowWords {
    type Value = RowText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("words with their translations beside them (en.name = …)")
    }

    fn visit_str<E: Error>(self, words: &str) -> Result<RowText, E> {
        if self.alone {
            return Ok(RowText::as_it_is(words));
        }
        Err(E::invalid_type(serde::de::Unexpected::Str(words), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RowText, A::Error> {
        let mut others = BTreeMap::new();
        while let Some((tag, words)) = map.next_entry::<String, String>()? {
            others.insert(tag, words);
        }
        let chinese = others
            .remove(Language::chinese().tag())
            .ok_or_else(|| A::Error::custom("a translation of nothing"))?;
        if chinese.trim().is_empty() || others.values().any(|words| words.trim().is_empty()) {
            return Err(A::Error::custom(format!("“{chinese}” is said by nothing")));
        }
        if let Some(lacking) = Language::all()
            .iter()
            .map(Language::tag)
            .find(|tag| *tag != Language::chinese().tag() && !others.contains_key(*tag))
        {
            return Err(A::Error::custom(format!("“{chinese}” is not said in {lacking}")));
        }
        Ok(RowText(Arc::new(Words { chinese, others })))
    }
}

/// Puts the translations that stand beside the fields of each table into the fields themselves:
/// `name = "催平台"` and `en.name = "Chase the platform"` become one table by language, as [`RowText`] reads it.
///
/// # Errors
/// A translation of a field that is not there.
pub(crate) fn beside(value: Value) -> Result<Value, String> {
    match value {
        Value::Array(items) => Ok(Value::Array(
            items.into_iter().map(beside).collect::<Result<_, _>>()?,
        )),
        Value::Table(mut fields) => {
            let mut said: BTreeMap<String, toml::Table> = BTreeMap::new();
            for language in Language::all() {
                let Some(Value::Table(translated)) = fields.remove(language.tag()) else {
                    continue;
                };
                for (name, words) in translated {
                    said.entry(name)
                        .or_default()
                        .insert(language.tag().to_owned(), words);
                }
            }
            let mut joined = toml::Table::new();
            for (name, value) in fields {
                let value = match said.remove(&name) {
                    Some(mut words) => {
                        words.insert(Language::chinese().tag().to_owned(), value);
                        Value::Table(words)
                    }
                    None => beside(value)?,
                };
                joined.insert(name, value);
            }
            match said.into_keys().next() {
                Some(name) => Err(format!("a translation of {name}, which is not there")),
                None => Ok(Value::Table(joined)),
            }
        }
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Text;

    #[derive(Debug, Deserialize)]
    struct Row {
        name: RowText,
    }

    fn row(text: &str) -> Result<Row, String> {
        let value = beside(toml::from_str(text).unwrap())?;
        value.try_into().map_err(|error| error.to_string())
    }

    #[test]
    fn words_are_said_as_they_stand_beside_each_other() {
        let row = row("name = 'Q币'\nen.name = 'Q coins'").unwrap();
        let text = Text::from(&row.name);
        assert_eq!(text.chinese(), "Q币");
        assert_eq!(text.said_in(Language::of("en").unwrap()), "Q coins");
        assert_eq!(text.said_in(Language::pseudo()), "Q币");
    }

    #[test]
    fn words_without_a_translation_and_a_translation_without_words_are_refused() {
        for wrong in [
            "name = 'Q币'",
            "en.name = 'Q coins'",
            "name = 'Q币'\nen.nam = 'Q coins'",
            "name = 'Q币'\nen.name = ' '",
            "name = ''\nen.name = 'Q coins'",
        ] {
            assert!(row(wrong).is_err(), "{wrong}");
        }
    }
}
