//! Servers with something on them.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::program::Server;

pub(crate) const DAY: i64 = 86_400_000;

/// Epoch ms: the program under test has the system's clock.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// The made-up fleet.
pub(crate) fn demo() -> Server {
    Server::start_with(&["--demo"])
}

/// A server that has been told of these records.
pub(crate) fn of(records: &[Value]) -> Server {
    let server = Server::start();
    report(&server, records);
    server
}

pub(crate) fn report(server: &Server, records: &[Value]) {
    let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
    server.pipe(&["ingest", "-"], &lines.join("\n")).ok();
}

/// A backup of an entity, so many days ago.
pub(crate) fn record(entity: &str, days: i64, status: &str) -> Value {
    json!({
        "v": 1, "source": "host", "id": format!("{entity} {days}"), "entity": {"name": entity}, "status": status,
        "policy": "nightly", "destination": "nas", "size": 1 << 30, "transferred": 1 << 20,
        "finished": now() - days * DAY, "times": {"queuedExport": 0, "export": 90_000, "queuedStore": 0, "store": 0},
    })
}

/// A thousand entities with names as long as names get; every tenth has had no backup for a week.
pub(crate) fn thousand() -> Server {
    let records: Vec<Value> = (0..1000)
        .flat_map(|number| {
            let name =
                format!("host-{number:04}.a-department-with-a-long-name.example.com:/srv/data");
            let newest = if number % 10 == 0 { 8 } else { 0 };
            (newest..newest + 4).map(move |days| record(&name, days, "SUCCESS"))
        })
        .collect();
    of(&records)
}
