//! The made-up fleet.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod catalog;
mod chains;
mod cover;
mod figures;
mod same;
mod year;
