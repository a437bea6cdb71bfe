//! The made-up fleet of `--demo`.

use crate::demo::Fleet;
use crate::domain::overdue::Expected;
use crate::domain::page::Page;
use crate::ingest::ingest_records;
use crate::store::Store;
use crate::store::lookups::NamedKind;
use crate::store::standings::Subject;
use crate::types::ProtectionState;

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
            retire(store, now).await
        }
        Some(first) => Err(ServeError::Demo(format!(
            "record {}: {}",
            first.line, first.refusal
        ))),
    }
}

/// Says of what was given up, as its owner would, that no backups are expected any more: without a word an entity of which
/// no backup is left would be overdue for ever.
async fn retire(store: &Store, now: i64) -> Result<(), ServeError> {
    let overdue = vec![ProtectionState::Overdue];
    let overdue = store.standings(overdue, None, now, Page::Whole).await?;
    let none = Expected {
        interval: Some(0),
        grace: None,
    };
    for row in overdue.rows {
        if row.standing.last_success.is_none() {
            store
                .expect(Subject::Entity, row.entity.guid, none)
                .await
                .map_err(|error| ServeError::Demo(error.to_string()))?;
        }
    }
    Ok(())
}
