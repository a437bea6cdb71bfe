//! The audit log. It is only added to; what is older than it has to be kept is forgotten.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::database::Transaction;
use super::sql::Sql;
use super::{Store, StoreError, codec};
use crate::domain::audit::Event;
use crate::domain::page::{Listing, Page};

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Counts the entries.
    pub id: i64,
    /// Epoch ms.
    pub time: i64,
    /// What was done.
    pub action: String,
    /// `DONE` or `REFUSED`.
    pub outcome: String,
    /// `USER`, `TOKEN`, `COMMAND_LINE`, `NOBODY`.
    pub actor_kind: String,
    /// Guid of the user or token.
    pub actor_guid: Option<Uuid>,
    /// Login, token name, or the system's name of who used the command line.
    pub actor_name: String,
    /// The client's address.
    pub address: Option<String>,
    /// What it was done to.
    pub subject_kind: Option<String>,
    /// Its guid.
    pub subject_guid: Option<Uuid>,
    /// Its name.
    pub subject_name: Option<String>,
    /// What changed, or why it was refused.
    pub detail: Map<String, Value>,
}

/// Which entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Epoch ms, included.
    pub from: Option<i64>,
    /// Epoch ms, included.
    pub to: Option<i64>,
    /// The action begins with this.
    pub action: Option<String>,
    /// The actor's name.
    pub actor: Option<String>,
    /// The subject's guid.
    pub subject: Option<Uuid>,
    /// `DONE` or `REFUSED`.
    pub outcome: Option<String>,
}

impl Store {
    /// Entries, the newest first.
    pub async fn audit(
        &self,
        filter: AuditFilter,
        page: Page,
    ) -> Result<Listing<Entry>, StoreError> {
        self.read_newest(move |connection| {
            let conditions = conditions(&filter);
            let count = format!("SELECT count(*) FROM audit a{}", conditions.text);
            let total = connection.query_row(&count, &conditions.values, |row| row.get(0))?;
            let mut sql = Sql::new(
                "SELECT a.id, a.time, a.action, a.outcome, a.actor_kind, a.actor_guid, a.actor_name, a.address,
                        a.subject_kind, a.subject_guid, a.subject_name, a.detail FROM audit a",
            );
            sql.append(&conditions)
                .push(" ORDER BY a.time DESC, a.id DESC");
            if let Page::Rows { offset, limit } = page {
                sql.push(" LIMIT ").bind(limit).push(" OFFSET ").bind(offset);
            }
            let rows = connection
                .prepare_cached(&sql.text)?
                .query_all(&sql.values, |row| {
                    Ok(Entry {
                        id: row.get(0)?,
                        time: row.get(1)?,
                        action: row.get(2)?,
                        outcome: row.get(3)?,
                        actor_kind: row.get(4)?,
                        actor_guid: row.get(5)?,
                        actor_name: row.get(6)?,
                        address: row.get(7)?,
                        subject_kind: row.get(8)?,
                        subject_guid: row.get(9)?,
                        subject_name: row.get(10)?,
                        detail: codec::json(row, 11)?,
                    })
                })?;
            Ok(Listing { rows, total })
        })
        .await
    }

    /// Adds an entry of what changed nothing else: a log-in, a refusal.
    pub async fn note(&self, event: Event) -> Result<(), StoreError> {
        self.write_aside(move |transaction| write(transaction, &event))
            .await
    }

    /// Forgets entries from before a time, epoch ms; says how many.
    pub async fn forget_audit(&self, before: i64) -> Result<u64, StoreError> {
        self.write_aside(move |transaction| {
            let forgotten = transaction.execute("DELETE FROM audit WHERE time < $1", [before])?;
            Ok(forgotten)
        })
        .await
    }
}

/// Adds an entry, in the transaction that does what it tells of.
pub(super) fn write(transaction: &Transaction<'_>, event: &Event) -> Result<(), StoreError> {
    let actor = &event.actor;
    let subject = event.subject.as_ref();
    transaction.execute(
        "INSERT INTO audit (time, action, outcome, actor_kind, actor_guid, actor_name, address, subject_kind,
                            subject_guid, subject_name, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        (
            event.time,
            event.action,
            event.outcome.as_str(),
            actor.kind.as_str(),
            actor.guid,
            &actor.name,
            actor.address.map(|address| address.to_string()),
            subject.map(|subject| subject.kind),
            subject.and_then(|subject| subject.guid),
            subject.map(|subject| &subject.name),
            Value::Object(event.detail.clone()).to_string(),
        ),
    )?;
    Ok(())
}

fn conditions(filter: &AuditFilter) -> Sql {
    let mut sql = Sql::default();
    let mut and = |condition: &str, value: super::sql::Value| {
        let word = if sql.text.is_empty() {
            " WHERE "
        } else {
            " AND "
        };
        sql.push(word).push(condition).bind(value);
    };
    if let Some(from) = filter.from {
        and("a.time >= ", from.into());
    }
    if let Some(to) = filter.to {
        and("a.time <= ", to.into());
    }
    if let Some(actor) = &filter.actor {
        and("a.actor_name = ", actor.as_str().into());
    }
    if let Some(subject) = filter.subject {
        and("a.subject_guid = ", subject.into());
    }
    if let Some(outcome) = &filter.outcome {
        and("a.outcome = ", outcome.as_str().into());
    }
    if let Some(action) = &filter.action {
        // Actions are letters and dots.
        let mut pattern = super::sql::containing(action);
        pattern.remove(0);
        and("a.action LIKE ", pattern.as_str().into());
        sql.push(r" ESCAPE '\'");
    }
    sql
}
