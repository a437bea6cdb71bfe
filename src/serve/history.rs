//! Old history is forgotten, where `--keep` says when.

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;

/// A day, ms.
const DAY: i64 = 86_400_000;

/// Forgets what is older than so many days: now, and then once a day. Several servers of a database may do it at once.
pub(super) async fn forget_daily(app: Arc<App>, days: u32) {
    let mut daily = tokio::time::interval(Duration::from_hours(24));
    loop {
        daily.tick().await;
        let before = app.clock.now() - i64::from(days) * DAY;
        match app.store.forget_backups(before).await {
            Ok(0) => {}
            Ok(backups) => tracing::info!(backups, days, "old history forgotten"),
            Err(error) => tracing::warn!(%error, "old history is not forgotten"),
        }
    }
}
