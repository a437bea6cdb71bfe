//! What goes wrong, where, and when.

use super::cast::Member;
use super::outcome::Outcome;
use super::random::Random;
use super::{DAY, Fleet};
use crate::types::ProtectedEntityType;

/// The part that a member has in the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Fails now and then.
    Usual,
    /// Its schedule stopped weeks ago, and nobody noticed.
    Overdue,
    /// New, and it has never worked.
    NeverSuccessful,
    /// Has failed in a row for some days, until now.
    Failing,
    /// Failed in a row for some days, months ago.
    Recovered,
    /// A backup is running.
    Running,
    /// A backup is waiting.
    Queued,
    /// Some files can never be read.
    Unreadable,
}

/// The part of the member with this number.
pub(super) fn part(index: u64) -> Part {
    match index {
        1 => Part::Overdue,
        12 => Part::NeverSuccessful,
        2 => Part::Running,
        4 => Part::Queued,
        _ => match index % 40 {
            7 => Part::Failing,
            21 | 33 => Part::Recovered,
            31 => Part::Unreadable,
            _ => Part::Usual,
        },
    }
}

/// Days since the schedule of an overdue member stopped.
const OVERDUE: i64 = 23;
/// Days since a member came that has never worked.
const NEW: i64 = 40;
/// Days before now when a node had a bad night.
const BAD_NIGHT: i64 = 118;

/// The days of a member's runs: from, until, epoch ms.
pub(super) fn active(fleet: Fleet, part: Part) -> (i64, i64) {
    let since = |days: i64| fleet.now.saturating_sub(days.saturating_mul(DAY));
    let first = since(i64::from(fleet.days));
    match part {
        Part::Overdue => (first, since(OVERDUE)),
        Part::NeverSuccessful => (first.max(since(NEW)), fleet.now),
        _ => (first, fleet.now),
    }
}

/// How a run at `time` goes. The second answer is whether another try an hour later may help.
pub(super) fn outcome(
    fleet: Fleet,
    member: &Member,
    part: Part,
    time: i64,
    random: &mut Random,
) -> (Outcome, bool) {
    let ago = fleet.now.saturating_sub(time) / DAY;
    let index = i64::try_from(member.index).unwrap_or_default();
    let lasting = match part {
        Part::NeverSuccessful => Some(Outcome::refused()),
        Part::Failing if ago < 3 + index % 4 => Some(Outcome::no_space()),
        Part::Recovered if (60 + index..66 + index).contains(&ago) => {
            Some(Outcome::no_connection())
        }
        _ => None,
    };
    if let Some(outcome) = lasting {
        return (outcome, false);
    }
    let bad_night = ago == BAD_NIGHT
        && member.node == "node-2"
        && member.entity.kind == Some(ProtectedEntityType::Vm);
    if bad_night {
        return (Outcome::node_lost(&member.node), false);
    }
    if random.chance(9) {
        return (Outcome::failed(random), true);
    }
    let warned = if part == Part::Unreadable { 650 } else { 18 };
    if random.chance(warned) {
        return (Outcome::partial(member, random), false);
    }
    (Outcome::success(), false)
}
