//! Which entities are backed up as often as they should be, and how often that is.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::caller::By;
use super::database::OptionalRow as _;
use super::edit::EditError;
use super::found::Found;
use super::lookups;
use super::restriction::Restriction;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Store, StoreError, audit, codec};
use crate::domain::overdue::{Expected, History, Standing};
use crate::domain::page::{Listing, Page};
use crate::domain::reference::{EntityReference, Named};
use crate::domain::selection::Selection;
use crate::types::{BackupStatus, ProtectionState};

/// The histories of entities, by row id.
pub(super) type Histories = Arc<HashMap<i64, History>>;

/// An entity and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityStanding {
    /// The entity.
    pub entity: EntityReference,
    /// How it stands.
    pub standing: Standing,
    /// The policy of its newest backup.
    pub policy: Option<Named>,
}

/// Of what something is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Of an entity.
    Entity,
    /// Of the entities of a policy.
    Policy,
}

/// A policy and what was said of it.
struct Policy {
    named: Named,
    expected: Expected,
}

impl Store {
    /// The entities in any of these states at `now` (epoch ms) whose name contains a text: the most urgent first, then by
    /// name.
    pub async fn standings(
        &self,
        states: Vec<ProtectionState>,
        name_like: Option<String>,
        now: i64,
        page: Page,
    ) -> Result<Listing<EntityStanding>, StoreError> {
        self.select(move |snapshot| {
            let mut rows: Vec<_> = all(snapshot, name_like.as_deref(), now)?
                .into_iter()
                .map(|(_, row)| row)
                .filter(|row| states.contains(&row.standing.state))
                .collect();
            rows.sort_by(|one, other| key(one).cmp(&key(other)));
            let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            let rows = paged(rows, page);
            Ok(Listing { rows, total })
        })
        .await
    }

    /// How one entity stands at `now` (epoch ms); none, where there is no such entity, or no backup of it.
    pub async fn standing(
        &self,
        guid: Uuid,
        now: i64,
    ) -> Result<Option<EntityStanding>, StoreError> {
        self.select(move |snapshot| {
            let rows = all(snapshot, None, now)?;
            Ok(rows
                .into_iter()
                .map(|(_, row)| row)
                .find(|row| row.entity.guid == guid))
        })
        .await
    }

    /// Says how often backups of an entity, or of the entities of a policy, should succeed.
    pub async fn expect(
        &self,
        subject: Subject,
        guid: Uuid,
        expected: Expected,
    ) -> Result<(), EditError> {
        let (table, kind) = match subject {
            Subject::Entity => ("entities", "protected entity"),
            Subject::Policy => ("policies", "policy"),
        };
        let by = By::of_this_task();
        self.write(move |transaction| {
            let sql = format!("SELECT name FROM {table} WHERE guid = $1");
            let name: Option<String> = transaction
                .query_row(&sql, [guid], |row| row.get(0))
                .optional()?;
            let name = name.ok_or(EditError::Unknown { kind, guid })?;
            transaction.execute(
                &format!(
                    "UPDATE {table} SET expected_interval = $1, expected_grace = $2 WHERE guid = $3"
                ),
                (expected.interval, expected.grace, guid),
            )?;
            if let Some(by) = by {
                let event = by.does("interval.expect").to(kind, Some(guid), name);
                audit::write(transaction, &event)?;
            }
            Ok(())
        })
        .await
    }
}

/// What sorts them.
pub(super) fn key(row: &EntityStanding) -> ((u8, i64), &str, Uuid) {
    (row.standing.urgency(), &row.entity.name, row.entity.guid)
}

/// The rows of a page.
pub(super) fn paged<T>(rows: Vec<T>, page: Page) -> Vec<T> {
    match page {
        Page::Whole => rows,
        Page::Rows { offset, limit } => rows
            .into_iter()
            .skip(usize::try_from(offset).unwrap_or(usize::MAX))
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .collect(),
    }
}

/// All entities with backups whose name contains a text, with their row ids, in no order.
pub(super) fn all(
    snapshot: &mut Snapshot<'_>,
    name_like: Option<&str>,
    now: i64,
) -> Result<Vec<(i64, EntityStanding)>, StoreError> {
    let selection = Selection::default();
    let Some(found) = Found::new(snapshot, &selection, Restriction::None)? else {
        return Ok(Vec::new());
    };
    let sql = found.statement(
        "SELECT b.entity_id, b.snapshot_time, b.status, b.policy_id FROM backups b",
        "",
    );
    let histories = snapshot.histories(&sql, |reading| {
        reading.columns(&selection, Restriction::None, |columns, condition| {
            Ok(columns.histories(condition))
        })
    })?;
    let policies = policies(snapshot)?;
    let mut sql = Sql::new(
        "SELECT t.id, t.guid, t.name, t.type, t.expected_interval, t.expected_grace FROM entities t",
    );
    sql.append(&lookups::conditions(name_like));
    let mut standings = Vec::new();
    snapshot.query_each(&sql, |row| {
        let id = row.get(0)?;
        let Some(history) = histories.get(&id) else {
            return Ok(());
        };
        let policy = history.newest().and_then(|newest| newest.policy);
        let policy = policy.and_then(|policy| policies.get(&policy));
        let expected = Expected {
            interval: row.get(4)?,
            grace: row.get(5)?,
        };
        let of_policy = policy.map(|policy| policy.expected).unwrap_or_default();
        let standing = EntityStanding {
            entity: EntityReference {
                guid: row.get(1)?,
                name: row.get(2)?,
                kind: codec::enumeration(row, 3)?,
            },
            standing: history.standing(expected, of_policy, now),
            policy: policy.map(|policy| policy.named.clone()),
        };
        standings.push((id, standing));
        Ok(())
    })?;
    Ok(standings)
}

/// Reads the rows of a statement over entity, time, status and policy.
pub(super) fn read(
    snapshot: &super::database::Connection,
    sql: &Sql,
) -> Result<HashMap<i64, History>, StoreError> {
    let mut histories: HashMap<i64, History> = HashMap::new();
    let mut statement = snapshot.prepare_cached(&sql.text)?;
    let mut rows = statement.query(&sql.values)?;
    while let Some(row) = rows.next()? {
        let status: BackupStatus = codec::enumeration(&row, 2)?;
        let history = histories.entry(row.get(0)?).or_default();
        history.add(row.get(1)?, status, row.get(3)?);
    }
    Ok(histories)
}

fn policies(snapshot: &Snapshot<'_>) -> Result<HashMap<i64, Policy>, StoreError> {
    let sql = Sql::new("SELECT id, guid, name, expected_interval, expected_grace FROM policies");
    let mut policies = HashMap::new();
    snapshot.query_each(&sql, |row| {
        let policy = Policy {
            named: Named {
                guid: row.get(1)?,
                name: row.get(2)?,
            },
            expected: Expected {
                interval: row.get(3)?,
                grace: row.get(4)?,
            },
        };
        policies.insert(row.get(0)?, policy);
        Ok(())
    })?;
    Ok(policies)
}
