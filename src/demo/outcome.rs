//! How a run ends, in the words of the tools.

use super::cast::Member;
use super::random::Random;
use crate::domain::record::Warning;
use crate::types::{BackupStatus, ProtectedEntityType};

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcome {
    pub(super) status: BackupStatus,
    pub(super) info: Option<String>,
    pub(super) warnings: Vec<Warning>,
}

impl Outcome {
    pub(super) fn success() -> Self {
        Self::of(BackupStatus::Success)
    }

    /// A status without words.
    pub(super) fn of(status: BackupStatus) -> Self {
        Self {
            status,
            info: None,
            warnings: Vec::new(),
        }
    }

    pub(super) fn failed(random: &mut Random) -> Self {
        Self::failure(random.pick(&[
            "Snapshot could not be created: the guest did not answer in 300 s",
            "Export was interrupted: connection reset by peer",
            "Store failed: the destination answered 503 Service Unavailable",
            "The backup was cancelled: it ran longer than its window of 6 h",
            "Authentication at the hypervisor manager failed: the session has expired",
        ]))
    }

    pub(super) fn no_space() -> Self {
        Self::failure("Store failed: no space left on device")
    }

    pub(super) fn no_connection() -> Self {
        Self::failure("The host is unreachable: connection timed out after 30 s")
    }

    pub(super) fn refused() -> Self {
        Self::failure(
            "Authentication failed: the account backup@vsphere.local has no permission for this machine",
        )
    }

    pub(super) fn node_lost(node: &str) -> Self {
        Self::failure(&format!("{node} was lost while the task was running"))
    }

    fn failure(info: &str) -> Self {
        Self {
            status: BackupStatus::Failed,
            info: Some(info.to_owned()),
            warnings: Vec::new(),
        }
    }

    /// A backup with something left out; files where there are files.
    pub(super) fn partial(member: &Member, random: &mut Random) -> Self {
        let warnings = match member.entity.kind {
            Some(ProtectedEntityType::OsAgent) => files(random),
            Some(ProtectedEntityType::App) => {
                vec![text(
                    "WAL archiving was 14 minutes behind when the backup ended",
                )]
            }
            Some(ProtectedEntityType::Vm | ProtectedEntityType::Os) => vec![text(random.pick(&[
                "Guest agent did not answer; the snapshot is crash-consistent",
                "A raw device mapping was skipped",
                "Removing the snapshot took longer than expected; it will be tried again",
            ]))],
            _ => vec![text(
                "2 items were changed while they were read, and were skipped",
            )],
        };
        Self {
            status: BackupStatus::PartialSuccess,
            info: Some("Finished with warnings".to_owned()),
            warnings,
        }
    }
}

fn text(text: &str) -> Warning {
    Warning::Text(text.to_owned())
}

fn files(random: &mut Random) -> Vec<Warning> {
    let names = ["secret.key", "cache.lock", "core.1742", "state.db-journal"];
    let count = random.between(1, 3);
    (0..count)
        .map(|number| Warning::Parts {
            code: Some("READ_ERROR".to_owned()),
            path: Some(format!("/srv/data/{number}/{}", random.pick(&names))),
            message: "open: permission denied".to_owned(),
        })
        .collect()
}
