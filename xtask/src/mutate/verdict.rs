//! What became of a loss.

use std::fmt;
use std::process::Output;

use crate::command::Failure;

/// Who noticed a loss.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// These tests.
    Tests(Vec<String>),
    /// The compiler, with this error.
    Compiler(String),
    /// Nobody.
    Survives,
}

impl Verdict {
    /// Reads what `cargo test` printed. A run that ended otherwise, say for want of memory, has noticed nothing.
    pub(super) fn read(output: &Output) -> Result<Self, Failure> {
        if output.status.success() {
            return Ok(Self::Survives);
        }
        let stdout = String::from_utf8_lossy(&output.stdout);
        let failed: Vec<String> = stdout
            .lines()
            .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
            .map(str::to_owned)
            .collect();
        if !failed.is_empty() {
            return Ok(Self::Tests(failed));
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        let error = stderr.lines().find(|line| line.starts_with("error["));
        match error {
            Some(error) if stderr.contains("could not compile `backup-catalog`") => {
                Ok(Self::Compiler(error.to_owned()))
            }
            _ => Err(Failure::ByHand(format!(
                "the conformance tests cannot be run:\n{stderr}\n{stdout}"
            ))),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tests(tests) => write!(f, "noticed by {}", tests.join(", ")),
            Self::Compiler(error) => write!(f, "noticed by the compiler: {error}"),
            Self::Survives => f.write_str("SURVIVES"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::{ExitStatus, Output};

    use super::Verdict;

    fn output(code: i32, stdout: &str, stderr: &str) -> Output {
        Output {
            status: ExitStatus::from_raw(code << 8),
            stdout: stdout.into(),
            stderr: stderr.into(),
        }
    }

    #[test]
    fn only_a_test_that_failed_or_code_that_does_not_compile_is_a_notice() {
        let passed = Verdict::read(&output(0, "test a ... ok\n", ""));
        assert_eq!(passed.unwrap(), Verdict::Survives);
        let failed = Verdict::read(&output(101, "test a ... ok\ntest b::c ... FAILED\n", ""));
        assert_eq!(failed.unwrap(), Verdict::Tests(vec!["b::c".to_owned()]));
        let stderr = "error[E0560]: no field\nerror: could not compile `backup-catalog` (lib) due to 1 error\n";
        let refused = Verdict::read(&output(101, "", stderr));
        assert_eq!(
            refused.unwrap(),
            Verdict::Compiler("error[E0560]: no field".to_owned())
        );
        for stderr in [
            "error: No space left on device",
            "error: could not compile `serde` (signal: 9)",
        ] {
            assert!(Verdict::read(&output(101, "", stderr)).is_err());
        }
    }
}
