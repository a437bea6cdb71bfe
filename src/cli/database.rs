//! Commands that go to the database itself, past the server.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::failure::Failure;
use crate::serve::{Database, DatabaseSettings};
use crate::store::Store;
use crate::store::copies::Site;

/// Which database.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Args)]
pub(super) struct DatabaseArguments {
    /// Where the catalog is kept, sqlite:FILE or postgresql://USER@HOST/DATABASE
    #[arg(
        long,
        value_name = "DATABASE",
        env = "BACKUP_CATALOG_DATABASE",
        hide_env_values = true
    )]
    database: Database,
    /// PEM file with the certificates to trust in a PostgreSQL server; by default the system's
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_DATABASE_CA")]
    database_ca: Option<PathBuf>,
}

/// The same, where there is something else to ask.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Args)]
pub(super) struct OptionalDatabase {
    /// Where the catalog is kept, sqlite:FILE or postgresql://USER@HOST/DATABASE
    #[arg(
        long,
        value_name = "DATABASE",
        env = "BACKUP_CATALOG_DATABASE",
        hide_env_values = true
    )]
    database: Option<Database>,
    /// PEM file with the certificates to trust in a PostgreSQL server; by default the system's
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_DATABASE_CA")]
    database_ca: Option<PathBuf>,
}

impl OptionalDatabase {
    /// The database, if one was named.
    pub(super) fn given(self) -> Option<DatabaseArguments> {
        Some(DatabaseArguments {
            database: self.database?,
            database_ca: self.database_ca,
        })
    }
}

impl DatabaseArguments {
    /// Opens a catalog that is there.
    pub(super) async fn open(&self) -> Result<Store, Failure> {
        if let Database::Sqlite(file) = &self.database
            && !file.exists()
        {
            return Err(Failure::unreachable(format!(
                "there is no file {}",
                file.display()
            )));
        }
        let store = self.database.open(self.settings()).await;
        store.map_err(|error| Failure::unreachable(error.to_string()))
    }

    /// Where it is.
    pub(super) fn site(&self) -> Result<Site, Failure> {
        let site = self.database.site(self.settings());
        site.map_err(|error| Failure::usage(error.to_string()))
    }

    fn settings(&self) -> DatabaseSettings {
        DatabaseSettings {
            authority: self.database_ca.clone(),
            // To read millions of rows takes its time.
            time_out: Duration::from_hours(1),
            ..DatabaseSettings::default()
        }
    }
}
