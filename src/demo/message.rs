//! What tools say when something goes wrong.

use super::random::Random;
use super::subject::{Style, Subject};
use crate::domain::record::Warning;
use crate::types::ProtectedEntityType;

/// Why a run failed: the tool's words and its exit status.
pub(super) type Failure = (&'static str, Option<i64>);

const SERVER: [Failure; 6] = [
    (
        "ExternalAPIException: No route to host (Host unreachable)",
        None,
    ),
    (
        "ExternalAPIException: Snapshot was not created within 30 minutes",
        None,
    ),
    (
        "Task (EXPORT) was not executed within the requested time",
        None,
    ),
    ("ExternalAPIException: Connection reset by peer", None),
    (
        "Disk of the virtual machine is locked by another operation",
        None,
    ),
    ("Interrupted", None),
];
const CLOUD: [Failure; 4] = [
    (
        "Microsoft Graph: 429 Too Many Requests, given up after 10 attempts",
        None,
    ),
    ("Microsoft Graph: 503 Service Unavailable", None),
    (
        "AADSTS7000222: The provided client secret keys are expired",
        None,
    ),
    ("Interrupted", None),
];
const WORKSTATION: [Failure; 3] = [
    ("Agent is not connected", None),
    (
        "Task (EXPORT) was not executed within the requested time",
        None,
    ),
    (
        "VSS: the shadow copy provider had an unexpected error",
        None,
    ),
];
const RESTIC: [Failure; 4] = [
    (
        "Fatal: unable to create lock in backend: repository is already locked exclusively",
        Some(11),
    ),
    (
        "Fatal: unable to open config file: Stat: dial tcp: i/o timeout",
        Some(1),
    ),
    (
        "Fatal: unable to save snapshot: write: no space left on device",
        Some(1),
    ),
    ("Fatal: wrong password or no key found", Some(12)),
];
const PGBACKREST: [Failure; 3] = [
    (
        "ERROR: [082]: WAL segment was not archived before the 60000ms timeout",
        Some(82),
    ),
    (
        "ERROR: [056]: unable to find primary cluster - cannot proceed",
        Some(56),
    ),
    (
        "ERROR: [050]: unable to acquire lock, is another pgBackRest process running?",
        Some(50),
    ),
];

/// Paths that restic cannot read.
const PATHS: [&str; 6] = [
    "etc/ssl/private/server.key",
    "var/lib/private/state.db",
    "home/deploy/.ssh/id_ed25519",
    "srv/share/.snapshot",
    "root/.cache",
    "var/spool/cron/root",
];

/// Why runs of this thing fail.
pub(super) fn failure(subject: &Subject, random: &mut Random) -> Failure {
    let possible: &[Failure] = match (subject.style, subject.entity.kind) {
        (Style::Restic, _) => &RESTIC,
        (Style::PgBackRest, _) => &PGBACKREST,
        (Style::Server, Some(ProtectedEntityType::Vm | ProtectedEntityType::Storage)) => &SERVER,
        (Style::Server, Some(ProtectedEntityType::Os)) => &WORKSTATION,
        (Style::Server, _) => &CLOUD,
    };
    random.pick(possible)
}

/// What was left out of a backup: the first of it, and how much that was.
pub(super) fn left_out(subject: &Subject, random: &mut Random) -> (Vec<Warning>, i64) {
    match (subject.style, subject.entity.kind) {
        (Style::Restic, _) => {
            let count = random.between(1, 3);
            let warnings = (0..count).map(|_| Warning::Parts {
                code: Some("READ_ERROR".to_owned()),
                path: Some(format!("/{}", random.pick(&PATHS))),
                message: "open: permission denied".to_owned(),
            });
            let warnings: Vec<Warning> = warnings.collect();
            let more = if random.chance(200) {
                random.between(2, 4_000)
            } else {
                0
            };
            (warnings, count + more)
        }
        (Style::PgBackRest, _) => {
            let file = random.between(2_600, 99_000);
            let text = format!("invalid page checksum in base/16384/{file}");
            (vec![Warning::Text(text)], 1)
        }
        (Style::Server, Some(ProtectedEntityType::Vm)) => {
            let text = "1 of 3 disks was left out: an independent disk cannot be snapshotted";
            (vec![Warning::Text(text.to_owned())], 1)
        }
        (Style::Server, Some(ProtectedEntityType::Storage)) => {
            let text = "2 files changed while they were read";
            (vec![Warning::Text(text.to_owned())], 1)
        }
        (Style::Server, Some(ProtectedEntityType::Os)) => {
            let text = "1 file is in use by another process: pagefile.sys";
            (vec![Warning::Text(text.to_owned())], 1)
        }
        (Style::Server, _) => {
            let items = random.between(2, 60);
            let text =
                format!("{items} items could not be read: malware was found in their attachments");
            (vec![Warning::Text(text)], 1)
        }
    }
}

/// What is worth a word although everything was backed up.
pub(super) fn note(subject: &Subject, random: &mut Random) -> Warning {
    let text = match subject.entity.kind {
        Some(ProtectedEntityType::Vm) => random.pick(&[
            "Quiesced snapshot failed, a crash-consistent one was taken",
            "Post-snapshot command wrote to its standard error (ignored)",
            "Quota of the project is exceeded by 4 %",
        ]),
        Some(ProtectedEntityType::App) => "WAL archive is 2 segments behind",
        _ => "The backup took twice as long as usual",
    };
    Warning::Text(text.to_owned())
}
