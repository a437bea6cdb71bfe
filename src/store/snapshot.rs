//! A read transaction that remembers what earlier ones have found, as long as nobody has written since.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use rusqlite::Transaction;

use super::StoreError;
use super::dictionary::Dictionary;
use super::sql::Sql;

/// Counts that a connection remembers; more selections than this in use at once are counted anew.
const COUNTS: usize = 1_000;

/// What a connection has found out in one state of the database.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The state: SQLite's `data_version`, which changes with every commit of any other connection or process.
    version: i64,
    counts: HashMap<Sql, i64>,
    dictionary: Arc<Dictionary>,
}

/// One state of the catalog, to read from.
pub(super) struct Snapshot<'a> {
    transaction: Transaction<'a>,
    memory: &'a mut Memory,
}

impl<'a> Snapshot<'a> {
    /// Begins to read; forgets what is no longer sure.
    pub(super) fn new(
        transaction: Transaction<'a>,
        memory: &'a mut Memory,
    ) -> Result<Self, StoreError> {
        // Also what makes SQLite take its snapshot: the version belongs to it. A connection that reads never writes,
        // so that no commit is its own.
        let version: i64 =
            transaction.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if memory.version != version {
            *memory = Memory {
                version,
                ..Memory::default()
            };
        }
        Ok(Self {
            transaction,
            memory,
        })
    }

    /// The single number that a statement counts.
    pub(super) fn count(&mut self, sql: &Sql) -> Result<i64, StoreError> {
        if let Some(count) = self.memory.counts.get(sql) {
            return Ok(*count);
        }
        let mut statement = self.transaction.prepare_cached(&sql.text)?;
        let count =
            statement.query_row(rusqlite::params_from_iter(&sql.values), |row| row.get(0))?;
        if self.memory.counts.len() >= COUNTS {
            self.memory.counts.clear();
        }
        self.memory.counts.insert(sql.clone(), count);
        Ok(count)
    }

    /// Names that rows refer to by id.
    pub(super) fn dictionary(&self) -> &Dictionary {
        &self.memory.dictionary
    }
}

impl<'a> Deref for Snapshot<'a> {
    type Target = Transaction<'a>;

    fn deref(&self) -> &Transaction<'a> {
        &self.transaction
    }
}
