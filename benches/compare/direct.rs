//! The same without HTTP: the statement, and its rows as JSON.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

/// A catalog's file, read only.
pub(crate) struct Direct(Connection);

impl Direct {
    pub(crate) fn open(file: &Path) -> Self {
        let connection =
            Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        // As this server's connections have it.
        connection
            .execute_batch("PRAGMA cache_size = -65536")
            .unwrap();
        Self(connection)
    }

    /// The median time of a statement with its rows written as JSON, ms.
    pub(crate) fn time(&self, sql: &str, long: Duration) -> f64 {
        let begun = Instant::now();
        let mut samples = Vec::new();
        while samples.len() < 3 || begun.elapsed() < long {
            let start = Instant::now();
            std::hint::black_box(self.rows(sql).len());
            samples.push(start.elapsed());
        }
        samples.sort_unstable();
        samples[samples.len() / 2].as_secs_f64() * 1000.0
    }

    /// The rows as JSON.
    fn rows(&self, sql: &str) -> Vec<u8> {
        let mut statement = self.0.prepare_cached(sql).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query(()).unwrap();
        let mut written = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let object = names.iter().enumerate().map(|(n, name)| {
                let value = match row.get_ref(n).unwrap() {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => json!(number),
                    ValueRef::Real(number) => json!(number),
                    ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
                    ValueRef::Blob(bytes) => match uuid::Uuid::from_slice(bytes) {
                        Ok(guid) => json!(guid),
                        Err(_) => json!(bytes),
                    },
                };
                (name.clone(), value)
            });
            let object: serde_json::Map<String, Value> = object.collect();
            serde_json::to_writer(&mut written, &object).unwrap();
            written.push(b',');
        }
        written
    }

    /// The fleet as one wide table, comma-separated, for an engine that reads it whole.
    pub(crate) fn write_wide(&self, file: &Path) {
        use std::io::Write as _;
        let sql = "SELECT e.name, b.status, b.type, b.snapshot_time, b.size, b.queued_export_time, b.export_time, \
            b.queued_store_time, b.store_time, p.name, n.name, h.name, d.name, coalesce(b.status_info, '') FROM backups b \
            JOIN entities e ON e.id = b.entity_id LEFT JOIN policies p ON p.id = b.policy_id \
            LEFT JOIN nodes n ON n.id = b.node_id LEFT JOIN infrastructure h ON h.id = e.hypervisor_id \
            LEFT JOIN locations l ON l.backup_id = b.id AND l.position = 0 \
            LEFT JOIN destinations d ON d.id = l.destination_id";
        let mut statement = self.0.prepare(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query(()).unwrap();
        let mut out = std::io::BufWriter::new(std::fs::File::create(file).unwrap());
        out.write_all(
            b"name,status,type,snapshot_time,size,queued_export_time,export_time,queued_store_time,store_time,\
              policy,node,hypervisor,destination,status_info\n",
        )
        .unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                if column > 0 {
                    out.write_all(b",").unwrap();
                }
                match row.get_ref(column).unwrap() {
                    ValueRef::Integer(number) => write!(out, "{number}").unwrap(),
                    ValueRef::Text(text) => out.write_all(text).unwrap(),
                    _ => {}
                }
            }
            out.write_all(b"\n").unwrap();
        }
        out.flush().unwrap();
    }
}
