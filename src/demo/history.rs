//! Everything that happened to one entity.

use std::collections::VecDeque;

use super::calendar::{DAY, HOUR, MINUTE, Slots, week};
use super::cast;
use super::message::{self, Failure};
use super::outage;
use super::plan::Chain;
use super::random::Random;
use super::record::record;
use super::run::{Outcome, Run, Starter};
use super::story::Story;
use super::subject::{Style, Subject};
use super::volume;
use crate::domain::record::{Record, Times};
use crate::types::BackupType;

/// The backups that the next one builds upon.
#[derive(Debug)]
struct Grown {
    /// The newest.
    last: String,
    /// The first.
    root: String,
    /// When the first started, epoch ms.
    started: i64,
}

/// The records of one entity, oldest first.
#[derive(Debug)]
pub(super) struct History {
    subject: Subject,
    story: Story,
    /// Of the run under way: each has its own, so that a fleet of tomorrow has the past of today.
    random: Random,
    /// Where the runs' come from.
    stream: u64,
    now: i64,
    /// The day of the week on which chains begin.
    renewal: i64,
    slots: Slots,
    chain: Option<Grown>,
    /// When the run before ended, epoch ms.
    free: i64,
    /// What its story makes runs fail of.
    trouble: Failure,
    /// When its story begins and ends, epoch ms.
    troubled: std::ops::Range<i64>,
    /// A last run that has not ended: when it started, epoch ms.
    open: Option<i64>,
    ready: VecDeque<Record>,
}

impl History {
    /// The history of the entity at a place of the fleet, over so many days.
    pub(super) fn new(index: u32, days: i64, now: i64, seed: u64) -> Self {
        let mut random = Random::new(seed, u64::from(index));
        let subject = cast::subject(index, &mut random);
        let story = Story::of(index);
        let begin = now - days * DAY;
        let latecomer = story == Story::Routine && random.chance(400);
        let since = match story {
            Story::NeverSuccessful => begin.max(now - 40 * DAY),
            _ if latecomer => {
                random
                    .between(begin, begin.max(now - 10 * DAY))
                    .div_euclid(DAY)
                    * DAY
            }
            _ => begin,
        };
        let ago = random.between(18, 50) * DAY;
        let until = match story {
            Story::Forgotten => now - ago,
            Story::Retired => now - days / 2 * DAY,
            Story::Running | Story::Queued => now - 12 * HOUR,
            _ => now,
        };
        let troubled = match story {
            Story::Failing => now - random.between(3, 9) * DAY..now,
            Story::Recovered => now - days / 2 * DAY..now - days / 2 * DAY + 9 * DAY,
            Story::Shrunk => now - 5 * DAY..now,
            Story::NeverSuccessful => since..now,
            _ => now..now,
        };
        let open = match story {
            Story::Running => Some(now - random.between(21, 48) * MINUTE),
            Story::Queued => Some(now - random.between(1, 4) * MINUTE),
            _ => None,
        };
        let offset = subject.plan.hour * HOUR + random.between(0, 110) * MINUTE;
        Self {
            trouble: message::failure(&subject, &mut random),
            slots: Slots::new(subject.plan.cadence, offset, since, until),
            subject,
            story,
            renewal: random.pick(&[5, 6, 0]),
            stream: random.next(),
            random,
            now,
            chain: None,
            free: i64::MIN,
            troubled,
            open,
            ready: VecDeque::new(),
        }
    }

    /// A run at a moment of the schedule, and a second one if the first fails.
    fn attempt(&mut self, slot: i64) {
        self.random = Random::new(self.stream, slot.unsigned_abs());
        let mut started = slot + self.random.between(0, 4 * MINUTE);
        let mut by = if self.random.chance(6) {
            Starter::Person
        } else {
            Starter::Schedule
        };
        let mut again = self.subject.style == Style::Server;
        while started <= self.now {
            let run = self.run(started, by);
            self.free = run.ended();
            let failed = matches!(run.outcome, Outcome::Failed(_));
            self.report(run);
            if !(failed && again) {
                return;
            }
            again = false;
            started = self.free + self.random.between(10, 45) * MINUTE;
            by = if self.random.chance(250) {
                Starter::Person
            } else {
                Starter::Retry
            };
        }
    }

    fn run(&mut self, started: i64, by: Starter) -> Run {
        let kind = self.kind(started);
        let random = &mut self.random;
        let first = self.chain.is_none();
        let mut amounts = volume::amounts(&self.subject, started, kind, first, random);
        let outcome = outcome(
            &self.subject,
            self.story,
            self.trouble,
            &self.troubled,
            started,
            self.now,
            random,
        );
        if self.story == Story::Shrunk && self.troubled.contains(&started) {
            amounts.size /= 45;
            amounts.transferred /= 45;
            amounts.stored /= 45;
        }
        let times = match outcome {
            Outcome::Failed(_) => volume::failed_times(&self.subject, random),
            _ => volume::times(&self.subject, amounts, random),
        };
        let parent = match (kind, self.subject.plan.chain, &self.chain) {
            (BackupType::Incremental, Chain::Endless | Chain::Weekly(_), Some(chain)) => {
                Some(chain)
            }
            _ => None,
        };
        let id = match self.subject.style {
            Style::Server => random.hex(32),
            Style::Restic => random.hex(64),
            Style::PgBackRest => label(started, parent.map(|chain| chain.root.as_str())),
        };
        Run {
            started,
            by,
            outcome,
            kind,
            chain_started: parent.map_or(started, |chain| chain.started),
            id,
            parent: parent.map(|chain| chain.last.clone()),
            size: amounts.size,
            transferred: amounts.transferred,
            stored: amounts.stored,
            times,
        }
    }

    fn kind(&self, started: i64) -> BackupType {
        match (self.subject.plan.chain, &self.chain) {
            (Chain::Synchronization, _) => BackupType::Synchronization,
            (Chain::Full, _) | (_, None) => BackupType::Full,
            (Chain::Weekly(renewal), Some(chain))
                if week(started, self.renewal) != week(chain.started, self.renewal) =>
            {
                renewal
            }
            (Chain::Weekly(_) | Chain::Endless, Some(_)) => BackupType::Incremental,
        }
    }

    fn report(&mut self, run: Run) {
        let run = if run.ended() > self.now {
            run.so_far(self.now)
        } else {
            run
        };
        if run.outcome.stored() {
            match (&mut self.chain, &run.parent) {
                (Some(chain), Some(_)) => chain.last.clone_from(&run.id),
                (chain, _) => {
                    *chain = Some(Grown {
                        last: run.id.clone(),
                        root: run.id.clone(),
                        started: run.started,
                    });
                }
            }
        }
        let record = record(&self.subject, self.story, run, self.now, &mut self.random);
        self.ready.push_back(record);
    }

    /// The run that has not ended, at the end of the history.
    fn finish(&mut self) {
        let Some(started) = self.open.take() else {
            return;
        };
        self.random = Random::new(self.stream, u64::MAX);
        let mut run = self.run(started, Starter::Schedule);
        run.times = match self.story {
            Story::Queued => Times {
                queued_export: HOUR,
                ..Times::default()
            },
            _ => Times {
                queued_export: 4 * MINUTE,
                export: 2 * HOUR,
                ..Times::default()
            },
        };
        self.report(run);
    }
}

impl Iterator for History {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Some(record);
            }
            match self.slots.next() {
                // The run before still goes on: a scheduler passes this one over.
                Some(slot) if slot <= self.free => {}
                Some(slot) => self.attempt(slot),
                None if self.open.is_some() => self.finish(),
                None => return None,
            }
        }
    }
}

fn outcome(
    subject: &Subject,
    story: Story,
    trouble: Failure,
    troubled: &std::ops::Range<i64>,
    started: i64,
    now: i64,
    random: &mut Random,
) -> Outcome {
    if story != Story::Shrunk && troubled.contains(&started) {
        return Outcome::Failed(trouble);
    }
    if let Some(message) = outage::message(&subject.plan.destination, started, now) {
        return Outcome::Failed((message, None));
    }
    let failures = match story {
        Story::Flaky => 210,
        _ => subject.failures,
    };
    if random.chance(failures) {
        Outcome::Failed(message::failure(subject, random))
    } else if random.chance(subject.partials) {
        Outcome::Partial
    } else if random.chance(8) {
        Outcome::Noted
    } else {
        Outcome::Good
    }
}

/// pgBackRest's name of a backup: its time, after the full one's if it is an increment.
fn label(started: i64, root: Option<&str>) -> String {
    let time = jiff::Timestamp::from_millisecond(started).unwrap_or_default();
    let time = time.strftime("%Y%m%d-%H%M%S");
    match root {
        None => format!("{time}F"),
        Some(root) => format!("{root}_{time}I"),
    }
}
