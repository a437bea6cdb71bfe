//! A job as a row.

use serde::Deserialize;

use crate::sources::field::count;

/// One job. What the row has beside is not read.
#[allow(
    clippy::struct_field_names,
    reason = "they are called so in the catalog"
)]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Job {
    pub(super) job_id: i64,
    /// Its name and time, unlike any other's.
    pub(super) job: String,
    /// The name of its kind.
    pub(super) name: String,
    /// `B` is a backup.
    #[serde(rename = "Type")]
    pub(super) kind: String,
    pub(super) level: String,
    pub(super) job_status: String,
    #[serde(default)]
    pub(super) job_status_long: Option<String>,
    pub(super) client: String,
    #[serde(default)]
    pub(super) pool: Option<String>,
    #[serde(default)]
    pub(super) file_set: Option<String>,
    /// Local time without a zone, as are the others.
    pub(super) sched_time: String,
    #[serde(default)]
    pub(super) start_time: Option<String>,
    #[serde(default)]
    pub(super) end_time: Option<String>,
    #[serde(default, deserialize_with = "count")]
    pub(super) job_files: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    pub(super) job_bytes: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    pub(super) read_bytes: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    pub(super) job_errors: Option<i64>,
    #[serde(default)]
    pub(super) comment: Option<String>,
}

impl Job {
    /// The job that an increment is based on: the last full one for a differential, the last of all for an incremental,
    /// of the same name, client and file set.
    pub(super) fn parent<'a>(&self, jobs: impl Iterator<Item = &'a Job>) -> Option<String> {
        let bases = match self.level.as_str() {
            "D" => "F",
            "I" => "FDI",
            _ => return None,
        };
        jobs.filter(|job| {
            job.job_id < self.job_id
                && job.job_status == "T"
                && bases.contains(&job.level)
                && (&job.name, &job.client, &job.file_set)
                    == (&self.name, &self.client, &self.file_set)
        })
        .max_by_key(|job| job.job_id)
        .map(|job| job.job.clone())
    }
}
