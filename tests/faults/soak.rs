//! Hours of work in minutes: what a server needs stays level.

use std::num::NonZeroU64;
use std::path::Path;
use std::time::Instant;

use crate::filled::fill;
use crate::fleet::{Client, SIZE, batch};
use crate::postgres::Cluster;
use crate::program::Server;
use crate::torture::{Dice, catalog_file, catalog_url, lasting, percentile, rows, seen};

/// Batches that are reported again and again: the catalog changes and does not grow.
const BATCHES: u64 = 100;

/// Rounds between two looks at the process.
const STRIDE: usize = 100;

/// Files that may be open more or fewer than before: connections come and go.
const FILES: usize = 20;

/// What a process has at a moment.
#[derive(Debug, Clone, Copy)]
struct Look {
    /// KiB in memory.
    memory: u64,
    files: usize,
    /// Bytes of SQLite's log.
    log: u64,
}

fn look(server: &Server) -> Look {
    let process = format!("/proc/{}", server.id());
    let status = std::fs::read_to_string(format!("{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let log = server.folder.path().join("catalog.db-wal");
    Look {
        memory: line
            .unwrap()
            .split_whitespace()
            .nth(1)
            .unwrap()
            .parse()
            .unwrap(),
        files: std::fs::read_dir(format!("{process}/fd")).unwrap().count(),
        log: std::fs::metadata(log).map_or(0, |log| log.len()),
    }
}

/// The same batch with other sizes.
fn changed(number: i64, size: u64) -> String {
    batch(number).replace("\"size\":1000003", &format!("\"size\":{size}"))
}

async fn soaked(what: &str, server: Server) {
    let client = Client::at(&server).await;
    fill(&client, rows()).await;
    let (before, _) = client.sums().await.unwrap();
    for number in 0..BATCHES {
        client
            .report(batch(i64::try_from(number).unwrap()))
            .await
            .unwrap();
    }
    let mut dice = Dice::new(21);
    let least = lasting(5);
    let begin = Instant::now();
    let mut looks = Vec::new();
    let mut took = Vec::new();
    while looks.len() < 6 || begin.elapsed() < least {
        for _ in 0..STRIDE {
            let number = i64::try_from(dice.below(BATCHES)).unwrap();
            let asked = Instant::now();
            match dice.below(4) {
                0 => drop(
                    client
                        .report(changed(number, dice.below(1 << 40)))
                        .await
                        .unwrap(),
                ),
                1 => assert_eq!(client.state(number).await.unwrap().0, SIZE),
                2 => drop(client.sums().await.unwrap()),
                _ if number % 2 == 0 => {
                    let list = client.session().api().list_backups_grouped();
                    list.size(NonZeroU64::new(20).unwrap())
                        .send()
                        .await
                        .unwrap();
                }
                _ => {
                    let list = client.session().api().list_backups();
                    list.size(NonZeroU64::new(50).unwrap())
                        .send()
                        .await
                        .unwrap();
                }
            }
            took.push(asked.elapsed());
        }
        looks.push(look(&server));
    }
    let (backups, _) = client.sums().await.unwrap();
    let all = before + i64::try_from(BATCHES).unwrap() * SIZE;
    assert_eq!(backups, all);
    // The first third warms up; the rest must be level.
    let rest = &looks[looks.len() / 3..];
    let mean =
        |looks: &[Look]| looks.iter().map(|look| look.memory).sum::<u64>() / looks.len() as u64;
    let (early, late) = (mean(&rest[..rest.len() / 2]), mean(&rest[rest.len() / 2..]));
    assert!(
        late <= early + early / 20 + 4096,
        "{early} KiB became {late} KiB"
    );
    let (first, last) = (rest[0].files, rest[rest.len() - 1].files);
    assert!(last <= first + FILES, "{first} open files became {last}");
    let log = looks.iter().map(|look| look.log).max().unwrap_or_default() >> 20;
    assert!(log <= 128, "{log} MiB of log");
    let tenth = took.len() / 10;
    let requests = took.len();
    let build = if cfg!(debug_assertions) {
        ""
    } else {
        "program as released, "
    };
    let newest = percentile(&mut took[requests - tenth..], 99);
    let oldest = percentile(&mut took[..tenth], 99);
    seen(
        &format!("soak, {what}"),
        &format!(
            "{build}{all} backups, {:.0} min, {requests} requests, a quarter of them writes: no error; memory {} → {} MiB, open files {first} → \
             {last}, log at most {log} MiB, 99 % below {:.0} ms at first and {:.0} ms at last",
            begin.elapsed().as_secs_f64() / 60.0,
            early >> 10,
            late >> 10,
            oldest.as_secs_f64() * 1e3,
            newest.as_secs_f64() * 1e3,
        ),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_a_file_stays_level() {
    let server = Server::start_on(|folder| {
        let file = folder.join("catalog.db");
        if let Some(catalog) = catalog_file() {
            std::fs::copy(catalog, &file).unwrap();
        }
        format!("sqlite:{}", file.display())
    });
    soaked("SQLite", server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_postgresql_stays_level() {
    let own = catalog_url()
        .is_none()
        .then(|| Cluster::start_with(&["fsync=off"]));
    let url = |_: &Path| {
        own.as_ref()
            .map_or_else(|| catalog_url().unwrap(), Cluster::url)
    };
    soaked("PostgreSQL", Server::start_on(url)).await;
}
