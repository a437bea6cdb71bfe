//! A catalog's database for a test: a SQLite file, or with `TEST_DATABASE=postgres` a schema of its own in a cluster that
//! lives as long as the test program.

use std::path::Path;

use backup_catalog::store::{PostgresOptions, Store};

use super::postgres;

/// Whether the tests run on PostgreSQL.
pub fn is_postgres() -> bool {
    match std::env::var("TEST_DATABASE").as_deref() {
        Err(_) | Ok("" | "sqlite") => false,
        Ok("postgres") => true,
        Ok(other) => panic!("TEST_DATABASE is {other:?}; sqlite and postgres are known"),
    }
}

/// The catalog of a folder, the same one each time.
pub async fn open(folder: &Path) -> Store {
    if !is_postgres() {
        return Store::open(&folder.join("catalog.db")).unwrap();
    }
    connect(&url(folder)).await
}

/// The URL of a folder's catalog in the cluster of this program.
pub fn url(folder: &Path) -> String {
    let note = folder.join("catalog.url");
    if let Ok(url) = std::fs::read_to_string(&note) {
        return url;
    }
    let url = postgres::cluster().new_schema();
    std::fs::write(&note, &url).unwrap();
    url
}

/// The catalog at a URL. A few connections: tests run side by side.
pub async fn connect(url: &str) -> Store {
    let options = PostgresOptions {
        connections: 2 * backup_catalog::store::LISTS,
        ..PostgresOptions::default()
    };
    Store::connect(url, options).await.unwrap()
}

/// Reads a folder's database itself: each value as the database writes it. `{guid COLUMN}` is the column's 32 digits.
pub fn rows(folder: &Path, sql: &str) -> Vec<Vec<Option<String>>> {
    if is_postgres() {
        let sql = sql.replace("group_concat(", "string_agg(");
        let sql = with_guids(&sql, |column| {
            format!("upper(replace(CAST({column} AS TEXT), '-', ''))")
        });
        return postgres::rows(&url(folder), &sql);
    }
    let sql = with_guids(sql, |column| format!("hex({column})"));
    let connection = rusqlite::Connection::open(folder.join("catalog.db")).unwrap();
    let mut statement = connection.prepare(&sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let text = |column| {
            Ok(match row.get(column)? {
                rusqlite::types::Value::Null => None,
                rusqlite::types::Value::Integer(number) => Some(number.to_string()),
                rusqlite::types::Value::Text(text) => Some(text),
                other => panic!("{other:?} is no text"),
            })
        };
        (0..columns).map(text).collect()
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

fn with_guids(sql: &str, digits: impl Fn(&str) -> String) -> String {
    let mut parts = sql.split("{guid ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (column, rest) = part.split_once('}').expect("a closing brace");
        text.push_str(&digits(column));
        text.push_str(rest);
    }
    text
}
