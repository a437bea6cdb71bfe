//! `import veeam`: task sessions of Veeam Backup & Replication.

use clap::Args;

use super::reporter::{Reporter, refused, standard_input};
use crate::cli::failure::Failure;
use crate::sources::veeam::{Options, inventory};

/// Report what Veeam Backup & Replication has done
#[derive(Debug, Args)]
#[command(
    long_about = "Report the task sessions of Veeam Backup & Replication: what was done for each machine in each run of a job, \
                  from standard input, answers of its REST API one after the other.\n\n\
                  `GET /api/v1/sessions` and `GET /api/v1/backupInfrastructure/repositories` may come with \
                  `GET /api/v1/taskSessions`: they have the names of jobs and repositories. Nothing is marked as removed. \
                  Made by Veeam's documentation (version 1.3), not tried with Veeam.",
    after_help = "Examples:
  cat repositories.json sessions.json tasks-*.json | backup-catalog import veeam --server-name vbr01
  curl -fsS -H \"Authorization: Bearer $token\" -H 'x-api-version: 1.3-rev0' https://vbr01:9419/api/v1/taskSessions?limit=1000 \\
    | backup-catalog import veeam --server-name vbr01 --destination nas"
)]
pub(in crate::cli) struct Veeam {
    /// Name of the backup server; by default the source's
    #[arg(long, value_name = "NAME")]
    server_name: Option<String>,
    /// Name of the destination; by default each session's repository
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// The policy; by default each session's job
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    #[command(flatten)]
    reporter: Reporter,
}

impl Veeam {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(false, |source| {
                let options = Options {
                    source,
                    server: self.server_name.clone(),
                    destination: self.destination.clone(),
                    policy: self.policy.clone(),
                };
                let inventory = inventory(&standard_input()?, &options);
                Ok(vec![inventory.map_err(|error| refused(&error))?])
            })
            .await
    }
}
