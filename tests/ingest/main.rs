//! What becomes of reported records: from bytes to the catalog.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod catalog;
mod lines;
