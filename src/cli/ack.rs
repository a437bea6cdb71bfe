//! `ack`: somebody has seen the warnings.

use clap::Args;
use uuid::Uuid;

use super::columns::{self, Column};
use super::connection::{self, Connection};
use super::failure::Failure;
use super::named::{self, Kinds, Named};
use super::output::Format;
use super::{human, list};
use crate::client::Session;
use crate::types::{BackupDetails, GuidOrReference, WarningAcknowledgementRequest};

/// Acknowledge the warnings of backups
#[derive(Debug, Args)]
#[command(
    after_help = "All that is named is acknowledged, or nothing, where one of it does not exist.

Examples:
  backup-catalog ack 0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11
  backup-catalog ack --entity web01:/srv --destination offsite
  backup-catalog ack --undo 0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11"
)]
pub(super) struct Ack {
    /// These backups
    #[arg(value_name = "GUID", required_unless_present_any = ["entity", "destination"])]
    backups: Vec<Uuid>,
    /// All backups of this protected entity
    #[arg(long, value_name = "NAME|GUID")]
    entity: Vec<Named>,
    /// All backups with a location on this destination
    #[arg(long, value_name = "NAME|GUID")]
    destination: Vec<Named>,
    /// Take the acknowledgement back
    #[arg(long)]
    undo: bool,
    /// What the result looks like
    #[arg(short, long, value_enum, default_value_t)]
    output: Format,
    #[command(flatten)]
    connection: Connection,
}

impl Ack {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let session = self.connection.open().await?;
        let acknowledged = self.acknowledge(&session).await;
        connection::close(session).await;
        columns::write(self.output, COLUMNS, &acknowledged?)
    }

    async fn acknowledge(&self, session: &Session) -> Result<Vec<BackupDetails>, Failure> {
        let what = WarningAcknowledgementRequest {
            backups: self
                .backups
                .iter()
                .copied()
                .map(GuidOrReference::Uuid)
                .collect(),
            protected_entities: guids(session, &self.entity, named::ENTITY).await?,
            backup_destinations: guids(session, &self.destination, named::DESTINATION).await?,
            snapshots: Vec::new(),
            restore_jobs: Vec::new(),
            value: Some(!self.undo),
        };
        Ok(session.acknowledge_all(what).await?)
    }
}

async fn guids(
    session: &Session,
    names: &[Named],
    kinds: Kinds,
) -> Result<Vec<GuidOrReference>, Failure> {
    let mut guids = Vec::new();
    for name in names {
        guids.push(GuidOrReference::Uuid(name.guid(session, kinds).await?));
    }
    Ok(guids)
}

type Of = Column<BackupDetails>;

const COLUMNS: &[Of] = &[
    Of::text("SNAPSHOT (UTC)", "snapshotTime", |backup| {
        human::time(backup.snapshot_time)
    })
    .exactly(|backup| backup.snapshot_time.to_string()),
    Of::text("STATUS", "status", |backup| backup.status.name.to_string())
        .coloured(|backup| list::colour(backup.status.name)),
    Of::text("ENTITY", "protectedEntity", |backup| {
        human::line(&backup.protected_entity.name)
    })
    .exactly(|backup| backup.protected_entity.name.clone()),
    Of::number("WARNINGS", "warnings", |backup| {
        backup.warnings.len().to_string()
    }),
    Of::text("ACKNOWLEDGED", "warningsAcknowledged", |backup| {
        if backup.warnings_acknowledged {
            "yes"
        } else {
            "no"
        }
        .to_owned()
    })
    .exactly(|backup| backup.warnings_acknowledged.to_string()),
    Of::text("GUID", "guid", |backup| backup.guid.to_string()),
];
