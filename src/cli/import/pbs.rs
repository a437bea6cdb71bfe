//! `import pbs`: the snapshots of a datastore of Proxmox Backup Server, and the tasks that made them.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::cli::tool;
use crate::sources::pbs::{Options, inventory};

/// Report what a Proxmox Backup Server holds
#[derive(Debug, Args)]
#[command(
    long_about = "Report the snapshots of a datastore of Proxmox Backup Server.\n\n\
                  Runs `proxmox-backup-client snapshot list --output-format json` here, with this environment \
                  (PBS_REPOSITORY, PBS_PASSWORD_FILE, …), which has to be that of a user who may see all of the datastore: \
                  snapshots that it does not list any more are marked as removed.\n\n\
                  The tasks of the server (`proxmox-backup-manager task list`) say when a backup ended, and which failed \
                  or still run; without them neither is seen. Made by Proxmox' documentation, not tried with a server.",
    after_help = "Examples:
  proxmox-backup-manager task list --all --output-format json > tasks.json
  backup-catalog import pbs --datastore store1 --tasks tasks.json
  cat snapshots.json tasks.json | backup-catalog import pbs --datastore store1 --stdin --complete"
)]
pub(in crate::cli) struct Pbs {
    /// Name of the datastore
    #[arg(long, value_name = "NAME")]
    datastore: String,
    /// The namespace; by default the root
    #[arg(long, value_name = "NAME")]
    namespace: Option<String>,
    /// File with the tasks of the server
    #[arg(long, value_name = "FILE")]
    tasks: Option<PathBuf>,
    /// Name of the destination; by default the datastore's
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// The policy
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Read lists of snapshots and tasks from standard input instead of running the client
    #[arg(long)]
    stdin: bool,
    /// Standard input has all snapshots of the namespace, printed by a command that succeeded: mark as removed what it
    /// lacks
    #[arg(long, requires = "stdin")]
    complete: bool,
    /// Report it even if no backup, or fewer than half of the known ones, are left
    #[arg(long)]
    allow_mass_removal: bool,
    #[command(flatten)]
    reporter: Reporter,
}

impl Pbs {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    datastore: self.datastore.clone(),
                    namespace: self.namespace.clone(),
                    destination: self.destination.clone(),
                    policy: self.policy.clone(),
                    complete: self.complete || !self.stdin,
                };
                let mut lists = self.snapshots()?;
                if let Some(file) = &self.tasks {
                    let tasks = fs::read(file).map_err(|error| {
                        Failure::usage(format!("cannot read {}: {error}", file.display()))
                    })?;
                    lists.push(b'\n');
                    lists.extend(tasks);
                }
                Ok(vec![
                    inventory(&lists, &options).map_err(|error| refused(&error))?,
                ])
            })
            .await
    }

    fn snapshots(&self) -> Result<Vec<u8>, Failure> {
        if self.stdin {
            return standard_input();
        }
        let mut arguments = vec!["snapshot", "list", "--output-format", "json"];
        if let Some(namespace) = &self.namespace {
            arguments.extend(["--ns", namespace]);
        }
        tool::output("proxmox-backup-client", &arguments)
    }
}
