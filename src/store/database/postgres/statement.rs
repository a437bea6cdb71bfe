//! Prepared statements.

use std::pin::Pin;
use std::sync::Arc;
use std::vec;

use futures_core::Stream as _;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, RowStream};

use super::super::{Parameters, StoreError};
use super::Postgres;
use super::value::Value;

/// Rows taken at once.
const ROWS: usize = 512;

/// Statements under way at most; more wait until half of them are done.
const UNDER_WAY: usize = 512;

/// Statements that are sent together.
const TOGETHER: usize = 32;

/// A prepared statement.
pub(in crate::store) struct Statement<'c> {
    connection: &'c Postgres,
    statement: tokio_postgres::Statement,
}

impl<'c> Statement<'c> {
    pub(super) fn new(connection: &'c Postgres, statement: tokio_postgres::Statement) -> Self {
        Self {
            connection,
            statement,
        }
    }

    /// Runs a query.
    pub(in crate::store::database) fn query(
        &self,
        parameters: impl Parameters,
    ) -> Result<Rows<'c>, StoreError> {
        let connection = self.connection;
        connection.send_rows()?;
        let values = values(parameters)?;
        let stream = connection.wait(connection.client.query_raw(&self.statement, values))?;
        let mut rows = Rows {
            connection,
            stream: Some(Box::pin(stream)),
            chunk: Vec::new().into_iter(),
            current: None,
        };
        // A short result is whole now, and the connection free for other statements.
        rows.take_more()?;
        Ok(rows)
    }

    /// Runs a statement without a result; how many rows it changed.
    pub(in crate::store::database) fn execute(
        &self,
        parameters: impl Parameters,
    ) -> Result<u64, StoreError> {
        let values = values(parameters)?;
        let connection = self.connection;
        connection.send_rows()?;
        connection.wait(connection.client.execute_raw(&self.statement, values))
    }

    /// Sends a statement and does not wait for its result.
    pub(in crate::store::database) fn execute_later(
        &self,
        parameters: impl Parameters,
    ) -> Result<(), StoreError> {
        let values = values(parameters)?;
        let connection = self.connection;
        connection.send_rows()?;
        let waiting = connection.send_later(self.statement.clone(), values)?;
        if waiting >= UNDER_WAY {
            connection.settle_down_to(UNDER_WAY / 2)
        } else if waiting.is_multiple_of(TOGETHER) {
            connection.let_it_send()
        } else {
            Ok(())
        }
    }
}

impl Postgres {
    /// Puts a statement into the queue of what is sent; how many are there.
    pub(super) fn send_later(
        &self,
        statement: tokio_postgres::Statement,
        values: Vec<impl ToSql + Send + 'static>,
    ) -> Result<usize, StoreError> {
        let client = Arc::clone(&self.client);
        let mut answer: super::pending::Answer =
            Box::pin(async move { client.execute_raw(&statement, values).await });
        // The first poll does it; its answer cannot be there yet.
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        if let std::task::Poll::Ready(result) = answer.as_mut().poll(&mut context) {
            result.map_err(|error| self.failed(error))?;
        } else {
            self.pending.borrow_mut().push(answer);
        }
        Ok(self.pending.borrow().len())
    }
}

/// Values as they travel.
pub(super) fn values(parameters: impl Parameters) -> Result<Vec<Value>, StoreError> {
    let mut values = Vec::new();
    parameters.each(&mut |value| {
        values.push(Value::new(value)?);
        Ok(())
    })?;
    Ok(values)
}

/// Rows, taken a few hundred at a time.
pub(in crate::store) struct Rows<'c> {
    connection: &'c Postgres,
    /// Present while more may come.
    stream: Option<Pin<Box<RowStream>>>,
    chunk: vec::IntoIter<Row>,
    current: Option<Row>,
}

impl Rows<'_> {
    /// The next row.
    pub(in crate::store::database) fn next(&mut self) -> Result<Option<&Row>, StoreError> {
        self.current = self.chunk.next();
        if self.current.is_none() && self.stream.is_some() {
            self.take_more()?;
            self.current = self.chunk.next();
        }
        Ok(self.current.as_ref())
    }

    /// Takes all rows that are still to come.
    pub(in crate::store::database) fn hold(&mut self) -> Result<(), StoreError> {
        let mut all: Vec<Row> = self.chunk.by_ref().collect();
        while self.stream.is_some() {
            self.take_more()?;
            all.extend(self.chunk.by_ref());
        }
        self.chunk = all.into_iter();
        Ok(())
    }

    fn take_more(&mut self) -> Result<(), StoreError> {
        let Some(stream) = &mut self.stream else {
            return Ok(());
        };
        let (rows, more) = self.connection.wait(async {
            let mut rows = Vec::new();
            while rows.len() < ROWS {
                match std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await {
                    Some(row) => rows.push(row?),
                    None => return Ok((rows, false)),
                }
            }
            Ok((rows, true))
        })?;
        self.chunk = rows.into_iter();
        if !more {
            self.stream = None;
        }
        Ok(())
    }
}
