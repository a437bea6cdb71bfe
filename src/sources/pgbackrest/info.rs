//! Stanzas and backups as pgBackRest prints them. What it prints beside is not read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::sources::field::{self, count};

/// The key of the only repository, before version 2.32 had several.
const ONLY: u32 = 1;

/// One element of the list.
#[derive(Debug, Deserialize)]
pub(super) struct Stanza {
    pub(super) name: String,
    /// Read one by one.
    #[serde(default)]
    pub(super) backup: Vec<Value>,
    #[serde(default)]
    pub(super) db: Vec<Cluster>,
    #[serde(default)]
    repo: Vec<Repository>,
    status: State,
}

/// A database cluster that the stanza has had: an upgrade makes another.
#[derive(Debug, Deserialize)]
pub(super) struct Cluster {
    pub(super) id: u64,
    #[serde(rename = "repo-key", default = "only")]
    pub(super) repo_key: u32,
    #[serde(rename = "system-id")]
    pub(super) system_id: u64,
    #[serde(default)]
    pub(super) version: Option<String>,
}

/// A repository of the stanza.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Repository {
    pub(super) key: u32,
    pub(super) status: State,
}

/// What pgBackRest makes of something.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct State {
    pub(super) code: i64,
    #[serde(default)]
    pub(super) message: String,
}

/// One backup.
#[derive(Debug, Deserialize)]
pub(super) struct Backup {
    pub(super) label: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) prior: Option<String>,
    pub(super) database: Database,
    pub(super) timestamp: Span,
    /// A page that fails its checksum, which does not fail the run.
    #[serde(default)]
    pub(super) error: Option<bool>,
    #[serde(rename = "error-list", default)]
    pub(super) error_list: Option<Vec<String>>,
    #[serde(default)]
    pub(super) info: Sizes,
    #[serde(default)]
    pub(super) annotation: Option<BTreeMap<String, String>>,
    #[serde(default)]
    pub(super) backrest: Option<Program>,
}

/// Which cluster it is of, and which repository it is in.
#[derive(Debug, Deserialize)]
pub(super) struct Database {
    pub(super) id: u64,
    #[serde(rename = "repo-key", default = "only")]
    pub(super) repo_key: u32,
}

/// When it ran, epoch s.
#[derive(Debug, Deserialize)]
pub(super) struct Span {
    pub(super) start: i64,
    pub(super) stop: i64,
}

/// How much it holds.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sizes {
    #[serde(default, deserialize_with = "count")]
    pub(super) size: Option<i64>,
    #[serde(default)]
    pub(super) repository: Stored,
}

/// How much of the repository it takes.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Stored {
    #[serde(default, deserialize_with = "count")]
    pub(super) delta: Option<i64>,
}

/// The program that made it.
#[derive(Debug, Deserialize)]
pub(super) struct Program {
    #[serde(default)]
    pub(super) version: Option<String>,
}

impl Stanza {
    /// Reads an element, or says which property is wrong.
    pub(super) fn read(value: Value) -> Result<Self, String> {
        field::read(value)
    }

    /// Its repositories; `used` are those of its backups, for versions that do not list them.
    pub(super) fn repositories(&self, used: impl Iterator<Item = u32>) -> Vec<Repository> {
        if !self.repo.is_empty() {
            return self.repo.clone();
        }
        let mut keys: Vec<u32> = used.collect();
        if keys.is_empty() {
            keys.push(ONLY);
        }
        let repository = |key| Repository {
            key,
            status: self.status.clone(),
        };
        keys.into_iter().map(repository).collect()
    }
}

impl Repository {
    /// Whether what it lacks is gone: 0 is fine, 2 is readable and without backups. The other codes say that
    /// something is missing or broken.
    pub(super) fn is_readable(&self) -> bool {
        matches!(self.status.code, 0 | 2)
    }
}

/// The repository of a backup, before it is known whether it can be read.
pub(super) fn repository_key(backup: &Value) -> u32 {
    backup
        .get("database")
        .and_then(|database| database.get("repo-key"))
        .and_then(Value::as_u64)
        .and_then(|key| u32::try_from(key).ok())
        .unwrap_or(ONLY)
}

const fn only() -> u32 {
    ONLY
}
