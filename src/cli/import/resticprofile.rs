//! `import resticprofile`: the last backup of each profile, by the status file.

use clap::Args;

use super::names::Names;
use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::sources::resticprofile::{Options, inventory};

/// Report the last backup of each profile of resticprofile
#[derive(Debug, Args)]
#[command(
    long_about = "Report the last backup of each profile by resticprofile's status file (`status-file`), from standard input, \
                  also one that failed.\n\n\
                  With `extended-status` the file says sizes too. It names no snapshot: where the snapshots are imported \
                  as well (`import restic`), give --failures-only. Made by resticprofile's documentation, not tried with it.",
    after_help = "Examples:
  backup-catalog import resticprofile --destination offsite < /var/lib/resticprofile/status.json
  backup-catalog import resticprofile --failures-only < /var/lib/resticprofile/status.json"
)]
pub(in crate::cli) struct ResticProfile {
    /// Report only backups that failed
    #[arg(long)]
    failures_only: bool,
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    reporter: Reporter,
}

impl ResticProfile {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(false, |source| {
                let options = Options {
                    source,
                    destination: self.names.destination.clone(),
                    node: self.names.node.clone(),
                    policy: self.names.policy.clone(),
                    failures_only: self.failures_only,
                };
                let inventory = inventory(&standard_input()?, &options);
                Ok(vec![inventory.map_err(|error| refused(&error))?])
            })
            .await
    }
}
