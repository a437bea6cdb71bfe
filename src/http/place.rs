//! Places in a JSON body.

use std::fmt;

use super::ApiError;

/// A place in a body, such as `backups[3].guid`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Body,
    Property(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// The whole body.
    pub(super) const fn body() -> Self {
        Self {
            parent: None,
            step: Step::Body,
        }
    }

    /// A property of this place.
    pub(super) const fn property(&'a self, name: &'a str) -> Self {
        Self {
            parent: Some(self),
            step: Step::Property(name),
        }
    }

    /// An item of this place.
    pub(super) const fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    /// A 422 that names this place; the message is the end of a sentence about it.
    pub(super) fn unprocessable(&self, message: &str) -> ApiError {
        refusal(self.to_string(), message)
    }
}

/// A 422 about a place as it is written; the whole body has no name.
pub(super) fn refusal(place: String, message: &str) -> ApiError {
    if place.is_empty() {
        ApiError::unprocessable(None, format!("The body {message}"))
    } else {
        let message = format!("`{place}` {message}");
        ApiError::unprocessable(Some(place), message)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Body => Ok(()),
            Step::Property(name) => match self.parent {
                Some(Place {
                    step: Step::Body, ..
                })
                | None => f.write_str(name),
                Some(_) => write!(f, ".{name}"),
            },
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}
