//! A snapshot as restic and rustic print it. What they print beside is not read.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::sources::field::{self, count, time};

/// One entry.
#[derive(Debug, Deserialize)]
pub(super) struct Snapshot {
    pub(super) id: String,
    #[serde(deserialize_with = "time")]
    pub(super) time: i64,
    #[serde(default)]
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) original: Option<String>,
    #[serde(default)]
    pub(super) hostname: Option<String>,
    #[serde(default)]
    pub(super) username: Option<String>,
    #[serde(default)]
    pub(super) paths: Option<Vec<String>>,
    #[serde(default)]
    pub(super) tags: Option<Vec<String>>,
    /// rustic's.
    #[serde(default)]
    pub(super) label: Option<String>,
    /// rustic's.
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) program_version: Option<String>,
    /// restic's since 0.17, rustic's.
    #[serde(default)]
    pub(super) summary: Option<Summary>,
}

/// What the run counted.
#[derive(Debug, Deserialize)]
pub(super) struct Summary {
    #[serde(default, deserialize_with = "maybe_time")]
    pub(super) backup_start: Option<i64>,
    #[serde(default, deserialize_with = "maybe_time")]
    pub(super) backup_end: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    pub(super) total_files_processed: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    pub(super) total_bytes_processed: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    pub(super) data_added: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    pub(super) data_added_packed: Option<i64>,
}

impl Snapshot {
    /// Reads an entry, or says which property is wrong.
    pub(super) fn read(value: Value) -> Result<Self, String> {
        let snapshot: Self = field::read(value)?;
        if is_id(&snapshot.id) {
            Ok(snapshot)
        } else {
            Err(format!(
                "`id` is `{}`, not the 64 hexadecimal digits of a snapshot",
                snapshot.id
            ))
        }
    }
}

/// Whether a text is an id of restic's: a SHA-256 in hex.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A time of a summary. Go prints a time that was never set as year 1.
fn maybe_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    time(deserializer).map(|time| (time >= 0).then_some(time))
}
