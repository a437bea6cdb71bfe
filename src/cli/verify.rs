//! `verify`: whether a server keeps the contract.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::connection::{Login, trusting};
use super::failure::{Failure, Kind};
use super::output;
use super::progress::Progress;
use crate::client::Address;
use crate::verify::{
    self, Ended, Interrupt, Options, Outcome, Profile, SAMPLE, VerifyError, report,
};

/// Check that a server keeps the contract: form, meaning, edits, refusals
#[derive(Debug, Args)]
#[command(after_help = "\
Backups are edited and put back as they were, also after Ctrl-C; --read-only sends nothing but GET and the log-in.
Exit codes: 0 all held, 1 findings, 2 wrong usage, 3 cannot reach, log in or go on.

Examples:
  backup-catalog verify http://127.0.0.1:8181
  backup-catalog verify https://vprotect.example.org --user auditor --profile vendor --read-only
  backup-catalog verify http://127.0.0.1:8181 --only meaning/filter,edits
  backup-catalog verify http://127.0.0.1:8181 --report junit --output verify.xml")]
pub(super) struct Verify {
    /// The server
    #[arg(value_name = "URL", required_unless_present = "list")]
    server: Option<Address>,
    #[command(flatten)]
    login: Login,
    /// PEM file with the certificates to trust in the server, and no others [default: the system's]
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_CA_FILE")]
    ca_file: Option<PathBuf>,
    /// Send nothing but GET and the log-in
    #[arg(long)]
    read_only: bool,
    /// What the report looks like
    #[arg(long, value_enum, default_value_t)]
    report: Format,
    /// File for the report instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How much of the document the server has to keep
    #[arg(long, value_enum, default_value_t)]
    profile: Wanted,
    /// Only these checks or groups of checks, such as meaning/filter
    #[arg(long, value_name = "CHECK", value_delimiter = ',', num_args = 1..)]
    only: Vec<String>,
    /// Backups that are read at most for comparison; more take longer
    #[arg(long, value_name = "COUNT", default_value_t = SAMPLE, value_parser = sample)]
    sample: usize,
    /// Show the checks and do nothing
    #[arg(long)]
    list: bool,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For a CI server: `JUnit` XML
    Junit,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Wanted {
    /// What the vendor's page and clients show; more may be there
    Vendor,
    /// All of it, and nothing else
    #[default]
    Full,
}

fn sample(text: &str) -> Result<usize, String> {
    let count = text
        .parse()
        .ok()
        .filter(|count| (10..=1_000_000).contains(count));
    count.ok_or_else(|| "10 to 1000000 backups can be read".to_owned())
}

impl Verify {
    pub(super) async fn run(self) -> Result<(), Failure> {
        if self.list {
            return list();
        }
        let Some(server) = self.server.clone() else {
            return Err(Failure::usage("which server? give its URL"));
        };
        let server = &trusting(server, self.ca_file.as_ref())?;
        let options = Options {
            base: server.base(),
            authority: server.authority().map(<[u8]>::to_vec),
            login: self.login.name().to_owned(),
            password: self.login.password(server)?,
            profile: match self.profile {
                Wanted::Vendor => Profile::Vendor,
                Wanted::Full => Profile::Full,
            },
            read_only: self.read_only,
            only: self.only.clone(),
            sample: self.sample,
        };
        let mut progress = Progress::new();
        let interrupt = Interrupt::default();
        let signals = tokio::spawn(listen(interrupt.clone()));
        let outcome = verify::verify(options, interrupt, &mut |number, count, id| {
            progress.show(&format!("{number}/{count} {id}"));
        })
        .await;
        signals.abort();
        progress.clear();
        let outcome = outcome.map_err(failure)?;
        self.write(&outcome)?;
        verdict(&outcome)
    }

    fn write(&self, outcome: &Outcome) -> Result<(), Failure> {
        let text = match self.report {
            Format::Text => report::text(outcome),
            Format::Json => {
                serde_json::to_string_pretty(&report::json(outcome)).map_err(|error| {
                    Failure::unreachable(format!("cannot write the report: {error}"))
                })?
            }
            Format::Junit => report::junit(outcome).map_err(|error| {
                Failure::unreachable(format!("cannot write the report: {error}"))
            })?,
        };
        let text = text.trim_end();
        match &self.output {
            None => output::text(text),
            Some(file) => fs::write(file, format!("{text}\n")).map_err(|error| {
                Failure::usage(format!(
                    "cannot write the report to {}: {error}",
                    file.display()
                ))
            }),
        }
    }
}

fn list() -> Result<(), Failure> {
    let checks = verify::checks().map_err(failure)?;
    let lines: Vec<String> = checks
        .iter()
        .map(|(id, title)| format!("{id}\t{title}"))
        .collect();
    output::text(&lines.join("\n"))
}

/// The first signal ends the run in good order, the second at once.
async fn listen(interrupt: Interrupt) {
    if signal().await.is_ok() {
        eprintln!(
            "backup-catalog: interrupted; putting edits back (once more: ends at once, edits stay)"
        );
        interrupt.set();
        if signal().await.is_ok() {
            std::process::exit(3);
        }
    }
}

/// SIGINT or SIGTERM.
async fn signal() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

fn failure(error: VerifyError) -> Failure {
    match error {
        VerifyError::NoSuchCheck(_) => Failure::usage(error.to_string()),
        error => Failure::unreachable(error.to_string()),
    }
}

/// The exit code. Findings count more than an early end: they are there.
fn verdict(outcome: &Outcome) -> Result<(), Failure> {
    let found = outcome
        .checks
        .iter()
        .any(|check| !check.findings.is_empty());
    match &outcome.ended {
        Some(ended @ (Ended::Interrupted | Ended::Unreachable(_))) if !found => {
            Err(Failure::unreachable(ended.to_string()))
        }
        _ if found => Err(Failure::silent(Kind::No)),
        _ => Ok(()),
    }
}
