//! Groups: the backups of one protected entity and one rule, or none.

use std::collections::BTreeMap;

use super::Backup;

/// A group among some backups.
#[derive(Debug, Clone)]
pub(in super::super) struct Group<'a> {
    pub(in super::super) newest: &'a Backup,
    pub(in super::super) attempts: usize,
    pub(in super::super) failed_attempts: usize,
}

/// The groups, in no particular order.
pub(in super::super) fn groups<'a>(backups: &[&'a Backup]) -> Vec<Group<'a>> {
    let mut members: BTreeMap<(&str, Option<&str>), Vec<&'a Backup>> = BTreeMap::new();
    for backup in backups {
        members
            .entry((backup.entity(), backup.text("/backupRule/guid")))
            .or_default()
            .push(backup);
    }
    members
        .into_values()
        .filter_map(|members| group(&members))
        .collect()
}

fn group<'a>(members: &[&'a Backup]) -> Option<Group<'a>> {
    let newest = members.iter().max_by_key(|it| (it.time(), it.guid()))?;
    let is_success = |it: &&&Backup| it.is_successful() || it.status() == "SUCCESS_REMOVED";
    let last = members.iter().filter(is_success).map(|it| it.time()).max();
    let failed = members.iter().filter(|it| it.status() == "FAILED");
    Some(Group {
        newest,
        attempts: members.len(),
        failed_attempts: failed
            .filter(|it| last.is_none_or(|last| it.time() > last))
            .count(),
    })
}
