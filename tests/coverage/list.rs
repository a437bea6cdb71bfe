//! A checked-in list that may only shrink.

use std::collections::BTreeSet;

/// Lines that are not comments.
pub fn read(text: &str) -> BTreeSet<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// What has no example stands in the list, and nothing else does.
pub fn agrees(name: &str, listed: &BTreeSet<String>, missing: &BTreeSet<String>) {
    let unlisted: Vec<_> = missing.difference(listed).collect();
    assert!(
        unlisted.is_empty(),
        "Nothing proves these; write an example rather than a line in {name}: {unlisted:#?}"
    );
    let stale: Vec<_> = listed.difference(missing).collect();
    assert!(
        stale.is_empty(),
        "{name} only shrinks; these have an example or are gone: {stale:#?}"
    );
}
