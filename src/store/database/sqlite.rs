//! Connections to a SQLite file.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::StoreError;

/// How long a statement waits for another process's write. Writes of this process queue before they get here.
const BUSY: Duration = Duration::from_secs(10);

/// Statements kept prepared for each connection; the filters make many shapes.
const STATEMENTS: usize = 128;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Role {
    /// Writes; the file is created where it is missing.
    Writer,
    /// Writes reports: whose references are rows that it has just found or added. Checking them all once more is a tenth
    /// of the work.
    Reports,
    /// Only reads.
    Reader,
}

/// Opens a connection to a SQLite file.
pub(in crate::store) fn open(file: &Path, role: Role) -> Result<super::Connection, StoreError> {
    // Readers open for writing all the same: a reader of a write-ahead log has to maintain its shared memory.
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    if role == Role::Writer {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
        make_private(file);
    }
    let connection = connect(file, flags)?;
    match role {
        Role::Writer => {}
        Role::Reports => {
            connection.pragma_update(None, "foreign_keys", false)?;
            // 128 MiB: what a few thousand new backups touch in the indexes of a million.
            connection.pragma_update(None, "cache_size", -131_072)?;
        }
        Role::Reader => {
            connection.pragma_update(None, "query_only", true)?;
            // 4 MiB. There are sixteen of them, and what one holds is worth nothing once somebody has written.
            connection.pragma_update(None, "cache_size", -4_096)?;
        }
    }
    Ok(super::Connection::Sqlite(connection))
}

/// Makes a missing file its owner's alone: it will hold the hashes of passwords. SQLite gives its log the same rights.
fn make_private(file: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // It may be there, or not be possible: SQLite says so.
    drop(options.open(file));
}

/// Opens a file that is a copy, or is copied: it stays one file, and keys are not checked row by row.
pub(in crate::store) fn open_plain(file: &Path) -> Result<super::Connection, StoreError> {
    let failed = |cause| StoreError::Open {
        file: file.to_owned(),
        cause,
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(failed)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "synchronous", "full")?;
    Ok(super::Connection::Sqlite(connection))
}

fn connect(file: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|cause| StoreError::Open {
            file: file.to_owned(),
            cause,
        })?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    let prepare = || {
        // Plans do not depend on the values that are bound. Without this a statement whose plan might is compiled anew
        // each time that it runs: 50 µs of the 20 that a record may take.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        // 64 MiB of log before it is copied into the database: a page that many transactions change is copied once.
        connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
        // What one large transaction needed beyond that is given back to the disk when the log begins anew.
        connection.pragma_update(None, "journal_size_limit", 67_108_864)?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // 16 MiB; negative is KiB. The system's own cache is behind it. Not mapped into memory: what of a file of
        // gigabytes was read once would count as the server's memory for as long as nobody else wants it.
        connection.pragma_update(None, "cache_size", -16_384)?;
        connection.pragma_update(None, "mmap_size", 0)
    };
    prepare().map_err(|cause| StoreError::Open {
        file: file.to_owned(),
        cause,
    })?;
    Ok(connection)
}
