//! `cargo xtask torture`: the long forms of the tests in `tests/faults/` and of damaged sources, and what they saw.

use std::fs;

use crate::command::{Failure, run, tests};
use crate::{files, schemathesis};

/// Where the figures stand, between these lines.
const DOCUMENT: &str = "docs/RELIABILITY.md";
const BEGIN: &str = "<!-- written by cargo xtask torture -->\n";
const END: &str = "<!-- end -->";
const HEAD: &str = "| what | seen |\n| --- | --- |\n";

/// What to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only tests whose name contains this; the other figures in the document stay.
    #[arg(long)]
    only: Option<String>,
    /// How long the soak goes on, in minutes; 5 by default.
    #[arg(long)]
    minutes: Option<u32>,
    /// Backups that the catalog of the soak has before it begins; none by default.
    #[arg(long)]
    rows: Option<u32>,
    /// A catalog for the soak to begin with, the file of a SQLite catalog (which is copied) or the URL of a PostgreSQL
    /// database (which is not): the administrator's password is that of `tests/support/program.rs`.
    #[arg(long, value_name = "FILE|URL")]
    catalog: Option<String>,
    /// With programs as they are released.
    #[arg(long)]
    release: bool,
}

/// `cargo xtask torture`
pub(crate) fn run_verb(arguments: &Arguments) -> Result<(), Failure> {
    let report = files::absolute("target/torture.md");
    drop(fs::remove_file(&report));
    let mut tests = tests(&[
        "--test",
        "faults",
        "--test",
        "sources",
        "--test",
        "properties",
        "--test",
        "store",
    ]);
    if arguments.release {
        tests.arg("--release");
    }
    for (variable, number) in [
        ("TORTURE_MINUTES", arguments.minutes),
        ("TORTURE_ROWS", arguments.rows),
    ] {
        if let Some(number) = number {
            tests.env(variable, number.to_string());
        }
    }
    if let Some(catalog) = &arguments.catalog {
        tests.env("TORTURE_CATALOG", catalog);
    }
    // One after the other: each has the machine for itself.
    tests.args(["--", "--test-threads=1", "--nocapture"]);
    tests.args(&arguments.only).env("TORTURE", &report);
    run(&mut tests)?;
    let only = arguments.only.as_deref();
    if only.is_none_or(|only| schemathesis::TEST.contains(only)) {
        schemathesis::torture(&report)?;
    }
    let unreadable = |cause: std::io::Error| Failure::ByHand(format!("{DOCUMENT}: {cause}"));
    let rows = fs::read_to_string(&report).map_err(unreadable)?;
    print!("{rows}");
    let document = files::absolute(DOCUMENT);
    let text = fs::read_to_string(&document).map_err(unreadable)?;
    let parts = text.split_once(BEGIN).zip(text.split_once(END));
    let Some(((before, _), (_, after))) = parts else {
        return Err(Failure::ByHand(format!(
            "{DOCUMENT} has no place for the figures: {BEGIN}{END}"
        )));
    };
    let old = &text[before.len() + BEGIN.len()..text.len() - after.len() - END.len()];
    let rows = if arguments.only.is_some() {
        renewed(old, &rows)
    } else {
        format!("{HEAD}{rows}")
    };
    fs::write(&document, format!("{before}{BEGIN}{rows}{END}{after}")).map_err(unreadable)
}

/// A table with new figures for what was seen again, and those of before for the rest.
fn renewed(old: &str, seen: &str) -> String {
    let what = |row: &str| row.split(" | ").next().unwrap_or_default().to_owned();
    let mut rows: Vec<&str> = old.lines().collect();
    for row in seen.lines() {
        match rows.iter_mut().find(|old| what(old) == what(row)) {
            Some(old) => *old = row,
            None => rows.push(row),
        }
    }
    let mut table = rows.join("\n");
    table.push('\n');
    table
}

#[cfg(test)]
mod tests {
    use super::renewed;

    #[test]
    fn what_was_seen_again_replaces_what_was_seen_before() {
        let old = "| what | seen |\n| --- | --- |\n| a | 1 |\n| b | 2 |\n";
        let table = renewed(old, "| b | 3 |\n| c | 4 |\n");
        assert_eq!(
            table,
            "| what | seen |\n| --- | --- |\n| a | 1 |\n| b | 3 |\n| c | 4 |\n"
        );
    }
}
