//! `import restic`: every snapshot of a restic or rustic repository.

use clap::Args;

use super::destination;
use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::cli::tool;
use crate::sources::restic::{Options, inventory};
use crate::sources::{Inventory, SourceError};

/// Report every snapshot of a restic repository
#[derive(Debug, Args)]
#[command(
    long_about = "Report every snapshot of a restic repository.\n\n\
                  Runs `restic snapshots --json --no-lock` and `restic cat config --no-lock` here, with this \
                  environment (RESTIC_REPOSITORY, RESTIC_PASSWORD_FILE, …): the server sees neither the repository \
                  nor its password. Snapshots that the repository does not hold any more are marked as removed.",
    after_help = "Examples:
  RESTIC_REPOSITORY=/srv/restic RESTIC_PASSWORD_FILE=/etc/restic.pw backup-catalog import restic --destination offsite
  backup-catalog import restic --dry-run
  rustic snapshots --json | backup-catalog import restic --stdin --complete --repository ID --destination offsite"
)]
pub(in crate::cli) struct Restic {
    /// Name of the destination; by default the repository's address without login and password
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// Policy of snapshots without a tag `policy:NAME`
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Read the output of `restic snapshots --json` (or rustic's) from standard input instead of running restic
    #[arg(long, requires = "repository")]
    stdin: bool,
    /// The repository's id, as `restic cat config` says it
    #[arg(long, value_name = "ID")]
    repository: Option<String>,
    /// The list on standard input is everything in the repository, made by a command that succeeded: mark as removed
    /// what it lacks
    #[arg(long, requires = "stdin")]
    complete: bool,
    /// Report it even if no backup, or fewer than half of the known ones, are left
    #[arg(long)]
    allow_mass_removal: bool,
    #[command(flatten)]
    reporter: Reporter,
}

impl Restic {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.allow_mass_removal, |source| {
                let read = self.read(source)?;
                Ok(vec![read.map_err(|error| refused(&error))?])
            })
            .await
    }

    fn read(&self, source: String) -> Result<Result<Inventory, SourceError>, Failure> {
        let mut options = Options {
            source,
            destination: self
                .destination
                .clone()
                .or_else(destination::of_environment),
            policy: self.policy.clone(),
            repository: self.repository.clone(),
            complete: self.complete,
        };
        if self.stdin {
            return Ok(inventory(&standard_input()?, None, &options));
        }
        // The config first: a wrong password or no repository shows at the cheaper of the two.
        let config = tool::output("restic", &["cat", "config", "--no-lock"])?;
        let snapshots = tool::output("restic", &["snapshots", "--json", "--no-lock"])?;
        // Both commands exited 0, and neither had a filter.
        options.complete = true;
        Ok(inventory(&snapshots, Some(&config), &options))
    }
}
