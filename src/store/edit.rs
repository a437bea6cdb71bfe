//! What people change of a backup. Each edit is one transaction; an edit that changes nothing leaves the revision.

use std::sync::Arc;

use super::changes::Changes;
use super::database::{OptionalRow as _, Transaction};
use uuid::Uuid;

use super::caller::{By, scope_of_this_task};
use super::sql::Sql;
use super::visible::Visible;
use super::{Store, StoreError, audit, codec};
use crate::domain::audit::Event;
use crate::domain::backup::backup_name;
use crate::domain::fold::fold;
use crate::domain::scope::Scope;

/// Backups that one entry of the audit log names.
const NAMED: usize = 1_000;

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

/// Who edits, and what is there for them.
#[derive(Debug)]
struct Editor {
    by: Option<By>,
    scope: Arc<Scope>,
}

impl Editor {
    fn of_this_task() -> Self {
        Self {
            by: By::of_this_task(),
            scope: scope_of_this_task(),
        }
    }

    /// The row of the backup to edit, if it is there and in the expected state.
    fn find(
        &self,
        transaction: &Transaction,
        guid: Uuid,
        expected: Option<i64>,
    ) -> Result<Edited, EditError> {
        let visible = Visible::read(transaction, &self.scope)?;
        let unknown = EditError::Unknown {
            kind: "backup",
            guid,
        };
        let id = visible.backup_id(transaction, guid)?.ok_or(unknown)?;
        let (edited, current) = transaction.query_row(
            "SELECT b.guid, e.name, b.snapshot_time, b.revision
             FROM backups b JOIN entities e ON e.id = b.entity_id WHERE b.id = $1",
            [id],
            |row| {
                let name: String = row.get(1)?;
                let edited = Edited {
                    id,
                    guid: row.get(0)?,
                    name: backup_name(&name, row.get(2)?),
                };
                Ok((edited, row.get(3)?))
            },
        )?;
        match expected {
            Some(expected) if expected != current => Err(EditError::Changed { expected, current }),
            _ => Ok(edited),
        }
    }

    /// Notes what was done to a backup, if anything was.
    fn note(
        &self,
        transaction: &Transaction,
        changed: bool,
        edited: Edited,
        action: &'static str,
        detail: impl FnOnce(Event) -> Event,
    ) -> Result<(), StoreError> {
        let Some(by) = self.by.as_ref().filter(|_| changed) else {
            return Ok(());
        };
        let event = by.does(action);
        let event = event.to("backup", Some(edited.guid), edited.name);
        audit::write(transaction, &detail(event))
    }
}

/// A backup that is edited.
#[derive(Debug)]
struct Edited {
    id: i64,
    guid: Uuid,
    name: String,
}

impl Store {
    /// Sets the description; an empty one clears it.
    pub async fn describe(
        &self,
        guid: Uuid,
        text: String,
        expected: Option<i64>,
    ) -> Result<(), EditError> {
        let editor = Editor::of_this_task();
        self.write(move |transaction| {
            let edited = editor.find(transaction, guid, expected)?;
            let id = edited.id;
            let before: Option<String> = transaction
                .query_row("SELECT description FROM backups WHERE id = $1", [id], |row| row.get(0))?;
            let text = (!text.is_empty()).then_some(text);
            let folded = text.as_deref().map(fold);
            let changed = transaction.execute(
                "UPDATE backups SET description = $1, description_folded = $2, revision = revision + 1
                 WHERE description IS DISTINCT FROM $1 AND id = $3",
                (&text, folded, id),
            )?;
            editor.note(transaction, changed > 0, edited, "backup.describe", |event| {
                event.with("from", before).with("to", text)
            })?;
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
        let editor = Editor::of_this_task();
        self.write(move |transaction| {
            let edited = editor.find(transaction, guid, expected)?;
            let id = edited.id;
            let before: Vec<String> = transaction.query_row(
                "SELECT warnings FROM backups WHERE id = $1",
                [id],
                |row| codec::json(row, 0),
            )?;
            let text = serde_json::Value::from(warnings.clone()).to_string();
            let changed = transaction.execute(
                "UPDATE backups SET warnings = $1, warnings_acknowledged = 0, revision = revision + 1
                 WHERE warnings <> $1 AND id = $2",
                (text, id),
            )?;
            editor.note(transaction, changed > 0, edited, "backup.warn", |event| {
                event.with("from", before).with("to", warnings)
            })?;
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
        let editor = Editor::of_this_task();
        self.write(move |transaction| {
            let edited = editor.find(transaction, guid, expected)?;
            let changed = set_acknowledged(transaction, edited.id, value)?;
            editor.note(
                transaction,
                changed,
                edited,
                "backup.acknowledge",
                |event| event.with("value", value),
            )?;
            Ok(())
        })
        .await
    }

    /// Sets or clears the acknowledgement of many backups, of all or none of them. Answers with their guids, the newest
    /// first.
    pub async fn acknowledge_all(&self, request: Acknowledgement) -> Result<Vec<Uuid>, EditError> {
        let editor = Editor::of_this_task();
        self.write(move |transaction| {
            let visible = Visible::read(transaction, &editor.scope)?;
            let named = named(transaction, &visible, &request)?;
            let mut changed = Vec::new();
            for (id, guid) in &named {
                if set_acknowledged(transaction, *id, request.value)? {
                    changed.push(guid.to_string());
                }
            }
            if let Some(by) = editor.by.filter(|_| !changed.is_empty()) {
                // One entry, however many they are; it names the first.
                let count = changed.len();
                changed.truncate(NAMED);
                let event = by.does("backup.acknowledge").with("value", request.value);
                let event = event.with("count", count).with("backups", changed);
                audit::write(transaction, &event)?;
            }
            Ok(named.into_iter().map(|(_, guid)| guid).collect())
        })
        .await
    }
}

/// Whether that changed anything.
fn set_acknowledged(transaction: &Transaction, id: i64, value: bool) -> Result<bool, StoreError> {
    let changed = transaction
        .prepare_cached(
            "UPDATE backups SET warnings_acknowledged = $1, revision = revision + 1
             WHERE warnings_acknowledged <> $1 AND id = $2",
        )?
        .execute((value, id))?;
    Ok(changed > 0)
}

/// The backups that a request names, each once, the newest first.
fn named(
    transaction: &Transaction,
    visible: &Visible,
    request: &Acknowledgement,
) -> Result<Vec<(i64, Uuid)>, EditError> {
    let mut backups = Vec::new();
    for guid in &request.backups {
        backups.push(
            visible
                .backup_id(transaction, *guid)?
                .ok_or(EditError::Unknown {
                    kind: "backup",
                    guid: *guid,
                })?,
        );
    }
    let entities = ids(
        transaction,
        visible,
        ("entities", "b.entity_id"),
        "protected entity",
        &request.entities,
    )?;
    let destinations = ids(
        transaction,
        visible,
        ("destinations", "l.destination_id"),
        "backup destination",
        &request.destinations,
    )?;
    let engine = transaction.engine();
    let mut sql = Sql::new("SELECT b.id, b.guid FROM backups b WHERE (b.id IN ");
    sql.bind_ids(engine, &backups);
    sql.push(" OR b.entity_id IN ").bind_ids(engine, &entities);
    sql.push(" OR b.id IN (SELECT l.backup_id FROM locations l WHERE l.destination_id IN ")
        .bind_ids(engine, &destinations);
    sql.push("))");
    visible.add(&mut sql, " AND ", "b", engine);
    sql.push(" ORDER BY b.snapshot_time DESC, b.guid");
    let mut named = Vec::new();
    transaction.query_each(&sql, |row| {
        named.push((row.get(0)?, row.get(1)?));
        Ok(())
    })?;
    Ok(named)
}

fn ids(
    transaction: &Transaction,
    visible: &Visible,
    (table, by): (&str, &str),
    kind: &'static str,
    guids: &[Uuid],
) -> Result<Vec<i64>, EditError> {
    let mut statement =
        transaction.prepare_cached(&format!("SELECT id FROM {table} WHERE guid = $1"))?;
    guids
        .iter()
        .map(|guid| {
            let id: Option<i64> = statement.query_row([guid], |row| row.get(0)).optional()?;
            match id {
                Some(id) if visible.refers(transaction, id, by)? => Ok(id),
                _ => Err(EditError::Unknown { kind, guid: *guid }),
            }
        })
        .collect()
}
