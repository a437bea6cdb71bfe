//! A read transaction that remembers what earlier ones have found, as long as nobody has written since.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use super::database::Transaction;

use super::StoreError;
use super::dictionary::Dictionary;
use super::sql::Sql;
use super::tally::Tallies;
use crate::domain::statistics::Aggregate;

/// Counts and sums that a connection remembers; more selections than this in use at once are counted anew.
const NUMBERS: usize = 1_000;

/// Groupings that a connection remembers, and groups of those: together less than 2 MB.
const GROUPINGS: usize = 4;
const GROUPS: i64 = 10_000;

/// What a connection has found out in one state of the database.
#[derive(Debug)]
pub(super) struct Memory {
    /// The state; none: nothing was read.
    version: Option<i64>,
    counts: Results<i64>,
    aggregates: Results<Vec<Aggregate>>,
    tallies: Results<Arc<Tallies>>,
    dictionary: Arc<Dictionary>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            version: None,
            counts: Results::new(NUMBERS),
            aggregates: Results::new(NUMBERS),
            tallies: Results::new(GROUPINGS),
            dictionary: Arc::default(),
        }
    }
}

/// Results of statements.
#[derive(Debug)]
struct Results<T> {
    known: HashMap<Sql, T>,
    most: usize,
}

impl<T: Clone> Results<T> {
    fn new(most: usize) -> Self {
        Self {
            known: HashMap::new(),
            most,
        }
    }

    fn get(
        &mut self,
        sql: &Sql,
        read: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(known) = self.known.get(sql) {
            return Ok(known.clone());
        }
        let result = read()?;
        if self.known.len() >= self.most {
            self.known.clear();
        }
        self.known.insert(sql.clone(), result.clone());
        Ok(result)
    }
}

/// One state of the catalog, to read from.
pub(super) struct Snapshot<'a> {
    transaction: Transaction<'a>,
    memory: &'a mut Memory,
}

impl<'a> Snapshot<'a> {
    /// Begins to read; forgets what is no longer sure. A connection that reads never writes, so that no commit is its
    /// own.
    pub(super) fn new(transaction: Transaction<'a>, memory: &'a mut Memory) -> Self {
        let version = transaction.version();
        if memory.version != Some(version) {
            *memory = Memory {
                version: Some(version),
                ..Memory::default()
            };
        }
        Self {
            transaction,
            memory,
        }
    }

    /// The single number that a statement counts.
    pub(super) fn count(&mut self, sql: &Sql) -> Result<i64, StoreError> {
        let transaction = &self.transaction;
        self.memory.counts.get(sql, || {
            transaction.query_row(&sql.text, &sql.values, |row| row.get(0))
        })
    }

    /// The sums that a statement makes.
    pub(super) fn aggregates(
        &mut self,
        sql: &Sql,
        read: impl FnOnce(&Transaction) -> Result<Vec<Aggregate>, StoreError>,
    ) -> Result<Vec<Aggregate>, StoreError> {
        let transaction = &self.transaction;
        self.memory.aggregates.get(sql, || read(transaction))
    }

    /// The groups among the rows of a statement.
    pub(super) fn tallies(&mut self, sql: &Sql) -> Result<Arc<Tallies>, StoreError> {
        if let Some(known) = self.memory.tallies.known.get(sql) {
            return Ok(Arc::clone(known));
        }
        let tallies = Arc::new(Tallies::read(&self.transaction, sql)?);
        if tallies.count() > GROUPS {
            return Ok(tallies);
        }
        self.memory.tallies.get(sql, || Ok(tallies))
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
