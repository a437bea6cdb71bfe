//! A small fleet, to be read side by side with the tests: twelve backups of six entities.
//!
//! ```text
//! | n  | entity       | status          | type            | 2026-      | size | policy/rule    | node   | at             |
//! |----|--------------|-----------------|-----------------|------------|------|----------------|--------|----------------|
//! | 10 | mailX100     | QUEUED          | FULL            | 11-23 11 h |    0 | –              | –      | –              |
//! |  9 | mail_100%    | INPROGRESS      | INCREMENTAL of 8| 11-23 10 h |    0 | nightly/weekly | node-b | disk           |
//! | 12 | anna         | FAILED          | FULL            | 11-06 00 h |    0 | –              | –      | disk           |
//! | 11 | Ärzte-Straße | SUCCESS         | SYNCHRONIZATION | 11-05 04 h | 7000 | nightly/daily  | node-b | disk (REMOVED) |
//! |  5 | web01:/srv   | FAILED          | INCREMENTAL of 3| 11-05 01 h |    0 | nightly/daily  | node-a | disk           |
//! |  4 | web01:/srv   | FAILED          | INCREMENTAL of 3| 11-04 01 h |    0 | nightly/daily  | node-a | disk           |
//! |  8 | mail_100%    | SUCCESS         | SYNTHETIC       | 11-03 02 h | 9000 | nightly/weekly | node-b | offsite        |
//! |  3 | web01:/srv   | PARTIAL_SUCCESS | INCREMENTAL of 2| 11-03 01 h | 1200 | nightly/daily  | node-a | disk           |
//! |  2 | web01:/srv   | SUCCESS         | INCREMENTAL of 1| 11-02 01 h | 1100 | nightly/daily  | node-a | disk           |
//! |  6 | db01         | SUCCESS         | FULL            | 11-02 01 h | 5000 | archive        | node-b | offsite        |
//! |  1 | web01:/srv   | SUCCESS         | FULL            | 11-01 01 h | 1000 | nightly/daily  | node-a | disk, offsite  |
//! |  7 | db01         | SUCCESS_REMOVED | FULL            | 10-25 03 h | 4000 | archive        | node-b | tape           |
//! ```
//!
//! This is the default order: 2 and 6 have the same time. 6 is hidden. 1, 2, 3, 7, 11 and 12 are mountable.

use serde_json::{Value, json};

use super::clock::NOON;
use super::server::{Answer, TestServer};

/// The default order.
pub const NEWEST_FIRST: [u8; 12] = [10, 9, 12, 11, 5, 4, 8, 3, 2, 6, 1, 7];

/// `h` o'clock UTC of a day of November 2026; day 0 is 31 October.
pub const fn november(day: i64, hour: i64) -> i64 {
    NOON + ((day - 23) * 24 + hour - 12) * 3_600_000
}

/// A guid whose first digit says what it is of and whose last ones say which.
fn guid(kind: char, n: u8) -> String {
    format!("{kind}0000000-0000-4000-8000-{n:012}")
}

/// A backup by its number.
pub fn backup(n: u8) -> String {
    guid('b', n)
}

/// `web01:/srv` 1, db01 2, `mail_100%` 3, mailX100 4, Ärzte-Straße 5, anna 6.
pub fn entity(n: u8) -> String {
    guid('e', n)
}

/// nightly 1, archive 2.
pub fn policy(n: u8) -> String {
    guid('a', n)
}

/// daily 1, weekly 2, both of nightly.
pub fn rule(n: u8) -> String {
    guid('c', n)
}

/// disk 1, offsite 2, tape 3.
pub fn destination(n: u8) -> String {
    guid('d', n)
}

/// Hypervisor esx1 1, hypervisor manager vcenter 2, storage provider ceph 3, cloud service provider m365 4.
pub fn infrastructure(n: u8) -> String {
    guid('f', n)
}

/// node-a 1, node-b 2.
pub fn node(n: u8) -> String {
    guid('1', n)
}

/// Shop 1 (`web01:/srv`), Post 2 (`mail_100%`).
pub fn project(n: u8) -> String {
    guid('2', n)
}

/// A guid that nothing has.
pub const UNKNOWN: &str = "00000000-0000-4000-8000-000000000099";

fn web01() -> Value {
    json!({ "guid": entity(1), "type": "OS_AGENT", "name": "web01:/srv", "project": { "uuid": project(1), "name": "Shop" } })
}

fn db01() -> Value {
    json!({ "guid": entity(2), "type": "APP", "name": "db01" })
}

fn mail() -> Value {
    json!({
        "guid": entity(3), "type": "VM", "name": "mail_100%", "project": { "uuid": project(2), "name": "Post" },
        "hypervisor": { "guid": infrastructure(1), "name": "esx1" },
        "hypervisorManager": { "guid": infrastructure(2), "name": "vcenter" },
    })
}

fn nightly(n: u8, name: &str) -> Value {
    json!({
        "policy": { "guid": policy(1), "name": "nightly" },
        "rule": { "guid": rule(n), "name": name },
        "origin": { "type": "SCHEDULE", "name": "every night" },
    })
}

fn on(n: u8) -> Value {
    let names = ["node-a", "node-b"];
    json!({ "guid": node(n), "name": names[usize::from(n - 1)] })
}

fn to(n: u8) -> Value {
    let names = ["disk", "offsite", "tape"];
    json!({ "guid": destination(n), "name": names[usize::from(n - 1)] })
}

/// One record: number and time, then whatever the parts say, later ones last.
fn record(n: u8, snapshot_time: i64, entity: Value, parts: &[Value]) -> Value {
    let mut record = json!({
        "v": 1, "source": "fleet", "repository": "vault", "id": format!("snap-{n}"), "guid": backup(n),
        "started": snapshot_time,
    });
    record["entity"] = entity;
    for part in parts {
        for (key, value) in part.as_object().expect("an object") {
            record[key] = value.clone();
        }
    }
    record
}

/// The twelve records, parents before children.
pub fn records() -> Vec<Value> {
    [of_web01(), of_db01(), of_mail(), of_others()].concat()
}

fn of_web01() -> Vec<Value> {
    let daily = nightly(1, "daily");
    let web01 = |n, day, part| {
        record(
            n,
            november(day, 1),
            web01(),
            &[
                daily.clone(),
                json!({ "node": on(1), "destination": to(1) }),
                part,
            ],
        )
    };
    vec![
        web01(
            1,
            1,
            json!({
                "status": "SUCCESS", "size": 1000, "transferred": 1000, "objects": 10, "mountable": true,
                "finished": november(1, 1) + 2_650, "mode": "FILE_LEVEL", "labels": { "tag": "first" },
                "times": { "queuedExport": 100, "export": 2000, "queuedStore": 50, "store": 500 },
                "locations": [
                    { "destination": to(1), "destinationType": "FILESYSTEM" },
                    { "destination": to(2), "destinationType": "S3", "retentionHint": "ARCHIVE", "archiveExpire": november(30, 0) },
                ],
            }),
        ),
        web01(
            2,
            2,
            json!({
                "status": "SUCCESS", "size": 1100, "transferred": 50, "objects": 11, "mountable": true, "parent": "snap-1",
                "finished": november(2, 1) + 3_000, "description": "before the upgrade",
            }),
        ),
        web01(
            3,
            3,
            json!({
                "status": "PARTIAL_SUCCESS", "size": 1200, "transferred": 60, "mountable": true, "parent": "snap-2",
                "warnings": [{ "code": "W7", "path": "/srv/tmp", "message": "permission denied" }, "clock skew"],
                "times": { "queuedExport": 0, "export": 1000, "queuedStore": 0, "store": 0 },
            }),
        ),
        web01(
            4,
            4,
            json!({ "status": "FAILED", "parent": "snap-3", "statusInfo": "Repository is locked" }),
        ),
        web01(
            5,
            5,
            json!({ "status": "FAILED", "parent": "snap-3", "statusInfo": "Disk full (50%_off)" }),
        ),
    ]
}

fn of_db01() -> Vec<Value> {
    let archive = json!({ "policy": { "guid": policy(2), "name": "archive" }, "node": on(2) });
    vec![
        record(
            6,
            november(2, 1),
            db01(),
            &[
                archive.clone(),
                json!({
                    "status": "SUCCESS", "size": 5000, "transferred": 5000, "hidden": true, "archiveExpire": november(29, 0),
                    "destination": to(2), "finished": november(2, 2), "mode": "HOT",
                    "times": { "queuedExport": 10, "export": 0, "queuedStore": 20, "store": 7000 },
                }),
            ],
        ),
        record(
            7,
            november(-6, 3),
            db01(),
            &[
                archive,
                json!({ "status": "SUCCESS_REMOVED", "size": 4000, "mountable": true, "destination": to(3) }),
            ],
        ),
    ]
}

fn of_mail() -> Vec<Value> {
    let weekly = nightly(2, "weekly");
    vec![
        record(
            8,
            november(3, 2),
            mail(),
            &[
                weekly.clone(),
                json!({
                    "status": "SUCCESS", "type": "SYNTHETIC", "size": 9000, "transferred": 300, "node": on(2), "destination": to(2),
                    "times": { "queuedExport": 0, "export": 900, "queuedStore": 0, "store": 300 },
                }),
            ],
        ),
        record(
            9,
            november(23, 10),
            mail(),
            &[
                weekly,
                json!({ "status": "INPROGRESS", "parent": "snap-8", "node": on(2), "destination": to(1) }),
            ],
        ),
    ]
}

fn of_others() -> Vec<Value> {
    vec![
        record(
            10,
            november(23, 11),
            json!({ "guid": entity(4), "type": "VM", "name": "mailX100" }),
            &[json!({ "status": "QUEUED", "origin": { "type": "USER", "name": "carla" } })],
        ),
        record(
            11,
            november(5, 4),
            json!({
                "guid": entity(5), "type": "STORAGE", "name": "Ärzte-Straße",
                "storageProvider": { "guid": infrastructure(3), "name": "ceph" },
            }),
            &[
                nightly(1, "daily"),
                json!({
                    "status": "SUCCESS", "type": "SYNCHRONIZATION", "size": 7000, "mountable": true, "node": on(2),
                    "times": { "queuedExport": 0, "export": 0, "queuedStore": 0, "store": 2001 },
                    "locations": [{ "destination": to(1), "status": "REMOVED", "statusInfo": "pruned" }],
                }),
            ],
        ),
        record(
            12,
            november(6, 0),
            json!({
                "guid": entity(6), "type": "CLOUD_USER", "name": "anna",
                "cloudServiceProvider": { "guid": infrastructure(4), "name": "m365" },
            }),
            &[
                json!({ "status": "FAILED", "mountable": true, "destination": to(1), "warnings": ["throttled"] }),
            ],
        ),
    ]
}

/// A server that has been told of the fleet.
pub async fn start() -> TestServer {
    let server = TestServer::start().await;
    let report = server.report(&records()).await;
    assert_eq!(report["created"], 12, "{report}");
    server
}

/// The numbers of the backups that a list shows, in order.
pub fn numbers(rows: &[Value]) -> Vec<u8> {
    let number = |row: &Value| {
        let guid = row["guid"].as_str().expect("a guid");
        let digits = guid
            .strip_prefix("b0000000-0000-4000-8000-")
            .expect("one of the fleet");
        digits.parse().expect("a number")
    };
    rows.iter().map(number).collect()
}

/// The backups that `GET /backups` lists for a query string, and their number before paging.
pub async fn list(server: &TestServer, query: &str) -> (Vec<u8>, i64) {
    let answer: Answer = server.get(&format!("/api/backups?{query}")).await;
    (numbers(&answer.rows()), answer.total())
}
