//! Every method of the generated client, against a running server: two backups are reported and found again by all
//! parameters, looked at from all sides, and changed.
#![allow(clippy::unwrap_used)]

mod access;
mod catalog;
mod edits;
mod lists;
mod monitoring;
mod report;
mod session;
mod single;

use backup_catalog::client::Session;
use consumer::Server;
use report::Reported;

#[tokio::test]
async fn every_operation_goes_there_and_back() {
    let server = Server::start();
    session::raw_log_in(&server.url).await;
    let session = Session::log_in(server.url.parse().unwrap(), "admin", "demo")
        .await
        .unwrap();
    let api = session.api();
    session::information(api).await;
    let reported = Reported::report(api).await;
    catalog::look_ups(api, &reported).await;
    monitoring::expected(api, &reported).await;
    lists::all_parameters(api, &reported).await;
    lists::all_views(api, &reported).await;
    single::one_backup(api, &reported).await;
    single::timelines(api, &reported).await;
    single::transfer_rate(api, &reported).await;
    edits::description(api, &reported).await;
    edits::warnings(api, &reported).await;
    edits::refusals(api, &reported).await;
    access::tokens(api, &server.url).await;
    access::audit(api, &reported).await;
    session::end(api).await;
}

/// The summary of the contract names every operation: none is forgotten here.
#[test]
fn no_operation_is_forgotten() {
    const SUMMARY: &str = include_str!("../../../../openapi/summary.txt");
    const CALLS: &str = concat!(
        include_str!("access.rs"),
        include_str!("catalog.rs"),
        include_str!("edits.rs"),
        include_str!("lists.rs"),
        include_str!("monitoring.rs"),
        include_str!("report.rs"),
        include_str!("session.rs"),
        include_str!("single.rs"),
    );
    let operations: Vec<&str> = SUMMARY
        .lines()
        .filter_map(|line| {
            let (id, rest) = line.split_once(": ")?;
            ["GET", "PUT", "POST", "DELETE", "PATCH"]
                .iter()
                .any(|method| rest.starts_with(&format!("{method} /")))
                .then_some(id)
        })
        .collect();
    assert!(operations.len() >= 30, "{operations:?}");
    let forgotten: Vec<&&str> = operations
        .iter()
        .filter(|id| !CALLS.contains(&format!(".{id}()")))
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}
