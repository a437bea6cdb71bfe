//! `import rclone`: one run of rclone, by its log.

use clap::Args;

use super::names::Names;
use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::sources::rclone::{self, Options};

/// Report a run of rclone
#[derive(Debug, Args)]
#[command(
    long_about = "Report one run of rclone, by the log that it writes with `--use-json-log -v --stats 30s`, from standard input.",
    after_help = "Examples:
  rclone sync --use-json-log -v --stats 30s --log-file run.log /srv/data nas:data
  backup-catalog import rclone --entity web01:/srv/data --destination nas < run.log"
)]
pub(in crate::cli) struct Rclone {
    /// What is copied
    #[arg(long, value_name = "NAME")]
    entity: String,
    /// rclone's exit status: needed where the log has no `stats`
    #[arg(long, value_name = "STATUS")]
    exit_code: Option<i64>,
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    reporter: Reporter,
}

impl Rclone {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report_run(|source| {
                let options = Options {
                    source,
                    entity: self.entity.clone(),
                    exit_code: self.exit_code,
                    destination: self.names.destination.clone(),
                    node: self.names.node.clone(),
                    policy: self.names.policy.clone(),
                };
                rclone::run(&standard_input()?, &options).map_err(|error| refused(&error))
            })
            .await
    }
}
