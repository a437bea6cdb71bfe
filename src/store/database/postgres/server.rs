//! Where a PostgreSQL database is, and how to get there.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::Builder;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::{Role, StoreError};
use super::Postgres;

/// How much longer to wait for an answer than the server works on it: so it gives up first, and says what it was.
pub(super) const GRACE: Duration = Duration::from_secs(2);

/// How long to wait for a connection, where the URL does not say (`connect_timeout`).
const CONNECTING: Duration = Duration::from_secs(5);

/// A database of a PostgreSQL server.
#[derive(Clone)]
pub(in crate::store) struct Server {
    config: Config,
    tls: MakeRustlsConnect,
    time_out: Duration,
}

impl fmt::Debug for Server {
    /// Without the password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Server({self})")
    }
}

impl fmt::Display for Server {
    /// `host,host/database`, without the password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, host) in self.config.get_hosts().iter().enumerate() {
            if index > 0 {
                formatter.write_str(",")?;
            }
            match host {
                Host::Tcp(name) => formatter.write_str(name)?,
                #[cfg(unix)]
                Host::Unix(folder) => write!(formatter, "{}", folder.display())?,
            }
        }
        write!(
            formatter,
            " {}",
            self.config.get_dbname().unwrap_or_default()
        )
    }
}

impl Server {
    /// Reads a URL, `postgresql://user@host/database?sslmode=require`. `authority` is a PEM file with the certificates
    /// to trust; without one it is those of the system. A statement that takes longer than `time_out` fails.
    pub(in crate::store) fn new(
        url: &str,
        authority: Option<&Path>,
        time_out: Duration,
    ) -> Result<Self, StoreError> {
        let unusable = |reason: String| StoreError::Place {
            reason: format!("the database's URL cannot be used: {reason}"),
        };
        let mut config = Config::from_str(url).map_err(|error| unusable(reason(&error)))?;
        if config.get_hosts().is_empty() {
            return Err(unusable(
                "it names no host; write postgresql://HOST/DATABASE, or for a Unix socket \
                 postgresql:///DATABASE?host=FOLDER"
                    .to_owned(),
            ));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECTING);
        }
        if config.get_application_name().is_none() {
            config.application_name("backup-catalog");
        }
        config.keepalives_idle(Duration::from_secs(30));
        config.tcp_user_timeout(time_out);
        let encrypts = config.get_ssl_mode() != SslMode::Disable;
        Ok(Self {
            tls: tls(authority, encrypts)?,
            config,
            time_out,
        })
    }

    /// How long to wait for a connection: the driver's own limit is for each host, and ends when a server has picked up.
    /// No longer than for an answer.
    fn patience(&self) -> Duration {
        let hosts = u32::try_from(self.config.get_hosts().len()).unwrap_or(u32::MAX);
        let each = self.config.get_connect_timeout().unwrap_or(&CONNECTING);
        each.saturating_mul(hosts.saturating_add(1))
            .min(self.time_out + GRACE)
    }

    /// Opens a connection.
    pub(in crate::store) fn connect(
        &self,
        role: Role,
    ) -> Result<super::super::Connection, StoreError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| StoreError::Unreachable(error.to_string()))?;
        let client = runtime.block_on(async {
            let (client, connection) =
                tokio::time::timeout(self.patience(), self.config.connect(self.tls.clone()))
                    .await
                    .map_err(|_| {
                        StoreError::Unreachable("no server took the connection".to_owned())
                    })?
                    .map_err(|error| StoreError::Unreachable(reason(&error)))?;
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection to the database ended");
                }
            });
            Ok::<_, StoreError>(client)
        })?;
        let connection = Postgres {
            runtime: Some(runtime),
            client: Arc::new(client),
            statements: RefCell::default(),
            pending: RefCell::default(),
            waiting: RefCell::default(),
            patience: Cell::new(Some(self.time_out + GRACE)),
            broken: Cell::new(false),
            writing: Cell::new(false),
        };
        connection.batch(&format!("SET jit = off; {}", limits(self.time_out)))?;
        if role == Role::Reports {
            // Reports look up a thousand rows at a time by their keys. A table that has grown since the server last
            // counted it looks small to it, and it would read the whole of it each time, a hundred times slower.
            connection.batch("SET enable_seqscan = off")?;
        }
        Ok(super::super::Connection::Postgres(Box::new(connection)))
    }
}

/// Sets how long the server lets a statement run, and wait for a lock; zero: as long as it needs.
pub(super) fn limits(time_out: Duration) -> String {
    let limit = time_out.as_millis();
    format!(
        "SET statement_timeout = {limit}; SET lock_timeout = {limit}; \
         SET idle_in_transaction_session_timeout = {}",
        limit * 4
    )
}

fn tls(authority: Option<&Path>, encrypts: bool) -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = RootCertStore::empty();
    match authority {
        Some(file) => {
            let unusable = |reason: String| StoreError::Authority {
                file: PathBuf::from(file),
                reason,
            };
            for certificate in
                CertificateDer::pem_file_iter(file).map_err(|error| unusable(error.to_string()))?
            {
                let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
                roots
                    .add(certificate)
                    .map_err(|error| unusable(error.to_string()))?;
            }
        }
        None if encrypts => {
            // One that cannot be read is no reason not to try with the others.
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        None => {}
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Place {
            reason: error.to_string(),
        })?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// An error with what it rests on.
fn reason(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
