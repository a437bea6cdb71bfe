//! `run`: a backup command, watched.
//!
//! The command comes first: it begins at once, its streams pass through, its end is the end. Whatever goes wrong with
//! the catalog, its settings or the disk is a message on standard error, and a report that waits.

mod child;
mod delivery;
mod folder;
mod names;
mod report;
mod repository;
mod spool;
mod then_import;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::Args;

use self::child::{Running, Shared};
use self::report::Report;
use self::repository::Asked;
use self::then_import::ThenImport;
use super::connection::Unattended;
use crate::sources::run::{Ended, Format, Known, Outcome};

pub(super) use self::delivery::{Delivered, deliver, flush, refuse};
pub(super) use self::folder::{Folder, Patience};
pub(super) use self::names::Names;
pub(super) use self::report::{Reported, hand_in, known};
pub(super) use self::spool::{Entry, Held, Spool};

/// How long the report of the start may take (chosen: the run itself is longer, or reports its end).
const START: Duration = Duration::from_mins(2);

/// Run a backup command and report how it went
#[derive(Debug, Args)]
#[command(
    long_about = "Run a backup command and report how it went.\n\n\
                  The command's input, output and signals pass through unchanged, and its exit status is this one's. \
                  What restic, rustic, borg, borgmatic, pgbackrest, barman, duplicity, btrbk, rclone and \
                  mariadb-backup print is read: which backup was made, what could not be read. Of any other command \
                  the exit status says how it went.\n\n\
                  A catalog that is down, slow, full or set up wrongly neither fails nor delays the backup: the report \
                  waits on disk, and the next run or `backup-catalog flush` brings it.",
    after_help = "Examples:
  backup-catalog run --policy nightly -- restic backup --json /srv/data
  backup-catalog run --destination nas -- borg create --json --log-json ::{hostname}-{now} /etc
  backup-catalog run --then-import -- pgbackrest --stanza=main backup
  backup-catalog run --entity shop --entity-type APP --size-of /b/shop.dump -- pg_dump -Fc -f /b/shop.dump shop"
)]
pub(super) struct Run {
    /// The command
    #[arg(
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "COMMAND"
    )]
    command: Vec<String>,
    #[command(flatten)]
    names: Names,
    /// Whose output it is [default: by the name of the program; plain reads none]
    #[arg(long, value_name = "TOOL")]
    format: Option<Format>,
    /// File or folder that the command makes: its size is the backup's
    #[arg(long, value_name = "FILE")]
    size_of: Option<PathBuf>,
    #[command(flatten)]
    then_import: ThenImport,
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    server: Unattended,
}

impl Run {
    /// Runs the command; its exit status.
    pub(super) fn run(self) -> ExitCode {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        let runtime = match runtime {
            Ok(runtime) => runtime,
            Err(error) => {
                eprintln!("backup-catalog: cannot watch the command: {error}");
                return self.unwatched();
            }
        };
        let code = runtime.block_on(self.watched());
        // What still asks for an address is not waited for.
        runtime.shutdown_background();
        ExitCode::from(code)
    }

    /// The command alone, where there are no threads to be had.
    fn unwatched(&self) -> ExitCode {
        let status = std::process::Command::new(&self.command[0])
            .args(&self.command[1..])
            .status();
        match status {
            Ok(status) => ExitCode::from(child::exit_status(child::ended(status))),
            Err(_) => ExitCode::from(127),
        }
    }

    async fn watched(self) -> u8 {
        let mut report = Report::begin(&self.names, self.format, &self.command);
        let spool = self.folder.open();
        let mut held = report.keep(spool.as_ref());
        let reader: Shared = Arc::new(Mutex::new(Some(report.command.format.reader())));
        let begun = Running::begin(&self.command, report.command.format, &reader);
        let (ended, code) = match begun {
            Ok(running) => {
                let asked = Asked::about(&report.command);
                let server = self.server.clone();
                let start = report.start_records();
                // As soon as it can be; the end says all of it again.
                let saying = tokio::spawn(async move { deliver(&server, &start, START).await });
                let status = running.end().await;
                saying.abort();
                report.finish();
                let ended = match status {
                    Ok(status) => child::ended(status),
                    Err(error) => {
                        eprintln!("backup-catalog: the command's end cannot be seen: {error}");
                        Ended::default()
                    }
                };
                // Only a backup that was made is looked for.
                if report.known.record.repository.is_none() && ended.signal.is_none() {
                    report.known.record.repository = asked.answer().await;
                }
                (ended, child::exit_status(ended))
            }
            Err(not_run) => {
                report.finish();
                eprintln!(
                    "backup-catalog: cannot run {}: {}",
                    self.command[0], not_run.error
                );
                let ended = Ended {
                    code: Some(i64::from(not_run.code)),
                    signal: None,
                };
                (ended, not_run.code)
            }
        };
        let mut outcome = outcome(&reader, &report, &ended);
        report.complete(&mut outcome, self.size_of.as_deref());
        let patience = self.patience.time();
        let reported = hand_in(
            outcome,
            &report.name,
            held.take(),
            spool.as_ref(),
            &self.server,
            patience,
        );
        let reported = reported.await;
        if reported == Reported::Taken
            && let Some(spool) = &spool
        {
            // Those of earlier runs: the server is there.
            match flush(spool, &self.server, patience).await {
                Ok(flushed) => {
                    if let Some(later) = flushed.later {
                        eprintln!(
                            "backup-catalog: older reports still wait: {}",
                            later.message
                        );
                    }
                }
                Err(failure) => eprintln!("backup-catalog: {}", failure.message),
            }
        }
        let (names, server) = (&self.names, &self.server);
        self.then_import.run(&report, names, server).await;
        code
    }
}

/// What the reader says in the end. One that failed says nothing, and the exit status has to do.
fn outcome(reader: &Shared, report: &Report, ended: &Ended) -> Outcome {
    // What was left running may still print: from here on that is not read.
    let reader = reader.lock().unwrap_or_else(PoisonError::into_inner).take();
    let known: &Known = &report.known;
    let read = reader.and_then(|reader| {
        let end = std::panic::AssertUnwindSafe(|| reader.end(ended, known));
        std::panic::catch_unwind(end).ok()
    });
    read.unwrap_or_else(|| Format::Plain.reader().end(ended, known))
}
