//! What a command line says of the run that it begins: what is backed up, to where. It is what a run is called that
//! fails before the tool says anything.

mod arguments;
mod borg;
mod duplicity;
mod mariadb;
mod rclone;
mod restic;

use std::fmt;

use self::arguments::Arguments;
use super::Format;
use crate::domain::record::{Entity, Record, Reference, Tool};
use crate::types::{BackupType, ProtectedEntityType};

/// Programs that run another one, whose name comes after their own arguments.
const LAUNCHERS: [&str; 13] = [
    "chronic", "chrt", "doas", "env", "flock", "ionice", "nice", "nohup", "setsid", "stdbuf",
    "sudo", "time", "timeout",
];

/// Where a command runs.
#[derive(Clone, Copy)]
pub struct Machine<'a> {
    /// Its name.
    pub host: &'a str,
    /// The folder that relative paths begin at.
    pub folder: &'a str,
    /// A variable of the environment.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
}

impl fmt::Debug for Machine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The environment may hold passwords.
        formatter
            .debug_struct("Machine")
            .field("host", &self.host)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// What a command line says.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// Whose output it will print.
    pub format: Format,
    /// The tool's program, as it was written.
    pub program: String,
    /// The host that is backed up, as the tool calls it.
    pub host: String,
    /// What it seems to be: entity, destination, repository.
    pub guess: Record,
    /// Variables with which the tool finds the same repository; none: to be unset.
    pub environment: Vec<(&'static str, Option<String>)>,
    /// Flags with which it does so where there is no variable.
    pub flags: Vec<String>,
    /// The folder that it writes to.
    pub target: Option<String>,
    /// The folder of the backup that it builds on.
    pub base: Option<String>,
}

impl Command {
    /// Reads a command line: the program, and what it is given. `format` is whose output it is, where that was said.
    pub fn read(words: &[String], format: Option<Format>, machine: Machine<'_>) -> Self {
        let (found, rest) = program(words);
        let tool = found.as_ref().map(|(tool, _)| *tool);
        let format = format.or(tool).unwrap_or(Format::Plain);
        let mut command = Self::of_format(
            format,
            tool == Some(format),
            words,
            Arguments(rest),
            machine,
        );
        if let Some((tool, program)) = found
            && tool == format
        {
            command.program.clone_from(program);
        }
        command
    }

    fn of_format(
        format: Format,
        is_tool: bool,
        words: &[String],
        rest: Arguments<'_>,
        machine: Machine<'_>,
    ) -> Self {
        match format {
            Format::Restic if rest.has("backup") => restic::read(rest, machine),
            Format::Borg if rest.has("create") => borg::read(rest, machine),
            Format::Rclone if rest.has_any(rclone::COMMANDS) => rclone::read(rest, machine),
            Format::Rustic if rest.has("backup") => rustic(rest, machine),
            Format::PgBackRest if rest.has("backup") => pgbackrest(rest, machine),
            Format::Barman if rest.has("backup") => barman(rest, machine),
            Format::Duplicity if !rest.has_any(duplicity::NO_SET) => duplicity::read(rest, machine),
            Format::Btrbk if rest.has_any(&["run", "resume"]) => {
                Self::of(format, ProtectedEntityType::Storage, machine.host, machine)
            }
            Format::MariaDb if rest.has("--backup") => mariadb::read(rest, machine),
            Format::Borgmatic => {
                Self::of(format, ProtectedEntityType::OsAgent, machine.host, machine)
            }
            // A pipe, or a script that runs it.
            _ if format != Format::Plain && !is_tool => {
                Self::of(format, kind(format), machine.host, machine)
            }
            // Another of its commands is not a backup that its reader knows.
            _ => {
                let name = words.first().map_or("", |program| base_name(program));
                let name = match name {
                    "" => machine.host.to_owned(),
                    name => format!("{}:{name}", machine.host),
                };
                Self::of(Format::Plain, ProtectedEntityType::OsAgent, &name, machine)
            }
        }
    }

    fn of(format: Format, kind: ProtectedEntityType, name: &str, machine: Machine<'_>) -> Self {
        Self {
            format,
            program: format.as_str().to_owned(),
            host: machine.host.to_owned(),
            guess: Record {
                entity: Entity {
                    kind: Some(kind),
                    name: name.to_owned(),
                    ..Entity::default()
                },
                kind: (format == Format::Rclone).then_some(BackupType::Synchronization),
                tool: format.tool().map(|name| Tool {
                    name: name.to_owned(),
                    version: None,
                }),
                ..Record::default()
            },
            environment: Vec::new(),
            flags: Vec::new(),
            target: None,
            base: None,
        }
    }
}

/// What each tool backs up, mostly.
const fn kind(format: Format) -> ProtectedEntityType {
    match format {
        Format::PgBackRest | Format::Barman | Format::MariaDb => ProtectedEntityType::App,
        Format::Btrbk | Format::Rclone => ProtectedEntityType::Storage,
        _ => ProtectedEntityType::OsAgent,
    }
}

/// The tool that a command line runs with its program, and what that is given.
fn program(words: &[String]) -> (Option<(Format, &String)>, &[String]) {
    let tool = |word: &String| Format::of_program(base_name(word));
    let Some((first, rest)) = words.split_first() else {
        return (None, words);
    };
    if !LAUNCHERS.contains(&base_name(first)) {
        return (tool(first).map(|tool| (tool, first)), rest);
    }
    for (at, word) in rest.iter().enumerate() {
        if let Some(tool) = tool(word) {
            return (Some((tool, word)), &rest[at + 1..]);
        }
    }
    (None, rest)
}

fn base_name(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

/// A path from the root, without `.`, `..` and doubled slashes; symbolic links are not followed.
fn absolute(path: &str, folder: &str) -> String {
    let whole = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// rustic keeps paths as they are given.
fn rustic(arguments: Arguments<'_>, machine: Machine<'_>) -> Command {
    let host = arguments.value("host");
    let host = host.unwrap_or_else(|| machine.host.to_owned());
    let paths = arguments.after(
        "backup",
        &[
            "host",
            "tag",
            "label",
            "glob",
            "iglob",
            "parent",
            "description",
        ],
    );
    let name = crate::sources::restic::entity_name(&host, &paths);
    Command {
        host: host.clone(),
        ..Command::of(Format::Rustic, ProtectedEntityType::OsAgent, &name, machine)
    }
}

fn pgbackrest(arguments: Arguments<'_>, machine: Machine<'_>) -> Command {
    let stanza = arguments
        .value("stanza")
        .or_else(|| (machine.variable)("PGBACKREST_STANZA"));
    let name = stanza.clone().unwrap_or_else(|| machine.host.to_owned());
    let key = arguments.value("repo").unwrap_or_else(|| "1".to_owned());
    let mut command = Command::of(Format::PgBackRest, ProtectedEntityType::App, &name, machine);
    command.guess.destination = Some(Reference::Name(format!("repo{key}")));
    command.environment = vec![("PGBACKREST_STANZA", stanza)];
    for (flag, variable) in [
        ("config", "PGBACKREST_CONFIG"),
        ("config-path", "PGBACKREST_CONFIG_PATH"),
        ("config-include-path", "PGBACKREST_CONFIG_INCLUDE_PATH"),
        ("lock-path", "PGBACKREST_LOCK_PATH"),
        ("log-path", "PGBACKREST_LOG_PATH"),
    ] {
        if let Some(value) = arguments.value(flag) {
            command.environment.push((variable, Some(value)));
        }
    }
    let repositories = arguments.0.iter();
    let flags = repositories.filter(|word| {
        let is_option = word.starts_with("--repo") && word.contains('=');
        is_option && !word.starts_with("--repo=") && !word.contains("-retention-")
    });
    command.flags = flags.cloned().collect();
    command
}

fn barman(arguments: Arguments<'_>, machine: Machine<'_>) -> Command {
    let values = [
        "name",
        "jobs",
        "j",
        "bwlimit",
        "reuse-backup",
        "retry-times",
        "retry-sleep",
        "wait-timeout",
        "incremental",
    ];
    let servers = arguments.after("backup", &values);
    let name = servers.first().map_or(machine.host, String::as_str);
    let mut command = Command::of(Format::Barman, ProtectedEntityType::App, name, machine);
    // Its backups are on its own machine, as the import has it.
    command.guess.destination = Some(Reference::Name(machine.host.to_owned()));
    command
}

#[cfg(test)]
mod tests;
