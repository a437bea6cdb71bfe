//! `import kopia`: every snapshot of a Kopia repository.

use clap::Args;

use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::cli::tool;
use crate::sources::kopia::{Options, inventory, repository};

/// Everything: Kopia leaves out other users', broken off and identical snapshots, and all but a hundred of a source.
const LIST: &[&str] = &[
    "snapshot",
    "list",
    "--all",
    "--incomplete",
    "--show-identical",
    "--max-results=1000000",
    "--json",
];

/// Report every snapshot of a Kopia repository
#[derive(Debug, Args)]
#[command(
    long_about = "Report every snapshot of a Kopia repository, also those that skipped files or were broken off.\n\n\
                  Runs `kopia repository status --json` and `kopia snapshot list --json` here, for the repository that \
                  this user's Kopia is connected to: the server sees neither the repository nor its password. Snapshots \
                  that the repository does not hold any more are marked as removed. Made by Kopia's documentation, not \
                  tried with Kopia.",
    after_help = "Examples:
  backup-catalog import kopia --destination offsite
  kopia snapshot list --all --incomplete --show-identical --max-results=1000000 --json \\
    | backup-catalog import kopia --stdin --complete --repository ID --destination offsite"
)]
pub(in crate::cli) struct Kopia {
    /// Name of the destination; by default the repository's id
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// Policy of snapshots without a tag `policy:NAME`
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Read the output of `kopia snapshot list --json` from standard input instead of running Kopia
    #[arg(long, requires = "repository")]
    stdin: bool,
    /// The repository's id, `uniqueIDHex` of `kopia repository status --json`
    #[arg(long, value_name = "ID", requires = "stdin")]
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

impl Kopia {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.allow_mass_removal, |source| {
                let mut options = Options {
                    source,
                    repository: self.repository.clone().unwrap_or_default(),
                    destination: self.destination.clone(),
                    policy: self.policy.clone(),
                    complete: self.complete,
                };
                let list = if self.stdin {
                    standard_input()?
                } else {
                    let status = tool::output("kopia", &["repository", "status", "--json"])?;
                    options.repository = repository(&status).map_err(|error| refused(&error))?;
                    options.complete = true;
                    tool::output("kopia", LIST)?
                };
                Ok(vec![
                    inventory(&list, &options).map_err(|error| refused(&error))?,
                ])
            })
            .await
    }
}
