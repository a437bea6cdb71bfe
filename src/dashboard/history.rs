//! Backups with the columns of the vendor's list.

use maud::{Markup, html};

use super::mark;
use super::query::Query;
use super::words::time;
use crate::domain::backup::Backup;
use crate::human;
use crate::types::BackupOrder;

/// Warnings that a row has room for (chosen).
const WARNINGS: usize = 2;

/// Columns, and what the list can be ordered by.
const COLUMNS: [(&str, Option<BackupOrder>, bool); 10] = [
    ("Snapshot", Some(BackupOrder::SnapshotTime), false),
    ("Entity", Some(BackupOrder::ProtectedEntityName), false),
    ("Status", Some(BackupOrder::Status), false),
    ("Type", Some(BackupOrder::Type), false),
    ("Size", Some(BackupOrder::Size), true),
    ("Transferred", Some(BackupOrder::EffectiveBackupSize), true),
    ("Time", Some(BackupOrder::TaskDurationTime), true),
    ("Destinations", None, false),
    ("Rule", Some(BackupOrder::BackupRuleName), false),
    ("Warnings and description", None, false),
];

/// How a list is sorted, and how else it could be.
pub(super) struct Sorting<'a> {
    query: &'a Query,
    by: BackupOrder,
    ascending: bool,
}

impl<'a> Sorting<'a> {
    /// As the query of a list says it.
    pub(super) fn of(query: &'a Query) -> Self {
        let by: Option<BackupOrder> = query.first("orderBy").and_then(|by| by.parse().ok());
        let ascending = match query.first("direction") {
            Some(direction) => direction.eq_ignore_ascii_case("asc"),
            None => by.is_some_and(|by| !starts_descending(by)),
        };
        Self {
            query,
            by: by.unwrap_or(BackupOrder::SnapshotTime),
            ascending,
        }
    }

    /// The same list sorted by another column, or the other way round.
    fn link(&self, by: BackupOrder) -> String {
        let ascending = if by == self.by {
            !self.ascending
        } else {
            !starts_descending(by)
        };
        self.query
            .without("page")
            .with("orderBy", by.as_str())
            .with("direction", if ascending { "asc" } else { "desc" })
            .at("/backups")
    }

    fn aria(&self, by: BackupOrder) -> Option<&'static str> {
        (by == self.by).then_some(if self.ascending {
            "ascending"
        } else {
            "descending"
        })
    }
}

/// Of these people want the greatest first, as the API does.
const fn starts_descending(by: BackupOrder) -> bool {
    matches!(
        by,
        BackupOrder::SnapshotTime
            | BackupOrder::BackupTime
            | BackupOrder::ArchiveExpire
            | BackupOrder::Size
            | BackupOrder::EffectiveBackupSize
            | BackupOrder::EffectiveBackupObjectsCount
            | BackupOrder::TaskDurationTime
    )
}

/// A table of backups, with the entities or without; `sorting` where its order can be chosen.
pub(super) fn table(rows: &[&Backup], with_entity: bool, sorting: Option<&Sorting<'_>>) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Table of backups" {
            table.cards {
                thead { tr {
                    @for (name, by, is_number) in COLUMNS.into_iter().filter(|(name, ..)| with_entity || *name != "Entity") {
                        (head(name, by, is_number, sorting))
                    }
                } }
                tbody { @for backup in rows { (line(backup, with_entity)) } }
            }
        }
    }
}

fn head(
    name: &str,
    by: Option<BackupOrder>,
    is_number: bool,
    sorting: Option<&Sorting<'_>>,
) -> Markup {
    let class = is_number.then_some("number");
    html! {
        @if let (Some(sorting), Some(by)) = (sorting, by) {
            @let aria = sorting.aria(by);
            th scope="col" class=[class] aria-sort=[aria] {
                a href=(sorting.link(by)) { (name) }
                @match aria { Some("ascending") => " ▲", Some(_) => " ▼", None => "" }
            }
        } @else {
            th scope="col" class=[class] { (name) }
        }
    }
}

fn line(backup: &Backup, with_entity: bool) -> Markup {
    html! {
        tr {
            th scope="row" { a href={ "/backups/" (backup.guid) } { (time(backup.snapshot_time)) } }
            @if with_entity { td data-label="Entity" { a href={ "/entities/" (backup.entity.reference.guid) } { (backup.entity.reference.name) } } }
            td data-label="Status" { (mark::status(backup.status)) }
            td data-label="Type" { (backup.kind.description()) }
            td.number data-label="Size" { (human::bytes(backup.size)) }
            td.number data-label="Transferred" { @if let Some(bytes) = backup.transferred { (human::bytes(bytes)) } }
            td.number data-label="Time" { @if backup.times.total() > 0 { (human::duration(backup.times.total())) } }
            td data-label="Destinations" { @for (number, location) in backup.locations.iter().enumerate() { @if number > 0 { ", " } (location.destination.name) } }
            td data-label="Rule" { @if let Some(rule) = &backup.rule { (rule.name) } }
            td.texts { (texts(backup)) }
        }
    }
}

/// What has been said of a backup, the gravest first.
fn texts(backup: &Backup) -> Markup {
    html! {
        @if let Some(info) = &backup.status_info { span { (info) } }
        @for warning in backup.warnings.iter().take(WARNINGS) { span.muted { (warning) } }
        @if backup.warnings.len() > WARNINGS { span.muted { "and " (backup.warnings.len() - WARNINGS) " more" } }
        @if backup.warnings_acknowledged && !backup.warnings.is_empty() { span.muted { "(acknowledged)" } }
        @if let Some(text) = &backup.description { em { (text) } }
    }
}

#[cfg(test)]
mod tests {
    use super::{Query, Sorting};
    use crate::types::BackupOrder;

    #[test]
    fn a_column_sorts_and_then_turns_round() {
        let query = Query::parse("status=FAILED&page=3");
        let newest = Sorting::of(&query);
        assert_eq!(newest.aria(BackupOrder::SnapshotTime), Some("descending"));
        let by_size = newest.link(BackupOrder::Size);
        assert_eq!(
            by_size,
            "/backups?status=FAILED&orderBy=size&direction=desc"
        );
        let query = Query::parse(by_size.trim_start_matches("/backups?"));
        let again = Sorting::of(&query).link(BackupOrder::Size);
        assert!(again.ends_with("orderBy=size&direction=asc"), "{again}");
    }
}
