//! The program: one file a command.
//!
//! Results go to standard output, everything else to standard error. Exit codes are in [`failure`].

mod check;
mod connection;
pub mod failure;
mod filter;
mod human;
mod import;
mod ingest;
mod list;
mod moment;
mod output;
mod report;
mod serve;
mod show;
mod table;
mod tool;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;

/// One catalog of every backup: restic's, rustic's and all others'.
#[derive(Debug, Parser)]
#[command(
    name = "backup-catalog",
    version,
    propagate_version = true,
    max_term_width = 120,
    after_help = "Exit codes:
  0 fine
  1 the answer is no (not found, some records rejected)
  2 wrong usage
  3 cannot reach or not allowed
  4 data refused"
)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Ingest(ingest::Ingest),
    Import(import::Import),
    Check(check::Check),
    List(Box<list::List>),
    Show(show::Show),
    Verify(verify::Verify),
}

/// Runs the command of the process's arguments.
pub fn main() -> ExitCode {
    let program = Program::parse();
    let result = match program.command {
        Command::Serve(serve) => serve.run(),
        Command::Ingest(ingest) => client(ingest.run()),
        Command::Import(import) => client(import.run()),
        Command::Check(check) => client(check.run()),
        Command::List(list) => client(list.run()),
        Command::Show(show) => client(show.run()),
        Command::Verify(verify) => client(verify.run()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Runs a client command: one thread is enough for one connection.
fn client(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::unreachable(format!("cannot start: {error}")))?
        .block_on(command)
}
