//! `cargo xtask mutate`: damages the generated code, one loss at a time, and demands that the conformance tests notice.
//!
//! A generator that loses a bound or a parameter loses it without a word. The tests that would catch it are themselves
//! only trusted because of this.

mod mutants;
mod workspace;

use std::process::Command;
use std::time::Instant;

use crate::command::Failure;
use mutants::{MUTANTS, Mutant};
use workspace::Workspace;

/// Which losses.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only those whose name contains this.
    name: Option<String>,
}

/// `cargo xtask mutate`
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    all(arguments.name.as_deref())
}

/// Tries the losses; those that survive are named.
pub(crate) fn all(name: Option<&str>) -> Result<(), Failure> {
    let workspace = Workspace::new()?;
    workspace.write(None)?;
    println!("the generated code as it is");
    if !passes(&workspace)? {
        return Err(Failure::ByHand(
            "the conformance tests fail without any loss: see `cargo test --test conformance`"
                .to_owned(),
        ));
    }
    let mut survivors = Vec::new();
    let mut tried = 0;
    for mutant in MUTANTS
        .iter()
        .filter(|mutant| name.is_none_or(|name| mutant.name.contains(name)))
    {
        let start = Instant::now();
        workspace.write(Some(mutant))?;
        let survives = passes(&workspace)?;
        tried += 1;
        let verdict = if survives { "SURVIVES" } else { "caught" };
        println!(
            "{verdict:8} {:3} s  {}",
            start.elapsed().as_secs(),
            mutant.name
        );
        if survives {
            survivors.push(mutant.name);
        }
    }
    if survivors.is_empty() {
        println!("{tried} losses, all caught");
        return Ok(());
    }
    Err(Failure::ByHand(format!(
        "nobody notices: {}",
        survivors.join("; ")
    )))
}

/// Whether the conformance tests pass; code that does not compile does not.
fn passes(workspace: &Workspace) -> Result<bool, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(&cargo)
        .args([
            "test",
            "--quiet",
            "--no-default-features",
            "--features",
            "server,openapi,schemars",
        ])
        .args(["--test", "conformance"])
        .current_dir(&workspace.folder)
        .env("CARGO_TARGET_DIR", &workspace.target)
        .output()
        .map_err(|cause| Failure::Start {
            program: cargo.to_string_lossy().into_owned(),
            cause,
        })?;
    Ok(output.status.success())
}

/// A loss cannot be made: the list of losses is out of date.
fn stale(mutant: &Mutant, what: &str) -> Failure {
    Failure::ByHand(format!("the loss `{}` cannot be made: {what}", mutant.name))
}
