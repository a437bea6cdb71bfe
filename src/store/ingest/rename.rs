//! Backups that have got another id.
//!
//! Some tools give a backup a new id when its tags or its name change. In a complete inventory such a backup is a new
//! id beside one that is missing; it stays the backup that it was: guid, description and acknowledgement. Where the
//! old one is still listed, or is in another repository, the new one is a copy and a backup of its own.

use std::collections::{HashMap, HashSet};

use super::StoreError;
use super::find::{Found, Known};
use super::report::Keyed;
use super::writer::{Fault, Writer};
use crate::domain::identity;
use crate::domain::record::Record;

/// The start of the digits of an id.
const DIGITS: usize = 8;

/// What stays the same when borg renames an archive: time, node, size.
type Trace = (i64, Option<String>, i64);

/// Whether an unknown record may be a known backup with a new id: restic says which it was; borg does not, so it has
/// to be one of the inventory's scope. `any` says that there are any.
pub(super) fn may_be_renamed(record: &Record, any: bool) -> bool {
    record.id.is_some() && (record.original.is_some() || any && is_borg(record))
}

fn is_borg(record: &Record) -> bool {
    record
        .tool
        .as_ref()
        .is_some_and(|tool| tool.name.starts_with("borg"))
}

/// Finds the backups of records that wait until the whole inventory was seen.
#[derive(Debug)]
pub(super) struct Renames {
    /// Waiting ids by their first digits.
    digits: HashMap<String, usize>,
    /// Waiting records of borg by what stays the same.
    traces: HashMap<Trace, usize>,
    /// Backups that the inventory no longer lists, if it is complete.
    vanished: Option<HashSet<i64>>,
    /// The same by what stays the same; filled when first needed.
    vanished_traces: Option<HashMap<Trace, Vec<i64>>>,
}

impl Renames {
    pub(super) fn new(waiting: &[(u64, Keyed)], vanished: Option<HashSet<i64>>) -> Self {
        let mut digits = HashMap::new();
        let mut traces = HashMap::new();
        for (_, Keyed { record, .. }) in waiting {
            if let Some(start) = record.id.as_deref().and_then(|id| id.get(..DIGITS)) {
                *digits.entry(start.to_owned()).or_default() += 1;
            }
            if is_borg(record) {
                *traces.entry(trace(record)).or_default() += 1;
            }
        }
        Self {
            digits,
            traces,
            vanished,
            vanished_traces: None,
        }
    }

    /// The backup of a record that waited. `seen` are the backups that the inventory lists.
    pub(super) fn find(
        &mut self,
        writer: &mut Writer<'_>,
        keyed: &Keyed,
        seen: &HashSet<i64>,
    ) -> Result<Found, Fault> {
        let found = writer.find(keyed)?;
        let record = &keyed.record;
        match found {
            Found::ByShort(known) => {
                let start = record.id.as_deref().and_then(|id| id.get(..DIGITS));
                let alone = start.and_then(|start| self.digits.get(start)) == Some(&1);
                // Of two whole ids that begin alike, nobody knows which one the short one was.
                return Ok(if alone {
                    Found::ByShort(known)
                } else {
                    Found::Nothing
                });
            }
            Found::Nothing => {}
            found @ (Found::Backup(_) | Found::Twice(..)) => return Ok(found),
        }
        let Some(vanished) = &self.vanished else {
            return Ok(Found::Nothing);
        };
        if let Some(original) = &record.original {
            let repository = record.repository.as_deref().unwrap_or_default();
            let guid = identity::backup(&record.source, repository, original);
            let known = writer.by_guid(guid)?;
            return Ok(match known {
                Some(known) if known.state.removal.is_none() && !seen.contains(&known.place.id) => {
                    Found::Backup(Box::new(known))
                }
                _ => Found::Nothing,
            });
        }
        let trace = trace(record);
        if self.traces.get(&trace) != Some(&1) {
            return Ok(Found::Nothing);
        }
        if self.vanished_traces.is_none() {
            self.vanished_traces = Some(traces(writer, vanished)?);
        }
        let candidates = self
            .vanished_traces
            .as_ref()
            .and_then(|traces| traces.get(&trace));
        match candidates.map(Vec::as_slice) {
            Some([only]) if !seen.contains(only) => {
                let known = writer.by_number(*only)?;
                let same_repository = writer.repository(record)? == Some(known.place.repository);
                Ok(if same_repository {
                    Found::Backup(Box::new(known))
                } else {
                    Found::Nothing
                })
            }
            _ => Ok(Found::Nothing),
        }
    }
}

fn trace(record: &Record) -> Trace {
    let time = record.snapshot_time.or(record.started).or(record.finished);
    (
        time.unwrap_or_default(),
        record.node.as_ref().map(|node| node.name().to_owned()),
        record.size.unwrap_or_default(),
    )
}

fn traces(
    writer: &mut Writer<'_>,
    backups: &HashSet<i64>,
) -> Result<HashMap<Trace, Vec<i64>>, StoreError> {
    let mut traces: HashMap<Trace, Vec<i64>> = HashMap::new();
    for backup in backups {
        let Known { state, .. } = writer.by_number(*backup)?;
        let node = match state.node {
            Some(node) => Some(writer.node(node)?),
            None => None,
        };
        let size = state.size.as_ref().map_or(0, |told| told.value);
        let trace = (state.snapshot_time(), node, size);
        traces.entry(trace).or_default().push(*backup);
    }
    Ok(traces)
}
