//! The connections that read.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::snapshot::Memory;
use super::{StoreError, connection};

/// Readers beyond the cores: a long list that waits for its client must not keep others out.
const SPARE: usize = 14;

/// Lists without paging at once: each holds a connection until its last row is taken. Further ones wait (chosen).
pub const LISTS: usize = 8;

/// Connections, opened when first needed. At most a few for each core exist; who finds none waits.
#[derive(Debug)]
pub(super) struct Readers {
    file: PathBuf,
    idle: Arc<Mutex<Vec<Lent>>>,
    permits: Arc<Semaphore>,
    lists: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(file: &Path) -> Self {
        let cores = available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            file: file.to_owned(),
            idle: Arc::default(),
            permits: Arc::new(Semaphore::new(cores + SPARE)),
            lists: Arc::new(Semaphore::new(LISTS)),
        }
    }

    /// Lends a connection for a moment.
    pub(super) async fn take(&self) -> Result<Reader, StoreError> {
        self.lend(vec![permit(&self.permits).await?])
    }

    /// Lends a connection for as long as a client takes to read a list.
    pub(super) async fn take_for_list(&self) -> Result<Reader, StoreError> {
        let list = permit(&self.lists).await?;
        self.lend(vec![list, permit(&self.permits).await?])
    }

    fn lend(&self, permits: Vec<OwnedSemaphorePermit>) -> Result<Reader, StoreError> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let lent = match idle {
            Some(lent) => lent,
            None => Lent {
                connection: connection::open_reader(&self.file)?,
                memory: Memory::default(),
            },
        };
        Ok(Reader {
            lent: Some(lent),
            home: Arc::clone(&self.idle),
            _permits: permits,
        })
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
    lent: Option<Lent>,
    home: Arc<Mutex<Vec<Lent>>>,
    _permits: Vec<OwnedSemaphorePermit>,
}

/// A connection with what it remembers.
#[derive(Debug)]
pub(super) struct Lent {
    pub(super) connection: Connection,
    pub(super) memory: Memory,
}

impl Deref for Reader {
    type Target = Lent;
    fn deref(&self) -> &Lent {
        match &self.lent {
            Some(lent) => lent,
            None => unreachable!("only drop takes the connection"),
        }
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Lent {
        match &mut self.lent {
            Some(lent) => lent,
            None => unreachable!("only drop takes the connection"),
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(lent) = self.lent.take() {
            self.home
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(lent);
        }
    }
}
