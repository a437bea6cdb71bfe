//! Which repository a run writes to: its tool is asked while it runs, so that nobody has to wait for the answer.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::process::Command as Process;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::domain::record::Record;
use crate::sources::MAX_OUTPUT;
use crate::sources::run::Format;
use crate::sources::run::command::Command;

/// How much longer than the run the answer may take (chosen).
const LONGER: Duration = Duration::from_secs(10);

/// The answer that is on its way.
#[derive(Debug)]
pub(super) struct Asked(Option<JoinHandle<Option<String>>>);

impl Asked {
    /// Asks, where the tool does not print it.
    pub(super) fn about(command: &Command) -> Self {
        let process = match command.format {
            // Without the cache: two that make it at the same moment fall over each other, and the run would go without.
            Format::Restic => process(&["cat", "config", "--no-lock", "--no-cache"], command),
            Format::PgBackRest => process(
                &[
                    "info",
                    "--output=json",
                    "--log-level-console=off",
                    "--log-level-stderr=off",
                ],
                command,
            ),
            _ => return Self(None),
        };
        let command = command.clone();
        Self(Some(tokio::spawn(async move {
            let output = output(process).await?;
            match command.format {
                Format::Restic => output.get("id")?.as_str().map(str::to_owned),
                _ => crate::sources::pgbackrest::repository(
                    &output,
                    &command.guess.entity.name,
                    key(&command),
                ),
            }
        })))
    }

    /// The answer, if there is one.
    pub(super) async fn answer(self) -> Option<String> {
        let mut task = self.0?;
        if let Ok(answer) = timeout(LONGER, &mut task).await {
            return answer.ok().flatten();
        }
        task.abort();
        None
    }
}

/// What mariadb-backup has written beside the backup, and beside the one that it builds on.
pub(super) fn of_folder(command: &Command) -> Option<Record> {
    if command.format != Format::MariaDb {
        return None;
    }
    let id = |folder: &Option<String>| {
        let info = std::fs::read_to_string(format!("{}/xtrabackup_info", folder.as_ref()?)).ok()?;
        crate::sources::mariadb::id_of_info(&info)
    };
    Some(Record {
        id: id(&command.target),
        parent: id(&command.base),
        ..Record::default()
    })
}

fn process(arguments: &[&str], command: &Command) -> Process {
    let mut process = Process::new(&command.program);
    process.args(arguments).args(&command.flags);
    for (name, value) in &command.environment {
        match value {
            Some(value) => process.env(name, value),
            None => process.env_remove(name),
        };
    }
    process
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    process
}

async fn output(mut process: Process) -> Option<Value> {
    let output = process.output().await.ok()?;
    let fine = output.status.success() && output.stdout.len() <= MAX_OUTPUT;
    fine.then(|| serde_json::from_slice(&output.stdout).ok())?
}

/// The key of the repository that pgBackRest writes to.
fn key(command: &Command) -> u32 {
    let destination = command.guess.destination.as_ref();
    let key = destination.and_then(|it| it.name().strip_prefix("repo")?.parse().ok());
    key.unwrap_or(1)
}
