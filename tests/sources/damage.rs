//! Damaged output of every tool: nothing panics, nothing takes long, whatever is left of it.

use std::time::{Duration, Instant};

use backup_catalog::sources;

use crate::sample;
use crate::torture::{Dice, seen, times};

/// Longer is too long for a few kilobytes (chosen: a debug build beside other tests).
const LONG: Duration = Duration::from_secs(5);

/// Pieces that mean something to a parser.
const ODD: [&[u8]; 16] = [
    b"",
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"-1",
    b"1e999",
    b"9223372036854775808",
    b"\0",
    b"\xff\xfe",
    b"\\u0000",
    b"9999-99-99T99:99:99Z",
];

/// What a tool is read by, as far as it goes.
type Read = fn(&[u8]);

macro_rules! reading {
    ($tool:ident $function:ident) => {
        |bytes| {
            drop(sources::$tool::$function(
                bytes,
                &sources::$tool::Options::default(),
            ));
        }
    };
}

const TOOLS: [(&str, &str, Read); 16] = [
    ("restic", "restic-0.14.0/snapshots.json", |bytes| {
        let options = sources::restic::Options::default();
        let config = sample("restic-0.14.0/cat-config.json");
        drop(sources::restic::inventory(bytes, Some(&config), &options));
        drop(sources::restic::inventory(&config, Some(bytes), &options));
    }),
    (
        "borg",
        "borg-1.4.5/info-archives.stdout.json",
        reading!(borg inventory),
    ),
    ("borgmatic", "borgmatic-2.1.10/info.json", |bytes| {
        let options = sources::borg::Options::default();
        drop(sources::borgmatic::inventories(bytes, &options));
    }),
    (
        "pgBackRest",
        "pgbackrest-2.45/info-2.stdout.json",
        reading!(pgbackrest inventories),
    ),
    (
        "Barman",
        "barman-3.19.1/rs-list-backups-json.stdout.json",
        reading!(barman inventories),
    ),
    (
        "duplicity",
        "duplicity-3.2.1/duplicity-full.20261123T080313Z.jsonstat",
        |bytes| {
            let options = sources::duplicity::Options::default();
            let file = |name: &str| sources::duplicity::File {
                folder: String::new(),
                name: name.to_owned(),
                bytes: bytes.to_vec(),
            };
            let files = [
                file("duplicity-full.20261123T080313Z.jsonstat"),
                file("duplicity-full.20261123T080313Z.manifest"),
            ];
            drop(sources::duplicity::inventories(&files, &options));
            drop(sources::duplicity::inventories(&files[1..], &options));
        },
    ),
    (
        "mariadb-backup",
        "mariadb-backup-10.11.19/mysql.mariadb_backup_history.json",
        reading!(mariadb inventory),
    ),
    (
        "btrbk",
        "btrbk-0.32.5/list-backups-raw.txt",
        reading!(btrbk inventories),
    ),
    (
        "Bacula",
        "bacula-9.6.7/catalog-jobs.json",
        reading!(bacula inventory),
    ),
    (
        "rclone",
        "rclone-1.60.1/sync-1-errors.stderr.jsonl",
        reading!(rclone run),
    ),
    (
        "Kopia",
        "documented/kopia-snapshot-list.json",
        reading!(kopia inventory),
    ),
    (
        "Proxmox Backup Server",
        "documented/pbs-tasks.json",
        |bytes| {
            let options = sources::pbs::Options {
                datastore: "store1".into(),
                ..sources::pbs::Options::default()
            };
            let mut lists = sample("documented/pbs-snapshots.json");
            lists.extend_from_slice(bytes);
            drop(sources::pbs::inventory(bytes, &options));
            drop(sources::pbs::inventory(&lists, &options));
        },
    ),
    (
        "resticprofile",
        "documented/resticprofile-status.json",
        reading!(resticprofile inventory),
    ),
    (
        "Velero",
        "documented/velero-backups.json",
        reading!(velero inventory),
    ),
    (
        "AWS Backup",
        "documented/aws-backup-jobs.json",
        reading!(aws_backup inventories),
    ),
    (
        "Veeam",
        "documented/veeam-task-sessions.json",
        reading!(veeam inventory),
    ),
];

/// Flips, cuts, doubles, takes away and puts in.
fn damage(whole: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let index =
        |dice: &mut Dice, length: usize| usize::try_from(dice.below(length as u64 + 1)).unwrap();
    for _ in 0..=dice.below(5) {
        let at = index(dice, bytes.len());
        let end = (at + index(dice, 40)).min(bytes.len());
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if dice.below(4) == 0 => bytes.truncate(at),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => drop(bytes.drain(at..end)),
            // A digit more or another one: numbers and times leave their range.
            4 => {
                if let Some(digit) = bytes[at..].iter_mut().find(|byte| byte.is_ascii_digit()) {
                    *digit = b'0' + u8::try_from(dice.below(10)).unwrap();
                }
            }
            _ => {
                let odd = ODD[index(dice, ODD.len() - 1)];
                bytes.splice(at..at, odd.iter().copied());
            }
        }
    }
    bytes
}

#[test]
fn whatever_is_damaged_nothing_panics_and_nothing_takes_long() {
    let count = times(400, 100_000);
    let mut slowest = Duration::ZERO;
    for (number, (_, path, read)) in TOOLS.iter().enumerate() {
        let whole = sample(path);
        let mut dice = Dice::new(number as u64 + 11);
        for _ in 0..count {
            let bytes = damage(&whole, &mut dice);
            let begin = Instant::now();
            read(&bytes);
            slowest = slowest.max(begin.elapsed());
        }
    }
    assert!(slowest < LONG, "{slowest:?}");
    let names = TOOLS.map(|(name, _, _)| name).join(", ");
    seen(
        "damaged output of backup tools",
        &format!(
            "{count} times each for {names}: no panic, the slowest took {} ms",
            slowest.as_millis()
        ),
    );
}
