//! Where the catalog is kept.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use crate::store::copies::Site;
use crate::store::{COLUMNS_MEMORY, Store, StoreError};

/// A place for the catalog, as `--database` names it.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL database.
    Postgres(String),
}

/// How to use a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseSettings {
    /// A hot standby of a PostgreSQL server, to read from.
    pub standby: Option<Database>,
    /// PEM file with the certificates to trust; none: the system's.
    pub authority: Option<PathBuf>,
    /// Connections to a PostgreSQL server that read, at most.
    pub connections: usize,
    /// A statement of a PostgreSQL server that takes longer fails.
    pub time_out: Duration,
    /// Memory for the copy of what filters and sums read, bytes; 0: there is none.
    pub columns_memory: usize,
}

impl Default for DatabaseSettings {
    fn default() -> Self {
        Self {
            standby: None,
            authority: None,
            connections: 16,
            time_out: Duration::from_secs(30),
            columns_memory: COLUMNS_MEMORY,
        }
    }
}

/// A place that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// A scheme that is not known.
    #[error(
        "`{0}` is not a database; write `sqlite:FILE`, `postgresql://USER@HOST/DATABASE` or the path of a file"
    )]
    Scheme(String),
    /// Nothing after the scheme.
    #[error("`{0}` names no file; write `sqlite:FILE`")]
    NoFile(String),
    /// A standby of what has none.
    #[error(
        "--read-database names a hot standby of a PostgreSQL server, and this catalog is a SQLite file; \
         leave it out, or name the server with --database postgresql://USER@HOST/DATABASE"
    )]
    StandbyOfFile,
    /// A standby that is none.
    #[error(
        "--read-database is `{0}`, which is no hot standby of a PostgreSQL server; \
         write `postgresql://USER@HOST/DATABASE`"
    )]
    NoStandby(String),
}

impl Database {
    /// A SQLite file.
    pub fn sqlite(file: &Path) -> Self {
        Self::Sqlite(file.to_owned())
    }

    /// Whether a catalog here can be read from that standby.
    pub(super) fn check_standby(&self, standby: Option<&Self>) -> Result<(), DatabaseError> {
        match (self, standby) {
            (_, None) | (Self::Postgres(_), Some(Self::Postgres(_))) => Ok(()),
            (Self::Sqlite(_), Some(_)) => Err(DatabaseError::StandbyOfFile),
            (_, Some(file)) => Err(DatabaseError::NoStandby(file.to_string())),
        }
    }

    /// Opens the catalog, creating or upgrading it where needed.
    pub async fn open(&self, settings: DatabaseSettings) -> Result<Store, StoreError> {
        let columns_memory = settings.columns_memory;
        let store = self.open_with(settings).await?;
        store.limit_columns(columns_memory);
        Ok(store)
    }

    async fn open_with(&self, settings: DatabaseSettings) -> Result<Store, StoreError> {
        match self.site(settings)? {
            Site::File(file) => Store::open(&file),
            #[cfg(feature = "postgres")]
            Site::Server { url, options } => Store::connect(&url, *options).await,
        }
    }

    /// Where that is, for a copy of it.
    pub fn site(&self, settings: DatabaseSettings) -> Result<Site, StoreError> {
        match self {
            Self::Sqlite(file) => Ok(Site::File(file.clone())),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => Ok(Site::Server {
                url: url.clone(),
                options: Box::new(crate::store::PostgresOptions {
                    standby: settings.standby.and_then(|standby| match standby {
                        Self::Postgres(url) => Some(url),
                        Self::Sqlite(_) => None,
                    }),
                    authority: settings.authority,
                    connections: settings.connections,
                    time_out: settings.time_out,
                    ..crate::store::PostgresOptions::default()
                }),
            }),
            #[cfg(not(feature = "postgres"))]
            Self::Postgres(_) => Err(StoreError::Place {
                reason: format!(
                    "this program was built without PostgreSQL, so it cannot use {settings:?}; \
                     build it with the feature `postgres`, or name a file"
                ),
            }),
        }
    }
}

impl fmt::Display for Database {
    /// As it may be logged: of a URL only the kind, for it may hold a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(formatter, "sqlite:{}", file.display()),
            Self::Postgres(_) => formatter.write_str("postgresql"),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Database({self})")
    }
}

impl FromStr for Database {
    type Err = DatabaseError;

    /// Reads `sqlite:FILE`, `postgresql://…`, `postgres://…`, or a plain path.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let file = match text.split_once(':') {
            Some(("sqlite", file)) => file,
            Some(("postgres" | "postgresql", _)) => return Ok(Self::Postgres(text.to_owned())),
            // A drive letter is no scheme.
            Some((scheme, _))
                if scheme.len() > 1
                    && scheme.chars().all(|letter| letter.is_ascii_alphanumeric()) =>
            {
                return Err(DatabaseError::Scheme(text.to_owned()));
            }
            _ => text,
        };
        if file.is_empty() {
            return Err(DatabaseError::NoFile(text.to_owned()));
        }
        Ok(Self::Sqlite(PathBuf::from(file)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Database, DatabaseError};

    #[test]
    fn a_database_is_a_file_a_path_or_a_url() {
        for text in ["sqlite:/var/lib/b.db", "/var/lib/b.db"] {
            assert_eq!(text.parse(), Ok(Database::Sqlite("/var/lib/b.db".into())));
        }
        let url = "postgresql://catalog:secret@db1/catalog";
        assert_eq!(url.parse(), Ok(Database::Postgres(url.to_owned())));
        assert_eq!(
            "sqlite:".parse::<Database>(),
            Err(DatabaseError::NoFile("sqlite:".to_owned()))
        );
        assert_eq!(
            "mysql://h/b".parse::<Database>(),
            Err(DatabaseError::Scheme("mysql://h/b".to_owned()))
        );
    }

    #[test]
    fn only_a_server_has_a_standby() {
        let file = Database::Sqlite("/var/lib/b.db".into());
        let server = Database::Postgres("postgresql://db1/catalog".to_owned());
        assert_eq!(file.check_standby(None), Ok(()));
        assert_eq!(server.check_standby(Some(&server)), Ok(()));
        assert_eq!(
            file.check_standby(Some(&server)),
            Err(DatabaseError::StandbyOfFile)
        );
        assert_eq!(
            server.check_standby(Some(&file)),
            Err(DatabaseError::NoStandby("sqlite:/var/lib/b.db".to_owned()))
        );
    }

    #[test]
    fn a_password_in_a_url_is_not_shown() {
        let database = Database::Postgres("postgresql://catalog:secret@db1/catalog".to_owned());
        assert_eq!(
            format!("{database} {database:?}"),
            "postgresql Database(postgresql)"
        );
    }
}
