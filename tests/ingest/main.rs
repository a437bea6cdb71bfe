//! What becomes of reported records: from bytes to the catalog.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod catalog;
mod chains;
mod cut;
mod findings;
mod findings_model;
mod forms;
mod http;
mod identity;
mod inventory;
mod lines;
mod merge;
mod model;
mod references;
mod refusals;
mod runs;
