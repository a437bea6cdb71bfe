//! What people are told: a controlled clock, a real catalog, real receivers.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod alerts;
mod command;
mod digest;
mod outbox;
#[path = "../support/program.rs"]
mod program;
mod receiver;
mod smtp;
mod sources;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use axum::body::Body;
use backup_catalog::clock::Clock as _;
use backup_catalog::ingest::{Options, ingest};
use backup_catalog::notify::{Notifier, NotifySettings};
use serde_json::{Value, json};

use support::clock::NOON;
use support::server::TestServer;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Watches a server's catalog, with these settings as the configuration file has them.
fn notifier(server: &TestServer, settings: Value) -> Notifier {
    let settings: NotifySettings = serde_json::from_value(settings).unwrap();
    let clock = Arc::new(server.clock.clone());
    Notifier::new(server.app.store.clone(), clock, &settings)
        .unwrap()
        .unwrap()
}

/// A record of an entity's backup that ended so long ago, ms.
fn backup(entity: &str, ago: i64, status: &str, now: i64) -> Value {
    json!({
        "v": 1, "source": "s", "id": format!("{entity} {}", now - ago), "entity": {"name": entity}, "policy": "nightly",
        "status": status, "finished": now - ago,
    })
}

/// An entity that was backed up every day, last an hour ago.
async fn daily(server: &TestServer, entity: &str) {
    let records: Vec<Value> = (0..8)
        .map(|day| backup(entity, HOUR + day * DAY, "SUCCESS", NOON))
        .collect();
    report(server, &records).await;
}

/// Takes records as if they had been reported: the test's session would not live as long as its clock runs.
async fn report(server: &TestServer, records: &[Value]) {
    let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
    let body = Body::from(lines.join("\n")).into_data_stream();
    let options = Options {
        now: server.clock.now(),
        ..Options::default()
    };
    let taken = ingest(&server.app.store, body, options).await.unwrap();
    assert_eq!(taken.rejected, []);
}
