//! What is wrong, what was told of it, and what changes both.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::database::{Connection, Transaction};
use super::deliveries::{self, NewDelivery};
use super::sql::Sql;
use super::{Store, StoreError, codec};
use crate::domain::alert::{Change, Happening, Subject, SubjectKind, Told};
use crate::types::BackupStatus;

/// The newest backup of an entity, where it failed or is not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flawed {
    /// The backup.
    pub backup: Uuid,
    /// `FAILED` or `PARTIAL_SUCCESS`.
    pub status: BackupStatus,
    /// Why, as the source says.
    pub info: Option<String>,
    /// Somebody has acknowledged its warnings.
    pub acknowledged: bool,
}

/// A source and when it was heard of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Guid of the source.
    pub guid: Uuid,
    /// Its name.
    pub name: String,
    /// When a report came last, epoch ms.
    pub last_report: Option<i64>,
    /// Its inventories that were refused, and none taken since.
    pub refused: Vec<RefusedInventory>,
}

/// An inventory that was refused because it would have marked too much as gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedInventory {
    /// Its scope.
    pub scope: String,
    /// When it came, epoch ms.
    pub time: i64,
    /// Backups that it lists.
    pub listed: i64,
    /// Backups that would be marked as gone.
    pub going: i64,
    /// Backups that are there.
    pub live: i64,
}

/// What was told, and how often that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alerts {
    /// What was told and is not over.
    pub told: Told,
    /// Counts the changes.
    pub generation: i64,
}

impl Store {
    /// The entities whose newest backup failed or is not complete.
    pub async fn flawed(&self) -> Result<HashMap<Uuid, Flawed>, StoreError> {
        self.read_newest(|connection| {
            let sql = Sql::new(
                "SELECT e.guid, b.guid, b.status, b.status_info, b.warnings_acknowledged
                 FROM entities e JOIN backups b ON b.id = (
                     SELECT n.id FROM backups n WHERE n.entity_id = e.id ORDER BY n.snapshot_time DESC, n.guid LIMIT 1)
                 WHERE b.status IN ('FAILED', 'PARTIAL_SUCCESS')",
            );
            let mut flawed = HashMap::new();
            connection.query_each(&sql, |row| {
                let found = Flawed {
                    backup: row.get(1)?,
                    status: codec::enumeration(row, 2)?,
                    info: row.get(3)?,
                    acknowledged: row.get(4)?,
                };
                flawed.insert(row.get(0)?, found);
                Ok(())
            })?;
            Ok(flawed)
        })
        .await
    }

    /// All sources, by name.
    pub async fn heard(&self) -> Result<Vec<Heard>, StoreError> {
        self.read_newest(|connection| {
            let mut sources: Vec<Heard> = connection
                .prepare_cached("SELECT guid, name, last_report FROM sources ORDER BY name, guid")?
                .query_all((), |row| {
                    Ok(Heard {
                        guid: row.get(0)?,
                        name: row.get(1)?,
                        last_report: row.get(2)?,
                        refused: Vec::new(),
                    })
                })?;
            let sql = Sql::new(
                "SELECT s.guid, c.name, c.refused, c.refused_listed, c.refused_going, c.refused_live
                 FROM scopes c JOIN sources s ON s.id = c.source_id WHERE c.refused IS NOT NULL ORDER BY c.name",
            );
            connection.query_each(&sql, |row| {
                let guid: Uuid = row.get(0)?;
                if let Some(source) = sources.iter_mut().find(|source| source.guid == guid) {
                    source.refused.push(RefusedInventory {
                        scope: row.get(1)?,
                        time: row.get(2)?,
                        listed: row.get(3)?,
                        going: row.get(4)?,
                        live: row.get(5)?,
                    });
                }
                Ok(())
            })?;
            Ok(sources)
        })
        .await
    }

    /// What was told.
    pub async fn alerts(&self) -> Result<Alerts, StoreError> {
        self.read_newest(|connection| {
            let mut told = Told::new();
            let sql = Sql::new("SELECT subject_kind, subject_guid, trouble FROM alerts");
            connection.query_each(&sql, |row| {
                let kind = match row.text(0)? {
                    Some("SOURCE") => SubjectKind::Source,
                    _ => SubjectKind::Entity,
                };
                let text = row.text(2)?.unwrap_or_default();
                let happening = text.parse().map_err(|()| StoreError::Corrupt {
                    value: text.to_owned(),
                    expected: "a happening",
                })?;
                let guid = row.get(1)?;
                told.entry(Subject { kind, guid })
                    .or_default()
                    .insert(happening);
                Ok(())
            })?;
            Ok(Alerts {
                told,
                generation: generation(connection)?,
            })
        })
        .await
    }

    /// Notes that these changes are told, and puts the messages on their way, both or neither; false, where another server
    /// was faster: then nothing is done. `now` is epoch ms.
    pub async fn tell(
        &self,
        generation: i64,
        changes: Vec<Change>,
        vanished: Vec<Subject>,
        messages: Vec<NewDelivery>,
        now: i64,
    ) -> Result<bool, StoreError> {
        self.write_aside(move |transaction| {
            let next = "UPDATE watch SET generation = generation + 1 WHERE generation = $1";
            if transaction.execute(next, [generation])? == 0 {
                return Ok(false);
            }
            for change in &changes {
                for happening in &change.ended {
                    forget(transaction, change.subject, *happening)?;
                }
                for happening in &change.raised {
                    transaction.execute(
                        "INSERT INTO alerts (subject_kind, subject_guid, trouble, since) VALUES ($1, $2, $3, $4)",
                        (
                            change.subject.kind.as_str(),
                            change.subject.guid,
                            happening.as_str(),
                            now,
                        ),
                    )?;
                }
            }
            for subject in vanished {
                transaction.execute(
                    "DELETE FROM alerts WHERE subject_kind = $1 AND subject_guid = $2",
                    (subject.kind.as_str(), subject.guid),
                )?;
            }
            for message in &messages {
                deliveries::add(transaction, message, now)?;
            }
            Ok(true)
        })
        .await
    }

    /// How many subjects each of the happenings was told of and is not over.
    pub async fn alert_counts(&self) -> Result<BTreeMap<Happening, i64>, StoreError> {
        let told = self.alerts().await?.told;
        let mut counts = BTreeMap::new();
        for happening in told.values().flatten() {
            *counts.entry(*happening).or_default() += 1;
        }
        Ok(counts)
    }

    /// Notes that an inventory was refused because it would have marked too much as gone.
    pub async fn note_refused_inventory(
        &self,
        source: String,
        refused: RefusedInventory,
    ) -> Result<(), StoreError> {
        self.write_aside(move |transaction| {
            transaction.execute(
                "UPDATE scopes SET refused = $1, refused_listed = $2, refused_going = $3, refused_live = $4
                 WHERE name = $5 AND source_id = (SELECT id FROM sources WHERE name = $6)",
                (
                    refused.time,
                    refused.listed,
                    refused.going,
                    refused.live,
                    refused.scope,
                    source,
                ),
            )?;
            Ok(())
        })
        .await
    }
}

fn generation(connection: &Connection) -> Result<i64, StoreError> {
    connection.query_row("SELECT generation FROM watch WHERE id = 1", (), |row| {
        row.get(0)
    })
}

fn forget(
    transaction: &Transaction<'_>,
    subject: Subject,
    happening: Happening,
) -> Result<(), StoreError> {
    transaction.execute(
        "DELETE FROM alerts WHERE subject_kind = $1 AND subject_guid = $2 AND trouble = $3",
        (subject.kind.as_str(), subject.guid, happening.as_str()),
    )?;
    Ok(())
}
