//! The made-up fleet of `--demo`.

use crate::demo::Fleet;
use crate::domain::page::Page;
use crate::ingest::ingest_records;
use crate::store::Store;
use crate::store::lookups::NamedKind;

use super::ServeError;

/// The administrator's password, known to all: the demo listens on this machine only.
pub(super) const PASSWORD: &str = "demo";

/// Reports the fleet as it is at `now`, unless the catalog holds something already.
pub(super) async fn fill(store: &Store, now: i64) -> Result<(), ServeError> {
    let one = Page::from_parameters(None, Some(1));
    if store.names(NamedKind::Sources, None, one).await?.total > 0 {
        tracing::info!("the catalog holds backups already: no demo fleet is added");
        return Ok(());
    }
    tracing::info!("making up a fleet with a year of backups; this takes some seconds");
    let report = ingest_records(store, Fleet::demo(now).records(), now)
        .await
        .map_err(|error| ServeError::Demo(error.to_string()))?;
    match report.rejected.first() {
        None => {
            tracing::info!(backups = report.created, "demo fleet reported");
            Ok(())
        }
        Some(first) => Err(ServeError::Demo(format!(
            "record {}: {}",
            first.line, first.refusal
        ))),
    }
}
