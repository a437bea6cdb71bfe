//! A snapshot as a record.

use std::collections::BTreeMap;

use super::snapshot::Snapshot;
use super::{Options, entity};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::sources::field::given;
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// The tag by which a snapshot names its policy.
const POLICY: &str = "policy:";

/// The record of a snapshot, or why there can be none.
pub(super) fn of(
    snapshot: Snapshot,
    repository: &str,
    options: &Options,
) -> Result<Record, String> {
    let hostname = snapshot.hostname.unwrap_or_default();
    let name = entity::name(&hostname, &snapshot.paths.unwrap_or_default());
    if name.is_empty() {
        return Err("it has neither `hostname` nor `paths`".to_owned());
    }
    let tags = snapshot.tags.unwrap_or_default();
    let summary = snapshot.summary.as_ref();
    let parent = snapshot.parent.filter(|parent| !parent.is_empty());
    Ok(Record {
        v: 1,
        source: options.source.clone(),
        repository: Some(repository.to_owned()),
        // rustic prints `original` also where it is the snapshot's own id.
        original: snapshot
            .original
            .filter(|original| !original.is_empty() && *original != snapshot.id),
        entity: Entity {
            kind: Some(ProtectedEntityType::OsAgent),
            name,
            ..Entity::default()
        },
        destination: Some(Reference::Name(
            options
                .destination
                .clone()
                .unwrap_or_else(|| repository.to_owned()),
        )),
        node: given(Some(hostname)).map(Reference::Name),
        policy: policy(&tags)
            .or_else(|| options.policy.clone())
            .map(Reference::Name),
        rule: given(snapshot.label).map(Reference::Name),
        status: Some(Status::Of(BackupStatus::Success)),
        kind: Some(if parent.is_some() {
            BackupType::Incremental
        } else {
            BackupType::Full
        }),
        parent,
        // Before 0.17 nothing says when the run ended.
        started: Some(
            summary
                .and_then(|summary| summary.backup_start)
                .unwrap_or(snapshot.time),
        ),
        finished: summary.and_then(|summary| summary.backup_end),
        snapshot_time: Some(snapshot.time),
        size: summary.and_then(|summary| summary.total_bytes_processed),
        transferred: summary.and_then(|summary| summary.data_added_packed.or(summary.data_added)),
        files: summary.and_then(|summary| summary.total_files_processed),
        warnings: summary
            .filter(|summary| summary.total_files_processed == Some(0))
            .map(|_| vec![empty()]),
        labels: labels(&tags, snapshot.username),
        tool: Some(tool(snapshot.program_version.as_deref())),
        description: given(snapshot.description),
        id: Some(snapshot.id.to_ascii_lowercase()),
        ..Record::default()
    })
}

/// The policy that a tag names; the first of several.
fn policy(tags: &[String]) -> Option<String> {
    tags.iter()
        .filter_map(|tag| tag.strip_prefix(POLICY))
        .find(|name| !name.is_empty())
        .map(str::to_owned)
}

/// rustic stores a snapshot of nothing when its source is missing, and exits 0.
fn empty() -> Warning {
    Warning::Parts {
        code: Some("EMPTY".to_owned()),
        path: None,
        message: "the snapshot holds no files; was the source there?".to_owned(),
    }
}

/// A tag cannot hold a comma: restic parts tags at commas. They are sorted, since rustic prints them in another order
/// than restic does.
fn labels(tags: &[String], username: Option<String>) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    let mut tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    if !tags.is_empty() {
        labels.insert("tags".to_owned(), tags.join(","));
    }
    if let Some(username) = given(username) {
        labels.insert("user".to_owned(), username);
    }
    labels
}

/// `restic 0.18.0`. Before 0.17 restic does not say its version; a repository in its format is then called restic's.
fn tool(program_version: Option<&str>) -> Tool {
    match program_version.and_then(|text| text.split_once(' ')) {
        Some((name, version)) => Tool {
            name: name.to_owned(),
            version: Some(version.to_owned()),
        },
        None => Tool {
            name: program_version.unwrap_or("restic").to_owned(),
            version: None,
        },
    }
}
