//! Query structs that several operations share.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::{Documents, Operation};
use crate::finding::Report;
use crate::name::pascal;

pub(super) fn check(documents: &Documents, report: &mut Report) {
    let operations = documents.operations();
    let mut shared: BTreeMap<&str, (Vec<&Value>, String)> = BTreeMap::new();
    for operation in &operations {
        let place = &operation.place;
        let Some(name) = place.text("x-query-type") else {
            continue;
        };
        if pascal(name) != name {
            report.add(
                place,
                "query-type",
                format!("`x-query-type: {name}` is not a name in Pascal case"),
                format!("write `{}`", pascal(name)),
            );
        }
        let parameters = query_parameters(documents, operation);
        if parameters.is_empty() {
            report.add(
                place,
                "query-type",
                format!("`x-query-type: {name}` stands on an operation without query parameters"),
                "delete it",
            );
        }
        match shared.get(name) {
            None => {
                let whence = format!("{}: {}", place.file(), place.path());
                shared.insert(name, (parameters, whence));
            }
            Some((known, whence)) if *known != parameters => report.add(
                place,
                "query-type",
                format!("the query parameters are not those of `{name}` at {whence}"),
                "list the same parameters in the same order, or choose another `x-query-type`",
            ),
            Some(_) => {}
        }
    }
    for operation in &operations {
        let id = operation.place.text("operationId").unwrap_or_default();
        let own = format!("{}Query", pascal(id));
        if shared.contains_key(own.as_str()) && operation.place.text("x-query-type").is_none() {
            report.add(
                &operation.place,
                "query-type",
                format!("the operation's own query struct would also be called `{own}`"),
                "choose another `x-query-type` there",
            );
        }
    }
}

fn query_parameters<'a>(documents: &'a Documents, operation: &Operation<'a>) -> Vec<&'a Value> {
    operation
        .parameters(documents)
        .into_iter()
        .filter(|(_, parameter)| parameter.text("in") == Some("query"))
        .map(|(_, parameter)| parameter.value())
        .collect()
}
