//! Chains: backups and those that depend on them.

use std::collections::BTreeSet;

use crate::verify::model::Backup;
use crate::verify::sample::Scope;

/// The guids of a backup and all that depends on it, by the parents that the rows show.
pub(super) fn below(rows: &[Backup], root: &str) -> BTreeSet<String> {
    let mut below = BTreeSet::from([root.to_owned()]);
    loop {
        let more: Vec<&Backup> = rows
            .iter()
            .filter(|row| {
                row.text("/parentBackup/guid")
                    .is_some_and(|parent| below.contains(parent))
            })
            .filter(|row| !below.contains(row.guid()))
            .collect();
        if more.is_empty() {
            return below;
        }
        below.extend(more.iter().map(|row| row.guid().to_owned()));
    }
}

/// A backup within a chain, neither its root nor its end, of an entity all of whose backups are there.
pub(super) fn inner(scope: &Scope) -> impl Iterator<Item = (String, BTreeSet<String>)> {
    let whole = |row: &&Backup| scope.whole.contains(row.entity());
    let has_child = |row: &&Backup| {
        let mut rows = scope.rows.iter();
        rows.any(|other| other.text("/parentBackup/guid") == Some(row.guid()))
    };
    let found = scope
        .rows
        .iter()
        .filter(whole)
        .filter(|row| row.at("/parentBackup").is_some());
    let first = found
        .filter(has_child)
        .map(|row| row.guid().to_owned())
        .next();
    first.into_iter().map(|guid| {
        let below = below(&scope.rows, &guid);
        (guid, below)
    })
}
