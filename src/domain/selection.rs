//! Which backups, and in what order: what the 27 query parameters mean.

use uuid::Uuid;

use crate::types::{BackupOrder, BackupStatus, BackupType, ProtectedEntityType, SortDirection};

/// Which backups. Everything that is given must hold; the default selects all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Of this protected entity.
    pub entity: Option<Uuid>,
    /// Of entities of this type.
    pub entity_type: Option<ProtectedEntityType>,
    /// Of this type.
    pub kind: Option<BackupType>,
    /// With any of these statuses; empty: any.
    pub statuses: Vec<BackupStatus>,
    /// Of any of these policies (the backup's own, else its rule's); empty: any.
    pub policies: Vec<Uuid>,
    /// Of this rule.
    pub rule: Option<Uuid>,
    /// With a location on this destination.
    pub destination: Option<Uuid>,
    /// Of entities on this hypervisor.
    pub hypervisor: Option<Uuid>,
    /// Of entities of this hypervisor manager.
    pub hypervisor_manager: Option<Uuid>,
    /// Of entities of this storage provider.
    pub storage_provider: Option<Uuid>,
    /// Of entities of this cloud service provider.
    pub cloud_service_provider: Option<Uuid>,
    /// Of entities of this project.
    pub project: Option<Uuid>,
    /// Run by this node.
    pub node: Option<Uuid>,
    /// Direct children of this backup.
    pub parent: Option<Uuid>,
    /// This backup and its descendants.
    pub root: Option<Uuid>,
    /// Earliest `snapshot_time`, epoch ms, included.
    pub from: Option<i64>,
    /// Latest `snapshot_time`, epoch ms, included.
    pub to: Option<i64>,
    /// Smallest size, bytes, included.
    pub min_size: Option<i64>,
    /// The entity's name contains this, without regard to case.
    pub name_like: Option<String>,
    /// Entity name, status info, description, policy name or a destination name contains this without regard to
    /// case, or the guid equals it.
    pub text: Option<String>,
    /// SUCCESS or `PARTIAL_SUCCESS`, mountable, with a location that is PRESENT.
    pub only_mountable: bool,
    /// Without hidden ones.
    pub without_hidden: bool,
}

/// In what order. Ties are broken by guid, ascending; what is absent comes last both ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Order {
    /// The property; none: newest `snapshot_time` first.
    pub by: Option<BackupOrder>,
    /// The direction; none: descending for times, durations and sizes, else ascending. Without a property it turns
    /// the default order round: `asc` is oldest first.
    pub direction: Option<SortDirection>,
}
