//! What one report says of one backup, its references already known to the store.

use std::collections::BTreeMap;

use crate::types::{
    BackupDestinationRole, BackupLocationStatus, BackupStatus, BackupType, RetentionHint,
};

use super::backup::TaskTimes;

/// The number that a store has given to a thing: an entity, a policy, a destination, …
pub type Handle = i64;

/// How a report came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// From a run, which knows how it went: end time, transferred bytes, warnings.
    Push,
    /// From an inventory, which knows what is there: existence, size, parent.
    Pull,
}

/// A value and who told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<T> {
    /// The value.
    pub value: T,
    /// Who told it.
    pub via: Via,
}

/// A copy as it was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Where it is.
    pub destination: Handle,
    /// Kind of destination.
    pub destination_type: Option<String>,
    /// Which copy it is.
    pub role: BackupDestinationRole,
    /// Its state; none: what follows from the backup's status.
    pub status: Option<BackupLocationStatus>,
    /// What retention does with it.
    pub retention_hint: RetentionHint,
    /// When a copy marked to keep expires, epoch ms.
    pub archive_expire: Option<i64>,
    /// The state in words.
    pub status_info: Option<String>,
}

impl Copied {
    /// The one copy of a backup whose report names a destination only.
    pub const fn primary(destination: Handle) -> Self {
        Self {
            destination,
            destination_type: None,
            role: BackupDestinationRole::Primary,
            status: None,
            retention_hint: RetentionHint::StandardRetention,
            archive_expire: None,
            status_info: None,
        }
    }
}

/// What a report says of where the copies are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Copies {
    /// Nothing.
    #[default]
    Untold,
    /// One, on this destination.
    At(Handle),
    /// These.
    Listed(Vec<Copied>),
}

/// What one report says. What is absent was not said.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// How the report came.
    pub via: Via,
    /// The report tells the present: it is not an inventory older than one that was taken already.
    pub current: bool,
    /// How the backup went.
    pub status: BackupStatus,
    /// The status in words.
    pub status_info: Option<String>,
    /// The tool's exit status.
    pub exit_code: Option<i64>,
    /// How much it contains on its own.
    pub kind: Option<BackupType>,
    /// The point in time that was backed up, epoch ms.
    pub snapshot_time: Option<i64>,
    /// When it started, epoch ms.
    pub started: Option<i64>,
    /// When it finished, epoch ms.
    pub finished: Option<i64>,
    /// Bytes protected.
    pub size: Option<i64>,
    /// Bytes transferred.
    pub transferred: Option<i64>,
    /// Bytes on the destination.
    pub stored: Option<i64>,
    /// Number of objects.
    pub objects: Option<i64>,
    /// How long each task took.
    pub times: Option<TaskTimes>,
    /// What was backed up.
    pub entity: Handle,
    /// Its policy.
    pub policy: Option<Handle>,
    /// Its rule.
    pub rule: Option<Handle>,
    /// What ran it.
    pub node: Option<Handle>,
    /// Who or what started it.
    pub origin: Option<Handle>,
    /// The inventory's scope.
    pub scope: Option<Handle>,
    /// How the data was exported.
    pub mode: Option<String>,
    /// Left out of lists on request.
    pub hidden: Option<bool>,
    /// Files can be restored from it one by one.
    pub mountable: Option<bool>,
    /// It can be exported over iSCSI.
    pub iscsi_mountable: Option<bool>,
    /// When a backup marked to keep expires, epoch ms.
    pub archive_expire: Option<i64>,
    /// The id of the backup that it depends on.
    pub parent: Option<String>,
    /// A note.
    pub description: Option<String>,
    /// Warnings.
    pub warnings: Option<Vec<String>>,
    /// Where the copies are.
    pub copies: Copies,
    /// The backup's id in the repository.
    pub native_id: Option<String>,
    /// The id of the run that made it.
    pub run: Option<String>,
    /// The id that it was copied or renamed from.
    pub original: Option<String>,
    /// The tool, with its version.
    pub tool: Option<String>,
    /// What else the source says.
    pub labels: BTreeMap<String, String>,
}
