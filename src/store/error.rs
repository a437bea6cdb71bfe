//! What can go wrong with the catalog on disk.

use std::path::PathBuf;

use rusqlite::ErrorCode;

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
    /// The file is the database of another program.
    #[error("{file} is the database of another program; name another file with --database", file = file.display())]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// The file was written by a newer version of this program.
    #[error("the database {file} has schema version {found}, this program knows versions up to {known}; run the newer program", file = file.display())]
    Newer {
        /// The file.
        file: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that is known.
        known: i64,
    },
    /// Another process has been writing for too long.
    #[error("another process has been writing to the database for too long; try again")]
    Busy,
    /// The disk is full, or the file system does not let the file grow.
    #[error("the database cannot grow: {0}; free some space")]
    Full(rusqlite::Error),
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
    /// Any other failure.
    #[error("the database failed: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(cause: rusqlite::Error) -> Self {
        match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full(cause),
            _ => Self::Sqlite(cause),
        }
    }
}
