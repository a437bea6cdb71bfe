//! A job as a record.

use std::collections::BTreeMap;

use super::Options;
use super::job::Job;
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::sources::field::given;
use crate::sources::moment;
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// The record of a job, or why there can be none.
pub(super) fn of(job: &Job, parent: Option<String>, options: &Options) -> Result<Record, String> {
    let status = status(job)?;
    let time = |field: &str, text: Option<&str>| match text {
        // What has not happened yet.
        None | Some("" | "0" | "0000-00-00 00:00:00") => Ok(None),
        Some(text) => moment::read(text, options.zone.as_ref())
            .map(Some)
            .map_err(|reason| format!("`{field}`: {reason}")),
    };
    let started = match time("StartTime", job.start_time.as_deref())? {
        Some(started) => Some(started),
        None => time("SchedTime", Some(&job.sched_time))?,
    };
    let ended = !matches!(status, BackupStatus::Queued | BackupStatus::Inprogress);
    let finished = time("EndTime", job.end_time.as_deref())?;
    let destination = options
        .destination
        .clone()
        .or_else(|| given(job.pool.clone()));
    Ok(Record {
        v: 1,
        source: options.source.clone(),
        repository: Some(options.catalog.clone()),
        id: Some(job.job.clone()),
        entity: Entity {
            kind: Some(ProtectedEntityType::OsAgent),
            name: match &job.file_set {
                Some(files) if !files.is_empty() => format!("{}:{files}", job.client),
                _ => job.client.clone(),
            },
            ..Entity::default()
        },
        destination: destination.map(Reference::Name),
        node: Some(Reference::Name(job.client.clone())),
        policy: Some(Reference::Name(
            options.policy.clone().unwrap_or_else(|| job.name.clone()),
        )),
        status: Some(Status::Of(status)),
        status_info: given(job.job_status_long.clone()),
        kind: kind(&job.level),
        parent,
        started,
        // The clock of the machine may have been set back in between.
        finished: finished.filter(|&end| ended && started.is_some_and(|start| end >= start)),
        snapshot_time: started,
        size: job.read_bytes,
        transferred: job.job_bytes,
        files: job.job_files,
        warnings: job
            .job_errors
            .filter(|&errors| errors > 0)
            .map(|errors| vec![warning(errors, job.job_id)]),
        labels: BTreeMap::from([("jobId".to_owned(), job.job_id.to_string())]),
        tool: Some(Tool {
            name: "bacula".to_owned(),
            version: None,
        }),
        description: given(job.comment.clone()),
        ..Record::default()
    })
}

/// What a letter of Bacula's table `Status` means.
fn status(job: &Job) -> Result<BackupStatus, String> {
    match job.job_status.as_str() {
        // The letter is the same with and without errors.
        "T" if job.job_errors == Some(0) => Ok(BackupStatus::Success),
        "T" | "e" | "I" | "W" => Ok(BackupStatus::PartialSuccess),
        "E" | "f" | "A" | "D" => Ok(BackupStatus::Failed),
        "C" => Ok(BackupStatus::Queued),
        "R" | "B" | "F" | "S" | "m" | "M" | "s" | "j" | "c" | "d" | "t" | "p" | "a" | "i" => {
            Ok(BackupStatus::Inprogress)
        }
        other => Err(format!("`JobStatus` is `{other}`, which is not known")),
    }
}

/// Other levels, such as a base, are not said to be one of these.
fn kind(level: &str) -> Option<BackupType> {
    match level {
        "F" => Some(BackupType::Full),
        "I" | "D" => Some(BackupType::Incremental),
        _ => None,
    }
}

fn warning(errors: i64, job: i64) -> Warning {
    Warning::Parts {
        code: Some("ERRORS".to_owned()),
        path: None,
        message: format!(
            "the job's errors: {errors}; `list joblog jobid={job}` in bconsole shows them"
        ),
    }
}
