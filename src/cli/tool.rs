//! Running a backup tool.

use std::io::{ErrorKind, Read as _};
use std::process::{Command, Stdio};

use super::failure::Failure;
use crate::sources::MAX_OUTPUT;

/// What a tool prints, if it exits 0. Local times are UTC. Its messages and its question for a password go to the
/// terminal unchanged.
pub(super) fn output(program: &str, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let command = format!("{program} {}", arguments.join(" "));
    let failed =
        |error: std::io::Error| Failure::unreachable(format!("cannot run `{command}`: {error}"));
    let mut child = Command::new(program)
        .args(arguments)
        .env("TZ", "UTC")
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failure::unreachable(format!(
                "cannot run `{command}`: {program} is not installed here, or not in PATH{}",
                remedy(program)
            )),
            _ => failed(error),
        })?;
    let mut bytes = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        // One more than is read: the importer then says that it is too long. The rest breaks the tool's pipe.
        stdout
            .take(MAX_OUTPUT as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    }
    let status = child.wait().map_err(failed)?;
    if bytes.len() <= MAX_OUTPUT && !status.success() {
        return Err(Failure::unreachable(format!(
            "`{command}` failed ({status}); its own message is above. Nothing was imported"
        )));
    }
    Ok(bytes)
}

/// What brings a program, where Debian has it.
fn remedy(program: &str) -> String {
    let package = match program {
        "borg" => "borgbackup",
        "aws" => "awscli",
        "kopia" | "velero" | "proxmox-backup-client" => return String::new(),
        program => program,
    };
    format!(" (Debian, Ubuntu: apt-get install {package})")
}
