//! `serve`: the server.

use std::env;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use super::failure::Failure;
use super::output;
use crate::http::HttpSettings;
use crate::serve::{self, ADMINISTRATOR, Database, DatabaseSettings, Options, ServeError};
use crate::store::COLUMNS_MEMORY;

/// The first administrator's password.
const PASSWORD: &str = "BACKUP_CATALOG_ADMIN_PASSWORD";
/// What is logged, such as `debug` or `backup_catalog=trace`.
const LOG_LEVEL: &str = "BACKUP_CATALOG_LOG";

/// Serve the catalog
#[derive(Debug, Args)]
#[command(after_help = "\
The first start makes the administrator `admin`, with the password in BACKUP_CATALOG_ADMIN_PASSWORD or else one that is
made up and printed once. BACKUP_CATALOG_LOG says what is logged (info; debug, warn, backup_catalog=trace …).

Examples:
  backup-catalog serve --demo
  backup-catalog serve --listen 0.0.0.0:8181 --database sqlite:/var/lib/backup-catalog/catalog.db --log json")]
pub(super) struct Serve {
    /// The address to listen on; port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDR:PORT",
        env = "BACKUP_CATALOG_LISTEN",
        default_value = "127.0.0.1:8181"
    )]
    listen: SocketAddr,
    // The help is an attribute: as documentation it would have to be Markdown.
    #[arg(
        long,
        help = "Where the catalog is kept, sqlite:FILE or postgresql://USER@HOST/DATABASE; by default a file in the \
                user's data folder. A password belongs into the environment: everybody sees arguments",
        value_name = "DATABASE",
        env = "BACKUP_CATALOG_DATABASE",
        hide_env_values = true
    )]
    database: Option<Database>,
    // See above.
    #[arg(
        long,
        help = "A hot standby of a PostgreSQL server, to read from: postgresql://USER@HOST/DATABASE",
        value_name = "DATABASE",
        env = "BACKUP_CATALOG_READ_DATABASE",
        hide_env_values = true
    )]
    read_database: Option<Database>,
    /// PEM file with the certificates to trust in a PostgreSQL server; by default the system's
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_DATABASE_CA")]
    database_ca: Option<PathBuf>,
    /// Connections to a PostgreSQL server that read, at most; two more write. A standby has as many
    #[arg(
        long,
        value_name = "N",
        env = "BACKUP_CATALOG_DATABASE_CONNECTIONS",
        default_value_t = DatabaseSettings::default().connections,
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(2..=1000)
    )]
    database_connections: usize,
    /// Seconds after which a statement of a PostgreSQL server is given up
    #[arg(
        long,
        value_name = "S",
        env = "BACKUP_CATALOG_DATABASE_TIMEOUT",
        default_value_t = DatabaseSettings::default().time_out.as_secs(),
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    database_timeout: u64,
    /// Memory for a copy of what filters and sums read, MiB; a backup takes 28 bytes. 0: no copy, the database answers
    #[arg(
        long,
        value_name = "MIB",
        env = "BACKUP_CATALOG_COLUMNS_MEMORY",
        default_value_t = COLUMNS_MEMORY >> 20,
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(0..=1_048_576)
    )]
    columns_memory: usize,
    /// Serve a made-up fleet, on this machine only, login admin, password demo; gone when the server ends, unless
    /// --database is given
    #[arg(long)]
    demo: bool,
    /// How log lines look
    #[arg(long, value_enum, default_value_t)]
    log: Log,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Log {
    /// For people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        log(self.log)?;
        let administrator_password = match env::var(PASSWORD) {
            Ok(password) if password.is_empty() => {
                return Err(Failure::usage(format!(
                    "{PASSWORD} is empty; set a password, or unset it to have one made up"
                )));
            }
            Ok(password) => Some(password),
            Err(env::VarError::NotPresent) => None,
            Err(env::VarError::NotUnicode(_)) => {
                return Err(Failure::usage(format!("{PASSWORD} is not UTF-8")));
            }
        };
        let known_login = self.demo && administrator_password.is_none();
        let options = Options {
            listen: self.listen,
            database: self.database,
            settings: DatabaseSettings {
                standby: self.read_database,
                authority: self.database_ca,
                connections: self.database_connections,
                time_out: Duration::from_secs(self.database_timeout),
                columns_memory: self.columns_memory << 20,
            },
            demo: self.demo,
            administrator_password,
            http: HttpSettings::default(),
        };
        let runtime = tokio::runtime::Runtime::new()
            .map_err(|error| Failure::unreachable(format!("cannot start: {error}")))?;
        runtime.block_on(async {
            let server = serve::start(options).await.map_err(failure)?;
            let address = server.address().map_err(|error| failure(error.into()))?;
            // A closed standard output is no reason not to serve.
            let mut said = output::text(&format!("Listening on http://{address}"));
            if known_login && said.is_ok() {
                said = output::text(&format!("Log in as `{ADMINISTRATOR}`, password `demo`"));
            }
            if let Err(silent) = said {
                tracing::warn!(%address, reason = silent.message, "listening, but nobody reads the output");
            }
            server.run().await.map_err(failure)
        })
    }
}

/// Logs go to standard error; standard output has the address.
fn log(format: Log) -> Result<(), Failure> {
    let filter = match env::var(LOG_LEVEL) {
        Ok(text) if !text.is_empty() => EnvFilter::try_new(&text).map_err(|error| {
            Failure::usage(format!(
                "{LOG_LEVEL} is `{text}`, which is no log filter: {error}"
            ))
        })?,
        _ => EnvFilter::new("info"),
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let set = match format {
        Log::Text => builder
            .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
            .try_init(),
        Log::Json => builder.json().flatten_event(true).try_init(),
    };
    set.map_err(|error| Failure::unreachable(format!("cannot log: {error}")))
}

fn failure(error: ServeError) -> Failure {
    match error {
        ServeError::DemoOnNetwork(_) | ServeError::NoDataFolder | ServeError::Database(_) => {
            Failure::usage(error.to_string())
        }
        error => Failure::unreachable(error.to_string()),
    }
}
