//! Groups: the backups of one protected entity and one rule, or none.

use uuid::Uuid;

use super::catalog::{Backup, Catalog};
use crate::query::Query;

pub struct Group<'a> {
    pub newest: &'a Backup,
    pub attempts: usize,
    pub failed_attempts: usize,
}

impl Catalog {
    /// The groups among the selected backups, in the order of their newest.
    pub fn groups(&self, query: &Query) -> Vec<Group<'_>> {
        let selected = self.select(query);
        let mut newest: Vec<&Backup> = selected
            .iter()
            .filter(|it| {
                !selected
                    .iter()
                    .any(|other| same(it, other) && is_newer(other, it))
            })
            .copied()
            .collect();
        self.sort(&mut newest, query);
        let group = |newest| {
            let members = selected.iter().filter(|it| same(it, newest));
            let members: Vec<&Backup> = members.copied().collect();
            Group {
                newest,
                attempts: members.len(),
                failed_attempts: failed_attempts(&members),
            }
        };
        newest.into_iter().map(group).collect()
    }
}

fn key(backup: &Backup) -> (Uuid, Option<Uuid>) {
    (
        backup.entity.guid,
        backup.rule.as_ref().map(|rule| rule.guid),
    )
}

fn same(a: &Backup, b: &Backup) -> bool {
    key(a) == key(b)
}

fn is_newer(a: &Backup, b: &Backup) -> bool {
    (a.snapshot_time, a.guid) > (b.snapshot_time, b.guid)
}

/// Those that failed later than the last success; all that failed where there is none.
fn failed_attempts(members: &[&Backup]) -> usize {
    let successes = members
        .iter()
        .filter(|it| it.is_successful() || it.status == "SUCCESS_REMOVED");
    let last = successes.map(|it| it.snapshot_time).max();
    let failed = members.iter().filter(|it| it.status == "FAILED");
    failed
        .filter(|it| last.is_none_or(|last| it.snapshot_time > last))
        .count()
}
