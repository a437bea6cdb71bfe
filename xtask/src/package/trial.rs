//! The package as a machine sees it: installed, started as its unit says, asked, removed, and nothing left.

use std::fs;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::command::{Failure, findings, output, run, succeeds};
use crate::files;

/// Where the service keeps its catalog.
const STATE: &str = "/var/lib/backup-catalog";

/// What must be there once it is installed, and must be gone once it is purged.
const FILES: [&str; 8] = [
    "/usr/bin/backup-catalog",
    "/usr/share/man/man1/backup-catalog.1.gz",
    "/usr/share/bash-completion/completions/backup-catalog",
    "/usr/share/doc/backup-catalog/copyright",
    "/usr/share/doc/backup-catalog/backup-catalog.cdx.json",
    "/etc/backup-catalog/server.toml",
    "/etc/backup-catalog/admin-password",
    UNIT,
];

const UNIT: &str = "/lib/systemd/system/backup-catalog.service";

/// Installs, tries and purges the package that stands in `target/debian`. Needs root, and a machine that has none of it.
pub(super) fn run_trial() -> Result<(), Failure> {
    if succeeds("dpkg", &["--status", "backup-catalog"]) || Path::new(STATE).exists() {
        return Err(Failure::ByHand(format!(
            "backup-catalog or {STATE} is on this machine: the trial purges it. Use another machine"
        )));
    }
    run(Command::new("dpkg").arg("--install").arg(package()?))?;
    // It is purged whatever comes of the trial.
    let tried = installed();
    run(Command::new("dpkg").args(["--purge", "backup-catalog"]))?;
    drop(fs::remove_dir_all(STATE));
    tried?;
    let left = FILES.iter().filter(|file| Path::new(file).exists());
    findings(
        left.map(|file| format!("{file} is left after the purge"))
            .collect(),
    )
}

fn package() -> Result<PathBuf, Failure> {
    let folder = files::absolute("target/debian");
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut packages: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    packages.retain(|path| path.extension().is_some_and(|extension| extension == "deb"));
    packages
        .pop()
        .ok_or_else(|| Failure::ByHand(format!("there is no package in {}", folder.display())))
}

fn installed() -> Result<(), Failure> {
    let missing = FILES.iter().filter(|file| !Path::new(file).exists());
    findings(missing.map(|file| format!("{file} is not there")).collect())?;
    if succeeds("systemd-analyze", &["--version"]) {
        run(Command::new("systemd-analyze").args(["verify", "--man=no", UNIT]))?;
    }
    run(Command::new("/usr/bin/backup-catalog").args([
        "config",
        "check",
        "/etc/backup-catalog/server.toml",
    ]))?;
    let credentials = Path::new("/run/backup-catalog-trial");
    let mut server = start(credentials)?;
    let asked = ask(&mut server);
    drop(server.kill());
    drop(server.wait());
    drop(fs::remove_dir_all(credentials));
    asked
}

/// Starts it as the unit does, as a user without rights, who is given the credentials and the folder.
fn start(credentials: &Path) -> Result<Child, Failure> {
    let unit = fs::read_to_string(UNIT).map_err(|cause| unusable(Path::new(UNIT), &cause))?;
    let line = unit
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart="));
    let line = line.ok_or_else(|| Failure::ByHand(format!("{UNIT} starts nothing")))?;
    let given = credentials.display().to_string();
    let line = line.replace("${CREDENTIALS_DIRECTORY}", &given);
    for folder in [credentials, Path::new(STATE)] {
        fs::create_dir_all(folder).map_err(|cause| unusable(folder, &cause))?;
    }
    for name in ["server.toml", "admin-password"] {
        let from = Path::new("/etc/backup-catalog").join(name);
        fs::copy(&from, credentials.join(name)).map_err(|cause| unusable(&from, &cause))?;
    }
    run(Command::new("chown")
        .args(["-R", "nobody:nogroup", STATE])
        .arg(credentials))?;
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"])
        .args(["--inh-caps=-all", "--no-new-privs"])
        .args(line.split(' '))
        .env_clear()
        .env(
            "BACKUP_CATALOG_ADMIN_PASSWORD_FILE",
            credentials.join("admin-password"),
        )
        .stdout(Stdio::piped());
    command.spawn().map_err(|cause| Failure::Start {
        program: "setpriv".into(),
        cause,
    })
}

fn ask(server: &mut Child) -> Result<(), Failure> {
    let mut line = String::new();
    if let Some(stdout) = server.stdout.take() {
        drop(std::io::BufReader::new(stdout).read_line(&mut line));
    }
    let Some(url) = line.trim().strip_prefix("Listening on ") else {
        return Err(Failure::ByHand(format!(
            "the installed server does not start: {line}"
        )));
    };
    let client = |arguments: &[&str]| {
        let mut command = Command::new("/usr/bin/backup-catalog");
        command
            .args(arguments)
            .args(["--password-file", "/etc/backup-catalog/admin-password"])
            .env("BACKUP_CATALOG_SERVER", url);
        command
    };
    let record = files::absolute("target/package/record.json");
    let text = r#"{"v":1,"source":"s","entity":{"name":"tried"},"exitCode":0,"finished":1}"#;
    fs::write(&record, text).map_err(|cause| unusable(&record, &cause))?;
    run(client(&["ingest"]).arg(&record))?;
    let list = output(&mut client(&["list", "-o", "json"]))?;
    if !list.contains("tried") {
        return Err(Failure::ByHand(format!(
            "what was reported is not listed: {list}"
        )));
    }
    run(Command::new("kill").arg(server.id().to_string()))?;
    let ended = server.wait().map_err(|cause| unusable(&record, &cause))?;
    if !ended.success() {
        return Err(Failure::ByHand(format!("the server ended with {ended}")));
    }
    println!("the package was installed, served and ended well");
    Ok(())
}

fn unusable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::ByHand(format!("{}: {cause}", path.display()))
}
