//! The runs of one member, oldest first.

use std::collections::VecDeque;

use super::cast::{self, Member};
use super::outcome::Outcome;
use super::random::Random;
use super::run::{self, Link, Run};
use super::trouble::{self, Part};
use super::{DAY, Fleet, HOUR, MINUTE};
use crate::domain::record::Record;
use crate::types::{BackupStatus, OriginEntityType};

/// A chain that is growing.
#[derive(Debug, Clone)]
struct Chain {
    last: String,
    started: i64,
    length: i64,
}

/// An iterator over the records of one member.
#[derive(Debug)]
pub(crate) struct History {
    fleet: Fleet,
    member: Member,
    part: Part,
    /// The next run, in steps since the epoch.
    step: i64,
    from: i64,
    until: i64,
    chain: Option<Chain>,
    /// Chains so far.
    chains: i64,
    /// Made, but not taken: a run may leave a second try behind.
    ready: VecDeque<Record>,
    ended: bool,
}

impl History {
    pub(super) fn new(fleet: Fleet, index: u32) -> Self {
        let member = cast::member(fleet, index);
        let part = trouble::part(member.index);
        let (from, until) = trouble::active(fleet, part);
        let length = member.plan.step * HOUR;
        Self {
            step: from.div_euclid(length),
            fleet,
            member,
            part,
            from,
            until,
            chain: None,
            chains: 0,
            ready: VecDeque::new(),
            ended: false,
        }
    }

    /// Makes the records of the next step. False when there is none.
    fn advance(&mut self) -> bool {
        let step = self.step;
        self.step += 1;
        let number = self.member.index;
        let mut random = Random::of(&[self.fleet.seed, number, step.unsigned_abs()]);
        // Weekly runs of different members fall on different days.
        let days = self.member.plan.step / 24;
        let weekday = i64::try_from(number).unwrap_or_default() % days.max(1);
        let time = step * self.member.plan.step * HOUR
            + weekday * DAY
            + self.member.due
            + random.between(0, 9 * MINUTE);
        if time > self.until {
            return false;
        }
        if time < self.from {
            return true;
        }
        let (outcome, again) =
            trouble::outcome(self.fleet, &self.member, self.part, time, &mut random);
        self.add(time, outcome, OriginEntityType::Schedule, &mut random);
        if again && time + 3 * HOUR <= self.until {
            let outcome = if random.chance(750) {
                Outcome::success()
            } else {
                Outcome::failed(&mut random)
            };
            // A failure has taken up to two hours.
            self.add(
                time + 3 * HOUR,
                outcome,
                OriginEntityType::SystemSchedule,
                &mut random,
            );
        }
        true
    }

    /// Makes the record of one run, and lets its chain grow if it went well.
    fn add(&mut self, time: i64, outcome: Outcome, origin: OriginEntityType, random: &mut Random) {
        let length = self.member.plan.chain;
        // A chain is not continued over a gap that its own retention would not survive.
        let chain = self
            .chain
            .take()
            .filter(|chain| chain.length < length && time - chain.started < 120 * DAY);
        let link = match &chain {
            Some(chain) => Link::Child {
                parent: chain.last.clone(),
                root_time: chain.started,
            },
            None => Link::Root {
                number: self.chains,
            },
        };
        let record = run::record(
            self.fleet,
            &self.member,
            Run {
                time,
                outcome,
                origin,
                link,
            },
            random,
        );
        let stored = record.size.is_some();
        self.chain = if stored {
            let grown = chain.map_or_else(
                || {
                    self.chains += 1;
                    (time, 1)
                },
                |chain| (chain.started, chain.length + 1),
            );
            record.id.clone().map(|last| Chain {
                last,
                started: grown.0,
                length: grown.1,
            })
        } else {
            chain
        };
        self.ready.push_back(record);
    }

    /// What is running or waiting now.
    fn present(&mut self) {
        let (status, ago) = match self.part {
            Part::Running => (BackupStatus::Inprogress, 12 * MINUTE),
            Part::Queued => (BackupStatus::Queued, 2 * MINUTE),
            _ => return,
        };
        let time = self.fleet.now - ago;
        let mut random = Random::of(&[self.fleet.seed, self.member.index, u64::MAX]);
        self.add(
            time,
            Outcome::of(status),
            OriginEntityType::User,
            &mut random,
        );
    }
}

impl Iterator for History {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Some(record);
            }
            if self.ended {
                return None;
            }
            if !self.advance() {
                self.ended = true;
                self.present();
            }
        }
    }
}
