//! What reading costs: `cargo bench --bench read [-- --rows 1000000]`.
//!
//! The catalog is made once by ingestion and kept in cargo's folder for temporary files. Each case goes through the
//! real router, without a socket; printed are the medians of the processor time of the whole process and of the time
//! that passed. The first answer is shown apart: later ones find statements prepared and counts remembered.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;
#[path = "../compare/fleet.rs"]
#[allow(dead_code, reason = "the other bench asks for more of it")]
mod fleet;
mod meter;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use backup_catalog::ingest::ingest_records;
use backup_catalog::store::Store;
use http_body_util::BodyExt as _;
use support::server::TestServer;
use tempfile::TempDir;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // `cargo test --all-targets` starts benchmarks too, without this.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let rows = arguments
        .iter()
        .position(|argument| argument == "--rows")
        .map_or(1_000_000, |place| {
            arguments[place + 1].parse().expect("a number of rows")
        });
    let only = arguments
        .iter()
        .position(|argument| argument == "--only")
        .map_or("", |place| &arguments[place + 1]);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(run(rows, only));
}

async fn run(rows: u32, only: &str) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("read-{rows}"));
    make(&folder.join("catalog.db"), rows).await;
    let copy = TempDir::new_in(&folder).unwrap();
    std::fs::copy(folder.join("catalog.db"), copy.path().join("catalog.db")).unwrap();
    let server = TestServer::start_in(copy).await;
    println!("{rows} backups; processor and passed time in ms");
    println!(
        "{:<58} {:>9} {:>8} {:>8} {:>9}",
        "", "first", "cpu", "passed", "bytes"
    );
    for case in cases::all(rows)
        .into_iter()
        .chain(cases::pages(rows))
        .filter(|case| case.name.contains(only))
    {
        measure(&server, &case).await;
    }
    if "the whole list".contains(only) {
        whole_list(&server).await;
    }
}

async fn measure(server: &TestServer, case: &cases::Case) {
    let (first, answer) = meter::once(async || server.get(&case.path).await).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "{}: {}",
        case.path,
        answer.text
    );
    let medians = meter::medians(Duration::from_secs(2), async || {
        server.get(&case.path).await;
    })
    .await;
    println!(
        "{:<58} {:>9.2} {:>8.3} {:>8.3} {:>9}",
        case.name,
        meter::ms(first),
        meter::ms(medians.cpu),
        meter::ms(medians.passed),
        answer.text.len()
    );
}

/// The list without paging, read and thrown away.
async fn whole_list(server: &TestServer) {
    meter::forget_peak();
    let before = meter::peak_kib();
    let ((cpu, passed), bytes) =
        meter::both(async || drain(server.open("/api/backups").await).await).await;
    println!(
        "the whole list: {} MB, processor {:.1} s, passed {:.1} s, peak memory {} MiB (before {} MiB)",
        bytes / 1_000_000,
        cpu.as_secs_f64(),
        passed.as_secs_f64(),
        meter::peak_kib() / 1024,
        before / 1024
    );
}

/// Reads a body and throws it away; answers with its length.
async fn drain(response: Response<Body>) -> usize {
    let mut body = response.into_body();
    let mut bytes = 0;
    while let Some(frame) = body.frame().await {
        bytes += frame.unwrap().into_data().map_or(0, |data| data.len());
    }
    bytes
}

/// Fills a catalog, unless it is there already.
async fn make(file: &Path, rows: u32) {
    if file.exists() {
        return;
    }
    let folder = file.parent().unwrap();
    std::fs::create_dir_all(folder).unwrap();
    let unfinished = folder.join("unfinished.db");
    let _ = std::fs::remove_file(&unfinished);
    let begin = std::time::Instant::now();
    {
        let store = Store::open(&unfinished).unwrap();
        let report = ingest_records(
            &store,
            (0..rows).map(|n| fleet::record(rows, n)),
            fleet::END,
        )
        .await
        .unwrap();
        assert_eq!(report.created, u64::from(rows));
    }
    std::fs::rename(unfinished, file).unwrap();
    println!(
        "made {rows} backups in {:.0} s",
        begin.elapsed().as_secs_f64()
    );
}
