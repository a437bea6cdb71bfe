//! A report.

use serde::Serialize;
use uuid::Uuid;

/// What became of the backups of a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    /// Epoch ms.
    pub(super) from: i64,
    /// Epoch ms, excluded.
    pub(super) to: i64,
    /// When it was made, epoch ms.
    pub(super) made: i64,
    /// All together.
    pub(super) total: Sums,
    /// By name; what has no policy comes last.
    pub(super) policies: Vec<Policy>,
}

/// A policy and its entities.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Policy {
    /// None: entities without one.
    pub(super) guid: Option<Uuid>,
    pub(super) name: Option<String>,
    pub(super) sums: Sums,
    /// By name.
    pub(super) entities: Vec<Entity>,
}

/// Backups in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sums {
    /// Entities.
    pub(super) entities: usize,
    /// Backups that have ended.
    pub(super) runs: i64,
    pub(super) success: i64,
    pub(super) partial: i64,
    pub(super) failed: i64,
    /// The part of the runs that succeeded in whole, from 0 to 1.
    pub(super) success_rate: Option<f64>,
    /// Bytes.
    pub(super) size: i64,
    /// ms.
    pub(super) duration: i64,
    /// Entities whose objective was met all the time.
    pub(super) rpo_met: usize,
    /// Entities whose objective was missed.
    pub(super) rpo_missed: usize,
}

/// An entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entity {
    pub(super) guid: Uuid,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// As of today: `OVERDUE`, say.
    pub(super) state: String,
    pub(super) runs: i64,
    pub(super) success: i64,
    pub(super) partial: i64,
    pub(super) failed: i64,
    pub(super) success_rate: Option<f64>,
    /// Bytes.
    pub(super) size: i64,
    /// ms.
    pub(super) duration: i64,
    /// None: no backups are expected, or nothing is known.
    pub(super) rpo: Option<Rpo>,
    /// The longest time without a success.
    pub(super) longest_gap: Option<Longest>,
}

/// Whether the last success was always young enough.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rpo {
    /// How old it may be: the interval that is expected and its grace, ms.
    pub(super) objective: i64,
    /// Where the interval is from: `GIVEN`, say.
    pub(super) source: String,
    pub(super) met: bool,
    /// How often it became too old.
    pub(super) misses: i64,
    /// How long it was, ms.
    pub(super) missed: i64,
    /// The part of the time in which it was not, from 0 to 1.
    pub(super) compliance: f64,
}

/// A time without a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Longest {
    /// The success before it, epoch ms.
    pub(super) from: i64,
    /// The success after it, or the end, epoch ms.
    pub(super) to: i64,
    /// ms.
    pub(super) length: i64,
}
