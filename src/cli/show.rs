//! `show`: everything known of one backup.

use clap::Args;
use comfy_table::{Cell, Table};
use uuid::Uuid;

use super::connection::{self, Connection};
use super::failure::Failure;
use super::output::Format;
use super::{human, output, table};
use crate::types::{BackupExtendedDetails, BackupLocationListRecord, NameAndGuid};

/// Show everything known of one backup
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  backup-catalog show 0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11
  backup-catalog show 0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11 -o json")]
pub(super) struct Show {
    /// The backup
    guid: Uuid,
    /// What the result looks like
    #[arg(short, long, value_enum, default_value_t)]
    output: Format,
    #[command(flatten)]
    connection: Connection,
}

impl Show {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let session = self.connection.open().await?;
        let format = self.output;
        if matches!(format, Format::Json | Format::Yaml) {
            let backup = session.get(&format!("/backups/{}", self.guid)).await;
            connection::close(session).await;
            let backup = backup?;
            return match format {
                Format::Yaml => output::yaml(&backup),
                _ => output::json(&backup),
            };
        }
        let answer = session.api().get_backup().guid(self.guid).send().await;
        let answer = answer.map_err(|error| session.explain(error));
        connection::close(session).await;
        let sheet = sheet(&answer?.into_inner());
        match format {
            Format::Csv => sheet.csv(),
            _ => output::text(&table::text(sheet.0, &[])),
        }
    }
}

fn sheet(backup: &BackupExtendedDetails) -> Sheet {
    let mut sheet = Sheet(table::table());
    sheet.row("Guid", backup.guid.to_string());
    what(&mut sheet, backup);
    when(&mut sheet, backup);
    chain(&mut sheet, backup);
    for location in &backup.backup_locations {
        sheet.row("Location", place(location));
    }
    identity(&mut sheet, backup);
    for warning in &backup.warnings {
        sheet.row("Warning", human::line(warning));
    }
    if backup.warnings_acknowledged {
        sheet.row("Warnings", "acknowledged");
    }
    sheet
}

fn what(sheet: &mut Sheet, backup: &BackupExtendedDetails) {
    let entity = &backup.protected_entity;
    sheet.row("Entity", human::line(&entity.name));
    sheet.row("Entity type", entity.type_.name.to_string());
    sheet.row("Status", backup.status.name.to_string());
    sheet.text("Status info", backup.status_info.as_ref());
    sheet.text("Description", backup.description.as_ref());
    if let Some(kind) = &backup.type_ {
        sheet.row("Type", kind.name.to_string());
    }
    sheet.row("Size", size(backup.size));
    if let Some(bytes) = backup.effective_backup_size {
        sheet.row("Transferred", size(bytes));
    }
    if let Some(count) = backup.effective_backup_objects_count {
        sheet.row("Objects", count.to_string());
    }
    sheet.name("Policy", backup.backup_policy.as_ref());
    sheet.name("Rule", backup.backup_rule.as_ref());
    sheet.name("Node", backup.node.as_ref());
    sheet.name("Project", backup.source_project.as_ref());
    sheet.name("Infrastructure", backup.source_name_and_guid.as_ref());
    if let Some(origin) = &backup.origin_entity {
        sheet.row("Started by", human::line(&origin.name));
    }
    if backup.hidden {
        sheet.row("Hidden", "yes");
    }
    if backup.mountable == Some(true) {
        sheet.row("Mountable", "yes");
    }
}

fn when(sheet: &mut Sheet, backup: &BackupExtendedDetails) {
    sheet.row("Snapshot (UTC)", human::time(backup.snapshot_time));
    let times = [
        ("Stored (UTC)", backup.backup_time),
        ("Removed (UTC)", backup.removed_time),
        ("Kept until (UTC)", backup.archive_expire),
    ];
    for (name, time) in times {
        if let Some(time) = time {
            sheet.row(name, human::time(time));
        }
    }
    let times = &backup.task_time_stats;
    let tasks = [
        ("Queued for export", times.queued_export_time),
        ("Export", times.export_time),
        ("Queued for store", times.queued_store_time),
        ("Store", times.store_time),
    ];
    for (name, ms) in tasks {
        if ms > 0 {
            sheet.row(name, human::duration(ms));
        }
    }
}

fn chain(sheet: &mut Sheet, backup: &BackupExtendedDetails) {
    if let Some(root) = &backup.root_backup
        && root.guid != backup.guid
    {
        sheet.name("Chain starts with", Some(root));
    }
    sheet.name("Parent", backup.parent_backup.as_ref());
    for child in &backup.children {
        sheet.name("Child", Some(child));
    }
}

fn identity(sheet: &mut Sheet, backup: &BackupExtendedDetails) {
    sheet.name("Source", backup.source.as_ref());
    sheet.text("Repository", backup.repository.as_ref());
    sheet.text("Id there", backup.native_id.as_ref());
    sheet.text("Run", backup.run.as_ref());
    for (name, value) in &backup.labels {
        sheet.row(
            "Label",
            format!("{}={}", human::line(name), human::line(value)),
        );
    }
}

/// Bytes for people and exactly.
fn size(bytes: i64) -> String {
    if bytes < 1024 {
        human::bytes(bytes)
    } else {
        format!("{} ({bytes} B)", human::bytes(bytes))
    }
}

fn place(location: &BackupLocationListRecord) -> String {
    let mut text = human::line(&location.backup_destination.name);
    if let Some(role) = &location.role_type {
        text = format!("{text}, {}", role.name);
    }
    text = format!("{text}, {}", location.status.name);
    if let Some(info) = &location.status_info {
        text = format!("{text}: {}", human::line(info));
    }
    text
}

/// Names and values, one a line.
struct Sheet(Table);

impl Sheet {
    fn csv(&self) -> Result<(), Failure> {
        let header = vec!["property".to_owned(), "value".to_owned()];
        let rows = self.0.row_iter();
        let rows = rows.map(|row| row.cell_iter().map(Cell::content).collect());
        output::csv(std::iter::once(header).chain(rows))
    }

    fn row(&mut self, name: &str, value: impl Into<String>) {
        self.0.add_row([name.to_owned(), value.into()]);
    }

    fn text(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.row(name, human::line(value));
        }
    }

    fn name(&mut self, name: &str, value: Option<&NameAndGuid>) {
        if let Some(value) = value {
            self.row(
                name,
                format!("{} ({})", human::line(&value.name), value.guid),
            );
        }
    }
}
