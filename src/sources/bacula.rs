//! Bacula's jobs: rows of its catalog as JSON.
//!
//! bconsole prints no JSON that could be read; the catalog's database does. Bacula keeps what failed and what still runs.

mod job;
mod record;

use jiff::tz::TimeZone;
use serde_json::Value;

use self::job::Job;
use super::output::{self, Entry};
use super::{Inventory, SourceError, field, moment};

/// The query whose output is read.
const JOBS: &str = "the jobs of Bacula's catalog as JSON";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the catalog, which has the jobs' ids.
    pub catalog: String,
    /// Name of the destination; without one each job's pool.
    pub destination: Option<String>,
    /// Policy; without one each job's name.
    pub policy: Option<String>,
    /// The zone of the times.
    pub zone: Option<TimeZone>,
    /// The query has no condition, and succeeded.
    pub complete: bool,
}

/// Reads the jobs of a catalog; those that are no backups are passed over.
///
/// Output that is damaged anywhere is refused as a whole. A job that cannot be read is left out with a diagnostic, and
/// the inventory is then not complete; where no job can be read, it is the output of something else and refused.
pub fn inventory(output: &[u8], options: &Options) -> Result<Inventory, SourceError> {
    let Value::Array(rows) = output::json(output, JOBS)? else {
        return Err(SourceError::Shape {
            what: JOBS,
            reason: "it is not a list".to_owned(),
        });
    };
    let times = rows.iter().filter_map(|row| row.get("SchedTime")?.as_str());
    moment::zone_is_known(JOBS, options.zone.as_ref(), times)?;
    let jobs: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let id = field::id(&row, "Job");
            field::read::<Job>(row).map_err(|reason| (id, reason))
        })
        .filter(|job| !job.as_ref().is_ok_and(|job| job.kind != "B"))
        .collect();
    let entries: Vec<Entry> = jobs
        .iter()
        .map(|job| {
            let job = job.as_ref().map_err(Clone::clone)?;
            let parent = job.parent(jobs.iter().flatten());
            record::of(job, parent, options).map_err(|reason| (Some(job.job.clone()), reason))
        })
        .collect();
    output::inventory(
        JOBS,
        format!("bacula:{}", options.catalog),
        options.complete,
        entries,
    )
}
