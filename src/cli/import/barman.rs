//! `import barman`: every backup that Barman lists, also those that failed or still run.

use clap::Args;
use jiff::tz::TimeZone;

use super::names::Names;
use super::reporter::{Reporter, refused, standard_input};
use super::whole::Whole;
use super::zone;
use crate::cli::failure::Failure;
use crate::sources::barman::{Options, inventories};

/// Report what Barman lists
#[derive(Debug, Args)]
#[command(
    long_about = "Report every backup that `barman -f json list-backups all` lists, from standard input, also those that failed.\n\n\
                  `barman -f json show-backup SERVER ID` says more of one: when it began exactly, why it failed, what it \
                  depends on. The destination is by default called as the source, which is Barman's own machine.",
    after_help = "Examples:
  barman -f json list-backups all | backup-catalog import barman --complete --time-zone Europe/Berlin
  barman -f json show-backup main latest | backup-catalog import barman"
)]
pub(in crate::cli) struct Barman {
    #[command(flatten)]
    names: Names,
    /// Time zone of the backup ids, which are local times: that of the machine where it ran
    #[arg(long, value_name = "ZONE", value_parser = zone::of)]
    time_zone: Option<TimeZone>,
    #[command(flatten)]
    whole: Whole,
    #[command(flatten)]
    reporter: Reporter,
}

impl Barman {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.whole.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    destination: self.names.destination.clone(),
                    node: self.names.node.clone(),
                    policy: self.names.policy.clone(),
                    zone: self.time_zone.clone(),
                    complete: self.whole.complete,
                };
                inventories(&standard_input()?, &options).map_err(|error| refused(&error))
            })
            .await
    }
}
