//! restic's and rustic's inventories.
//!
//! `restic snapshots --json` is an array of snapshots; with `--group-by`, and from rustic always, an array of
//! `{group_key, snapshots}`. Which one it is shows in the entries. A snapshot says nothing of how its run ended: restic
//! lists one that skipped unreadable files exactly as a good one, so each is a SUCCESS until the run itself is reported.

mod config;
mod entity;
mod record;
mod snapshot;

use serde_json::Value;

use self::snapshot::Snapshot;
use super::output::{self, Entry};
use super::{Inventory, SourceError, field};
use crate::domain::record::Record;

/// The command whose output is read.
const SNAPSHOTS: &str = "`restic snapshots --json`";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the destination; without one the repository's id.
    pub destination: Option<String>,
    /// Policy of snapshots without a tag `policy:NAME`.
    pub policy: Option<String>,
    /// The repository's id, where there is no config.
    pub repository: Option<String>,
    /// restic listed all snapshots (no `--host`, `--tag`, `--path`, `--latest`) and exited 0.
    pub complete: bool,
}

/// Reads the output of `restic snapshots --json` (or rustic's), and of `restic cat config`.
///
/// Output that is damaged anywhere is refused as a whole. A snapshot that cannot be read is left out with a
/// diagnostic, and the inventory is then not complete; where no snapshot can be read, it is the output of something
/// else and refused.
pub fn inventory(
    snapshots: &[u8],
    config: Option<&[u8]>,
    options: &Options,
) -> Result<Inventory, SourceError> {
    let repository = config::repository(config, options.repository.as_deref())?;
    let entries = entries(output::json(snapshots, SNAPSHOTS)?)?;
    output::inventory(
        SNAPSHOTS,
        format!("restic:{repository}"),
        options.complete,
        entries
            .into_iter()
            .map(|value| read(value, &repository, options)),
    )
}

/// The snapshots of either shape. A group without a list of snapshots stays as it is: reading it as a snapshot will say
/// what is wrong.
fn entries(output: Value) -> Result<Vec<Value>, SourceError> {
    let list = match output {
        Value::Array(list) => list,
        // An empty list, as Go prints one that was never made.
        Value::Null => return Ok(Vec::new()),
        other => {
            return Err(SourceError::Shape {
                what: SNAPSHOTS,
                reason: refusal_of_other(&other),
            });
        }
    };
    let mut entries = Vec::with_capacity(list.len());
    for mut entry in list {
        let group = entry.get("group_key").is_some();
        match entry.get_mut("snapshots") {
            Some(Value::Array(snapshots)) if group => entries.append(snapshots),
            _ => entries.push(entry),
        }
    }
    Ok(entries)
}

/// What else was given; restic 0.17 and later report their failure as JSON.
fn refusal_of_other(output: &Value) -> String {
    match output.get("message").and_then(Value::as_str) {
        Some(message) => format!("it says `{message}`"),
        None => "it is not a list".to_owned(),
    }
}

/// One snapshot as a record.
fn read(value: Value, repository: &str, options: &Options) -> Entry {
    let id = field::id(&value, "id");
    Snapshot::read(value)
        .and_then(|snapshot| record::of(snapshot, repository, options))
        .map_err(|reason| (id, reason))
}

pub(super) use self::entity::name as entity_name;

/// One snapshot, as `rustic backup --json` prints what it has made.
pub(super) fn of_snapshot(
    value: Value,
    repository: &str,
    options: &Options,
) -> Result<Record, String> {
    Snapshot::read(value).and_then(|snapshot| record::of(snapshot, repository, options))
}
