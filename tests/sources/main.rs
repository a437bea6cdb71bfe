//! What the tools printed, and the records that it becomes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod restic;

/// A sample's bytes.
fn sample(path: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/sources/samples/{path}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
