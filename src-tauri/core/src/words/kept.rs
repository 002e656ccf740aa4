use super::text::Said;
use super::{Arg, MESSAGES, Text};
use serde::{Deserialize, Serialize};

/// A text as it is kept. The Chinese stands for a message that a later version does not know any more.
#[derive(Serialize, Deserialize)]
struct Kept {
    chinese: String,
    text: Part,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Part {
    Message(String, Vec<(String, Place)>),
    AsItIs(String),
    Joined(Vec<Part>, Option<String>),
}

/// What stands in a message's place.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Place {
    Str(String),
    Int(i64),
    Text(Part),
}

impl Text {
    /// As JSON, for what is kept until somebody asks, in whatever language that is then. What is kept as a record is
    /// [Chinese](Text::chinese) instead.
    pub fn kept(&self) -> String {
        let kept = Kept {
            chinese: self.chinese(),
            text: Part::from(self),
        };
        serde_json::to_string(&kept).unwrap_or(kept.chinese)
    }

    /// The text of [`Text::kept`]. Anything else is taken as it is.
    pub fn of_kept(kept: &str) -> Self {
        match serde_json::from_str::<Kept>(kept) {
            Ok(kept) => kept.text.text().unwrap_or_else(|| Self::as_it_is(kept.chinese)),
            Err(_) => Self::as_it_is(kept),
        }
    }
}

impl From<&Text> for Part {
    fn from(text: &Text) -> Self {
        match &text.0 {
            Said::Message(key, args) => {
                let args = args.iter().map(|(name, arg)| ((*name).to_owned(), arg.into()));
                Self::Message((*key).to_owned(), args.collect())
            }
            Said::Row(row) => Self::AsItIs(row.chinese().to_owned()),
            Said::AsItIs(words) => Self::AsItIs(words.clone()),
            Said::Joined(texts, between) => {
                Self::Joined(texts.iter().map(Self::from).collect(), between.map(str::to_owned))
            }
        }
    }
}

impl From<&Arg> for Place {
    fn from(arg: &Arg) -> Self {
        match arg {
            Arg::Str(words) => Self::Str(words.clone()),
            Arg::Int(number) => Self::Int(*number),
            Arg::Text(text) => Self::Text(text.into()),
        }
    }
}

impl Part {
    /// None where the catalogues have no such message, or one with other places.
    fn text(self) -> Option<Text> {
        Some(match self {
            Self::Message(key, given) => {
                let (key, names) = *MESSAGES.iter().find(|(known, _)| *known == key)?;
                let mut args = Vec::with_capacity(names.len());
                for (name, place) in given {
                    let name = names.iter().find(|known| **known == name)?;
                    args.push((*name, place.arg()?));
                }
                if args.len() != names.len() {
                    return None;
                }
                Text::message(key, args)
            }
            Self::AsItIs(words) => Text::as_it_is(words),
            Self::Joined(parts, between) => {
                let texts: Option<Vec<Text>> = parts.into_iter().map(Self::text).collect();
                let between = match between {
                    Some(key) => Some(MESSAGES.iter().find(|(known, _)| *known == key)?.0),
                    None => None,
                };
                Text(Said::Joined(texts?, between))
            }
        })
    }
}

impl Place {
    fn arg(self) -> Option<Arg> {
        Some(match self {
            Self::Str(words) => Arg::Str(words),
            Self::Int(number) => Arg::Int(number),
            Self::Text(part) => Arg::Text(part.text()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn what_is_kept_comes_back_in_every_language() {
        let list = Text::list([Text::as_it_is("a"), text!(order_not_found, number = 7)]);
        let fault = text!(
            sheet_fault,
            line = 3,
            column = "金额",
            fault = text!(amount_missing)
        );
        for text in [Text::as_it_is("{}"), text!(shot_gone), list, fault] {
            assert_eq!(Text::of_kept(&text.kept()), text);
        }
    }

    #[test]
    fn what_no_catalogue_has_is_said_as_it_was() {
        for (kept, said) in [
            ("磁盘满了。", "磁盘满了。"),
            ("", ""),
            (
                r#"{"chinese":"旧话","text":{"message":["no-such-key",[]]}}"#,
                "旧话",
            ),
            (
                r#"{"chinese":"旧话","text":{"message":["order-not-found",[]]}}"#,
                "旧话",
            ),
            (
                r#"{"chinese":"旧话","text":{"message":["order-not-found",[["other",{"int":1}]]]}}"#,
                "旧话",
            ),
        ] {
            assert_eq!(Text::of_kept(kept), Text::as_it_is(said), "{kept}");
        }
    }
}
