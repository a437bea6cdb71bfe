//! A receiver of HTTP that keeps what it gets, and may be told to refuse.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::post;
use serde_json::Value;

#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// The events of a message: what happened to whom.
    pub(crate) fn events(&self) -> Vec<String> {
        let body = self.json();
        let events = body["data"]["events"].as_array().unwrap().iter();
        events
            .map(|event| {
                let name = event["subject"]["name"].as_str().unwrap();
                format!("{} {name}", event["event"].as_str().unwrap())
            })
            .collect()
    }
}

#[derive(Clone)]
struct Inner {
    got: Arc<Mutex<Vec<Got>>>,
    status: Arc<AtomicU16>,
}

pub(crate) struct Receiver {
    address: SocketAddr,
    inner: Inner,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let inner = Inner {
            got: Arc::default(),
            status: Arc::new(AtomicU16::new(204)),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/", post(take))
            .route("/{*path}", post(take))
            .with_state(inner.clone());
        let listener = listener.into_std().unwrap();
        tokio::spawn(async move {
            let server = axum_server::from_tcp(listener).unwrap();
            server.serve(router.into_make_service()).await.unwrap();
        });
        Self { address, inner }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers with this status from now on.
    pub(crate) fn answer(&self, status: u16) {
        self.inner.status.store(status, Ordering::SeqCst);
    }

    /// What came since the last time.
    pub(crate) fn take(&self) -> Vec<Got> {
        std::mem::take(&mut self.inner.got.lock().unwrap())
    }
}

async fn take(
    State(inner): State<Inner>,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, &'static str) {
    let path = uri.path().to_owned();
    inner.got.lock().unwrap().push(Got {
        path,
        headers,
        body,
    });
    let status = inner.status.load(Ordering::SeqCst);
    (StatusCode::from_u16(status).unwrap(), "because")
}
