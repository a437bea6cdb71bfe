//! Copies of a whole catalog: a SQLite file of the same schema, wherever the catalog is kept. So it can be looked into, it
//! can be opened by a server as it is, and it carries a catalog from one kind of database to the other.
//!
//! Sessions are left out: a copy that gets lost opens no door, and a log-in costs little.

mod file;
#[cfg(feature = "postgres")]
mod rows;
#[cfg(feature = "postgres")]
mod set_aside;
#[cfg(feature = "postgres")]
mod tables;

#[cfg(feature = "postgres")]
use std::fs;
use std::path::{Path, PathBuf};

#[cfg(feature = "postgres")]
use super::Place;
#[cfg(feature = "postgres")]
use super::database::{Access, Connection, Role};
use super::{StoreError, blocking, database, migrations};

use file::Unfinished;

/// Where a catalog is kept, before it is opened.
#[derive(Clone)]
pub enum Site {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL database.
    #[cfg(feature = "postgres")]
    Server {
        /// Its URL, which may hold a password.
        url: String,
        /// How to reach it.
        options: Box<super::PostgresOptions>,
    },
}

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Backups.
    pub backups: i64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Writes one state of the catalog into a new file; servers go on meanwhile. The catalog stays at its schema version,
/// and so does the copy.
///
/// Fails with [`StoreError::Exists`] where the file is there already, [`StoreError::Foreign`] and [`StoreError::Newer`]
/// as opening does.
pub async fn back_up(site: Site, file: &Path) -> Result<Copied, StoreError> {
    let file = file.to_owned();
    blocking(move || {
        let copy = Unfinished::create(&file)?;
        match site {
            Site::File(catalog) => copy_of_file(&catalog, copy.path())?,
            #[cfg(feature = "postgres")]
            Site::Server { url, options } => {
                copy_of_server(&Place::postgres(&url, &options)?, copy.path())?;
            }
        }
        let backups = checked(copy.path())?;
        let bytes = copy.finish()?;
        Ok(Copied { backups, bytes })
    })
    .await
}

/// Makes a catalog of a copy, where none is yet, and brings it to the schema version of this program.
///
/// Fails with [`StoreError::Exists`] where there is a catalog already, [`StoreError::Foreign`] for a file that is no copy.
pub async fn restore(file: &Path, site: Site) -> Result<Copied, StoreError> {
    let from = file.to_owned();
    blocking(move || {
        is_catalog(&from)?;
        match site {
            Site::File(catalog) => {
                let copy = Unfinished::create(&catalog)?;
                copy.fill(&from)?;
                migrate(copy.path())?;
                let backups = checked(copy.path())?;
                let bytes = copy.finish()?;
                Ok(Copied { backups, bytes })
            }
            #[cfg(feature = "postgres")]
            Site::Server { url, options } => {
                // Beside the copy, which stays as it is: an older one is brought to this version first.
                let folder = tempfile_beside(&from)?;
                let copy = Unfinished::create(&folder)?;
                copy.fill(&from)?;
                migrate(copy.path())?;
                let backups = checked(copy.path())?;
                let place = Place::postgres(&url, &options)?;
                into_server(&database::open_sqlite(copy.path(), Role::Reader)?, &place)?;
                let bytes = fs::metadata(&from).map_or(0, |file| file.len());
                Ok(Copied { backups, bytes })
            }
        }
    })
    .await
}

/// A name beside a file that nothing has yet.
#[cfg(feature = "postgres")]
fn tempfile_beside(file: &Path) -> Result<PathBuf, StoreError> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!("{name}.restoring"));
    if beside.exists() {
        return Err(StoreError::Exists { file: beside });
    }
    Ok(beside)
}

fn is_catalog(file: &Path) -> Result<(), StoreError> {
    if !file.exists() {
        return Err(StoreError::Missing {
            file: file.to_owned(),
        });
    }
    let connection = database::open_plain(file)?;
    migrations::version_of_file(&connection, file).map(|_| ())
}

fn copy_of_file(catalog: &Path, copy: &Path) -> Result<(), StoreError> {
    is_catalog(catalog)?;
    let connection = database::open_plain(catalog)?;
    connection.execute("VACUUM INTO $1", [copy.to_string_lossy()])?;
    drop(connection);
    let connection = database::open_plain(copy)?;
    connection.execute_batch("PRAGMA secure_delete = on")?;
    connection.execute("DELETE FROM sessions", ())?;
    connection.execute("DELETE FROM changes", ())?;
    Ok(())
}

#[cfg(feature = "postgres")]
fn copy_of_server(place: &Place, copy: &Path) -> Result<(), StoreError> {
    let server = place.connect(Role::Reader)?;
    server.without_limits(|| {
        let state = server.begin(Access::Read)?;
        let version = migrations::version_of_server(&state, &place.to_string())?;
        let connection = database::open_plain(copy)?;
        migrations::run_sqlite_to(&connection, copy, version)?;
        let transaction = connection.begin(Access::Write)?;
        let tables = tables::of_file(&transaction)?;
        rows::copy(&state, &transaction, &tables)?;
        transaction.commit()
    })
}

#[cfg(feature = "postgres")]
fn into_server(copy: &Connection, place: &Place) -> Result<(), StoreError> {
    let server = place.connect(Role::Writer)?;
    migrations::run_postgres(&server, &place.to_string())?;
    server.without_limits(|| {
        let transaction = server.begin(Access::Write)?;
        let there = transaction.query_row(
            "SELECT (SELECT count(*) FROM sources) + (SELECT count(*) FROM users)",
            (),
            |row| row.get::<i64>(0),
        )?;
        if there > 0 {
            return Err(StoreError::Filled {
                place: place.to_string(),
            });
        }
        let state = copy.begin(Access::Read)?;
        let tables = tables::of_file(&state)?;
        rows::copy(&state, &transaction, &tables)?;
        rows::number_on(&transaction, &tables)?;
        transaction.commit()
    })
}

fn migrate(file: &Path) -> Result<(), StoreError> {
    let connection = database::open_plain(file)?;
    migrations::run_sqlite(&connection, file)
}

/// Whether a file is whole; the backups that it holds.
fn checked(file: &Path) -> Result<i64, StoreError> {
    let connection = database::open_plain(file)?;
    let said: String = connection.query_row("PRAGMA integrity_check(1)", (), |row| row.get(0))?;
    let lost = connection
        .prepare_cached("PRAGMA foreign_key_check")?
        .query(())?
        .next()?
        .is_some();
    if said != "ok" || lost {
        return Err(StoreError::Failed(format!(
            "{} is damaged: {said}",
            file.display()
        )));
    }
    connection.query_row("SELECT count(*) FROM backups", (), |row| row.get(0))
}
