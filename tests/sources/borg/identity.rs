//! What borg's own changes look like to the catalog.

use super::{borg, ids, record};

#[test]
fn pruned_archives_are_absent_and_the_oldest_left_is_the_first() {
    let before = borg("info-archives.stdout.json");
    let after = borg("info-archives-after-prune.stdout.json");
    assert_eq!(ids(&after), ["6826caa2", "898f6976", "77050ea6"]);
    let (one, other) = (record(&before, "6826caa2"), record(&after, "6826caa2"));
    assert_eq!(
        (&one.entity, one.snapshot_time, one.size),
        (&other.entity, other.snapshot_time, other.size)
    );
    assert_eq!(other.kind.unwrap().as_str(), "FULL");
}

#[test]
fn a_renamed_archive_has_a_new_id_and_the_same_start() {
    let before = borg("list.stdout.json");
    let after = borg("list-after-interrupt.stdout.json");
    assert_eq!(ids(&after)[0], "edb808e6");
    let (old, new) = (record(&before, "6826caa2"), record(&after, "edb808e6"));
    assert_eq!(old.snapshot_time, new.snapshot_time);
    assert_eq!(new.labels["archive"], "renamed-archive");
    // By this the catalog knows that such a rename is to be looked for.
    assert_eq!(new.tool.as_ref().unwrap().name, "borg");
}
