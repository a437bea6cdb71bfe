//! `report`: what became of the backups of a period.

use clap::{Args, ValueEnum};

use super::connection::{self, Connection};
use super::failure::Failure;
use super::{moment, output};
use crate::client::Method;

/// Report what became of the backups of a period, per policy and entity
#[derive(Debug, Args)]
#[command(after_help = "\
The recovery point objective (RPO) of an entity is met while its last success is not older than its expected interval and
grace, as of today. The server makes the report; it has what you may see.

Examples:
  backup-catalog report --from 2026-11-01 --to 2026-11-30 > november.html
  backup-catalog report --from 2026-11-01 --format csv | column -s, -t
  backup-catalog report --format json | jq '.policies[].entities[] | select(.rpo.met == false) | .name'")]
pub(super) struct Report {
    /// From then on: 2026-11-23, 2026-11-23T07:53:00Z or epoch milliseconds [default: 30 days before the end]
    #[arg(long, value_name = "TIME", value_parser = moment::earliest, allow_negative_numbers = true)]
    from: Option<i64>,
    /// Up to then, a day to its end [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::latest, allow_negative_numbers = true)]
    to: Option<i64>,
    /// What it looks like
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One page, to be looked at and printed
    #[default]
    Html,
    /// A line an entity
    Csv,
    /// Everything
    Json,
}

impl Report {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let format = match self.format {
            Format::Html => "html",
            Format::Csv => "csv",
            Format::Json => "json",
        };
        // Beside the API, not of it.
        let mut path = format!("/../report?format={format}");
        if let Some(from) = self.from {
            path = format!("{path}&from={from}");
        }
        if let Some(to) = self.to {
            path = format!("{path}&to={to}");
        }
        let session = self.connection.open().await?;
        let answer = session.call(Method::GET, &path, None).await;
        connection::close(session).await;
        output::bytes(&answer?.body)
    }
}
