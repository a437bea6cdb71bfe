//! The catalog on disk: the only place with SQL.
//!
//! One connection writes, several read; SQLite's write-ahead log lets them run side by side, also from two servers on
//! one file. What [`Store::write`] has returned is on disk (`synchronous = FULL`).

mod backup_row;
mod codec;
mod connection;
mod detail;
mod dictionary;
pub mod edit;
mod error;
mod filter;
mod found;
mod grouped;
mod guids;
pub mod ingest;
pub mod list;
pub mod lookups;
mod migrations;
mod order;
#[cfg(test)]
mod plans;
mod pool;
pub mod series;
pub mod sessions;
mod snapshot;
mod sql;
mod statistics;
mod stream;
mod tally;
mod timeline;
pub mod users;

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::runtime::Handle;
use tokio::sync::Mutex;

pub use error::StoreError;
pub use migrations::SCHEMA_VERSION;
pub use pool::LISTS;
pub use stream::Rows;

use pool::{Lent, Readers};
use snapshot::Snapshot;
use stream::{PATIENCE, Sender};

/// A catalog. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// SQLite has one writer at a time: queueing here is fair and costs less than its busy handler.
    writer: Arc<Mutex<Writers>>,
    readers: Readers,
}

/// The connections that write; one at a time.
#[derive(Debug)]
struct Writers {
    edits: Connection,
    /// Of reports, whose references are rows that were just found or added: here SQLite does not look for them again.
    reports: Connection,
}

impl Store {
    /// Opens the catalog at `file`, creating or upgrading it where needed.
    ///
    /// Fails with [`StoreError::Foreign`] for another program's database, [`StoreError::Newer`] for a catalog of a
    /// newer version, [`StoreError::Open`] where the file cannot be opened.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let mut writer = connection::open(file)?;
        migrations::run(&mut writer, file)?;
        let writers = Writers {
            edits: writer,
            reports: connection::open_for_reports(file)?,
        };
        Ok(Self {
            inner: Arc::new(Inner {
                writer: Arc::new(Mutex::new(writers)),
                readers: Readers::new(file),
            }),
        })
    }

    /// Runs `work` in one read transaction: all its statements see the same state of the catalog.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let mut reader = self.inner.readers.take().await?;
        blocking(move || {
            let transaction = reader.connection.transaction().map_err(StoreError::from)?;
            // It is dropped without a commit: nothing was written.
            work(&transaction)
        })
        .await
    }

    /// Runs `work` in one write transaction, which is committed if it succeeds and rolled back if it fails.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Transaction) -> Result<T, E> + Send + 'static,
    {
        let mut writers = Arc::clone(&self.inner.writer).lock_owned().await;
        blocking(move || transact(&mut writers.edits, work)).await
    }

    /// Like [`Store::write`], for many rows whose references were looked up by the statements before: no foreign key is
    /// checked.
    async fn write_reports<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Transaction) -> Result<T, E> + Send + 'static,
    {
        let mut writers = Arc::clone(&self.inner.writer).lock_owned().await;
        blocking(move || transact(&mut writers.reports, work)).await
    }

    /// Like [`Store::read`], with what the connection remembers of this state of the catalog.
    async fn select<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Snapshot) -> Result<T, StoreError> + Send + 'static,
    {
        let mut reader = self.inner.readers.take().await?;
        blocking(move || {
            let Lent { connection, memory } = &mut *reader;
            work(&mut Snapshot::new(connection.transaction()?, memory)?)
        })
        .await
    }

    /// Runs `work` in one read transaction and hands on the chunks of rows that it sends, a few at a time: memory
    /// stays constant however many rows there are. `work` ends early when nobody takes the rows.
    async fn stream<T, F>(&self, work: F) -> Result<Rows<T>, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Snapshot, &Sender<T>) -> Result<(), StoreError> + Send + 'static,
    {
        let mut reader = self.inner.readers.take_for_list().await?;
        let (sender, rows) = stream::channel(Handle::current(), PATIENCE);
        tokio::task::spawn_blocking(move || {
            let Lent { connection, memory } = &mut *reader;
            let result = connection
                .transaction()
                .map_err(StoreError::from)
                .and_then(|transaction| work(&mut Snapshot::new(transaction, memory)?, &sender));
            // Before the consumer learns of the end: whoever waits for it may want the next list.
            drop(reader);
            sender.end(result);
        });
        Ok(rows)
    }

    /// Whether the database can be read, and the version of its schema.
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT count(*) FROM sources", [], |_| Ok(SCHEMA_VERSION))?)
        })
        .await
    }
}

/// Runs `work` in one write transaction of this connection.
fn transact<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction) -> Result<T, E>,
) -> Result<T, E> {
    // Immediate: a transaction that began by reading could fail to become a writing one.
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(StoreError::from)?;
    let result = work(&transaction)?;
    transaction.commit().map_err(StoreError::from)?;
    Ok(result)
}

async fn blocking<T, E, F>(work: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: FnOnce() -> Result<T, E> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(failure) if failure.is_panic() => std::panic::resume_unwind(failure.into_panic()),
        Err(_) => Err(StoreError::ShuttingDown.into()),
    }
}
