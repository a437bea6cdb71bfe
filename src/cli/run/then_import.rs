//! `--then-import`: what the repository holds, reported by this program itself once the command has ended.

use std::env;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use clap::Args;
use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process_group};
use tokio::process::{Child, Command};
use tokio::time::sleep;

use super::Names;
use super::child::{Signals, is_in_front_of_terminal};
use super::report::Report;
use crate::cli::connection::Unattended;
use crate::sources::run::Format;

/// How long a tool that was told to end may take (chosen).
const END: Duration = Duration::from_secs(5);

/// How often it is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// Whether the repository is asked afterwards, and how long that may take.
#[derive(Debug, Args)]
pub(super) struct ThenImport {
    /// Afterwards report what the repository holds, as `backup-catalog import` does (restic, borg, pgbackrest, btrbk)
    #[arg(long)]
    then_import: bool,
    /// Seconds that this may take; a tool that hangs is ended then
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=604_800))]
    then_import_timeout: u32,
}

/// Why an import did not end by itself.
#[derive(Debug, Clone, Copy)]
enum Cut {
    TooLong,
    By(Signal),
}

impl ThenImport {
    /// Imports, where it was asked for. The run is over by then: whatever goes wrong is a message.
    pub(super) async fn run(&self, report: &Report, names: &Names, server: &Unattended) {
        if !self.then_import {
            return;
        }
        let Some(mut import) = command(report, names) else {
            return;
        };
        server.pass_on(&mut import);
        // Counts belong to nobody's output here.
        import.stdin(Stdio::null()).stdout(Stdio::null());
        match self.ended(&mut import).await {
            Ok(Ok(status)) if status.success() => {}
            Ok(Ok(status)) => eprintln!(
                "backup-catalog: the import failed ({status}); the run itself is reported"
            ),
            Ok(Err(Cut::TooLong)) => eprintln!(
                "backup-catalog: the import did not end within {} s and was ended; the run itself is reported. See why \
                 the tool hangs with `backup-catalog import {}`, or give it more time with --then-import-timeout",
                self.then_import_timeout, report.command.format
            ),
            Ok(Err(Cut::By(_))) => {
                eprintln!("backup-catalog: the import was ended; the run itself is reported");
            }
            Err(error) => eprintln!("backup-catalog: cannot import: {error}"),
        }
    }

    /// How it ended, or why it was ended.
    async fn ended(&self, import: &mut Command) -> std::io::Result<Result<ExitStatus, Cut>> {
        // With the tool in a group of its own both can be ended. At a terminal it would then lose the right to ask for a
        // password, and there is somebody who can end it.
        let is_group = !is_in_front_of_terminal();
        if is_group {
            import.process_group(0);
        }
        let mut signals = Signals::catch()?;
        let mut child = import.spawn()?;
        let limit = Duration::from_secs(u64::from(self.then_import_timeout));
        let cut = tokio::select! {
            status = child.wait() => return Ok(Ok(status?)),
            () = sleep(limit) => Cut::TooLong,
            signal = signals.next() => Cut::By(signal),
        };
        let signal = match cut {
            Cut::TooLong => Signal::TERM,
            Cut::By(signal) => signal,
        };
        end(&mut child, signal, is_group).await?;
        Ok(Err(cut))
    }
}

/// Ends an import, and the tool that it runs.
async fn end(child: &mut Child, signal: Signal, is_group: bool) -> std::io::Result<()> {
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    let Some(id) = id.and_then(Pid::from_raw) else {
        return Ok(());
    };
    let send = |signal| {
        // It may have ended just now.
        let _ = if is_group {
            kill_process_group(id, signal)
        } else {
            kill_process(id, signal)
        };
    };
    send(signal);
    let deadline = Instant::now() + END;
    while child.try_wait()?.is_none() || is_group && test_kill_process_group(id).is_ok() {
        if Instant::now() > deadline {
            send(Signal::KILL);
            child.wait().await?;
            break;
        }
        sleep(LOOK).await;
    }
    Ok(())
}

/// The import that goes with a run; none, with a message, where there is none.
fn command(report: &Report, names: &Names) -> Option<Command> {
    let format = report.command.format;
    let tool = match format {
        Format::Restic => "restic",
        Format::Borg => "borg",
        Format::PgBackRest => "pgbackrest",
        Format::Btrbk => "btrbk",
        other => {
            eprintln!(
                "backup-catalog: --then-import cannot ask {other} what it holds; see `backup-catalog import --help`"
            );
            return None;
        }
    };
    let Ok(program) = env::current_exe() else {
        eprintln!("backup-catalog: --then-import does not find this program");
        return None;
    };
    let mut import = Command::new(program);
    import.args(["import", tool, "--source", &report.known.record.source]);
    let mut flag = |flag: &str, value: Option<&String>| {
        if let Some(value) = value {
            import.arg(format!("--{flag}={value}"));
        }
    };
    flag("policy", names.policy.as_ref());
    let guessed = report.command.guess.destination.as_ref();
    let guessed = guessed.map(|it| it.name().to_owned());
    let destination = names.destination.clone();
    match format {
        // Of several repositories the one that this run wrote to.
        Format::PgBackRest => {
            let key = guessed.and_then(|name| name.strip_prefix("repo").map(str::to_owned));
            let named = destination.map(|name| format!("{}={name}", key.as_deref().unwrap_or("1")));
            flag("destination", named.as_ref());
        }
        Format::Btrbk => flag("destination", destination.as_ref()),
        _ => flag("destination", destination.or(guessed).as_ref()),
    }
    if matches!(format, Format::PgBackRest | Format::Btrbk) {
        flag("node", names.node.as_ref());
    }
    for (name, value) in &report.command.environment {
        match value {
            Some(value) => import.env(name, value),
            None => import.env_remove(name),
        };
    }
    Some(import)
}
