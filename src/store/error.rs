//! What can go wrong with the catalog on disk.

use std::path::PathBuf;

use rusqlite::ErrorCode;
use rusqlite::types::FromSqlError;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened.
    #[error("cannot open the database {file}: {cause}. Check that its folder exists and is writable, and that the file is a SQLite database", file = file.display())]
    Open {
        /// The file.
        file: PathBuf,
        /// What SQLite says.
        cause: rusqlite::Error,
    },
    /// The file is not there.
    #[error("there is no file {file}", file = file.display())]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// The file is there already, and nothing is overwritten.
    #[error("{file} is there already and is not overwritten; name another file, or move it away", file = file.display())]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// The database holds a catalog already, and nothing is overwritten.
    #[error("{place} holds a catalog already, which is not overwritten; name an empty database")]
    Filled {
        /// The database.
        place: String,
    },
    /// A file beside the database cannot be written or read.
    #[error("cannot write {file}: {reason}", file = file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// A name or setting of a database that means nothing.
    #[error("{reason}")]
    Place {
        /// Why.
        reason: String,
    },
    /// The certificates to trust cannot be read.
    #[error("cannot read the certificates in {file}: {reason}", file = file.display())]
    Authority {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// The file is the database of another program.
    #[error("{file} is the database of another program; name another file with --database", file = file.display())]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// The database was written by a newer version of this program.
    #[error(
        "the database {place} has schema version {found}, this program knows versions up to {known}; run the newer program"
    )]
    Newer {
        /// The database.
        place: String,
        /// Its version.
        found: i64,
        /// The newest version that is known.
        known: i64,
    },
    /// Another process has been writing for too long.
    #[error("another process has been writing to the database for too long; try again")]
    Busy,
    /// Nothing of the database became free in time.
    #[error("all connections to the database have been in use for too long")]
    Crowded,
    /// The disk is full, or the file system does not let the file grow.
    #[error("the database cannot grow: {0}; free some space")]
    Full(String),
    /// The disk fails, or may not be written.
    #[error("the database's disk fails or may not be written: {0}")]
    Disk(String),
    /// The database's server does not answer.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// A list ended before its last row: its reader took nothing for too long, or the reading thread died.
    #[error("the list broke off before its end; ask for pages, or read faster")]
    BrokenOff,
    /// The program is ending.
    #[error("the server is shutting down")]
    ShuttingDown,
    /// A row holds what this program never writes.
    #[error("the database holds {value:?} where {expected} belongs")]
    Corrupt {
        /// What is there.
        value: String,
        /// What should be there.
        expected: &'static str,
    },
    /// A query for one row found none.
    #[error("the database lacks a row that another one refers to")]
    NoRow,
    /// Any other failure.
    #[error("the database failed: {0}")]
    Failed(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(cause: rusqlite::Error) -> Self {
        match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full(cause.to_string()),
            Some(ErrorCode::ReadOnly | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                Self::Disk(cause.to_string())
            }
            _ => match cause {
                rusqlite::Error::QueryReturnedNoRows => Self::NoRow,
                cause => Self::Failed(cause.to_string()),
            },
        }
    }
}

impl From<FromSqlError> for StoreError {
    fn from(error: FromSqlError) -> Self {
        Self::Failed(error.to_string())
    }
}

#[cfg(feature = "postgres")]
impl From<tokio_postgres::Error> for StoreError {
    fn from(cause: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let Some(error) = cause.as_db_error() else {
            let source = std::error::Error::source(&cause);
            let of_network = cause.is_closed()
                || source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
            return if of_network {
                Self::Unreachable(cause.to_string())
            } else {
                Self::Failed(cause.to_string())
            };
        };
        let text = format!("{} ({})", error.message(), error.code().code());
        let code = error.code();
        if [
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::QUERY_CANCELED,
        ]
        .contains(code)
        {
            return Self::Busy;
        }
        if [SqlState::DISK_FULL, SqlState::OUT_OF_MEMORY].contains(code) {
            return Self::Full(text);
        }
        if [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::TOO_MANY_CONNECTIONS,
            // What wrote there has become a standby; another server is the primary now.
            SqlState::READ_ONLY_SQL_TRANSACTION,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ]
        .contains(code)
        {
            return Self::Unreachable(text);
        }
        Self::Failed(text)
    }
}
