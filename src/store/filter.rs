//! The one way from a selection to SQL: whatever lists, counts or sums backups selects them here.

use super::database::{Connection, OptionalRow as _};
use uuid::Uuid;

use super::StoreError;
use super::snapshot::Snapshot;
use super::sql::{Sql, containing};
use crate::domain::fold::fold;
use crate::domain::selection::Selection;

/// The conditions of a selection on `backups b`.
#[derive(Debug, Clone)]
pub(super) enum Filter {
    /// It names something that is not known: nothing can be selected.
    Nothing,
    /// ` WHERE …`, or nothing where everything is selected.
    Where(Sql),
}

impl Filter {
    /// Reads a selection. Guids become row ids first: a statement then shows its indexes what it looks for, and a guid
    /// that is not known needs no statement.
    pub(super) fn new(snapshot: &Snapshot, selection: &Selection) -> Result<Self, StoreError> {
        let mut conditions = Conditions::default();
        let known = ids(snapshot, selection, &mut conditions)?;
        if !known || asks_for_nul(selection) {
            return Ok(Self::Nothing);
        }
        values(selection, &mut conditions);
        texts(selection, &mut conditions);
        let word = conditions.word();
        let engine = snapshot.engine();
        snapshot.visible().add(&mut conditions.0, word, "b", engine);
        Ok(Self::Where(conditions.0))
    }
}

#[derive(Debug, Default)]
struct Conditions(Sql);

impl Conditions {
    /// One more condition; what is written to the result belongs to it.
    fn and(&mut self, text: &str) -> &mut Sql {
        let word = self.word();
        self.0.push(word).push(text)
    }

    fn word(&self) -> &'static str {
        if self.0.text.is_empty() {
            " WHERE "
        } else {
            " AND "
        }
    }
}

/// What is selected by guid; false if one of them is not known.
fn ids(
    connection: &Snapshot,
    selection: &Selection,
    conditions: &mut Conditions,
) -> Result<bool, StoreError> {
    let Selection {
        entity,
        rule,
        node,
        policies,
        destination,
        project,
        hypervisor,
        hypervisor_manager,
        storage_provider,
        cloud_service_provider,
        parent,
        root,
        ..
    } = selection;
    for (guid, table, condition) in [
        (entity, "entities", "b.entity_id = "),
        (rule, "rules", "b.rule_id = "),
        (node, "nodes", "b.node_id = "),
    ] {
        let Some(guid) = guid else { continue };
        let Some(id) = id(connection, table, *guid)? else {
            return Ok(false);
        };
        conditions.and(condition).bind(id);
    }
    if !policies.is_empty() {
        let mut known = Vec::new();
        for guid in policies {
            known.extend(id(connection, "policies", *guid)?);
        }
        if known.is_empty() {
            return Ok(false);
        }
        conditions.and("b.policy_id IN ").bind_all(known);
    }
    if let Some(guid) = destination {
        let Some(id) = id(connection, "destinations", *guid)? else {
            return Ok(false);
        };
        conditions
            .and("EXISTS (SELECT 1 FROM locations l WHERE l.backup_id = b.id AND l.destination_id = ")
            .bind(id)
            .push(")");
    }
    if let Some(guid) = project {
        let Some(id) = id(connection, "projects", *guid)? else {
            return Ok(false);
        };
        conditions
            .and("b.entity_id IN (SELECT id FROM entities WHERE project_id = ")
            .bind(id)
            .push(")");
    }
    for (guid, kind, column) in [
        (hypervisor, "hypervisor", "hypervisor_id"),
        (
            hypervisor_manager,
            "hypervisor-manager",
            "hypervisor_manager_id",
        ),
        (storage_provider, "storage-provider", "storage_provider_id"),
        (
            cloud_service_provider,
            "cloud-service-provider",
            "cloud_service_provider_id",
        ),
    ] {
        let Some(guid) = guid else { continue };
        let Some(id) = infrastructure_id(connection, kind, *guid)? else {
            return Ok(false);
        };
        let condition = format!("b.entity_id IN (SELECT id FROM entities WHERE {column} = ");
        conditions.and(&condition).bind(id).push(")");
    }
    if let Some(guid) = parent {
        let Some(id) = connection.backup_id(*guid)? else {
            return Ok(false);
        };
        conditions.and("b.parent_id = ").bind(id);
    }
    if let Some(guid) = root {
        let Some(id) = connection.backup_id(*guid)? else {
            return Ok(false);
        };
        // Also right for a backup in the middle of a chain, where `root_id` would name the chain's own root.
        conditions
            .and("b.id IN (WITH RECURSIVE chain (id) AS (SELECT CAST(")
            .bind(id)
            .push(
                " AS BIGINT) UNION SELECT c.id FROM chain JOIN backups c ON c.parent_id = chain.id",
            );
        let engine = connection.engine();
        connection
            .visible()
            .add(&mut conditions.0, " AND ", "c", engine);
        conditions.0.push(") SELECT id FROM chain)");
    }
    Ok(true)
}

/// What is selected by a value of the backup's own.
fn values(selection: &Selection, conditions: &mut Conditions) {
    if let Some(kind) = selection.entity_type {
        conditions
            .and("b.entity_id IN (SELECT id FROM entities WHERE type = ")
            .bind(kind.as_str())
            .push(")");
    }
    if let Some(kind) = selection.kind {
        conditions.and("b.type = ").bind(kind.as_str());
    }
    if !selection.statuses.is_empty() {
        conditions
            .and("b.status IN ")
            .bind_all(selection.statuses.iter().map(|status| status.as_str()));
    }
    if let Some(from) = selection.from {
        conditions.and("b.snapshot_time >= ").bind(from);
    }
    if let Some(to) = selection.to {
        conditions.and("b.snapshot_time <= ").bind(to);
    }
    if let Some(size) = selection.min_size {
        conditions.and("b.size >= ").bind(size);
    }
    if selection.only_mountable {
        conditions.and(
            "b.status IN ('SUCCESS', 'PARTIAL_SUCCESS') AND b.mountable = 1 AND EXISTS \
             (SELECT 1 FROM locations l WHERE l.backup_id = b.id AND l.status = 'PRESENT')",
        );
    }
    if selection.without_hidden {
        conditions.and("b.hidden = 0");
    }
}

/// No text of the catalog has a NUL, and SQLite takes one for the end of a pattern.
pub(super) fn asks_for_nul(selection: &Selection) -> bool {
    let texts = [&selection.name_like, &selection.text];
    texts.into_iter().flatten().any(|text| text.contains('\0'))
}

/// What is selected by text.
fn texts(selection: &Selection, conditions: &mut Conditions) {
    if let Some(text) = &selection.name_like {
        conditions
            .and(r"b.entity_id IN (SELECT id FROM entities WHERE name_folded LIKE ")
            .bind(containing(&fold(text)).as_str())
            .push(r" ESCAPE '\')");
    }
    let Some(text) = &selection.text else { return };
    let pattern = containing(&fold(text));
    let pattern = pattern.as_str();
    let sql = conditions
        .and(r"(b.entity_id IN (SELECT id FROM entities WHERE name_folded LIKE ")
        .bind(pattern);
    sql.push(r" ESCAPE '\') OR b.status_info_folded LIKE ")
        .bind(pattern);
    sql.push(r" ESCAPE '\' OR b.description_folded LIKE ")
        .bind(pattern);
    sql.push(r" ESCAPE '\' OR b.policy_id IN (SELECT id FROM policies WHERE name_folded LIKE ")
        .bind(pattern);
    sql.push(
        r" ESCAPE '\') OR EXISTS (SELECT 1 FROM locations l WHERE l.backup_id = b.id AND l.destination_id IN
            (SELECT id FROM destinations WHERE name_folded LIKE ",
    );
    sql.bind(pattern).push(r" ESCAPE '\'))");
    // Only the form in which guids are sent: 32 digits without dashes are a text like any other.
    if text.len() == 36
        && let Ok(guid) = Uuid::parse_str(text)
    {
        sql.push(" OR b.guid = ").bind(guid);
    }
    sql.push(")");
}

pub(super) fn id(
    connection: &Connection,
    table: &str,
    guid: Uuid,
) -> Result<Option<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT id FROM {table} WHERE guid = $1"))?;
    statement.query_row([guid], |row| row.get(0)).optional()
}

pub(super) fn infrastructure_id(
    connection: &Connection,
    kind: &str,
    guid: Uuid,
) -> Result<Option<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM infrastructure WHERE kind = $1 AND guid = $2")?;
    statement
        .query_row((kind, guid), |row| row.get(0))
        .optional()
}
