//! Methods that a path does not have.

use std::collections::{BTreeMap, BTreeSet};

use super::UNKNOWN;
use crate::verify::exchange::{Ask, Who};
use crate::verify::run::{Run, Stop};

const METHODS: [&str; 5] = ["GET", "PUT", "POST", "PATCH", "DELETE"];
const SENTENCE: &str = "paths: the methods that a path has; any other is a 405 with `Allow`.";

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    if !run.is_full() {
        run.skip("an appliance may have operations that this document does not");
        return Ok(());
    }
    let mut paths: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in &run.document.operations {
        paths
            .entry(operation.path.clone())
            .or_default()
            .insert(operation.method.clone());
    }
    for (path, methods) in &paths {
        for method in METHODS.iter().filter(|method| !methods.contains(**method)) {
            if run.options.read_only && *method != "GET" {
                run.skip("read-only: only GET was tried");
                continue;
            }
            // A server that does delete must find nothing to delete.
            if *method == "DELETE" && !path.contains("{guid}") {
                continue;
            }
            one(run, path, method, methods).await?;
        }
    }
    // A server may have taken one of them for a log-out.
    let session = Ask::of(&run.operation("check_session")?);
    if !run.ask(&session).await?.is_success() {
        let answer = run.new_session().await?;
        run.client.keep_cookies(&answer);
    }
    Ok(())
}

async fn one(
    run: &mut Run,
    path: &str,
    method: &str,
    methods: &BTreeSet<String>,
) -> Result<(), Stop> {
    let filled = path
        .replace("{guid}", UNKNOWN)
        .replace("{type}", "VM")
        .replace("{task-type}", "EXPORT")
        .replace("{kind}", "hypervisor");
    let ask = Ask {
        operation: None,
        method: method.to_owned(),
        path: filled,
        query: String::new(),
        headers: Vec::new(),
        body: None,
        who: Who::Session,
    };
    let answer = run.ask(&ask).await?;
    let mut wanted = methods.clone();
    if wanted.contains("GET") {
        wanted.insert("HEAD".to_owned());
    }
    let allow = answer.header("allow").unwrap_or_default();
    let found: BTreeSet<String> = allow
        .split(',')
        .map(|method| method.trim().to_owned())
        .filter(|method| !method.is_empty())
        .collect();
    let holds = answer.status == 405 && found == wanted;
    let list = wanted.into_iter().collect::<Vec<_>>().join(", ");
    let got = format!("{}; Allow: {allow}", answer.words());
    run.expect(
        holds,
        &ask,
        got,
        format!("405 with Allow: {list}"),
        SENTENCE,
    );
    Ok(())
}
