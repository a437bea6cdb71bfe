//! The table of operations, which decides who may call what and how requests are counted.

use std::collections::BTreeMap;

use backup_catalog::generated::server::OPERATIONS;
use serde_json::{Value, json};

use crate::document::{self, operations};

#[test]
fn the_table_says_of_every_operation_what_the_document_says() {
    let document = document::read();
    let written: BTreeMap<String, Value> = operations(&document)
        .iter()
        .map(|operation| {
            let line = json!({
                "method": operation.method.to_uppercase(),
                "path": operation.path,
                "tag": operation.value["tags"][0],
                "privilege": operation.value["x-privilege"],
                "deprecated": operation.value.get("deprecated").is_some(),
            });
            (operation.id().to_owned(), line)
        })
        .collect();
    let compiled: BTreeMap<String, Value> = OPERATIONS
        .iter()
        .map(|operation| {
            let line = json!({
                "method": operation.method,
                "path": operation.path,
                "tag": operation.tag,
                "privilege": operation.privilege.as_str(),
                "deprecated": operation.deprecated,
            });
            (operation.id.to_owned(), line)
        })
        .collect();
    assert_eq!(compiled, written);
    assert_eq!(written.len(), 38);
}

#[test]
fn every_value_of_an_enumeration_has_the_documents_description() {
    use backup_catalog::types::{
        BackupLocationStatus, BackupStatus, BackupType, ProtectedEntityType, RetentionHint,
    };
    let document = document::read();
    let descriptions =
        |name: &str| document["components"]["schemas"][name]["x-descriptions"].clone();
    let compiled =
        |values: Vec<(&str, &str)>| json!(values.into_iter().collect::<BTreeMap<_, _>>());
    macro_rules! assert_described {
        ($($name:ident),*) => {$(
            let values = $name::ALL.iter().map(|value| (value.as_str(), value.description())).collect();
            assert_eq!(compiled(values), descriptions(stringify!($name)));
        )*};
    }
    assert_described!(
        BackupLocationStatus,
        BackupStatus,
        BackupType,
        ProtectedEntityType,
        RetentionHint
    );
}
