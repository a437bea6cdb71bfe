//! A connection to PostgreSQL.
//!
//! Each connection has a little runtime of its own that runs only while somebody waits for an answer. On the server's
//! runtime every answer would wake two threads: a page needs five answers.

mod inserts;
mod pending;
mod server;
mod statement;
mod value;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio_postgres::{Client, SimpleQueryMessage};

pub(in crate::store) use inserts::Inserts;
pub(in crate::store) use server::Server;
pub(super) use statement::{Rows, Statement};
pub(super) use value::cell;

use super::{Access, StoreError};
use inserts::Waiting;
use pending::Pending;

/// Statements kept prepared for each connection; the filters make many shapes.
const STATEMENTS: usize = 256;

/// A connection.
pub(in crate::store) struct Postgres {
    /// Present until it is dropped.
    runtime: Option<Runtime>,
    client: Arc<Client>,
    statements: RefCell<HashMap<String, tokio_postgres::Statement>>,
    pending: RefCell<Pending>,
    /// Rows that are still to be sent.
    waiting: RefCell<Waiting>,
    /// How long to wait for an answer; none: until it comes.
    patience: Cell<Option<Duration>>,
    broken: Cell<bool>,
    /// It writes: the end of a transaction makes a new state of the catalog.
    writing: Cell<bool>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Postgres")
            .field("broken", &self.is_broken())
            .finish_non_exhaustive()
    }
}

impl Postgres {
    /// Whether it is of no more use, as far as is known.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.get() || self.client.is_closed()
    }

    /// The same, after hearing whether the server has hung up; not for an asynchronous task.
    pub(super) fn has_ended(&self) -> bool {
        if !self.is_broken()
            && let Some(runtime) = &self.runtime
        {
            runtime.block_on(tokio::task::yield_now());
        }
        self.is_broken()
    }

    /// Waits for an answer, while the answers to what runs beside it are taken.
    fn wait<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, StoreError> {
        let Some(runtime) = &self.runtime else {
            return Err(StoreError::ShuttingDown);
        };
        let mut pending = self.pending.take();
        let mut answer = pin!(answer);
        let waiting = std::future::poll_fn(|context| {
            pending.advance(context);
            answer.as_mut().poll(context)
        });
        let patience = self.patience.get();
        let result = runtime.block_on(async {
            match patience {
                Some(patience) => tokio::time::timeout(patience, waiting).await,
                None => Ok(waiting.await),
            }
        });
        let failure = pending.failure();
        self.pending.replace(pending);
        match result {
            Ok(Ok(value)) => match failure {
                None => Ok(value),
                Some(first) => Err(self.failed(first)),
            },
            Ok(Err(error)) => {
                // A statement after one that failed says only that the transaction is over.
                Err(self.failed(failure.unwrap_or(error)))
            }
            Err(_) => {
                self.broken.set(true);
                Err(StoreError::Unreachable(format!(
                    "no answer within {} s",
                    patience.unwrap_or_default().as_secs()
                )))
            }
        }
    }

    fn failed(&self, error: tokio_postgres::Error) -> StoreError {
        let error = StoreError::from(error);
        if matches!(error, StoreError::Unreachable(_)) {
            self.broken.set(true);
        }
        error
    }

    /// Runs `work`, whose statements may take as long as they need: an index of ten million rows takes minutes, and who
    /// waits for another that makes it waits as long. A connection that is lost still ends it.
    pub(super) fn without_limits<T>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Some(patience) = self.patience.get() else {
            return work();
        };
        self.batch(&server::limits(Duration::ZERO))?;
        self.patience.set(None);
        let result = work();
        self.patience.set(Some(patience));
        if self.is_broken() {
            return result;
        }
        let limited = self.batch(&server::limits(patience.saturating_sub(server::GRACE)));
        result.and_then(|value| limited.map(|_| value))
    }

    /// Runs statements without parameters, one after the other.
    pub(super) fn batch(&self, sql: &str) -> Result<Vec<SimpleQueryMessage>, StoreError> {
        self.send_rows()?;
        self.wait(self.client.simple_query(sql))
    }

    /// Begins a transaction; the number of the catalog's state.
    pub(super) fn begin(&self, access: Access) -> Result<i64, StoreError> {
        self.writing.set(access == Access::Write);
        let messages = self.batch(match access {
            Access::Read => {
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT version FROM catalog"
            }
            // One writer at a time, as in SQLite: what it has looked up stays true until it commits. Not an advisory
            // lock: those are not the same in every database that speaks like PostgreSQL.
            Access::Write => "BEGIN; SELECT version FROM catalog FOR UPDATE",
        });
        let version = messages.and_then(|messages| {
            let row = messages.into_iter().find_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some(row),
                _ => None,
            });
            let version = row.as_ref().and_then(|row| row.get(0));
            version
                .and_then(|version| version.parse().ok())
                .ok_or(StoreError::Corrupt {
                    value: version.unwrap_or_default().to_owned(),
                    expected: "the number of the catalog's state",
                })
        });
        if version.is_err() {
            self.roll_back();
        }
        if matches!(version, Err(StoreError::Unreachable(_))) {
            // The next connection may find a server that does.
            self.broken.set(true);
        }
        version
    }

    pub(super) fn commit(&self) -> Result<(), StoreError> {
        let committed = self
            .send_rows()
            .and_then(|()| self.settle())
            .and_then(|()| {
                let sql = if self.writing.get() {
                    "UPDATE catalog SET version = version + 1; COMMIT"
                } else {
                    "COMMIT"
                };
                self.batch(sql).map(|_| ())
            });
        if committed.is_err() {
            self.roll_back();
        }
        committed
    }

    pub(super) fn roll_back(&self) {
        self.waiting.take();
        // What failed of it was rolled back with the rest.
        let _ = self.settle();
        if self.is_broken() {
            return;
        }
        let ended = if self.writing.get() {
            self.batch("ROLLBACK").map(|_| ())
        } else {
            // Nothing hangs on the end of a reading transaction: whoever asked does not wait for it. A failure is told
            // to the next transaction, which then begins on another connection.
            let client = Arc::clone(&self.client);
            self.pending.borrow_mut().push(Box::pin(async move {
                client.batch_execute("ROLLBACK").await.map(|()| 0)
            }));
            self.let_it_send()
        };
        if let Err(error) = ended {
            self.broken.set(true);
            tracing::warn!(%error, "a transaction could not be rolled back: its connection is closed");
        }
    }

    /// Waits for everything that was left running.
    fn settle(&self) -> Result<(), StoreError> {
        self.settle_down_to(0)
    }

    /// Waits until only so many statements are still running.
    fn settle_down_to(&self, rest: usize) -> Result<(), StoreError> {
        if self.pending.borrow().len() <= rest {
            return Ok(());
        }
        let mut pending = self.pending.take();
        let settled = self.wait(std::future::poll_fn(|context| {
            pending.advance(context);
            if pending.len() <= rest {
                Poll::Ready(Ok(()))
            } else {
                Poll::Pending
            }
        }));
        let failure = pending.failure();
        self.pending.replace(pending);
        match failure {
            Some(error) => Err(self.failed(error)),
            None => settled,
        }
    }

    /// Lets what was sent reach the socket.
    fn let_it_send(&self) -> Result<(), StoreError> {
        self.wait(async {
            tokio::task::yield_now().await;
            Ok(())
        })
    }

    /// A prepared statement.
    pub(super) fn prepare(&self, sql: &str) -> Result<Statement<'_>, StoreError> {
        Ok(Statement::new(self, self.statement(sql)?))
    }

    fn statement(&self, sql: &str) -> Result<tokio_postgres::Statement, StoreError> {
        let known = self.statements.borrow().get(sql).cloned();
        if let Some(statement) = known {
            return Ok(statement);
        }
        let statement = self.wait(self.client.prepare(sql))?;
        let mut statements = self.statements.borrow_mut();
        if statements.len() >= STATEMENTS {
            statements.clear();
        }
        statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Connections are also dropped by asynchronous tasks, which must not wait.
            runtime.shutdown_background();
        }
    }
}
