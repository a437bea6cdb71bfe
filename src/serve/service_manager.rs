//! What the service manager is told (`sd_notify`); nothing, where there is none.

use sd_notify::NotifyState;

/// The server answers. Where the service manager watches, it hears from now on that this is still so.
pub(super) fn ready() {
    tell(&[NotifyState::Ready]);
    if let Some(period) = sd_notify::watchdog_enabled() {
        tokio::spawn(async move {
            // Twice in each period, as systemd advises.
            let mut ticks = tokio::time::interval(period / 2);
            loop {
                ticks.tick().await;
                tell(&[NotifyState::Watchdog]);
            }
        });
    }
}

/// The server ends: requests that are under way are still answered.
pub(super) fn ending() {
    tell(&[NotifyState::Stopping]);
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "the service manager cannot be told how it stands");
    }
}
