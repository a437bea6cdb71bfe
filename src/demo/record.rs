//! A run as its source reports it.

use std::collections::BTreeMap;

use super::calendar::{Cadence, DAY};
use super::message;
use super::plan::{Chain, Plan};
use super::random::Random;
use super::retention::expiry;
use super::run::{Outcome, Run, Starter};
use super::story::Story;
use super::subject::{Style, Subject, named};
use crate::domain::record::{Location, Origin, Record, Status, Warning};
use crate::types::{
    BackupDestinationRole, BackupLocationStatus, BackupStatus, OriginEntityType, RetentionHint,
};

/// What is reported of a run, once it is known what retention has made of it by now.
pub(super) fn record(
    subject: &Subject,
    story: Story,
    run: Run,
    now: i64,
    random: &mut Random,
) -> Record {
    let plan = subject.plan;
    let ended = !matches!(run.outcome, Outcome::Running | Outcome::Queued);
    let stored = run.outcome.stored();
    let kept = stored && story == Story::Kept && on_its_own(&run, plan) && random.chance(140);
    let copies = Copies::of(subject, story, &run, kept, now, random);
    let (warnings, warning_count) = warnings(subject, &run, random);
    let removed = stored && copies.all_removed();
    Record {
        v: 1,
        source: subject.source.clone(),
        repository: subject.repository.clone(),
        run: (!stored).then(|| run.id.clone()),
        entity: subject.entity.clone(),
        node: Some(named(subject.node.as_str())),
        policy: plan.policy.map(named),
        rule: plan.rule.map(named),
        status: Some(Status::Of(if removed {
            BackupStatus::SuccessRemoved
        } else {
            status(run.outcome)
        })),
        status_info: status_info(subject, &run),
        exit_code: exit_code(subject.style, run.outcome),
        kind: Some(run.kind),
        started: Some(run.started),
        finished: ended.then(|| run.ended()),
        size: Some(if stored { run.size } else { 0 }),
        transferred: stored.then_some(run.transferred),
        stored: stored.then_some(run.stored),
        objects: (subject.object_size)
            .filter(|_| stored)
            .map(|size| run.size / size.max(1)),
        parent: run.parent.clone(),
        warnings,
        warning_count,
        expires: copies.expires.filter(|_| stored && !kept),
        labels: labels(subject.style),
        tool: Some(subject.tool.clone()),
        times: (subject.style == Style::Server || !ended).then_some(run.times),
        destination: copies
            .locations
            .is_none()
            .then(|| named(plan.destination.name)),
        locations: copies.locations,
        hidden: (story == Story::Retired).then_some(true),
        mountable: stored.then_some(subject.mountable),
        iscsi_mountable: stored.then_some(subject.mountable && subject.style == Style::Server),
        description: description(&run, kept),
        origin: origin(plan, run.by),
        mode: subject.mode.map(str::to_owned),
        archive_expire: kept.then(|| run.started + 1_095 * DAY),
        id: stored.then_some(run.id),
        ..Record::default()
    }
}

/// It can be restored without another one.
fn on_its_own(run: &Run, plan: &Plan) -> bool {
    run.parent.is_none() && plan.chain != Chain::Synchronization
}

const fn status(outcome: Outcome) -> BackupStatus {
    match outcome {
        Outcome::Good | Outcome::Noted => BackupStatus::Success,
        Outcome::Partial => BackupStatus::PartialSuccess,
        Outcome::Failed(_) => BackupStatus::Failed,
        Outcome::Running => BackupStatus::Inprogress,
        Outcome::Queued => BackupStatus::Queued,
    }
}

fn status_info(subject: &Subject, run: &Run) -> Option<String> {
    match (run.outcome, subject.style) {
        (Outcome::Failed((message, _)), _) => Some(message.to_owned()),
        (Outcome::Running | Outcome::Queued, _) => None,
        (_, Style::Server) => {
            let name = subject.plan.destination.name;
            let seconds = run.duration() / 1_000;
            let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
            let time = match (hours, minutes) {
                (0, 0) => format!("{seconds}s"),
                (0, _) => format!("{minutes}m {seconds}s"),
                _ => format!("{hours}h {minutes}m {seconds}s"),
            };
            Some(format!("Stored in {name} (total time: {time})"))
        }
        (Outcome::Partial, Style::Restic) => {
            Some("at least one source file could not be read".to_owned())
        }
        (Outcome::Partial, Style::PgBackRest) => Some("page checksum errors were found".to_owned()),
        _ => None,
    }
}

const fn exit_code(style: Style, outcome: Outcome) -> Option<i64> {
    match (style, outcome) {
        (_, Outcome::Failed((_, code))) => code,
        (Style::Restic, Outcome::Partial) => Some(3),
        (Style::Restic | Style::PgBackRest, Outcome::Good | Outcome::Noted | Outcome::Partial) => {
            Some(0)
        }
        _ => None,
    }
}

fn warnings(
    subject: &Subject,
    run: &Run,
    random: &mut Random,
) -> (Option<Vec<Warning>>, Option<i64>) {
    match run.outcome {
        Outcome::Partial => {
            let (warnings, count) = message::left_out(subject, random);
            (Some(warnings), Some(count))
        }
        Outcome::Noted => (Some(vec![message::note(subject, random)]), None),
        _ => (None, None),
    }
}

fn labels(style: Style) -> BTreeMap<String, String> {
    match style {
        Style::Restic => BTreeMap::from([("tag".to_owned(), "nightly".to_owned())]),
        Style::Server | Style::PgBackRest => BTreeMap::new(),
    }
}

fn description(run: &Run, kept: bool) -> Option<String> {
    if kept {
        return Some("Kept for the auditors.".to_owned());
    }
    (run.by == Starter::Person && run.outcome.stored())
        .then(|| "By hand, before the upgrade.".to_owned())
}

fn origin(plan: &Plan, by: Starter) -> Option<Origin> {
    let (kind, name) = match by {
        Starter::Person => (OriginEntityType::User, "m.nowak"),
        Starter::Retry => (OriginEntityType::SystemSchedule, "Automatic retry"),
        // cron has no name.
        Starter::Schedule if plan.policy.is_none() => return None,
        Starter::Schedule => (
            OriginEntityType::Schedule,
            match plan.cadence {
                Cadence::Daily => "Every day",
                Cadence::TwiceDaily => "Every twelve hours",
                Cadence::Workdays => "On workdays",
                Cadence::Weekly => "On Saturdays",
            },
        ),
    };
    Some(Origin {
        kind,
        name: name.to_owned(),
    })
}

/// The copies of a backup.
struct Copies {
    /// In full, from sources that tell.
    locations: Option<Vec<Location>>,
    /// The first copy is gone, whether its source lists copies or not.
    removed: bool,
    /// When retention removes the first copy, epoch ms.
    expires: Option<i64>,
}

impl Copies {
    fn of(
        subject: &Subject,
        story: Story,
        run: &Run,
        kept: bool,
        now: i64,
        random: &mut Random,
    ) -> Self {
        let plan = subject.plan;
        let after = |days| expiry(plan.chain, run.started, run.chain_started, days);
        let gone = |expires: Option<i64>| {
            story == Story::Retired || (!kept && expires.is_some_and(|expires| expires <= now))
        };
        let expires = after(plan.retention);
        let removed = gone(expires);
        let tells = subject.style == Style::Server || plan.second.is_some();
        if !(tells && run.outcome.stored()) {
            return Self {
                locations: None,
                removed,
                expires,
            };
        }
        let mut locations = vec![Location {
            destination: named(plan.destination.name),
            destination_type: Some(plan.destination.kind.to_owned()),
            role: Some(BackupDestinationRole::Primary),
            status: Some(present(!removed)),
            retention_hint: Some(hint(removed, kept, expires, now)),
            archive_expire: kept.then(|| run.started + 1_095 * DAY),
            status_info: None,
        }];
        if let Some(second) = &plan.second {
            // A copy that failed is made again within days, long before the first one goes.
            let failed = now - run.started < 6 * DAY && random.chance(40);
            let expires = after(second.retention);
            let removed = gone(expires);
            locations.push(Location {
                destination: named(second.destination.name),
                destination_type: Some(second.destination.kind.to_owned()),
                role: Some(second.role),
                status: Some(if failed {
                    BackupLocationStatus::Failed
                } else {
                    present(!removed)
                }),
                retention_hint: Some(if failed {
                    RetentionHint::Recreate
                } else {
                    hint(removed, kept, expires, now)
                }),
                archive_expire: None,
                status_info: failed.then(|| "Connection reset by peer".to_owned()),
            });
        }
        Self {
            locations: Some(locations),
            removed,
            expires,
        }
    }

    fn all_removed(&self) -> bool {
        match &self.locations {
            None => self.removed,
            Some(locations) => !locations
                .iter()
                .any(|location| location.status == Some(BackupLocationStatus::Present)),
        }
    }
}

const fn present(present: bool) -> BackupLocationStatus {
    if present {
        BackupLocationStatus::Present
    } else {
        BackupLocationStatus::Removed
    }
}

fn hint(removed: bool, kept: bool, expires: Option<i64>, now: i64) -> RetentionHint {
    if kept {
        RetentionHint::Archive
    } else if !removed && expires.is_some_and(|expires| expires - now < 2 * DAY) {
        RetentionHint::ToRemove
    } else {
        RetentionHint::StandardRetention
    }
}
