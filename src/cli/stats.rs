//! `stats`: a selection in sums.

use clap::Args;

use super::columns::{self, Column};
use super::connection::{self, Connection};
use super::failure::Failure;
use super::filter::Filter;
use super::output::Format;
use super::{human, list};
use crate::types::AggregatedBackupStatistics;

/// Sum backups up, by status and type
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  backup-catalog stats --from 2026-11-01
  backup-catalog stats --entity web01:/srv
  backup-catalog stats --destination offsite --status SUCCESS -o json")]
pub(super) struct Stats {
    /// What the result looks like
    #[arg(short, long, value_enum, default_value_t)]
    output: Format,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    connection: Connection,
}

impl Stats {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let session = self.connection.open().await?;
        let filter = match self.filter.resolved(&session).await {
            Ok(filter) => filter,
            Err(failure) => {
                connection::close(session).await;
                return Err(failure);
            }
        };
        let request = session.api().get_aggregated_statistics();
        let answer = filter.sums(request).send().await;
        let answer = answer.map_err(|error| session.explain(error));
        connection::close(session).await;
        columns::write(self.output, COLUMNS, &answer?)
    }
}

type Of = Column<AggregatedBackupStatistics>;

const COLUMNS: &[Of] = &[
    Of::text("STATUS", "status", |sum| sum.status.name.to_string())
        .coloured(|sum| list::colour(sum.status.name)),
    Of::text("TYPE", "type", |sum| sum.type_.name.to_string()),
    Of::number("BACKUPS", "count", |sum| sum.count.to_string()),
    Of::number("SIZE", "size", |sum| human::bytes(sum.size)).exactly(|sum| sum.exact_size.clone()),
    Of::number("AVERAGE SIZE", "averageSize", |sum| {
        human::bytes(sum.average_size)
    })
    .exactly(|sum| sum.average_size.to_string()),
    Of::number("DURATION", "duration", |sum| human::duration(sum.duration))
        .exactly(|sum| sum.duration.to_string()),
    Of::text("FIRST (UTC)", "firstSnapshotTime", |sum| {
        human::time(sum.first_snapshot_time)
    })
    .exactly(|sum| sum.first_snapshot_time.to_string())
    .wide(),
    Of::text("LAST (UTC)", "lastSnapshotTime", |sum| {
        human::time(sum.last_snapshot_time)
    })
    .exactly(|sum| sum.last_snapshot_time.to_string()),
];
