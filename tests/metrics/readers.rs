//! Who may read.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use backup_catalog::domain::scope::Scope;
use backup_catalog::http::{HttpSettings, layers};
use backup_catalog::metrics::{Readers, router};
use tower::ServiceExt as _;

use crate::program::{Ended, Server, program};
use crate::support::catalog;
use crate::support::server::TestServer;

async fn status(server: &TestServer, cookie: &str) -> u16 {
    let page = router(Arc::clone(&server.app), Readers::Privileged, 10);
    let page = layers(page, &HttpSettings::default());
    let request = Request::get("/metrics").header("cookie", cookie);
    let request = request.body(Body::empty()).unwrap();
    page.oneshot(request).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn on_a_network_only_who_sees_everything() {
    let server = catalog::start().await;
    let viewer = server.enter(2, &["VIEWER"], Scope::Everything).await;
    let scoped = server.enter(3, &["VIEWER"], Scope::nothing()).await;
    let reporter = server.enter(4, &["REPORTER"], Scope::Everything).await;
    assert_eq!(status(&server, &viewer).await, 200);
    assert_eq!(status(&server, &scoped).await, 403);
    assert_eq!(status(&server, &reporter).await, 403);
    assert_eq!(status(&server, "SESSION=none").await, 401);
}

#[tokio::test]
async fn where_users_log_in_there_are_none() {
    let server = catalog::start().await;
    assert_eq!(server.get("/metrics").await.status.as_u16(), 404);
}

#[test]
fn a_network_gets_them_encrypted_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&folder);
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command.args(["--metrics-listen", "0.0.0.0:0"]);
    let said = Ended::of(&mut command).failed(2);
    assert!(
        said.contains("0.0.0.0:0 is an address of the network"),
        "{said}"
    );
}

#[test]
fn on_a_network_a_token_opens_them() {
    let mut server = Server::start_with(&["--insecure", "--metrics-listen", "0.0.0.0:0"]);
    let line = server.line();
    let address = line.strip_prefix("Metrics at ").unwrap().trim().to_owned();
    let get = |token: Option<&str>| {
        let mut curl = std::process::Command::new("curl");
        curl.args(["-s", "-o", "/dev/null", "-w", "%{http_code}"]);
        if let Some(token) = token {
            curl.args(["-H", &format!("Authorization: Bearer {token}")]);
        }
        Ended::of(curl.arg(address.replace("0.0.0.0", "127.0.0.1"))).ok()
    };
    let database = server.database.clone();
    let made = server.run(&[
        "token",
        "create",
        "prometheus",
        "--role",
        "VIEWER",
        "--database",
        &database,
    ]);
    let made = made.ok();
    let token = made
        .split_whitespace()
        .find(|word| word.len() > 40)
        .unwrap();
    assert_eq!(get(None), "401");
    assert_eq!(get(Some("nonsense")), "401");
    assert_eq!(get(Some(token)), "200");
}
