//! What a parameter may be, and the check of one value against it.

use std::fmt::Write as _;

use super::ApiError;
use super::error::shortened;

/// Where a parameter stands in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query, after `?`.
    Query,
    /// A header.
    Header,
}

/// A parameter as the document has it.
#[derive(Debug, Clone, Copy)]
pub struct ParameterInfo {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it stands.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it may be given more than once.
    pub repeated: bool,
    /// What its value may be.
    pub kind: ParameterKind,
}

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub enum ParameterKind {
    /// Exactly `true` or `false`.
    Boolean,
    /// A whole number in decimal digits, both ends included.
    Integer {
        /// The smallest.
        minimum: i64,
        /// The greatest.
        maximum: i64,
    },
    /// A UUID with hyphens, in any case.
    Uuid,
    /// Text; lengths are characters.
    Text {
        /// The fewest characters.
        min_length: usize,
        /// The most characters.
        max_length: Option<usize>,
        /// The form that it must have.
        pattern: Option<Pattern>,
    },
    /// One of these.
    Enum {
        /// The values, as the document has them.
        allowed: &'static [&'static str],
        /// Whether upper and lower case mean the same.
        ignore_case: bool,
    },
}

/// A regular expression and the check that was compiled from it.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// The expression, for messages.
    pub text: &'static str,
    /// Whether a text has the form.
    pub matches: fn(&str) -> bool,
}

impl ParameterInfo {
    /// The value as the type takes it: the spelling of the document where case is ignored, else as given.
    pub(super) fn check(&self, value: &str) -> Result<String, ApiError> {
        let refused = || {
            ApiError::malformed_parameter(
                self.name,
                value,
                format!(
                    "`{}` is {:?}; {}.",
                    self.name,
                    shortened(value),
                    self.kind.expectation()
                ),
            )
            .allowed(self.kind.allowed())
        };
        self.kind.accept(value).ok_or_else(refused)
    }
}

impl ParameterKind {
    /// The normalised value, if it is one of this kind.
    pub(super) fn accept(&self, value: &str) -> Option<String> {
        let fits = match *self {
            Self::Boolean => matches!(value, "true" | "false"),
            Self::Integer { minimum, maximum } => {
                // `i64::from_str` takes a leading plus, which a query turns into a space anyway.
                !value.starts_with('+')
                    && value
                        .parse::<i64>()
                        .is_ok_and(|number| (minimum..=maximum).contains(&number))
            }
            // The type also reads 32 digits without hyphens, braces and URNs.
            Self::Uuid => value.len() == 36 && uuid::Uuid::try_parse(value).is_ok(),
            Self::Text {
                min_length,
                max_length,
                pattern,
            } => {
                let length = value.chars().count();
                length >= min_length
                    && max_length.is_none_or(|most| length <= most)
                    && pattern.is_none_or(|pattern| (pattern.matches)(value))
            }
            Self::Enum {
                allowed,
                ignore_case,
            } => {
                return allowed
                    .iter()
                    .find(|known| {
                        **known == value || (ignore_case && known.eq_ignore_ascii_case(value))
                    })
                    .map(|known| (*known).to_owned());
            }
        };
        fits.then(|| value.to_owned())
    }

    /// What would have been accepted, for the error's `allowed`.
    pub(super) fn allowed(&self) -> Vec<String> {
        match *self {
            Self::Boolean => vec!["true".to_owned(), "false".to_owned()],
            Self::Enum { allowed, .. } => allowed.iter().map(|known| (*known).to_owned()).collect(),
            Self::Integer { .. } | Self::Uuid | Self::Text { .. } => vec![self.in_words()],
        }
    }

    /// The end of the message.
    fn expectation(&self) -> String {
        match *self {
            Self::Boolean => "allowed are true and false".to_owned(),
            Self::Enum { allowed, .. } => format!("allowed are {}", allowed.join(", ")),
            Self::Integer { .. } | Self::Uuid | Self::Text { .. } => {
                format!("allowed is {}", self.in_words())
            }
        }
    }

    fn in_words(&self) -> String {
        match *self {
            Self::Integer { minimum, maximum } => {
                format!("a whole number from {minimum} to {maximum}")
            }
            Self::Uuid => "a UUID such as 0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11".to_owned(),
            Self::Text {
                min_length,
                max_length,
                pattern,
            } => {
                let mut words = match (min_length, max_length) {
                    (0, None) => "text".to_owned(),
                    (0, Some(most)) => format!("text of at most {most} characters"),
                    (least, None) => format!("text of at least {least} characters"),
                    (least, Some(most)) => format!("text of {least} to {most} characters"),
                };
                if let Some(pattern) = pattern {
                    let _ = write!(words, " that matches {}", pattern.text);
                }
                words
            }
            Self::Boolean | Self::Enum { .. } => self.allowed().join(", "),
        }
    }
}
