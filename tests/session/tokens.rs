//! API tokens as a client sees them.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use crate::support::clock::NOON;
use crate::support::server::{Answer, TestServer};

async fn create(server: &TestServer, request: &Value) -> (String, Value) {
    let answer = server.post("/api/catalog/tokens", request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let body = answer.json();
    let secret = body["secret"].as_str().unwrap().to_owned();
    (secret, body["token"].clone())
}

async fn with(server: &TestServer, secret: &str, method: Method, path: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {secret}"));
    server.request(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_token_does_what_its_roles_allow_until_it_is_revoked() {
    let server = TestServer::start().await;
    let (secret, token) = create(&server, &json!({"name": "eye", "roles": ["VIEWER"]})).await;
    assert!(secret.starts_with("bc_") && secret.len() == 46, "{secret}");
    assert_eq!(token["createdBy"], "admin");
    let list = with(&server, &secret, Method::GET, "/api/backups").await;
    assert_eq!(list.rows(), Vec::<Value>::new());
    let refused = with(&server, &secret, Method::GET, "/api/catalog/tokens").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // Nobody sees the secret again, and the use is noted.
    let listed = server.get("/api/catalog/tokens").await;
    assert!(!listed.text.contains(&secret[3..]), "{}", listed.text);
    assert_eq!(listed.rows()[0]["lastUsed"], NOON);
    let path = format!("/api/catalog/tokens/{}", token["guid"].as_str().unwrap());
    let revoked = server.send(Method::DELETE, &path, "", "").await;
    assert_eq!(revoked.json()["revoked"], NOON);
    let over = with(&server, &secret, Method::GET, "/api/backups").await;
    assert_eq!(over.status, StatusCode::UNAUTHORIZED, "at once");
    // Again: it stays as it is. And its name is free.
    server.clock.advance(1);
    let again = server.send(Method::DELETE, &path, "", "").await;
    assert_eq!(again.json(), revoked.json());
    create(&server, &json!({"name": "eye", "roles": ["VIEWER"]})).await;
}

#[tokio::test]
async fn a_token_ends_when_it_is_said_to() {
    let server = TestServer::start().await;
    let request = json!({"name": "short", "roles": ["VIEWER"], "expires": NOON + 10_000});
    let (secret, _) = create(&server, &request).await;
    server.clock.advance(9_999);
    let last = with(&server, &secret, Method::GET, "/api/session").await;
    assert_eq!(last.status, StatusCode::NO_CONTENT);
    server.clock.advance(1);
    let over = with(&server, &secret, Method::GET, "/api/session").await;
    assert_eq!(over.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_client_that_knows_only_cookies_logs_in_with_a_token_and_ends_with_it() {
    let server = TestServer::start().await;
    let (secret, token) = create(&server, &json!({"name": "old", "roles": ["VIEWER"]})).await;
    let body = json!({"token": secret}).to_string();
    let log_in = |body: String| {
        let request = Request::post("/api/session/login-with-token");
        let request = request.header("content-type", "application/json");
        server.request(request.body(Body::from(body)).unwrap())
    };
    let answer = log_in(body.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json()["requester"]["name"], "old");
    let privileges = answer.json()["privileges"].clone();
    assert_eq!(
        privileges,
        json!([{"name": "VIEW", "description": "See backups"}])
    );
    let (cookie, _) = answer.header("set-cookie").split_once("; ").unwrap();
    let check = async || {
        let request = Request::get("/api/session").header("cookie", cookie);
        server.request(request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(check().await.status, StatusCode::NO_CONTENT);
    let path = format!("/api/catalog/tokens/{}", token["guid"].as_str().unwrap());
    server.send(Method::DELETE, &path, "", "").await;
    assert_eq!(check().await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(log_in(body).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nobody_gives_what_they_have_not() {
    let server = TestServer::start().await;
    let clerk = json!({"name": "clerk", "roles": ["ADMINISTRATOR"]});
    let (secret, _) = create(&server, &clerk).await;
    let whoami = with(&server, &secret, Method::GET, "/api/session/user").await;
    assert_eq!(whoami.json()["privileges"].as_array().unwrap().len(), 7);
    // One may administer tokens and nothing else.
    let role = backup_catalog::domain::role::Role {
        name: "CLERK".to_owned(),
        description: String::new(),
        privileges: [backup_catalog::domain::role::Privilege::Admin].into(),
        built_in: false,
    };
    let actor = backup_catalog::domain::audit::Actor::command_line("test");
    let event = backup_catalog::domain::audit::Event::done(NOON, "role.set", actor);
    server.app.store.set_role(role, event).await.unwrap();
    let cookie = server.enter(3, &["CLERK"], <_>::default()).await;
    let server = server.with_cookie(&cookie);
    let request = json!({"name": "more", "roles": ["VIEWER"]});
    let refused = server.post("/api/catalog/tokens", &request).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    let unknown = json!({"name": "more", "roles": ["KING"]});
    let refused = server.post("/api/catalog/tokens", &unknown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json()["parameter"], "roles");
    create(&server, &json!({"name": "equal", "roles": ["CLERK"]})).await;
}
