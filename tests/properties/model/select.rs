//! Which backups a query selects.

use uuid::Uuid;

use super::catalog::{Backup, Catalog, Named};
use super::fold::contains;
use crate::query::Query;

impl Catalog {
    /// The backups for which everything that is given holds, in no particular order.
    pub fn select(&self, query: &Query) -> Vec<&Backup> {
        let all = self.backups.iter();
        all.filter(|backup| self.matches(backup, query)).collect()
    }

    fn matches(&self, backup: &Backup, query: &Query) -> bool {
        let entity = &backup.entity;
        let is = |name: &str, value: &str| query.one(name).is_none_or(|wanted| wanted == value);
        let refers = |name: &str, thing: Option<&Named>| match query.guid(name) {
            Some(wanted) => thing.is_some_and(|thing| thing.guid == wanted),
            None => true,
        };
        let any_of = |name: &str, value: Option<&str>| {
            query.all(name).count() == 0
                || query
                    .all(name)
                    .any(|wanted| value.is_some_and(|value| value.eq_ignore_ascii_case(wanted)))
        };
        let policy = backup.policy.as_ref().map(|policy| policy.guid.to_string());
        let mut destinations = backup
            .locations
            .iter()
            .map(|location| &location.destination);
        [
            query
                .guid("protected-entity")
                .is_none_or(|guid| entity.guid == guid),
            is("protected-entity-type", &entity.kind),
            is("type", &backup.kind),
            any_of("status", Some(&backup.status)),
            any_of("backup-policy", policy.as_deref()),
            refers("backup-rule", backup.rule.as_ref()),
            query
                .guid("backup-destination")
                .is_none_or(|guid| destinations.any(|destination| destination.guid == guid)),
            refers("hypervisor", entity.hypervisor.as_ref()),
            refers("hypervisor-manager", entity.hypervisor_manager.as_ref()),
            refers("storage-provider", entity.storage_provider.as_ref()),
            refers(
                "cloud-service-provider",
                entity.cloud_service_provider.as_ref(),
            ),
            refers("project-uuid", entity.project.as_ref()),
            refers("node", backup.node.as_ref()),
            query
                .guid("parent-backup")
                .is_none_or(|guid| self.is_child(backup, guid)),
            query
                .guid("root-backup")
                .is_none_or(|guid| self.is_below(backup, guid)),
            query
                .number("from")
                .is_none_or(|from| backup.snapshot_time >= from),
            query
                .number("to")
                .is_none_or(|to| backup.snapshot_time <= to),
            query
                .number("min-size")
                .is_none_or(|size| backup.size >= size),
            query
                .one("nameLike")
                .is_none_or(|text| contains(&entity.name, text)),
            query
                .one("filter")
                .is_none_or(|text| has_text(backup, text)),
            !query.is_true("only-mountable") || is_mountable(backup),
            !query.is_true("without-hidden") || !backup.hidden,
        ]
        .iter()
        .all(|holds| *holds)
    }

    /// It depends directly on the backup with that guid.
    fn is_child(&self, backup: &Backup, guid: Uuid) -> bool {
        self.get(guid)
            .is_some_and(|parent| backup.parent == Some(parent.guid))
    }

    /// It is the backup with that guid, or depends on it.
    fn is_below(&self, backup: &Backup, guid: Uuid) -> bool {
        let mut chain = self.ancestors(backup);
        chain.push(backup);
        self.get(guid)
            .is_some_and(|root| chain.iter().any(|it| it.guid == root.guid))
    }
}

fn has_text(backup: &Backup, text: &str) -> bool {
    let destinations = backup.locations.iter().map(|it| &it.destination.name);
    let texts = [
        Some(&backup.entity.name),
        backup.status_info.as_ref(),
        backup.description.as_ref(),
    ];
    let policy = backup.policy.as_ref().map(|policy| &policy.name);
    let mut all = texts
        .into_iter()
        .flatten()
        .chain(policy)
        .chain(destinations);
    all.any(|it| contains(it, text)) || backup.guid.to_string().eq_ignore_ascii_case(text)
}

fn is_mountable(backup: &Backup) -> bool {
    let mut locations = backup.locations.iter();
    backup.is_successful() && backup.mountable && locations.any(|it| it.status == "PRESENT")
}
