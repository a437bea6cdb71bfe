//! On what, and when, it was measured.

use std::fs;
use std::process::Command;

use crate::command::{self, Failure};

/// A sentence.
pub(super) fn describe() -> Result<String, Failure> {
    let date = command::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let kernel = command::output(Command::new("uname").arg("-sr"))?;
    let cores = command::output(&mut Command::new("nproc"))?;
    let of = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':')).map_or_else(
            || "unknown".to_owned(),
            |(_, value)| value.trim().to_owned(),
        )
    };
    let memory: u64 = of("/proc/meminfo", "MemTotal")
        .split(' ')
        .next()
        .and_then(|kib| kib.parse().ok())
        .unwrap_or_default();
    Ok(format!(
        "Measured on {}: {} × {}, {} GiB of memory, {}.\n",
        date.trim(),
        cores.trim(),
        of("/proc/cpuinfo", "model name"),
        memory >> 20,
        kernel.trim(),
    ))
}
