//! Runs that do not come to an end are found by the clock.

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;

/// How often it is looked for them (chosen: they are found a day late at the earliest).
const EVERY: Duration = Duration::from_mins(5);

/// Looks for them now, and then again and again. Several servers of a database may do it at once.
pub(super) async fn find_again_and_again(app: Arc<App>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match app.store.find_stale_runs(app.clock.now()).await {
            Ok(0) => {}
            Ok(runs) => tracing::info!(runs, "runs that were expected to have ended"),
            Err(error) => tracing::warn!(%error, "runs that do not end are not found"),
        }
    }
}
