//! Sessions as a client sees them.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use backup_catalog::session::{LOG_IN_LIMIT, LOG_IN_WINDOW};
use serde_json::json;

use crate::support::server::TestServer;

/// A server whose administrator has a password.
async fn with_password() -> TestServer {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    let sessions = backup_catalog::session::Sessions::new(
        store,
        std::sync::Arc::new(crate::support::clock::StandingClock::at(
            crate::support::clock::NOON,
        )),
        std::sync::Arc::new(crate::support::entropy::Counting::default()),
    );
    sessions
        .ensure_administrator("admin", Some("correct horse".to_owned()))
        .await
        .unwrap();
    TestServer::start_in(folder).await
}

fn log_in(password: &str) -> Request<Body> {
    Request::post("/api/session/login")
        .header("content-type", "application/json")
        .body(Body::from(
            json!({ "login": "admin", "password": password }).to_string(),
        ))
        .unwrap()
}

fn with_cookie(method: Method, path: &str, cookie: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", cookie)
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn a_log_in_sets_a_cookie_that_opens_the_catalog_until_the_log_out() {
    let server = with_password().await;
    let answer = server.request(log_in("correct horse")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json()["requester"]["name"], "admin");
    let set = answer.header("set-cookie").to_owned();
    let (cookie, attributes) = set.split_once("; ").unwrap();
    assert!(cookie.starts_with("SESSION="));
    assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Lax; Max-Age=604800");

    let user = server
        .request(with_cookie(Method::GET, "/api/session/user", cookie))
        .await;
    assert_eq!(user.json(), answer.json());
    let check = server
        .request(with_cookie(Method::GET, "/api/session", cookie))
        .await;
    assert_eq!(
        (check.status, check.text.as_str()),
        (StatusCode::NO_CONTENT, "")
    );

    let out = server
        .request(with_cookie(Method::POST, "/api/session/logout", cookie))
        .await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let check = server
        .request(with_cookie(Method::GET, "/api/session", cookie))
        .await;
    assert_eq!(check.status, StatusCode::UNAUTHORIZED);
    assert_eq!(check.json()["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_wrong_password_is_a_401_without_a_cookie() {
    let server = with_password().await;
    let answer = server.request(log_in("wrong")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn without_a_session_nothing_is_told_not_even_that_a_parameter_is_wrong() {
    let server = TestServer::start().await;
    for path in [
        "/api/backups",
        "/api/backups?status=DONE",
        "/api/backups/no-guid",
        "/api/catalog/entities",
    ] {
        for cookie in [
            "",
            "SESSION=",
            "SESSION=nonsense",
            "OTHER=1; SESSION=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            let answer = server.request(with_cookie(Method::GET, path, cookie)).await;
            assert_eq!(
                answer.status,
                StatusCode::UNAUTHORIZED,
                "{path} with {cookie:?}"
            );
        }
    }
    let health = server
        .request(with_cookie(Method::GET, "/api/catalog/health", ""))
        .await;
    assert_eq!(health.json()["status"], "ok");
    let postgres = crate::support::database::is_postgres();
    let engine = if postgres { "postgresql" } else { "sqlite" };
    assert_eq!(health.json()["database"], engine);
}

#[tokio::test]
async fn who_guesses_passwords_has_to_wait_and_then_the_right_one_is_right_again() {
    let server = with_password().await;
    for _ in 0..LOG_IN_LIMIT {
        let answer = server.request(log_in("wrong")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    // Not even the right one is looked at: the answer would tell which it is.
    for password in ["wrong", "correct horse"] {
        let answer = server.request(log_in(password)).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.json()["code"], "TOO_MANY_REQUESTS");
        assert_eq!(answer.header("retry-after"), "300");
    }
    server.clock.advance(LOG_IN_WINDOW - 1);
    let answer = server.request(log_in("correct horse")).await;
    assert_eq!(answer.header("retry-after"), "1");
    server.clock.advance(1);
    let answer = server.request(log_in("correct horse")).await;
    assert_eq!(answer.status, StatusCode::OK);
}
