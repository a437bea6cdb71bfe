//! The order of a list.

use super::snapshot::Snapshot;
use crate::domain::selection::Order;
use crate::types::{BackupOrder, SortDirection};

/// What to join and what to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ordering {
    /// ` LEFT JOIN …`, if the property stands in another table.
    pub(super) join: String,
    /// ` ORDER BY …`; the guid breaks ties.
    pub(super) clause: String,
}

impl Ordering {
    /// The order for `backups b`.
    pub(super) fn new(order: Order, snapshot: &Snapshot) -> Self {
        let engine = snapshot.engine();
        let property = Property::of(order.by.unwrap_or(BackupOrder::SnapshotTime));
        let expression = property.expression.replace("{moment}", engine.moment());
        let descending = match order.direction {
            Some(direction) => direction == SortDirection::Desc,
            None => property.newest_first,
        };
        let direction = if descending { "DESC" } else { "ASC" };
        // Said only where it is needed: it keeps SQLite from using an index.
        let nulls = if property.nullable { " NULLS LAST" } else { "" };
        let tie = if expression == "b.guid" {
            ""
        } else {
            ", b.guid ASC"
        };
        Self {
            // A parent that is not there for the caller has no name to sort by.
            join: property
                .join
                .replace(VISIBLE, &snapshot.visible().literally(" AND ", "pb")),
            clause: format!(" ORDER BY {expression} {direction}{nulls}{tie}"),
        }
    }
}

/// Where the condition on the parent stands.
const VISIBLE: &str = "{visible}";

struct Property {
    expression: &'static str,
    join: &'static str,
    nullable: bool,
    /// Times, durations and sizes begin with the greatest.
    newest_first: bool,
}

/// The name of the parent as references call it, which is what a client sees and sorts by.
const PARENT_NAME: &str = "pe.name || ' - ' || {moment}";

impl Property {
    fn of(by: BackupOrder) -> Self {
        use BackupOrder as By;
        const NONE: &str = "";
        const ENTITY: &str = " JOIN entities e ON e.id = b.entity_id";
        let (expression, join, nullable, newest_first) = match by {
            By::ArchiveExpire => ("b.archive_expire", NONE, true, true),
            By::BackupPolicy | By::BackupPolicyName => (
                "p.name",
                " LEFT JOIN policies p ON p.id = b.policy_id",
                true,
                false,
            ),
            By::BackupRule | By::BackupRuleName => (
                "r.name",
                " LEFT JOIN rules r ON r.id = b.rule_id",
                true,
                false,
            ),
            By::BackupTime => ("b.backup_time", NONE, true, true),
            By::Description => ("b.description", NONE, true, false),
            By::EffectiveBackupObjectsCount => ("b.objects", NONE, true, false),
            By::EffectiveBackupSize => ("b.transferred", NONE, true, true),
            By::Guid => ("b.guid", NONE, false, false),
            By::Hidden => ("b.hidden", NONE, false, false),
            By::Node | By::NodeName => (
                "n.name",
                " LEFT JOIN nodes n ON n.id = b.node_id",
                true,
                false,
            ),
            By::OriginEntity | By::OriginEntityName => (
                "o.name",
                " LEFT JOIN origins o ON o.id = b.origin_id",
                true,
                false,
            ),
            By::ParentBackup | By::ParentBackupName => (
                PARENT_NAME,
                " LEFT JOIN backups pb ON pb.id = b.parent_id{visible} LEFT JOIN entities pe ON pe.id = pb.entity_id",
                true,
                false,
            ),
            By::ProtectedEntity | By::ProtectedEntityName => ("e.name", ENTITY, false, false),
            By::ProtectedEntityType => ("e.type", ENTITY, false, false),
            By::Size => ("b.size", NONE, false, true),
            By::SnapshotTime => ("b.snapshot_time", NONE, false, true),
            By::SourceProject | By::SourceProjectName => (
                "j.name",
                " JOIN entities e ON e.id = b.entity_id LEFT JOIN projects j ON j.id = e.project_id",
                true,
                false,
            ),
            By::Status | By::StatusName => ("b.status", NONE, false, false),
            By::StatusInfo => ("b.status_info", NONE, true, false),
            By::TaskDurationTime => (
                "b.queued_export_time + b.export_time + b.queued_store_time + b.store_time",
                NONE,
                false,
                true,
            ),
            By::Type | By::TypeName => ("b.type", NONE, false, false),
            By::VmExportImportMode | By::VmExportImportModeName => ("b.mode", NONE, true, false),
            By::WarningsAcknowledged => ("b.warnings_acknowledged", NONE, false, false),
            By::WarningsPresent => ("b.warnings <> '[]'", NONE, false, false),
        };
        Self {
            expression,
            join,
            nullable,
            newest_first,
        }
    }
}
