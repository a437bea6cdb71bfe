//! `cargo xtask test`: every check and test, one stage after the other.

use std::process::Command;
use std::time::Instant;

use crate::command::{self, Failure, cargo};
use crate::{
    consumer, dependencies, documents, layout, mutate, openapi, prerequisites, schemathesis,
    scripts, snapshots,
};

/// What to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Run this stage only.
    #[arg(long)]
    only: Option<String>,
}

type Stage = (&'static str, fn() -> Result<(), Failure>);

/// What takes a moment comes first.
const STAGES: &[Stage] = &[
    ("prerequisites", prerequisites::install),
    ("format", || {
        command::run(&mut cargo(&["fmt", "--all", "--check"]))
    }),
    ("layout", layout::check),
    ("scripts", scripts::check),
    ("dependencies", dependencies::check),
    ("contract", openapi::stage),
    ("documents", documents::check),
    ("clippy", || {
        clippy(&["--workspace", "--all-targets", "--all-features"])
    }),
    ("features", features),
    ("docs", || {
        command::run(
            cargo(&["doc", "--workspace", "--no-deps", "--all-features"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    }),
    ("tests", snapshots::run_tests),
    ("postgres", on_postgres),
    ("schemathesis", schemathesis::check),
    ("consumer", consumer::check),
    ("mutate", mutate::some),
];

/// `cargo xtask test`
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let only = arguments.only.as_deref();
    let mut passed = Vec::new();
    for &(name, stage) in STAGES {
        if only.is_none_or(|only| only == name) {
            println!("== {name}");
            let start = Instant::now();
            stage().map_err(|cause| Failure::Stage {
                stage: name,
                cause: Box::new(cause),
            })?;
            let seconds = start.elapsed().as_secs();
            println!("== {name}: passed in {seconds} s");
            passed.push(format!("{name} {seconds} s"));
        }
    }
    if passed.is_empty() {
        let names: Vec<_> = STAGES.iter().map(|(name, _)| *name).collect();
        return Err(Failure::ByHand(format!(
            "there is no such stage; the stages are {}",
            names.join(", ")
        )));
    }
    println!("{} stages passed: {}", passed.len(), passed.join(", "));
    Ok(())
}

/// The suites that use a catalog, once more on PostgreSQL: the same tests, so the same answers.
fn on_postgres() -> Result<(), Failure> {
    let suites = [
        "store",
        "ingest",
        "session",
        "api",
        "coverage",
        "dashboard",
        "properties",
        "metrics",
        "notify",
        "report",
    ];
    let suites = suites.iter().flat_map(|suite| ["--test", suite]);
    let run = |arguments: &mut Command| {
        command::run(
            arguments
                .env("INSTA_UPDATE", "no")
                .env("RUST_TEST_THREADS", command::test_threads())
                .env("TEST_DATABASE", "postgres"),
        )
    };
    run(command::tests(&[]).args(suites))?;
    // That it finds planted defects is its own doing, whatever the database; that it finds none is the server's.
    run(&mut command::tests(&["--test=verify", "--", "clean::"]))
}

/// Each part compiles without the others, and nothing in it is left unused then.
fn features() -> Result<(), Failure> {
    for features in ["", "client", "server"] {
        clippy(&[
            "--package=backup-catalog",
            "--no-default-features",
            "--features",
            features,
        ])?;
    }
    Ok(())
}

fn clippy(what: &[&str]) -> Result<(), Failure> {
    command::run(cargo(&["clippy"]).args(what).args(["--", "-D", "warnings"]))
}
