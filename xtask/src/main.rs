//! `cargo xtask <verb>`: what is done with this repository beside building it.

mod bench;
mod browser_tools;
mod command;
mod consumer;
mod dependencies;
mod documents;
mod files;
mod layout;
mod mutate;
mod openapi;
mod package;
mod prerequisites;
mod python;
mod schemathesis;
mod scripts;
mod snapshots;
mod test;
mod torture;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Install what the tests need, then run every check and test.
    Test(test::Arguments),
    /// Damage the generated code, one loss at a time: the conformance tests have to notice each.
    Mutate(mutate::Arguments),
    /// Measure lists, sums and ingestion, and write docs/PERFORMANCE.md.
    Bench(bench::Arguments),
    /// Build the Debian package, with manual pages, completions, bill of materials and licences.
    Package(package::Arguments),
    /// Break things, for half an hour, and write docs/RELIABILITY.md.
    Torture(torture::Arguments),
    /// Hold the documents to what the last release promised.
    Openapi(openapi::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Test(arguments) => test::run(&arguments),
        Verb::Mutate(arguments) => mutate::run(&arguments),
        Verb::Bench(arguments) => bench::run(&arguments),
        Verb::Package(arguments) => package::run_verb(&arguments),
        Verb::Torture(arguments) => torture::run_verb(&arguments),
        Verb::Openapi(arguments) => return openapi::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
