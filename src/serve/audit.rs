//! The audit log is kept for a while.

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;

/// Days that entries are kept (chosen: a year, and time to look at it).
pub const RETENTION: u32 = 400;

/// A day, ms.
const DAY: i64 = 86_400_000;

/// Forgets entries older than so many days: now, and then once a day. Several servers of a database may do it at once.
pub(super) async fn forget_daily(app: Arc<App>, days: u32) {
    let mut daily = tokio::time::interval(Duration::from_hours(24));
    loop {
        daily.tick().await;
        let before = app.clock.now() - i64::from(days) * DAY;
        match app.store.forget_audit(before).await {
            Ok(0) => {}
            Ok(entries) => tracing::info!(entries, days, "old entries of the audit log forgotten"),
            Err(error) => tracing::warn!(%error, "old entries of the audit log are not forgotten"),
        }
    }
}
