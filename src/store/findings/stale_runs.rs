//! Runs that do not come to an end: only the clock can show them.

use crate::domain::finding::Finding;
use crate::human;
use crate::store::database::{Connection, Transaction};
use crate::store::ingest::Writer;
use crate::store::sql::Sql;
use crate::store::{Store, StoreError};

/// How long a run may last of which nothing is known, ms. A day (chosen).
const PATIENCE: i64 = 24 * 60 * 60_000;

/// How many times as long as the longest of the last successes a run may last.
const TIMES: i64 = 3;

/// Successes that are looked at (chosen: as many as sizes are compared with).
const LOOKED_AT: usize = crate::domain::usual_size::LOOKED_AT;

/// A run that is expected to have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stale {
    id: i64,
    /// When it started, epoch ms.
    started: i64,
    /// How long it was expected to last at most, ms.
    expected: i64,
}

impl Store {
    /// Finds the runs that at `now` (epoch ms) have lasted too long, and are not known to; how many these are. Where there
    /// are none nothing is written, and no writer is kept waiting.
    pub async fn find_stale_runs(&self, now: i64) -> Result<usize, StoreError> {
        let any = self
            .read_newest(move |connection| Ok::<_, StoreError>(!stale(connection, now)?.is_empty()))
            .await?;
        if !any {
            return Ok(0);
        }
        self.write_aside(move |transaction| find(transaction, now))
            .await
    }
}

fn find(transaction: &Transaction<'_>, now: i64) -> Result<usize, StoreError> {
    let stale = stale(transaction, now)?;
    let mut writer = Writer::new(transaction)?;
    for run in &stale {
        writer.find_in(run.id, |state| {
            let status = state.outcome().as_str();
            let text = format!(
                "STALE_RUN: it started at {} UTC and was still {status} {} later, where an end was expected within {}; is what ran \
                 it still alive?",
                human::time(run.started),
                human::duration(now.saturating_sub(run.started)),
                human::duration(run.expected)
            );
            state.find(Finding::StaleRun, Some(text));
        })?;
    }
    writer.finish()?;
    Ok(stale.len())
}

/// The runs that last too long and are not known to.
fn stale(connection: &Connection, now: i64) -> Result<Vec<Stale>, StoreError> {
    let mut running = Vec::new();
    let sql = Sql::new(
        "SELECT b.id, coalesce(b.started, b.snapshot_time), b.entity_id, b.source_id, b.type FROM backups b
         WHERE b.status IN ('QUEUED', 'INPROGRESS') AND b.findings NOT LIKE '%\"STALE_RUN: %'",
    );
    connection.query_each(&sql, |row| {
        let started: i64 = row.get(1)?;
        if now.saturating_sub(started) > PATIENCE {
            let series: (i64, i64, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
            running.push((row.get::<i64>(0)?, started, series));
        }
        Ok(())
    })?;
    let mut stale = Vec::new();
    for (id, started, (entity, source, kind)) in running {
        let longest: i64 = connection
            .prepare_cached(&format!(
                "SELECT coalesce(max(d.duration), 0) FROM (
                     SELECT b.queued_export_time + b.export_time + b.queued_store_time + b.store_time AS duration
                     FROM backups b WHERE b.entity_id = $1 AND b.source_id = $2 AND b.type = $3
                       AND {} = 'SUCCESS' ORDER BY b.snapshot_time DESC LIMIT {LOOKED_AT}) d",
                super::OUTCOME
            ))?
            .query_row((entity, source, kind), |row| row.get(0))?;
        let expected = longest.saturating_mul(TIMES).max(PATIENCE);
        if now.saturating_sub(started) > expected {
            stale.push(Stale {
                id,
                started,
                expected,
            });
        }
    }
    Ok(stale)
}
