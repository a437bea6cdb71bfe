//! Where reports wait, and how long somebody waits for the server.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use etcetera::BaseStrategy as _;

use super::Spool;
use crate::cli::failure::Failure;

/// Where reports wait of who has no home, as services of the system.
const OF_SYSTEM: &str = "/var/spool/backup-catalog";

/// Where reports wait.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Args)]
pub(in crate::cli) struct Folder {
    /// Folder where reports wait for the server [default: backup-catalog/spool in the user's state folder; without a
    /// home /var/spool/backup-catalog]
    #[arg(long, value_name = "FOLDER", env = "BACKUP_CATALOG_SPOOL")]
    spool: Option<PathBuf>,
}

/// How long somebody waits for the server.
#[derive(Debug, Args)]
pub(in crate::cli) struct Patience {
    /// Seconds to wait for the server once the command has ended
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3600))]
    patience: u16,
}

impl Patience {
    pub(in crate::cli) fn time(&self) -> Duration {
        Duration::from_secs(u64::from(self.patience))
    }
}

impl Folder {
    fn path(&self) -> PathBuf {
        if let Some(folder) = &self.spool {
            return folder.clone();
        }
        // systemd makes one for a unit that says `StateDirectory=`.
        if let Some(folder) = env::var_os("STATE_DIRECTORY").filter(|it| !it.is_empty()) {
            return PathBuf::from(folder).join("spool");
        }
        let home = env::var_os("HOME").filter(|home| !home.is_empty());
        let strategy = home.and_then(|_| etcetera::choose_base_strategy().ok());
        match strategy.and_then(|strategy| strategy.state_dir()) {
            Some(folder) => folder.join("backup-catalog").join("spool"),
            None => PathBuf::from(OF_SYSTEM),
        }
    }

    /// The folder, or why there is none.
    pub(in crate::cli) fn try_open(&self) -> Result<Spool, Failure> {
        let path = self.path();
        Spool::open(path.clone()).map_err(|error| {
            Failure::unreachable(format!(
                "cannot keep reports in {}: {error}; name a folder with --spool or BACKUP_CATALOG_SPOOL",
                path.display()
            ))
        })
    }

    /// The folder; without one a message, and reports do not wait.
    pub(in crate::cli) fn open(&self) -> Option<Spool> {
        self.try_open()
            .map_err(|failure| eprintln!("backup-catalog: {}", failure.message))
            .ok()
    }
}
