//! `import`: what a backup tool lists, reported as an inventory.
//!
//! The tool runs here, where its credentials are, with the caller's environment; the server never sees them.

mod aws_backup;
mod bacula;
mod barman;
mod borg;
mod borgmatic;
mod btrbk;
mod destination;
mod duplicity;
pub(super) mod host;
mod kopia;
mod mariadb;
mod names;
mod pbs;
mod pgbackrest;
mod rclone;
mod reporter;
mod restic;
mod resticprofile;
mod rustic;
mod veeam;
mod velero;
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
    Kopia(kopia::Kopia),
    Pbs(pbs::Pbs),
    #[command(name = "resticprofile")]
    ResticProfile(resticprofile::ResticProfile),
    Velero(velero::Velero),
    AwsBackup(aws_backup::AwsBackup),
    Veeam(veeam::Veeam),
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
            Tool::Kopia(kopia) => kopia.run().await,
            Tool::Pbs(pbs) => pbs.run().await,
            Tool::ResticProfile(profile) => profile.run().await,
            Tool::Velero(velero) => velero.run().await,
            Tool::AwsBackup(aws) => aws.run().await,
            Tool::Veeam(veeam) => veeam.run().await,
        }
    }
}
