//! `import pgbackrest`: every backup of pgBackRest's stanzas.

use std::collections::BTreeMap;

use clap::Args;

use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::cli::tool;
use crate::sources::pgbackrest::{Options, inventories};

/// What pgBackRest is asked; its own messages go to standard error only, whatever its configuration says.
const INFO: &[&str] = &[
    "info",
    "--output=json",
    "--log-level-console=off",
    "--log-level-stderr=warn",
];

/// Report every backup that pgBackRest knows
#[derive(Debug, Args)]
#[command(
    long_about = "Report every backup that pgBackRest knows, of all stanzas and repositories.\n\n\
                  Runs `pgbackrest info --output=json` here, with this environment (PGBACKREST_CONFIG, \
                  PGBACKREST_STANZA, …), so run it as the user that makes the backups: the server sees neither the \
                  repositories nor their keys. Backups that have expired are marked as removed.",
    after_help = "Examples:
  sudo -u postgres backup-catalog import pgbackrest --destination nas --node db01
  backup-catalog import pgbackrest --destination 1=nas --destination 2=s3
  ssh db01 pgbackrest info --output=json | backup-catalog import pgbackrest --stdin --complete --source db01"
)]
pub(in crate::cli) struct PgBackRest {
    /// Name of a repository, KEY=NAME; a name alone is that of repository 1. Others are called repo1, repo2, …
    #[arg(long, value_name = "NAME", value_parser = destination)]
    destination: Vec<(u32, String)>,
    /// The host where the backups run
    #[arg(long, value_name = "NAME")]
    node: Option<String>,
    /// Policy of backups without an annotation `policy`
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Read the output of `pgbackrest info --output=json` from standard input instead of running pgBackRest
    #[arg(long)]
    stdin: bool,
    /// Standard input lists every backup of its stanzas, printed by a command that succeeded: mark as removed what it
    /// lacks
    #[arg(long, requires = "stdin")]
    complete: bool,
    /// Report it even if no backup, or fewer than half of the known ones, are left
    #[arg(long)]
    allow_mass_removal: bool,
    #[command(flatten)]
    reporter: Reporter,
}

impl PgBackRest {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.allow_mass_removal, |source| {
                let destinations: BTreeMap<_, _> = self.destination.iter().cloned().collect();
                let mut options = Options {
                    source,
                    destinations,
                    policy: self.policy.clone(),
                    node: self.node.clone(),
                    complete: self.complete,
                };
                let output = if self.stdin {
                    standard_input()?
                } else {
                    // It exits 0, and has no filter but perhaps a stanza, which is a scope of its own.
                    options.complete = true;
                    tool::output("pgbackrest", INFO)?
                };
                inventories(&output, &options).map_err(|error| refused(&error))
            })
            .await
    }
}

fn destination(text: &str) -> Result<(u32, String), String> {
    let (key, name) = text.split_once('=').unwrap_or(("1", text));
    let key = key
        .parse()
        .map_err(|_| format!("`{key}` is not the key of a repository, which is a number"))?;
    if name.is_empty() {
        return Err("the name is empty".to_owned());
    }
    Ok((key, name.to_owned()))
}
