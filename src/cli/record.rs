//! `record`: how a run went, from what it printed into a pipe.

use std::io::Read as _;

use clap::Args;

use super::connection::Unattended;
use super::failure::{Failure, Kind};
use super::import::host;
use super::run::{Folder, Names, Patience, Reported, hand_in, known};
use crate::clock::{Clock as _, SystemClock};
use crate::sources::run::command::{Command, Machine};
use crate::sources::run::{Ended, Format, Lines, Stream};

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// Report how a run went, from what it prints into a pipe
#[derive(Debug, Args)]
#[command(
    long_about = "Report how a run went, from what it prints into a pipe.\n\n\
                  A pipe does not carry the exit status, so the output has to say how it went; what breaks off is a \
                  failure. Tools name the files that they could not read on standard error: with `2>&1` they are in the \
                  report. Where a command can be put before the backup, `backup-catalog run` knows more.",
    after_help = "Examples:
  restic backup --json /srv/data 2>&1 | backup-catalog record --format restic --entity web01:/srv/data
  ssh db01 barman backup main 2>&1 | backup-catalog record --format barman --source db01
  tar cf /b/etc.tar /etc; backup-catalog record --format plain --entity web01:/etc --exit-code $? < /dev/null"
)]
pub(super) struct Record {
    /// Whose output it is
    #[arg(long, value_name = "TOOL")]
    format: Format,
    /// The exit status of the run, where it is known
    #[arg(long, value_name = "STATUS")]
    exit_code: Option<i64>,
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    server: Unattended,
}

impl Record {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let started = SystemClock.now();
        let host = host::name().unwrap_or_else(|_| "localhost".to_owned());
        let source = self.names.source.clone().unwrap_or_else(|| host.clone());
        let machine = Machine {
            host: self.names.node.as_deref().unwrap_or(&host),
            folder: "/",
            variable: &|_| None,
        };
        let command = Command::read(&[], Some(self.format), machine);
        let (name, mut known) = known(&self.names, source, &command, started);
        let mut reader = self.format.reader();
        let mut lines = Lines::default();
        let mut piece = vec![0; PIECE];
        let mut input = std::io::stdin().lock();
        loop {
            match input.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => {
                    lines.push(&piece[..length], |line| reader.line(Stream::Either, line));
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                // It broke off: what is known so far says so.
                Err(error) => {
                    eprintln!("backup-catalog: cannot read standard input: {error}");
                    break;
                }
            }
        }
        lines.finish(|line| reader.line(Stream::Either, line));
        known.record.finished = Some(SystemClock.now().max(started));
        let ended = Ended {
            code: self.exit_code,
            signal: None,
        };
        let outcome = reader.end(&ended, &known);
        let spool = self.folder.open();
        let patience = self.patience.time();
        let reported = hand_in(outcome, &name, None, spool.as_ref(), &self.server, patience);
        match reported.await {
            Reported::Taken | Reported::Waits => Ok(()),
            Reported::Refused => Err(Failure::silent(Kind::Refused)),
            Reported::Printed => Err(Failure::silent(Kind::Unreachable)),
        }
    }
}
