//! What signals ask for: to end, or to read files again.

use std::time::{Duration, Instant};

use tokio::sync::watch;

/// How long the end may take after the first signal.
const GRACE: Duration = Duration::from_secs(10);

/// What of that is kept for the last traces, where there are any (chosen).
const LAST: Duration = Duration::from_secs(1);

/// How long requests that are under way may take after the first signal.
pub(super) const fn of_requests(traces: bool) -> Duration {
    if traces {
        GRACE.saturating_sub(LAST)
    } else {
        GRACE
    }
}

/// The signals that ask for the end: SIGTERM and SIGINT.
#[derive(Debug, Clone)]
pub(super) struct Signals(watch::Receiver<Asked>);

#[derive(Debug, Default)]
struct Asked {
    times: u8,
    first: Option<Instant>,
}

impl Asked {
    fn again(&mut self) {
        self.times = self.times.saturating_add(1);
        self.first.get_or_insert_with(Instant::now);
    }
}

impl Signals {
    /// Listens for them.
    pub(super) fn listen() -> std::io::Result<Self> {
        let (sender, receiver) = watch::channel(Asked::default());
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let mut terminate = signal(SignalKind::terminate())?;
            let mut interrupt = signal(SignalKind::interrupt())?;
            tokio::spawn(async move {
                loop {
                    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
                    sender.send_modify(Asked::again);
                }
            });
        }
        #[cfg(not(unix))]
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                sender.send_modify(Asked::again);
            }
        });
        Ok(Self(receiver))
    }

    /// Resolves when so many came.
    pub(super) async fn came(&self, times: u8) {
        let mut asked = self.0.clone();
        if asked.wait_for(|asked| asked.times >= times).await.is_err() {
            // Nobody listens for signals any more, so none will come.
            std::future::pending::<()>().await;
        }
    }

    /// What is left of [`GRACE`] since the first of them.
    pub(super) fn time_left(&self) -> Duration {
        let gone = self.0.borrow().first.map(|first| first.elapsed());
        GRACE.saturating_sub(gone.unwrap_or_default())
    }
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
