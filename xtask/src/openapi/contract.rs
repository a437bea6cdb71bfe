//! A contract: the documents, what they say together, and the client that is generated from them.

use std::fs;
use std::path::Path;

use codegen::Source;
use serde_json::Value;

use super::place::Place;
use super::surface::Surface;
use crate::command::Failure;
use crate::files;

/// The name and the text of each document.
pub(super) type Texts = Vec<(String, String)>;

/// What a release promises.
pub(super) struct Contract {
    /// All documents as one.
    pub(super) bundle: Value,
    /// What code over the generated client can name.
    pub(super) surface: Surface,
    /// Each document alone, to know where something stands.
    documents: Vec<(String, Value)>,
}

/// A file of the repository.
pub(super) fn read(path: &str) -> Result<String, Failure> {
    fs::read_to_string(files::absolute(path))
        .map_err(|cause| Failure::ByHand(format!("{path}: {cause}")))
}

/// Puts a file into the repository; true if it says something else now.
pub(super) fn write(path: &str, text: &str) -> Result<bool, Failure> {
    let absolute = files::absolute(path);
    if fs::read_to_string(&absolute).is_ok_and(|there| there == text) {
        return Ok(false);
    }
    let io = |cause| Failure::ByHand(format!("{path}: {cause}"));
    fs::create_dir_all(absolute.parent().unwrap_or(Path::new("."))).map_err(io)?;
    fs::write(absolute, text).map_err(io)?;
    Ok(true)
}

impl Contract {
    /// Lints the documents and generates the client; an error says all that is wrong.
    pub(super) fn generate(texts: &Texts) -> Result<Self, Failure> {
        let generated = codegen::generate(&sources(texts)).map_err(refused)?;
        Ok(Self {
            surface: Surface::read(&generated.types, &generated.client)?,
            bundle: generated.document,
            documents: documents(texts)?,
        })
    }

    /// The documents with a client that was generated from them earlier, perhaps by an older generator. Not linted: an
    /// older document need not keep newer rules.
    pub(super) fn new(texts: &Texts, surface: Surface) -> Result<Self, Failure> {
        Ok(Self {
            surface,
            bundle: codegen::bundle(&sources(texts)).map_err(refused)?,
            documents: documents(texts)?,
        })
    }

    /// The file in which a place stands, if it is in this contract.
    pub(super) fn file(&self, place: &Place) -> Option<&str> {
        let stands = |document: &Value| {
            let mut value = document;
            for key in place.owner() {
                match value.get(key) {
                    Some(below) => value = below,
                    None => return false,
                }
            }
            true
        };
        let found = self.documents.iter().find(|(_, value)| stands(value));
        found.map(|(file, _)| file.as_str())
    }

    /// The version that all documents carry: they are served as one.
    pub(super) fn version(&self) -> Result<&str, Failure> {
        let version = |document: &'_ Value| document["info"]["version"].as_str().map(str::to_owned);
        let [(first_file, first), ..] = self.documents.as_slice() else {
            return Err(Failure::ByHand("there are no documents".to_owned()));
        };
        for (file, document) in &self.documents {
            if version(document) != version(first) {
                return Err(Failure::ByHand(format!(
                    "`info.version` of {file} is not that of {first_file}; the documents are served as one, give them one version"
                )));
            }
        }
        self.bundle["info"]["version"]
            .as_str()
            .ok_or_else(|| Failure::ByHand("`info.version` is missing".to_owned()))
    }
}

fn sources(texts: &Texts) -> Vec<Source<'_>> {
    texts
        .iter()
        .map(|(file, text)| Source { file, text })
        .collect()
}

/// Each document alone.
fn documents(texts: &Texts) -> Result<Vec<(String, Value)>, Failure> {
    let sources = sources(texts);
    sources
        .chunks(1)
        .map(|alone| {
            let bundle = codegen::bundle(alone).map_err(refused)?;
            Ok((alone[0].file.to_owned(), bundle))
        })
        .collect()
}

#[allow(clippy::needless_pass_by_value)] // for `map_err`
fn refused(findings: codegen::Findings) -> Failure {
    Failure::ByHand(findings.to_string())
}
