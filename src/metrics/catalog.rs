//! How the catalog stands, read at most once in a while.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder};
use prometheus_client::metrics::MetricType;
use uuid::Uuid;

use super::Metrics;
use crate::app::App;
use crate::domain::alert::Happening;
use crate::domain::page::Page;
use crate::domain::selection::Selection;
use crate::domain::statistics::Aggregate;
use crate::store::StoreError;
use crate::store::deliveries::ChannelState;
use crate::store::last_success::LastSuccess;
use crate::store::standings::EntityStanding;
use crate::types::{BackupStatus, ProtectionState};

/// Entities that get metrics of their own, by default (chosen: seven times as many series, which one Prometheus takes
/// with ease).
pub const ENTITIES: usize = 5_000;

/// How long what was read is shown again, ms (chosen: several Prometheus servers and a person cost one read).
const FRESH: i64 = 10_000;

/// The catalog as it was at a moment.
#[derive(Debug)]
pub(super) struct Sample {
    /// Epoch ms.
    taken: i64,
    /// Entities that get metrics of their own.
    limit: usize,
    /// The most urgent first.
    standings: Vec<EntityStanding>,
    successes: HashMap<Uuid, LastSuccess>,
    aggregates: Vec<Aggregate>,
    alerts: BTreeMap<Happening, i64>,
    channels: Vec<ChannelState>,
}

impl Metrics {
    /// What was read of the catalog a few seconds ago at most, or is read now. `limit`: entities with metrics of their
    /// own.
    pub(super) async fn sample(
        &self,
        app: &Arc<App>,
        limit: usize,
    ) -> Result<Arc<Sample>, StoreError> {
        let mut known = self.inner.sample.lock().await;
        let now = app.clock.now();
        if let Some(sample) = known.as_ref()
            && (0..FRESH).contains(&now.saturating_sub(sample.taken))
            && sample.limit == limit
        {
            return Ok(Arc::clone(sample));
        }
        // In a task of its own it is the program that reads, which sees everything, and not whoever asks.
        let app = Arc::clone(app);
        let reading = tokio::spawn(async move { Sample::read(&app, limit, now).await });
        let sample = match reading.await {
            Ok(sample) => Arc::new(sample?),
            Err(failure) if failure.is_panic() => std::panic::resume_unwind(failure.into_panic()),
            Err(_) => return Err(StoreError::ShuttingDown),
        };
        *known = Some(Arc::clone(&sample));
        Ok(sample)
    }
}

impl Sample {
    async fn read(app: &App, limit: usize, now: i64) -> Result<Self, StoreError> {
        let store = &app.store;
        let states = STATES.iter().map(|(state, _)| *state).collect();
        let standings = store.standings(states, None, now, Page::Whole).await?.rows;
        Ok(Self {
            taken: now,
            limit,
            standings,
            successes: store.last_successes().await?,
            aggregates: store.aggregates(Selection::default()).await?,
            alerts: store.alert_counts().await?,
            channels: store.channel_states().await?,
        })
    }

    /// Those that get metrics of their own.
    fn shown(&self) -> &[EntityStanding] {
        &self.standings[..self.limit.min(self.standings.len())]
    }

    fn states(&self, metric: &mut MetricEncoder<'_>) -> fmt::Result {
        for (state, label) in STATES {
            let is_so = |row: &&EntityStanding| row.standing.state == state;
            let count = self.standings.iter().filter(is_so).count();
            gauge(metric, &[("state", label)], whole(count))?;
        }
        Ok(())
    }

    fn statuses(
        &self,
        metric: &mut MetricEncoder<'_>,
        number: impl Fn(&Aggregate) -> i128,
    ) -> fmt::Result {
        for status in STATUSES {
            let of_it = self.aggregates.iter().filter(|sums| sums.status == status);
            let sum: i128 = of_it.map(&number).sum();
            gauge(metric, &[("status", status.as_str())], rounded(sum))?;
        }
        Ok(())
    }

    fn alerts(&self, metric: &mut MetricEncoder<'_>) -> fmt::Result {
        for happening in Happening::ALL {
            if happening != Happening::Recovered {
                let count = self.alerts.get(&happening).copied().unwrap_or(0);
                gauge(
                    metric,
                    &[("event", happening.as_str())],
                    rounded(count.into()),
                )?;
            }
        }
        Ok(())
    }

    fn messages(&self, metric: &mut MetricEncoder<'_>) -> fmt::Result {
        for channel in &self.channels {
            for (state, count) in [("waiting", channel.waiting), ("given_up", channel.dead)] {
                let labels = [("channel", channel.channel.as_str()), ("state", state)];
                gauge(metric, &labels, rounded(count.into()))?;
            }
        }
        Ok(())
    }

    fn entities(
        &self,
        metric: &mut MetricEncoder<'_>,
        value: impl Fn(&EntityStanding) -> Option<f64>,
    ) -> fmt::Result {
        for row in self.shown() {
            if let Some(value) = value(row) {
                of_entity(row, |labels| gauge(metric, labels, value))?;
            }
        }
        Ok(())
    }

    fn last_statuses(&self, metric: &mut MetricEncoder<'_>) -> fmt::Result {
        for row in self.shown() {
            if let Some(newest) = row.standing.newest {
                of_entity(row, |labels| {
                    let mut labels = labels.to_vec();
                    labels.push(("status", newest.status.as_str()));
                    metric.encode_family(&labels)?.encode_gauge(&1_i64)
                })?;
            }
        }
        Ok(())
    }

    fn success(&self, row: &EntityStanding) -> Option<&LastSuccess> {
        self.successes.get(&row.entity.guid)
    }
}

/// The names of labels and metrics do not change when those of the API do.
const STATES: [(ProtectionState, &str); 5] = [
    (ProtectionState::NeverSucceeded, "never_succeeded"),
    (ProtectionState::Overdue, "overdue"),
    (ProtectionState::Pending, "pending"),
    (ProtectionState::OnTime, "on_time"),
    (ProtectionState::NotExpected, "not_expected"),
];

const STATUSES: [BackupStatus; 6] = [
    BackupStatus::Failed,
    BackupStatus::Inprogress,
    BackupStatus::PartialSuccess,
    BackupStatus::Queued,
    BackupStatus::Success,
    BackupStatus::SuccessRemoved,
];

type Labels<'a> = [(&'static str, &'a str)];

fn of_entity(row: &EntityStanding, write: impl FnOnce(&Labels<'_>) -> fmt::Result) -> fmt::Result {
    let guid = row.entity.guid.to_string();
    let policy = row.policy.as_ref().map_or("", |policy| &policy.name);
    write(&[
        ("entity", &row.entity.name),
        ("guid", &guid),
        ("type", row.entity.kind.as_str()),
        ("policy", policy),
    ])
}

fn gauge(metric: &mut MetricEncoder<'_>, labels: &Labels<'_>, value: f64) -> fmt::Result {
    metric.encode_family(&labels.to_vec())?.encode_gauge(&value)
}

/// Milliseconds as seconds.
#[allow(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
pub(super) fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}

#[allow(clippy::cast_precision_loss, reason = "2^53 are more than there are")]
fn whole(count: usize) -> f64 {
    count as f64
}

#[allow(clippy::cast_precision_loss, reason = "fifteen digits are shown")]
fn rounded(sum: i128) -> f64 {
    sum as f64
}

impl Collector for Sample {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut metric =
            |name: &str, help: &str, write: &dyn Fn(&mut MetricEncoder<'_>) -> fmt::Result| {
                let name = format!("backup_catalog_{name}");
                let mut metric = encoder.encode_descriptor(&name, help, None, MetricType::Gauge)?;
                write(&mut metric)
            };
        metric(
            "entities",
            "Protected entities, by how they stand",
            &|metric| self.states(metric),
        )?;
        let over = self.standings.len() - self.shown().len();
        metric(
            "entities_over_limit",
            "Protected entities without metrics of their own: there are more than --metrics-entities",
            &|metric| metric.encode_gauge(&whole(over)),
        )?;
        metric("backups", "Backups, by status", &|metric| {
            self.statuses(metric, |sums| i128::from(sums.count))
        })?;
        metric(
            "backups_size_bytes",
            "Sizes of the backups, by status",
            &|metric| self.statuses(metric, |sums| sums.size),
        )?;
        metric(
            "alerts",
            "Subjects of which people were told, and it is not over, by event",
            &|metric| self.alerts(metric),
        )?;
        metric(
            "notify_messages",
            "Messages to a channel that wait, or were given up",
            &|metric| self.messages(metric),
        )?;
        metric(
            "sample_timestamp_seconds",
            "When the numbers of the catalog were read, Unix time",
            &|metric| metric.encode_gauge(&seconds(self.taken)),
        )?;
        metric(
            "entity_overdue",
            "1: the last success is longer ago than it should be, or there was none",
            &|metric| {
                self.entities(metric, |row| {
                    Some(f64::from(u8::from(row.standing.is_late())))
                })
            },
        )?;
        metric(
            "entity_last_success_timestamp_seconds",
            "The point in time that the newest success holds, Unix time",
            &|metric| self.entities(metric, |row| row.standing.last_success.map(seconds)),
        )?;
        metric(
            "entity_last_success_age_seconds",
            "How long ago that was, at sample_timestamp_seconds",
            &|metric| {
                self.entities(metric, |row| {
                    let last = row.standing.last_success?;
                    Some(seconds(self.taken.saturating_sub(last)))
                })
            },
        )?;
        metric(
            "entity_last_success_size_bytes",
            "Size of the newest success",
            &|metric| {
                self.entities(metric, |row| {
                    self.success(row).map(|last| rounded(last.size.into()))
                })
            },
        )?;
        metric(
            "entity_last_success_duration_seconds",
            "How long the newest success took, waiting included",
            &|metric| {
                self.entities(metric, |row| {
                    self.success(row).map(|last| seconds(last.duration))
                })
            },
        )?;
        metric(
            "entity_due_timestamp_seconds",
            "When the entity is overdue, or has been, Unix time",
            &|metric| self.entities(metric, |row| row.standing.due.map(seconds)),
        )?;
        metric(
            "entity_last_backup_status",
            "1, with the status of the newest backup as a label",
            &|metric| self.last_statuses(metric),
        )
    }
}
