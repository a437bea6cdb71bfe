//! Random catalogs: up to 40 records over small pools, reported in any order and in several batches.

use std::collections::BTreeSet;
use std::fmt;

use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

use crate::pool;
use crate::report::{Copy, Report, Warning};

/// The records of a catalog in the order in which they are sent.
#[derive(Clone)]
pub struct Fleet {
    pub reports: Vec<Report>,
    /// Records a batch, at least 1.
    pub batch: usize,
}

impl Fleet {
    pub fn batches(&self) -> impl Iterator<Item = &[Report]> {
        self.reports.chunks(self.batch)
    }
}

/// One line a record, as it is sent: a counter-example can be read, and sent again by hand.
impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} records, {} a batch:", self.reports.len(), self.batch)?;
        self.reports
            .iter()
            .try_for_each(|report| writeln!(f, "{}", report.json()))
    }
}

pub fn fleet() -> impl Strategy<Value = Fleet> {
    // A batch of everything is as likely as small ones.
    (vec(report(), 0..=40), prop_oneof![Just(1_000), 1..8_usize]).prop_map(
        |(mut reports, batch)| {
            let mut known = BTreeSet::new();
            reports.retain(|report| known.insert((report.repository, report.number)));
            Fleet { reports, batch }
        },
    )
}

fn report() -> impl Strategy<Value = Report> {
    (
        identity(),
        references(),
        course(),
        numbers(),
        copies(),
        notes(),
    )
        .prop_map(|(identity, references, course, numbers, copies, notes)| {
            let (repository, number, run, own_guid, back) = identity;
            let (entity, surroundings, policy, rule, names_policy, node, origin) = references;
            let (status, status_info, kind, (started, finished, snapshot_time), dates) = course;
            let (size, transferred, objects, times) = numbers;
            let (destination, mut copies) = copies;
            let (
                warnings,
                [hidden, mountable, iscsi_mountable],
                description,
                mode,
                archive_expire,
                more,
            ) = notes;
            let status_name = pool::STATUSES[status];
            if status_name == "SUCCESS_REMOVED" {
                // A copy that is there of a backup that is gone would be a contradiction.
                copies
                    .iter_mut()
                    .flatten()
                    .for_each(|copy| copy.status = None);
            }
            Report {
                repository,
                number,
                run,
                own_guid,
                entity,
                surroundings,
                policy: match rule {
                    Some(rule) => pool::RULES[rule].policy.filter(|_| names_policy),
                    None => policy,
                },
                rule,
                node,
                origin,
                status,
                status_info,
                kind,
                parent: back.and_then(|back| number.checked_sub(back)),
                started,
                finished,
                snapshot_time,
                dates,
                size,
                transferred,
                objects,
                times,
                warnings,
                destination: destination.filter(|_| copies.is_none()),
                copies,
                hidden,
                mountable,
                iscsi_mountable,
                description,
                mode,
                archive_expire,
                labels: more.0,
                tool: more.1,
            }
        })
}

/// Repository, number, run, own guid, how far back in the repository the parent is. Parents are older numbers, known
/// here or not, so there are no circles.
fn identity() -> impl Strategy<Value = (usize, usize, bool, bool, Option<usize>)> {
    (
        prop_oneof![3 => Just(0), 1 => 1..pool::REPOSITORIES.len()],
        0..12_usize,
        any::<bool>(),
        prop::bool::weighted(0.2),
        weighted(0.7, 1..4_usize),
    )
}

type References = (
    usize,
    bool,
    Option<usize>,
    Option<usize>,
    bool,
    Option<usize>,
    Option<usize>,
);

fn references() -> impl Strategy<Value = References> {
    (
        0..pool::ENTITIES.len(),
        any::<bool>(),
        of(0..pool::POLICIES.len()),
        of(0..pool::RULES.len()),
        any::<bool>(),
        of(0..pool::NODES.len()),
        of(0..pool::ORIGINS.len()),
    )
}

/// Started, finished, snapshot time; one of the first two is there.
type Times = (Option<i64>, Option<i64>, Option<i64>);

fn course() -> impl Strategy<Value = (usize, Option<usize>, Option<usize>, Times, bool)> {
    (
        0..pool::STATUSES.len(),
        of(0..pool::MESSAGES.len()),
        of(0..pool::TYPES.len()),
        times(),
        any::<bool>(),
    )
}

fn times() -> impl Strategy<Value = Times> {
    let duration = select(vec![0, 1, 2_500, 86_400_000]);
    let ends = (moment(), duration, 0..3_u8).prop_map(|(started, duration, given)| match given {
        0 => (Some(started), Some(started + duration)),
        1 => (None, Some(started)),
        _ => (Some(started), None),
    });
    (ends, of(moment())).prop_map(|((started, finished), snapshot)| (started, finished, snapshot))
}

/// Most share a few moments of the last days, some are anywhere between 1970 and 2100.
pub fn moment() -> impl Strategy<Value = i64> {
    prop_oneof![
        8 => select(&pool::MOMENTS[..]),
        2 => (select(&pool::MOMENTS[..]), -2..40_i64).prop_map(|(moment, days)| moment - days * 86_400_000),
        1 => 0..4_102_444_800_000_i64,
    ]
}

type Numbers = (Option<i64>, Option<i64>, Option<i64>, Option<[i64; 4]>);

fn numbers() -> impl Strategy<Value = Numbers> {
    let duration = || select(&pool::DURATIONS[..]);
    (
        of(select(&pool::SIZES[..])),
        of(select(&pool::SIZES[..])),
        of(select(vec![0, 1, 201])),
        weighted(0.7, [duration(), duration(), duration(), duration()]),
    )
}

fn copies() -> impl Strategy<Value = (Option<usize>, Option<Vec<Copy>>)> {
    let order = Just([0, 1, 2_usize]).prop_shuffle();
    let list = (order, vec(copy(), 0..=3)).prop_map(|(order, mut copies)| {
        for (copy, destination) in copies.iter_mut().zip(order) {
            copy.destination = destination;
        }
        copies
    });
    (of(0..pool::DESTINATIONS.len()), of(list))
}

fn copy() -> impl Strategy<Value = Copy> {
    (
        of(0..pool::DESTINATION_TYPES.len()),
        of(0..pool::ROLES.len()),
        of(0..pool::LOCATION_STATUSES.len()),
        of(0..pool::HINTS.len()),
        weighted(0.2, moment()),
        weighted(0.2, 0..pool::MESSAGES.len()),
    )
        .prop_map(
            |(destination_type, role, status, hint, archive_expire, status_info)| Copy {
                destination: 0,
                destination_type,
                role,
                status,
                hint,
                archive_expire,
                status_info,
            },
        )
}

type Notes = (
    Option<Vec<Warning>>,
    [Option<bool>; 3],
    Option<usize>,
    Option<usize>,
    Option<i64>,
    (bool, bool),
);

fn notes() -> impl Strategy<Value = Notes> {
    let flag = || weighted(0.7, any::<bool>());
    (
        of(vec(warning(), 0..3)),
        [flag(), flag(), flag()],
        of(0..pool::MESSAGES.len()),
        of(0..pool::MODES.len()),
        weighted(0.2, moment()),
        any::<(bool, bool)>(),
    )
}

fn warning() -> impl Strategy<Value = Warning> {
    let message = select(&pool::MESSAGES[..]);
    prop_oneof![
        message
            .clone()
            .prop_map(|text| Warning::Text(text.to_owned())),
        (of(Just("READ_ERROR")), of(Just("/srv/ä (1)")), message).prop_map(
            |(code, path, message)| Warning::Parts {
                code,
                path,
                message
            }
        ),
    ]
}
