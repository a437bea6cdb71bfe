//! The whole server in this process: real router, real SQLite file, no socket.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use backup_catalog::app::App;
use backup_catalog::domain::audit::{Actor, Event};
use backup_catalog::domain::principal::{Principal, PrincipalKind};
use backup_catalog::domain::role::ADMINISTRATOR;
use backup_catalog::domain::scope::Scope;
use backup_catalog::http::HttpSettings;
use backup_catalog::serve::router;
use backup_catalog::session::Token;
use backup_catalog::store::Store;
use backup_catalog::store::sessions::NewSession;
use backup_catalog::store::users::User;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::clock::{NOON, StandingClock};
use super::database;
use super::entropy::Counting;

pub struct TestServer {
    pub app: Arc<App>,
    pub clock: StandingClock,
    pub folder: TempDir,
    router: Router,
    cookie: String,
}

/// An answer, its body parsed where it is JSON.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error} in {:?}", self.text))
    }

    /// The rows of a list.
    pub fn rows(&self) -> Vec<Value> {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self.json().as_array().expect("a list").clone()
    }

    /// `X-Total-Count`.
    pub fn total(&self) -> i64 {
        self.header("x-total-count").parse().expect("a number")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no header {name}"))
            .to_str()
            .unwrap()
    }
}

fn user(number: u8, login: &str, roles: &[&str], scope: Scope) -> User {
    User {
        guid: Uuid::from_u128(u128::from(number)),
        login: login.to_owned(),
        password_hash: "none".to_owned(),
        created: NOON,
        disabled: false,
        roles: roles.iter().map(|&role| role.to_owned()).collect(),
        scope,
    }
}

async fn begin(store: &Store, user: &User, token: &Token) {
    let principal = Principal {
        kind: PrincipalKind::User,
        guid: user.guid,
        name: user.login.clone(),
        privileges: [].into(),
        scope: user.scope.clone(),
    };
    let event = Event::done(NOON, "session.login", principal.actor(None));
    let session = NewSession {
        token_hash: token.hash(),
        principal,
        now: NOON,
        idle: NOON,
        old: NOON,
    };
    store.add_session(session, event).await.unwrap();
}

impl TestServer {
    /// An empty catalog at noon of 2026-11-23, with a session.
    pub async fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap()).await
    }

    /// The catalog of a folder.
    pub async fn start_in(folder: TempDir) -> Self {
        let store = database::open(folder.path()).await;
        Self::of(store, folder, 9).await
    }

    /// A server of this catalog, with a session of its own for each `token`.
    pub async fn of(store: Store, folder: TempDir, token: u8) -> Self {
        let clock = StandingClock::at(NOON);
        // No password: hashing one would be most of the time that a test takes.
        let admin = user(1, "admin", &[ADMINISTRATOR], Scope::Everything);
        let event = Event::done(NOON, "user.create", Actor::command_line("test"));
        store.add_first_user(admin.clone(), event).await.unwrap();
        let token = Token::new([token; 32]);
        begin(&store, &admin, &token).await;
        let app = Arc::new(App::new(
            store,
            Arc::new(clock.clone()),
            Arc::new(Counting::default()),
        ));
        let router = router(Arc::clone(&app), &HttpSettings::default());
        Self {
            app,
            clock,
            folder,
            router,
            cookie: format!("SESSION={}", token.as_str()),
        }
    }

    /// Another server of the same catalog, clock and session; the folder stays the other one's.
    pub fn beside(other: &Self, store: Store) -> Self {
        let app = Arc::new(App::new(
            store,
            Arc::new(other.clock.clone()),
            Arc::new(Counting::default()),
        ));
        Self {
            router: router(Arc::clone(&app), &HttpSettings::default()),
            app,
            clock: other.clock.clone(),
            folder: tempfile::tempdir().unwrap(),
            cookie: other.cookie.clone(),
        }
    }

    /// A session of another user, who has these roles and sees this scope: its cookie. Each `number` is another user.
    pub async fn enter(&self, number: u8, roles: &[&str], scope: Scope) -> String {
        let store = &self.app.store;
        let other = user(number, &format!("user {number}"), roles, scope);
        let event = Event::done(NOON, "user.create", Actor::command_line("test"));
        store.add_user(other.clone(), event).await.unwrap();
        let token = Token::new([100 + number; 32]);
        begin(store, &other, &token).await;
        format!("SESSION={}", token.as_str())
    }

    /// The server with another session.
    pub fn with_cookie(mut self, cookie: &str) -> Self {
        cookie.clone_into(&mut self.cookie);
        self
    }

    /// The session's `Cookie` header.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Sends a request with the session's cookie; `path` starts with `/`.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        content_type: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &self.cookie);
        if !content_type.is_empty() {
            request = request.header("content-type", content_type);
        }
        self.request(request.body(body.into()).unwrap()).await
    }

    /// Asks with the session's cookie; the body of the answer is still to come.
    pub async fn open(&self, path: &str) -> Response {
        let request = Request::get(path).header("cookie", &self.cookie);
        self.router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    }

    /// Sends a request as it is.
    pub async fn request(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", Body::empty()).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, "application/json", body.to_string())
            .await
    }

    /// A PUT that wants the state with this `ETag`.
    pub async fn put_if(&self, path: &str, body: &Value, etag: &str) -> Answer {
        let request = Request::put(path)
            .header("cookie", &self.cookie)
            .header("content-type", "application/json")
            .header("if-match", etag);
        self.request(request.body(body.to_string().into()).unwrap())
            .await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, "application/json", body.to_string())
            .await
    }

    /// Reports records, one a line; all must be taken.
    pub async fn report(&self, records: &[Value]) -> Value {
        let lines = records
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n");
        let answer = self
            .send(
                Method::POST,
                "/api/catalog/ingest?atomic=true",
                "application/x-ndjson",
                lines,
            )
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }
}
