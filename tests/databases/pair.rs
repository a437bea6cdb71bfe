//! A primary and a hot standby that streams from it.

use std::time::{Duration, Instant};

use backup_catalog::store::{PostgresOptions, Store};
use serde_json::json;

use crate::support::catalog;
use crate::support::postgres::Cluster;
use crate::support::server::{Answer, TestServer};

/// Commits survive a crash of the server; the machine does not crash.
const SETTINGS: &[&str] = &["fsync=off"];

pub struct Pair {
    pub primary: Cluster,
    pub standby: Cluster,
}

impl Pair {
    pub fn start() -> Self {
        let primary = Cluster::start_with(SETTINGS);
        let standby = primary.standby(SETTINGS);
        Self { primary, standby }
    }

    /// The pair with the small fleet in it, on both sides, and a server that reads from the standby.
    pub async fn with_fleet() -> (Self, TestServer) {
        let pair = Self::start();
        let server = pair.server(1).await;
        server.report(&catalog::records()).await;
        pair.catch_up();
        (pair, server)
    }

    /// A server that writes to the primary and reads from the standby, with session `token`.
    pub async fn server(&self, token: u8) -> TestServer {
        server(&self.primary.url(), Some(&self.standby.url()), token).await
    }

    /// Waits until the standby has all that was written.
    pub fn catch_up(&self) {
        let written = self.primary.sql("SELECT pg_current_wal_lsn()");
        let replayed = format!("SELECT pg_last_wal_replay_lsn() >= '{}'", written.trim());
        wait_until(&self.standby, &replayed);
    }

    /// The standby takes nothing more.
    pub fn pause(&self) {
        self.standby.sql("SELECT pg_wal_replay_pause()");
        wait_until(
            &self.standby,
            "SELECT pg_get_wal_replay_pause_state() = 'paused'",
        );
    }

    pub fn resume(&self) {
        self.standby.sql("SELECT pg_wal_replay_resume()");
        self.catch_up();
    }
}

/// A server of the catalog at `url`.
pub async fn server(url: &str, standby: Option<&str>, token: u8) -> TestServer {
    let options = PostgresOptions {
        standby: standby.map(ToOwned::to_owned),
        // Tests do not wait: a database that did not answer is tried again at once.
        pause: Duration::ZERO,
        connections: 4,
        ..PostgresOptions::default()
    };
    let store = Store::connect(url, options).await.unwrap();
    TestServer::of(store, tempfile::tempdir().unwrap(), token).await
}

pub fn wait_until(cluster: &Cluster, condition: &str) {
    let limit = Instant::now() + Duration::from_mins(1);
    while cluster.sql(condition).trim() != "t" {
        assert!(Instant::now() < limit, "it never came to {condition}");
    }
}

/// Sets the description of a backup of the fleet.
pub async fn describe(server: &TestServer, backup: u8, text: &str) -> Answer {
    let path = format!("/api/backups/{}/description", catalog::backup(backup));
    server.put(&path, &json!({ "value": text })).await
}

/// The description that a server shows.
pub async fn description(server: &TestServer, backup: u8) -> String {
    let path = format!("/api/backups/{}", catalog::backup(backup));
    let shown = server.get(&path).await.json();
    shown["description"].as_str().unwrap_or_default().to_owned()
}
