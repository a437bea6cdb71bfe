//! schemathesis asks the program whatever the served document allows, and what it does not allow: no answer may differ
//! from the document, no server error may come, and afterwards the catalog must still agree with itself.
//!
//! It takes minutes and a program from `PyPI`, so it is not run with the others: `cargo xtask test --only schemathesis`
//! installs that, and runs this on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use backup_catalog::demo::Fleet;

#[path = "../support/program.rs"]
mod program;
#[path = "../support/mod.rs"]
mod support;
#[path = "../faults/torture.rs"]
#[allow(dead_code, unreachable_pub)]
mod torture;

use program::{PASSWORD, Server};
use support::clock::NOON;
use support::database;
use torture::{seen, times};

/// Few backups of every kind: each list is read to its end a thousand times.
const FLEET: Fleet = Fleet {
    entities: 24,
    days: 6,
    now: NOON,
    seed: 5,
};

#[test]
fn schemathesis_finds_nothing() {
    let schemathesis = std::env::var_os("SCHEMATHESIS").expect(
        "SCHEMATHESIS names the program; `cargo xtask test --only schemathesis` installs it and runs this",
    );
    let server = Server::start_on(|folder| {
        if database::is_postgres() {
            database::url(folder)
        } else {
            format!("sqlite:{}", folder.join("catalog.db").display())
        }
    });
    let records: Vec<String> = FLEET
        .records()
        .map(|record| serde_json::to_string(&record).unwrap())
        .collect();
    assert!(records.len() > 100, "{} records", records.len());
    server.pipe(&["ingest", "-"], &records.join("\n")).ok();

    // The same code answers from both databases; one of them hears the whole.
    let examples = times(if database::is_postgres() { 30 } else { 100 }, 500);
    let begin = Instant::now();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemathesis");
    let base = format!("{}/api", server.url);
    let status = Command::new(schemathesis)
        .current_dir(server.folder.path())
        .env("CATALOG_URL", &base)
        .env("CATALOG_PASSWORD", PASSWORD)
        .env("PYTHONPATH", &here)
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .arg("--config-file")
        .arg(here.join("schemathesis.toml"))
        .args(["run", &format!("{}/openapi.json", server.url)])
        .args(["--url", &base, "--no-color", "--max-examples"])
        .arg(examples.to_string())
        .status()
        .unwrap();
    assert!(status.success(), "{status}; what it found is said above");

    // What no answer shows: the sums that are kept are still those of the rows.
    server.run(&["check", "--database", &server.database]).ok();
    let database = if database::is_postgres() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    seen(
        &format!("whatever the document allows, and does not allow, {database}"),
        &format!(
            "schemathesis, up to {examples} examples of each operation and phase, in {:.0} min: no answer that differs from the \
             document, none a 5xx, sums right",
            begin.elapsed().as_secs_f64() / 60.0
        ),
    );
}
