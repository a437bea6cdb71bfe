//! Sums and series over backups.

use std::sync::Arc;

use uuid::Uuid;

use super::backup::{Backup, Entity, TaskTimes};
use super::reference::Named;
use crate::types::{BackupStatus, BackupType};

/// The backups of one status and type. Sums are exact: a fleet of petabytes passes 2^63.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate {
    /// Their status.
    pub status: BackupStatus,
    /// Their type.
    pub kind: BackupType,
    /// How many, at least one.
    pub count: i64,
    /// Sum of their sizes, bytes.
    pub size: i128,
    /// Sum of their task times, ms.
    pub duration: i128,
    /// The earliest snapshot time, epoch ms.
    pub first: i64,
    /// The latest snapshot time, epoch ms.
    pub last: i64,
}

/// The newest backup of an entity and rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The backup.
    pub newest: Backup,
    /// Backups of the group that were selected.
    pub attempts: i64,
    /// Those that failed after the group's newest success.
    pub failed_attempts: i64,
}

/// The size of one backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// The backup.
    pub guid: Uuid,
    /// Its point in time, epoch ms.
    pub snapshot_time: i64,
    /// When its data was stored, epoch ms.
    pub backup_time: Option<i64>,
    /// What was backed up.
    pub entity: Arc<Entity>,
    /// Its type.
    pub kind: BackupType,
    /// Bytes protected.
    pub size: i64,
    /// Bytes transferred.
    pub transferred: Option<i64>,
}

/// The task times of one backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// The backup.
    pub guid: Uuid,
    /// Its point in time, epoch ms.
    pub snapshot_time: i64,
    /// What was backed up.
    pub entity: Arc<Entity>,
    /// Its status.
    pub status: BackupStatus,
    /// Its task times.
    pub times: TaskTimes,
}

/// The transfer rate of one backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// The backup.
    pub backup: Named,
    /// Its point in time, epoch ms.
    pub snapshot_time: i64,
    /// Bytes a second, rounded down.
    pub rate: i64,
}

/// Bytes a second: `bytes` in `ms`, rounded down; it stays at the greatest number there is. `ms` is greater than 0.
pub fn rate(bytes: i64, ms: i64) -> i64 {
    saturate(i128::from(bytes) * 1000 / i128::from(ms))
}

/// A sum as a number of the wire; it stays at the greatest there is.
pub fn saturate(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::{rate, saturate};

    #[test]
    fn a_rate_is_rounded_down_and_never_overflows() {
        assert_eq!(rate(7_502_820, 2_500), 3_001_128);
        assert_eq!(rate(999, 1_000), 999);
        assert_eq!(rate(1, 3_000), 0);
        assert_eq!(rate(i64::MAX, 1), i64::MAX);
        assert_eq!(saturate(i128::MAX), i64::MAX);
    }
}
