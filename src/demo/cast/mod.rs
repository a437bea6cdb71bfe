//! Who plays in the fleet. The kinds of things alternate, so that a small fleet has some of each.

mod cloud;
mod database;
mod machine;
mod server;
mod volume;
mod workstation;

use super::random::Random;
use super::subject::Subject;

/// 2^30 bytes.
const GIB: i64 = 1 << 30;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Server,
    Machine,
    Database,
    Cloud,
    Volume,
    Workstation,
}

use Kind::{Cloud as C, Database as D, Machine as M, Server as S, Volume as V, Workstation as W};

/// Of twenty, eight are servers, six virtual machines, two databases, two in the cloud, one a volume, one a workstation.
const TURN: [Kind; 20] = [S, M, S, D, S, M, S, C, S, M, V, S, M, S, D, M, S, C, M, W];

/// The thing at a place of the fleet.
pub(super) fn subject(index: u32, random: &mut Random) -> Subject {
    let (turn, place) = (index as usize / TURN.len(), index as usize % TURN.len());
    let kind = TURN[place];
    let count = |places: &[Kind]| places.iter().filter(|other| **other == kind).count();
    // How many of its kind come before it.
    let number = turn * count(&TURN) + count(&TURN[..place]);
    match kind {
        S => server::subject(number, random),
        M => machine::subject(number, random),
        D => database::subject(number, random),
        C => cloud::subject(number, random),
        V => volume::subject(number, random),
        W => workstation::subject(number, random),
    }
}

/// The `number`-th of names that take turns: `web-01`, `mail-01`, `web-02`, …
fn numbered<T: Copy>(from: &[T], number: usize) -> (T, usize) {
    (from[number % from.len()], number / from.len() + 1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Random, subject};

    #[test]
    fn nobody_plays_twice() {
        let names: HashSet<_> = (0..3_000)
            .map(|index| subject(index, &mut Random::new(1, u64::from(index))).entity)
            .map(|entity| (entity.kind.map(|kind| kind.to_string()), entity.name))
            .collect();
        assert_eq!(names.len(), 3_000);
    }
}
