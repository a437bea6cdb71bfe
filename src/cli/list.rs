//! `list`: the backups that a selection leaves.

use clap::Args;
use comfy_table::Color;

use super::columns::{self, Column};
use super::connection::{self, Connection};
use super::failure::Failure;
use super::filter::Filter;
use super::human;
use super::output::Format;
use crate::types::{BackupListRecord, BackupLocationStatus, BackupStatus};

/// List backups, the newest first
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  backup-catalog list --size 20
  backup-catalog list --status FAILED,PARTIAL_SUCCESS --from 2026-11-01
  backup-catalog list --entity web01:/srv --order-by size -o json
  backup-catalog list --policy nightly -o csv > nightly.csv
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
        let filter = match self.filter.resolved(&session).await {
            Ok(filter) => filter,
            Err(failure) => {
                connection::close(session).await;
                return Err(failure);
            }
        };
        let answer = filter.list(session.api().list_backups()).send().await;
        let answer = answer.map_err(|error| session.explain(error));
        connection::close(session).await;
        let answer = answer?;
        columns::write(self.output, COLUMNS, &answer)?;
        let total = answer
            .headers()
            .get("x-total-count")
            .and_then(|total| total.to_str().ok());
        let is_for_people = matches!(self.output, Format::Table | Format::Wide);
        if let Some(total) = total.filter(|total| *total != answer.len().to_string())
            && is_for_people
        {
            eprintln!("{} of {total} backups", answer.len());
        }
        Ok(())
    }
}

type Of = Column<BackupListRecord>;

const COLUMNS: &[Of] = &[
    Of::text("SNAPSHOT (UTC)", "snapshotTime", |backup| {
        human::time(backup.snapshot_time)
    })
    .exactly(|backup| backup.snapshot_time.to_string()),
    Of::text("STATUS", "status", |backup| backup.status.name.to_string())
        .coloured(|backup| colour(backup.status.name)),
    Of::text("TYPE", "type", |backup| {
        let kind = backup.type_.as_ref();
        kind.map(|kind| kind.name.to_string()).unwrap_or_default()
    }),
    Of::text("ENTITY", "protectedEntity", |backup| {
        human::line(&backup.protected_entity.name)
    })
    .exactly(|backup| backup.protected_entity.name.clone()),
    Of::number("SIZE", "size", |backup| human::bytes(backup.size))
        .exactly(|backup| backup.size.to_string()),
    Of::number("DURATION", "taskDurationTime", duration).exactly(|backup| {
        let duration = backup.task_duration_time;
        duration.map(|ms| ms.to_string()).unwrap_or_default()
    }),
    Of::text("DESTINATIONS", "destinations", destinations),
    Of::number("WARNINGS", "warnings", warnings)
        .exactly(|backup| backup.warnings.len().to_string()),
    Of::text("RULE", "backupRule", |backup| {
        let rule = backup.backup_rule.as_ref();
        rule.map(|rule| human::line(&rule.name)).unwrap_or_default()
    })
    .wide(),
    Of::text("STATUS INFO", "statusInfo", |backup| {
        let info = backup.status_info.as_deref();
        info.map(human::line).unwrap_or_default()
    })
    .exactly(|backup| backup.status_info.clone().unwrap_or_default())
    .wide(),
    Of::text("DESCRIPTION", "description", |backup| {
        let description = backup.description.as_deref();
        description.map(human::line).unwrap_or_default()
    })
    .exactly(|backup| backup.description.clone().unwrap_or_default())
    .wide(),
    Of::text("GUID", "guid", |backup| backup.guid.to_string()),
];

/// Red for what failed, yellow for what deserves a look, green for what is there.
pub(super) fn colour(status: BackupStatus) -> Option<Color> {
    match status {
        BackupStatus::Failed => Some(Color::Red),
        BackupStatus::PartialSuccess => Some(Color::Yellow),
        BackupStatus::Success => Some(Color::Green),
        _ => None,
    }
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
