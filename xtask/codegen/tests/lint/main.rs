//! What the lint refuses: the fixture is broken in one way at a time, and the findings are read.
//!
//! One snapshot a rule, with every way to break it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bodies;
mod broken;
mod documents;
mod examples;
mod operations;
mod parameters;
mod references;
mod responses;
mod schemas;
