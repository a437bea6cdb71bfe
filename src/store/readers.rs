//! Who answers a read: the primary, or a hot standby of it.

use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::StoreError;
use super::caller::Needs;
use super::place::Place;
use super::pool::{Attempt, Pool};
use super::snapshot::Snapshot;

/// Readers of a file beyond the cores: a long list that waits for its client must not keep others out.
const SPARE: usize = 14;

/// Lists without paging at once: each holds a connection until its last row is taken. Further ones wait (chosen).
pub const LISTS: usize = 8;

/// Before every state.
const ANY: i64 = i64::MIN;

/// The databases to read from. Who finds no connection free waits.
#[derive(Debug)]
pub(super) struct Readers {
    databases: Arc<Databases>,
    permits: Arc<Semaphore>,
    lists: Arc<Semaphore>,
    patience: Duration,
}

#[derive(Debug)]
struct Databases {
    primary: Pool,
    standby: Option<Standby>,
}

/// A copy of the primary that follows it.
#[derive(Debug)]
pub(super) struct Standby {
    /// Its connections.
    pub(super) pool: Pool,
    /// The state from which on it has the tables that this program reads.
    pub(super) oldest: i64,
}

impl Readers {
    /// Readers that suit a file on this machine.
    pub(super) fn default_size() -> usize {
        available_parallelism().map_or(2, std::num::NonZero::get) + SPARE
    }

    /// At most so many connections to each database; half of them may be busy with lists. Who waits longer than
    /// `patience` for one is turned away.
    pub(super) fn new(
        primary: Pool,
        standby: Option<Standby>,
        connections: usize,
        patience: Duration,
    ) -> Self {
        let connections = connections.max(2);
        Self {
            databases: Arc::new(Databases { primary, standby }),
            permits: Arc::new(Semaphore::new(connections)),
            lists: Arc::new(Semaphore::new(LISTS.min(connections / 2))),
            patience,
        }
    }

    /// How long to wait for what is in use.
    pub(super) const fn patience(&self) -> Duration {
        self.patience
    }

    /// Lets the copies in memory take so many bytes each.
    pub(super) fn limit_columns(&self, bytes: usize) {
        self.databases.primary.columns().limit(bytes);
        if let Some(standby) = &self.databases.standby {
            standby.pool.columns().limit(bytes);
        }
    }

    /// Where the primary is.
    pub(super) fn place(&self) -> &Place {
        self.databases.primary.place()
    }

    /// Whether reads may come from a standby.
    pub(super) fn has_standby(&self) -> bool {
        self.databases.standby.is_some()
    }

    /// Whether the primary did not answer a moment ago.
    pub(super) fn is_primary_silent(&self) -> bool {
        self.databases.primary.is_silent()
    }

    /// Notes that the primary took a write.
    pub(super) fn primary_answered(&self) {
        self.databases.primary.answered();
    }

    /// A reader for a moment.
    pub(super) async fn take(&self, needs: Needs) -> Result<Reader, StoreError> {
        let permits = vec![permit(&self.permits, self.patience).await?];
        Ok(self.reader(needs, permits))
    }

    /// A reader for as long as a client takes to read a list.
    pub(super) async fn take_for_list(&self, needs: Needs) -> Result<Reader, StoreError> {
        let list = permit(&self.lists, self.patience).await?;
        let permits = vec![list, permit(&self.permits, self.patience).await?];
        Ok(self.reader(needs, permits))
    }

    fn reader(&self, needs: Needs, permits: Vec<OwnedSemaphorePermit>) -> Reader {
        Reader {
            databases: Arc::clone(&self.databases),
            needs,
            _permits: permits,
        }
    }
}

async fn permit(
    semaphore: &Arc<Semaphore>,
    patience: Duration,
) -> Result<OwnedSemaphorePermit, StoreError> {
    tokio::time::timeout(patience, Arc::clone(semaphore).acquire_owned())
        .await
        .map_err(|_| StoreError::Crowded)?
        .map_err(|_| StoreError::ShuttingDown)
}

/// The right to read once.
#[derive(Debug)]
pub(super) struct Reader {
    databases: Arc<Databases>,
    needs: Needs,
    _permits: Vec<OwnedSemaphorePermit>,
}

impl Reader {
    /// Runs `work` in one read transaction of the database that may answer: the standby where its state will do, else
    /// the primary, and where that does not answer the standby in whatever state it is. Not for an asynchronous task.
    pub(super) fn read<T, E, F>(self, work: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: FnOnce(&mut Snapshot<'_>) -> Result<T, E>,
    {
        let primary = &self.databases.primary;
        let Some(standby) = &self.databases.standby else {
            return match primary.attempt(ANY, work) {
                Attempt::Done(result) => result,
                Attempt::Missed(_, error) => Err(unreachable_by(error).into()),
            };
        };
        let mut work = work;
        let mut tries_standby = true;
        if let Needs::AtLeast(state) = self.needs
            && standby.pool.may_be_tried()
        {
            match standby.pool.attempt(state.max(standby.oldest), work) {
                Attempt::Done(result) => return result,
                Attempt::Missed(rest, error) => {
                    work = rest;
                    tries_standby = error.is_none();
                }
            }
        }
        let mut failure = None;
        if primary.may_be_tried() {
            match primary.attempt(ANY, work) {
                Attempt::Done(result) => return result,
                Attempt::Missed(rest, error) => {
                    work = rest;
                    failure = error;
                }
            }
        }
        if tries_standby {
            match standby.pool.attempt(ANY, work) {
                Attempt::Done(result) => return result,
                Attempt::Missed(rest, _) => work = rest,
            }
        }
        if failure.is_none() {
            match primary.attempt(ANY, work) {
                Attempt::Done(result) => return result,
                Attempt::Missed(_, error) => failure = error,
            }
        }
        Err(unreachable_by(failure).into())
    }
}

/// Every attempt at the primary that fails says why.
fn unreachable_by(error: Option<StoreError>) -> StoreError {
    error.unwrap_or_else(|| StoreError::Unreachable("no database answers".to_owned()))
}
