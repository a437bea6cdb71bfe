//! A catalog made by hand, so small that every parameter visibly counts.

use std::sync::Arc;

use backup_catalog::entropy::Entropy as _;
use backup_catalog::session::{Sessions, Token};
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::support::clock::{NOON, StandingClock};
use crate::support::entropy::Counting;
use crate::support::server::TestServer;

pub const HOUR: i64 = 3_600_000;

/// `00000000-0000-4000-8000-0000000000nn`.
pub fn guid(number: u8) -> String {
    format!("00000000-0000-4000-8000-0000000000{number:02x}")
}

fn thing(number: u8, name: &str) -> Value {
    json!({"guid": guid(number), "name": name})
}

pub const FIRST: u8 = 1;
pub const SECOND: u8 = 2;
pub const FAILED: u8 = 3;
pub const ALPHA: u8 = 0x10;
pub const BETA: u8 = 0x11;
pub const PROJECT: u8 = 0x20;
pub const HYPERVISOR: u8 = 0x21;
pub const MANAGER: u8 = 0x22;
pub const STORAGE: u8 = 0x23;
pub const CLOUD: u8 = 0x24;
pub const NIGHTLY: u8 = 0x30;
pub const DAILY: u8 = 0x31;
pub const NODE: u8 = 0x32;
pub const OFFSITE: u8 = 0x33;

/// Four backups: a full one, a hidden increment on it, one that failed, and one of another entity.
pub fn records() -> Vec<Value> {
    let alpha = json!({
        "guid": guid(ALPHA), "name": "Alpha", "type": "VM",
        "project": {"uuid": guid(PROJECT), "name": "Project"},
        "hypervisor": thing(HYPERVISOR, "esx"),
        "hypervisorManager": thing(MANAGER, "vcenter"),
        "storageProvider": thing(STORAGE, "ceph"),
        "cloudServiceProvider": thing(CLOUD, "m365"),
    });
    let times = json!({"queuedExport": 1, "export": 2_000, "queuedStore": 1, "store": 500});
    vec![
        json!({
            "v": 1, "source": "a", "id": "1", "guid": guid(FIRST), "entity": alpha, "status": "SUCCESS",
            "finished": NOON - 50 * HOUR, "size": 100, "transferred": 100, "times": times, "mountable": true,
            "policy": thing(NIGHTLY, "nightly"), "rule": thing(DAILY, "daily"), "node": thing(NODE, "node"),
            "destination": thing(OFFSITE, "offsite"), "warnings": ["slow"],
        }),
        json!({
            "v": 1, "source": "a", "id": "2", "guid": guid(SECOND), "entity": alpha, "status": "SUCCESS",
            "finished": NOON - 26 * HOUR, "size": 50, "times": times, "parent": "1", "hidden": true,
            "rule": thing(DAILY, "daily"),
        }),
        json!({
            "v": 1, "source": "b", "id": "3", "guid": guid(FAILED), "status": "FAILED",
            "entity": {"guid": guid(BETA), "name": "beta"}, "finished": NOON - 2 * HOUR,
            "policy": "weekly", "rule": "monthly", "node": "other node", "destination": "local",
            "description": "a needle", "warnings": ["lost"],
        }),
        json!({
            "v": 1, "source": "b", "id": "4", "entity": {"name": "gamma", "type": "STORAGE"},
            "status": "SUCCESS", "finished": NOON - HOUR, "size": 10,
        }),
    ]
}

pub async fn server() -> TestServer {
    let server = TestServer::start().await;
    server.report(&records()).await;
    server
}

/// A server whose administrator can log in. Hashing a password takes longer than all else; the others do without.
pub async fn server_with_password() -> TestServer {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    let clock = Arc::new(StandingClock::at(NOON));
    let sessions = Sessions::new(store, clock, Arc::new(Counting::default()));
    let password = Some("correct horse".to_owned());
    sessions
        .ensure_administrator("admin", password)
        .await
        .unwrap();
    TestServer::start_in(folder).await
}

/// The request for a server's first token.
pub fn token() -> Ask {
    Ask::json(
        "POST",
        "/catalog/tokens",
        &json!({"name": "web01", "roles": ["REPORTER"]}),
    )
}

/// The secret of the first token that a server makes.
pub fn first_secret() -> String {
    Token::new(Counting::default().secret().unwrap()).bearer()
}

/// The guid of the first token that a server makes: a server's randomness counts.
pub fn first_token() -> String {
    let entropy = Counting::default();
    entropy.secret().unwrap();
    let mut random = [0; 16];
    random.copy_from_slice(&entropy.secret().unwrap()[..16]);
    let guid = uuid::Builder::from_random_bytes(random).into_uuid();
    guid.to_string()
}

pub async fn server_with_token() -> TestServer {
    let server = server().await;
    let answer = token().send(&server).await;
    assert_eq!(answer.json()["secret"], first_secret().as_str());
    assert_eq!(answer.json()["token"]["guid"], first_token().as_str());
    server
}
