//! Pings: by a URL that is a secret, without a session.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use backup_catalog::domain::audit::{Actor, Event};
use backup_catalog::domain::ping::Ping;
use backup_catalog::types::ProtectedEntityType;
use serde_json::{Value, json};

use crate::support::clock::NOON;
use crate::support::server::{Answer, TestServer};

/// A server, and the secret of a job's pings.
async fn server() -> (TestServer, String) {
    let server = TestServer::start().await;
    let secret = issue(&server, "orders", None).await;
    (server, secret)
}

async fn issue(server: &TestServer, entity: &str, expires: Option<i64>) -> String {
    let ping = Ping {
        source: "db01".into(),
        entity: entity.into(),
        entity_type: Some(ProtectedEntityType::App),
        policy: Some("nightly".into()),
        destination: Some("nas".into()),
        node: None,
    };
    let event = Event::done(NOON, "token.create", Actor::command_line("test"));
    let issued = server
        .app
        .sessions
        .issue_ping(entity.into(), ping, expires, event);
    issued.await.unwrap()
}

async fn call(server: &TestServer, method: Method, path: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder().method(method).uri(path);
    server.request(request.body(body.into()).unwrap()).await
}

#[track_caller]
fn fine(answer: &Answer) {
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (StatusCode::OK, "OK")
    );
}

async fn post(server: &TestServer, path: &str, body: &str) {
    fine(&call(server, Method::POST, path, body.to_owned()).await);
}

/// What the catalog has, newest first, in detail.
async fn backups(server: &TestServer) -> Vec<Value> {
    server.get("/api/backups/detailed").await.rows()
}

async fn statuses(server: &TestServer) -> Vec<String> {
    let rows = backups(server).await;
    let names = rows
        .iter()
        .map(|row| row["status"]["name"].as_str().unwrap().to_owned());
    names.collect()
}

#[tokio::test]
async fn a_start_and_a_success_are_one_backup_with_its_duration() {
    let (server, secret) = server().await;
    post(&server, &format!("/ping/{secret}/start"), "").await;
    assert_eq!(statuses(&server).await, ["INPROGRESS"]);
    server.clock.advance(90_000);
    post(&server, &format!("/ping/{secret}/log"), "half of it\n").await;
    server.clock.advance(30_000);
    post(&server, &format!("/ping/{secret}"), "all of it\n").await;
    let [backup] = &backups(&server).await[..] else {
        panic!()
    };
    assert_eq!(backup["status"]["name"], "SUCCESS");
    assert_eq!(backup["protectedEntity"]["name"], "orders");
    assert_eq!(backup["protectedEntity"]["type"]["name"], "APP");
    assert_eq!(backup["backupPolicy"]["name"], "nightly");
    assert_eq!(
        backup["backupLocations"][0]["backupDestination"]["name"],
        "nas"
    );
    assert_eq!(backup["source"]["name"], "db01");
    assert_eq!(backup["snapshotTime"], NOON);
    assert_eq!(backup["backupTime"], NOON + 120_000);
    assert_eq!(backup["taskTimeStats"]["exportTime"], 120_000);
    let path = format!("/api/backups/{}", backup["guid"].as_str().unwrap());
    let whole = server.get(&path).await.json();
    assert_eq!(whole["labels"]["log"], "all of it");
    assert_eq!(backup["warnings"], json!([]));
    // The next run is another one.
    server.clock.advance(1_000);
    fine(&call(&server, Method::GET, &format!("/ping/{secret}/start"), "").await);
    assert_eq!(statuses(&server).await, ["INPROGRESS", "SUCCESS"]);
}

#[tokio::test]
async fn head_get_and_post_do_the_same_and_others_are_refused() {
    let (server, secret) = server().await;
    let path = format!("/ping/{secret}");
    for method in [Method::GET, Method::POST] {
        fine(&call(&server, method, &path, "").await);
        server.clock.advance(1);
    }
    let head = call(&server, Method::HEAD, &path, "").await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
    assert_eq!(statuses(&server).await, ["SUCCESS", "SUCCESS", "SUCCESS"]);
    let put = call(&server, Method::PUT, &path, "").await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_failure_says_why() {
    let (server, secret) = server().await;
    post(
        &server,
        &format!("/ping/{secret}/fail"),
        "dumping\npg_dump: error: no space left\nbye\n",
    )
    .await;
    server.clock.advance(1_000);
    post(&server, &format!("/ping/{secret}/3"), "").await;
    server.clock.advance(1_000);
    post(&server, &format!("/ping/{secret}/0"), "").await;
    let found = backups(&server).await;
    assert_eq!(statuses(&server).await, ["SUCCESS", "FAILED", "FAILED"]);
    assert_eq!(found[2]["statusInfo"], "pg_dump: error: no space left");
    assert_eq!(
        found[2]["warnings"],
        json!(["dumping", "pg_dump: error: no space left", "bye"])
    );
    assert_eq!(found[1]["statusInfo"], "exit status 3");
}

#[tokio::test]
async fn of_many_words_the_end_is_kept() {
    let (server, secret) = server().await;
    let long = "line of a log\n".repeat(30_000) + "ERROR: the last word\n";
    post(&server, &format!("/ping/{secret}/fail"), &long).await;
    let [backup] = &backups(&server).await[..] else {
        panic!()
    };
    assert_eq!(backup["statusInfo"], "ERROR: the last word");
    let warnings = backup["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1_001);
    // What is no text is no reason to lose it.
    server.clock.advance(1);
    let answer = call(
        &server,
        Method::POST,
        &format!("/ping/{secret}/fail"),
        vec![0xff, 0, b'x'],
    )
    .await;
    fine(&answer);
    assert_eq!(statuses(&server).await, ["FAILED", "FAILED"]);
}

#[tokio::test]
async fn a_run_that_never_ended_failed_when_the_next_begins() {
    let (server, secret) = server().await;
    let start = format!("/ping/{secret}/start");
    post(&server, &start, "").await;
    server.clock.advance(60_000);
    post(&server, &start, "").await;
    assert_eq!(statuses(&server).await, ["INPROGRESS", "FAILED"]);
    let info = backups(&server).await[1]["statusInfo"].clone();
    assert!(
        info.as_str().unwrap().contains("the next run began"),
        "{info}"
    );
}

#[tokio::test]
async fn runs_that_overlap_are_told_apart_by_their_id() {
    let (server, secret) = server().await;
    let ids = [
        "7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10",
        "7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f11",
    ];
    for id in ids {
        post(&server, &format!("/ping/{secret}/start?rid={id}"), "").await;
        server.clock.advance(10);
    }
    post(&server, &format!("/ping/{secret}?rid={}", ids[0]), "").await;
    post(&server, &format!("/ping/{secret}/fail?rid={}", ids[1]), "").await;
    assert_eq!(statuses(&server).await, ["FAILED", "SUCCESS"]);
    let wrong = call(&server, Method::GET, &format!("/ping/{secret}?rid=5"), "").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        (&wrong.json()["parameter"], &wrong.json()["value"]),
        (&json!("rid"), &json!("5"))
    );
}

#[tokio::test]
async fn with_its_id_a_ping_that_comes_twice_counts_once() {
    let (server, secret) = server().await;
    let id = "7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10";
    for said in ["/start", "/0"] {
        for _ in 0..2 {
            post(&server, &format!("/ping/{secret}{said}?rid={id}"), "").await;
            server.clock.advance(11_000);
        }
        server.clock.advance(60_000);
    }
    let found = backups(&server).await;
    let [backup] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(backup["status"]["name"], "SUCCESS");
}

#[tokio::test]
async fn uptime_kumas_form_is_understood() {
    let (server, secret) = server().await;
    let push = format!("/api/push/{secret}");
    let ask = async |query: &str| call(&server, Method::GET, &format!("{push}{query}"), "").await;
    let answer = ask("?status=up&msg=start&ping=").await;
    assert_eq!(
        (answer.status, answer.json()),
        (StatusCode::OK, json!({"ok": true}))
    );
    assert_eq!(statuses(&server).await, ["INPROGRESS"]);
    server.clock.advance(1_000);
    ask("?status=up&msg=finish").await;
    server.clock.advance(1_000);
    ask("?status=down&msg=disk%20full").await;
    server.clock.advance(1_000);
    ask("").await;
    assert_eq!(statuses(&server).await, ["SUCCESS", "FAILED", "SUCCESS"]);
    assert_eq!(backups(&server).await[1]["statusInfo"], "disk full");
    let wrong = ask("?status=maybe").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert_eq!(wrong.json()["allowed"], json!(["up", "down"]));
}

#[tokio::test]
async fn whoever_has_no_live_ping_is_not_told_why() {
    let (server, secret) = server().await;
    let over = issue(&server, "over", Some(NOON + 10)).await;
    let revoked = issue(&server, "revoked", None).await;
    let tokens = server.get("/api/catalog/tokens").await.rows();
    let of =
        |name: &str| tokens.iter().find(|token| token["name"] == name).unwrap()["guid"].clone();
    let path = format!("/api/catalog/tokens/{}", of("revoked").as_str().unwrap());
    server.send(Method::DELETE, &path, "", "").await;
    server.clock.advance(10);
    let request = json!({"name": "eye", "roles": ["ADMINISTRATOR"]});
    let api = server.post("/api/catalog/tokens", &request).await.json()["secret"].clone();
    let other = secret.replace(&secret[5..10], "BBBBB");
    let mut answers = Vec::new();
    for wrong in [
        over.as_str(),
        &revoked,
        api.as_str().unwrap(),
        &other,
        "x",
        "%00",
    ] {
        for rest in ["", "/start", "/1"] {
            let answer = call(&server, Method::GET, &format!("/ping/{wrong}{rest}"), "").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
            answers.push(answer.json()["message"].clone());
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    for word in ["stop", "256", "-1", "1/2"] {
        let answer = call(&server, Method::GET, &format!("/ping/{secret}/{word}"), "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{word}");
    }
    assert_eq!(backups(&server).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_ping_opens_nothing_else_and_is_listed_and_audited_without_its_secret() {
    let (server, secret) = server().await;
    let request = Request::get("/api/backups").header("authorization", format!("Bearer {secret}"));
    let refused = server.request(request.body(Body::empty()).unwrap()).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    post(&server, &format!("/ping/{secret}"), "").await;
    let listed = server.get("/api/catalog/tokens").await;
    assert_eq!(listed.rows()[0]["name"], "orders");
    assert_eq!(listed.rows()[0]["lastUsed"], NOON);
    let audit = server.get("/api/catalog/audit").await;
    let made = audit
        .rows()
        .into_iter()
        .find(|row| row["action"] == "token.create");
    assert!(made.unwrap()["detail"].to_string().contains("orders"));
    for text in [&listed.text, &audit.text] {
        assert!(!text.contains(&secret[3..]), "{text}");
    }
}
