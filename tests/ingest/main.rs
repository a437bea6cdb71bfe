//! What becomes of reported records: from bytes to the catalog.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod catalog;
mod chains;
mod cut;
mod forms;
mod identity;
mod inventory;
mod lines;
mod merge;
mod model;
mod references;
mod refusals;
