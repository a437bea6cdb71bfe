//! What an inventory says of itself.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::json::{Json, Key, Reader};
use super::limits::NAME;
use super::parts;
use super::refusal::{At, Refusal};
use super::{time, value};

/// An inventory without its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Who reports; records need not repeat it.
    pub source: String,
    /// What it speaks for.
    pub scope: Option<String>,
    /// It lists everything of its scope.
    pub complete: bool,
    /// When it was taken, epoch ms.
    pub taken_at: Option<i64>,
}

impl Head {
    /// Reads a JSON value to its end and says what it is: an inventory, or none (an array or a single record).
    ///
    /// The outer error is one of syntax, with line and column.
    pub(crate) fn read(
        text: &str,
        strict: bool,
    ) -> Result<Option<Result<Self, Refusal>>, serde_json::Error> {
        let reader = Reader::default();
        let mut json = serde_json::Deserializer::from_str(text);
        let outline = json.deserialize_any(OutlineVisitor(&reader))?;
        json.end()?;
        Ok(match outline {
            Outline::Other => None,
            Outline::Inventory {
                fields,
                list,
                twice,
            } => {
                let head = if list {
                    Self::of(fields, twice, strict)
                } else {
                    Err(Refusal::of("backups", "must be an array of records"))
                };
                Some(head)
            }
        })
    }

    fn of(
        fields: Vec<(Cow<'_, str>, Json<'_>)>,
        twice: Option<String>,
        strict: bool,
    ) -> Result<Self, Refusal> {
        if let Some(key) = twice {
            return Err(Refusal::of(key, "occurs twice in one object"));
        }
        let mut head = Self {
            source: String::new(),
            scope: None,
            complete: false,
            taken_at: None,
        };
        for (key, json) in fields {
            let at = At::Record.field(&key);
            match key.as_ref() {
                _ if json == Json::Null => {}
                "v" => parts::version(&json, at)?,
                "source" => head.source = value::text(json, at)?,
                "scope" => head.scope = Some(value::text(json, at)?),
                "complete" => head.complete = value::boolean(&json, at)?,
                "takenAt" => head.taken_at = Some(time::read(&json, at)?),
                _ if strict => return Err(Refusal::of(at, "is not a known property")),
                _ => {}
            }
        }
        head.check()?;
        Ok(head)
    }

    fn check(&self) -> Result<(), Refusal> {
        if self.source.is_empty() {
            return Err(Refusal::missing("source"));
        }
        if self.complete && self.scope.as_deref().is_none_or(str::is_empty) {
            return Err(Refusal::of(
                "scope",
                "is missing; a complete inventory has to say what it speaks for, such as \"restic:<repository id>\"",
            ));
        }
        let texts = [
            ("source", Some(&self.source)),
            ("scope", self.scope.as_ref()),
        ];
        for (field, text) in texts {
            if let Some(text) = text
                && (text.chars().count() > NAME || text.contains(['\n', '\0']))
            {
                return Err(Refusal::of(
                    field,
                    format_args!("must be one line of at most {NAME} characters"),
                ));
            }
        }
        Ok(())
    }
}

/// What a JSON value is on its first level.
enum Outline<'a> {
    Inventory {
        /// Everything but `backups`.
        fields: Vec<(Cow<'a, str>, Json<'a>)>,
        /// `backups` is an array.
        list: bool,
        /// A key that occurs twice.
        twice: Option<String>,
    },
    Other,
}

struct OutlineVisitor<'a>(&'a Reader);

impl<'de> Visitor<'de> for OutlineVisitor<'_> {
    type Value = Outline<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array of records, an inventory or a record")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element_seed(self.0)?.is_some() {}
        Ok(Outline::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut fields: Vec<(Cow<'de, str>, Json<'de>)> = Vec::new();
        let mut list = None;
        let mut twice = None;
        while let Some(key) = entries.next_key_seed(Key)? {
            if key == "backups" {
                if list.is_some() {
                    twice = Some(key.into_owned());
                }
                list = Some(entries.next_value_seed(Elements(self.0))?);
                // Records are judged one by one.
                self.0.twice();
            } else {
                if fields.len() < 64 && fields.iter().any(|(known, _)| *known == key) {
                    twice = Some(key.clone().into_owned());
                }
                fields.push((key, entries.next_value_seed(self.0)?));
            }
        }
        Ok(match list {
            Some(list) => Outline::Inventory {
                fields,
                list,
                twice,
            },
            None => Outline::Other,
        })
    }
}

/// Reads an array element by element and keeps none; anything else is no list.
struct Elements<'a>(&'a Reader);

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        while items.next_element_seed(self.0)?.is_some() {}
        Ok(true)
    }
}
