//! Names that rows refer to by id, each read once.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use super::database::{Connection, OptionalRow as _, Row};

use super::StoreError;
use super::codec;
use crate::domain::backup::Entity;
use crate::domain::reference::{EntityReference, Named, OriginReference};

/// Entries of one kind that are kept; a catalog has thousands of entities, not millions.
const KEPT: usize = 20_000;

/// Entities, policies, rules, … by row id.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    entities: Entries<Arc<Entity>>,
    policies: Entries<Named>,
    rules: Entries<Named>,
    destinations: Entries<Named>,
    nodes: Entries<Named>,
    projects: Entries<Named>,
    infrastructure: Entries<Named>,
    sources: Entries<Named>,
    origins: Entries<OriginReference>,
    repositories: Entries<String>,
}

#[derive(Debug)]
struct Entries<T>(Mutex<HashMap<i64, T>>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Entries<T> {
    fn get(
        &self,
        id: i64,
        read: impl FnOnce() -> Result<Option<T>, StoreError>,
    ) -> Result<T, StoreError> {
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = read()?.ok_or(StoreError::Corrupt {
            value: id.to_string(),
            expected: "the id of an existing row",
        })?;
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= KEPT {
            entries.clear();
        }
        entries.insert(id, found.clone());
        Ok(found)
    }
}

/// One row by id.
fn row<T>(
    connection: &Connection,
    sql: &str,
    id: i64,
    read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    connection.query_row(sql, [id], read).optional()
}

fn named(row: &Row<'_>) -> Result<Named, StoreError> {
    Ok(Named {
        guid: row.get(0)?,
        name: row.get(1)?,
    })
}

impl Dictionary {
    pub(super) fn policy(&self, connection: &Connection, id: i64) -> Result<Named, StoreError> {
        self.policies.get(id, || {
            row(
                connection,
                "SELECT guid, name FROM policies WHERE id = $1",
                id,
                named,
            )
        })
    }

    pub(super) fn rule(&self, connection: &Connection, id: i64) -> Result<Named, StoreError> {
        self.rules.get(id, || {
            row(
                connection,
                "SELECT guid, name FROM rules WHERE id = $1",
                id,
                named,
            )
        })
    }

    pub(super) fn destination(
        &self,
        connection: &Connection,
        id: i64,
    ) -> Result<Named, StoreError> {
        self.destinations.get(id, || {
            row(
                connection,
                "SELECT guid, name FROM destinations WHERE id = $1",
                id,
                named,
            )
        })
    }

    pub(super) fn node(&self, connection: &Connection, id: i64) -> Result<Named, StoreError> {
        self.nodes.get(id, || {
            row(
                connection,
                "SELECT guid, name FROM nodes WHERE id = $1",
                id,
                named,
            )
        })
    }

    pub(super) fn project(&self, connection: &Connection, id: i64) -> Result<Named, StoreError> {
        self.projects.get(id, || {
            row(
                connection,
                "SELECT guid, name FROM projects WHERE id = $1",
                id,
                named,
            )
        })
    }

    pub(super) fn infrastructure(
        &self,
        connection: &Connection,
        id: i64,
    ) -> Result<Named, StoreError> {
        self.infrastructure.get(id, || {
            row(
                connection,
                "SELECT guid, name FROM infrastructure WHERE id = $1",
                id,
                named,
            )
        })
    }

    pub(super) fn source(&self, connection: &Connection, id: i64) -> Result<Named, StoreError> {
        self.sources.get(id, || {
            row(
                connection,
                "SELECT guid, name FROM sources WHERE id = $1",
                id,
                named,
            )
        })
    }

    pub(super) fn repository(
        &self,
        connection: &Connection,
        id: i64,
    ) -> Result<String, StoreError> {
        self.repositories.get(id, || {
            row(
                connection,
                "SELECT key FROM repositories WHERE id = $1",
                id,
                |row| row.get(0),
            )
        })
    }

    pub(super) fn origin(
        &self,
        connection: &Connection,
        id: i64,
    ) -> Result<OriginReference, StoreError> {
        self.origins.get(id, || {
            row(
                connection,
                "SELECT guid, name, type FROM origins WHERE id = $1",
                id,
                |row| {
                    Ok(OriginReference {
                        guid: row.get(0)?,
                        name: row.get(1)?,
                        kind: codec::enumeration(row, 2)?,
                    })
                },
            )
        })
    }

    pub(super) fn entity(
        &self,
        connection: &Connection,
        id: i64,
    ) -> Result<Arc<Entity>, StoreError> {
        self.entities.get(id, || {
            let found = row(
                connection,
                "SELECT guid, name, type, project_id, hypervisor_manager_id, hypervisor_id, storage_provider_id,
                        cloud_service_provider_id
                 FROM entities WHERE id = $1",
                id,
                |row| {
                    let reference =
                        EntityReference { guid: row.get(0)?, name: row.get(1)?, kind: codec::enumeration(row, 2)? };
                    let ids: [Option<i64>; 5] = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
                    Ok((reference, ids))
                },
            )?;
            let Some((reference, [project, manager, hypervisor, storage, cloud])) = found else { return Ok(None) };
            let infrastructure =
                |id: Option<i64>| id.map(|id| self.infrastructure(connection, id)).transpose();
            Ok(Some(Arc::new(Entity {
                reference,
                project: project.map(|id| self.project(connection, id)).transpose()?,
                hypervisor_manager: infrastructure(manager)?,
                hypervisor: infrastructure(hypervisor)?,
                storage_provider: infrastructure(storage)?,
                cloud_service_provider: infrastructure(cloud)?,
            })))
        })
    }
}
