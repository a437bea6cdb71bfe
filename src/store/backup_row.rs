//! Rows of backups as the domain knows them, many at a time.

use std::collections::{BTreeMap, HashMap};

use super::chains::Chains;
use super::database::{Connection, Row};
use super::dictionary::Dictionary;
use super::names::Names;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{StoreError, codec};
use crate::domain::backup::{Backup, BackupDetails, Location, TaskTimes};

/// What a list needs of `backups`. The order is that of [`read`].
const COLUMNS: &str = "id, guid, status, type, snapshot_time, backup_time, size, transferred, objects, status_info, \
    entity_id, queued_export_time, export_time, queued_store_time, store_time, rule_id, origin_id, mode, parent_id, \
    warnings, warnings_acknowledged, description, hidden, archive_expire, revision";

/// What details need beside [`COLUMNS`]. The order is that of [`read_details`].
const DETAILS: &str = "policy_id, node_id, root_id, chain_position, mountable, iscsi_mountable, source_id, \
    repository_id, native_id, run, removed_time, labels, tool";

/// Where [`DETAILS`] begin.
const FIRST_DETAIL: usize = 25;

/// The backups with these row ids, in this order.
pub(super) fn load(snapshot: &Snapshot, ids: &[i64]) -> Result<Vec<Backup>, StoreError> {
    let (connection, dictionary): (&Connection, _) = (snapshot, snapshot.dictionary());
    let mut names = Names::default();
    let rows = each(connection, COLUMNS, ids, |row| {
        let parent: Option<i64> = row.get(18)?;
        names.want(parent);
        Ok((read(connection, dictionary, row)?, parent))
    })?;
    names.read(snapshot)?;
    let mut locations = locations(connection, dictionary, ids)?;
    ids.iter()
        .zip(rows)
        .map(|(id, (mut backup, parent))| {
            backup.parent = names.get(parent)?;
            backup.locations = locations.remove(id).unwrap_or_default();
            Ok(backup)
        })
        .collect()
}

/// The details of these backups, in this order.
pub(super) fn load_details(
    snapshot: &Snapshot,
    ids: &[i64],
) -> Result<Vec<BackupDetails>, StoreError> {
    let (connection, dictionary): (&Connection, _) = (snapshot, snapshot.dictionary());
    let chains = Chains::read(snapshot, ids)?;
    let mut names = Names::default();
    let rows = each(connection, &format!("{COLUMNS}, {DETAILS}"), ids, |row| {
        let parent: Option<i64> = row.get(18)?;
        let mut details = read_details(connection, dictionary, row)?;
        let mut root: i64 = row.get(FIRST_DETAIL + 2)?;
        if let Some(chain) = chains.of(row.get(0)?) {
            root = chain.root;
            details.chain_position = chain.position;
        }
        names.want(parent);
        names.want(Some(root));
        Ok((details, parent, root))
    })?;
    names.read(snapshot)?;
    let mut locations = locations(connection, dictionary, ids)?;
    ids.iter()
        .zip(rows)
        .map(|(id, (mut details, parent, root))| {
            details.backup.parent = names.get(parent)?;
            details.backup.locations = locations.remove(id).unwrap_or_default();
            if let Some(root) = names.get(Some(root))? {
                details.root = root;
            }
            Ok(details)
        })
        .collect()
}

/// Reads one row of `backups` for each id, in the order of the ids. The first column is the id.
pub(super) fn each<T>(
    connection: &Connection,
    columns: &str,
    ids: &[i64],
    mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut sql = Sql::new(&format!("SELECT {columns} FROM backups WHERE id IN "));
    sql.bind_ids(connection.engine(), ids);
    let mut found: HashMap<i64, T> = HashMap::with_capacity(ids.len());
    connection.query_each(&sql, |row| {
        found.insert(row.get(0)?, read(row)?);
        Ok(())
    })?;
    ids.iter()
        .map(|id| found.remove(id).ok_or(StoreError::NoRow))
        .collect()
}

/// A backup without its parent and its locations.
fn read(
    connection: &Connection,
    dictionary: &Dictionary,
    row: &Row<'_>,
) -> Result<Backup, StoreError> {
    let rule: Option<i64> = row.get(15)?;
    let origin: Option<i64> = row.get(16)?;
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
        parent: None,
        locations: Vec::new(),
        warnings: codec::json(row, 19)?,
        warnings_acknowledged: row.get(20)?,
        description: row.get(21)?,
        hidden: row.get(22)?,
        archive_expire: row.get(23)?,
        revision: row.get(24)?,
    })
}

/// Details without the names of other backups, and without locations.
fn read_details(
    connection: &Connection,
    dictionary: &Dictionary,
    row: &Row<'_>,
) -> Result<BackupDetails, StoreError> {
    let column = |n: usize| FIRST_DETAIL + n;
    let policy: Option<i64> = row.get(column(0))?;
    let node: Option<i64> = row.get(column(1))?;
    let mut labels: BTreeMap<String, String> = codec::json(row, column(11))?;
    if let Some(tool) = row.get(column(12))? {
        // What the source itself calls `tool` stays.
        labels.entry("tool".to_owned()).or_insert(tool);
    }
    let backup = read(connection, dictionary, row)?;
    Ok(BackupDetails {
        root: Names::of(backup.guid, &backup.entity, backup.snapshot_time),
        backup,
        policy: policy
            .map(|id| dictionary.policy(connection, id))
            .transpose()?,
        node: node.map(|id| dictionary.node(connection, id)).transpose()?,
        chain_position: row.get(column(3))?,
        mountable: row.get(column(4))?,
        iscsi_mountable: row.get(column(5))?,
        source: dictionary.source(connection, row.get(column(6))?)?,
        repository: dictionary.repository(connection, row.get(column(7))?)?,
        native_id: row.get(column(8))?,
        run: row.get(column(9))?,
        removed_time: row.get(column(10))?,
        labels,
    })
}

/// The locations of these backups, each backup's in order.
fn locations(
    connection: &Connection,
    dictionary: &Dictionary,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<Location>>, StoreError> {
    let mut sql = Sql::new(
        "SELECT backup_id, guid, destination_id, destination_type, role, status, retention_hint, archive_expire,
                status_info
         FROM locations WHERE backup_id IN ",
    );
    sql.bind_ids(connection.engine(), ids)
        .push(" ORDER BY backup_id, position");
    let mut found: HashMap<i64, Vec<Location>> = HashMap::with_capacity(ids.len());
    connection.query_each(&sql, |row| {
        found.entry(row.get(0)?).or_default().push(Location {
            guid: row.get(1)?,
            destination: dictionary.destination(connection, row.get(2)?)?,
            destination_type: row.get(3)?,
            role: codec::enumeration(row, 4)?,
            status: codec::enumeration(row, 5)?,
            retention_hint: codec::enumeration(row, 6)?,
            archive_expire: row.get(7)?,
            status_info: row.get(8)?,
        });
        Ok(())
    })?;
    Ok(found)
}
