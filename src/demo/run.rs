//! One run as a record: sizes, times, copies.

use super::cast::Member;
use super::outcome::Outcome;
use super::plan::Place;
use super::random::Random;
use super::{DAY, Fleet, HOUR, MINUTE};
use crate::domain::record::{Location, Origin, Record, Reference, Status, Times};
use crate::types::{
    BackupDestinationRole, BackupLocationStatus, BackupStatus, BackupType, OriginEntityType,
    ProtectedEntityType, RetentionHint,
};

/// What history knows of a run.
#[derive(Debug)]
pub(super) struct Run {
    /// When it was due, epoch ms.
    pub(super) time: i64,
    pub(super) outcome: Outcome,
    pub(super) origin: OriginEntityType,
    pub(super) link: Link,
}

/// Its place in a chain.
#[derive(Debug)]
pub(super) enum Link {
    /// It starts the chain with this number.
    Root { number: i64 },
    /// It continues one.
    Child { parent: String, root_time: i64 },
}

/// Days that an archived backup is kept.
const ARCHIVE: i64 = 365;

/// The record of a run.
pub(super) fn record(fleet: Fleet, member: &Member, run: Run, random: &mut Random) -> Record {
    let mut outcome = run.outcome;
    let kind = kind(member, &run.link);
    let (root_time, parent) = match run.link {
        Link::Root { .. } => (run.time, None),
        Link::Child { parent, root_time } => (root_time, Some(parent)),
    };
    let size = size(member, run.time, random);
    let transferred = if kind == BackupType::Full {
        size
    } else {
        size / 1000 * random.between(4, 60)
    };
    let mut times = times(member, outcome.status, transferred, random);
    if run.time + total(times) > fleet.now {
        outcome = Outcome::of(BackupStatus::Inprogress);
        times = self::times(member, outcome.status, transferred, random);
    }
    let stored = matches!(
        outcome.status,
        BackupStatus::Success | BackupStatus::PartialSuccess
    );
    let archived = parent.is_none() && stored && archived(member, run.time);
    let life = Life {
        age: fleet.now - root_time,
        keep: keep(member),
        archived: archived.then_some(run.time + ARCHIVE * DAY),
    };
    let status = if stored && life.gone(member) {
        BackupStatus::SuccessRemoved
    } else {
        outcome.status
    };
    let running = matches!(status, BackupStatus::Queued | BackupStatus::Inprogress);
    Record {
        v: 1,
        source: member.plan.source.to_owned(),
        repository: Some(member.plan.primary.name.to_owned()),
        id: Some(id(member, run.time)),
        entity: member.entity.clone(),
        node: Some(Reference::Name(member.node.clone())),
        policy: Some(Reference::Name(member.plan.policy.to_owned())),
        rule: Some(Reference::Name(member.plan.rule.to_owned())),
        status: Some(Status::Of(status)),
        status_info: outcome.info,
        kind: Some(kind),
        started: Some(run.time),
        finished: (!running).then_some(run.time + total(times)),
        snapshot_time: Some(run.time + times.queued_export),
        size: stored.then_some(size),
        transferred: stored.then_some(transferred),
        objects: (stored && member.objects > 0).then_some(member.objects + run.time / DAY % 1000),
        parent,
        warnings: (!outcome.warnings.is_empty()).then_some(outcome.warnings),
        expires: stored.then_some(root_time + keep(member)),
        tool: member.tool.clone(),
        times: Some(times),
        locations: Some(locations(member, status, &life)),
        hidden: member.hidden.then_some(true),
        mountable: (stored && member.entity.kind != Some(ProtectedEntityType::App)).then_some(true),
        description: description(outcome.status, archived, random),
        origin: Some(origin(run.origin, member, random)),
        mode: member.mode.map(str::to_owned),
        archive_expire: life.archived,
        ..Record::default()
    }
}

/// Gold machines get their later full backups put together at the destination; volumes are synchronised.
fn kind(member: &Member, link: &Link) -> BackupType {
    match link {
        Link::Child { .. } => BackupType::Incremental,
        Link::Root { number: 0 } => BackupType::Full,
        Link::Root { .. } if member.entity.kind == Some(ProtectedEntityType::Storage) => {
            BackupType::Synchronization
        }
        Link::Root { number } if member.plan.policy == "VM gold" && number % 4 != 0 => {
            BackupType::Synthetic
        }
        Link::Root { .. } => BackupType::Full,
    }
}

/// Bytes protected: the base, grown to this day, with the ups and downs of a week.
fn size(member: &Member, time: i64, random: &mut Random) -> i64 {
    let days = (time / DAY - 20_000).max(0);
    let grown = member.base + member.base / 1_000_000 * member.growth * days;
    grown + grown / 1000 * random.between(-8, 8)
}

fn times(member: &Member, status: BackupStatus, transferred: i64, random: &mut Random) -> Times {
    // Bytes per ms: 60 to 400 MB/s out of the source, 80 to 250 MB/s into the destination.
    let export = transferred / random.between(60_000, 400_000) + random.between(900, 20_000);
    let store = transferred / random.between(80_000, 250_000) + random.between(900, 15_000);
    let by_agent = member.tool.is_some();
    let queued = random.between(500, 4 * MINUTE);
    match status {
        BackupStatus::Queued => Times::default(),
        BackupStatus::Inprogress => Times {
            queued_export: queued.min(MINUTE),
            ..Times::default()
        },
        BackupStatus::Failed => Times {
            queued_export: if by_agent { 0 } else { queued },
            export: (export / 3).min(2 * HOUR),
            ..Times::default()
        },
        _ if by_agent => Times {
            export,
            ..Times::default()
        },
        _ => Times {
            queued_export: queued,
            export,
            queued_store: random.between(200, 2 * MINUTE),
            store,
        },
    }
}

fn total(times: Times) -> i64 {
    times.queued_export + times.export + times.queued_store + times.store
}

/// How long a backup is kept, ms: until its whole chain is old enough, since a chain goes as one.
fn keep(member: &Member) -> i64 {
    member.plan.chain * member.plan.step * HOUR + member.plan.retention * DAY
}

/// The first backup of a quarter is kept for a year.
fn archived(member: &Member, time: i64) -> bool {
    member.plan.policy == "VM gold" && time / DAY % 91 < 7
}

/// How old a backup is, and how old it may get.
struct Life {
    age: i64,
    keep: i64,
    archived: Option<i64>,
}

impl Life {
    fn primary_gone(&self) -> bool {
        self.archived.is_none() && self.age > self.keep
    }

    fn secondary_gone(&self) -> bool {
        self.archived.is_none() && self.age > 2 * self.keep
    }

    fn gone(&self, member: &Member) -> bool {
        match member.plan.secondary {
            Some(_) => self.secondary_gone(),
            None => self.primary_gone(),
        }
    }
}

fn locations(member: &Member, status: BackupStatus, life: &Life) -> Vec<Location> {
    let mut locations = vec![location(
        member.plan.primary,
        BackupDestinationRole::Primary,
        state(status, life.primary_gone()),
        life,
    )];
    if let Some(secondary) = member.plan.secondary {
        let role = if secondary.kind == "TAPE" {
            BackupDestinationRole::Archive
        } else {
            BackupDestinationRole::Secondary
        };
        locations.push(location(
            secondary,
            role,
            state(status, life.secondary_gone()),
            life,
        ));
    }
    locations
}

fn location(
    place: Place,
    role: BackupDestinationRole,
    status: BackupLocationStatus,
    life: &Life,
) -> Location {
    Location {
        destination: Reference::Name(place.name.to_owned()),
        destination_type: Some(place.kind.to_owned()),
        role: Some(role),
        status: Some(status),
        retention_hint: life.archived.map(|_| RetentionHint::Archive),
        archive_expire: life.archived,
        status_info: None,
    }
}

fn state(status: BackupStatus, gone: bool) -> BackupLocationStatus {
    match status {
        BackupStatus::Failed => BackupLocationStatus::Failed,
        BackupStatus::Queued | BackupStatus::Inprogress => BackupLocationStatus::InProgress,
        BackupStatus::SuccessRemoved => BackupLocationStatus::Removed,
        _ if gone => BackupLocationStatus::Removed,
        _ => BackupLocationStatus::Present,
    }
}

fn description(status: BackupStatus, archived: bool, random: &mut Random) -> Option<String> {
    let text = match status {
        BackupStatus::Success if archived => "Kept for the yearly audit",
        BackupStatus::Success if random.chance(4) => random.pick(&[
            "Before the upgrade",
            "Before the data migration",
            "Restore tested",
        ]),
        BackupStatus::Failed if random.chance(60) => "Ticket opened with the storage team",
        _ => return None,
    };
    Some(text.to_owned())
}

fn origin(kind: OriginEntityType, member: &Member, random: &mut Random) -> Origin {
    let name = match kind {
        OriginEntityType::Schedule => format!("{}: {}", member.plan.policy, member.plan.rule),
        OriginEntityType::SystemSchedule => "retry".to_owned(),
        OriginEntityType::User => random.pick(&["admin", "anna.kowalska"]).to_owned(),
    };
    Origin { kind, name }
}

/// An id as the tool would give it: restic's are SHA-256 in hex.
fn id(member: &Member, time: i64) -> String {
    let text = format!("{}-{time}", member.index);
    if member.plan.source == "restic-fleet" {
        blake3::hash(text.as_bytes()).to_hex().to_string()
    } else {
        format!("{:04}-{time}", member.index)
    }
}
