//! What people change of a backup. Each edit is one transaction; an edit that changes nothing leaves the revision.

use super::changes::Changes;
use super::database::{OptionalRow as _, Transaction};
use uuid::Uuid;

use super::sql::Sql;
use super::{Store, StoreError, guids};
use crate::domain::fold::fold;

/// Why an edit was not made. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such thing.
    #[error("there is no {kind} {guid}")]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// Its guid.
        guid: Uuid,
    },
    /// The backup is not in the state that the edit is based on.
    #[error("the backup has revision {current}, not {expected}")]
    Changed {
        /// The revision that the edit is based on.
        expected: i64,
        /// The revision that the backup has.
        current: i64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whose warnings to acknowledge: the union of all that is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acknowledgement {
    /// These backups.
    pub backups: Vec<Uuid>,
    /// All backups of these entities.
    pub entities: Vec<Uuid>,
    /// All backups with a location on these destinations.
    pub destinations: Vec<Uuid>,
    /// False takes the acknowledgement back.
    pub value: bool,
}

impl Store {
    /// Sets the description; an empty one clears it.
    pub async fn describe(
        &self,
        guid: Uuid,
        text: String,
        expected: Option<i64>,
    ) -> Result<(), EditError> {
        self.write(move |transaction| {
            let id = find(transaction, guid, expected)?;
            let text = (!text.is_empty()).then_some(text);
            let folded = text.as_deref().map(fold);
            transaction.execute(
                "UPDATE backups SET description = $1, description_folded = $2, revision = revision + 1
                 WHERE description IS DISTINCT FROM $1 AND id = $3",
                (text, folded, id),
            )?;
            let mut changes = Changes::default();
            changes.changed(id);
            Ok(changes.write(transaction)?)
        })
        .await
    }

    /// Replaces the warnings. A list that differs from the one before is unacknowledged.
    pub async fn warn(
        &self,
        guid: Uuid,
        warnings: Vec<String>,
        expected: Option<i64>,
    ) -> Result<(), EditError> {
        self.write(move |transaction| {
            let id = find(transaction, guid, expected)?;
            let warnings = serde_json::Value::from(warnings).to_string();
            transaction.execute(
                "UPDATE backups SET warnings = $1, warnings_acknowledged = 0, revision = revision + 1
                 WHERE warnings <> $1 AND id = $2",
                (warnings, id),
            )?;
            Ok(())
        })
        .await
    }

    /// Sets or clears the acknowledgement of one backup, with warnings or without.
    pub async fn acknowledge(
        &self,
        guid: Uuid,
        value: bool,
        expected: Option<i64>,
    ) -> Result<(), EditError> {
        self.write(move |transaction| {
            let id = find(transaction, guid, expected)?;
            set_acknowledged(transaction, id, value)
        })
        .await
    }

    /// Sets or clears the acknowledgement of many backups, of all or none of them. Answers with their guids, the newest
    /// first.
    pub async fn acknowledge_all(&self, request: Acknowledgement) -> Result<Vec<Uuid>, EditError> {
        self.write(move |transaction| {
            let named = named(transaction, &request)?;
            for (id, _) in &named {
                set_acknowledged(transaction, *id, request.value)?;
            }
            Ok(named.into_iter().map(|(_, guid)| guid).collect())
        })
        .await
    }
}

/// The row of the backup to edit, if it is in the expected state.
fn find(transaction: &Transaction, guid: Uuid, expected: Option<i64>) -> Result<i64, EditError> {
    let id = guids::backup_id(transaction, guid)?.ok_or(EditError::Unknown {
        kind: "backup",
        guid,
    })?;
    let current: i64 =
        transaction.query_row("SELECT revision FROM backups WHERE id = $1", [id], |row| {
            row.get(0)
        })?;
    match expected {
        Some(expected) if expected != current => Err(EditError::Changed { expected, current }),
        _ => Ok(id),
    }
}

fn set_acknowledged(transaction: &Transaction, id: i64, value: bool) -> Result<(), EditError> {
    transaction
        .prepare_cached(
            "UPDATE backups SET warnings_acknowledged = $1, revision = revision + 1
             WHERE warnings_acknowledged <> $1 AND id = $2",
        )?
        .execute((value, id))?;
    Ok(())
}

/// The backups that a request names, each once, the newest first.
fn named(
    transaction: &Transaction,
    request: &Acknowledgement,
) -> Result<Vec<(i64, Uuid)>, EditError> {
    let mut backups = Vec::new();
    for guid in &request.backups {
        backups.push(
            guids::backup_id(transaction, *guid)?.ok_or(EditError::Unknown {
                kind: "backup",
                guid: *guid,
            })?,
        );
    }
    let entities = ids(
        transaction,
        "entities",
        "protected entity",
        &request.entities,
    )?;
    let destinations = ids(
        transaction,
        "destinations",
        "backup destination",
        &request.destinations,
    )?;
    let engine = transaction.engine();
    let mut sql = Sql::new("SELECT b.id, b.guid FROM backups b WHERE b.id IN ");
    sql.bind_ids(engine, &backups);
    sql.push(" OR b.entity_id IN ").bind_ids(engine, &entities);
    sql.push(" OR b.id IN (SELECT l.backup_id FROM locations l WHERE l.destination_id IN ")
        .bind_ids(engine, &destinations);
    sql.push(") ORDER BY b.snapshot_time DESC, b.guid");
    let mut named = Vec::new();
    transaction.query_each(&sql, |row| {
        named.push((row.get(0)?, row.get(1)?));
        Ok(())
    })?;
    Ok(named)
}

fn ids(
    transaction: &Transaction,
    table: &str,
    kind: &'static str,
    guids: &[Uuid],
) -> Result<Vec<i64>, EditError> {
    let mut statement =
        transaction.prepare_cached(&format!("SELECT id FROM {table} WHERE guid = $1"))?;
    guids
        .iter()
        .map(|guid| {
            let id = statement.query_row([guid], |row| row.get(0)).optional()?;
            id.ok_or(EditError::Unknown { kind, guid: *guid })
        })
        .collect()
}
