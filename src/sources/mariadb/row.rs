//! A row of the history.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Options;
use crate::domain::record::{Entity, Record, Reference, Status, Tool};
use crate::sources::field::{given, number};
use crate::sources::moment;
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// One backup. What the table has beside is not read.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) uuid: String,
    /// The name that `--history` was given.
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    tool_name: Option<String>,
    #[serde(default)]
    tool_version: Option<String>,
    #[serde(default)]
    server_version: Option<String>,
    /// Local time without a zone.
    start_time: String,
    #[serde(default)]
    end_time: Option<String>,
    /// Where in the log of changes it begins: where its parent ends.
    #[serde(default, deserialize_with = "number")]
    innodb_from_lsn: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    innodb_to_lsn: Option<i64>,
    /// Only some tables, as asked for.
    #[serde(default)]
    partial: Option<String>,
    incremental: String,
}

/// The backup that an increment begins at the end of. Where nothing was changed in between, several end there: the last
/// of them that is older.
pub(super) fn parent<'a>(row: &Row, rows: impl Iterator<Item = &'a Row>) -> Option<String> {
    if row.incremental != "Y" {
        return None;
    }
    let begin = row.innodb_from_lsn?;
    rows.filter(|other| other.innodb_to_lsn == Some(begin))
        .filter(|other| (&other.start_time, &other.uuid) < (&row.start_time, &row.uuid))
        .max_by(|one, other| (&one.start_time, &one.uuid).cmp(&(&other.start_time, &other.uuid)))
        .map(|parent| parent.uuid.clone())
}

impl Row {
    /// The row as a record, or why there can be none.
    pub(super) fn record(
        &self,
        parent: Option<String>,
        options: &Options,
    ) -> Result<Record, String> {
        let kind = match self.incremental.as_str() {
            "Y" => BackupType::Incremental,
            "N" => BackupType::Full,
            other => return Err(format!("`incremental` is `{other}`, not Y or N")),
        };
        let time = |field: &str, text: &str| {
            moment::read(text, options.zone.as_ref())
                .map_err(|reason| format!("`{field}`: {reason}"))
        };
        let started = time("start_time", &self.start_time)?;
        let finished = self
            .end_time
            .as_deref()
            .map(|end| time("end_time", end))
            .transpose()?;
        Ok(Record {
            v: 1,
            source: options.source.clone(),
            id: Some(self.uuid.clone()),
            entity: Entity {
                kind: Some(ProtectedEntityType::App),
                name: options.entity.clone(),
                ..Entity::default()
            },
            destination: options.destination.clone().map(Reference::Name),
            node: options.node.clone().map(Reference::Name),
            policy: given(self.name.clone())
                .or_else(|| options.policy.clone())
                .map(Reference::Name),
            // A run that fails leaves no row.
            status: Some(Status::Of(BackupStatus::Success)),
            kind: Some(kind),
            parent,
            started: Some(started),
            // The clock of the machine may have been set back in between.
            finished: finished.filter(|&finished| finished >= started),
            snapshot_time: Some(started),
            labels: self.labels(),
            tool: Some(Tool {
                name: self
                    .tool_name
                    .clone()
                    .unwrap_or_else(|| "mariadb-backup".to_owned()),
                version: self.tool_version.clone(),
            }),
            ..Record::default()
        })
    }

    fn labels(&self) -> BTreeMap<String, String> {
        let mut labels = BTreeMap::new();
        if let Some(version) = given(self.server_version.clone()) {
            labels.insert("serverVersion".to_owned(), version);
        }
        if self.partial.as_deref() == Some("Y") {
            labels.insert("tables".to_owned(), "some".to_owned());
        }
        labels
    }
}
