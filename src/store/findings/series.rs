//! The sizes of a series of backups, in the order of their times.

use crate::domain::finding::Finding;
use crate::domain::state::State;
use crate::domain::usual_size::LOOKED_AT;
use crate::store::database::{Connection, Engine, Row};
use crate::store::ingest::Series;
use crate::store::sql::{Sql, Value};
use crate::store::{StoreError, codec};

/// A backup of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Sized {
    pub(in crate::store) id: i64,
    pub(in crate::store) time: i64,
    pub(in crate::store) size: i64,
    pub(in crate::store) success: bool,
    pub(in crate::store) findings: Vec<String>,
}

/// Backups of `backups b` whose size was said: those of the index `backups_series`.
const SAID: &str = "(b.reported & 4) <> 0";

/// Calls `read` with the backups of each of these series, from those on that their findings at the given time follow
/// from; and with the number of the series.
pub(in crate::store) fn since(
    connection: &Connection,
    touched: &[(Series, i64)],
    mut read: impl FnMut(usize, Sized) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    match connection.engine() {
        Engine::Sqlite => {
            let text = rows(["$1", "$2", "$3", "$4"], "0");
            for (number, (series, since)) in touched.iter().enumerate() {
                let sql = Sql {
                    text: text.clone(),
                    values: vec![
                        Value::from(series.entity),
                        Value::from(series.source),
                        Value::from(series.kind.as_str()),
                        Value::from(*since),
                    ],
                };
                connection.query_each(&sql, |row| read(number, sized(row)?))?;
            }
            Ok(())
        }
        // All at once: each question travels.
        #[cfg(feature = "postgres")]
        Engine::Postgres => {
            let asked: Vec<_> = touched
                .iter()
                .map(|(series, since)| {
                    serde_json::json!([series.entity, series.source, series.kind.as_str(), since])
                })
                .collect();
            let rows = rows(["g.entity", "g.source", "g.type", "g.since"], "g.number");
            // Without the OFFSET it is a join, for which all backups may be read.
            let sql = Sql {
                text: format!(
                    "SELECT s.* FROM (
                         SELECT number, CAST(value ->> 0 AS BIGINT) AS entity, CAST(value ->> 1 AS BIGINT) AS source,
                             value ->> 2 AS type, CAST(value ->> 3 AS BIGINT) AS since
                         FROM json_array_elements($1::text::json) WITH ORDINALITY AS asked (value, number)
                     ) g CROSS JOIN LATERAL ({rows} OFFSET 0) s ORDER BY s.number, s.time, s.guid"
                ),
                values: vec![Value::Text(serde_json::Value::from(asked).to_string())],
            };
            connection.query_each(&sql, |row| {
                let number: i64 = row.get(6)?;
                read(
                    usize::try_from(number - 1).unwrap_or(usize::MAX),
                    sized(row)?,
                )
            })
        }
    }
}

/// Those before `since` are read from the index `backups_series` alone: of them the size is all that counts.
fn rows([entity, source, kind, since]: [&str; 4], number: &str) -> String {
    let outcome = super::OUTCOME;
    let series =
        format!("b.entity_id = {entity} AND b.source_id = {source} AND b.type = {kind} AND {SAID}");
    format!(
        "SELECT * FROM (SELECT 0 AS id, b.snapshot_time AS time, b.size, {outcome} AS outcome, '[]' AS findings, b.guid, \
             {number} AS number \
         FROM backups b WHERE {series} AND {outcome} = 'SUCCESS' AND b.snapshot_time < {since} \
         ORDER BY b.snapshot_time DESC, b.guid DESC LIMIT {LOOKED_AT}) earlier \
         UNION ALL \
         SELECT b.id, b.snapshot_time, b.size, {outcome}, b.findings, b.guid, {number} \
         FROM backups b WHERE {series} AND {outcome} IN ('SUCCESS', 'PARTIAL_SUCCESS') AND b.snapshot_time >= {since} \
         ORDER BY time, guid"
    )
}

fn sized(row: &Row<'_>) -> Result<Sized, StoreError> {
    Ok(Sized {
        id: row.get(0)?,
        time: row.get(1)?,
        size: row.get(2)?,
        success: row.text(3)? == Some("SUCCESS"),
        findings: codec::json(row, 4)?,
    })
}

/// Whether these findings say of the size what is to be said.
pub(in crate::store) fn is_found(findings: &[String], says: Option<&(Finding, String)>) -> bool {
    [Finding::Shrunk, Finding::Grown].into_iter().all(|kind| {
        let found = findings.iter().find(|text| kind.is(text));
        let says = says.filter(|(finding, _)| *finding == kind);
        found == says.map(|(_, text)| text)
    })
}

/// Keeps what is to be said of the size.
pub(in crate::store) fn find(state: &mut State, says: Option<(Finding, String)>) {
    let (mut shrunk, mut grown) = (None, None);
    match says {
        Some((Finding::Shrunk, text)) => shrunk = Some(text),
        Some((_, text)) => grown = Some(text),
        None => {}
    }
    state.find(Finding::Shrunk, shrunk);
    state.find(Finding::Grown, grown);
}
