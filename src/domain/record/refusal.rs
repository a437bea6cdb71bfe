//! Why a record is not taken.

use std::fmt::{self, Display};

/// What is wrong with a record, in words that help whoever sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refusal {
    /// A sentence: what is wrong, and what is allowed.
    pub reason: String,
    /// The property at fault (`entity.name`, `warnings[2].code`), if it is one.
    pub field: Option<String>,
}

impl Refusal {
    /// A refusal of the record as a whole.
    pub fn whole(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            field: None,
        }
    }

    /// A refusal of one property; `what` goes on after its name: "must be a text".
    pub fn of(field: impl Display, what: impl Display) -> Self {
        let field = field.to_string();
        Self {
            reason: format!("`{field}` {what}."),
            field: Some(field),
        }
    }

    /// A property that has to be there and is not.
    pub fn missing(field: impl Display) -> Self {
        Self::of(field, "is missing")
    }
}

/// Where in a record a value stands. It becomes a text only when something is wrong there.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'a> {
    /// The record itself.
    Record,
    /// A property of an object.
    Field(&'a At<'a>, &'a str),
    /// An element of an array, from 0.
    Item(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    pub(super) fn field(&'a self, name: &'a str) -> Self {
        Self::Field(self, name)
    }

    pub(super) fn item(&'a self, index: usize) -> Self {
        Self::Item(self, index)
    }
}

impl Display for At<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record => Ok(()),
            Self::Field(At::Record, name) => out.write_str(name),
            Self::Field(parent, name) => write!(out, "{parent}.{name}"),
            Self::Item(parent, index) => write!(out, "{parent}[{index}]"),
        }
    }
}
