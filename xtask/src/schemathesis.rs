//! schemathesis against the program as users have it, on both databases.

use crate::command::{Failure, cargo, run};
use crate::python::Environment;

const PACKAGE: &str = "schemathesis==4.32.5";

/// Installs it and runs its suite.
pub(crate) fn check() -> Result<(), Failure> {
    let program = Environment::of("schemathesis", &[PACKAGE])?.program("schemathesis");
    for database in ["sqlite", "postgres"] {
        run(cargo(&[
            "test",
            "--all-features",
            "--test=schemathesis",
            "--",
            "--nocapture",
        ])
        .env("SCHEMATHESIS", &program)
        .env("TEST_DATABASE", database))?;
    }
    Ok(())
}
