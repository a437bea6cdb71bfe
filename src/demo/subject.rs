//! One thing that is backed up, and how.

use super::plan::Plan;
use crate::domain::record::{Entity, Reference, Tool};

/// What a tool leaves behind of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A backup server: four task times, copies, `Stored in …`.
    Server,
    /// restic: a snapshot id of 64 digits, an exit code, files.
    Restic,
    /// pgBackRest: a label made of times, such as `20261121-220003F_20261122-040001I`.
    PgBackRest,
}

/// One thing that is backed up.
#[derive(Debug)]
pub(super) struct Subject {
    /// What it is.
    pub(super) entity: Entity,
    /// Who reports it.
    pub(super) source: String,
    /// The tool's own id of the repository.
    pub(super) repository: Option<String>,
    /// What runs its backups.
    pub(super) node: String,
    /// The tool.
    pub(super) tool: Tool,
    /// What the tool leaves behind.
    pub(super) style: Style,
    /// Policy, rule and destinations.
    pub(super) plan: &'static Plan,
    /// How the data is exported, a vendor's term.
    pub(super) mode: Option<&'static str>,
    /// Files can be restored one by one.
    pub(super) mountable: bool,
    /// Bytes in June 2025.
    pub(super) size: i64,
    /// Growth a day, millionths of the first size; shrinking entities have none.
    pub(super) growth: i64,
    /// Share of the data that is new in each increment, millionths.
    pub(super) change: i64,
    /// Bytes of one object (file, mail); none: objects are not counted.
    pub(super) object_size: Option<i64>,
    /// How fast data is read, bytes/ms.
    pub(super) export_rate: i64,
    /// How fast it is stored, bytes/ms.
    pub(super) store_rate: i64,
    /// Runs of 1,000 that fail.
    pub(super) failures: i64,
    /// Runs of 1,000 that end with something left out.
    pub(super) partials: i64,
}

/// The tool that many of them share.
pub(super) fn tool(name: &str, version: &str) -> Tool {
    Tool {
        name: name.to_owned(),
        version: Some(version.to_owned()),
    }
}

/// A reference by name.
pub(super) fn named(name: impl Into<String>) -> Reference {
    Reference::Name(name.into())
}
