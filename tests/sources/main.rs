//! What the tools printed, and the records that it becomes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bacula;
mod barman;
mod borg;
mod borgmatic;
mod btrbk;
mod damage;
mod documented;
mod duplicity;
mod mariadb;
mod pgbackrest;
mod rclone;
mod restic;
mod run;
#[path = "../faults/torture.rs"]
#[allow(dead_code, unreachable_pub)]
mod torture;

use backup_catalog::domain::record::{Record, Status};
use backup_catalog::sources::SourceError;
use backup_catalog::types::BackupStatus;

/// A sample's bytes.
fn sample(path: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/sources/samples/{path}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whatever is cut off the end of a sample, nothing of it is taken.
#[track_caller]
fn refuses_each_cut<T: std::fmt::Debug>(
    whole: &[u8],
    read: impl Fn(&[u8]) -> Result<T, SourceError>,
) {
    let whole = whole.trim_ascii_end();
    for length in 1..whole.len() {
        let refused = read(&whole[..length]).expect_err("cut off");
        assert!(
            matches!(
                refused,
                SourceError::Damaged { .. } | SourceError::Nothing { .. }
            ),
            "{length}: {refused}"
        );
    }
}

/// A byte that is no text is named by its place.
#[track_caller]
fn refuses_bytes_that_are_no_text<T: std::fmt::Debug>(
    whole: &[u8],
    read: impl Fn(&[u8]) -> Result<T, SourceError>,
) {
    let at = whole.iter().rposition(u8::is_ascii_alphabetic).unwrap();
    for byte in [0, 0xE9] {
        let mut bytes = whole.to_vec();
        bytes[at] = byte;
        let refused = read(&bytes).expect_err("no text").to_string();
        assert!(refused.contains(" is damaged at line "), "{refused}");
        assert!(refused.contains("Nothing was imported"), "{refused}");
    }
}

/// The status of a record.
fn status(record: &Record) -> BackupStatus {
    match record.status {
        Some(Status::Of(status)) => status,
        other => panic!("{other:?}"),
    }
}
