//! Record format v1: how backups are reported, one JSON object each.

mod check;
mod head;
pub(crate) mod json;
pub mod limits;
mod outcome;
mod parse;
mod parts;
mod refusal;
mod time;
mod value;
mod warnings;

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use crate::types::{
    BackupDestinationRole, BackupLocationStatus, BackupStatus, BackupType, OriginEntityType,
    ProtectedEntityType, RetentionHint,
};

pub use head::Head;
pub(crate) use parse::from_json;
pub use parse::{Rules, from_text};
pub use refusal::Refusal;

/// A report of one backup. Times are epoch ms UTC here; on the wire RFC 3339 with an offset is taken too.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Version of the format: 1.
    pub v: u8,
    /// Who reports.
    pub source: String,
    /// The tool's own id of the repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// The backup's id in the repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The id of the run that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// The id that it was copied or renamed from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// The backup's guid, where the source has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<Uuid>,
    /// What was backed up.
    pub entity: Entity,
    /// Where it is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Reference>,
    /// What ran it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<Reference>,
    /// Its policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Reference>,
    /// Its policy rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Reference>,
    /// How it went; from `exit_code` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The status in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<String>,
    /// The tool's exit status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    /// How much it contains on its own.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<BackupType>,
    /// When it started, epoch ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<i64>,
    /// When it finished, epoch ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished: Option<i64>,
    /// The point in time that was backed up, epoch ms; `started`, else `finished`, where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot_time: Option<i64>,
    /// Bytes protected: what a restore would write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// Bytes read or added by this run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferred: Option<i64>,
    /// Bytes that it takes on the destination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored: Option<i64>,
    /// Number of files; the same as `objects`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<i64>,
    /// Number of objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objects: Option<i64>,
    /// The id of the backup that it depends on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The id of the first backup of its chain; kept as the label `root`, because the catalog finds it by `parent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Warnings, each a text or `{code, path, message}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<Warning>>,
    /// How many warnings there were, where not all are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning_count: Option<i64>,
    /// When retention may remove it, epoch ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
    /// What else the source says.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// The tool that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<Tool>,
    /// How long each task took; `export` is finished − started where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<Times>,
    /// The copies; one PRIMARY at `destination` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locations: Option<Vec<Location>>,
    /// Left out of lists by `without-hidden`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    /// Files can be restored from it one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mountable: Option<bool>,
    /// It can be exported over iSCSI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iscsi_mountable: Option<bool>,
    /// A note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who or what started it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// How the data was exported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// When a backup marked to keep expires, epoch ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive_expire: Option<i64>,
}

/// How a backup went, or that it is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Status {
    /// A status of the vendor's.
    Of(BackupStatus),
    /// `REMOVED`: a record with this id is gone from the source.
    Removed(Removed),
}

/// The word `REMOVED`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Removed {
    /// `REMOVED`.
    #[serde(rename = "REMOVED")]
    Removed,
}

/// A reference by name, or by guid and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Reference {
    /// Its guid is derived from kind and name.
    Name(String),
    /// Its guid is the source's own.
    Known {
        /// Identity.
        guid: Uuid,
        /// Display name.
        name: String,
    },
}

/// A project: its own uuid where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    /// Identity; derived from the name where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<Uuid>,
    /// Display name.
    pub name: String,
}

/// What was backed up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// Its kind; `OS_AGENT` where absent (chosen: most tools run as an agent in an operating system).
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ProtectedEntityType>,
    /// Its name.
    pub name: String,
    /// Identity; derived from type and name where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<Uuid>,
    /// Its project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<Project>,
    /// Its hypervisor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hypervisor: Option<Reference>,
    /// Its hypervisor manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hypervisor_manager: Option<Reference>,
    /// Its storage provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_provider: Option<Reference>,
    /// Its cloud service provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud_service_provider: Option<Reference>,
}

/// A warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Warning {
    /// As it shall be shown.
    Text(String),
    /// In parts; shown as `CODE: message (path)`.
    Parts {
        /// The tool's code.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// What it is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        path: Option<String>,
        /// What happened.
        message: String,
    },
}

/// The tool that made a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// How long each task took, ms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Times {
    /// Waiting for the export, ms.
    pub queued_export: i64,
    /// Export, ms.
    pub export: i64,
    /// Waiting for the store, ms.
    pub queued_store: i64,
    /// Store, ms.
    pub store: i64,
}

/// One copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Where it is.
    pub destination: Reference,
    /// Kind of destination: `FILESYSTEM`, `S3`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_type: Option<String>,
    /// Which copy it is. Where absent: PRIMARY for the first such copy if no other is PRIMARY, else SECONDARY.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<BackupDestinationRole>,
    /// Its state; from the backup's status where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<BackupLocationStatus>,
    /// What retention does with it; `STANDARD_RETENTION` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_hint: Option<RetentionHint>,
    /// When a copy marked to keep expires, epoch ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive_expire: Option<i64>,
    /// The state in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_info: Option<String>,
}

/// Who or what started a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: OriginEntityType,
    /// Its name.
    pub name: String,
}

/// A whole inventory: only this form can find backups gone.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// Version of the format: 1.
    pub v: u8,
    /// Who reports; records need not repeat it.
    pub source: String,
    /// What it speaks for, such as `restic:<repository id>`.
    pub scope: String,
    /// It lists everything of its scope.
    pub complete: bool,
    /// When it was taken, epoch ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<i64>,
    /// The records.
    pub backups: Vec<Record>,
}
