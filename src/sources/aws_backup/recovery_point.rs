//! A recovery point.

use serde::Deserialize;

use super::Options;
use super::job::backup;
use super::resource::{CreatedBy, Names, Resource, optional_time, time};
use crate::domain::record::{Record, Status};
use crate::sources::field::{count, given};
use crate::types::BackupStatus;

/// A recovery point as `list-recovery-points-by-backup-vault` prints it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RecoveryPoint {
    #[serde(rename = "RecoveryPointArn")]
    pub(super) arn: String,
    #[serde(rename = "BackupVaultName")]
    pub(super) vault: String,
    #[serde(flatten)]
    pub(super) resource: Resource,
    #[serde(rename = "CreationDate", deserialize_with = "time")]
    pub(super) created: i64,
    #[serde(default, deserialize_with = "optional_time")]
    completion_date: Option<i64>,
    status: String,
    #[serde(default)]
    status_message: Option<String>,
    /// 0 where AWS does not know it.
    #[serde(default, deserialize_with = "count")]
    backup_size_in_bytes: Option<i64>,
    #[serde(default)]
    created_by: Option<CreatedBy>,
    #[serde(default)]
    calculated_lifecycle: Option<Lifecycle>,
}

#[derive(Debug, Deserialize)]
struct Lifecycle {
    #[serde(rename = "DeleteAt", default, deserialize_with = "optional_time")]
    delete_at: Option<i64>,
}

impl RecoveryPoint {
    /// The record of one whose job is not known any more; none: it is being deleted.
    pub(super) fn record(
        &self,
        names: &Names,
        options: &Options,
    ) -> Result<Option<Record>, String> {
        let status = match self.status.as_str() {
            "DELETING" => return Ok(None),
            "CREATING" => BackupStatus::Inprogress,
            "PARTIAL" => BackupStatus::PartialSuccess,
            // Beyond its life and could not be deleted, or continuous and ended: it is there.
            "COMPLETED" | "AVAILABLE" | "EXPIRED" | "STOPPED" => BackupStatus::Success,
            other => return Err(format!("`Status` is `{other}`, which is not known")),
        };
        Ok(Some(Record {
            id: Some(self.arn.clone()),
            status: Some(Status::Of(status)),
            status_info: given(self.status_message.clone()),
            started: Some(self.created),
            finished: self.completion_date.filter(|end| *end >= self.created),
            snapshot_time: Some(self.created),
            size: self.backup_size_in_bytes.filter(|size| *size > 0),
            expires: self
                .calculated_lifecycle
                .as_ref()
                .and_then(|lifecycle| lifecycle.delete_at),
            ..backup(
                &self.vault,
                &self.resource,
                self.created_by.as_ref(),
                names,
                options,
            )
        }))
    }
}
