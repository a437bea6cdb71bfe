//! References to things that have a guid and a name.

use uuid::Uuid;

use crate::types;

/// A thing as a record of a backup refers to it (vendor: `NameAndGuid`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Identity.
    pub guid: Uuid,
    /// Display name.
    pub name: String,
}

/// A protected entity as a backup refers to it (vendor: `NameGuidAndType`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityReference {
    /// Identity.
    pub guid: Uuid,
    /// Display name.
    pub name: String,
    /// What kind of thing it is.
    pub kind: types::ProtectedEntityType,
}

/// Who or what started a backup (vendor: `NameGuidAndType`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginReference {
    /// Identity.
    pub guid: Uuid,
    /// Display name.
    pub name: String,
    /// What kind of thing it is.
    pub kind: types::OriginEntityType,
}
