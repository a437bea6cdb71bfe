//! The server as a program: open the catalog, make the first administrator, listen, end in good order.

mod database;
mod demo;
mod door;
mod listen;
mod metrics;
mod probes;
mod retention;
mod router;
mod service_manager;
mod shutdown;
mod stale_runs;
mod tls;

use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use database::{Database, DatabaseError, DatabaseSettings};
pub use metrics::MetricsOptions;
pub use retention::AUDIT_RETENTION;
pub use router::router;
pub use tls::{TlsError, TlsFiles};

use axum_server::tls_rustls::RustlsConfig;

use crate::app::App;
use crate::clock::{Clock, SystemClock};
use crate::entropy::SystemEntropy;
use crate::http::HttpSettings;
use crate::notify::{ChannelError, Notifier, NotifySettings};
use crate::session::{Durations, SessionError, Sessions};
use crate::store::StoreError;
use crate::traces::Traces;

use door::Door;
use metrics::MetricsDoor;
use retention::Retention;
use shutdown::Signals;

/// The longest head of a request in bytes: the URL and all headers. 64 KiB (chosen: four times the longest URL).
pub const HEAD_LIMIT: usize = 64 * 1024;

/// The most headers that a request may have (chosen: browsers behind proxies send thirty).
pub const HEADERS_LIMIT: usize = 100;

/// How long the head of a request may take to arrive. 30 s (chosen).
pub const HEADER_TIME_OUT: Duration = Duration::from_secs(30);

/// The login of the first administrator.
pub const ADMINISTRATOR: &str = "admin";

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to listen on, unless systemd hands over a socket.
    pub listen: SocketAddr,
    /// How long the head of a request may take to arrive, and how long a connection may be idle.
    pub header_time_out: Duration,
    /// Where the catalog is kept; none: `backup-catalog.db` in the user's data folder, with `demo` a folder that goes
    /// with the server.
    pub database: Option<Database>,
    /// How to use a PostgreSQL server.
    pub settings: DatabaseSettings,
    /// HTTPS with these; none: HTTP.
    pub tls: Option<TlsFiles>,
    /// Where metrics are read; none: nowhere.
    pub metrics: Option<MetricsOptions>,
    /// Who is told what changes.
    pub notify: NotifySettings,
    /// Speak HTTP to a network all the same: something before this server encrypts.
    pub insecure: bool,
    /// Log-ins of one account from one address that may fail within five minutes.
    pub log_in_limit: u32,
    /// When sessions end by themselves.
    pub sessions: Durations,
    /// Days that entries of the audit log are kept.
    pub audit_retention: u32,
    /// Days after which backups that are gone, and runs that failed, are forgotten; none: they are kept.
    pub keep: Option<u32>,
    /// Serve a made-up fleet, on this machine only.
    pub demo: bool,
    /// The first administrator's password; none: one is made up and printed once.
    pub administrator_password: Option<String>,
    /// What every request passes.
    pub http: HttpSettings,
    /// The spans of requests on their way to a collector; none: nobody takes them.
    pub traces: Option<Traces>,
}

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The demo is not for a network: its password is known.
    #[error(
        "`--demo` listens on this machine only, its password is known to all; {0} is an address of the network. Use 127.0.0.1 or [::1]"
    )]
    DemoOnNetwork(SocketAddr),
    /// Passwords and the catalog would go over a network for all to read.
    #[error(
        "{0} is an address of the network, and HTTP does not encrypt: give --tls-cert and --tls-key, or listen on 127.0.0.1 behind a proxy. Where the proxy is another machine, --insecure allows HTTP"
    )]
    PlainOnNetwork(SocketAddr),
    /// The certificate or the key.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// There is no folder for the database.
    #[error("there is no data folder for this user; name a file with --database sqlite:FILE")]
    NoDataFolder,
    /// The database's folder cannot be made.
    #[error("cannot create the folder {folder}: {cause}", folder = folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: {cause}. Is another server running there? Name another address with --listen"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's reason.
        cause: io::Error,
    },
    /// The service manager hands over what is no socket of TCP that listens.
    #[error(
        "the socket that the service manager hands over cannot be used: {0}. It has to be ListenStream=ADDRESS:PORT"
    )]
    Socket(io::Error),
    /// The service manager hands over several sockets.
    #[error(
        "the service manager hands over {0} sockets, and one is served; name one ListenStream=ADDRESS:PORT only"
    )]
    Sockets(usize),
    /// Settings of the database that do not fit.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody who is told what changes cannot be.
    #[error(transparent)]
    Notify(#[from] ChannelError),
    /// The first administrator cannot be made.
    #[error("cannot create the first administrator: {0}")]
    Administrator(#[from] SessionError),
    /// The demo's records were not taken.
    #[error("cannot fill the demo catalog: {0}")]
    Demo(String),
    /// The server broke.
    #[error("the server failed: {0}")]
    Io(#[from] io::Error),
}

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    door: Door,
    metrics: Option<MetricsDoor>,
    notifier: Option<Notifier>,
    retention: Retention,
    app: Arc<App>,
    http: HttpSettings,
    traces: Option<Traces>,
    tls: Option<(TlsFiles, RustlsConfig)>,
    /// The demo's folder, removed when the server is gone.
    _folder: Option<tempfile::TempDir>,
}

impl Options {
    /// Whether a server could start with these, as far as can be said without opening anything but the certificate.
    pub fn check(&self) -> Result<(), ServeError> {
        self.check_address(self.listen)?;
        if let Some(metrics) = &self.metrics {
            self.check_address(metrics.listen)?;
        }
        if let Some(files) = &self.tls {
            files.load()?;
        }
        self.notify.channels()?;
        if let Some(database) = &self.database {
            database.check_standby(self.settings.standby.as_ref())?;
        }
        Ok(())
    }

    /// Whether this may be listened on.
    fn check_address(&self, address: SocketAddr) -> Result<(), ServeError> {
        if address.ip().is_loopback() {
            return Ok(());
        }
        if self.demo {
            return Err(ServeError::DemoOnNetwork(address));
        }
        if self.tls.is_none() && !self.insecure {
            return Err(ServeError::PlainOnNetwork(address));
        }
        Ok(())
    }
}

/// Opens the catalog and listens; requests wait until [`Server::run`].
pub async fn start(options: Options) -> Result<Server, ServeError> {
    // Before anything is opened, and before the port is taken.
    let inherited = listen::inherited()?;
    let address = inherited
        .as_ref()
        .map_or(Ok(options.listen), TcpListener::local_addr)?;
    options.check_address(address)?;
    if let Some(metrics) = &options.metrics {
        options.check_address(metrics.listen)?;
    }
    let tls = match options.tls {
        Some(ref files) => Some((files.clone(), files.load()?)),
        None => None,
    };
    options.notify.channels()?;
    let (database, folder) = place(&options)?;
    database.check_standby(options.settings.standby.as_ref())?;
    let listener = match inherited {
        Some(listener) => listener,
        None => bind(address)?,
    };
    let config = tls.as_ref().map(|(_, config)| config.clone());
    let metrics = match &options.metrics {
        Some(metrics) => Some(metrics.open(config.clone(), options.header_time_out)?),
        None => None,
    };
    let store = database.open(options.settings).await?;
    let clock = SystemClock;
    let sessions = Sessions::new(store.clone(), Arc::new(clock), Arc::new(SystemEntropy))
        .with_log_in_limit(options.log_in_limit)
        .with_durations(options.sessions);
    let app = Arc::new(App::of(store, Arc::new(clock), sessions));
    tracing::info!(database = %app.store.place(), "catalog opened");
    let password = match options.administrator_password {
        None if options.demo => Some(demo::PASSWORD.to_owned()),
        password => password,
    };
    if let Some(password) = app
        .sessions
        .ensure_administrator(ADMINISTRATOR, password)
        .await?
    {
        // Not through the log: logs are kept, and this is shown once.
        eprintln!(
            "The first administrator is `{ADMINISTRATOR}`, password `{password}`. It is not shown again."
        );
    }
    let notifier = Notifier::new(app.store.clone(), Arc::new(clock), &options.notify)?;
    if options.demo {
        demo::fill(&app.store, clock.now()).await?;
    }
    Ok(Server {
        door: Door {
            listener,
            tls: config,
            header_time_out: options.header_time_out,
        },
        metrics,
        notifier,
        retention: Retention {
            audit: options.audit_retention,
            history: options.keep,
        },
        app,
        http: HttpSettings {
            encrypted: tls.is_some(),
            traces: options.traces.is_some(),
            ..options.http
        },
        traces: options.traces,
        tls,
        _folder: folder,
    })
}

impl Server {
    /// The address that it listens on.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.door.listener.local_addr()
    }

    /// The address where metrics are read.
    pub fn metrics_address(&self) -> Option<io::Result<SocketAddr>> {
        self.metrics.as_ref().map(MetricsDoor::address)
    }

    /// Whether it speaks HTTPS.
    pub fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// Answers requests until SIGTERM or SIGINT. What is under way then has 10 s, 9 where traces are sent; a second signal ends it at once.
    pub async fn run(self) -> Result<(), ServeError> {
        let signals = Signals::listen()?;
        let handle = axum_server::Handle::new();
        let of_metrics = axum_server::Handle::new();
        let endings = [handle.clone(), of_metrics.clone()];
        tokio::spawn(retention::forget_daily(
            Arc::clone(&self.app),
            self.retention,
        ));
        if let Some(notifier) = self.notifier {
            tokio::spawn(notifier.run());
        }
        tokio::spawn(stale_runs::find_again_and_again(Arc::clone(&self.app)));
        let readiness = probes::Readiness::new(Arc::clone(&self.app));
        let ready = readiness.clone();
        let asked = signals.clone();
        let grace = shutdown::of_requests(self.traces.is_some());
        tokio::spawn(async move {
            asked.came(1).await;
            tracing::info!("ending: requests under way have {} s", grace.as_secs());
            ready.end();
            service_manager::ending();
            for ending in &endings {
                ending.graceful_shutdown(Some(grace));
            }
            asked.came(2).await;
            tracing::warn!("ending at once");
            endings.iter().for_each(axum_server::Handle::shutdown);
        });
        let router = router::router_that_ends(Arc::clone(&self.app), readiness, &self.http);
        let metrics = self
            .metrics
            .map(|metrics| metrics.serve(self.app, &self.http, of_metrics));
        service_manager::ready();
        if let Some((files, config)) = self.tls {
            shutdown::on_hang_up(move || files.reload(&config))?;
        }
        let metrics = async {
            match metrics {
                Some(metrics) => metrics.await,
                None => Ok(()),
            }
        };
        tokio::try_join!(self.door.serve(router, handle), metrics)?;
        if let Some(traces) = self.traces {
            tokio::select! {
                () = traces.end(signals.time_left()) => {}
                () = signals.came(2) => {}
            }
        }
        Ok(())
    }
}

fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).map_err(|cause| ServeError::Listen { address, cause })
}

/// The database, and the folder to remove afterwards.
fn place(options: &Options) -> Result<(Database, Option<tempfile::TempDir>), ServeError> {
    if let Some(database) = &options.database {
        return Ok((database.clone(), None));
    }
    if options.demo {
        let folder = tempfile::Builder::new()
            .prefix("backup-catalog-demo-")
            .tempdir()?;
        let file = folder.path().join("backup-catalog.db");
        return Ok((Database::Sqlite(file), Some(folder)));
    }
    let folder = data_folder().ok_or(ServeError::NoDataFolder)?;
    fs::create_dir_all(&folder).map_err(|cause| ServeError::Folder {
        folder: folder.clone(),
        cause,
    })?;
    Ok((Database::Sqlite(folder.join("backup-catalog.db")), None))
}

fn data_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(
        etcetera::choose_base_strategy()
            .ok()?
            .data_dir()
            .join("backup-catalog"),
    )
}
