//! A backup as a record.

use std::collections::BTreeMap;

use super::Options;
use super::info::{Backup, Cluster, Stanza};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::sources::field::{given, milliseconds};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// The annotation by which a backup names its policy.
const POLICY: &str = "policy";

/// The record of a backup, or why there can be none.
pub(super) fn of(backup: Backup, stanza: &Stanza, options: &Options) -> Result<Record, String> {
    let key = backup.database.repo_key;
    let kind = match backup.kind.as_str() {
        "full" => BackupType::Full,
        "diff" | "incr" => BackupType::Incremental,
        other => return Err(format!("`type` is `{other}`, not full, diff or incr")),
    };
    let cluster = stanza
        .db
        .iter()
        .find(|cluster| (cluster.id, cluster.repo_key) == (backup.database.id, key))
        .ok_or_else(|| {
            format!(
                "`database.id` is {}, which `db` does not list for repository {key}",
                backup.database.id
            )
        })?;
    let started = milliseconds("timestamp.start", backup.timestamp.start)?;
    let failed = backup.error == Some(true);
    let mut annotations = backup.annotation.unwrap_or_default();
    Ok(Record {
        v: 1,
        source: options.source.clone(),
        repository: Some(format!("{}:{key}", cluster.system_id)),
        entity: Entity {
            kind: Some(ProtectedEntityType::App),
            name: stanza.name.clone(),
            ..Entity::default()
        },
        destination: Some(Reference::Name(
            options
                .destinations
                .get(&key)
                .cloned()
                .unwrap_or_else(|| format!("repo{key}")),
        )),
        node: options.node.clone().map(Reference::Name),
        policy: given(annotations.remove(POLICY))
            .or_else(|| options.policy.clone())
            .map(Reference::Name),
        status: Some(Status::Of(if failed {
            BackupStatus::PartialSuccess
        } else {
            BackupStatus::Success
        })),
        kind: Some(kind),
        parent: given(backup.prior),
        root: backup
            .label
            .split_once('_')
            .map(|(root, _)| root.to_owned()),
        started: Some(started),
        finished: Some(milliseconds("timestamp.stop", backup.timestamp.stop)?),
        snapshot_time: Some(started),
        size: backup.info.size,
        transferred: backup.info.repository.delta,
        stored: backup.info.repository.delta,
        warnings: failed.then(|| warnings(backup.error_list.unwrap_or_default())),
        labels: labels(annotations, cluster),
        tool: Some(Tool {
            name: "pgbackrest".to_owned(),
            version: backup.backrest.and_then(|program| program.version),
        }),
        id: Some(backup.label),
        ..Record::default()
    })
}

/// The files are listed with `--set` only.
fn warnings(files: Vec<String>) -> Vec<Warning> {
    let warning = |path| Warning::Parts {
        code: Some("PAGE_CHECKSUM".to_owned()),
        path,
        message: "a page fails its checksum".to_owned(),
    };
    if files.is_empty() {
        return vec![warning(None)];
    }
    files.into_iter().map(|file| warning(Some(file))).collect()
}

fn labels(
    mut annotations: BTreeMap<String, String>,
    cluster: &Cluster,
) -> BTreeMap<String, String> {
    annotations.insert("systemId".to_owned(), cluster.system_id.to_string());
    if let Some(version) = &cluster.version {
        annotations.insert("postgresql".to_owned(), version.clone());
    }
    annotations
}
