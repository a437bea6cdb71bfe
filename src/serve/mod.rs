//! The server as a program: open the catalog, make the first administrator, listen, end in good order.

mod database;
mod demo;
mod router;
mod shutdown;

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;

pub use database::{Database, DatabaseError, DatabaseSettings};
pub use router::router;

use crate::app::App;
use crate::clock::{Clock, SystemClock};
use crate::entropy::SystemEntropy;
use crate::http::HttpSettings;
use crate::session::SessionError;
use crate::store::StoreError;

/// The login of the first administrator.
pub const ADMINISTRATOR: &str = "admin";

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Where the catalog is kept; none: `backup-catalog.db` in the user's data folder, with `demo` a folder that goes
    /// with the server.
    pub database: Option<Database>,
    /// How to use a PostgreSQL server.
    pub settings: DatabaseSettings,
    /// Serve a made-up fleet, on this machine only.
    pub demo: bool,
    /// The first administrator's password; none: one is made up and printed once.
    pub administrator_password: Option<String>,
    /// What every request passes.
    pub http: HttpSettings,
}

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The demo is not for a network: its password is known.
    #[error(
        "`--demo` listens on this machine only, its password is known to all; {0} is an address of the network. Use 127.0.0.1 or [::1]"
    )]
    DemoOnNetwork(SocketAddr),
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
    /// Settings of the database that do not fit.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
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
    listener: TcpListener,
    app: Arc<App>,
    http: HttpSettings,
    /// The demo's folder, removed when the server is gone.
    _folder: Option<tempfile::TempDir>,
}

/// Opens the catalog and listens; requests wait until [`Server::run`].
pub async fn start(options: Options) -> Result<Server, ServeError> {
    if options.demo && !options.listen.ip().is_loopback() {
        return Err(ServeError::DemoOnNetwork(options.listen));
    }
    let (database, folder) = place(&options)?;
    database.check_standby(options.settings.standby.as_ref())?;
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|cause| ServeError::Listen {
            address: options.listen,
            cause,
        })?;
    let store = database.open(options.settings).await?;
    let clock = SystemClock;
    let app = Arc::new(App::new(store, Arc::new(clock), Arc::new(SystemEntropy)));
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
    if options.demo {
        demo::fill(&app.store, clock.now()).await?;
    }
    Ok(Server {
        listener,
        app,
        http: options.http,
        _folder: folder,
    })
}

impl Server {
    /// The address that it listens on.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers requests until SIGTERM or SIGINT. What is under way then has 10 s; a second signal ends it at once.
    pub async fn run(self) -> Result<(), ServeError> {
        let (first, second) = shutdown::signals()?;
        let (ending, ended) = tokio::sync::oneshot::channel();
        let serve = axum::serve(self.listener, router(self.app, &self.http))
            .with_graceful_shutdown(async move {
                first.await;
                tracing::info!(
                    "ending: requests under way have {} s",
                    shutdown::GRACE.as_secs()
                );
                // The receiver is gone only when the server is.
                let _ = ending.send(());
            });
        let too_late = async {
            if ended.await.is_ok() {
                tokio::select! { () = second => {}, () = tokio::time::sleep(shutdown::GRACE) => {} }
            } else {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            result = async { serve.await } => result?,
            () = too_late => tracing::warn!("ended with requests under way"),
        }
        Ok(())
    }
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
