//! Read-your-writes: a session that wrote sees what it wrote, whichever server and whichever database answers it.
//!
//! Each write notes in the session's row, in the same transaction, the state of the catalog that it makes. A read of the
//! session is answered by a database that has come as far. Who asks is known to the task that serves the request, so
//! that nothing between the request and the store has to pass it on.

use std::future::Future;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

tokio::task_local! {
    static CALLER: Arc<Caller>;
}

/// Who asks, once that is known.
#[derive(Debug, Default)]
struct Caller {
    session: OnceLock<[u8; 32]>,
    /// The state of the catalog that the session's last write made.
    wrote: AtomicI64,
}

/// What a read has to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Whatever anybody has written.
    Newest,
    /// This state of the catalog, or a later one.
    AtLeast(i64),
}

impl Needs {
    /// What the reads of this task have to see. Outside of requests that is everything: the program reads there what it
    /// has just written.
    pub(super) fn of_this_task() -> Self {
        CALLER
            .try_with(|caller| Self::AtLeast(caller.wrote.load(Ordering::Relaxed)))
            .unwrap_or(Self::Newest)
    }
}

/// Serves one request: what is read and written by `serving` belongs to one caller.
pub async fn for_one_caller<F: Future>(serving: F) -> F::Output {
    CALLER.scope(Arc::default(), serving).await
}

/// The same caller in a task of its own.
pub fn for_this_caller<F: Future>(task: F) -> impl Future<Output = F::Output> {
    let caller = CALLER.try_with(Arc::clone).ok();
    async move {
        match caller {
            Some(caller) => CALLER.scope(caller, task).await,
            None => task.await,
        }
    }
}

/// The caller of this task is the session with this hash of its token, whose last write made the state `wrote`.
pub fn identify(token_hash: [u8; 32], wrote: i64) {
    // Outside of requests there is nobody to identify.
    let _ = CALLER.try_with(|caller| {
        caller.session.get_or_init(|| token_hash);
        caller.wrote.fetch_max(wrote, Ordering::Relaxed);
    });
}

/// The session to which a write belongs.
#[derive(Debug)]
pub(super) struct Author(Arc<Caller>);

impl Author {
    /// The session of this task, if it is known.
    pub(super) fn of_this_task() -> Option<Self> {
        let caller = CALLER.try_with(Arc::clone).ok()?;
        caller.session.get()?;
        Some(Self(caller))
    }

    /// The hash of its token.
    pub(super) fn token_hash(&self) -> Option<[u8; 32]> {
        self.0.session.get().copied()
    }

    /// Its write made this state of the catalog.
    pub(super) fn wrote(&self, state: i64) {
        self.0.wrote.fetch_max(state, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::{Author, Needs, for_one_caller, for_this_caller, identify};

    #[tokio::test]
    async fn what_a_caller_needs_is_what_it_wrote() {
        assert_eq!(Needs::of_this_task(), Needs::Newest);
        identify([1; 32], 7);
        assert_eq!(Needs::of_this_task(), Needs::Newest, "there is no caller");
        for_one_caller(async {
            assert_eq!(Needs::of_this_task(), Needs::AtLeast(0));
            assert!(Author::of_this_task().is_none(), "nobody is known yet");
            identify([1; 32], 7);
            assert_eq!(Needs::of_this_task(), Needs::AtLeast(7));
            let other = tokio::spawn(for_this_caller(async {
                let author = Author::of_this_task().unwrap();
                author.wrote(9);
                author.token_hash()
            }));
            assert_eq!(other.await.unwrap(), Some([1; 32]));
            assert_eq!(Needs::of_this_task(), Needs::AtLeast(9));
            identify([1; 32], 8);
            assert_eq!(
                Needs::of_this_task(),
                Needs::AtLeast(9),
                "it never goes back"
            );
        })
        .await;
        assert_eq!(Needs::of_this_task(), Needs::Newest);
    }
}
