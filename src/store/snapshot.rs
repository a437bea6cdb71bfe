//! A read transaction that remembers what earlier ones have found, as long as nobody has written since.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use uuid::Uuid;

use super::database::Transaction;

use super::StoreError;
use super::columns::{Columns, Condition, Held};
use super::dictionary::Dictionary;
use super::loaded_page::LoadedPage;
use super::pages::{Key, ListRow, Pages, Question};
use super::restriction::Restriction;
use super::sql::Sql;
use super::standings::{self, Histories};
use super::tally::Tallies;
use super::timeline::Timelines;
use super::visible::Visible;
use crate::domain::overdue::History;
use crate::domain::page::Listing;
use crate::domain::scope::Scope;
use crate::domain::selection::Selection;
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
    histories: Results<Histories>,
    pages: Pages,
    timelines: Timelines,
    dictionary: Arc<Dictionary>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            version: None,
            counts: Results::new(NUMBERS),
            aggregates: Results::new(NUMBERS),
            tallies: Results::new(GROUPINGS),
            histories: Results::new(GROUPINGS),
            pages: Pages::default(),
            timelines: Timelines::default(),
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
    columns: &'a Arc<Held>,
    visible: Visible,
}

impl<'a> Snapshot<'a> {
    /// Begins to read; forgets what is no longer sure. A connection that reads never writes, so that no commit is its
    /// own.
    pub(super) fn new(
        transaction: Transaction<'a>,
        memory: &'a mut Memory,
        columns: &'a Arc<Held>,
    ) -> Self {
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
            columns,
            visible: Visible::All,
        }
    }

    /// From here on only what is in a scope is there.
    pub(super) fn restrict(&mut self, scope: &Scope) -> Result<(), StoreError> {
        self.visible = Visible::read(&self.transaction, scope)?;
        Ok(())
    }

    /// What is there.
    pub(super) const fn visible(&self) -> &Visible {
        &self.visible
    }

    /// The row of the backup with this guid, also one that it had before; none, where it is not there for the caller.
    pub(super) fn backup_id(&self, guid: Uuid) -> Result<Option<i64>, StoreError> {
        self.visible.backup_id(&self.transaction, guid)
    }

    /// The single number that a statement counts. `sooner` may find it without the statement.
    pub(super) fn count(
        &mut self,
        sql: &Sql,
        sooner: impl FnOnce(&Reading) -> Result<Option<i64>, StoreError>,
    ) -> Result<i64, StoreError> {
        let reading = Reading(&self.transaction, self.columns, &self.visible);
        self.memory.counts.get(sql, || match sooner(&reading)? {
            Some(count) => Ok(count),
            None => reading.query_row(&sql.text, &sql.values, |row| row.get(0)),
        })
    }

    /// The sums that a statement makes.
    pub(super) fn aggregates(
        &mut self,
        sql: &Sql,
        read: impl FnOnce(&Reading) -> Result<Vec<Aggregate>, StoreError>,
    ) -> Result<Vec<Aggregate>, StoreError> {
        let reading = Reading(&self.transaction, self.columns, &self.visible);
        self.memory.aggregates.get(sql, || read(&reading))
    }

    /// The groups among the rows of a statement. `sooner` may find them without the statement.
    pub(super) fn tallies(
        &mut self,
        sql: &Sql,
        sooner: impl FnOnce(&Reading) -> Result<Option<Tallies>, StoreError>,
    ) -> Result<Arc<Tallies>, StoreError> {
        if let Some(known) = self.memory.tallies.known.get(sql) {
            return Ok(Arc::clone(known));
        }
        let tallies = Arc::new(match sooner(&self.reading())? {
            Some(tallies) => tallies,
            None => Tallies::read(&self.transaction, sql)?,
        });
        if tallies.count() > GROUPS {
            return Ok(tallies);
        }
        self.memory.tallies.get(sql, || Ok(tallies))
    }

    /// The histories of entities in the rows of a statement. `sooner` may find them without the statement.
    pub(super) fn histories(
        &mut self,
        sql: &Sql,
        sooner: impl FnOnce(&Reading) -> Result<Option<HashMap<i64, History>>, StoreError>,
    ) -> Result<Histories, StoreError> {
        let reading = Reading(&self.transaction, self.columns, &self.visible);
        self.memory.histories.get(sql, || match sooner(&reading)? {
            Some(histories) => Ok(Arc::new(histories)),
            None => standings::read(&reading, sql).map(Arc::new),
        })
    }

    /// A page of a list.
    pub(super) fn page<T: ListRow>(
        &mut self,
        question: Question,
        read: impl FnOnce(&mut Self) -> Result<Listing<T>, StoreError>,
    ) -> Result<Arc<LoadedPage<T>>, StoreError> {
        let key = self.key::<T>(question);
        if let Some(page) = self.known_page(&key) {
            return Ok(page);
        }
        let listing = read(self)?;
        Ok(self.remember_page(key, listing))
    }

    /// What the answer to a question is remembered by.
    pub(super) fn key<T: ListRow>(&self, question: Question) -> Key {
        Key::of::<T>(self.visible.clone(), question)
    }

    /// A page that was read before.
    pub(super) fn known_page<T: ListRow>(&self, key: &Key) -> Option<Arc<LoadedPage<T>>> {
        self.memory.pages.get(key)
    }

    /// Whether rows may be held in memory.
    pub(super) fn may_remember(&self) -> bool {
        self.columns.is_allowed()
    }

    /// Timelines that were read before.
    pub(super) fn timelines(&mut self) -> &mut Timelines {
        &mut self.memory.timelines
    }

    /// Notes a page, where it may be.
    pub(super) fn remember_page<T: ListRow>(
        &mut self,
        key: Key,
        listing: Listing<T>,
    ) -> Arc<LoadedPage<T>> {
        let page = Arc::new(LoadedPage::new(listing));
        if self.may_remember() {
            self.memory.pages.put(key, &page);
        }
        page
    }

    /// What it reads from, beside what it remembers.
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading(&self.transaction, self.columns, &self.visible)
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

/// A transaction and the copy of columns in memory that goes with it.
pub(super) struct Reading<'a>(&'a Transaction<'a>, &'a Arc<Held>, &'a Visible);

impl Reading<'_> {
    /// Whether everything is there for the caller.
    pub(super) const fn sees_all(&self) -> bool {
        self.2.is_all()
    }

    /// Asks the copy for what a selection finds; none: the database has to be asked.
    pub(super) fn columns<T>(
        &self,
        selection: &Selection,
        restriction: Restriction,
        ask: impl FnOnce(&Columns, &Condition) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.1.ask(self.0, self.2, selection, restriction, ask)
    }
}

impl<'a> Deref for Reading<'a> {
    type Target = Transaction<'a>;

    fn deref(&self) -> &Transaction<'a> {
        self.0
    }
}
