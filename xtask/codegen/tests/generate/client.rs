//! What the client has beyond progenitor's.

use crate::code::{attributes, generated};

#[test]
fn a_deprecated_operation_is_a_deprecated_method() {
    let client = generated().client;
    assert!(attributes(&client, "add_books").contains(&"deprecated".to_owned()));
    assert!(!attributes(&client, "list_books").contains(&"deprecated".to_owned()));
}

#[test]
fn a_raw_body_is_sent_as_the_first_media_type_of_the_document() {
    let client = generated().client;
    assert!(client.contains("\"application/x-ndjson\""));
    assert!(!client.contains("octet-stream"));
}
