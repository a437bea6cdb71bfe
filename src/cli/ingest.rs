//! `ingest`: records of format v1, from a file or a pipe.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::connection::Connection;
use super::failure::Failure;
use super::human;
use super::output::Format;
use super::progress::Progress;
use super::taken::{self, Taking};

/// Bytes that are read and sent at once.
const PIECE: usize = 64 * 1024;

/// Report backups: records of format v1
#[derive(Debug, Args)]
#[command(
    long_about = "Report backups: one JSON object of record format v1 a line, an array of them, or one inventory.\n\n\
                  Sending a record again changes nothing. A record that cannot be taken is named with its line and \
                  loses nothing else; the exit code is then 1.",
    after_help = "Examples:
  backup-catalog ingest records.ndjson
  echo '{\"v\":1,\"source\":\"web01\",\"entity\":{\"name\":\"web01:/etc\"},\"exitCode\":0,\"finished\":\"2026-11-23T07:53:03Z\"}' | backup-catalog ingest -
  backup-catalog ingest --atomic --strict inventory.json"
)]
pub(super) struct Ingest {
    /// The records; - is standard input
    file: PathBuf,
    /// Store all records or none
    #[arg(long)]
    atomic: bool,
    /// Reject records with unknown properties instead of keeping those as labels
    #[arg(long)]
    strict: bool,
    /// Take an inventory that is empty or removes more than half of the live backups
    #[arg(long)]
    allow_mass_removal: bool,
    /// What the report of what became of them looks like
    #[arg(short, long, value_enum, default_value_t)]
    output: Format,
    #[command(flatten)]
    connection: Connection,
}

impl Ingest {
    pub(super) async fn run(self) -> Result<(), Failure> {
        // Before the log-in: a file that is not there needs no session.
        let input = open(&self.file)?;
        let session = self.connection.open().await?;
        let taking = Taking {
            atomic: self.atomic,
            strict: self.strict,
            allow_mass_removal: self.allow_mass_removal,
            output: self.output,
        };
        taken::send(session, stream(input), taking).await
    }
}

fn open(file: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let refuse =
        |error: io::Error| Failure::usage(format!("cannot read {}: {error}", file.display()));
    let opened = File::open(file).map_err(refuse)?;
    if opened.metadata().map_err(refuse)?.is_dir() {
        return Err(Failure::usage(format!(
            "cannot read {}: it is a folder",
            file.display()
        )));
    }
    Ok(Box::new(opened))
}

/// The input as a body, read piece by piece in a thread of its own: it may be larger than the memory, and a pipe may
/// wait for hours.
fn stream(mut input: Box<dyn Read + Send>) -> reqwest::Body {
    let (sender, receiver) = mpsc::channel::<io::Result<Vec<u8>>>(4);
    thread::spawn(move || {
        let mut progress = Progress::new();
        let mut sent = 0;
        loop {
            let mut piece = vec![0; PIECE];
            let piece = match input.read(&mut piece) {
                Ok(0) => return,
                Ok(length) => {
                    piece.truncate(length);
                    sent += i64::try_from(length).unwrap_or_default();
                    progress.now_and_then(|| format!("{} sent", human::bytes(sent)));
                    Ok(piece)
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Err(error),
            };
            let failed = piece.is_err();
            // Nobody receives any more when the server has answered early.
            if sender.blocking_send(piece).is_err() || failed {
                return;
            }
        }
    });
    reqwest::Body::wrap_stream(ReceiverStream::new(receiver))
}
