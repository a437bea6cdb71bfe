//! schemathesis against the program, built as for the other tests, on both databases.

use std::path::Path;
use std::process::Command;

use crate::command::{Failure, run, tests};
use crate::python::Environment;

const PACKAGE: &str = "schemathesis==4.32.5";

/// The one test of its suite.
pub(crate) const TEST: &str = "schemathesis_finds_nothing";

/// Installs it and runs its suite.
pub(crate) fn check() -> Result<(), Failure> {
    each_database(|_| ())
}

/// The same in its long form, which writes down what it saw.
pub(crate) fn torture(report: &Path) -> Result<(), Failure> {
    each_database(|command| {
        command.env("TORTURE", report);
    })
}

fn each_database(prepare: impl Fn(&mut Command)) -> Result<(), Failure> {
    let program = Environment::of("schemathesis", &[PACKAGE])?.program("schemathesis");
    for database in ["sqlite", "postgres"] {
        let mut command = tests(&["--test=schemathesis", "--", "--nocapture"]);
        command.env("SCHEMATHESIS", &program);
        prepare(command.env("TEST_DATABASE", database));
        run(&mut command)?;
    }
    Ok(())
}
