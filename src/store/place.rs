//! Where a catalog is kept.

use std::fmt;
use std::path::{Path, PathBuf};
#[cfg(feature = "postgres")]
use std::time::Duration;

use super::StoreError;
use super::database::{self, Connection, Role};

/// How to reach a PostgreSQL database. Not to be shown: the standby's URL may hold a password.
#[cfg(feature = "postgres")]
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresOptions {
    /// URL of a hot standby to read from; `authority`, `connections` and `time_out` go for it too.
    pub standby: Option<String>,
    /// How long a database that did not answer is left alone, where the other one can answer.
    pub pause: Duration,
    /// PEM file with the certificates to trust; none: the system's.
    pub authority: Option<PathBuf>,
    /// Connections that read, at most; two more may write.
    pub connections: usize,
    /// A statement that takes longer fails.
    pub time_out: Duration,
}

#[cfg(feature = "postgres")]
impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            standby: None,
            pause: Duration::from_secs(3),
            authority: None,
            connections: 16,
            time_out: Duration::from_secs(30),
        }
    }
}

/// A database.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Sqlite(PathBuf),
    #[cfg(feature = "postgres")]
    Postgres(Box<database::Server>),
}

impl Place {
    pub(super) fn sqlite(file: &Path) -> Self {
        Self::Sqlite(file.to_owned())
    }

    #[cfg(feature = "postgres")]
    pub(super) fn postgres(url: &str, options: &PostgresOptions) -> Result<Self, StoreError> {
        let server = database::Server::new(url, options.authority.as_deref(), options.time_out)?;
        Ok(Self::Postgres(Box::new(server)))
    }

    /// What keeps the catalog there.
    pub(super) const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => "postgresql",
        }
    }

    /// Opens a connection; waits for a server.
    pub(super) fn connect(&self, role: Role) -> Result<Connection, StoreError> {
        match self {
            Self::Sqlite(file) => database::open_sqlite(file, role),
            #[cfg(feature = "postgres")]
            Self::Postgres(server) => server.connect(role),
        }
    }
}

impl fmt::Display for Place {
    /// Without a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(formatter, "sqlite:{}", file.display()),
            #[cfg(feature = "postgres")]
            Self::Postgres(server) => write!(formatter, "postgresql:{server}"),
        }
    }
}
