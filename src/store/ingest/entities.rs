//! Protected entities.

use std::collections::{HashMap, HashSet};

use crate::store::database::{OptionalRow as _, Row, Transaction};
use uuid::Uuid;

use super::ahead;
use super::names::Names;
use crate::domain::facts::Handle;
use crate::domain::fold::fold;
use crate::domain::identity::ReferenceKind;
use crate::domain::keys::{self, DEFAULT_ENTITY_KIND};
use crate::domain::record::{Entity, Project, Reference};
use crate::store::StoreError;
use crate::types::ProtectedEntityType;

/// An entity's row, without its folded name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    guid: Uuid,
    kind: String,
    name: String,
    /// Project, hypervisor, hypervisor manager, storage provider, cloud service provider.
    belongs: [Option<Handle>; 5],
}

impl Known {
    /// What is read of an entity, its id first.
    const COLUMNS: &str = "id, guid, type, name, project_id, hypervisor_id, hypervisor_manager_id, storage_provider_id, \
                           cloud_service_provider_id";

    fn read(row: &Row<'_>) -> Result<(Handle, Self), StoreError> {
        let known = Self {
            guid: row.get(1)?,
            kind: row.get(2)?,
            name: row.get(3)?,
            belongs: [
                row.get(4)?,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
                row.get(8)?,
            ],
        };
        Ok((row.get(0)?, known))
    }
}

/// The entities that this transaction has met.
#[derive(Debug)]
pub(super) struct Entities<'t> {
    transaction: &'t Transaction<'t>,
    by_name: HashMap<ProtectedEntityType, HashMap<String, Handle>>,
    by_guid: HashMap<Uuid, Handle>,
    known: HashMap<Handle, Known>,
    projects: Names<'t>,
    infrastructure: [Names<'t>; 4],
}

impl<'t> Entities<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Self {
        Self {
            transaction,
            by_name: HashMap::new(),
            by_guid: HashMap::new(),
            known: HashMap::new(),
            projects: Names::new(transaction, ReferenceKind::Project),
            infrastructure: [
                ReferenceKind::Hypervisor,
                ReferenceKind::HypervisorManager,
                ReferenceKind::StorageProvider,
                ReferenceKind::CloudServiceProvider,
            ]
            .map(|kind| Names::new(transaction, kind)),
        }
    }

    /// Looks up all that these reports name.
    pub(super) fn look_ahead<'e>(
        &mut self,
        entities: impl Iterator<Item = &'e Entity>,
    ) -> Result<(), StoreError> {
        let unknown: HashSet<Uuid> = entities
            .map(keys::entity)
            .filter(|guid| !self.by_guid.contains_key(guid))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let sql = ahead::of_guids(self.transaction, "entities", Known::COLUMNS, &unknown);
        self.transaction.query_each(&sql, |row| {
            let (handle, known) = Known::read(row)?;
            self.by_guid.insert(known.guid, handle);
            self.known.insert(handle, known);
            Ok(())
        })
    }

    /// The entity that a report names, added or changed where needed. `current` is the one that the backup has now.
    pub(super) fn resolve(
        &mut self,
        entity: &Entity,
        current: Option<Handle>,
    ) -> Result<Handle, StoreError> {
        let handle = self.find_or_add(entity, current)?;
        self.change(handle, entity)?;
        Ok(handle)
    }

    fn find_or_add(
        &mut self,
        entity: &Entity,
        current: Option<Handle>,
    ) -> Result<Handle, StoreError> {
        let kind = entity.kind.unwrap_or(DEFAULT_ENTITY_KIND);
        if entity.guid.is_none() {
            let by_name = self
                .by_name
                .get(&kind)
                .and_then(|names| names.get(&entity.name));
            let by_name = by_name.copied();
            if let Some(current) = current
                && by_name != Some(current)
            {
                let known = self.get(current)?;
                let same_kind = entity.kind.is_none_or(|kind| known.kind == kind.as_str());
                if same_kind && known.name == entity.name {
                    return Ok(current);
                }
            }
            if let Some(handle) = by_name {
                return Ok(handle);
            }
        }
        let guid = keys::entity(entity);
        let handle = match self.find(guid)? {
            Some(handle) => handle,
            None => self.add(guid, kind, &entity.name)?,
        };
        if entity.guid.is_none() {
            let names = self.by_name.entry(kind).or_default();
            names.insert(entity.name.clone(), handle);
        }
        Ok(handle)
    }

    /// Writes down what the report says of the entity itself.
    fn change(&mut self, handle: Handle, entity: &Entity) -> Result<(), StoreError> {
        let infrastructure = [
            &entity.hypervisor,
            &entity.hypervisor_manager,
            &entity.storage_provider,
            &entity.cloud_service_provider,
        ];
        if entity.guid.is_none()
            && entity.project.is_none()
            && infrastructure.iter().all(|reference| reference.is_none())
        {
            return Ok(());
        }
        let known = self.get(handle)?.clone();
        let mut changed = known.clone();
        if entity.guid.is_some() {
            changed.name.clone_from(&entity.name);
            if let Some(kind) = entity.kind {
                kind.as_str().clone_into(&mut changed.kind);
            }
        }
        if let Some(project) = &entity.project {
            changed.belongs[0] = Some(self.project(project, known.belongs[0])?);
        }
        for (index, reference) in infrastructure.into_iter().enumerate() {
            if let Some(reference) = reference {
                let current = known.belongs[index + 1];
                let handle = self.infrastructure[index].resolve(reference, current)?;
                changed.belongs[index + 1] = Some(handle);
            }
        }
        if changed != known {
            let [project, hypervisor, manager, storage, cloud] = changed.belongs;
            self.transaction
                .prepare_cached(
                    "UPDATE entities SET type = $1, name = $2, name_folded = $3, project_id = $4, hypervisor_id = $5,
                     hypervisor_manager_id = $6, storage_provider_id = $7, cloud_service_provider_id = $8 WHERE id = $9",
                )?
                .execute((
                    &changed.kind,
                    &changed.name,
                    fold(&changed.name),
                    project,
                    hypervisor,
                    manager,
                    storage,
                    cloud,
                    handle,
                ))?;
            self.known.insert(handle, changed);
        }
        Ok(())
    }

    fn project(
        &mut self,
        project: &Project,
        current: Option<Handle>,
    ) -> Result<Handle, StoreError> {
        let name = project.name.clone();
        let reference = match project.uuid {
            Some(guid) => Reference::Known { guid, name },
            None => Reference::Name(name),
        };
        self.projects.resolve(&reference, current)
    }

    fn get(&mut self, handle: Handle) -> Result<&Known, StoreError> {
        if !self.known.contains_key(&handle) {
            let columns = Known::COLUMNS;
            let (_, known) = self.transaction.query_row(
                &format!("SELECT {columns} FROM entities WHERE id = $1"),
                [handle],
                Known::read,
            )?;
            self.by_guid.insert(known.guid, handle);
            self.known.insert(handle, known);
        }
        Ok(&self.known[&handle])
    }

    fn find(&mut self, guid: Uuid) -> Result<Option<Handle>, StoreError> {
        if let Some(handle) = self.by_guid.get(&guid) {
            return Ok(Some(*handle));
        }
        let handle = self
            .transaction
            .prepare_cached("SELECT id FROM entities WHERE guid = $1")?
            .query_row([guid], |row| row.get(0))
            .optional()?;
        if let Some(handle) = handle {
            self.by_guid.insert(guid, handle);
        }
        Ok(handle)
    }

    fn add(
        &mut self,
        guid: Uuid,
        kind: ProtectedEntityType,
        name: &str,
    ) -> Result<Handle, StoreError> {
        let handle = self.transaction.insert(
            "INSERT INTO entities (guid, type, name, name_folded) VALUES ($1, $2, $3, $4)",
            (guid, kind.as_str(), name, fold(name)),
        )?;
        self.by_guid.insert(guid, handle);
        let known = Known {
            guid,
            kind: kind.as_str().to_owned(),
            name: name.to_owned(),
            belongs: [None; 5],
        };
        self.known.insert(handle, known);
        Ok(handle)
    }
}
