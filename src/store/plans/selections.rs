//! Selections by one filter and by two.

use super::fleet::{self, DAY, LAST_DAY};
use super::{Allowed, Served};
use crate::domain::identity::ReferenceKind;
use crate::domain::selection::Selection;
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};
use Served::{ByIndex, ByReadingAll, ThenSorted};

type Named = (&'static str, Allowed, Selection);

/// A page is found by walking through time until it is full; what is counted has to be read, where no sums are kept.
const WALKED: Allowed = Allowed {
    page: ByIndex,
    counted: ByReadingAll,
};

/// By the entities that are meant, each of which has its index, or by the way above, which SQLite does not choose: it
/// does not know how many there are.
const OF_ENTITIES: Allowed = Allowed {
    page: ThenSorted,
    counted: ByReadingAll,
};

fn by(
    name: &'static str,
    allowed: impl Into<Allowed>,
    narrow: impl FnOnce(&mut Selection),
) -> Named {
    let mut selection = Selection::default();
    narrow(&mut selection);
    (name, allowed.into(), selection)
}

/// What an index finds, in order.
pub(super) fn found_by_index() -> Vec<Named> {
    vec![
        by("entity", ByIndex, |all| all.entity = Some(fleet::entity())),
        by("policy", ByIndex, |all| {
            all.policies = vec![fleet::policy(7)];
        }),
        by("rule", ByIndex, |all| all.rule = Some(fleet::rule())),
        by("range", ByIndex, |all| {
            all.from = Some(LAST_DAY - DAY);
            all.to = Some(LAST_DAY);
        }),
        by("part of a day", ByIndex, |all| {
            all.from = Some(LAST_DAY + 1);
        }),
    ]
}

/// What has no index of its own.
pub(super) fn filtered() -> Vec<Named> {
    use ReferenceKind as Kind;
    let guid = |kind, name| Some(fleet::reference(kind, name));
    vec![
        by("status", WALKED, |all| {
            all.statuses = vec![BackupStatus::Failed, BackupStatus::PartialSuccess];
        }),
        by("type", WALKED, |all| all.kind = Some(BackupType::Full)),
        by("node", WALKED, |all| all.node = guid(Kind::Node, "node 2")),
        by("destination", WALKED, |all| {
            all.destination = guid(Kind::Destination, "destination 2");
        }),
        by("entity type", OF_ENTITIES, |all| {
            all.entity_type = Some(ProtectedEntityType::Storage);
        }),
        by("hypervisor", OF_ENTITIES, |all| {
            all.hypervisor = guid(Kind::Hypervisor, "hypervisor 2");
        }),
        by("hypervisor manager", OF_ENTITIES, |all| {
            all.hypervisor_manager = guid(Kind::HypervisorManager, "manager 1");
        }),
        by("storage provider", OF_ENTITIES, |all| {
            all.storage_provider = guid(Kind::StorageProvider, "provider 4");
        }),
        by("project", OF_ENTITIES, |all| {
            all.project = guid(Kind::Project, "project 2");
        }),
        by("smallest size", WALKED, |all| {
            all.min_size = Some(1_500_000_000);
        }),
        by("mountable", WALKED, |all| all.only_mountable = true),
        by("not hidden", WALKED, |all| all.without_hidden = true),
        by("name", OF_ENTITIES, |all| {
            all.name_like = Some("host 1".into());
        }),
        by("text", WALKED, |all| {
            all.text = Some("connection lost".into());
        }),
    ]
}

/// Where one of two has an index, that one finds.
pub(super) fn two_filters() -> Vec<Named> {
    let policies_apart = Allowed {
        page: ThenSorted,
        counted: ByIndex,
    };
    let node = fleet::reference(ReferenceKind::Node, "node 2");
    let destination = fleet::reference(ReferenceKind::Destination, "destination 2");
    vec![
        by("policy, two statuses and range", ByIndex, |all| {
            all.policies = vec![fleet::policy(7)];
            all.statuses = vec![BackupStatus::Success, BackupStatus::Failed];
            all.from = Some(LAST_DAY - 3 * DAY + 1);
            all.to = Some(LAST_DAY + 1);
        }),
        by("two policies", policies_apart, |all| {
            all.policies = vec![fleet::policy(7), fleet::policy(3)];
        }),
        by("entity and range", ByIndex, |all| {
            all.entity = Some(fleet::entity());
            all.from = Some(LAST_DAY - 3 * DAY);
        }),
        by("entity and status", ByIndex, |all| {
            all.entity = Some(fleet::entity());
            all.statuses = vec![BackupStatus::Success];
        }),
        by("status and range", ByIndex, |all| {
            all.statuses = vec![BackupStatus::Failed];
            all.from = Some(LAST_DAY - 3 * DAY);
        }),
        by("node and range", ByIndex, |all| {
            all.node = Some(node);
            all.from = Some(LAST_DAY - 3 * DAY);
        }),
        by("policy and destination", ByIndex, |all| {
            all.policies = vec![fleet::policy(2)];
            all.destination = Some(destination);
        }),
        by("destination and not hidden", WALKED, |all| {
            all.destination = Some(destination);
            all.without_hidden = true;
        }),
    ]
}
