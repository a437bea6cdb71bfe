//! Enumerations in words, as the document has them in `x-descriptions`.

use serde_json::{Value, json};

/// A value with its description; `kind` tells apart what is called the same in two enumerations.
pub fn words(kind: Kind, name: &str) -> Value {
    let description = match (kind, name) {
        (Kind::Open, name) => name,
        (_, "APP") => "Application",
        (Kind::Hint, "ARCHIVE") => "Mark to keep",
        (_, "ARCHIVE") => "Archive",
        (_, "CLOUD") => "Cloud",
        (_, "CLOUD_GROUP") => "Cloud group",
        (_, "CLOUD_SITE") => "Cloud site",
        (_, "CLOUD_TEAMS") => "Cloud teams",
        (_, "CLOUD_USER") => "Cloud user",
        (_, "FAILED") => "Failed",
        (_, "FULL") => "Full",
        (_, "INCREMENTAL") => "Incremental",
        (_, "INPROGRESS" | "IN_PROGRESS") => "In progress",
        (_, "OS") => "OS",
        (_, "OS_AGENT") => "OS agent",
        (_, "PARTIAL_SUCCESS") => "Partial success",
        (_, "PRESENT") => "Present",
        (_, "PRIMARY") => "Primary",
        (_, "QUEUED") => "Queued",
        (_, "RECREATE") => "Recreate",
        (_, "REMOVED") => "Removed",
        (_, "SCHEDULE") => "Schedule",
        (_, "SECONDARY") => "Secondary",
        (_, "STANDARD_RETENTION") => "Use retention settings from the policy",
        (_, "STORAGE") => "Storage",
        (_, "SUCCESS") => "Success",
        (_, "SUCCESS_REMOVED") => "Success (removed)",
        (_, "SYNCHRONIZATION") => "Synchronization",
        (_, "SYNTHETIC") => "Synthetic",
        (_, "SYSTEM_SCHEDULE") => "System schedule",
        (_, "TO_REMOVE") => "Mark as expired",
        (_, "USER") => "User",
        (_, "VM") => "Virtual machine",
        (_, name) => panic!("no such value: {name}"),
    };
    json!({"name": name, "description": description})
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An enumeration whose list is closed.
    Closed,
    /// `RetentionHint`, whose `ARCHIVE` is not the role's.
    Hint,
    /// A list that is not closed: the value describes itself.
    Open,
}
