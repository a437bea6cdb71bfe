//! `health`: is a server ready? For containers and scripts, without a log-in.

use std::path::PathBuf;

use clap::Args;

use super::connection::trusting;
use super::failure::{Failure, Kind};
use super::output;
use crate::client::{Address, ClientError, is_ready};

/// Ask whether a server is ready
#[derive(Debug, Args)]
#[command(after_help = "\
Needs no log-in. Exit codes: 0 ready, 1 it answers that it is not, 3 it does not answer.

Examples:
  backup-catalog health
  backup-catalog health --server https://backups.example.org")]
pub(super) struct Health {
    /// The server
    #[arg(
        long,
        value_name = "URL",
        env = "BACKUP_CATALOG_SERVER",
        default_value = "http://127.0.0.1:8181"
    )]
    server: Address,
    /// PEM file with the certificates to trust in the server, and no others
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_CA_FILE")]
    ca_file: Option<PathBuf>,
}

impl Health {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let server = trusting(self.server, self.ca_file.as_ref())?;
        match is_ready(&server).await {
            Ok(()) => output::text("ready"),
            Err(error @ ClientError::Refused { .. }) => {
                Err(Failure::new(Kind::No, error.to_string()))
            }
            Err(error) => Err(error.into()),
        }
    }
}
