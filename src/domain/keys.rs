//! The guids by which a record's backup may be known.

use uuid::Uuid;

use super::identity;
use super::record::{Entity, Record};
use crate::types::ProtectedEntityType;

/// The type of an entity whose record gives none (chosen: most tools run as an agent in an operating system).
pub const DEFAULT_ENTITY_KIND: ProtectedEntityType = ProtectedEntityType::OsAgent;

/// The guids that are derived from a record, and the one that it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// The guid that it gives.
    pub given: Option<Uuid>,
    /// From its id.
    pub id: Option<Uuid>,
    /// From its run.
    pub run: Option<Uuid>,
    /// From its entity and time, where it has none of the others.
    pub moment: Option<Uuid>,
    /// From the id of its parent, if that is another backup.
    pub parent: Option<Uuid>,
}

impl Keys {
    /// The guids of a record.
    pub fn of(record: &Record) -> Self {
        let source = &record.source;
        let repository = record.repository.as_deref().unwrap_or_default();
        let by_id = |id: &str| identity::backup(source, repository, id);
        let id = record.id.as_deref().map(by_id);
        let run = record.run.as_deref();
        let run = run.map(|run| identity::run(source, repository, run));
        let moment = match record.started.or(record.finished) {
            Some(time) if id.is_none() && run.is_none() && record.guid.is_none() => Some(
                identity::moment(source, repository, entity(&record.entity), time),
            ),
            _ => None,
        };
        Self {
            given: record.guid,
            id,
            run,
            moment,
            parent: record
                .parent
                .as_deref()
                .map(by_id)
                .filter(|parent| Some(*parent) != id),
        }
    }

    /// The guid of a new backup.
    pub fn guid(&self) -> Option<Uuid> {
        self.given.or(self.id).or(self.run).or(self.moment)
    }
}

/// The guid of the entity that a record names.
pub fn entity(entity: &Entity) -> Uuid {
    let kind = entity.kind.unwrap_or(DEFAULT_ENTITY_KIND);
    entity
        .guid
        .unwrap_or_else(|| identity::entity(kind, &entity.name))
}
