//! Our own server with a defect before it, on a socket.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Request};
use axum::response::Response;
use backup_catalog::app::App;
use backup_catalog::client::{Address, Session};
use backup_catalog::demo::Fleet;
use backup_catalog::domain::record::{Rules, from_text};
use backup_catalog::http::HttpSettings;
use backup_catalog::ingest::ingest_records;
use backup_catalog::serve::router;
use backup_catalog::verify::{
    Check, Interrupt, Options, Outcome, Profile, State as CheckState, verify,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use super::asked::{Asked, Reply};
use super::defect::Defect;
use super::support::clock::{NOON, StandingClock};
use super::support::entropy::Counting;
use super::support::{catalog, database};

/// What a server holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holding {
    Nothing,
    /// The twelve backups of `support::catalog`, and a few that make every parameter tell something.
    Fleet,
    /// A small made-up fleet, more than a sample.
    Demo,
}

/// A server, gone when it is dropped.
pub(crate) struct Served {
    pub(crate) base: String,
    /// Every request that came: method and address.
    pub(crate) seen: Arc<Mutex<Vec<String>>>,
    defect: Arc<Mutex<Option<Defect>>>,
    _folder: TempDir,
}

struct Proxy {
    inner: Router,
    defect: Arc<Mutex<Option<Defect>>>,
    session: Mutex<Option<HeaderValue>>,
    number: AtomicUsize,
    seen: Arc<Mutex<Vec<String>>>,
}

/// Starts a server.
pub(crate) async fn serve(holding: Holding, defect: Option<Defect>) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let store = database::open(folder.path()).await;
    let clock = Arc::new(StandingClock::at(NOON));
    let app = Arc::new(App::new(store, clock, Arc::new(Counting::default())));
    app.sessions
        .ensure_administrator("admin", Some("demo".to_owned()))
        .await
        .unwrap();
    fill(&app, holding).await;
    let seen = Arc::default();
    let defect = Arc::new(Mutex::new(defect));
    let proxy = Arc::new(Proxy {
        inner: router(Arc::clone(&app), &HttpSettings::default()),
        defect: Arc::clone(&defect),
        session: Mutex::default(),
        number: AtomicUsize::new(0),
        seen: Arc::clone(&seen),
    });
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
        .await
        .unwrap();
    let base = format!("http://{}/api", listener.local_addr().unwrap());
    let outer = Router::new().fallback(pass).with_state(proxy);
    tokio::spawn(async move { axum::serve(listener, outer).await });
    Served {
        base,
        seen,
        defect,
        _folder: folder,
    }
}

async fn fill(app: &App, holding: Holding) {
    let records: Vec<_> = match holding {
        Holding::Nothing => return,
        Holding::Demo => Fleet {
            entities: 12,
            days: 40,
            now: NOON,
            seed: 7,
        }
        .records()
        .collect(),
        Holding::Fleet => {
            let mut records = catalog::records();
            records.extend(more());
            let read = |record: &Value| from_text(&record.to_string(), Rules::default());
            records
                .iter()
                .map(|record| read(record).expect("a record"))
                .collect()
        }
    };
    let report = ingest_records(&app.store, records, NOON).await.unwrap();
    assert!(report.rejected.is_empty(), "{report:?}");
}

/// What the fleet has not: archived copies with a day to expire, ways of export, notes, several nodes at one time.
fn more() -> Vec<Value> {
    let record = |n: u8, hour: i64| {
        json!({
            "v": 1, "source": "others", "repository": "vault", "id": format!("more-{n}"),
            "guid": format!("b0000000-0000-4000-8000-{:012}", 100 + u16::from(n)),
            "started": catalog::november(10, hour), "finished": catalog::november(10, hour) + 61_000,
            "entity": { "type": "VM", "name": format!("Ordner {n}%") },
            "node": { "guid": catalog::node(1), "name": "node-a" },
            "policy": { "guid": catalog::policy(2), "name": "archive" },
            "destination": { "guid": catalog::destination(3), "name": "tape" },
            "status": "SUCCESS", "size": 2_000 + i64::from(n), "transferred": 1_000 / i64::from(n),
            "objects": 7 * i64::from(n), "mode": if n == 1 { "HOT_ADD" } else { "NBD" },
            "archiveExpire": catalog::november(10 + i64::from(n), 0),
            "description": format!("Vor dem Umzug, Teil {n}"), "origin": { "type": "USER", "name": format!("user {n}") },
            "times": { "queuedExport": 5, "export": 1_000 * i64::from(n), "queuedStore": 7, "store": 3_000 },
        })
    };
    let mut last = record(3, 9);
    last["warnings"] = json!(["a file was open"]);
    last["hidden"] = json!(true);
    vec![record(1, 8), record(2, 8), last]
}

async fn pass(State(proxy): State<Arc<Proxy>>, request: Request<Body>) -> Response {
    let mut asked = Asked::read(request).await;
    asked.number = proxy.number.fetch_add(1, Ordering::SeqCst);
    asked.session.clone_from(&proxy.session.lock().unwrap());
    let target = format!("{} {}?{}", asked.method, asked.path, asked.query);
    proxy.seen.lock().unwrap().push(target);
    let original = asked.clone();
    proxy.before(&mut asked);
    let is_login = asked.path == "/session/login";
    let mut reply = proxy.send(asked).await;
    if is_login && let Some(cookie) = reply.headers.get("set-cookie") {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap();
        *proxy.session.lock().unwrap() = Some(pair.parse().unwrap());
    }
    if let Some(more) = proxy.also(&original) {
        proxy.send(more).await;
    }
    proxy.after(&original, &mut reply);
    reply.response()
}

impl Proxy {
    fn before(&self, asked: &mut Asked) {
        if let Some(before) = self
            .defect
            .lock()
            .unwrap()
            .as_ref()
            .and_then(|it| it.before.as_ref())
        {
            before(asked);
        }
    }

    fn also(&self, asked: &Asked) -> Option<Asked> {
        self.defect.lock().unwrap().as_ref()?.also.as_ref()?(asked)
    }

    fn after(&self, asked: &Asked, reply: &mut Reply) {
        if let Some(after) = self
            .defect
            .lock()
            .unwrap()
            .as_ref()
            .and_then(|it| it.after.as_ref())
        {
            after(asked, reply);
        }
    }

    async fn send(&self, asked: Asked) -> Reply {
        Reply::read(self.inner.clone().oneshot(asked.request()).await.unwrap()).await
    }
}

impl Served {
    /// Another defect instead.
    pub(crate) fn plant(&self, defect: Option<Defect>) {
        *self.defect.lock().unwrap() = defect;
    }

    pub(crate) fn options(&self) -> Options {
        Options {
            base: self.base.clone(),
            authority: None,
            login: "admin".to_owned(),
            password: "demo".to_owned(),
            profile: Profile::Full,
            read_only: false,
            only: Vec::new(),
            sample: 240,
        }
    }

    /// All that it says of its backups.
    pub(crate) async fn everything(&self) -> Value {
        let address: Address = self.base.parse().unwrap();
        let session = Session::log_in(address, "admin", "demo").await.unwrap();
        session.get("/backups/detailed").await.unwrap()
    }

    /// Verifies it.
    pub(crate) async fn verify(&self, options: Options) -> Outcome {
        verify(options, Interrupt::default(), &mut |_, _, _| ())
            .await
            .unwrap()
    }
}

/// The ids of the checks that failed.
pub(crate) fn failed(outcome: &Outcome) -> Vec<&str> {
    let failed = |check: &&Check| check.state() == CheckState::Failed;
    outcome
        .checks
        .iter()
        .filter(failed)
        .map(|check| check.id.as_str())
        .collect()
}

/// Fails with everything that was found.
#[track_caller]
pub(crate) fn assert_held(outcome: &Outcome) {
    let text = backup_catalog::verify::report::text(outcome);
    assert!(
        failed(outcome).is_empty() && outcome.ended.is_none(),
        "{text}"
    );
}
