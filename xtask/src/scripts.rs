//! Scripts of the shell.

use std::process::Command;

use crate::command::{self, Failure, root};
use crate::files::{self, File};

/// Runs shellcheck over every script.
pub(crate) fn check() -> Result<(), Failure> {
    let scripts: Vec<String> = files::all()?
        .into_iter()
        .filter(File::is_shell)
        .map(|file| file.path)
        .collect();
    println!("{}", scripts.join(" "));
    if scripts.is_empty() {
        return Ok(());
    }
    command::run(Command::new("shellcheck").args(scripts).current_dir(root()))
}
