//! What a person reviews instead of the code.

use insta::assert_snapshot;

use crate::code::generated;

#[test]
fn operations() {
    assert_snapshot!("summary-operations", generated().operations);
}

#[test]
fn client_signatures() {
    assert_snapshot!("summary-client", generated().client_signatures);
}

#[test]
fn the_bundle_holds_no_notes_of_the_generator() {
    let document = generated().document.to_string();
    assert!(document.contains("x-privilege"));
    assert!(!document.contains("x-media-types"));
    // Only the document's own, under `info`.
    assert_eq!(document.matches("x-trait").count(), 1);
}
