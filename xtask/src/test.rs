//! `cargo xtask test`: every check and test, one stage after the other.

use std::time::Instant;

use crate::command::{self, Failure, cargo};
use crate::prerequisites;

/// What to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Run this stage only.
    #[arg(long)]
    only: Option<String>,
}

type Stage = (&'static str, fn() -> Result<(), Failure>);

const STAGES: [Stage; 6] = [
    ("prerequisites", prerequisites::install),
    ("format", || {
        command::run(&mut cargo(&["fmt", "--all", "--check"]))
    }),
    ("clippy", || {
        command::run(&mut cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ]))
    }),
    ("features", features),
    ("docs", || {
        command::run(
            cargo(&["doc", "--workspace", "--no-deps", "--all-features"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    }),
    // No snapshot is written or accepted here.
    ("tests", || {
        command::run(cargo(&["test", "--workspace", "--all-features"]).env("INSTA_UPDATE", "no"))
    }),
];

fn run_stage(name: &str, stage: fn() -> Result<(), Failure>) -> Result<(), Failure> {
    println!("== {name}");
    let start = Instant::now();
    stage().map_err(|failure| Failure::ByHand(format!("stage {name}: {failure}")))?;
    println!("== {name}: passed in {} s", start.elapsed().as_secs());
    Ok(())
}

/// Runs all stages, or the one that was asked for; the first failure ends it.
fn run_all(only: Option<&str>) -> Result<(), Failure> {
    let mut ran = 0;
    for (name, stage) in STAGES {
        if only.is_none_or(|only| only == name) {
            run_stage(name, stage)?;
            ran += 1;
        }
    }
    if ran == 0 {
        let names: Vec<_> = STAGES.iter().map(|(name, _)| *name).collect();
        return Err(Failure::ByHand(format!(
            "there is no such stage; the stages are {}",
            names.join(", ")
        )));
    }
    println!("{ran} stages passed");
    Ok(())
}

/// `cargo xtask test`
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    run_all(arguments.only.as_deref())
}

/// Each part compiles without the others.
fn features() -> Result<(), Failure> {
    for features in ["", "client", "server"] {
        command::run(&mut cargo(&[
            "check",
            "-p",
            "backup-catalog",
            "--no-default-features",
            "--features",
            features,
        ]))?;
    }
    Ok(())
}
