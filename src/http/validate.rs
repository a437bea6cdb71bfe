//! The bounds of a request body that its types do not hold.

use std::fmt;

use super::ApiError;

/// A body or a part of one whose bounds can be checked. Implemented by generated code.
pub trait Validate {
    /// Success when every bound of the document holds; else a 422 that names the property.
    fn validate(&self, at: &At<'_>) -> Result<(), ApiError> {
        let _ = at;
        Ok(())
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, at: &At<'_>) -> Result<(), ApiError> {
        self.as_ref().map_or(Ok(()), |value| value.validate(at))
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, at: &At<'_>) -> Result<(), ApiError> {
        self.iter()
            .enumerate()
            .try_for_each(|(index, value)| value.validate(&at.index(index)))
    }
}

/// A place in a body, such as `backups[3].guid`.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Body,
    Property(&'static str),
    Index(usize),
}

impl At<'static> {
    /// The whole body.
    pub const fn body() -> Self {
        Self {
            parent: None,
            step: Step::Body,
        }
    }
}

impl At<'_> {
    /// A property of this place.
    pub const fn property(&self, name: &'static str) -> At<'_> {
        At {
            parent: Some(self),
            step: Step::Property(name),
        }
    }

    /// An item of this place.
    pub const fn index(&self, index: usize) -> At<'_> {
        At {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    /// A number within its bounds, both included; an absent one is fine.
    pub fn integer(
        &self,
        value: impl Into<Option<i64>>,
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Result<(), ApiError> {
        let Some(value) = value.into() else {
            return Ok(());
        };
        if within(value, minimum, maximum) {
            return Ok(());
        }
        let allowed = format!("a whole number {}", range(minimum, maximum));
        Err(self.refuse(&value.to_string(), &value.to_string(), allowed))
    }

    /// A list whose length is within its bounds, both included.
    pub fn items<T>(
        &self,
        items: &[T],
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Result<(), ApiError> {
        let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
        if within(length, minimum, maximum) {
            return Ok(());
        }
        let allowed = format!("a number of items {}", range(minimum, maximum));
        Err(self.refuse(
            &format!("a list of {length} items"),
            &length.to_string(),
            allowed,
        ))
    }

    fn refuse(&self, said: &str, value: &str, allowed: String) -> ApiError {
        let place = self.to_string();
        let subject = if place.is_empty() {
            "The body".to_owned()
        } else {
            format!("`{place}`")
        };
        let field = (!place.is_empty()).then_some(place);
        ApiError::unprocessable(field, format!("{subject} is {said}; allowed is {allowed}."))
            .value(value)
            .allowed([allowed])
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Body => Ok(()),
            Step::Property(name) => match self.parent {
                Some(At {
                    step: Step::Body, ..
                })
                | None => f.write_str(name),
                Some(_) => write!(f, ".{name}"),
            },
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

fn within(value: i64, minimum: Option<i64>, maximum: Option<i64>) -> bool {
    minimum.is_none_or(|least| value >= least) && maximum.is_none_or(|most| value <= most)
}

fn range(minimum: Option<i64>, maximum: Option<i64>) -> String {
    match (minimum, maximum) {
        (Some(least), Some(most)) => format!("from {least} to {most}"),
        (Some(least), None) => format!("of at least {least}"),
        (None, Some(most)) => format!("of at most {most}"),
        (None, None) => "of any size".to_owned(),
    }
}
