//! Names of the document and of generated code as one.

use serde_json::Value;

use crate::openapi::place::Place;

/// Letters and digits in lower case: `snapshotTime`, `snapshot_time` and `snapshot-time` are the same; dots stay.
pub(in crate::openapi) fn plain(name: &str) -> String {
    let kept = name
        .chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == '.');
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether what owns a place is in a document.
pub(super) fn stands(document: &Value, place: &Place) -> bool {
    let mut value = document;
    place.owner().iter().all(|key| match value.get(key) {
        Some(below) => {
            value = below;
            true
        }
        None => false,
    })
}
