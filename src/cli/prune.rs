//! `prune`: forget old history.

use clap::Args;

use super::database::DatabaseArguments;
use super::failure::Failure;
use super::output;
use crate::clock::{Clock as _, SystemClock};
use crate::store::StoreError;

/// A day, ms.
const DAY: i64 = 86_400_000;

/// Forget backups that are gone, and runs that failed, long ago
#[derive(Debug, Args)]
#[command(after_help = "\
Only the record of them is forgotten; no backup is touched anywhere. What still exists stays, and of each entity its newest
backup and the newest that was good. Works on the database itself; servers may go on meanwhile. `serve --keep` does the same
every day.

Examples:
  backup-catalog prune --keep 730 --dry-run --database sqlite:/var/lib/backup-catalog/catalog.db
  backup-catalog prune --keep 730 --database sqlite:/var/lib/backup-catalog/catalog.db")]
pub(super) struct Prune {
    /// Days after which they are forgotten: since they went, or since they failed
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    keep: u32,
    /// Only say how many would be forgotten
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    database: DatabaseArguments,
}

impl Prune {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let unreachable = |error: StoreError| Failure::unreachable(error.to_string());
        let store = self.database.open().await?;
        let before = SystemClock.now() - i64::from(self.keep) * DAY;
        if self.dry_run {
            let backups = store.old_backups(before).await.map_err(unreachable)?;
            return output::text(&format!("{backups} would be forgotten"));
        }
        let backups = store.forget_backups(before).await.map_err(unreachable)?;
        output::text(&format!("{backups} forgotten"))
    }
}
