//! `import bacula`: the jobs of a Bacula catalog, also those that failed or still run.

use clap::Args;
use jiff::tz::TimeZone;

use super::reporter::{Reporter, refused, standard_input};
use super::whole::Whole;
use super::zone;
use crate::cli::failure::Failure;
use crate::sources::bacula::{Options, inventory};

/// Report Bacula's jobs
#[derive(Debug, Args)]
#[command(
    long_about = "Report the backup jobs of a Bacula catalog, also those that failed: rows of its database as JSON, from standard input.\n\n\
                  A policy is by default called by the job's name, a destination by its pool. With --complete, jobs that \
                  Bacula has deleted or pruned from its catalog are marked as removed.",
    after_help = "Examples:
  sqlite3 -json bacula.db < jobs.sql | backup-catalog import bacula --complete --time-zone Europe/Berlin

jobs.sql is in docs/sources/bacula.md."
)]
pub(in crate::cli) struct Bacula {
    /// Name of the catalog, which tells its jobs from another's
    #[arg(long, value_name = "NAME", default_value = "bacula")]
    catalog: String,
    /// Name of the destination; by default each job's pool
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// The policy; by default each job's name
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Time zone of the times, which Bacula keeps without one: that of the machine where it ran
    #[arg(long, value_name = "ZONE", value_parser = zone::of)]
    time_zone: Option<TimeZone>,
    #[command(flatten)]
    whole: Whole,
    #[command(flatten)]
    reporter: Reporter,
}

impl Bacula {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.whole.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    catalog: self.catalog.clone(),
                    destination: self.destination.clone(),
                    policy: self.policy.clone(),
                    zone: self.time_zone.clone(),
                    complete: self.whole.complete,
                };
                let inventory = inventory(&standard_input()?, &options);
                Ok(vec![inventory.map_err(|error| refused(&error))?])
            })
            .await
    }
}
