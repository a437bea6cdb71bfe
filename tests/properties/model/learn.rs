//! From reports to the catalog: defaults, identity, what records say of things that others refer to as well.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::catalog::{Backup, Catalog, Entity, Location, Named};
use super::findings::{Said, findings};
use super::identity;
use crate::pool::{self, Thing};
use crate::report::{Copy, Report, Warning, native_id};

impl Catalog {
    /// What is known after these reports, each of another backup, all taken at `now`.
    pub fn learn(reports: &[Report], now: i64) -> Self {
        let backups = reports.iter().map(|report| backup(report, reports, now));
        let mut backups: Vec<Backup> = backups.collect();
        let said: Vec<Said> = reports
            .iter()
            .map(|report| Said {
                size: report.size.is_some(),
                started: report.started,
            })
            .collect();
        let found: Vec<_> = (0..backups.len())
            .map(|at| findings(at, &backups, &said, now))
            .collect();
        for (backup, found) in backups.iter_mut().zip(found) {
            backup.warnings.extend(found);
        }
        Self { backups }
    }
}

fn backup(report: &Report, all: &[Report], now: i64) -> Backup {
    let guid = guid(report);
    let status = pool::STATUSES[report.status];
    let policy = report.policy.map(|index| pool::POLICIES[index]);
    Backup {
        guid,
        derived: derived(report),
        entity: entity(report.entity, all),
        status: status.to_owned(),
        status_info: message(report.status_info),
        kind: match (report.kind, report.parent) {
            (Some(kind), _) => pool::TYPES[kind].to_owned(),
            (None, Some(_)) => "INCREMENTAL".to_owned(),
            (None, None) => "FULL".to_owned(),
        },
        snapshot_time: report
            .snapshot_time
            .or(report.started)
            .or(report.finished)
            .unwrap(),
        backup_time: report.finished,
        size: report.size.unwrap_or(0),
        transferred: report.transferred,
        objects: report.objects,
        times: match (report.times, report.started, report.finished) {
            (Some(times), ..) => times,
            (None, Some(started), Some(finished)) => [0, finished - started, 0, 0],
            (None, ..) => [0; 4],
        },
        policy: policy
            .or_else(|| rule_policy(report, all))
            .map(|policy| named("policy", policy)),
        rule: report.rule.map(|rule| Named {
            guid: rule_guid(report, rule),
            name: pool::RULES[rule].thing.name.to_owned(),
        }),
        node: report.node.map(|node| named("node", pool::NODES[node])),
        origin: report.origin.map(|origin| {
            let (kind, name) = pool::ORIGINS[origin];
            let guid = identity::origin(kind, name);
            let name = name.to_owned();
            (kind.to_owned(), Named { guid, name })
        }),
        mode: report.mode.map(|mode| pool::MODES[mode].to_owned()),
        parent: report.parent.and_then(|parent| {
            let known = all
                .iter()
                .find(|it| it.repository == report.repository && it.number == parent);
            known.map(self::guid)
        }),
        locations: locations(report, guid, status),
        warnings: report.warnings.iter().flatten().map(warning).collect(),
        acknowledged: false,
        description: message(report.description),
        hidden: report.hidden.unwrap_or(false),
        mountable: report.mountable.unwrap_or(false),
        iscsi_mountable: report.iscsi_mountable.unwrap_or(false),
        archive_expire: report.archive_expire,
        source: named(
            "source",
            Thing {
                name: report.source(),
                guid: None,
            },
        ),
        repository: report.repository_id().to_owned(),
        native_id: native_id(report.number),
        run: report.run_id(),
        removed_time: (status == "SUCCESS_REMOVED").then_some(now),
        labels: labels(report),
    }
}

/// Its own, else the one that follows from source, repository and native id.
fn guid(report: &Report) -> Uuid {
    report.guid().unwrap_or_else(|| derived(report))
}

fn derived(report: &Report) -> Uuid {
    identity::backup(report.source(), report.repository_id(), &report.native_id())
}

fn named(kind: &str, thing: Thing) -> Named {
    Named {
        guid: identity::thing(kind, thing),
        name: thing.name.to_owned(),
    }
}

/// An entity lives on what any record says that it lives on.
fn entity(index: usize, all: &[Report]) -> Entity {
    let entity = pool::ENTITIES[index];
    let told = all.iter().any(|it| it.entity == index && it.surroundings);
    let place =
        |kind: &str, place: Option<Thing>| place.filter(|_| told).map(|place| named(kind, place));
    Entity {
        guid: identity::entity(&entity),
        name: entity.thing.name.to_owned(),
        kind: entity.kind.unwrap_or("OS_AGENT").to_owned(),
        project: place("project", entity.project),
        hypervisor_manager: place("hypervisor-manager", entity.hypervisor_manager),
        hypervisor: place("hypervisor", entity.hypervisor),
        storage_provider: place("storage-provider", entity.storage_provider),
        cloud_service_provider: place("cloud-service-provider", entity.cloud_service_provider),
    }
}

fn rule_guid(report: &Report, rule: usize) -> Uuid {
    let policy = report.policy.map(|policy| pool::POLICIES[policy]);
    identity::rule(pool::RULES[rule].thing, policy)
}

/// The policy to which any record binds the rule of this one.
fn rule_policy(report: &Report, all: &[Report]) -> Option<Thing> {
    let rule = rule_guid(report, report.rule?);
    all.iter()
        .filter(|it| it.rule.is_some_and(|index| rule_guid(it, index) == rule))
        .find_map(|it| it.policy)
        .map(|policy| pool::POLICIES[policy])
}

fn locations(report: &Report, backup: Uuid, status: &str) -> Vec<Location> {
    let only = report.destination.map(|destination| Copy {
        destination,
        destination_type: None,
        role: None,
        status: None,
        hint: None,
        archive_expire: None,
        status_info: None,
    });
    let copies = report.copies.clone();
    let copies = copies.unwrap_or_else(|| only.into_iter().collect());
    let role = |copy: &Copy| copy.role.map(|role| pool::ROLES[role]);
    // One copy is the primary one: the one that says so, else the first that says nothing.
    let silent = copies.iter().position(|copy| copy.role.is_none());
    let is_told = copies.iter().any(|copy| role(copy) == Some("PRIMARY"));
    let default = |index| {
        if silent == Some(index) && !is_told {
            "PRIMARY"
        } else {
            "SECONDARY"
        }
    };
    let all = copies.iter().enumerate();
    let mut locations: Vec<Location> = all
        .map(|(index, copy)| {
            let role = role(copy).unwrap_or_else(|| default(index));
            location(copy, role, backup, status)
        })
        .collect();
    locations.sort_by_key(|location| location.role != "PRIMARY");
    locations
}

fn location(copy: &Copy, role: &str, backup: Uuid, status: &str) -> Location {
    let destination = named("destination", pool::DESTINATIONS[copy.destination]);
    let state = match status {
        "SUCCESS" | "PARTIAL_SUCCESS" => "PRESENT",
        "SUCCESS_REMOVED" => "REMOVED",
        "FAILED" => "FAILED",
        _ => "IN_PROGRESS",
    };
    let text = |index: Option<usize>, pool: &[&str], default: &str| {
        index.map_or(default, |index| pool[index]).to_owned()
    };
    Location {
        guid: identity::location(backup, destination.guid),
        destination,
        destination_type: copy
            .destination_type
            .map(|index| pool::DESTINATION_TYPES[index].to_owned()),
        role: role.to_owned(),
        status: text(copy.status, &pool::LOCATION_STATUSES, state),
        hint: text(copy.hint, &pool::HINTS, "STANDARD_RETENTION"),
        archive_expire: copy.archive_expire,
        status_info: message(copy.status_info),
    }
}

fn message(index: Option<usize>) -> Option<String> {
    index.map(|index| pool::MESSAGES[index].to_owned())
}

/// `CODE: message (path)`.
fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Text(text) => text.clone(),
        Warning::Parts {
            code,
            path,
            message,
        } => {
            let code = code.map(|code| format!("{code}: ")).unwrap_or_default();
            let path = path.map(|path| format!(" ({path})")).unwrap_or_default();
            format!("{code}{message}{path}")
        }
    }
}

fn labels(report: &Report) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    if report.labels {
        labels.insert("tag".to_owned(), "etc".to_owned());
        labels.insert("Ä".to_owned(), "50%".to_owned());
    }
    if report.tool {
        labels.insert("tool".to_owned(), "restic 0.14.0".to_owned());
    }
    labels
}
