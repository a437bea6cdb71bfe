//! What no test reaches: two lists that stand in this folder and may only shrink. Every parameter of every operation
//! is shown to count by an example, and every status that an operation can answer with is answered once; what has no
//! example must stand in a list, and what has one must not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    unreachable_pub
)]

#[path = "../support/mod.rs"]
mod support;

mod ask;
mod body_properties;
mod callers;
mod catalog;
mod list;
mod parameters;
mod proof;
mod proofs;
mod statuses;
