//! The n-th file operation fails, for every n: injected by strace into the running server.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::fleet::{Client, SIZE, batch};
use crate::program::{Ended, PASSWORD, Server, program};
use crate::torture::{seen, times};

/// Which operations fail, and how.
const FAILURES: [(&str, &str); 4] = [
    ("pwrite64", "EIO"),
    ("fsync,fdatasync", "EIO"),
    ("pread64", "EIO"),
    ("openat", "EIO"),
];

/// How a server did whose n-th operation failed.
enum Did {
    /// It said why and did not start.
    NotStarted,
    /// It served; so many writes were refused.
    Served { refused: u32 },
}

/// Runs a server, of which one operation fails, and afterwards one of which none does.
async fn one(operation: &str, error: &str, number: u32) -> Did {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("catalog.db").display());
    let mut command = Command::new("strace");
    let file = folder.path().join("catalog.db");
    // -D: the server is this process's child, and strace a stranger. -P: of the database and its log only.
    command
        .args(["-D", "-f", "-qqq", "-o", "/dev/null", "-P"])
        .arg(&file)
        .arg("-P")
        .arg(file.with_extension("db-wal"))
        .arg("-e")
        .arg(format!("trace={operation}"))
        .arg("-e")
        .arg(format!("inject={operation}:error={error}:when={number}"))
        .arg(env!("CARGO_BIN_EXE_backup-catalog"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database", &database])
        .env_clear()
        .envs(
            program(&folder)
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("BACKUP_CATALOG_ADMIN_PASSWORD", PASSWORD)
        .env("BACKUP_CATALOG_LOG", "warn")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let mut acknowledged = Vec::new();
    let did = match line.trim().strip_prefix("Listening on ") {
        None => Did::NotStarted,
        Some(url) => {
            let mut refused = 0;
            // The log-in writes too: it is asked for again.
            let mut client = Client::log_in(url).await;
            while client.is_err() && refused < 3 {
                refused += 1;
                client = Client::log_in(url).await;
            }
            let client = client.unwrap();
            for number in 0..8 {
                match client.report(batch(number)).await {
                    Ok(_) => acknowledged.push(number),
                    Err(error) => {
                        let is_said = matches!(error.status(), Some(500 | 503));
                        assert!(is_said, "{operation} {number}: {error}");
                        refused += 1;
                    }
                }
            }
            Did::Served { refused }
        }
    };
    drop(child.kill());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    let status = child.wait().unwrap();
    assert!(!said.contains("panicked"), "{operation} {number}: {said}");
    if matches!(did, Did::NotStarted) {
        assert_eq!(status.code(), Some(3), "{operation} {number}: {said}");
        assert!(said.contains("backup-catalog: "), "{said}");
    }
    let server = Server::start_on(|_: &Path| database.clone());
    let client = Client::at(&server).await;
    for number in &acknowledged {
        assert_eq!(
            client.state(*number).await.unwrap().0,
            SIZE,
            "{operation} {number}: {said}"
        );
    }
    let (backups, _) = client.sums().await.unwrap();
    assert_eq!(backups % SIZE, 0, "a half of a batch");
    drop(server);
    Ended::of(program(&folder).args(["check", "--database", &database])).ok();
    let file = rusqlite::Connection::open(folder.path().join("catalog.db")).unwrap();
    let whole: String = file
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, "ok", "{operation} {number}");
    did
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_file_operation_fails_the_catalog_is_whole() {
    let probe = Command::new("strace")
        .args(["-D", "-o", "/dev/null", "true"])
        .status();
    if !probe.is_ok_and(|status| status.success()) {
        eprintln!("not tested: strace may not be used on this machine");
        return;
    }
    for (operation, error) in FAILURES {
        let (mut started, mut refused, mut silent) = (0, 0, 0);
        let numbers: Vec<u32> = if times(0, 1) == 1 {
            (1..=200).collect()
        } else {
            vec![2, 40]
        };
        for number in &numbers {
            match one(operation, error, *number).await {
                Did::NotStarted => {}
                Did::Served { refused: 0 } => {
                    started += 1;
                    silent += 1;
                }
                Did::Served { refused: some } => {
                    started += 1;
                    refused += some;
                }
            }
        }
        let count = numbers.len();
        seen(
            &format!("the n-th `{operation}` fails ({error})"),
            &format!(
                "{count} values of n: {} refused to start, {started} served ({refused} writes refused, {silent} had nothing to \
                 refuse); no panic, every acknowledged batch there, `integrity_check` ok, sums right",
                count - started
            ),
        );
    }
}
