//! One pass over the backups of the other server.

use std::collections::HashSet;
use std::num::NonZeroU64;
use std::path::Path;

use reqwest::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use super::record;
use super::state::State;
use crate::cli::failure::{Failure, Kind};
use crate::cli::human;
use crate::cli::progress::Progress;
use crate::client::Session;
use crate::types::{BackupDetails, BackupOrder, BackupStatus, IngestReport, SortDirection};

/// How far before the last backup a pass begins, ms. A day (chosen): backups are recorded when they end, not when their
/// point in time was.
const AGAIN: i64 = 24 * 60 * 60_000;

/// What a pass has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) read: usize,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) unchanged: i64,
    pub(super) removed: i64,
    pub(super) rejected: i64,
}

/// A pass under way.
pub(super) struct Pass<'a> {
    pub(super) from: &'a Session,
    pub(super) to: &'a Session,
    pub(super) state: State,
    pub(super) file: &'a Path,
    /// Rows a page.
    pub(super) rows: NonZeroU64,
    pub(super) progress: Progress,
    pub(super) done: Done,
}

impl Pass<'_> {
    /// Takes over what is new, and what was under way; from the beginning on with `complete`, and then what is gone.
    pub(super) async fn run(&mut self, complete: bool, mass: bool) -> Result<(), Failure> {
        let since = match (complete, self.state.newest) {
            (true, _) | (_, None) => None,
            (false, Some(newest)) if self.state.finished => Some(newest.saturating_sub(AGAIN)),
            // It broke off there.
            (false, newest) => newest,
        };
        if !complete {
            self.open_ones().await?;
        }
        let seen = self.pages(since, complete).await?;
        if complete {
            self.remove(&seen, mass).await?;
        }
        self.state.finished = true;
        self.state.write(self.file)
    }

    /// The pages from a point in time on. Answers with the guids, if all are to be known.
    async fn pages(&mut self, since: Option<i64>, keep: bool) -> Result<HashSet<Uuid>, Failure> {
        let mut seen = HashSet::new();
        let (mut since, mut page) = (since, 0);
        self.state.finished = false;
        loop {
            let rows = list(self.from, since, page, self.rows).await?;
            let is_last = (rows.len() as u64) < self.rows.get();
            let newest = rows.last().map(|row| row.snapshot_time);
            if keep {
                seen.extend(rows.iter().map(|row| row.guid));
            }
            self.done.read += rows.len();
            let (read, at) = (self.done.read, newest);
            self.progress.now_and_then(|| {
                let at = at.map(human::time).unwrap_or_default();
                format!("{read} backups read, now at {at}")
            });
            self.take(rows).await?;
            if let Some(newest) = newest {
                self.state.newest = Some(newest);
                self.state.write(self.file)?;
            }
            if is_last {
                return Ok(seen);
            }
            // By time, not by number of page: what is added or removed meanwhile moves no page. Only backups of the very
            // same time need numbers.
            (since, page) = if newest > since {
                (newest, 0)
            } else {
                (since, page + 1)
            };
        }
    }

    /// Reports backups.
    async fn take(&mut self, rows: Vec<BackupDetails>) -> Result<(), Failure> {
        let mut records = Vec::with_capacity(rows.len());
        for row in rows {
            let (guid, running) = (row.guid, record::is_running(row.status.name));
            let record = serde_json::to_value(record::of(row, &self.state.source))
                .map_err(|error| Failure::refused(format!("cannot write the report: {error}")))?;
            if running {
                self.state.open.insert(guid, record.clone());
            } else {
                self.state.open.remove(&guid);
            }
            records.push(record);
        }
        self.send(&records).await
    }

    async fn send(&mut self, records: &[Value]) -> Result<(), Failure> {
        if records.is_empty() {
            return Ok(());
        }
        let mut body = String::new();
        for record in records {
            body.push_str(&record.to_string());
            body.push('\n');
        }
        let answer = self.to.patient_api().ingest().body(body).send().await;
        let answer = answer.map_err(|error| Failure::from(self.to.explain(error)))?;
        self.count(&answer.into_inner());
        Ok(())
    }

    fn count(&mut self, report: &IngestReport) {
        let listed = i64::try_from(report.rejected.len()).unwrap_or(i64::MAX);
        self.done.created += report.created;
        self.done.updated += report.updated;
        self.done.unchanged += report.unchanged;
        self.done.removed += report.removed;
        self.done.rejected += report.rejected_count.unwrap_or(listed);
        for rejected in &report.rejected {
            self.progress.clear();
            eprintln!("not taken: {}", human::line(&rejected.reason));
        }
    }

    /// Looks again at what was under way.
    async fn open_ones(&mut self) -> Result<(), Failure> {
        for (guid, known) in self.state.open.clone() {
            if let Some(row) = self.find(guid).await? {
                self.take(vec![row]).await?;
            } else {
                let server = self.state.server.clone();
                self.send(&[record::lost(known, &server)]).await?;
                self.state.open.remove(&guid);
            }
        }
        self.state.write(self.file)
    }

    /// A backup by its guid: its point in time may be another one by now.
    async fn find(&self, guid: Uuid) -> Result<Option<BackupDetails>, Failure> {
        let answer = self.from.api().get_backup().guid(guid).send().await;
        let found = match answer {
            Ok(found) => found.into_inner(),
            Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => return Ok(None),
            Err(error) => return Err(self.from.explain(error).into()),
        };
        // It has all that a row of a list has, and more.
        serde_json::to_value(found)
            .and_then(serde_json::from_value)
            .map(Some)
            .map_err(|error| Failure::refused(format!("cannot read the backup {guid}: {error}")))
    }

    /// Reports as gone what is here as theirs, and not there.
    async fn remove(&mut self, seen: &HashSet<Uuid>, mass: bool) -> Result<(), Failure> {
        let (mut live, mut going, mut lost) = (0_usize, Vec::new(), Vec::new());
        let (mut since, mut page) = (None, 0);
        let mut met = HashSet::new();
        loop {
            let rows = list(self.to, since, page, self.rows).await?;
            let is_last = (rows.len() as u64) < self.rows.get();
            let newest = rows.last().map(|row| row.snapshot_time);
            for row in rows {
                let theirs = row
                    .source
                    .as_ref()
                    .is_some_and(|it| it.name == self.state.source);
                if !theirs || !met.insert(row.guid) {
                    continue;
                }
                let status = row.status.name;
                let is_gone = !seen.contains(&row.guid);
                if matches!(status, BackupStatus::Success | BackupStatus::PartialSuccess) {
                    live += 1;
                    if is_gone {
                        going.push(record::gone(&row.guid.to_string(), &self.state.source));
                    }
                } else if is_gone && record::is_running(status) {
                    self.state.open.remove(&row.guid);
                    let record = serde_json::to_value(record::of(row, &self.state.source));
                    lost.extend(record.map(|record| record::lost(record, &self.state.server)));
                }
            }
            if is_last {
                break;
            }
            (since, page) = if newest > since {
                (newest, 0)
            } else {
                (since, page + 1)
            };
        }
        if going.len() * 2 > live && !mass {
            return Err(Failure::new(
                Kind::Refused,
                format!(
                    "{} of the {live} backups that are here are not listed by {} any more: none was marked as gone. Check that it is \
                     the right server and user, or give --allow-mass-removal",
                    going.len(),
                    self.state.server
                ),
            ));
        }
        for records in [going, lost] {
            for some in records.chunks(1_000) {
                self.send(some).await?;
            }
        }
        Ok(())
    }
}

/// Backups between two points in time, the oldest first.
async fn list(
    session: &Session,
    from: Option<i64>,
    page: i64,
    rows: NonZeroU64,
) -> Result<Vec<BackupDetails>, Failure> {
    let mut request = session
        .api()
        .list_backups_detailed()
        .order_by(BackupOrder::SnapshotTime)
        .direction(SortDirection::Asc)
        .page(page)
        .size(rows);
    if let Some(from) = from {
        request = request.from(from);
    }
    let answer = request.send().await;
    Ok(answer.map_err(|error| session.explain(error))?.into_inner())
}
