//! `import borg`: every archive of a Borg 1.x repository.

use clap::Args;
use jiff::tz::TimeZone;

use super::reporter::{Reporter, refused, standard_input};
use super::zone;
use crate::cli::failure::Failure;
use crate::cli::tool;
use crate::sources::borg::{Options, inventory};

/// What borg is asked: without a pattern it would speak of the repository only.
const INFO: &[&str] = &["info", "--json", "--glob-archives", "*"];

/// The same without sizes.
const LIST: &[&str] = &[
    "list",
    "--json",
    "--format",
    "{hostname}{username}{comment}{start}{end}",
];

/// Report every archive of a Borg repository
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[derive(Debug, Args)]
#[command(
    long_about = "Report every archive of a Borg 1.x repository.\n\n\
                  Runs `borg info --json --glob-archives '*'` here, with this environment (BORG_REPO, \
                  BORG_PASSCOMMAND, …) and TZ=UTC: the server sees neither the repository nor its passphrase. \
                  Archives that the repository does not hold any more are marked as removed.",
    after_help = "Examples:
  BORG_REPO=/srv/borg BORG_PASSCOMMAND='cat /etc/borg.pass' backup-catalog import borg --destination offsite
  backup-catalog import borg --dry-run
  TZ=UTC borg list --json | backup-catalog import borg --stdin --complete --time-zone UTC --destination offsite"
)]
pub(in crate::cli) struct Borg {
    /// Name of the destination; by default the repository's address without login and password
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// Policy of archives without a comment `policy=NAME`
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Ask `borg list` only: quick where borg has to read through a large repository, but without sizes, and an archive
    /// that was renamed is a new one
    #[arg(long, conflicts_with = "stdin")]
    without_sizes: bool,
    /// Read the output of `borg info --json --glob-archives '*'` or `borg list --json` from standard input instead of
    /// running borg
    #[arg(long)]
    stdin: bool,
    /// Time zone of the times on standard input, which borg prints without one: that of the machine where it ran
    #[arg(long, value_name = "ZONE", requires = "stdin", value_parser = zone::of)]
    time_zone: Option<TimeZone>,
    /// Standard input lists everything in the repository, printed by a command that succeeded: mark as removed what it
    /// lacks
    #[arg(long, requires = "stdin")]
    complete: bool,
    /// Report it even if no backup, or fewer than half of the known ones, are left
    #[arg(long)]
    allow_mass_removal: bool,
    #[command(flatten)]
    reporter: Reporter,
}

impl Borg {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.allow_mass_removal, |source| {
                let mut options = Options {
                    source,
                    destination: self.destination.clone(),
                    policy: self.policy.clone(),
                    zone: self.time_zone.clone(),
                    complete: self.complete,
                };
                let output = if self.stdin {
                    standard_input()?
                } else {
                    // It exits 0, and has no filter.
                    options.complete = true;
                    options.zone = Some(TimeZone::UTC);
                    tool::output("borg", if self.without_sizes { LIST } else { INFO })?
                };
                let read = inventory(&output, &options);
                Ok(vec![read.map_err(|error| refused(&error))?])
            })
            .await
    }
}
