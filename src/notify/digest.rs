//! How everything stands, once a day or a week.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::digest_times::{DigestTimes, Due};
use super::message::Message;
use super::{Channel, Notifier};
use crate::domain::page::Page;
use crate::domain::selection::Selection;
use crate::domain::statistics::saturate;
use crate::domain::timeline::{self, Sums};
use crate::human;
use crate::store::StoreError;
use crate::store::deliveries::NewDelivery;
use crate::store::standings::EntityStanding;
use crate::types::{BackupStatus, ProtectionState};

/// Days of the pictures (chosen: two weeks show what is weekly).
pub(super) const DAYS: i64 = 14;

/// Entities that are named one by one, the most urgent first (chosen: a mail that is still read).
const ROWS: usize = 60;

const DAY: i64 = 86_400_000;

/// How everything stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Digest {
    /// `daily` or `weekly`.
    pub often: String,
    /// The day that it is of.
    pub date: String,
    /// The backups that ran began then, epoch ms.
    pub from: i64,
    /// And before then, epoch ms.
    pub to: i64,
    /// Entities that never succeeded.
    pub never: usize,
    /// Entities that are overdue.
    pub overdue: usize,
    /// Entities that are on time, those whose last backup failed or is not complete too.
    pub on_time: usize,
    /// Entities whose first backup is under way, or of which none is expected.
    pub others: usize,
    /// Entities on time whose last backup failed.
    pub failed: usize,
    /// The same, not complete.
    pub partial: usize,
    /// Backups of the time by status.
    pub runs: Runs,
    /// The days of the pictures, oldest first, in words.
    pub days: Vec<String>,
    /// All backups of each of those days.
    pub each_day: Vec<Runs>,
    /// Entities, the most urgent first.
    pub rows: Vec<Row>,
    /// Where people find the server.
    pub url: Option<String>,
}

/// Backups by how they went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runs {
    /// That succeeded, those that were removed since too.
    pub success: i64,
    /// That are not complete.
    pub partial: i64,
    /// That failed.
    pub failed: i64,
    /// Bytes.
    pub size: i64,
}

/// An entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Which.
    pub guid: Uuid,
    /// In words.
    pub state: String,
    /// Its last success, epoch ms.
    pub last_success: Option<i64>,
    /// A letter a day: `S`uccess, `P`artial, `F`ailed, `R`emoved, `-` none.
    pub days: String,
}

impl Notifier {
    /// Puts the digests that are due on their way.
    pub(super) async fn digests(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for channel in self.channels.iter() {
            let Some(times) = &channel.digest else {
                continue;
            };
            if let Some(due) = times.due(now) {
                self.digest(channel, times, due, now).await?;
            }
        }
        Ok(())
    }

    async fn digest(
        &self,
        channel: &Channel,
        times: &DigestTimes,
        due: Due,
        now: i64,
    ) -> Result<(), StoreError> {
        let occasion = format!(
            "{} digest of {} for {}",
            times.word(),
            due.date,
            channel.name
        );
        if self.store.has_occasion(occasion.clone()).await? {
            return Ok(());
        }
        let digest = self.read(times, due, now).await?;
        let message = Message::Digest(Box::new(digest));
        let message = NewDelivery {
            guid: Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{occasion} {now}").as_bytes()),
            channel: channel.name.clone(),
            occasion: Some(occasion),
            message: serde_json::to_string(&message)
                .map_err(|error| StoreError::Failed(error.to_string()))?,
        };
        self.store.add_delivery(message, now).await
    }

    async fn read(&self, times: &DigestTimes, due: Due, now: i64) -> Result<Digest, StoreError> {
        let store = &self.store;
        let states = vec![
            ProtectionState::NeverSucceeded,
            ProtectionState::NotExpected,
            ProtectionState::OnTime,
            ProtectionState::Overdue,
            ProtectionState::Pending,
        ];
        let mut standings = store.standings(states, None, now, Page::Whole).await?.rows;
        let count = |state| {
            let is_so = |row: &&EntityStanding| row.standing.state == state;
            standings.iter().filter(is_so).count()
        };
        let with = |status| {
            let is_so = |row: &&EntityStanding| of_last(row) == Some(status);
            standings.iter().filter(is_so).count()
        };
        let range = timeline::days(
            Some(now - (DAYS - 1) * DAY),
            Some(now),
            Some(times.zone()),
            now,
        )
        .map_err(|error| StoreError::Failed(error.to_string()))?;
        let mut digest = Digest {
            often: times.word().to_owned(),
            date: due.date.to_string(),
            from: due.from,
            to: due.to,
            never: count(ProtectionState::NeverSucceeded),
            overdue: count(ProtectionState::Overdue),
            on_time: count(ProtectionState::OnTime),
            others: count(ProtectionState::Pending) + count(ProtectionState::NotExpected),
            failed: with(BackupStatus::Failed),
            partial: with(BackupStatus::PartialSuccess),
            runs: self.runs(due.from, due.to - 1).await?,
            days: range
                .iter()
                .map(|day| day.date.strftime("%a %d").to_string())
                .collect(),
            each_day: Vec::new(),
            rows: Vec::new(),
            url: self.public_url.clone(),
        };
        for day in &range {
            digest
                .each_day
                .push(self.runs(day.start, day.end - 1).await?);
        }
        // Those that are late come first already; then what went wrong last.
        standings.sort_by_key(|row| {
            if row.standing.is_late() {
                0
            } else if of_last(row).is_some() {
                1
            } else {
                2
            }
        });
        for row in standings.into_iter().take(ROWS) {
            let (kind, guid) = (row.entity.kind, row.entity.guid);
            let timeline = store.timeline(kind, guid, range.clone()).await?;
            let days = timeline.iter().flat_map(|timeline| &timeline.days);
            digest.rows.push(Row {
                name: row.entity.name.clone(),
                guid,
                state: state(&row).to_owned(),
                last_success: row.standing.last_success,
                days: days.map(|(_, sums)| letter(sums)).collect(),
            });
        }
        Ok(digest)
    }

    /// The backups of a time, both ends included, epoch ms.
    async fn runs(&self, from: i64, to: i64) -> Result<Runs, StoreError> {
        let selection = Selection {
            from: Some(from),
            to: Some(to),
            ..Selection::default()
        };
        let mut runs = Runs::default();
        for sums in self.store.aggregates(selection).await? {
            match sums.status {
                BackupStatus::Success | BackupStatus::SuccessRemoved => runs.success += sums.count,
                BackupStatus::PartialSuccess => runs.partial += sums.count,
                BackupStatus::Failed => runs.failed += sums.count,
                BackupStatus::Inprogress | BackupStatus::Queued => {}
            }
            runs.size = runs.size.saturating_add(saturate(sums.size));
        }
        Ok(runs)
    }
}

/// How the last backup of an entity that is on time went wrong; none: it did not.
fn of_last(row: &EntityStanding) -> Option<BackupStatus> {
    if row.standing.state != ProtectionState::OnTime {
        return None;
    }
    let status = row.standing.newest?.status;
    matches!(status, BackupStatus::Failed | BackupStatus::PartialSuccess).then_some(status)
}

fn state(row: &EntityStanding) -> &'static str {
    match (row.standing.state, of_last(row)) {
        (ProtectionState::NeverSucceeded, _) => "never succeeded",
        (ProtectionState::Overdue, _) => "overdue",
        (ProtectionState::Pending, _) => "first one running",
        (ProtectionState::NotExpected, _) => "not expected",
        (ProtectionState::OnTime, Some(BackupStatus::Failed)) => "last one failed",
        (ProtectionState::OnTime, Some(_)) => "last one not complete",
        (ProtectionState::OnTime, None) => "on time",
    }
}

/// The letter of a day: what went wrong comes before what went well.
fn letter(sums: &Sums) -> char {
    [
        (BackupStatus::Failed, 'F'),
        (BackupStatus::PartialSuccess, 'P'),
        (BackupStatus::Success, 'S'),
        (BackupStatus::SuccessRemoved, 'R'),
    ]
    .into_iter()
    .find(|(status, _)| sums.by_status.iter().any(|(other, _)| other == status))
    .map_or('-', |(_, letter)| letter)
}

impl Digest {
    /// The counts that matter, the worst first.
    pub(super) fn subject(&self) -> String {
        let counts = [
            (self.never, "never backed up"),
            (self.overdue, "overdue"),
            (self.failed, "failed"),
            (self.partial, "not complete"),
            (self.on_time - self.failed - self.partial, "fine"),
        ];
        let parts: Vec<String> = counts
            .into_iter()
            .filter(|(count, word)| *count > 0 || *word == "fine")
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        format!("Backups {}: {}", self.date, parts.join(", "))
    }

    /// What ran, in a sentence.
    pub(super) fn ran(&self) -> String {
        format!(
            "From {} to {} UTC {} backups succeeded, {} are not complete, {} failed; together {}.",
            human::time(self.from),
            human::time(self.to),
            self.runs.success,
            self.runs.partial,
            self.runs.failed,
            human::bytes(self.runs.size),
        )
    }

    /// How many entities there are.
    pub(super) const fn entities(&self) -> usize {
        self.never + self.overdue + self.on_time + self.others
    }

    /// The same for a mail program that shows text only.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}\n\n{}\n\n", self.subject(), self.ran());
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else {
            return text;
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "A letter a day, {first} to {last}: Success, Partial, Failed, Removed, - none.\n"
        );
        for row in &self.rows {
            let last = row.last_success.map_or_else(
                || "never".to_owned(),
                |last| format!("{} UTC", human::time(last)),
            );
            let (days, name, state) = (&row.days, human::line(&row.name), &row.state);
            let _ = writeln!(text, "{days}  {name}: {state}, last success {last}");
        }
        if self.entities() > self.rows.len() {
            let _ = writeln!(text, "… and {} more", self.entities() - self.rows.len());
        }
        if let Some(url) = &self.url {
            let _ = writeln!(text, "\n{url}/");
        }
        text
    }
}
