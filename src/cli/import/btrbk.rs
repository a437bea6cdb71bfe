//! `import btrbk`: every backup that btrbk lists.

use clap::Args;
use jiff::tz::TimeZone;

use super::names::Names;
use super::reporter::{Reporter, refused, standard_input};
use super::zone;
use crate::cli::failure::Failure;
use crate::cli::tool;
use crate::sources::btrbk::{Options, inventories};

/// Report every backup that btrbk lists
#[derive(Debug, Args)]
#[command(
    long_about = "Report every backup that btrbk lists.\n\n\
                  Runs `btrbk list backups --format=raw` here, which reads /etc/btrbk/btrbk.conf and needs its rights. \
                  Backups that are not there any more are marked as removed. The destination is by default called by \
                  the folder of the backups.",
    after_help = "Examples:
  backup-catalog import btrbk --node web01 --destination usb-disk
  btrbk list backups --format=raw | backup-catalog import btrbk --stdin --node web01"
)]
pub(in crate::cli) struct Btrbk {
    #[command(flatten)]
    names: Names,
    /// btrbk's configuration file
    #[arg(long, value_name = "FILE", conflicts_with = "stdin")]
    config: Option<String>,
    /// Time zone of the times in names, if `timestamp_format` is not long-iso
    #[arg(long, value_name = "ZONE", value_parser = zone::of)]
    time_zone: Option<TimeZone>,
    /// Read the output of `btrbk list backups --format=raw` from standard input instead of running btrbk. Nothing is
    /// marked as removed then: lines do not show whether others are missing
    #[arg(long)]
    stdin: bool,
    /// Report it even if no backup, or fewer than half of the known ones, are left
    #[arg(long, conflicts_with = "stdin")]
    allow_mass_removal: bool,
    #[command(flatten)]
    reporter: Reporter,
}

impl Btrbk {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    destination: self.names.destination.clone(),
                    node: self.names.node.clone(),
                    policy: self.names.policy.clone(),
                    zone: self.time_zone.clone(),
                    complete: !self.stdin,
                };
                let output = if self.stdin {
                    standard_input()?
                } else {
                    self.list()?
                };
                inventories(&output, &options).map_err(|error| refused(&error))
            })
            .await
    }

    fn list(&self) -> Result<Vec<u8>, Failure> {
        let mut arguments = vec!["list", "backups", "--format=raw"];
        if let Some(config) = &self.config {
            arguments.extend(["--config", config]);
        }
        tool::output("btrbk", &arguments)
    }
}
