//! How runs went, from what the tools printed.

use std::fmt::Write as _;

use backup_catalog::domain::record::{Entity, Record, Reference};
use backup_catalog::sources::run::{Ended, Format, Known, Lines, Outcome, Stream};
use backup_catalog::types::BackupStatus;

use crate::{sample, status};

/// What was printed, and the exit status.
struct Run {
    format: Format,
    folder: &'static str,
    name: &'static str,
    out: Vec<u8>,
    err: Vec<u8>,
    code: i64,
}

/// The runs of a folder of samples: each has a name and an exit status.
fn runs(format: Format, folder: &'static str, names: &[(&'static str, i64)]) -> Vec<Run> {
    let read = |name: &str, stream: &str| {
        ["jsonl", "json", "txt"]
            .into_iter()
            .map(|end| format!("{folder}/{name}.{stream}.{end}"))
            .find(|path| exists(path))
            .map(|path| sample(&path))
            .unwrap_or_default()
    };
    let run = |&(name, code)| Run {
        format,
        folder,
        name,
        out: read(name, "stdout"),
        err: read(name, "stderr"),
        code,
    };
    names.iter().map(run).collect()
}

fn exists(path: &str) -> bool {
    let root = env!("CARGO_MANIFEST_DIR");
    std::path::Path::new(&format!("{root}/tests/sources/samples/{path}")).exists()
}

fn all() -> Vec<Vec<Run>> {
    let mut all = of_one_version();
    all.extend(of_another_version());
    all
}

fn of_another_version() -> Vec<Vec<Run>> {
    vec![
        runs(
            Format::Borgmatic,
            "borgmatic-1.7.7",
            &[
                ("create-1-full", 0),
                ("create-2-unreadable", 1),
                ("create-3-wrong-pass", 1),
                ("create-4-no-repo", 1),
            ],
        ),
        runs(
            Format::Borgmatic,
            "borgmatic-2.1.10",
            &[("create-2-unreadable", 1), ("create-3-wrong-pass", 1)],
        ),
        runs(
            Format::Duplicity,
            "duplicity-0.8.22",
            &[
                ("backup-1-full", 0),
                ("backup-2-incr", 0),
                ("backup-3-unreadable-info", 0),
                ("backup-4-source-missing", 13),
                ("backup-5-full-again", 0),
                ("backup-6-full-info", 0),
            ],
        ),
        runs(
            Format::Rclone,
            "rclone-1.75.2",
            &[
                ("sync-1-errors", 1),
                ("sync-2-ok", 0),
                ("sync-3-no-source", 3),
                ("sync-4-no-remote", 1),
            ],
        ),
    ]
}

fn of_one_version() -> Vec<Vec<Run>> {
    vec![
        runs(
            Format::Restic,
            "restic-0.14.0",
            &[
                ("backup-1-full", 0),
                ("backup-2-incr", 0),
                ("backup-3-unreadable", 3),
                ("backup-4-source-missing", 1),
                ("backup-5-wrong-password", 1),
                ("backup-6-no-repo", 1),
                ("backup-7-stdin", 0),
            ],
        ),
        runs(
            Format::Rustic,
            "rustic-0.11.4",
            &[
                ("backup-1-full", 0),
                ("backup-2-incr", 0),
                ("backup-3-unreadable", 0),
                ("backup-4-source-missing", 0),
                ("backup-5-wrong-password", 1),
            ],
        ),
        runs(
            Format::Borg,
            "borg-1.4.5",
            &[
                ("create-1-full", 0),
                ("create-2-incr", 0),
                ("create-3-unreadable", 1),
                ("create-3b-unreadable-modern-codes", 105),
                ("create-4-source-missing", 1),
                ("create-5-wrong-pass", 2),
                ("create-6-no-repo", 2),
            ],
        ),
        runs(
            Format::PgBackRest,
            "pgbackrest-2.45",
            &[
                ("backup-1-full", 0),
                ("backup-2-diff", 0),
                ("backup-3-incr", 0),
                ("backup-4-full-repo2", 0),
                ("backup-5-fails", 47),
                ("ck-backup-1-page-checksum-error", 0),
            ],
        ),
        runs(
            Format::Barman,
            "barman-3.19.1",
            &[
                ("backup-1", 0),
                ("backup-4-fails", 1),
                ("rs-backup-2-incr", 0),
                ("slow-backup-1-killed", 1),
            ],
        ),
        runs(
            Format::Duplicity,
            "duplicity-3.2.1",
            &[
                ("backup-1-full", 0),
                ("backup-2-incr", 0),
                ("backup-3-unreadable", 0),
                ("backup-4-source-missing", 23),
            ],
        ),
        runs(
            Format::Btrbk,
            "btrbk-0.32.5",
            &[("run-1", 0), ("run-2", 0), ("run-3-bad-target", 10)],
        ),
        runs(
            Format::Rclone,
            "rclone-1.60.1",
            &[
                ("sync-1-errors", 1),
                ("sync-2-ok", 0),
                ("sync-3-ok-stats", 0),
            ],
        ),
        runs(
            Format::MariaDb,
            "mariadb-backup-10.11.19",
            &[
                ("backup-1-full", 0),
                ("backup-2-incr", 0),
                ("backup-3-fails", 1),
            ],
        ),
        runs(
            Format::Plain,
            "restic-0.14.0",
            &[("backup-1-full", 0), ("backup-6-no-repo", 1)],
        ),
    ]
}

/// What is known without the output.
fn known() -> Known {
    Known {
        record: Record {
            v: 1,
            source: "web01".into(),
            run: Some("r1".into()),
            guid: Some("7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10".parse().unwrap()),
            destination: Some(Reference::Name("offsite".into())),
            started: Some(1_000),
            finished: Some(9_000),
            ..Record::default()
        },
        guess: Record {
            entity: Entity {
                name: "web01:guess".into(),
                ..Entity::default()
            },
            ..Record::default()
        },
        host: "web01".into(),
    }
}

fn read(format: Format, printed: &[(Stream, &[u8])], ended: Ended) -> Outcome {
    let mut reader = format.reader();
    for (stream, bytes) in printed {
        let mut lines = Lines::default();
        for piece in bytes.chunks(7) {
            lines.push(piece, |line| reader.line(*stream, line));
        }
        lines.finish(|line| reader.line(*stream, line));
    }
    reader.end(&ended, &known())
}

fn exit(code: i64) -> Ended {
    Ended {
        code: Some(code),
        signal: None,
    }
}

fn in_words(record: &Record) -> String {
    let mut text = format!("{:?} {}", status(record), record.entity.name);
    let parts = [
        ("id", record.id.clone()),
        ("repository", record.repository.clone()),
        ("parent", record.parent.clone()),
        ("type", record.kind.map(|kind| kind.to_string())),
        ("size", record.size.map(|it| it.to_string())),
        ("transferred", record.transferred.map(|it| it.to_string())),
        ("files", record.files.map(|it| it.to_string())),
        ("tool", record.tool.as_ref().map(|tool| format!("{tool:?}"))),
        ("info", record.status_info.clone()),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            let _ = write!(text, "\n    {name}: {value}");
        }
    }
    for warning in record.warnings.iter().flatten() {
        let _ = write!(text, "\n    warning: {warning:?}");
    }
    text
}

#[test]
fn each_run_ends_as_the_tool_means_it() {
    for runs in all() {
        let mut text = String::new();
        for run in &runs {
            let printed = [(Stream::Out, &run.out[..]), (Stream::Err, &run.err[..])];
            let outcome = read(run.format, &printed, exit(run.code));
            let _ = writeln!(text, "{} ({})", run.name, run.code);
            for (number, record) in outcome.records.iter().enumerate() {
                assert_eq!(record.check(), Ok(()), "{}", run.name);
                assert_eq!(record.guid.is_some(), number == 0, "{}", run.name);
                assert_eq!(record.finished, Some(9_000));
                let _ = writeln!(text, "  {}", in_words(record));
            }
        }
        let name = match runs[0].folder {
            "borgmatic-1.7.7" | "borgmatic-2.1.10" | "duplicity-0.8.22" | "rclone-1.75.2" => {
                format!("runs-{}", runs[0].folder)
            }
            _ => format!("runs-{}", runs[0].format),
        };
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn a_pipe_of_both_streams_says_the_same_where_the_output_has_a_result() {
    for runs in all() {
        for run in &runs {
            // These have no result of their own.
            if matches!(run.format, Format::Plain)
                || (run.folder, run.name) == ("rclone-1.60.1", "sync-2-ok")
            {
                continue;
            }
            let printed = [(Stream::Out, &run.out[..]), (Stream::Err, &run.err[..])];
            let apart = read(run.format, &printed, exit(run.code));
            let mixed: Vec<u8> = [&run.err[..], b"\n", &run.out[..]].concat();
            let mixed = read(run.format, &[(Stream::Either, &mixed)], Ended::default());
            let words = |outcome: &Outcome| {
                let words = outcome.records.iter();
                words
                    .map(|record| (status(record), record.id.clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(words(&mixed), words(&apart), "{} {}", run.format, run.name);
        }
    }
}

#[test]
fn a_signal_is_a_failure_whatever_was_printed() {
    for runs in all() {
        let run = &runs[0];
        let printed = [(Stream::Out, &run.out[..]), (Stream::Err, &run.err[..])];
        let killed = Ended {
            code: None,
            signal: Some(15),
        };
        let outcome = read(run.format, &printed, killed);
        // What rclone and btrbk have copied is there.
        let expected = match run.format {
            Format::Btrbk | Format::Rclone => BackupStatus::PartialSuccess,
            _ => BackupStatus::Failed,
        };
        assert_eq!(status(&outcome.records[0]), expected, "{}", run.format);
    }
}

#[test]
fn output_that_breaks_off_is_never_a_success() {
    for runs in all() {
        let run = &runs[0];
        let whole = [&run.out[..], b"\n", &run.err[..]].concat();
        for length in (0..whole.len() / 2).step_by(97) {
            let cut = &whole[..length];
            let outcome = read(run.format, &[(Stream::Either, cut)], Ended::default());
            let got = status(&outcome.records[0]);
            assert_ne!(got, BackupStatus::Success, "{} {length}", run.format);
        }
    }
}

#[test]
fn whatever_is_printed_gives_records_that_can_be_sent() {
    let noise: Vec<Vec<u8>> = vec![
        vec![0; 100_000],
        b"{\"message_type\":\"summary\",\"snapshot_id\":5}\n".to_vec(),
        b"{\"message_type\":\"error\",\"error\":{\"Err\":\"x\"},\"item\":\"\"}\n".repeat(5_000),
        b"[{[{[{\"".repeat(20_000),
        [&b"\xff\xfe \x1b[31m"[..], &vec![b'x'; 2_000_000], b"\n"].concat(),
        b"new backup label = \nINFO: new backup label = \nStarting backup using a method for server  in /\n".to_vec(),
        b"Errors 99999999999999999999\nSourceFileSize -5\nErrors 1\n".to_vec(),
        b"format='transaction' type='send-receive' status='success' target_url='x' source_url='y'\n".to_vec(),
    ];
    for format in Format::ALL {
        for bytes in &noise {
            for stream in [Stream::Out, Stream::Err, Stream::Either] {
                let outcome = read(format, &[(stream, bytes)], exit(1));
                assert!(!outcome.records.is_empty());
                for record in &outcome.records {
                    assert!(
                        serde_json::to_vec(record).unwrap().len() < 8 * 1024 * 1024,
                        "{format}"
                    );
                    let warnings = record.warnings.as_ref().unwrap().len();
                    assert!(warnings <= 1_001, "{format}: {warnings}");
                }
            }
        }
    }
}
