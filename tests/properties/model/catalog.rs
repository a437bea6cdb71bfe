//! The backups as they are after everything was reported.

use std::collections::BTreeMap;

use uuid::Uuid;

/// A thing with a guid and a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub guid: Uuid,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    pub guid: Uuid,
    pub name: String,
    pub kind: String,
    pub project: Option<Named>,
    pub hypervisor_manager: Option<Named>,
    pub hypervisor: Option<Named>,
    pub storage_provider: Option<Named>,
    pub cloud_service_provider: Option<Named>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    pub guid: Uuid,
    pub destination: Named,
    pub destination_type: Option<String>,
    pub role: String,
    pub status: String,
    pub hint: String,
    pub archive_expire: Option<i64>,
    pub status_info: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub guid: Uuid,
    /// The guid that follows from its ids at the source; it finds the backup too where the record gave another.
    pub derived: Uuid,
    pub entity: Entity,
    pub status: String,
    pub status_info: Option<String>,
    pub kind: String,
    pub snapshot_time: i64,
    pub backup_time: Option<i64>,
    pub size: i64,
    pub transferred: Option<i64>,
    pub objects: Option<i64>,
    /// Queued export, export, queued store, store; ms.
    pub times: [i64; 4],
    /// The one in force.
    pub policy: Option<Named>,
    pub rule: Option<Named>,
    pub node: Option<Named>,
    /// Type, guid and name.
    pub origin: Option<(String, Named)>,
    pub mode: Option<String>,
    /// The parent, if it is known here.
    pub parent: Option<Uuid>,
    /// The primary one first.
    pub locations: Vec<Location>,
    pub warnings: Vec<String>,
    pub acknowledged: bool,
    pub description: Option<String>,
    pub hidden: bool,
    pub mountable: bool,
    pub iscsi_mountable: bool,
    pub archive_expire: Option<i64>,
    pub source: Named,
    pub repository: String,
    pub native_id: String,
    pub run: Option<String>,
    pub removed_time: Option<i64>,
    pub labels: BTreeMap<String, String>,
}

impl Backup {
    /// The sum of the task times, ms.
    pub fn duration(&self) -> i64 {
        self.times.iter().sum()
    }

    /// How others call it.
    pub fn reference(&self) -> Named {
        let time = jiff::Timestamp::from_millisecond(self.snapshot_time).unwrap();
        let name = format!(
            "{} - {}",
            self.entity.name,
            time.strftime("%Y-%m-%d %H:%M:%S")
        );
        Named {
            guid: self.guid,
            name,
        }
    }

    /// There is something to restore from, or was: SUCCESS or `PARTIAL_SUCCESS`.
    pub fn is_successful(&self) -> bool {
        self.status == "SUCCESS" || self.status == "PARTIAL_SUCCESS"
    }
}

#[derive(Debug, Clone, Default)]
pub struct Catalog {
    pub backups: Vec<Backup>,
}

impl Catalog {
    pub fn get(&self, guid: Uuid) -> Option<&Backup> {
        let mut all = self.backups.iter();
        all.find(|backup| backup.guid == guid || backup.derived == guid)
    }

    pub fn parent(&self, backup: &Backup) -> Option<&Backup> {
        backup.parent.and_then(|guid| self.get(guid))
    }

    /// The ancestors that are known, the nearest first.
    pub fn ancestors(&self, backup: &Backup) -> Vec<&Backup> {
        let mut all = Vec::new();
        let mut next = self.parent(backup);
        while let Some(parent) = next {
            all.push(parent);
            next = self.parent(parent);
        }
        all
    }

    /// What depends on it directly, oldest first.
    pub fn children(&self, backup: &Backup) -> Vec<&Backup> {
        let all = self.backups.iter();
        let mut children: Vec<_> = all.filter(|it| it.parent == Some(backup.guid)).collect();
        children.sort_by_key(|child| (child.snapshot_time, child.guid));
        children
    }

    pub fn entity(&self, guid: Uuid) -> Option<&Entity> {
        let mut entities = self.backups.iter().map(|backup| &backup.entity);
        entities.find(|entity| entity.guid == guid)
    }
}
