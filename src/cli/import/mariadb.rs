//! `import mariadb`: the history of mariadb-backup.

use clap::Args;
use jiff::tz::TimeZone;

use super::names::Names;
use super::reporter::{Reporter, refused, standard_input};
use super::zone;
use crate::cli::failure::Failure;
use crate::sources::mariadb::{Options, inventory};

/// Report mariadb-backup's history
#[derive(Debug, Args)]
#[command(
    long_about = "Report the backups that mariadb-backup made with `--history`: the rows of `mysql.mariadb_backup_history` as JSON, \
                  from standard input.\n\n\
                  The history says what was made, not what is still there, so nothing is marked as removed.",
    after_help = "Examples:
  mariadb -N -r < history.sql | backup-catalog import mariadb --entity shop --time-zone UTC --destination nas

history.sql is in docs/sources/mariadb.md."
)]
pub(in crate::cli) struct MariaDb {
    /// The database server
    #[arg(long, value_name = "NAME")]
    entity: String,
    #[command(flatten)]
    names: Names,
    /// Time zone of the times, which the history has without one: that of the machine where it ran
    #[arg(long, value_name = "ZONE", value_parser = zone::of)]
    time_zone: Option<TimeZone>,
    #[command(flatten)]
    reporter: Reporter,
}

impl MariaDb {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(false, |source| {
                let options = Options {
                    source,
                    entity: self.entity.clone(),
                    destination: self.names.destination.clone(),
                    node: self.names.node.clone(),
                    policy: self.names.policy.clone(),
                    zone: self.time_zone.clone(),
                };
                let inventory = inventory(&standard_input()?, &options);
                Ok(vec![inventory.map_err(|error| refused(&error))?])
            })
            .await
    }
}
