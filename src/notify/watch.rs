//! What changed since it was told.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::event::Event;
use super::message::Message;
use super::{Channel, Notifier};
use crate::domain::alert::{self, Change, Happening, Look, Subject, SubjectKind};
use crate::domain::page::Page;
use crate::human;
use crate::store::StoreError;
use crate::store::alerts::{Flawed, Heard};
use crate::store::deliveries::NewDelivery;
use crate::store::standings::EntityStanding;
use crate::types::{BackupStatus, IntervalSource, ProtectionState};

/// The catalog at a moment.
struct Seen {
    now: i64,
    entities: HashMap<Uuid, EntityStanding>,
    flawed: HashMap<Uuid, Flawed>,
    sources: HashMap<Uuid, Heard>,
}

impl Notifier {
    /// Looks, and puts what has changed on its way.
    pub(super) async fn watch(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        // Before the look: whoever tells in between has seen as much, and this one tells nothing.
        let known = self.store.alerts().await?;
        let seen = self.look(now).await?;
        let looks = self.looks(&seen);
        let changes = alert::changes(&known.told, &looks);
        let vanished = alert::vanished(&known.told, &looks);
        if changes.is_empty() && vanished.is_empty() {
            return Ok(());
        }
        let mut messages = Vec::new();
        for channel in self.channels.iter() {
            let events = self.events(channel, &changes, &seen);
            if !events.is_empty() {
                let of = format!("{} {} {now}", channel.name, known.generation);
                messages.push(NewDelivery {
                    guid: Uuid::new_v5(&Uuid::NAMESPACE_OID, of.as_bytes()),
                    channel: channel.name.clone(),
                    occasion: None,
                    message: serde_json::to_string(&Message::Alerts { events })
                        .map_err(|error| StoreError::Failed(error.to_string()))?,
                });
            }
        }
        let count = changes.len();
        let told = self
            .store
            .tell(known.generation, changes, vanished, messages, now)
            .await?;
        if told && count > 0 {
            tracing::info!(subjects = count, "something has changed, and is told");
        }
        Ok(())
    }

    async fn look(&self, now: i64) -> Result<Seen, StoreError> {
        let states = vec![
            ProtectionState::NeverSucceeded,
            ProtectionState::NotExpected,
            ProtectionState::OnTime,
            ProtectionState::Overdue,
            ProtectionState::Pending,
        ];
        let entities = self.store.standings(states, None, now, Page::Whole).await?;
        let entities = entities.rows.into_iter();
        let sources = self.store.heard().await?.into_iter();
        Ok(Seen {
            now,
            entities: entities.map(|row| (row.entity.guid, row)).collect(),
            flawed: self.store.flawed().await?,
            sources: sources.map(|source| (source.guid, source)).collect(),
        })
    }

    fn looks(&self, seen: &Seen) -> BTreeMap<Subject, Look> {
        let entities = seen.entities.iter().map(|(guid, row)| {
            let kind = SubjectKind::Entity;
            let flawed = seen.flawed.get(guid);
            (Subject { kind, guid: *guid }, of_entity(row, flawed))
        });
        let sources = seen.sources.iter().map(|(guid, source)| {
            let kind = SubjectKind::Source;
            let mut wrong = BTreeSet::new();
            if self.silent_since(source, seen.now).is_some() {
                wrong.insert(Happening::SourceSilent);
            }
            if !source.refused.is_empty() {
                wrong.insert(Happening::MassRemovalRefused);
            }
            let look = Look {
                wrong,
                ..Look::default()
            };
            (Subject { kind, guid: *guid }, look)
        });
        entities.chain(sources).collect()
    }

    /// Since when a source is silent, epoch ms; none: it is not.
    fn silent_since(&self, source: &Heard, now: i64) -> Option<i64> {
        let since = source.last_report?;
        (since.saturating_add(self.silent_after?) < now).then_some(since)
    }

    /// What a channel hears of, the most urgent first.
    fn events(&self, channel: &Channel, changes: &[Change], seen: &Seen) -> Vec<Event> {
        let mut events: Vec<Event> = changes
            .iter()
            .filter_map(|change| {
                let happening = change.told_to(&channel.wanted)?;
                self.event(happening, change, seen)
            })
            .collect();
        events.sort_by(|one, other| {
            let key = |event: &Event| (event.event, event.subject.name.clone(), event.subject.guid);
            key(one).cmp(&key(other))
        });
        events
    }

    fn event(&self, happening: Happening, change: &Change, seen: &Seen) -> Option<Event> {
        let guid = change.subject.guid;
        match change.subject.kind {
            SubjectKind::Source => {
                let source = seen.sources.get(&guid)?;
                let summary = of_source_in_words(happening, change, source, seen.now);
                Some(Event::new(happening, change, &source.name, summary))
            }
            SubjectKind::Entity => {
                let row = seen.entities.get(&guid)?;
                let flawed = seen.flawed.get(&guid);
                let summary = of_entity_in_words(happening, row, flawed, seen.now);
                let url = self.public_url.as_ref();
                Some(Event {
                    policy: row.policy.as_ref().map(|policy| policy.name.clone()),
                    last_success: row.standing.last_success,
                    status_info: flawed.and_then(|flawed| flawed.info.clone()),
                    url: url.map(|url| format!("{url}/entities/{guid}")),
                    ..Event::new(happening, change, &row.entity.name, summary)
                })
            }
        }
    }
}

fn of_entity(row: &EntityStanding, flawed: Option<&Flawed>) -> Look {
    let mut look = Look::default();
    if row.standing.state == ProtectionState::NotExpected {
        return look;
    }
    if row.standing.is_late() {
        look.wrong.insert(Happening::Overdue);
    }
    let last = match row.standing.newest.map(|newest| newest.status) {
        Some(BackupStatus::Failed) => Happening::Failed,
        Some(BackupStatus::PartialSuccess) => Happening::Partial,
        Some(BackupStatus::Inprogress | BackupStatus::Queued) => {
            look.is_running = true;
            return look;
        }
        _ => return look,
    };
    look.wrong.insert(last);
    if flawed.is_some_and(|flawed| flawed.acknowledged) {
        look.acknowledged.insert(last);
    }
    look
}

fn of_entity_in_words(
    happening: Happening,
    row: &EntityStanding,
    flawed: Option<&Flawed>,
    now: i64,
) -> String {
    let name = human::line(&row.entity.name);
    let standing = &row.standing;
    let because = flawed
        .and_then(|flawed| flawed.info.as_deref())
        .map_or(String::new(), |info| format!(": {}", human::line(info)));
    let newest = standing.newest.map_or(String::new(), |newest| {
        format!(" of {} UTC", human::time(newest.time))
    });
    let expected = standing.rhythm.map_or(String::new(), |rhythm| {
        let source = match rhythm.source {
            IntervalSource::Given => "as was said of it",
            IntervalSource::Policy => "as was said of its policy",
            IntervalSource::Learned => "as it was before",
            IntervalSource::Assumed => "as is assumed",
        };
        format!(
            " A backup is expected every {}, {source}.",
            human::span(rhythm.interval)
        )
    });
    match happening {
        Happening::Overdue => match standing.last_success {
            Some(last) => format!(
                "{name} is overdue: its last success is of {} UTC, {} ago.{expected}",
                human::time(last),
                human::span(now.saturating_sub(last)),
            ),
            None => format!("{name} has never been backed up{because}.{expected}"),
        },
        Happening::Failed => format!("The backup of {name}{newest} failed{because}."),
        Happening::Partial => format!("The backup of {name}{newest} is not complete{because}."),
        _ if standing.state == ProtectionState::NotExpected => {
            format!("No backups of {name} are expected any more.")
        }
        _ => match standing.last_success {
            Some(last) => format!(
                "All is well with {name} again: its last success is of {} UTC.",
                human::time(last)
            ),
            None => format!("All is well with {name} again."),
        },
    }
}

fn of_source_in_words(happening: Happening, change: &Change, source: &Heard, now: i64) -> String {
    let name = human::line(&source.name);
    match happening {
        Happening::MassRemovalRefused => {
            let refused = source.refused.iter().map(|refused| {
                format!(
                    "An inventory of {:?} from {name} was refused: it lists {} backups, and {} of the {} that are there would be \
                     marked as gone. Check that it is the right repository, or send it with --allow-mass-removal.",
                    human::line(&refused.scope),
                    refused.listed,
                    refused.going,
                    refused.live
                )
            });
            refused.collect::<Vec<_>>().join(" ")
        }
        Happening::SourceSilent => {
            let last = source.last_report.unwrap_or(now);
            format!(
                "{name} has reported nothing since {} UTC, {} ago: is its timer on, can it reach the catalog?",
                human::time(last),
                human::span(now.saturating_sub(last)),
            )
        }
        _ if change.ended.contains(&Happening::MassRemovalRefused) => {
            format!("An inventory of {name} was taken after one was refused.")
        }
        _ => format!("{name} reports again."),
    }
}
