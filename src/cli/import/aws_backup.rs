//! `import aws-backup`: jobs and recovery points of AWS Backup.

use clap::Args;

use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::cli::tool;
use crate::sources::aws_backup::{Options, inventories};

/// Report what AWS Backup has done and holds
#[derive(Debug, Args)]
#[command(
    long_about = "Report the jobs of AWS Backup, also those that failed or still run, and the recovery points of vaults.\n\n\
                  Runs `aws backup list-backup-jobs` here, and for each --vault `list-recovery-points-by-backup-vault`, with \
                  this environment (AWS_PROFILE, AWS_REGION, …). Recovery points that a vault does not hold any more are \
                  marked as removed. Policy and rule are those of the backup plan, the destination is the vault. Made by \
                  the AWS CLI's own description of its output, not tried with an account.",
    after_help = "Examples:
  AWS_PROFILE=backup backup-catalog import aws-backup --source aws-prod --vault Default
  aws backup list-backup-jobs | backup-catalog import aws-backup --stdin --source aws-prod"
)]
pub(in crate::cli) struct AwsBackup {
    /// Vault whose recovery points are listed; as often as there are vaults
    #[arg(long, value_name = "NAME", conflicts_with = "stdin")]
    vault: Vec<String>,
    /// Name of the destination; by default each backup's vault
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// Policy of backups that no plan made
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Read lists of jobs and recovery points from standard input instead of running the AWS CLI
    #[arg(long)]
    stdin: bool,
    /// Standard input has all recovery points of their vaults, printed by a command that succeeded: mark as removed what
    /// they lack
    #[arg(long, requires = "stdin")]
    complete: bool,
    /// Report it even if no backup, or fewer than half of the known ones, are left
    #[arg(long)]
    allow_mass_removal: bool,
    #[command(flatten)]
    reporter: Reporter,
}

impl AwsBackup {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    destination: self.destination.clone(),
                    policy: self.policy.clone(),
                    complete: self.complete || !self.stdin,
                };
                let lists = if self.stdin {
                    standard_input()?
                } else {
                    self.lists()?
                };
                inventories(&lists, &options).map_err(|error| refused(&error))
            })
            .await
    }

    fn lists(&self) -> Result<Vec<u8>, Failure> {
        let jobs = ["backup", "list-backup-jobs", "--output", "json"];
        let mut lists = tool::output("aws", &jobs)?;
        for vault in &self.vault {
            let points = tool::output(
                "aws",
                &[
                    "backup",
                    "list-recovery-points-by-backup-vault",
                    "--backup-vault-name",
                    vault,
                    "--output",
                    "json",
                ],
            )?;
            lists.push(b'\n');
            lists.extend(points);
        }
        Ok(lists)
    }
}
