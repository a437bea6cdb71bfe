//! Schema versions: each step runs in one transaction, and two programs that start at once take the steps one after the
//! other. SQLite keeps the version in `user_version`, PostgreSQL in the table `catalog`.

use std::path::Path;

use super::StoreError;
#[cfg(feature = "postgres")]
use super::database::OptionalRow as _;
use super::database::{Access, Connection, Transaction};
use super::findings;

/// Marks a SQLite file as a catalog ("bcat").
const APPLICATION_ID: i64 = 0x6263_6174;

/// The steps; the n-th makes version n + 1. A step that was released is never edited.
const SQLITE: [&str; 7] = [
    include_str!("migrations/sqlite/0001_catalog.sql"),
    include_str!("migrations/sqlite/0002_access.sql"),
    include_str!("migrations/sqlite/0003_expected.sql"),
    include_str!("migrations/sqlite/0004_notify.sql"),
    include_str!("migrations/sqlite/0005_findings.sql"),
    include_str!("migrations/sqlite/0006_ping.sql"),
    include_str!("migrations/sqlite/0007_series.sql"),
];

/// The same for PostgreSQL: both make the same versions.
#[cfg(feature = "postgres")]
const POSTGRES: [&str; 7] = [
    include_str!("migrations/postgres/0001_catalog.sql"),
    include_str!("migrations/postgres/0002_access.sql"),
    include_str!("migrations/postgres/0003_expected.sql"),
    include_str!("migrations/postgres/0004_notify.sql"),
    include_str!("migrations/postgres/0005_findings.sql"),
    include_str!("migrations/postgres/0006_ping.sql"),
    include_str!("migrations/postgres/0007_series.sql"),
];

/// The version of the schema that this program works on.
pub const SCHEMA_VERSION: i64 = 7;

/// Brings a SQLite file up to date.
pub(super) fn run_sqlite(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    run_sqlite_to(connection, file, SCHEMA_VERSION)
}

/// The version of a SQLite file that is a catalog and not newer than this program.
pub(super) fn version_of_file(connection: &Connection, file: &Path) -> Result<i64, StoreError> {
    let number = |sql: &str| connection.query_row(sql, (), |row| row.get::<i64>(0));
    if number("PRAGMA application_id")? != APPLICATION_ID {
        return Err(StoreError::Foreign {
            file: file.to_owned(),
        });
    }
    let version = number("PRAGMA user_version")?;
    steps(&SQLITE, version, || file.display().to_string()).map(|_| version)
}

/// The version of a PostgreSQL database that is a catalog and not newer than this program.
#[cfg(feature = "postgres")]
pub(super) fn version_of_server(connection: &Connection, place: &str) -> Result<i64, StoreError> {
    let version = connection.query_row(
        "SELECT schema_version FROM catalog WHERE id = 1",
        (),
        |row| row.get(0),
    )?;
    steps(&POSTGRES, version, || place.to_owned()).map(|_| version)
}

/// Brings a SQLite file to a version that this program knows.
pub(super) fn run_sqlite_to(
    connection: &Connection,
    file: &Path,
    wanted: i64,
) -> Result<(), StoreError> {
    let transaction = connection.begin(Access::Write)?;
    let number = |sql: &str| transaction.query_row(sql, (), |row| row.get::<i64>(0));
    let version = number("PRAGMA user_version")?;
    let application = number("PRAGMA application_id")?;
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application != APPLICATION_ID && (tables > 0 || application != 0) {
        return Err(StoreError::Foreign {
            file: file.to_owned(),
        });
    }
    let to_do = usize::try_from(wanted - version).unwrap_or_default();
    for step in steps(&SQLITE, version, || file.display().to_string())?
        .iter()
        .take(to_do)
    {
        transaction.execute_batch(step)?;
    }
    find_anew(&transaction, version, wanted)?;
    transaction.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}",
        wanted.max(version)
    ))?;
    transaction.commit()
}

/// Brings a PostgreSQL database up to date: the tables of the first schema of the search path.
#[cfg(feature = "postgres")]
pub(super) fn run_postgres(connection: &Connection, place: &str) -> Result<(), StoreError> {
    // An index of ten million backups is not made within the time that an answer may take.
    connection.without_limits(|| bring_up_to_date(connection, place))
}

#[cfg(feature = "postgres")]
fn bring_up_to_date(connection: &Connection, place: &str) -> Result<(), StoreError> {
    // Not in a transaction: of two programs that make the table at once one fails here, and finds it the next time.
    let made = connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS catalog (
             -- The one row.
             id BIGINT PRIMARY KEY CHECK (id = 1),
             -- Of the schema.
             schema_version BIGINT NOT NULL,
             -- Counts the transactions that wrote. Whoever writes holds this row.
             version BIGINT NOT NULL
         );
         INSERT INTO catalog (id, schema_version, version) VALUES (1, 0, 0) ON CONFLICT DO NOTHING",
    );
    let there = connection
        .query_row(
            "SELECT schema_version FROM catalog WHERE id = 1",
            (),
            |row| row.get::<i64>(0),
        )
        .optional();
    if !matches!(there, Ok(Some(_))) {
        made?;
    }
    let transaction = connection.begin(Access::Write)?;
    let version = transaction.query_row(
        "SELECT schema_version FROM catalog WHERE id = 1",
        (),
        |row| row.get(0),
    )?;
    for step in steps(&POSTGRES, version, || place.to_owned())? {
        transaction.execute_batch(step)?;
    }
    find_anew(&transaction, version, SCHEMA_VERSION)?;
    transaction.execute(
        "UPDATE catalog SET schema_version = $1 WHERE id = 1",
        [SCHEMA_VERSION],
    )?;
    transaction.commit()
}

/// The first version that keeps what the catalog itself finds.
const FINDINGS: i64 = 5;

/// Finds of the backups that are there already what reports would have found.
fn find_anew(transaction: &Transaction<'_>, version: i64, wanted: i64) -> Result<(), StoreError> {
    if (1..FINDINGS).contains(&version) && wanted >= FINDINGS {
        findings::repair(transaction)?;
    }
    Ok(())
}

/// The steps that are still to do.
fn steps<'a>(
    steps: &'a [&'static str],
    version: i64,
    place: impl Fn() -> String,
) -> Result<&'a [&'static str], StoreError> {
    if version > SCHEMA_VERSION {
        return Err(StoreError::Newer {
            place: place(),
            found: version,
            known: SCHEMA_VERSION,
        });
    }
    let done = usize::try_from(version).ok();
    done.and_then(|done| steps.get(done..))
        .ok_or(StoreError::Corrupt {
            value: version.to_string(),
            expected: "a schema version",
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_counts_the_steps() {
        let version = usize::try_from(super::SCHEMA_VERSION);
        assert_eq!(version, Ok(super::SQLITE.len()));
        #[cfg(feature = "postgres")]
        assert_eq!(version, Ok(super::POSTGRES.len()));
    }
}
