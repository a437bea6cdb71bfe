//! `import duplicity`: every set of duplicity, by the statistics that it stores with each.

use clap::Args;

use super::names::Names;
use super::reporter::{Reporter, refused, standard_input};
use super::whole::Whole;
use crate::cli::failure::Failure;
use crate::sources::duplicity::{Options, inventories};

/// Report duplicity's sets
#[derive(Debug, Args)]
#[command(
    long_about = "Report duplicity's sets by the files `*.jsonstat` that it stores in the target with `--jsonstat`, from standard \
                  input, one after the other.\n\n\
                  The destination is by default called by the target's address without login and password.",
    after_help = "Examples:
  zcat /backup/etc/*.jsonstat.gz | backup-catalog import duplicity --complete --node web01"
)]
pub(in crate::cli) struct Duplicity {
    /// What is backed up; by default the folder that duplicity was given, after the node
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    whole: Whole,
    #[command(flatten)]
    reporter: Reporter,
}

impl Duplicity {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.whole.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    entity: self.entity.clone(),
                    destination: self.names.destination.clone(),
                    node: self.names.node.clone(),
                    policy: self.names.policy.clone(),
                    complete: self.whole.complete,
                };
                inventories(&standard_input()?, &options).map_err(|error| refused(&error))
            })
            .await
    }
}
