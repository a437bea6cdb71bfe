//! Every parameter counts, on every operation that takes it.

use std::collections::BTreeSet;

use backup_catalog::generated::server::OPERATIONS;

use crate::{body_properties, catalog, list, proofs};

#[tokio::test]
async fn every_parameter_of_every_operation_counts() {
    let shared = catalog::server().await;
    let mut proven = BTreeSet::new();
    let mut faults = Vec::new();
    for proof in proofs::all() {
        let pair = format!("{} {}", proof.operation, proof.parameter);
        match proof.fault(&shared).await {
            Some(fault) => faults.push(format!("{pair}: {fault}")),
            None => assert!(proven.insert(pair), "two examples: {proof:?}"),
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let missing = pairs().difference(&proven).cloned().collect();
    let unknown: Vec<_> = proven.difference(&pairs()).cloned().collect();
    assert!(unknown.is_empty(), "no such parameter: {unknown:?}");
    let listed = list::read(include_str!("unproven_parameters.txt"));
    list::agrees("unproven_parameters.txt", &listed, &missing);
}

/// `operation parameter` of everything that the documents promise.
fn pairs() -> BTreeSet<String> {
    let operations = OPERATIONS.iter();
    let parameters = operations.flat_map(|operation| {
        let names = operation.parameters.iter().map(|parameter| parameter.name);
        names.map(|name| format!("{} {name}", operation.id))
    });
    let bodies = body_properties::all().into_iter();
    let bodies = bodies.map(|(operation, property)| format!("{operation} body.{property}"));
    parameters.chain(bodies).collect()
}
