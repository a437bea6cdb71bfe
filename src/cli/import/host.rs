//! The name of this machine, the default source.

use std::process::{Command, Stdio};

use crate::cli::failure::Failure;

/// The host name, as `hostname` prints it (it is there on Linux, macOS, BSD and Windows; the standard library has none).
pub(in crate::cli) fn name() -> Result<String, Failure> {
    let output = Command::new("hostname")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let name = match output {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).ok(),
        // A small container may have no such command, but Linux says it itself.
        _ => std::fs::read_to_string("/proc/sys/kernel/hostname").ok(),
    };
    name.map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .ok_or_else(|| {
            Failure::usage("this machine does not say its name; name the source with --source")
        })
}
