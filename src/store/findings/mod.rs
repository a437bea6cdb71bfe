//! What the catalog itself has found of its backups: asked for, counted anew, and found by the clock.
//!
//! What follows from reports is found in the transactions that take them (`ingest/judge.rs`).

pub(super) mod chain;
mod recount;
pub(super) mod series;
mod stale_runs;

pub use recount::Mistaken;
pub(super) use recount::{recount, repair};

/// How a backup of `backups b` went, also if it is gone.
const OUTCOME: &str = "coalesce(b.removed_from, b.status)";
