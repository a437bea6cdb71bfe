//! Which backups each write changed: so that what a server holds in memory of them follows, and need not be read anew.
//!
//! Each write that adds or changes backups makes the next state and notes it in `changes`, in its own transaction. The
//! table travels to standbys and is the same for all servers of a database.

use std::collections::BTreeSet;

use super::StoreError;
use super::database::{Connection, Transaction};

/// States that are remembered; who is farther behind reads everything.
const KEPT: i64 = 500;

/// Backups that one state names. More are not named: reading that many one by one takes as long as reading all.
const NAMED: usize = 5_000;

/// What one transaction changes of the backups.
#[derive(Debug, Default)]
pub(super) struct Changes {
    added: bool,
    changed: BTreeSet<i64>,
    /// Whether there are changes beside those that are named.
    unnamed: bool,
}

impl Changes {
    /// A backup was added. Its row id is greater than all before, so that it need not be named.
    pub(super) fn added(&mut self) {
        self.added = true;
    }

    /// The backup with this row id was changed.
    pub(super) fn changed(&mut self, backup: i64) {
        if self.unnamed {
            return;
        }
        self.changed.insert(backup);
        if self.changed.len() > NAMED {
            self.changed_many();
        }
    }

    /// Backups were changed that nobody has counted.
    pub(super) fn changed_many(&mut self) {
        self.unnamed = true;
        self.changed.clear();
    }

    /// Writes them; the last thing that a transaction does.
    pub(super) fn write(self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        if !self.added && self.changed.is_empty() && !self.unnamed {
            return Ok(());
        }
        let backups = (!self.unnamed).then(|| serde_json::json!(self.changed).to_string());
        transaction
            .prepare_cached(
                "INSERT INTO changes (state, backups)
                 SELECT coalesce(max(state), 0) + 1, CAST($1 AS TEXT) FROM changes",
            )?
            .execute_later([backups])?;
        transaction
            .prepare_cached(
                "DELETE FROM changes WHERE state <= (SELECT max(state) FROM changes) - $1",
            )?
            .execute_later([KEPT])
    }
}

/// The state of the backups, counted from 0.
pub(super) fn state(connection: &Connection) -> Result<i64, StoreError> {
    connection
        .prepare_cached("SELECT coalesce(max(state), 0) FROM changes")?
        .query_row((), |row| row.get(0))
}

/// The backups that were changed after a state, without those that were added; none: more than are named.
pub(super) fn since(connection: &Connection, state: i64) -> Result<Option<Vec<i64>>, StoreError> {
    let writes = connection
        .prepare_cached("SELECT state, backups FROM changes WHERE state > $1 ORDER BY state")?
        .query_all([state], |row| {
            let named: Option<Vec<i64>> = row
                .text(1)?
                .map(|text| {
                    serde_json::from_str(text).map_err(|_| StoreError::Corrupt {
                        value: text.to_owned(),
                        expected: "a list of row ids",
                    })
                })
                .transpose()?;
            Ok((row.get::<i64>(0)?, named))
        })?;
    if writes.first().is_some_and(|(first, _)| *first != state + 1) {
        return Ok(None);
    }
    let mut changed = BTreeSet::new();
    for (_, named) in writes {
        let Some(named) = named else { return Ok(None) };
        changed.extend(named);
    }
    Ok((changed.len() <= NAMED).then(|| changed.into_iter().collect()))
}
