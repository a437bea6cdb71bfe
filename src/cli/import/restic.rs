//! `import restic`: every snapshot of a restic or rustic repository.

use std::io::Read as _;

use clap::Args;

use super::{destination, host};
use crate::cli::connection::Connection;
use crate::cli::failure::{Failure, Kind};
use crate::cli::report::{self, Taking};
use crate::cli::{human, output, tool};
use crate::clock::{Clock as _, SystemClock};
use crate::sources::restic::{Options, inventory};
use crate::sources::{Inventory, MAX_OUTPUT};

/// Report every snapshot of a restic repository
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
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
    /// Who reports; by default the name of this machine
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
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
    /// Print the inventory that would be sent and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Report it even if no snapshot, or fewer than half of the known ones, are left
    #[arg(long)]
    allow_mass_removal: bool,
    #[command(flatten)]
    connection: Connection,
}

impl Restic {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let source = match &self.source {
            Some(source) => source.clone(),
            None => host::name()?,
        };
        // Before restic is asked: what it lists later may hold a backup that is not in this list.
        let taken_at = SystemClock.now();
        let inventory = self.read(&source)?;
        for diagnostic in &inventory.diagnostics {
            eprintln!("left out {}", human::line(&diagnostic.to_string()));
        }
        let whole = inventory.diagnostics.is_empty();
        let envelope = inventory.into_envelope(source, taken_at);
        if self.dry_run {
            output::json(&envelope)?;
        } else {
            let body = serde_json::to_vec(&envelope).map_err(|error| {
                Failure::refused(format!("cannot write the inventory: {error}"))
            })?;
            let taking = Taking {
                allow_mass_removal: self.allow_mass_removal,
                ..Taking::default()
            };
            report::send(self.connection.open().await?, body.into(), taking).await?;
        }
        if whole {
            Ok(())
        } else {
            Err(Failure::silent(Kind::No))
        }
    }

    fn read(&self, source: &str) -> Result<Inventory, Failure> {
        let mut options = Options {
            source: source.to_owned(),
            destination: self
                .destination
                .clone()
                .or_else(destination::of_environment),
            policy: self.policy.clone(),
            repository: self.repository.clone(),
            complete: self.complete,
        };
        let read = if self.stdin {
            inventory(&standard_input()?, None, &options)
        } else {
            // The config first: a wrong password or no repository shows at the cheaper of the two.
            let config = tool::output("restic", &["cat", "config", "--no-lock"])?;
            let snapshots = tool::output("restic", &["snapshots", "--json", "--no-lock"])?;
            // Both commands exited 0, and neither had a filter.
            options.complete = true;
            inventory(&snapshots, Some(&config), &options)
        };
        read.map_err(|error| Failure::refused(error.to_string()))
    }
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // One more than is read: the importer then says that it is too long.
    std::io::stdin()
        .lock()
        .take(MAX_OUTPUT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::refused(format!("cannot read standard input: {error}")))?;
    Ok(bytes)
}
