//! `cargo xtask package`: the Debian package, with all that belongs into it.

mod licences;
mod trial;
mod units;

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Failure, cargo, output, run, succeeds};
use crate::files;

/// Programs that cargo installs, by the name of their crate.
const TOOLS: [&str; 2] = ["cargo-deb", "cargo-cyclonedx"];

/// Where the parts are gathered.
const FOLDER: &str = "target/package";

/// What to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Check the units and scripts only, and build nothing.
    #[arg(long)]
    check: bool,
    /// Then install it on this machine, start it, ask it and purge it.
    #[arg(long, conflicts_with = "check")]
    trial: bool,
}

/// `cargo xtask package`
pub(crate) fn run_verb(arguments: &Arguments) -> Result<(), Failure> {
    units::check()?;
    if arguments.check {
        return Ok(());
    }
    for tool in TOOLS {
        let name = tool.trim_start_matches("cargo-");
        if !succeeds("cargo", &[name, "--version"]) {
            run(&mut cargo(&["install", "--locked", tool]))?;
        }
    }
    run(&mut cargo(&[
        "build",
        "--release",
        "--locked",
        "--bin",
        "backup-catalog",
    ]))?;
    let folder = files::absolute(FOLDER);
    drop(fs::remove_dir_all(&folder));
    pages(&folder)?;
    bill_of_materials(&folder)?;
    write(&folder.join("copyright"), licences::text()?.as_bytes())?;
    run(&mut cargo(&["deb", "--no-build", "--locked"]))?;
    println!("the package is in target/debian");
    if arguments.trial {
        trial::run_trial()?;
    }
    Ok(())
}

/// Manual pages and completions, made by the program itself.
fn pages(folder: &Path) -> Result<(), Failure> {
    let program = files::absolute("target/release/backup-catalog");
    let program = || std::process::Command::new(&program);
    run(program().args(["man", "--folder"]).arg(folder.join("man")))?;
    for (shell, name) in [
        ("bash", "backup-catalog.bash"),
        ("zsh", "_backup-catalog"),
        ("fish", "backup-catalog.fish"),
    ] {
        let script = output(program().args(["completions", shell]))?;
        write(&folder.join("completions").join(name), script.as_bytes())?;
    }
    Ok(())
}

/// What the program is built from, as `CycloneDX`.
fn bill_of_materials(folder: &Path) -> Result<(), Failure> {
    // It puts one file beside the manifest of each crate of the workspace.
    let name = "backup-catalog.cdx";
    run(&mut cargo(&[
        "cyclonedx",
        "--quiet",
        "--format=json",
        "--no-build-deps",
        "--override-filename",
        name,
    ]))?;
    let manifests = ["", "xtask", "xtask/codegen"];
    let written = manifests.map(|crate_| files::absolute(crate_).join(format!("{name}.json")));
    let bill = fs::read(&written[0]).map_err(|cause| unwritten(&written[0], &cause))?;
    for file in &written {
        drop(fs::remove_file(file));
    }
    write(&folder.join(format!("{name}.json")), &bill)
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder: PathBuf = file.parent().map(Into::into).unwrap_or_default();
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(file, bytes))
        .map_err(|cause| unwritten(file, &cause))
}

fn unwritten(file: &Path, cause: &std::io::Error) -> Failure {
    Failure::ByHand(format!("{}: {cause}", file.display()))
}
