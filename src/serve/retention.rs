//! What is old is forgotten: entries of the audit log, and, where `--keep` says when, the record of backups that are gone.

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;

/// Days that entries of the audit log are kept (chosen: a year, and time to look at it).
pub const AUDIT_RETENTION: u32 = 400;

/// A day, ms.
const DAY: i64 = 86_400_000;

/// How many days what is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Retention {
    /// Entries of the audit log.
    pub(super) audit: u32,
    /// Backups that are gone and runs that failed; none: for ever.
    pub(super) history: Option<u32>,
}

/// Forgets what is older: now, and then once a day. Several servers of a database may do it at once.
pub(super) async fn forget_daily(app: Arc<App>, retention: Retention) {
    let mut daily = tokio::time::interval(Duration::from_hours(24));
    loop {
        daily.tick().await;
        let before = |days: u32| app.clock.now() - i64::from(days) * DAY;
        let audit = app.store.forget_audit(before(retention.audit)).await;
        note("entries of the audit log", audit);
        if let Some(days) = retention.history {
            let backups = app.store.forget_backups(before(days)).await;
            note("backups that are gone, and runs that failed,", backups);
        }
    }
}

fn note<E: std::fmt::Display>(what: &str, forgotten: Result<u64, E>) {
    match forgotten {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "old {what} forgotten"),
        Err(error) => tracing::warn!(%error, "old {what} are not forgotten"),
    }
}
