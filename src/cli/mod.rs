//! The program: one file a command.
//!
//! Results go to standard output, everything else to standard error. Exit codes are in [`failure`].

mod access;
mod ack;
mod api;
mod check;
mod columns;
mod completions;
mod config;
mod connection;
mod copy;
mod database;
pub mod failure;
mod filter;
#[cfg(unix)]
mod flush;
mod health;
mod import;
mod ingest;
mod list;
mod named;
mod notify;
mod output;
mod overdue;
mod profile;
mod progress;
mod prune;
#[cfg(unix)]
mod record;
mod report;
#[cfg(unix)]
mod run;
mod secret;
mod serve;
mod show;
mod stats;
mod sync;
mod table;
mod taken;
mod toml_file;
mod tool;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{human, moment};
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
    Serve(Box<serve::Serve>),
    Ingest(ingest::Ingest),
    Import(import::Import),
    #[cfg(unix)]
    Run(Box<run::Run>),
    #[cfg(unix)]
    Record(Box<record::Record>),
    #[cfg(unix)]
    Flush(flush::Flush),
    Sync(Box<sync::Sync>),
    Check(check::Check),
    Prune(prune::Prune),
    Backup(copy::Backup),
    Restore(copy::Restore),
    List(Box<list::List>),
    Show(show::Show),
    Stats(Box<stats::Stats>),
    Report(report::Report),
    Ack(ack::Ack),
    Api(api::Api),
    User(access::UserCommand),
    Role(access::RoleCommand),
    Token(access::TokenCommand),
    Audit(access::Audit),
    Notify(notify::Notify),
    Verify(verify::Verify),
    Health(health::Health),
    Config(config::Config),
    Completions(completions::Completions),
    Man(completions::Man),
}

/// Runs the command of the process's arguments.
pub fn main() -> ExitCode {
    let program = Program::parse();
    let result = match program.command {
        Command::Serve(serve) => serve.run(),
        Command::Ingest(ingest) => client(ingest.run()),
        Command::Import(import) => client(import.run()),
        // Its exit status is another program's.
        #[cfg(unix)]
        Command::Run(run) => return run.run(),
        #[cfg(unix)]
        Command::Record(record) => client(record.run()),
        #[cfg(unix)]
        Command::Flush(flush) => client(flush.run()),
        Command::Sync(sync) => client(sync.run()),
        Command::Check(check) => client(check.run()),
        Command::Prune(prune) => client(prune.run()),
        Command::Backup(backup) => client(backup.run()),
        Command::Restore(restore) => client(restore.run()),
        Command::List(list) => client(list.run()),
        Command::Show(show) => client(show.run()),
        Command::Stats(stats) => client(stats.run()),
        Command::Report(report) => client(report.run()),
        Command::Ack(ack) => client(ack.run()),
        Command::Api(api) => client(api.run()),
        Command::User(user) => client(user.run()),
        Command::Role(role) => client(role.run()),
        Command::Token(token) => client(token.run()),
        Command::Audit(audit) => client(audit.run()),
        Command::Notify(notify) => client(notify.run()),
        Command::Verify(verify) => client(verify.run()),
        Command::Health(health) => client(health.run()),
        Command::Config(config) => config.run(),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
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
