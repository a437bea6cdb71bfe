//! What signals ask for: to end, or to read files again.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;

/// How long requests that are under way may take after the first signal.
pub(super) const GRACE: Duration = Duration::from_secs(10);

/// Resolves at the first SIGTERM or SIGINT; `second` resolves at the next one.
pub(super) fn signals() -> std::io::Result<(
    impl Future<Output = ()> + Send,
    impl Future<Output = ()> + Send,
)> {
    let (sender, receiver) = watch::channel(0_u8);
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::spawn(async move {
            loop {
                tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
                sender.send_modify(|count| *count = count.saturating_add(1));
            }
        });
    }
    #[cfg(not(unix))]
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            sender.send_modify(|count| *count = count.saturating_add(1));
        }
    });
    Ok((reached(receiver.clone(), 1), reached(receiver, 2)))
}

/// Does this at every SIGHUP.
pub(super) fn on_hang_up(act: impl Fn() + Send + 'static) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hang_up = signal(SignalKind::hangup())?;
        tokio::spawn(async move {
            while hang_up.recv().await.is_some() {
                act();
            }
        });
    }
    #[cfg(not(unix))]
    let _ = act;
    Ok(())
}

async fn reached(mut count: watch::Receiver<u8>, wanted: u8) {
    if count.wait_for(|count| *count >= wanted).await.is_err() {
        // Nobody listens for signals any more, so none will come.
        std::future::pending::<()>().await;
    }
}
