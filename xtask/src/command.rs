//! Commands of other programs.

use std::path::PathBuf;
use std::process::{Command, Stdio};

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
    /// Rules are broken.
    #[error("{} found\n{}", .0.len(), .0.join("\n"))]
    Findings(Vec<String>),
    /// A stage of several did not pass.
    #[error("stage {stage}: {cause}")]
    Stage {
        /// Which.
        stage: &'static str,
        /// Why.
        cause: Box<Failure>,
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
    // What the cargo around this one says of xtask: some build scripts look at it, and their crates, with all that need
    // them, would be built again by each change between `cargo xtask` and plain `cargo`.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command
}

/// Tests, always of the whole workspace and with all features: another choice may mean other features of some crate, and
/// with it another build of all that need it.
pub(crate) fn tests(arguments: &[&str]) -> Command {
    let mut command = cargo(&["test", "--workspace", "--all-features"]);
    command.args(arguments);
    command
}

/// How many tests of a suite run at once: more than there are processors, since many wait for other programs.
pub(crate) fn test_threads() -> String {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    (2 * processors).to_string()
}

/// Runs a command to its end, its output passed on.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command
        .status()
        .map_err(|cause| not_started(command, cause))?;
    if status.success() {
        Ok(())
    } else {
        Err(failed(command))
    }
}

/// What a command prints; what it complains of is passed on.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|cause| not_started(command, cause))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(failed(command))
    }
}

/// Fails with what was found, if anything was.
pub(crate) fn findings(found: Vec<String>) -> Result<(), Failure> {
    if found.is_empty() {
        Ok(())
    } else {
        Err(Failure::Findings(found))
    }
}

fn not_started(command: &Command, cause: std::io::Error) -> Failure {
    Failure::Start {
        program: command.get_program().to_string_lossy().into_owned(),
        cause,
    }
}

fn failed(command: &Command) -> Failure {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(std::ffi::OsStr::to_string_lossy)
        .collect();
    Failure::Command(words.join(" "))
}

/// Whether a program can be started and succeeds.
pub(crate) fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success())
}
