//! A server that answers PUTs with 204, has a session cookie of another name, and a load balancer before it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) const GUID: Uuid = Uuid::from_u128(0x0f0e_5b0e_6f0c_5a52_9a4e_6f4a_8a1d_2c11);
pub(crate) const ENTITY: Uuid = Uuid::from_u128(0x7b0f_6a52_0d0e_5f0b_8a39_5d8f_7f3f_9f10);

#[derive(Debug, Default)]
struct Seen {
    requests: Vec<String>,
    bodies: Vec<String>,
}

/// The appliance, and what it was asked.
pub(crate) struct Appliance {
    pub(crate) url: String,
    seen: Arc<Mutex<Seen>>,
}

impl Appliance {
    pub(crate) async fn start() -> Self {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(Arc::clone(&seen));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, seen }
    }

    /// Method, path and cookie of each request.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// The body of each PUT.
    pub(crate) fn bodies(&self) -> Vec<String> {
        self.seen.lock().unwrap().bodies.clone()
    }
}

async fn answer(State(seen): State<Arc<Mutex<Seen>>>, request: Request) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let cookie = request
        .headers()
        .get(header::COOKIE)
        .map(|value| value.to_str().unwrap());
    let line = format!("{method} {path} {}", cookie.unwrap_or_default());
    seen.lock().unwrap().requests.push(line.trim().to_owned());
    if method == Method::PUT {
        let body = to_bytes(request.into_body(), 65_536).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        seen.lock().unwrap().bodies.push(text);
        return StatusCode::NO_CONTENT.into_response();
    }
    let json = |status: u16, body: &Value| {
        let status = StatusCode::from_u16(status).unwrap();
        (
            status,
            [(header::CONTENT_TYPE, "application/json")],
            body.to_string(),
        )
            .into_response()
    };
    let error = |status, code, message| {
        json(
            status,
            &json!({ "message": message, "code": code, "requestId": "r-1", "allowed": [] }),
        )
    };
    match path.strip_prefix("/api").unwrap() {
        "/session/login" => {
            let session =
                json!({ "requester": { "guid": Uuid::nil(), "name": "admin" }, "privileges": [] });
            let mut answer = json(200, &session);
            for cookie in ["JSESSIONID=abc; Path=/api; HttpOnly", "route=7; Path=/"] {
                answer
                    .headers_mut()
                    .append(header::SET_COOKIE, cookie.parse().unwrap());
            }
            answer
        }
        // A long body: until it is read, and written, nothing is said. The test's clock does not wait for it.
        "/catalog/ingest" => {
            tokio::time::pause();
            tokio::time::sleep(Duration::from_hours(1)).await;
            json(
                200,
                &json!({ "created": 7, "updated": 0, "unchanged": 0, "removed": 0, "rejected": [] }),
            )
        }
        "/session" | "/session/logout" => StatusCode::NO_CONTENT.into_response(),
        "/backups/detailed" => json(200, &json!([backup()])),
        "/broken" => error(503, "UNAVAILABLE", "The database is away."),
        "/page" => "<html>".into_response(),
        "/moved" => (StatusCode::FOUND, [(header::LOCATION, "/api/session")]).into_response(),
        path if path == format!("/backups/{GUID}") => json(200, &backup()),
        _ => error(404, "NOT_FOUND", "There is no such backup."),
    }
}

fn backup() -> Value {
    json!({
        "guid": GUID,
        "status": { "name": "SUCCESS", "description": "Success" },
        "snapshotTime": 1_795_420_381_625_i64,
        "size": 7_502_820,
        "protectedEntity": {
            "guid": ENTITY,
            "name": "web01",
            "type": { "name": "VM", "description": "Virtual machine" }
        },
        "taskTimeStats": { "queuedExportTime": 0, "exportTime": 0, "queuedStoreTime": 0, "storeTime": 0 },
        "backupLocations": [],
        "backupDestinations": [],
        "warnings": [],
        "warningsPresent": false,
        "warningsAcknowledged": false,
        "hidden": false,
        "chainPosition": 1,
        "mountable": true
    })
}
