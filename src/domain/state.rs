//! What is known of one backup from all reports, and what follows from it.

use std::collections::BTreeMap;

use crate::types::{BackupLocationStatus, BackupStatus, BackupType};

use super::backup::TaskTimes;
use super::facts::{Copied, Handle, Told, Via};

/// That a backup is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    /// When it was found to be gone, epoch ms.
    pub time: i64,
    /// What found it: an inventory, or a report of its own.
    pub via: Via,
}

/// Everything that was reported of a backup. What readers see is derived from it by the methods.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct State {
    /// The status that runs reported last.
    pub pushed_status: Option<BackupStatus>,
    /// The worst status that inventories reported.
    pub pulled_status: Option<BackupStatus>,
    /// It is gone.
    pub removal: Option<Removal>,
    /// The status in words.
    pub status_info: Option<Told<String>>,
    /// The tool's exit status.
    pub exit_code: Option<i64>,
    /// How much it contains on its own, if that was said.
    pub kind: Option<Told<BackupType>>,
    /// The point in time that was backed up, if that was said, epoch ms.
    pub snapshot_time: Option<Told<i64>>,
    /// When it started, epoch ms.
    pub started: Option<Told<i64>>,
    /// When it finished, epoch ms.
    pub finished: Option<Told<i64>>,
    /// Bytes protected.
    pub size: Option<Told<i64>>,
    /// Bytes transferred.
    pub transferred: Option<Told<i64>>,
    /// Bytes on the destination.
    pub stored: Option<Told<i64>>,
    /// Number of objects.
    pub objects: Option<Told<i64>>,
    /// How long each task took, if that was said.
    pub times: Option<Told<TaskTimes>>,
    /// What was backed up.
    pub entity: Handle,
    /// The policy that it was recorded with.
    pub policy: Option<Handle>,
    /// Its rule.
    pub rule: Option<Handle>,
    /// What ran it.
    pub node: Option<Handle>,
    /// Who or what started it.
    pub origin: Option<Handle>,
    /// The scope of the inventory that it was seen in last.
    pub scope: Option<Handle>,
    /// How the data was exported.
    pub mode: Option<String>,
    /// Left out of lists on request.
    pub hidden: bool,
    /// Files can be restored from it one by one.
    pub mountable: bool,
    /// It can be exported over iSCSI.
    pub iscsi_mountable: bool,
    /// When a backup marked to keep expires, epoch ms.
    pub archive_expire: Option<i64>,
    /// The id of the backup that it depends on.
    pub parent: Option<Told<String>>,
    /// The note in force: a person's, else the reported one.
    pub description: Option<String>,
    /// The note that was reported last.
    pub reported_description: Option<String>,
    /// The warnings in force: a person's list, else the reported one with the catalog's own.
    pub warnings: Vec<String>,
    /// The warnings that runs reported last.
    pub pushed_warnings: Vec<String>,
    /// The warnings that inventories reported last.
    pub pulled_warnings: Vec<String>,
    /// What the catalog itself has found ([`super::finding`]).
    pub findings: Vec<String>,
    /// Somebody has acknowledged the warnings.
    pub acknowledged: bool,
    /// The copies, the primary one first.
    pub copies: Vec<Copied>,
    /// The copies were listed, not only a destination named.
    pub copies_listed: bool,
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

impl State {
    /// How the backup went, whether it is gone or not: what the run said, or what the inventory said if that is worse.
    pub fn outcome(&self) -> BackupStatus {
        match (self.pushed_status, self.pulled_status) {
            (Some(pushed), Some(pulled)) if rank(pulled) > rank(pushed) => pulled,
            (Some(status), _) | (None, Some(status)) => status,
            // Every report has a status.
            (None, None) => BackupStatus::Failed,
        }
    }

    /// The status that is shown.
    pub fn status(&self) -> BackupStatus {
        if self.removal.is_some() {
            BackupStatus::SuccessRemoved
        } else {
            self.outcome()
        }
    }

    /// The type: what was said, else INCREMENTAL with a parent and FULL without.
    pub fn kind(&self) -> BackupType {
        match (&self.kind, &self.parent) {
            (Some(told), _) => told.value,
            (None, Some(_)) => BackupType::Incremental,
            (None, None) => BackupType::Full,
        }
    }

    /// The point in time: what was said, else the start, else the end, epoch ms.
    pub fn snapshot_time(&self) -> i64 {
        [&self.snapshot_time, &self.started, &self.finished]
            .into_iter()
            .flatten()
            .map(|told| told.value)
            .next()
            .unwrap_or_default()
    }

    /// The task times: what was said, else the whole duration as export.
    pub fn times(&self) -> TaskTimes {
        if let Some(told) = &self.times {
            return told.value;
        }
        let export = match (&self.started, &self.finished) {
            // Two reporters may have two clocks.
            (Some(started), Some(finished)) => finished.value.saturating_sub(started.value).max(0),
            _ => 0,
        };
        TaskTimes {
            export,
            ..TaskTimes::default()
        }
    }

    /// The state of a copy: gone with the backup, else what was said, else what follows from the outcome.
    pub fn copy_status(&self, copy: &Copied) -> BackupLocationStatus {
        if self.removal.is_some() {
            return BackupLocationStatus::Removed;
        }
        copy.status.unwrap_or_else(|| match self.outcome() {
            BackupStatus::Success | BackupStatus::PartialSuccess => BackupLocationStatus::Present,
            BackupStatus::Failed => BackupLocationStatus::Failed,
            BackupStatus::Queued | BackupStatus::Inprogress => BackupLocationStatus::InProgress,
            BackupStatus::SuccessRemoved => BackupLocationStatus::Removed,
        })
    }

    /// The warnings that were reported: those of runs, then those that only inventories know.
    pub fn reported_warnings(&self) -> Vec<String> {
        let mut all = self.pushed_warnings.clone();
        for warning in &self.pulled_warnings {
            if !self.pushed_warnings.contains(warning) {
                all.push(warning.clone());
            }
        }
        all
    }

    /// Marks the backup as gone. Only what was good can be gone: a failure is history. Returns whether that changed
    /// anything.
    pub fn remove(&mut self, removal: Removal) -> bool {
        let gone = self.removal.is_none() && is_good(self.outcome());
        if gone {
            self.removal = Some(removal);
        }
        gone
    }
}

/// Whether there is something to restore from.
pub(super) const fn is_good(status: BackupStatus) -> bool {
    matches!(status, BackupStatus::Success | BackupStatus::PartialSuccess)
}

/// Which of two statuses counts: the later in life, and of two ends the worse.
pub(super) const fn rank(status: BackupStatus) -> u8 {
    match status {
        BackupStatus::Queued => 0,
        BackupStatus::Inprogress => 1,
        BackupStatus::Success | BackupStatus::SuccessRemoved => 2,
        BackupStatus::PartialSuccess => 3,
        BackupStatus::Failed => 4,
    }
}

/// Whether a backup with this status is still to come to an end.
pub(super) const fn is_running(status: BackupStatus) -> bool {
    matches!(status, BackupStatus::Queued | BackupStatus::Inprogress)
}
