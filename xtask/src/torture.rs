//! `cargo xtask torture`: the long forms of the tests in `tests/faults/` and of damaged sources, and what they saw.

use std::fs;

use crate::command::{Failure, cargo, run};
use crate::files;

/// Where the figures stand, between these lines.
const DOCUMENT: &str = "docs/RELIABILITY.md";
const BEGIN: &str = "<!-- written by cargo xtask torture -->\n";
const END: &str = "<!-- end -->";

/// What to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only tests whose name contains this; the document stays as it is.
    #[arg(long)]
    only: Option<String>,
}

/// `cargo xtask torture`
pub(crate) fn run_verb(arguments: &Arguments) -> Result<(), Failure> {
    let report = files::absolute("target/torture.md");
    drop(fs::remove_file(&report));
    let mut tests = cargo(&[
        "test",
        "--all-features",
        "--test",
        "faults",
        "--test",
        "sources",
        "--",
    ]);
    // One after the other: each has the machine for itself.
    tests.args(["--test-threads=1", "--nocapture"]);
    tests.args(&arguments.only).env("TORTURE", &report);
    run(&mut tests)?;
    let unreadable = |cause: std::io::Error| Failure::ByHand(format!("{DOCUMENT}: {cause}"));
    let rows = fs::read_to_string(&report).map_err(unreadable)?;
    print!("{rows}");
    if arguments.only.is_some() {
        return Ok(());
    }
    let document = files::absolute(DOCUMENT);
    let text = fs::read_to_string(&document).map_err(unreadable)?;
    let parts = text.split_once(BEGIN).zip(text.split_once(END));
    let Some(((before, _), (_, after))) = parts else {
        return Err(Failure::ByHand(format!(
            "{DOCUMENT} has no place for the figures: {BEGIN}{END}"
        )));
    };
    let table = format!("{before}{BEGIN}| what | seen |\n| --- | --- |\n{rows}{END}{after}");
    fs::write(&document, table).map_err(unreadable)
}
