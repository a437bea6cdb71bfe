//! A selection as a condition on profiles and rows.

use std::collections::HashSet;

use super::profile::{Profile, Profiles};
use crate::domain::fold::fold;
use crate::domain::selection::Selection;
use crate::store::StoreError;
use crate::store::database::Connection;
use crate::store::filter::{asks_for_nul, id, infrastructure_id};
use crate::store::restriction::Restriction;
use crate::store::sql::{Sql, containing};
use crate::store::visible::Visible;
use crate::types::{BackupStatus, BackupType};
use uuid::Uuid;

/// What a selection wants of the columns.
#[derive(Debug)]
pub(in crate::store) enum Wanted {
    /// It names something that is not known: nothing can be selected.
    Nothing,
    /// The columns do not have what it asks for, or an index finds it sooner.
    Elsewhere,
    /// These backups.
    Those(Box<Condition>),
}

/// The conditions of a selection, names resolved to row ids.
#[derive(Debug)]
pub(in crate::store) struct Condition {
    /// Policies and entities whose backups are there for the caller; none: all are.
    visible: Option<(HashSet<i64>, HashSet<i64>)>,
    entities: Option<HashSet<i64>>,
    policies: Option<HashSet<i64>>,
    node: Option<i64>,
    destination: Option<i64>,
    kind: Option<BackupType>,
    statuses: Vec<BackupStatus>,
    restriction: Restriction,
    only_mountable: bool,
    without_hidden: bool,
    text: Option<Text>,
    /// Bounds of the time, epoch ms, included.
    pub(super) from: i64,
    pub(super) to: i64,
    /// Bytes, included.
    pub(super) min_size: i64,
}

/// A text that one of several properties has to contain.
#[derive(Debug)]
struct Text {
    folded: String,
    entities: HashSet<i64>,
    policies: HashSet<i64>,
    destinations: HashSet<i64>,
}

impl Condition {
    /// Reads a selection, with what the database says of names.
    pub(super) fn read(
        connection: &Connection,
        visible: &Visible,
        selection: &Selection,
        restriction: Restriction,
    ) -> Result<Wanted, StoreError> {
        // Each field by its name: a new one has to be thought of here too.
        let Selection {
            entity,
            entity_type: _,
            kind,
            statuses,
            policies,
            rule,
            destination,
            hypervisor: _,
            hypervisor_manager: _,
            storage_provider: _,
            cloud_service_provider: _,
            project: _,
            node,
            parent,
            root,
            from,
            to,
            min_size,
            name_like: _,
            text,
            only_mountable,
            without_hidden,
        } = selection;
        let is_all = visible.is_all();
        let indexed = [entity, rule, parent, root]
            .into_iter()
            .any(Option::is_some);
        let is_guid = text
            .as_deref()
            .is_some_and(|text| Uuid::parse_str(text).is_ok());
        if indexed || is_guid || restriction.keeps(BackupStatus::Success).is_none() {
            return Ok(Wanted::Elsewhere);
        }
        let visible = visible.profiles();
        if !is_all && visible.is_none() {
            return Ok(Wanted::Elsewhere);
        }
        if asks_for_nul(selection) {
            return Ok(Wanted::Nothing);
        }
        let entities = entities(connection, selection)?;
        let row = |guid: &Option<Uuid>, table| match guid {
            None => Ok(Some(None)),
            Some(guid) => Ok::<_, StoreError>(id(connection, table, *guid)?.map(Some)),
        };
        let (Some(node), Some(destination)) =
            (row(node, "nodes")?, row(destination, "destinations")?)
        else {
            return Ok(Wanted::Nothing);
        };
        let text = text.as_deref().map(|text| Text::read(connection, text));
        Ok(Wanted::Those(Box::new(Self {
            visible,
            entities,
            policies: of_policies(connection, policies)?,
            node,
            destination,
            kind: *kind,
            statuses: statuses.clone(),
            restriction,
            only_mountable: *only_mountable,
            without_hidden: *without_hidden,
            text: text.transpose()?,
            from: from.unwrap_or(i64::MIN),
            to: to.unwrap_or(i64::MAX),
            min_size: min_size.unwrap_or(i64::MIN),
        })))
    }
}

/// The policies that are wanted; none: any.
fn of_policies(
    connection: &Connection,
    guids: &[Uuid],
) -> Result<Option<HashSet<i64>>, StoreError> {
    if guids.is_empty() {
        return Ok(None);
    }
    let mut known = HashSet::new();
    for guid in guids {
        known.extend(id(connection, "policies", *guid)?);
    }
    Ok(Some(known))
}

/// The entities that are wanted; none: any. Of what is not known there are no entities.
fn entities(
    connection: &Connection,
    selection: &Selection,
) -> Result<Option<HashSet<i64>>, StoreError> {
    let mut entities = Entities::default();
    if let Some(kind) = selection.entity_type {
        entities.and("type = ").bind(kind.as_str());
    }
    if let Some(guid) = selection.project {
        let Some(id) = id(connection, "projects", guid)? else {
            return Ok(Some(HashSet::new()));
        };
        entities.and("project_id = ").bind(id);
    }
    for (guid, kind, condition) in [
        (selection.hypervisor, "hypervisor", "hypervisor_id = "),
        (
            selection.hypervisor_manager,
            "hypervisor-manager",
            "hypervisor_manager_id = ",
        ),
        (
            selection.storage_provider,
            "storage-provider",
            "storage_provider_id = ",
        ),
        (
            selection.cloud_service_provider,
            "cloud-service-provider",
            "cloud_service_provider_id = ",
        ),
    ] {
        let Some(guid) = guid else { continue };
        let Some(id) = infrastructure_id(connection, kind, guid)? else {
            return Ok(Some(HashSet::new()));
        };
        entities.and(condition).bind(id);
    }
    if let Some(text) = &selection.name_like {
        entities
            .and("name_folded LIKE ")
            .bind(containing(&fold(text)).as_str())
            .push(r" ESCAPE '\'");
    }
    entities.read(connection)
}

impl Text {
    fn read(connection: &Connection, text: &str) -> Result<Self, StoreError> {
        let folded = fold(text);
        let pattern = containing(&folded);
        let named = |table: &str| {
            let mut sql = Sql::new(&format!("SELECT id FROM {table} WHERE name_folded LIKE "));
            sql.bind(pattern.as_str()).push(r" ESCAPE '\'");
            ids(connection, &sql)
        };
        Ok(Self {
            entities: named("entities")?,
            policies: named("policies")?,
            destinations: named("destinations")?,
            folded,
        })
    }
}

/// Conditions on `entities`.
#[derive(Debug, Default)]
struct Entities(Option<Sql>);

impl Entities {
    fn and(&mut self, condition: &str) -> &mut Sql {
        match &mut self.0 {
            Some(sql) => sql.push(" AND "),
            none => none.insert(Sql::new("SELECT id FROM entities WHERE ")),
        }
        .push(condition)
    }

    fn read(self, connection: &Connection) -> Result<Option<HashSet<i64>>, StoreError> {
        self.0.map(|sql| ids(connection, &sql)).transpose()
    }
}

fn ids(connection: &Connection, sql: &Sql) -> Result<HashSet<i64>, StoreError> {
    let mut ids = HashSet::new();
    connection.query_each(sql, |row| {
        ids.insert(row.get(0)?);
        Ok(())
    })?;
    Ok(ids)
}

/// Which profiles a condition keeps.
pub(super) struct Keep<'a> {
    condition: &'a Condition,
    /// For each list of destinations, and each text, whether it is wanted.
    destinations: Vec<bool>,
    found_destinations: Vec<bool>,
    texts: Vec<bool>,
}

impl Condition {
    /// Whether the columns have what it asks for.
    pub(super) fn is_covered(&self, profiles: &Profiles) -> bool {
        self.text.is_none() || profiles.has_texts()
    }

    /// What is to be known before single profiles are looked at.
    pub(super) fn of_profiles(&self, profiles: &Profiles) -> Keep<'_> {
        let lists = |wanted: &dyn Fn(&i64) -> bool| profiles.lists(|list| list.iter().any(wanted));
        let text = self.text.as_ref();
        Keep {
            condition: self,
            destinations: self
                .destination
                .map_or_else(Vec::new, |id| lists(&|it| *it == id)),
            found_destinations: text
                .map_or_else(Vec::new, |text| lists(&|it| text.destinations.contains(it))),
            texts: text
                .and_then(|text| profiles.texts(|it| it.contains(&text.folded)))
                .unwrap_or_default(),
        }
    }
}

impl Keep<'_> {
    /// Whether backups with this profile are wanted, whatever their time and size.
    pub(super) fn keeps(&self, profile: &Profile) -> bool {
        let wanted = self.condition;
        let has =
            |flags: &[bool], number: u32| flags.get(number as usize).copied().unwrap_or(false);
        wanted.visible.as_ref().is_none_or(|(policies, entities)| {
            entities.contains(&profile.entity)
                || profile.policy.is_some_and(|id| policies.contains(&id))
        }) && wanted
            .entities
            .as_ref()
            .is_none_or(|ids| ids.contains(&profile.entity))
            && wanted
                .policies
                .as_ref()
                .is_none_or(|ids| profile.policy.is_some_and(|id| ids.contains(&id)))
            && (wanted.node.is_none() || wanted.node == profile.node)
            && (wanted.destination.is_none() || has(&self.destinations, profile.destinations))
            && wanted.kind.is_none_or(|kind| kind == profile.kind)
            && (wanted.statuses.is_empty() || wanted.statuses.contains(&profile.status))
            && wanted.restriction.keeps(profile.status) == Some(true)
            && !(wanted.without_hidden && profile.hidden)
            && (!wanted.only_mountable || is_mountable(profile))
            && wanted.text.as_ref().is_none_or(|text| {
                text.entities.contains(&profile.entity)
                    || has(&self.texts, profile.info)
                    || has(&self.texts, profile.description)
                    || profile.policy.is_some_and(|id| text.policies.contains(&id))
                    || has(&self.found_destinations, profile.destinations)
            })
    }
}

fn is_mountable(profile: &Profile) -> bool {
    use BackupStatus::{PartialSuccess, Success};
    profile.mountable && matches!(profile.status, Success | PartialSuccess)
}
