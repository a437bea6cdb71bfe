//! One loss, and how it is made.

use codegen::{Generated, Source};

use super::document;
use crate::command::Failure;

/// A file of generated code.
#[derive(Debug, Clone, Copy)]
pub(super) enum File {
    Types,
    Server,
}

/// What a generator could forget or get wrong.
#[derive(Debug)]
pub(super) struct Loss {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// Where it is made.
#[derive(Debug)]
pub(super) enum Kind {
    /// In one piece of the generated code: the first `from` after `anchor` becomes `to`.
    Code {
        file: File,
        anchor: &'static str,
        from: &'static str,
        to: &'static str,
    },
    /// In the document that the generator reads, and so in all that it writes; the tests read the whole document.
    Document {
        file: &'static str,
        /// The place, as a JSON Pointer.
        place: &'static str,
        edit: Edit,
    },
}

/// What becomes of a place in a document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Edit {
    /// It is gone.
    Remove,
    /// It is this, in YAML.
    Set(&'static str),
    /// The list is without this: a text, a `$ref` that ends so, or an object of this name.
    Without(&'static str),
}

/// The path and the text of each document.
pub(super) type Documents = Vec<(String, String)>;

/// The generated code of documents.
pub(super) fn generate(documents: &[(String, String)]) -> Result<Generated, Failure> {
    let sources: Vec<Source> = documents
        .iter()
        .map(|(file, text)| Source { file, text })
        .collect();
    codegen::generate(&sources).map_err(|findings| Failure::ByHand(findings.to_string()))
}

impl Loss {
    /// The generated code with the loss; `whole` is the code without it.
    pub(super) fn apply(
        &self,
        documents: &[(String, String)],
        whole: &Generated,
    ) -> Result<(String, String), Failure> {
        let stale = |what: String| {
            Failure::ByHand(format!("the loss `{}` cannot be made: {what}", self.name))
        };
        match &self.kind {
            Kind::Code {
                file,
                anchor,
                from,
                to,
            } => {
                let damaged = |text: &str| {
                    replace(text, anchor, from, to).ok_or_else(|| {
                        stale(format!(
                            "`{from}` after `{anchor}` is not in the generated code"
                        ))
                    })
                };
                Ok(match file {
                    File::Types => (damaged(&whole.types)?, whole.server.clone()),
                    File::Server => (whole.types.clone(), damaged(&whole.server)?),
                })
            }
            Kind::Document { file, place, edit } => {
                let mut documents = documents.to_vec();
                for (name, text) in &mut documents {
                    if name == file {
                        *text = document::edit(text, place, *edit).map_err(stale)?;
                    }
                }
                let damaged = generate(&documents).map_err(|finding| stale(finding.to_string()))?;
                if (&damaged.types, &damaged.server) == (&whole.types, &whole.server) {
                    return Err(stale("the generated code is the same".to_owned()));
                }
                Ok((damaged.types, damaged.server))
            }
        }
    }
}

/// The text with the first `from` after the anchor replaced.
fn replace(text: &str, anchor: &str, from: &str, to: &str) -> Option<String> {
    let (before, after) = text.split_at(text.find(anchor)?);
    after
        .contains(from)
        .then(|| format!("{before}{}", after.replacen(from, to, 1)))
}
