//! What can be set about the server, by the same name in a file, in the environment and as a flag.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use schemars::JsonSchema;
use serde::Deserialize;

use super::log::LogFormat;
use super::parse::{Network, Origin, all_parsed, parsed};
use crate::cli::failure::Failure;
use crate::cli::secret;
use crate::http::HttpSettings;
use crate::metrics::ENTITIES;
use crate::notify::NotifySettings;
use crate::serve::{
    AUDIT_RETENTION, Database, DatabaseSettings, HEADER_TIME_OUT, MetricsOptions, Options, TlsFiles,
};
use crate::session::{Durations, IDLE, LIFETIME, LOG_IN_LIMIT};
use crate::store::COLUMNS_MEMORY;
use crate::traces::{Endpoint, Traces};

/// Settings of `backup-catalog serve`. What is left out has its default.
#[allow(
    clippy::doc_markdown,
    reason = "clap and the schema show the text as it is"
)]
#[derive(Debug, Default, Args, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(in crate::cli) struct Settings {
    /// The address to listen on; port 0 takes a free one [default: 127.0.0.1:8181]
    #[arg(long, value_name = "ADDR:PORT", env = "BACKUP_CATALOG_LISTEN")]
    listen: Option<SocketAddr>,
    /// Where the catalog is kept, sqlite:FILE or postgresql://USER@HOST/DATABASE; by default a file in the user's data
    /// folder. A password belongs into the environment or the configuration: everybody sees arguments
    #[arg(
        long,
        value_name = "DATABASE",
        env = "BACKUP_CATALOG_DATABASE",
        hide_env_values = true
    )]
    #[serde(deserialize_with = "parsed")]
    #[schemars(with = "Option<String>")]
    database: Option<Database>,
    /// A hot standby of a PostgreSQL server, to read from: postgresql://USER@HOST/DATABASE
    #[arg(
        long,
        value_name = "DATABASE",
        env = "BACKUP_CATALOG_READ_DATABASE",
        hide_env_values = true
    )]
    #[serde(deserialize_with = "parsed")]
    #[schemars(with = "Option<String>")]
    read_database: Option<Database>,
    /// PEM file with the certificates to trust in a PostgreSQL server; by default the system's
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_DATABASE_CA")]
    database_ca: Option<PathBuf>,
    /// Connections to a PostgreSQL server that read, at most; two more write. A standby has as many [default: 16]
    #[arg(
        long,
        value_name = "N",
        env = "BACKUP_CATALOG_DATABASE_CONNECTIONS",
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(2..=1000)
    )]
    #[schemars(range(min = 2, max = 1000))]
    database_connections: Option<usize>,
    /// Seconds after which a statement of a PostgreSQL server is given up [default: 30]
    #[arg(
        long,
        value_name = "S",
        env = "BACKUP_CATALOG_DATABASE_TIMEOUT",
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    #[schemars(range(min = 1, max = 3600))]
    database_timeout: Option<u64>,
    /// Memory for a copy of what filters and sums read, MiB; a backup takes 28 bytes. 0: no copy, the database answers
    /// [default: 384]
    #[arg(
        long,
        value_name = "MIB",
        env = "BACKUP_CATALOG_COLUMNS_MEMORY",
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(0..=1_048_576)
    )]
    #[schemars(range(min = 0, max = 1_048_576))]
    columns_memory: Option<usize>,
    /// Serve HTTPS: PEM file with the certificate, followed by those between it and the authority; read again on SIGHUP
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_TLS_CERT")]
    tls_cert: Option<PathBuf>,
    /// PEM file with the certificate's private key
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// Where Prometheus reads /metrics, an address of its own [default: nowhere]
    #[arg(long, value_name = "ADDR:PORT", env = "BACKUP_CATALOG_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
    /// Entities with metrics of their own, at most, the most urgent first [default: 5000]
    #[arg(
        long,
        value_name = "N",
        env = "BACKUP_CATALOG_METRICS_ENTITIES",
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(0..=1_000_000)
    )]
    #[schemars(range(min = 0, max = 1_000_000))]
    metrics_entities: Option<usize>,
    /// A collector of OpenTelemetry, http://HOST:4318, that gets a trace of each request [default: none]
    #[arg(long, value_name = "URL", env = "BACKUP_CATALOG_OTLP_ENDPOINT")]
    #[serde(deserialize_with = "parsed")]
    #[schemars(with = "Option<String>")]
    otlp_endpoint: Option<Endpoint>,
    /// Who is told what changes.
    #[arg(skip)]
    #[schemars(with = "NotifySettings")]
    pub(super) notify: Option<NotifySettings>,
    /// Serve HTTP to a network: something between encrypts, such as a proxy on another machine
    #[arg(
        long,
        value_name = "BOOL",
        env = "BACKUP_CATALOG_INSECURE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        hide_possible_values = true
    )]
    insecure: Option<bool>,
    /// An origin, such as https://intranet.example, whose pages may call the API with the user's cookie; several: a comma
    /// between
    #[arg(
        long,
        value_name = "ORIGIN",
        env = "BACKUP_CATALOG_ALLOW_ORIGIN",
        value_delimiter = ','
    )]
    #[serde(deserialize_with = "all_parsed")]
    #[schemars(with = "Option<Vec<String>>")]
    allow_origin: Option<Vec<Origin>>,
    /// A proxy before this server, an address or a network such as 10.0.0.0/8: the clients' addresses are in its
    /// X-Forwarded-For; several: a comma between
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "BACKUP_CATALOG_TRUSTED_PROXY",
        value_delimiter = ','
    )]
    #[serde(deserialize_with = "all_parsed")]
    #[schemars(with = "Option<Vec<String>>")]
    trusted_proxy: Option<Vec<Network>>,
    /// File whose first line is the first administrator's password
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_ADMIN_PASSWORD_FILE")]
    admin_password_file: Option<PathBuf>,
    /// Log-ins of one account from one address that may fail within five minutes [default: 10]
    #[arg(
        long,
        value_name = "N",
        env = "BACKUP_CATALOG_LOG_IN_LIMIT",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    #[schemars(range(min = 1))]
    log_in_limit: Option<u32>,
    /// Seconds after its last use that a session ends [default: 43200]
    #[arg(
        long,
        value_name = "S",
        env = "BACKUP_CATALOG_SESSION_IDLE",
        value_parser = clap::value_parser!(u32).range(1..=31_536_000)
    )]
    #[schemars(range(min = 1, max = 31_536_000))]
    session_idle: Option<u32>,
    /// Seconds after the log-in that a session ends, however much it is used [default: 604800]
    #[arg(
        long,
        value_name = "S",
        env = "BACKUP_CATALOG_SESSION_LIFETIME",
        value_parser = clap::value_parser!(u32).range(1..=31_536_000)
    )]
    #[schemars(range(min = 1, max = 31_536_000))]
    session_lifetime: Option<u32>,
    /// Days that entries of the audit log are kept [default: 400]
    #[arg(
        long,
        value_name = "DAYS",
        env = "BACKUP_CATALOG_AUDIT_RETENTION",
        value_parser = clap::value_parser!(u32).range(1..=36_500)
    )]
    #[schemars(range(min = 1, max = 36_500))]
    audit_retention: Option<u32>,
    /// Days after which backups that are gone, and runs that failed, are forgotten; of each entity the newest backup and
    /// the newest good one stay [default: they are kept]
    #[arg(
        long,
        value_name = "DAYS",
        env = "BACKUP_CATALOG_KEEP",
        value_parser = clap::value_parser!(u32).range(1..=36_500)
    )]
    #[schemars(range(min = 1, max = 36_500))]
    keep: Option<u32>,
    /// Seconds that the head of a request may take to arrive, and a connection may be idle [default: 30]
    #[arg(
        long,
        value_name = "S",
        env = "BACKUP_CATALOG_HEADER_TIMEOUT",
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    #[schemars(range(min = 1, max = 3600))]
    header_timeout: Option<u64>,
    /// Seconds until the answer to a request begins, counted from the last piece of its body; and until a JSON body is
    /// complete [default: 60]
    #[arg(
        long,
        value_name = "S",
        env = "BACKUP_CATALOG_REQUEST_TIMEOUT",
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    #[schemars(range(min = 1, max = 3600))]
    request_timeout: Option<u64>,
    /// Serve a made-up fleet, on this machine only, login admin, password demo; gone when the server ends, unless
    /// a database is given
    #[arg(
        long,
        value_name = "BOOL",
        env = "BACKUP_CATALOG_DEMO",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        hide_possible_values = true
    )]
    demo: Option<bool>,
    /// How log lines look [default: text]
    #[arg(
        long,
        alias = "log",
        value_name = "FORMAT",
        env = "BACKUP_CATALOG_LOG_FORMAT",
        value_enum
    )]
    log_format: Option<LogFormat>,
    /// What is logged: debug, info, warn, error, or for parts, such as info,backup_catalog::store=debug [default: info]
    #[arg(long, value_name = "FILTER", env = "BACKUP_CATALOG_LOG")]
    log_level: Option<String>,
}

impl Settings {
    /// These, and where they say nothing, the others.
    pub(super) fn over(self, others: Self) -> Self {
        macro_rules! first_of {
            ($($name:ident)*) => { Self { $( $name: self.$name.or(others.$name), )* } };
        }
        first_of! {
            listen database read_database database_ca database_connections database_timeout columns_memory tls_cert
            tls_key metrics_listen metrics_entities otlp_endpoint notify insecure allow_origin trusted_proxy
            admin_password_file log_in_limit session_idle session_lifetime audit_retention keep
            header_timeout
            request_timeout demo log_format log_level
        }
    }

    /// How log lines look, and what is logged.
    pub(super) fn log(&self) -> (LogFormat, &str) {
        let level = self.log_level.as_deref().filter(|text| !text.is_empty());
        (self.log_format.unwrap_or_default(), level.unwrap_or("info"))
    }

    /// Where spans of requests go, from now on.
    pub(super) fn traces(&self) -> Result<Option<Traces>, Failure> {
        let traces = self.otlp_endpoint.as_ref().map(Traces::to).transpose();
        traces.map_err(|error| Failure::usage(error.to_string()))
    }

    /// With the defaults, for a server that sends no traces yet. The first administrator's password is read where a file
    /// has it.
    pub(super) fn into_options(self) -> Result<Options, Failure> {
        let database = DatabaseSettings::default();
        let http = HttpSettings::default();
        let tls = match (self.tls_cert, self.tls_key) {
            (None, None) => None,
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
            (Some(_), None) => return Err(Failure::usage("--tls-cert needs --tls-key beside it")),
            (None, Some(_)) => return Err(Failure::usage("--tls-key needs --tls-cert beside it")),
        };
        let insecure = self.insecure.unwrap_or_default();
        if insecure && tls.is_some() {
            return Err(Failure::usage(
                "--insecure is for a server without HTTPS; leave it out, or leave out --tls-cert and --tls-key",
            ));
        }
        let password = self.admin_password_file.as_deref();
        Ok(Options {
            listen: self
                .listen
                .unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 8181))),
            header_time_out: self
                .header_timeout
                .map_or(HEADER_TIME_OUT, Duration::from_secs),
            database: self.database,
            settings: DatabaseSettings {
                standby: self.read_database,
                authority: self.database_ca,
                connections: self.database_connections.unwrap_or(database.connections),
                time_out: self
                    .database_timeout
                    .map_or(database.time_out, Duration::from_secs),
                columns_memory: self
                    .columns_memory
                    .map_or(COLUMNS_MEMORY, |mebibytes| mebibytes << 20),
            },
            tls,
            metrics: self.metrics_listen.map(|listen| MetricsOptions {
                listen,
                entities: self.metrics_entities.unwrap_or(ENTITIES),
            }),
            notify: self.notify.unwrap_or_default(),
            insecure,
            log_in_limit: self.log_in_limit.unwrap_or(LOG_IN_LIMIT),
            sessions: Durations {
                idle: self.session_idle.map_or(IDLE, ms),
                lifetime: self.session_lifetime.map_or(LIFETIME, ms),
            },
            audit_retention: self.audit_retention.unwrap_or(AUDIT_RETENTION),
            keep: self.keep,
            demo: self.demo.unwrap_or_default(),
            administrator_password: password.map(administrator_password).transpose()?,
            http: HttpSettings {
                allowed_origins: (self.allow_origin.unwrap_or_default().into_iter())
                    .map(|origin| origin.0)
                    .collect(),
                trusted_proxies: (self.trusted_proxy.unwrap_or_default().into_iter())
                    .map(|network| network.0)
                    .collect(),
                time_out: self
                    .request_timeout
                    .map_or(http.time_out, Duration::from_secs),
                ..http
            },
            traces: None,
        })
    }
}

fn ms(seconds: u32) -> i64 {
    i64::from(seconds) * 1000
}

/// The first administrator's password.
fn administrator_password(file: &Path) -> Result<String, Failure> {
    let password = secret::first_line(file, "password")?;
    if password.is_empty() {
        return Err(Failure::usage(format!(
            "{} has no password on its first line",
            file.display()
        )));
    }
    Ok(password)
}
