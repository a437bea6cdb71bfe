//! `import`: what a backup tool lists, reported as an inventory.
//!
//! The tool runs here, where its credentials are, with the caller's environment; the server never sees them.

mod bacula;
mod barman;
mod borg;
mod borgmatic;
mod btrbk;
mod destination;
mod duplicity;
pub(super) mod host;
mod mariadb;
mod names;
mod pgbackrest;
mod rclone;
mod reporter;
mod restic;
mod rustic;
mod whole;
mod zone;

use clap::{Args, Subcommand};

use super::failure::Failure;

/// Report what a backup tool's repository holds
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Debug, Subcommand)]
enum Tool {
    Restic(restic::Restic),
    Rustic(rustic::Rustic),
    Borg(borg::Borg),
    Borgmatic(borgmatic::Borgmatic),
    Pgbackrest(pgbackrest::PgBackRest),
    Barman(barman::Barman),
    Mariadb(mariadb::MariaDb),
    Duplicity(duplicity::Duplicity),
    Btrbk(btrbk::Btrbk),
    Bacula(bacula::Bacula),
    Rclone(rclone::Rclone),
}

impl Import {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self.tool {
            Tool::Restic(restic) => restic.run().await,
            Tool::Rustic(rustic) => rustic.run().await,
            Tool::Borg(borg) => borg.run().await,
            Tool::Borgmatic(borgmatic) => borgmatic.run().await,
            Tool::Pgbackrest(pgbackrest) => pgbackrest.run().await,
            Tool::Barman(barman) => barman.run().await,
            Tool::Mariadb(mariadb) => mariadb.run().await,
            Tool::Duplicity(duplicity) => duplicity.run().await,
            Tool::Btrbk(btrbk) => btrbk.run().await,
            Tool::Bacula(bacula) => bacula.run().await,
            Tool::Rclone(rclone) => rclone.run().await,
        }
    }
}
