//! Programs that the tests run and a machine may lack.

use std::process::Command;

use crate::browser_tools;
use crate::command::{Failure, run, succeeds};

/// A program, how to see that it is there, and the Debian package that brings it.
struct Program {
    name: &'static str,
    probe: &'static [&'static str],
    package: &'static str,
}

const PROGRAMS: [Program; 16] = [
    Program {
        name: "prometheus",
        // promtool comes with it.
        probe: &["--version"],
        package: "prometheus",
    },
    Program {
        name: "sh",
        // Debian keeps the programs of each version in a folder of its own.
        probe: &[
            "-c",
            "command -v initdb || ls /usr/lib/postgresql/*/bin/initdb",
        ],
        package: "postgresql",
    },
    Program {
        name: "curl",
        probe: &["--version"],
        package: "curl",
    },
    Program {
        name: "openssl",
        probe: &["version"],
        package: "openssl",
    },
    Program {
        name: "python3",
        // Debian splits it: without these two there is no environment to install into.
        probe: &["-c", "import ensurepip, venv"],
        package: "python3-venv",
    },
    Program {
        name: "barman",
        probe: &["--version"],
        package: "barman",
    },
    Program {
        name: "borg",
        probe: &["--version"],
        package: "borgbackup",
    },
    Program {
        name: "borgmatic",
        probe: &["--version"],
        package: "borgmatic",
    },
    Program {
        name: "duplicity",
        probe: &["--version"],
        package: "duplicity",
    },
    Program {
        name: "pgbackrest",
        probe: &["version"],
        package: "pgbackrest",
    },
    Program {
        name: "rclone",
        probe: &["version"],
        package: "rclone",
    },
    Program {
        name: "restic",
        probe: &["version"],
        package: "restic",
    },
    Program {
        name: "chromium",
        probe: &["--version"],
        package: "chromium",
    },
    Program {
        name: "chromedriver",
        probe: &["--version"],
        package: "chromium-driver",
    },
    Program {
        name: "strace",
        probe: &["-V"],
        package: "strace",
    },
    Program {
        name: "shellcheck",
        probe: &["--version"],
        package: "shellcheck",
    },
];

/// Installs what is missing where this may be done (root, or sudo without a password); otherwise says the one command.
pub(crate) fn install() -> Result<(), Failure> {
    components()?;
    programs()?;
    browser_tools::install()
}

fn programs() -> Result<(), Failure> {
    let missing: Vec<&str> = PROGRAMS
        .iter()
        .filter(|program| !succeeds(program.name, program.probe))
        .map(|program| program.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = || {
        Failure::ByHand(format!(
            "missing: run `sudo apt-get install -y {}`",
            missing.join(" ")
        ))
    };
    if !succeeds("apt-get", &["--version"]) {
        return Err(by_hand());
    }
    let mut apt = match () {
        () if succeeds("sh", &["-c", "test $(id -u) = 0"]) => vec!["apt-get"],
        () if succeeds("sudo", &["-n", "true"]) => vec!["sudo", "-n", "apt-get"],
        () => return Err(by_hand()),
    };
    let program = apt.remove(0);
    let apt_get = |arguments: &[&str]| {
        let mut command = Command::new(program);
        command
            .args(&apt)
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(&mut apt_get(&["update", "-qq"]))?;
    run(apt_get(&["install", "-y", "-qq", "--no-install-recommends"]).args(&missing))
}

/// The toolchain's own: rustfmt and clippy.
fn components() -> Result<(), Failure> {
    let lacking: Vec<&str> = [("rustfmt", "fmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(_, verb)| !succeeds("cargo", &[verb, "--version"]))
        .map(|(component, _)| component)
        .collect();
    if lacking.is_empty() {
        return Ok(());
    }
    run(Command::new("rustup")
        .args(["component", "add"])
        .args(lacking))
}
