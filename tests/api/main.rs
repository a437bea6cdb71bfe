//! The vendor's operations, over HTTP, on the small fleet of `support/catalog.rs`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod description;
mod details;
mod grouped;
mod list;
mod lookups;
mod order;
mod overdue;
mod page;
mod refusals;
mod selection;
mod seven_lists;
mod statistics;
mod timeline;
mod transfer_rate;
mod warnings;

use serde_json::Value;

/// Compares an answer with the snapshot of this name, in `snapshots/`.
fn assert_snapshot(name: &str, answer: &Value) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_json_snapshot!(name, answer));
}
