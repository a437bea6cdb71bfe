//! References and enumerations as the wire has them.

use crate::domain::reference::{EntityReference, Named, OriginReference};
use crate::types;

impl From<Named> for types::NameAndGuid {
    fn from(named: Named) -> Self {
        Self {
            guid: named.guid,
            name: named.name,
        }
    }
}

impl From<&EntityReference> for types::ProtectedEntityReference {
    fn from(entity: &EntityReference) -> Self {
        Self {
            guid: entity.guid,
            name: entity.name.clone(),
            type_: entity.kind.into(),
        }
    }
}

impl From<OriginReference> for types::OriginEntityReference {
    fn from(origin: OriginReference) -> Self {
        Self {
            guid: origin.guid,
            name: origin.name,
            type_: origin.kind.into(),
        }
    }
}

/// An enumeration with its description (vendor: `EnumNameAndDescription`).
macro_rules! described {
    ($($dto:ident of $name:ident),* $(,)?) => {$(
        impl From<types::$name> for types::$dto {
            fn from(name: types::$name) -> Self {
                Self { name, description: name.description().to_owned() }
            }
        }
    )*};
}

described! {
    BackupStatusDto of BackupStatus,
    BackupTypeDto of BackupType,
    ProtectedEntityTypeDto of ProtectedEntityType,
    BackupLocationStatusDto of BackupLocationStatus,
    BackupDestinationRoleDto of BackupDestinationRole,
    OriginEntityTypeDto of OriginEntityType,
    RetentionHintDto of RetentionHint,
    ProtectionStateDto of ProtectionState,
    IntervalSourceDto of IntervalSource,
}

/// A value of an open enumeration: only its name is known, which describes it as well as anything.
pub(super) fn open_enumeration(name: String) -> types::EnumNameAndDescription {
    types::EnumNameAndDescription {
        description: name.clone(),
        name,
    }
}

impl types::GuidOrReference {
    /// The guid, however it was sent.
    pub fn guid(&self) -> uuid::Uuid {
        match self {
            Self::Uuid(guid) => *guid,
            Self::Reference(reference) => reference.guid,
        }
    }
}
