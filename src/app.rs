//! What every operation needs.

use std::sync::Arc;

use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::metrics::Metrics;
use crate::session::Sessions;
use crate::store::Store;

/// The catalog as an application: the generated traits are implemented for it.
#[derive(Debug)]
pub struct App {
    /// The catalog on disk.
    pub store: Store,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Who is there.
    pub sessions: Sessions,
    /// What is counted.
    pub metrics: Metrics,
}

impl App {
    /// An application over a store.
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        let sessions = Sessions::new(store.clone(), Arc::clone(&clock), entropy);
        Self::of(store, clock, sessions)
    }

    /// An application with these sessions.
    pub fn of(store: Store, clock: Arc<dyn Clock>, sessions: Sessions) -> Self {
        Self {
            metrics: Metrics::new(clock.now()),
            store,
            clock,
            sessions,
        }
    }
}
