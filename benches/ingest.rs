//! How many records a second are taken into a catalog on disk: `cargo bench --bench ingest -- [RECORDS]`.
//!
//! Each run sends one body of lines to a new SQLite file, durable as in the server, and then the same body again:
//! the second time nothing changes. With `BENCH_DATABASE=postgresql://…` the catalog is that database, which has to be
//! empty. The records are like those of a restic inventory: 64-digit ids, chains of 30,
//! 2,000 entities, some warnings, times in order.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap
)]

use std::convert::Infallible;
use std::fmt::Write as _;
use std::time::Instant;

use backup_catalog::ingest::{Options, ingest};
use backup_catalog::store::Store;
use bytes::Bytes;
use uuid::Uuid;

/// Records of one run.
const RECORDS: usize = 200_000;
/// Things that are backed up.
const ENTITIES: usize = 2_000;
/// Records in one piece of the body.
const PIECE: usize = 500;
/// 2026-01-01T00:00:00Z
const START: i64 = 1_767_225_600_000;

fn main() {
    let records = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(RECORDS);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let folder = match std::env::var_os("BENCH_FOLDER") {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    }
    .unwrap();
    let store = match std::env::var("BENCH_DATABASE") {
        #[cfg(feature = "postgres")]
        Ok(url) => {
            let options = backup_catalog::store::PostgresOptions::default();
            runtime.block_on(Store::connect(&url, options)).unwrap()
        }
        _ => Store::open(&folder.path().join("catalog.db")).unwrap(),
    };
    for pass in ["new", "again"] {
        let began = (Instant::now(), cpu());
        let pieces = (0..records).step_by(PIECE).map(move |first| {
            let mut text = String::with_capacity(PIECE * 700);
            for n in first..(first + PIECE).min(records) {
                line(&mut text, n);
            }
            Ok::<_, Infallible>(Bytes::from(text))
        });
        let options = Options {
            now: START,
            ..Options::default()
        };
        let report = runtime
            .block_on(ingest(&store, tokio_stream::iter(pieces), options))
            .unwrap();
        let seconds = began.0.elapsed().as_secs_f64();
        let cpu = (cpu() - began.1) * 1e6 / records as f64;
        assert_eq!(report.rejected_count, 0, "{:?}", report.rejected.first());
        println!(
            "{pass:>6}: {records} records in {seconds:.2} s, {:.0} records/s, {cpu:.1} µs CPU a record ({} created, {} updated, {} unchanged)",
            records as f64 / seconds,
            report.created,
            report.updated,
            report.unchanged,
        );
    }
    let size: u64 = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    println!("  size: {} bytes a record", size / records as u64);
}

/// Processor time that the program has used, s; 0 where the system does not say.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // utime and stime, in hundredths of a second, are the 12th and 13th field after the name.
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks: f64 = fields
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

fn line(text: &mut String, n: usize) {
    let entity = n % ENTITIES;
    let round = n / ENTITIES;
    let started = START + n as i64 * 20_000;
    let id = |n: usize| {
        let half =
            |part: &str| Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{n} {part}").as_bytes());
        format!("{}{}", half("a").simple(), half("b").simple())
    };
    let _ = write!(
        text,
        r#"{{"v":1,"source":"nas{source}","repository":"repository-{source}","id":"{id}","entity":{{"type":"OS_AGENT","name":"host{entity}:/srv/data"}},"destination":"offsite{source}","node":"host{entity}","policy":"policy{policy}","rule":"daily","status":"SUCCESS","started":{started},"finished":{finished},"snapshotTime":{started},"size":{size},"transferred":{transferred},"files":{files},"labels":{{"tag":"etc"}},"tool":{{"name":"restic","version":"0.17.3"}}"#,
        source = entity % 10,
        id = id(n),
        policy = entity % 25,
        finished = started + 61_234,
        size = 7_502_820 + n as i64,
        transferred = 1051 + n as i64,
        files = 201 + entity,
    );
    if !round.is_multiple_of(30) {
        let _ = write!(text, r#","parent":"{}""#, id(n - ENTITIES));
    }
    if n.is_multiple_of(10) {
        text.push_str(r#","warnings":[{"code":"READ_ERROR","path":"/srv/data/etc/secret.key","message":"permission denied"}]"#);
    }
    text.push_str("}\n");
}
