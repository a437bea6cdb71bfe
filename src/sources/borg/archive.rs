//! An archive and its repository as borg prints them. What it prints beside is not read.

use serde::Deserialize;
use serde_json::Value;

use crate::sources::field::{self, count};

/// One entry of `archives`.
#[derive(Debug, Deserialize)]
pub(super) struct Archive {
    pub(super) id: String,
    pub(super) name: String,
    /// Local time of where borg ran, without a zone.
    pub(super) start: String,
    #[serde(default)]
    pub(super) end: Option<String>,
    #[serde(default)]
    pub(super) hostname: Option<String>,
    #[serde(default)]
    pub(super) username: Option<String>,
    #[serde(default)]
    pub(super) comment: Option<String>,
    /// `borg info` only.
    #[serde(default)]
    pub(super) stats: Option<Stats>,
}

/// How much an archive holds.
#[derive(Debug, Deserialize)]
pub(super) struct Stats {
    #[serde(default, deserialize_with = "count")]
    pub(super) original_size: Option<i64>,
    /// What no other archive holds *now*: less with each later archive.
    #[serde(default, deserialize_with = "count")]
    pub(super) deduplicated_size: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    pub(super) nfiles: Option<i64>,
}

/// The repository.
#[derive(Debug, Deserialize)]
pub(super) struct Repository {
    pub(super) id: String,
    #[serde(default)]
    pub(super) location: Option<String>,
    /// borgmatic's.
    #[serde(default)]
    pub(super) label: Option<String>,
}

impl Archive {
    /// Reads an entry, or says which property is wrong.
    pub(super) fn read(value: Value) -> Result<Self, String> {
        let archive: Self = field::read(value)?;
        if is_id(&archive.id) {
            Ok(archive)
        } else {
            Err(format!(
                "`id` is `{}`, not the 64 hexadecimal digits of an archive",
                archive.id
            ))
        }
    }
}

impl Repository {
    /// Reads it, or says which property is wrong.
    pub(super) fn read(value: Value) -> Result<Self, String> {
        let mut repository: Self = field::read(value)?;
        if is_id(&repository.id) {
            repository.id.make_ascii_lowercase();
            Ok(repository)
        } else {
            Err(format!(
                "`id` is `{}`, not the 64 hexadecimal digits of a repository",
                repository.id
            ))
        }
    }
}

/// Whether a text is an id of borg's: 256 bits in hex.
fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
