//! The properties of the JSON bodies that operations take, as the documents have them.

use backup_catalog::contract::DOCUMENTS;
use serde_json::Value;

/// (operation, property) of all operations that take a JSON object, or a list of them.
pub fn all() -> Vec<(String, String)> {
    let documents: Vec<Value> = DOCUMENTS
        .iter()
        .map(|(_, text)| yaml_serde::from_str(text).unwrap())
        .collect();
    let mut found = Vec::new();
    for document in &documents {
        let paths = document["paths"].as_object().unwrap().values();
        for operation in paths
            .filter_map(Value::as_object)
            .flat_map(serde_json::Map::values)
        {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let named = [schema, &schema["items"]]
                .into_iter()
                .find_map(|it| it["$ref"].as_str());
            let Some(named) = named else { continue };
            let name = named.rsplit('/').next().unwrap();
            let schema = documents
                .iter()
                .find_map(|document| document.pointer(&format!("/components/schemas/{name}")))
                .unwrap();
            let id = operation["operationId"].as_str().unwrap();
            let properties = schema["properties"].as_object().unwrap().keys();
            found.extend(properties.map(|property| (id.to_owned(), property.clone())));
        }
    }
    found
}
