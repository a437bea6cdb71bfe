//! What answers cost over a socket, beside what the same takes without this server: `cargo xtask bench` runs it.
//!
//! ```text
//! compare run --rows N --store sqlite|postgres --server FILE --out FILE [--catalog FILE] [--python FILE] [--datasette FILE]
//! compare fleet N                 the fleet as records of format v1, a line each
//! compare fixed FILE              an axum handler that answers every request with the bytes of a file
//! ```
//!
//! The server that is measured, or the one it is compared with, has processor 0; the load (wrk) and this program have
//! processor 1. What is measured goes into a file, as JSON.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod datasette;
mod direct;
mod duckdb;
mod fixed;
mod fleet;
mod http;
mod load;
#[path = "../../tests/support/postgres.rs"]
#[allow(dead_code, unreachable_pub, clippy::missing_panics_doc)]
mod postgres;
mod process;
mod queries;
mod run;
mod wrk;

use std::io::{BufWriter, Write as _};

fn main() {
    let mut arguments = std::env::args().skip(1);
    // `cargo test --all-targets` starts benchmarks too, without any of these.
    match arguments.next().as_deref() {
        Some("run") => run::run(&run::Arguments::read(arguments)),
        Some("fleet") => write_fleet(arguments.next().unwrap().parse().unwrap()),
        Some("fixed") => fixed::serve(&arguments.next().unwrap()),
        _ => {}
    }
}

/// Writes the fleet to standard output.
fn write_fleet(rows: u32) {
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for n in 0..rows {
        serde_json::to_writer(&mut out, &fleet::record(rows, n)).unwrap();
        out.write_all(b"\n").unwrap();
    }
    out.flush().unwrap();
}
