//! A backup job.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Options;
use super::resource::{CreatedBy, Names, Resource, optional_time, time};
use crate::domain::record::{Record, Reference, Status, Tool, Warning};
use crate::sources::field::{count, given};
use crate::types::{BackupStatus, BackupType};

/// A job as `list-backup-jobs` prints it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Job {
    #[serde(rename = "BackupJobId")]
    pub(super) id: String,
    #[serde(default)]
    account_id: Option<String>,
    #[serde(default)]
    backup_vault_name: Option<String>,
    #[serde(rename = "RecoveryPointArn", default)]
    pub(super) recovery_point: Option<String>,
    #[serde(flatten)]
    pub(super) resource: Resource,
    #[serde(rename = "CreationDate", deserialize_with = "time")]
    pub(super) created: i64,
    #[serde(default, deserialize_with = "optional_time")]
    completion_date: Option<i64>,
    state: String,
    #[serde(default)]
    status_message: Option<String>,
    /// 0 where AWS does not know it.
    #[serde(default, deserialize_with = "count")]
    backup_size_in_bytes: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    bytes_transferred: Option<i64>,
    #[serde(default)]
    created_by: Option<CreatedBy>,
    #[serde(default)]
    parent_job_id: Option<String>,
    #[serde(default)]
    message_category: Option<String>,
}

impl Job {
    /// Its vault; of a job that failed early there may be none.
    pub(super) fn vault(&self) -> &str {
        self.backup_vault_name.as_deref().unwrap_or_default()
    }

    pub(super) fn has_succeeded(&self) -> bool {
        matches!(self.state.as_str(), "COMPLETED" | "PARTIAL")
    }

    /// The record of it, or why there can be none.
    pub(super) fn record(&self, names: &Names, options: &Options) -> Result<Record, String> {
        let status = status(&self.state)?;
        let ended = !matches!(status, BackupStatus::Queued | BackupStatus::Inprogress);
        let warnings = self.warnings();
        let mut labels = BTreeMap::from([("jobId".to_owned(), self.id.clone())]);
        labels.extend(
            self.parent_job_id
                .clone()
                .map(|parent| ("parentJobId".to_owned(), parent)),
        );
        Ok(Record {
            id: given(self.recovery_point.clone()).filter(|_| self.has_succeeded()),
            run: Some(self.id.clone()),
            node: self.account_id.clone().map(Reference::Name),
            status: Some(Status::Of(status)),
            status_info: given(self.status_message.clone()),
            started: Some(self.created),
            finished: self
                .completion_date
                .filter(|end| ended && *end >= self.created),
            snapshot_time: Some(self.created),
            size: self.backup_size_in_bytes.filter(|size| *size > 0),
            transferred: self.bytes_transferred.filter(|bytes| *bytes > 0),
            warnings: (!warnings.is_empty()).then_some(warnings),
            labels,
            ..backup(
                self.vault(),
                &self.resource,
                self.created_by.as_ref(),
                names,
                options,
            )
        })
    }

    /// A job may have succeeded and still have something to say.
    fn warnings(&self) -> Vec<Warning> {
        let category = self.message_category.as_deref().unwrap_or_default();
        if !self.has_succeeded() || matches!(category, "" | "SUCCESS") {
            return Vec::new();
        }
        vec![Warning::Parts {
            code: Some(category.to_owned()),
            path: None,
            message: self.status_message.clone().unwrap_or_default(),
        }]
    }
}

/// What a state means: names of botocore's model.
fn status(state: &str) -> Result<BackupStatus, String> {
    match state {
        "CREATED" | "PENDING" => Ok(BackupStatus::Queued),
        "RUNNING" | "ABORTING" => Ok(BackupStatus::Inprogress),
        "COMPLETED" => Ok(BackupStatus::Success),
        "PARTIAL" => Ok(BackupStatus::PartialSuccess),
        // As a state of a job: it was not started in its window.
        "ABORTED" | "FAILED" | "EXPIRED" => Ok(BackupStatus::Failed),
        other => Err(format!("`State` is `{other}`, which is not known")),
    }
}

/// What jobs and recovery points have in common.
pub(super) fn backup(
    vault: &str,
    resource: &Resource,
    created_by: Option<&CreatedBy>,
    names: &Names,
    options: &Options,
) -> Record {
    let plan = created_by.and_then(|by| by.plan.clone().or_else(|| by.plan_id.clone()));
    let rule = created_by.and_then(|by| by.rule.clone());
    let destination = options
        .destination
        .clone()
        .or(given(Some(vault.to_owned())));
    Record {
        v: 1,
        source: options.source.clone(),
        repository: Some(vault.to_owned()),
        entity: names.entity(resource),
        destination: destination.map(Reference::Name),
        policy: plan.or_else(|| options.policy.clone()).map(Reference::Name),
        rule: rule.map(Reference::Name),
        kind: Some(BackupType::Full),
        tool: Some(Tool {
            name: "aws-backup".to_owned(),
            version: None,
        }),
        ..Record::default()
    }
}
