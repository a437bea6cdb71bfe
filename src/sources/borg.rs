//! Borg 1.x's inventory.
//!
//! `borg info --json --glob-archives '*'` and `borg list --json` are one object with the archives and the repository;
//! only the first has sizes, and only with `--format` the second has a host. Neither says how the run ended: an archive
//! that skipped unreadable files is listed exactly as a good one, so each is a SUCCESS until the run itself is reported.
//! The exceptions are an archive without files, which borg stores when its source is missing, and a checkpoint, which
//! an interrupted run leaves.

mod archive;
pub(super) mod escapes;
mod record;
mod series;

use std::collections::HashSet;

use jiff::tz::TimeZone;
use serde_json::Value;

use self::archive::{Archive, Repository};
use super::output::{self, Entry};
use super::{Inventory, SourceError, field, moment};
use crate::domain::record::Record;
use crate::types::BackupType;

/// The command whose output is read.
const INFO: &str = "`borg info --json --glob-archives '*'` (or `borg list --json`)";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the destination; without one the repository's address without login and password.
    pub destination: Option<String>,
    /// Policy of archives without a comment `policy=NAME`.
    pub policy: Option<String>,
    /// The zone of the times, which borg prints without one.
    pub zone: Option<TimeZone>,
    /// borg listed all archives (no `--last`, `--first`, other pattern) and exited 0.
    pub complete: bool,
}

/// Reads the output of `borg info --json --glob-archives '*'` or of `borg list --json`.
///
/// Output that is damaged anywhere is refused as a whole. An archive that cannot be read is left out with a
/// diagnostic, and the inventory is then not complete; where no archive can be read, it is the output of something
/// else and refused.
pub fn inventory(output: &[u8], options: &Options) -> Result<Inventory, SourceError> {
    let output = output::json(&escapes::paired(output), INFO)?;
    of_repository(output, INFO, options)
}

/// The inventory of one repository's object.
pub(super) fn of_repository(
    mut output: Value,
    what: &'static str,
    options: &Options,
) -> Result<Inventory, SourceError> {
    let shape = |reason: String| SourceError::Shape { what, reason };
    let Some(Value::Array(archives)) = output.get_mut("archives").map(Value::take) else {
        return Err(shape("it has no list `archives`".to_owned()));
    };
    let Some(repository) = output.get_mut("repository").map(Value::take) else {
        return Err(shape("it has no `repository`".to_owned()));
    };
    let repository = Repository::read(repository)
        .map_err(|reason| shape(format!("in `repository`, {reason}")))?;
    let times = archives
        .iter()
        .filter_map(|archive| archive.get("start").and_then(Value::as_str));
    moment::zone_is_known(what, options.zone.as_ref(), times)?;
    let mut entries: Vec<Entry> = archives
        .into_iter()
        .map(|value| read(value, &repository, options))
        .collect();
    type_by_age(&mut entries, options.complete);
    output::inventory(
        what,
        format!("borg:{}", repository.id),
        options.complete,
        entries,
    )
}

/// One archive as a record.
fn read(value: Value, repository: &Repository, options: &Options) -> Entry {
    let id = field::id(&value, "id");
    Archive::read(value)
        .and_then(|archive| record::of(archive, repository, options))
        .map_err(|reason| (id, reason))
}

/// Each archive restores alone and names no parent. What was stored for it is all of its data for the first of a
/// series, and what is new for the others. In a part of a list nobody knows which is the first.
fn type_by_age(entries: &mut [Entry], whole: bool) {
    let mut records: Vec<_> = entries.iter_mut().flatten().collect();
    records
        .sort_by(|one, other| (one.snapshot_time, &one.id).cmp(&(other.snapshot_time, &other.id)));
    let mut met = HashSet::new();
    for record in records {
        record.kind = match met.insert(record.entity.name.clone()) {
            true if whole => Some(BackupType::Full),
            true => None,
            false => Some(BackupType::Incremental),
        };
    }
}

pub(super) use self::series::entity as entity_name;

/// One archive and its repository, as `borg create --json` prints what it has made.
pub(super) fn of_archive(
    archive: Value,
    repository: Value,
    options: &Options,
) -> Result<Record, String> {
    let repository = Repository::read(repository)?;
    Archive::read(archive).and_then(|archive| record::of(archive, &repository, options))
}
