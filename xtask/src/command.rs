//! Commands of other programs.

use std::path::PathBuf;
use std::process::Command;

/// Why a stage did not pass.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A command did not succeed.
    #[error("failed: {0}")]
    Command(String),
    /// A program cannot be started.
    #[error("cannot start `{program}`: {cause}")]
    Start {
        /// The program.
        program: String,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// Something has to be done by hand.
    #[error("{0}")]
    ByHand(String),
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    // The manifest of xtask stands one folder below.
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map_or(manifest.clone(), Into::into)
}

/// A cargo command in the repository's root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    // The cargo that runs this: rustup's choice of toolchain holds for its children.
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Runs a command to its end, its output passed on.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|cause| Failure::Start {
        program: command.get_program().to_string_lossy().into_owned(),
        cause,
    })?;
    if status.success() {
        return Ok(());
    }
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(std::ffi::OsStr::to_string_lossy)
        .collect();
    Err(Failure::Command(words.join(" ")))
}

/// Whether a program can be started and succeeds.
pub(crate) fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success())
}
