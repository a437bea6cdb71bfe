//! Who asks: known to the task that serves the request, so that nothing between the request and the store has to pass it
//! on, and nothing can forget to.
//!
//! **Scope.** A caller sees the part of the catalog that is theirs; the rest does not exist.
//!
//! **Read-your-writes.** A caller that wrote sees what it wrote, whichever server and whichever database answers it. Each
//! write notes in the row of the session or token, in the same transaction, the state of the catalog that it makes. A
//! read of the caller is answered by a database that has come as far.
//!
//! **Audit.** What a caller changes is logged as its doing, in the transaction that changes it.

use std::future::Future;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use tracing::Instrument as _;

use crate::domain::audit::{Actor, Event};
use crate::domain::scope::Scope;

tokio::task_local! {
    static CALLER: Arc<Caller>;
}

/// Who asks, once that is known.
#[derive(Debug, Default)]
struct Caller {
    by: OnceLock<By>,
    /// The state of the catalog that the caller's last write made.
    wrote: AtomicI64,
}

/// What a caller has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// The cookie of a session with this hash.
    Session([u8; 32]),
    /// An API token with this hash.
    Token([u8; 32]),
}

/// A caller that is known.
#[derive(Debug, Clone)]
pub struct By {
    /// What it has shown.
    pub credential: Credential,
    /// How the audit log names it.
    pub actor: Actor,
    /// What it sees.
    pub scope: Arc<Scope>,
    /// When it asked, epoch ms.
    pub time: i64,
}

impl By {
    /// The caller of this task.
    pub fn of_this_task() -> Option<Self> {
        CALLER.try_with(|caller| caller.by.get().cloned()).ok()?
    }

    /// Something that this caller does.
    pub fn does(&self, action: &'static str) -> Event {
        Event::done(self.time, action, self.actor.clone())
    }
}

/// What this task sees. Outside of requests that is everything. In a request whose caller is not known yet it is
/// nothing: an operation that forgets to ask who calls shows nothing.
pub(super) fn scope_of_this_task() -> Arc<Scope> {
    CALLER
        .try_with(|caller| match caller.by.get() {
            Some(by) => Arc::clone(&by.scope),
            None => Arc::new(Scope::nothing()),
        })
        .unwrap_or_default()
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

/// The same caller in a task of its own, a part of the same request.
pub fn for_this_caller<F: Future>(task: F) -> impl Future<Output = F::Output> {
    let caller = CALLER.try_with(Arc::clone).ok();
    let task = async move {
        match caller {
            Some(caller) => CALLER.scope(caller, task).await,
            None => task.await,
        }
    };
    task.in_current_span()
}

/// The caller of this task is this one, whose last write made the state `wrote`.
pub fn introduce(by: By, wrote: i64) {
    // Outside of requests there is nobody to introduce.
    let _ = CALLER.try_with(|caller| {
        caller.by.get_or_init(|| by);
        caller.wrote.fetch_max(wrote, Ordering::Relaxed);
    });
}

/// The caller to whom a write belongs.
#[derive(Debug)]
pub(super) struct Author(Arc<Caller>);

impl Author {
    /// The caller of this task, if it is known.
    pub(super) fn of_this_task() -> Option<Self> {
        let caller = CALLER.try_with(Arc::clone).ok()?;
        caller.by.get()?;
        Some(Self(caller))
    }

    /// What it has shown.
    pub(super) fn credential(&self) -> Option<Credential> {
        self.0.by.get().map(|by| by.credential)
    }

    /// Its write made this state of the catalog.
    pub(super) fn wrote(&self, state: i64) {
        self.0.wrote.fetch_max(state, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::sync::Arc;

    use super::{
        Author, By, Credential, Needs, for_one_caller, for_this_caller, introduce,
        scope_of_this_task,
    };
    use crate::domain::audit::Actor;
    use crate::domain::scope::Scope;

    fn somebody() -> By {
        By {
            credential: Credential::Session([1; 32]),
            actor: Actor::command_line("somebody"),
            scope: Arc::default(),
            time: 5,
        }
    }

    #[tokio::test]
    async fn what_a_caller_needs_is_what_it_wrote() {
        assert_eq!(Needs::of_this_task(), Needs::Newest);
        introduce(somebody(), 7);
        assert_eq!(Needs::of_this_task(), Needs::Newest, "there is no caller");
        for_one_caller(async {
            assert_eq!(Needs::of_this_task(), Needs::AtLeast(0));
            assert!(Author::of_this_task().is_none(), "nobody is known yet");
            introduce(somebody(), 7);
            assert_eq!(Needs::of_this_task(), Needs::AtLeast(7));
            let other = tokio::spawn(for_this_caller(async {
                let author = Author::of_this_task().unwrap();
                author.wrote(9);
                author.credential()
            }));
            let credential = other.await.unwrap();
            assert_eq!(credential, Some(Credential::Session([1; 32])));
            assert_eq!(Needs::of_this_task(), Needs::AtLeast(9));
            introduce(somebody(), 8);
            assert_eq!(
                Needs::of_this_task(),
                Needs::AtLeast(9),
                "it never goes back"
            );
        })
        .await;
        assert_eq!(Needs::of_this_task(), Needs::Newest);
    }

    #[tokio::test]
    async fn nobody_sees_anything_before_it_is_known_who_asks() {
        assert!(scope_of_this_task().is_everything(), "the program itself");
        for_one_caller(async {
            assert_eq!(*scope_of_this_task(), Scope::nothing());
            introduce(somebody(), 0);
            assert!(scope_of_this_task().is_everything());
            // Whoever comes first is the caller: a second introduction changes nothing.
            let narrow = By {
                scope: Arc::new(Scope::nothing()),
                ..somebody()
            };
            introduce(narrow, 0);
            assert!(scope_of_this_task().is_everything());
        })
        .await;
    }
}
