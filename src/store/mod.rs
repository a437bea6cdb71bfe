//! The catalog on disk: the only place with SQL.
//!
//! It is a SQLite file or a PostgreSQL database. One connection writes, several read, also where several servers share
//! the database. What a write has returned is on disk. Reads may come from a hot standby of a PostgreSQL server.

mod accounts;
pub mod alerts;
pub mod audit;
mod backup_row;
pub mod caller;
mod chains;
mod changes;
mod codec;
mod columns;
pub mod copies;
mod database;
pub mod deliveries;
mod detail;
mod dictionary;
pub mod edit;
mod error;
mod filter;
mod findings;
mod found;
mod grouped;
mod guids;
pub mod ingest;
pub mod last_success;
pub mod list;
mod loaded_page;
pub mod lookups;
mod migrations;
mod names;
mod order;
pub mod overview;
mod pages;
pub mod pings;
mod place;
pub mod places;
#[cfg(test)]
mod plans;
mod pool;

mod readers;
mod restriction;
pub mod roles;
mod rollup;
pub mod series;
pub mod sessions;
mod snapshot;
mod sooner;
mod sql;
pub mod standings;
mod statistics;
mod stream;
mod tally;
pub mod timeline;
pub mod tokens;
pub mod users;
mod visible;
mod whole_list;
mod writers;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Mutex, oneshot};
use tokio::time::timeout;

use crate::domain::scope::Scope;
use crate::traces::Access as Traced;

pub use columns::COLUMNS_MEMORY;
pub use error::StoreError;
pub use findings::Mistaken;
pub use loaded_page::LoadedPage;
pub use migrations::SCHEMA_VERSION;
#[cfg(feature = "postgres")]
pub use place::PostgresOptions;
pub use readers::LISTS;
pub use rollup::{Checked, Difference};
pub use stream::Rows;

use caller::{Author, Needs};
#[cfg(feature = "postgres")]
use database::Access;
use database::{Connection, Role, Transaction};
use place::Place;
use pool::Pool;
use readers::Readers;
#[cfg(feature = "postgres")]
use readers::Standby;
use snapshot::Snapshot;
use stream::{PATIENCE, Sender};
use writers::{Writers, Writing};

/// How long a request waits for a file that others use, as for a statement of a server (chosen).
const WAITING: Duration = Duration::from_secs(30);

/// A catalog. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// There is one writer at a time: queueing here is fair and costs less than waiting for a lock of the database.
    writer: Arc<Mutex<Writers>>,
    readers: Readers,
}

impl Store {
    /// Opens the catalog in the SQLite file `file`, creating or upgrading it where needed.
    ///
    /// Fails with [`StoreError::Foreign`] for another program's database, [`StoreError::Newer`] for a catalog of a
    /// newer version, [`StoreError::Open`] where the file cannot be opened.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let place = Place::sqlite(file);
        let writer = place.connect(Role::Writer)?;
        migrations::run_sqlite(&writer, file)?;
        let readers = Readers::new(
            Pool::new(place.clone(), Duration::ZERO),
            None,
            Readers::default_size(),
            WAITING,
        );
        Ok(Self::new(place, writer, readers))
    }

    /// Opens the catalog in the PostgreSQL database at `url`, making or upgrading its tables where needed.
    ///
    /// Fails with [`StoreError::Place`] for a URL that means nothing, [`StoreError::Newer`] for a catalog of a newer
    /// version, [`StoreError::Unreachable`] where no server answers.
    #[cfg(feature = "postgres")]
    pub async fn connect(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        let place = Place::postgres(url, &options)?;
        let standby = options.standby.as_deref();
        let standby = standby
            .map(|url| Place::postgres(url, &options))
            .transpose()?;
        blocking(move || {
            let writer = place.connect(Role::Writer)?;
            if let Place::Postgres(server) = &place {
                migrations::run_postgres(&writer, &server.to_string())?;
            }
            let pool = |place| Pool::new(place, options.pause);
            let standby = match standby {
                None => None,
                Some(place) => Some(Standby {
                    pool: pool(place),
                    oldest: writer.begin(Access::Read)?.version(),
                }),
            };
            if let Some(standby) = &standby {
                // Only to say now whether it is there: it may come later.
                let _ = standby.pool.attempt(standby.oldest, |_| ());
            }
            let readers = Readers::new(
                pool(place.clone()),
                standby,
                options.connections,
                options.time_out,
            );
            Ok(Self::new(place, writer, readers))
        })
        .await
    }

    fn new(place: Place, writer: Connection, readers: Readers) -> Self {
        Self {
            inner: Arc::new(Inner {
                readers,
                writer: Arc::new(Mutex::new(Writers::new(place, writer))),
            }),
        }
    }

    /// Runs `work` in one read transaction of the newest state that can be reached: all its statements see the same.
    async fn read_newest<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let _span = Traced::Read.span(self.engine());
        let reader = self.inner.readers.take(Needs::Newest).await?;
        blocking(move || reader.read(|snapshot| work(snapshot))).await
    }

    /// Runs `work` in one write transaction, which is committed if it succeeds and rolled back if it fails. Whose
    /// request it serves will see it.
    async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        self.transact(Writing::Edits, Author::of_this_task(), work)
            .await
    }

    /// Like [`Store::write`], of what no answer to the caller rests on.
    async fn write_aside<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        self.transact(Writing::Edits, None, work).await
    }

    /// Like [`Store::write`], for many rows whose references were looked up by the statements before: SQLite checks no
    /// foreign key.
    async fn write_reports<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        self.transact(Writing::Reports, Author::of_this_task(), work)
            .await
    }

    async fn transact<T, E, F>(
        &self,
        writing: Writing,
        author: Option<Author>,
        work: F,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        let _span = Traced::Write.span(self.engine());
        let writers = Arc::clone(&self.inner.writer).lock_owned();
        let mut writers = timeout(self.inner.readers.patience(), writers)
            .await
            .map_err(|_| StoreError::Crowded)?;
        let written = blocking(move || writers.transact(writing, author.as_ref(), work)).await;
        if written.is_ok() {
            self.inner.readers.primary_answered();
        }
        written
    }

    /// Runs `work` in one read transaction, with what its connection remembers of this state of the catalog: it sees
    /// at least what the caller has written, and only what is in the caller's scope.
    async fn select<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Snapshot<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.select_in(caller::scope_of_this_task(), work).await
    }

    /// The same for what is in a scope, whatever the caller may see.
    async fn select_in<T, F>(&self, scope: Arc<Scope>, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Snapshot<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let _span = Traced::Read.span(self.engine());
        let reader = self.inner.readers.take(Needs::of_this_task()).await?;
        blocking(move || {
            reader.read(|snapshot| {
                snapshot.restrict(&scope)?;
                work(snapshot)
            })
        })
        .await
    }

    /// Runs `work` in one read transaction and hands on the chunks of rows that it sends, a few at a time: memory
    /// stays constant however many rows there are. `work` ends early when nobody takes the rows. What it returns is told
    /// once its reader is free; nothing is told where it fails: that is the last of the rows.
    async fn stream<T, R, F>(&self, work: F) -> Result<(Rows<T>, oneshot::Receiver<R>), StoreError>
    where
        T: Send + 'static,
        R: Send + 'static,
        F: FnOnce(&mut Snapshot<'_>, &Sender<T>) -> Result<R, StoreError> + Send + 'static,
    {
        let span = Traced::List.span(self.engine());
        let readers = &self.inner.readers;
        let reader = readers.take_for_list(Needs::of_this_task()).await?;
        let scope = caller::scope_of_this_task();
        let (sender, rows) = stream::channel(Handle::current(), PATIENCE);
        let (told, returned) = oneshot::channel();
        tokio::task::spawn_blocking(move || {
            // The reader is free before the consumer learns of the end: whoever waits for it may want the next list.
            let result = reader.read(|snapshot| {
                snapshot.restrict(&scope)?;
                work(snapshot, &sender)
            });
            drop(span);
            sender.end(result.map(|value| {
                // Who is gone needs not be told.
                let _ = told.send(value);
            }));
        });
        Ok((rows, returned))
    }

    /// Lets the copy in memory of what filters and sums read take so many bytes, for each database that is read;
    /// [`COLUMNS_MEMORY`] by default, 0: there is none, and the database answers.
    pub fn limit_columns(&self, bytes: usize) {
        self.inner.readers.limit_columns(bytes);
    }

    /// What keeps the catalog: `sqlite` or `postgresql`.
    pub fn engine(&self) -> &'static str {
        self.inner.readers.place().engine()
    }

    /// Where the catalog is, without a password.
    pub fn place(&self) -> String {
        self.inner.readers.place().to_string()
    }

    /// Whether reads may come from a standby, which may be behind.
    pub fn has_standby(&self) -> bool {
        self.inner.readers.has_standby()
    }

    /// Whether the database can be read, and the version of its schema.
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        self.read_newest(|connection| {
            connection.query_row("SELECT count(*) FROM sources", (), |_| Ok(SCHEMA_VERSION))
        })
        .await
    }
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
