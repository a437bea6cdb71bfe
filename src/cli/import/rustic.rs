//! `import rustic`: every snapshot of a repository, as rustic lists them.

use clap::Args;

use super::reporter::{Reporter, refused, standard_input};
use super::whole::Whole;
use crate::cli::failure::Failure;
use crate::sources::restic::{Options, inventory};

/// Report what rustic lists
#[derive(Debug, Args)]
#[command(
    long_about = "Report every snapshot that `rustic snapshots --json` lists, from standard input.\n\n\
                  They are the same backups as with `import restic`: both tools may be used on one repository.",
    after_help = "Examples:
  rustic snapshots --json | backup-catalog import rustic --complete --repository ID --destination offsite"
)]
pub(in crate::cli) struct Rustic {
    /// The repository's id: `rustic cat config` says it as `id`
    #[arg(long, value_name = "ID")]
    repository: String,
    /// Name of the destination; by default the repository's id
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// Policy of snapshots without a tag `policy:NAME`
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    #[command(flatten)]
    whole: Whole,
    #[command(flatten)]
    reporter: Reporter,
}

impl Rustic {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.whole.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    destination: self.destination.clone(),
                    policy: self.policy.clone(),
                    repository: Some(self.repository.clone()),
                    complete: self.whole.complete,
                };
                let inventory = inventory(&standard_input()?, None, &options);
                Ok(vec![inventory.map_err(|error| refused(&error))?])
            })
            .await
    }
}
