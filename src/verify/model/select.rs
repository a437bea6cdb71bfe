//! Which backups a parameter selects.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Backup, contains};

/// What is known beside the rows.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Known<'a> {
    /// Protected entities by guid.
    pub(in super::super) entities: Option<&'a BTreeMap<String, Value>>,
    /// The backups below a root, where the root is not a `rootBackup` of the rows.
    pub(in super::super) below: BTreeSet<String>,
    /// The backups that are mountable.
    pub(in super::super) mountable: BTreeSet<String>,
}

/// Whether a parameter with these values (one, or several of a repeatable one) selects a backup.
pub(in super::super) fn selects(
    backup: &Backup,
    name: &str,
    values: &[String],
    known: &Known,
) -> bool {
    let value = values.first().map_or("", String::as_str);
    let is = |pointer: &str| {
        let found = backup.text(pointer);
        found.is_some_and(|found| values.iter().any(|value| found.eq_ignore_ascii_case(value)))
    };
    let number: i64 = value.parse().unwrap_or_default();
    match name {
        "protected-entity" => is("/protectedEntity/guid"),
        "protected-entity-type" => is("/protectedEntity/type/name"),
        "status" => is("/status/name"),
        "type" => is("/type/name"),
        "backup-policy" => is("/backupPolicy/guid"),
        "backup-rule" => is("/backupRule/guid"),
        "node" => is("/node/guid"),
        "parent-backup" => is("/parentBackup/guid"),
        "root-backup" => is("/rootBackup/guid") || known.below.contains(backup.guid()),
        "project-uuid" => {
            let plain = |text: &str| text.replace('-', "").to_ascii_lowercase();
            backup
                .text("/sourceProject/guid")
                .is_some_and(|found| plain(found) == plain(value))
        }
        "backup-destination" => backup
            .locations("/backupDestination/guid")
            .any(|found| found.eq_ignore_ascii_case(value)),
        "hypervisor" | "hypervisor-manager" | "storage-provider" | "cloud-service-provider" => {
            let entity = known
                .entities
                .and_then(|entities| entities.get(backup.entity()));
            let found = entity.and_then(|entity| entity[camel_case(name)]["guid"].as_str());
            found.is_some_and(|found| found.eq_ignore_ascii_case(value))
        }
        "from" => backup.time() >= number,
        "to" => backup.time() <= number,
        "min-size" => backup.size() >= number,
        "nameLike" => backup
            .text("/protectedEntity/name")
            .is_some_and(|name| contains(name, value)),
        "filter" => has_text(backup, value),
        "only-mountable" => {
            value != "true"
                || (backup.is_successful()
                    && known.mountable.contains(backup.guid())
                    && backup
                        .locations("/status/name")
                        .any(|status| status == "PRESENT"))
        }
        "without-hidden" => value != "true" || !backup.flag("/hidden"),
        _ => true,
    }
}

/// `hypervisor-manager` as a property: `hypervisorManager`.
pub(in super::super) fn camel_case(name: &str) -> String {
    let mut parts = name.split('-');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (first, rest) = part.split_at(1);
        camel.push_str(&first.to_ascii_uppercase());
        camel.push_str(rest);
    }
    camel
}

fn has_text(backup: &Backup, text: &str) -> bool {
    let pointers = [
        "/protectedEntity/name",
        "/statusInfo",
        "/description",
        "/backupPolicy/name",
    ];
    let own = pointers.iter().filter_map(|pointer| backup.text(pointer));
    let mut all = own.chain(backup.locations("/backupDestination/name"));
    all.any(|it| contains(it, text)) || backup.guid().eq_ignore_ascii_case(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bounds_are_inclusive_and_lists_mean_any_of() {
        let backup =
            Backup::new(&json!({ "snapshotTime": 5, "size": 7, "status": { "name": "FAILED" } }));
        let holds = |name: &str, values: &[&str]| {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            selects(&backup, name, &values, &Known::default())
        };
        assert!(holds("from", &["5"]) && holds("to", &["5"]) && holds("min-size", &["7"]));
        assert!(!holds("from", &["6"]) && !holds("to", &["4"]) && !holds("min-size", &["8"]));
        assert!(holds("status", &["SUCCESS", "FAILED"]) && !holds("status", &["SUCCESS"]));
        assert!(!holds("node", &["x"]));
        assert_eq!(camel_case("cloud-service-provider"), "cloudServiceProvider");
    }
}
