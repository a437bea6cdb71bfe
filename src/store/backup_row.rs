//! Rows of backups as the domain knows them.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::StoreError;
use super::codec;
use super::dictionary::Dictionary;
use crate::domain::backup::{Backup, BackupDetails, Location, TaskTimes, backup_name};
use crate::domain::reference::Named;

/// What a list needs of `backups`. The order is that of [`read`].
const COLUMNS: &str = "id, guid, status, type, snapshot_time, backup_time, size, transferred, objects, status_info, \
    entity_id, queued_export_time, export_time, queued_store_time, store_time, rule_id, origin_id, mode, parent_id, \
    warnings, warnings_acknowledged, description, hidden, archive_expire, revision";

/// The backups with these row ids, in this order.
pub(super) fn load(
    connection: &Connection,
    dictionary: &Dictionary,
    ids: &[i64],
) -> Result<Vec<Backup>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM backups WHERE id = $1"))?;
    let mut locations = Locations::new(connection)?;
    let mut names = Names::new(connection)?;
    ids.iter()
        .map(|id| {
            let mut rows = statement.query([id])?;
            let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            read(connection, dictionary, row, &mut locations, &mut names)
        })
        .collect()
}

fn read(
    connection: &Connection,
    dictionary: &Dictionary,
    row: &Row,
    locations: &mut Locations,
    names: &mut Names,
) -> Result<Backup, StoreError> {
    let rule: Option<i64> = row.get(15)?;
    let origin: Option<i64> = row.get(16)?;
    let parent: Option<i64> = row.get(18)?;
    Ok(Backup {
        guid: row.get(1)?,
        status: codec::enumeration(row, 2)?,
        kind: codec::enumeration(row, 3)?,
        snapshot_time: row.get(4)?,
        backup_time: row.get(5)?,
        size: row.get(6)?,
        transferred: row.get(7)?,
        objects: row.get(8)?,
        status_info: row.get(9)?,
        entity: dictionary.entity(connection, row.get(10)?)?,
        times: TaskTimes {
            queued_export: row.get(11)?,
            export: row.get(12)?,
            queued_store: row.get(13)?,
            store: row.get(14)?,
        },
        rule: rule.map(|id| dictionary.rule(connection, id)).transpose()?,
        origin: origin
            .map(|id| dictionary.origin(connection, id))
            .transpose()?,
        mode: row.get(17)?,
        parent: parent
            .map(|id| names.get(connection, dictionary, id))
            .transpose()?,
        locations: locations.of(connection, dictionary, row.get(0)?)?,
        warnings: codec::json(row, 19)?,
        warnings_acknowledged: row.get(20)?,
        description: row.get(21)?,
        hidden: row.get(22)?,
        archive_expire: row.get(23)?,
        revision: row.get(24)?,
    })
}

/// The details of these backups, in this order.
pub(super) fn load_details(
    connection: &Connection,
    dictionary: &Dictionary,
    ids: &[i64],
) -> Result<Vec<BackupDetails>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT policy_id, node_id, root_id, chain_position, mountable, iscsi_mountable, source_id, repository_id,
                native_id, run, removed_time, labels, tool
         FROM backups WHERE id = $1",
    )?;
    let mut names = Names::new(connection)?;
    let backups = load(connection, dictionary, ids)?;
    ids.iter()
        .zip(backups)
        .map(|(id, backup)| {
            let mut rows = statement.query([id])?;
            let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            let policy: Option<i64> = row.get(0)?;
            let node: Option<i64> = row.get(1)?;
            let mut labels: BTreeMap<String, String> = codec::json(row, 11)?;
            if let Some(tool) = row.get(12)? {
                // What the source itself calls `tool` stays.
                labels.entry("tool".to_owned()).or_insert(tool);
            }
            Ok(BackupDetails {
                backup,
                policy: policy
                    .map(|id| dictionary.policy(connection, id))
                    .transpose()?,
                node: node.map(|id| dictionary.node(connection, id)).transpose()?,
                root: names.get(connection, dictionary, row.get(2)?)?,
                chain_position: row.get(3)?,
                mountable: row.get(4)?,
                iscsi_mountable: row.get(5)?,
                source: dictionary.source(connection, row.get(6)?)?,
                repository: dictionary.repository(connection, row.get(7)?)?,
                native_id: row.get(8)?,
                run: row.get(9)?,
                removed_time: row.get(10)?,
                labels,
            })
        })
        .collect()
}

/// Backups as others refer to them.
pub(super) struct Names<'a>(rusqlite::CachedStatement<'a>);

impl<'a> Names<'a> {
    pub(super) fn new(connection: &'a Connection) -> Result<Self, StoreError> {
        Ok(Self(connection.prepare_cached(
            "SELECT guid, entity_id, snapshot_time FROM backups WHERE id = $1",
        )?))
    }

    pub(super) fn get(
        &mut self,
        connection: &Connection,
        dictionary: &Dictionary,
        id: i64,
    ) -> Result<Named, StoreError> {
        let (guid, entity, time) = self
            .0
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let entity = dictionary.entity(connection, entity)?;
        Ok(Named {
            guid,
            name: backup_name(&entity.reference.name, time),
        })
    }
}

struct Locations<'a>(rusqlite::CachedStatement<'a>);

impl<'a> Locations<'a> {
    fn new(connection: &'a Connection) -> Result<Self, StoreError> {
        Ok(Self(connection.prepare_cached(
            "SELECT guid, destination_id, destination_type, role, status, retention_hint, archive_expire, status_info
             FROM locations WHERE backup_id = $1 ORDER BY position",
        )?))
    }

    fn of(
        &mut self,
        connection: &Connection,
        dictionary: &Dictionary,
        id: i64,
    ) -> Result<Vec<Location>, StoreError> {
        let mut rows = self.0.query([id])?;
        let mut locations = Vec::new();
        while let Some(row) = rows.next()? {
            locations.push(Location {
                guid: row.get(0)?,
                destination: dictionary.destination(connection, row.get(1)?)?,
                destination_type: row.get(2)?,
                role: codec::enumeration(row, 3)?,
                status: codec::enumeration(row, 4)?,
                retention_hint: codec::enumeration(row, 5)?,
                archive_expire: row.get(6)?,
                status_info: row.get(7)?,
            });
        }
        Ok(locations)
    }
}
