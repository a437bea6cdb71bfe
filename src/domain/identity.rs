//! Guids that are derived, never invented: two catalogs that hear of the same thing agree on its guid.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::types::{OriginEntityType, ProtectedEntityType};

/// The namespace of every derived guid: `UUIDv5(DNS, "backup-catalog")` (chosen).
pub const NAMESPACE: Uuid = Uuid::from_u128(0xd7f0_620a_cadb_59d4_97af_dda8_9c07_ee53);

/// Things that are known by kind and name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// Who reports backups.
    Source,
    /// A backup policy.
    Policy,
    /// Where backups are stored.
    Destination,
    /// What runs backups.
    Node,
    /// A project of entities.
    Project,
    /// A hypervisor.
    Hypervisor,
    /// A hypervisor manager.
    HypervisorManager,
    /// A storage provider.
    StorageProvider,
    /// A cloud service provider.
    CloudServiceProvider,
}

impl ReferenceKind {
    /// The kind's name in the text that a guid is derived from; infrastructure is named as the filter parameter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Policy => "policy",
            Self::Destination => "destination",
            Self::Node => "node",
            Self::Project => "project",
            Self::Hypervisor => "hypervisor",
            Self::HypervisorManager => "hypervisor-manager",
            Self::StorageProvider => "storage-provider",
            Self::CloudServiceProvider => "cloud-service-provider",
        }
    }
}

/// The guid of a backup: from source, repository and native id.
pub fn backup(source: &str, repository: &str, key: &str) -> Uuid {
    derive(&[source, repository, key])
}

/// The guid of a backup that is known by its run only. No id can be equal to this key: ids are one line.
pub fn run(source: &str, repository: &str, run: &str) -> Uuid {
    backup(source, repository, &format!("run\n{run}"))
}

/// The guid of a backup that is known by its entity and start (or end, where the start is not known) only, epoch ms.
pub fn moment(source: &str, repository: &str, entity: Uuid, time: i64) -> Uuid {
    backup(source, repository, &format!("entity\n{entity}\n{time}"))
}

/// The guid of a reference that is given by name only.
pub fn reference(kind: ReferenceKind, name: &str) -> Uuid {
    derive(&[kind.as_str(), name])
}

/// The guid of an entity that is given by type and name only.
pub fn entity(kind: ProtectedEntityType, name: &str) -> Uuid {
    derive(&["entity", kind.as_str(), name])
}

/// The guid of a rule that is given by policy and name only.
pub fn rule(policy: Option<Uuid>, name: &str) -> Uuid {
    let policy = policy.map(|guid| guid.to_string()).unwrap_or_default();
    derive(&["rule", &policy, name])
}

/// The guid of an origin that is given by type and name only.
pub fn origin(kind: OriginEntityType, name: &str) -> Uuid {
    derive(&["origin", kind.as_str(), name])
}

/// The guid of a user.
pub fn user(login: &str) -> Uuid {
    derive(&["user", login])
}

/// The guid of a copy of a backup.
pub fn location(backup: Uuid, destination: Uuid) -> Uuid {
    // Once for each copy that is stored: without three texts on the heap.
    let (mut first, mut second) = ([0; 36], [0; 36]);
    derive(&[
        "location",
        backup.hyphenated().encode_lower(&mut first),
        destination.hyphenated().encode_lower(&mut second),
    ])
}

/// A hash of a backup's identity at its source, in hex (SHA-256): equal for the same backup in two catalogs.
pub fn checksum(source: &str, repository: &str, key: &str) -> String {
    let hash = Sha256::digest([source, repository, key].join("\n"));
    hash.iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a `String` cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn derive(parts: &[&str]) -> Uuid {
    Uuid::new_v5(&NAMESPACE, parts.join("\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{NAMESPACE, ReferenceKind, backup, reference};
    use uuid::Uuid;

    #[test]
    fn the_namespace_is_what_it_says() {
        assert_eq!(
            NAMESPACE,
            Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"backup-catalog")
        );
    }

    #[test]
    fn the_same_thing_has_the_same_guid_and_another_has_another() {
        assert_eq!(backup("nas", "r", "1"), backup("nas", "r", "1"));
        assert_ne!(backup("nas", "r", "1"), backup("nas", "r", "2"));
        assert_ne!(
            reference(ReferenceKind::Node, "web01"),
            reference(ReferenceKind::Source, "web01")
        );
    }
}
