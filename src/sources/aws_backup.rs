//! AWS Backup: `aws backup list-backup-jobs`, and `list-recovery-points-by-backup-vault`, by the shape that the AWS CLI
//! itself prints (`--generate-cli-skeleton output`).
//!
//! Jobs say how it went, also what failed, for as long as AWS keeps them (30 days and more). Recovery points say what is
//! there: only with them can be told what is gone.

mod job;
mod recovery_point;
mod resource;

use std::collections::{BTreeMap, HashSet};

use self::job::Job;
use self::recovery_point::RecoveryPoint;
use super::output::{self, Entry};
use super::{Inventory, SourceError, field};

/// The commands whose output is read.
const LISTS: &str =
    "`aws backup list-backup-jobs` and `aws backup list-recovery-points-by-backup-vault`";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the destination; without one each backup's vault.
    pub destination: Option<String>,
    /// Policy of backups that no plan made.
    pub policy: Option<String>,
    /// All recovery points of their vaults are there, and the commands succeeded.
    pub complete: bool,
}

/// Reads jobs and recovery points, as many lists of each as there are: one inventory for each vault.
///
/// Output that is damaged anywhere is refused as a whole. What cannot be read is left out with a diagnostic, and no
/// inventory is then complete; where nothing can be read, it is the output of something else and refused. Without
/// recovery points none is complete either.
pub fn inventories(output: &[u8], options: &Options) -> Result<Vec<Inventory>, SourceError> {
    let mut vaults: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut unread: Vec<Entry> = Vec::new();
    let mut jobs: Vec<Job> = Vec::new();
    let mut points: Vec<RecoveryPoint> = Vec::new();
    for value in output::elements(output, LISTS, &["BackupJobs", "RecoveryPoints"])? {
        if value.get("BackupJobId").is_some() {
            let id = field::id(&value, "BackupJobId");
            match field::read::<Job>(value) {
                Ok(job) => jobs.push(job),
                Err(reason) => unread.push(Err((id, reason))),
            }
        } else {
            let id = field::id(&value, "RecoveryPointArn");
            match field::read::<RecoveryPoint>(value) {
                Ok(point) => points.push(point),
                Err(reason) => unread.push(Err((id, reason))),
            }
        }
    }
    let mut names = resource::Names::default();
    for job in &jobs {
        names.note(&job.resource, job.created);
    }
    for point in &points {
        names.note(&point.resource, point.created);
    }
    let listed: HashSet<&str> = points.iter().map(|point| point.arn.as_str()).collect();
    let vaults_with_points: HashSet<&str> =
        points.iter().map(|point| point.vault.as_str()).collect();
    let mut spoken_of = HashSet::new();
    for job in &jobs {
        // A recovery point that is gone is not there, however well its job went.
        let is_gone = vaults_with_points.contains(job.vault())
            && job
                .recovery_point
                .as_deref()
                .is_some_and(|arn| job.has_succeeded() && !listed.contains(arn));
        if is_gone && options.complete {
            continue;
        }
        spoken_of.extend(job.recovery_point.as_deref());
        let record = job.record(&names, options);
        let entry = record.map_err(|reason| (Some(job.id.clone()), reason));
        vaults
            .entry(job.vault().to_owned())
            .or_default()
            .push(entry);
    }
    for point in &points {
        if spoken_of.contains(point.arn.as_str()) {
            continue;
        }
        if let Some(record) = point.record(&names, options).transpose() {
            let entry = record.map_err(|reason| (Some(point.arn.clone()), reason));
            vaults.entry(point.vault.clone()).or_default().push(entry);
        }
    }
    let complete = options.complete && unread.is_empty();
    if vaults.is_empty() {
        // It has none that can be read, and says why.
        return output::inventory(LISTS, String::new(), false, unread).map(|none| vec![none]);
    }
    // Nobody knows which vault an unreadable one is of.
    if let Some(entries) = vaults.values_mut().next() {
        entries.append(&mut unread);
    }
    vaults
        .into_iter()
        .map(|(vault, entries)| {
            let complete = complete && vaults_with_points.contains(vault.as_str());
            output::inventory(LISTS, format!("aws-backup:{vault}"), complete, entries)
        })
        .collect()
}
