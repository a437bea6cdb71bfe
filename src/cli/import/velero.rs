//! `import velero`: every backup of a cluster, also those that failed or still run.

use clap::Args;

use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::cli::tool;
use crate::sources::velero::{Options, inventory};

/// Report Velero's backups
#[derive(Debug, Args)]
#[command(
    long_about = "Report every backup that Velero has, also those that failed or still run.\n\n\
                  Runs `velero backup get -o json` here, for the cluster of this user's kubeconfig. Backups that Velero \
                  has deleted are marked as removed. A policy is by default called by the schedule, a destination by the \
                  storage location. Made by Velero's documentation, not tried with Velero.",
    after_help = "Examples:
  backup-catalog import velero --cluster prod
  kubectl get backups.velero.io --namespace velero -o json | backup-catalog import velero --stdin --complete --cluster prod"
)]
pub(in crate::cli) struct Velero {
    /// Name of the cluster; by default the source's
    #[arg(long, value_name = "NAME")]
    cluster: Option<String>,
    /// Name of the destination; by default each backup's storage location
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// Policy of backups that no schedule made
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Read the output from standard input instead of running Velero
    #[arg(long)]
    stdin: bool,
    /// Standard input has every backup, printed by a command that succeeded: mark as removed what it lacks
    #[arg(long, requires = "stdin")]
    complete: bool,
    /// Report it even if no backup, or fewer than half of the known ones, are left
    #[arg(long)]
    allow_mass_removal: bool,
    #[command(flatten)]
    reporter: Reporter,
}

impl Velero {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    cluster: self.cluster.clone(),
                    destination: self.destination.clone(),
                    policy: self.policy.clone(),
                    complete: self.complete || !self.stdin,
                };
                let list = if self.stdin {
                    standard_input()?
                } else {
                    tool::output("velero", &["backup", "get", "-o", "json"])?
                };
                Ok(vec![
                    inventory(&list, &options).map_err(|error| refused(&error))?,
                ])
            })
            .await
    }
}
