//! Chains hang together.

use std::collections::HashMap;

use backup_catalog::domain::record::Record;
use backup_catalog::types::{BackupStatus, BackupType};

use super::year::{DAY, ENTITIES, YEAR, status, stored};

#[test]
fn records_come_in_the_order_of_their_time() {
    assert!(
        YEAR.windows(2)
            .all(|pair| pair[0].started <= pair[1].started)
    );
}

#[test]
fn ids_are_unique_where_they_have_to_be() {
    let mut keys = HashMap::new();
    for record in YEAR.iter() {
        assert!(record.id.is_some() == stored(record));
        assert!(record.id.is_some() != record.run.is_some());
        let key = (&record.source, &record.repository, &record.id, &record.run);
        assert!(keys.insert(key, record).is_none(), "{key:?}");
    }
}

#[test]
fn a_parent_comes_first_and_belongs_to_the_same_entity() {
    let mut children = 0;
    for records in ENTITIES.values() {
        let mut before: HashMap<&str, &Record> = HashMap::new();
        for record in records {
            if let Some(parent) = &record.parent {
                children += 1;
                let parent = before[parent.as_str()];
                assert!(stored(parent));
                assert!(parent.finished <= record.started, "{record:?}");
            }
            if let Some(id) = &record.id {
                before.insert(id, record);
            }
        }
    }
    assert!(children > YEAR.len() / 2);
}

#[test]
fn only_increments_depend_on_another() {
    for record in YEAR.iter() {
        let depends = record.kind == Some(BackupType::Incremental);
        assert_eq!(record.parent.is_some(), depends, "{record:?}");
    }
}

#[test]
fn what_is_there_can_be_restored() {
    // restic's snapshots can be removed one by one; all others need what they were built upon.
    for records in ENTITIES.values() {
        let there: HashMap<_, _> = records
            .iter()
            .map(|r| (r.id.as_deref(), status(r)))
            .collect();
        for record in records {
            let restic = record
                .tool
                .as_ref()
                .is_some_and(|tool| tool.name == "restic");
            if matches!(
                status(record),
                BackupStatus::Success | BackupStatus::PartialSuccess
            ) && let Some(parent) = &record.parent
                && !restic
            {
                let parent = there[&Some(parent.as_str())];
                assert_ne!(parent, BackupStatus::SuccessRemoved, "{record:?}");
            }
        }
    }
}

#[test]
fn chains_of_increments_are_renewed_every_week() {
    for records in ENTITIES.values() {
        let mut full = None;
        for record in records.iter().filter(|r| stored(r)) {
            let weekly = record
                .tool
                .as_ref()
                .is_some_and(|tool| tool.name != "restic");
            match record.kind {
                Some(BackupType::Full | BackupType::Synthetic) => full = record.started,
                Some(BackupType::Incremental) if weekly => {
                    assert!(
                        record.started.unwrap() - full.unwrap() <= 7 * DAY,
                        "{record:?}"
                    );
                }
                _ => {}
            }
        }
    }
}

#[test]
fn names_of_pgbackrest_say_what_they_are() {
    let mut labels = 0;
    for record in YEAR
        .iter()
        .filter(|r| r.tool.as_ref().unwrap().name == "pgbackrest")
    {
        let Some(id) = &record.id else { continue };
        labels += 1;
        let full = record.kind == Some(BackupType::Full);
        assert_eq!(id.ends_with('F'), full, "{id}");
        if let Some(parent) = &record.parent {
            assert_eq!(id.split('_').next(), parent.split('_').next());
        }
    }
    assert!(labels > 1_000);
}
