//! Backups as others refer to them.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::StoreError;
use super::snapshot::Snapshot;
use super::sql::Sql;
use crate::domain::backup::{Entity, backup_name};
use crate::domain::reference::Named;

/// The names of some backups, by row id.
#[derive(Debug, Default)]
pub(super) struct Names {
    wanted: Vec<i64>,
    known: HashMap<i64, Named>,
    /// Whether a name that is missing may be one that the caller does not see.
    some_hidden: bool,
}

impl Names {
    /// Asks for a name.
    pub(super) fn want(&mut self, id: Option<i64>) {
        self.wanted.extend(id);
    }

    /// Reads what was asked for.
    pub(super) fn read(&mut self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.wanted.sort_unstable();
        self.wanted.dedup();
        if self.wanted.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::new(
            "SELECT b.id, b.guid, b.entity_id, b.snapshot_time FROM backups b WHERE b.id IN ",
        );
        let engine = snapshot.engine();
        sql.bind_ids(engine, &self.wanted);
        snapshot.visible().add(&mut sql, " AND ", "b", engine);
        self.some_hidden = !snapshot.visible().is_all();
        let known = &mut self.known;
        snapshot.query_each(&sql, |row| {
            let entity = snapshot.dictionary().entity(snapshot, row.get(2)?)?;
            known.insert(row.get(0)?, Self::of(row.get(1)?, &entity, row.get(3)?));
            Ok(())
        })?;
        self.wanted.clear();
        Ok(())
    }

    /// A name that was asked for and read; none also for a backup that is not there for the caller.
    pub(super) fn get(&self, id: Option<i64>) -> Result<Option<Named>, StoreError> {
        let Some(id) = id else { return Ok(None) };
        match self.known.get(&id) {
            Some(name) => Ok(Some(name.clone())),
            None if self.some_hidden => Ok(None),
            None => Err(StoreError::NoRow),
        }
    }

    /// How a backup is referred to.
    pub(super) fn of(guid: Uuid, entity: &Arc<Entity>, snapshot_time: i64) -> Named {
        Named {
            guid,
            name: backup_name(&entity.reference.name, snapshot_time),
        }
    }
}
