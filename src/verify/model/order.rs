//! The order of a list.

use std::cmp::Ordering;

use super::Backup;

/// What a backup is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Key {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// An order: a property and a direction.
#[derive(Debug, Clone)]
pub(in super::super) struct Order<'a> {
    pub(in super::super) by: &'a str,
    pub(in super::super) descending: bool,
}

impl Order<'_> {
    /// The direction that a property has by itself: times, durations and sizes begin with the greatest.
    pub(in super::super) fn is_usually_descending(by: &str) -> bool {
        by.ends_with("Time") || by.ends_with("Size") || by == "size" || by == "archiveExpire"
    }

    /// How two backups stand to each other: what is absent comes last both ways, the guid breaks ties, ascending.
    pub(in super::super) fn compare(&self, a: &Backup, b: &Backup) -> Ordering {
        self.by_key(a, b).then_with(|| a.guid().cmp(b.guid()))
    }

    /// The same without the guid: equal keys are equal.
    pub(in super::super) fn by_key(&self, a: &Backup, b: &Backup) -> Ordering {
        match (key(a, self.by), key(b, self.by)) {
            (Some(a), Some(b)) if self.descending => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

/// What a backup is sorted by for a property; none where it has none.
pub(in super::super) fn key(backup: &Backup, by: &str) -> Option<Key> {
    let pointer = match by {
        "protectedEntity.type" => "/protectedEntity/type/name".to_owned(),
        by => format!("/{}", by.strip_suffix(".name").unwrap_or(by)),
    };
    if by == "taskDurationTime" && backup.at(&pointer).is_none() {
        return Some(Key::Number(backup.duration()));
    }
    let value = backup.at(&pointer)?;
    // References and enumerations sort by name.
    let value = value.get("name").unwrap_or(value);
    let text = value.as_str().map(|text| Key::Text(text.to_owned()));
    text.or_else(|| value.as_i64().map(Key::Number))
        .or_else(|| value.as_bool().map(Key::Flag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn absent_comes_last_both_ways_and_ties_go_by_guid() {
        let backup = |guid: &str, size: Option<i64>| {
            let mut row = json!({ "guid": guid });
            if let Some(size) = size {
                row["effectiveBackupSize"] = json!(size);
            }
            Backup::new(&row)
        };
        let rows = [
            backup("c", Some(1)),
            backup("b", None),
            backup("a", Some(1)),
            backup("d", Some(2)),
        ];
        let sorted = |descending| {
            let order = Order {
                by: "effectiveBackupSize",
                descending,
            };
            let mut sorted: Vec<&Backup> = rows.iter().collect();
            sorted.sort_by(|a, b| order.compare(a, b));
            sorted.iter().map(|row| row.guid()).collect::<String>()
        };
        assert_eq!(sorted(true), "dacb");
        assert_eq!(sorted(false), "acdb");
    }

    #[test]
    fn times_and_sizes_begin_with_the_greatest() {
        let descending = [
            "archiveExpire",
            "backupTime",
            "effectiveBackupSize",
            "size",
            "snapshotTime",
            "taskDurationTime",
        ];
        assert!(descending.iter().all(|by| Order::is_usually_descending(by)));
        let ascending = [
            "status",
            "effectiveBackupObjectsCount",
            "protectedEntity.type",
            "guid",
            "hidden",
        ];
        assert!(!ascending.iter().any(|by| Order::is_usually_descending(by)));
    }
}
