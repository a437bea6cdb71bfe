//! The connections that read.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::StoreError;
use super::database::{Access, Connection, Role};
use super::place::Place;
use super::snapshot::{Memory, Snapshot};

/// Readers of a file beyond the cores: a long list that waits for its client must not keep others out.
const SPARE: usize = 14;

/// Lists without paging at once: each holds a connection until its last row is taken. Further ones wait (chosen).
pub const LISTS: usize = 8;

/// Connections, opened when first needed. Who finds none waits.
#[derive(Debug)]
pub(super) struct Readers {
    place: Place,
    idle: Arc<Mutex<Vec<Lent>>>,
    permits: Arc<Semaphore>,
    lists: Arc<Semaphore>,
}

impl Readers {
    /// Readers that suit a file on this machine.
    pub(super) fn default_size() -> usize {
        available_parallelism().map_or(2, std::num::NonZero::get) + SPARE
    }

    /// At most so many connections; half of them may be busy with lists.
    pub(super) fn new(place: Place, connections: usize) -> Self {
        let connections = connections.max(2);
        Self {
            place,
            idle: Arc::default(),
            permits: Arc::new(Semaphore::new(connections)),
            lists: Arc::new(Semaphore::new(LISTS.min(connections / 2))),
        }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Lends a connection for a moment.
    pub(super) async fn take(&self) -> Result<Reader, StoreError> {
        let permits = vec![permit(&self.permits).await?];
        Ok(self.lend(permits))
    }

    /// Lends a connection for as long as a client takes to read a list.
    pub(super) async fn take_for_list(&self) -> Result<Reader, StoreError> {
        let list = permit(&self.lists).await?;
        let permits = vec![list, permit(&self.permits).await?];
        Ok(self.lend(permits))
    }

    fn lend(&self, permits: Vec<OwnedSemaphorePermit>) -> Reader {
        let lent = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        Reader {
            place: self.place.clone(),
            lent,
            home: Arc::clone(&self.idle),
            _permits: permits,
        }
    }
}

async fn permit(semaphore: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, StoreError> {
    Arc::clone(semaphore)
        .acquire_owned()
        .await
        .map_err(|_| StoreError::ShuttingDown)
}

/// A connection that goes home when it is dropped.
#[derive(Debug)]
pub(super) struct Reader {
    place: Place,
    lent: Option<Lent>,
    home: Arc<Mutex<Vec<Lent>>>,
    _permits: Vec<OwnedSemaphorePermit>,
}

/// A connection with what it remembers.
#[derive(Debug)]
struct Lent {
    connection: Connection,
    memory: Memory,
}

impl Reader {
    /// Begins to read. Opens the connection where there is none, or none that still works; not for an asynchronous
    /// task.
    pub(super) fn begin(&mut self) -> Result<Snapshot<'_>, StoreError> {
        self.lent.take_if(|lent| lent.connection.has_ended());
        let lent = match &mut self.lent {
            Some(lent) => lent,
            none => none.insert(Lent {
                connection: self.place.connect(Role::Reader)?,
                memory: Memory::default(),
            }),
        };
        Ok(Snapshot::new(
            lent.connection.begin(Access::Read)?,
            &mut lent.memory,
        ))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(lent) = self.lent.take_if(|lent| !lent.connection.is_broken()) {
            self.home
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(lent);
        }
    }
}
