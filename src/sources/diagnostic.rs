//! What an importer could not read.

use std::fmt;

use serde::Serialize;

/// One entry of a tool's output that was left out, and why. An inventory that has any is not complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Which entry of the output, from 1.
    pub entry: usize,
    /// The backup's id at the tool, where that much could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "entry {}", self.entry)?;
        if let Some(id) = &self.id {
            write!(formatter, " ({id})")?;
        }
        write!(formatter, ": {}", self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::Diagnostic;

    #[test]
    fn a_diagnostic_says_which_entry_it_is_about() {
        let mut diagnostic = Diagnostic {
            entry: 3,
            id: Some("6baa04e8".into()),
            reason: "`time` is missing".into(),
        };
        assert_eq!(
            diagnostic.to_string(),
            "entry 3 (6baa04e8): `time` is missing"
        );
        diagnostic.id = None;
        assert_eq!(diagnostic.to_string(), "entry 3: `time` is missing");
    }
}
