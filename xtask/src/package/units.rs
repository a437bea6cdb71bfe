//! The units of systemd, as far as they can be judged where systemd does not run.

use std::process::Command;

use crate::command::{Failure, findings, run, succeeds};
use crate::files;

/// How exposed the service may be, in tenths of what `systemd-analyze security` says: 0 is best, 100 worst (chosen: it is
/// at 1.2 with a network).
const EXPOSURE: &str = "20";

/// What is set and must stay so.
const WANTED: [&str; 8] = [
    "DynamicUser=yes",
    "ProtectSystem=strict",
    "NoNewPrivileges=yes",
    "MemoryDenyWriteExecute=yes",
    "PrivateDevices=yes",
    "ProtectHome=yes",
    "CapabilityBoundingSet=\n",
    "SystemCallFilter=@system-service",
];

/// The service's settings, what systemd makes of the units, and the scripts of the package.
pub(super) fn check() -> Result<(), Failure> {
    let service = files::absolute("xtask/packaging/systemd/backup-catalog.service");
    let text = std::fs::read_to_string(&service)
        .map_err(|cause| Failure::ByHand(format!("{}: {cause}", service.display())))?;
    let missing = WANTED.iter().filter(|line| !text.contains(*line));
    findings(
        missing
            .map(|line| format!("backup-catalog.service has no {}", line.trim_end()))
            .collect(),
    )?;
    if succeeds("systemd-analyze", &["--version"]) {
        run(analyze(&["security", "--no-pager", "--offline=true"])
            .arg(format!("--threshold={EXPOSURE}"))
            .arg(&service))?;
    }
    for script in ["postinst", "postrm"] {
        let script = files::absolute("xtask/packaging/debian").join(script);
        if succeeds("shellcheck", &["--version"]) {
            run(Command::new("shellcheck").arg(script))?;
        }
    }
    Ok(())
}

fn analyze(arguments: &[&str]) -> Command {
    let mut command = Command::new("systemd-analyze");
    command.args(arguments);
    command
}
