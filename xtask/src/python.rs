//! Programs from `PyPI`, in environments of their own below `target`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Failure, root, run};

/// An environment with these packages and no others.
pub(crate) struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// Makes it, unless just these packages are in it already.
    ///
    /// # Errors
    ///
    /// There is no Python with `venv`, or a package cannot be had.
    pub(crate) fn of(folder: &str, packages: &[&str]) -> Result<Self, Failure> {
        let environment = Self {
            folder: root().join("target").join(folder),
        };
        let wanted = packages.join("\n");
        let installed = environment.folder.join("installed.txt");
        if fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
            return Ok(environment);
        }
        // `--clear`: what an attempt before left half done may be wrong.
        run(Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&environment.folder))?;
        run(Command::new(environment.program("pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .args(packages))?;
        fs::write(&installed, wanted).map_err(|cause| {
            Failure::ByHand(format!("{}: {cause}", environment.folder.display()))
        })?;
        Ok(environment)
    }

    /// The folder with the programs.
    pub(crate) fn programs(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// One of the programs.
    pub(crate) fn program(&self, name: impl AsRef<Path>) -> PathBuf {
        self.programs().join(name)
    }
}
