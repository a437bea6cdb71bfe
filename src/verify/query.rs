//! The parameters of a request.

use std::fmt::{Display, Write as _};

/// Names and values, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// With a parameter that is given once: an earlier value of it is replaced.
    pub(super) fn with(&self, name: &str, value: impl Display) -> Self {
        let kept = self.0.iter().filter(|(known, _)| known != name);
        let mut all: Vec<_> = kept.cloned().collect();
        all.push((name.to_owned(), value.to_string()));
        Self(all)
    }

    /// With one more value of a parameter that may be repeated.
    pub(super) fn and(&self, name: &str, value: impl Display) -> Self {
        let mut all = self.0.clone();
        all.push((name.to_owned(), value.to_string()));
        Self(all)
    }

    /// With all values of a parameter instead of those that it had.
    pub(super) fn set(&self, name: &str, values: &[String]) -> Self {
        let kept = self.0.iter().filter(|(known, _)| known != name);
        let more = values.iter().map(|value| (name.to_owned(), value.clone()));
        Self(kept.cloned().chain(more).collect())
    }

    /// As it stands after the `?`.
    pub(super) fn encoded(&self) -> String {
        let pairs = self
            .0
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

/// Percent-encodes everything but what never needs it.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
