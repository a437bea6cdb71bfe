//! The independent judge: a naive catalog in memory, written from the documents alone, and properties that hold the
//! server to it over HTTP.
//!
//! Nothing of the model is shared with the server: it derives guids, folds case, selects, sorts, groups, sums and
//! writes JSON by its own code, the plainest that says what is meant. `PROPTEST_CASES` scales the properties up,
//! `PROPTEST_RNG_SEED` makes other cases than the usual ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    // What a report and a backup may be are many independent flags.
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    clippy::similar_names,
    unreachable_pub
)]

#[path = "../support/mod.rs"]
mod support;

mod edits;
mod fleet;
mod folds;
mod injection;
mod limits;
mod lists;
mod look_ups;
mod model;
mod pages;
mod pool;
mod query;
mod report;
mod scopes;
mod sides;
mod timelines;
#[path = "../faults/torture.rs"]
#[allow(dead_code)]
mod torture;
mod transfer_rates;
