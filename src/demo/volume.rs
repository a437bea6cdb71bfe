//! How much data there is, how much of it is new, and how long that takes.

use super::calendar::{DAY, MINUTE};
use super::random::{Random, scaled};
use super::subject::{Style, Subject};
use crate::domain::record::Times;
use crate::types::BackupType;

/// The amounts of one run, bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amounts {
    /// Protected.
    pub(super) size: i64,
    /// Transferred.
    pub(super) transferred: i64,
    /// Stored.
    pub(super) stored: i64,
}

/// Since when things have grown: 2025-06-01, epoch ms. Not since they were first protected: then every size of the past
/// would be another one tomorrow.
const GROWING: i64 = 20_240 * DAY;

/// What a run at `started` moves: everything, or what is new.
pub(super) fn amounts(
    subject: &Subject,
    started: i64,
    kind: BackupType,
    first: bool,
    random: &mut Random,
) -> Amounts {
    let grown = scaled(
        subject.size,
        subject.growth * ((started - GROWING) / DAY),
        1_000_000,
    );
    let size = random.about(subject.size + grown, 0);
    let moves_all = first || kind == BackupType::Full;
    let transferred = if moves_all {
        size
    } else {
        // A quiet night moves a third, a busy one nearly twice as much.
        let new = scaled(size, subject.change, 1_000_000);
        (random.about(new, 60) + random.between(40_000, 900_000)).min(size)
    };
    let stored = scaled(transferred, random.between(44, 71), 100);
    Amounts {
        size,
        transferred,
        stored,
    }
}

/// How long a run takes.
pub(super) fn times(subject: &Subject, amounts: Amounts, random: &mut Random) -> Times {
    let export = random.about(amounts.transferred / subject.export_rate.max(1), 18);
    if subject.style != Style::Server {
        return Times {
            export: export + random.between(1_500, 14_000),
            ..Times::default()
        };
    }
    Times {
        queued_export: random.between(400, 6 * MINUTE),
        export: export + random.between(4_000, 38_000),
        queued_store: random.between(150, MINUTE),
        store: random.about(amounts.stored / subject.store_rate.max(1), 18)
            + random.between(900, 9_000),
    }
}

/// How long a run takes that fails.
pub(super) fn failed_times(subject: &Subject, random: &mut Random) -> Times {
    let queued_export = match subject.style {
        Style::Server => random.between(400, 6 * MINUTE),
        Style::Restic | Style::PgBackRest => 0,
    };
    Times {
        queued_export,
        export: random.between(1_200, 17 * MINUTE),
        ..Times::default()
    }
}
