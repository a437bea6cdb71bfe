//! `tests/consumer`: a crate that uses the generated client and nothing else, against a running server.

use std::fs;
use std::path::PathBuf;

use crate::command::{self, Failure, cargo, findings, root, run, tests};

const MANIFEST: &str = "tests/consumer/Cargo.toml";

/// Crates of a server or a database; a client has no use for them.
const HEAVY: [&str; 7] = [
    "axum",
    "deadpool-postgres",
    "libsqlite3-sys",
    "postgres",
    "rusqlite",
    "tokio-postgres",
    "utoipa-swagger-ui",
];

/// Formats, lints and weighs it, then lets it ask the server that is built from here.
pub(crate) fn check() -> Result<(), Failure> {
    // The versions of this repository: what is tested together is the same.
    let io = |cause| Failure::ByHand(format!("{MANIFEST}: {cause}"));
    fs::copy(
        root().join("Cargo.lock"),
        root().join("tests/consumer/Cargo.lock"),
    )
    .map_err(io)?;
    run(&mut cargo(&[
        "fmt",
        "--manifest-path",
        MANIFEST,
        "--",
        "--check",
    ]))?;
    weigh()?;
    // Beside the rest, so that what is the same is built once.
    let target = root().join("target");
    let shared = |arguments: &[&str]| {
        let mut command = cargo(arguments);
        command.arg("--target-dir").arg(&target);
        command
    };
    run(
        shared(&["clippy", "--manifest-path", MANIFEST, "--all-targets"])
            .args(["--", "-D", "warnings"]),
    )?;
    // The program that the tests have built: `cargo build` would choose other features of its crates, and build them again.
    run(tests(&["--test=client", "--no-run", "--target-dir"]).arg(&target))?;
    let program: PathBuf = target
        .join("debug/backup-catalog")
        .with_extension(std::env::consts::EXE_EXTENSION);
    run(shared(&["test", "--manifest-path", MANIFEST]).env("BACKUP_CATALOG_PROGRAM", program))
}

/// What a client is built from.
fn weigh() -> Result<(), Failure> {
    let tree = command::output(&mut cargo(&[
        "tree",
        "--manifest-path",
        MANIFEST,
        "--edges=normal,build",
        "--prefix=none",
        "--no-dedupe",
        "--format={p}",
    ]))?;
    findings(heavy(&tree))
}

/// The crates in a tree that should not be there.
fn heavy(tree: &str) -> Vec<String> {
    let mut names: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| HEAVY.contains(name))
        .map(|name| {
            format!(
                "{MANIFEST}: the client brings {name}; the feature `client` has to go without it"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::heavy;

    #[test]
    fn a_server_in_a_clients_tree_is_named_once() {
        let tree =
            "consumer v0.0.0 (/x)\naxum v0.8.6\naxum-core v0.5.5\naxum v0.8.6\nreqwest v0.13.0\n";
        assert_eq!(heavy(tree).len(), 1);
        assert!(heavy("reqwest v0.13.0\n").is_empty());
    }
}
