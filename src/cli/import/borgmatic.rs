//! `import borgmatic`: every archive of the repositories of a borgmatic configuration.

use clap::Args;
use jiff::tz::TimeZone;

use super::reporter::{Reporter, refused, standard_input};
use super::whole::Whole;
use super::zone;
use crate::cli::failure::Failure;
use crate::sources::borg::Options;
use crate::sources::borgmatic::inventories;

/// Report what borgmatic lists
#[derive(Debug, Args)]
#[command(
    long_about = "Report every archive that `borgmatic info --json` (or `repo-list --json`) lists, from standard input.\n\n\
                  A destination is called by the label of its repository in borgmatic's configuration, else by its \
                  address. They are the same backups as with `import borg`.",
    after_help = "Examples:
  TZ=UTC borgmatic info --json --archive '*' | backup-catalog import borgmatic --complete --time-zone UTC"
)]
pub(in crate::cli) struct Borgmatic {
    /// Policy of archives without a comment `policy=NAME`
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Time zone of the times, which borg prints without one: that of the machine where it ran
    #[arg(long, value_name = "ZONE", value_parser = zone::of)]
    time_zone: Option<TimeZone>,
    #[command(flatten)]
    whole: Whole,
    #[command(flatten)]
    reporter: Reporter,
}

impl Borgmatic {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.whole.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    policy: self.policy.clone(),
                    zone: self.time_zone.clone(),
                    complete: self.whole.complete,
                    ..Options::default()
                };
                inventories(&standard_input()?, &options).map_err(|error| refused(&error))
            })
            .await
    }
}
