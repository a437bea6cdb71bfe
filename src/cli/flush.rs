//! `flush`: the reports of runs that wait on disk.

use clap::Args;

use super::connection::Unattended;
use super::failure::{Failure, Kind};
use super::output;
use super::run::{Folder, Patience, flush};

/// Bring the reports of runs that wait on disk
#[derive(Debug, Args)]
#[command(
    long_about = "Bring the reports of runs that wait on disk to the server.\n\n\
                  Each `backup-catalog run` does so once its own is taken. A run that was killed together with its \
                  report is reported as FAILED, since nobody knows how it ended. A timer that flushes every few minutes \
                  brings the last run's report too.",
    after_help = "Examples:
  backup-catalog flush
  backup-catalog flush --retry-refused --patience 600"
)]
pub(super) struct Flush {
    /// Try those again that the server has refused
    #[arg(long)]
    retry_refused: bool,
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    server: Unattended,
}

impl Flush {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let spool = self.folder.try_open()?;
        let unreadable = |error: std::io::Error| {
            Failure::unreachable(format!("cannot read the reports that wait: {error}"))
        };
        if self.retry_refused {
            spool.retry_refused().map_err(unreadable)?;
        }
        let flushed = flush(&spool, &self.server, self.patience.time()).await?;
        let refused = spool.refused().map_err(unreadable)?.len();
        output::text(&format!("sent {}, refused {refused}", flushed.sent))?;
        match flushed.later {
            Some(failure) => Err(failure),
            None if flushed.refused > 0 => Err(Failure::silent(Kind::No)),
            None => Ok(()),
        }
    }
}
