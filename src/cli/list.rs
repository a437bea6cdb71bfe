//! `list`: the backups that a selection leaves.

use clap::Args;

use super::connection::{self, Connection};
use super::failure::Failure;
use super::filter::Filter;
use super::output::Format;
use super::{human, output, table};
use crate::types::{BackupListRecord, BackupLocationStatus};

/// List backups, the newest first
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  backup-catalog list --size 20
  backup-catalog list --status FAILED,PARTIAL_SUCCESS --from 2026-11-01
  backup-catalog list --name-like web --order-by size -o json
  backup-catalog list --root-backup GUID --fail-on-non-successful")]
pub(super) struct List {
    /// What the result looks like
    #[arg(short, long, value_enum, default_value_t)]
    output: Format,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    connection: Connection,
}

impl List {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let session = self.connection.open().await?;
        let answer = self.filter.apply(session.api().list_backups()).send().await;
        let answer = answer.map_err(|error| session.explain(error));
        connection::close(session).await;
        let answer = answer?;
        if self.output == Format::Json {
            return output::json(answer.as_ref());
        }
        output::text(&rows(&answer))?;
        let total = answer
            .headers()
            .get("x-total-count")
            .and_then(|total| total.to_str().ok());
        if let Some(total) = total.filter(|total| *total != answer.len().to_string()) {
            eprintln!("{} of {total} backups", answer.len());
        }
        Ok(())
    }
}

fn rows(backups: &[BackupListRecord]) -> String {
    let header = [
        "SNAPSHOT (UTC)",
        "STATUS",
        "TYPE",
        "ENTITY",
        "SIZE",
        "DURATION",
        "DESTINATIONS",
        "WARNINGS",
        "GUID",
    ];
    let mut table = table::table();
    table.set_header(header);
    for backup in backups {
        table.add_row([
            human::time(backup.snapshot_time),
            backup.status.name.to_string(),
            backup
                .type_
                .as_ref()
                .map(|kind| kind.name.to_string())
                .unwrap_or_default(),
            human::line(&backup.protected_entity.name),
            human::bytes(backup.size),
            duration(backup),
            destinations(backup),
            warnings(backup),
            backup.guid.to_string(),
        ]);
    }
    table::text(table, &[4, 5, 7])
}

/// Empty where nobody measured it.
fn duration(backup: &BackupListRecord) -> String {
    match backup.task_duration_time {
        None | Some(0) => String::new(),
        Some(ms) => human::duration(ms),
    }
}

/// Where it is, in brackets where it is not any more or not yet.
fn destinations(backup: &BackupListRecord) -> String {
    let names: Vec<String> = backup
        .backup_locations
        .iter()
        .map(|location| {
            let name = human::line(&location.backup_destination.name);
            if location.status.name == BackupLocationStatus::Present {
                name
            } else {
                format!("({name})")
            }
        })
        .collect();
    names.join(", ")
}

fn warnings(backup: &BackupListRecord) -> String {
    match backup.warnings.len() {
        0 => String::new(),
        count if backup.warnings_acknowledged => format!("{count} seen"),
        count => count.to_string(),
    }
}
