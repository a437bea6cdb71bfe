//! `backup` and `restore`: the catalog itself.

use std::path::PathBuf;

use clap::Args;

use super::database::DatabaseArguments;
use super::failure::Failure;
use super::{human, output};
use crate::store::StoreError;
use crate::store::copies::{self, Copied};

/// Write the catalog itself into a file
#[derive(Debug, Args)]
#[command(after_help = "\
One state of the whole catalog, while servers go on. The file is a SQLite database, wherever the catalog is kept: a server
can be started on it. Nobody is logged in there. It holds the hashes of passwords, so it is readable by its owner only.

Examples:
  backup-catalog backup /backup/catalog-$(date +%F).db --database sqlite:/var/lib/backup-catalog/catalog.db
  BACKUP_CATALOG_DATABASE=postgresql://catalog@db1/catalog backup-catalog backup catalog.db")]
pub(super) struct Backup {
    /// The new file
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// Make a catalog of what `backup` wrote
#[derive(Debug, Args)]
#[command(after_help = "\
Nothing is overwritten: the file or the database must not hold a catalog yet. A copy of an older version is brought to
this one. The kind of database may be another one than before.

Examples:
  backup-catalog restore catalog.db --database sqlite:/var/lib/backup-catalog/catalog.db
  BACKUP_CATALOG_DATABASE=postgresql://catalog@db1/catalog backup-catalog restore catalog.db")]
pub(super) struct Restore {
    /// The file that `backup` wrote
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArguments,
}

impl Backup {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let copied = copies::back_up(self.database.site()?, &self.file).await;
        let copied = copied.map_err(failure)?;
        say(&copied, &format!("in {}", self.file.display()))
    }
}

impl Restore {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let copied = copies::restore(&self.file, self.database.site()?).await;
        say(&copied.map_err(failure)?, "restored")
    }
}

fn say(copied: &Copied, what: &str) -> Result<(), Failure> {
    let bytes = i64::try_from(copied.bytes).unwrap_or(i64::MAX);
    output::text(&format!(
        "{} backups {what}, {}",
        copied.backups,
        human::bytes(bytes)
    ))
}

fn failure(error: StoreError) -> Failure {
    match error {
        StoreError::Exists { .. }
        | StoreError::Filled { .. }
        | StoreError::Missing { .. }
        | StoreError::Foreign { .. }
        | StoreError::Place { .. } => Failure::usage(error.to_string()),
        error => Failure::unreachable(error.to_string()),
    }
}
