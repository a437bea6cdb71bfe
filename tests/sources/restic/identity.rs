//! What restic's own changes of ids look like to the catalog.

use super::{REPOSITORY, ids, record, restic};

#[test]
fn a_forgotten_parent_dangles() {
    let inventory = restic("snapshots-after-forget.json");
    assert_eq!(ids(&inventory), ["aa5592c6", "025433af", "6c9958b1"]);
    assert!(
        record(&inventory, "aa5592c6")
            .parent
            .as_ref()
            .unwrap()
            .starts_with("6baa04e8")
    );
}

#[test]
fn a_tagged_snapshot_has_a_new_id_and_names_the_old_one() {
    let before = restic("snapshots-after-forget.json");
    let after = restic("snapshots-after-tag.json");
    assert_eq!(ids(&after), ["aa5592c6", "025433af", "696f8e0d"]);
    let old = record(&before, "6c9958b1");
    let new = record(&after, "696f8e0d");
    assert_eq!(new.original, old.id);
    assert_eq!(
        (&new.entity, new.snapshot_time),
        (&old.entity, old.snapshot_time)
    );
    assert_eq!(new.labels["tags"], "keep,pg_dump");
}

#[test]
fn a_copied_snapshot_names_the_one_it_was_copied_from() {
    let copies = restic("snapshots-copied-repo.json");
    let first = restic("snapshots-after-tag.json");
    assert_eq!(ids(&copies), ["3f8cd2d9", "71606a10", "3630c68e"]);
    let originals: Vec<_> = copies
        .records
        .iter()
        .map(|record| &record.original.as_ref().unwrap()[..8])
        .collect();
    // The third was copied after it was tagged, and restic keeps the very first id.
    assert_eq!(originals, ["aa5592c6", "025433af", "6c9958b1"]);
    assert_eq!(ids(&first)[..2], originals[..2]);
    assert!(copies.records.iter().all(|record| record.parent.is_none()));
    assert!(
        copies
            .records
            .iter()
            .all(|record| record.repository.as_deref() == Some(REPOSITORY)),
        "the repository is the one that the config names"
    );
}
