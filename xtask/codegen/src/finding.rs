//! What is wrong with a document, said so that a person can mend it.

use std::fmt;

use crate::document::Place;

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, as the caller named it.
    pub file: String,
    /// Where in the file, such as `paths./backups.get.parameters[3]`.
    pub path: String,
    /// The rule's name.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            path,
            rule,
            message,
            remedy,
        } = self;
        write!(f, "{file}: {path}: [{rule}] {message}. Remedy: {remedy}")
    }
}

/// All that is wrong with the documents, one finding a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Findings(pub Vec<Finding>);

/// Collects findings while the rules run.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Finding>);

impl Report {
    /// Notes that a rule is broken at a place.
    pub(crate) fn add(
        &mut self,
        place: &Place,
        rule: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.0.push(Finding {
            file: place.file().to_owned(),
            path: place.path().to_owned(),
            rule,
            message: message.into(),
            remedy: remedy.into(),
        });
    }

    /// Success when nothing was found.
    pub(crate) fn finish(mut self) -> Result<(), Findings> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0.sort();
        self.0.dedup();
        Err(Findings(self.0))
    }
}

impl Findings {
    /// A single finding about a whole file.
    pub(crate) fn whole_file(file: &str, rule: &'static str, message: String) -> Self {
        Self(vec![Finding {
            file: file.to_owned(),
            path: "(document)".to_owned(),
            rule,
            message,
            remedy: "correct the document".to_owned(),
        }])
    }
}
