//! Sources and their repositories.

use std::collections::HashMap;

use crate::store::database::{OptionalRow as _, Transaction};

use crate::domain::facts::Handle;
use crate::domain::fold::fold;
use crate::domain::identity::{self, ReferenceKind};
use crate::domain::record::Record;
use crate::store::StoreError;
use crate::store::sql::Sql;

/// How exact the noted time of the last report is, ms.
const HEARD: i64 = 60_000;

/// The sources that this transaction has met, each with its repositories.
#[derive(Debug)]
pub(super) struct Origins<'t> {
    transaction: &'t Transaction<'t>,
    known: HashMap<String, (Handle, HashMap<String, Handle>)>,
}

impl<'t> Origins<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Self {
        Self {
            transaction,
            known: HashMap::new(),
        }
    }

    /// The source with this name, if it has reported before.
    pub(super) fn find_source(&mut self, name: &str) -> Result<Option<Handle>, StoreError> {
        if let Some((source, _)) = self.known.get(name) {
            return Ok(Some(*source));
        }
        let guid = identity::reference(ReferenceKind::Source, name);
        let source = self
            .transaction
            .prepare_cached("SELECT id FROM sources WHERE guid = $1")?
            .query_row([guid], |row| row.get(0))
            .optional()?;
        if let Some(source) = source {
            self.known.insert(name.to_owned(), (source, HashMap::new()));
        }
        Ok(source)
    }

    /// Notes that a report of the sources that were met has come, now (epoch ms), to the minute: a report that says nothing
    /// new writes nothing else.
    pub(super) fn heard(&self, now: i64) -> Result<(), StoreError> {
        let mut ids: Vec<Handle> = self.known.values().map(|(source, _)| *source).collect();
        if ids.is_empty() {
            return Ok(());
        }
        ids.sort_unstable();
        let mut sql = Sql::new("UPDATE sources SET last_report = ");
        sql.bind(now).push(" WHERE id IN ");
        sql.bind_ids(self.transaction.engine(), &ids);
        sql.push(" AND coalesce(last_report, 0) < ");
        sql.bind(now.saturating_sub(HEARD));
        self.transaction.execute(&sql.text, &sql.values)?;
        Ok(())
    }

    /// The repository of a record, if its source has reported of it before.
    pub(super) fn find(&mut self, record: &Record) -> Result<Option<Handle>, StoreError> {
        let Some(source) = self.find_source(&record.source)? else {
            return Ok(None);
        };
        let key = record.repository.as_deref().unwrap_or_default();
        let Some((_, repositories)) = self.known.get_mut(&record.source) else {
            return Ok(None);
        };
        if let Some(repository) = repositories.get(key) {
            return Ok(Some(*repository));
        }
        let repository = self
            .transaction
            .prepare_cached("SELECT id FROM repositories WHERE source_id = $1 AND key = $2")?
            .query_row((source, key), |row| row.get(0))
            .optional()?;
        if let Some(repository) = repository {
            repositories.insert(key.to_owned(), repository);
        }
        Ok(repository)
    }

    /// The source with this name, added where needed.
    pub(super) fn source(&mut self, name: &str) -> Result<Handle, StoreError> {
        if let Some(source) = self.find_source(name)? {
            return Ok(source);
        }
        let guid = identity::reference(ReferenceKind::Source, name);
        let source = self.transaction.insert(
            "INSERT INTO sources (guid, name, name_folded) VALUES ($1, $2, $3)",
            (guid, name, fold(name)),
        )?;
        self.known.insert(name.to_owned(), (source, HashMap::new()));
        Ok(source)
    }

    /// The source and the repository of a record, added where needed.
    pub(super) fn resolve(&mut self, record: &Record) -> Result<(Handle, Handle), StoreError> {
        let source = self.source(&record.source)?;
        if let Some(repository) = self.find(record)? {
            return Ok((source, repository));
        }
        let key = record.repository.as_deref().unwrap_or_default();
        let repository = self.transaction.insert(
            "INSERT INTO repositories (source_id, key) VALUES ($1, $2)",
            (source, key),
        )?;
        if let Some((_, repositories)) = self.known.get_mut(&record.source) {
            repositories.insert(key.to_owned(), repository);
        }
        Ok((source, repository))
    }
}
