//! The made-up fleet of `--demo`.

use super::ServeError;
use crate::demo::Fleet;
use crate::domain::page::Page;
use crate::ingest::ingest_records;
use crate::store::Store;
use crate::store::lookups::NamedKind;

/// The administrator's password, known to all: the demo listens on this machine only.
pub(super) const PASSWORD: &str = "demo";

/// Reports the fleet of [`Fleet::demo`], unless the catalog holds something already.
pub(super) async fn fill(store: &Store, now: i64) -> Result<(), ServeError> {
    let first = Page::Rows {
        offset: 0,
        limit: 1,
    };
    if store.names(NamedKind::Sources, None, first).await?.total > 0 {
        return Ok(());
    }
    tracing::info!("making up a fleet with a year of backups; this takes some seconds");
    let report = ingest_records(store, Fleet::demo(now).records(), now)
        .await
        .map_err(|error| ServeError::Demo(error.to_string()))?;
    tracing::info!(backups = report.created, "demo fleet made up");
    match report.rejected.first() {
        None => Ok(()),
        Some(rejected) => Err(ServeError::Demo(rejected.refusal.to_string())),
    }
}
