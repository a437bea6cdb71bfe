//! What a person changes.

use uuid::Uuid;

use super::catalog::{Backup, Catalog};

/// An edit of one backup.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Empty clears it.
    Description(String),
    Warnings(Vec<String>),
    Acknowledged(bool),
}

/// An acknowledgement of many.
#[derive(Debug, Clone, Default)]
pub struct Acknowledgement {
    pub entities: Vec<Uuid>,
    pub backups: Vec<Uuid>,
    pub destinations: Vec<Uuid>,
    /// None means true.
    pub value: Option<bool>,
}

impl Catalog {
    /// Changes the backup with that guid; returns whether there is one.
    pub fn edit(&mut self, guid: Uuid, edit: &Edit) -> bool {
        let Some(backup) = self.backups.iter_mut().find(|it| it.guid == guid) else {
            return false;
        };
        match edit {
            Edit::Description(text) => {
                backup.description = Some(text.clone()).filter(|text| !text.is_empty());
            }
            Edit::Warnings(warnings) => {
                if backup.warnings != *warnings {
                    backup.acknowledged = false;
                }
                backup.warnings.clone_from(warnings);
            }
            Edit::Acknowledged(value) => backup.acknowledged = *value,
        }
        true
    }

    /// Acknowledges what is named and returns its guids; none, and nothing changed, if anything named is not known.
    pub fn acknowledge(&mut self, wanted: &Acknowledgement) -> Option<Vec<Uuid>> {
        let is_on = |it: &Backup, guid: Uuid| {
            let mut locations = it.locations.iter();
            locations.any(|location| location.destination.guid == guid)
        };
        let all = &self.backups;
        let known = [
            wanted
                .entities
                .iter()
                .all(|guid| all.iter().any(|it| it.entity.guid == *guid)),
            wanted
                .backups
                .iter()
                .all(|guid| all.iter().any(|it| it.guid == *guid)),
            wanted
                .destinations
                .iter()
                .all(|guid| all.iter().any(|it| is_on(it, *guid))),
        ];
        if known.contains(&false) {
            return None;
        }
        let mut changed = Vec::new();
        for backup in &mut self.backups {
            let named = wanted.entities.contains(&backup.entity.guid)
                || wanted.backups.contains(&backup.guid)
                || wanted.destinations.iter().any(|guid| is_on(backup, *guid));
            if named {
                backup.acknowledged = wanted.value.unwrap_or(true);
                changed.push(backup.guid);
            }
        }
        Some(changed)
    }
}
